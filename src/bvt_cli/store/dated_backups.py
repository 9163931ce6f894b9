"""Backups that bvt names itself, `bvt-2025-06-15.db` and its like, and how many of them are kept.

Deleted is only what is a backup of this very register by its name and by what it holds; never what another program or
another register left in the folder, nor anything a link leads to.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import Refused
from bvt_cli.store import backup, beginning, database
from bvt_cli.store.age_files import SUFFIX
from bvt_cli.store.backup import Age
from bvt_cli.store.database import Connection
from bvt_cli.store.location import Location, located

_MARK = 8  # hex digits


class Pruned(NamedTuple):
    """The older backups that were deleted, and those that look like some by their name but were left alone.

    `others`: of those, the good backups of another register.
    """

    deleted: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()


def backup_of_the_day(register: Location | Path, folder: Path, day: date, age: Age | None) -> Path:
    """Make a backup in a folder, named by the register and the day: `bvt-2025-06-15.db`, then `bvt-2025-06-15-2.db`.

    One that is encrypted with age cannot be looked into, so its name has a mark of the register besides, and ends in
    `.age`.
    """
    place = located(register)
    with database.reading(place) as connection:
        mark = mark_of(connection)
        while True:
            taken = [number for of, number, _ in _named(place.path, folder, mark) if of == day.isoformat()]
            target = folder / _name(place.path, day, max(taken, default=0) + 1, mark if age else None)
            try:
                backup.copy(connection, place, target, age)
            except Refused:  # another took the name meanwhile
                if not os.path.lexists(target):
                    raise
                continue
            return target


def mark_of(connection: Connection) -> str:
    """What tells a register from every other in the names of its backups: from the first link of its journal."""
    first = connection.execute("SELECT chain FROM journal_chain ORDER BY id LIMIT 1").fetchone()
    return hashlib.sha256(repr(first).encode()).hexdigest()[:_MARK]


def _name(register: Path, day: date, number: int, mark: str | None) -> str:
    marked = f"{mark}-" if mark else ""
    numbered = f"-{number}" if number > 1 else ""
    return f"{register.stem}-{marked}{day.isoformat()}{numbered}{register.suffix}{SUFFIX if mark else ''}"


def let_go(register: Location | Path, made: Path, keep: int) -> Pruned:
    """Of the backups of this register beside one just made, keep that and the newest others, `keep` in all."""
    place = located(register)
    with database.reading(place) as connection:
        candidates = sorted(_named(place.path, made.absolute().parent, mark_of(connection)), reverse=True)
        ours: list[Path] = []
        left: list[Path] = []
        others: list[Path] = []
        for _, _, path in candidates:
            if path.name == made.name:
                continue
            earlier = backup.is_backup(place, path, partial(_is_earlier, connection))
            if earlier:
                ours.append(path)
            else:
                (others if backup.is_copy(place, path, partial(_is_of_another, connection)) else left).append(path)
    deleted = []
    for path in ours[keep - 1 :]:
        try:
            path.unlink()
        except OSError:
            left.append(path)
        else:
            deleted.append(path)
    return Pruned(tuple(deleted), tuple(left), tuple(others))


def _named(register: Path, folder: Path, mark: str) -> Iterator[tuple[str, int, Path]]:
    """The files in a folder that have the name of a backup of this register: day, number and path."""
    stem, suffix = re.escape(register.stem), re.escape(register.suffix)
    day = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:-(?P<number>[0-9]{1,9}))?"
    form = re.compile(rf"{stem}-(?P<mark>{mark}-)?{day}{suffix}(?P<age>\{SUFFIX})?")
    for path in folder.iterdir():
        found = form.fullmatch(path.name)
        if found and bool(found["mark"]) == bool(found["age"]):
            yield found["day"], int(found["number"] or 1), path


def _is_of_another(connection: Connection, copied: Connection) -> bool:
    return beginning.differs(beginning.of(connection), beginning.of(copied))


def _is_earlier(connection: Connection, copied: Connection) -> bool:
    """Whether the last entry of a copy's journal stands in the register's, at the same place."""
    last = copied.execute('SELECT id, at, "by", login, command, what, ref FROM journal ORDER BY id DESC LIMIT 1')
    found = last.fetchone()
    if found is None:
        return False
    select = 'SELECT id, at, "by", login, command, what, ref FROM journal WHERE id = ?'
    return bool(connection.execute(select, found[:1]).fetchone() == found)
