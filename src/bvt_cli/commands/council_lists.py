"""`bvt council map|plan|family`: what a family council gathers, numbered, element by element."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from bvt_cli.commands import arguments, council_checks, hint, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.commands.council_kept import Council
from bvt_cli.commands.council_steps import Remove
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Field, Record
from bvt_cli.core.form_council import COUNCIL, FAMILIES, MAP, PLAN
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.key_words import said

MOST = 99
MAP_KEYS = tuple(keys.element_keys(MAP, ["number"]))
PLAN_KEYS = tuple(keys.element_keys(PLAN, ["number"]))
FAMILY_KEYS = tuple(keys.element_keys(FAMILIES, ["number", "decision", "decided_on", "reason", "home"]))


def _nothing(values: keys.Values) -> None:
    """Nothing goes without saying."""


def _no_warning(record: Record, number: int) -> None:
    """Nothing to warn of."""


class Numbered(NamedTuple):
    """A list of numbered elements. `removable` raises Refused for one that stays; `finish` puts in what goes

    without saying; `warn`: what to warn of when one is written, of the record as it then is.
    """

    field: Field
    keys: Sequence[keys.Key]
    title: Text
    removable: Callable[[Record, int], None]
    finish: Callable[[keys.Values], None] = _nothing
    warn: Callable[[Record, int], Text | None] = _no_warning


class Asked(NamedTuple):
    """What a command was given: the council, the number of the element, and what is to become of it."""

    session: Session
    command: str
    council: str
    number: int | None
    values: keys.Values
    clear: list[str]
    remove: bool
    by: str | None
    form: Any

    @property
    def says_nothing(self) -> bool:
        return not (self.values or self.clear or self.remove)


def asked_for(
    ctx: typer.Context, command: str, council: str, number: str | None, values: keys.Values, clear: list[str],
    remove: bool, by: str | None, form: Any,
) -> Asked:  # fmt: skip
    found = Asked(ctx.obj, f"council {command}", council, number_of(number), values, clear, remove, by, form)
    if remove and (values or clear):
        raise Usage(text("--remove goes alone."))
    if form.csv and not found.says_nothing:
        raise Usage(text("--csv is for the list alone."))
    return found


def number_of(word: str | None) -> int | None:
    return None if word is None else arguments.whole(word, "NUMBER", 1, MOST)


@keys.takes(MAP_KEYS)
def map_(
    ctx: typer.Context,
    council: Council,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help=mark("Whom on the map to correct, by number."))
    ] = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    remove: Remove = False,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
    **given: Any,
) -> None:
    values = keys.read(MAP_KEYS, given)
    asked = asked_for(ctx, "map", council, number, values, clear, remove, by, arguments.form(json, csv, csv_dialect))
    if asked.says_nothing and asked.number is None:
        _show_map(asked)
    else:
        title = text("Somebody new on the map of {council}:", council=council)
        _numbered(asked, Numbered(MAP, MAP_KEYS, title, _unmapped, warn=council_checks.unwanted), yes)


@keys.takes(PLAN_KEYS)
def plan(
    ctx: typer.Context,
    council: Council,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help=mark("Which proposal to correct, by number."))
    ] = None,
    remove: Remove = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
    **given: Any,
) -> None:
    values = keys.read(PLAN_KEYS, given)
    asked = asked_for(ctx, "plan", council, number, values, [], remove, by, arguments.form(json, csv, csv_dialect))
    if asked.says_nothing and asked.number is None:
        show_list(asked, PLAN, text("The plan of {council} has no proposals.", council=council))
    else:
        title = text("A new proposal of {council}:", council=council)
        _numbered(asked, Numbered(PLAN, PLAN_KEYS, title, _free), True)


@keys.takes(FAMILY_KEYS)
def family(
    ctx: typer.Context,
    council: Council,
    number: Annotated[
        str | None, typer.Argument(metavar="FAMILY", help=mark("The number of the proposed family."))
    ] = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
    **given: Any,
) -> None:
    session: Session = ctx.obj
    values = keys.read(FAMILY_KEYS, given)
    today = session.as_of(as_of)

    def finish(complete: keys.Values) -> None:
        if "answer" in complete:
            complete.setdefault("answered_on", str(today))
        council_checks.none_to_come(FAMILY_KEYS, complete, today)

    if "answer" in clear:
        clear = [*clear, "answered_on"]
    asked = asked_for(ctx, "family", council, number, values, clear, remove, by, arguments.form(json, csv, csv_dialect))
    if asked.says_nothing and asked.number is None:
        show_list(asked, FAMILIES, text("{council} has no proposed families yet.", council=council))
    else:
        title = text("A new proposed family of {council}:", council=council)
        _numbered(asked, Numbered(FAMILIES, FAMILY_KEYS, title, _uncommitted, finish), yes)


def _numbered(asked: Asked, of: Numbered, yes: bool) -> None:
    """Add an element with the next number, or correct or take away the one of a number."""
    from bvt_cli.commands.changing import desk

    values, field = asked.values, of.field
    if asked.number is None:
        if asked.clear or asked.remove:
            raise Usage(text("Say which, by its number."))
        form = questions.Form(
            COUNCIL, of.keys, of.title, under=("council", asked.council),
            record=lambda so_far: {"ref": asked.council, field.key: [{"number": 1, **so_far}]},
        )  # fmt: skip
        questions.complete(asked.session, form, values, json=asked.form.json, yes=yes)
        keys.require(of.keys, values, asked.command)
    elif asked.says_nothing:
        raise Usage(text("Nothing to correct was given; name at least one key."))
    of.finish(values)
    with desk(asked.session, asked.command, asked.by) as at:
        record = council_checks.opened(at, asked.council, whole=True)
        elements = record.get(field.key, [])
        number = asked.number or max((each["number"] for each in elements), default=0) + 1
        before = element_of(record, field, number) if asked.number is not None else {}
        if asked.remove:
            of.removable(record, number)
            kept = [each for each in elements if each["number"] != number]
        else:
            said_now = {**keys.corrected(of.keys, values, asked.clear), "number": number}
            kept = keeping.with_element(field, elements, said_now)
        after = at.write("council", {"ref": asked.council, field.key: kept or None}, replace=True)
        shown = element_of(at.shown(record if asked.remove else after), field, number)
    element = before if asked.remove else element_of(after, field, number)
    tell(asked, field, number, before, element, None if asked.remove else of.warn(after, number), shown=shown)


def element_of(record: Record, field: Field, number: int) -> Record:
    """The element of a number. Raises NotFound."""
    for each in record.get(field.key, ()):
        if each["number"] == number:
            return dict(each)
    raise NotFound(no_number(record["ref"], field, number))


def no_number(council: str, field: Field, number: int) -> Text:
    label = said(field.key, "council").label
    about: dict[str, object] = {"council": council, "list": text(label), "number": number}
    return text("{council}, {list}: there is no number {number}.", **about)


def tell(
    asked: Asked,
    field: Field,
    number: int,
    before: Record,
    after: Record,
    warning: Text | None = None,
    *,
    shown: Record | None = None,
) -> None:
    """Say what became of an element, or print it (or `shown`, what may be of it) as JSON; and what to warn of."""
    if asked.form.json:
        keeping.show_record(asked.session, after if shown is None else shown)
    council_checks.remind(asked.session, field.fields, asked.values)
    label = said(field.key, "council").label
    about: dict[str, object] = {"council": asked.council, "list": text(label), "number": number}
    if asked.remove:
        asked.session.out.tell(text("{council}, {list}: number {number} is taken away.", **about))
    elif not before:
        asked.session.out.tell(text("{council}, {list}: number {number} is added.", **about))
    elif field is FAMILIES and after.get("answer") not in (None, before.get("answer")):
        asked.session.out.tell(text("{council}: the answer from family {number} is recorded.", **about))
    elif before == after:
        asked.session.out.tell(text("{council}, {list}: number {number} stands as it was.", **about))
    else:
        asked.session.out.tell(text("{council}, {list}: number {number} is corrected.", **about))
    if warning is not None:
        asked.session.out.warn(warning)
    hint.suggest(asked.session, f"bvt council next {asked.council}")


def _free(record: Record, number: int) -> None:
    """Nothing else points to it."""


def _unmapped(record: Record, number: int) -> None:
    if any(each["mapped"] == number for each in record.get("not_invited", ())):
        raise Refused(
            text("The child's word about number {number} is recorded; take it away first: {command}.", number=number,
                 command=f"bvt council not-invited {record['ref']} {number} --remove")
        )  # fmt: skip


def _uncommitted(record: Record, number: int) -> None:
    family = element_of(record, FAMILIES, number)
    if "home" in family or any(each["family"] == number for each in record.get("interviews", ())):
        raise Refused(text("Family {number} has been talked with, or has become a home; it stays.", number=number))


def show_list(asked: Asked, field: Field, empty: Text) -> None:
    record = _read(asked)
    columns = [Column(each.key, said(each.key, field.key).label, showing.kind_of(each)) for each in field.fields]
    rows = [[element.get(each.key) for each in field.fields] for element in record.get(field.key, ())]
    asked.session.out.table(columns, rows, empty, asked.form)


def _show_map(asked: Asked) -> None:
    """The map by category, with a reminder while the other parent's family is blank."""
    from bvt_cli.render.council import MAP_COLUMNS, map_rows, other_parent_reminder

    record = _read(asked)
    empty = text("Nobody is on the map of {council} yet.", council=asked.council)
    rows = map_rows(record, people=not (asked.form.json or asked.form.csv))
    asked.session.out.table(MAP_COLUMNS, rows, empty, asked.form)
    if (reminder := other_parent_reminder(record)) is not None:
        asked.session.out.tell(reminder)


def _read(asked: Asked) -> Record:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database

    with database.reading(asked.session.register) as connection:
        return known(connection, "council", asked.council)
