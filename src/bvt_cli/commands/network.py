"""`bvt network`: the networks of resource families at a glance, what is short, and the half-year's experiences."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.core.halfyear import Half
    from bvt_cli.core.network import Limits
    from bvt_cli.render.output import Form

app = typer.Typer(
    help=mark("The networks of resource families."),
    epilog="bvt network list\nbvt network check N-1\nbvt network report N-1 --half 2025H1",
)
Ref = Annotated[str, typer.Argument(metavar="NETWORK", help=mark("The network, such as N-1."))]
FINDINGS = 3


@app.command(
    "list",
    help=mark("All networks, and whether they are in order on the day that counts as today."),
    epilog="bvt network list\nbvt network list --as-of 2025-06-30 --json",
)
def list_(
    ctx: typer.Context,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.core.network import findings
    from bvt_cli.core.network_due import figures
    from bvt_cli.render.network import LIST_COLUMNS, list_row
    from bvt_cli.store import database, network_facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    limits = _limits(session, on)
    with database.reading(session.db) as connection:
        known = network_facts.all_networks(connection)
    people = not (form.json or form.csv)
    rows = [
        list_row(name, each, on, figures(each, on, limits), findings(each, on, limits), people=people)
        for name, each in known
    ]
    session.out.table(LIST_COLUMNS, rows, text("There are no networks."), form)


@app.command(
    "check",
    help=mark("What is short in a network on the day that counts as today, and what to do about it."),
    epilog="bvt network check N-1\nbvt network check N-1 --as-of 2025-06-30 --json",
)
def check(ctx: typer.Context, network: Ref, as_of: arguments.AsOf = None, json: arguments.Json = False) -> int:
    from bvt_cli.core.network import findings
    from bvt_cli.render.network import check_document, check_sentences
    from bvt_cli.store import database, network_facts

    session: Session = ctx.obj
    on = session.as_of(as_of)
    limits = _limits(session, on)
    with database.reading(session.db) as connection:
        name, known = network_facts.network_named(connection, network)
    found = findings(known, on, limits)
    if json:
        session.out.document(check_document(known.ref, on, found))
    else:
        session.out.say(*check_sentences(name, known, on, found))
        if found:
            session.out.tell(text("Record what has been done with `bvt import`, under the network's ref."))
        elif known.runs_on(on):
            hint.suggest(session, f"bvt network report {known.ref}")
    return FINDINGS if found else 0


@app.command(
    "report",
    help=mark(
        "All networks with their figures of the year so far and what is due next; or, of one network, the experiences"
        " of a half-year, to be printed."
    ),
    epilog="bvt network report\nbvt network report N-1\nbvt network report N-1 --half 2025H1 --markdown",
)
def report(
    ctx: typer.Context,
    network: Annotated[
        str | None, typer.Argument(metavar="NETWORK", help=mark("The network, such as N-1 (else all)."))
    ] = None,
    half: Annotated[
        str | None,
        typer.Option("--half", metavar="HALF", help=mark("The half-year, such as 2025H1 (else the last that ended).")),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help=mark("Print the experiences as Markdown."))] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    if network is None:
        if half is not None or markdown:
            raise Usage(text("{option} goes with a network.", option="--half" if half is not None else "--markdown"))
        _overview(session, on, form)
    elif form.csv or (form.json and markdown):
        raise Usage(text("The experiences of a half-year are printed as text, --markdown or --json, one of them."))
    else:
        _experiences(session, network, _half(half, on), markdown, form.json)


def _overview(session: Session, on: date, form: "Form") -> None:
    from bvt_cli.core.network_due import figures
    from bvt_cli.render.network import REPORT_COLUMNS, report_row
    from bvt_cli.store import database, network_facts

    limits = _limits(session, on)
    with database.reading(session.db) as connection:
        known = network_facts.all_networks(connection)
    rows = [report_row(name, each, figures(each, on, limits), json=form.json) for name, each in known]
    session.out.table(REPORT_COLUMNS, rows, text("There are no networks."), form)


def _experiences(session: Session, ref: str, half: "Half", markdown: bool, json: bool) -> None:
    from bvt_cli.core.halfyear import half_year
    from bvt_cli.render import experiences
    from bvt_cli.render.periods import half_said
    from bvt_cli.store import database, network_facts

    with database.reading(session.db) as connection:
        name, network = network_facts.network_named(connection, ref)
        found = half_year(network, half)
        came = {home for gathering in found.gatherings for home in gathering.homes}
        names = network_facts.home_names(connection, {*came, *(family.home for family in found.families)})
    if json:
        session.out.document(experiences.as_json(found))
    else:
        printed = experiences.as_markdown if markdown else experiences.as_text
        session.out.write(printed(found, name, names, session.translator))
    if not network.ran_in(half):
        session.out.tell(text("The network {network} did not run in {half}.", network=ref, half=half_said(half)))


def _half(word: str | None, on: date) -> "Half":
    from bvt_cli.core.halfyear import Half

    if word is None:
        return Half.ended_before(on)
    try:
        return Half.parse(word.upper())
    except ValueError:
        raise Usage(
            text("{option}: {value} is no half-year; write 2025H1 or 2025H2.", option="--half", value=word)
        ) from None


def _limits(session: Session, on: date) -> "Limits":
    """What is expected on a day, by the settings in force."""
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core.network import limits_on

    return limits_on(own_rules(session).practice, on)
