"""Copies of registers that lie where bvt makes them and are not encrypted, found by their first bytes."""

import stat
from pathlib import Path

from bvt_cli.store import keys
from bvt_cli.store.database import APPLICATION_ID

_ID = slice(68, 72)  # where a SQLite file keeps whose it is


def plain(register: Path) -> dict[Path, list[Path]]:
    """The plain registers beside a register and in its `backups/`, by their folders; never the register itself."""
    folder = register.absolute().parent
    found = {each: _in(each, register) for each in (folder, folder / "backups")}
    return {each: several for each, several in found.items() if several}


def _in(folder: Path, register: Path) -> list[Path]:
    try:
        return [each for each in sorted(folder.iterdir()) if each.name != register.name and _is_plain(each)]
    except OSError:
        return []


def _is_plain(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            first = file.read(_ID.stop)
    except OSError:
        return False
    return first.startswith(keys.HEADER) and first[_ID] == APPLICATION_ID.to_bytes(4, "big")
