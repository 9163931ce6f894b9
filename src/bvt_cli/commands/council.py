"""`bvt council`: family councils, "family and close network first", from the referral to the family that is found."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("Family councils: family and close network first. Eleven steps, none skipped without a reason."),
    epilog="bvt council open --child C-77 --referred-on 2025-01-13\nbvt council next F1\nbvt council check F1",
)
app.command(
    "open",
    help=mark(
        "Open a council: the service refers a child, the first step. Its ref alone is printed on standard output."
    ),
    epilog="bvt council open --child C-77 --referred-on 2025-01-13 --wish yes\nbvt council open --child C-78 --acute",
)(Later("council_kept", "open_"))
app.command(
    "set",
    help=mark("Correct what is known of a council, key by key."),
    epilog="bvt council set F1 --answered-on 2025-01-28\nbvt council set F1 --coordinator ako\n"
    'bvt council set F1 --language "Tigrinja; tolk trengs"',
)(Later("council_kept", "set_"))
app.command(
    "view",
    help=mark("Record the child's own view: whether it wants a council, and how it is met if not."),
    epilog="bvt council view F1 --child-wants yes --child-asked-on 2025-02-03\n"
    'bvt council view F1 --child-wants no --child-says "Vil ikke." --child-met "Samtale med kontaktpersonen."',
)(Later("council_kept", "view"))
app.command(
    "consent",
    help=mark("Record a consent, take it back, or say why that of a parent may be done without."),
    epilog="bvt council consent F1 mother --on 2025-02-03\nbvt council consent F1 child --withdrawn 2025-03-01\n"
    'bvt council consent F1 father --exempt "Har ikke foreldreansvar."',
)(Later("council_steps", "consent"))
app.command(
    "step",
    help=mark("Record that a step is done, or correct it; only the next one, for none is skipped without a reason."),
    epilog="bvt council step F1 coordinator --on 2025-01-29\nbvt council step F1 meeting --on 2025-03-12\n"
    "bvt council step F1 meeting --remove",
)(Later("council_steps", "step"))
app.command(
    "skip",
    help=mark("Skip a step, with the reason."),
    epilog='bvt council skip F1 information --reason "Familien kjenner ordningen."',
)(Later("council_steps", "skip"))
app.command(
    "map",
    help=mark("Put somebody on the map of the network, or correct them by number; with nothing said, show the map."),
    epilog="bvt council map F1\n"
    'bvt council map F1 --category other_parent --name "Odd Eksempel" --relation farfar\n'
    "bvt council map F1 2 --invited-on 2025-02-20",
)(Later("council_lists", "map_"))
app.command(
    "not-invited",
    help=mark("Record whom on the map the child does not want invited, and how it was met or resolved."),
    epilog='bvt council not-invited F1 3 --why "Barnet er redd."\n'
    'bvt council not-invited F1 3 --resolved-on 2025-02-24 --resolution "Kommer ikke."\nbvt council not-invited F1',
)(Later("council_talks", "not_invited"))
app.command(
    "plan",
    help=mark("Add a proposal to the family's plan, or correct one by number; with nothing said, show the plan."),
    epilog='bvt council plan F1 --proposal "Bo hos familien Eksempel."\nbvt council plan F1 1 --remove',
)(Later("council_lists", "plan"))
app.command(
    "family",
    help=mark("Propose a family, or correct one by number; with nothing said, show them all."),
    epilog='bvt council family F1 --name "Familien Eksempel"\nbvt council family F1 1 --answer yes\n'
    "bvt council family F1 1 --information-sent-on 2025-03-20",
)(Later("council_lists", "family"))
app.command(
    "interview",
    help=mark("Record an interview or attachment talk with a proposed family; without a family, show them all."),
    epilog="bvt council interview F1 1 --on 2025-04-03\n"
    "bvt council interview F1 1 --kind attachment_talk --on 2025-04-10",
)(Later("council_talks", "interview"))
app.command(
    "decide",
    help=mark("Record the service's decision about a proposed family."),
    epilog='bvt council decide F1 1 yes --on 2025-04-24\nbvt council decide F1 2 no --reason "For langt fra skolen."',
)(Later("council_decided", "decide"))
app.command(
    "accept",
    help=mark("Make a family a home of kind fosterhjem: only one that said yes, and to which the service said yes."),
    epilog='bvt council accept F1 1 --carer "Kari Eksempel,1982-03-14" --carer "Ola Eksempel,1980-06-02"\n'
    "bvt council accept F1 1 --home H-001",
)(Later("council_decided", "accept"))
app.command(
    "close",
    help=mark("Close a council with what came of it; --remove opens it again."),
    epilog="bvt council close F1 --outcome family_found\n"
    'bvt council close F1 --outcome no_family --closing-reason "Ingen familie kunne nå."',
)(Later("council_kept", "close"))
app.command(
    "list",
    help=mark("All councils, with what comes next in each."),
    epilog="bvt council list\nbvt council list --running --json",
)(Later("council_look", "list_"))
app.command(
    "show",
    help=mark("Everything held of a council."),
    epilog="bvt council show F1\nbvt council show F1 --json",
)(Later("council_kept", "show"))
app.command(
    "check",
    help=mark("What is late or lacking in a council, or in all of them, on the day that counts as today."),
    epilog="bvt council check F1\nbvt council check --csv",
)(Later("council_look", "check"))
app.command(
    "next",
    help=mark("The one next thing to do in a council, or in each that runs, with its command and its day."),
    epilog="bvt council next F1\nbvt council next --json",
)(Later("council_look", "next_"))
