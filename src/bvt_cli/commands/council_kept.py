"""`bvt council open|set|view|close|show`: what is known of a family council itself."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.texts import mark, text

Council = Annotated[str, typer.Argument(metavar="COUNCIL", help=mark("The ref of the family council."))]
_VIEW = ("child_wants", "child_asked_on", "child_says", "child_met")
_CLOSING = ("closed_on", "outcome", "closing_reason")
_LATER = ("answered_on", "decided_on", "other_parent_blank")


def _of(*wanted: str) -> tuple[keys.Key, ...]:
    return tuple(key for key in keys.keys_of(COUNCIL) if key.field.key in wanted)


KEYS = tuple(keys.keys_of(COUNCIL, [*_VIEW, *_CLOSING, *_LATER]))
SET_KEYS = tuple(keys.keys_of(COUNCIL, ["ref", *_VIEW, *_CLOSING]))
VIEW_KEYS = _of(*_VIEW)
CLOSING_KEYS = _of(*_CLOSING)


@keys.takes(KEYS)
def open_(
    ctx: typer.Context,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import council_facts

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    values.setdefault("referred_on", str(session.as_of(as_of)))
    questions.complete(session, questions.Form(COUNCIL, KEYS, text("A new family council:")), values, json=json,
                       yes=yes)  # fmt: skip
    keys.require(KEYS, values, "council open")
    values.setdefault("referred_by", session.by(by))
    with desk(session, "council open", by) as at:
        running = council_facts.running_council_of(at.connection, values["child"])
        if running is not None:
            raise Refused(
                text("The child {child} has a council that is not closed: {council}.", child=values["child"],
                     council=running)
            )  # fmt: skip
        record = keeping.added(at, COUNCIL, values)
    keeping.show_added(session, record, json, f"bvt council next {record['ref']}")


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    council: Council,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    values = keys.read(SET_KEYS, given)
    _set(ctx.obj, "council set", council, SET_KEYS, values, clear, by, json)


@keys.takes(VIEW_KEYS)
def view(
    ctx: typer.Context,
    council: Council,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    session: Session = ctx.obj
    values = keys.read(VIEW_KEYS, given)
    if "child_wants" in values and "child_asked_on" not in clear:
        values.setdefault("child_asked_on", str(session.as_of(as_of)))
    _set(session, "council view", council, VIEW_KEYS, values, clear, by, json)


def _set(
    session: Session, command: str, council: str, known: tuple[keys.Key, ...], values: keys.Values,
    clear: Iterable[str], by: str | None, json: bool, then: str = "next",
) -> None:  # fmt: skip
    from bvt_cli.commands.changing import desk

    with desk(session, command, by) as at:
        before, after = keeping.set_keys(at, COUNCIL, council, known, values, tuple(clear))
    keeping.show_set(session, COUNCIL.fields, before, after, json, f"bvt council {then} {council}")


@keys.takes(CLOSING_KEYS)
def close(
    ctx: typer.Context,
    council: Council,
    remove: Annotated[bool, typer.Option("--remove", help=mark("Take the closing back."))] = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    session: Session = ctx.obj
    values = keys.read(CLOSING_KEYS, given)
    if remove:
        if values:
            raise Usage(text("--remove goes alone."))
        _set(session, "council close", council, CLOSING_KEYS, {}, _CLOSING, by, json)
        return
    needed = ["outcome"] if values.get("outcome") == "family_found" else ["outcome", "closing_reason"]
    keys.require(CLOSING_KEYS, values, "council close", needed)
    values.setdefault("closed_on", str(session.as_of(as_of)))
    _set(session, "council close", council, CLOSING_KEYS, values, (), by, json, "show")


def show(ctx: typer.Context, council: Council, as_of: arguments.AsOf = None, json: arguments.Json = False) -> None:
    from bvt_cli.commands.council_look import known_councils, limits
    from bvt_cli.render.council import council_page

    session: Session = ctx.obj
    day = session.as_of(as_of)
    (known,) = known_councils(session, council)
    if json:
        keeping.show_record(session, known.record)
        return
    page = council_page(known.case, known.council, known.record, day, limits(session, day), session.translator)
    session.out.write(page)
    if known.council.runs_on(day):
        hint.suggest(session, f"bvt council next {council}")
