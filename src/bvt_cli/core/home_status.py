"""Where a home stands on a day: applied, approved, ended ..., and how long its application has waited."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.codes import KINDS
from bvt_cli.core.field import Record

STATUSES = ("applied", "approved", "ended", "rejected", "withdrew", "paused")
STATUS_KEYS = ("ref", "applied_on", "rejected_on", "withdrew_on", "ended_on", "approvals", "pauses")
"""The keys of a home that this is judged by."""


class Waiting(NamedTuple):
    """An application without an answer, and the last day to answer it in time. `days`: how long it has waited."""

    on: date
    home: str
    since: date
    days: int
    late: bool


def status(home: Record, day: date) -> str:
    """One of `STATUSES`. A home that was turned down and is approved all the same (by an import) is approved."""
    if _ended_before(home, day):
        return "ended"
    approved = bool(approved_as(home, day))
    for key, said in (("rejected_on", "rejected"), ("withdrew_on", "withdrew")):
        if not approved and key in home and home[key] <= day:
            return said
    if paused(home, day) is not None:
        return "paused"
    return "approved" if approved else "applied"


def approved_as(home: Record, day: date) -> tuple[str, ...]:
    """The kinds a home is approved as on a day; none once it has ended."""
    if _ended_before(home, day):
        return ()
    standing = {
        approval["kind"]
        for approval in home.get("approvals", ())
        if approval["on"] <= day and ("revoked_on" not in approval or day < approval["revoked_on"])
    }
    return tuple(kind for kind in KINDS if kind in standing)


def paused(home: Record, day: date) -> Record | None:
    """The pause a home has on a day."""
    for pause in home.get("pauses", ()):
        if pause["from"] <= day and ("to" not in pause or day <= pause["to"]):
            return dict(pause)
    return None


def waiting_days(home: Record, day: date) -> int | None:
    """How many days an application has waited for its answer; None where there is none, or it has been answered.

    An approval that was revoked later was an answer; so is that the home withdrew.
    """
    if "applied_on" not in home or day < home["applied_on"] or _ended_before(home, day):
        return None
    answers = [home[key] for key in ("rejected_on", "withdrew_on") if key in home]
    answers += [approval["on"] for approval in home.get("approvals", ())]
    if any(answer <= day for answer in answers):
        return None
    return int((day - home["applied_on"]).days)


def unanswered(homes: Iterable[Record], day: date, limit: int) -> tuple[Waiting, ...]:
    """The applications without an answer on a day, the oldest first; `limit`: days in which they are answered."""
    found = []
    for home in homes:
        days = waiting_days(home, day)
        if days is not None:
            on = home["applied_on"] + timedelta(days=limit)
            found.append(Waiting(on, home["ref"], home["applied_on"], days, on < day))
    return tuple(sorted(found))


def _ended_before(home: Record, day: date) -> bool:
    return "ended_on" in home and bool(home["ended_on"] < day)
