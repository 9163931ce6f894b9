"""`bvt supplement`: extra pay for a home by decision, an amount a month, once somebody has approved it."""

from typing import Annotated

import typer

from bvt_cli.commands.voucher_kind import Kind
from bvt_cli.commands.vouchers import group
from bvt_cli.core.form_pay import SUPPLEMENT
from bvt_cli.core.texts import mark, text

KIND = Kind(
    SUPPLEMENT,
    Annotated[str, typer.Argument(metavar="SUPPLEMENT", help=mark("The ref of the supplement."))],
    lambda agreement: text("A new supplement under {agreement}:", agreement=agreement),
    twin=("decision", "amount"),
    shown=("from", "to", "amount", "decision", "taxable"),
    says={
        "add": mark(
            "Record extra pay under an agreement, an amount a month, by a decision: without one it is refused."
            " Its ref alone is printed on standard output."
        ),
        "set": mark("Correct a supplement, key by key; one that was approved is then to be approved again."),
        "approve": mark(
            "Approve a supplement, so that it is paid. The name is what you say it is; the login name is kept beside"
            " it."
        ),
        "withdraw": mark("Withdraw a supplement; what is posted of it is taken back by the next posting."),
        "list": mark("All supplements, or those under one agreement, in one month, or waiting for approval."),
    },
    examples={
        "add": 'bvt supplement add A-1 --from 2025-01 --to 2025-06 --amount 1500 --decision "Vedtak 12/25"\n'
        'bvt supplement add A-1 --from 2025-01 --to 2025-06 --amount 800 --decision "Vedtak 13/25" --no-taxable',
        "set": "bvt supplement set T1 --to 2025-08\nbvt supplement set T1 --clear approved_by",
        "approve": "bvt supplement approve T1 --by leder",
        "withdraw": 'bvt supplement withdraw T1 --reason "Vedtaket er omgjort" --on 2025-04-02',
        "list": "bvt supplement list --unapproved\nbvt supplement list --agreement A-1 --month 2025-03 --json",
    },
)
app = group(
    KIND,
    mark("Extra pay by decision, an amount a month."),
    'bvt supplement add A-1 --from 2025-01 --to 2025-06 --amount 1500 --decision "Vedtak 12/25"\n'
    "bvt supplement approve T1 --by leder",
)
