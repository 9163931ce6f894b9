"""`bvt network talk|interval|contact`: talks with the resource family, how often; and contact with families."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import (
    Ref,
    Undo,
    day_named,
    has_come,
    only_one,
    refuse_before_start,
    replaced,
    stands,
)
from bvt_cli.core.errors import Usage
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.texts import mark, text

TALKS = NETWORK.field("talks")
INTERVALS = NETWORK.field("talk_every_days")


def talk(
    ctx: typer.Context,
    network: Ref,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day of the talk (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help=mark("Who talked with them, and records it."))
    ] = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = day_named(session, on, as_of)
    if not undo:
        has_come(day, session.as_of(as_of))
    with desk(session, "network talk", by) as at:
        record = at.known("network", network)
        talks = record.get("talks", [])
        if undo:
            fitting = [each for each in talks if each["on"] == day and by in (None, each.get("by"))]
            gone = only_one(fitting, text("talk on {day}", day=day), "--by")
            after = replaced(at, network, "talks", [each for each in talks if each is not gone])
        else:
            refuse_before_start(record, day)
            now = keeping.with_element(TALKS, talks, {"on": day, "by": session.by(by)})
            after = at.write("network", {"ref": network, "talks": now})
    if json:
        keeping.show_record(session, after.get("talks", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("{network}: the talk on {day} is taken away.", network=network, day=day))
    else:
        session.out.tell(text("{network}: talk on {day} ({who}).", network=network, day=day, who=session.by(by)))
        hint.suggest(session, f"bvt network check {network}")


def interval(
    ctx: typer.Context,
    network: Ref,
    days: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help=mark("How many days there may be between talks."))
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=mark("The day from which it holds (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    if undo == (days is not None):
        raise Usage(text("Say how many days there may be between talks, or --undo."))
    many = arguments.given(lambda word, name: arguments.whole(word, name, 1, 366), days, "NUMBER")
    day = day_named(session, first, as_of, "--from")
    with desk(session, "network interval", by) as at:
        record = at.known("network", network)
        intervals = record.get("talk_every_days", [])
        if undo:
            fitting = [each for each in intervals if each["from"] == day]
            gone = only_one(fitting, text("interval from {day}", day=day), "--from")
            after = replaced(at, network, "talk_every_days", [each for each in intervals if each is not gone])
        else:
            now = keeping.with_element(INTERVALS, intervals, {"days": many, "from": day})
            after = at.write("network", {"ref": network, "talk_every_days": now})
    if json:
        keeping.show_record(session, after.get("talk_every_days", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("What was agreed from {day} is taken away.", day=day))
    else:
        session.out.tell(text("{network}: from {day} no more than {days} days between talks.",
                              network=network, day=day, days=many))  # fmt: skip
        hint.suggest(session, f"bvt network check {network}")


def contact(
    ctx: typer.Context,
    network: Ref,
    home: Annotated[str, typer.Argument(metavar="HOME", help=mark("The ref of the home."))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day up to which it is counted (else today)."))
    ] = None,
    count: Annotated[
        str | None,
        typer.Option("--count", metavar="NUMBER", help=mark("About how many times there was contact (else 1).")),
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = day_named(session, on, as_of)
    if not undo:
        has_come(day, session.as_of(as_of))
    times = arguments.given(lambda word, name: arguments.whole(word, name, 1, 1000), count, "--count")
    with desk(session, "network contact", by) as at:
        record = at.known("network", network)
        contacts = record.get("family_contacts", [])
        at.known("home", home)
        mine = [each for each in contacts if each["home"] == home and each["on"] == day]
        if undo:
            fitting = [each for each in mine if times in (None, each.get("count", 1))]
            gone = only_one(fitting, text("contact with {home} on {day}", home=home, day=day), "--count")
            now = [each for each in contacts if each is not gone]
        else:
            now = [each for each in contacts if each not in mine]  # what was reckoned on a day is corrected
            now.append({"home": home, "on": day, **({} if times is None else {"count": times})})
        after = replaced(at, network, "family_contacts", now)
        member = home in {each["home"] for each in record.get("members", ())}
    if json:
        keeping.show_record(session, after.get("family_contacts", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("The contact with {home} on {day} is taken away.", home=home, day=day))
    else:
        session.out.tell(text("{home}: about {count}, up to {day}.", home=home, count=times or 1, day=day))
        if not member:
            session.out.warn(text("{home} is not recorded as a member of {network}.", home=home, network=network))
