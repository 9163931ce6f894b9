"""Erasing what is written about a home, a child or a network: texts, accounts and what the journal says of them.

Lines, runs, refs, dates and case numbers stay. What was erased, and by which entry of the journal, is kept with the
names of keys only (`store.journal.erase`). All in the caller's transaction.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from bvt_cli.core.erasing import Erased, erased, erased_family, family_numbers
from bvt_cli.core.field import Entity, Record
from bvt_cli.core.form import AGREEMENT, BY_NAME
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_followup import FOLLOW_UP, GRANT
from bvt_cli.core.form_pay import DRIVE, OUTLAY, SUPPLEMENT
from bvt_cli.core.replay import ERASED, STANDS
from bvt_cli.store import journal, records
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_UNDER = {
    "home": (
        (OUTLAY, "SELECT v.ref FROM outlay AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.home = ?"),
        (DRIVE, "SELECT v.ref FROM drive AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.home = ?"),
        (SUPPLEMENT, "SELECT v.ref FROM supplement AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.home = ?"),
    ),
    "child": (
        (AGREEMENT, "SELECT ref FROM agreement WHERE child = ?"),
        (FOLLOW_UP, "SELECT v.ref FROM follow_up AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.child = ?"),
        (OUTLAY, "SELECT v.ref FROM outlay AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.child = ?"),
        (DRIVE, "SELECT v.ref FROM drive AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.child = ?"),
        (SUPPLEMENT, "SELECT v.ref FROM supplement AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.child = ?"),
        (GRANT, "SELECT ref FROM grant WHERE child = ?"),
        (COUNCIL, "SELECT ref FROM council WHERE child = ?"),
    ),
    "network": (),
}
"""What hangs on a home or a child and is erased with it."""
_COUNCILS_OF_HOME = """
SELECT DISTINCT c.ref FROM council AS c JOIN council_family AS f ON f.council_id = c.id WHERE f.home = ? ORDER BY c.id
"""
_CLAIMS = "SELECT id FROM claim WHERE home = ?1 OR agreement IN (SELECT ref FROM agreement WHERE home = ?1)"
_BESIDE = {
    "home": (
        ("run_payee_text", "SELECT id FROM run_payee WHERE home = ?1"),
        ("payee_confirmation_text", "SELECT id FROM payee_confirmation WHERE home = ?1"),
        ("claim_text", _CLAIMS),
        ("claim_event_text", f"SELECT id FROM claim_event WHERE claim IN ({_CLAIMS})"),
        ("delivered_text", "SELECT d.id FROM delivered_text AS d, json_each(d.document, '$.names') AS n"
         " WHERE n.key = ?1"),
    ),
    "child": (),
    "network": (("delivered_text", "SELECT id FROM delivered WHERE network = ?1"),),
}  # fmt: skip
"""Texts that stand outside the form: the tables, and which of their rows."""
_ENTRIES = """
SELECT t.id, t.before, t.after FROM journal AS j JOIN journal_text AS t ON t.id = j.id WHERE j.what = ? AND j.ref = ?
"""
_RUNS = """
SELECT t.id, t.after FROM journal AS j JOIN journal_text AS t ON t.id = j.id
WHERE j.what = 'run' AND (t.after ->> 'recovered' <> '{}' OR t.after ->> 'accepted' <> '{}')
"""


class Thing(NamedTuple):
    """A thing that loses texts: its record before and after, the keys, and the entries of the journal that go."""

    entity: Entity
    before: Record
    after: Record
    keys: tuple[str, ...]
    entries: tuple[int, ...]

    @property
    def of(self) -> tuple[str, str]:
        return self.entity.name, str(self.before["ref"])


class Of(NamedTuple):
    """A thing of which texts were erased: its kind, its ref, and the day (UTC) of the last erasure."""

    what: str
    ref: str
    on: date


class Plan(NamedTuple):
    """All that an erasure takes away: things, rows of tables beside the form, and entries about claims and runs."""

    what: str
    ref: str
    things: tuple[Thing, ...]
    beside: tuple[tuple[str, tuple[int, ...]], ...]
    entries: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return not self.things

    @property
    def texts(self) -> int:
        """How many kinds of texts of how many things go; a measure for people of how much it is."""
        return sum(len(thing.keys) for thing in self.things) + sum(len(rows) for _, rows in self.beside)


def plan(connection: Connection, what: str, ref: str) -> Plan:
    """What erasing a home, a child or a network would take away; nothing is written."""
    beside = []
    for table, select in _BESIDE[what]:
        rows = connection.execute(f"SELECT id FROM {table} WHERE id IN ({select}) ORDER BY id", (ref,)).fetchall()
        if rows:
            beside.append((table, tuple(row[0] for row in rows)))
    entries = tuple(_entries_beside(connection, what, ref))
    needed = bool(beside or entries)
    things = tuple(
        thing
        for thing in _things(connection, what, ref)
        if thing.keys or thing.entries or (needed and thing.of == (what, ref))
    )
    return Plan(what, ref, things, tuple(beside), entries)


def erase(connection: Connection, planned: Plan, signed: Signed, judged_on: date) -> None:
    """Carry out a plan. Each thing has an erasing entry of its own; what stands outside the form is in that of the

    home, child or network itself. `judged_on`: the day its time was found to be up.
    """
    rows = [(table.removesuffix("_text"), row) for table, keys in planned.beside for row in keys]
    for table, keys in planned.beside:
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", [(row,) for row in keys])
    for thing in planned.things:
        if thing.keys:
            records.save(connection, thing.entity, thing.before, thing.after)
        own = thing.of == (planned.what, planned.ref)
        entries = (*thing.entries, *planned.entries) if own else thing.entries
        journal.erase(connection, signed, *thing.of, thing.keys, entries, rows if own else (), judged_on)


def still_named(connection: Connection, planned: Sequence[Plan]) -> list[tuple[str, str]]:
    """The homes that are erased with the family councils they came from that keep texts about people.

    Whoever became a home may stand in such a council besides, on the map or under another number: bvt cannot know.
    """
    gone = {thing.of for each in planned if each.what == "child" for thing in each.things}
    found = []
    for home in (each.ref for each in planned if each.what == "home"):
        for (council,) in connection.execute(_COUNCILS_OF_HOME, (home,)).fetchall():
            record = records.load_whole(connection, COUNCIL, [council])[council]
            left = erased_family(record, family_numbers(record, home)).record
            if ("council", council) not in gone and erased(COUNCIL, left).keys:
                found.append((home, council))
    return found


def written_again(connection: Connection, changes: Iterable[tuple[Entity, Record | None, Record]]) -> list[Of]:
    """The things of which a change brings texts back under keys that were erased: kind, ref, and the day of that."""
    found = []
    for entity, before, after in changes:
        if before is None or "ref" not in after:  # what is new was never erased, nor was the register itself
            continue
        ref, new = str(after["ref"]), set(erased(entity, after).keys) - set(erased(entity, before).keys)
        day = journal.erased_on(connection, entity.name, ref) if new else None
        if day is not None and new & journal.erased_keys(connection, entity.name, ref):
            found.append(Of(entity.name, ref, day))
    return found


def _things(connection: Connection, what: str, ref: str) -> Iterator[Thing]:
    """The thing itself first, then what hangs on it."""
    yield _thing(connection, BY_NAME[what], ref, partial(erased, BY_NAME[what]))
    for entity, select in _UNDER[what]:
        for (each,) in connection.execute(f"{select} ORDER BY 1", (ref,)).fetchall():
            yield _thing(connection, entity, each, partial(erased, entity))
    if what == "home":
        for (each,) in connection.execute(_COUNCILS_OF_HOME, (ref,)).fetchall():
            numbers = family_numbers(records.load_whole(connection, COUNCIL, [each])[each], ref)
            yield _thing(connection, COUNCIL, each, partial(erased_family, numbers=numbers), whole=False)


def _thing(
    connection: Connection, entity: Entity, ref: str, without: Callable[[Record], Erased], whole: bool = True
) -> Thing:
    """`without`: what a record of it is without its texts; `whole`: all its texts go, also what is no key of it."""
    before = records.load_whole(connection, entity, [ref])[ref]
    entries = []
    own = {field.key for field in entity.fields}
    for number, *texts in connection.execute(_ENTRIES, (entity.name, ref)):
        said = [json.loads(each or "{}") for each in texts]
        parts = [each.get(STANDS, each) for each in said if ERASED not in each]
        if any(without(each).keys or (whole and each.keys() - own) for each in parts):
            entries.append(number)
    return Thing(entity, before, *without(before), tuple(entries))


def _entries_beside(connection: Connection, what: str, ref: str) -> Iterator[int]:
    """The entries about the claims on a home, and about runs that say why they took something back from it."""
    if what != "home":
        return
    for (claim,) in connection.execute(_CLAIMS, (ref,)).fetchall():
        yield from (row[0] for row in connection.execute(_ENTRIES, ("claim", f"K{claim}")))
    agreements = {row[0] for row in connection.execute("SELECT ref FROM agreement WHERE home = ?", (ref,))}
    for number, after in connection.execute(_RUNS):
        if agreements & _agreements_in(json.loads(after)):
            yield number


def _agreements_in(said: dict[str, Any]) -> set[str]:
    """The agreements a run gives reasons about; a doubt is accepted by a name such as `two_homes:A-7`."""
    return {*said.get("recovered", {}), *(re.sub("^[^:]*:", "", name) for name in said.get("accepted", {}))}
