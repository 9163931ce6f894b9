"""`bvt letter`: letters from templates, filled in from the register; and a signed one recorded as a step."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("Letters from templates that a municipality can replace, filled in from the register."),
    epilog="bvt letter kinds\nbvt letter write contract --home H-002\nbvt letter signed contract --home H-002",
)
app.command(
    "kinds",
    help=mark("The letters there are, in which languages, and which templates are the municipality's own."),
    epilog="bvt letter kinds\nbvt letter kinds --json",
)(Later("letter_written", "kinds"))
app.command(
    "write",
    help=mark(
        "Write a letter, in the language of the home (one to the child's family: in that of bvt). What the"
        " register does not know is left as a blank and told of; what only the municipality knows stands in square"
        " brackets."
    ),
    epilog="bvt letter write contract --home H-002 --agreement A-4\n"
    "bvt letter write confidentiality --home H-002 --person P-002 --html erklaering.html\n"
    "bvt letter write purpose --home H-004 --person P-006 --out formaal.txt\n"
    "bvt letter write measure_decision --home H-002 --agreement A-4 --pdf vedtak.pdf --complete",
)(Later("letter_written", "write"))
app.command(
    "signed",
    help=mark("Record that a contract or a confidentiality declaration is signed: the step of the approval."),
    epilog="bvt letter signed contract --home H-004 --on 2025-03-10\n"
    "bvt letter signed confidentiality --home H-004 --person P-006 --on 2025-03-10",
)(Later("letter_written", "signed"))
