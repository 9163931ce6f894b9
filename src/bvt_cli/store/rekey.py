"""A register turned over to another key, or to being encrypted, or back: a new file that takes the old one's place.

The old file is held against writers until the new one, read back and compared with it row by row, has its name.
Whatever cuts this off, the one or the other stands there whole; and no key is ever deleted.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import Refused, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import database, encrypted, keys, leftovers, new_file
from bvt_cli.store.database import Connection
from bvt_cli.store.keys import Key
from bvt_cli.store.location import Location


class To(NamedTuple):
    """What a register is turned over to: where the key is (nowhere for a plain one), and whether it was made for it.

    `instead`: the key file whose name it gets in the end.
    """

    place: Location
    key: Key | None = None
    made: bool = False
    instead: Path | None = None


def turn(place: Location, prepare: Callable[[bytes], To], sign: Callable[[Connection], object]) -> Path | None:
    """Put in the place of a register one with the same content that another key opens, or that has none.

    `prepare`: says which, and makes the key, once nobody else can write; it is given the register's first bytes.
    `sign`: writes in the new one what was done. Answers where the old key is kept, if it lost its name. Raises Refused
    where the register belongs to another account, Busy while another bvt is writing. Nothing is changed then, and a
    key that was made is gone.
    """
    path = place.path.resolve()
    place = place._replace(path=path)
    with database.opened(place, write=True):
        pass  # it is bvt's, and up to date
    leftovers.clear(path.parent, path.name, register=True)  # what was cut off may be a plain copy
    if os.name != "nt" and path.stat().st_uid != os.geteuid():
        raise Refused(text("The register {path} belongs to another account: run this as that one.", path=str(path)))
    file, first = database.identity(path), keys.first_bytes(path)
    old = "" if first == keys.HEADER else encrypted.key_that_opens(place).raw()
    to: To | None = None
    try:
        with database.sqlite_errors(path), _held(path, old):  # from here the file is not read but by SQLite: see keys
            if database.identity(path) != file:
                raise database.busy(path)
            to = prepare(first)
            return _replace(path, old, to, sign)
    except BaseException as error:
        if to is None and isinstance(error, RegisterError) and database.identity(path) != file:
            raise database.busy(path) from None  # the key that was read is no longer that of the file
        if to is not None and to.made and keys.first_bytes(path) != (to.key and to.key.register):
            _discard(to)
        raise


def _replace(path: Path, old: str, to: To, sign: Callable[[Connection], object]) -> Path | None:
    new = "" if to.key is None else to.key.raw(to.key.register)
    with ExitStack() as stack:
        try:
            unfinished = stack.enter_context(new_file.unfinished_beside(path))
            _copy(path, old, unfinished, new)
            _finish(to.place._replace(path=unfinished), sign)
            new_file.sync(unfinished)
        except OSError as error:
            raise database.not_made(path, error) from error
        with _held(unfinished, new):  # nor does anybody write to the new one before the key has its name
            new_file.put_over(unfinished, path)
            return None if to.instead is None else swap(to.instead)


def _discard(to: To) -> None:
    """A key that opens nothing."""
    if to.place.key_file is not None and keys.from_file(to.place.key_file) == to.key:
        to.place.key_file.unlink()


@contextmanager
def _held(path: Path, raw: str) -> Iterator[Connection]:
    """The register with nobody else writing to it.

    Opened by sqlcipher3 also where it is plain: two libraries in one process would let go of each other's locks.
    """
    with closing(encrypted.opened_by(path, "rw", database.WAIT_SECONDS, raw)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")


def _copy(path: Path, old: str, unfinished: Path, new: str) -> None:
    """Everything that the register holds into an empty file, and compared."""
    with closing(encrypted.opened_by(path, "rw", 0, old)) as source:
        source.execute("PRAGMA foreign_keys = OFF")  # the tables come in no order
        source.execute(f'ATTACH DATABASE ? AS turned KEY "{new}"', (str(unfinished.absolute()),))
        source.execute("PRAGMA turned.journal_mode = OFF")
        source.execute("SELECT sqlcipher_export('turned')")
        for pragma in ("application_id", "user_version"):
            value = source.execute(f"PRAGMA main.{pragma}").fetchone()[0]
            source.execute(f"PRAGMA turned.{pragma} = {value:d}")
        if not same(source):
            raise RegisterError(text("The register {path} could not be copied; nothing was changed.", path=str(path)))
        source.execute("DETACH DATABASE turned")


def same(source: Connection) -> bool:
    """Whether both files have the same tables, triggers and rows."""
    select = "SELECT type, name, sql FROM {}.sqlite_schema ORDER BY type, name"
    schema, other = (source.execute(select.format(each)).fetchall() for each in ("main", "turned"))
    if schema != other:
        return False
    tables = [name.replace('"', '""') for kind, name, _ in schema if kind == "table"]
    return all(
        one == another
        for name in tables
        for one, another in zip_longest(
            source.execute(f'SELECT * FROM main."{name}"'), source.execute(f'SELECT * FROM turned."{name}"')
        )
    )


def _finish(turned: Location, sign: Callable[[Connection], object]) -> None:
    with database.writing(turned) as connection:
        sign(connection)
    with database.reading(turned) as connection:
        found = database.damage(connection)
    if found:
        message = text("The register {path} could not be copied; nothing was changed.", path=str(turned.path))
        raise RegisterError(message, [{"problem": each} for each in found])


def settle(kept: Path, first: bytes) -> None:
    """Finish with the keys where a change of key was cut off: the one that opens the register gets the usual name."""
    begun = encrypted.begun_file(kept)
    if not begun.exists():
        return
    found = keys.from_file(begun)
    if found.register == first:
        swap(kept)
    else:
        begun.rename(_free(kept))  # it opens nothing, but no key is deleted


def swap(kept: Path) -> Path:
    """Give the new key the name of the old one, whose new name is answered: older backups need it."""
    old = _free(kept)
    try:
        os.link(kept, old)
    except OSError:  # no hard links here
        keys.keep_as_it_is(old, kept.read_bytes())
    new_file.put_over(encrypted.begun_file(kept), kept)
    return old


def _free(kept: Path) -> Path:
    number = 1
    while os.path.lexists(kept.with_name(f"{kept.name}.{number}")):
        number += 1
    return kept.with_name(f"{kept.name}.{number}")


def with_new_key(place: Location, path: Path) -> To:
    """To the key in a file, which is made where nothing stands."""
    to = place._replace(key_file=path, key_descriptor=None)
    if os.path.lexists(path):
        return To(to, keys.from_file(path))
    made = keys.made()
    keys.keep(path, made)
    return To(to, made, made=True)
