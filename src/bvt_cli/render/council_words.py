"""What is said of the findings of a family council, and of what comes next, with the command that records it."""

from collections.abc import Callable
from typing import NamedTuple

from bvt_cli.core.council_due import Next
from bvt_cli.core.council_findings import Finding
from bvt_cli.core.texts import Text, text


class Thing(NamedTuple):
    """What comes next: a sentence, and the command with places for council, family, number on the map, and role."""

    sentence: Callable[[Next], Text]
    command: str


_STEP = "bvt council step {council} "
_CONSENT = "bvt council consent {council} {role} --on DATE"
_FAMILY = "bvt council family {council} {family} "

SENTENCES: dict[str, Callable[[Finding, str], Text]] = {
    "answer": lambda f, council: text(
        "Bufetat should have answered by {due}. Ask, and record the day with"
        " `bvt council set {council} --answered-on`.",
        due=f.due, council=council,
    ),
    "consent_parents": lambda f, council: text(
        "Consents of parents: {have} of {need}. Record them with `bvt council consent {council}`, or say with --exempt"
        " why one is not needed.",
        have=f.have, need=f.need, council=council,
    ),
    "consent_child": lambda f, council: text(
        "The child is {have} years old and consents itself from {need}. Record it with"
        " `bvt council consent {council} child`.",
        have=f.have, need=f.need, council=council,
    ),
    "child_view": lambda f, council: text(
        "Nobody has recorded whether the child wants a council. Ask the child, and record it with"
        " `bvt council view {council}`.",
        council=council,
    ),
    "child_met": lambda f, council: text(
        "The child does not want a council. Talk with the child, and record how it is met with"
        " `bvt council view {council} --child-met`.",
        council=council,
    ),
    "not_invited": lambda f, council: text(
        "The child does not want number {mapped} on the map invited. Meet or resolve it beforehand, and record it with"
        " `bvt council not-invited {council} {mapped} --resolved-on`.",
        mapped=f.mapped, council=council,
    ),
    "other_parent": lambda f, council: text(
        "The other parent's family is blank on the map; it is often forgotten. Put them there with"
        " `bvt council map {council} --category other_parent`, or say why not with"
        " `bvt council set {council} --other-parent-blank`.",
        council=council,
    ),
    "meeting": lambda f, council: text(
        "The council should have met by {due}. Hold it, and record it with `bvt council step {council} meeting`.",
        due=f.due, council=council,
    ),
    "meeting_early": lambda f, council: text(
        "The council met on {on}, too early: the meeting is to be held between {first} and {last}. If the day is wrong,"
        " correct it with `bvt council step {council} meeting --on`.",
        on=f.on, first=f.not_before, last=f.due, council=council,
    ),
    "meeting_late": lambda f, council: text(
        "The council met on {on}, too late: the meeting is to be held between {first} and {last}. If the day is wrong,"
        " correct it with `bvt council step {council} meeting --on`.",
        on=f.on, first=f.not_before, last=f.due, council=council,
    ),
    "met_without_parents": lambda f, council: text(
        "The council met on {on} with {have} of {need} consents of parents; the rest came afterwards. If a day is"
        " wrong, correct it with `bvt council consent {council}`.",
        on=f.on, have=f.have, need=f.need, council=council,
    ),
    "met_without_child": lambda f, council: text(
        "The council met on {on} without the consent of the child, which was {have} years old and consents itself from"
        " {need}. If the day is wrong, correct it with `bvt council consent {council} child`.",
        on=f.on, have=f.have, need=f.need, council=council,
    ),
    "met_unresolved": lambda f, council: text(
        "The council met on {on} before it was resolved that the child does not want number {mapped} on the map"
        " invited. If the day is wrong, correct it with `bvt council not-invited {council} {mapped} --resolved-on`.",
        on=f.on, mapped=f.mapped, council=council,
    ),
    "plan": lambda f, council: text(
        "The plan has no proposals. Record them with `bvt council plan {council} --proposal`.", council=council
    ),
    "family_answer": lambda f, council: text(
        "Family {family} has not answered. Record yes, no or undecided with"
        " `bvt council family {council} {family} --answer`.",
        family=f.family, council=council,
    ),
    "information_sent": lambda f, council: text(
        "The self-information has not been sent to family {family}. Record the day with"
        " `bvt council family {council} {family} --information-sent-on`.",
        family=f.family, council=council,
    ),
    "information_returned": lambda f, council: text(
        "Family {family} has not returned its self-information. Record the day with"
        " `bvt council family {council} {family} --information-returned-on`.",
        family=f.family, council=council,
    ),
    "interview": lambda f, council: text(
        "Nobody has talked with family {family}. Record the talk with `bvt council interview {council} {family}`.",
        family=f.family, council=council,
    ),
    "talk_early": lambda f, council: text(
        "There was a talk with family {family} before its self-information was returned. Talk again, or correct the"
        " days with `bvt council family {council} {family}`.",
        family=f.family, council=council,
    ),
    "family_matching": lambda f, council: text(
        "Nothing is written of how family {family} and the child would fit. Record it with"
        " `bvt council family {council} {family} --matching`.",
        family=f.family, council=council,
    ),
    "family_decision": lambda f, council: text(
        "The service has not decided about family {family}. Record it with `bvt council decide {council} {family}`.",
        family=f.family, council=council,
    ),
    "decision_against": lambda f, council: text(
        "Family {family} said no, and the service yes. Correct the answer with"
        " `bvt council family {council} {family} --answer`, or the decision with"
        " `bvt council decide {council} {family}`.",
        family=f.family, council=council,
    ),
    "closed_accepted": lambda f, council: text(
        "The council was closed without a family, though family {family} said yes, and the service too. Open it again"
        " with `bvt council close {council} --remove`, and put that right.",
        family=f.family, council=council,
    ),
    "no_families": lambda f, council: text(
        "No family is proposed. Record those of the plan with `bvt council family {council} --name`, or close the"
        " council with `bvt council close {council} --outcome no_family --closing-reason`.",
        council=council,
    ),
    "no_family_left": lambda f, council: text(
        "No family is left for this step. Record an answer or a decision that is missing, or close the council with"
        " `bvt council close {council} --outcome no_family --closing-reason`.",
        council=council,
    ),
    "family_home": lambda f, council: text(
        "Family {family} is accepted and not yet a home. Make it one with `bvt council accept {council} {family}`.",
        family=f.family, council=council,
    ),
    "family_intake": lambda f, council: text(
        "Intake has not made contact with family {family}. Record the day with"
        " `bvt council family {council} {family} --intake-on`.",
        family=f.family, council=council,
    ),
}  # fmt: skip

