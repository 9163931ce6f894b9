"""`bvt council list|check|next`: where the family councils stand, what is lacking, and what comes next."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint, placeholders
from bvt_cli.commands.changing import known
from bvt_cli.commands.context import Session
from bvt_cli.core.council import CouncilLimits, council_limits_on
from bvt_cli.core.council_due import next_thing
from bvt_cli.core.council_findings import findings
from bvt_cli.core.texts import mark, text
from bvt_cli.render import council as shown
from bvt_cli.render.output import Form

if TYPE_CHECKING:
    from bvt_cli.store.council_facts import KnownCouncil

OrAll = Annotated[
    str | None, typer.Argument(metavar="COUNCIL", help=mark("The ref of the family council (else all that run)."))
]
FINDINGS = 3


def limits(session: Session, on: date) -> CouncilLimits:
    """What is expected on a day, by the settings in force."""
    from bvt_cli.commands.book import own_rules

    return council_limits_on(own_rules(session).practice, on)


def known_councils(session: Session, ref: str | None = None, *, whole: bool = False) -> "list[KnownCouncil]":
    """All councils, or the one of a ref; `whole`: also how families are reached that became protected homes.

    Raises NotFound.
    """
    from bvt_cli.store import council_facts, database

    with database.reading(session.register) as connection:
        if ref is not None:
            known(connection, "council", ref)
        return council_facts.all_councils(connection, None if ref is None else [ref], whole=whole)


def _for_people(form: Form) -> bool:
    return not (form.json or form.csv)


def list_(
    ctx: typer.Context,
    running: Annotated[bool, typer.Option("--running", help=mark("Only those that are not closed."))] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    expected = limits(session, on)
    rows = [
        shown.list_row(each.case, each.council, each.record, on, expected, people=_for_people(form))
        for each in known_councils(session)
        if each.council.runs_on(on) or not running
    ]
    session.out.table(shown.LIST_COLUMNS, rows, text("There are no family councils."), form)


def check(
    ctx: typer.Context,
    council: OrAll = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    expected = limits(session, on)
    found = [(each.council, findings(each.council, on, expected)) for each in known_councils(session, council)]
    any_found = any(each for _, each in found)
    if council is None or form.csv:
        rows = [shown.finding_row(one.ref, each) for one, all_of_it in found for each in all_of_it]
        session.out.table(shown.FINDING_COLUMNS, rows, text("All family councils are in order on {day}.", day=on), form)
    elif form.json:
        session.out.document(shown.check_document(found[0][0].ref, on, found[0][1]))
    else:
        session.out.say(*shown.check_sentences(found[0][0], on, found[0][1]))
        if any_found:
            hint.suggest(session, f"bvt council next {council}")
    return FINDINGS if any_found else 0


def next_(
    ctx: typer.Context,
    council: OrAll = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    expected = limits(session, on)
    things = [(each.council, next_thing(each.council, on, expected)) for each in known_councils(session, council)]
    if council is None or form.csv:
        typed = (lambda typed: placeholders.in_command(typed, session.translator)) if _for_people(form) else None
        rows = [shown.next_row(one.ref, on, thing, typed) for one, thing in things if thing is not None]
        session.out.table(shown.NEXT_COLUMNS, rows, text("No family council runs on {day}.", day=on), form)
        return
    ((one, thing),) = things
    if form.json:
        session.out.document(shown.next_document(one.ref, on, thing))
    elif thing is None:
        session.out.say(shown.idle_sentence(one, on))
    else:
        command = placeholders.in_command(shown.command(one.ref, thing), session.translator)
        session.out.say(*shown.next_sentences(one.ref, on, thing), text("Next: {command}", command=command))
