"""`bvt stay`: when a child was in a besøkshjem; first and last day both count."""

from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.codes import CANCELLED_BY
from bvt_cli.core.consistency import counts
from bvt_cli.core.field import Record
from bvt_cli.core.form import STAY
from bvt_cli.core.texts import Word, mark, text
from bvt_cli.render.columns import Column

app = typer.Typer(
    help=mark("The stays of children in respite homes; the first and the last day both count."),
    epilog="bvt stay add A-1 --from 2025-03-07 --to 2025-03-09\nbvt stay list --month 2025-03",
)
Stay = Annotated[str, typer.Argument(metavar="STAY", help=mark("The ref of the stay."))]
KEYS = tuple(keys.keys_of(STAY, ["agreement", "cancelled"]))
SET_KEYS = tuple(keys.keys_of(STAY, ["ref", "cancelled"]))


@app.command(
    "add",
    help=mark("Record a stay under an agreement. Its ref alone is printed on standard output."),
    epilog="bvt stay add A-1 --from 2025-03-07 --to 2025-03-09\n"
    "bvt stay add A-2 --from 2025-03-28 --to 2025-03-30 --extra",
)
@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement."))],
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, _asked(agreement), values, json=json, yes=yes)
    keys.require(KEYS, values, "stay add")
    with desk(session, "stay add", by) as at:
        about = at.known("agreement", agreement)
        record = keeping.added(at, STAY, {**values, "agreement": agreement})
    keeping.show_added(session, record, json, f"bvt stay list --agreement {agreement}")
    if not (showing.in_force(about, record["from"]) and showing.in_force(about, record["to"])):
        session.out.warn(text("Not all days of the stay lie within the agreement {agreement}.", agreement=agreement))


def _asked(agreement: str) -> questions.Form:
    """What is asked for on a terminal."""
    return questions.Form(
        STAY,
        KEYS,
        text("A new stay under {agreement}:", agreement=agreement),
        record=lambda values: {"ref": "X", "agreement": agreement, **values},
        under=("agreement", agreement),
    )


@app.command(
    "set",
    help=mark("Correct a stay, key by key."),
    epilog="bvt stay set S-19 --to 2025-05-11\nbvt stay set S-8 --clear cancelled",
)
@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    stay: Stay,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    with desk(session, "stay set", by) as at:
        before, after = keeping.set_keys(at, STAY, stay, SET_KEYS, values, clear, ["cancelled"])
    keeping.show_set(session, STAY.fields, before, after, json, "bvt pay month")


@app.command(
    "cancel",
    help=mark("Say that a stay did not take place. Paid all the same only if the service cancelled, or with --pay."),
    epilog="bvt stay cancel S-8 --by-whom home --on 2025-05-07\n"
    "bvt stay cancel S-24 --by-whom child --on 2025-02-14 --pay",
)
def cancel(
    ctx: typer.Context,
    stay: Stay,
    by_whom: Annotated[
        str | None, typer.Option("--by-whom", metavar="|".join(CANCELLED_BY), help=mark("Who cancelled it."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day it was cancelled (else today)."))
    ] = None,
    pay: Annotated[bool | None, typer.Option("--pay/--no-pay", help=mark("Whether it is paid all the same."))] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    keys.lacking(["--by-whom"] if by_whom is None else [], "stay cancel")
    who = arguments.code(by_whom or "", "--by-whom", CANCELLED_BY)
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    cancelled = {"on": str(day), "by": who, "pay": pay}
    with desk(session, "stay cancel", by) as at:
        at.known("stay", stay)
        record = at.write("stay", {"ref": stay, "cancelled": cancelled})
    if json:
        keeping.show_record(session, record)
    about: dict[str, object] = {"stay": stay, "who": Word(who), "day": day}
    if counts(record):
        session.out.tell(text("{stay} was cancelled on {day} ({who}); it is paid all the same.", **about))
    else:
        session.out.tell(text("{stay} was cancelled on {day} ({who}); it is not paid.", **about))
    hint.suggest(session, "bvt pay month")


@app.command(
    "list",
    help=mark("All stays, or those under one agreement or in one month."),
    epilog="bvt stay list --agreement A-1\nbvt stay list --month 2025-03 --json",
)
def list_(
    ctx: typer.Context,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="A", help=mark("Only those under this agreement."))
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=mark("Only those with a day in this month."))
    ] = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    span = arguments.given(arguments.month, month, "--month")
    with database.reading(session.register) as connection:
        if agreement is not None:
            known(connection, "agreement", agreement)
        stays = records.load(connection, STAY).values()
    rows = [
        _row(each)
        for each in sorted(stays, key=lambda stay: (stay["from"], stay["agreement"]))
        if agreement in (None, each["agreement"])
        and (span is None or (each["from"] <= span.last and span.first <= each["to"]))
    ]
    columns = (
        *showing.columns_of(STAY, "ref", "agreement", "from", "to"),
        Column("days", mark("Døgn"), "number"),
        Column("extra", mark("Extra"), "flag"),
        Column("counts", mark("Counts"), "flag"),
        Column("cancelled_on", mark("Cancelled on"), "day"),
        Column("cancelled_by", mark("Cancelled by"), "code"),
    )
    session.out.table(columns, rows, text("There are no such stays."), form)


def _row(stay: Record) -> tuple[object, ...]:
    cancelled = stay.get("cancelled", {})
    shown = (stay["ref"], stay["agreement"], stay["from"], stay["to"], (stay["to"] - stay["from"]).days + 1)
    return (*shown, stay.get("extra", False), counts(stay), cancelled.get("on"), cancelled.get("by"))
