"""`bvt outlay`: what a home has laid out for the child, paid against a receipt once somebody has approved it."""

from typing import Annotated

import typer

from bvt_cli.commands.voucher_kind import Kind
from bvt_cli.commands.vouchers import group
from bvt_cli.core.form_pay import OUTLAY
from bvt_cli.core.texts import mark, text

KIND = Kind(
    OUTLAY,
    Annotated[str, typer.Argument(metavar="OUTLAY", help=mark("The ref of the outlay."))],
    lambda agreement: text("A new outlay under {agreement}:", agreement=agreement),
    twin=("receipt", "on", "amount"),
    shown=("on", "receipt", "amount"),
    says={
        "add": mark("Record an outlay under an agreement. Its ref alone is printed on standard output."),
        "set": mark("Correct an outlay, key by key; one that was approved is then to be approved again."),
        "approve": mark(
            "Approve an outlay, so that it is paid. The name is what you say it is; the login name is kept beside it."
        ),
        "withdraw": mark("Withdraw an outlay; what is posted of it is taken back by the next posting."),
        "list": mark("All outlays, or those under one agreement, in one month, or waiting for approval."),
    },
    examples={
        "add": "bvt outlay add A-1 --on 2025-03-08 --receipt 17 --amount 450\n"
        "bvt outlay add A-1 --on 2025-03-21 --receipt B-204 --amount 1718,75 --purpose Skiutstyr",
        "set": "bvt outlay set U1 --amount 540\nbvt outlay set U1 --clear approved_by",
        "approve": "bvt outlay approve U1 --by leder",
        "withdraw": 'bvt outlay withdraw U1 --reason "Betalt av skolen" --on 2025-04-02',
        "list": "bvt outlay list --unapproved\nbvt outlay list --agreement A-1 --month 2025-03 --json",
    },
)
app = group(
    KIND,
    mark("What homes have laid out, against receipts."),
    "bvt outlay add A-1 --on 2025-03-08 --receipt 17 --amount 450\nbvt outlay approve U1 --by leder",
)
