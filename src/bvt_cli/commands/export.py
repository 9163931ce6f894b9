"""`bvt export`: the whole register as one document."""

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import mark

command = typer.Typer()


@command.command(
    "export",
    help=mark("Write the whole register as a document that bvt import reads back: YAML, or JSON with --json."),
    epilog="bvt export > register.yaml\nbvt export --json > register.json",
)
def export(ctx: typer.Context, json: arguments.Json = False) -> None:
    from bvt_cli.store import database, documents

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        document = documents.whole_register(connection)
    if json:
        session.out.document(document)
    else:
        session.out.write(documents.dump_yaml(document))
