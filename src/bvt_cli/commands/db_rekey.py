"""`bvt db rekey`: another key for an encrypted register, or a register that becomes encrypted or is no longer."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, RegisterError, Usage
from bvt_cli.core.texts import mark, text
from bvt_cli.store.location import Location

if TYPE_CHECKING:
    from bvt_cli.store.database import Connection
    from bvt_cli.store.journal import Signed


def rekey(
    ctx: typer.Context,
    new_key_file: Annotated[
        str | None,
        typer.Option(
            "--new-key-file",
            metavar="FILE",
            help=mark(
                "Where the new key is, or is to be made (else it takes the old key's place, which is kept beside)."
            ),
        ),
    ] = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help=mark("Encrypt a register that is not yet."))] = False,
    decrypt: Annotated[bool, typer.Option("--decrypt", help=mark("Make an encrypted register a plain one."))] = False,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import signed
    from bvt_cli.commands.init import refuse_missing_folder
    from bvt_cli.store import encrypted, keys

    session: Session = ctx.obj
    if encrypt and decrypt:
        raise Usage(text("--encrypt and --decrypt do not go together."))
    if decrypt and new_key_file is not None:
        raise Usage(text("--decrypt takes no new key."))
    path = session.db
    if not path.is_file():
        raise RegisterError(text("There is no register at {path}. Make one with `bvt init`.", path=str(path)))
    encrypted.library()
    named = None if new_key_file is None else Path(arguments.line(new_key_file, "--new-key-file"))
    signature = signed(session, "db rekey", by)
    _refuse(keys.is_encrypted(path), encrypt, decrypt, path)
    if named is not None:
        refuse_missing_folder(session, named)
    kept: Path | None = None
    old: Path | None = None
    made = not decrypt
    if encrypt:
        kept, made = _encrypt(session, named, signature)
    elif decrypt:
        old = _decrypt(session, signature)
    else:
        kept, old = _change(session, named, signature)
    if json:
        keys_now = {"key_file": None if kept is None else str(kept), "old_key_file": None if old is None else str(old)}
        session.out.document({"db": str(path), "encrypted": not decrypt, **keys_now})
    if encrypt:
        _tell_of_encrypting(session, kept, made)
    _tell(session, kept, old, decrypt)


def _refuse(is_encrypted: bool, encrypt: bool, decrypt: bool, path: Path) -> None:
    if is_encrypted and encrypt:
        raise Refused(text("The register {path} is encrypted already; nothing was changed.", path=str(path)))
    if not is_encrypted and decrypt:
        raise Refused(text("The register {path} is not encrypted; nothing was changed.", path=str(path)))
    if not is_encrypted and not encrypt:
        raise Refused(
            text(
                "The register {path} is not encrypted. To encrypt it, say --encrypt; nothing was changed.",
                path=str(path),
            )
        )


def _encrypt(session: Session, named: Path | None, signature: "Signed") -> tuple[Path | None, bool]:
    """Where the key is, None where it was handed over; and whether it was made now."""
    from bvt_cli.commands.init import refuse_missing_folder, with_key
    from bvt_cli.store import keys, rekey

    place = with_key(session)
    target = named or place.key_file
    if target is not None:
        refuse_missing_folder(session, target)
    found = target is None or os.path.lexists(target)

    def prepare(_: bytes) -> rekey.To:
        return rekey.To(place, keys.key(place)) if target is None else rekey.with_new_key(place, target)

    rekey.turn(Location(place.path), prepare, lambda new: _note(new, signature, {"encrypted": True}))
    return target, not found


def _decrypt(session: Session, signature: "Signed") -> Path | None:
    """Where the key is that older backups still need."""
    from bvt_cli.store import rekey

    place = session.register
    plain = rekey.To(Location(place.path))
    rekey.turn(place, lambda _: plain, lambda new: _note(new, signature, {"encrypted": False}))
    return place.key_file


def _change(session: Session, named: Path | None, signature: "Signed") -> tuple[Path, Path | None]:
    """Where the new key is, and the old one, which older backups still need."""
    from bvt_cli.store import encrypted, keys, rekey

    place = session.register
    if place.key_file is None and named is None:
        raise Usage(text("With --key-fd say where the new key is to be: --new-key-file."))
    kept = None if place.key_file is None else place.key_file.resolve()

    def prepare(first: bytes) -> rekey.To:
        if kept is not None:
            rekey.settle(kept, first)
        to = rekey.with_new_key(place, named or encrypted.begun_file(_resolved(kept)))
        if to.key is not None and to.key.secret == keys.key(place).secret:
            raise Refused(
                text("The key in {path} is the register's already; nothing was changed.", path=str(to.place.key_file))
            )
        return to._replace(instead=kept if named is None else None)

    old = rekey.turn(place, prepare, lambda new: _note(new, signature, {"key": "changed"}))
    return (_resolved(kept), old) if named is None else (named, kept)


def _resolved(path: Path | None) -> Path:
    assert path is not None  # where it is, the new key has a place of its own
    return path


def _note(connection: "Connection", signature: "Signed", what: Mapping[str, object]) -> None:
    """What was done, in the journal of the register that it was done to. Never a key."""
    from bvt_cli.store import journal

    journal.write(connection, signature, "encryption", "register", None, what)


def _tell_of_encrypting(session: Session, kept: Path | None, made: bool) -> None:
    """Whether the key is a new one, and the copies that anybody can still read."""
    from bvt_cli.store import copies

    if kept is not None and made:
        session.out.tell(text("A new key was made: {path}.", path=str(kept.absolute())))
    elif kept is not None:
        session.out.warn(text("The key that was found in {path} is used; none was made.", path=str(kept.absolute())))
    for folder, found in copies.plain(session.db).items():
        session.out.warn(
            text("In {folder} lie copies of registers that are not encrypted: {number}. Make new ones, and delete"
                 " them.", folder=str(folder), number=len(found))
        )  # fmt: skip


def _tell(session: Session, kept: Path | None, old: Path | None, decrypt: bool) -> None:
    if decrypt:
        session.out.warn(text("The register is no longer encrypted."))
    else:
        from bvt_cli.commands.init import warn_of_key

        warn_of_key(session, session.register._replace(key_file=kept))
    if old is not None:
        message = text("Backups made until now still need the old key, which is in {path}.", path=str(old))
        session.out.warn(message)
    session.out.tell(text("Whoever can read the whole disk may still find what stood in the old file."))
