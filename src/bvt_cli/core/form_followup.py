"""The form of what is done to follow a measure up, and of financial support."""

from bvt_cli.core.codes import FOLLOW_UP_KINDS, OUTCOMES
from bvt_cli.core.field import REF, Entity, Field, dated, personal

FOLLOW_UP = Entity(
    "follow_up",
    "follow_ups",
    "O",
    (
        REF,
        Field("agreement", "ref", required=True, of="agreement"),
        dated("on", required=True),
        Field("kind", "choice", required=True, choices=FOLLOW_UP_KINDS),
        Field("by", "line"),
        Field("home_took_part", "flag"),
        Field("parents_took_part", "flag"),
        Field("child_heard", "flag"),
        personal("child_not_heard", "line"),  # why, where the child was not
        Field("outcome", "choice", choices=OUTCOMES),
        dated("next_on"),
        personal("note", "text"),
    ),
)
GRANT = Entity(
    "grant",
    "grants",
    "G",
    (
        REF,
        Field("child", "ref", required=True, of="child"),
        dated("on", required=True),  # the day of the bill, or of the cash
        Field("amount", "kroner", required=True, high=1_000_000),
        Field("decision", "line", required=True),
        personal("purpose", "line", required=True),
        personal("supplier", "line"),
        Field("bill", "line"),
        Field("cash", "flag"),  # left out: false, paid to the supplier against the bill
        personal("cash_reason", "line"),
        Field("approved_by", "line"),
        dated("paid_on"),
        Field("withdrawn", "group", fields=(dated("on", required=True), Field("reason", "line", required=True))),
    ),
)


ENDS_OF_HOMES = (
    dated("rejected_on"),
    personal("rejected_reason", "line"),
    dated("withdrew_on"),
    personal("withdrew_reason", "line"),
    dated("ended_on"),
    personal("ended_reason", "line"),
)
"""The keys of a home that say how its application or its work came to an end."""
PAUSES = Field(
    "pauses",
    "list",
    table="pause",
    identity=("from",),
    fields=(dated("from", required=True), dated("to"), personal("reason", "line")),
)
