"""How a register is doing, seen from outside: nothing is brought up to date, recovered or written."""

import os
import shutil
import stat
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bvt_cli.store import database, migrations
from bvt_cli.store.database import Connection, fault_name, faults, sqlite_errors
from bvt_cli.store.location import Location, located

SHORT_WAIT = 1.0  # seconds; long enough for a posting that is just being finished
MOUNTS = Path("/proc/mounts")
NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs")
INTERRUPTED = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY")
"""What reading says of a write that is to be undone first; sqlcipher3 knows no finer word."""
SPARE_BYTES = 10 * 1024 * 1024


class Health(NamedTuple):
    """What a look into the register shows.

    `ours`: whether it is one of bvt's; `newer` and `older` than this bvt; `damage`: what SQLite finds wrong;
    `last_stamp`: the UTC stamp of the last journal entry, None where there is none; `interrupted`: a write was
    cut off and not yet undone, so that nothing else could be seen; `sqlcipher`: the version of what encrypts it, None
    where nothing does.
    """

    ours: bool = True
    newer: bool = False
    older: bool = False
    damage: tuple[str, ...] = ()
    last_stamp: str | None = None
    interrupted: bool = False
    sqlcipher: str | None = None


def look(register: Location | Path) -> Health:
    """Look into a register. Raises RegisterError where it cannot be read, Busy while another bvt finishes a write."""
    place = located(register)
    with sqlite_errors(place.path, SHORT_WAIT, place.looked_at):
        try:
            with closing(database.connect(place, "ro", SHORT_WAIT)) as connection:
                found = _look(connection)
                cut = found.ours and database.cut_short(connection, place.path)
                return found._replace(damage=(*found.damage, "the last page is cut short")) if cut else found
        except faults("OperationalError") as error:
            if fault_name(error) in INTERRUPTED:  # undone by the next who may write
                return Health(interrupted=True)
            raise


def _look(connection: Connection) -> Health:
    if not database.is_ours(connection):
        return Health(ours=False)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    damage = tuple(database.damage(connection, "quick_check"))
    last_stamp = None if damage else connection.execute("SELECT max(at) FROM journal").fetchone()[0]
    cipher = connection.execute("PRAGMA cipher_version").fetchone()  # SQLite itself knows no such pragma
    found = Health(True, version > migrations.CURRENT, version < migrations.CURRENT, damage, last_stamp)
    return found._replace(sqlcipher=None if cipher is None else str(cipher[0]))


def lock_is_free(register: Location | Path) -> bool:
    """Whether a write could begin at once; it is given up again before anything is written."""
    place = located(register)
    with sqlite_errors(place.path), closing(database.connect(place, "rw", 0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except faults("OperationalError") as error:
            if fault_name(error).startswith("SQLITE_BUSY"):
                return False
            raise
        connection.execute("ROLLBACK")
        return True


def may_write(path: Path) -> bool:
    """Whether this account may change the file, and make the journal file that SQLite needs beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK | os.X_OK)


class Rights(NamedTuple):
    """Whose something is, and what others on the machine may do with it."""

    owner: int
    others_read: bool
    others_write: bool


def rights(path: Path) -> Rights:
    """Owner (uid) and rights of a file or folder. Group and all others alike are "others"."""
    found = path.stat()
    readable = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return Rights(found.st_uid, bool(readable), bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)))


def existing_folder(path: Path) -> Path:
    """The folder a file lies in or, where there is none yet, the nearest one above it."""
    folder = path.absolute().parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def file_system(folder: Path, mounts: Path | None = None) -> str | None:
    """The kind of file system a folder lies on (`ext4`, `nfs4`); None where the system does not tell.

    `mounts`: a table as Linux has it (else its own), with a space in a name written as `\\040`.
    """
    try:
        lines = (mounts or MOUNTS).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    kind = None
    longest = -1
    for fields in (line.split() for line in lines):
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if folder.resolve().is_relative_to(point) and len(point.parts) >= longest:  # of equal ones the last lies on top
            kind, longest = fields[2], len(point.parts)
    return kind


class Space(NamedTuple):
    """Bytes free in a folder, and what the register may need: room for a backup and for undoing a write."""

    free: int
    needed: int


def space(path: Path) -> Space:
    """The room there is for a register that stands, or is to stand, at a path."""
    size = path.stat().st_size if path.is_file() else 0
    return Space(shutil.disk_usage(existing_folder(path)).free, 2 * size + SPARE_BYTES)
