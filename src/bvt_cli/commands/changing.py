"""What the commands that change the register share: one transaction, signed, through one set of checks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bvt_cli.commands.context import Session, now_utc
from bvt_cli.commands.looked_up import LOOK_UPS
from bvt_cli.core.errors import InvalidInput, NotFound, Refused
from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.protection import hidden_families
from bvt_cli.core.texts import mark, text
from bvt_cli.store import database, journal, records
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_ABOUT = {
    "stay": "agreement",
    "outlay": "agreement",
    "drive": "agreement",
    "supplement": "agreement",
    "grant": "child",
}
"""Whom it is to look at a thing that is not looked at by itself."""


class Desk:
    """An open transaction of a command, and who signs for what is done in it."""

    def __init__(self, connection: Connection, signed: Signed) -> None:
        self.connection = connection
        self.signed = signed
        self.looked_at: list[tuple[str, str]] = []
        """What was looked up here, by name and ref."""

    def known(self, name: str, ref: str) -> Record:
        """The record of a thing, without what a protected home hides. Raises NotFound."""
        return self._looked_up(name, ref, whole=False)

    def whole(self, name: str, ref: str) -> Record:
        """The record of a thing with all there is, to be compared and corrected, not shown. Raises NotFound."""
        return self._looked_up(name, ref, whole=True)

    def _looked_up(self, name: str, ref: str, *, whole: bool) -> Record:
        found = known(self.connection, name, ref, whole=whole)
        about = _ABOUT.get(name, name)
        self.looked_at.append((about, found[about] if about != name else ref))
        return found

    def must_be_known(self, name: str, ref: str) -> None:
        """Raise NotFound for a ref to something that is not in the register."""
        known(self.connection, name, ref)

    def shown(self, council: Record) -> Record:
        """A family council as it may be shown once it is written: without how a protected home is reached."""
        return hidden_families(council, records.protected_homes(self.connection))

    def new_ref(self, name: str) -> str:
        """The ref bvt gives a new thing when the user gives none."""
        return records.next_ref(self.connection, name, "P" if name == "person" else BY_NAME[name].prefix)

    def write(self, name: str, values: Mapping[str, Any], *, replace: bool = False, may_lift: bool = False) -> Record:
        """Correct a thing (or make it, where its ref is new) to these values, and return the whole of it as it then is.

        Values are as in a register document: text, None to take a key away, lists and dicts. `may_lift`: a reason was
        given to lift the protection of a home. Raises InvalidInput or Refused.
        """
        from bvt_cli.store import changes, documents  # here, for they are much, and whoever only looks needs neither

        given = documents.given(name, values)
        made = changes.apply(self.connection, [given], self.signed, replace=replace, may_lift=may_lift)
        if made:
            return made[0].after
        return records.load(self.connection, given.entity)[""] if name == "register" else self.whole(name, given.ref)

    def note(self, name: str, ref: str, values: Mapping[str, Any]) -> None:
        """Say in the journal what no key holds: why a home ended."""
        journal.write(self.connection, self.signed, name, ref, None, values)


@contextmanager
def desk(session: Session, command: str, by: str | None = None) -> Iterator[Desk]:
    """One transaction of a changing command; all of it is kept, or nothing. `command`: its name, for the journal.

    Where it comes to nothing, since nothing changes by it or it is refused, the journal has no word of it: then what
    was looked up for it is noted as looked at, for the answer tells of it.
    """
    signature = signed(session, command, by)
    at = None
    try:
        with database.writing(session.register) as connection:
            mind_the_clock(session, connection)
            mind_the_folder(session)
            at = Desk(connection, signature)
            before = journal.last_number(connection)
            yield at
            if journal.last_number(connection) == before and connection.in_transaction:
                _note(at, connection)
    except (Refused, InvalidInput):
        if at is not None and _notes(at):
            with database.writing(session.register) as connection:
                _note(at, connection)
        raise


def _notes(at: Desk) -> bool:
    """Whether a command that came to nothing is noted here: one that only looks was noted before it began."""
    return bool(at.looked_at) and at.signed.command not in LOOK_UPS


def _note(at: Desk, connection: Connection) -> None:
    if _notes(at):
        from bvt_cli.store import lookups

        lookups.note_in(connection, at.signed, [lookups.Seen(what, ref) for what, ref in at.looked_at])


def mind_the_clock(session: Session, connection: Connection) -> None:
    """Warn where the clock of the machine stands earlier than the latest entry of the journal: one of them is wrong."""
    last, now = journal.last_stamp(connection), now_utc().isoformat(timespec="seconds")
    if last is not None and now < last:
        session.out.warn(
            text(
                "The clock of this machine says {now}, but the last change was at {last} (UTC)."
                " What is written now is stamped as if it came before.",
                now=minutes(now),
                last=minutes(last),
            )
        )


def mind_the_folder(session: Session) -> None:
    """Warn where everybody may write in the folder of the register: they could put another in its place."""
    from bvt_cli.store import beside

    folder = session.db.absolute().parent
    if beside.open_to_all(folder):
        session.out.warn(
            text(
                "Everybody on this machine can write in {folder}, where the register lies: keep it in a folder of"
                " your own.",
                folder=str(folder),
            )
        )


def minutes(stamp: str) -> str:
    """A stamp as people read it: `2025-03-31 12:00`."""
    return stamp[: len("2025-03-31T12:00")].replace("T", " ")


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


def known(connection: Connection, name: str, ref: str, *, whole: bool = False) -> Record:
    """The record of a thing in the register; `whole`: with what a protected home hides. Raises NotFound."""
    load = records.load_whole if whole else records.load
    found = load(connection, BY_NAME[name], [ref]).get(ref)
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
