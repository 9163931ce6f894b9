"""`bvt due`: everything due or overdue on the as-of day, each with the command that settles it."""

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, placeholders
from bvt_cli.commands.context import Session, now_utc
from bvt_cli.core.due import KINDS, Item, chosen, gone, horizon
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.core.due_homes import Window
    from bvt_cli.render.output import Form
    from bvt_cli.store.database import Connection

FINDINGS = 3
_PERIOD = re.compile(r"([0-9]{1,4})([dwm])", re.ASCII)
command = typer.Typer()


@command.command(
    "due",
    help=mark(
        "Everything due or overdue on the day that counts as today, a line each with the command that settles it."
        " Refs only, no names; nothing is printed when nothing is due."
    ),
    epilog="bvt due\nbvt due --within 4w --for mls\nbvt due --kind evaluation --kind visit --csv\n"
    "bvt due --new --within 7d\nbvt due --within 3m --ics frister.ics --replace",
)
def due(
    ctx: typer.Context,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="PERIOD", help=mark("Also what falls due so soon: 30d (days), 4w (weeks), 2m (months).")
        ),
    ] = None,
    whose: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="USER", help=mark("Only what is this one's: as contact person, or signed by them.")
        ),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="CODE", help=mark("Only what is of this kind."))
    ] = None,
    new: Annotated[
        bool,
        typer.Option(
            "--new",
            help=mark(
                "Only what --new has not told before (with --for: to this one); it is noted that it is told now."
            ),
        ),
    ] = False,
    ics: Annotated[
        str | None,
        typer.Option("--ics", metavar="FILE", help=mark("Write it to a new calendar file instead (iCalendar).")),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("With --ics: over an earlier calendar of bvt's own."))
    ] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.core.due_homes import Window
    from bvt_cli.store import database, told

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    _refuse_combinations(form, new, ics, replace)
    day = session.as_of(as_of)
    window = Window(day, _horizon(day, within))
    kinds = [arguments.code(each, "--kind", KINDS) for each in kind or ()]
    name = None if whose is None else arguments.line(whose, "--for")
    mine, listed = _is(name), (name or "").strip().casefold()
    opened: AbstractContextManager[Connection] = (database.writing if new else database.reading)(session.register)
    with opened as connection:
        found = _found(session, connection, window)
        items = chosen(found, kinds, mine)
        if new:
            before = told.names(connection, listed)
            items = [each for each in items if each.name not in before]
        _show(session, items, day, form, ics, replace)
        if new:  # only what has been written is told
            session.out.flush()
            told.forget(connection, listed, gone(before, found, window.last))
            told.note(connection, listed, (each.name for each in items), now_utc().isoformat(timespec="seconds"))
    return FINDINGS if items else 0


def _refuse_combinations(form: "Form", new: bool, ics: str | None, replace: bool) -> None:
    if replace and ics is None:
        raise Usage(text("{option} goes with --ics.", option="--replace"))
    if ics is not None and (form.json or form.csv):
        raise Usage(text("--ics does not go with --json or --csv."))
    if ics is not None and new:
        raise Usage(text("--ics does not go with --new: a calendar holds all that is due."))


def _horizon(day: date, within: str | None) -> date:
    if within is None:
        return day
    found = _PERIOD.fullmatch(within)
    if found is None:
        raise Usage(
            text("{option}: {value} is no period; write 30d (days), 4w (weeks) or 2m (months).",
                 option="--within", value=within)
        )  # fmt: skip
    return horizon(day, int(found[1]), found[2])


def _is(name: str | None) -> Callable[[Iterable[str]], bool] | None:
    """Whether somebody is among names; None where nobody is asked for."""
    from bvt_cli.commands.voucher_kind import is_one_of

    return None if name is None else lambda names: is_one_of(name, names)


def _found(session: Session, connection: "Connection", window: "Window") -> list[Item]:
    from bvt_cli.commands.book import book
    from bvt_cli.store.due_facts import Basis, items

    pages = book(session)
    basis = Basis(pages.rates.tables, pages.rules.practice, pages.rules.demands, pages.pay_rules())
    return items(connection, basis, window)


def _show(session: Session, items: list[Item], day: date, form: "Form", ics: str | None, replace: bool) -> None:
    if ics is not None:
        _write(session, items, day, Path(ics), replace)
        return
    from bvt_cli.render.due import COLUMNS, row

    people = not (form.json or form.csv)
    if not items and people and not session.out.on_terminal:
        return

    rows = [row(each, day, _typed(session) if people else str) for each in items]
    session.out.table(COLUMNS, rows, text("Nothing is due on {day}.", day=day), form)


def _typed(session: Session) -> Callable[[str], str]:
    """A command as a person reads it, the words for what is to be typed in the reader's language."""
    return lambda said: placeholders.in_command(said, session.translator)


def _write(session: Session, items: list[Item], day: date, path: Path, replace: bool) -> None:
    from bvt_cli.render.calendar_file import MADE_BY, calendar
    from bvt_cli.store.new_file import write_new
    from bvt_cli.store.own_file import write_own

    content = calendar(items, day, session.translator, _typed(session))
    if replace:
        write_own(path, content, MADE_BY)
    else:
        write_new(path, content)
    session.out.tell(text("Events written to {path}: {number}.", path=str(path), number=len(items)))
