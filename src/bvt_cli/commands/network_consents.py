"""`bvt network consent|withdraw`: children of 15 or more consent to the family taking part, and may take it back."""

from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import Ref, Undo, has_come, only_one, replaced, stands
from bvt_cli.core.field import Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.texts import mark, text

CONSENTS = NETWORK.field("consents")
Child = Annotated[str, typer.Argument(metavar="CHILD", help=mark("The ref of the child."))]


def consent(
    ctx: typer.Context,
    network: Ref,
    child: Child,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day the child consented (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import network_facts

    session: Session = ctx.obj
    day = arguments.given(arguments.day, on, "--on")
    with desk(session, "network consent", by) as at:
        record = at.known("network", network)
        consents = record.get("consents", [])
        if undo:
            fitting = [each for each in consents if each["child"] == child and day in (None, each["on"])]
            gone = only_one(fitting, text("consent of {child}", child=child), "--on")
            after = replaced(at, network, "consents", [each for each in consents if each is not gone])
        else:
            at.known("child", child)
            day = has_come(day or session.as_of(as_of), session.as_of(as_of))
            now = keeping.with_element(CONSENTS, consents, {"child": child, "on": day})
            after = at.write("network", {"ref": network, "consents": now})
        placed = {each.child for each in network_facts.network_named(at.connection, network).network.placements}
    if json:
        keeping.show_record(session, after.get("consents", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("The consent of {child} in {network} is taken away.", child=child, network=network))
    else:
        session.out.tell(text("{child} consented on {day}.", child=child, day=day))
        hint.suggest(session, f"bvt network check {network}")
        if child not in placed:
            session.out.warn(text("{child} is placed in none of the homes of {network}.", child=child, network=network))


def withdraw(
    ctx: typer.Context,
    network: Ref,
    child: Child,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=mark("The first day the consent no longer counts (else today).")),
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    today = session.as_of(as_of)
    day = arguments.given(arguments.day, on, "--on") or today
    if not undo:
        has_come(day, today)
    with desk(session, "network withdraw", by) as at:
        record = at.known("network", network)
        now = consents = record.get("consents", [])
        latest = only_one(_latest(consents, child), text("consent of {child}", child=child), "--on")
        standing = [] if undo else [each for each in consents if each["child"] == child and _stands_on(each, day)]
        for mine in standing or [latest]:
            now = keeping.with_element(CONSENTS, now, {**mine, "withdrawn_on": None if undo else day})
        after = at.write("network", {"ref": network, "consents": now})
    if json:
        keeping.show_record(session, after["consents"])
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("The consent of {child} stands again.", child=child))
    else:
        session.out.tell(text("The consent of {child} no longer counts from {day}.", child=child, day=day))
        hint.suggest(session, f"bvt network check {network}")


def _stands_on(consent: Record, day: date) -> bool:
    return bool(consent["on"] <= day and ("withdrawn_on" not in consent or day <= consent["withdrawn_on"]))


def _latest(consents: list[Record], child: str) -> list[Record]:
    """The latest consent of a child, if it has given one."""
    return sorted((each for each in consents if each["child"] == child), key=lambda each: each["on"])[-1:]
