"""`bvt report`: the figures of a year, a half-year or a month."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.commands.placeholders import shown
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import Text, mark, text

if TYPE_CHECKING:
    from bvt_cli.core.figures import Figures, Period
    from bvt_cli.core.practice import Practice
    from bvt_cli.store.database import Connection

app = typer.Typer(
    help=mark("Figures of homes, children, follow-up and cost, for a year, a half-year or a month."),
    epilog="bvt report year 2025\nbvt report half 2025H1 --csv\nbvt report month 2025-03 --json",
)
Public = Annotated[
    bool, typer.Option("--public", help=mark("Hide small numbers (1 to 3), and what would give them away."))
]
Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help=mark("Write them to a new HTML file, to print at A4."))
]


@app.command(
    "year",
    help=mark("The figures of a calendar year."),
    epilog="bvt report year 2025\nbvt report year 2025 --public --html tall-2025.html\nbvt report year --json",
)
def year(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Argument(metavar="YEAR", help=mark("The year, such as 2025 (else the last that is over)."))
    ] = None,
    public: Public = False,
    html: Html = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    _report(ctx.obj, "year", period, public, html, as_of, json, csv, csv_dialect)


@app.command(
    "half",
    help=mark("The figures of a half-year."),
    epilog="bvt report half 2025H1\nbvt report half 2025H1 --csv --csv-dialect excel-no",
)
def half(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(metavar="HALF", help=mark("The half-year, such as 2025H1 (else the last that is over).")),
    ] = None,
    public: Public = False,
    html: Html = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    _report(ctx.obj, "half", period, public, html, as_of, json, csv, csv_dialect)


@app.command(
    "month",
    help=mark("The figures of a month."),
    epilog="bvt report month 2025-03\nbvt report month 2025-03 --public --json",
)
def month(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(metavar="MONTH", help=mark("The month, such as 2025-03 (else the last that is over).")),
    ] = None,
    public: Public = False,
    html: Html = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    _report(ctx.obj, "month", period, public, html, as_of, json, csv, csv_dialect)


def _report(
    session: Session, kind: str, typed: str | None, public: bool, html: str | None, as_of: str | None, json: bool,
    csv: bool, csv_dialect: str | None,
) -> None:  # fmt: skip
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core.figures_alike import likely_sums
    from bvt_cli.core.figures_children import MEASURES, register_code
    from bvt_cli.core.figures_hidden import for_the_public
    from bvt_cli.render import figures as render
    from bvt_cli.store import database

    form = arguments.form(json, csv, csv_dialect)
    of = _period(session, kind, typed, as_of)
    practice = own_rules(session).practice
    with database.reading(session.register) as connection:
        found = _figures(session, connection, of, practice)
    figures = for_the_public(found, likely_sums(found)) if public else found
    codes = {measure: register_code(measure, of.day, practice) for measure in MEASURES}
    report = render.Report(of, figures, codes, public)
    if html is not None:
        from bvt_cli.render.figures_page import as_html
        from bvt_cli.store.new_file import write_new

        write_new(Path(html), as_html(report, session.translator))
        session.out.tell(text("The page is in {file}.", file=html))
    if form.json:
        session.out.document(render.document(report))
    elif form.csv:
        session.out.table(render.COLUMNS, render.rows(report), text("There are no figures."), form)
    elif html is None:
        session.out.write(render.people(report, session.translator))
    if not of.over:
        session.out.tell(text("The period is not over: the figures are counted up to {day}.", day=of.day))
    if any(number.of[-1:] == ("no_art",) and number.behind for number in found.numbers):
        session.out.warn(
            text("Some of it has no art; the municipality writes it into payroll.yaml in its folder of rates.")
        )


def _period(session: Session, kind: str, typed: str | None, as_of: str | None) -> "Period":
    """The period typed, else the last that is over. Raises Usage."""
    from bvt_cli.core import figures

    today = session.as_of(as_of)
    name = figures.last_over(kind, today) if typed is None else typed.upper()
    if kind == "month" and typed is not None:
        name = str(arguments.month(typed, "MONTH"))
    try:
        of = figures.period(kind, name, today)
    except ValueError:
        raise Usage(_no_such(kind, name)) from None
    if of is None:
        raise Usage(text("The period {period} has not begun by {day}.", period=name, day=today))
    if of.first.year < arguments.FIRST_YEAR:
        raise Usage(_no_such(kind, name))
    return of


def _no_such(kind: str, name: str) -> Text:
    if kind == "half":
        return text("{option}: {value} is no half-year; write 2025H1 or 2025H2.", option=shown("HALF"), value=name)
    option = shown(kind.upper())
    return text("{option}: {value} is no period bvt can reckon with; write it like 2025.", option=option, value=name)


def _figures(session: Session, connection: "Connection", of: "Period", practice: "Practice") -> "Figures":
    from bvt_cli.commands.pay_export import known_codes
    from bvt_cli.core.figures_facts import figures_of
    from bvt_cli.core.period import Month
    from bvt_cli.store.figure_facts import figure_facts
    from bvt_cli.store.history import portions

    posted = portions(connection, known_codes(session), Month.of(of.first), Month.of(of.day), False)
    return figures_of(figure_facts(connection), posted, of, practice)
