"""`bvt home list`: all homes at a glance; imports no more than it needs, for it is run most."""

from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.codes import KINDS
from bvt_cli.core.field import Record
from bvt_cli.core.form import HOME
from bvt_cli.core.texts import mark, text
from bvt_cli.render.columns import Column

STATUSES = ("applied", "approved", "ended")


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
    read = showing.only(HOME, "ref", "kind", "name", "employment", "municipality", "ended_on", "approvals")
    with database.reading(session.db) as connection:
        homes = records.load(connection, read).values()
    rows = [_row(home, day) for home in homes if wanted_kind in (None, home["kind"])]
    columns = (
        *showing.columns_of(HOME, "ref", "kind", "name", "employment"),
        Column("approved_as", mark("Approved as"), "code"),
        Column("status", mark("Status"), "code"),
        *showing.columns_of(HOME, "municipality"),
    )
    shown = [row for row in rows if wanted_status in (None, row[5])]
    session.out.table(columns, shown, text("There are no such homes."), form)


def _row(home: Record, day: date) -> tuple[object, ...]:
    approved_as = _approved_as(home, day)
    status = "ended" if _ended_before(home, day) else "approved" if approved_as else "applied"
    keys_shown = (home["ref"], home["kind"], home.get("name"), home["employment"])
    return (*keys_shown, approved_as, status, home.get("municipality"))


def _approved_as(home: Record, day: date) -> tuple[str, ...]:
    """The kinds a home is approved as on a day; none once it has ended."""
    if _ended_before(home, day):
        return ()
    standing = {
        approval["kind"]
        for approval in home.get("approvals", ())
        if approval["on"] <= day and ("revoked_on" not in approval or day < approval["revoked_on"])
    }
    return tuple(kind for kind in KINDS if kind in standing)


def _ended_before(home: Record, day: date) -> bool:
    return "ended_on" in home and bool(home["ended_on"] < day)
