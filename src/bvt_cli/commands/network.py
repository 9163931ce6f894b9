"""`bvt network`: the networks of resource families: what is recorded, what is short, the words on a half-year."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark(
        "The networks of resource families: 3 to 5 foster homes around an experienced one. Babysitting, stand-by,"
        " contact visits with parents and respite do not belong to the arrangement, and nothing here records them."
    ),
    epilog="bvt network list\nbvt network check N-1\nbvt network gathering N-1 --on 2025-08-16 --title Padling\n"
    "bvt network experiences N-1 --half 2025H1",
)
app.command(
    "add",
    help=mark("Add a network around a resource home. Its ref alone is printed on standard output."),
    epilog='bvt network add --name "Nettverk Vest" --resource-home H-020 --started-on 2025-01-15 --contact mls'
    " --contact ako",
)(Later("network_kept", "add"))
app.command(
    "set",
    help=mark("Correct what is known of a network, key by key."),
    epilog="bvt network set N-2 --contact mls --contact ako\nbvt network set N-1 --clear ended_on",
)(Later("network_kept", "set_"))
app.command(
    "show",
    help=mark("Everything held of a network."),
    epilog="bvt network show N-1\nbvt network show N-1 --json",
)(Later("network_kept", "show"))
app.command(
    "end",
    help=mark("End a network on its last day, and with it the agreements that pay for it."),
    epilog='bvt network end N-2 --on 2025-06-30\nbvt network end N-2 --on 2025-06-30 --reason "Familiene sluttet."',
)(Later("network_kept", "end"))
app.command(
    "join",
    help=mark(
        "Take a foster home into a network; of one that is in it already, correct the day it came or signed the"
        " declaration."
    ),
    epilog="bvt network join N-2 H-021 --from 2025-02-01\n"
    "bvt network join N-2 H-021 --from 2025-02-01 --confidentiality-on 2025-02-03",
)(Later("network_members", "join"))
app.command(
    "leave",
    help=mark("Say which day was the last of a home in a network."),
    epilog="bvt network leave N-1 H-022 --on 2025-06-30\nbvt network leave N-1 H-022 --undo",
)(Later("network_members", "leave"))
app.command(
    "confidentiality",
    help=mark("Record that homes signed the group's confidentiality declaration; the resource home signs it too."),
    epilog="bvt network confidentiality N-2 H-030 H-031 --on 2025-02-03\nbvt network confidentiality N-2 H-031 --undo",
)(Later("network_members", "confidentiality"))
app.command(
    "consent",
    help=mark("Record that a child consents to the family taking part."),
    epilog="bvt network consent N-2 C-91 --on 2025-02-03\nbvt network consent N-2 C-91 --on 2025-02-03 --undo",
)(Later("network_consents", "consent"))
app.command(
    "withdraw",
    help=mark("Record that a child withdraws its consent; the day given is the first on which it no longer counts."),
    epilog="bvt network withdraw N-1 C-90 --on 2025-06-01\nbvt network withdraw N-1 C-90 --undo",
)(Later("network_consents", "withdraw"))
app.command(
    "gathering",
    help=mark(
        "Record a gathering, or correct the one of the same day and kind. Those at Christmas and in summer are"
        " refunded, when their cost, receipt and approval are recorded."
    ),
    epilog="bvt network gathering N-1 --on 2025-08-16 --title Padling --home H-021 --home H-022\n"
    'bvt network gathering N-1 --on 2025-08-16 --went "Vind og vaffel."\n'
    "bvt network gathering N-1 --on 2025-12-13 --kind christmas --cost 1800 --receipt B-77 --approved-by leder",
)(Later("network_gatherings", "gathering"))
app.command(
    "agreed",
    help=mark("Agree on how many gatherings a network holds in a year; another number than the rule's has a reason."),
    epilog='bvt network agreed N-2 2025 4 --reason "Færre og lengre samlinger."\nbvt network agreed N-2 2025 --undo',
)(Later("network_gatherings", "agreed"))
app.command(
    "talk",
    help=mark("Record a talk of the service with the resource family."),
    epilog="bvt network talk N-1 --on 2025-06-17 --by ako\nbvt network talk N-1 --on 2025-06-17 --by ako --undo",
)(Later("network_talks", "talk"))
app.command(
    "interval",
    help=mark("Agree on how many days there may be between talks, from a day on."),
    epilog="bvt network interval N-1 28 --from 2025-04-01\nbvt network interval N-1 --from 2025-04-01 --undo",
)(Later("network_talks", "interval"))
app.command(
    "contact",
    help=mark(
        "Record about how often there was contact with a family, up to a day. What is recorded for several days is"
        " added together; said again for the same day, it is corrected."
    ),
    epilog="bvt network contact N-1 H-021 --on 2025-06-30 --count 9\n"
    "bvt network contact N-1 H-021 --on 2025-06-30 --undo",
)(Later("network_talks", "contact"))
app.command(
    "joint-meeting",
    help=mark("Record a joint meeting, and which networks were at it."),
    epilog="bvt network joint-meeting N-1 N-2 --on 2025-06-12\nbvt network joint-meeting N-2 --on 2025-06-12 --undo",
)(Later("network_meetings", "joint_meeting"))
app.command(
    "list",
    help=mark("All networks, and whether they are in order on the day that counts as today."),
    epilog="bvt network list\nbvt network list --as-of 2025-06-30 --json",
)(Later("network_watched", "list_"))
app.command(
    "check",
    help=mark("What is short in a network on the day that counts as today, and what to do about it."),
    epilog="bvt network check N-1\nbvt network check --all\nbvt network check N-1 --as-of 2025-06-30 --json",
)(Later("network_watched", "check"))
app.command(
    "report",
    help=mark(
        "All networks with their figures of the year so far and what is due next; or, of one network, the experiences"
        " of a half-year, to be printed."
    ),
    epilog="bvt network report\nbvt network report --svg nettverk-2025.svg\n"
    "bvt network report N-1 --half 2025H1 --markdown",
)(Later("network_reported", "report"))
app.command(
    "experiences",
    help=mark(
        "The experiences of a half-year around the resource family's own short text: record it, print it, deliver it."
        " What was delivered prints the same ever after. Never write a child's name."
    ),
    epilog="bvt network experiences N-1 --half 2025H1\n"
    "bvt network experiences N-1 --half 2025H1 --text-file erfaringer.txt\n"
    "bvt network experiences N-1 --half 2025H1 --deliver --html erfaringer-2025H1.html",
)(Later("network_experiences", "experiences"))
