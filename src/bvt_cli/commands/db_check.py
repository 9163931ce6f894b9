"""`bvt db check`: the quick look at the register's pages, references and sums."""

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import text


def check(ctx: typer.Context, json: arguments.Json = False) -> None:
    from bvt_cli.store import database, runs

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        found = [*database.damage(connection), *runs.wrong_sums(connection)]
    if json:
        session.out.document({"ok": not found, "problems": found})
    if found:
        raise RegisterError(
            text(
                "The register {path} is damaged. Take a backup into use: `bvt db restore BACKUP --replace`.",
                path=str(session.db),
            ),
            [{"problem": each} for each in found],
        )
    session.out.tell(text("The register {path} is whole.", path=str(session.db)))
