"""What a home was paid, told from posted lines alone: the statement of a month or a year, and the letter on a claim.

A line belongs to the month of the run it was posted in, whatever month it is for: that is when it was paid.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.claim import Debt, due_instalment
from bvt_cli.core.ledger import Entry
from bvt_cli.core.period import Month


class Share(NamedTuple):
    """A payee's part of a line, in øre. `name`: None where it has been erased."""

    person: str
    name: str | None
    share: Fraction
    amount: int


class Told(NamedTuple):
    """A posted line with what explains it. `paid_in`: the month of its run.

    `reverses_in`: the month of the run that posted the line it takes back. `taken_back`: the line that takes it
    back itself, and the month of that one's run. `reason`: why money was taken back, where it was.
    """

    ref: str
    paid_in: Month
    entry: Entry
    shares: tuple[Share, ...] = ()
    reverses_in: Month | None = None
    taken_back: tuple[str, Month] | None = None
    reason: str | None = None

    @property
    def run(self) -> str:
        return self.ref.partition("-")[0]


class Sums(NamedTuple):
    """Amounts in øre."""

    taxable: int
    tax_free: int

    @property
    def total(self) -> int:
        return self.taxable + self.tax_free


class PayeeSum(NamedTuple):
    """What one payee had of it."""

    person: str
    name: str | None
    sums: Sums


class MonthPaid(NamedTuple):
    """What was posted in the runs of a month. `payees`: what each had, where there are several."""

    month: Month
    runs: tuple[str, ...]
    lines: tuple[Told, ...]
    sums: Sums
    payees: tuple[PayeeSum, ...]


class Part(NamedTuple):
    """An instalment: with the run of which month, how much (øre)."""

    month: Month
    amount: int


class ClaimTold(NamedTuple):
    """A claim as it stood after the runs of a month. Amounts in øre, of one home.

    `amount`: below zero, what was taken back (0 for a block). `plan`: the instalments agreed, where there are
    several; `paid` and `outstanding`: of what was put off. `case`: of the agreement's child.
    """

    ref: str
    kind: str
    run: str | None
    agreement: str | None
    case: str | None
    first: Month
    last: Month | None
    amount: int
    instalments: int
    plan: tuple[Part, ...]
    paid: int
    reason: str | None
    letter_on: date | None
    released_on: date | None

    @property
    def put_off(self) -> int:
        return sum(part.amount for part in self.plan)

    @property
    def outstanding(self) -> int:
        return self.put_off - self.paid


class Statement(NamedTuple):
    """What a home was paid in the runs of the months from `first` to `last`.

    `told_after`: the month after whose runs its claims stood so. `tables`: the source of each KS table.
    """

    home: str
    first: Month
    last: Month
    months: tuple[MonthPaid, ...]
    sums: Sums
    payees: tuple[PayeeSum, ...]
    claims: tuple[ClaimTold, ...]
    told_after: Month
    tables: Mapping[date, str | None]


class About(NamedTuple):
    """An agreement a letter is about. `contact`: whom in the service the home knows."""

    agreement: str
    measure: str
    case: str | None
    contact: str | None


class Change(NamedTuple):
    """What a month came to before a run took it up again, and after, in øre."""

    month: Month
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


class Letter(NamedTuple):
    """What a home is written about: a claim, with the lines of the run that opened it (none for a block)."""

    home: str
    claim: ClaimTold
    about: tuple[About, ...]
    lines: tuple[Told, ...]


def statement(
    home: str,
    first: Month,
    last: Month,
    lines: Iterable[Told],
    claims: Iterable[ClaimTold] = (),
    sources: Mapping[date, str | None] | None = None,
    told_after: Month | None = None,
) -> Statement:
    """A home's statement, from its lines in the runs of these months in the order they were posted."""
    by_month: dict[Month, list[Told]] = {}
    for each in lines:
        by_month.setdefault(each.paid_in, []).append(each)
    months = tuple(_month(month, by_month[month]) for month in sorted(by_month))
    whole = [each for month in months for each in month.lines]
    used = {each.entry.line.table for each in whole if each.entry.line.grounds is not None}
    tables = {table: (sources or {}).get(table) for table in sorted(filter(None, used))}
    return Statement(home, first, last, months, sums(whole), payees(whole), tuple(claims), told_after or last, tables)


def _month(month: Month, lines: Sequence[Told]) -> MonthPaid:
    runs = tuple(dict.fromkeys(each.run for each in lines))
    return MonthPaid(month, runs, tuple(lines), sums(lines), payees(lines))


def sums(lines: Iterable[Told]) -> Sums:
    """What lines come to, taxable and tax-free apart."""
    taxable = tax_free = 0
    for each in lines:
        if each.entry.line.taxable:
            taxable += each.entry.line.amount
        else:
            tax_free += each.entry.line.amount
    return Sums(taxable, tax_free)


def payees(lines: Iterable[Told]) -> tuple[PayeeSum, ...]:
    """What each payee had of lines; nothing where all went to one, who had the whole."""
    found: dict[str, PayeeSum] = {}
    for each in lines:
        for share in each.shares:
            before = found.get(share.person, PayeeSum(share.person, share.name, Sums(0, 0)))
            taxable, tax_free = before.sums
            if each.entry.line.taxable:
                taxable += share.amount
            else:
                tax_free += share.amount
            found[share.person] = before._replace(sums=Sums(taxable, tax_free))
    return tuple(found.values()) if len(found) > 1 else ()


def by_agreement(lines: Iterable[Told]) -> dict[tuple[str, str, str | None], list[Told]]:
    """Lines by agreement, measure and case number, in the order they come."""
    found: dict[tuple[str, str, str | None], list[Told]] = {}
    for each in lines:
        line = each.entry.line
        found.setdefault((line.agreement, line.measure, line.case), []).append(each)
    return found


def plan(debt: Debt) -> tuple[Part, ...]:
    """The instalments of a claim as they were agreed, one a month from the month after it was opened."""
    agreed = debt._replace(paid={})
    parts = []
    before = 0
    for number in range(1, debt.instalments + 1):
        month = debt.opened.plus(number)
        so_far = sum(due_instalment(agreed, month).values())
        parts.append(Part(month, so_far - before))
        before = so_far
    return tuple(parts)


def changes(lines: Iterable[Told]) -> tuple[Change, ...]:
    """Month by month what was taken back (as `before`) and what came in its place, of corrected and reversed lines."""
    before: dict[Month, int] = {}
    after: dict[Month, int] = {}
    for each in lines:
        line = each.entry.line
        if each.entry.kind == "reversal":
            before[line.for_month] = before.get(line.for_month, 0) - line.amount
        elif each.entry.kind == "correction":
            after[line.for_month] = after.get(line.for_month, 0) + line.amount
    return tuple(Change(month, before.get(month, 0), after.get(month, 0)) for month in sorted({*before, *after}))
