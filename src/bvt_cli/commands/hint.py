"""The likely next command, named on stderr after each that leads somewhere; not under `--quiet`."""

from bvt_cli.commands import placeholders
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import text


def suggest(session: Session, command: str, asking: str = "") -> None:
    """Name the likely next command. `asking`: the same where somebody sits at a terminal and is asked for the rest."""
    named = asking if asking and session.attended else placeholders.in_command(command, session.translator)
    session.out.tell(text("Next: {command}", command=named))
