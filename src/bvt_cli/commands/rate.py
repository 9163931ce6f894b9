"""`bvt rate`: the KS tables, what is stale among them, and a new one to fill in. Needs no register."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.book import Book, book
from bvt_cli.commands.context import Session
from bvt_cli.commands.help import Later
from bvt_cli.core.errors import NotFound
from bvt_cli.core.period import ONE_DAY
from bvt_cli.core.rate import UNITS, Table
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.store.rate_files import FOLDER, TemplateWords, shipped_rates, template

app = typer.Typer(help=mark("The KS rate tables."), epilog="bvt rate list\nbvt rate show\nbvt rate new 2025-07-01")

TABLE_COLUMNS = (
    Column("table", mark("Table"), "day"),
    Column("covers_to", mark("Covers to"), "day"),
    Column("provisional_to", mark("Provisionally to"), "day"),
    Column("from_municipality", mark("The municipality's own"), "flag"),
    Column("source", mark("Source"), shown=False),
    Column("file", mark("File"), shown=False),
)
ROW_COLUMNS = (
    Column("scheme", mark("Scheme"), "code"),
    Column("unit", mark("Per"), "code"),
    Column("age_from", mark("From age"), "number"),
    Column("age_to", mark("Below age"), "number"),
    Column("grunnstotte", mark("Basic compensation"), "kroner"),
    Column("utgiftsdekning", mark("Expense cover"), "kroner"),
    Column("printed_total", mark("Total as printed"), "kroner"),
    Column("printed_band", mark("Age band as printed")),
)


@app.command("list", help=mark("The tables, and the days each covers."), epilog="bvt rate list\nbvt rate list --json")
def list_(
    ctx: typer.Context,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    pages = book(session)
    files = {file.effective: file for file in pages.rates.files}
    rows = []
    for table in pages.rates.tables:
        file = files[table.effective]
        own = not file.path.is_relative_to(shipped_rates())
        ends = pages.rates.tables.covered_until(table)
        rows.append((table.effective, ends, _paid_until(pages, table), own, table.source, file.name))
    session.out.table(TABLE_COLUMNS, rows, text("There is no rate table."), arguments.form(json, csv, csv_dialect))


@app.command(
    "show", help=mark("The rates of the table in force on a day."), epilog="bvt rate show\nbvt rate show 2024-07-01"
)
def show(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Argument(metavar="DATE", help=mark("The day (else the day that counts as today)."))
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    pages = book(session)
    on = session.as_of(as_of) if day is None else arguments.day(day, "DATE")
    table = pages.rates.tables.at(on)
    if table is None:
        raise NotFound(text("There is no rate table on or before {day}.", day=on))
    rows = [
        (
            row.scheme, UNITS[row.scheme], row.age_from, row.age_to, row.grunnstotte, row.utgiftsdekning,
            row.printed_total, row.printed_band,
        )
        for row in table.rows
    ]  # fmt: skip
    if form.json:
        session.out.document(_table_record(pages, table, rows))
        return
    session.out.table(ROW_COLUMNS, rows, text("The table is empty."), form)
    ends = pages.rates.tables.covered_until(table)
    session.out.tell(
        text("KS table of {table}, covering the days to {end}: {source}", table=table.effective, end=ends,
             source=table.source)
    )  # fmt: skip
    if on > ends:
        session.out.warn(text("It does not cover {day}; enter the next one with `bvt rate new`.", day=on))


@app.command(
    "check",
    help=mark("What is stale on the day that counts as today, and where printed totals differ from their parts."),
    epilog="bvt rate check\nbvt rate check --as-of 2025-07-01",
)
def check(ctx: typer.Context, as_of: arguments.AsOf = None, json: arguments.Json = False) -> int:
    session: Session = ctx.obj
    pages = book(session)
    on = session.as_of(as_of)
    stale = _stale(pages, on)
    differences = [(table, row) for table in pages.rates.tables for row in table.rows if row.total_differs]
    if json:
        session.out.document(
            {
                "on": on,
                "stale": stale is not None,
                "message": stale,
                "printed_totals": [
                    {
                        "table": table.effective, "scheme": row.scheme, "age_from": row.age_from, "age_to": row.age_to,
                        "printed_total": Kroner(row.printed_total),
                        "sum": Kroner(row.grunnstotte + row.utgiftsdekning), "difference": Kroner(row.total_differs),
                    }
                    for table, row in differences
                ],
            }
        )  # fmt: skip
    else:
        for table, row in differences:
            session.out.say(
                text(
                    "Table {table}, band {band}: the printed total {printed} differs from the sum of its parts by"
                    " {difference}; it is kept as printed, and the parts are what is paid.",
                    table=table.effective, band=row.printed_band, printed=Kroner(row.printed_total),
                    difference=Kroner(row.total_differs),
                )
            )  # fmt: skip
        if stale is None:
            session.out.tell(text("A table covers {day}.", day=on))
        else:
            session.out.warn(stale)
            if newest := pages.rates.tables.at(on):
                hint.suggest(session, f"bvt rate new {pages.rates.tables.covered_until(newest) + ONE_DAY}")
    return 0 if stale is None else 5


@app.command(
    "new",
    help=mark("Write the file of a new KS table into the municipality's folder, amounts empty, to be filled in."),
    epilog="bvt rate new 2025-07-01",
)
def new(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help=mark("The day the table takes effect."))],
    json: arguments.Json = False,
) -> None:
    from bvt_cli.store import beside
    from bvt_cli.store.new_file import write_new

    session: Session = ctx.obj
    effective = arguments.day(day, "DATE")
    folder = session.rates / FOLDER
    path = folder / f"{effective.isoformat()}.yaml"
    beside.make_folder(folder.absolute())
    write_new(path, template(effective, _template_words(session, effective)))
    if json:
        session.out.document({"file": str(path), "effective": effective})
    else:
        session.out.write(f"{path}\n")
    session.out.tell(
        text(
            "Fill in {path} from KS's page, then run `bvt rate check`."
            " Nothing is paid until it is filled in or deleted.",
            path=str(path),
        )
    )


app.command(
    "rehearse",
    help=mark("What a KS table will cost for each home and measure, before it is in force; nothing is written."),
    epilog="bvt rate rehearse rates/ks/2025-07-01.yaml\nbvt rate rehearse 2025-07-01.yaml --year 2026 --json",
)(Later("rate_rehearse", "rehearse"))


def _template_words(session: Session, effective: date) -> TemplateWords:
    """The comments of a new table file, in the language of the one who fills it in."""
    from textwrap import wrap

    head = (
        text("KS, recommended rates for foster homes and respite homes, from {day}.", day=effective),
        text(
            "Fill in from KS's page: its address (https://...) after source:, and every amount in whole kroner,"
            " digits alone: 10336, not 10 336 and not 10336,00."
        ),
        text(
            "Copy printed_total as KS prints it, also where it differs from the sum. printed_band is the age band as"
            " printed in 2024; change it if KS prints another."
        ),
        text("age_to is the first age that no longer belongs to the band."),
        text("Afterwards, check the file with: bvt rate check"),
    )
    say = session.translator.say
    return TemplateWords(
        [line for each in head for line in wrap(say(each), 100, break_on_hyphens=False)],
        say(text("kroner per child per month")),
        say(text("kroner per child per døgn")),
    )


def _paid_until(pages: Book, table: Table) -> date:
    """The last day a table pays, provisionally, by the setting in force when its cover ends."""
    ends = pages.rates.tables.covered_until(table)
    return pages.rates.tables.paid_until(table, pages.rules.practice.number("provisional_months", ends))


def _stale(pages: Book, on: date) -> Text | None:
    """What to say when no table covers a day."""
    table = pages.rates.tables.at(on)
    if table is None:
        return text("There is no rate table on or before {day}.", day=on)
    ends = pages.rates.tables.covered_until(table)
    if on <= ends:
        return None
    return text(
        "No table covers {day}: the newest, of {table}, covers the days to {end} and may be paid by provisionally to"
        " {last}. Enter KS's new table with `bvt rate new`.",
        day=on, table=table.effective, end=ends, last=_paid_until(pages, table),
    )  # fmt: skip


def _table_record(pages: Book, table: Table, rows: Sequence[Sequence[object]]) -> dict[str, object]:
    kroner = {column.key for column in ROW_COLUMNS if column.kind == "kroner"}
    keys = [column.key for column in ROW_COLUMNS]
    return {
        "table": table.effective,
        "covers_to": pages.rates.tables.covered_until(table),
        "source": table.source,
        "note": table.note,
        "rows": [
            {
                key: Kroner(value) if key in kroner and isinstance(value, int) else value
                for key, value in zip(keys, row, strict=True)
            }
            for row in rows
        ],
    }
