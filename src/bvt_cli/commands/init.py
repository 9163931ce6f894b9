"""`bvt init`: a new, empty register."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.period import Month
from bvt_cli.core.texts import mark, text

command = typer.Typer()


@command.command(
    "init",
    help=mark("Make a new, empty register, and the folder for the municipality's own rates beside it."),
    epilog="bvt init\nbvt init --pay-from 2024-10\nbvt --db /srv/bvt/bvt.db init",
)
def init(
    ctx: typer.Context,
    pay_from: Annotated[
        str | None,
        typer.Option("--pay-from", metavar="MONTH", help=mark("The first month that bvt pays (else this month).")),
    ] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import Desk, signed
    from bvt_cli.store import database

    session: Session = ctx.obj
    first = arguments.given(arguments.month, pay_from, "--pay-from") or Month.of(session.as_of(as_of))
    signature = signed(session, "init", by)
    database.create(session.register, lambda made: Desk(made, signature).write("register", {"pay_from": str(first)}))
    session.rates.mkdir(mode=0o700, parents=True, exist_ok=True)
    if json:
        session.out.document({"db": str(session.db), "rates": str(session.rates), "pay_from": first})
    session.out.tell(text("The register {path} is ready; it pays from {month} on.", path=str(session.db), month=first))
    hint.suggest(session, "bvt home add --kind KIND --name NAME --employment oppdragstaker", "bvt home add")
