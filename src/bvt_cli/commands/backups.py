"""The backup before a posting, where the municipality wants one."""

from collections.abc import Callable
from datetime import date

from bvt_cli.commands.context import Session
from bvt_cli.core.errors import BvtError, RegisterError
from bvt_cli.core.practice import Practice
from bvt_cli.core.texts import text


def before_posting(
    session: Session, practice: Practice, today: date, needed: Callable[[], bool] = lambda: True
) -> None:
    """Back up the register if the settings of the day say so, and there is something to post (`needed`).

    Raises RegisterError where that cannot be done.
    """
    if practice.value("backup_before_posting", today) == "off" or not needed():
        return
    from bvt_cli.store import safeguard

    try:
        made = safeguard.before_posting(session.register, practice.number("backups_kept", today))
    except BvtError as error:
        if error.exit_code == 75:
            raise
        message = text(
            "A posting is to be preceded by a backup, which could not be made: {why} Nothing was posted.",
            why=error.message,
        )
        raise RegisterError(message, error.details) from error
    session.out.tell(text("A backup was made before that: {path}.", path=str(made)))
