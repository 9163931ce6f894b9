"""`bvt rate rehearse`: what a KS table will cost, before it is in force. Nothing is written."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.render.rehearsal import Rehearsal


def rehearse(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=mark("The table, as `bvt rate new` writes it, filled in."))
    ],
    year: Annotated[
        str | None,
        typer.Option(
            "--year",
            metavar="YEAR",
            help=mark("The calendar year to reckon (else twelve months from the table's effective date)."),
        ),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import book
    from bvt_cli.core.forecast import of_year
    from bvt_cli.core.payment import PayRules
    from bvt_cli.core.rehearsal import rate_changes, with_table, without_table, year_from
    from bvt_cli.core.rehearsal import rehearse as rehearsed
    from bvt_cli.render import rehearsal as render
    from bvt_cli.store import database, facts
    from bvt_cli.store.rate_files import load_table

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    number = None if year is None else arguments.whole(year, "--year", arguments.FIRST_YEAR, arguments.LAST_YEAR)
    today = session.as_of(as_of)
    table = load_table(_path(file))
    pages = book(session)
    tables, practice = pages.rates.tables, pages.rules.practice
    if any(_same(each.path, Path(file)) for each in pages.rates.files):
        tables = without_table(tables, table.effective)  # it lies where it is to work, but is not to be counted yet
    months = year_from(table.effective) if number is None else of_year(number)
    before = PayRules(tables, practice, any_age=True)
    after = PayRules(with_table(tables, table), practice, any_age=True)
    with database.reading(session.register) as connection, session.out.progress(text("Reckoned:")) as tick:
        found = []
        for each in facts.all_facts(connection):
            found.append(rehearsed(each, months, today, before, after))
            if tick is not None:
                tick()
    shown = render.Rehearsal(table.effective, months[0], months[-1], found, rate_changes(table, tables))
    if form.json:
        session.out.document(render.document(shown, {"as_of": today}))
    elif form.csv:
        session.out.table(render.COLUMNS, render.home_rows(found), text("There is nothing to pay."), form)
    else:
        session.out.write(render.people(shown, session.translator))
        _tell(session, shown)
    unrated = any(each.days_to_pay for each in found) and not any(each.rated for each in found)
    return 5 if unrated else 0


def _path(file: str) -> Path:
    path = Path(file)
    if path.is_dir():
        raise Usage(text("{file} is a folder, not a file.", file=file))
    if not path.exists():
        raise Usage(text("There is no file {file}.", file=file))
    return path


def _same(one: Path, other: Path) -> bool:
    return one.exists() and os.path.samefile(one, other)


def _tell(session: Session, shown: "Rehearsal") -> None:
    from bvt_cli.render.expected import estimate_sentence, left_out_sentences

    for each in shown.agreements:
        if each.estimated is not None:
            session.out.tell(estimate_sentence(each.estimated))
    for sentence in left_out_sentences(finding for each in shown.agreements for finding in each.left_out):
        session.out.tell(sentence)
    session.out.tell(text("Reckoned on the agreements as they stand; nothing was written."))
