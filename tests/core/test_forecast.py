"""What is expected of months to come."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bvt_cli.core.agreement import Facts, Stay
from bvt_cli.core.forecast import (
    Change,
    DaysExpected,
    Forecast,
    days_expected,
    expected,
    first_of_julys,
    forecast,
    last_change,
    of_year,
)
from bvt_cli.core.payment import Line, pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Tables
from paying import RULES, SHIPPED_TABLES, agreed, pay_rules

TODAY = date(2025, 6, 15)
TABLES = Tables(SHIPPED_TABLES)
OLD_TOO = pay_rules(provisional=True)
PAY_FROM = Month(2025, 1)


def ore(kroner: str | Decimal) -> int:
    return int(Decimal(kroner) * 100)


def year_of(facts: Facts, posted: dict[Month, int] | None = None, year: int = 2025) -> Forecast:
    return forecast(facts, of_year(year), posted or {}, PAY_FROM, TODAY, OLD_TOO, TABLES)


def line_of(facts: Facts, month: Month) -> Line:
    return pay_month(facts, month, OLD_TOO).lines[0]


def visits(*weekends: tuple[int, int]) -> tuple[Stay, ...]:
    """Friday to Sunday as it were: three døgn from a day (month, day) of 2025 on."""
    return tuple(Stay(date(2025, month, day), date(2025, month, day + 2)) for month, day in weekends)


def by_days(*stays: Stay, days_per_month: int | None = None) -> Facts:
    return agreed(basis="actual", stays=stays, days_per_month=days_per_month)


def test_a_month_that_is_posted_as_it_should_be_leaves_nothing() -> None:
    """And one that is not posted leaves all that is due."""
    january, february, *_ = year_of(agreed(), {Month(2025, 1): ore("4275")}).costs
    assert (january.posted, january.left) == (ore("4275"), 0)
    assert (february.posted, february.left) == (0, ore("4275"))


def test_what_is_posted_beyond_what_is_due_is_left_below_zero() -> None:
    """The agreement ended on 31 January; February was paid."""
    facts = agreed(last=date(2025, 1, 31))
    february = year_of(facts, {Month(2025, 2): ore("4275")}).costs[1]
    assert (february.month, february.posted, february.left) == (Month(2025, 2), ore("4275"), -ore("4275"))


def test_months_without_a_table_are_provisional_and_told_at_the_last_change() -> None:
    """1026 kroner were 981 a year before; so three døgn in July would be 3 x 1026 x 1026/981."""
    july = year_of(agreed()).costs[6]
    changed = round(Decimal(3 * 1026 * 1026) / 981, 2) + round(Decimal(3 * 399 * 399) / 381, 2)
    assert july.provisional == july.left == ore("4275")
    assert july.last_change == ore(changed) - ore("4275")
    june = year_of(agreed()).costs[5]
    assert (june.provisional, june.last_change) == (0, 0)


def test_two_tables_that_are_missing_change_the_rate_twice() -> None:
    """In July 2026 both that of 2025 and that of 2026 are missing."""
    costs = year_of(agreed("ressursfamilie"), year=2026).costs
    once = Fraction(10336 * 10336, 9885)
    twice = once * Fraction(10336, 9885)
    assert costs[5].last_change == round(once * 100) - ore("10336")
    assert costs[6].last_change == round(twice * 100) - ore("10336")


def test_the_changes_leaned_on_are_told_with_both_tables() -> None:
    found = year_of(agreed("ressursfamilie")).changes
    assert found == {
        Change("fosterhjem", "grunnstotte", 0, 6, date(2023, 7, 1), date(2024, 7, 1), ore("9885"), ore("10336"))
    }


@pytest.mark.parametrize("table", [date(2013, 7, 1), date(2017, 7, 1), date(2021, 7, 1), date(2023, 7, 1)])
def test_a_change_over_more_than_a_year_is_none(table: date) -> None:
    """No table covered 1.7.2012, 2020 and 2022; but that of 2016 was in force a year before that of 2017."""
    line = line_of(agreed("ressursfamilie", date(2010, 1, 1)), Month.of(table))
    assert line.table == table
    assert (last_change(TABLES, line) is None) is (table != date(2017, 7, 1))


def test_a_line_that_no_table_pays_has_no_change() -> None:
    line = line_of(agreed(), Month(2025, 3))
    assert last_change(TABLES, line._replace(table=None)) is None


def test_provisional_pay_without_a_known_change_is_told_apart() -> None:
    """Reckoned by the table of 2023 alone: a year before it there was none."""
    only = tuple(table for table in SHIPPED_TABLES if table.effective == date(2023, 7, 1))
    rules = pay_rules(provisional=True, tables=only)
    found = forecast(agreed(), of_year(2025), {}, PAY_FROM, TODAY, rules, Tables(only))
    assert found.costs[0].unknown == found.costs[0].provisional == ore(3 * Decimal(981 + 381))
    assert (found.costs[0].last_change, found.changes) == (0, frozenset())


def test_what_keeps_an_agreement_from_being_paid_is_told() -> None:
    """An approval is missing in all months; what is posted is to come back, and before 2013 there is no rate."""
    found = year_of(agreed(approvals=()), {Month(2025, 1): ore("4275")})
    assert [(each.code, each.month) for each in found.left_out] == [
        ("home_not_approved", month) for month in of_year(2025)
    ]
    assert [(each.posted, each.left) for each in found.costs] == [(ore("4275"), -ore("4275"))]


def test_what_is_posted_stays_where_there_is_no_rate_and_before_the_first_month() -> None:
    posted = {Month(2012, 1): ore("100")}
    early = agreed(first=date(2012, 1, 1))
    found = forecast(early, of_year(2012), posted, Month(2012, 1), TODAY, OLD_TOO, TABLES)
    assert found.left_out[0].code == "rate_missing"
    assert [(each.posted, each.left) for each in found.costs] == [(ore("100"), 0)]
    settled = agreed(paid_until=Month(2025, 11))
    assert [each.month for each in year_of(settled).costs] == [Month(2025, 12)]


def test_days_stayed_are_expected_as_they_were_in_the_last_six_months_with_a_stay() -> None:
    """Three døgn in January and in April, none between: six in four months. June is not over."""
    facts = by_days(*visits((1, 10), (4, 4), (6, 6)))
    assert days_expected(facts, TODAY, RULES) == DaysExpected("A-1", 6, 4, "recorded")


def test_no_more_than_six_months_are_averaged() -> None:
    facts = by_days(*visits((1, 10), (2, 7), (3, 7), (4, 4), (5, 9), (6, 6), (7, 4)))
    assert days_expected(facts, date(2025, 8, 1), RULES) == DaysExpected("A-1", 18, 6, "recorded")


@pytest.mark.parametrize(("days", "by", "expected_days"), [(5, "agreed", 5), (None, "rules", 3)])
def test_without_a_stay_the_agreed_days_are_expected(days: int | None, by: str, expected_days: int) -> None:
    assert days_expected(by_days(days_per_month=days), TODAY, RULES) == DaysExpected("A-1", expected_days, 1, by)


def test_an_estimate_is_the_part_of_a_month() -> None:
    """Six døgn in four months are 1.5 a month, at 1026 and 399 kroner."""
    facts = by_days(*visits((1, 10), (4, 4)))
    june = year_of(facts).costs[-7]
    assert june.month == Month(2025, 6)
    assert june.estimated == june.left == ore(Decimal("1.5") * (1026 + 399))
    assert year_of(facts).estimated == DaysExpected("A-1", 6, 4, "recorded")


def test_recorded_stays_count_where_there_are_as_many_as_expected() -> None:
    """And months that are over are not guessed at."""
    facts = by_days(*visits((1, 10), (4, 4), (6, 6)))
    june = expected(facts, Month(2025, 6), TODAY, OLD_TOO)
    assert june.estimated is None
    assert sum(june.amount(line) for line in june.pay.lines) == ore(3 * Decimal(1026 + 399))
    may = expected(facts, Month(2025, 5), TODAY, OLD_TOO)
    assert (may.estimated, may.pay.lines) == (None, ())


@pytest.mark.parametrize(
    ("after", "until", "number"),
    [
        (date(2024, 7, 1), date(2025, 6, 30), 0),
        (date(2024, 7, 1), date(2025, 7, 1), 1),
        (date(2022, 10, 1), date(2023, 7, 1), 1),
        (date(2024, 7, 1), date(2026, 6, 30), 1),
        (date(2024, 7, 1), date(2026, 7, 1), 2),
        (date(2024, 7, 1), date(2023, 1, 1), 0),
    ],
)
def test_a_table_is_missing_for_each_first_of_july(after: date, until: date, number: int) -> None:
    assert first_of_julys(after, until) == number
