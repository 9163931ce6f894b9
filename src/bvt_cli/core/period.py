"""Days, months and ages. A span is closed: its first and its last day both belong to it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ONE_DAY = timedelta(days=1)
FAR_FUTURE = date(9999, 12, 31)


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February. (The calendar module would cost every start of bvt its import.)"""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


class Span(NamedTuple):
    """Consecutive days, first and last included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return self.last.toordinal() - self.first.toordinal() + 1


class Month(NamedTuple):
    """A calendar month, written `2024-10`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month of a text like `2024-10`. Raises ValueError on anything else."""
        year, dash, number = text.partition("-")
        if not (dash and len(year) == 4 and len(number) == 2 and (year + number).isascii()):
            raise ValueError(text)
        if not (year + number).isdigit() or not 1 <= int(number) <= 12 or int(year) < 1:
            raise ValueError(text)
        return cls(int(year), int(number))

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        return 29 if self.number == 2 and is_leap(self.year) else _DAYS[self.number - 1]

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier when negative)."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; none when `last` is before `first`."""
    while first <= last:
        yield first
        first = first.plus(1)


def parse_day(text: str) -> date:
    """The day of a text like `2024-10-04`, nothing shorter. Raises ValueError on anything else."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return date.fromisoformat(text)


def add_months(day: date, count: int) -> date:
    """The same day of the month so many months later, or that month's last day where there is none.

    So 30 November and three months give 28 February, or 29 in a leap year.
    """
    month = Month.of(day).plus(count)
    return date(month.year, month.number, min(day.day, month.days))


def birthday(born: date, years: int) -> date:
    """The day somebody turns `years`; born on 29 February it is 1 March in a common year."""
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not is_leap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day; somebody not yet born counts as 0."""
    years = day.year - born.year
    if years > 0 and day < birthday(born, years):
        years -= 1
    return max(years, 0)


def next_first_of_july(day: date) -> date:
    """The first 1 July after a day: KS adjusts its rates then, at the latest."""
    this_year = date(day.year, 7, 1)
    return this_year if day < this_year else date(day.year + 1, 7, 1)


def common(some: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The days in both. Each argument in order of date and without overlaps; so is the answer."""
    found = []
    others = tuple(others)
    for one in some:
        for other in others:
            first, last = max(one.first, other.first), min(one.last, other.last)
            if first <= last:
                found.append(Span(first, last))
    return tuple(found)


def without(some: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """The days in the first and not in the second. Each argument in order of date and without overlaps."""
    left = list(some)
    for other in others:
        cut = []
        for one in left:
            if one.first < other.first:
                cut.append(Span(one.first, min(one.last, other.first - ONE_DAY)))
            if one.last > other.last:
                cut.append(Span(max(one.first, other.last + ONE_DAY), one.last))
        left = cut
    return tuple(left)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in order of date, with overlapping and adjoining spans made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first.toordinal() <= found[-1].last.toordinal() + 1:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def count_days(spans: Iterable[Span]) -> int:
    """How many days spans without overlaps hold."""
    days = 0
    for first, last in spans:  # written out: it is asked several times for every agreement and month
        days += last.toordinal() - first.toordinal() + 1
    return days


def first_days(spans: Iterable[Span], number: int) -> tuple[Span, ...]:
    """The first `number` days of spans in order of date."""
    found = []
    for span in spans:
        if number <= 0:
            break
        days = min(span.days, number)
        found.append(Span(span.first, span.first + timedelta(days=days - 1)))
        number -= days
    return tuple(found)
