"""`bvt db`: looking after the register file."""

from pathlib import Path
from typing import Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import mark, text

app = typer.Typer(help=mark("Look after the register file."), epilog="bvt db check\nbvt db backup bvt-2025-03-31.db")


@app.command(
    "check",
    help=mark("Check that the register is whole: pages, references, and the sums of every run."),
    epilog="bvt db check\nbvt db check --json",
)
def check(ctx: typer.Context, json: arguments.Json = False) -> None:
    from bvt_cli.store import database, runs

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        found = [*database.damage(connection), *runs.wrong_sums(connection)]
    if json:
        session.out.document({"ok": not found, "problems": found})
    if found:
        raise RegisterError(
            text("The register {path} is damaged. Take a backup into use.", path=str(session.db)),
            [{"problem": each} for each in found],
        )
    session.out.tell(text("The register {path} is whole.", path=str(session.db)))


@app.command(
    "backup",
    help=mark("Make a consistent copy of the register in a new file, and read it back."),
    epilog="bvt db backup bvt-2025-03-31.db\nbvt db backup",
)
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help=mark("The copy (else beside the register, named by the as-of day).")),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.store.backup import backup as copy

    session: Session = ctx.obj
    if file is None:
        target = session.db.with_name(f"{session.db.stem}-{session.as_of(as_of).isoformat()}{session.db.suffix}")
    else:
        target = Path(arguments.line(file, "FILE"))
    copy(session.register, target)
    if json:
        session.out.document({"backup": str(target)})
    session.out.tell(text("The register was copied to {path}, and the copy reads back.", path=str(target)))
