"""Opening and making the register: one SQLite file, for its owner only.

Rollback journal with `synchronous=EXTRA`: what was acknowledged survives a power cut, and the
write-ahead log of the SQLite versions in use has a known fault that can corrupt. Writes happen in
`BEGIN IMMEDIATE` only, so that two writers wait for each other instead of failing half-way.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bvt_cli.core.errors import Busy, BvtError, Refused, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import migrations
from bvt_cli.store.location import Location, located

APPLICATION_ID = 0x62767431  # "bvt1"
WAIT_SECONDS = 10.0
Connection = sqlite3.Connection

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = EXTRA",
)


def create(register: Location | Path, fill: Callable[[Connection], object]) -> None:
    """Make a register and fill it, whole or not at all, mode 0600. Raises Refused where something stands already."""
    path = located(register).path
    if os.path.lexists(path):
        raise Refused(text("There is already something at {path}; nothing was changed.", path=str(path)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = private_file_beside(path)
    except OSError as error:
        raise not_made(path, error) from error
    try:
        with closing(connect(located(register)._replace(path=unfinished), "rw")) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
            migrations.apply(connection)
            with _transaction(connection):
                fill(connection)
        put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def not_made(path: Path, error: OSError) -> RegisterError:
    """What is said where a register, or a copy of one, cannot be made."""
    from bvt_cli.core.reasons import system_reason  # here, for this module is read at every start

    return RegisterError(text("{path} cannot be made: {reason}.", path=str(path), reason=system_reason(error)))


def private_file_beside(path: Path) -> Path:
    """A new empty file in the same folder that only its owner can read, to be filled and then put in place."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(unfinished, flags, 0o600))
    return unfinished


def put_in_place(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, never over something that stands there. Raises Refused where it does."""
    try:
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise
        except OSError:  # no hard links here
            if os.name != "nt" and os.path.lexists(path):
                raise FileExistsError(path) from None
            unfinished.rename(path)
    except FileExistsError:
        raise Refused(text("There is already something at {path}; nothing was changed.", path=str(path))) from None


@contextmanager
def reading(register: Location | Path) -> Iterator[Connection]:
    """The register for reading: one consistent state for as long as it is open, and nothing can be written."""
    with opened(register, write=False) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(register: Location | Path) -> Iterator[Connection]:
    """The register in one transaction: all of it is kept, or, when anything is raised, nothing.

    Raises Busy when another bvt is writing and does not finish in time.
    """
    with opened(register, write=True) as connection, _transaction(connection):
        yield connection


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        if connection.in_transaction:  # else it was given up on purpose
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def opened(register: Location | Path, *, write: bool) -> Iterator[Connection]:
    """A connection to a register of bvt's that is up to date, outside any transaction."""
    place = located(register)
    path = place.path
    if not path.is_file():
        raise RegisterError(text("There is no register at {path}. Make one with `bvt init`.", path=str(path)))
    writable = os.access(path, os.W_OK)
    with sqlite_errors(path), closing(connect(place, "rw" if writable else "ro")) as connection:
        _recognise(connection, path)
        if write and not writable:
            raise RegisterError(text("The register {path} is read-only; nothing was written.", path=str(path)))
        yield connection


def connect(place: Location, mode: str) -> Connection:
    """A connection to the file as it is, with bvt's pragmas. `mode`: `rw` or `ro`."""
    uri = f"{place.path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _recognise(connection: Connection, path: Path) -> None:
    """Whose file it is and how new; an older register is brought up to date."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise RegisterError(text("{path} is not a register of bvt.", path=str(path)))
    if version > migrations.CURRENT:
        raise RegisterError(
            text("The register {path} was made by a newer bvt; install that version to use it.", path=str(path))
        )
    if version < migrations.CURRENT:
        migrations.apply(connection)


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """SQLite's own complaints as errors of bvt; what a constraint or a programming mistake says is left alone."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raised = _as_bvt_error(error, path)
        if raised is None:
            raise
        raise raised from error


def _as_bvt_error(error: sqlite3.DatabaseError, path: Path) -> BvtError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(text("Another bvt is writing to {path}; nothing was changed. Try again.", path=str(path)))
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return RegisterError(
            text("The register {path} is damaged, or is no register. Take a backup into use.", path=str(path))
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return RegisterError(
            text("The register {path} could not be written: is the disk full? Nothing was changed.", path=str(path))
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return RegisterError(text("The register {path} cannot be opened or written with your rights.", path=str(path)))
    return None


def damage(connection: Connection) -> list[str]:
    """What SQLite's own checks find wrong; nothing is an empty list."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"{table} {rowid} -> {parent}")
    return found
