"""`bvt followup`: what was done to follow an agreement up, and what is due."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("Follow-up of agreements: contacts, visits, supervision and evaluations."),
    epilog="bvt followup add A-1 --kind evaluation --on 2025-03-20 --child-heard --outcome goes_on\nbvt followup check",
)
app.command(
    "add",
    help=mark(
        "Record what was done to follow an agreement up. In an evaluation the child is heard, or it is said why not."
        " Its ref alone is printed on standard output."
    ),
    epilog="bvt followup add A-1 --kind contact --on 2025-02-11\n"
    "bvt followup add A-1 --kind evaluation --on 2025-03-20 --home-took-part --parents-took-part --child-heard"
    " --outcome goes_on --next-on 2025-06-19\n"
    'bvt followup add A-4 --kind evaluation --on 2025-03-20 --child-not-heard "To år gammel."',
)(Later("follow_up_kept", "add"))
app.command(
    "set",
    help=mark("Correct what was recorded, key by key."),
    epilog="bvt followup set O1 --child-heard\nbvt followup set O1 --clear next_on",
)(Later("follow_up_kept", "set_"))
app.command(
    "show",
    help=mark("Everything held of one contact, visit, supervision or evaluation."),
    epilog="bvt followup show O1\nbvt followup show O1 --json",
)(Later("follow_up_kept", "show"))
app.command(
    "list",
    help=mark("All that was done, or that under one agreement, of one home or of one kind."),
    epilog="bvt followup list --agreement A-1\nbvt followup list --kind evaluation --json",
)(Later("follow_up_listed", "list_"))
app.command(
    "check",
    help=mark(
        "What is due or late on the as-of day, of all agreements or of one, each with the command that settles it."
        " Exit code 3 where there is anything."
    ),
    epilog="bvt followup check\nbvt followup check A-1 --as-of 2025-06-30\nbvt followup check --csv",
)(Later("follow_up_listed", "check"))
