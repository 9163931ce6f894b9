"""`bvt pay payees` and `bvt pay confirm`: whom the homes' pay goes to, and that a second person has looked at it."""

from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.store.confirmations import KnownPayee

COLUMNS = (
    Column("home", mark("Home")),
    Column("person", mark("Person")),
    Column("payroll_id", mark("Payroll number")),
    Column("account", mark("Account")),
    Column("since", mark("Since"), "day"),
    Column("confirmed", mark("Confirmed"), "flag"),
    Column("confirmed_by", mark("Confirmed by")),
)
SHOWN_DIGITS = 4


def payees(
    ctx: typer.Context,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help=mark("Only those that nobody else has confirmed yet."))
    ] = False,
    accounts: Annotated[
        bool, typer.Option("--accounts", help=mark("With --json: account numbers whole, not their last four digits."))
    ] = False,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.store import confirmations, database

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    if accounts and not form.json:
        raise Usage(text("--accounts goes with --json only."))
    with database.reading(session.register) as connection:
        found = confirmations.all_payees(connection)
    shown = [each for each in found if not (unconfirmed and each.confirmed_by)]
    rows = [_row(each, whole=accounts) for each in shown]
    empty = text("Every payee is confirmed.") if unconfirmed and found else text("There are no payees.")
    session.out.table(COLUMNS, rows, empty, form)
    if not (unconfirmed and shown):
        return 0
    hint.suggest(session, f"bvt pay confirm {shown[0].home} {shown[0].person} --by NAME")
    return 3


def _row(payee: "KnownPayee", whole: bool = False) -> tuple[object, ...]:
    confirmed = payee.confirmed_by is not None
    account = payee.account if whole else masked(payee.account)
    return payee.home, payee.person, payee.payroll_id, account, payee.since, confirmed, payee.confirmed_by


def masked(account: str | None) -> str | None:
    """An account number with all but its last four digits hidden."""
    return account and "*" * (len(account) - SHOWN_DIGITS) + account[-SHOWN_DIGITS:]


def confirm(
    ctx: typer.Context,
    home: Annotated[str, typer.Argument(metavar="HOME", help=mark("The ref of the home."))],
    person: Annotated[str, typer.Argument(metavar="PERSON", help=mark("The ref of the person who is paid."))],
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.commands.voucher_kind import is_one_of
    from bvt_cli.store import confirmations

    session: Session = ctx.obj
    with desk(session, "pay confirm", by) as at:
        at.known("home", home)
        mine = [each for each in confirmations.all_payees(at.connection) if (each.home, each.person) == (home, person)]
        if not mine:
            raise NotFound(text("The home {home} has no payee {person}.", home=home, person=person))
        waiting = [each for each in mine if each.confirmed_by is None]
        for each in waiting:
            entered_by = confirmations.entered_by(at.connection, each)
            if entered_by is not None and is_one_of(at.signed.by, (entered_by,)):
                raise Refused(
                    text("{by} entered who is paid: {payee}. Somebody else confirms it.",
                         by=at.signed.by, payee=_named(each))
                )  # fmt: skip
            confirmations.confirm(at.connection, each, at.signed)
            noted = {"person": each.person, "payroll_id": each.payroll_id, "account": masked(each.account)}
            at.note("home", home, {"payee_confirmed": noted})
    if json:
        heads = [column.key for column in COLUMNS]
        done = [each._replace(confirmed_by=each.confirmed_by or at.signed.by) for each in mine]
        session.out.document([dict(zip(heads, _row(each), strict=True)) for each in done])
    for each in waiting:
        session.out.tell(text("{payee} is confirmed by {by}.", payee=_named(each), by=at.signed.by))
    if not waiting:
        session.out.tell(text("{person} is confirmed already; nothing changes.", person=person))


def _named(payee: "KnownPayee") -> Text:
    """A payee with what there is to look at: the payroll number, and the end of the account number."""
    about: dict[str, object] = {"person": payee.person, "home": payee.home, "number": payee.payroll_id or "-"}
    if payee.account is None:
        return text("{person} of {home} (payroll number {number}, no account)", **about)
    return text("{person} of {home} (payroll number {number}, account {account})",
                account=masked(payee.account), **about)  # fmt: skip
