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
app.command(
    "check",
    help=mark("What about a month looks wrong, or wants a person to look at it, and what to do about it."),
    epilog="bvt pay check 2025-03\nbvt pay check --as-of 2025-03-31 --json",
)(Later("pay_check", "check"))
app.command(
    "forecast",
    help=mark(
        "What a year is expected to cost: what is posted, what is left by the agreements as they stand,"
        " and how far the months without a KS table may move it."
    ),
    epilog="bvt pay forecast --year 2025\nbvt pay forecast --by home --csv",
)(Later("pay_forecast", "forecast"))
app.command(
    "compare",
    help=mark("The municipality's own spreadsheet of pay beside what bvt computes: every difference, and why."),
    epilog="bvt pay compare lonn.csv --map kart.yaml\nbvt pay compare lonn.csv --map kart.yaml --month 2025-03 --json",
)(Later("pay_compare", "compare"))
app.command("runs", help=mark("The runs posted so far."), epilog="bvt pay runs\nbvt pay runs --json")(
    Later("pay_posted", "runs")
)
app.command("show", help=mark("A posted run, line by line."), epilog="bvt pay show R1\nbvt pay show R1 --csv")(
    Later("pay_posted", "show")
)
app.command(
    "authorise",
    help=mark(
        "Authorise a posted run; who posted it cannot. Names given to a command-line tool are claims: the login name"
        " is kept beside them."
    ),
    epilog="bvt pay authorise R1 --by leder",
)(Later("pay_authorise", "authorise"))
app.command(
    "payees",
    help=mark("Whom the pay of the homes goes to, and whether a second person has confirmed it."),
    epilog="bvt pay payees --unconfirmed\nbvt pay payees --json --accounts",
)(Later("pay_payees", "payees"))
app.command(
    "confirm",
    help=mark(
        "Confirm who is paid, with number and account; who entered them cannot. Names given to a command-line tool are"
        " claims: the login name is kept beside them."
    ),
    epilog="bvt pay confirm H-001 P-001 --by leder",
)(Later("pay_payees", "confirm"))
app.command(
    "explain",
    help=mark("Why a line is what it is: the days, the rate with its source, and the sum written out."),
    epilog="bvt pay explain R1-1\nbvt pay explain --agreement A-1 --month 2025-03",
)(Later("pay_posted", "explain"))
app.command(
    "export",
    help=mark(
        "Write a posted run to a new file for payroll, the ledger or the bank, with its control sum. What the format"
        " cannot carry is refused, or rewritten by its rules and told; a second file of a run needs --again."
    ),
    epilog="bvt pay export R1 --format csv --out R1.csv\n"
    "bvt pay export R1 --format visma-lonn --out R1.txt\n"
    "bvt pay export R1 --format pain.001.001.09 --pay-on 2025-04-12 --out R1.xml",
)(Later("pay_export", "export"))
app.command(
    "formats",
    help=mark("The formats a run can be written in, with the file each is described in."),
    epilog="bvt pay formats\nbvt pay formats --json",
)(Later("pay_export", "formats"))
app.command(
    "reconcile",
    help=mark("Compare what payroll says it paid with a run: what was not paid, paid besides, or paid otherwise."),
    epilog="bvt pay reconcile R1 paid.csv\nbvt pay reconcile R1 paid.csv --map paid.yaml --json",
)(Later("pay_reconcile", "reconcile"))
app.command(
    "claims",
    help=mark("What is taken back, reversed or kept back, and what of it stands open."),
    epilog="bvt pay claims\nbvt pay claims --open --json",
)(Later("pay_claims", "claims"))
app.command(
    "reverse",
    help=mark("Take a run back whole, by a new run with the opposite of each line; nothing is deleted."),
    epilog='bvt pay reverse R3 --reason "Feil måned"\nbvt pay reverse R3 --reason "Feil måned" --post',
)(Later("pay_claims", "reverse"))
app.command(
    "block",
    help=mark("Stop the pay under an agreement from a month on, until it is released."),
    epilog='bvt pay block A-1 --from 2025-04 --reason "Avklares med hjemmet"',
)(Later("pay_claims_kept", "block"))
app.command(
    "release",
    help=mark("Let go of what is kept back; the next posting pays what is due."),
    epilog='bvt pay release K1 --reason "Avklart"',
)(Later("pay_claims_kept", "release"))
app.command(
    "workbook",
    help=mark(
        "Write the proof workbook of a run: rates, days and live formulas, so that anybody sees in a spreadsheet how"
        " the sums come out. It holds case numbers and no names."
    ),
    epilog="bvt pay workbook R1 --out R1.xlsx",
)(Later("pay_workbook", "workbook"))
app.command(
    "history",
    help=mark("Everything posted about a home, a child or an agreement, by the month it is for, with the running sum."),
    epilog="bvt pay history H-001\nbvt pay history C-77 --json\nbvt pay history A-1 --csv",
)(Later("pay_history", "history"))
app.command(
    "totals",
    help=mark(
        "What is posted, added up by month, measure, KOSTRA function, art, home or component, or several of them."
    ),
    epilog="bvt pay totals\nbvt pay totals --from 2025-01 --to 2025-12 --by function,art\n"
    "bvt pay totals --by home --concerned --csv",
)(Later("pay_totals", "totals"))
app.command(
    "verify",
    help=mark(
        "Compute every posted line again from its stored fields, go through the chain of runs, and name what does not"
        " come out."
    ),
    epilog="bvt pay verify\nbvt pay verify --head 3f1c9a7be02d\nbvt pay verify --json",
)(Later("pay_verify", "verify"))
app.command(
    "statement",
    help=mark(
        "What a home was paid with the runs of a month or year, each sum written out, in the home's own language."
        " With --all every home's statement goes into a folder, a new file each."
    ),
    epilog="bvt pay statement H-001 --month 2025-03\n"
    "bvt pay statement H-001 --year 2025 --pdf H-001-2025.pdf\n"
    "bvt pay statement --all --year 2025 --into oppgaver-2025 --format html\n"
    "bvt pay statement --all --month 2025-03 --delivered --on 2025-04-02",
)(Later("pay_statement", "statement"))
app.command(
    "letter",
    help=mark(
        "The letter to a home about a claim, in the home's own language: money taken back, a run reversed, pay"
        " stopped. With --sent the day it was sent is recorded; no instalment is taken before."
    ),
    epilog="bvt pay letter K1\nbvt pay letter K1 --pdf K1.pdf\nbvt pay letter K1 --sent 2025-04-02",
)(Later("pay_letter", "letter"))
app.command(
    "settle",
    help=mark("Say that what is left of money taken back was paid in, or is let go: no more instalments."),
    epilog='bvt pay settle K2 --reason "Betalt inn"\nbvt pay settle K2 --reason "Ettergitt, vedtak 7/25"',
)(Later("pay_claims_kept", "settle"))
