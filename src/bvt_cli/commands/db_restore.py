"""`bvt db restore`: a backup put in place as the register."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import mark, text
from bvt_cli.store.location import Location

if TYPE_CHECKING:
    from bvt_cli.store.restore import Restored

MOST = 20
"""Flaws that are named."""


def restore(
    ctx: typer.Context,
    backup: Annotated[str, typer.Argument(metavar="BACKUP", help=mark("The backup to take into use."))],
    identity: Annotated[
        str | None,
        typer.Option(
            "--identity", metavar="FILE", help=mark("The secret key, where the backup is encrypted with age.")
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help=mark("Also where a register stands; it is kept beside, under another name.")),
    ] = False,
    accept_flaws: Annotated[
        bool,
        typer.Option(
            "--accept-flaws", help=mark("Also where `bvt db verify` finds rows in it that are not as bvt wrote them.")
        ),
    ] = False,
    another: Annotated[
        bool,
        typer.Option("--another", help=mark("Also where the register that stands there is not the one backed up.")),
    ] = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> int:
    from bvt_cli.commands.changing import signed
    from bvt_cli.render.whole import sentence
    from bvt_cli.store import age_files
    from bvt_cli.store import restore as restoring

    session: Session = ctx.obj
    source = Path(arguments.line(backup, "BACKUP"))
    signature = signed(session, "db restore", by)
    identities = [] if identity is None else age_files.identity_file(Path(arguments.line(identity, "--identity")))
    try:
        done = restoring.restore(
            _register(session), source, identities, signature, session.as_of(as_of), replace=replace,
            accept_flaws=accept_flaws, another=another, keys=_keys(session, source),
        )  # fmt: skip
    except restoring.Flawed as error:
        raise RegisterError(error.message, [{"message": sentence(each)} for each in error.flaws[:MOST]]) from None
    key = done.filled.place.key_file
    if json:
        session.out.document(
            {
                "db": str(session.db),
                "backup": str(source),
                "last_entry": done.now.last,
                "kept": None if done.kept is None else str(done.kept),
                "flaws": len(done.flaws),
                "key_file": None if key is None else str(key),
                "lost": {
                    "known": not done.unread,
                    "entries": done.lost_entries,
                    "runs": None if done.unread else done.lost_runs,
                    "exported": None if done.unread else done.lost_exports,
                },
            }
        )
    _tell(session, source, done)
    return 3 if done.unread else 0


def _register(session: Session) -> Location:
    """The register with the key it has, so that it keeps that one; without a key where it has none, or none is known.

    The key that is said may be that of the backup; the one in the usual place is then tried too.
    """
    from bvt_cli.store import encrypted, keys

    place = session.register
    if not session.db.exists():
        return place
    if not keys.is_encrypted(session.db):
        return place._replace(key_file=None, key_descriptor=None)
    usual = session.usual_key_file
    other = None if usual is None or not usual.exists() else place._replace(key_file=usual, key_descriptor=None)
    if place.has_key and other is not None and not encrypted.opens(place) and encrypted.opens(other):
        return other
    return place


def _keys(session: Session, source: Path) -> list[Location]:
    """The keys that may open the backup: the one said, then that in the usual place."""
    usual = session.usual_key_file
    found = [session.located(source)]
    if usual is not None and usual.exists():
        found.append(Location(source, usual))
    return found


def _tell(session: Session, source: Path, done: "Restored") -> None:
    from bvt_cli.render.whole import sentence

    about = {"path": str(session.db), "backup": str(source)}
    session.out.tell(text("The register {path} is what the backup {backup} held.", **about))
    if done.now.last is not None:
        when = in_oslo(done.now.last)
        session.out.tell(text("The last entry in the backup: {day} at {time}.", day=when.date(), time=f"{when:%H:%M}"))
    for flaw in done.flaws[:MOST]:
        session.out.warn(sentence(flaw))
    _tell_of_key(session, done)
    if done.kept is not None:
        session.out.tell(text("What stood there is kept as {path}.", path=str(done.kept)))
    if done.unread:
        session.out.warn(
            text("The register that lay there could not be read; bvt does not know which runs are missing.")
        )
    if done.lost_runs:
        session.out.warn(text("Posted since, and not in it any more: {runs}.", runs=tuple(done.lost_runs)))
    if done.lost_exports:
        session.out.warn(text("Exported since, and not known to it any more: {runs}.", runs=tuple(done.lost_exports)))
    session.out.warn(
        text("What was entered, posted and exported after the backup is not in it, but may have been paid: compare it"
             " with payroll before the next posting.")
    )  # fmt: skip


def _tell_of_key(session: Session, done: "Restored") -> None:
    """Which key opens the register now, where the backup had another or none, or nobody would look for it there."""
    key = done.filled.place.key_file
    if done.filled.turned == "plain":
        session.out.warn(text("The backup was not encrypted. The register is, with the key it had."))
    elif done.filled.turned is not None:
        session.out.tell(text("The backup was made with another key. The register keeps its own."))
    usual = session.usual_key_file
    if key is None or (usual is not None and key.absolute() == usual.absolute()):
        return
    session.out.warn(
        text("The register is opened by the key in {path}: say it with --key-file before each command.", path=str(key))
    )


def in_oslo(stamp: str) -> datetime:
    """A stamp of the journal (UTC) as the clock on the wall showed it."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(stamp).astimezone(ZoneInfo("Europe/Oslo"))
