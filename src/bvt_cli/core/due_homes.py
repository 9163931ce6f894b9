"""What is due about a home itself: its application, its approval, its certificates, its commitment.

Sources: what an approval demands, `core.approval`; the certificate is not kept longer than it is needed for, and
a member of the household who turns 18 needs one then, barnevernsloven § 12-11.

An *applicant* on a day is a home that has applied (`applied_on` not after the day, or left out), was approved as
what it applied as on no day up to then (an approval that was revoked is one too), and is neither rejected,
withdrawn, ended nor paused. It is one no longer from `rejected_on` and `withdrew_on`, and to `ended_on`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.approval import ADULT, Demands, come_since, demands_on, judge, latest_approval
from bvt_cli.core.due import Item
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import ONE_DAY, Span, add_months, birthday
from bvt_cli.core.practice import Practice


class KnownHome(NamedTuple):
    """A home with what became of it. `closed_on`: its application was rejected or withdrawn; `ended_on`: its last day.

    `undestroyed`: the certificates not recorded as destroyed. `who`: the contact persons of its
    agreements, and by whom its steps and approvals are.
    """

    home: Home
    applied_on: date | None = None
    closed_on: date | None = None
    ended_on: date | None = None
    pauses: tuple[Span, ...] = ()
    undestroyed: tuple[Step, ...] = ()
    who: tuple[str, ...] = ()

    def is_home_on(self, day: date) -> bool:
        return self.ended_on is None or day <= self.ended_on

    def applies_on(self, day: date) -> bool:
        """Whether it is an applicant (see above)."""
        home = self.home
        return (
            self.is_home_on(day)
            and (self.applied_on is None or self.applied_on <= day)
            and (self.closed_on is None or day < self.closed_on)
            and not any(each.kind == home.kind and each.on <= day for each in home.approvals)
            and not any(each.first <= day <= each.last for each in self.pauses)
        )


class Window(NamedTuple):
    """The day that counts as today, and the last day that is asked for."""

    day: date
    last: date


class HomeLimits(NamedTuple):
    """Calendar days in which an application is answered, and a certificate destroyed after the decision."""

    answer_days: int
    keep_days: int


def home_limits_on(practice: Practice, day: date) -> HomeLimits:
    """The limits by the settings in force on a day."""
    return HomeLimits(
        answer_days=practice.number("application_answer_days", day),
        keep_days=practice.number("certificate_keep_days", day),
    )


def items(known: KnownHome, demands: Sequence[Demands], window: Window, limits: HomeLimits) -> Iterator[Item]:
    """All that is due about a home, by a window's last day."""
    yield from _unanswered(known, window, limits.answer_days)
    if known.applies_on(window.day):
        yield from _of_applicant(known, demands, window)
    elif known.is_home_on(window.day):
        yield from _recorded(known, window)
        yield from _since_approval(known, demands, window)
        yield from _commitment(known, window)
    yield from _to_destroy(known, window, limits.keep_days)


def _unanswered(known: KnownHome, window: Window, answer_days: int) -> Iterator[Item]:
    """`application`: due so many days after the home applied, until it is approved (as anything), rejected or

    withdrawn, or has ended (`core.home_status.waiting_days`). Not of a home without `applied_on`.
    """
    applied_on, day = known.applied_on, window.day
    answers = [known.closed_on, *(each.on for each in known.home.approvals)]
    answered = any(on is not None and on <= day for on in answers)
    if applied_on is not None and applied_on <= day and known.is_home_on(day) and not answered:
        on = applied_on + timedelta(days=answer_days)
        yield _item(known, "application", on, figures=(("applied_on", applied_on),))


def _of_applicant(known: KnownHome, demands: Sequence[Demands], window: Window) -> Iterator[Item]:
    """`step`: each thing an approval on the day would lack, as long as it is lacking. Nothing says by when.

    `certificates`: those in hand meet the demands no longer than to a day, which is the last one for the
    decision; from the day after they are steps that are lacking.
    """
    home = known.home
    demanded = demands_on(demands, home.kind, window.day)
    if demanded is None:
        return
    verdict = judge(home, demanded, window.day)
    for each in verdict.missing:
        figures = (("need", each.need), ("have", each.have), ("reason", each.reason))
        yield _item(known, "step", None, each.code, each.person or "", figures)
    if verdict.usable_until is not None:
        yield _item(known, "certificates", verdict.usable_until, figures=(("ready", verdict.approvable),))


