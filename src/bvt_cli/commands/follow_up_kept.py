"""`bvt followup add|set|show`: what was done to follow an agreement up, recorded and corrected."""

from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_followup import FOLLOW_UP
from bvt_cli.core.texts import Word, mark, text

FollowUp = Annotated[str, typer.Argument(metavar="FOLLOWUP", help=mark("The ref of what was recorded."))]
DoneBy = Annotated[
    str | None, typer.Option("--done-by", metavar="NAME", help=mark("Who did it, where that is not who records it."))
]
KEYS = tuple(keys.keys_of(FOLLOW_UP, ["agreement", "by"]))
SET_KEYS = tuple(keys.keys_of(FOLLOW_UP, ["ref", "by"]))


@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement."))],
    done_by: DoneBy = None,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, _asked(session, agreement, as_of), values, json=json, yes=yes)
    keys.require(KEYS, values, "followup add")
    if values["on"] > str(session.as_of(as_of)):
        raise Usage(text("{option}: {day} is still to come.", option="--on", day=arguments.day(values["on"], "--on")))
    who = arguments.given(arguments.line, done_by, "--done-by") or session.by(by)
    with desk(session, "followup add", by) as at:
        about = at.known("agreement", agreement)
        record = keeping.added(at, FOLLOW_UP, {**values, "agreement": agreement, "by": who})
    keeping.show_added(session, record, json, f"bvt followup check {agreement}")
    if not showing.in_force(about, record["on"]):
        session.out.warn(text("{day} is no day of the agreement {agreement}.", day=record["on"], agreement=agreement))
    _warn_unheard(session, record)


def _asked(session: Session, agreement: str, as_of: str | None) -> questions.Form:
    """What is asked for on a terminal; whether the child was heard, and else why not, of an evaluation."""

    def apart(values: keys.Values) -> list[str]:
        return [] if values["kind"] == "evaluation" else ["child_not_heard"]

    return questions.Form(
        FOLLOW_UP,
        KEYS,
        text("Follow-up of {agreement}:", agreement=agreement),
        record=lambda values: {"ref": "X", "agreement": agreement, **values},
        defaults=lambda values: {"on": session.as_of(as_of), "kind": Word("contact")},
        apart=apart,
        under=("agreement", agreement),
    )


def _warn_unheard(session: Session, record: Record) -> None:
    """An evaluation is kept all the same: what is missing is told until it is said."""
    if record["kind"] == "evaluation" and not record.get("child_heard") and "child_not_heard" not in record:
        session.out.warn(text("It is not said whether the child was heard, nor why not."))
        hint.suggest(session, f"bvt followup set {record['ref']} --child-not-heard TEXT")


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    follow_up: FollowUp,
    done_by: DoneBy = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    if done_by is not None:
        values["by"] = arguments.line(done_by, "--done-by")
    if values.get("child_heard"):
        clear = [*clear, "child_not_heard"]  # what was said of why not is void
    with desk(session, "followup set", by) as at:
        before, after = keeping.set_keys(at, FOLLOW_UP, follow_up, SET_KEYS, values, clear)
    keeping.show_set(session, FOLLOW_UP.fields, before, after, json, f"bvt followup check {after['agreement']}")
    _warn_unheard(session, after)


def show(ctx: typer.Context, follow_up: FollowUp, json: arguments.Json = False) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "follow_up", follow_up)
    if json:
        keeping.show_record(session, record)
        return
    title = text(
        "{ref}: {kind} under {agreement}", ref=follow_up, kind=Word(record["kind"]), agreement=record["agreement"]
    )
    showing.show_page(session, FOLLOW_UP, record, title)
    hint.suggest(session, f"bvt followup check {record['agreement']}")
