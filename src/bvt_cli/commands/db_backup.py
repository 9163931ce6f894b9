"""`bvt db backup`: a consistent copy of the register, and `bvt db new-identity`: a key to read encrypted ones with."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.store.backup import Age
    from bvt_cli.store.dated_backups import Pruned

MOST_KEPT = 10_000
SEPARATORS = ("/", os.sep)


def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help=mark("The copy, or a folder for it (else beside the register, named by the day).")
        ),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep",
            metavar="N",
            help=mark("Afterwards keep so many backups of this register there, and delete the older ones."),
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="RECIPIENT", help=mark("Encrypt it with age to this public key (age1...).")),
    ] = None,
    recipients_file: Annotated[
        str | None,
        typer.Option("--recipients-file", metavar="FILE", help=mark("The same, to each public key in a file.")),
    ] = None,
    identity: Annotated[
        str | None,
        typer.Option("--identity", metavar="FILE", help=mark("Decrypt it again as a test, with the key in this file.")),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.store import dated_backups
    from bvt_cli.store.backup import backup as copy
    from bvt_cli.store.dated_backups import Pruned

    session: Session = ctx.obj
    number = None if keep is None else arguments.whole(keep, "--keep", 1, MOST_KEPT)
    target = session.db.absolute().parent if file is None else Path(arguments.line(file, "FILE"))
    if not target.is_dir() and (number is not None or (file or "").endswith(SEPARATORS)):
        if (file is not None and file.endswith(SEPARATORS)) or not os.path.lexists(target):
            raise Usage(text("There is no folder {folder}; no backup was made.", folder=file))
        raise Usage(text("--keep goes with the names that bvt gives; say a folder, or leave the file out."))
    age = _age(session, to or (), recipients_file, identity)
    if target.is_dir():
        day = session.as_of(as_of)
        folder = session.db.parent if file is None else target
        target = dated_backups.backup_of_the_day(session.register, folder, day, age)
    else:
        copy(session.register, target, age)
    pruned = Pruned() if number is None else dated_backups.let_go(session.register, target, number)
    if json:
        session.out.document(
            {
                "backup": str(target),
                "recipients": [] if age is None else list(age.to.keys),
                "decrypted": age is not None and bool(age.identities),
                "deleted": [str(path) for path in pruned.deleted],
                "left": [str(path) for path in (*pruned.others, *pruned.left)],
            }
        )
    _tell(session, target, age, pruned)


def _age(session: Session, to: "list[str] | tuple[()]", file: str | None, identity: str | None) -> "Age | None":
    """To whom the backup is encrypted: as said, or as the file beside the register says; None: to nobody."""
    from bvt_cli.store import age_files, safeguard
    from bvt_cli.store.backup import Age

    if to or file is not None:
        several = age_files.recipients(to, "--to").keys
        if file is not None:
            several += age_files.recipients_file(Path(arguments.line(file, "--recipients-file")), session.db).keys
        age = Age(age_files.Recipients(tuple(dict.fromkeys(several))))
    else:
        found = safeguard.usual_age(session.db)
        if found is None:
            if identity is not None:
                raise Usage(text("--identity goes with --to or --recipients-file: nothing is encrypted with age here."))
            return None
        age = found
    if identity is None:
        return age
    return age._replace(identities=age_files.identity_file(Path(arguments.line(identity, "--identity"))))


def _tell(session: Session, target: Path, age: "Age | None", pruned: "Pruned") -> None:
    if age is None:
        session.out.tell(text("The register was copied to {path}, and the copy reads back.", path=str(target)))
    elif age.identities:
        session.out.tell(
            text("The register was copied to {path}, encrypted with age; it was decrypted as a test, and is the same.",
                 path=str(target))
        )  # fmt: skip
    else:
        session.out.tell(
            text("The register was copied to {path}, encrypted with age. The copy was checked before that, and the"
                 " file reads back; whether it can be decrypted is tried with --identity only.", path=str(target))
        )  # fmt: skip
    for path in pruned.deleted:
        session.out.tell(text("The older backup {path} was deleted.", path=str(path)))
    for path in pruned.others:
        session.out.warn(
            text("{path} is named as a backup of this register, but is one of another; it was left alone.",
                 path=str(path))
        )  # fmt: skip
    for path in pruned.left:
        session.out.warn(
            text("{path} is named as a backup of this register but is none that can be read here; it was left alone.",
                 path=str(path))
        )  # fmt: skip


def new_identity(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=mark("The new file, for its owner only."))],
    json: arguments.Json = False,
) -> None:
    from bvt_cli.core.texts import Text
    from bvt_cli.store import age_files
    from bvt_cli.store.new_file import write_new

    session: Session = ctx.obj
    target = Path(arguments.line(file, "FILE"))
    content, public = age_files.new_identity()
    write_new(target, content)
    if json:
        session.out.document({"identity": str(target), "recipient": public})
    else:
        session.out.say(Text(public))
    session.out.tell(
        text("The secret key is in {path}: who has it can read the backups, and without it nobody can. Keep it away"
             " from this machine, in two places. The public key is what --to takes.", path=str(target))
    )  # fmt: skip
