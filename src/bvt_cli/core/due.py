"""What is due: one item for each thing somebody must do, and the day by which.

When an item begins and ends to be due is said where it is found: `due_homes` (applications, approvals,
certificates), `due_agreements`, `due_pay` (rates, posting, payees, claims, vouchers), `due_networks`
(networks and family councils), `core.follow_up` (evaluations, visits, supervision), `core.sense`
(no sign of life) and `core.retention` (what is written about people, once its time is up).
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.period import FAR_FUTURE, add_months, parse_day

KINDS = (
    # homes
    "application",
    "step",
    "certificates",
    "recorded",
    "since_approval",
    "destroy",
    "commitment_ends",
    # agreements
    "unapproved",
    "agreement_ends",
    "turns_18",
    "evaluation",
    "visit",
    "supervision",
    "contact",
    "contact_person_missing",
    "goals_missing",
    "child_not_heard",
    "no_sign_of_life",
    # pay
    "rate",
    "provisional",
    "posting",
    "authorise",
    "payee",
    "held",
    "claim",
    "letter",
    "statement",
    "voucher",
    "grant",
    # networks and family councils
    "network",
    "experiences",
    "council",
    # homes, children and networks that are no more
    "retention",
)
"""What an item can be, in the order items of one day are listed in."""
DAYS_OF = {"d": 1, "w": 7}


class Item(NamedTuple):
    """One thing to do. `on`: the last day it is in time (it is overdue the day after); None: nothing says by when.

    `ref`: what it is about, a home, agreement, network, council, run, claim, voucher, grant, or a month or
    day; `detail`: a code under the kind (which step, which finding); `part`: which person, child, home or
    family of it. `who`: those whose matter it is, as contact person or by whose name stands with it.
    `figures`: what the sentence about it needs; `thing`: what another module of the core found, where the
    words about that are its own.
    """

    kind: str
    on: date | None
    ref: str
    detail: str = ""
    part: str = ""
    home: str | None = None
    agreement: str | None = None
    who: tuple[str, ...] = ()
    figures: tuple[tuple[str, object], ...] = ()
    thing: object = None

    @property
    def name(self) -> str:
        """What it is called from day to day: of what it is about and its day, so that it can be told once."""
        day = "" if self.on is None else self.on.isoformat()
        return ":".join(part for part in (self.kind, self.detail, self.ref, self.part, day) if part)

    def late_on(self, day: date) -> int | None:
        """How many days it is overdue on a day, 0 while it is in time; None where nothing says by when."""
        return None if self.on is None else max((day - self.on).days, 0)


def horizon(day: date, number: int, unit: str) -> date:
    """The last day of a window that begins on a day: so many days (`d`), weeks (`w`) or months (`m`) later."""
    if unit == "m":
        return add_months(day, number)
    return day + timedelta(days=number * DAYS_OF[unit])


def due_by(items: Iterable[Item], last: date) -> list[Item]:
    """The items due by a day, each once: the most overdue first, then by kind; what has no day stands last."""
    found = {each.name: each for each in items if each.on is None or each.on <= last}
    return sorted(found.values(), key=_order)


def _order(item: Item) -> tuple[object, ...]:
    refs = ((len(ref), ref) for ref in (item.ref, item.detail, item.part))
    return (item.on or FAR_FUTURE, KINDS.index(item.kind), *refs)


def chosen(
    items: Iterable[Item], kinds: Collection[str] = (), whose: Callable[[Iterable[str]], bool] | None = None
) -> list[Item]:
    """The items of some kinds (none named: all), and of somebody, where `whose` says whether names are theirs.

    What belongs to nobody by name (a rate, a month to post) is left out where somebody is asked for.
    """
    return [each for each in items if (not kinds or each.kind in kinds) and (whose is None or whose(each.who))]


def gone(told: Iterable[str], items: Collection[Item], last: date) -> list[str]:
    """The names told before that are due no longer: settled, so that what comes anew is told anew.

    Those whose day is after `last` are kept: a wider window may have told them.
    """
    names = {each.name for each in items}
    return [name for name in told if name not in names and (_day_of(name) or date.min) <= last]


def _day_of(name: str) -> date | None:
    try:
        return parse_day(name[-10:])
    except ValueError:
        return None
