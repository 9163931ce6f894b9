"""What the pay calculation needs, read from the register agreement by agreement: no names, no addresses."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from bvt_cli.core.agreement import Agreement, Facts, PaidHome, Sibling, Stay, is_paid
from bvt_cli.core.errors import NotFound
from bvt_cli.core.home import Approval
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text
from bvt_cli.store.database import Connection
from bvt_cli.store.records import day_or_none
from bvt_cli.store.vouchers import vouchers_by_agreement

ONE = Fraction(1)
_AGREEMENTS = """
SELECT a.ref, a.home, a.child, c."case", a.measure, a."from", a."to", a.basis, a.days_per_month, a.size, a.factor,
    a.aftercare, a.paid_until, c.born
FROM agreement AS a LEFT JOIN child AS c ON c.ref = a.child
{where}
ORDER BY length(a.home), a.home, length(a.ref), a.ref
"""
_STAYS = """
SELECT "from", "to", extra, cancelled_on, cancelled_by, cancelled_pay FROM stay
WHERE agreement = ? ORDER BY "from", "to"
"""


_OF_ONE = "WHERE a.ref = ?"
_OF_SHARED_CHILDREN = """
WHERE (a.child, a.measure) IN (SELECT child, measure FROM agreement GROUP BY child, measure HAVING count(*) > 1)
"""


def all_facts(connection: Connection) -> Iterator[Facts]:
    """Everything pay depends on, for every agreement, in the order of homes and agreements."""
    return _facts(connection, "")


def facts_of(connection: Connection, agreement: str) -> Facts:
    """Everything the pay of one agreement depends on. Raises NotFound."""
    found = next(_facts(connection, _OF_ONE, agreement), None)
    if found is None:
        raise NotFound(text("There is no agreement {ref} in the register.", ref=agreement))
    return found


def facts_of_shared_children(connection: Connection) -> Iterator[Facts]:
    """The agreements of children who have several of one measure: only these can overlap."""
    return _facts(connection, _OF_SHARED_CHILDREN)


def _facts(connection: Connection, where: str, *values: str) -> Iterator[Facts]:
    homes = paid_homes(connection)
    vouchers = vouchers_by_agreement(connection)
    siblings = _siblings(connection)
    for row in connection.execute(_AGREEMENTS.format(where=where), values):
        stays = _stays(connection, row[0]) if row[4] == "besokshjem" else ()
        yield Facts(
            agreement_of(row),
            homes[row[1]],
            day_or_none(row[13]),
            stays,
            vouchers.get(row[0], ()),
            siblings.get(row[0], ()),
        )


def pay_from(connection: Connection) -> Month:
    """The first month bvt pays."""
    return Month.parse(connection.execute("SELECT pay_from FROM register").fetchone()[0])


def paid_homes(connection: Connection) -> dict[str, PaidHome]:
    """What pay needs to know of every home, by ref."""
    approvals: dict[int, tuple[Approval, ...]] = {}
    select = 'SELECT home_id, kind, "on", revoked_on, coalesce(recorded, 1) FROM approval ORDER BY "on"'
    for home, kind, on, revoked_on, recorded in connection.execute(select):
        approval = Approval(kind, date.fromisoformat(on), day_or_none(revoked_on), bool(recorded))
        approvals[home] = (*approvals.get(home, ()), approval)
    return {
        ref: PaidHome(ref, employment, day_or_none(ended_on), approvals.get(key, ()))
        for key, ref, employment, ended_on in connection.execute("SELECT id, ref, employment, ended_on FROM home")
    }


def _stays(connection: Connection, agreement: str) -> tuple[Stay, ...]:
    return tuple(
        Stay(
            date.fromisoformat(first),
            date.fromisoformat(last),
            bool(extra),
            is_paid(cancelled_on is not None, cancelled_by, None if pay is None else bool(pay)),
        )
        for first, last, extra, cancelled_on, cancelled_by, pay in connection.execute(_STAYS, (agreement,))
    )


def _siblings(connection: Connection) -> dict[str, tuple[Sibling, ...]]:
    """By agreement of a støttefamilie those of the child's sisters and brothers in the same home and size."""
    pairs = set()
    for child, others in connection.execute("SELECT ref, siblings FROM child WHERE siblings IS NOT NULL"):
        for other in json.loads(others):
            pairs |= {(child, other), (other, child)}
    if not pairs:
        return {}
    rows = connection.execute(_AGREEMENTS.format(where="WHERE a.measure = 'stottefamilie'")).fetchall()
    of_siblings = [(agreement_of(row), date.fromisoformat(row[13])) for row in rows if any(row[2] in p for p in pairs)]
    return {
        mine.ref: tuple(
            Sibling(other, born)
            for other, born in of_siblings
            if (mine.child, other.child) in pairs and (mine.home, mine.size) == (other.home, other.size)
        )
        for mine, _ in of_siblings
    }


def agreement_of(row: tuple[Any, ...]) -> Agreement:
    return Agreement(
        ref=row[0],
        home=row[1],
        child=row[2],
        case=row[3],
        measure=row[4],
        first=date.fromisoformat(row[5]),
        last=day_or_none(row[6]),
        basis=row[7] or "fixed",
        days_per_month=row[8],
        size=row[9],
        factor=Fraction(row[10]) if row[10] else ONE,
        aftercare=bool(row[11]),
        paid_until=Month.parse(row[12]) if row[12] else None,
    )
