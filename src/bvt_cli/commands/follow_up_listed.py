"""`bvt followup list|check`: what was done to follow agreements up, and what is due."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, placeholders, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.codes import FOLLOW_UP_KINDS
from bvt_cli.core.form_followup import FOLLOW_UP
from bvt_cli.core.texts import mark, text

FINDINGS = 3
SHOWN = (
    "ref",
    "agreement",
    "on",
    "kind",
    "by",
    "home_took_part",
    "parents_took_part",
    "child_heard",
    "outcome",
    "next_on",
)


def list_(
    ctx: typer.Context,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="A", help=mark("Only what was done under this agreement."))
    ] = None,
    home: Annotated[
        str | None, typer.Option("--home", metavar="H", help=mark("Only what was done for this home."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="|".join(FOLLOW_UP_KINDS), help=mark("Only those of this kind."))
    ] = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import changes, database, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = arguments.given(arguments.one_of(FOLLOW_UP_KINDS), kind, "--kind")
    of_home = None
    with database.reading(session.register) as connection:
        if agreement is not None:
            known(connection, "agreement", agreement)
        if home is not None:
            known(connection, "home", home)
            of_home = {each["ref"] for each in changes.agreements_of(connection, home)}
        found = records.load(connection, FOLLOW_UP.only(*SHOWN)).values()
    rows = [
        [each.get(key) for key in SHOWN]
        for each in sorted(found, key=lambda each: (each["on"], each["agreement"]))
        if agreement in (None, each["agreement"])
        and wanted in (None, each["kind"])
        and (of_home is None or each["agreement"] in of_home)
    ]
    session.out.table(showing.columns_of(FOLLOW_UP, *SHOWN), rows, text("Nothing like this is recorded."), form)


def check(
    ctx: typer.Context,
    agreement: Annotated[
        str | None, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement (else all)."))
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.commands.changing import known
    from bvt_cli.core.follow_up import dues, limits_on
    from bvt_cli.render.follow_up import DUE_COLUMNS, command, due_row
    from bvt_cli.store import database, follow_up_facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    limits = limits_on(own_rules(session).practice, on)
    with database.reading(session.register) as connection:
        if agreement is not None:
            known(connection, "agreement", agreement)
        followed = list(follow_up_facts.followed(connection, agreement))
    found = [due for each in followed for due in dues(each, on, limits) if due.on <= on]
    people = not (form.json or form.csv)
    rows = [
        due_row(due, placeholders.in_command(command(due), session.translator) if people else command(due))
        for due in found
    ]
    session.out.table(DUE_COLUMNS, rows, text("Nothing is due on {day}.", day=on), form)
    return FINDINGS if found else 0
