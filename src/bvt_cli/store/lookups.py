"""Who looked at whom: a row for each time a home, a child, a person or an agreement with them was shown.

Written before anything is shown, in a transaction of its own. Each row is joined to all before it
(`chain`), so that none can be taken out unseen.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from bvt_cli.core.errors import NotFound
from bvt_cli.store import database
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.links import link
from bvt_cli.store.location import Location

REGISTER = "register"
"""What was looked at, and its ref, where it was everything at once, as by `bvt export`."""
THINGS = ("home", "child", "person", "agreement", "network", "council", "follow_up")
"""What can be looked at by itself: the tables whose refs a look-up may name."""
START = "bvt look-ups 1"
FIELDS = ("id", "entry", "at", "by", "login", "command", "what", "ref", "reason")
"""The columns that a link of the chain holds, in this order."""
_COLUMNS = ", ".join(f'"{name}"' for name in (*FIELDS, "chain"))
_ROWS = f"SELECT {_COLUMNS} FROM lookup ORDER BY id"
_INSERT = f"INSERT INTO lookup ({_COLUMNS}) VALUES ({', '.join('?' * (len(FIELDS) + 1))})"


class Seen(NamedTuple):
    """A thing that was looked at: what it is (`home`, `child`, ...) and its ref."""

    what: str
    ref: str


def note(register: Location, signed: Signed, what: str, ref: str, reason: str | None = None) -> bool:
    """Keep that somebody looks at a thing, and why where that is said; whether there is such a thing.

    Raises Busy where another bvt is writing, RegisterError where the register cannot be written.
    """
    return note_all(register, signed, [Seen(what, ref)], reason)


def note_all(register: Location, signed: Signed, seen: Iterable[Seen], reason: str | None = None) -> bool:
    """The same for all that one command shows; what is not in the register is not shown, and not noted."""
    with database.writing(register) as connection:
        return note_in(connection, signed, seen, reason)


def note_in(connection: Connection, signed: Signed, seen: Iterable[Seen], reason: str | None = None) -> bool:
    """The same in the transaction of a command that changes something; whether all that is named is there."""
    found = [list(_there(connection, each)) for each in seen]
    for each in dict.fromkeys(there for several in found for there in several):
        _write(connection, signed, each, reason)
    return all(found)


def broken(connection: Connection) -> int | None:
    """The id of the first row that does not belong in the chain; None where all do."""
    before = START
    for row in connection.execute(_ROWS):
        before = link(before, *row[:-1])
        if row[-1] != before:
            return int(row[0])
    return None


def _write(connection: Connection, signed: Signed, seen: Seen, reason: str | None) -> None:
    last = connection.execute("SELECT id, chain FROM lookup ORDER BY id DESC LIMIT 1").fetchone() or (0, START)
    (entry,) = connection.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()
    row = (last[0] + 1, entry, signed.at, signed.by, signed.login, signed.command, seen.what, seen.ref, reason)
    connection.execute(_INSERT, (*row, link(last[1], *row)))


def _there(connection: Connection, seen: Seen) -> Iterator[Seen]:
    """What is looked at when a ref is named: the thing itself, or the agreement or homes it is about."""
    if seen.what == REGISTER:
        yield seen
    elif seen.what in _ABOUT:
        yield from _ABOUT[seen.what](connection, seen.ref)
    elif seen.what not in THINGS:
        raise ValueError(seen.what)
    elif connection.execute(f"SELECT 1 FROM {seen.what} WHERE ref = ?", (seen.ref,)).fetchone():
        yield seen


def _of_line(connection: Connection, ref: str) -> Iterator[Seen]:
    """A posted line is of an agreement. Its name is read as the command reads it that shows the line."""
    from bvt_cli.store import runs  # here, for most look-ups need nothing of it

    with suppress(NotFound):
        yield Seen("agreement", runs.line(connection, ref).entry.line.agreement)


def _of_claim(connection: Connection, ref: str) -> Iterator[Seen]:
    """A claim is against a home, or, where a run was reversed, against all that it paid. It is read as a line is."""
    from bvt_cli.store import claims

    select = """
        SELECT coalesce(c.home, l.home) FROM claim AS c LEFT JOIN line AS l ON c.home IS NULL AND l.run = c.run
        WHERE c.id = ? GROUP BY 1 ORDER BY 1
    """
    with suppress(NotFound):
        for (home,) in connection.execute(select, (claims.claim(connection, ref).number,)):
            if home is not None:
                yield Seen("home", home)


def _of_any(connection: Connection, ref: str) -> Iterator[Seen]:
    """A ref that may be of a home, a child or an agreement."""
    for what in ("home", "child", "agreement"):
        yield from _there(connection, Seen(what, ref))


def _of_someone(connection: Connection, ref: str) -> Iterator[Seen]:
    """A ref that may be of a person or of a child."""
    for what in ("person", "child"):
        yield from _there(connection, Seen(what, ref))


_ABOUT: dict[str, Callable[[Connection, str], Iterator[Seen]]] = {
    "line": _of_line,
    "claim": _of_claim,
    "any": _of_any,
    "someone": _of_someone,
}
