"""Figures for the yearly report and others: numbers, what each is the sum of, and the period they are about.

What each number means is data, in `figures_defined`; the values are counted in `figures_homes`, `figures_children`,
`figures_work` and `figures_money`; small ones are hidden in `figures_hidden`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from bvt_cli.core.halfyear import Half
from bvt_cli.core.period import Month, Span

TOTAL = "total"
"""What stands in a name where a number is the sum over all."""
PERIODS = ("year", "half", "month")


class Period(NamedTuple):
    """What figures are about: `name` (`2025`, `2025H1`, `2025-03`), and its first and last day.

    `day`: the day that counts as its last, earlier than `last` while it still runs.
    """

    kind: str
    name: str
    first: date
    last: date
    day: date

    @property
    def over(self) -> bool:
        return self.day == self.last

    @property
    def span(self) -> Span:
        """The days gone by of it."""
        return Span(self.first, self.day)

    def holds(self, day: date | None) -> bool:
        """Whether a day is one of them."""
        return day is not None and self.first <= day <= self.day


def period(kind: str, name: str, today: date) -> Period | None:
    """The period of a name; None where it has not begun by a day. Raises ValueError where it is no such name."""
    if kind == "year":
        if not (len(name) == 4 and name.isascii() and name.isdigit() and name > "0000"):
            raise ValueError(name)
        first, last = date(int(name), 1, 1), date(int(name), 12, 31)
    else:
        found: Half | Month = Half.parse(name) if kind == "half" else Month.parse(name)
        first, last = found.first, found.last
    return Period(kind, name, first, last, min(last, today)) if first <= today else None


def last_over(kind: str, today: date) -> str:
    """The name of the last period of a kind that was over when a day began."""
    if kind == "half":
        return str(Half.ended_before(today))
    if kind == "month":
        return str(Month.of(today).plus(-1))
    return f"{today.year - 1:04d}"


class Definition(NamedTuple):
    """A number. `head`: what a column of it is called; `unit`: `number`, `dogn`, `days` (calendar days) or `kroner`.

    `by`: what it is broken down by, in the order of the parts of its name.
    """

    code: str
    label: str
    head: str
    meaning: str
    unit: str = "number"
    by: tuple[str, ...] = ()


class Chapter(NamedTuple):
    code: str
    heading: str
    definitions: tuple[Definition, ...]


class Number(NamedTuple):
    """A number: the `code` of its definition and what it is `of` (`("besokshjem", "approved")`).

    `value`: a count, øre, or days; None where there is nothing to say, or it is `hidden`. `behind`: how many homes,
    children, networks or councils it is about.
    """

    code: str
    of: tuple[str, ...] = ()
    value: int | Fraction | None = 0
    behind: int = 0
    hidden: bool = False

    @property
    def name(self) -> str:
        """Its own name, the same for ever: `homes.status.besokshjem.approved`."""
        return ".".join((self.code, *self.of))


class Sum(NamedTuple):
    """That a number (by its name) is the sum of others."""

    total: str
    parts: tuple[str, ...]


class Figures(NamedTuple):
    """Numbers in the order of their definitions, and which of them add up to which."""

    numbers: tuple[Number, ...] = ()
    sums: tuple[Sum, ...] = ()

    def plus(self, *others: "Figures") -> "Figures":
        every = (self, *others)
        return Figures(
            tuple(number for each in every for number in each.numbers),
            tuple(added for each in every for added in each.sums),
        )


class Entry(NamedTuple):
    """Something counted: where it belongs along each axis, `who` it is about, and how much it counts."""

    of: tuple[str, ...]
    who: str
    amount: int = 1


class Axis(NamedTuple):
    """What a number is broken down by; `summed`: with a total over all of it."""

    values: Sequence[str]
    summed: bool = False


def counted(code: str, entries: Iterable[Entry]) -> Number:
    """A number without axes."""
    found = tuple(entries)
    return Number(code, (), sum(each.amount for each in found), len({each.who for each in found}))


def tabulated(code: str, axes: Sequence[Axis], entries: Iterable[Entry]) -> Figures:
    """The numbers of all combinations along the axes, zeros among them, with the totals asked for."""
    found = tuple(entries)
    names = [(*axis.values, *((TOTAL,) if axis.summed else ())) for axis in axes]
    numbers = []
    for of in product(*names):
        mine = [each for each in found if all(at in (TOTAL, own) for at, own in zip(of, each.of, strict=True))]
        numbers.append(Number(code, of, sum(each.amount for each in mine), len({each.who for each in mine})))
    return Figures(tuple(numbers), tuple(_sums(code, axes, numbers)))


def _sums(code: str, axes: Sequence[Axis], numbers: Iterable[Number]) -> Iterator[Sum]:
    for number in numbers:
        for at, axis in enumerate(axes):
            if number.of[at] == TOTAL:
                parts = ((*number.of[:at], value, *number.of[at + 1 :]) for value in axis.values)
                yield Sum(number.name, tuple(".".join((code, *part)) for part in parts))
