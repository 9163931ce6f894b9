"""What the audit of a home looks at: its folder, what it was paid, and the decisions that rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.agreement import Facts, Voucher
from bvt_cli.core.approval import Demands, demands_on
from bvt_cli.core.grant import Grant
from bvt_cli.core.home import Approval, Home
from bvt_cli.core.ledger import Posted
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Span, common, joined, without


class Lack(NamedTuple):
    """One thing that is missing: `code` says what, `ref` of what (a person, an agreement, a voucher, a run ...).

    `kind`: a kind of home, or a step. `first` and `last`: the days concerned.
    """

    code: str
    ref: str | None = None
    kind: str | None = None
    first: date | None = None
    last: date | None = None


class Answered(NamedTuple):
    """The answer to an item for one home: `missing` is empty but for `no`."""

    item: str
    answer: str
    missing: tuple[Lack, ...] = ()


class Evaluated(NamedTuple):
    """An agreement with an evaluation due or done in the period. `late`: the last day each was in time, and the day

    it was done, None where it was not.
    """

    agreement: str
    late: tuple[tuple[date, date | None], ...] = ()


class PaidTo(NamedTuple):
    """Whom a run was paid to where four eyes were demanded; `person` is None where the home has no payee."""

    run: str
    person: str | None
    confirmed: bool


class Authorised(NamedTuple):
    """Whether a run for which four eyes were demanded is authorised."""

    run: str
    authorised: bool


class Folder(NamedTuple):
    """All that the audit of a home looks at. `lines`: those that stand, of the period.

    `agreements`: by ref, as they are now. `grants`: those paid in the period to children of these agreements.
    """

    home: Home
    lines: tuple[Posted, ...]
    agreements: Mapping[str, Facts]
    evaluations: tuple[Evaluated, ...] = ()
    grants: tuple[Grant, ...] = ()
    payees: tuple[PaidTo, ...] = ()
    runs: tuple[Authorised, ...] = ()


class Paid(NamedTuple):
    """What the items share: the days paid at the KS rates by measure, in order, and the approvals these rest on."""

    folder: Folder
    days: Mapping[str, tuple[Span, ...]]
    relied: Mapping[str, tuple[Approval, ...]]
    demands: Sequence[Demands]

    def demanded(self, measure: str) -> Iterator[Demands]:
        """What was demanded at the decisions, or, where there is none, on the first day paid."""
        days = [approval.on for approval in self.relied[measure]] or [self.days[measure][0].first]
        for day in days:
            found = demands_on(self.demands, measure, day)
            if found is not None:
                yield found

    @property
    def first(self) -> date:
        return min(spans[0].first for spans in self.days.values())

    @property
    def last(self) -> date:
        return max(spans[-1].last for spans in self.days.values())


Found = Iterable[Lack] | None
"""What an item lacks; None where it does not apply."""


def paid_of(folder: Folder, demands: Sequence[Demands]) -> Paid:
    """What a home was paid for. `demands`: what approvals demand, dated."""
    days = _paid_days(folder)
    return Paid(folder, days, {kind: _relied(folder.home, kind, spans) for kind, spans in days.items()}, demands)


def _paid_days(folder: Folder) -> dict[str, tuple[Span, ...]]:
    by_measure: dict[str, list[Span]] = {}
    for each in folder.lines:
        if each.line.item is None:
            by_measure.setdefault(each.line.measure, []).extend(days_of(each.line, folder))
    return {measure: joined(spans) for measure, spans in by_measure.items()}


def days_of(line: Line, folder: Folder) -> tuple[Span, ...]:
    """The days of a line: of one that pays stays, those of its stays, as far as they are known."""
    whole = (Span(line.first, line.last),)
    if line.basis not in ("actual", "extra") or line.agreement not in folder.agreements:
        return whole
    stays = joined(Span(stay.first, stay.last) for stay in folder.agreements[line.agreement].stays if stay.counts)
    return common(whole, stays) or whole


def _relied(home: Home, kind: str, paid: tuple[Span, ...]) -> tuple[Approval, ...]:
    """The decisions the paid days rest on: of each day the latest approval that stood."""
    found = []
    for approval in sorted(home.approvals, key=lambda each: each.on, reverse=True):
        if approval.kind == kind and common(paid, (approval.span,)):
            found.append(approval)
            paid = without(paid, (approval.span,))
    return tuple(reversed(found))


def voucher_of(line: Line, folder: Folder) -> Voucher | None:
    """What is paid by a line, as it is entered now; None where it is no longer."""
    facts = folder.agreements.get(line.agreement)
    known = (each for each in (facts.vouchers if facts else ()) if each.ref == line.item)
    return next((each for each in known if each.first <= line.last and line.first <= each.last), None)
