"""A finished copy given the register's place: whole or not at all, under a lock, and what stood there is kept.

Where a register stands it is overwritten through SQLite itself, in one transaction under its own lock: a file put over
one that another bvt has open would part the two from each other and from the journal file between them.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import backup, database, new_file
from bvt_cli.store.database import Connection
from bvt_cli.store.location import Location
from bvt_cli.store.new_file import SIDES

PENDING, LOCKS = 0x40000000, 512
"""The bytes of a file that SQLite locks."""


class State(NamedTuple):
    """What a register holds: the stamp of its last entry, how many there are, its runs, and those exported."""

    last: str | None = None
    entries: int = 0
    runs: frozenset[str] = frozenset()
    exported: frozenset[str] = frozenset()


class Put(NamedTuple):
    """Where what stood there was kept (None: nothing stood), and what that held (None: that is not known).

    `unread`: a register stood there that could not be read.
    """

    kept: Path | None
    before: State | None
    unread: bool = False


def state_of(connection: Connection) -> State:
    """What a register holds now. `last`: of the last entry, which is not always the latest stamp."""
    last, entries = connection.execute(
        "SELECT (SELECT at FROM journal ORDER BY id DESC LIMIT 1), count(*) FROM journal"
    ).fetchone()
    posted = frozenset(f"R{row[0]}" for row in connection.execute("SELECT id FROM run"))
    exported = frozenset(f"R{row[0]}" for row in connection.execute("SELECT DISTINCT run FROM run_export"))
    return State(last, entries, posted, exported)


def put(place: Location, unfinished: Path, day: date, known: Callable[[Connection], None]) -> Put:
    """Give the copy the register's place; what stood there is kept, once `known` has looked at it."""
    path = place.path
    if not os.path.lexists(path):
        kept = _move_sides(path, day)
        new_file.put_in_place(unfinished, path)
        return Put(kept, None)
    with ExitStack() as stack:
        standing = stack.enter_context(_locked(place))
        if standing is None or _damaged_beyond_copying(standing):
            kept = _move_aside(path, day)
            new_file.put_over(unfinished, path)
            return Put(kept, None, unread=True)
        known(standing)
        before = _state_of_any(standing)
        kept = free_name(path, day)
        with backup.unfinished_copy(standing, place, kept) as copied:
            new_file.put_in_place(copied, kept)
        try:
            with database.sqlite_errors(path), closing(database.connect(place._replace(path=unfinished), "ro")) as new:
                new.backup(standing)
        except BaseException:
            kept.unlink(missing_ok=True)  # nothing was changed, so there is nothing to keep
            raise
    with suppress(OSError):
        path.chmod(0o600)
    return Put(kept, before, unread=before is None)


@contextmanager
def _locked(place: Location) -> Iterator[Connection | None]:
    """The register that stands, held so that no other bvt can read or write it; None for one that cannot be read.

    Raises Busy where it is in use, RegisterError where it is no register of bvt's.
    """
    connection = None
    try:
        if place.path.stat().st_size:  # else SQLite would make an empty register of it
            connection = database.connect(place, "rw")
    except RegisterError:  # another key, or damaged
        pass
    except database.faults() as error:
        _only_unreadable(error, place.path)
    if connection is not None:
        with closing(connection):
            try:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")  # the lock stays
                ours = database.is_ours(connection)
            except database.faults() as error:
                _only_unreadable(error, place.path)
            else:
                if not ours:
                    raise RegisterError(text("{path} is not a register of bvt.", path=str(place.path)))
                yield connection
                return
    with _held(place.path):
        yield None


def _only_unreadable(error: Exception, path: Path) -> None:
    """Go on only where a file cannot be understood; what else SQLite says is told."""
    if not database.fault_name(error).startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        with database.sqlite_errors(path):
            raise error


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """The same lock on a file that SQLite cannot read here, but perhaps another bvt with another key can."""
    if os.name == "nt":  # there a file that is open cannot be replaced at all
        yield
        return
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKS, PENDING)
        yield
    except BlockingIOError:
        raise database.busy(path) from None
    finally:
        os.close(descriptor)


def _damaged_beyond_copying(standing: Connection) -> bool:
    """Whether an encrypted register has pages that its key does not open: SQLCipher copies none of those."""
    return bool(standing.execute("PRAGMA cipher_integrity_check").fetchone())  # none of a plain register


def _state_of_any(connection: Connection) -> State | None:
    """What a register held; None where it is damaged, or of an older bvt, and cannot tell."""
    try:
        return state_of(connection)
    except database.faults():
        return None


def free_name(path: Path, day: date) -> Path:
    """Where a register that is replaced is kept: `bvt-replaced-2025-06-15.db`, then `-2`."""
    number = 1
    while True:
        numbered = f"-{number}" if number > 1 else ""
        name = path.with_name(f"{path.stem}-replaced-{day.isoformat()}{numbered}{path.suffix}")
        if not any(os.path.lexists(name.with_name(name.name + side)) for side in ("", *SIDES)):
            return name
        number += 1


def _move_sides(path: Path, day: date) -> Path | None:
    """What SQLite left beside a register that is gone is not to be applied to another: it is moved aside."""
    sides = [side for side in SIDES if os.path.lexists(path.with_name(path.name + side))]
    kept = free_name(path, day)
    for side in sides:
        path.with_name(path.name + side).rename(kept.with_name(kept.name + side))
    return kept.with_name(kept.name + sides[0]) if sides else None


def _move_aside(path: Path, day: date) -> Path:
    """Keep a file that is no readable register under another name too, with what SQLite left beside it."""
    kept = free_name(path, day)
    try:
        os.link(path, kept)
    except FileExistsError:
        raise
    except OSError:  # no hard links here
        path.rename(kept)
    for side in SIDES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + side).rename(kept.with_name(kept.name + side))
    return kept
