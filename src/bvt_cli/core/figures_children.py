"""Figures of children: who is in which measure, how the measures began and ended, and the døgn of respite.

Codes of Barnevernsregisteret (Bufdir), as in SSB's code list of measures: 2.1 a foster home in the child's family and
near network, 2.2 one outside them, 4.5 besøkshjem and respite, 4.99 other measures. The register does not know whether
a foster home is of the child's family or network, so foster homes are reported together as 2.1/2.2; those a family
council of the child led to are of its family and network, and are counted besides as 2.1. The case system knows more.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.agreement import OF_AGE, Stay
from bvt_cli.core.codes import END_REASONS
from bvt_cli.core.figures import Axis, Entry, Figures, Period, Sum, counted, tabulated
from bvt_cli.core.payout import kostra_function
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Month, Span, age_on, birthday, common, count_days, joined, months
from bvt_cli.core.practice import Practice

MEASURES = ("besokshjem", "stottefamilie", "fosterhjem")
"""The measures a child has; a ressursfamilie gathers families, and has no code in Barnevernsregisteret."""
AGES = (("0-5", 0), ("6-10", 6), ("11-14", 11), ("15-17", 15), ("18+", 18))
"""Age groups, from what age; the bands of the KS rates for foster homes, and aftercare."""
ANY = "any"
FUNCTIONS = ("251", "252")
NOT_SAID = "not_said"
REGISTER_CODES = {"besokshjem": "4.5", "fosterhjem": "2.1/2.2"}
FAMILY_FOSTER_HOME, FAMILY_COUNCIL, FINANCIAL_SUPPORT = "2.1", "6.1", "4.4"
STOTTEFAMILIE_CODE = "register_code_stottefamilie"


class Engagement(NamedTuple):
    """An agreement as figures see it. `born` is the child's; `home_ended_on` the home's last day.

    `stays`: those that took place (no cancelled ones). `of_council`: a family council of the child led to the home.
    """

    ref: str
    home: str
    measure: str
    first: date
    last: date | None = None
    child: str | None = None
    born: date | None = None
    home_ended_on: date | None = None
    aftercare: bool = False
    legal_basis: str | None = None
    end_reason: str | None = None
    basis: str = "fixed"
    days_per_month: int | None = None
    stays: tuple[Stay, ...] = ()
    of_council: bool = False

    @property
    def span(self) -> Span | None:
        """The days it is in force: the home not ended, the child under 18 unless it is aftercare; None where none."""
        lasts = [self.last or FAR_FUTURE, self.home_ended_on or FAR_FUTURE]
        if self.born is not None and not self.aftercare:
            lasts.append(birthday(self.born, OF_AGE) - ONE_DAY)
        return Span(self.first, min(lasts)) if self.first <= min(lasts) else None

    @property
    def function(self) -> str:
        return kostra_function(self.measure, self.legal_basis)


class _OfChild(NamedTuple):
    """A measure of a child: all its agreements, and the days in force joined, however homes and sizes changed."""

    child: str
    born: date
    measure: str
    engagements: tuple[Engagement, ...]
    spans: tuple[Span, ...]

    def on(self, day: date) -> tuple[Engagement, ...]:
        """Its agreements in force on a day."""
        return tuple(each for each in self.engagements if each.span and each.span.first <= day <= each.span.last)


def register_code(measure: str, day: date, practice: Practice) -> str:
    """The code of Barnevernsregisteret of a measure; that of a støttefamilie is the municipality's choice."""
    return REGISTER_CODES.get(measure) or str(practice.value(STOTTEFAMILIE_CODE, day))


def child_figures(engagements: Sequence[Engagement], of: Period) -> Figures:
    """Children by measure, age and function on the last day, and what began and ended."""
    found = _of_children(engagements)
    now = [each for each in found if each.on(of.day)]
    measures = Axis(MEASURES)
    ages = [Entry((each.measure, age_group(each.born, of.day)), each.child) for each in now]
    once = {each.child: age_group(each.born, of.day) for each in now}
    ages += [Entry((ANY, group), child) for child, group in once.items()]
    functions = [Entry((each.measure, _function(each, of.day)), each.child) for each in now]
    return Figures().plus(
        tabulated("children.in_force", (measures,), (Entry((each.measure,), each.child) for each in now)),
        Figures((counted("children.with_measure", (Entry((), child) for child in once)),)),
        tabulated("children.started", (measures,), _turns(found, of, "first")),
        tabulated("children.ended", (measures,), _turns(found, of, "last")),
        Figures((counted("children.of_council", _found_by_council(now, of.day)),)),
        tabulated("children.age", (Axis((*MEASURES, ANY)), Axis([name for name, _ in AGES])), ages),
        tabulated("children.function", (measures, Axis(FUNCTIONS)), functions),
        Figures(sums=tuple(_whole())),
        tabulated("agreements.ended", (Axis((*END_REASONS, NOT_SAID), True),), _endings(engagements, of)),
    )


