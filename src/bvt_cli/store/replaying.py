"""The things of the register beside what the journal says of them, gone through from its first entry."""

import json
from collections.abc import Iterable, Iterator

from bvt_cli.core.field import Entity, Record
from bvt_cli.core.form import BY_NAME, REGISTER
from bvt_cli.core.replay import Thing
from bvt_cli.core.wholeness import Flaw
from bvt_cli.store import journal, journal_chain, records
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.journal_chain import Entry

UNREADABLE = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError)
COMMAND = "migrate"


class Told:
    """What the journal tells of one kind of thing: each by its ref, in the order they were made."""

    def __init__(self) -> None:
        self.things: dict[str, Thing] = {}
        self.made_by: dict[str, int] = {}

    def take(self, entry: Entry) -> None:
        """The next entry of the journal, of a thing of this kind. Raises one of UNREADABLE."""
        thing = self.things.get(entry.ref)
        new = thing is None
        if thing is None:
            thing = self.things[entry.ref] = Thing()
            self.made_by[entry.ref] = entry.id
        if not entry.has_text:
            thing.forget()
        elif new:
            thing.made(_read(entry.after))
        elif entry.before is None:
            thing.said(_read(entry.after))
        else:
            thing.changed(_read(entry.before), _read(entry.after))


def _read(text: str | None) -> dict[str, object]:
    found = json.loads(text or "{}")
    if not isinstance(found, dict):
        raise TypeError(text)
    return found


def told(entries: Iterable[Entry]) -> tuple[dict[str, Told], list[Flaw]]:
    """What the journal tells, by kinds of things, and the entries that cannot be read."""
    found = {name: Told() for name in BY_NAME}
    unreadable = []
    for entry in entries:
        if entry.what in found:
            try:
                found[entry.what].take(entry)
            except UNREADABLE:
                unreadable.append(Flaw("entry_unreadable", "journal", entry.id, about=entry[5:7]))
    return found, unreadable


def flaws(connection: Connection, entries: Iterable[Entry]) -> Iterator[Flaw]:
    """What stands otherwise than the journal says, by kinds of things and in the order they were made."""
    by_name, unreadable = told(entries)
    yield from unreadable
    for name, known in by_name.items():
        try:
            yield from _of_kind(connection, BY_NAME[name], known)
        except UNREADABLE:
            yield Flaw("unreadable", name)


def _of_kind(connection: Connection, entity: Entity, known: Told) -> Iterator[Flaw]:
    stand = _stand(connection, entity)
    for ref, thing in known.things.items():
        if ref not in stand:
            yield Flaw("thing_gone", entity.name, ref, about=(known.made_by[ref],))
            continue
        differs = thing.differs(json.loads(journal.as_json(stand[ref]) or "{}"))
        if differs:
            yield Flaw("thing_changed", entity.name, ref, tuple(differs))
    yield from (Flaw("thing_added", entity.name, ref) for ref in stand if ref not in known.things)
    yield from _without_texts(connection, entity)
    if stand.keys() == known.things.keys() and entity is not REGISTER:
        yield from _moved(connection, entity, list(known.things))


def _without_texts(connection: Connection, entity: Entity) -> Iterator[Flaw]:
    """Rows that have lost the row of their texts, also where nothing stood in it: nothing could be written there."""
    tables = [(entity.name, entity.fields), *((field.table, field.fields) for field in entity.lists)]
    for table in (name for name, fields in tables if any(field.personal for field in fields)):
        select = f"SELECT id FROM {table} WHERE id NOT IN (SELECT id FROM {table}_text) ORDER BY id"
        for (row,) in connection.execute(select).fetchall():
            yield Flaw("row_gone", f"{table}_text", row)


def _stand(connection: Connection, entity: Entity) -> dict[str, Record]:
    """The things as they stand, in the order they were made."""
    found = records.load_whole(connection, entity)
    if entity is REGISTER:
        return {REGISTER.name: found[""]} if found else {}
    order = connection.execute(f"SELECT ref FROM {entity.name} ORDER BY id")
    return {ref: found[ref] for (ref,) in order.fetchall()}


def _moved(connection: Connection, entity: Entity, made: list[str]) -> Iterator[Flaw]:
    """The first thing that is kept under another number than it was made with: they are numbered from 1."""
    numbers = connection.execute(f"SELECT id, ref FROM {entity.name} ORDER BY id").fetchall()
    for expected, found in zip(enumerate(made, start=1), numbers, strict=True):
        if expected != tuple(found):
            yield Flaw("thing_moved", entity.name, expected[1])
            return


def complete(connection: Connection) -> None:
    """Say in the journal how those things stand of which it did not yet tell as they are.

    Once, when a register gets its chain: values that earlier versions of the form wrote otherwise (what a gathering
    cost) are from then on as they are found. What was changed behind bvt's back before there was a chain, is then
    not to be seen.
    """
    entries = list(journal_chain.entries(connection))
    at = entries[-1].at if entries else ""
    signed = Signed("bvt", "bvt", at, COMMAND)
    for flaw in list(flaws(connection, entries)):
        if flaw.code == "thing_changed":
            journal.stand(connection, signed, flaw.table, str(flaw.row))
