"""`bvt retention`: what is past the time the municipality has set for what is written about people, and erasing it."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session, machine_day
from bvt_cli.core.errors import NotFound, Problem, Refused, Usage
from bvt_cli.core.retention import KINDS, Due, any_time_set, in_order, judge, nothing_left
from bvt_cli.core.texts import Choice, Text, Word, mark, text
from bvt_cli.render.columns import Column, Row

if TYPE_CHECKING:
    from bvt_cli.commands.book import Book
    from bvt_cli.store.database import Connection
    from bvt_cli.store.retention import Plan, Thing

Refs = Annotated[
    list[str] | None, typer.Argument(metavar="REF", help=mark("Refs of homes, children or networks (else all due)."))
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=mark("home, child or network, where several things have the ref.")),
]
COLUMNS = (
    Column("what", mark("What"), "code"),
    Column("ref", mark("Ref")),
    Column("ended_on", mark("Last in use"), "day"),
    Column("since", mark("May be erased from"), "day"),
    Column("setting", mark("Setting")),
    Column("years", mark("Years"), "number"),
    Column("in_the_way", mark("What stands in the way"), "code"),
)
ERASED = (
    Column("what", mark("It is about"), "code"),
    Column("ref", mark("Ref")),
    Column("thing", mark("The text stood in"), "code"),
    Column("thing_ref", mark("Ref")),
    Column("keys", mark("Erased")),
    Column("entries", mark("Entries of the journal"), "number"),
)
_NOT_ENDED = {
    "home": ("`bvt home end`", "`bvt home reject`", "`bvt home withdraw`"),
    "network": ("`bvt network end`",),
}
_REMEDIES = {
    "no_time_set": ("`bvt rules retention_homes_years`", "`rates/settings.yaml`"),
    "agreement_in_force": ("`bvt agreement end`",),
    "open_claim": ("`bvt pay claims --open`",),
    "unpaid": ("`bvt pay month MONTH --post`", "`bvt pay claims --open`"),
    "open_voucher": ("`bvt outlay list`", "`bvt drive list`", "`bvt supplement list`"),
    "open_grant": ("`bvt grant list`",),
    "open_council": ("`bvt council close`",),
    "open_network": ("`bvt network leave`", "`bvt network end`"),
}
"""What settles that which stands in the way (of what has not ended: by kind); what only time settles has nothing."""
app = typer.Typer(
    help=mark("Erase what is written about people once the municipality's time for it is up."),
    epilog="bvt retention list\nbvt retention apply --dry-run\nbvt retention apply H-001 --yes --by leder",
)


@app.command(
    "list",
    help=mark(
        "Homes, children and networks whose time is up by the settings retention_..., since when, and what stands in"
        " the way. Those that are named are told of whether their time is up or not."
    ),
    epilog="bvt retention list\nbvt retention list H-001 C-77\nbvt retention list --as-of 2035-01-01 --json",
)
def list_(
    ctx: typer.Context,
    refs: Refs = None,
    kind: Kind = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.book import book
    from bvt_cli.store import database

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    day = session.as_of(as_of)
    pages = book(session)
    with database.reading(session.register) as connection:
        found = _judged(connection, pages, day, refs, kind)
    people = not (form.json or form.csv)
    if people and not refs and not any_time_set(pages.rules.practice, day):
        session.out.tell(text("No time is set for what is written about people, so nothing is due to be erased."))
        session.out.tell(text("The municipality sets it, see `bvt rules retention_homes_years`."))
        return
    session.out.table(COLUMNS, map(_row, found), text("Nothing is due to be erased on {day}.", day=day), form)
    if people:
        for way in _ways_out(found):
            session.out.tell(way)


@app.command(
    "apply",
    help=mark(
        "Erase names, addresses, accounts and texts of those whose time is up and that nothing stands in the way of,"
        " and what the journal says of them. Posted lines, refs, dates and case numbers stay. It cannot be undone."
    ),
    epilog="bvt retention apply --dry-run\nbvt retention apply --yes --by leder\nbvt retention apply H-001 C-77 --yes",
)
def apply(
    ctx: typer.Context,
    refs: Refs = None,
    kind: Kind = None,
    as_of: arguments.AsOf = None,
    yes: Annotated[bool, typer.Option("--yes", help=mark("Erase it; without this nothing is erased."))] = False,
    dry_run: arguments.DryRun = False,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.book import book
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import database, retention

    session: Session = ctx.obj
    day = session.as_of(as_of)
    pages = book(session)
    planned: list[Plan] = []
    kept: list[tuple[str, str]] = []
    if dry_run:
        with database.reading(session.register) as connection:
            found = _erasable(connection, pages, day, refs, kind)
            planned += (retention.plan(connection, due.what, due.ref) for due in found)
            kept += retention.still_named(connection, planned)
    else:
        if not yes:  # not asked for, also on a terminal: who erases has said so
            raise Usage(
                text("What is erased cannot be brought back; say --yes if that is meant, or --dry-run to see it.")
            )
        _refuse_a_day_to_come(day)
        with desk(session, "retention apply", by) as at:
            for due in _erasable(at.connection, pages, day, refs, kind):  # one after the other: they share councils
                planned.append(retention.plan(at.connection, due.what, due.ref))
                retention.erase(at.connection, planned[-1], at.signed, day)
            kept += retention.still_named(at.connection, planned)
    _show(session, planned, dry_run, json)
    if not dry_run:
        _say_what_is_owed(session)
    for home, council in kept:
        session.out.warn(
            text(
                "The family council {council}, which {home} came from, still names people, maybe the same ones; it is"
                " erased with the child. See `bvt council show {council}`.",
                council=council,
                home=home,
            )
        )


def _say_what_is_owed(session: Session) -> None:
    """Say so where the file could not be written anew just now."""
    from bvt_cli.store import cleared, database

    with database.reading(session.register) as connection:
        owed = cleared.owed(connection)
    if owed:
        session.out.warn(
            text(
                "It is erased, but bytes of it may still lie in the file {path}, which could not be written anew just"
                " now: is the disk full, or another at work in it? The next change does it. New backups are without"
                " them.",
                path=str(session.db),
            )
        )


def _refuse_a_day_to_come(day: date) -> None:
    """What is not past its time by the clock of the machine is not erased, whatever day was said. Raises Usage."""
    today = machine_day()
    if day > today:
        raise Usage(
            text(
                "Nothing was erased: {day} is still to come, it is {today}. A day to come goes with --dry-run and with"
                " `bvt retention list`.",
                day=day,
                today=today,
            )
        )


def _judged(connection: "Connection", pages: "Book", day: date, refs: list[str] | None, kind: str | None) -> list[Due]:
    """Those that are named; else those whose time is up and of which something is left."""
    from bvt_cli.store import retention, retention_facts

    wanted = _named(connection, refs, kind)
    practice, pay_rules = pages.rules.practice, pages.pay_rules()
    if wanted is None:
        return in_order(retention_facts.past(connection, day, practice, pay_rules))
    stands = retention_facts.stands(connection, day, practice, pay_rules)
    dues = [judge(stand, practice, day) for stand in stands if (stand.what, stand.ref) in wanted]
    return in_order(
        nothing_left(due) if due.erasable and retention.plan(connection, due.what, due.ref).is_empty else due
        for due in dues
    )


def _named(connection: "Connection", refs: list[str] | None, kind: str | None) -> set[tuple[str, str]] | None:
    """What the refs are of, None where none is named. Raises NotFound, Usage where a ref is several things'."""
    kinds: tuple[str, ...] = KINDS
    if kind is not None:
        kinds = (arguments.code(kind, "--kind", [Choice(each) for each in KINDS]),)
    if not refs:
        if kind is not None:
            raise Usage(text("--kind goes with a ref."))
        return None
    found = set()
    for ref in refs:
        select = " UNION ALL ".join(f"SELECT '{each}' FROM {each} WHERE ref = ?1" for each in kinds)
        of = [row[0] for row in connection.execute(select, (ref,))]
        if not of:
            raise NotFound(text("There is no home, child or network {ref}.", ref=ref))
        if len(of) > 1:
            raise Usage(text("{ref} is the ref of several things; say with --kind which is meant.", ref=ref))
        found.add((of[0], ref))
    return found


