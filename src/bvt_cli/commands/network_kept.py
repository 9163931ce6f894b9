"""`bvt network add|set|show|end`: what is known of a network itself."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, placeholders, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import Ref, has_come
from bvt_cli.core.field import Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.network import Engagement

KEYS = tuple(keys.keys_of(NETWORK, ["ended_on"]))
SET_KEYS = tuple(keys.keys_of(NETWORK, ["ref"]))
ASKED = questions.Form(NETWORK, KEYS, text("A new network:"))


@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, ASKED, values, json=json, yes=yes)
    keys.require(KEYS, values, "network add")
    _refuse_future(session, values, as_of)
    with desk(session, "network add", by) as at:
        record = keeping.added(at, NETWORK, values)
        approved = _approved(at, record["resource_home"], record["started_on"])
    ref, home = record["ref"], record["resource_home"]
    joins = f"bvt network join {ref} {placeholders.word('HOME', session.translator)}"
    keeping.show_added(session, record, json, f"{joins} --from DATE", joins)
    _tell_approval(session, record, approved)
    pay = f"bvt agreement add --home {home} --network {ref} --measure ressursfamilie --from {record['started_on']}"
    session.out.tell(text("The resource family is paid by an agreement of its own: {command}", command=pay))


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    network: Ref,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    _refuse_future(session, values, as_of)
    with desk(session, "network set", by) as at:
        before, after = keeping.set_keys(at, NETWORK, network, SET_KEYS, values, clear)
        approved = _approved(at, after["resource_home"], after["started_on"])
    keeping.show_set(session, NETWORK.fields, before, after, json, f"bvt network check {network}")
    if {"resource_home", "started_on"} & set(keeping.changed_keys(NETWORK.fields, before, after)):
        _tell_approval(session, after, approved)


def _refuse_future(session: Session, values: keys.Values, as_of: str | None) -> None:
    """A declaration was signed, or it is not yet. Raises Usage."""
    signed = arguments.given(arguments.day, values.get("confidentiality_on"), "--confidentiality-on")
    if signed is not None:
        has_come(signed, session.as_of(as_of), "--confidentiality-on")


def _approved(at: "Desk", home: str, day: date) -> bool:
    """Whether a home is approved as a resource family on a day."""
    from bvt_cli.store.dossier import home_of

    approvals = home_of(at.known("home", home)).approvals
    return any(each.kind == "ressursfamilie" and each.stands_on(day) for each in approvals)


def _tell_approval(session: Session, network: Record, approved: bool) -> None:
    if not approved:
        session.out.warn(
            text(
                "The resource home {home} is not approved as a resource family on {day}."
                " See `bvt home check {home} --kind ressursfamilie`.",
                home=network["resource_home"],
                day=network["started_on"],
            )
        )


def show(ctx: typer.Context, network: Ref, json: arguments.Json = False) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.core.form import REGISTER
    from bvt_cli.store import database, records

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "network", network)
        register = records.load(connection, REGISTER).get("", {})
    if json:
        keeping.show_record(session, record)
        return
    title = text("{ref} {name}", ref=record["ref"], name=record.get("name", ""))
    showing.show_page(session, NETWORK, record, title)
    days = tuple(each["on"] for each in register.get("joint_meetings", ()) if network in each["networks"])
    if days:
        session.out.write("\n")
        session.out.say(text("Joint meetings: {days}", days=days))
    hint.suggest(session, f"bvt network check {network}")


def end(
    ctx: typer.Context,
    network: Ref,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The last day that counts."))] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why; kept in the journal."))
    ] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import network_facts, runs

    session: Session = ctx.obj
    keys.lacking(["--on"] if on is None else [], "network end")
    day = arguments.day(on or "", "--on")
    why = arguments.given(arguments.line, reason, "--reason")
    with desk(session, "network end", by) as at:
        before = at.known("network", network).get("ended_on")
        record = at.write("network", {"ref": network, "ended_on": str(day)})
        engagements = network_facts.network_named(at.connection, network).network.engagements
        running = [each for each in engagements if each.first <= day and _ends_with(each, before, day)]
        ended = [at.write("agreement", {"ref": each.agreement, "to": str(day)})["ref"] for each in running]
        later = [each.agreement for each in engagements if day < each.first]
        if why:
            at.note("network", network, {"reason": why})
        posted = sum(
            each.standing and each.line.last > day
            for engagement in engagements
            for each in runs.posted(at.connection, engagement.agreement)
        )
    if json:
        result = {"network": network, "ended_on": day, "agreements": ended, "not_begun": later, "posted_after": posted}
        session.out.document(result)
    session.out.tell(text("{network} ends on {day}.", network=record["ref"], day=day))
    if ended:
        session.out.tell(text("With it end {agreements}.", agreements=tuple(ended)))
    if later:
        session.out.warn(text("These begin later, and pay for a network that has ended: {agreements}.",
                              agreements=tuple(later)))  # fmt: skip
    if posted:
        session.out.warn(text("Lines posted for days after it: {number}.", number=posted))
    if posted or (ended and before is not None and before < day):
        hint.suggest(session, "bvt pay month")


def _ends_with(paid: "Engagement", before: date | None, day: date) -> bool:
    """Whether an agreement runs past the network's last day, or ended with it on the day said before (`before`)."""
    return paid.last is None or day < paid.last or (before != day and paid.last == before)
