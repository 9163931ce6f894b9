"""`bvt pay check`: what about a month looks wrong, or wants a person to look at it; writes nothing."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import mark, text

FINDINGS = 3


def check(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Argument(metavar="MONTH", help=mark("The month, such as 2025-03 (else the as-of day's)."))
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core.period import Month
    from bvt_cli.core.sense import SenseRules, doubts, overlaps
    from bvt_cli.core.sense_codes import CHECKS, OVERLAP
    from bvt_cli.render.sense import COLUMNS, row, sentences
    from bvt_cli.store import database, sense_facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    today = session.as_of(as_of)
    wanted = Month.of(today) if month is None else arguments.month(month, "MONTH")
    rules = SenseRules(own_rules(session).practice)
    with database.reading(session.register) as connection:
        found = [
            doubt
            for child in sense_facts.children_in(connection, wanted)
            for doubt in (*doubts(child, rules, today), *overlaps(child, wanted))
        ]
    nothing = text("Nothing in {month} looks wrong.", month=wanted)
    order = (*CHECKS, OVERLAP)
    found.sort(key=lambda doubt: (order.index(doubt.code), *((len(ref), ref) for ref in doubt.agreements)))
    if form.json or form.csv:
        session.out.table(COLUMNS, [row(each, rules.stops(each)) for each in found], nothing, form)
    elif found:
        session.out.say(*(said for each in found for said in sentences(each, rules.stops(each))))
    else:
        session.out.say(nothing)
    return FINDINGS if found else 0
