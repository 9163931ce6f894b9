"""The form of a home: its persons, payees, steps and approvals. Not in core.form, for a list of homes needs no more."""

from bvt_cli.core.codes import CERTIFICATE_TYPES, EMPLOYMENTS, KINDS, LANGUAGES, ROLES, STEP_CODES
from bvt_cli.core.field import REF, Entity, Field, dated, personal
from bvt_cli.core.form_followup import ENDS_OF_HOMES, PAUSES

PERSONS = Field(
    "persons",
    "list",
    table="person",
    identity=("ref",),
    fields=(
        REF,
        personal("name", "name", required=True),
        dated("born", required=True),
        Field("role", "choice", required=True, choices=ROLES),
        dated("from"),
        dated("to"),
    ),
)
PAYEES = Field(
    "payees",
    "list",
    table="payee",
    identity=("person", "from"),
    fields=(
        Field("person", "ref", required=True, of="person"),
        Field("payroll_id", "pseudonym"),
        Field("share", "fraction", required=True, low=0, high=1),
        dated("from", required=True),
        personal("account", "account"),
    ),
)
STEPS = Field(
    "steps",
    "list",
    table="step",
    identity=("code", "person", "on"),
    fields=(
        Field("code", "choice", required=True, choices=STEP_CODES),
        Field("person", "ref", of="person"),
        Field("type", "choice", choices=CERTIFICATE_TYPES),
        dated("issued"),
        dated("on", required=True),
        Field("by", "line"),
        dated("destroyed_on"),
    ),
)
APPROVALS = Field(
    "approvals",
    "list",
    table="approval",
    identity=("kind", "on"),
    fields=(
        Field("kind", "choice", required=True, choices=KINDS),
        dated("on", required=True),
        Field("by", "line"),
        dated("revoked_on"),
        personal("reason", "text"),
        Field("recorded", "flag"),  # left out: true, bvt did not judge it
    ),
)
HOME = Entity(
    "home",
    "homes",
    "H",
    (
        REF,
        Field("kind", "choice", required=True, choices=KINDS),
        personal("name", "name", required=True),
        dated("applied_on"),
        Field("employment", "choice", required=True, choices=EMPLOYMENTS),
        Field("commitment_months", "whole", high=600),
        Field("municipality", "digits4"),
        Field("language", "choice", choices=LANGUAGES),
        personal("phone", "line"),
        personal("email", "line"),
        personal("address", "line"),
        personal("postcode", "digits4"),
        personal("city", "line"),
        Field("protected", "flag"),  # left out: false
        personal("dwelling", "line"),
        personal("interests", "texts"),
        personal("activity", "line"),
        personal("motivation", "text"),
        Field(
            "prefers",
            "group",
            fields=(
                Field("age_from", "whole", high=23),
                Field("age_to", "whole", high=23),
                Field("siblings", "flag"),
            ),
        ),
        Field("capacity", "whole", high=20),
        Field("has_been_fosterhjem", "flag"),
        *ENDS_OF_HOMES,
        PERSONS,
        PAYEES,
        STEPS,
        APPROVALS,
        PAUSES,
    ),
)
