"""What the findings and figures of a network need, read from the register."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.errors import NotFound
from bvt_cli.core.field import Record
from bvt_cli.core.form import REGISTER
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.halfyear import Experience, FamilyContact, Gathering, Half
from bvt_cli.core.home import Approval
from bvt_cli.core.network import Consent, Engagement, Member, Network, Placement
from bvt_cli.core.texts import text
from bvt_cli.store import records
from bvt_cli.store.database import Connection
from bvt_cli.store.records import day_or_none

_HOMES = "SELECT home FROM member UNION SELECT resource_home FROM network"
_ENDED = f"SELECT ref, ended_on FROM home WHERE ended_on IS NOT NULL AND ref IN ({_HOMES})"
_APPROVALS = """
SELECT h.ref, a."on", a.revoked_on, coalesce(a.recorded, 1) FROM approval AS a JOIN home AS h ON h.id = a.home_id
WHERE a.kind = 'ressursfamilie' ORDER BY a."on"
"""
_PLACEMENTS = f"""
SELECT a.child, a.home, c.born, a."from", a."to" FROM agreement AS a JOIN child AS c ON c.ref = a.child
WHERE a.measure = 'fosterhjem' AND a.home IN ({_HOMES}) ORDER BY length(a.child), a.child, a."from"
"""
_ENGAGEMENTS = """
SELECT network, ref, home, "from", "to" FROM agreement
WHERE measure = 'ressursfamilie' AND network IS NOT NULL ORDER BY "from", length(ref), ref
"""
_MUNICIPALITIES = f"""
SELECT ref, municipality FROM home
WHERE municipality IS NOT NULL AND coalesce(protected, 0) = 0 AND ref IN ({_HOMES})
"""
"""Of protected homes it is as if unknown, here too: who pays for a home would tell where it is."""


class NamedNetwork(NamedTuple):
    """A network with its name, which no rule needs."""

    name: str
    network: Network


class _Surroundings(NamedTuple):
    """What networks have in common, by ref of the home (joint meetings and engagements: of the network)."""

    ended: Mapping[str, date]
    approvals: Mapping[str, tuple[Approval, ...]]
    placements: Mapping[str, tuple[Placement, ...]]
    joint_meetings: Mapping[str, tuple[date, ...]]
    engagements: Mapping[str, tuple[Engagement, ...]]
    municipalities: Mapping[str, str]


def all_networks(connection: Connection) -> list[NamedNetwork]:
    """Every network, in the order of refs."""
    around = _surroundings(connection)
    return [_network(record, around) for record in records.load(connection, NETWORK).values()]


def network_named(connection: Connection, ref: str) -> NamedNetwork:
    """The network of a ref. Raises NotFound."""
    found = records.load(connection, NETWORK, [ref])
    if not found:
        raise NotFound(text("There is no network {ref} in the register.", ref=ref))
    return _network(found[ref], _surroundings(connection))


def home_names(connection: Connection, refs: Collection[str]) -> dict[str, str]:
    """The names of homes by ref."""
    marks = ", ".join("?" * len(refs))
    select = f"SELECT h.ref, x.name FROM home AS h JOIN home_text AS x ON x.id = h.id WHERE h.ref IN ({marks})"
    return {ref: name for ref, name in connection.execute(select, tuple(refs)) if name is not None}


def _surroundings(connection: Connection) -> _Surroundings:
    approvals: defaultdict[str, tuple[Approval, ...]] = defaultdict(tuple)
    for home, on, revoked_on, recorded in connection.execute(_APPROVALS):
        approval = Approval("ressursfamilie", date.fromisoformat(on), day_or_none(revoked_on), bool(recorded))
        approvals[home] += (approval,)
    placements: defaultdict[str, tuple[Placement, ...]] = defaultdict(tuple)
    for child, home, born, first, last in connection.execute(_PLACEMENTS):
        placement = Placement(child, home, date.fromisoformat(born), date.fromisoformat(first), day_or_none(last))
        placements[home] += (placement,)
    meetings: defaultdict[str, tuple[date, ...]] = defaultdict(tuple)
    for register in records.load(connection, REGISTER).values():
        for meeting in register.get("joint_meetings", ()):
            for network in meeting["networks"]:
                meetings[network] += (meeting["on"],)
    engagements: defaultdict[str, tuple[Engagement, ...]] = defaultdict(tuple)
    for network, ref, home, first, last in connection.execute(_ENGAGEMENTS):
        engagements[network] += (Engagement(ref, home, date.fromisoformat(first), day_or_none(last)),)
    ended = {ref: date.fromisoformat(on) for ref, on in connection.execute(_ENDED)}
    municipalities = dict(connection.execute(_MUNICIPALITIES).fetchall())
    return _Surroundings(ended, approvals, placements, meetings, engagements, municipalities)


def _network(record: Record, around: _Surroundings) -> NamedNetwork:
    resource_home = record["resource_home"]
    members = tuple(_member(each, around.ended) for each in record.get("members", ()))
    homes = dict.fromkeys([resource_home, *(member.home for member in members)])
    network = Network(
        ref=record["ref"],
        resource_home=resource_home,
        started_on=record["started_on"],
        ended_on=record.get("ended_on"),
        contacts=record.get("contacts", ()),
        talk_every=tuple((each["from"], each["days"]) for each in record.get("talk_every_days", ())),
        agreed=tuple((each["year"], each["number"]) for each in record.get("gatherings_agreed", ())),
        members=members,
        confidentiality_on=record.get("confidentiality_on"),
        consents=tuple(
            Consent(each["child"], each["on"], each.get("withdrawn_on")) for each in record.get("consents", ())
        ),
        gatherings=tuple(_gathering(each) for each in record.get("gatherings", ())),
        talks=tuple(each["on"] for each in record.get("talks", ())),
        family_contacts=tuple(
            FamilyContact(each["home"], each["on"], each.get("count", 1)) for each in record.get("family_contacts", ())
        ),
        experiences=tuple(
            Experience(Half.parse(each["half"]), each.get("text"), each.get("delivered_on"))
            for each in record.get("experiences", ())
        ),
        approvals=around.approvals.get(resource_home, ()),
        home_ended_on=around.ended.get(resource_home),
        placements=tuple(each for home in homes for each in around.placements.get(home, ())),
        joint_meetings=around.joint_meetings.get(record["ref"], ()),
        engagements=around.engagements.get(record["ref"], ()),
        municipalities=tuple((home, around.municipalities[home]) for home in homes if home in around.municipalities),
    )
    return NamedNetwork(record.get("name", ""), network)


def _member(record: Record, ended: Mapping[str, date]) -> Member:
    """A membership, which ends at the latest with the home."""
    lasts = [day for day in (record.get("to"), ended.get(record["home"])) if day is not None]
    return Member(record["home"], record["from"], min(lasts, default=None), record.get("confidentiality_on"))


def _gathering(record: Record) -> Gathering:
    return Gathering(record["on"], record["kind"], record.get("title"), record.get("homes", ()), record.get("went"))
