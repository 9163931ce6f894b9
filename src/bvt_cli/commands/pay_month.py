"""`bvt pay month`: what is to be posted for a month and all months before it, shown or written to the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, backups, pay_guards
from bvt_cli.commands.context import Session
from bvt_cli.commands.pay_calculate import Lines, Provisional
from bvt_cli.core.errors import Usage
from bvt_cli.core.period import ONE_DAY, Month
from bvt_cli.core.texts import Kroner, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.book import Book
    from bvt_cli.core.ledger import Entry
    from bvt_cli.store.database import Connection
    from bvt_cli.store.posting import Posting

    Kept = list[tuple[str | None, Entry]]


def month(
    ctx: typer.Context,
    month: Annotated[
        str | None, typer.Argument(metavar="MONTH", help=mark("The month, such as 2025-03 (else the as-of day's)."))
    ] = None,
    post: Annotated[bool, typer.Option("--post", help=mark("Write it to the ledger, for ever."))] = False,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="HASH", help=mark("With --post: refuse if it is no longer what was shown.")),
    ] = None,
    provisional: Provisional = False,
    recover: Annotated[
        list[str] | None,
        typer.Option("--recover", metavar="AGREEMENT", help=mark("Also post what takes money back here.")),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help=mark("Why money is taken back, or a doubt is accepted.")),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="NAME", help=mark("Pay although it looks wrong, by the name `bvt pay check` gives.")
        ),
    ] = None,
    instalments: Annotated[
        str | None,
        typer.Option("--instalments", metavar="N", help=mark("With --recover: take it back in so many months.")),
    ] = None,
    accept_changed: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-changed", metavar="NAME", help=mark("Post although this rate or settings file changed.")
        ),
    ] = None,
    lines: Lines = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.book import book
    from bvt_cli.commands.changing import known, mind_the_clock, signed
    from bvt_cli.commands.pay_shown import show_sheet
    from bvt_cli.render.pay import HomePay, Sheet, add_up
    from bvt_cli.store import database, facts
    from bvt_cli.store.posting import Posting, Terms

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    today = session.as_of(as_of)
    wanted = Month.of(today) if month is None else arguments.month(month, "MONTH")
    about = pay_guards.said(recover or (), instalments, accept or (), reason)
    if plan is not None and not post:
        raise Usage(text("{option} goes with --post.", option="--plan"))
    signature = signed(session, "pay month", by)
    pages = book(session)
    if post:
        backups.before_posting(
            session, pages.rules.practice, today, lambda: _anything(session, wanted, pages, today, about, provisional)
        )
    kept: Kept | None = [] if form.json or form.csv or lines else None
    with (database.writing if post else database.reading)(session.register) as connection:
        pay_guards.refuse_month(wanted, facts.pay_from(connection), today)
        for agreement in about.recover:
            known(connection, "agreement", agreement)
        if post:
            mind_the_clock(session, connection)
            pay_guards.refuse_changed(connection, pages.files(), accept_changed or ())
        with session.out.progress(text("Agreements computed:")) as tick:
            doubts = pay_guards.doubts(
                connection, wanted, pages, today, about.accept, all_=not (post or form.json or form.csv)
            )
            terms = Terms(about.recover, about.instalments, about.reason, doubts.agreements, about.accept)
            posting = Posting(connection, wanted, pages.pay_rules(provisional), terms, tick)
            number = _write(connection, posting, kept) if post else _look(posting, kept)
        found = posting.found()
        if plan is not None and not found.unrated:
            pay_guards.refuse_other_plan(plan, posting.plan)
        if number is not None and not found.unrated:
            chain = posting.close(number, pages.files(), signature)
        elif post:
            number = None
            connection.execute("ROLLBACK")
    run = None if number is None else f"R{number}"
    claims = [] if run is None else posting.claims
    homes = [HomePay(home, *sums, ()) for home, sums in posting.homes.items()] if kept is None else add_up(kept)
    sheet = Sheet(homes, found.held, found.problems, found.skipped, found.notes, doubts.stopped)
    if found.unrated:
        sheet = sheet._replace(homes=(), held=())
        if not form.json:
            _tell_unrated(session, wanted, pages)
            return 5
    head = {"month": wanted, "run": run, "plan": posting.plan}
    try:
        show_sheet(session, sheet, head, form, posted=True, lines=lines)
        session.out.flush()
    except OSError:
        if run is not None:
            session.out.warn(text("{run} is posted all the same; only its output could not be written.", run=run))
        raise
    if not form.json:
        tell_recovered(session, about, posting.recovered, wanted)
        _tell(session, wanted, run, posting.plan if posting.lines else None)
        if doubts.others and not post:
            session.out.tell(
                text("Things to look at first: {number}; see `bvt pay check {month}`.",
                     number=doubts.others, month=str(wanted))
            )  # fmt: skip
        if run is not None:
            tell_posted(session, chain, claims)
    return 5 if found.unrated else 3 if found.problems or found.held or doubts.stopped else 0


def tell_recovered(session: Session, about: "pay_guards.Said", recovered: Mapping[str, int], month: Month) -> None:
    """What is taken back and in how many parts; and where nothing is, though somebody said so."""
    for agreement in about.recover:
        if agreement not in recovered:
            session.out.warn(text("Nothing is to be taken back under {agreement}.", agreement=agreement))
        elif about.instalments > 1:
            session.out.tell(
                text("{agreement}: {amount} is paid back in {number} instalments of about {part}, from {month} on.",
                     agreement=agreement, amount=Kroner(-recovered[agreement]), number=about.instalments,
                     part=Kroner(-recovered[agreement] // about.instalments), month=month.plus(1))
            )  # fmt: skip


def tell_posted(session: Session, chain: str, claims: Sequence[str]) -> None:
    """The head of the chain, to be kept elsewhere, and the letters that money taken back calls for."""
    session.out.tell(text("The chain of runs now ends in {head}.", head=chain[: pay_guards.SHORT_PLAN]))
    for claim in claims:
        session.out.warn(
            text("Claim {claim}: money is taken back, so write to the home: `bvt pay letter {claim}`.", claim=claim)
        )


def _anything(
    session: Session, month: Month, pages: "Book", today: date, about: "pay_guards.Said", provisional: bool
) -> bool:
    """Whether there is anything to post just now, be it one line."""
    from bvt_cli.store import database
    from bvt_cli.store.posting import Posting, Terms

    with database.reading(session.register) as connection:
        doubts = pay_guards.doubts(connection, month, pages, today, about.accept, all_=False)
        terms = Terms(about.recover, about.instalments, about.reason, doubts.agreements, about.accept)
        with session.out.progress(text("Agreements computed:")) as tick:
            posting = Posting(connection, month, pages.pay_rules(provisional), terms, tick)
            return any(True for _ in posting.entries())


def _look(posting: "Posting", kept: "Kept | None") -> int | None:
    """Go through what would be posted; a preview has no run, so no number."""
    for entry in posting.entries():
        if kept is not None:
            kept.append((None, entry))
    return None


def _write(connection: "Connection", posting: "Posting", kept: "Kept | None") -> int | None:
    """Write the lines of a new run, still open, and answer its number; None where there is nothing to post."""
    from bvt_cli.store import runs

    number = runs.next_number(connection)
    runs.write_lines(connection, number, posting.entries() if kept is None else _keeping(posting, number, kept))
    return number if posting.lines else None


def _keeping(posting: "Posting", number: int, kept: "Kept") -> "Iterator[Entry]":
    from bvt_cli.store.runs import line_ref

    for place, entry in enumerate(posting.entries(), start=1):
        kept.append((line_ref(number, place), entry))
        yield entry


def _tell(session: Session, wanted: Month, run: str | None, plan: str | None) -> None:
    """What became of it, or what to do next. `plan`: None where there is nothing to post."""
    if run is not None:
        session.out.tell(text("Posted as {run}. Look at it with `bvt pay show {run}`.", run=run))
    elif plan is not None:
        session.out.tell(
            text(
                "Nothing is written yet. Post it with `bvt pay month {month} --post`; with --plan {plan} besides, only"
                " if it is still exactly this.",
                month=str(wanted),
                plan=plan[: pay_guards.SHORT_PLAN],
            )
        )


def _tell_unrated(session: Session, wanted: Month, pages: "Book") -> None:
    """Both remedies for a month that no table pays: the first table that is missing, or the newest earlier one."""
    newest = pages.rates.tables.at(wanted.first)
    missing = pages.rates.tables.covered_until(newest) + ONE_DAY if newest else wanted.first
    session.out.warn(
        text(
            "No day of {month} has a KS rate, so nothing is paid. Enter the table with `bvt rate new {day}`, or pay"
            " by the newest earlier table with --provisional.",
            month=wanted,
            day=missing.isoformat(),
        )
    )
