"""`bvt grant approve|pay|withdraw`: what is decided and done about a grant."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.grant_kept import Grant
from bvt_cli.commands.voucher_kind import is_one_of, practice_of
from bvt_cli.core.errors import Refused
from bvt_cli.core.texts import Kroner, mark, text


def approve(
    ctx: typer.Context,
    grant: Grant,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import grants

    session: Session = ctx.obj
    four_eyes = practice_of(session).value("four_eyes", session.as_of(as_of)) == "on"
    with desk(session, "grant approve", by) as at:
        record = at.known("grant", grant)
        if "withdrawn" in record:
            raise Refused(text("{ref} is withdrawn, and cannot be approved.", ref=grant))
        approver, earlier = at.signed.by, record.get("approved_by")
        own = is_one_of(approver, grants.entered_by(at.connection, grant))
        if earlier is None:
            if own and four_eyes:
                raise Refused(
                    text("{by} entered or corrected {ref}; by the setting four_eyes somebody else approves it.",
                         by=approver, ref=grant)
                )  # fmt: skip
            record = at.write("grant", {"ref": grant, "approved_by": approver})
    if json:
        keeping.show_record(session, record)
    if earlier is not None:
        session.out.tell(text("{ref} is approved by {by} already; nothing changes.", ref=grant, by=earlier))
        return
    session.out.tell(text("{ref} is approved by {by}.", ref=grant, by=approver))
    if own:
        session.out.warn(text("{by} entered or corrected it too: nobody else has looked at it.", by=approver))
    if "paid_on" not in record:
        hint.suggest(session, f"bvt grant pay {grant}")


def pay(
    ctx: typer.Context,
    grant: Grant,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day (else today)."))] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    with desk(session, "grant pay", by) as at:
        record = at.known("grant", grant)
        earlier = record.get("paid_on")
        if "withdrawn" in record:
            raise Refused(text("{ref} is withdrawn, and is not paid.", ref=grant))
        if "approved_by" not in record:
            raise Refused(text("{ref} is not approved yet; `{command}` does so.",
                               ref=grant, command=f"bvt grant approve {grant}"))  # fmt: skip
        if earlier is None:
            record = at.write("grant", {"ref": grant, "paid_on": str(day)})
    if json:
        keeping.show_record(session, record)
    if earlier is not None:
        session.out.tell(text("{ref} was paid on {day} already; nothing changes.", ref=grant, day=earlier))
    elif record.get("cash"):
        session.out.tell(
            text("{ref} is paid in cash on {day}: {amount}.", ref=grant, day=day, amount=Kroner(record["amount"].ore))
        )
    else:
        session.out.tell(
            text("{ref} is paid on {day} against the bill {bill}: {amount}.",
                 ref=grant, day=day, bill=record["bill"], amount=Kroner(record["amount"].ore))
        )  # fmt: skip


def withdraw(
    ctx: typer.Context,
    grant: Grant,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day (else today)."))] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    keys.lacking(["--reason"] if reason is None else [], "grant withdraw")
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    withdrawn = {"on": str(day), "reason": arguments.line(reason or "", "--reason")}
    with desk(session, "grant withdraw", by) as at:
        at.known("grant", grant)
        record = at.write("grant", {"ref": grant, "withdrawn": withdrawn})
    if json:
        keeping.show_record(session, record)
    session.out.tell(text("{ref} is withdrawn from {day}: it is not paid.", ref=grant, day=day))
    if "paid_on" in record:
        session.out.warn(
            text("It was paid on {day}; bvt takes no money back, so see to it that it is.", day=record["paid_on"])
        )
