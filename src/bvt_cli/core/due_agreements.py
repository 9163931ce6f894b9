"""What is due about an agreement as such: its end, the child's coming of age, and an approval it lacks.

What its follow-up demands stands in `core.follow_up`, and pay without a sign of life in `core.sense`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.agreement import OF_AGE, Agreement, Facts, approved_days
from bvt_cli.core.due import Item
from bvt_cli.core.due_homes import Window
from bvt_cli.core.follow_up import Due
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Span, add_months, birthday, without
from bvt_cli.core.sense_checks import Doubt


class KnownAgreement(NamedTuple):
    """An agreement with its home and child. `reason_given`: it is said why it ends; `goes_on`: another agreement of

    the same home, child (or network) and measure holds on the day after its last. `who`: its contact person.
    `home_closed_on`: the day the home's application was rejected or withdrawn.
    """

    facts: Facts
    reason_given: bool = False
    goes_on: bool = False
    who: tuple[str, ...] = ()
    home_closed_on: date | None = None

    @property
    def agreement(self) -> Agreement:
        return self.facts.agreement

    @property
    def until(self) -> date:
        """The last day it can hold: its own, or the last one of the home."""
        return min(self.agreement.last or FAR_FUTURE, self.facts.home.ended_on or FAR_FUTURE)


def items(known: KnownAgreement, window: Window) -> Iterator[Item]:
    """All that is due about an agreement that has not ended."""
    if window.day <= known.until:
        yield from _ends(known, window)
        yield from _turns_18(known, window)
        yield from _unapproved(known, window)


def _ends(known: KnownAgreement, window: Window) -> Iterator[Item]:
    """`agreement_ends`: due on its last day and, within a window, before it; afterwards nothing is due.

    Not where the end is already meant: a reason for it is recorded, another agreement goes on from
    there, or the home ends before.
    """
    meant = known.reason_given or known.goes_on
    if known.agreement.last == known.until and not meant:
        yield _item(known, "agreement_ends", known.until)


def _turns_18(known: KnownAgreement, window: Window) -> Iterator[Item]:
    """`turns_18`: pay ends with the day before the child's 18th birthday, and the agreement would go on.

    Due on that last day paid (of an agreement that begins later: its first), until the agreement is ended
    by then, pay goes on as aftercare, or it has ended anyhow.
    """
    born = known.facts.born
    if born is not None and not known.agreement.aftercare and birthday(born, OF_AGE) <= known.until:
        last_paid = birthday(born, OF_AGE) - ONE_DAY
        on = max(last_paid, known.agreement.first)
        yield _item(known, "turns_18", on, figures=(("last_paid", last_paid),))


def _unapproved(known: KnownAgreement, window: Window) -> Iterator[Item]:
    """`unapproved`: it holds on days on which the home is not approved for its measure, so nothing is paid for these.

    Due on the first of these days, until there is an approval for the rest of them; not of days gone by.
    `closed`: the home's application is rejected or withdrawn, so that the agreement is to be ended.
    """
    first, last = known.agreement.first, min(known.until, window.last)
    if last < first:
        return
    closed = known.home_closed_on is not None and known.home_closed_on <= window.day
    approved = approved_days(known.facts.home.approvals, known.agreement.measure)
    for days in without((Span(first, last),), approved):
        if window.day <= days.last:
            yield _item(known, "unapproved", days.first, known.agreement.measure, (("closed", closed),))
            return


def silent(doubts: Iterable[Doubt], who: Mapping[str, tuple[str, ...]], window: Window) -> Iterator[Item]:
    """`no_sign_of_life`, of the doubts about a month: pay has gone on without one for longer than it may.

    Due on the last day on which a sign would have been in time, told from the day after it on
    (`core.sense_checks.silence`), until there is a stay, a contact or the like; not of agreements that have ended.
    A window tells nothing beforehand: stays may yet be held.
    """
    for each in doubts:
        if each.code == "no_sign_of_life" and each.last == window.day and each.first is not None:
            (agreement,), (home,) = each.agreements, each.homes
            on = add_months(each.first, each.limit or 0)
            yield Item(
                each.code, on, agreement, home=home, agreement=agreement, who=who.get(agreement, ()),
                figures=(("since", each.first), ("months", each.limit)),
            )  # fmt: skip


def _item(
    known: KnownAgreement, kind: str, on: date, detail: str = "", figures: tuple[tuple[str, object], ...] = ()
) -> Item:
    agreement = known.agreement
    return Item(
        kind, on, agreement.ref, detail, home=agreement.home, agreement=agreement.ref, who=known.who, figures=figures
    )


def to_follow_up(dues: Iterable[Due], who: tuple[str, ...]) -> Iterator[Item]:
    """What is due of an agreement's follow-up (`core.follow_up.dues`), each under its own code."""
    for due in dues:
        part = due.follow_up or ""
        yield Item(due.code, due.on, due.agreement, "", part, due.home, due.agreement, who, thing=due)
