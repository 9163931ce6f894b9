"""Financial support of a child: paid against a supplier's bill, or, counted apart, as cash to the family.

Source: "Økonomisk stønad" in the bachelor thesis on besøksheim (Volda, 2021): for a concrete purpose of the child, paid
against the supplier's bill and not as cash to the family, usually beside another measure.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.field import Record


class Grant(NamedTuple):
    """A grant as rules and figures see it: no purpose, no names. `amount` in øre.

    `bill`: the number of the supplier's bill, None of cash. `paid_on` is None until it is paid.
    """

    ref: str
    child: str
    on: date
    amount: int
    decision: str
    bill: str | None = None
    cash: bool = False
    approved_by: str | None = None
    paid_on: date | None = None
    withdrawn_on: date | None = None

    def paid_in(self, first: date, last: date) -> bool:
        """Whether it was paid on one of these days, and stands."""
        return self.withdrawn_on is None and self.paid_on is not None and first <= self.paid_on <= last


class Sum(NamedTuple):
    """How many grants, and øre."""

    number: int = 0
    amount: int = 0


class Totals(NamedTuple):
    """What was paid to suppliers against bills, and what as cash to families."""

    supplier: Sum = Sum()
    cash: Sum = Sum()


def totals(grants: Iterable[Grant], first: date, last: date) -> Totals:
    """What was paid from the first to the last day, both included; what is withdrawn does not count."""
    paid = [grant for grant in grants if grant.paid_in(first, last)]
    return Totals(*(_sum(each for each in paid if each.cash is cash) for cash in (False, True)))


def _sum(grants: Iterable[Grant]) -> Sum:
    amounts = [grant.amount for grant in grants]
    return Sum(len(amounts), sum(amounts))


def lacks(grant: Grant) -> tuple[str, ...]:
    """What a grant that is paid should have and has not: `approved_by`, `decision`, `bill` (not of cash)."""
    wanted = {"approved_by": grant.approved_by, "decision": grant.decision, "bill": "-" if grant.cash else grant.bill}
    return tuple(name for name, value in wanted.items() if not (value or "").strip())


def same_bill(one: Record, other: Record) -> bool:
    """Whether two grants, neither of them withdrawn, are paid against the same bill of the same supplier."""
    bill = _bill(one)
    return bill is not None and bill == _bill(other)


def shared_bills(grants: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Pairs of grants with the same bill of the same supplier, each late one once with the first."""
    first: dict[tuple[str, str], Record] = {}
    for grant in grants:
        bill = _bill(grant)
        if bill is not None and first.setdefault(bill, grant) is not grant:
            yield first[bill], grant


def _bill(grant: Record) -> tuple[str, str] | None:
    """Supplier and number of a bill, however capitals and spaces are typed; None of cash and where it is withdrawn."""
    if "withdrawn" in grant or "supplier" not in grant or "bill" not in grant:
        return None
    return _folded(grant["supplier"]), _folded(grant["bill"])


def _folded(word: str) -> str:
    return "".join(word.split()).casefold()
