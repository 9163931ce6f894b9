"""`bvt network join|leave|confidentiality`: the homes of a network, and the declaration they all sign."""

from datetime import date
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import Ref, Undo, day_named, has_come, replaced, stands, told_of_home
from bvt_cli.core.errors import NotFound
from bvt_cli.core.field import Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.period import FAR_FUTURE
from bvt_cli.core.texts import mark, text

MEMBERS = NETWORK.field("members")
KEYS = tuple(keys.element_keys(MEMBERS, ["home", "to"]))
Home = Annotated[str, typer.Argument(metavar="HOME", help=mark("The ref of the home."))]


@keys.takes(KEYS)
def join(
    ctx: typer.Context,
    network: Ref,
    home: Home,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    if not undo:
        questions.complete(session, _asked(network, home), values, json=json, yes=yes)
    keys.require(KEYS, values, "network join")
    if signed := arguments.given(arguments.day, values.get("confidentiality_on"), "--confidentiality-on"):
        has_come(signed, session.as_of(as_of), "--confidentiality-on")
    with desk(session, "network join", by) as at:
        record = at.known("network", network)
        members = record.get("members", [])
        first = arguments.day(values["from"], "--from")
        words = () if undo else told_of_home(at, record, home)
        known = _began(members, home, first) if undo else _in_force(members, home, first)
        others = [each for each in members if each is not known]
        if undo:
            after = replaced(at, network, "members", others)
        else:
            at.known("home", home)
            after = replaced(at, network, "members", [*others, {"home": home, **(known or {}), **values}])
    if json:
        keeping.show_record(session, after.get("members", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("{home} is no longer recorded in {network}.", home=home, network=network))
    else:
        about: dict[str, object] = {"home": home, "network": network, "day": first}
        session.out.tell(text("{home} is in {network} from {day}.", **about))
        if known and known["from"] != first:
            session.out.tell(text("Before it was from {day}; that is corrected.", day=known["from"]))
        if first < record["started_on"]:
            session.out.warn(text("The network {network} began on {start}; the home counts in it from then on.",
                                  **about, start=record["started_on"]))  # fmt: skip
        unsigned = signed is None and not (known and "confidentiality_on" in known)
        sign = f"bvt network confidentiality {network} {home} --on DATE"
        hint.suggest(session, sign if unsigned else f"bvt network check {network}")
    for word in words:
        session.out.warn(word)


def _asked(network: str, home: str) -> questions.Form:
    """What is asked for on a terminal."""
    return questions.Form(
        NETWORK,
        KEYS,
        text("{home} joins {network}:", home=home, network=network),
        record=lambda values: {"ref": network, "members": [{"home": home, **values}]},
        under=("network", network),
    )


def leave(
    ctx: typer.Context,
    network: Ref,
    home: Home,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The last day in the network (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = day_named(session, on, as_of)
    with desk(session, "network leave", by) as at:
        record = at.known("network", network)
        members = record.get("members", [])
        mine = _member(members, home, None if undo and on is None else day)
        now = keeping.with_element(MEMBERS, members, {**mine, "to": None if undo else day})
        after = at.write("network", {"ref": network, "members": now})
    if json:
        keeping.show_record(session, after["members"])
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("{home} is in {network} without an end.", home=home, network=network))
    else:
        session.out.tell(text("{home} is in {network} until {day}.", home=home, network=network, day=day))
        hint.suggest(session, f"bvt network check {network}")


def _in_force(members: list[Record], home: str, day: date) -> Record | None:
    """The membership of a home that is in force on a day, else the next, if there is one."""
    lasting = [each for each in members if each["home"] == home and day <= each.get("to", FAR_FUTURE)]
    return min(lasting, key=lambda each: each["from"], default=None)


def _began(members: list[Record], home: str, first: date) -> Record:
    """The membership of a home that began on a day. Raises NotFound."""
    return _found(home, [each for each in members if each["home"] == home and each["from"] == first])


def _member(members: list[Record], home: str, day: date | None) -> Record:
    """The membership in force on a day, else the next, else (and of no day) the latest. Raises NotFound."""
    known = None if day is None else _in_force(members, home, day)
    return known or _found(home, [each for each in members if each["home"] == home])


def _found(home: str, mine: list[Record]) -> Record:
    if not mine:
        raise NotFound(text("The home {home} is not recorded as a member.", home=home))
    return max(mine, key=lambda each: each["from"])


def confidentiality(
    ctx: typer.Context,
    network: Ref,
    homes: Annotated[
        list[str], typer.Argument(metavar="HOME", help=mark("A home that signed; members, or the resource home."))
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day it was signed (else today)."))
    ] = None,
    undo: Undo = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = day_named(session, on, as_of)
    signed = None if undo else has_come(day, session.as_of(as_of))
    with desk(session, "network confidentiality", by) as at:
        record = at.known("network", network)
        values: dict[str, Any] = {"ref": network}
        members = list(record.get("members", []))
        for home in homes:
            if home == record["resource_home"]:
                values["confidentiality_on"] = signed and str(signed)
            else:
                mine = _member(members, home, None if undo and on is None else day)
                members = keeping.with_element(MEMBERS, members, {**mine, "confidentiality_on": signed})
                values["members"] = members
        after = at.write("network", values)
    if json:
        keeping.show_record(session, after)
    about: dict[str, object] = {"homes": tuple(dict.fromkeys(homes)), "network": network, "day": day}
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("No confidentiality declaration is recorded for {homes} in {network}.", **about))
    else:
        session.out.tell(text("{homes} signed the confidentiality declaration of {network} on {day}.", **about))
        hint.suggest(session, f"bvt network check {network}")
