"""Which value of a rule counts on a day."""

from datetime import date
from fractions import Fraction

import pytest

from bvt_cli.core.practice import MonthRules, Practice, Setting, Value
from bvt_cli.core.rules import RULES


def setting(name: str, value: Value, since: str, standing: str = "choice", until: str | None = None) -> Setting:
    last = date.fromisoformat(until) if until else None
    return Setting(name, value, date.fromisoformat(since), standing, "source", "reason", "settings.yaml", last)


def in_force(settings: list[Setting], name: str, day: str) -> Value | None:
    found = Practice(settings).in_force(name, date.fromisoformat(day))
    return found.value if found else None


def test_a_value_counts_from_its_day_until_a_later_one():
    settings = [setting("age_change", "birthday", "2024-01-01"), setting("age_change", "month_after", "1900-01-01")]
    assert in_force(settings, "age_change", "2023-12-31") == "month_after"
    assert in_force(settings, "age_change", "2024-01-01") == "birthday"


def test_before_its_first_day_a_rule_has_no_value():
    settings = [setting("mileage", Fraction("4.48"), "2023-01-01")]
    assert in_force(settings, "mileage", "2022-12-31") is None
    with pytest.raises(KeyError, match="mileage"):
        Practice(settings).value("mileage", date(2022, 12, 31))


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_values_from_one_day_the_municipalitys_own_counts(order):
    ours = [setting("share_liten", 25, "2024-01-01"), setting("share_liten", 30, "2024-01-01", "municipality")]
    assert in_force(ours[::order], "share_liten", "2024-01-01") == 30


def test_a_value_that_has_ended_gives_way_to_an_earlier_one_that_still_holds():
    settings = [
        setting("age_change", "month_after", "1900-01-01"),
        setting("age_change", "birthday", "2024-01-01", "municipality", until="2024-12-31"),
    ]
    assert in_force(settings, "age_change", "2024-12-31") == "birthday"
    assert in_force(settings, "age_change", "2025-01-01") == "month_after"


def test_a_rate_that_ends_with_its_year_does_not_run_on():
    settings = [
        setting("mileage", Fraction("4.90"), "2024-01-01", "state", until="2024-12-31"),
        setting("mileage", Fraction("5.30"), "2026-01-01", "state", until="2026-12-31"),
    ]
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "2027-01-01")
    values = [in_force(settings, "mileage", day) for day in days]
    assert values == [Fraction("4.90"), None, None, Fraction("5.30"), None]


MONTH = [
    setting("one_ks_age", 0, "1900-01-01"),
    setting("age_change", "month_after", "1900-01-01"),
    setting("provisional_months", 3, "1900-01-01"),
    setting("fixed_part_month", "stays_else_days", "1900-01-01"),
    setting("besokshjem_days_per_month", 3, "1900-01-01"),
    setting("share_liten", 25, "1900-01-01"),
    setting("share_medium", 45, "1900-01-01"),
    setting("share_stor", 75, "1900-01-01"),
    setting("one_ks_components", ("grunnstotte",), "1900-01-01"),
    setting("share_stor", 80, "2025-03-02"),
    setting("stottefamilie_siblings", "each", "1900-01-01"),
    setting("gathering_refund", 500, "1900-01-01"),
    setting("gathering_counts_resource_family", "no", "1900-01-01"),
    setting("paid_afterwards", ("fosterhjem",), "1900-01-01"),
]


def test_a_month_is_computed_by_what_holds_on_its_first_day():
    march = Practice(MONTH).for_month(date(2025, 3, 1))
    assert march == MonthRules(
        "month_after", 3, "stays_else_days", 3, (("liten", 25), ("medium", 45), ("stor", 75)), ("grunnstotte",), 0,
        "each", 500 * 100, False, ("fosterhjem",),
    )  # fmt: skip
    assert Practice(MONTH).for_month(date(2025, 4, 1)).shares == (("liten", 25), ("medium", 45), ("stor", 80))


def test_all_that_holds_on_a_day_is_listed_in_the_order_of_the_rules():
    listed = [each.name for each in Practice(MONTH).all_in_force(date(2025, 3, 1))]
    assert listed == [name for name in RULES if name in {each.name for each in MONTH}]
