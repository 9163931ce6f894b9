"""Figures of homes: how they stand on a day, what happened to them in a period, how long applications took.

Homes are records with `KEYS`, judged by `home_status`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from bvt_cli.core.codes import KINDS
from bvt_cli.core.field import Record
from bvt_cli.core.figures import Axis, Entry, Figures, Number, Period, Sum, counted, tabulated
from bvt_cli.core.home_status import STATUS_KEYS, STATUSES, approved_as, status, unanswered

KEYS = ("kind", *STATUS_KEYS)
EVENTS = ("applied", "approved", "rejected", "withdrew", "ended")
ANSWER_DAYS = "application_answer_days"


def home_figures(homes: Sequence[Record], of: Period, answer_days: int) -> Figures:
    """How many homes stand how, what happened, and how long applications took.

    `answer_days`: the days an application is answered in, by the setting in force on the last day.
    """
    known = [home for home in homes if _known_from(home) <= of.day]
    standing = [Entry((home["kind"], status(home, of.day)), home["ref"]) for home in known]
    approved = [Entry((kind,), home["ref"]) for home in known for kind in approved_as(home, of.day)]
    return tabulated("homes.status", (Axis(KINDS, True), Axis(STATUSES, True)), standing).plus(
        tabulated("homes.approved_as", (Axis(KINDS),), approved),
        tabulated("homes.events", (Axis(KINDS, True), Axis(EVENTS)), _events(homes, of)),
        _answered(homes, of, answer_days),
        _waiting(homes, of, answer_days),
    )


def _known_from(home: Record) -> date:
    """The first day anything is recorded of a home; one without any day has always been there."""
    days = (home.get("applied_on"), _approved_on(home), home.get("rejected_on"), home.get("withdrew_on"))
    return min((day for day in days if day is not None), default=date.min)


def _approved_on(home: Record) -> date | None:
    """The day of the first approval, as anything."""
    return min((each["on"] for each in home.get("approvals", ())), default=None)


def _events(homes: Iterable[Record], of: Period) -> Iterator[Entry]:
    for home in homes:
        days = {**{event: home.get(f"{event}_on") for event in EVENTS}, "approved": _approved_on(home)}
        yield from (Entry((home["kind"], event), home["ref"]) for event, day in days.items() if of.holds(day))


def _answered(homes: Iterable[Record], of: Period, answer_days: int) -> Figures:
    """The applications approved or rejected in the period, and the days it took to approve."""
    taken: list[int] = []
    answers: list[tuple[str, int]] = []
    for home in homes:
        applied_on, approved_on = home.get("applied_on"), _approved_on(home)
        if applied_on is None:
            continue
        if approved_on is not None and of.holds(approved_on):
            taken.append((approved_on - applied_on).days)
        answer = min((day for day in (approved_on, home.get("rejected_on")) if day is not None), default=None)
        if answer is not None and of.holds(answer):
            answers.append((home["ref"], (answer - applied_on).days))
    taken.sort()
    return Figures(
        (
            Number("applications.approved", (), len(taken), len(taken)),
            Number("applications.days_median", (), median(taken), len(taken)),
            Number("applications.days_longest", (), taken[-1] if taken else None, len(taken)),
        )
    ).plus(_in_time("applications.answered", [(ref, days > answer_days) for ref, days in answers]))


def _waiting(homes: Iterable[Record], of: Period, answer_days: int) -> Figures:
    """The applications without an answer at the end of the last day."""
    found = unanswered(homes, of.day, answer_days)
    return _in_time("applications.waiting", [(each.home, each.late) for each in found])


def _in_time(code: str, applications: Sequence[tuple[str, bool]]) -> Figures:
    """How many, how many of them within the set time, and how many past it (True)."""
    names = (code, f"{code}_in_time", f"{code}_late")
    chosen = (applications, [each for each in applications if not each[1]], [each for each in applications if each[1]])
    return Figures(
        tuple(counted(name, (Entry((), ref) for ref, _ in some)) for name, some in zip(names, chosen, strict=True)),
        (Sum(names[0], names[1:]),),
    )


def median(days: Sequence[int]) -> int | Fraction | None:
    """The middle of sorted numbers, or halfway between the two in the middle; None of none."""
    if not days:
        return None
    middle = Fraction(days[(len(days) - 1) // 2] + days[len(days) // 2], 2)
    return middle.numerator if middle.denominator == 1 else middle
