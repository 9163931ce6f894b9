"""`bvt council open|set|view|close|show`: what is known of a family council itself."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, council_checks, hint, keeping, keys, questions
from bvt_cli.commands.context import Session
from bvt_cli.core.council_faults import may_become_home
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.texts import Word, mark, text

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
    today = session.as_of(as_of)
    values.setdefault("referred_on", str(today))
    questions.complete(session, questions.Form(COUNCIL, KEYS, text("A new family council:")), values, json=json,
                       yes=yes)  # fmt: skip
    keys.require(KEYS, values, "council open")
    council_checks.none_to_come(KEYS, values, today)
    values.setdefault("referred_by", session.by(by))
    with desk(session, "council open", by) as at:
        _refuse_another(council_facts.running_council_of(at.connection, values["child"]), values["child"])
        record = keeping.added(at, COUNCIL, values)
    council_checks.remind(session, COUNCIL.fields, values)
    keeping.show_added(session, record, json, f"bvt council next {record['ref']}")


def _refuse_another(running: str | None, child: str) -> None:
    """Raise Refused where a child has a council already that is not closed."""
    if running is not None:
        raise Refused(
            text("The child {child} has a council that is not closed: {council}.", child=child, council=running)
        )


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    council: Council,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    council_checks.none_to_come(SET_KEYS, values, session.as_of(as_of))
    _set(session, "council set", council, SET_KEYS, values, clear, by, json)


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
    today = session.as_of(as_of)
    if "child_wants" in values and "child_asked_on" not in clear:
        values.setdefault("child_asked_on", str(today))
    council_checks.none_to_come(VIEW_KEYS, values, today)
    _set(session, "council view", council, VIEW_KEYS, values, clear, by, json)


def _set(
    session: Session, command: str, council: str, known: tuple[keys.Key, ...], values: keys.Values,
    clear: Iterable[str], by: str | None, json: bool,
) -> None:  # fmt: skip
    from bvt_cli.commands.changing import desk

    with desk(session, command, by) as at:
        council_checks.opened(at, council)
        before, after = map(at.shown, keeping.set_keys(at, COUNCIL, council, known, values, tuple(clear)))
    council_checks.remind(session, COUNCIL.fields, values)
    keeping.show_set(session, COUNCIL.fields, before, after, json, f"bvt council next {council}")


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
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(CLOSING_KEYS, given)
    if remove:
        if values:
            raise Usage(text("--remove goes alone."))
        _open_again(session, council, by, json)
        return
    needed = ["outcome"] if values.get("outcome") == "family_found" else ["outcome", "closing_reason"]
    keys.require(CLOSING_KEYS, values, "council close", needed)
    today = session.as_of(as_of)
    values.setdefault("closed_on", str(today))
    council_checks.none_to_come(CLOSING_KEYS, values, today)
    with desk(session, "council close", by) as at:
        _refuse_found(council_checks.opened(at, council), values["outcome"])
        after = at.shown(at.write("council", {**values, "ref": council}))
    if json:
        keeping.show_record(session, after)
    council_checks.remind(session, COUNCIL.fields, values)
    session.out.tell(text("{council} is closed: {outcome}.", council=council, outcome=Word(after["outcome"])))
    hint.suggest(session, f"bvt council show {council}")


def _open_again(session: Session, council: str, by: str | None, json: bool) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import council_facts

    with desk(session, "council close", by) as at:
        before = at.known("council", council)
        if "closed_on" in before:
            _refuse_another(council_facts.running_council_of(at.connection, before["child"]), before["child"])
        after = at.shown(at.write("council", {"ref": council, **dict.fromkeys(_CLOSING)}, replace=True))
    if json:
        keeping.show_record(session, after)
    if "closed_on" in before:
        session.out.tell(text("{council} is open again.", council=council))
    else:
        session.out.tell(text("{ref} stands as it was; nothing changes.", ref=council))
    hint.suggest(session, f"bvt council next {council}")


def _refuse_found(record: Record, outcome: str) -> None:
    """Raise Refused where no family is said to be found, and one has a yes on both sides."""
    found = [each["number"] for each in record.get("families", ()) if may_become_home(each)]
    if found and outcome == "no_family":
        raise Refused(
            text(
                "Family {number} said yes, and the service too: a family was found. If it does not become a home after"
                " all, correct its answer with `bvt council family {council} {number} --answer`, or the decision with"
                " `bvt council decide {council} {number}`.",
                number=found[0],
                council=record["ref"],
            )
        )


def show(
    ctx: typer.Context,
    council: Council,
    as_of: arguments.AsOf = None,
    reveal: arguments.Reveal = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.council_look import known_councils, limits
    from bvt_cli.render.council import council_page

    session: Session = ctx.obj
    day = session.as_of(as_of)
    (known,) = known_councils(session, council, whole=reveal is not None)
    if json:
        keeping.show_record(session, known.record)
        return
    page = council_page(known.case, known.council, known.record, day, limits(session, day), session.translator)
    session.out.write(page)
    if known.council.runs_on(day):
        hint.suggest(session, f"bvt council next {council}")
