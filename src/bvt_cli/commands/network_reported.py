"""`bvt network report`: all networks with their figures and the picture of their year, or one network's half-year."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import HalfOption, half_named, limits_of
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.render.columns import Column
    from bvt_cli.render.output import Form


def report(
    ctx: typer.Context,
    network: Annotated[
        str | None, typer.Argument(metavar="NETWORK", help=mark("The network, such as N-1 (else all)."))
    ] = None,
    half: HalfOption = None,
    markdown: Annotated[bool, typer.Option("--markdown", help=mark("Print the experiences as Markdown."))] = False,
    svg: Annotated[
        str | None,
        typer.Option("--svg", metavar="FILE", help=mark("Also draw the gatherings and contacts of the year there.")),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.network_experiences import print_half_year

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    if network is None:
        if half is not None or markdown:
            raise Usage(text("{option} goes with a network.", option="--half" if half is not None else "--markdown"))
        _overview(session, on, form, svg)
    elif svg is not None:
        raise Usage(text("--svg draws all networks; leave the network out."))
    elif form.csv or (form.json and markdown):
        raise Usage(text("The experiences of a half-year are printed as text, --markdown or --json, one of them."))
    else:
        print_half_year(session, network, half_named(half, on), markdown=markdown, json=form.json)


def _overview(session: Session, on: date, form: "Form", svg: str | None) -> None:
    from bvt_cli.core.network_due import figures, pace, year_of
    from bvt_cli.core.network_notes import notes
    from bvt_cli.render.network import PAY, REPORT_COLUMNS, pay_words, report_row
    from bvt_cli.store import database, network_facts

    limits = limits_of(session, on)
    with database.reading(session.register) as connection:
        known = network_facts.all_networks(connection)
    rows = [report_row(name, each, figures(each, on, limits), pace(each, on, limits), form) for name, each in known]
    columns: Sequence[Column] = REPORT_COLUMNS
    if not (form.json or form.csv):
        columns = (*columns, PAY)
        rows = [(*row, pay_words(notes(each, on))) for row, (_, each) in zip(rows, known, strict=True)]
    if svg is not None and known:
        from bvt_cli.render.network_picture import picture
        from bvt_cli.store.new_file import write_new

        write_new(Path(svg), picture([year_of(each, on.year) for _, each in known], session.translator))
        session.out.tell(text("The picture is in {file}.", file=svg))
    session.out.table(columns, rows, text("There are no networks."), form)
