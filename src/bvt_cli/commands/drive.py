"""`bvt drive`: what a home has driven for the child, paid by the state's mileage rates once it is approved."""

from typing import Annotated

import typer

from bvt_cli.commands.voucher_kind import Kind
from bvt_cli.commands.vouchers import group
from bvt_cli.core.form_pay import DRIVE
from bvt_cli.core.texts import mark, text

KIND = Kind(
    DRIVE,
    Annotated[str, typer.Argument(metavar="DRIVE", help=mark("The ref of the drive."))],
    lambda agreement: text("A new drive under {agreement}:", agreement=agreement),
    twin=("on", "km", "purpose"),
    shown=("on", "km"),
    says={
        "add": mark(
            "Record driving of a day under an agreement, in kilometres. Its ref alone is printed on standard output."
        ),
        "set": mark("Correct a drive, key by key; one that was approved is then to be approved again."),
        "approve": mark(
            "Approve a drive, so that it is paid. The name is what you say it is; the login name is kept beside it."
        ),
        "withdraw": mark("Withdraw a drive; what is posted of it is taken back by the next posting."),
        "list": mark("All drives, or those under one agreement, in one month, or waiting for approval."),
    },
    examples={
        "add": "bvt drive add A-1 --on 2026-03-06 --km 42\n"
        'bvt drive add A-1 --on 2026-03-08 --km 41,5 --purpose "Henting"',
        "set": "bvt drive set D1 --km 44\nbvt drive set D1 --clear approved_by",
        "approve": "bvt drive approve D1 --by leder",
        "withdraw": 'bvt drive withdraw D1 --reason "Ført to ganger" --on 2026-04-02',
        "list": "bvt drive list --unapproved\nbvt drive list --agreement A-1 --month 2026-03 --json",
    },
)
app = group(
    KIND,
    mark("What homes have driven, by the state's mileage rates."),
    "bvt drive add A-1 --on 2026-03-06 --km 42\nbvt drive approve D1 --by leder",
)
