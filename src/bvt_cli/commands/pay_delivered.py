"""`bvt pay statement --delivered`: the day homes were handed the statement of what the runs of a month paid them."""

from datetime import date
from typing import TYPE_CHECKING

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk


def delivered(
    session: Session, home: str | None, month: Month, on: str | None, as_of: str | None, by: str | None, json: bool
) -> None:
    """Record it of a home, or of all (None) that have not been handed it since the last run of the month."""
    from bvt_cli.commands.changing import desk
    from bvt_cli.commands.network_shared import has_come

    today = session.as_of(as_of)
    day = has_come(arguments.given(arguments.day, on, "--on") or today, today)
    with desk(session, "pay statement", by) as at:
        homes = _undelivered(at, month) if home is None else [_paid(at, home, month)]
        new = [each for each in homes if _record(at, each, month, day)]
    if json:
        session.out.document({"month": month, "delivered_on": day, "homes": homes, "by": at.signed.by})
    if home is None:
        about: dict[str, object] = {"month": month, "day": day, "number": len(new)}
        session.out.tell(text("Statements of {month} delivered on {day}: {number}.", **about))
    elif new:
        session.out.tell(
            text("The statement of {month} to {home} was delivered on {day}.", month=month, home=home, day=day)
        )
    else:
        session.out.tell(text("{ref} stands as it was; nothing changes.", ref=home))


def _undelivered(at: "Desk", month: Month) -> list[str]:
    from bvt_cli.store import statements_delivered

    return [each.home for each in statements_delivered.undelivered(at.connection) if each.month == month]


def _paid(at: "Desk", home: str, month: Month) -> str:
    """The home, where the runs of the month paid it. Raises NotFound or Refused."""
    from bvt_cli.store import statements_delivered

    at.known("home", home)
    if statements_delivered.last_run(at.connection, home, month) is None:
        raise Refused(text("The runs of {month} paid {home} nothing.", month=month, home=home))
    return home


def _record(at: "Desk", home: str, month: Month, day: date) -> bool:
    from bvt_cli.store import statements_delivered

    new = statements_delivered.deliver(at.connection, home, month, day, at.signed)
    if new:
        at.note("home", home, {"statement": {"month": str(month), "delivered_on": day.isoformat()}})
    return new
