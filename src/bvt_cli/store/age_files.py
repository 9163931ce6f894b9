"""Backups encrypted with age (https://age-encryption.org/v1), which whoever makes them need not be able to read.

They are encrypted to recipients, which are public keys. pyrage is imported here only, and comes with the extra
`backup`.
"""

import os
import stat
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bvt_cli.core.errors import InvalidInput, Problem, RegisterError, Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store import beside

HEADER = b"age-encryption.org/v1\n"
SUFFIX = ".age"
"""What the name of a backup that is encrypted ends in."""
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
MOST = 65536
"""Bytes of a file of recipients or of an identity, at most."""
_CHUNK, _TAG, _NONCE = 65536, 16, 16  # of the payload, as age lays it out
_IDENTITY = "AGE-SECRET-KEY-"


class Recipients(NamedTuple):
    """To whom a backup is encrypted: age's public keys (`age1...`), at least one."""

    keys: tuple[str, ...]


def library() -> Any:
    """pyrage. Raises RegisterError where it is not installed, or cannot be loaded."""
    try:
        import pyrage
    except ImportError:  # also where it is there, but not for this machine
        raise RegisterError(
            text(
                "An encrypted backup needs pyrage, which is not installed here, or cannot be loaded; install it with"
                " {command}.",
                command='pip install "bvt-cli[backup]"',
            )
        ) from None
    return pyrage


def recipients(keys: Iterable[str], option: str) -> Recipients:
    """Recipients as they are typed. Raises Usage for one that is none."""
    found = tuple(dict.fromkeys(keys))
    for key in found:
        if not _is_recipient(key):
            raise Usage(text("{option}: {value} is no recipient of age (age1...).", option=option, value=key))
    return Recipients(found)


def recipients_file(path: Path, register: Path) -> Recipients:
    """The recipients in a file, one a line; lines that begin with # are remarks.

    Who can write the file decides who can read the backups, so it is the account's own, root's, or that of the owner
    of the register. Raises Usage where
    it cannot be read, RegisterError where others can write it, InvalidInput for a line that is no recipient.
    """
    lines = _lines(path, stat.S_IWGRP | stat.S_IWOTH, beside.owners(register))
    message = text("This is no recipient of age (age1...).")
    problems = [Problem(f"{path}:{number}", message) for number, line in lines if not _is_recipient(line)]
    if problems:
        raise InvalidInput(text("The file {path} is wrong; no backup was made.", path=str(path)), problems)
    if not lines:
        raise InvalidInput(text("There is no recipient in {path}; no backup was made.", path=str(path)))
    return Recipients(tuple(dict.fromkeys(line for _, line in lines)))


def identity_file(path: Path) -> list[str]:
    """The secret keys in a file. Raises Usage or RegisterError where it is missing, open to others, or holds none."""
    found = [line for _, line in _lines(path, stat.S_IRWXG | stat.S_IRWXO) if line.startswith(_IDENTITY)]
    if not found:
        raise RegisterError(text("There is no identity of age in the file {path}.", path=str(path)))
    for line in found:
        _identity(line, path)
    return found


def new_identity() -> tuple[str, str]:
    """A new secret key as a file holds it, and the public key that goes with it."""
    made = library().x25519.Identity.generate()
    public = str(made.to_public())
    return f"# public key: {public}\n{made}\n", public


def encrypted(content: bytes, to: Recipients) -> bytes:
    """A file of age with this content."""
    pyrage = library()
    sealed: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key) for key in to.keys])
    return sealed


def decrypted(sealed: bytes, identities: Sequence[str], path: Path) -> bytes:
    """What a file of age holds. Raises RegisterError where it is damaged, or is encrypted to others."""
    pyrage = library()
    known = [pyrage.x25519.Identity.from_str(each) for each in identities]
    try:
        content: bytes = pyrage.decrypt(sealed, known)
    except pyrage.DecryptError:
        raise RegisterError(
            text("{path} cannot be decrypted: it is damaged, or is encrypted to somebody else.", path=str(path))
        ) from None
    return content


def is_encrypted(path: Path) -> bool:
    """Whether a file begins as one of age does."""
    with path.open("rb") as file:
        beginning = file.read(len(ARMOUR))
    return beginning.startswith((HEADER, ARMOUR))


def is_whole(sealed: bytes, length: int) -> bool:
    """Whether a file of age is as long as one with a content of this many bytes is, by its header and its chunks."""
    end = sealed.find(b"\n--- ")
    payload = sealed.find(b"\n", end + 1) + 1
    chunks = max(1, -(-length // _CHUNK))
    return sealed.startswith(HEADER) and 0 < end < payload and len(sealed) == payload + _NONCE + length + _TAG * chunks


def _is_recipient(key: str) -> bool:
    pyrage = library()
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return False
    return True


def _identity(key: str, path: Path) -> None:
    pyrage = library()
    try:
        pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        raise RegisterError(text("There is no identity of age in the file {path}.", path=str(path))) from None


def _lines(path: Path, forbidden: int, owners: Collection[int] | None = None) -> list[tuple[int, str]]:
    """The lines of a small text file with their numbers, without remarks.

    `forbidden`: rights nobody else may have; `owners`: whose it may be (else the account's, or root's; root reads all).
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
        try:
            _refuse_strangers(path, os.fstat(descriptor), forbidden, owners)
            content = os.read(descriptor, MOST)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise Usage(text("There is no file {file}.", file=str(path))) from None
    except OSError as error:
        raise Usage(text("{path} cannot be read: {reason}.", path=str(path), reason=system_reason(error))) from None
    lines = content.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    numbered = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]


def _refuse_strangers(path: Path, found: os.stat_result, forbidden: int, owners: Collection[int] | None) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise RegisterError(text("{path} is not a regular file.", path=str(path)))
    if os.name == "nt":  # has no such rights
        return
    if found.st_uid not in (owners or (os.geteuid(), 0)) and (owners or os.geteuid() != 0):
        raise RegisterError(text("The file {path} belongs to somebody else; it is not read.", path=str(path)))
    if found.st_mode & forbidden:
        if not forbidden & stat.S_IRGRP:
            raise RegisterError(
                text(
                    "Others on this machine can write to the file {path}, and so decide who can read the backups; it"
                    " is not read. Run `chmod 644 {path}`.",
                    path=str(path),
                )
            )
        raise RegisterError(
            text(
                "Others on this machine can read the file {path}; it is not used. Run `chmod 600 {path}`.",
                path=str(path),
            )
        )
