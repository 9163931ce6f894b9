"""What the findings and deadlines of a family council need, read from the register: no names, no words about people."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.council import Consent, Council, Family, Objection, Step, Talk
from bvt_cli.core.field import Record
from bvt_cli.core.form import CHILD
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.store import records
from bvt_cli.store.database import Connection


class KnownCouncil(NamedTuple):
    """A council with the case number of its child and its record, which hold what no rule needs."""

    case: str
    council: Council
    record: Record


def all_councils(
    connection: Connection, refs: Collection[str] | None = None, *, whole: bool = False
) -> list[KnownCouncil]:
    """Every council, or those of these refs, in the order of refs; `whole`: with what protected homes hide."""
    found = (records.load_whole if whole else records.load)(connection, COUNCIL, refs)
    wanted = {record["child"] for record in found.values()}
    only = CHILD._replace(fields=tuple(field for field in CHILD.fields if field.key in ("ref", "case", "born")))
    children = records.load(connection, only, wanted)
    return [_known(record, children[record["child"]]) for record in found.values()]


def running_council_of(connection: Connection, child: str) -> str | None:
    """The ref of a child's council that is not closed."""
    select = "SELECT ref FROM council WHERE child = ? AND closed_on IS NULL ORDER BY id"
    row = connection.execute(select, (child,)).fetchone()
    return None if row is None else str(row[0])


def second_open(connection: Connection, given: Iterable[Record]) -> Iterator[tuple[Record, str]]:
    """Of the records to be written those that would give a child a second council not closed, with the other's ref."""
    mine = list(given)
    refs = {record["ref"] for record in mine}
    rows = connection.execute("SELECT child, ref FROM council WHERE closed_on IS NULL ORDER BY id")
    open_ = {child: ref for child, ref in rows if ref not in refs}
    for record in mine:
        if "child" in record and "closed_on" not in record:
            other = str(open_.setdefault(record["child"], record["ref"]))
            if other != record["ref"]:
                yield record, other


def found_by(connection: Connection, home: str) -> list[tuple[str, int]]:
    """The councils a home came from, each with the number of the family there."""
    select = (
        "SELECT council.ref, council_family.number FROM council_family"
        " JOIN council ON council.id = council_family.council_id WHERE council_family.home = ? ORDER BY council.id"
    )
    return [(str(ref), int(number)) for ref, number in connection.execute(select, (home,))]


def _known(record: Record, child: Record) -> KnownCouncil:
    return KnownCouncil(child.get("case", ""), council_of(record, child["born"]), record)


def council_of(record: Record, born: date) -> Council:
    """The council of a record of the register; `born`: the child's birth date."""
    return Council(
        ref=record["ref"],
        child=record["child"],
        born=born,
        referred_on=record["referred_on"],
        acute=record.get("acute", False),
        answered_on=record.get("answered_on"),
        decided_on=record.get("decided_on"),
        closed_on=record.get("closed_on"),
        child_wants=record.get("child_wants"),
        child_asked_on=record.get("child_asked_on"),
        child_met="child_met" in record,
        other_parent_blank="other_parent_blank" in record,
        consents=tuple(
            Consent(each["role"], each.get("on"), each.get("withdrawn_on"), "exempt" in each)
            for each in record.get("consents", ())
        ),
        steps=tuple(Step(each["code"], each["on"], each.get("skipped", False)) for each in record.get("steps", ())),
        mapped=tuple(each["category"] for each in record.get("map", ())),
        objections=tuple(
            Objection(each["mapped"], each["on"], each.get("resolved_on")) for each in record.get("not_invited", ())
        ),
        proposals=len(record.get("plan", ())),
        families=tuple(_family(each) for each in record.get("families", ())),
        talks=tuple(Talk(each["family"], each["on"]) for each in record.get("interviews", ())),
        outcome=record.get("outcome"),
    )


def _family(record: Record) -> Family:
    return Family(
        number=record["number"],
        answer=record.get("answer"),
        answered_on=record.get("answered_on"),
        information_sent_on=record.get("information_sent_on"),
        information_returned_on=record.get("information_returned_on"),
        decision=record.get("decision"),
        decided_on=record.get("decided_on"),
        intake_on=record.get("intake_on"),
        home=record.get("home"),
        matching="matching" in record,
    )
