"""`bvt import --from`: homes, children and agreements from a spreadsheet, what changes shown before it is written."""

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bvt_cli.commands import hint
from bvt_cli.commands.asking import Asker
from bvt_cli.commands.changing import desk
from bvt_cli.commands.context import Session
from bvt_cli.commands.import_ import THINGS, counted, read_input, tell_of_erased
from bvt_cli.core.errors import InvalidInput, Problem, Refused
from bvt_cli.core.protection import hides
from bvt_cli.core.texts import mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.key_words import said
from bvt_cli.render.output import Form
from bvt_cli.store import changes, records, retention
from bvt_cli.store.documents import Document
from bvt_cli.store.sheet_maps import read_register_map
from bvt_cli.store.sheet_register import read_register

if TYPE_CHECKING:
    from bvt_cli.store.changes import Change

COLUMNS = (
    Column("what", mark("What")),
    Column("ref", mark("Ref")),
    Column("change", mark("Change"), "code"),
    Column("key", mark("Key")),
    Column("before", mark("Before")),
    Column("after", mark("After")),
)


def take_in(
    session: Session, sheet: str, map_: str, *, replace: bool, dry_run: bool, yes: bool, by: str | None, form: Form
) -> None:
    """Show what a spreadsheet changes, and write it where that is said, or answered on a terminal.

    Raises InvalidInput with everything wrong in the map or in the rows, Refused where the register has changed
    between showing and writing.
    """
    document = _read(sheet, map_)
    planned = _apply(session, document, by, replace, write=False)
    session.out.table(COLUMNS, list(_rows(planned)), text("Nothing changes."), form)
    if not planned:
        return
    if not dry_run and not yes and session.attended:
        Asker(session).confirm("")
        yes = True
    if dry_run or not yes:
        session.out.tell(text("This would be changed; nothing was written."))
        again = (
            f"bvt import --from {shlex.quote(sheet)} --map {shlex.quote(map_)}{' --replace' if replace else ''} --yes"
        )
        hint.suggest(session, again)
        return
    made = _apply(session, document, by, replace, write=True, planned=planned)
    session.out.tell(text("Taken in: {counted}.", counted=tuple(counted(made))))
    hint.suggest(session, "bvt home list")


def _read(sheet: str, map_: str) -> Document:
    problems: list[Problem] = []
    how = read_register_map(*read_input(map_), problems)
    if how is None:
        raise InvalidInput(text("The map is wrong; nothing was written."), problems)
    return read_register(*read_input(sheet), how)


def _apply(
    session: Session,
    document: Document,
    by: str | None,
    replace: bool,
    *,
    write: bool,
    planned: "Sequence[Change]" = (),
) -> "list[Change]":
    """The changes, written, or only found out. Raises Refused where they are not those that were shown."""
    with desk(session, "import", by) as at, session.out.progress(text("Taken in:")) as tick:
        made = changes.apply(
            at.connection, document.given, at.signed, problems=document.problems, replace=replace, tick=tick
        )
        if write and _told(made) != _told(planned):
            raise Refused(text("The register has changed since this was shown; nothing was written. Look again."))
        again = retention.written_again(at.connection, [(each.entity, each.before, each.after) for each in made])
        if not write:
            at.connection.execute("ROLLBACK")
    if not write:  # told once, before anything is written
        tell_of_erased(session, again)
    return made


def _told(made: "Sequence[Change]") -> list[Any]:
    return [(change.entity.name, change.before, change.after) for change in made]


def _rows(made: "Sequence[Change]") -> Iterator[tuple[object, ...]]:
    """A row for each key that is corrected, and one for each new thing, with its keys."""
    for change in made:
        thing, *_ = THINGS[change.entity.name]
        what, before, after = text(thing), change.before, change.after
        keys = [field for field in change.entity.fields if (before or {}).get(field.key) != after.get(field.key)]
        if before is None:
            yield what, change.ref, "added", tuple(_label(change, field.key) for field in keys), None, None
            continue
        for field in keys:
            old, new = (
                text("(protected)") if hides(record, field.key) else _shown(record.get(field.key), field.kind)
                for record in (before, after)
            )
            yield what, change.ref, "corrected", _label(change, field.key), old, new


def _label(change: "Change", key: str) -> Any:
    label = said(key, change.entity.name).label
    return text(label)


def _shown(value: Any, kind: str) -> object:
    """A value as a person reads it; of lists and groups only how much they hold."""
    if isinstance(value, list | dict):
        return text("({number})", number=len(value))
    return records.plain(value) if kind in ("fraction", "kroner") else value
