"""Days, months and ages."""

from datetime import date

import pytest

from bvt_cli.core.period import (
    Month,
    Span,
    add_months,
    age_on,
    birthday,
    common,
    count_days,
    first_days,
    joined,
    months,
    next_first_of_july,
    parse_day,
)


def march(first: int, last: int) -> Span:
    return Span(date(2025, 3, first), date(2025, 3, last))


def test_the_first_and_the_last_day_of_a_span_count() -> None:
    """Friday to Sunday is three døgn."""
    assert march(7, 9).days == 3
    assert march(7, 7).days == 1


def test_a_month_knows_its_days() -> None:
    """February of a leap year has 29; 2000 was one, 1900 was not."""
    assert (Month(2000, 2).days, Month(1900, 2).days, Month(2025, 2).days) == (29, 28, 28)
    month = Month(2024, 2)
    assert (month.first, month.last, month.days) == (date(2024, 2, 1), date(2024, 2, 29), 29)
    assert month.span == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert Month.of(date(2024, 2, 17)) == month


@pytest.mark.parametrize(
    ("start", "count", "there"), [("2024-11", 2, "2025-01"), ("2025-01", -1, "2024-12"), ("2025-01", 0, "2025-01")]
)
def test_months_are_counted_over_the_turn_of_the_year(start: str, count: int, there: str) -> None:
    """Both ways."""
    assert str(Month.parse(start).plus(count)) == there


def test_months_run_from_the_first_to_the_last() -> None:
    """Both included; none when the last is before the first."""
    assert list(months(Month(2024, 12), Month(2025, 2))) == [Month(2024, 12), Month(2025, 1), Month(2025, 2)]
    assert list(months(Month(2025, 2), Month(2025, 1))) == []


def test_a_month_is_read_as_it_is_written() -> None:
    """From January to December."""
    assert [Month.parse("2024-01"), Month.parse("2024-12")] == [Month(2024, 1), Month(2024, 12)]


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-1", "2024-13", "2024-00", "24-01", "2024-1x", "0000-01", "2024-01-01", "２０２４-01", "2024-²1"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    """Only four digits, a dash, and 01 to 12."""
    with pytest.raises(ValueError):  # noqa: PT011
        Month.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-1-1",
        "2024/10-04",
        "2024-10/04",
        "2025-02-29",
        "20240101",
        "2024-W01-1",
        "2024/01/01",
        "2024-01-1x",
        "２０２４-01-01",
        "04.10.2024",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """Nothing shorter, nothing ambiguous, no day that does not exist."""
    with pytest.raises(ValueError):  # noqa: PT011
        parse_day(text)


def test_a_day_is_read_as_it_is_written() -> None:
    """Year, month, day."""
    assert parse_day("2024-10-04") == date(2024, 10, 4)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2024, 11, 30), date(2025, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2024, 9, 10), date(2024, 12, 10)),
    ],
)
def test_three_months_later_is_the_same_day_or_the_last_of_the_month(day: date, later: date) -> None:
    """30 November and three months is the last day of February."""
    assert add_months(day, 3) == later


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2007, 3, 20), 18, date(2025, 3, 20)),
        (date(2004, 2, 29), 18, date(2022, 3, 1)),
        (date(2004, 2, 29), 16, date(2020, 2, 29)),
    ],
)
def test_a_birthday_on_29_february_is_1_march_in_a_common_year(born: date, years: int, day: date) -> None:
    """In a leap year it is the day itself."""
    assert birthday(born, years) == day


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2019, 3, 11), date(2025, 3, 10), 5),
        (date(2019, 3, 11), date(2025, 3, 11), 6),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2025, 3, 11), date(2025, 3, 11), 0),
        (date(2025, 3, 11), date(2025, 1, 1), 0),
        (date(2025, 3, 11), date(2024, 12, 31), 0),
    ],
)
def test_age_is_whole_years_and_0_before_birth(born: date, day: date, age: int) -> None:
    """A child not yet born counts as 0."""
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "july"),
    [
        (date(2024, 6, 30), date(2024, 7, 1)),
        (date(2024, 7, 1), date(2025, 7, 1)),
        (date(2022, 10, 1), date(2023, 7, 1)),
    ],
)
def test_the_next_first_of_july_comes_after_the_day(day: date, july: date) -> None:
    """On 1 July the next is a year off."""
    assert next_first_of_july(day) == july


def test_common_days_are_those_in_both() -> None:
    """Spans that only touch one day have that day in common."""
    assert common((march(1, 10), march(20, 31)), (march(10, 20),)) == (march(10, 10), march(20, 20))
    assert common((march(1, 9),), (march(10, 20),)) == ()


def test_adjoining_and_overlapping_spans_are_made_one() -> None:
    """A span inside another adds nothing; a day between keeps two apart."""
    spans = (march(20, 22), march(1, 10), march(4, 5), march(11, 12), march(14, 15))
    assert joined(spans) == (march(1, 12), march(14, 15), march(20, 22))
    assert count_days(joined(spans)) == 12 + 2 + 3


@pytest.mark.parametrize(
    ("number", "spans"),
    [
        (0, ()),
        (2, (march(1, 2),)),
        (3, (march(1, 3),)),
        (4, (march(1, 3), march(10, 10))),
        (9, (march(1, 3), march(10, 11))),
    ],
)
def test_the_first_days_are_taken_in_order(number: int, spans: tuple[Span, ...]) -> None:
    """And no more than there are."""
    assert first_days((march(1, 3), march(10, 11)), number) == spans
