"""Family councils: what is known of one on a day, its deadlines, and who has consented.

What is late or lacking is told by `core.council_findings`, what comes next by `core.council_due`. Source: the slides
"Familie og nære nettverk først!" (Bufetat east). The figures are dated settings (`CouncilLimits`, from
rates/measures.yaml).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.calendar import working_days_after
from bvt_cli.core.form_council import PARENTS, STEPS_TO_TAKE
from bvt_cli.core.period import age_on
from bvt_cli.core.practice import Practice

PARENTS_NEEDED = 2
HOURS_A_DAY = 24


class Consent(NamedTuple):
    """A consent by role; `exempt`: it may be done without, for a reason. `withdrawn_on`: it no longer counts."""

    role: str
    on: date | None = None
    withdrawn_on: date | None = None
    exempt: bool = False

    def settled_on(self, day: date) -> bool:
        given = self.on is not None and self.on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)
        return given or self.exempt


class Step(NamedTuple):
    """A step of the routine after the referral, done or skipped on a day."""

    code: str
    on: date
    skipped: bool = False


class Objection(NamedTuple):
    """Somebody on the map whom the child does not want invited; `resolved_on`: met or resolved."""

    mapped: int
    on: date
    resolved_on: date | None = None


class Family(NamedTuple):
    """A family the council proposes. `home`: the home it became; `matching`: how it would fit is written down."""

    number: int
    answer: str | None = None
    answered_on: date | None = None
    information_sent_on: date | None = None
    information_returned_on: date | None = None
    decision: str | None = None
    decided_on: date | None = None
    intake_on: date | None = None
    home: str | None = None
    matching: bool = False

    def known_on(self, day: date) -> "Family":
        """The family without answer and decision that came after a day."""
        known = self
        if self.answered_on is not None and self.answered_on > day:
            known = known._replace(answer=None)
        if self.decided_on is not None and self.decided_on > day:
            known = known._replace(decision=None, home=None)
        return known

    @property
    def wanted(self) -> bool:
        """Whether it said yes and the service has not said no."""
        return self.answer == "yes" and self.decision != "no"

    @property
    def accepted(self) -> bool:
        return self.answer == "yes" and self.decision == "yes"


class Talk(NamedTuple):
    """An interview or attachment talk with a family."""

    family: int
    on: date


class Council(NamedTuple):
    """All that findings and deadlines depend on, beside the limits. `mapped`: the categories of those on the map;

    `born`: the child's birth date; `proposals`: how many the plan has; `child_met`: how the child's no is met is
    said; `other_parent_blank`: why nobody of the other parent's family is on the map is said.
    """

    ref: str
    child: str
    born: date
    referred_on: date
    acute: bool = False
    answered_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    child_wants: str | None = None
    child_asked_on: date | None = None
    child_met: bool = False
    other_parent_blank: bool = False
    consents: tuple[Consent, ...] = ()
    steps: tuple[Step, ...] = ()
    mapped: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    proposals: int = 0
    families: tuple[Family, ...] = ()
    talks: tuple[Talk, ...] = ()
    outcome: str | None = None

    def runs_on(self, day: date) -> bool:
        return self.referred_on <= day and not self.closed_by(day)

    def known_on(self, day: date) -> "Council":
        """The council without the child's view, the answers and the decisions that came after a day."""
        families = tuple(each.known_on(day) for each in self.families)
        if self.child_asked_on is not None and self.child_asked_on > day:
            return self._replace(families=families, child_wants=None)
        return self._replace(families=families)

    def answered_by(self, day: date) -> bool:
        """Whether Bufetat has answered, or the council was decided on without."""
        return any(on is not None and on <= day for on in (self.answered_on, self.decided_on))

    def taken_by(self, code: str, day: date) -> Step | None:
        """A step taken up to and with a day, done or skipped."""
        return next((step for step in self.steps if step.code == code and step.on <= day), None)

    def done_by(self, code: str, day: date) -> bool:
        step = self.taken_by(code, day)
        return step is not None and not step.skipped

    @property
    def met_on(self) -> date | None:
        """The day the council met; None while it has not, or where the meeting was skipped."""
        return next((step.on for step in self.steps if step.code == "meeting" and not step.skipped), None)

    def closed_by(self, day: date) -> bool:
        return self.closed_on is not None and self.closed_on <= day

    def next_step(self, day: date) -> str | None:
        """The first step neither done nor skipped."""
        return next((code for code in STEPS_TO_TAKE if self.taken_by(code, day) is None), None)

    @property
    def held_from(self) -> date | None:
        """The day the weeks to the meeting are counted from: the decision or, left out, Bufetat's answer."""
        return self.decided_on or self.answered_on


class CouncilLimits(NamedTuple):
    """What is expected of councils; by the settings in force on a day."""

    answer_working_days: int
    answer_hours_acute: int
    meeting_weeks_min: int
    meeting_weeks_max: int
    consent_age: int


def council_limits_on(practice: Practice, day: date) -> CouncilLimits:
    """The limits in force on a day."""
    return CouncilLimits(
        answer_working_days=practice.number("council_answer_days", day),
        answer_hours_acute=practice.number("council_answer_hours_acute", day),
        meeting_weeks_min=practice.number("council_meeting_weeks_min", day),
        meeting_weeks_max=practice.number("council_meeting_weeks_max", day),
        consent_age=practice.number("council_consent_age", day),
    )


def answer_due(council: Council, limits: CouncilLimits) -> date:
    """The last day for Bufetat's answer; hours are reckoned as whole days, holidays or not."""
    if council.acute:
        return council.referred_on + timedelta(days=-(-limits.answer_hours_acute // HOURS_A_DAY))
    return working_days_after(council.referred_on, limits.answer_working_days)


def meeting_due(council: Council, limits: CouncilLimits) -> tuple[date, date] | None:
    """The first and the last day the council should meet; None before it is decided on."""
    if council.held_from is None:
        return None
    return (
        council.held_from + timedelta(weeks=limits.meeting_weeks_min),
        council.held_from + timedelta(weeks=limits.meeting_weeks_max),
    )


def parents_settled(council: Council, day: date) -> int:
    """How many of the two parents have consented, or may be done without; a guardian counts for both."""
    settled = {each.role for each in council.consents if each.role in PARENTS and each.settled_on(day)}
    return PARENTS_NEEDED if "guardian" in settled else min(len(settled), PARENTS_NEEDED)


def child_must_consent(council: Council, day: date, limits: CouncilLimits) -> bool:
    """Whether the child is old enough to consent itself, and has not."""
    settled = any(each.role == "child" and each.settled_on(day) for each in council.consents)
    return age_on(council.born, day) >= limits.consent_age and not settled


def unresolved(council: Council, day: date) -> Iterator[Objection]:
    """The child's objections so far that are neither met nor resolved."""
    for each in council.objections:
        if each.on <= day and (each.resolved_on is None or day < each.resolved_on):
            yield each


def other_parent_is_blank(council: Council) -> bool:
    """Whether the other parent's family was forgotten: nobody on the map, and no word why."""
    return "other_parent" not in council.mapped and not council.other_parent_blank
