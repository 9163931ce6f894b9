"""`bvt log`: who changed what, and who looked at whom."""

import typer

from bvt_cli.commands.help import Later
from bvt_cli.core.texts import mark

app = typer.Typer(
    help=mark("The log: who changed what, and who looked at whom."),
    epilog="bvt log show\nbvt log show --home H-001",
)
app.command(
    "show",
    help=mark(
        "Changes and look-ups in order of time; of one home, child, agreement, person or run also what each key was"
        " before and after. To read the log of a home or a child is itself a look-up. Lists that show refs, names and"
        " codes only are no look-ups. Who looked is whoever BVT_USER says, else the login name: there is no --by for"
        " it."
    ),
    epilog="bvt log show\nbvt log show --home H-001 --from 2025-01-01\nbvt log show --child C-77 --look-ups\n"
    "bvt log show --run R1\nbvt log show --by kari --changes --last 200\nbvt log show --reason ferie --json\n"
    'bvt log show --home H-001 --reveal "Innsyn for familien."',
)(Later("log_shown", "show"))