def _of_children(engagements: Iterable[Engagement]) -> list[_OfChild]:
    by_child: dict[tuple[str, str], list[Engagement]] = {}
    for each in engagements:
        if each.child is not None and each.measure in MEASURES:
            by_child.setdefault((each.child, each.measure), []).append(each)
    found = []
    for (child, measure), mine in by_child.items():
        born = mine[0].born
        assert born is not None
        found.append(_OfChild(child, born, measure, tuple(mine), joined(each.span for each in mine if each.span)))
    return found


def _turns(found: Iterable[_OfChild], of: Period, end: str) -> Iterator[Entry]:
    """The children whose measure began (`first`) or ended (`last`) in a period, each once for a measure."""
    for each in found:
        if any(of.holds(getattr(span, end)) for span in each.spans):
            yield Entry((each.measure,), each.child)


def _found_by_council(now: Iterable[_OfChild], day: date) -> Iterator[Entry]:
    for each in now:
        if each.measure == "fosterhjem" and any(one.of_council for one in each.on(day)):
            yield Entry((), each.child)


def _function(each: _OfChild, day: date) -> str:
    """252 where one of the agreements in force is of a placed child, else 251."""
    return max(one.function for one in each.on(day))


def _whole() -> Iterator[Sum]:
    """That the children of a measure are those of all ages, and of both functions."""
    for measure in MEASURES:
        name = f"children.in_force.{measure}"
        yield Sum(name, tuple(f"children.age.{measure}.{age}" for age, _ in AGES))
        yield Sum(name, tuple(f"children.function.{measure}.{function}" for function in FUNCTIONS))
    yield Sum("children.with_measure", tuple(f"children.age.{ANY}.{age}" for age, _ in AGES))


def _endings(engagements: Iterable[Engagement], of: Period) -> Iterator[Entry]:
    for each in engagements:
        if of.holds(each.last):
            yield Entry((each.end_reason or NOT_SAID,), each.child or each.home)


def age_group(born: date, day: date) -> str:
    """The age group of a child on a day, by whole years."""
    age = age_on(born, day)
    return next(name for name, since in reversed(AGES) if since <= age)


def dogn_figures(engagements: Sequence[Engagement], of: Period, practice: Practice) -> Figures:
    """The døgn of besøkshjem: agreed, used of those, extra, and used where no number is agreed."""
    counts: dict[str, list[Entry]] = {"agreed": [], "used": [], "extra": [], "without_number": []}
    for each in engagements:
        span = each.span
        if each.measure != "besokshjem" or each.child is None or span is None:
            continue
        days = common((span,), (of.span,))
        agreed = _agreed(each, days, practice)
        used = {extra: _stayed(each, days, extra) for extra in (False, True)}
        kept = {"agreed": agreed or 0, "extra": used[True]}
        kept["without_number" if agreed is None else "used"] = used[False]
        for name, number in kept.items():
            counts[name] += [Entry((), each.child, number)] if number else []
    return Figures(tuple(counted(f"dogn.{name}", entries) for name, entries in counts.items()))


def _agreed(each: Engagement, days: tuple[Span, ...], practice: Practice) -> int | None:
    """The døgn agreed for some days: of a part of a month its part by days, rounded half up to whole døgn.

    None where it is paid by days stayed and no number is agreed.
    """
    if each.basis == "actual" and each.days_per_month is None:
        return None
    number = 0
    for span in days:
        for month in months(Month.of(span.first), Month.of(span.last)):
            a_month = each.days_per_month or practice.number("besokshjem_days_per_month", month.first)
            in_force = count_days(common((span,), (month.span,)))
            number += (2 * a_month * in_force + month.days) // (2 * month.days)
    return number


def _stayed(each: Engagement, days: tuple[Span, ...], extra: bool) -> int:
    stays = joined(Span(stay.first, stay.last) for stay in each.stays if stay.extra is extra)
    return count_days(common(stays, days))
