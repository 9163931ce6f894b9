"""`bvt network gathering|agreed`: the gatherings of a network, and how many are agreed on for a year."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import (
    Ref,
    Undo,
    has_come,
    limits_of,
    only_one,
    refuse_before_start,
    remind,
    replaced,
    stands,
)
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.merge import identity
from bvt_cli.core.texts import Text, Word, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk

GATHERINGS = NETWORK.field("gatherings")
AGREED = NETWORK.field("gatherings_agreed")
KEYS = tuple(keys.element_keys(GATHERINGS))
OPTIONAL = tuple(key for key in KEYS if not key.field.required)


@keys.takes(KEYS)
def gathering(
    ctx: typer.Context,
    network: Ref,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
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
    if not (undo or clear or "on" in values):
        questions.complete(session, _asked(network, session.as_of(as_of)), values, json=json, yes=yes)
    today = session.as_of(as_of)
    day = arguments.given(arguments.day, values.get("on"), "--on") or today
    if not undo:
        has_come(day, today)
    said = {"on": day, "kind": values.get("kind", "ordinary")}
    written = keys.corrected(OPTIONAL, {key: each for key, each in values.items() if key not in said}, clear)
    with desk(session, "network gathering", by) as at:
        record = at.known("network", network)
        held = record.get("gatherings", [])
        known = [each for each in held if identity(GATHERINGS, each) == identity(GATHERINGS, said)]
        if undo:
            gone = only_one(known, _named(said), "--on, --kind")
            after = replaced(at, network, "gatherings", [each for each in held if each is not gone])
        else:
            refuse_before_start(record, day)
            for home in values.get("homes", ()):
                at.known("home", home)
                if home == record["resource_home"]:
                    raise Usage(text("--home: {home} is the resource home, which is always there; name the others.",
                                     home=home))  # fmt: skip
            dropped = _approve(session, at, network, said, known[0] if known else {}, written, today)
            now = keeping.with_element(GATHERINGS, held, {**said, **written})
            after = at.write("network", {"ref": network, "gatherings": now}, replace=True)
    if json:
        keeping.show_record(session, after.get("gatherings", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("{network}: {what} is taken away.", network=network, what=_named(said)))
    else:
        session.out.tell(text("{network}: {what} is recorded.", network=network, what=_named(said)))
        if dropped is not None:
            session.out.warn(
                text("What {by} approved is something else now: the refund is to be approved again.", by=dropped)
            )
        if "went" in values:
            remind(session)
        hint.suggest(session, f"bvt network check {network}")


def _approve(
    session: Session,
    at: "Desk",
    network: str,
    said: Mapping[str, object],
    known: Record,
    written: keys.Values,
    today: date,
) -> str | None:
    """Who had approved a refund of which the cost or the receipt is altered now: the approval goes with it.

    With four eyes nobody approves what they entered themselves. Raises Refused.
    """
    from bvt_cli.commands.voucher_kind import is_one_of, practice_of
    from bvt_cli.store.vouchers import cost_entered_by

    altered = any(key in written and str(written[key]) != str(known.get(key)) for key in ("cost", "receipt"))
    approver = written.get("approved_by")
    if approver is None:
        if altered and "approved_by" in known:
            written["approved_by"] = None
            return str(known["approved_by"])
        return None
    own = altered or is_one_of(approver, cost_entered_by(at.connection, network, said["on"], str(said["kind"])))
    if own and practice_of(session).value("four_eyes", today) == "on":
        raise Refused(
            text("{by} entered the cost; by the setting four_eyes somebody else approves the refund.", by=approver)
        )
    return None


def _named(said: Record) -> Text:
    what: object = text("gathering") if said["kind"] == "ordinary" else Word(said["kind"])
    return text("{what} on {day}", what=what, day=said["on"])


def _asked(network: str, today: date) -> questions.Form:
    """What is asked for on a terminal."""
    return questions.Form(
        NETWORK,
        KEYS,
        text("A gathering of {network}:", network=network),
        record=lambda values: {"ref": network, "gatherings": [{"on": str(today), "kind": "ordinary", **values}]},
        defaults=lambda values: {"on": today, "kind": Word("ordinary")},
        under=("network", network),
    )


def agreed(
    ctx: typer.Context,
    network: Ref,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=mark("The calendar year."))],
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help=mark("How many gatherings are agreed on."))
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why it is another number than the rule's."))
    ] = None,
    undo: Undo = False,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    in_year = arguments.whole(year, "YEAR", 1990, 2199)
    if undo == (number is not None):
        raise Usage(text("Say how many gatherings are agreed on, or --undo."))
    many = arguments.given(lambda word, name: arguments.whole(word, name, 0, 100), number, "NUMBER")
    why = arguments.given(arguments.line, reason, "--reason")
    rule = limits_of(session, date(in_year, 1, 1)).gatherings
    with desk(session, "network agreed", by) as at:
        record = at.known("network", network)
        agreements = record.get("gatherings_agreed", [])
        mine = [each for each in agreements if each["year"] == in_year]
        if undo:
            gone = only_one(mine, text("number of gatherings in {year}", year=year), "YEAR")
            after = replaced(at, network, "gatherings_agreed", [each for each in agreements if each is not gone])
        else:
            if many != rule and not (why or any(each["number"] == many and each.get("reason") for each in mine)):
                raise Usage(text("The rule is {rule} gatherings a year; another number needs a reason (--reason).",
                                 rule=rule))  # fmt: skip
            said: keys.Values = {"year": in_year, "number": many}
            if why or any(each["number"] != many for each in mine):
                said["reason"] = why  # that of another number is gone with it
            now = keeping.with_element(AGREED, agreements, said)
            after = at.write("network", {"ref": network, "gatherings_agreed": now})
    if json:
        keeping.show_record(session, after.get("gatherings_agreed", []))
    if after == record:
        stands(session, network)
    elif undo:
        session.out.tell(text("{network}: the rule's {rule} gatherings hold for {year}.",
                              network=network, rule=rule, year=year))  # fmt: skip
    else:
        session.out.tell(text("{network}: {number} gatherings are agreed on for {year}.",
                              network=network, number=many, year=year))  # fmt: skip
        hint.suggest(session, f"bvt network check {network}")
