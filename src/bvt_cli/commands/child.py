"""`bvt child`: the children, by case number and birth date; never by name."""

from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.form import AGREEMENT, CHILD
from bvt_cli.core.period import age_on
from bvt_cli.core.texts import mark, text
from bvt_cli.render.columns import Column

app = typer.Typer(
    help=mark("The children, by case number and birth date; never by name."),
    epilog="bvt child add --case 2024/1187 --born 2018-05-04\nbvt child list",
)
Child = Annotated[str, typer.Argument(metavar="CHILD", help=mark("The ref of the child."))]
KEYS = tuple(keys.keys_of(CHILD))
ASKED = questions.Form(CHILD, KEYS, text("A new child:"))
SET_KEYS = tuple(keys.keys_of(CHILD, ["ref"]))


@app.command(
    "add",
    help=mark("Add a child. Its ref alone is printed on standard output."),
    epilog="bvt child add --case 2024/1187 --born 2018-05-04\n"
    "bvt child add --case 2024/1188 --born 2015-02-18 --sibling C1 --interest fotball",
)
@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, ASKED, values, json=json, yes=yes)
    keys.require(KEYS, values, "child add")
    with desk(session, "child add", by) as at:
        record = keeping.added(at, CHILD, values)
    next_command = f"bvt agreement add --home H --child {record['ref']} --measure MEASURE --from DATE"
    keeping.show_added(session, record, json, next_command, f"bvt agreement add --child {record['ref']}")


@app.command(
    "set",
    help=mark("Correct what is known of a child, key by key."),
    epilog="bvt child set C-77 --born 2018-05-04\nbvt child set C-77 --clear siblings",
)
@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    child: Child,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    with desk(session, "child set", by) as at:
        before, after = keeping.set_keys(at, CHILD, child, SET_KEYS, values, clear)
    keeping.show_set(session, CHILD.fields, before, after, json, f"bvt child show {child}")


@app.command("list", help=mark("All children, with their agreements."), epilog="bvt child list\nbvt child list --json")
def list_(
    ctx: typer.Context,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.store import database, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    day = session.as_of(as_of)
    with database.reading(session.register) as connection:
        children = records.load(connection, CHILD.only("ref", "case", "born")).values()
        known = records.load(connection, AGREEMENT.only("ref", "child")).values()
    agreements: dict[str, tuple[str, ...]] = {}
    for each in known:
        if "child" in each:
            agreements[each["child"]] = (*agreements.get(each["child"], ()), each["ref"])
    columns = (
        *showing.columns_of(CHILD, "ref", "case", "born"),
        Column("age", mark("Age"), "number"),
        Column("agreements", mark("Agreements")),
    )
    rows = [
        (each["ref"], each.get("case"), each["born"], age_on(each["born"], day), agreements.get(each["ref"], ()))
        for each in children
    ]
    session.out.table(columns, rows, text("There are no children."), form)


@app.command("show", help=mark("Everything held of a child."), epilog="bvt child show C-77")
def show(ctx: typer.Context, child: Child, json: arguments.Json = False) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database, journal

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "child", child)
        erased_on = journal.erased_on(connection, "child", child)
    if json:
        keeping.show_record(session, record)
        return
    showing.show_page(session, CHILD, record, text("{ref}, case {case}", ref=child, case=record.get("case", "")))
    if erased_on is not None:
        session.out.say(text("What is written about it was erased on {day}.", day=erased_on))
