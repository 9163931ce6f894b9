"""The key of an encrypted register: 64 hex digits in a file that only its owner can read, or from a descriptor.

A second line names the register that the key belongs to: `register`, the first 16 bytes of its file in hex (SQLCipher
calls them the salt; they are no secret), and 8 digits of a hash over both lines, so that a key copied wrongly is
known. So another register's key, a wrong copy of the key and a damaged register can be told apart. A key never stands
in a message, an argument or the environment.
"""

import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import Text, text
from bvt_cli.store import beside, new_file
from bvt_cli.store.location import Location

HEADER = b"SQLite format 3\0"
MOST = 1024  # bytes: a key file holds a tenth of it
_FORM = re.compile(rb"([0-9a-fA-F]{64})(?:\n(?:register ([0-9a-fA-F]{32}) ([0-9a-fA-F]{8})\n?)?)?")


class Key(NamedTuple):
    """`secret`: 32 bytes; `register`: the first 16 bytes of the register it belongs to, None where it does not say."""

    secret: bytes
    register: bytes | None = None

    def __repr__(self) -> str:
        return "Key(...)"

    def raw(self, salt: bytes | None = None) -> str:
        """As SQLCipher takes it: 64 hex digits, and 32 more for the first bytes of a file that is to be made."""
        return f"x'{self.secret.hex()}{(salt or b'').hex()}'"


def made() -> Key:
    """A new key, and the first bytes of the register that is to be made with it."""
    return Key(os.urandom(32), os.urandom(16))


def key(place: Location) -> Key:
    """The key that goes with a register. Raises RegisterError where there is none, or one that others can read."""
    if place.key_descriptor is not None:
        return _from_descriptor(place.key_descriptor)
    assert place.key_file is not None
    return from_file(place.key_file)


@lru_cache(maxsize=1)  # a pipe can be read once, and a command opens its register more often
def _from_descriptor(descriptor: int) -> Key:
    try:
        return _understood(_read(descriptor), text("descriptor {number}", number=descriptor))
    except (OSError, OverflowError):
        raise RegisterError(text("No key can be read from the descriptor {number}.", number=descriptor)) from None


def from_file(path: Path) -> Key:
    """The key in a file. Raises RegisterError where it is missing, not a file, not the owner's alone, or holds no key.

    What a link leads to is judged, as that is what is read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        message = text("There is no key file at {path}; say with --key-file where the key is.", path=str(path))
        raise RegisterError(message) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    try:
        problem = _problem(path, os.fstat(descriptor))
        if problem is not None:
            raise RegisterError(problem)
        return _understood(_read(descriptor), text("the file {path}", path=str(path)))
    except OSError as error:
        raise _unreadable(path, error) from None
    finally:
        os.close(descriptor)


def _problem(path: Path, found: os.stat_result) -> Text | None:
    if not stat.S_ISREG(found.st_mode):
        return text("The key file {path} is not a regular file.", path=str(path))
    if os.name == "nt":  # has no such rights
        return None
    if found.st_uid != os.geteuid():
        return text(
            "The key file {path} belongs to somebody else. Keep a copy of your own, or use --key-fd.",
            path=str(path),
        )
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return text("Others can read the key file {path}. Run `chmod 600 {path}`.", path=str(path))
    return None


def _unreadable(path: Path, error: OSError) -> RegisterError:
    from bvt_cli.core.reasons import system_reason

    reason = system_reason(error)
    return RegisterError(text("The key file {path} cannot be read: {reason}.", path=str(path), reason=reason))


def _read(descriptor: int) -> bytes:
    found = b""
    while len(found) <= MOST:
        more = os.read(descriptor, MOST + 1 - len(found))
        if not more:
            break
        found += more
    return found


def _understood(found: bytes, where: Text) -> Key:
    match = _FORM.fullmatch(found)
    if match is None:
        raise RegisterError(
            text("There is no key in {where}: 64 hex digits on a line, and nothing else but `register`.", where=where)
        )
    secret = bytes.fromhex(match[1].decode())
    if match[2] is None:
        return Key(secret)
    found_key = Key(secret, bytes.fromhex(match[2].decode()))
    if match[3].decode().lower() != _check(found_key):
        raise RegisterError(text("The key in {where} is not as bvt wrote it: take another copy of it.", where=where))
    return found_key


def _check(key: Key) -> str:
    import hashlib

    return hashlib.sha256(b"bvt key\0" + key.secret + (key.register or b"")).hexdigest()[:8]


def keep(path: Path, key: Key) -> None:
    """Write a key to a new file for its owner only, safely on the disk. Raises Refused where something stands there."""
    assert key.register is not None
    keep_as_it_is(path, f"{key.secret.hex()}\nregister {key.register.hex()} {_check(key)}\n".encode())


def keep_as_it_is(path: Path, content: bytes) -> None:
    """The same, of what a key file holds: whole or not at all, for another bvt may look at it any moment."""
    try:
        beside.make_folder(path.absolute().parent)
        new_file.refuse_existing(path)
        with new_file.unfinished_beside(path) as unfinished:
            new_file.fill(unfinished, content)
            new_file.put_in_place(unfinished, path)
    except OSError as error:
        raise _not_kept(path, error) from None


def _not_kept(path: Path, error: OSError) -> RegisterError:
    from bvt_cli.core.reasons import system_reason

    reason = system_reason(error)
    return RegisterError(text("The key cannot be kept at {path}: {reason}.", path=str(path), reason=reason))


def first_bytes(path: Path) -> bytes:
    """The first 16 bytes of a file, fewer or none where there are not so many.

    Not while it is open in SQLite: closing it here would let go of that one's locks.
    """
    with path.open("rb") as file:
        return file.read(16)


def is_encrypted(path: Path) -> bool:
    """Whether a file looks like an encrypted register: not empty, and without the first bytes of a plain one."""
    try:
        return first_bytes(path) not in (b"", HEADER)
    except OSError:
        return False
