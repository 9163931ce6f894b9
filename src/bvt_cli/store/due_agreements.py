"""What is judged of agreements to find what is due, each table read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from bvt_cli.core.agreement import Facts
from bvt_cli.core.due_agreements import KnownAgreement
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY
from bvt_cli.store import facts
from bvt_cli.store.database import Connection
from bvt_cli.store.facts import agreement_of
from bvt_cli.store.records import day_or_none

_AGREEMENTS = """
SELECT a.ref, a.home, a.child, c."case", a.measure, a."from", a."to", a.basis, a.days_per_month, a.size, a.factor,
    a.aftercare, a.paid_until, c.born, a.end_reason IS NOT NULL, a.contact, a.network
FROM agreement AS a LEFT JOIN child AS c ON c.ref = a.child ORDER BY a.id
"""
_CLOSED = """
SELECT ref, min(coalesce(rejected_on, withdrew_on), coalesce(withdrew_on, rejected_on)) FROM home
WHERE rejected_on IS NOT NULL OR withdrew_on IS NOT NULL
"""


class Contacts(NamedTuple):
    """The contact persons of agreements that have not ended, by agreement, home and child."""

    agreements: Mapping[str, tuple[str, ...]]
    homes: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]


def known_agreements(connection: Connection) -> list[KnownAgreement]:
    """Every agreement, with its home and the child's birth date; no stays, no vouchers."""
    homes, closed = facts.paid_homes(connection), dict(connection.execute(_CLOSED))
    rows = connection.execute(_AGREEMENTS).fetchall()
    alike: defaultdict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        alike[_like(row)].append((row[5], row[6] or FAR_FUTURE.isoformat()))
    return [
        KnownAgreement(
            Facts(agreement_of(row), homes[row[1]], day_or_none(row[13])),
            bool(row[14]),
            _goes_on(row[6], alike[_like(row)]),
            () if row[15] is None else (row[15],),
            day_or_none(closed.get(row[1])),
        )
        for row in rows
    ]


def contacts(known: Iterable[KnownAgreement], day: date) -> Contacts:
    """Whose matter agreements, their homes and children are on a day; an agreement that has ended is nobody's."""
    found: tuple[defaultdict[str, dict[str, None]], ...] = (defaultdict(dict), defaultdict(dict), defaultdict(dict))
    for each in known:
        if each.who and day <= each.until:
            about = each.agreement
            for by, ref in zip(found, (about.ref, about.home, about.child), strict=True):
                if ref is not None:
                    by[ref] |= dict.fromkeys(each.who)
    return Contacts(*({ref: tuple(names) for ref, names in by.items()} for by in found))


def _like(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is the same in an agreement and the one it goes on in: home, child, measure, network."""
    return row[1], row[2], row[4], row[16]


def _goes_on(last: str | None, others: Iterable[tuple[str, str]]) -> bool:
    """Whether another of these (first and last day) holds on the day after the last."""
    if last is None:
        return False
    after = (date.fromisoformat(last) + ONE_DAY).isoformat()
    return any(first <= after <= until for first, until in others)