_THINGS: dict[str, Thing] = {
    "answer": Thing(
        lambda n: text("Record the day Bufetat answers."), "bvt council set {council} --answered-on DATE"
    ),
    "coordinator": Thing(
        lambda n: text("Let a coordinator start, and record the day."),
        f"{_STEP}coordinator --on DATE",
    ),
    "information": Thing(
        lambda n: text("Hold the information meeting, and record the day."),
        f"{_STEP}information --on DATE",
    ),
    "consent_parents": Thing(lambda n: text("Get the consent of both parents."), _CONSENT),
    "consent_child": Thing(lambda n: text("Get the child's own consent."), _CONSENT),
    "child_view": Thing(
        lambda n: text("Ask the child whether it wants a council."), "bvt council view {council} --child-wants ANSWER"
    ),
    "child_met": Thing(
        lambda n: text("The child does not want a council: talk with the child, and record how it is met."),
        "bvt council view {council} --child-met TEXT",
    ),
    "not_invited": Thing(
        lambda n: text("The child does not want number {mapped} on the map invited: resolve it.", mapped=n.mapped),
        "bvt council not-invited {council} {mapped} --resolved-on DATE --resolution TEXT",
    ),
    "other_parent": Thing(
        lambda n: text("Put the other parent's family on the map."),
        "bvt council map {council} --category other_parent --name NAME",
    ),
    "meeting": Thing(
        lambda n: text("Hold the family council, on where the child can live, and record the day."),
        f"{_STEP}meeting --on DATE",
    ),
    "plan_proposal": Thing(
        lambda n: text("Record the proposals of the family's plan."), "bvt council plan {council} --proposal TEXT"
    ),
    "plan": Thing(lambda n: text("Record that the family's plan is ready."), f"{_STEP}plan --on DATE"),
    "family": Thing(
        lambda n: text(
            "Record the families of the plan; if it has none, close the council with the outcome no_family and why."
        ), "bvt council family {council} --name NAME"
    ),
    "family_answer": Thing(
        lambda n: text("Ask family {family}: yes, no or undecided.", family=n.family), f"{_FAMILY}--answer ANSWER"
    ),
    "clarification": Thing(
        lambda n: text("Record that all is clarified with the family."),
        f"{_STEP}clarification --on DATE",
    ),
    "information_sent": Thing(
        lambda n: text("Send the self-information to family {family}.", family=n.family),
        f"{_FAMILY}--information-sent-on DATE",
    ),
    "information_returned": Thing(
        lambda n: text("Get the self-information back from family {family}, and record the day.", family=n.family),
        f"{_FAMILY}--information-returned-on DATE",
    ),
    "self_information": Thing(
        lambda n: text("Record that the self-information of every family is returned."),
        f"{_STEP}self_information --on DATE",
    ),
    "interview": Thing(
        lambda n: text("Talk with family {family}.", family=n.family),
        "bvt council interview {council} {family} --on DATE",
    ),
    "interviews": Thing(lambda n: text("Record that all families are talked with."), f"{_STEP}interviews --on DATE"),
    "family_undecided": Thing(
        lambda n: text("Ask family {family} again: it has not made up its mind.", family=n.family),
        f"{_FAMILY}--answer ANSWER",
    ),
    "family_matching": Thing(
        lambda n: text("Write down how family {family} and the child would fit.", family=n.family),
        f"{_FAMILY}--matching TEXT",
    ),
    "matching": Thing(
        lambda n: text("Discuss the families and the matching, and record the day."),
        f"{_STEP}matching --on DATE",
    ),
    "family_decision": Thing(
        lambda n: text("Decide yes or no to family {family}.", family=n.family),
        "bvt council decide {council} {family} yes|no",
    ),
    "decision": Thing(lambda n: text("Record that the service has decided."), f"{_STEP}decision --on DATE"),
    "family_home": Thing(
        lambda n: text("Make family {family} a home.", family=n.family),
        "bvt council accept {council} {family} --carer NAME,DATE",
    ),
    "family_intake": Thing(
        lambda n: text("Let intake make contact with family {family}, and record the day.", family=n.family),
        f"{_FAMILY}--intake-on DATE",
    ),
    "intake": Thing(lambda n: text("Record that intake has made contact."), f"{_STEP}intake --on DATE"),
    "close": Thing(
        lambda n: text("Close the council: nothing more is left to do."),
        "bvt council close {council} --outcome family_found",
    ),
    "close_no_family": Thing(
        lambda n: text("Close the council: no family is left."),
        "bvt council close {council} --outcome no_family --closing-reason TEXT",
    ),
}  # fmt: skip


def things(thing: Next) -> Thing:
    """What is said of a next thing, and its command."""
    return _THINGS[thing.code]
