"""An agreement, its stays, and the days of a month that are due under it."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bvt_cli.core.home import Approval
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Month, Span, birthday, common, joined, without

OF_AGE = 18


class Agreement(NamedTuple):
    """What a home has undertaken for a child (a ressursfamilie: for a network), from a day on.

    `last` is the last day that counts, None without end. `days_per_month` (døgn) None means what the
    rules say. `child` and `case` are None for a ressursfamilie.
    """

    ref: str
    home: str
    child: str | None
    case: str | None
    measure: str
    first: date
    last: date | None = None
    basis: str = "fixed"
    days_per_month: int | None = None
    size: str | None = None
    factor: Fraction = Fraction(1)
    aftercare: bool = False
    paid_until: Month | None = None


class Stay(NamedTuple):
    """A stay in a besøkshjem: first and last day both count as døgn. `counts` is False when cancelled without pay."""

    first: date
    last: date
    extra: bool = False
    counts: bool = True


def is_paid(cancelled: bool, cancelled_by: str | None, pay: bool | None) -> bool:
    """Whether a stay is paid: a cancelled one only where that was said, by default when the service cancelled it."""
    if not cancelled:
        return True
    return cancelled_by == "service" if pay is None else pay


class PaidHome(NamedTuple):
    """What pay needs to know of a home."""

    ref: str
    employment: str
    ended_on: date | None
    approvals: tuple[Approval, ...]


class Voucher(NamedTuple):
    """Something to be paid beside the KS rates: an `outlay`, a `drive`, a `supplement`, or a `gathering`.

    `amount` in øre (a supplement: for each month; a gathering: what it cost). `reference`: receipt or
    decision. `families`: those in the network on the day of a gathering; `occasion`: christmas or summer;
    `repeated`: not the first of its occasion in the year.
    """

    kind: str
    ref: str
    first: date
    last: date
    amount: int = 0
    km: Fraction = Fraction(0)
    taxable: bool = False
    reference: str | None = None
    approved_by: str | None = None
    families: int = 0
    occasion: str | None = None
    repeated: bool = False


class Sibling(NamedTuple):
    """The agreement of a sister or brother in the same home, measure and size."""

    agreement: Agreement
    born: date


class Facts(NamedTuple):
    """All that the pay of one agreement depends on, beside rates and rules. `born` is the child's."""

    agreement: Agreement
    home: PaidHome
    born: date | None
    stays: tuple[Stay, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    siblings: tuple[Sibling, ...] = ()


class DueDays(NamedTuple):
    """The days of a month under an agreement: those that would be due but for the approval, and those that are."""

    but_for_approval: tuple[Span, ...]
    due: tuple[Span, ...]


def due_days(facts: Facts, month: Month) -> DueDays:
    """The days of a month in force (home not ended, child under 18 unless aftercare), and those approved for."""
    agreement = facts.agreement
    last = min(agreement.last or FAR_FUTURE, facts.home.ended_on or FAR_FUTURE)
    if facts.born is not None and not agreement.aftercare and facts.born.year + OF_AGE <= month.year:
        last = min(last, birthday(facts.born, OF_AGE) - ONE_DAY)
    first, last = max(agreement.first, month.first), min(last, month.last)
    if last < first:
        return DueDays((), ())
    in_force = (Span(first, last),)
    return DueDays(in_force, common(in_force, approved_days(facts.home.approvals, agreement.measure)))


def without_days_of_siblings(facts: Facts, days: DueDays, month: Month) -> DueDays:
    """The days on which no elder sister or brother is paid for in their place (setting stottefamilie_siblings, `one`).

    The eldest has the highest rate, since no band is below that of younger children; of twins the first ref counts.
    """
    assert facts.born is not None
    mine = (facts.born, len(facts.agreement.ref), facts.agreement.ref)
    taken = joined(
        span
        for each in facts.siblings
        if (each.born, len(each.agreement.ref), each.agreement.ref) < mine
        for span in due_days(Facts(each.agreement, facts.home, each.born), month).due
    )
    return DueDays(without(days.but_for_approval, taken), without(days.due, taken))


@lru_cache(maxsize=64)
def approved_days(approvals: tuple[Approval, ...], kind: str) -> tuple[Span, ...]:
    """The days a home is approved as a kind; asked for each of its agreements, one after the other."""
    return joined(each.span for each in approvals if each.kind == kind and each.span.first <= each.span.last)
