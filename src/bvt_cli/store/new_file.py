"""A new file for its owner only: whole or not at all, and never over one that stands there."""

import os
from pathlib import Path

from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store.database import private_file_beside, put_in_place


def write_new(path: Path, content: str | bytes) -> None:
    """Write a text (as UTF-8) or bytes to a new file, mode 0600.

    Raises Refused where something stands there, Usage where it cannot be made.
    """
    if os.path.lexists(path):
        raise Refused(text("There is already something at {path}; nothing was changed.", path=str(path)))
    try:
        unfinished = private_file_beside(path)
        try:
            with unfinished.open("wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
                file.flush()
                os.fsync(file.fileno())
            put_in_place(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Usage(text("{path} cannot be made: {reason}.", path=str(path), reason=system_reason(error))) from error
