"""Norwegian working days: the public holidays by the rule of Easter, beside what others say of them."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.calendar import easter_sunday, is_working_day, public_holidays, working_days_after

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "easter",
    [
        date(1818, 3, 22), date(1943, 4, 25), date(1954, 4, 18), date(1981, 4, 19), date(2000, 4, 23),
        date(2008, 3, 23), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25), date(2076, 4, 19),
    ],
)  # fmt: skip
def test_easter_falls_where_the_church_has_it(easter: date) -> None:
    """The earliest, the latest, and the years in which the tables of the moon have their exceptions."""
    assert easter_sunday(easter.year) == easter


def test_the_public_holidays_of_2025_as_published() -> None:
    """Ascension Day is 39 days after Easter Sunday, Whit Monday 50."""
    assert sorted(public_holidays(2025)) == [
        date(2025, 1, 1), date(2025, 4, 17), date(2025, 4, 18), date(2025, 4, 20), date(2025, 4, 21),
        date(2025, 5, 1), date(2025, 5, 17), date(2025, 5, 29), date(2025, 6, 8), date(2025, 6, 9),
        date(2025, 12, 25), date(2025, 12, 26),
    ]  # fmt: skip


def test_the_public_holidays_are_those_that_others_reckon_too() -> None:
    """A hundred and fifty years of them."""
    for year in range(1950, 2101):
        assert public_holidays(year) == set(holidays.Norway(years=year, include_sundays=False)), year


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-13", True), ("2025-01-18", False), ("2025-01-19", False), ("2025-04-17", False),
        ("2025-05-01", False), ("2025-12-24", True), ("2025-12-31", True), ("2026-01-01", False),
    ],
)  # fmt: skip
def test_saturdays_sundays_and_holidays_are_no_working_days(day: str, works: bool) -> None:
    """Christmas Eve and New Year's Eve are."""
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "number", "last"),
    [
        ("2025-01-13", 15, "2025-02-03"),  # three weeks with no holiday
        ("2025-01-17", 1, "2025-01-20"),  # Friday to Monday
        ("2025-01-18", 1, "2025-01-20"),  # Saturday too
        ("2024-04-22", 15, "2024-05-15"),  # without 1 May and Ascension Day, 9 May
        ("2025-04-16", 1, "2025-04-22"),  # Easter between
        ("2025-12-23", 3, "2025-12-30"),  # Christmas Eve counts, the two days of Christmas do not
        ("2025-01-13", 0, "2025-01-13"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, number: int, last: str) -> None:
    assert working_days_after(date.fromisoformat(day), number) == date.fromisoformat(last)


@settings(max_examples=30)
@given(DAYS, st.integers(1, 40))
def test_so_many_working_days_lie_between(day: date, number: int) -> None:
    """The last of them included, which is itself one; a holiday never is."""
    last = working_days_after(day, number)
    between = [day + timedelta(days=each) for each in range(1, (last - day).days + 1)]
    assert sum(is_working_day(each) for each in between) == number
    assert is_working_day(last)
