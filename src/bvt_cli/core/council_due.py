"""The one next thing to do in a family council, and the day by which."""

from collections.abc import Iterator
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
from bvt_cli.core.council_findings import OWED
from bvt_cli.core.form_council import STEPS_TO_TAKE


class Next(NamedTuple):
    """What to do next. `due`: the last day for it, `not_before` the first, where there are such days.

    `code`: of a step, or of what belongs before it; `role`: whose consent.
    """

    code: str
    due: date | None = None
    not_before: date | None = None
    family: int | None = None
    mapped: int | None = None
    role: str | None = None

    def late_on(self, day: date) -> bool:
        return self.due is not None and self.due < day

    @property
    def before_meeting(self) -> bool:
        """Whether its last day is the last one for the meeting: it belongs before that, and has none of its own."""
        return self.due is not None and self.code not in ("answer", "meeting")


def next_thing(council: Council, day: date, limits: CouncilLimits) -> Next | None:
    """What comes next in a council that runs on a day; None in one that does not."""
    if not council.runs_on(day):
        return None
    return next(_things(council.known_on(day), day, limits))


def _undecided(council: Council, family: Family, day: date) -> bool:
    """A family that has not made up its mind is asked again, unless another has been found."""
    open_ = family.answer == "undecided" and family.decision != "no"
    return open_ and not any(each.accepted for each in council.families)


_AT = next(at for at, (step, _, _) in enumerate(OWED) if step == "interviews")
_TO_DO = (*OWED[:_AT], ("self_information", "family_undecided", _undecided), *OWED[_AT:])


def _things(council: Council, day: date, limits: CouncilLimits) -> Iterator[Next]:
    if not council.answered_by(day):
        yield Next("answer", answer_due(council, limits))
    step = council.next_step(day)
    if step == "meeting":
        yield from _before_the_meeting(council, day, limits)
    if step == "clarification" and not council.families:
        yield Next("family")
    for of_step, code, owes in _TO_DO:
        if step is None or STEPS_TO_TAKE.index(of_step) <= STEPS_TO_TAKE.index(step):
            yield from (Next(code, family=each.number) for each in council.families if owes(council, each, day))
    if step == "plan" and not council.proposals:
        yield Next("plan_proposal")
    if step is None or _is_over(council, step):
        yield Next("close" if any(each.home for each in council.families) else "close_no_family")
    else:
        yield _step(council, step, limits)


def _step(council: Council, step: str, limits: CouncilLimits) -> Next:
    span = meeting_due(council, limits)
    if span is None or STEPS_TO_TAKE.index(step) > STEPS_TO_TAKE.index("meeting"):
        return Next(step)
    return Next(step, due=span[1], not_before=span[0] if step == "meeting" else None)


def _is_over(council: Council, step: str) -> bool:
    """Whether no family is left to take the rest of the steps with."""
    left = any(each.answer != "no" and each.decision != "no" for each in council.families)
    past_answers = STEPS_TO_TAKE.index(step) > STEPS_TO_TAKE.index("clarification")
    accepted = any(each.accepted for each in council.families)
    return (past_answers and not left) or (step == "intake" and not accepted)


def _before_the_meeting(council: Council, day: date, limits: CouncilLimits) -> Iterator[Next]:
    """What belongs before the council meets; what was forgotten then is left to the findings."""
    span = meeting_due(council, limits)
    due = None if span is None else span[1]
    if parents_settled(council, day) < PARENTS_NEEDED:
        settled = {each.role for each in council.consents if each.settled_on(day)}
        yield Next("consent_parents", due, role="father" if "mother" in settled else "mother")
    if child_must_consent(council, day, limits):
        yield Next("consent_child", due, role="child")
    if council.child_wants is None:
        yield Next("child_view", due)
    elif council.child_wants == "no" and not council.child_met:
        yield Next("child_met", due)
    yield from (Next("not_invited", due, mapped=each.mapped) for each in unresolved(council, day))
    if other_parent_is_blank(council):
        yield Next("other_parent", due)
