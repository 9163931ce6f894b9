"""What is due about pay: rates, months to post, what was paid provisionally, and what waits for a second person.

Most of it waits without a day by which it should be done (`on` is None): it is due as long as it waits.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.agreement import Facts, due_days
from bvt_cli.core.due import Item
from bvt_cli.core.due_homes import Window
from bvt_cli.core.grant import Grant
from bvt_cli.core.ledger import Held, first_month
from bvt_cli.core.period import ONE_DAY, Month, months
from bvt_cli.core.practice import Practice
from bvt_cli.core.rate import Tables
from bvt_cli.core.texts import Kroner


def stale_rate(tables: Tables, window: Window) -> Iterator[Item]:
    """`rate`: no KS table covers a day. Due on the first such day, until a table is entered that covers it.

    A day before the first table is due on the day itself: no table can be missed there.
    """
    day = window.day
    while (table := tables.at(day)) is not None and day <= tables.covered_until(table):
        day = tables.covered_until(table) + ONE_DAY
    if table is not None:
        day = tables.covered_until(table) + ONE_DAY
    if day <= window.last:
        yield Item("rate", day, day.isoformat())


class Provisional(NamedTuple):
    """Standing lines of a month that were paid by a table that does not cover it. `amount` in øre."""

    month: Month
    lines: int
    amount: int


def provisional(found: Iterable[Provisional], tables: Tables) -> Iterator[Item]:
    """`provisional`: of each month, from its posting on, until the right table is entered and a posting settles it.

    `missing` is the first day no table covers, None once one does and only a posting is left to do.
    """
    for month, lines, amount in found:
        table = tables.at(month.last)
        covered = None if table is None else tables.covered_until(table)
        missing = None if covered is None or month.last <= covered else covered + ONE_DAY
        figures = (("month", month), ("lines", lines), ("amount", Kroner(amount)), ("missing", missing))
        yield Item("provisional", None, str(month), figures=figures)


def to_post(
    facts: Iterable[Facts], latest: Month | None, pay_from: Month, practice: Practice, window: Window
) -> Iterator[Item]:
    """`posting`: a month later than every posted one, that bvt is to pay something for. Due on the day after its last

    day, until it or a later month is posted. Measures paid afterwards (setting `paid_afterwards`)
    belong to the posting of the month after.

    `facts`: agreements with home and child, no stays needed; `latest`: the latest month with a run.
    """
    first = pay_from if latest is None else max(pay_from, latest.plus(1))
    last = Month.of(window.last).plus(-1)
    waiting = list(months(first, last))
    paid_for = {month: practice.for_month(month.first).paid_afterwards for month in waiting}
    agreements = dict.fromkeys(waiting, 0)
    for each in facts:
        for month in waiting:
            earned = month.plus(-1) if each.agreement.measure in paid_for[month] else month
            if _is_paid(each, earned, pay_from):
                agreements[month] += 1
    for month, number in agreements.items():
        if number:
            yield Item("posting", month.last + ONE_DAY, str(month), figures=(("month", month), ("number", number)))


def _is_paid(facts: Facts, month: Month, pay_from: Month) -> bool:
    agreement = facts.agreement
    if agreement.measure == "besokshjem" and facts.home.employment == "sgs1030":
        return False
    return first_month(agreement, pay_from) <= month and bool(due_days(facts, month).due)


class KnownRun(NamedTuple):
    """A run as it waits to be authorised. `total` in øre; `exported`: a file of it has gone out."""

    ref: str
    month: Month
    total: int
    by: str
    authorised: bool
    exported: bool


def to_authorise(runs: Iterable[KnownRun], four_eyes: bool) -> Iterator[Item]:
    """`authorise`: where two people are asked for (setting `four_eyes`), a run that nobody has authorised.

    Due from its posting on, until somebody else has; one that went out without it, before the setting
    was turned on, is left alone.
    """
    for run in runs:
        if four_eyes and not run.authorised and not run.exported:
            figures = (("month", run.month), ("total", Kroner(run.total)), ("by", run.by))
            yield Item("authorise", None, run.ref, who=(run.by,), figures=figures)


class KnownClaim(NamedTuple):
    """A claim, and what stands open under it (`outstanding`, øre). `unwritten`: the homes not yet written to.

    `home` and `agreement` are None for a whole run that was reversed; `gone`: it was released.
    """

    ref: str
    kind: str
    home: str | None
    agreement: str | None
    gone: bool
    outstanding: int
    unwritten: tuple[str, ...]
    who: tuple[str, ...] = ()


def claims(found: Iterable[KnownClaim]) -> Iterator[Item]:
    """`claim`: money owed in instalments until it is paid back; a stop or a reversed run until it is released.

    `letter`: a home that has not been written to about it; of money taken back also when it is settled,
    of a stop or a reversed run as long as it holds.
    """
    for claim in found:
        is_open = bool(claim.outstanding) if claim.kind == "recovery" else not claim.gone
        whole = Item("claim", None, claim.ref, claim.kind, "", claim.home, claim.agreement, claim.who)
        if is_open:
            yield whole._replace(figures=(("amount", Kroner(abs(claim.outstanding))),))
        if is_open or claim.kind == "recovery":
            for home in claim.unwritten:
                yield whole._replace(kind="letter", part=home, home=home)


def held(found: Iterable[Held], month: Month, who: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """`held`: what the posting of a month would take back and does not, until somebody decides.

    Due as long as more stands posted under an agreement than is due. `who`: by agreement.
    """
    for each in found:
        figures = (("amount", Kroner(-each.amount)), ("month", month))
        yield Item(
            "held", None, each.agreement, "", "", each.home, each.agreement, who.get(each.agreement, ()), figures
        )


class Undelivered(NamedTuple):
    """A home that the runs of a month paid, and that was not handed the statement since the last of them."""

    home: str
    month: Month


def statements(found: Iterable[Undelivered], practice: Practice, who: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """`statement`: where statements are handed out (setting `statements_delivered`, by the month of the run).

    Due from the posting on, until the statement is delivered; a later run of the month asks for another.
    `who`: by home.
    """
    for home, month in found:
        if practice.value("statements_delivered", month.first) == "on":
            figures = (("month", month),)
            yield Item("statement", None, home, part=str(month), home=home, who=who.get(home, ()), figures=figures)


class KnownPayee(NamedTuple):
    """A payee of a home under a number and account; `since`: from when, `until`: when others take over.

    `confirmed`: somebody has looked at it.
    """

    home: str
    person: str
    since: date
    until: date | None
    confirmed: bool
    who: tuple[str, ...] = ()


def payees(found: Iterable[KnownPayee], day: date) -> Iterator[Item]:
    """`payee`: who is or will be paid, and nobody has confirmed the number and account; of homes that have not ended.

    Due from when it is entered until somebody confirms it, or others are paid in their place.
    """
    for each in found:
        if not each.confirmed and (each.until is None or day < each.until):
            figures = (("since", each.since),)
            yield Item("payee", None, each.home, part=each.person, home=each.home, who=each.who, figures=figures)


class KnownVoucher(NamedTuple):
    """A voucher that nobody has approved and nobody has withdrawn: `outlay`, `drive`, `supplement` or `gathering`.

    `part`: of a gathering, whose `ref` is the network's, its day and kind. `on`: its (first) day.
    """

    kind: str
    ref: str
    on: date
    home: str
    agreement: str | None
    part: str = ""
    who: tuple[str, ...] = ()


def vouchers(found: Iterable[KnownVoucher], day: date) -> Iterator[Item]:
    """`voucher`: nothing is paid for it until somebody approves it. Due from when it is entered until it is approved

    or withdrawn; a gathering of those that are refunded, from when its cost is known, and not before its day.
    """
    for each in found:
        if each.kind == "gathering" and day < each.on:
            continue
        figures = (("on", each.on),)
        yield Item("voucher", None, each.ref, each.kind, each.part, each.home, each.agreement, each.who, figures)


def grants(found: Iterable[Grant], who: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """`grant`: financial support that is to be approved (detail `approve`) and then paid (`pay`).

    Due from when it is entered until it is paid or withdrawn. `who`: by child, the contact persons of its agreements.
    """
    for grant in found:
        if grant.paid_on is None and grant.withdrawn_on is None:
            detail = "pay" if grant.approved_by else "approve"
            figures = (("amount", Kroner(grant.amount)), ("on", grant.on))
            yield Item("grant", None, grant.ref, detail, grant.child, who=who.get(grant.child, ()), figures=figures)
