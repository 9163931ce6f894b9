"""`bvt home reject|withdraw|pause|resume`: applications that come to nothing, and homes that take nobody in."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.home_kept import Home
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_followup import PAUSES
from bvt_cli.core.home_status import approved_as, paused
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY
from bvt_cli.core.texts import Word, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day."))]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))]
FirstDay = Annotated[str | None, typer.Option("--from", metavar="DATE", help=mark("The first day of the pause."))]
LastDay = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help=mark("The last day of the pause, where it is known."))
]


def reject(
    ctx: typer.Context,
    home: Home,
    on: On = None,
    reason: Reason = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day, why = _said(session, on, reason, as_of, "home reject")
    with desk(session, "home reject", by) as at:
        _refuse_closed(at, home, day, "withdrew_on")
        record = at.write("home", {"ref": home, "rejected_on": str(day), "rejected_reason": why})
    if json:
        keeping.show_record(session, record)
    session.out.tell(text("The application of {home} is rejected on {day}.", home=home, day=day))


def withdraw(
    ctx: typer.Context,
    home: Home,
    on: On = None,
    reason: Reason = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day, why = _said(session, on, reason, as_of, "home withdraw")
    with desk(session, "home withdraw", by) as at:
        _refuse_closed(at, home, day, "rejected_on")
        record = at.write("home", {"ref": home, "withdrew_on": str(day), "withdrew_reason": why})
    if json:
        keeping.show_record(session, record)
    session.out.tell(text("{home} withdrew its application on {day}.", home=home, day=day))


def pause(
    ctx: typer.Context,
    home: Home,
    first: FirstDay = None,
    last: LastDay = None,
    reason: Reason = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import changes

    session: Session = ctx.obj
    keys.lacking([name for name, value in (("--from", first), ("--reason", reason)) if value is None], "home pause")
    begins, ends = arguments.day(first or "", "--from"), arguments.given(arguments.day, last, "--to")
    element = {"from": begins, "to": ends, "reason": arguments.line(reason or "", "--reason")}
    with desk(session, "home pause", by) as at:
        known = at.known("home", home).get("pauses", [])
        _refuse_overlap(home, known, begins, ends)
        after = at.write("home", {"ref": home, "pauses": keeping.with_element(PAUSES, known, element)}, replace=True)
        agreements = changes.agreements_of(at.connection, home)
    running = tuple(each["ref"] for each in agreements if _shares_days(each, begins, ends))
    if json:
        keeping.show_record(session, after["pauses"])
    if ends is None:
        session.out.tell(text("{home} takes nobody in from {day} on.", home=home, day=begins))
        hint.suggest(session, f"bvt home resume {home} --on DATE")
    else:
        session.out.tell(text("{home} takes nobody in from {first} to {last}.", home=home, first=begins, last=ends))
    if running:
        session.out.warn(text("These agreements run on, and are paid: {agreements}.", agreements=running))


def resume(
    ctx: typer.Context,
    home: Home,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The first day the home takes somebody in again."))
    ] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    keys.lacking(["--on"] if on is None else [], "home resume")
    day = arguments.day(on or "", "--on")
    with desk(session, "home resume", by) as at:
        record = at.known("home", home)
        held = paused(record, day)
        if held is None:
            raise Refused(text("{home} has no pause on {day}; nothing was changed.", home=home, day=day))
        others = [each for each in record["pauses"] if each["from"] != held["from"]]
        shortened = [{**held, "to": day - ONE_DAY}] if held["from"] < day else []  # else it never came to a pause
        after = at.write("home", {"ref": home, "pauses": [*others, *shortened] or None}, replace=True)
    if json:
        keeping.show_record(session, after.get("pauses", []))
    session.out.tell(text("{home} can take somebody in again from {day} on.", home=home, day=day))


def _said(session: Session, on: str | None, reason: str | None, as_of: str | None, command: str) -> tuple[date, str]:
    """The day, which has come, and the reason; both are needed."""
    keys.lacking([name for name, value in (("--on", on), ("--reason", reason)) if value is None], command)
    day = arguments.day(on or "", "--on")
    if day > session.as_of(as_of):
        raise Usage(text("{option}: {day} is still to come.", option="--on", day=day))
    return day, arguments.line(reason or "", "--reason")


def _refuse_closed(at: "Desk", home: str, day: date, other: str) -> None:
    """An application ends once, and not any more when the home is approved. Raises Refused, or NotFound."""
    record = at.known("home", home)
    kinds = tuple(Word(kind) for kind in approved_as(record, day))
    if kinds:
        raise Refused(
            text(
                "{home} is approved as {kinds} on {day}; `bvt home end {home} --on DATE` ends it.",
                home=home,
                kinds=kinds,
                day=day,
            )
        )
    refuse_closed(record, (other,))


def refuse_closed(home: Record, keys_: tuple[str, ...] = ("rejected_on", "withdrew_on")) -> None:
    """What was turned down or withdrawn stands until that is taken away. Raises Refused."""
    for key in keys_:
        if key in home:
            about = {"home": home["ref"], "day": home[key]}
            if key == "rejected_on":
                raise Refused(
                    text(
                        "The application of {home} was rejected on {day};"
                        " `bvt home set {home} --clear rejected_on` takes that away.",
                        **about,
                    )
                )
            raise Refused(
                text(
                    "{home} withdrew its application on {day};"
                    " `bvt home set {home} --clear withdrew_on` takes that away.",
                    **about,
                )
            )


def _refuse_overlap(home: str, known: list[Record], begins: date, ends: date | None) -> None:
    for each in known:
        if each["from"] != begins and _shares_days(each, begins, ends):
            raise Refused(
                text("{home} has a pause from {day} already on these days; nothing was changed.",
                     home=home, day=each["from"])
            )  # fmt: skip


def _shares_days(record: Record, begins: date, ends: date | None) -> bool:
    return bool(record["from"] <= (ends or FAR_FUTURE) and begins <= record.get("to", FAR_FUTURE))
