"""What is posted, added up: by the month of the run or the month it is for, and by what it is booked on."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bvt_cli.core.period import Month

BY = ("month", "measure", "function", "art", "home", "component")
"""What posted pay can be added up by, one or several together."""


class Portion(NamedTuple):
    """Posted lines that are alike in all they can be added up by. `amount` in øre.

    `function`: the KOSTRA function; `art`: the account it is booked on, None where that is not known.
    """

    month: Month
    measure: str
    function: str
    art: str | None
    home: str
    component: str
    taxable: bool
    lines: int
    amount: int


class Total(NamedTuple):
    """A sum of portions: what they share (`of`, in the order asked for), how many lines, and øre."""

    of: tuple[object, ...]
    lines: int
    taxable: int
    tax_free: int

    @property
    def total(self) -> int:
        return self.taxable + self.tax_free


def totals(portions: Iterable[Portion], by: Sequence[str]) -> list[Total]:
    """Portions added up by some of `BY`, sorted; what is not known comes last."""
    found: dict[tuple[object, ...], Total] = {}
    for each in portions:
        of = tuple(getattr(each, name) for name in by)
        sofar = found.get(of, Total(of, 0, 0, 0))
        found[of] = Total(
            of,
            sofar.lines + each.lines,
            sofar.taxable + (each.amount if each.taxable else 0),
            sofar.tax_free + (0 if each.taxable else each.amount),
        )
    return sorted(found.values(), key=lambda total: [(each is None, str(each)) for each in total.of])
