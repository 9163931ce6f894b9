"""What `bvt doctor` looks at in the register: whether it is whole, who may reach it, and what it lies on."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from bvt_cli.commands.doctor_asked import Asked, account
from bvt_cli.core.errors import Busy, RegisterError
from bvt_cli.core.texts import Text, text
from bvt_cli.render.checkup import NOTE, OK, WRONG, Finding, failed
from bvt_cli.store import health
from bvt_cli.store.health import Health

MEBIBYTE = 1024 * 1024


def register(asked: Asked) -> Iterator[Finding]:
    """Where it is, whether it is whole and of this version, and whether a write could begin."""
    path, origin = asked.session.db, asked.origin("--db", "BVT_DB")
    if not path.is_file():
        message = text("There is no register at {path} ({origin}).", path=str(path), origin=origin)
        remedy = text("Make one with `bvt init`, or say with --db or BVT_DB where it is.")
        yield Finding("register", WRONG, message, remedy)
        return
    try:
        found = asked.health or Health()
    except Busy as error:
        yield failed("lock", error)
        return
    yield _state(path, found, origin)
    if found.newer:
        message = text("The register {path} was made by a newer bvt; install that version to use it.", path=str(path))
        yield Finding("register_version", WRONG, message)
    if found.older:
        message = text("The register is of an older bvt; the next command that opens it brings it up to date.")
        remedy = text("It is backed up before that, in the folder `backups` beside it.")
        yield Finding("register_version", NOTE, message, remedy)
    if found.ours:
        yield from _lock(asked, found)


def _state(path: Path, found: Health, origin: Text) -> Finding:
    if found.interrupted:
        message = text("A write to the register {path} was cut off half-way.", path=str(path))
        return Finding(
            "register", NOTE, message, text("Run `bvt db check`: it undoes that write, and checks the rest.")
        )
    if not found.ours:
        return Finding("register", WRONG, text("{path} is not a register of bvt.", path=str(path)))
    if found.damage:
        message = text(
            "The register {path} is damaged. Take a backup into use: `bvt db restore BACKUP --replace`.", path=str(path)
        )
        return failed("register", RegisterError(message, [{"problem": each} for each in found.damage]))
    message = text(
        "The register is {path} ({origin}); its pages and references are whole.", path=str(path), origin=origin
    )
    return Finding("register", OK, message)


def _lock(asked: Asked, found: Health) -> Iterator[Finding]:
    if not health.may_write(asked.session.db):
        message = text("Your account may not write to the register and its folder.")
        yield Finding("lock", WRONG, message, text("Run bvt as the account that owns the register."))
    elif found.interrupted:
        return  # asking for the lock would undo the write
    elif health.lock_is_free(asked.session.register):
        yield Finding("lock", OK, text("Nobody is writing to the register just now."))
    else:
        message = text("Another bvt is writing to the register.")
        remedy = text("Try again in a minute; if it is still so then, look for a bvt that hangs.")
        yield Finding("lock", WRONG, message, remedy)


def encryption(asked: Asked) -> Iterator[Finding]:
    """Whether the register is encrypted, and where its key is kept. What is wrong with the key stops the opening."""
    place = asked.session.register
    if not asked.session.db.is_file() or asked.health is None or asked.health.sqlcipher is None:
        return
    if place.key_file is None:
        message = text("The register is encrypted (SQLCipher {version}); its key was handed over.",
                       version=asked.health.sqlcipher)  # fmt: skip
        yield Finding("encryption", OK, message)
        return
    about = {"version": asked.health.sqlcipher, "path": str(place.key_file)}
    message = text("The register is encrypted (SQLCipher {version}); its key is in {path}.", **about)
    folders = (asked.session.db.resolve().parent, place.key_file.resolve().parent)
    if folders[0] == folders[1]:
        remedy = text("Keep the key elsewhere: whoever copies the folder of the register has both.")
        yield Finding("encryption", NOTE, message, remedy)
    else:
        yield Finding("encryption", OK, message)


def permissions(asked: Asked) -> Iterator[Finding]:
    """Who may reach it, and whose it is. Of a file that is none of bvt's nobody is told to take it from others."""
    path = asked.session.db
    if sys.platform == "win32" or not path.is_file():
        return
    file = health.rights(path)
    if _is_ours(asked):
        yield _reach(path, file)
    owner = account(file.owner)
    if file.owner == os.getuid():
        yield Finding("owner", OK, text("The register belongs to you ({owner}).", owner=owner))
    else:
        message = text("The register belongs to {owner}, not to you.", owner=owner)
        remedy = text("Run bvt as {owner}: a folder of rates that another account makes is not read.", owner=owner)
        yield Finding("owner", NOTE, message, remedy)


def _is_ours(asked: Asked) -> bool:
    try:
        return asked.health is not None and asked.health.ours
    except Busy:  # SQLite knows the file, and another bvt is writing to it
        return True
    except RegisterError:
        return False


def _reach(path: Path, file: health.Rights) -> Finding:
    parent = path.absolute().parent
    folder = health.rights(parent)
    if file.others_read or folder.others_write:
        message = text("Others on this machine can reach into the register.")
        remedy = text("Run `chmod 600 {file}` and `chmod 700 {folder}`.", file=str(path), folder=str(parent))
        return Finding("permissions", WRONG, message, remedy)
    if folder.others_read:
        message = text("Only its owner can read the register, but others can look into its folder.")
        remedy = text("Unless that is meant, run `chmod 700 {folder}`.", folder=str(parent))
        return Finding("permissions", NOTE, message, remedy)
    return Finding("permissions", OK, text("Only its owner can reach the register."))


def file_system(asked: Asked) -> Iterator[Finding]:
    """Whether it lies on another machine, where locks are not to be relied on."""
    kind = health.file_system(health.existing_folder(asked.session.db))
    if kind is None:
        return
    if kind in health.NETWORK_FILE_SYSTEMS:
        message = text("The register lies on a network file system ({kind}).", kind=kind)
        remedy = text("Two writing at once can damage it there: keep it on a disk of the machine that bvt runs on.")
        yield Finding("file_system", NOTE, message, remedy)
    else:
        yield Finding("file_system", OK, text("The register lies on a disk of this machine ({kind}).", kind=kind))


def disk(asked: Asked) -> Iterator[Finding]:
    """Whether there is room for a backup and for undoing a write."""
    space = health.space(asked.session.db)
    free, needed = space.free // MEBIBYTE, -(-space.needed // MEBIBYTE)
    if space.free < space.needed:
        message = text(
            "Only {free} MiB are free where the register is; it may need {needed}.", free=free, needed=needed
        )
        yield Finding("disk", WRONG, message, text("Make room before the next posting or backup."))
    else:
        yield Finding("disk", OK, text("{free} MiB are free where the register is.", free=free))
