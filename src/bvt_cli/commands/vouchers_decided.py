"""Approving and withdrawing what is paid beside the KS rates."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.voucher_kind import Command, Kind, is_one_of, practice_of
from bvt_cli.core.errors import Refused
from bvt_cli.core.texts import mark, text


def approve_of(kind: Kind) -> Command:
    def approve(
        ctx: typer.Context,
        ref: kind.ref,  # type: ignore[name-defined]
        as_of: arguments.AsOf = None,
        by: arguments.By = None,
        json: arguments.Json = False,
    ) -> None:
        from bvt_cli.commands.changing import desk
        from bvt_cli.store import vouchers

        session: Session = ctx.obj
        four_eyes = practice_of(session).value("four_eyes", session.as_of(as_of)) == "on"
        with desk(session, f"{kind.name} approve", by) as at:
            record = at.known(kind.name, ref)
            if "withdrawn" in record:
                raise Refused(text("{ref} is withdrawn, and cannot be approved.", ref=ref))
            approver, earlier = at.signed.by, record.get("approved_by")
            own = is_one_of(approver, vouchers.entered_by(at.connection, kind.entity, ref))
            if earlier is None:
                if own and four_eyes:
                    raise Refused(
                        text("{by} entered or corrected {ref}; by the setting four_eyes somebody else approves it.",
                             by=approver, ref=ref)
                    )  # fmt: skip
                record = at.write(kind.name, {"ref": ref, "approved_by": approver})
        if json:
            keeping.show_record(session, record)
        if earlier is not None:
            session.out.tell(text("{ref} is approved by {by} already; nothing changes.", ref=ref, by=earlier))
            return
        session.out.tell(text("{ref} is approved by {by}.", ref=ref, by=approver))
        if own:
            session.out.warn(text("{by} entered or corrected it too: nobody else has looked at it.", by=approver))
        hint.suggest(session, "bvt pay month")

    return approve


def withdraw_of(kind: Kind) -> Command:
    def withdraw(
        ctx: typer.Context,
        ref: kind.ref,  # type: ignore[name-defined]
        reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))] = None,
        on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day (else today)."))] = None,
        as_of: arguments.AsOf = None,
        by: arguments.By = None,
        json: arguments.Json = False,
    ) -> None:
        from bvt_cli.commands.changing import desk
        from bvt_cli.store import runs

        session: Session = ctx.obj
        keys.lacking(["--reason"] if reason is None else [], f"{kind.name} withdraw")
        day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
        withdrawn = {"on": str(day), "reason": arguments.line(reason or "", "--reason")}
        with desk(session, f"{kind.name} withdraw", by) as at:
            agreement = at.known(kind.name, ref)["agreement"]
            record = at.write(kind.name, {"ref": ref, "withdrawn": withdrawn})
            paid = [
                each.ref for each in runs.posted(at.connection, agreement) if each.standing and each.line.item == ref
            ]
        if json:
            keeping.show_record(session, record)
        session.out.tell(text("{ref} is withdrawn from {day}: it is not paid.", ref=ref, day=day))
        if paid:
            session.out.warn(text("It is posted ({lines}); the next posting takes that back.", lines=tuple(paid)))
            hint.suggest(session, "bvt pay month")

    return withdraw
