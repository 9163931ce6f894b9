"""`bvt network joint-meeting`: the meetings of all resource families, once a quarter; networks may share them."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import Undo, day_named, has_come, only_one
from bvt_cli.core.merge import ref_order
from bvt_cli.core.texts import mark, text


def joint_meeting(
    ctx: typer.Context,
    networks: Annotated[list[str], typer.Argument(metavar="NETWORK", help=mark("A network that was at it."))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day of the meeting (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.core.form import REGISTER
    from bvt_cli.store import records

    session: Session = ctx.obj
    day = day_named(session, on, as_of)
    if not undo:
        has_come(day, session.as_of(as_of))
    with desk(session, "network joint-meeting", by) as at:
        for network in networks:
            at.known("network", network)
        meetings = records.load(at.connection, REGISTER)[""].get("joint_meetings", [])
        that_day = [each for each in meetings if each["on"] == day]
        there = {each for meeting in that_day for each in meeting["networks"]}
        if undo:
            for network in networks:
                fitting = [each for each in that_day if network in each["networks"]]
                only_one(fitting[:1], text("joint meeting of {network} on {day}", network=network, day=day), "--on")
            were_there = there - set(networks)
        else:
            were_there = there | set(networks)  # all who met on a day met together
        now = [each for each in meetings if each not in that_day]
        if were_there:
            now.append({"on": day, "networks": sorted(were_there, key=ref_order)})
        after = meetings
        if were_there != there:
            after = at.write("register", {"joint_meetings": now or None}, replace=True).get("joint_meetings", [])
    if json:
        keeping.show_record(session, after)
    if were_there == there:
        session.out.tell(text("The joint meeting on {day} stands as it was; nothing changes.", day=day))
    elif were_there:
        at_it = tuple(sorted(were_there, key=ref_order))
        session.out.tell(text("At the joint meeting on {day}: {networks}.", day=day, networks=at_it))
        hint.suggest(session, f"bvt network check {networks[0]}")
    else:
        session.out.tell(text("The joint meeting on {day} is taken away.", day=day))
