"""`bvt import`: a register document taken in, all of it or nothing."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.commands.placeholders import shown
from bvt_cli.core.errors import Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.output import Form

if TYPE_CHECKING:
    from bvt_cli.store.changes import Change
    from bvt_cli.store.retention import Of

command = typer.Typer()

THINGS = {
    "home": (mark("home"), mark("{number} home"), mark("{number} homes")),
    "child": (mark("child"), mark("{number} child"), mark("{number} children")),
    "network": (mark("network"), mark("{number} network"), mark("{number} networks")),
    "agreement": (mark("agreement"), mark("{number} agreement"), mark("{number} agreements")),
    "stay": (mark("stay"), mark("{number} stay"), mark("{number} stays")),
    "outlay": (mark("outlay"), mark("{number} outlay"), mark("{number} outlays")),
    "drive": (mark("drive"), mark("{number} drive"), mark("{number} drives")),
    "supplement": (mark("supplement"), mark("{number} supplement"), mark("{number} supplements")),
    "follow_up": (mark("follow-up"), mark("{number} follow-up"), mark("{number} follow-ups")),
    "grant": (mark("grant"), mark("{number} grant"), mark("{number} grants")),
    "council": (mark("family council"), mark("{number} family council"), mark("{number} family councils")),
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
    help=mark(
        "Take in a register document (YAML or JSON), or with --from a spreadsheet: new things are added, known ones"
        " corrected."
    ),
    epilog="bvt import homes.yaml --dry-run\nbvt import homes.yaml\nbvt import - < homes.yaml\n"
    "bvt import --from hjem.csv --map kart.yaml --dry-run",
)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help=mark("The document; - reads standard input."))
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help=mark("A spreadsheet as CSV instead; needs --map."))
    ] = None,
    map_: Annotated[
        str | None,
        typer.Option("--map", metavar="FILE", help=mark("What the columns of the spreadsheet mean: a YAML file.")),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=mark("Let elements of lists go that the document leaves out."))
    ] = False,
    dry_run: arguments.DryRun = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=mark("With --from: write without asking, and where nobody can be asked."))
    ] = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import changes, deliveries, documents, retention

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    if sheet is not None or map_ is not None:
        from bvt_cli.commands.import_from import take_in

        sheet, map_ = _both(file, sheet, map_)
        take_in(session, sheet, map_, replace=replace, dry_run=dry_run, yes=yes, by=by, form=form)
        return
    if file is None:
        raise Usage(text("{name} is missing; see {help}.", name=shown("FILE"), help="bvt import --help"))
    data, name = read_input(file)
    document = documents.read(data, name)
    with desk(session, "import", by) as at, session.out.progress(text("Taken in:")) as tick:
        made = changes.apply(
            at.connection, document.given, at.signed, problems=document.problems, replace=replace, tick=tick
        )
        deliveries.keep_missing(
            at.connection, at.signed, {change.ref for change in made if change.entity.name == "network"}
        )
        again = retention.written_again(at.connection, [(each.entity, each.before, each.after) for each in made])
        if dry_run:
            at.connection.execute("ROLLBACK")
    tell_of_erased(session, again)
    if dry_run or form.json or form.csv:
        session.out.table(COLUMNS, _rows(made, form), text("Nothing changes."), form)
    if not made and not dry_run:
        session.out.tell(text("Nothing changes."))
    elif made and dry_run:
        session.out.tell(text("This would be changed; nothing was written."))
        if file != "-":
            hint.suggest(session, f"bvt import {shlex.quote(file)}{' --replace' if replace else ''}")
    elif made:
        session.out.tell(text("Taken in: {counted}.", counted=tuple(counted(made))))
        paid = {"agreement", "stay"} & {change.entity.name for change in made}
        hint.suggest(session, "bvt pay month" if paid else "bvt home list")


def _both(file: str | None, sheet: str | None, map_: str | None) -> tuple[str, str]:
    """The spreadsheet and its map: one is not given without the other, nor with a document."""
    if file is not None:
        raise Usage(text("Give either a document or --from, not both."))
    if sheet is None:
        raise Usage(text("{option} goes with --from.", option="--map"))
    if map_ is None:
        raise Usage(text("{option} needs a --map.", option="--from"))
    return sheet, map_


def read_input(file: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and its name for messages. Raises Usage."""
    import sys

    from bvt_cli.store.nodes import LARGEST

    if file == "-" and sys.stdin is None:
        raise Usage(text("Standard input is closed; there is nothing to read."))
    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "stdin"  # one more, and it is known to be too large
    path = Path(file)
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1), path.name
    except FileNotFoundError:
        raise Usage(text("There is no file {file}.", file=file)) from None
    except IsADirectoryError:
        raise Usage(text("{file} is a folder, not a file.", file=file)) from None
    except OSError as error:
        raise Usage(text("{file} cannot be read: {reason}.", file=file, reason=system_reason(error))) from None


def tell_of_erased(session: Session, again: "Sequence[Of]") -> None:
    """Warn of texts that come back under keys that had been erased, as from an old export."""
    for each in again:
        thing, *_ = THINGS[each.what]
        session.out.warn(
            text(
                "Texts of {what} {ref} were erased on {day}, and what is taken in holds such texts again; if an old"
                " document was taken in, take them away again.",
                what=text(thing),
                ref=each.ref,
                day=each.on,
            )
        )


def _rows(made: Sequence["Change"], form: Form) -> list[tuple[object, ...]]:
    from bvt_cli.render.key_words import called

    rows: list[tuple[object, ...]] = []
    for change in made:
        thing, *_ = THINGS[change.entity.name]
        before, after = change.before or {}, change.after
        changed = (field.key for field in change.entity.fields if before.get(field.key) != after.get(field.key))
        keys = tuple(key if form.json or form.csv else called(key, change.entity.name) for key in changed)
        rows.append((text(thing), change.ref, "added" if change.before is None else "corrected", keys))
    return rows


def counted(made: Sequence["Change"]) -> list[Text]:
    """How many things of each kind were changed."""
    numbers: dict[str, int] = {}
    for change in made:
        numbers[change.entity.name] = numbers.get(change.entity.name, 0) + 1
    found = []
    for name, number in numbers.items():
        if name == "register" and len(numbers) > 1:
            continue  # it goes without saying
        _, one, many = THINGS[name]
        sentence = one if number == 1 else many
        found.append(text(sentence, number=number))
    return found
