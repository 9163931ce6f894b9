"""`bvt pay block|release|settle`: pay stopped, let go, and money taken back that is settled outside the pay."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.pay_claims import Reason
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.texts import Kroner, mark, text

if TYPE_CHECKING:
    from bvt_cli.core.ledger import Stretch
    from bvt_cli.store.database import Connection

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help=mark("The claim, such as K1."))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day (else today)."))]


def block(
    ctx: typer.Context,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement."))],
    first: Annotated[
        str | None, typer.Option("--from", metavar="MONTH", help=mark("The first month that is not paid."))
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="MONTH", help=mark("The last one (else until it is released)."))
    ] = None,
    reason: Reason = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.core.errors import InvalidInput
    from bvt_cli.core.ledger import Stretch
    from bvt_cli.store import claims as kept
    from bvt_cli.store import runs

    session: Session = ctx.obj
    keys.lacking([name for name, said in (("--from", first), ("--reason", reason)) if not said], "pay block")
    months = arguments.month(first or "", "--from"), arguments.given(arguments.month, last, "--to")
    if months[1] is not None and months[1] < months[0]:
        raise InvalidInput(text("to ({last}) is before from ({first}).", first=months[0], last=months[1]))
    why = arguments.line(reason or "", "--reason")
    with desk(session, "pay block", by) as at:
        about = at.known("agreement", agreement)
        _refuse_second(at.connection, agreement, Stretch(*months))
        number = kept.next_number(at.connection)
        opened = kept.Opened("block", None, about["home"], agreement, *months, 0, 0, why)
        kept.open_claim(at.connection, number, opened, at.signed)
        at.note("claim", kept.claim_ref(number), {"agreement": agreement, "from": str(months[0]), "reason": why})
        stretch = Stretch(*months)
        standing = (each.line.for_month for each in runs.posted(at.connection, agreement) if each.standing)
        posted = sorted({month for month in standing if stretch.holds(month)})
    claim = kept.claim_ref(number)
    if json:
        session.out.document({"claim": claim, "agreement": agreement, "from": months[0], "to": months[1]})
    about_it: dict[str, object] = {"claim": claim, "agreement": agreement, "first": months[0], "last": months[1]}
    if months[1] is None:
        session.out.tell(
            text("{claim}: nothing is paid under {agreement} from {first} on, until `bvt pay release {claim}`.",
                 **about_it)
        )  # fmt: skip
    else:
        session.out.tell(
            text("{claim}: nothing is paid under {agreement} for {first} to {last}, until `bvt pay release {claim}`.",
                 **about_it)
        )  # fmt: skip
    if posted:
        session.out.warn(text("Posted already, and left as it is: {months}.", months=tuple(posted)))
    session.out.warn(
        text("Claim {claim}: pay is stopped, so write to the home: `bvt pay letter {claim}`.", claim=claim)
    )


def release(
    ctx: typer.Context,
    claim: Claim,
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="AGREEMENT", help=mark("Of a reversed run: only this agreement.")),
    ] = None,
    reason: Reason = None,
    on: On = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import claims as kept

    session: Session = ctx.obj
    keys.lacking([] if reason else ["--reason"], "pay release")
    why = arguments.line(reason or "", "--reason")
    day = _day(session, on, as_of)
    with desk(session, "pay release", by) as at:
        known = kept.claim(at.connection, claim)
        if known.kind == "recovery":
            raise Refused(
                text(
                    "{claim} is money taken back: it is settled by its instalments, or by `bvt pay settle {claim}`.",
                    claim=known.ref,
                )
            )
        if known.released_on is not None:
            raise Refused(text("{claim} was released on {day} already.", claim=known.ref, day=known.released_on))
        if agreement is not None:
            at.known("agreement", agreement)
        kept.note_event(at.connection, known.number, "release", day, why, agreement, at.signed)
        at.note("claim", known.ref, {"released_on": day, "agreement": agreement, "reason": why})
    if json:
        session.out.document({"claim": known.ref, "released_on": day, "agreement": agreement})
    if agreement is None:
        session.out.tell(text("{claim} is released; the next posting pays what is due.", claim=known.ref))
    else:
        session.out.tell(
            text("{claim} is released for {agreement}; the next posting pays what is due under it.",
                 claim=known.ref, agreement=agreement)
        )  # fmt: skip
    hint.suggest(session, "bvt pay month")


def settle(
    ctx: typer.Context,
    claim: Claim,
    reason: Reason = None,
    on: On = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import claims as kept

    session: Session = ctx.obj
    keys.lacking([] if reason else ["--reason"], "pay settle")
    why = arguments.line(reason or "", "--reason")
    day = _day(session, on, as_of)
    with desk(session, "pay settle", by) as at:
        known = kept.claim(at.connection, claim)
        debt = next((each for each in kept.debts(at.connection) if each.claim == known.ref), None)
        if debt is None or not debt.outstanding:
            raise Refused(text("Nothing is outstanding under {claim}.", claim=known.ref))
        left = debt.outstanding
        kept.note_event(at.connection, known.number, "settled", day, why, None, at.signed, left)
        at.note("claim", known.ref, {"settled_on": day, "amount": Kroner(left), "reason": why})
    if json:
        session.out.document({"claim": known.ref, "settled_on": day, "amount": Kroner(left)})
    session.out.tell(
        text("{claim} is settled: the {amount} that was left is not taken from the pay.",
             claim=known.ref, amount=Kroner(left))
    )  # fmt: skip


def _day(session: Session, on: str | None, as_of: str | None) -> date:
    """The day said, or today; not one to come."""
    today = session.as_of(as_of)
    day = arguments.given(arguments.day, on, "--on") or today
    if day > today:
        raise Usage(text("{option}: {day} is still to come.", option="--on", day=day))
    return day


def _refuse_second(connection: "Connection", agreement: str, wanted: "Stretch") -> None:
    """Raise Refused where a block of the agreement is open for some of the months already."""
    from bvt_cli.core.ledger import Stretch
    from bvt_cli.store import claims as kept

    for each in kept.all_claims(connection):
        if each.kind == "block" and each.agreement == agreement and each.released_on is None:
            other = Stretch(each.first, each.last)
            if wanted.holds(other.first) or other.holds(wanted.first):
                raise Refused(
                    text("{claim} stops the pay of {agreement} already, from {month} on; release it first.",
                         claim=each.ref, agreement=agreement, month=each.first)
                )  # fmt: skip
