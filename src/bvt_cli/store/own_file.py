"""A file that bvt writes anew over its own earlier one, and never over another's."""

import os
from pathlib import Path

from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store import new_file

MOST = 4096
"""Where the mark stands in a file, at the latest (bytes)."""


def write_own(path: Path, content: str, mark: str) -> None:
    """Write a text over an earlier file that has the line `mark` near its top, or as a new one; mode 0600.

    Raises Refused where something else stands there, Usage where it cannot be made.
    """
    if not os.path.lexists(path):
        new_file.write_new(path, content)
        return
    try:
        if path.is_symlink() or not path.is_file() or mark not in _beginning(path):
            raise Refused(text("What stands at {path} was not written by bvt; nothing was changed.", path=str(path)))
        with new_file.unfinished_beside(path) as unfinished:
            new_file.fill(unfinished, content.encode())
            new_file.put_over(unfinished, path)
    except OSError as error:
        raise Usage(text("{path} cannot be made: {reason}.", path=str(path), reason=system_reason(error))) from error


def _beginning(path: Path) -> list[str]:
    with path.open("rb") as file:
        return file.read(MOST).decode(errors="replace").splitlines()
