"""Registers encrypted as a whole with SQLCipher: every page, also in the journal file beside it, with a checksum."""

import sqlite3
from pathlib import Path
from typing import Any, cast

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import Text, text
from bvt_cli.store import database, keys, leftovers
from bvt_cli.store.database import Connection
from bvt_cli.store.keys import Key
from bvt_cli.store.location import Location


def library() -> Any:
    """sqlcipher3, which is SQLite with encryption. Raises RegisterError where it is not installed."""
    try:
        import sqlcipher3.dbapi2 as found
    except ImportError:
        raise RegisterError(
            text(
                "An encrypted register needs sqlcipher3, which is not installed here, or cannot be loaded; install it"
                " with {command}.",
                command='pip install "bvt-cli[encrypted]"',
            )
        ) from None
    return found


def connect(place: Location, mode: str, wait: float) -> Connection:
    """A connection to an encrypted register, or to an empty file that is to become one, with bvt's pragmas.

    Raises RegisterError where the key is not to be had or does not fit, or the file is not encrypted.
    """
    found = keys.key(place)
    while True:
        try:
            return _connected(place, mode, wait, found)
        except RegisterError:
            before, found = found, keys.key(place)
            if found == before:
                raise  # else the key was changed by another bvt just now


def _connected(place: Location, mode: str, wait: float, found: Key) -> Connection:
    if place.path.exists() and place.path.stat().st_size == 0:
        return opened_by(place.path, mode, wait, found.raw(found.register))
    try:
        return opened_by(place.path, mode, wait, found.raw())
    except database.faults() as error:
        if database.fault_name(error) != "SQLITE_NOTADB":
            raise
    begun = _begun(place)
    if begun is not None:
        return opened_by(place.path, mode, wait, begun.raw())
    raise RegisterError(_why_not(place, found))


def key_that_opens(place: Location) -> Key:
    """The key of a register that can be opened: that in the key file or, where a change was cut off, the new one."""
    return _begun(place) or keys.key(place)


def opens(place: Location) -> bool:
    """Whether the key said opens a register; one in use counts as opened."""
    try:
        connect(place, "ro", 0).close()
    except RegisterError:
        return False
    except database.faults() as error:
        return database.fault_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return True


def opened_by(path: Path, mode: str, wait: float, raw: str) -> Connection:
    """A connection by a key as SQLCipher takes it, or to a plain register where that is empty."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = cast("sqlite3.Connection", library().connect(uri, uri=True, isolation_level=None, timeout=wait))
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to stderr by itself
        connection.execute("PRAGMA cipher_default_compatibility = 4")  # whatever a later SQLCipher writes by itself
        if raw:
            connection.execute(f'PRAGMA key = "{raw}"')
        connection.execute("PRAGMA user_version")  # reads the first page, so that a wrong key is known at once
    except database.faults():
        connection.close()
        raise
    return database.prepared(connection)


def begun_file(key_file: Path) -> Path:
    """Where a new key stands while the register is being turned over to it."""
    return key_file.with_name(f"{key_file.name}.new")


def _begun(place: Location) -> Key | None:
    """The key a register had been turned over to when that was cut off, where it still waits for its name."""
    if place.key_descriptor is not None or place.key_file is None:
        return None
    beside = begun_file(place.key_file.resolve())
    found = keys.from_file(beside) if beside.exists() else None
    return found if found is not None and found.register == keys.first_bytes(place.path) else None


def _why_not(place: Location, key: Key) -> Text:
    """Why a key does not open a register: whose it is, or what is damaged, as far as can be known."""
    about = {"path": str(leftovers.meant(place.path))}
    first = keys.first_bytes(place.path)
    if first == keys.HEADER:
        return text(
            "The register {path} is not encrypted, but a key is given. Leave out --key-file (BVT_KEY_FILE) and "
            "--key-fd, or encrypt it with `bvt db rekey --encrypt`.",
            **about,
        )
    if key.register is None:
        return text(
            "The key does not open the register {path}: it is the key of another, or the register is damaged.", **about
        )
    if key.register == first:
        return text("The register {path} is damaged; the key is the right one. Take a backup into use.", **about)
    if _opens(place.path, key):
        return text("The register {path} is damaged in its first bytes. Take a backup into use.", **about)
    return text(
        "The key is not that of the register {path}, but of another, or from before its key was changed.", **about
    )


def _opens(path: Path, key: Key) -> bool:
    """Whether a key opens a register once its own first bytes are put in the place of the file's."""
    try:
        opened_by(path, "ro", 0, key.raw(key.register)).close()
    except database.faults():
        return False
    return True
