"""`bvt pay calculate`: what a month by itself comes to, whatever has been posted; writes nothing."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import mark

Provisional = Annotated[
    bool,
    typer.Option("--provisional", help=mark("Pay days without a rate by the newest earlier table, however old it is.")),
]
Lines = Annotated[bool, typer.Option("--lines", help=mark("Show every line, not only the sum for each home."))]


def calculate(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar="MONTH", help=mark("The month, such as 2025-03."))],
    provisional: Provisional = False,
    lines: Lines = False,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import book
    from bvt_cli.commands.pay_shown import show_sheet
    from bvt_cli.core.ledger import Entry
    from bvt_cli.core.payment import pay_month, shared_days
    from bvt_cli.render.pay import Sheet, add_up
    from bvt_cli.store import database, facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = arguments.month(month, "MONTH")
    pay_rules = book(session).pay_rules(provisional)
    with database.reading(session.register) as connection:
        everything = list(facts.all_facts(connection))
    outcomes = [pay_month(each, wanted, pay_rules) for each in everything]
    sheet = Sheet(
        add_up((None, Entry("ordinary", line)) for outcome in outcomes for line in outcome.lines),
        problems=[each.problem for each in outcomes if each.problem],
        skipped=[each.skipped for each in outcomes if each.skipped],
        notes=[*(note for each in outcomes for note in each.notes), *shared_days(everything, wanted)],
    )
    unrated = any(each.days_to_pay for each in outcomes) and not any(each.rated for each in outcomes)
    show_sheet(session, sheet, {"month": wanted}, form, posted=False, lines=lines)
    return 5 if unrated else 3 if sheet.problems else 0
