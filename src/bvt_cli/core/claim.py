"""Claims: money taken back in instalments, runs reversed, pay stopped. What a posting must leave alone, and take.

A claim is opened once and never changed. Its lines stand in runs: when money is taken back in instalments,
the whole is reversed at once and lent back by lines of kind `claim`, which the instalments then pay down.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Month

KINDS = ("recovery", "reversal", "block")
BASIS = "claim"
ONE = Fraction(1)


class Debt(NamedTuple):
    """What a home still owes under a recovery: `lent` and `paid` (øre) by (component, taxable).

    `opened`: the month of the run it was opened in; the first instalment comes the month after. `announced`: the
    home has been written to, without which nothing is taken.
    """

    claim: str
    home: str
    agreement: str
    measure: str
    case: str | None
    opened: Month
    instalments: int
    lent: Mapping[tuple[str, bool], int]
    paid: Mapping[tuple[str, bool], int]
    announced: bool

    @property
    def outstanding(self) -> int:
        return sum(self.lent.values()) - sum(self.paid.values())


def lend(entries: Iterable[Entry], claim: str, month: Month) -> tuple[Entry, ...]:
    """The lines that put off what corrections and reversals of one agreement take back, component by component."""
    sums: dict[tuple[str, bool], int] = {}
    first: Line | None = None
    for entry in entries:
        if entry.kind != "ordinary":
            first = first or entry.line
            key = (entry.line.component, entry.line.taxable)
            sums[key] = sums.get(key, 0) - entry.line.amount
    assert first is not None
    return tuple(_line(first, claim, month, *key, amount) for key, amount in sums.items() if amount)


def due_instalment(debt: Debt, month: Month, home_is_paid: int | None = None) -> dict[tuple[str, bool], int]:
    """What is to be paid back by a month and is not yet, in øre by (component, taxable).

    `home_is_paid`: no more instalments than this has room for. Below zero where more was paid than is owed, since
    what was taken back was itself given again: all of that.
    """
    if debt.outstanding < 0:
        return {key: lent - debt.paid.get(key, 0) for key, lent in debt.lent.items() if lent != debt.paid.get(key, 0)}
    months = 12 * (month.year - debt.opened.year) + month.number - debt.opened.number
    for number in range(min(months, debt.instalments), 0, -1):
        due = {key: _part(lent, number, debt.instalments) - debt.paid.get(key, 0) for key, lent in debt.lent.items()}
        amount = sum(due.values())
        if amount <= 0:
            break  # so many are paid, and perhaps later ones too
        if home_is_paid is None or amount <= home_is_paid:
            return {key: part for key, part in due.items() if part}
    return {}


def instalment(debt: Debt, month: Month, home_is_paid: int) -> tuple[Entry, ...]:
    """The lines of an instalment in a run in which the home is paid so much (øre) otherwise.

    None where the home would be paid less than nothing: it waits for a month that has room for it. One that has waited
    is taken as soon as there is room for it beside the month's own.
    """
    due = due_instalment(debt, month, home_is_paid)
    if not due or (debt.outstanding > 0 and not debt.announced):
        return ()
    like = Line(
        debt.home, debt.agreement, debt.measure, "", BASIS, month, month.first, month.last, True, False, None, 0,
        "once", ONE, 0, debt.claim, debt.case, None,
    )  # fmt: skip
    return tuple(_line(like, debt.claim, month, *key, -amount) for key, amount in due.items())


def _part(whole: int, number: int, of: int) -> int:
    """The first `number` of so many equal parts, in whole øre; all of them are the whole."""
    return whole * number // of if whole >= 0 else -(-whole * number // of)


def _line(like: Line, claim: str, month: Month, component: str, taxable: bool, amount: int) -> Entry:
    sign = 1 if amount >= 0 else -1
    line = like._replace(
        component=component,
        basis=BASIS,
        for_month=month,
        first=month.first,
        last=month.last,
        taxable=taxable,
        provisional=False,
        table=None,
        rate=abs(amount),
        unit="once",
        quantity=sign * ONE,
        amount=amount,
        item=claim,
        grounds=None,
        reference=None,
        approved_by=None,
    )
    return Entry("claim", line)


def opposite(lines: Iterable[tuple[str, Line]]) -> Iterator[Entry]:
    """The exact opposite of posted lines (name, line), as reversals of them."""
    for ref, line in lines:
        yield Entry("reversal", line._replace(quantity=-line.quantity, amount=-line.amount), ref)
