"""`bvt home list`: all homes at a glance; imports no more than it needs, for it is run most."""

from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.codes import KINDS
from bvt_cli.core.field import Record
from bvt_cli.core.form_home import HOME
from bvt_cli.core.home_status import STATUS_KEYS, STATUSES, approved_as, status, waiting_days
from bvt_cli.core.protection import hides
from bvt_cli.core.texts import mark, text
from bvt_cli.render.columns import Column


def list_(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="|".join(KINDS), help=mark("Only those that applied as this."))
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="|".join(STATUSES), help=mark("Only those that are so on the as-of day.")),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.store import database, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted_kind = arguments.given(arguments.one_of(KINDS), kind, "--kind")
    wanted_status = arguments.given(arguments.one_of(STATUSES), status, "--status")
    day = session.as_of(as_of)
    read = HOME.only("kind", "name", "employment", "municipality", "protected", *STATUS_KEYS)
    with database.reading(session.register) as connection:
        homes = records.load(connection, read).values()
    people = not (form.json or form.csv)
    rows = [_row(home, day, people) for home in homes if wanted_kind in (None, home["kind"])]
    columns = (
        *showing.columns_of(HOME, "ref", "kind", "name", "employment"),
        Column("approved_as", mark("Approved as"), "code"),
        Column("status", mark("Status"), "code"),
        *showing.columns_of(HOME, "municipality"),
        Column("waiting_days", mark("Days waited"), "number"),
    )
    shown = [row for row in rows if wanted_status in (None, row[5])]
    session.out.table(columns, shown, text("There are no such homes."), form)


def _row(home: Record, day: date, people: bool) -> tuple[object, ...]:
    keys_shown = (home["ref"], home["kind"], home.get("name"), home["employment"])
    kept_back = people and hides(home, "municipality")
    municipality = text("(protected)") if kept_back else home.get("municipality")
    return (*keys_shown, approved_as(home, day), status(home, day), municipality, waiting_days(home, day))
