"""Copies of the register: consistent, for their owner only, and read back before they are given their name."""

import os
from contextlib import closing, suppress
from pathlib import Path

from bvt_cli.core.errors import Refused, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import database
from bvt_cli.store.location import Location, located


def backup(register: Location | Path, target: Path) -> None:
    """A consistent copy of the register in a new file for its owner only, read back before it is given its name.

    A copy of an encrypted register is encrypted with the same key. Raises Refused where the target stands already.
    """
    path = located(register).path
    if os.path.lexists(target):
        raise Refused(text("There is already something at {path}; nothing was changed.", path=str(target)))
    with database.opened(register, write=False) as connection:
        try:
            unfinished = database.private_file_beside(target)
        except OSError as error:
            raise database.not_made(target, error) from error
        copied = located(register)._replace(path=unfinished)
        try:
            with database.sqlite_errors(target), closing(database.connect(copied, "rw")) as copy:
                connection.backup(copy)
            with suppress(NotImplementedError):
                unfinished.chmod(0o600)
            with database.sqlite_errors(target), closing(database.connect(copied, "ro")) as copy:
                found = database.damage(copy)
            if found:
                raise RegisterError(
                    text("The backup could not be read back; the register {path} may be damaged.", path=str(path)),
                    [{"problem": each} for each in found],
                )
            _sync(unfinished)
            database.put_in_place(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
