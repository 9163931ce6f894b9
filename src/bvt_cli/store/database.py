"""Opening and making the register: one SQLite file, for its owner only.

Rollback journal with `synchronous=EXTRA`: what was acknowledged survives a power cut, and the
write-ahead log of the SQLite versions in use has a known fault that can corrupt. Writes happen in
`BEGIN IMMEDIATE` only, so that two writers wait for each other instead of failing half-way.
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from bvt_cli.core.errors import Busy, BvtError, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import beside, migrations
from bvt_cli.store.location import Location, located

APPLICATION_ID = 0x62767431  # "bvt1"
WAIT_SECONDS = 10.0
Connection = sqlite3.Connection
"""Also what sqlcipher3 opens for an encrypted register: it has the same methods."""

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA temp_store = MEMORY",  # else a large sort leaves names in a file of /var/tmp
)


def create(register: Location | Path, fill: Callable[[Connection], object]) -> None:
    """Make a register and fill it, whole or not at all, mode 0600.

    Raises Refused where something stands already, RegisterError where it cannot be made, or anybody could write beside.
    """
    from bvt_cli.store import new_file  # here, for most that is run makes no file

    place = located(register)
    path = place.path
    for side in ("", *beside.SIDES):  # what SQLite left of another register would be applied to this one
        new_file.refuse_existing(path.with_name(path.name + side))
    try:
        beside.refuse_open_folder(path)
        beside.make_folder(path.absolute().parent)
        with new_file.unfinished_beside(path) as unfinished:
            with closing(connect(place._replace(path=unfinished), "rw")) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                migrations.apply(connection, path)
                with _transaction(connection):
                    fill(connection)
            new_file.put_in_place(unfinished, path)
    except OSError as error:
        raise not_made(path, error) from error


def not_made(path: Path, error: OSError) -> RegisterError:
    """What is said where a register, or a copy of one, cannot be made."""
    from bvt_cli.core.reasons import system_reason  # here, for this module is read at every start

    return RegisterError(text("{path} cannot be made: {reason}.", path=str(path), reason=system_reason(error)))


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
    from bvt_cli.store import cleared, wal  # here, for they need this module

    place = located(register)
    file = identity(place.path)
    with opened(place, write=True) as connection:
        wal.leave(connection)
        with _transaction(connection):
            if identity(place.path) != file:  # another was put here while this one waited: this would be lost
                raise busy(place.path)
            yield connection
        owed = cleared.owed(connection)
    if owed:
        cleared.clear(place)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path just now, whatever it holds; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def busy(path: Path) -> Busy:
    """What is said where another bvt is in the way."""
    return Busy(text("Another bvt is writing to {path}; nothing was changed. Try again.", path=str(path)))


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
    with sqlite_errors(path, None, place.looked_at), closing(connect(place, "rw" if writable else "ro")) as connection:
        _recognise(connection, place)
        if write and not writable:
            raise RegisterError(text("The register {path} is read-only; nothing was written.", path=str(path)))
        yield connection


def connect(place: Location, mode: str, wait: float | None = None) -> Connection:
    """A connection to the file as it is, with bvt's pragmas and, for an encrypted one, its key.

    `mode`: `rw` or `ro`; `wait`: seconds to wait for another bvt (else WAIT_SECONDS). Raises RegisterError where key
    and file do not go together, or somebody else laid beside it what SQLite would take for its own.
    """
    beside.refuse_strangers(place.path)
    wait = WAIT_SECONDS if wait is None else wait
    if place.has_key:
        from bvt_cli.store import encrypted  # here, for a plain register needs nothing of it

        return encrypted.connect(place, mode, wait)
    uri = f"{place.path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)
    return prepared(connection)


def prepared(connection: Connection) -> Connection:
    """A connection with bvt's pragmas, closed again where the file cannot be read."""
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except UnicodeDecodeError as error:  # SQLite's words about a damaged schema, with the damage in them
        connection.close()
        damaged = sqlite3.DatabaseError(str(error))
        damaged.sqlite_errorname = "SQLITE_CORRUPT"
        raise damaged from error
    except faults():
        connection.close()
        raise
    return connection


def _recognise(connection: Connection, place: Location) -> None:
    """Whose file it is and how new; an older register is backed up and brought up to date."""
    version = known_version(connection, place.path)
    if cut_short(connection, place.path):
        raise _damaged(place.path)
    if version < migrations.CURRENT:
        from bvt_cli.store import safeguard  # here, for it needs this module

        made = safeguard.before_migration(connection, place)
        if made is not None and place.backed_up is not None:
            place.backed_up(made)
        migrations.apply(connection, place.path)


