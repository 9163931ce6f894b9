"""`bvt pay quote`: what such a home would be paid, line by line. Needs no register."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.commands.pay_calculate import Provisional
from bvt_cli.core.codes import BASES, MEASURES, SIZES
from bvt_cli.core.errors import Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Word, mark, text

if TYPE_CHECKING:
    from bvt_cli.core.agreement import Facts, Stay

# Which measures an option goes with; the others go with all.
_GOES_WITH = {
    "--size": ("stottefamilie",),
    "--basis": ("besokshjem",),
    "--days-per-month": ("besokshjem",),
    "--days": ("besokshjem",),
    "--factor": ("fosterhjem",),
    "--born": ("besokshjem", "stottefamilie", "fosterhjem"),
    "--aftercare": ("besokshjem", "stottefamilie", "fosterhjem"),
}


def quote(
    ctx: typer.Context,
    measure: Annotated[str, typer.Option("--measure", metavar="|".join(MEASURES), help=mark("The measure."))],
    born: Annotated[
        str | None,
        typer.Option("--born", metavar="DATE", help=mark("When the child was born (not for a ressursfamilie).")),
    ] = None,
    size: Annotated[
        str | None, typer.Option("--size", metavar="|".join(SIZES), help=mark("Of a stottefamilie: its size."))
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=mark("Which month (else the as-of day's)."))
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=mark("If the agreement begins within the month: its first day.")),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis", metavar="|".join(BASES), help=mark("Of a besokshjem: fixed (as if left out), or days stayed.")
        ),
    ] = None,
    days_per_month: Annotated[
        str | None,
        typer.Option("--days-per-month", metavar="DAYS", help=mark("Of a besokshjem: døgn agreed on for a month.")),
    ] = None,
    days: Annotated[
        str | None,
        typer.Option("--days", metavar="DAYS", help=mark("Of a besokshjem, basis actual: døgn stayed, in one stay.")),
    ] = None,
    factor: Annotated[
        str | None,
        typer.Option("--factor", metavar="NUMBER", help=mark("Of a fosterhjem: how many times the grunnstotte.")),
    ] = None,
    aftercare: Annotated[bool, typer.Option("--aftercare", help=mark("Pay goes on after the 18th birthday."))] = False,
    provisional: Provisional = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import book
    from bvt_cli.core.ledger import Entry
    from bvt_cli.core.payment import pay_month
    from bvt_cli.render import quote as render
    from bvt_cli.render.pay import LINE_COLUMNS, line_row

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = Month.of(session.as_of(as_of)) if month is None else arguments.month(month, "--month")
    given = {
        "--size": size, "--basis": basis, "--days-per-month": days_per_month, "--days": days, "--factor": factor,
        "--born": born, "--aftercare": aftercare or None,
    }  # fmt: skip
    kind = arguments.code(measure, "--measure", MEASURES)
    _refuse_strays(kind, given)
    facts = _facts(kind, given, wanted, arguments.given(arguments.day, first, "--from"), aftercare)
    pages = book(session)
    outcome = pay_month(facts, wanted, pages.pay_rules(provisional))
    if form.json:
        session.out.document(render.document(outcome, {"month": wanted, "measure": kind}))
    elif form.csv:
        rows = [line_row(Entry("ordinary", line), None) for line in outcome.lines]
        session.out.table(LINE_COLUMNS, rows, text("There is nothing to pay."), form)
    elif outcome.lines:
        sources = {table.effective: table.source for table in pages.rates.tables}
        for number, paragraph in enumerate(render.paragraphs(outcome, sources)):
            session.out.write("\n" if number else "")
            session.out.say(*paragraph)
    elif outcome.problem is None:
        session.out.say(text("There is nothing to pay."))
    if not form.json:
        for note in outcome.notes:
            session.out.tell(render.sentence(note))
        if outcome.problem is not None:
            session.out.warn(render.sentence(outcome.problem))
    if outcome.problem is None:
        return 0
    return 3 if outcome.rated else 5


def _refuse_strays(measure: str, given: Mapping[str, object]) -> None:
    """Each option goes with some measures, and some measures do not do without."""
    for option, measures in _GOES_WITH.items():
        if given[option] is not None and measure not in measures:
            raise Usage(text("{option} does not go with a {measure}.", option=option, measure=Word(measure)))
    needed = {"stottefamilie": ("--size", "--born"), "ressursfamilie": ()}.get(measure, ("--born",))
    for option in needed:
        if given[option] is None:
            raise Usage(text("For a {measure} {option} is needed too.", option=option, measure=Word(measure)))


def _facts(
    measure: str, given: "Mapping[str, str | bool | None]", month: Month, first: date | None, aftercare: bool
) -> "Facts":
    """A home that is approved, and an agreement with it, such as was asked for."""
    from bvt_cli.core.agreement import Agreement, Facts, PaidHome
    from bvt_cli.core.home import Approval

    words = {option: word for option, word in given.items() if isinstance(word, str)}
    born = arguments.given(arguments.day, words.get("--born"), "--born")
    basis = arguments.code(words.get("--basis", "fixed"), "--basis", BASES)
    per_month = words.get("--days-per-month")
    factor = arguments.fraction(words.get("--factor", "1"), "--factor")
    if not 0 < factor <= 20:
        raise Usage(text("{option}: {value} is not above 0 and at most 20.", option="--factor", value=factor))
    agreement = Agreement(
        ref="",
        home="",
        child=None if born is None else "",
        case=None,
        measure=measure,
        first=first or month.first,
        basis=basis,
        days_per_month=None if per_month is None else arguments.whole(per_month, "--days-per-month", 1, 31),
        size=arguments.given(arguments.one_of(SIZES), words.get("--size"), "--size"),
        factor=Fraction(factor),
        aftercare=aftercare,
    )
    home = PaidHome("", "oppdragstaker", None, (Approval(measure, date.min),))
    begins = max(first or month.first, month.first)
    return Facts(agreement, home, born, _stays(basis, words.get("--days"), begins, month))


def _stays(basis: str, days: str | None, begins: date, month: Month) -> "tuple[Stay, ...]":
    """One stay of so many døgn from a day on; it must end in the month."""
    from bvt_cli.core.agreement import Stay

    if basis != "actual":
        if days is not None:
            raise Usage(text("{option} goes with --basis actual.", option="--days"))
        return ()
    if days is None:
        raise Usage(text("With --basis actual say how many døgn are stayed, with {option}.", option="--days"))
    left = (month.last - begins).days + 1
    number = arguments.whole(days, "--days", 0, max(left, 0))
    return (Stay(begins, begins + timedelta(days=number - 1)),) if number else ()
