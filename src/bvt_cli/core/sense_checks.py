"""The single sense checks: each looks at the agreements of one child in one month.

Sources: the limits of støttefamilie and the foster home to be considered, "Familiestyrkende tiltak";
pay without a sign of life, Helsetilsynet (2019) on besøkshjem that ran on without contact. The
figures are dated settings.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from bvt_cli.core.agreement import Facts, approved_days
from bvt_cli.core.period import FAR_FUTURE, Month, Span, add_months, common, count_days, joined

RELIEF = ("besokshjem", "stottefamilie")
"""What may stand beside a foster home, and where stays are the sign that the measure is alive."""


class Limits(NamedTuple):
    """The dated figures of a month. Days are døgn a month; `percent`: of the days of the month.

    `days_per_month`: what a besøkshjem is agreed for where the agreement says nothing. `stop`: the codes
    that stop pay.
    """

    days_per_month: int
    medium_most: int
    stor_least: int
    stor_most: int
    percent: int
    silent_months: int
    stop: tuple[str, ...]


class Watched(NamedTuple):
    """An agreement, with the months it is looked at for.

    `facts.stays` holds those of any measure, also cancelled ones; `held` the days of those that took
    place. `since`: the first month bvt pays it. `signs`: the days of other signs of life, such as a
    contact or an evaluation.
    """

    facts: Facts
    months: tuple[Month, ...]
    since: Month
    held: tuple[Span, ...] = ()
    signs: tuple[date, ...] = ()


class Seen(NamedTuple):
    """An agreement in a month in which it has days due.

    `recorded`: any stay stands recorded in the month. `paid` and `held`: due døgn of stays that count,
    and of those that took place. `asked`: this month is one it is looked at for; else it is only there
    to be compared with.
    """

    watched: Watched
    month: Month
    due: tuple[Span, ...]
    recorded: bool
    paid: tuple[Span, ...]
    held: tuple[Span, ...]
    asked: bool

    @property
    def ref(self) -> str:
        return self.watched.facts.agreement.ref

    @property
    def home(self) -> str:
        return self.watched.facts.home.ref

    @property
    def measure(self) -> str:
        return self.watched.facts.agreement.measure

    @property
    def paid_by_rates(self) -> bool:
        """A home employed under SGS 1030 is not paid by bvt as a besøkshjem."""
        return not (self.measure == "besokshjem" and self.watched.facts.home.employment == "sgs1030")


class Doubt(NamedTuple):
    """Something about a child's month that looks wrong, or wants a person to look at it.

    `agreements` in the order they begin, `homes` each once. `first` and `last`: the days it is about,
    where it is about days. `have` against `limit`: døgn, or (`no_sign_of_life`) months.
    """

    code: str
    month: Month
    child: str
    agreements: tuple[str, ...]
    homes: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    have: int | None = None
    limit: int | None = None

    @property
    def name(self) -> str:
        """What it is called when it is accepted: `two_homes:A-7`, by the agreement that began last."""
        return self.names[-1]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may be accepted by, one for each of its agreements."""
        return tuple(f"{self.code}:{ref}" for ref in self.agreements)

    def accepted_by(self, names: Collection[str]) -> bool:
        return any(name in names for name in self.names)


def of_child(seen: Sequence[Seen], month: Month, limits: Limits) -> Iterator[Doubt]:
    """What the agreements of a child say together; only where at least one concerned is asked about."""
    if len(seen) > 1:  # most children have one agreement only, and a posting asks about every child
        for one, other in combinations(sorted(seen, key=_begins), 2):
            if one.asked or other.asked:
                yield from _of_pair(one, other, month)
    relief = [each for each in seen if each.measure in RELIEF]
    if any(each.asked for each in relief):
        yield from _over_half(relief, month, limits)


def of_agreement(seen: Seen, month: Month, limits: Limits, on: date) -> Iterator[Doubt]:
    """The døgn of a støttefamilie against its size. "Medium" is up to six, "stor" six to fourteen: both contain six.

    Too few are told only of a month gone by that was due whole and has a stay recorded, be it a cancelled
    one: a service that records no stays of its støttefamilier is not told so every month.
    """
    size = seen.watched.facts.agreement.size
    if size is None or not seen.recorded:
        return
    days = count_days(seen.paid)
    if size == "liten" and days > 0:
        yield _about("liten_with_stays", (seen,), month, seen.paid, days, 0)
    if size == "medium" and days > limits.medium_most:
        yield _about("medium_over_6", (seen,), month, seen.paid, days, limits.medium_most)
    if size == "stor" and days > limits.stor_most:
        yield _about("stor_over_14", (seen,), month, seen.paid, days, limits.stor_most)
    whole = count_days(seen.due) == month.days and month.last <= on
    if size == "stor" and whole and days < limits.stor_least:
        yield _about("stor_under_6", (seen,), month, seen.paid, days, limits.stor_least)


