"""The form of what is paid beside the KS rates: outlays, driving, and supplements by decision.

Each is paid under an agreement, when somebody has approved it; one entered by mistake is withdrawn.
"""

from bvt_cli.core.field import REF, Entity, Field, dated, personal

_AGREEMENT = Field("agreement", "ref", required=True, of="agreement")
_APPROVED_BY = Field("approved_by", "line")  # left out: nobody has, so it is not paid
_REGISTERED_ON = dated("registered_on")  # what comes late is flagged
_WITHDRAWN = Field("withdrawn", "group", fields=(dated("on", required=True), Field("reason", "line", required=True)))

OUTLAY = Entity(
    "outlay",
    "outlays",
    "U",
    (
        REF,
        _AGREEMENT,
        dated("on", required=True),
        Field("receipt", "line", required=True),
        Field("amount", "kroner", required=True, high=1_000_000),
        personal("purpose", "line"),
        _APPROVED_BY,
        _REGISTERED_ON,
        _WITHDRAWN,
    ),
)
DRIVE = Entity(
    "drive",
    "drives",
    "D",
    (
        REF,
        _AGREEMENT,
        dated("on", required=True),
        Field("km", "fraction", required=True, high=10_000),
        personal("purpose", "line"),
        _APPROVED_BY,
        _REGISTERED_ON,
        _WITHDRAWN,
    ),
)
SUPPLEMENT = Entity(
    "supplement",
    "supplements",
    "T",
    (
        REF,
        _AGREEMENT,
        Field("from", "month", required=True),
        Field("to", "month", required=True),
        Field("amount", "kroner", required=True, high=1_000_000),  # for each month
        Field("decision", "line", required=True),
        Field("taxable", "flag"),  # left out: true, it is pay
        personal("purpose", "line"),
        _APPROVED_BY,
        _REGISTERED_ON,
        _WITHDRAWN,
    ),
)
