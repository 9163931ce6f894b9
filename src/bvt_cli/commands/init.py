"""`bvt init`: a new, empty register."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, RegisterError, Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import mark, text
from bvt_cli.store.location import Location

command = typer.Typer()


@command.command(
    "init",
    help=mark("Make a new, empty register, and the folder for the municipality's own rates beside it."),
    epilog="bvt init\nbvt init --pay-from 2024-10\nbvt --db /srv/bvt/bvt.db init\nbvt init --encrypted",
)
def init(
    ctx: typer.Context,
    pay_from: Annotated[
        str | None,
        typer.Option("--pay-from", metavar="MONTH", help=mark("The first month that bvt pays (else this month).")),
    ] = None,
    encrypted: Annotated[
        bool,
        typer.Option(
            "--encrypted",
            help=mark(
                "Encrypt the register as a whole. A new key is made, unless one stands where --key-file says; "
                "whoever says where the key is need not say this too."
            ),
        ),
    ] = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import Desk, mind_the_folder, signed
    from bvt_cli.store import beside, database

    session: Session = ctx.obj
    first = arguments.given(arguments.month, pay_from, "--pay-from") or Month.of(session.as_of(as_of))
    signature = signed(session, "init", by)
    place = with_key(session) if encrypted else session.register
    if encrypted and not session.register.has_key and not os.path.lexists(place.path):
        _refuse_anothers_key(place)
    if place.key_file is not None:
        refuse_missing_folder(session, place.key_file)
    made = key_made(place)
    try:
        database.create(place, lambda new: Desk(new, signature).write("register", {"pay_from": str(first)}))
    finally:
        if made is not None and not os.path.lexists(place.path):  # it opens nothing
            made.unlink()
    beside.make_folder(session.rates.absolute())
    if json:
        document = {"db": str(session.db), "rates": str(session.rates), "pay_from": first}
        session.out.document({**document, "encrypted": place.has_key, "key_file": _shown(place.key_file)})
    session.out.tell(text("The register {path} is ready; it pays from {month} on.", path=str(session.db), month=first))
    warn_of_key(session, place)
    warn_of_network(session)
    mind_the_folder(session)
    hint.suggest(session, "bvt home add --kind KIND --name NAME --employment oppdragstaker", "bvt home add")


def with_key(session: Session) -> Location:
    """The register with the key said, or with that in its usual place. Raises RegisterError without a home folder."""
    if session.register.has_key:
        return session.register
    if session.usual_key_file is None:
        raise RegisterError(text("There is no home folder here; say with --key-file where the key is to be."))
    return session.register._replace(key_file=session.usual_key_file)


def _refuse_anothers_key(place: Location) -> None:
    """A key that stands in the usual place, and says which register it belongs to, is not taken for a new one."""
    from bvt_cli.store import keys

    assert place.key_file is not None
    if os.path.lexists(place.key_file) and keys.from_file(place.key_file).register is not None:
        raise Refused(
            text(
                "The key in {path} is that of another register; nothing was changed. Say with --key-file before the "
                "command where the key of this one is to be.",
                path=str(place.key_file),
            )
        )


def refuse_missing_folder(session: Session, key_file: Path) -> None:
    """Only the folder of the usual place is made: another that is missing may be a stick that is not in."""
    folder = key_file.absolute().parent
    if key_file != session.usual_key_file and not folder.is_dir():
        raise Usage(text("There is no folder {folder} for the key; nothing was changed.", folder=str(folder)))


def key_made(place: Location) -> Path | None:
    """The file of a new key, made where a new register shall have one and none stands; None where none was made.

    A key that was said is used as it stands; one that merely stands in the usual place would be too.
    """
    if not place.has_key:
        return None
    from bvt_cli.store import encrypted, keys

    encrypted.library()  # before anything is made
    if os.path.lexists(place.path):
        return None  # refused when it is to be made
    if place.key_file is None or os.path.lexists(place.key_file):
        keys.key(place)
        return None
    keys.keep(place.key_file, keys.made())
    return place.key_file


def warn_of_key(session: Session, place: Location) -> None:
    """What must be known about the key of a register that has just become encrypted."""
    if place.key_file is None:
        if place.has_key:
            session.out.warn(
                text("The register is encrypted. Without the key that was handed over it is lost for good.")
            )
        return
    message = text(
        "The register is encrypted, and its key is in {path}. Without that key the register and all its backups are "
        "lost for good: keep a copy of it in a safe place, apart from the register and its backups.",
        path=str(place.key_file.absolute()),
    )
    session.out.warn(message)


def warn_of_network(session: Session) -> None:
    """A word where the register has come to lie on a network file system."""
    from bvt_cli.store import health

    kind = health.file_system(health.existing_folder(session.db))
    if kind in health.NETWORK_FILE_SYSTEMS:
        session.out.warn(text("The register lies on a network file system ({kind}).", kind=kind))
        remedy = text("Two writing at once can damage it there: keep it on a disk of the machine that bvt runs on.")
        session.out.warn(remedy)


def _shown(path: Path | None) -> str | None:
    return None if path is None else str(path)
