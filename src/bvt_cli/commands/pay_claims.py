"""`bvt pay claims|reverse`: what is taken back, reversed or held back, and what of it stands open."""

from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, backups, hint, keys
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused
from bvt_cli.core.texts import mark, text
from bvt_cli.render.columns import Column, Row

if TYPE_CHECKING:
    from bvt_cli.core.ledger import Entry, Held
    from bvt_cli.store.claims import Claim
    from bvt_cli.store.database import Connection

COLUMNS = (
    Column("claim", mark("Claim")),
    Column("kind", mark("Kind"), "code"),
    Column("home", mark("Home")),
    Column("agreement", mark("Agreement")),
    Column("run", mark("Run")),
    Column("from", mark("From"), "month"),
    Column("to", mark("To"), "month"),
    Column("amount", mark("Amount"), "kroner"),
    Column("instalments", mark("Instalments"), "number"),
    Column("outstanding", mark("Outstanding"), "kroner"),
    Column("state", mark("State"), "code"),
    Column("letter_on", mark("Letter sent"), "day"),
    Column("released_on", mark("Released"), "day"),
    Column("settled_on", mark("Settled"), "day"),
    Column("by", mark("By"), shown=False),
    Column("at", mark("Opened (UTC)"), shown=False),
    Column("reason", mark("Reason")),
)
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))]


def claims(
    ctx: typer.Context,
    open_: Annotated[bool, typer.Option("--open", help=mark("Only those that are not settled or released."))] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.book import book
    from bvt_cli.core.period import Month
    from bvt_cli.store import claims as kept
    from bvt_cli.store import claims_open, database

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    month = Month.of(session.as_of(as_of))
    rules = book(session).pay_rules()
    with database.reading(session.register) as connection:
        outstanding = claims_open.outstanding(connection, month, rules)
        found = [(each, outstanding.get(each.number, 0)) for each in kept.all_claims(connection)]
        held = claims_open.held(connection, month, rules)
    rows = [_row(each, left) for each, left in found if not open_ or _state(each, left) == "open"]
    rows += [_held_row(each) for each in held]
    session.out.table(COLUMNS, rows, text("There are no claims."), form)


def _row(each: "Claim", outstanding: int) -> Row:
    run = None if each.run is None else f"R{each.run}"
    return (
        each.ref, each.kind, each.home, each.agreement, run, each.first, each.last, each.amount,
        each.instalments or None, outstanding, _state(each, outstanding), each.letter_on, each.released_on,
        each.settled_on, each.by,
        each.at, each.reason,
    )  # fmt: skip


def _held_row(each: "Held") -> Row:
    """What the next posting would hold; it is no claim until somebody decides to take it back."""
    months = sorted(entry.line.for_month for entry in each.entries)
    return (
        None, "held", each.home, each.agreement, None, months[0], months[-1], each.amount, None, each.amount, "open",
        None, None, None, None, None, None,
    )  # fmt: skip


def _state(each: "Claim", outstanding: int) -> str:
    if each.kind == "recovery":
        return "open" if outstanding else "settled"
    return "open" if each.released_on is None else "released"


def reverse(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run to take back whole, such as R1."))],
    reason: Reason = None,
    post: Annotated[bool, typer.Option("--post", help=mark("Write it to the ledger, for ever."))] = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.commands.changing import mind_the_clock, signed
    from bvt_cli.commands.pay_month import tell_posted
    from bvt_cli.commands.pay_shown import show_sheet
    from bvt_cli.render.pay import Sheet, add_up
    from bvt_cli.store import database, reversing
    from bvt_cli.store import runs as ledger

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    keys.lacking([] if reason else ["--reason"], "pay reverse")
    why = arguments.line(reason or "", "--reason")
    signature = signed(session, "pay reverse", by)
    if post:
        backups.before_posting(session, own_rules(session).practice, session.as_of())
    with (database.writing if post else database.reading)(session.register) as connection:
        if post:
            mind_the_clock(session, connection)
        taken = ledger.run(connection, run)
        entries = _opposite(connection, taken.number)
        plan = reversing.plan(taken, entries)
        done = reversing.post(connection, taken, entries, why, signature) if post else None
    named = [(None if done is None else ledger.line_ref(done.number, at), each) for at, each in enumerate(entries, 1)]
    made = None if done is None else f"R{done.number}"
    head = {"month": taken.month, "run": made, "plan": plan}
    show_sheet(session, Sheet(add_up(named)), head, form, posted=True, lines=True)
    if form.json:
        return
    if done is None:
        session.out.tell(text("Nothing is written yet; with --post {run} is taken back whole.", run=taken.ref))
    else:
        session.out.tell(text("Posted as {run}. Look at it with `bvt pay show {run}`.", run=made))
        tell_posted(session, done.head, [] if done.claim is None else [done.claim])
        if done.claim is None:
            session.out.tell(text("What {run} had taken back is paid again, and nothing is kept back.", run=taken.ref))
        hint.suggest(session, "bvt pay claims")


def _opposite(connection: "Connection", number: int) -> "list[Entry]":
    """The opposite of a run's lines. Raises Refused where a later run has taken one of them back already."""
    from bvt_cli.store import reversing

    later = reversing.taken_back_by(connection, number)
    if later is not None:
        raise Refused(
            text(
                "A line of R{run} is taken back already, by R{later}; nothing was written. Reverse R{later} first.",
                run=number,
                later=later,
            )
        )
    return reversing.opposite_of(connection, number)
