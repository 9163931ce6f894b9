"""Copies of the register: consistent, for their owner only, and read back before they are given their name.

A copy that is encrypted with age is never on the disk unencrypted: it is made and checked in memory.
"""

import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import BvtError, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import age_files, cleared, database, leftovers, new_file
from bvt_cli.store.age_files import Recipients
from bvt_cli.store.database import Connection
from bvt_cli.store.location import Location, located


class Content(NamedTuple):
    """What a register and a good copy of it have in common.

    Whose file it is and how new, what its tables and triggers are, how many rows each table has, and the last links of
    its chains.
    """

    application: int
    version: int
    schema: tuple[tuple[str, str], ...]
    rows: tuple[int, ...]
    heads: tuple[object, ...]


class Age(NamedTuple):
    """How a backup is encrypted with age: to whom, and by which secret keys it is decrypted again as a test."""

    to: Recipients
    identities: Sequence[str] = ()


def backup(register: Location | Path, target: Path, age: Age | None = None) -> None:
    """A consistent copy of the register in a new file for its owner only, read back before it is given its name.

    A copy of an encrypted register is encrypted with the same key, and with `age` besides where that is given.
    Raises Refused where the target stands already, RegisterError where it cannot be made or does not read back.
    """
    place = located(register)
    new_file.refuse_existing(target)
    with database.reading(place) as connection:
        copy(connection, place, target, age)


def copy(connection: Connection, place: Location, target: Path, age: Age | None = None) -> None:
    """The same, of the state a connection sees: it is in a transaction of its own, and has written nothing in it."""
    new_file.refuse_existing(target)
    for folder in {target.absolute().parent, place.path.absolute().parent}:
        leftovers.clear(folder, place.path.name, register=True)
    try:
        made = verified(connection, place, target) if age is None else _sealed(connection, place, target, age)
        with made as unfinished:
            new_file.put_in_place(unfinished, target)
    except OSError as error:
        raise database.not_made(target, error) from error


def content(connection: Connection) -> Content:
    """What is compared of a register and its copy."""
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    schema = connection.execute(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
    ).fetchall()
    tables = [name for kind, name, _ in schema if kind == "table"]
    rows = tuple(connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0] for name in tables)
    heads = tuple(
        connection.execute(f"SELECT * FROM {_quoted(name)} ORDER BY 1 DESC LIMIT 1").fetchone()
        for name in ("journal", "journal_chain", "run_chain", "lookup")
        if name in tables
    )
    return Content(application, version, tuple((name, sql) for _, name, sql in schema), rows, heads)


def same_rows(connection: Connection, copied: Connection) -> bool:
    """Whether a copy whose `content` is the same has the same in every row."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return all(
        tuple(one) == tuple(another)
        for name in tables
        for one, another in zip_longest(
            *(each.execute(f"SELECT * FROM {_quoted(name)}") for each in (connection, copied)), fillvalue=()
        )
    )


def is_backup(place: Location, path: Path, holds: Callable[[Connection], bool] = lambda copied: True) -> bool:
    """Whether a file is a backup of a register by what it holds; of one encrypted with age, whether it is such a file.

    A link is none.
    """
    return _is_age(path) if path.name.endswith(age_files.SUFFIX) else is_copy(place, path, holds)


def is_copy(place: Location, path: Path, holds: Callable[[Connection], bool]) -> bool:
    """Whether a file is a copy of a register of bvt's, with the same key, that holds what is asked for.

    A link is none, nor is what cannot be looked into.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with closing(database.connect(place._replace(path=path), "ro", 0)) as copied:
            return database.is_ours(copied) and holds(copied)
    except (BvtError, OSError):
        return False
    except database.faults():
        return False


def _is_age(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode) and age_files.is_encrypted(path)
    except OSError:
        return False


def _quoted(name: str) -> str:
    """A table's name as SQL takes it, whoever named it."""
    return '"{}"'.format(name.replace('"', '""'))


@contextmanager
def unfinished_copy(connection: Connection, place: Location, target: Path, *, clear: bool = False) -> Iterator[Path]:
    """A file beside the target with a copy as it is, whole on the disk; gone at the end, under this name.

    `clear`: without the bytes of what was erased.
    """
    with new_file.unfinished_beside(target) as unfinished:
        with database.sqlite_errors(target), closing(fresh(place, unfinished)) as copied:
            connection.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")  # whatever another program set in the register
            if clear:
                cleared.clear_copy(copied)
        new_file.sync(unfinished)
        yield unfinished


@contextmanager
def verified(connection: Connection, place: Location, target: Path) -> Iterator[Path]:
    """The same, and it has been read back."""
    expected = content(connection)  # read first: from here on the connection sees one state
    with unfinished_copy(connection, place, target, clear=True) as unfinished:
        with (
            database.sqlite_errors(target),
            closing(database.connect(place._replace(path=unfinished), "ro")) as copied,
        ):
            _compare(expected, copied, place.path)
        yield unfinished


def fresh(place: Location, unfinished: Path) -> Connection:
    """An empty file to copy into: given up when anything goes wrong, so that nothing in it need be undone."""
    connection = database.connect(place._replace(path=unfinished), "rw")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _compare(expected: Content, copied: Connection, path: Path) -> None:
    """Raises RegisterError where a copy is not whole, or not the same."""
    found = database.damage(copied)
    if not found and content(copied) != expected:
        found = ["content"]
    if found:
        raise RegisterError(
            text("The backup could not be read back; the register {path} may be damaged.", path=str(path)),
            [{"problem": each} for each in found],
        )


@contextmanager
def _sealed(connection: Connection, place: Location, target: Path, age: Age) -> Iterator[Path]:
    """A file beside the target with an encrypted copy that was read back from the disk; gone at the end."""
    copied = _bytes(connection, place, target)
    sealed = age_files.encrypted(copied, age.to)
    with new_file.unfinished_beside(target) as unfinished:
        new_file.fill(unfinished, sealed)
        kept = unfinished.read_bytes()
        same = kept == sealed and age_files.is_whole(kept, len(copied))
        if not same or (age.identities and age_files.decrypted(kept, age.identities, target) != copied):
            raise RegisterError(text("The backup {path} could not be read back.", path=str(target)))
        yield unfinished


def _bytes(connection: Connection, place: Location, target: Path) -> bytes:
    """A checked copy in memory; that of an encrypted register is read from a file, encrypted as that is."""
    if type(connection) is not sqlite3.Connection:  # but sqlcipher3's
        with verified(connection, place, target) as unfinished:
            return unfinished.read_bytes()
    expected = content(connection)
    with database.sqlite_errors(target), closing(sqlite3.connect(":memory:", isolation_level=None)) as copied:
        connection.backup(copied)
        cleared.clear_copy(copied)
        _compare(expected, copied, place.path)
        return copied.serialize()
