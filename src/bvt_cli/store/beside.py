"""What lies beside a register: the files SQLite reads with it, and the folder it lies in.

SQLite takes what it finds there for its own: a `-journal` it applies to the register, and one that stands empty it
fills with pages of it. So whoever may lay a file there could change the register or read it.
"""

import os
import stat
from pathlib import Path

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import text

SIDES = ("-journal", "-wal", "-shm")
"""What SQLite may put beside a register."""


def refuse_strangers(register: Path) -> None:
    """Raise RegisterError where a file that SQLite would read with a register is a link, or somebody else's.

    Its own are those of the account, of the register's owner and of root.
    """
    if os.name == "nt":
        return
    path = os.path.realpath(register)  # SQLite follows links too
    for side in SIDES:
        try:
            found = os.lstat(path + side)
        except OSError:
            continue
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1 or found.st_uid not in owners(register):
            raise RegisterError(
                text(
                    "{file} was not made by bvt: it is a link, or belongs to somebody else. The register is not opened,"
                    " for SQLite would take it for its own. Have it removed, and let nobody else write in the folder:"
                    " `chmod 700 {folder}`.",
                    file=path + side,
                    folder=os.path.dirname(path),
                )
            )


def owners(register: Path) -> set[int]:
    """The accounts (uid) whose files may decide about a register: this one, root, and whose the register is."""
    if os.name == "nt":  # has none
        return set()
    mine = {os.geteuid(), 0}
    try:
        return {*mine, register.stat().st_uid}
    except OSError:  # there is none yet
        return mine


def open_to_all(folder: Path) -> bool:
    """Whether everybody on the machine may write in a folder. (A group may be that of the owner alone.)"""
    return os.name != "nt" and folder.is_dir() and bool(folder.stat().st_mode & stat.S_IWOTH)


def refuse_open_folder(register: Path) -> None:
    """Raise RegisterError where a register is to be made in a folder that everybody may write in.

    Where nobody can take away what others laid (`/tmp`) one may be made, to try bvt: it is warned of.
    """
    folder = register.absolute().parent
    if open_to_all(folder) and not folder.stat().st_mode & stat.S_ISVTX:
        raise RegisterError(
            text(
                "Everybody on this machine can write in {folder}, so no register is made there. Run `chmod 700"
                " {folder}`, or choose a folder of your own.",
                folder=str(folder),
            )
        )


def make_folder(folder: Path) -> None:
    """Make a folder where there is none, and those above it that are missing, all for their owner only.

    Raises OSError.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
