"""An agreement, its stays, and the days of a month that are due under it."""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bvt_cli.core.home import Approval
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Month, Span, birthday, common, joined

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


class Facts(NamedTuple):
    """All that the pay of one agreement depends on, beside rates and rules. `born` is the child's."""

    agreement: Agreement
    home: PaidHome
    born: date | None
    stays: tuple[Stay, ...] = ()


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


@lru_cache(maxsize=64)
def approved_days(approvals: tuple[Approval, ...], kind: str) -> tuple[Span, ...]:
    """The days a home is approved as a kind; asked for each of its agreements, one after the other."""
    return joined(each.span for each in approvals if each.kind == kind and each.span.first <= each.span.last)
