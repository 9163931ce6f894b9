"""`bvt pay month`: what is to be posted for a month and all months before it, shown or written to the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.commands.pay_calculate import Lines, Provisional
from bvt_cli.core.errors import RateError, Refused, Usage
from bvt_cli.core.period import ONE_DAY, Month
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.book import Book
    from bvt_cli.core.ledger import Entry
    from bvt_cli.store.database import Connection
    from bvt_cli.store.posting import Posting
    from bvt_cli.store.runs import UsedFile

    Kept = list[tuple[str | None, Entry]]

SHORT_PLAN = 12
"""As many characters of a plan as tell it from any other."""


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
        str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why money is taken back."))
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
    from bvt_cli.commands.changing import known, signed
    from bvt_cli.commands.pay_shown import show_sheet
    from bvt_cli.render.pay import HomePay, Sheet, add_up
    from bvt_cli.store import database, facts
    from bvt_cli.store.posting import Posting

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    today = session.as_of(as_of)
    wanted = Month.of(today) if month is None else arguments.month(month, "MONTH")
    recovered = _recovered(recover or (), reason)
    if plan is not None and not post:
        raise Usage(text("{option} goes with --post.", option="--plan"))
    signature = signed(session, "pay month", by)
    pages = book(session)
    kept: Kept | None = [] if form.json or form.csv or lines else None
    with (database.writing if post else database.reading)(session.db) as connection:
        _refuse_month(wanted, facts.pay_from(connection), today)
        for agreement in recovered:
            known(connection, "agreement", agreement)
        if post:
            _refuse_changed(connection, pages.files(), accept_changed or ())
        with session.out.progress(text("Agreements computed:")) as tick:
            posting = Posting(connection, wanted, pages.pay_rules(provisional), recovered, tick)
            number = _write(connection, posting, kept) if post else _look(posting, kept)
        found = posting.found()
        if plan is not None and not found.unrated:
            _refuse_other_plan(plan, posting.plan)
        if number is not None and not found.unrated:
            posting.close(number, pages.files(), signature)
        elif post:
            number = None
            connection.execute("ROLLBACK")
    run = None if number is None else f"R{number}"
    homes = [HomePay(home, *sums, ()) for home, sums in posting.homes.items()] if kept is None else add_up(kept)
    sheet = Sheet(homes, found.held, found.problems, found.skipped, found.notes)
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
        _tell(session, wanted, run, posting.plan if posting.lines else None)
    return 5 if found.unrated else 3 if found.problems or found.held else 0


def _recovered(agreements: Sequence[str], reason: str | None) -> dict[str, str]:
    """The agreements from which money may be taken back, with the reason: one is not given without the other."""
    if agreements and reason is None:
        raise Usage(text("{option} needs a --reason.", option="--recover"))
    if reason is not None and not agreements:
        raise Usage(text("{option} goes with --recover.", option="--reason"))
    return {agreement: arguments.line(reason or "", "--reason") for agreement in agreements}


def _refuse_month(wanted: Month, pay_from: Month, today: date) -> None:
    if wanted < pay_from:
        raise Usage(text("{month} is before {first}, the first month that bvt pays.", month=wanted, first=pay_from))
    latest = Month.of(today).plus(1)
    if wanted > latest:
        raise Usage(
            text("{month} is too early to pay: on {day} the last month that can be paid is {latest}.",
                 month=wanted, day=today, latest=latest)
        )  # fmt: skip


def _refuse_changed(connection: "Connection", files: Mapping[str, "UsedFile"], accepted: Sequence[str]) -> None:
    """A posting on figures that were changed behind earlier runs is refused until that is accepted by name."""
    from bvt_cli.store.posting import changed_files

    for name in accepted:
        if not any(name in _names(file) for file in files):
            raise Usage(
                text("{option}: there is no rate or settings file {name}.", option="--accept-changed", name=name)
            )
    changed = [file for file in changed_files(connection, files) if not _names(file) & set(accepted)]
    if changed:
        raise RateError(
            text("Rate or settings files have changed since they were used; nothing was posted."),
            [
                {"file": file, "message": text("{file} has changed; say --accept-changed {file}.", file=file)}
                for file in changed
            ],
        )


def _names(file: str) -> set[str]:
    """How a file may be called: `ks/2024-07-01.yaml`, `2024-07-01.yaml`, `2024-07-01`."""
    short = file.rpartition("/")[2]
    return {file, file.removesuffix(".yaml"), short, short.removesuffix(".yaml")}


def _refuse_other_plan(plan: str, now: str) -> None:
    if len(plan) < SHORT_PLAN or not now.startswith(plan):
        raise Refused(
            text("What would be posted has changed since the plan {plan}; look again.", plan=plan[:SHORT_PLAN])
        )


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
                plan=plan[:SHORT_PLAN],
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
