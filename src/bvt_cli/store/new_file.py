"""New files for their owner only: whole or not at all, and never over one that stands there.

Each is filled beside its place, under a name that `store.leftovers` knows, and then given its own.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store import beside, leftovers

SIDES = beside.SIDES
"""What SQLite may put beside a register."""


def write_new(path: Path, content: str | bytes) -> None:
    """Write a text (as UTF-8) or bytes to a new file, mode 0600.

    Raises Refused where something stands there, Usage where it cannot be made.
    """
    with finished(path, content) as give_name:
        give_name()


@contextmanager
def finished(path: Path, content: str | bytes) -> Iterator[Callable[[], None]]:
    """The same in two steps: a file that is written but for its name, which calling what is yielded gives it.

    Without its name it is gone at the end. For what is noted in the register: note, then name.
    """
    refuse_existing(path)
    with _made(path):
        unfinished = _empty_beside(path)
    try:
        with _made(path):
            fill(unfinished, content if isinstance(content, bytes) else content.encode())
        yield lambda: _name(unfinished, path)
    finally:
        _clear_away(unfinished)


def _name(unfinished: Path, path: Path) -> None:
    with _made(path):
        put_in_place(unfinished, path)


@contextmanager
def _made(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Usage(text("{path} cannot be made: {reason}.", path=str(path), reason=system_reason(error))) from error


def refuse_existing(path: Path) -> None:
    """Clear away what a killed bvt has not finished under this name. Raises Refused where something stands there."""
    leftovers.clear(path.parent, path.name)
    if os.path.lexists(path):
        raise _taken(path)


def _taken(path: Path) -> Refused:
    return Refused(text("There is already something at {path}; nothing was changed.", path=str(path)))


@contextmanager
def unfinished_beside(path: Path) -> Iterator[Path]:
    """A new empty file in the same folder that only its owner can read, to be filled and then put in place.

    Whatever ends the process but a kill, it is gone afterwards, with what SQLite put beside it. Raises OSError where
    it cannot be made.
    """
    unfinished = _empty_beside(path)
    try:
        yield unfinished
    finally:
        _clear_away(unfinished)


def _empty_beside(path: Path) -> Path:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    atexit.register(_clear_away_at_exit, unfinished.absolute(), os.getpid())  # a signal may fall between any two lines
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(unfinished, flags, 0o600)
    try:
        if hasattr(os, "fchmod"):  # Windows has none
            os.fchmod(descriptor, 0o600)  # a umask may have taken the owner's own rights
    finally:
        os.close(descriptor)
    return unfinished


def _clear_away_at_exit(unfinished: Path, process: int) -> None:
    if os.getpid() == process:  # else a fork, which has made nothing
        with suppress(OSError):
            _clear_away(unfinished)


def _clear_away(unfinished: Path) -> None:
    for side in ("", *SIDES):
        unfinished.with_name(unfinished.name + side).unlink(missing_ok=True)


def fill(unfinished: Path, content: bytes) -> None:
    """Write the content of a file that stands empty, safely on the disk; nothing that was laid in its place meanwhile.

    Raises OSError.
    """
    with open(unfinished, "wb", opener=_no_link) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _no_link(path: str, flags: int) -> int:
    return os.open(path, (flags & ~os.O_CREAT) | getattr(os, "O_NOFOLLOW", 0))


def put_in_place(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, never over something that stands there. Raises Refused where it does."""
    try:
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise
        except OSError:  # no hard links here
            if os.name != "nt" and os.path.lexists(path):
                raise FileExistsError(path) from None
            unfinished.rename(path)
    except FileExistsError:
        raise _taken(path) from None
    _sync_folder(path)


def put_over(unfinished: Path, path: Path) -> None:
    """Give a finished file the name of one that stands, which it replaces. Raises OSError."""
    unfinished.replace(path)
    _sync_folder(path)


def sync(path: Path) -> None:
    """Make what a file holds last beyond a power cut. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    """Make the name of a file as lasting as its content: a power cut could take a name that was just given."""
    if os.name == "nt":  # folders cannot be opened there
        return
    with suppress(OSError):  # nor everywhere else: a folder one may not list, some network drives
        descriptor = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
