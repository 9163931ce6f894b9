"""The form of a family council: "family and close network first", from the referral to the family that is found.

Source: the slides "Familie og nære nettverk først!" (Bufetat east). The first of the eleven steps, the referral, is the
council's own `referred_on`, `referred_by` and `wish`; the other ten stand in `steps`.
"""

from bvt_cli.core.field import REF, Entity, Field, dated, personal

REFERRAL = "referral"
STEPS_TO_TAKE = (
    "coordinator",
    "information",
    "meeting",
    "plan",
    "clarification",
    "self_information",
    "interviews",
    "matching",
    "decision",
    "intake",
)
COUNCIL_STEPS = (REFERRAL, *STEPS_TO_TAKE)
"""The eleven steps of the routine, in order."""
PARENTS = ("mother", "father", "co_mother", "guardian")
CONSENT_ROLES = (*PARENTS, "child")
CATEGORIES = ("close_family", "extended", "other_parent", "child_network")
"""Who may be on the map of the network; the other parent's family (the father's, often) is easily forgotten."""
ANSWERS = ("yes", "no", "undecided")
VIEWS = ("yes", "no", "unsure")
DECISIONS = ("yes", "no")
TALKS = ("interview", "attachment_talk")
OUTCOMES = ("family_found", "no_family", "stopped")

_NUMBER = Field("number", "whole", required=True, low=1, high=99)

CONSENTS = Field(
    "consents",
    "list",
    table="council_consent",
    identity=("role", "on"),
    fields=(
        Field("role", "choice", required=True, choices=CONSENT_ROLES),
        dated("on"),
        dated("withdrawn_on"),
        personal("exempt", "line"),
    ),
)
STEPS = Field(
    "steps",
    "list",
    table="council_step",
    identity=("code",),
    fields=(
        Field("code", "choice", required=True, choices=STEPS_TO_TAKE),
        dated("on", required=True),
        Field("by", "line"),
        Field("skipped", "flag"),  # left out: false
        personal("reason", "text"),
    ),
)
MAP = Field(
    "map",
    "list",
    table="council_map",
    identity=("number",),
    fields=(
        _NUMBER,
        Field("category", "choice", required=True, choices=CATEGORIES),
        personal("name", "name", required=True),
        personal("relation", "line"),
        personal("phone", "line"),
        dated("invited_on"),
    ),
)
NOT_INVITED = Field(
    "not_invited",
    "list",
    table="council_not_invited",
    identity=("mapped",),
    fields=(
        Field("mapped", "whole", required=True, low=1, high=99),
        dated("on", required=True),
        personal("why", "text"),
        dated("resolved_on"),
        personal("resolution", "text"),
    ),
)
PLAN = Field(
    "plan",
    "list",
    table="council_proposal",
    identity=("number",),
    fields=(_NUMBER, personal("proposal", "text", required=True)),
)
FAMILIES = Field(
    "families",
    "list",
    table="council_family",
    identity=("number",),
    fields=(
        _NUMBER,
        personal("name", "name", required=True),
        personal("contact", "line"),
        Field("answer", "choice", choices=ANSWERS),
        dated("answered_on"),
        dated("information_sent_on"),
        dated("information_returned_on"),
        personal("matching", "text"),
        Field("decision", "choice", choices=DECISIONS),
        dated("decided_on"),
        personal("reason", "text"),
        dated("intake_on"),
        Field("home", "ref", of="home"),
    ),
)
INTERVIEWS = Field(
    "interviews",
    "list",
    table="council_interview",
    identity=("family", "kind", "on"),
    fields=(
        Field("family", "whole", required=True, low=1, high=99),
        Field("kind", "choice", required=True, choices=TALKS),
        dated("on", required=True),
        Field("by", "line"),
        personal("notes", "text"),
    ),
)
COUNCIL = Entity(
    "council",
    "councils",
    "F",
    (
        REF,
        Field("child", "ref", required=True, of="child"),
        dated("referred_on", required=True),
        Field("referred_by", "line"),
        Field("wish", "choice", choices=ANSWERS),
        Field("acute", "flag"),  # left out: false
        dated("answered_on"),
        dated("decided_on"),  # left out: the day of Bufetat's answer
        Field("coordinator", "line"),
        personal("language", "line"),
        personal("culture", "text"),
        Field("child_wants", "choice", choices=VIEWS),
        dated("child_asked_on"),
        personal("child_says", "text"),
        personal("child_met", "text"),
        personal("other_parent_blank", "text"),
        dated("closed_on"),
        Field("outcome", "choice", choices=OUTCOMES),
        personal("closing_reason", "text"),
        CONSENTS,
        STEPS,
        MAP,
        NOT_INVITED,
        PLAN,
        FAMILIES,
        INTERVIEWS,
    ),
)
