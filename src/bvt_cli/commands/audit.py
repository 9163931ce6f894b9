"""`bvt audit`: the municipal auditor's question as a command: what the folder of every paid home should hold."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.render.audit import Drawn, Result

FINDINGS = 3
MOST = 1_000_000
command = typer.Typer()


@command.command(
    "audit",
    help=mark(
        "For every home with pay posted for a period: decision, contract, declarations, certificates, agreement, and"
        " what each extra payment rests on; yes, no or not applicable. Nothing is written to the register."
    ),
    epilog="bvt audit --year 2025\nbvt audit --from 2025-01 --to 2025-06 --sample 20 --seed 7\n"
    "bvt audit --year 2025 --html revisjon.html",
)
def audit(
    ctx: typer.Context,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help=mark("The first month."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help=mark("The last month."))] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help=mark("The calendar year (else the as-of day's)."))
    ] = None,
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="N", help=mark("Only so many homes, drawn by the seed."))
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option("--seed", metavar="TEXT", help=mark("What the sample is drawn by (else the period).")),
    ] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help=mark("Write it to a new HTML file, to print at A4."))
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core import audit as core
    from bvt_cli.core.audit_beside import support
    from bvt_cli.core.grant import totals
    from bvt_cli.render import audit as render
    from bvt_cli.render.statement_text import as_text
    from bvt_cli.store import audit_facts, database

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    today = session.as_of(as_of)
    months = _period(first, last, year, Month.of(today))
    drawn = _drawn(sample, seed, months)
    rules = own_rules(session)
    with database.reading(session.register) as connection:
        population = audit_facts.paid_homes(connection, *months)
        homes = population if drawn is None else core.sample(population, drawn.size, drawn.seed)
        folders = audit_facts.Folders(connection, homes, *months, today, rules.practice)
        answers = {folder.home.ref: core.audit(folder, rules.demands) for folder in folders}
        days = months[0].first, min(months[1].last, today)
        granted = audit_facts.paid_grants(connection, *days)
        children = audit_facts.children_of_paid_homes(connection, *months)
    loose = tuple(support(each for each in granted if each.child not in children))
    paid = totals(granted, *days)
    result = render.Result(*months, today, len(population), drawn, answers, paid, loose)
    if html is not None:
        _write(session, result, html)
    if form.json:
        session.out.document(render.document(result))
    elif form.csv:
        session.out.table(render.COLUMNS, list(render.rows(result)), text("Nothing is posted in these months."), form)
    elif html is None:
        session.out.write(as_text(render.sheet(result), session.translator))
    session.out.tell(render.told(result) if population else text("Nothing is posted in these months."))
    return FINDINGS if result.findings else 0


def _period(first: str | None, last: str | None, year: str | None, now: Month) -> tuple[Month, Month]:
    """The months that are asked for: a year, or from one to another (else the as-of day's)."""
    if year is not None and (first is not None or last is not None):
        raise Usage(text("Give either --year or --from and --to, not both."))
    if first is None and last is not None:
        raise Usage(text("{option} goes with --from.", option="--to"))
    if first is None:
        number = (
            now.year if year is None else arguments.whole(year, "--year", arguments.FIRST_YEAR, arguments.LAST_YEAR)
        )
        return Month(number, 1), Month(number, 12)
    begin = arguments.month(first, "--from")
    end = now if last is None else arguments.month(last, "--to")
    if end < begin:
        raise Usage(text("--to ({last}) is before --from ({first}).", first=begin, last=end))
    return begin, end


def _drawn(sample: str | None, seed: str | None, months: tuple[Month, Month]) -> "Drawn | None":
    from bvt_cli.render.audit import Drawn

    if sample is None:
        if seed is not None:
            raise Usage(text("{option} goes with --sample.", option="--seed"))
        return None
    said = arguments.given(arguments.line, seed, "--seed")
    return Drawn(arguments.whole(sample, "--sample", 1, MOST), said or f"{months[0]} {months[1]}")


def _write(session: Session, result: "Result", html: str) -> None:
    """The whole of it as a page of its own. Raises Refused where something stands there."""
    from bvt_cli.render.audit import sheet
    from bvt_cli.render.statement_html import as_html
    from bvt_cli.store.new_file import write_new

    write_new(Path(html), as_html(sheet(result), session.translator))
    session.out.tell(text("The page is in {file}.", file=html))
