"""`bvt network list|check`: the networks at a glance, and what is short in them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import limits_of
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.core.network import Finding, Limits
    from bvt_cli.render.columns import Column, Row
    from bvt_cli.store.network_facts import NamedNetwork

FINDINGS = 3


def list_(
    ctx: typer.Context,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.core.network import findings
    from bvt_cli.core.network_due import figures, pace
    from bvt_cli.core.network_notes import notes
    from bvt_cli.render.network import LIST_COLUMNS, PAY, list_row, pay_words
    from bvt_cli.store import database, network_facts

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    limits = limits_of(session, on)
    with database.reading(session.register) as connection:
        known = network_facts.all_networks(connection)
    people = not (form.json or form.csv)
    rows: list[Row] = [
        list_row(
            name, each, on, figures(each, on, limits), findings(each, on, limits), pace(each, on, limits), people=people
        )
        for name, each in known
    ]
    columns: Sequence[Column] = LIST_COLUMNS
    if people:
        columns = (*columns, PAY)
        rows = [(*row, pay_words(notes(each, on))) for row, (_, each) in zip(rows, known, strict=True)]
    session.out.table(columns, rows, text("There are no networks."), form)


def check(
    ctx: typer.Context,
    network: Annotated[str | None, typer.Argument(metavar="NETWORK", help=mark("The network, such as N-1."))] = None,
    all_: Annotated[bool, typer.Option("--all", help=mark("Check all networks."))] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> int:
    from bvt_cli.core.network import findings
    from bvt_cli.store import database, network_facts

    session: Session = ctx.obj
    if (network is None) != all_:
        raise Usage(text("Say which network to check, or --all."))
    on = session.as_of(as_of)
    limits = limits_of(session, on)
    with database.reading(session.register) as connection:
        if network is None:
            known = network_facts.all_networks(connection)
        else:
            known = [network_facts.network_named(connection, network)]
    found = [findings(each.network, on, limits) for each in known]
    if json:
        documents = [_document(*each, on, limits) for each in zip(known, found, strict=True)]
        session.out.document(documents if all_ else documents[0])
    else:
        _say(session, known, found, on, limits)
    return FINDINGS if any(found) else 0


def _document(known: "NamedNetwork", found: "tuple[Finding, ...]", on: date, limits: "Limits") -> dict[str, object]:
    from bvt_cli.core.network_due import pace
    from bvt_cli.core.network_notes import notes
    from bvt_cli.render.network import check_document

    network = known.network
    return check_document(network.ref, on, found, pace(network, on, limits), notes(network, on))


def _say(
    session: Session, known: "list[NamedNetwork]", found: "list[tuple[Finding, ...]]", on: date, limits: "Limits"
) -> None:
    from bvt_cli.core.halfyear import Half
    from bvt_cli.core.network_due import pace
    from bvt_cli.core.network_notes import notes
    from bvt_cli.render.network import check_sentences, note_sentences

    if not known:
        session.out.tell(text("There are no networks."))
    for place, ((name, network), its) in enumerate(zip(known, found, strict=True)):
        if place:
            session.out.write("\n")
        besides = notes(network, on)
        session.out.say(*check_sentences(name, network, on, its, pace(network, on, limits), besides))
        if besides:
            session.out.write("\n")
            session.out.say(*note_sentences(network, besides))
    if len(known) == 1 and not any(found) and known[0].network.runs_on(on):
        ended = known[0].network.ran_in(Half.ended_before(on))
        which = "" if ended else f" --half {Half.of(on)}"
        hint.suggest(session, f"bvt network report {known[0].network.ref}{which}")
