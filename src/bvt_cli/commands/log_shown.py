"""`bvt log show`: the journal and the look-ups together."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.store.database import Connection
    from bvt_cli.store.log import Wanted

LAST = 50
THINGS = ("home", "child", "agreement", "person", "run")
"""What can be named: the options."""


def show(
    ctx: typer.Context,
    home: Annotated[
        str | None, typer.Option("--home", metavar="HOME", help=mark("Only this home and its agreements."))
    ] = None,
    child: Annotated[
        str | None,
        typer.Option("--child", metavar="CHILD", help=mark("Only this child, its agreements, councils and grants.")),
    ] = None,
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="AGREEMENT", help=mark("Only this agreement and what stands under it.")),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help=mark("Only what is about this person of a home."))
    ] = None,
    run: Annotated[str | None, typer.Option("--run", metavar="RUN", help=mark("Only this run."))] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help=mark("Only what this name or login has done."))
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=mark("From this day on."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help=mark("Up to and with this day."))] = None,
    look_ups: Annotated[bool, typer.Option("--look-ups", help=mark("Only who looked at whom."))] = False,
    changes: Annotated[bool, typer.Option("--changes", help=mark("Only who changed what."))] = False,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help=mark("Only where a reason was given with this in it.")),
    ] = None,
    latest: Annotated[
        str | None,
        typer.Option("--last", metavar="N", help=mark("Only so many, the latest (50 where no thing is named).")),
    ] = None,
    reveal: arguments.Reveal = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.render import log as rendered
    from bvt_cli.render import log_page
    from bvt_cli.store import database, log, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    asked, number = wanted(ctx.params), most(ctx.params)
    what = asked.what
    with database.reading(session.register) as connection:
        _refuse_unknown(connection, what, asked.ref)
        protected = frozenset[str]() if reveal is not None else records.protected_homes(connection)
        families = log.families_of(connection, protected)
        found = list(islice(log.entries(connection, asked), None if number is None else number + 1))
    more = number is not None and len(found) > number
    found = found[:number][::-1]
    say = None if form.json or form.csv else session.translator
    nothing = text("Nothing like this is in the log.")
    if what is None:
        session.out.table(rendered.LIST, rendered.list_rows(found, say), nothing, form)
    elif say is not None and found:
        session.out.write(log_page.of_one(found, say, protected, families))
    else:
        rows = rendered.rows_of_one(found, protected, families, flat=form.csv)
        session.out.table(rendered.OF_ONE, rows, nothing, form)
    if more:
        session.out.tell(text("There are older entries; `--last` shows more than these {number}.", number=number))


def wanted(given: Mapping[str, Any]) -> "Wanted":
    """What is asked for by the options of the command. Raises Usage where they do not go together."""
    from bvt_cli.store import log

    named = {what: given[what] for what in THINGS if given[what] is not None}
    options = tuple(f"--{what}" for what in named)
    if len(named) > 1:
        raise Usage(text("{options} and {last} do not go together.", options=options[:-1], last=options[-1]))
    if given["look_ups"] and given["changes"]:
        raise Usage(text("--look-ups and --changes do not go together; without either both are shown."))
    revealing = ("--home", "--person", "--child")
    if given["reveal"] is not None and not set(revealing) & set(options):
        raise Usage(text("{option} goes with {other}.", option="--reveal", other=revealing))
    what, ref = next(iter(named.items()), (None, None))
    return log.Wanted(
        what,
        ref,
        arguments.given(arguments.line, given["by"], "--by"),
        _begins(arguments.given(arguments.day, given["first"], "--from")),
        _begins(arguments.given(arguments.day, given["last"], "--to"), 1),
        not given["look_ups"],
        not given["changes"],
        arguments.given(arguments.line, given["reason"], "--reason"),
    )


def refuse(given: Mapping[str, Any]) -> None:
    """Raise Usage for what cannot be asked for, before it is noted that somebody looked."""
    wanted(given)
    most(given)


def most(given: Mapping[str, Any]) -> int | None:
    """How many entries are shown; None: all. Raises Usage."""
    named = any(given[what] is not None for what in THINGS)
    number = arguments.given(lambda word, option: arguments.whole(word, option, 1), given["latest"], "--last")
    return LAST if number is None and not named else number


def _refuse_unknown(connection: "Connection", what: str | None, ref: str | None) -> None:
    """Raise NotFound where the thing named is not in the register."""
    from bvt_cli.commands.changing import known
    from bvt_cli.store import log, runs

    if what is None or ref is None:
        return
    if what == "run":
        runs.run(connection, ref)
    elif what == "person":
        if log.home_of(connection, ref) is None:
            raise NotFound(text("There is no person {ref} in the register.", ref=ref))
    else:
        known(connection, what, ref)


def _begins(day: date | None, after: int = 0) -> str | None:
    """When a day (or the one so many days after it) begins in Oslo, as the stamps of the log have it: UTC."""
    if day is None:
        return None
    from zoneinfo import ZoneInfo

    midnight = datetime.combine(day + timedelta(days=after), time(), ZoneInfo("Europe/Oslo"))
    return midnight.astimezone(UTC).isoformat(timespec="seconds")
