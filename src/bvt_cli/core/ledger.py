"""The ledger: lines due and lines standing in, lines to post out.

Posted lines are never changed. What becomes known late turns into new lines and reversals, and
where these together would take money back from a home they are held until somebody says so.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from bvt_cli.core.agreement import Agreement, Facts
from bvt_cli.core.cause import COMPARED, causes
from bvt_cli.core.payment import Finding, Line, MonthPay, PayRules, pay_month
from bvt_cli.core.period import Month, months

Past = Callable[[str], Facts | None]
"""The facts of an agreement as a run (`R3`) knew them; None where that can no longer be told."""


class Stretch(NamedTuple):
    """Months that a claim keeps as they are, `last` included; None without end."""

    first: Month
    last: Month | None = None

    def holds(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)


class Posted(NamedTuple):
    """A line of a run. `ref` is its name (`R1-12`); `standing`: it is no reversal, and no later line reverses it."""

    ref: str
    line: Line
    standing: bool


class Entry(NamedTuple):
    """A line to post. `kind`: `ordinary` (first pay of that agreement for that month), `correction` (a new line

    in a month already paid), `reversal` (of the posted line named in `reverses`) or `claim` (see core.claim).
    `causes`: what made a correction or reversal necessary, codes of core.cause.
    """

    kind: str
    line: Line
    reverses: str | None = None
    causes: tuple[str, ...] = ()


class Held(NamedTuple):
    """Corrections and reversals of one home and agreement that sum below zero (`amount`, øre): not posted."""

    home: str
    agreement: str
    amount: int
    entries: tuple[Entry, ...]


class Settlement(NamedTuple):
    """What a posting for a month does to one agreement."""

    entries: tuple[Entry, ...]
    held: tuple[Held, ...]
    month: MonthPay
    notes: tuple[Finding, ...]


def first_month(agreement: Agreement, pay_from: Month) -> Month:
    """The first month bvt pays an agreement: the latest of `pay_from`, its start, the month after `paid_until`."""
    start = max(pay_from, Month.of(agreement.first))
    return start if agreement.paid_until is None else max(start, agreement.paid_until.plus(1))


def settle(
    facts: Facts,
    month: Month,
    pay_from: Month,
    posted: Iterable[Posted],
    pay_rules: PayRules,
    recover: bool = False,
    *,
    blocked: tuple[Stretch, ...] = (),
    past: Past | None = None,
) -> Settlement:
    """What is to be posted for one agreement, for a month (see `paid_through`) and every month before it.

    `posted`: its lines so far, of any month; those of later months are left alone. `recover`: post
    also what takes money back. `blocked`: months kept as they are by claims. `past`: for the causes of corrections.
    """
    month = paid_through(facts.agreement, month, pay_rules)
    by_month = _by_month(posted)
    first = first_month(facts.agreement, pay_from)
    ordinary: list[Entry] = []
    changed: list[Entry] = []
    notes: list[Finding] = []
    this_month = MonthPay()
    paid_before = [known for known in by_month if known <= month]
    for each in sorted({*months(first, month), *paid_before}) if paid_before else months(first, month):
        paid = by_month.get(each, ())
        pay = pay_month(facts, each, pay_rules) if each >= first else MonthPay()
        if each == month:
            this_month = pay
        elif pay.problem and (code := _told_of_earlier(pay.problem.code, paid)):
            notes.append(Finding(facts.agreement.ref, facts.home.ref, code, each))
        if pay.problem and pay.problem.code == "rate_missing":
            continue  # what is posted for it stays as it is
        if any(stretch.holds(each) for stretch in blocked):
            notes.append(Finding(facts.agreement.ref, facts.home.ref, "blocked", each))
            continue
        due_now = list(_differences(pay.lines, paid))
        if past and paid and due_now:
            due_now = _explained(due_now, facts, each, paid, pay_rules, past)
        if each != month and any(entry.line.provisional and entry.kind != "reversal" for entry in due_now):
            notes.append(Finding(facts.agreement.ref, facts.home.ref, "provisional", each))
        for entry in due_now:
            (ordinary if entry.kind == "ordinary" else changed).append(entry)
    going, held = _hold(changed, facts.agreement.ref, recover)
    notes.extend(Finding(facts.agreement.ref, home, "set_off", month) for home in _set_off(going))
    entries = sorted((*ordinary, *going), key=_order) if going else ordinary  # ordinary lines come in order
    return Settlement(tuple(entries), held, this_month, (*this_month.notes, *notes))


def paid_through(agreement: Agreement, month: Month, pay_rules: PayRules) -> Month:
    """The last month a posting pays an agreement for: that month, or the one before (setting paid_afterwards)."""
    return month.plus(-1) if agreement.measure in pay_rules.rules(month).paid_afterwards else month


def _explained(
    due_now: list[Entry], facts: Facts, month: Month, paid: list[Posted], pay_rules: PayRules, past: Past
) -> list[Entry]:
    """The same with their causes: what has changed since a run last posted anything for the month."""
    then = past(paid[-1].ref.partition("-")[0])
    if then is None:
        return due_now
    found = causes(month, then, facts, [each.line for each in paid if each.standing], pay_rules)
    return [entry._replace(causes=found.get(entry.line.component, ())) for entry in due_now]


def _told_of_earlier(problem: str, paid: Iterable[Posted]) -> str | None:
    """The note on an earlier month with a problem: not paid at all, or (no rate) left as it was posted."""
    if not any(one.standing for one in paid):
        return "unpaid_earlier"
    return "earlier_kept" if problem == "rate_missing" else None


def _order(entry: Entry) -> tuple[Month, bool]:
    """By month, and within it what is taken back before what comes in its place."""
    return entry.line.for_month, entry.kind != "reversal"


def _by_month(posted: Iterable[Posted]) -> Mapping[Month, list[Posted]]:
    found: dict[Month, list[Posted]] = {}
    for each in posted:
        found.setdefault(each.line.for_month, []).append(each)
    return found


def _differences(due: Iterable[Line], posted: Iterable[Posted]) -> Iterator[Entry]:
    """The lines due that do not stand posted, and the reversals of those that stand and are not due."""
    posted = tuple(posted)
    kind = "correction" if posted else "ordinary"
    standing: dict[tuple[object, ...], list[Posted]] = {}
    for each in posted:
        if each.standing:
            standing.setdefault(each.line[:COMPARED], []).append(each)
    for line in due:
        same = standing and standing.get(line[:COMPARED])
        if same:
            same.pop()
        else:
            yield Entry(kind, line)
    for left in standing.values():
        for each in left:
            negated = each.line._replace(quantity=-each.line.quantity, amount=-each.line.amount)
            yield Entry("reversal", negated, each.ref)


def _hold(changed: list[Entry], agreement: str, recover: bool) -> tuple[tuple[Entry, ...], tuple[Held, ...]]:
    """Nothing is claimed back silently: per home, what sums below zero is held."""
    by_home: dict[str, list[Entry]] = {}
    for entry in changed:
        by_home.setdefault(entry.line.home, []).append(entry)
    going: list[Entry] = []
    held = []
    for home, entries in by_home.items():
        amount = sum(entry.line.amount for entry in entries)
        if amount < 0 and not recover:
            held.append(Held(home, agreement, amount, tuple(sorted(entries, key=_order))))
        else:
            going.extend(entries)
    return tuple(going), tuple(held)


def _set_off(going: Iterable[Entry]) -> Iterator[str]:
    """The homes where reversals are weighed against corrections."""
    kinds: dict[str, set[str]] = {}
    for entry in going:
        kinds.setdefault(entry.line.home, set()).add(entry.kind)
    return (home for home, found in kinds.items() if len(found) > 1)


class Plan:
    """The hash of all the lines that a posting would write, or that a run holds: the same lines, the same hash."""

    def __init__(self, month: Month) -> None:
        self._hash = hashlib.sha256(f"bvt plan 2 {month}\n".encode())

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._hash.update(repr(_plain(entry)).encode())

    def __str__(self) -> str:
        return self._hash.hexdigest()


def _plain(entry: Entry) -> tuple[object, ...]:
    """All of a line as texts and whole numbers, whose repr is quick and never ambiguous."""
    line, grounds = entry.line, entry.line.grounds
    return (
        entry.kind,
        entry.reverses,
        entry.causes,
        *line[:5],
        *line.for_month,
        line.first.toordinal(),
        line.last.toordinal(),
        line.taxable,
        line.provisional,
        line.table and line.table.toordinal(),
        line.rate,
        line.unit,
        *line.quantity.as_integer_ratio(),
        line.amount,
        line.item,
        line.case,
        line.reference,
        line.approved_by,
        grounds and (*grounds[:6], grounds.whole and grounds.whole.as_integer_ratio(), grounds.share),
    )
