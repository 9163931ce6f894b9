"""`bvt import`: a register document taken in, all of it or nothing."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.store.changes import Change

command = typer.Typer()

THINGS = {
    "home": (mark("home"), mark("{number} home"), mark("{number} homes")),
    "child": (mark("child"), mark("{number} child"), mark("{number} children")),
    "network": (mark("network"), mark("{number} network"), mark("{number} networks")),
    "agreement": (mark("agreement"), mark("{number} agreement"), mark("{number} agreements")),
    "stay": (mark("stay"), mark("{number} stay"), mark("{number} stays")),
    "register": (mark("register"), mark("the register itself"), mark("the register itself")),
}
COLUMNS = (
    Column("what", mark("What")),
    Column("ref", mark("Ref")),
    Column("change", mark("Change"), "code"),
    Column("keys", mark("Keys")),
)


@command.command(
    "import",
    help=mark("Take in a register document (YAML or JSON): new things are added, known ones corrected."),
    epilog="bvt import homes.yaml --dry-run\nbvt import homes.yaml\nbvt import - < homes.yaml",
)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=mark("The document; - reads standard input."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("Let elements of lists go that the document leaves out."))
    ] = False,
    dry_run: arguments.DryRun = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import changes, documents

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    data, name = read_input(file)
    document = documents.read(data, name)
    with desk(session, "import", by) as at, session.out.progress(text("Taken in:")) as tick:
        made = changes.apply(
            at.connection, document.given, at.signed, problems=document.problems, replace=replace, tick=tick
        )
        if dry_run:
            at.connection.execute("ROLLBACK")
    if dry_run or form.json or form.csv:
        session.out.table(COLUMNS, _rows(made), text("Nothing changes."), form)
    if not made and not dry_run:
        session.out.tell(text("Nothing changes."))
    elif made and dry_run:
        session.out.tell(text("This would be changed; nothing was written."))
        if file != "-":
            hint.suggest(session, f"bvt import {shlex.quote(file)}{' --replace' if replace else ''}")
    elif made:
        session.out.tell(text("Taken in: {counted}.", counted=tuple(_counted(made))))
        paid = {"agreement", "stay"} & {change.entity.name for change in made}
        hint.suggest(session, "bvt pay month" if paid else "bvt home list")


def read_input(file: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and its name for messages. Raises Usage."""
    import sys

    if file == "-":
        return sys.stdin.buffer.read(), "stdin"
    path = Path(file)
    try:
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise Usage(text("There is no file {file}.", file=file)) from None
    except IsADirectoryError:
        raise Usage(text("{file} is a folder, not a file.", file=file)) from None
    except OSError as error:
        raise Usage(text("{file} cannot be read: {reason}.", file=file, reason=error.strerror)) from None


def _rows(made: Sequence["Change"]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for change in made:
        thing, *_ = THINGS[change.entity.name]
        before, after = change.before or {}, change.after
        keys = tuple(field.key for field in change.entity.fields if before.get(field.key) != after.get(field.key))
        rows.append((text(thing), change.ref, "added" if change.before is None else "corrected", keys))
    return rows


def _counted(made: Sequence["Change"]) -> list[Text]:
    numbers: dict[str, int] = {}
    for change in made:
        numbers[change.entity.name] = numbers.get(change.entity.name, 0) + 1
    counted = []
    for name, number in numbers.items():
        if name == "register" and len(numbers) > 1:
            continue  # it goes without saying
        _, one, many = THINGS[name]
        sentence = one if number == 1 else many
        counted.append(text(sentence, number=number))
    return counted
