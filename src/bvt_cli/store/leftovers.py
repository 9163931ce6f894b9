"""Unfinished files that a killed bvt left behind. A killed process cannot clear away; the next one does it."""

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

_UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<process>[1-9][0-9]*)\.new(?:-journal|-wal|-shm)?")


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]+)?"
_COPIES = rf"(?:-(?:[0-9a-f]+-)?{_DAY}|-[0-9]+-before-[A-Za-z0-9-]+|-replaced-{_DAY})"
"""What stands between the name of a register and its suffix in the names that bvt gives its copies."""


def clear(folder: Path, name: str, *, register: bool = False) -> list[Path]:
    """Remove what was never finished of a file of this name, and answer what is gone.

    `register`: of a register of this name, and of the copies of it that bvt names itself.

    Only files as `store.new_file` makes them, of this account, and whose process is no more; another account's, and
    what cannot be removed, is left.
    """
    gone = []
    for path in left(folder, name, register=register):
        with suppress(OSError):
            path.unlink()
            gone.append(path)
    return gone


def left(folder: Path, name: str, *, register: bool = False) -> list[Path]:
    """What `clear` would remove."""
    stem, suffix = map(re.escape, os.path.splitext(name))
    wanted = re.compile(rf"{stem}{_COPIES}?{suffix}(?:\.age)?" if register else re.escape(name))
    several = []
    for path in _listed(folder, os.path.splitext(name)[0] if register else name):
        found = _UNFINISHED.fullmatch(path.name)
        if found is None or not wanted.fullmatch(found["name"]):
            continue
        if _is_ours(path) and (_is_finished(path) or not _runs(int(found["process"]))):
            several.append(path)
    return several


def meant(path: Path) -> Path:
    """The file that an unfinished one is to become: its own name is for nobody to see."""
    found = _UNFINISHED.fullmatch(path.name)
    return path if found is None else path.with_name(found["name"])


def _listed(folder: Path, begins: str) -> list[Path]:
    try:
        names = os.listdir(folder)  # quicker than looking at each: a folder of statements has many
    except OSError:  # told where the file itself is made
        return []
    return [folder / name for name in sorted(names) if name.startswith(f".{begins}")]


def _is_ours(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def _is_finished(path: Path) -> bool:
    """Whether a file has its own name already, and this is but another one, which nobody needs any more."""
    try:
        return path.lstat().st_nlink > 1
    except OSError:
        return False


def _runs(process: int) -> bool:
    """Whether a process of this number runs; where that cannot be asked it is taken to."""
    if os.name == "nt":  # there os.kill ends a process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
