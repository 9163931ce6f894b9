"""`bvt pay compare`: the municipality's own spreadsheet beside what bvt computes. Nothing is written."""

from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.commands.import_ import read_input
from bvt_cli.core.errors import InvalidInput, Problem, Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.core.matching import OldRow
    from bvt_cli.store.sheet_maps import PayMap


def compare(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=mark("The spreadsheet as CSV; - reads standard input."))],
    map_: Annotated[
        str,
        typer.Option(
            "--map", metavar="FILE", help=mark("What its columns mean: a YAML file; see docs/fra-regneark.md.")
        ),
    ],
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="MONTH", help=mark("This month alone; needed where no column says the month.")),
    ] = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import book
    from bvt_cli.core import comparison as core
    from bvt_cli.core.variation import Pricer
    from bvt_cli.render import comparison as render
    from bvt_cli.store import database, facts, sheet_pay

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = arguments.given(arguments.month, month, "--month")
    rows = _rows(file, map_, wanted)
    pages = book(session)
    pay_rules = pages.pay_rules(provisional=True)
    pricer = Pricer(pages.rates.tables, pages.rules.practice)
    with database.reading(session.register) as connection:
        everything = list(facts.all_facts(connection))
        payees = sheet_pay.homes_of_payees(connection)
    months = sorted({row.month for row in rows} | ({wanted} if wanted else set()))
    compared = render.Compared(
        [
            (
                each,
                core.compare([row for row in rows if row.month == each], everything, payees, each, pay_rules, pricer),
            )
            for each in months
        ]
    )
    if form.json:
        session.out.document(render.document(compared))
    elif form.csv:
        session.out.table(render.COLUMNS, render.rows(compared), text("There are no differences."), form)
    else:
        for head, why in render.paragraphs(compared):
            session.out.say(head)
            for sentence in why:
                session.out.write(f"    {session.translator.say(sentence)}\n")
        session.out.say(*render.summary(compared))
    return 3 if compared.differences else 0


def _rows(file: str, map_: str, month: Month | None) -> "tuple[OldRow, ...]":
    """The rows of the spreadsheet. Raises Usage, or InvalidInput with all that is wrong in the map or in the rows."""
    from bvt_cli.store.sheet_maps import read_pay_map
    from bvt_cli.store.sheet_pay import read_pay

    problems: list[Problem] = []
    how = read_pay_map(*read_input(map_), problems)
    if how is None:
        raise InvalidInput(text("The map is wrong; nothing was compared."), problems)
    _refuse_without_month(how, month)
    found = read_pay(*read_input(file), how, month)
    if found.problems:
        raise InvalidInput(text("The spreadsheet cannot be read with this map; nothing was compared."), found.problems)
    return found.rows


def _refuse_without_month(how: "PayMap", month: Month | None) -> None:
    if month is None and "month" not in how.columns:
        raise Usage(text("No column of the map says the month; say which one it is with --month."))
