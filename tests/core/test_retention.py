"""Whose time is up, by the municipality's settings."""

from datetime import date

import pytest

from bvt_cli.core.practice import Practice, Setting
from bvt_cli.core.retention import SETTINGS, Due, Stand, any_time_set, in_order, items, judge, nothing_left

ENDED = date(2024, 2, 29)


def practice(years: int) -> Practice:
    """All times set to so many years, by the municipality, since 2025."""
    since = ((0, date(1900, 1, 1)), (years, date(2025, 1, 1)))
    return Practice(
        Setting(name, value, day, "municipality", "", "", "settings.yaml")
        for name in SETTINGS.values()
        for value, day in since
    )


@pytest.mark.parametrize(
    ("stand", "day", "since", "in_the_way"),
    [
        (Stand("home", "H-1", ENDED), date(2029, 2, 27), date(2029, 2, 28), ("not_yet",)),
        (Stand("home", "H-1", ENDED), date(2029, 2, 28), date(2029, 2, 28), ()),
        (Stand("child", "C-1", ENDED, ("open_claim",)), date(2030, 1, 1), date(2029, 2, 28), ("open_claim",)),
        (Stand("home", "H-1", None, ("unpaid", "agreement_in_force")), date(2030, 1, 1), None,
         ("not_ended", "agreement_in_force", "unpaid")),
        (Stand("network", "N-1", ENDED), date(2024, 12, 31), None, ("no_time_set",)),
    ],
)  # fmt: skip
def test_a_time_of_five_years_is_up_on_the_same_day_five_years_later(
    stand: Stand, day: date, since: date | None, in_the_way: tuple[str, ...]
) -> None:
    """By the settings in force on the day; what is in use is never erased."""
    due = judge(stand, practice(5), day)
    assert (due.since, due.in_the_way) == (since, in_the_way)
    assert due.erasable == (in_the_way == ())
    assert due.is_past == (in_the_way in ((), ("open_claim",)))


def test_as_shipped_no_time_is_set() -> None:
    """Only the municipality can set one."""
    assert not any_time_set(practice(5), date(2024, 12, 31))
    assert any_time_set(practice(5), date(2025, 1, 1))


def test_what_is_due_is_told_the_longest_due_first() -> None:
    """And what has no day last; only what may be erased now is an item of what is due."""
    day = date(2030, 1, 1)
    stands = (Stand("home", "H-9", None), Stand("home", "H-10", ENDED), Stand("home", "H-2", ENDED),
              Stand("child", "C-1", date(2020, 1, 1)), Stand("network", "N-1", ENDED, ("unpaid",)))  # fmt: skip
    dues = in_order(judge(stand, practice(5), day) for stand in stands)
    assert [due.ref for due in dues] == ["C-1", "H-2", "H-10", "N-1", "H-9"]
    assert [(item.kind, item.on, item.ref, item.detail, item.home) for item in items(dues)] == [
        ("retention", date(2025, 1, 1), "C-1", "child", None),
        ("retention", date(2029, 2, 28), "H-2", "home", "H-2"),
        ("retention", date(2029, 2, 28), "H-10", "home", "H-10"),
    ]


def test_of_what_nothing_is_left_there_is_nothing_to_erase() -> None:
    """It is past its time no more."""
    due = Due("home", "H-1", ENDED, SETTINGS["home"], 5, ENDED, ())
    assert (due.erasable, nothing_left(due).erasable, nothing_left(due).is_past) == (True, False, False)
