"""`bvt pay runs`, `show` and `explain`: what stands in the ledger, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.render.explain import Explained

COLUMNS = (
    Column("run", mark("Run")),
    Column("month", mark("Month"), "month"),
    Column("posted_at", mark("Posted (UTC)")),
    Column("by", mark("By")),
    Column("login", mark("Login"), shown=False),
    Column("authorised_by", mark("Authorised by")),
    Column("lines", mark("Lines"), "number"),
    Column("taxable", mark("Taxable"), "kroner"),
    Column("total", mark("Total"), "kroner"),
    Column("plan", mark("Plan"), shown=False),
)


def runs(
    ctx: typer.Context,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import minutes
    from bvt_cli.store import authorisations, database
    from bvt_cli.store import runs as ledger

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    for_people = not (form.json or form.csv)
    with database.reading(session.register) as connection:
        authorised = authorisations.authorised_by(connection)
        rows = [
            (
                run.ref,
                run.month,
                minutes(run.posted_at) if for_people else run.posted_at,
                run.by,
                run.login,
                authorised.get(run.number),
                run.lines,
                run.taxable,
                run.total,
                run.plan,
            )
            for run in ledger.all_runs(connection)
        ]
    session.out.table(COLUMNS, rows, text("Nothing is posted yet."), form)


def show(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run, such as R1."))],
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.pay_shown import show_sheet
    from bvt_cli.render.pay import Sheet, add_up, run_document
    from bvt_cli.store import database
    from bvt_cli.store import runs as ledger

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    with database.reading(session.register) as connection:
        found = ledger.run(connection, run)
        homes = add_up(ledger.lines(connection, found.number))
    head = {"run": found.ref, "month": found.month}
    if form.json:
        session.out.document(run_document(homes, head))
    else:
        show_sheet(session, Sheet(homes), head, form, posted=True, lines=True)


def explain(
    ctx: typer.Context,
    line: Annotated[str | None, typer.Argument(metavar="LINE", help=mark("A posted line, such as R1-1."))] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="AGREEMENT", help=mark("Before posting: which agreement."))
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=mark("Before posting: which month."))
    ] = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.render.explain import explained_record

    session: Session = ctx.obj
    if line is not None and (agreement or month):
        raise Usage(text("Name either a posted line, or an agreement and a month."))
    if line is not None:
        explained = _posted(session, line)
        if json:
            session.out.document(explained_record(explained))
        else:
            session.out.say(*explained.sentences)
        return
    if agreement is None or month is None:
        raise Usage(text("Name a posted line such as R1-1, or an --agreement and a --month."))
    several, findings = _before_posting(session, agreement, arguments.month(month, "--month"))
    if json:
        session.out.document({"lines": [explained_record(each) for each in several], "findings": list(findings)})
        return
    for number, each in enumerate(several):
        if number:
            session.out.write("\n")
        session.out.say(*each.sentences)
    for finding in findings:
        session.out.warn(finding)
    if not several and not findings:
        session.out.tell(text("There is nothing to pay."))
    if several:
        hint.suggest(session, f"bvt pay month {month}")


def _posted(session: Session, ref: str) -> "Explained":
    from bvt_cli.render.explain import explained
    from bvt_cli.store import database
    from bvt_cli.store import runs as ledger

    with database.reading(session.register) as connection:
        found = ledger.line(connection, ref)
        number = ledger.run_number(found.ref.partition("-")[0])
        basis = number
        if found.entry.reverses is not None:
            basis = ledger.run_number(found.entry.reverses.partition("-")[0])
        used = ledger.files_used(connection, basis).get(ledger.table_file(found.entry.line))
        reason = ledger.taken_back_because(connection, number, found.entry.line.agreement)
        taken_back = ledger.reversed_by(connection, found.ref)
        whole_run = ledger.is_reversal(connection, number)
    return explained(found.entry, found.ref, used.source if used else None, reason, taken_back, whole_run)


def _before_posting(session: Session, agreement: str, month: Month) -> tuple[list["Explained"], list[Text]]:
    from bvt_cli.commands.book import book
    from bvt_cli.core.ledger import Entry
    from bvt_cli.core.payment import pay_month
    from bvt_cli.render.explain import explained
    from bvt_cli.render.findings import sentence
    from bvt_cli.store import database, facts

    pages = book(session)
    with database.reading(session.register) as connection:
        outcome = pay_month(facts.facts_of(connection, agreement), month, pages.pay_rules())
    sources = {table.effective: table.source for table in pages.rates.tables}
    several = [
        explained(Entry("ordinary", line), None, sources[line.table] if line.table else None) for line in outcome.lines
    ]
    findings = [*filter(None, (outcome.problem, outcome.skipped)), *outcome.notes]
    return several, [sentence(each) for each in findings]
