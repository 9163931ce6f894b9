"""`bvt export`: the whole register as one document."""

from typing import Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.protection import hides
from bvt_cli.core.texts import mark, text

command = typer.Typer()


@command.command(
    "export",
    help=mark(
        "Write the whole register as a document that bvt import reads back: YAML, or JSON with --json."
        " Addresses and telephone numbers of protected homes are left out, unless --reveal says why they are needed."
    ),
    epilog="bvt export > register.yaml\nbvt export --json > register.json\n"
    'bvt export --reveal "Flytting til ny maskin." > register.yaml',
)
def export(ctx: typer.Context, reveal: arguments.Reveal = None, json: arguments.Json = False) -> None:
    from bvt_cli.store import database, documents

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        document = documents.whole_register(connection, reveal=reveal is not None)
    if json:
        session.out.document(document)
    else:
        session.out.write(documents.dump_yaml(document))
    if reveal is None:
        _tell_left_out(session, document)


def _tell_left_out(session: Session, document: dict[str, Any]) -> None:
    homes = tuple(home["ref"] for home in document.get("homes", ()) if hides(home, "address"))
    if homes:
        session.out.warn(
            text(
                "Left out, for these homes are protected: municipality, address, telephone and e-mail of {homes}."
                " `bvt export --reveal REASON` writes them too.",
                homes=homes,
            )
        )