def _recorded(known: KnownHome, window: Window) -> Iterator[Item]:
    """`recorded`: of each kind, the latest approval that stands was taken over and not judged by bvt."""
    for kind in dict.fromkeys(each.kind for each in known.home.approvals):
        approval = latest_approval(known.home, kind, window.day)
        if approval is not None and approval.recorded:
            yield _item(known, "recorded", None, kind, figures=(("approved_on", approval.on),))


def _since_approval(known: KnownHome, demands: Sequence[Demands], window: Window) -> Iterator[Item]:
    """`since_approval`: a person turned 18 or moved in after the approval, or came as a carer, and something is

    demanded of them since. Due on that very day, until it is settled (`core.approval.come_since`), the person has
    moved out, or the approval stands no more. What is demanded for several approvals is due once.
    """
    for kind in dict.fromkeys(each.kind for each in known.home.approvals):
        approval = latest_approval(known.home, kind, window.day)
        if approval is not None:
            for person in known.home.persons:
                yield from _of_person(known, person, approval, demands, window)


def _of_person(
    known: KnownHome, person: Person, approval: Approval, demands: Sequence[Demands], window: Window
) -> Iterator[Item]:
    arose = _arose(person)
    if not approval.on < arose <= window.last:
        return
    asked = max(arose, window.day)
    demanded = demands_on(demands, approval.kind, asked)
    if demanded is None or not known.is_home_on(asked):
        return
    steps = tuple(step for step in known.home.steps if step.on <= window.day)
    alone = known.home._replace(persons=(person,), steps=steps)
    for each in come_since(alone, demanded, approval.on, asked):
        yield _item(known, "since_approval", arose, each.code, person.ref, (("reason", each.reason),))


def _arose(person: Person) -> date:
    """The day something is first demanded of a person: of a member of the household from 18."""
    moved_in = person.since or date.min
    return moved_in if person.role == "carer" else max(moved_in, birthday(person.born, ADULT))


def _commitment(known: KnownHome, window: Window) -> Iterator[Item]:
    """`commitment_ends`: so many months from the first approval, that stands, as what the home applied as.

    Due on the last day of the commitment and, within a window, before it; afterwards nothing is due, for
    a home may go on without one.
    """
    months = known.home.commitment_months
    standing = [each.on for each in known.home.approvals if each.kind == known.home.kind and each.stands_on(window.day)]
    if months and standing:
        ends = add_months(min(standing), months) - ONE_DAY
        if window.day <= ends and known.is_home_on(ends):
            yield _item(known, "commitment_ends", ends, figures=(("months", months),))


def _to_destroy(known: KnownHome, window: Window, keep_days: int) -> Iterator[Item]:
    """`destroy`: a certificate seen, the decision it served made, and it is not recorded as destroyed.

    The decision is the first approval on or after the day it was seen. Of one seen when the home was
    approved already (a member who turned 18) it is that day itself; of a home that was never
    approved, the day its application was closed or the home ended. Due so many days after the decision,
    until it is destroyed, whatever has become of the home.
    """
    for step in known.undestroyed:
        decided = _decided(known, step, window.day) if step.on <= window.day else None
        if decided is not None:
            yield _item(known, "destroy", decided + timedelta(days=keep_days), part=step.person or "")


def _decided(known: KnownHome, step: Step, day: date) -> date | None:
    approvals = [each.on for each in known.home.approvals if each.on <= day]
    if approvals:
        return min((on for on in approvals if step.on <= on), default=step.on)
    ends = [on for on in (known.closed_on, known.ended_on) if on is not None and on <= day]
    return max(min(ends), step.on) if ends else None


def _item(
    known: KnownHome,
    kind: str,
    on: date | None,
    detail: str = "",
    part: str = "",
    figures: tuple[tuple[str, object], ...] = (),
) -> Item:
    return Item(kind, on, known.home.ref, detail, part, home=known.home.ref, who=known.who, figures=figures)