def silence(seen: Seen, month: Month, limits: Limits, on: date) -> Iterator[Doubt]:
    """Pay without a sign of life: no stay that took place, and no other sign, for longer than so many months.

    Counted from the last sign, else from the first day bvt pays: what was before it, bvt need not know.
    A støttefamilie of size liten has no stays, so it is looked at only where other signs are kept of it.
    """
    facts = seen.watched.facts
    if seen.measure not in RELIEF or not seen.paid_by_rates:
        return
    if facts.agreement.size == "liten" and not seen.watched.signs:
        return
    until = min(seen.due[-1].last, on)
    signs = [day for span in seen.watched.held for day in span] + list(seen.watched.signs)
    since = max((day for day in signs if day <= until), default=None) or _first_paid_day(seen)
    if add_months(since, limits.silent_months) < until:
        gone = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
        days = (Span(since, until),)
        yield _about("no_sign_of_life", (seen,), month, days, gone, limits.silent_months)


def _first_paid_day(seen: Seen) -> date:
    facts = seen.watched.facts
    begun = min(max(facts.agreement.first, seen.watched.since.first), seen.due[0].first)
    approved = approved_days(facts.home.approvals, seen.measure)
    return common((Span(begun, FAR_FUTURE),), approved)[0].first


def _of_pair(one: Seen, other: Seen, month: Month) -> Iterator[Doubt]:
    fostering = [each.measure for each in (one, other)].count("fosterhjem")
    shared = common(one.due, other.due)
    if fostering == 2 and shared:
        yield _about("two_homes", (one, other), month, shared, count_days(shared))
    elif fostering == 1 and one.home == other.home:
        days = _days_of_relief(one, other, shared)
        if days:
            yield _about("relief_in_foster_home", (one, other), month, days, count_days(days))
    elif fostering == 0 and one.home != other.home:
        doubled = _not_handed_over(one, other)
        if doubled:
            yield _about("two_stays", (one, other), month, doubled, count_days(doubled))


def _days_of_relief(one: Seen, other: Seen, shared: tuple[Span, ...]) -> tuple[Span, ...]:
    """The shared days on which the relief is paid: of a besøkshjem paid for its stays, theirs."""
    relief = one if one.measure in RELIEF else other
    if relief.measure not in RELIEF or not relief.paid_by_rates:
        return ()
    by_stays = relief.watched.facts.agreement.basis == "actual"
    return common(shared, relief.paid) if by_stays else shared


def _not_handed_over(one: Seen, other: Seen) -> tuple[Span, ...]:
    """The døgn of stays held in both; on the day a child goes from one home to the other both have it."""
    if not one.held or not other.held:
        return ()
    found: list[Span] = []
    for mine in joined(one.watched.held):
        for theirs in joined(other.watched.held):
            both = common((mine,), (theirs,))
            handed_over = mine.last == theirs.first or theirs.last == mine.first
            if both and not handed_over:
                found.extend(both)
    return common(common(joined(found), one.due), other.due)


def _over_half(relief: Sequence[Seen], month: Month, limits: Limits) -> Iterator[Doubt]:
    """All measures of a child together, a foster home apart: the days stayed, each once.

    A besøkshjem with a fixed number and no stay recorded counts with what is agreed.
    """
    stayed = joined(span for each in relief for span in each.held)
    agreed = sum(_agreed_days(each, limits) for each in relief if not each.recorded)
    days = min(count_days(stayed) + agreed, month.days)
    if days * 100 > limits.percent * month.days:
        most = limits.percent * month.days // 100
        yield _about("over_half_month", sorted(relief, key=_begins), month, (month.span,), days, most)


def _agreed_days(seen: Seen, limits: Limits) -> int:
    agreement = seen.watched.facts.agreement
    if agreement.measure != "besokshjem" or agreement.basis != "fixed":
        return 0
    return min(agreement.days_per_month or limits.days_per_month, count_days(seen.due))


def _about(
    code: str, seen: Sequence[Seen], month: Month, days: Sequence[Span], have: int, limit: int | None = None
) -> Doubt:
    homes = tuple(dict.fromkeys(each.home for each in seen))
    child = seen[0].watched.facts.agreement.child or ""
    refs = tuple(each.ref for each in seen)
    first, last = (days[0].first, days[-1].last) if days else (None, None)
    return Doubt(code, month, child, refs, homes, first, last, have, limit)


def _begins(seen: Seen) -> tuple[date, int, str]:
    return seen.watched.facts.agreement.first, len(seen.ref), seen.ref
