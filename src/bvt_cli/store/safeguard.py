"""Backups that bvt makes by itself: before a register is brought up to date and, where it is set so, before a posting.

They lie in `backups/` beside the register, numbered in the order they were made: `bvt-7-before-R12.db`. Where the file
`backup-recipients.txt` lies beside the register they are encrypted to the recipients it names.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bvt_cli.core.errors import BvtError, Refused, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import age_files, backup, database, leftovers, migrations, runs, schema
from bvt_cli.store.age_files import SUFFIX
from bvt_cli.store.backup import Age
from bvt_cli.store.database import Connection
from bvt_cli.store.location import Location, located

FOLDER = "backups"
RECIPIENTS = "backup-recipients.txt"
POSTING, MIGRATION = "R", "migration-"


def usual_age(register: Path) -> Age | None:
    """To whom the backups of a register are encrypted where nothing else is said; None: to nobody.

    Raises an error where `backup-recipients.txt` is wrong: a backup is never made plain because of that.
    """
    path = register.absolute().parent / RECIPIENTS
    return Age(age_files.recipients_file(path, register)) if os.path.lexists(path) else None


def before_migration(connection: Connection, place: Location) -> Path | None:
    """Back up an older register before it is brought up to date, and answer where; None where another bvt was quicker.

    Raises RegisterError where it cannot be done, or the register was changed behind bvt's back.
    """
    if not os.access(place.path, os.W_OK):
        return None  # nor can it be brought up to date
    connection.execute("BEGIN")
    try:
        version = schema.refuse_changed(connection, place.path)
        return _backed_up(connection, place, version) if version < migrations.CURRENT else None
    finally:
        connection.execute("ROLLBACK")


def _backed_up(connection: Connection, place: Location, version: int) -> Path:
    try:
        return _made(connection, place, f"{MIGRATION}{version}")
    except BvtError as error:
        raise RegisterError(
            text(
                "The register {path} is of an older bvt and is brought up to date only once it is backed up, which"
                " could not be done: {why} Nothing was changed.",
                path=str(place.path),
                why=error.message,
            ),
            error.details,
        ) from error


def before_posting(register: Location | Path, keep: int) -> Path:
    """Back up the register before a run is posted, and answer where; of such backups the newest `keep` are kept."""
    place = located(register)
    with database.reading(place) as connection:
        made = _made(connection, place, f"{POSTING}{runs.next_number(connection)}")
        older = [path for _, path in sorted(_before(place.path, POSTING), reverse=True) if path != made]
        for path in [path for path in older if backup.is_backup(place, path)][keep - 1 :]:
            path.unlink(missing_ok=True)
    return made


def _made(connection: Connection, place: Location, before: str) -> Path:
    """A backup of the state a connection sees; the newest there is, where that holds this state already."""
    folder, age = _folder(place.path), usual_age(place.path)
    leftovers.clear(folder, place.path.name, register=True)  # also where the copy that was cut off is no longer needed
    while True:
        before_now = max(_before(place.path), default=(0, folder))
        newest = max(_before(place.path, before), default=None)
        if newest is not None and _holds(connection, place, newest[1]):
            return newest[1]
        name = f"{place.path.stem}-{before_now[0] + 1}-before-{before}{place.path.suffix}{SUFFIX if age else ''}"
        try:
            backup.copy(connection, place, folder / name, age)
        except Refused:  # another took the number meanwhile
            if not os.path.lexists(folder / name):
                raise
            continue
        return folder / name


def _folder(register: Path) -> Path:
    """The folder beside the register, made where there is none: the account's own, and nobody else's to write in."""
    folder = register.absolute().parent / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        check_folder(register)
    except OSError as error:
        raise database.not_made(folder, error) from error
    return folder


def check_folder(register: Path) -> None:
    """Raises RegisterError where the folder of the backups stands and is not for the register's owner only."""
    folder = register.absolute().parent / FOLDER
    if not os.path.lexists(folder):
        return
    found = folder.lstat()
    strangers = os.name != "nt" and (
        found.st_uid not in (os.geteuid(), register.stat().st_uid) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
    if not stat.S_ISDIR(found.st_mode) or strangers:
        raise RegisterError(
            text("{folder} is no folder that only the register's owner can write in.", folder=str(folder))
        )


def _before(register: Path, kind: str = "") -> Iterator[tuple[int, Path]]:
    """The backups that bvt made by itself, with their numbers; `kind`: before what."""
    stem, suffix = re.escape(register.stem), re.escape(register.suffix)
    form = re.compile(rf"{stem}-([0-9]+)-before-{re.escape(kind)}[A-Za-z0-9-]*{suffix}(\{SUFFIX})?")
    for path in (register.absolute().parent / FOLDER).iterdir():
        if found := form.fullmatch(path.name):
            yield int(found[1]), path


def _holds(connection: Connection, place: Location, path: Path) -> bool:
    """Whether a backup holds what a connection sees; of one encrypted with age that cannot be known."""

    def same(copied: Connection) -> bool:
        return (
            backup.content(copied) == backup.content(connection)
            and not database.damage(copied)
            and backup.same_rows(connection, copied)  # else somebody has altered it since
        )

    return not path.name.endswith(SUFFIX) and backup.is_copy(place, path, same)
