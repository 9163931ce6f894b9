"""Where a register is, and where the key of an encrypted one is read from. Never the key itself."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Location(NamedTuple):
    """A register file; `key_file` or `key_descriptor` (an open file descriptor) is where its key is, if it has one.

    `backed_up`: is told where the backup lies when an older register is about to be brought up to date.
    `looked_at`: where a key was looked for that nobody has said.
    """

    path: Path
    key_file: Path | None = None
    key_descriptor: int | None = None
    backed_up: Callable[[Path], object] | None = None
    looked_at: Path | None = None

    @property
    def has_key(self) -> bool:
        """Whether it is said where the key of an encrypted register is."""
        return self.key_file is not None or self.key_descriptor is not None


def located(register: Location | Path) -> Location:
    """A path alone is a register without a key."""
    return register if isinstance(register, Location) else Location(register)
