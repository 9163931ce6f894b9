"""`bvt pay history`: everything posted about a home, a child or an agreement."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import Choice, Kroner, mark, text
from bvt_cli.render.columns import Column, Row, typed

if TYPE_CHECKING:
    from bvt_cli.store.history import Standing

CLAIMS = (
    Column("claim", mark("Claim")),
    Column("kind", mark("Kind"), "code"),
    Column("home", mark("Home")),
    Column("agreement", mark("Agreement")),
    Column("run", mark("Run")),
    Column("from", mark("From"), "month"),
    Column("to", mark("To"), "month"),
    Column("amount", mark("Amount"), "kroner"),
    Column("instalments", mark("Instalments"), "number"),
    Column("outstanding", mark("Outstanding"), "kroner"),
    Column("letter_on", mark("Letter sent"), "day"),
    Column("released_on", mark("Released"), "day"),
    Column("reason", mark("Reason")),
)


def history(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help=mark("The ref of a home, a child or an agreement."))],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help=mark("What it is the ref of, where several things have it.")),
    ] = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.render import grant as support
    from bvt_cli.render import history as shown
    from bvt_cli.render.page import Fact, Section, page
    from bvt_cli.store import database, grants
    from bvt_cli.store import history as kept

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    known = arguments.given(arguments.one_of([Choice(each) for each in kept.KINDS]), kind, "--kind")
    with database.reading(session.register) as connection:
        about = kept.subject(connection, ref, known)
        lines = kept.lines_of(connection, about)
        claims = [_row(each) for each in kept.claims_of(connection, about)]
        granted = (
            [support.row(each) for each in grants.of_child(connection, about.ref)] if about.kind == "child" else []
        )
    if form.json:
        document = shown.document(about.kind, about.ref, lines, _records(CLAIMS, claims))
        session.out.document({**document, "grants": _records(support.COLUMNS, granted)})
    elif form.csv:
        session.out.table(shown.COLUMNS, shown.rows(lines), text("Nothing is posted about {ref}.", ref=ref), form)
    elif not (lines or claims or granted):
        session.out.tell(text("Nothing is posted about {ref}.", ref=ref))
    else:
        title = text("Posted about {ref}", ref=about.ref)
        total = sum(entry.line.amount for _, _, entry in lines)
        sections = (
            Section(mark("Lines"), shown.PEOPLE_COLUMNS, shown.people_rows(lines)),
            Section(mark("Claims"), CLAIMS, claims),
            Section(mark("Financial support"), support.COLUMNS, granted),
        )
        session.out.write(page(title, [Fact(mark("Total"), Kroner(total), "kroner")], sections, session.translator))


def _records(columns: Sequence[Column], rows: Iterable[Row]) -> list[dict[str, object]]:
    """Rows as JSON has them."""
    return [{column.key: typed(value, column.kind) for column, value in zip(columns, row, strict=True)} for row in rows]


def _row(each: "Standing") -> Row:
    claim = each.claim
    return (
        claim.ref, claim.kind, claim.home, claim.agreement, None if claim.run is None else f"R{claim.run}",
        claim.first, claim.last, claim.amount, claim.instalments or None, each.outstanding or None, claim.letter_on,
        claim.released_on, claim.reason,
    )  # fmt: skip
