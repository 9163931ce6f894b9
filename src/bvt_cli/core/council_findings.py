"""What is late, lacking or contradictory in a family council on a day, and what a step demands before it is done.

Source: the slides "Familie og nære nettverk først!" (Bufetat east): consents, and what the child does not want, are
settled before the council meets; each family answers, returns its self-information, and is talked with in that order.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.council import (
    PARENTS_NEEDED,
    Council,
    CouncilLimits,
    Family,
    answer_due,
    child_must_consent,
    meeting_due,
    other_parent_is_blank,
    parents_settled,
    unresolved,
)
from bvt_cli.core.period import age_on


class Finding(NamedTuple):
    """One thing that is late or lacking; `due` is the day it should have been there by, where there is one.

    `on`: the day the council met, of what was wrong on that day; `not_before`: the first day it should have met.
    """

    code: str
    due: date | None = None
    need: int | None = None
    have: int | None = None
    mapped: int | None = None
    family: int | None = None
    on: date | None = None
    not_before: date | None = None


Rule = Callable[[Council, date, CouncilLimits], Iterable[Finding]]
Owes = Callable[[Council, Family, date], bool]
OWED: tuple[tuple[str, str, Owes], ...] = (
    ("clarification", "family_answer", lambda council, family, day: family.answer is None),
    (
        "self_information",
        "information_sent",
        lambda council, family, day: family.wanted and not _by(family.information_sent_on, day),
    ),
    (
        "self_information",
        "information_returned",
        lambda council, family, day: (
            family.wanted and _by(family.information_sent_on, day) and not _by(family.information_returned_on, day)
        ),
    ),
    (
        "interviews",
        "interview",
        lambda council, family, day: family.wanted and not talked_with(council, family, day),
    ),
    ("matching", "family_matching", lambda council, family, day: family.wanted and not family.matching),
    ("decision", "family_decision", lambda council, family, day: family.answer == "yes" and family.decision is None),
    ("intake", "family_home", lambda council, family, day: family.accepted and family.home is None),
    ("intake", "family_intake", lambda council, family, day: family.accepted and not _by(family.intake_on, day)),
)
"""What each family is owed in a step: once the step is done it should be there."""

_NOT_DEMANDED = ("family_home",)  # intake may make contact before the family is put in the register
_CONCERNED: dict[str, Callable[[Family], bool]] = {
    "clarification": lambda family: True,
    "self_information": lambda family: family.wanted,
    "interviews": lambda family: family.wanted,
    "matching": lambda family: family.wanted,
    "decision": lambda family: family.answer == "yes",
    "intake": lambda family: family.accepted,
}
"""Which families a step is about; it is not done with none."""
ABOUT_THE_MEETING = (
    "consent_parents",
    "consent_child",
    "child_view",
    "child_met",
    "not_invited",
    "meeting_early",
    "meeting_late",
)
"""What is told at once when a meeting is recorded: what should have been settled beforehand, and its weeks."""


def findings(council: Council, day: date, limits: CouncilLimits) -> tuple[Finding, ...]:
    """What is late or lacking on a day; nothing before the referral.

    Of a council that is closed only what the closing itself contradicts.
    """
    if council.closed_by(day):
        return tuple(_closed(council))
    if not council.runs_on(day):
        return ()
    known = council.known_on(day)
    return tuple(finding for rule in _RULES for finding in rule(known, day, limits))


def of_meeting(council: Council, limits: CouncilLimits) -> tuple[Finding, ...]:
    """What was not settled on the day the council met, and whether that day was too early or too late."""
    if council.met_on is None:
        return ()
    found = findings(council, council.met_on, limits)
    return tuple(each for each in found if each.code in ABOUT_THE_MEETING)


def lacking_for(council: Council, step: str, day: date) -> tuple[Finding, ...]:
    """What must be there before a step is done on a day: from each family it is about, and at least one family.

    The code `no_families` means that none is proposed, `no_family_left` that the step is about none of them.
    """
    if step not in _CONCERNED:
        return ()
    known = council.known_on(day)
    if not known.families:
        return (Finding("no_families"),)
    if not any(_CONCERNED[step](family) for family in known.families):
        return (Finding("no_family_left"),)
    return tuple(
        Finding(code, family=family.number)
        for of_step, code, owes in OWED
        for family in known.families
        if of_step == step and code not in _NOT_DEMANDED and owes(known, family, day)
    )


def talked_with(council: Council, family: Family, day: date) -> bool:
    return any(talk.family == family.number and talk.on <= day for talk in council.talks)


def _by(done: date | None, day: date) -> bool:
    return done is not None and done <= day


def _closed(council: Council) -> Iterator[Finding]:
    if council.outcome == "no_family":
        yield from (Finding("closed_accepted", family=each.number) for each in council.families if each.accepted)


def _answer(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    due = answer_due(council, limits)
    if due < day and not council.answered_by(day):
        yield Finding("answer", due=due)


def _consents(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    have = parents_settled(council, day)
    if have < PARENTS_NEEDED:
        yield Finding("consent_parents", need=PARENTS_NEEDED, have=have)
    if child_must_consent(council, day, limits):
        yield Finding("consent_child", need=limits.consent_age, have=age_on(council.born, day))


def _child(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    if council.child_wants is None:
        yield Finding("child_view")
    elif council.child_wants == "no" and not council.child_met:
        yield Finding("child_met")
    for each in unresolved(council, day):
        yield Finding("not_invited", mapped=each.mapped)


def _network(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    if other_parent_is_blank(council):
        yield Finding("other_parent")


def _meeting(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    span = meeting_due(council, limits)
    if council.taken_by("meeting", day) is None:
        if span is not None and span[1] < day:
            yield Finding("meeting", due=span[1])
        return
    on = council.met_on
    if on is None:
        return
    if span is not None and not span[0] <= on <= span[1]:
        code = "meeting_early" if on < span[0] else "meeting_late"
        yield Finding(code, due=span[1], on=on, not_before=span[0])
    yield from _settled_afterwards(council, on, day, limits)


def _settled_afterwards(council: Council, on: date, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    """What was not settled when the council met and is now; what still is not has a finding of its own."""
    have = parents_settled(council, on)
    if have < PARENTS_NEEDED <= parents_settled(council, day):
        yield Finding("met_without_parents", need=PARENTS_NEEDED, have=have, on=on)
    if child_must_consent(council, on, limits) and not child_must_consent(council, day, limits):
        yield Finding("met_without_child", need=limits.consent_age, have=age_on(council.born, on), on=on)
    still = {each.mapped for each in unresolved(council, day)}
    for each in unresolved(council, on):
        if each.mapped not in still:
            yield Finding("met_unresolved", mapped=each.mapped, on=on)


def _plan(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    if council.done_by("plan", day) and not council.proposals:
        yield Finding("plan")


def _families(council: Council, day: date, limits: CouncilLimits) -> Iterator[Finding]:
    for step, code, owes in OWED:
        if council.done_by(step, day):
            yield from (Finding(code, family=each.number) for each in council.families if owes(council, each, day))
    for each in council.families:
        returned = each.information_returned_on
        talks = [talk.on for talk in council.talks if talk.family == each.number and talk.on <= day]
        if any(returned is None or on < returned for on in talks):
            yield Finding("talk_early", family=each.number)
        if each.answer == "no" and each.decision == "yes":
            yield Finding("decision_against", family=each.number)


_RULES: tuple[Rule, ...] = (_answer, _consents, _child, _network, _meeting, _plan, _families)
