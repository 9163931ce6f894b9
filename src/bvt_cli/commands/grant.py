"""`bvt grant`: financial support of a child, paid to a supplier against a bill, or counted apart as cash."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark(
        "Financial support for a named purpose of a child, by decision: paid against the supplier's bill, not as cash"
        " to the family."
    ),
    epilog="bvt grant add C-77 --on 2025-03-10 --amount 2400 --decision 14/25 --purpose Fotball --supplier"
    " Idrettslaget --bill 3071\nbvt grant approve G1 --by leder\nbvt grant pay G1 --on 2025-03-20",
)
app.command(
    "add",
    help=mark(
        "Record a grant to a child. Its ref alone is printed on standard output. Cash to the family needs --cash and"
        " a --cash-reason."
    ),
    epilog="bvt grant add C-77 --on 2025-03-10 --amount 2400 --decision 14/25 --purpose Fotball --supplier"
    " Idrettslaget --bill 3071\nbvt grant add C-77 --on 2025-06-02 --amount 600 --decision 15/25 --purpose Leirskole"
    ' --cash --cash-reason "Leiren tar ikke faktura"',
)(Later("grant_kept", "add"))
app.command(
    "set",
    help=mark(
        "Correct a grant, key by key; one that was approved is then to be approved again. One that is paid stands as"
        " it was paid."
    ),
    epilog="bvt grant set G1 --amount 2600\nbvt grant set G1 --clear paid_on",
)(Later("grant_kept", "set_"))
app.command(
    "approve",
    help=mark("Approve a grant, so that it can be paid. The name is what you say it is; the login name is kept too."),
    epilog="bvt grant approve G1 --by leder",
)(Later("grant_decided", "approve"))
app.command(
    "pay",
    help=mark("Record that a grant was paid. bvt sends no money: the bill is paid in the accounts."),
    epilog="bvt grant pay G1\nbvt grant pay G1 --on 2025-03-20",
)(Later("grant_decided", "pay"))
app.command(
    "withdraw",
    help=mark("Withdraw a grant: it is not paid, and its bill may be entered again."),
    epilog='bvt grant withdraw G1 --reason "Betalt av skolen" --on 2025-04-02',
)(Later("grant_decided", "withdraw"))
app.command(
    "list",
    help=mark(
        "All grants, or those of one child, of one month, or waiting for approval or pay; cash is counted apart."
    ),
    epilog="bvt grant list --child C-77\nbvt grant list --unpaid --json",
)(Later("grant_kept", "list_"))
