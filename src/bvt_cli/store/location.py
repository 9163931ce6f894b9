"""Where a register is, and where the key of an encrypted one is read from. Never the key itself."""

from pathlib import Path
from typing import NamedTuple


class Location(NamedTuple):
    """A register file; `key_file` or `key_descriptor` (an open file descriptor) is where its key is, if it has one."""

    path: Path
    key_file: Path | None = None
    key_descriptor: int | None = None


def located(register: Location | Path) -> Location:
    """A path alone is a register without a key."""
    return register if isinstance(register, Location) else Location(register)