def is_ours(connection: Connection) -> bool:
    """Whether a file is a register of bvt's, of whatever version."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def known_version(connection: Connection, path: Path) -> int:
    """The version of a register's schema. Raises RegisterError for no register of bvt's, or one of a newer bvt."""
    if not is_ours(connection):
        raise RegisterError(text("{path} is not a register of bvt.", path=str(path)))
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > migrations.CURRENT:
        raise RegisterError(
            text("The register {path} was made by a newer bvt; install that version to use it.", path=str(path))
        )
    return version


def faults(name: str = "DatabaseError") -> tuple[type[sqlite3.DatabaseError], ...]:
    """SQLite's exceptions of a name, to be caught: the standard library's and, where it is in use, sqlcipher3's."""
    modules = (sqlite3, sys.modules.get("sqlcipher3.dbapi2"))
    return tuple(getattr(module, name) for module in modules if module is not None)


def fault_name(error: BaseException) -> str:
    """What SQLite calls a fault (`SQLITE_BUSY`); nothing where it has no name for it."""
    return getattr(error, "sqlite_errorname", "") or ""


@contextmanager
def sqlite_errors(path: Path, wait: float | None = None, looked_at: Path | None = None) -> Iterator[None]:
    """SQLite's own complaints as errors of bvt; what a constraint or a programming mistake says is left alone.

    `wait`: the seconds that were waited for another bvt (else WAIT_SECONDS); `looked_at`: as a Location has it.
    """
    try:
        yield
    except faults() as error:
        raised = _as_bvt_error(error, path, WAIT_SECONDS if wait is None else wait, looked_at)
        if raised is None:
            raise
        raise raised from error


def _as_bvt_error(error: sqlite3.DatabaseError, path: Path, wait: float, looked_at: Path | None) -> BvtError | None:
    from bvt_cli.store import leftovers  # here, for this module is read at every start

    name = fault_name(error)
    file, path = path, leftovers.meant(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(
            text(
                "Another bvt is using {path} and was not done within {seconds} seconds; nothing was changed."
                " Try again.",
                path=str(path),
                seconds=round(wait),
            )
        )
    if name.startswith("SQLITE_NOTADB") and _is_age(file):
        return RegisterError(
            text(
                "{path} is a backup that is encrypted with age, and no register. Take it into use with `bvt db restore"
                " {path} --identity FILE`.",
                path=str(path),
            )
        )
    if name.startswith("SQLITE_NOTADB") and looked_at is not None and _looks_encrypted(file):
        return RegisterError(
            text(
                "The register {path} looks encrypted, or is damaged. If it is encrypted, say where its key is, with "
                "--key-file before the command: there is none at {key}. Else take a backup into use.",
                path=str(path),
                key=str(looked_at),
            )
        )
    if name.startswith("SQLITE_NOTADB") and _looks_encrypted(file):
        return RegisterError(
            text(
                "The register {path} looks encrypted, or is damaged. If it is encrypted, say where its key is, with "
                "--key-file before the command; else take a backup into use.",
                path=str(path),
            )
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return _damaged(path)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return RegisterError(
            text("The register {path} could not be written: is the disk full? Nothing was changed.", path=str(path))
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return RegisterError(text("The register {path} cannot be opened or written with your rights.", path=str(path)))
    return None


def _is_age(path: Path) -> bool:
    from bvt_cli.store import age_files

    try:
        return path.is_file() and age_files.is_encrypted(path)
    except OSError:
        return False


def _looks_encrypted(path: Path) -> bool:
    from bvt_cli.store import keys

    return keys.is_encrypted(path)


def _damaged(path: Path) -> RegisterError:
    return RegisterError(
        text("The register {path} is damaged, or is no register. Take a backup into use.", path=str(path))
    )


def cut_short(connection: Connection, path: Path) -> bool:
    """Whether the last page of a register is not all there, which SQLite itself takes for a page of zeros.

    (A file that lacks more than that it refuses by itself.)
    """
    page = int(connection.execute("PRAGMA page_size").fetchone()[0])  # SQLCipher answers in text
    return bool(path.stat().st_size % page)


def damage(connection: Connection, check: Literal["integrity_check", "quick_check"] = "integrity_check") -> list[str]:
    """What SQLite's own checks find wrong, and SQLCipher's of every page; nothing is an empty list."""
    found = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]  # none of a plain register
    if found:
        return found  # what else is wrong cannot be read
    found = [row[0] for row in connection.execute(f"PRAGMA {check}") if row[0] != "ok"]
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"{table} {rowid} -> {parent}")
    return found
