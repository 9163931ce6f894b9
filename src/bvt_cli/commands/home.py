"""`bvt home`: the homes, their persons, the steps of their approval, and the approval itself."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("The homes: their persons, steps and approval."),
    epilog="bvt home list\nbvt home show H-001\nbvt home step H-001 home_visit --on 2024-09-10\nbvt home check H-001",
)
app.command(
    "add",
    help=mark("Add a home that has applied. Its ref alone is printed on standard output."),
    epilog='bvt home add --kind besøkshjem --name "Familien Berg" --employment oppdragstaker --commitment-months 12\n'
    'bvt home add --ref H-002 --kind fosterhjem --name "Familien Vik" --employment oppdragstaker',
)(Later("home_kept", "add"))
app.command(
    "set",
    help=mark("Correct what is known of a home, key by key."),
    epilog="bvt home set H-001 --commitment-months 24 --phone 00000001\nbvt home set H-001 --clear phone",
)(Later("home_kept", "set_"))
app.command(
    "list",
    help=mark("All homes, or those of one kind or status."),
    epilog="bvt home list\nbvt home list --kind besøkshjem --status applied\nbvt home list --json",
)(Later("home_list", "list_"))
app.command(
    "show",
    help=mark("Everything held of a home."),
    epilog="bvt home show H-001\nbvt home show H-001 --json",
)(Later("home_kept", "show"))
app.command(
    "person",
    help=mark("Add a person who lives in the home, or correct one (--person)."),
    epilog='bvt home person H-001 --name "Kari Berg" --born 1982-03-14 --role carer\n'
    "bvt home person H-001 --person P-001 --to 2025-01-31",
)(Later("home_people", "person"))
app.command(
    "payees",
    help=mark(
        "Say who is paid for the home from a day on: everybody who is, each with --payee."
        " A payee is the ref of the person, then what is to be said, after commas: share=1/2, payroll=10023,"
        " account=12345678903. Where no share is said the pay is divided equally; payroll number and account"
        " stay as they were for that person. What was said for the same day is replaced."
    ),
    epilog="bvt home payees H-001 --from 2024-10-01 --payee P-001,payroll=10023\n"
    "bvt home payees H-002 --from 2024-11-01 --payee P-002,payroll=10024 --payee P-003,payroll=10025\n"
    "bvt home payees H-002 --from 2025-01-01 --payee P-002,share=3/4 --payee P-003,share=1/4\n"
    "bvt home payees H-002 --from 2025-01-01 --remove",
)(Later("home_people", "payees"))
app.command(
    "step",
    help=mark("Record a step of the approval, or correct the one of the same code, person and day."),
    epilog="bvt home step H-001 conversation --on 2024-09-02\n"
    "bvt home step H-001 attest --person P-001 --issued 2024-09-10 --on 2024-09-20\n"
    "bvt home step H-001 confidentiality --person P-001 --on 2024-09-20\n"
    "bvt home step H-001 attest --person P-001 --destroyed 2024-10-30",
)(Later("home_steps", "step"))
app.command(
    "undo-step",
    help=mark("Take away a step that was recorded by mistake; the journal keeps it."),
    epilog="bvt home undo-step H-001 conversation --on 2024-09-02\nbvt home undo-step H-001 attest --person P-001",
)(Later("home_steps", "undo_step"))
app.command(
    "check",
    help=mark(
        "What a home still lacks to be approved, how long its certificates serve, and what came since the approval."
        " A home that is approved is judged on the day of its approval; another one today."
    ),
    epilog="bvt home check H-001\nbvt home check H-001 --on 2025-03-01\n"
    "bvt home check H-020 --kind ressursfamilie --json",
)(Later("approval", "check"))
app.command(
    "approve",
    help=mark("Approve a home, if nothing is missing."),
    epilog="bvt home approve H-001 --on 2024-10-01\nbvt home approve H-020 --kind ressursfamilie",
)(Later("approval", "approve"))
app.command(
    "revoke",
    help=mark("Revoke an approval; the day given is the first on which it no longer counts."),
    epilog='bvt home revoke H-007 --kind besøkshjem --on 2025-02-01 --reason "Familien ba om det."',
)(Later("approval", "revoke"))
app.command(
    "match",
    help=mark(
        "Compare the approved homes that have room with a child, point by point, and ask what bvt does not know."
        " Nothing is decided by it."
    ),
    epilog="bvt home match C-79\nbvt home match C-79 --kind støttefamilie --municipality 9999\n"
    "bvt home match C-79 --on 2025-03-01 --json",
)(Later("home_match", "match"))
app.command(
    "reject",
    help=mark("Reject the application of a home."),
    epilog='bvt home reject H-006 --on 2025-03-14 --reason "Trenger mer tid etter flytting."',
)(Later("home_ends", "reject"))
app.command(
    "withdraw",
    help=mark("Record that a home withdrew its application."),
    epilog='bvt home withdraw H-006 --on 2025-03-14 --reason "Familien har fått nytt arbeid."',
)(Later("home_ends", "withdraw"))
app.command(
    "pause",
    help=mark("Record that a home takes nobody in for a while; its agreements run on."),
    epilog='bvt home pause H-001 --from 2025-07-01 --reason "Familien venter barn."\n'
    'bvt home pause H-001 --from 2025-07-01 --to 2025-08-31 --reason "Oppussing."',
)(Later("home_ends", "pause"))
app.command(
    "resume",
    help=mark("End a pause; the day given is the first on which the home takes somebody in again."),
    epilog="bvt home resume H-001 --on 2025-09-01",
)(Later("home_ends", "resume"))
app.command(
    "end",
    help=mark("End a home on its last day, and its agreements with it."),
    epilog='bvt home end H-008 --on 2025-03-16\nbvt home end H-008 --on 2025-03-16 --reason "Familien flytter."',
)(Later("home_kept", "end"))
