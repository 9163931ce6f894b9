"""`bvt person`: all that is held on one person, to be handed to them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

app = typer.Typer(
    help=mark("Everything held on one person, to be handed to them."),
    epilog="bvt person export P-001\nbvt person export C-77 --json",
)


@app.command(
    "export",
    help=mark(
        "Everything held on a carer, a member of a household or a child: what is known, what was paid, who changed it"
        " and who looked. Other people are left out. What was written freely is marked: read it through before it is"
        " handed over. That it was taken out is kept in the log."
    ),
    epilog="bvt person export P-001\nbvt person export P-001 --html innsyn.html\nbvt person export C-77 --json\n"
    'bvt person export P-020 --reveal "Innsyn" --html innsyn.html\n'
    "bvt person export P-001 --hand-over --html svar.html",
)
def export(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help=mark("The ref of a person of a home, or of a child."))],
    reveal: arguments.Reveal = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help=mark("Write it to a new HTML file, to print at A4."))
    ] = None,
    hand_over: Annotated[
        bool,
        typer.Option("--hand-over", help=mark("Leave out what is said to whoever answers: a copy to hand over.")),
    ] = False,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.store import database, person_held

    session: Session = ctx.obj
    refuse(ctx.params)
    with database.reading(session.register) as connection:
        answer = person_held.answer(connection, ref, reveal=reveal is not None)
    from bvt_cli.render import person_page

    sheet = person_page.sheet(answer, session.translator, hand_over=hand_over)
    if json:
        session.out.document(person_page.document(answer))
    elif html is not None:
        from bvt_cli.render.statement_html import as_html
        from bvt_cli.store.new_file import write_new

        path = Path(arguments.line(html, "--html"))
        write_new(path, as_html(sheet, session.translator))
        session.out.tell(text("Written to {file}.", file=str(path)))
    else:
        from bvt_cli.render.statement_text import as_text

        session.out.write(as_text(sheet, session.translator))
    if answer.review:
        session.out.warn(
            text("Texts that may tell of others, to be read through before it is handed over: {number}.",
                 number=len(answer.review))
        )  # fmt: skip
    if answer.left_out:
        session.out.warn(text("Left out, to be judged by whoever answers: {number}.", number=len(answer.left_out)))


def refuse(given: Mapping[str, Any]) -> None:
    """Raise Usage for options that do not go together, before it is noted that somebody looked."""
    if given["json"] and given["html"] is not None:
        raise Usage(text("--html does not go with --json."))
    if given["json"] and given["hand_over"]:
        raise Usage(text("--hand-over does not go with --json."))
