"""Follow-up of measures: what an agreement has ahead of it, or is late with, on a day.

Sources: the descriptions of besøkshjem (goals from the plan, a named contact person, evaluation as a
rule every quarter with the child heard); the regulations on foster homes (four visits a year, two when
reduced; supervision four times, or twice from 15 with the child's consent). The figures themselves are
dated settings (`Limits`, from rates/measures.yaml).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.agreement import OF_AGE
from bvt_cli.core.codes import FOLLOW_UP_KINDS
from bvt_cli.core.period import ONE_DAY, add_months, age_on, birthday
from bvt_cli.core.practice import Practice

PLACED = ("visit", "supervision")
"""What the rules demand of the home of a placed child, so many times a year."""
DEMANDED = ("evaluation", *PLACED)
YEAR = 365


class Event(NamedTuple):
    """Something done to follow an agreement up, of a kind in `FOLLOW_UP_KINDS`.

    `reason_given`: it is said why the child was not heard. `next_on`: the day agreed for the next time.
    """

    ref: str
    kind: str
    on: date
    child_heard: bool = False
    reason_given: bool = False
    next_on: date | None = None


class Followed(NamedTuple):
    """An agreement as follow-up looks at it.

    `since`: the first day bvt knows of; what should have been done before that is not asked for. `last`: its own
    last day, `home_ended_on` its home's. `contact` and `goals`: whether there are any. `visits_per_year` and
    `supervision_per_year`: what was agreed for this child; None means what the rules say.
    """

    agreement: str
    home: str
    measure: str
    first: date
    since: date = date.min
    last: date | None = None
    home_ended_on: date | None = None
    born: date | None = None
    aftercare: bool = False
    contact: bool = False
    goals: bool = False
    visits_per_year: int | None = None
    supervision_per_year: int | None = None
    events: tuple[Event, ...] = ()

    @property
    def begun(self) -> date:
        """The day from which intervals are counted."""
        return max(self.first, self.since)

    @property
    def until(self) -> date:
        """The last day there is anything to follow up: with aftercare also beyond the 18th birthday."""
        lasts = [day for day in (self.last, self.home_ended_on) if day is not None]
        if self.born is not None and not self.aftercare:
            lasts.append(birthday(self.born, OF_AGE) - ONE_DAY)
        return min(lasts, default=date.max)

    def until_of(self, kind: str) -> date:
        """The last day of a kind: the rules of placed children end with the 18th birthday."""
        if kind in PLACED and self.born is not None:
            return min(self.until, birthday(self.born, OF_AGE) - ONE_DAY)
        return self.until


class Limits(NamedTuple):
    """What is expected of follow-up; by the settings in force on a day.

    `evaluated`: the measures that need goals, a contact person and an evaluation every so many months.
    The others are numbers a year, of a fosterhjem; a lower number agreed on is never below the reduced one.
    """

    evaluated: tuple[str, ...]
    evaluation_months: int
    visits: int
    visits_reduced: int
    supervision: int
    supervision_reduced: int
    consent_age: int


class Due(NamedTuple):
    """What must be done, and the last day it is done in time; it is late from the day after.

    `code` is a kind of follow-up, or what is missing: `contact_person_missing`, `goals_missing` (counted from the
    beginning), `child_not_heard` (`follow_up`: the evaluation). `have` and `need`: the days gone by since `since`,
    and those that may pass; of what is missing 0 and 1.
    """

    on: date
    code: str
    agreement: str
    home: str
    late: bool
    have: int
    need: int
    since: date | None = None
    follow_up: str | None = None


class Done(NamedTuple):
    """How many times something was done in a period, of how many times it should have been."""

    code: str
    have: int
    need: int


def limits_on(practice: Practice, day: date) -> Limits:
    """What is expected by the settings in force on a day."""
    evaluated = practice.value("evaluated_measures", day)
    assert isinstance(evaluated, tuple)
    return Limits(
        evaluated=evaluated,
        evaluation_months=practice.number("evaluation_months", day),
        visits=practice.number("foster_home_visits", day),
        visits_reduced=practice.number("foster_home_visits_reduced", day),
        supervision=practice.number("foster_home_supervision", day),
        supervision_reduced=practice.number("foster_home_supervision_reduced", day),
        consent_age=practice.number("supervision_consent_age", day),
    )


def dues(followed: Followed, day: date, limits: Limits) -> tuple[Due, ...]:
    """What comes next and what is late, in order of date; nothing once the agreement has ended, or from after its end.

    Of each kind only the next one: what was missed before it cannot be done any more, and is left to `done`.
    """
    found = [*_missing(followed, day, limits), *_unheard(followed, day, limits), *_next(followed, day, limits)]
    return tuple(sorted(due for due in found if day <= followed.until_of(due.code) and due.on <= followed.until))


def done(followed: Followed, first: date, last: date, limits: Limits) -> tuple[Done, ...]:
    """Evaluations, visits and supervision in a period against what it demands.

    What is due is what has fallen due since the agreement began by the end of the period, less what had before it: so
    the parts of a year add up to the year. `limits`: those of the last day. Nothing for what the measure does not
    demand, or no day of the period does.
    """
    counted = []
    for kind in DEMANDED:
        begin, end = max(first, followed.begun), min(last, followed.until_of(kind))
        months, times = _demand(followed, kind, end, limits)
        if begin <= end and (months or times):
            before = _fallen_due(followed, kind, begin - ONE_DAY, limits)
            need = _fallen_due(followed, kind, end, limits) - before
            have = sum(event.kind == kind and begin <= event.on <= end for event in followed.events)
            counted.append(Done(kind, have, need))
    return tuple(counted)


def _fallen_due(followed: Followed, kind: str, day: date, limits: Limits) -> int:
    """How many times something should have been done from the beginning to a day: whole intervals, or times a year.

    The times a year can change with the age of consent; each day counts with those of its own.
    """
    months, times = _demand(followed, kind, day, limits)
    days = (day - followed.begun).days + 1
    if months:
        whole = 0
        while add_months(followed.begun, (whole + 1) * months) <= day + ONE_DAY:
            whole += 1
        return whole
    turns = followed.begun if followed.born is None else birthday(followed.born, limits.consent_age)
    if kind == "supervision" and followed.begun < turns <= day:
        earlier = _times_a_year(followed, kind, turns - ONE_DAY, limits)
        return ((turns - followed.begun).days * earlier + ((day - turns).days + 1) * times) // YEAR
    return days * times // YEAR


def _demand(followed: Followed, kind: str, day: date, limits: Limits) -> tuple[int, int]:
    """The months from one to the next, or the times a year; 0 where nothing is demanded."""
    if kind == "evaluation" and followed.measure in limits.evaluated:
        return limits.evaluation_months, 0
    if kind in PLACED and followed.measure == "fosterhjem":
        return 0, _times_a_year(followed, kind, day, limits)
    return 0, 0


def _times_a_year(followed: Followed, kind: str, day: date, limits: Limits) -> int:
    """Supervision is reduced only of a child old enough to consent."""
    if kind == "visit":
        agreed, rule, least = followed.visits_per_year, limits.visits, limits.visits_reduced
    else:
        agreed, rule, least = followed.supervision_per_year, limits.supervision, limits.supervision_reduced
        if followed.born is None or age_on(followed.born, day) < limits.consent_age:
            least = rule
    return rule if agreed is None else max(agreed, least)


def _missing(followed: Followed, day: date, limits: Limits) -> Iterator[Due]:
    if followed.measure in limits.evaluated:
        for code, there in (("contact_person_missing", followed.contact), ("goals_missing", followed.goals)):
            if not there:
                late = followed.begun < day
                yield Due(followed.begun, code, followed.agreement, followed.home, late, 0, 1)


def _unheard(followed: Followed, day: date, limits: Limits) -> Iterator[Due]:
    """The evaluations in which the child was not heard, and it is not said why."""
    if followed.measure not in limits.evaluated:
        return
    for event in followed.events:
        told = event.child_heard or event.reason_given
        if event.kind == "evaluation" and followed.begun <= event.on <= day and not told:
            late = event.on < day
            yield Due(event.on, "child_not_heard", followed.agreement, followed.home, late, 0, 1, None, event.ref)


def _next(followed: Followed, day: date, limits: Limits) -> Iterator[Due]:
    """The next of each kind: by the rule, or on the day agreed the last time where that is sooner."""
    for kind in FOLLOW_UP_KINDS:
        before = [event for event in followed.events if event.kind == kind and event.on <= day]
        latest = max(before, key=lambda event: (event.on, event.ref), default=None)
        since = max(followed.begun, latest.on) if latest else followed.begun
        months, times = _demand(followed, kind, day, limits)
        days = [add_months(since, months)] if months else []
        days += [since + timedelta(days=-(-YEAR // times))] if times else []
        days += [latest.next_on] if latest and latest.next_on else []
        if days:
            on = min(days)
            gone, may_pass = max((day - since).days, 0), (on - since).days
            yield Due(on, kind, followed.agreement, followed.home, on < day, gone, may_pass, since)
