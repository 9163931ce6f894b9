"""`bvt pay workbook`: the proof of a run as a spreadsheet that computes it once more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.texts import Kroner, mark, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bvt_cli.core.ledger import Entry
    from bvt_cli.store.database import Connection

REMEDY = 'pip install "bvt-cli[xlsx]"'


def workbook(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run, such as R1."))],
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help=mark("The new file; one that stands there is left alone."))
    ],
    json: arguments.Json = False,
) -> None:
    from bvt_cli.render import workbook as rendered
    from bvt_cli.store import database
    from bvt_cli.store import runs as ledger
    from bvt_cli.store.new_file import write_new

    session: Session = ctx.obj
    target = Path(arguments.line(out, "--out"))
    with database.reading(session.register) as connection:
        found = ledger.run(connection, run)
        if found.lines > rendered.MOST_LINES:
            raise Refused(
                text("{run} has {lines} lines, more than a spreadsheet holds.", run=found.ref, lines=found.lines)
            )
        lines = [(each.ref, each.entry) for each in ledger.lines(connection, found.number)]
        sources = _sources(connection, found.number, lines)
    figures = rendered.Figures(
        found.ref, found.month, found.posted_at, found.lines, found.total, found.taxable, found.plan
    )
    try:
        data = rendered.workbook(figures, lines, sources, session.translator)
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        raise Usage(
            text("A workbook needs xlsxwriter, which is not installed here; install it with {command}.", command=REMEDY)
        ) from None
    write_new(target, data)
    if json:
        session.out.document({"run": found.ref, "file": str(target), "lines": len(lines), "total": Kroner(found.total)})
    session.out.tell(text("{path} is written: lines: {lines}, {total} in all.",
                          path=str(target), lines=len(lines), total=Kroner(found.total)))  # fmt: skip


def _sources(connection: "Connection", number: int, lines: "Sequence[tuple[str, Entry]]") -> dict[str, str]:
    """By line the page its rate table was taken from, as the run that first paid by it knew it."""
    from bvt_cli.store import runs as ledger

    used = {number: ledger.files_used(connection, number)}
    found = {}
    for ref, entry in lines:
        of = number if entry.reverses is None else ledger.run_number(entry.reverses.partition("-")[0])
        if of not in used:
            used[of] = ledger.files_used(connection, of)
        file = used[of].get(ledger.table_file(entry.line))
        if file is not None and file.source:
            found[ref] = file.source
    return found
