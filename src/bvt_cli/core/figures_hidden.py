"""Figures for the public: small numbers hidden, and as many more as keep them from being worked out.

The rule, told to the reader in `figures_defined.HIDING`: a number behind which there are 1 to 3 homes, children,
agreements, networks or councils is hidden; zero stays. Where a hidden number follows from those that are shown, by the
sums there are or that a reader may guess at, one more number is hidden: the one with fewest behind it, of equal ones
the least, and a total last. So on until no hidden number follows. Sums over several reports (a year and its halves)
are not looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from bvt_cli.core.figures import Figures, Number, Sum

FEWEST, MOST = 1, 3
"""Small numbers: from and to, both included."""


def for_the_public(figures: Figures, likely: Sequence[Sum] = ()) -> Figures:
    """The figures with small numbers, and those that would give them away, hidden.

    `likely`: sums that hold besides those that must (`figures_alike`).
    """
    by_name = {number.name: number for number in figures.numbers}
    hidden = {number.name for number in figures.numbers if number.value and FEWEST <= number.behind <= MOST}
    sums = (*figures.sums, *likely)
    totals = {each.total for each in figures.sums}
    while (more := _one_more(sums, by_name, hidden, totals)) is not None:
        hidden.add(more)
    return figures._replace(
        numbers=tuple(
            each._replace(value=None, behind=0, hidden=True) if each.name in hidden else each
            for each in figures.numbers
        )
    )


def _one_more(sums: Sequence[Sum], by_name: dict[str, Number], hidden: set[str], totals: set[str]) -> str | None:
    """The name of a number to hide besides, None where no hidden number follows from what is shown."""
    concerned = [each for each in sums if hidden & {each.total, *each.parts}]
    for each in concerned:
        if each.total not in hidden and _all_ones(each, by_name, hidden):
            return each.total
    known = set(_followed(concerned, hidden))
    if not known:
        return None
    near = [each for each in concerned if known & {each.total, *each.parts}]
    # A number follows from others only where some of them is shown and is not zero; its own sums are looked at first.
    return next(
        min(shown, key=lambda name: (name in totals, by_name[name].behind, abs(by_name[name].value or 0), name))
        for some in (near, concerned)
        if (shown := {name for each in some for name in (each.total, *each.parts) if _may_go(by_name[name], hidden)})
    )


def _may_go(number: Number, hidden: set[str]) -> bool:
    return bool(number.value) and number.name not in hidden


def _all_ones(added: Sum, by_name: dict[str, Number], hidden: set[str]) -> bool:
    """Whether what is hidden of a sum comes to its very number: none of them is 0, so each must be 1."""
    parts = [by_name[name].value or 0 for name in added.parts if name in hidden]
    return bool(parts) and sum(parts) == len(parts)


def _followed(sums: Iterable[Sum], hidden: set[str]) -> Iterator[str]:
    """The hidden numbers that follow from the sums: those that stand alone in a row once the others are eliminated."""
    rows: list[dict[str, Fraction]] = []
    for each in sums:
        row = {name: Fraction(1) for name in each.parts if name in hidden}
        if each.total in hidden:
            row[each.total] = Fraction(-1)
        for done in rows:
            _subtract(row, done)
        if row:
            pivot = row[next(iter(row))]
            row = {name: factor / pivot for name, factor in row.items()}
            for done in rows:
                _subtract(done, row)
            rows.append(row)
    return (next(iter(row)) for row in rows if len(row) == 1)


def _subtract(row: dict[str, Fraction], done: dict[str, Fraction]) -> None:
    """Take so much of a row that is done out of another that its first name is gone from it."""
    factor = row.get(next(iter(done)))
    if factor is None:
        return
    for name, value in done.items():
        left = row.get(name, Fraction(0)) - factor * value
        if left:
            row[name] = left
        else:
            row.pop(name, None)
