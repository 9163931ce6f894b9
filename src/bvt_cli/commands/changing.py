"""What the commands that change the register share: one transaction, signed, through one set of checks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bvt_cli.commands.context import Session, now_utc
from bvt_cli.core.errors import NotFound
from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.texts import mark, text
from bvt_cli.store import changes, database, documents, journal, records
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed


class Desk:
    """An open transaction of a command, and who signs for what is done in it."""

    def __init__(self, connection: Connection, signed: Signed) -> None:
        self.connection = connection
        self.signed = signed

    def known(self, name: str, ref: str) -> Record:
        """The record of a thing. Raises NotFound."""
        return known(self.connection, name, ref)

    def new_ref(self, name: str) -> str:
        """The ref bvt gives a new thing when the user gives none."""
        return records.next_ref(self.connection, name, "P" if name == "person" else BY_NAME[name].prefix)

    def write(self, name: str, values: Mapping[str, Any], *, replace: bool = False) -> Record:
        """Correct a thing (or make it, where its ref is new) to these values, and return it as it then is.

        Values are as in a register document: text, None to take a key away, lists and dicts. Raises
        InvalidInput or Refused.
        """
        given = documents.given(name, values)
        made = changes.apply(self.connection, [given], self.signed, replace=replace)
        if made:
            return made[0].after
        return records.load(self.connection, given.entity)[""] if name == "register" else self.known(name, given.ref)

    def note(self, name: str, ref: str, values: Mapping[str, Any]) -> None:
        """Say in the journal what no key holds: why a home ended."""
        journal.write(self.connection, self.signed, name, ref, None, values)


@contextmanager
def desk(session: Session, command: str, by: str | None = None) -> Iterator[Desk]:
    """One transaction of a changing command; all of it is kept, or nothing. `command`: its name, for the journal."""
    signature = signed(session, command, by)
    with database.writing(session.register) as connection:
        yield Desk(connection, signature)


def signed(session: Session, command: str, by: str | None = None) -> Signed:
    """Who signs for a command, and when."""
    return Signed(session.by(by), session.login, now_utc().isoformat(timespec="seconds"), command)


_NOT_FOUND = {
    "home": (
        mark("There is no home {ref} in the register."),
        mark("There is no home {ref} in the register; did you mean {near}?"),
    ),
    "child": (
        mark("There is no child {ref} in the register."),
        mark("There is no child {ref} in the register; did you mean {near}?"),
    ),
    "agreement": (
        mark("There is no agreement {ref} in the register."),
        mark("There is no agreement {ref} in the register; did you mean {near}?"),
    ),
    "stay": (
        mark("There is no stay {ref} in the register."),
        mark("There is no stay {ref} in the register; did you mean {near}?"),
    ),
    "network": (
        mark("There is no network {ref} in the register."),
        mark("There is no network {ref} in the register; did you mean {near}?"),
    ),
    "outlay": (
        mark("There is no outlay {ref} in the register."),
        mark("There is no outlay {ref} in the register; did you mean {near}?"),
    ),
    "drive": (
        mark("There is no drive {ref} in the register."),
        mark("There is no drive {ref} in the register; did you mean {near}?"),
    ),
    "supplement": (
        mark("There is no supplement {ref} in the register."),
        mark("There is no supplement {ref} in the register; did you mean {near}?"),
    ),
    "grant": (
        mark("There is no grant {ref} in the register."),
        mark("There is no grant {ref} in the register; did you mean {near}?"),
    ),
    "follow_up": (
        mark("There is no follow-up {ref} in the register."),
        mark("There is no follow-up {ref} in the register; did you mean {near}?"),
    ),
    "council": (
        mark("There is no family council {ref} in the register."),
        mark("There is no family council {ref} in the register; did you mean {near}?"),
    ),
}


def known(connection: Connection, name: str, ref: str) -> Record:
    """The record of a thing in the register. Raises NotFound."""
    found = records.load(connection, BY_NAME[name], [ref]).get(ref)
    if found is None:
        sentence, with_near = _NOT_FOUND[name]
        near = near_refs(ref, (row[0] for row in connection.execute(f"SELECT ref FROM {name}")))
        raise NotFound(text(with_near, ref=ref, near=near) if near else text(sentence, ref=ref))
    return found


def near_refs(ref: str, there: Iterable[str]) -> tuple[str, ...]:
    """The refs one may have meant: the same letters and number, as `H-001` for `H1`."""
    return tuple(each for each in there if _bare(each) == _bare(ref))


def _bare(ref: str) -> str:
    """A ref without its dashes, leading zeros and capitals."""
    return re.sub(r"[\W_]+|(?<!\d)0+(?=\d)", "", ref).casefold()
