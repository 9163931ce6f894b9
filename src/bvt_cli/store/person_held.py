"""All that the register holds on one person: every table read for what is on them, as `core.insight` says."""

from collections.abc import Iterable, Iterator

from bvt_cli.core.erasing import family_numbers
from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.field import Entity, Record
from bvt_cli.core.form import AGREEMENT, CHILD, STAY
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_followup import FOLLOW_UP, GRANT
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.form_pay import DRIVE, OUTLAY, SUPPLEMENT
from bvt_cli.core.insight import PROTECTED, Answer, Gap, Review, Rows, Subject, part, to_review
from bvt_cli.core.protection import CONTACT, FAMILIES, FLAG, HIDDEN, hidden, hidden_families
from bvt_cli.core.texts import mark, text
from bvt_cli.store import person_log, person_pay, records
from bvt_cli.store.database import Connection

_UNDER = (
    (STAY, "stays", mark("Stays")),
    (FOLLOW_UP, "follow_ups", mark("Follow-up")),
    (OUTLAY, "outlays", mark("Outlays")),
    (DRIVE, "drives", mark("Driving")),
    (SUPPLEMENT, "supplements", mark("Supplements")),
)
"""What stands under agreements."""


class _Gathered:
    """What has been found so far."""

    def __init__(self, connection: Connection, subject: Subject) -> None:
        self.connection = connection
        self.subject = subject
        self.sections: list[Rows] = []
        self.left_out: list[Gap] = []
        self.review: list[Review] = []

    def things(
        self, entity: Entity, code: str, heading: str, found: Iterable[Record], subject: Subject | None = None
    ) -> None:
        """Take what is the subject's of some things."""
        rows = []
        for record in found:
            row, gaps = part(entity, record, subject or self.subject)
            rows.append(row)
            self.left_out += [Gap(entity.name, record["ref"], *gap) for gap in gaps]
            self.review += to_review(code, entity.name, row)
        self.rows(code, heading, rows, entity.name)

    def rows(self, code: str, heading: str, rows: Iterable[Record], owner: str = "") -> None:
        known = next((at for at, each in enumerate(self.sections) if each.code == code), None)
        if known is None:
            self.sections.append(Rows(code, heading, owner, tuple(rows)))
        else:
            self.sections[known] = self.sections[known]._replace(rows=(*self.sections[known].rows, *rows))


def answer(connection: Connection, ref: str, *, reveal: bool) -> Answer:
    """All that is held on the person or child of a ref; `reveal`: also where a protected home is.

    Raises NotFound, Usage where a person and a child have the ref.
    """
    subject = _subject(connection, ref)
    found = _Gathered(connection, subject)
    if subject.role == "child":
        _of_child(found)
    else:
        _of_person(found, reveal)
    return Answer(subject, tuple(found.sections), tuple(found.left_out), tuple(found.review))


def _subject(connection: Connection, ref: str) -> Subject:
    select = "SELECT p.role, h.ref FROM person AS p JOIN home AS h ON h.id = p.home_id WHERE p.ref = ?"
    person = connection.execute(select, (ref,)).fetchone()
    is_child = records.exists(connection, "child", ref)
    if person and is_child:
        raise Usage(text("A person and a child both have the ref {ref}; give one of them another.", ref=ref))
    if person:
        return Subject(ref, person[0], person[1])
    if is_child:
        return Subject(ref, "child")
    persons = [row[0] for row in connection.execute(_PERSONS, (ref,))]
    if persons:
        raise NotFound(text("{ref} is a home; name one of its persons: {persons}.", ref=ref, persons=tuple(persons)))
    raise NotFound(text("There is no person or child {ref}.", ref=ref))


_PERSONS = "SELECT p.ref FROM person AS p JOIN home AS h ON h.id = p.home_id WHERE h.ref = ? ORDER BY p.id"


