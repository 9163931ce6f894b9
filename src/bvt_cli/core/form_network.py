"""The form of a network: the resource family, its member homes, and what they have done together."""

from bvt_cli.core.codes import GATHERING_KINDS
from bvt_cli.core.field import REF, Entity, Field, dated, personal

NETWORK = Entity(
    "network",
    "networks",
    "N",
    (
        REF,
        personal("name", "name", required=True),
        Field("resource_home", "ref", required=True, of="home"),
        dated("started_on", required=True),
        dated("ended_on"),
        Field("contacts", "texts"),
        Field(
            "talk_every_days",  # left out: what the rules say, 14
            "list",
            table="talk_interval",
            identity=("from",),
            fields=(Field("days", "whole", required=True, low=1, high=366), dated("from", required=True)),
        ),
        Field(
            "gatherings_agreed",  # left out: what the rules say, 6
            "list",
            table="gatherings_agreed",
            identity=("year",),
            fields=(
                Field("year", "whole", required=True, low=1990, high=2199),
                Field("number", "whole", required=True, high=100),
                personal("reason", "text"),
            ),
        ),
        Field(
            "members",
            "list",
            table="member",
            identity=("home", "from"),
            fields=(
                Field("home", "ref", required=True, of="home"),
                dated("from", required=True),
                dated("to"),
                dated("confidentiality_on"),
            ),
        ),
        dated("confidentiality_on"),
        Field(
            "consents",
            "list",
            table="consent",
            identity=("child", "on"),
            fields=(
                Field("child", "ref", required=True, of="child"),
                dated("on", required=True),
                dated("withdrawn_on"),
            ),
        ),
        Field(
            "gatherings",
            "list",
            table="gathering",
            identity=("on", "kind"),
            fields=(
                dated("on", required=True),
                Field("kind", "choice", required=True, choices=GATHERING_KINDS),
                personal("title", "line"),
                Field("homes", "refs", of="home"),
                personal("went", "text"),
                Field("cost", "kroner", high=1_000_000),
                Field("receipt", "line"),
                Field("approved_by", "line"),  # left out: not approved, so nothing is refunded
            ),
        ),
        Field(
            "talks",
            "list",
            table="talk",
            fields=(dated("on", required=True), Field("by", "line")),
        ),
        Field(
            "family_contacts",
            "list",
            table="family_contact",
            fields=(
                Field("home", "ref", required=True, of="home"),
                dated("on", required=True),
                Field("count", "whole", low=1, high=1000),  # left out: 1
            ),
        ),
        Field(
            "experiences",
            "list",
            table="experience",
            identity=("half",),
            fields=(Field("half", "half", required=True), personal("text", "text"), dated("delivered_on")),
        ),
    ),
)
