"""`bvt pay`: compute, post and explain a month's pay."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("Compute, post and explain a month's pay."),
    epilog="bvt pay month 2025-03\nbvt pay month 2025-03 --post\nbvt pay explain R1-1",
)
app.command(
    "quote",
    help=mark("What such a home would be paid in a month, line by line; no register is needed."),
    epilog="bvt pay quote --measure stottefamilie --size medium --born 2018-05-04\n"
    "bvt pay quote --measure besokshjem --born 2018-05-04 --month 2025-03\n"
    "bvt pay quote --measure ressursfamilie --month 2025-03 --json",
)(Later("pay_quote", "quote"))
app.command(
    "calculate",
    help=mark("What a month by itself comes to, whatever has been posted; nothing is written."),
    epilog="bvt pay calculate 2025-03\nbvt pay calculate 2025-03 --lines\nbvt pay calculate 2025-03 --json",
)(Later("pay_calculate", "calculate"))
app.command(
    "month",
    help=mark(
        "What is to be paid for a month and every month before it that is not yet posted as it should be."
        " With --post it is written to the ledger; without, it is only shown."
    ),
    epilog="bvt pay month 2025-03\nbvt pay month 2025-03 --post\n"
    'bvt pay month --post --recover A-1 --reason "Avtalt 12. mai"',
)(Later("pay_month", "month"))
app.command("runs", help=mark("The runs posted so far."), epilog="bvt pay runs\nbvt pay runs --json")(
    Later("pay_posted", "runs")
)
app.command("show", help=mark("A posted run, line by line."), epilog="bvt pay show R1\nbvt pay show R1 --csv")(
    Later("pay_posted", "show")
)
app.command(
    "explain",
    help=mark("Why a line is what it is: the days, the rate with its source, and the sum written out."),
    epilog="bvt pay explain R1-1\nbvt pay explain --agreement A-1 --month 2025-03",
)(Later("pay_posted", "explain"))
