"""The form of the register: which things it keeps, under which keys, in which shape.

Said once, as data: a register document is read and written by it, the tables are kept to it, and
commands offer its keys. A key that is left out stands for its default, given in the comments here
and applied where it is used.
"""

from functools import cache

from bvt_cli.core.codes import BASES, CANCELLED_BY, END_REASONS, MEASURES, SIZES
from bvt_cli.core.field import REF, Entity, Field, dated, personal
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_followup import FOLLOW_UP, GRANT
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.form_pay import DRIVE, OUTLAY, SUPPLEMENT

CHILD = Entity(
    "child",
    "children",
    "C",
    (
        REF,
        Field("case", "pseudonym", required=True),
        dated("born", required=True),
        Field("siblings", "refs", of="child"),
        Field("party", "flag"),
        personal("interests", "texts"),
        personal("activity", "line"),
    ),
)
AGREEMENT = Entity(
    "agreement",
    "agreements",
    "A",
    (
        REF,
        Field("home", "ref", required=True, of="home"),
        Field("child", "ref", of="child"),
        Field("network", "ref", of="network"),
        Field("measure", "choice", required=True, choices=MEASURES),
        dated("from", required=True),
        dated("to"),
        Field("size", "choice", choices=SIZES),
        Field("basis", "choice", choices=BASES),  # left out: fixed
        Field("days_per_month", "whole", low=1, high=31),  # left out: what the rules say, 3
        Field("factor", "fraction", low=0, high=20),  # left out: 1
        Field("aftercare", "flag"),  # left out: false
        Field("paid_until", "month"),
        Field("legal_basis", "line"),
        Field("contact", "line"),
        personal("goals", "text"),
        Field("visits_per_year", "whole", high=12),  # of a fosterhjem; left out: what the rules say
        Field("supervision_per_year", "whole", high=12),  # likewise
        Field("end_reason", "choice", choices=END_REASONS),
    ),
)
STAY = Entity(
    "stay",
    "stays",
    "S",
    (
        REF,
        Field("agreement", "ref", required=True, of="agreement"),
        dated("from", required=True),
        dated("to", required=True),
        Field("extra", "flag"),  # left out: false
        Field(
            "cancelled",
            "group",
            fields=(
                dated("on", required=True),
                Field("by", "choice", required=True, choices=CANCELLED_BY),
                Field("pay", "flag"),  # left out: true when the service cancelled, else false
            ),
        ),
    ),
)
REGISTER = Entity(
    "register",
    "register",
    "",
    (
        Field("pay_from", "month"),
        Field(
            "joint_meetings",
            "list",
            table="joint_meeting",
            fields=(dated("on", required=True), Field("networks", "refs", required=True, of="network")),
        ),
    ),
)
"""What belongs to the register as a whole; its keys stand at the top of a document."""

ENTITIES = (HOME, CHILD, NETWORK, AGREEMENT, STAY, OUTLAY, DRIVE, SUPPLEMENT, FOLLOW_UP, GRANT, COUNCIL)
"""In the order they are written to the register, so that what is pointed to comes first."""

BY_NAME = {entity.name: entity for entity in (*ENTITIES, REGISTER)}
DOCUMENT_ORDER = (
    "homes",
    "children",
    "agreements",
    "stays",
    "outlays",
    "drives",
    "supplements",
    "follow_ups",
    "grants",
    "networks",
    "councils",
)


def field_of(owner: str, key: str) -> Field | None:
    """The field of a key of a thing (`home`), or of the elements of a list of one (`home.persons`); else None."""
    return _fields().get((owner, key))


@cache
def _fields() -> dict[tuple[str, str], Field]:
    found = {}
    for entity in BY_NAME.values():
        for field in entity.fields:
            found[entity.name, field.key] = field
            found |= {(f"{entity.name}.{field.key}", inner.key): inner for inner in field.fields}
    return found