def _of_person(found: _Gathered, reveal: bool) -> None:
    connection, subject = found.connection, found.subject
    assert subject.home is not None
    home = records.load_whole(connection, HOME, [subject.home])[subject.home]
    shown = reveal or not home.get(FLAG)
    if not shown:
        found.left_out += [Gap("home", subject.home, key, PROTECTED) for key in HIDDEN if key in home]
        home = hidden(home)
    found.things(HOME, "home", mark("The home, and the person in it"), [home])
    agreements = _refs(connection, "SELECT ref FROM agreement WHERE home = ?", subject.home)
    if subject.role == "carer":
        found.things(AGREEMENT, "agreements", mark("Agreements"), _load(connection, AGREEMENT, agreements))
        _under(found, agreements)
        _networks_of_home(found)
        _councils_of_home(found, shown)
        found.rows("lines", mark("Posted lines"), person_pay.lines_of_home(connection, subject.home))
        found.rows("statements", mark("Statements handed over"), person_pay.statements(connection, subject.home))
        claims = person_pay.claims_on(connection, subject.home)
        found.rows("claims", mark("Claims"), claims)
        found.review += [Review("claims", str(each["claim"]), "reason", "", str(each["reason"])) for each in claims
                         if each.get("reason")]  # fmt: skip
    found.rows("paid", mark("Paid to the person"), person_pay.paid_to(connection, subject.home, subject.ref))
    kept = person_pay.payees_of_runs(connection, subject.home, subject.ref)
    found.rows("payee_of_runs", mark("Kept with the runs as a payee"), kept)
    confirmed = person_pay.confirmations_of(connection, subject.home, subject.ref)
    found.rows("confirmations", mark("Confirmed as a payee"), confirmed)
    things = [("home", subject.home)]
    if subject.role == "carer":
        things += [(rows.owner, row["ref"]) for rows in found.sections if rows.owner and rows.owner != "home"
                   for row in rows.rows]  # fmt: skip
        things += [("claim", str(each["claim"])) for each in person_pay.claims_on(connection, subject.home)]
    found.rows("journal", mark("Who changed what"), person_log.changes_of(connection, things, subject, shown))
    seen = [("person", subject.ref), ("home", subject.home), *(("agreement", each) for each in agreements)]
    if subject.role == "carer":
        seen += person_log.seen_with(connection, "home", subject.home)
    _look_ups(found, seen)


def _of_child(found: _Gathered) -> None:
    connection, ref = found.connection, found.subject.ref
    found.things(CHILD, "child", mark("The child"), _load(connection, CHILD, [ref]))
    agreements = _refs(connection, "SELECT ref FROM agreement WHERE child = ?", ref)
    found.things(AGREEMENT, "agreements", mark("Agreements"), _load(connection, AGREEMENT, agreements))
    _under(found, agreements)
    grants = _refs(connection, "SELECT ref FROM grant WHERE child = ?", ref)
    found.things(GRANT, "grants", mark("Financial support"), _load(connection, GRANT, grants))
    councils = _refs(connection, "SELECT ref FROM council WHERE child = ?", ref)
    found.things(COUNCIL, "councils", mark("Family councils"), _load(connection, COUNCIL, councils))
    networks = _refs(connection, "SELECT DISTINCT n.ref FROM consent AS c JOIN network AS n ON n.id = c.network_id"
                     " WHERE c.child = ?", ref)  # fmt: skip
    found.things(NETWORK, "networks", mark("Consents in networks"), _load(connection, NETWORK, networks))
    found.rows("lines", mark("Posted lines"), person_pay.lines_of_child(connection, ref))
    things = [(rows.owner, row["ref"]) for rows in found.sections if rows.owner for row in rows.rows]
    found.rows("journal", mark("Who changed what"), person_log.changes_of(connection, things, found.subject, True))
    seen = [(what, each) for what, each in things if what in ("child", "agreement", "council")]
    seen += person_log.seen_with(connection, "child", ref)
    _look_ups(found, seen)


def _under(found: _Gathered, agreements: list[str]) -> None:
    for entity, code, heading in _UNDER:
        select = f"SELECT ref FROM {entity.name} WHERE agreement = ?"
        refs = [ref for each in agreements for ref in _refs(found.connection, select, each)]
        found.things(entity, code, heading, _load(found.connection, entity, refs))


def _networks_of_home(found: _Gathered) -> None:
    for network in records.load_whole(found.connection, NETWORK).values():
        homes = {each["home"] for each in network.get("members", ())}
        leads = network["resource_home"] == found.subject.home
        if leads or found.subject.home in homes:
            subject = found.subject._replace(leads=leads)
            found.things(NETWORK, "networks", mark("Networks"), [network], subject)


def _councils_of_home(found: _Gathered, shown: bool) -> None:
    assert found.subject.home is not None
    for council in records.load_whole(found.connection, COUNCIL).values():
        numbers = family_numbers(council, found.subject.home)
        if numbers:
            subject = found.subject._replace(families=numbers)
            if not shown:
                found.left_out += [
                    Gap("council", council["ref"], f"{FAMILIES}.{CONTACT}", PROTECTED)
                    for each in council[FAMILIES]
                    if each["number"] in numbers and CONTACT in each
                ]
                council = hidden_families(council, [found.subject.home])
            found.things(COUNCIL, "councils", mark("Family councils"), [council], subject)


def _look_ups(found: _Gathered, things: Iterable[tuple[str, str]]) -> None:
    rows = list(person_log.look_ups_of(found.connection, things, found.subject))
    found.rows("look_ups", mark("Who looked"), rows)
    found.review += [Review("look_ups", str(each["ref"] or ""), "reason", "", str(each["reason"])) for each in rows
                     if each.get("reason")]  # fmt: skip


def _refs(connection: Connection, select: str, ref: str) -> list[str]:
    return [row[0] for row in connection.execute(select, (ref,))]


def _load(connection: Connection, entity: Entity, refs: list[str]) -> Iterator[Record]:
    yield from records.load_whole(connection, entity, refs).values()