def _erasable(
    connection: "Connection", pages: "Book", day: date, refs: list[str] | None, kind: str | None
) -> list[Due]:
    """What is to be erased. Raises Refused where something that is named may not be."""
    found = _judged(connection, pages, day, refs, kind)
    kept = [due for due in found if not due.erasable]
    if refs and kept:
        why = [Problem(due.ref, text("{reasons}", reasons=tuple(map(Word, due.in_the_way)))) for due in kept]
        raise Refused(text("Nothing was erased, for something of what was named may not be erased now."), why)
    return [due for due in found if due.erasable]


def _ways_out(found: list[Due]) -> Iterator[Text]:
    """By which commands that which stands in the way is settled, each once."""
    told = dict.fromkeys(
        (code, _NOT_ENDED.get(due.what) if code == "not_ended" else _REMEDIES.get(code))
        for due in found
        for code in due.in_the_way
    )
    for code, commands in told:
        if commands is not None:
            yield text("{what}: {commands}", what=Word(code), commands=commands)


def _row(due: Due) -> Row:
    return (due.what, due.ref, due.ended_on, due.since, due.setting, due.years or None, due.in_the_way or None)


def _show(session: Session, planned: list["Plan"], dry_run: bool, json: bool) -> None:
    rows = [
        (
            plan.what, plan.ref, *thing.of, _keys(thing, json),
            len(thing.entries) + (len(plan.entries) if thing.of == (plan.what, plan.ref) else 0),
        )
        for plan in planned
        for thing in plan.things
    ]  # fmt: skip
    if json:
        heads = [column.key for column in ERASED]
        session.out.document([dict(zip(heads, row, strict=True)) for row in rows])
    else:
        session.out.table(ERASED, rows, text("There is nothing to erase."))
    if not planned:
        return
    if dry_run:
        session.out.tell(text("Nothing was written (--dry-run)."))
        return
    session.out.tell(text("Texts erased: {counted}.", counted=_counted(planned)))
    session.out.warn(text("Backups and exports made before hold them still; delete those too, or let them grow old."))


def _keys(thing: "Thing", json: bool) -> tuple[object, ...] | None:
    """The keys that are erased of a thing, for people by what they are called."""
    from bvt_cli.render.key_words import called

    return (thing.keys if json else tuple(called(key, thing.entity.name) for key in thing.keys)) or None


def _counted(planned: list["Plan"]) -> tuple[Text, ...]:
    """How many homes, children and networks."""
    from bvt_cli.commands.import_ import THINGS

    found = []
    for kind in KINDS:
        number = sum(plan.what == kind for plan in planned)
        if number:
            _, one, many = THINGS[kind]
            sentence = one if number == 1 else many
            found.append(text(sentence, number=number))
    return tuple(found)
