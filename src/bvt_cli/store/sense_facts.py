"""What the sense checks need, read child by child: never more of the register at once than one child's agreements."""

from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from bvt_cli.core.agreement import Agreement, Facts, PaidHome, Stay, is_paid
from bvt_cli.core.ledger import first_month
from bvt_cli.core.period import Month, Span
from bvt_cli.core.sense import SenseRules, doubts, unpaid_months
from bvt_cli.core.sense_checks import Doubt, Watched
from bvt_cli.store import facts
from bvt_cli.store.database import Connection
from bvt_cli.store.records import day_or_none

# A child with a foster home alone has nothing to be compared with, and a foster home no stays to look at.
_AGREEMENTS = """
SELECT a.ref, a.home, a.child, a.measure, a."from", a."to", a.basis, a.days_per_month, a.size, a.aftercare,
    a.paid_until, c.born, {stays}, {paid}, {signs}
FROM agreement AS a JOIN child AS c ON c.ref = a.child
WHERE a."from" <= :last
    AND ({alone} a.child IN (SELECT child FROM agreement GROUP BY child HAVING count(*) > 1))
ORDER BY a.child, a.ref
"""
# One text for each agreement, so that ten thousand agreements are no ten thousand queries.
_STAYS = """
(SELECT group_concat(s."from" || ' ' || s."to" || ' ' || (s.cancelled_on IS NOT NULL) || ' '
    || coalesce(s.cancelled_by, '') || ' ' || coalesce(s.cancelled_pay, ''), '|')
    FROM stay AS s WHERE s.agreement = a.ref AND s."from" <= :last)
"""
# Supervision is left out: the supervisor comes to a placed child on behalf of another.
_SIGNS = """
(SELECT group_concat(f."on") FROM follow_up AS f
    WHERE f.agreement = a.ref AND f.kind IN ('contact', 'visit', 'evaluation'))
"""
_PAID = """
(SELECT group_concat(DISTINCT l.for_month) FROM line AS l
    WHERE l.agreement = a.ref AND l.component IN ('grunnstotte', 'utgiftsdekning'))
"""


_CHILD = itemgetter(2)
COMPARING = frozenset({"two_homes", "two_stays", "relief_in_foster_home"})
"""The checks that set agreements of one child against each other."""


def children_to_pay(
    connection: Connection, month: Month, paid_afterwards: Collection[str] = (), only: Collection[str] | None = None
) -> Iterator[tuple[Watched, ...]]:
    """Child by child, the agreements with the months that a posting of `month` would pay for the first time.

    `paid_afterwards`: the measures paid for the month before. `only`: the checks it is for; where they all compare
    agreements, a child with one is left out.
    """
    pay_from = facts.pay_from(connection)
    rows = _rows(connection, month, _PAID, several=only is not None and set(only) <= COMPARING)
    homes = facts.paid_homes(connection)
    for _, of_child in groupby(rows, key=_CHILD):
        child = []
        for row in of_child:
            agreement = _agreement(row)
            last = month.plus(-1) if agreement.measure in paid_afterwards else month
            wanted = unpaid_months(agreement, pay_from, last, _months(row[13] or ""))
            child.append(_watched(row, agreement, homes, wanted, pay_from))
        yield tuple(child)


def doubts_of_posting(
    connection: Connection,
    month: Month,
    rules: SenseRules,
    on: date,
    paid_afterwards: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Iterator[Doubt]:
    """All doubts about what a posting of `month` pays for the first time, as they are found. `on`: the as-of day.

    `only`: the checks that are asked for, so that no more is read than these need; others may be among the answers.
    """
    for child in children_to_pay(connection, month, paid_afterwards, only):
        yield from doubts(child, rules, on)


def children_in(connection: Connection, month: Month) -> Iterator[tuple[Watched, ...]]:
    """Child by child, the agreements looked at for one month, whatever has been posted."""
    pay_from = facts.pay_from(connection)
    rows = _rows(connection, month, "NULL")
    homes = facts.paid_homes(connection)
    for _, of_child in groupby(rows, key=_CHILD):
        yield tuple(_watched(row, _agreement(row), homes, (month,), pay_from) for row in of_child)


def _rows(connection: Connection, month: Month, paid: str, several: bool = False) -> Iterator[tuple[Any, ...]]:
    alone = "" if several else "a.measure <> 'fosterhjem' OR"
    select = _AGREEMENTS.format(stays=_STAYS, paid=paid, signs=_SIGNS, alone=alone)
    return connection.execute(select, {"last": month.last.isoformat()})


def _watched(
    row: tuple[Any, ...], agreement: Agreement, homes: dict[str, PaidHome], wanted: tuple[Month, ...], pay_from: Month
) -> Watched:
    stays, held = _stays(row[12])
    known = Facts(agreement, homes[agreement.home], date.fromisoformat(row[11]), stays)
    signs = tuple(date.fromisoformat(each) for each in row[14].split(",")) if row[14] else ()
    return Watched(known, wanted, first_month(agreement, pay_from), held, signs)


def _stays(said: str | None) -> tuple[tuple[Stay, ...], tuple[Span, ...]]:
    """The stays, and the days of those that took place."""
    stays, held = [], []
    for first, last, cancelled, by, pay in sorted(each.split(" ") for each in said.split("|")) if said else ():
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
        stays.append(Stay(*span, counts=is_paid(cancelled == "1", by, pay == "1" if pay else None)))
        if cancelled == "0":
            held.append(span)
    return tuple(stays), tuple(held)


@lru_cache(maxsize=64)  # most agreements have been paid the same months
def _months(said: str) -> frozenset[Month]:
    return frozenset(Month.parse(each) for each in said.split(",") if each)


def _agreement(row: tuple[Any, ...]) -> Agreement:
    return Agreement(
        ref=row[0],
        home=row[1],
        child=row[2],
        case=None,
        measure=row[3],
        first=date.fromisoformat(row[4]),
        last=day_or_none(row[5]),
        basis=row[6] or "fixed",
        days_per_month=row[7],
        size=row[8],
        factor=Fraction(1),
        aftercare=bool(row[9]),
        paid_until=Month.parse(row[10]) if row[10] else None,
    )
