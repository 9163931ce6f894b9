"""`bvt home match`: which approved homes may suit a child; compared and explained, never decided."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.placing import KINDS, Place, rank
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.store.placing_facts import Nights


def match(
    ctx: typer.Context,
    child: Annotated[str, typer.Argument(metavar="CHILD", help=mark("The ref of the child."))],
    kind: Annotated[
        str, typer.Option("--kind", metavar="|".join(KINDS), help=mark("Homes approved as this (else besokshjem)."))
    ] = "besokshjem",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day to compare them on (else today)."))
    ] = None,
    municipality: Annotated[
        str | None,
        typer.Option("--municipality", metavar="NUMBER", help=mark("Where the home should be: the four digits.")),
    ] = None,
    postcode: Annotated[
        str | None, typer.Option("--postcode", metavar="NUMBER", help=mark("Where the home should be: the postcode."))
    ] = None,
    city: Annotated[
        str | None, typer.Option("--city", metavar="NAME", help=mark("Where the home should be: the town or place."))
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.render import placing
    from bvt_cli.render.page import page
    from bvt_cli.store import database, placing_facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted_kind = arguments.code(kind, "--kind", KINDS)
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    place = Place(
        arguments.given(arguments.line, municipality, "--municipality"),
        arguments.given(arguments.line, postcode, "--postcode"),
        arguments.given(arguments.line, city, "--city"),
    )
    nights = _nights(session, day)
    with database.reading(session.register) as connection:
        wanted = placing_facts.wanted(connection, known(connection, "child", child), place)
        candidates, names = placing_facts.candidates(connection, day, nights)
    ranking = rank(wanted, candidates, wanted_kind, day, nights.usual)
    if form.json:
        session.out.document(placing.as_json(wanted, wanted_kind, day, ranking, names))
    elif form.csv:
        session.out.table(placing.LIST, placing.rows(ranking, names), text("There are no homes."), form)
    else:
        headed = placing.title(wanted, wanted_kind, day)
        session.out.write(page(headed, (), placing.sections(ranking, names, wanted_kind), session.translator) + "\n")
        session.out.say(placing.order_told())
        if not ranking.ranked:
            session.out.tell(text("No home can be asked; why stands with each."))


def _nights(session: Session, day: date) -> "Nights":
    """Døgn a month that are taken of a home, by the rules in force."""
    from bvt_cli.commands.book import own_rules
    from bvt_cli.store.placing_facts import Nights

    practice = own_rules(session).practice
    return Nights(
        usual=practice.number("besokshjem_days_per_month", day),
        medium=practice.number("stottefamilie_medium_days_max", day),
        stor=practice.number("stottefamilie_stor_days_max", day),
    )
