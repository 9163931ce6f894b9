"""Which homes, children and networks are past the time the municipality has set for what is written about them.

How long that is, the municipality decides (settings `retention_...`, in years; 0: no time is set, and nothing is
erased). Nothing is erased of what is still in use: what stands in the way is said by a code of `IN_THE_WAY`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.due import Item
from bvt_cli.core.merge import ref_order
from bvt_cli.core.period import add_months
from bvt_cli.core.practice import Practice

KINDS = ("home", "child", "network")
SETTINGS = {"home": "retention_homes_years", "child": "retention_children_years", "network": "retention_networks_years"}
IN_THE_WAY = (
    "not_ended",
    "no_time_set",
    "not_yet",
    "agreement_in_force",
    "open_claim",
    "unpaid",
    "open_voucher",
    "open_grant",
    "open_council",
    "open_network",
    "nothing_left",
)
"""Why something is not erased, in the order it is told in."""
NOT_DUE = frozenset({"not_ended", "no_time_set", "not_yet", "nothing_left"})
"""Those by which it is not even due."""


class Stand(NamedTuple):
    """How a home, child or network stands. `ended_on`: the last day it was in use, None while it is.

    `in_use`: what of it is not settled, codes of IN_THE_WAY.
    """

    what: str
    ref: str
    ended_on: date | None
    in_use: tuple[str, ...] = ()


class Due(NamedTuple):
    """A judged one. `since`: the first day it may be erased, None where that is not known or no time is set."""

    what: str
    ref: str
    ended_on: date | None
    setting: str
    years: int
    since: date | None
    in_the_way: tuple[str, ...]

    @property
    def is_past(self) -> bool:
        """Whether its time is up, whatever stands in the way."""
        return not NOT_DUE & set(self.in_the_way)

    @property
    def erasable(self) -> bool:
        return not self.in_the_way


def any_time_set(practice: Practice, day: date) -> bool:
    """Whether the municipality has set a time for anything."""
    return any(practice.number(setting, day) for setting in SETTINGS.values())


def judge(stand: Stand, practice: Practice, day: date) -> Due:
    """Whether the texts about it may be erased on a day, by the settings in force on it."""
    setting = SETTINGS[stand.what]
    years = practice.number(setting, day)
    since = add_months(stand.ended_on, 12 * years) if stand.ended_on is not None and years else None
    codes = set(stand.in_use)
    if not years:
        codes.add("no_time_set")
    if stand.ended_on is None:
        codes.add("not_ended")
    elif since is not None and day < since:
        codes.add("not_yet")
    ways = tuple(code for code in IN_THE_WAY if code in codes)
    return Due(stand.what, stand.ref, stand.ended_on, setting, years, since, ways)


def items(found: Iterable[Due]) -> Iterator[Item]:
    """`retention`: a home, child or network whose time is up and that nothing stands in the way of (detail: which).

    Due on the first day it may be erased, until it is; of those whose time the municipality has set.
    """
    for due in found:
        if due.erasable:
            yield Item("retention", due.since, due.ref, due.what, home=due.ref if due.what == "home" else None)


def in_order(found: Iterable[Due]) -> list[Due]:
    """The longest due first; those without a day last."""
    return sorted(found, key=lambda due: (due.since or date.max, KINDS.index(due.what), ref_order(due.ref)))


def nothing_left(due: Due) -> Due:
    """The same, of which nothing is left to erase."""
    return due._replace(in_the_way=(*due.in_the_way, "nothing_left"))
