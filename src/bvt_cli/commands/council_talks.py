"""`bvt council not-invited|interview`: whom the child does not want invited, and the talks with families."""

from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, council_checks, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.council_kept import Council
from bvt_cli.commands.council_lists import Asked, asked_for, element_of, no_number, number_of, show_list, tell
from bvt_cli.commands.council_steps import Remove
from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import FAMILIES, INTERVIEWS, MAP, NOT_INVITED
from bvt_cli.core.texts import mark, text

UNWANTED_KEYS = tuple(keys.element_keys(NOT_INVITED, ["mapped"]))
INTERVIEW_KEYS = tuple(keys.element_keys(INTERVIEWS, ["family", "by"]))


@keys.takes(UNWANTED_KEYS)
def not_invited(
    ctx: typer.Context,
    council: Council,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help=mark("The number of somebody on the map."))
    ] = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
    **given: Any,
) -> None:
    session: Session = ctx.obj
    values = keys.read(UNWANTED_KEYS, given)
    asked = asked_for(
        ctx, "not-invited", council, number, values, clear, remove, by, arguments.form(json, csv, csv_dialect)
    )
    if asked.number is None:
        if not asked.says_nothing:
            raise Usage(text("Say which, by its number."))
        show_list(asked, NOT_INVITED, text("The child has asked for nobody to be left out."))
        return
    today = session.as_of(as_of)
    council_checks.none_to_come(UNWANTED_KEYS, values, today)
    _unwanted(asked, asked.number, str(today))


def _unwanted(asked: Asked, mapped: int, today: str) -> None:
    from bvt_cli.commands.changing import desk

    with desk(asked.session, asked.command, asked.by) as at:
        record = council_checks.opened(at, asked.council)
        element_of(record, MAP, mapped)
        elements = record.get("not_invited", [])
        known = next((each for each in elements if each["mapped"] == mapped), None)
        if asked.remove:
            if known is None:
                raise NotFound(no_number(asked.council, NOT_INVITED, mapped))
            kept = [each for each in elements if each is not known]
        else:
            said_now = {**keys.corrected(UNWANTED_KEYS, asked.values, asked.clear), "mapped": mapped}
            if known is None:
                said_now.setdefault("on", today)
            kept = keeping.with_element(NOT_INVITED, elements, said_now)
        after = at.write("council", {"ref": asked.council, "not_invited": kept or None}, replace=True)
    element = next((each for each in after.get("not_invited", ()) if each["mapped"] == mapped), known)
    assert element is not None
    tell(
        asked,
        NOT_INVITED,
        mapped,
        known or {},
        element,
        None if asked.remove else council_checks.unwanted(after, mapped),
    )


@keys.takes(INTERVIEW_KEYS)
def interview(
    ctx: typer.Context,
    council: Council,
    number: Annotated[
        str | None, typer.Argument(metavar="FAMILY", help=mark("The number of the proposed family."))
    ] = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    values = keys.read(INTERVIEW_KEYS, given)
    which = number_of(number)
    asked = Asked(session, "council interview", council, which, values, clear, remove, by, form)
    if which is None:
        if not asked.says_nothing:
            raise Usage(text("Say which, by its number."))
        show_list(asked, INTERVIEWS, text("Nobody has been talked with yet."))
        return
    if remove and "on" not in values:
        raise Usage(text("--remove needs --on: the day of the talk."))
    today = session.as_of(as_of)
    council_checks.none_to_come(INTERVIEW_KEYS, values, today)
    same = {"family": which, "kind": "interview", "on": str(today), **{key: values[key] for key in values if key in
            ("kind", "on")}}  # fmt: skip
    with desk(session, asked.command, by) as at:
        record = council_checks.opened(at, council)
        element_of(record, FAMILIES, which)
        talks = record.get("interviews", [])
        known = _talk(record, same)
        if remove:
            if known is None:
                raise NotFound(text("There was no such talk with family {number}.", number=which))
            kept = [each for each in talks if each != known]
        else:
            signer = {"by": session.by(by)} if known is None or by is not None else {}
            said_now = {**keys.corrected(INTERVIEW_KEYS, values, clear), **same, **signer}
            whole = {**(known or {}), **said_now}
            kept = [whole if each == known else each for each in talks] if known else [*talks, whole]
        after = at.write("council", {"ref": council, "interviews": kept or None}, replace=True)
    talk = known if remove else _talk(after, same)
    assert talk is not None
    if json:
        keeping.show_record(session, talk)
    council_checks.remind(session, INTERVIEWS.fields, values)
    about: dict[str, object] = {"council": council, "family": which, "on": talk["on"]}
    if remove:
        session.out.tell(text("{council}: the talk with family {family} on {on} is taken away.", **about))
    else:
        session.out.tell(text("{council}: talk with family {family} on {on}.", **about))
    hint.suggest(session, f"bvt council next {council}")


def _talk(record: Record, same: keys.Values) -> Record | None:
    """The talk of a family, kind and day."""
    for each in record.get("interviews", ()):
        if all(str(each[key]) == str(value) for key, value in same.items()):
            return dict(each)
    return None
