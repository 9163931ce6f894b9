"""What the follow-up of agreements is judged by, read from the register: no names, no texts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from bvt_cli.core.errors import NotFound
from bvt_cli.core.follow_up import Event, Followed
from bvt_cli.core.texts import text
from bvt_cli.store import facts
from bvt_cli.store.database import Connection
from bvt_cli.store.records import day_or_none

_AGREEMENTS = """
SELECT a.ref, a.home, a.measure, a."from", a."to", h.ended_on, c.born, a.aftercare, a.contact IS NOT NULL,
    x.goals IS NOT NULL, a.visits_per_year, a.supervision_per_year
FROM agreement AS a JOIN home AS h ON h.ref = a.home LEFT JOIN child AS c ON c.ref = a.child
    LEFT JOIN agreement_text AS x ON x.id = a.id
{where}
ORDER BY length(a.home), a.home, length(a.ref), a.ref
"""
_EVENTS = """
SELECT a.agreement, a.ref, a.kind, a."on", coalesce(a.child_heard, 0), x.child_not_heard IS NOT NULL, a.next_on
FROM follow_up AS a LEFT JOIN follow_up_text AS x ON x.id = a.id
{where}
ORDER BY a."on", length(a.ref), a.ref
"""


def followed(connection: Connection, agreement: str | None = None) -> Iterator[Followed]:
    """Every agreement with what was done to follow it up, or one; in the order of homes and agreements.

    Raises NotFound where there is no such agreement.
    """
    since = facts.pay_from(connection).first
    events = _events(connection, agreement)
    where, values = ("", ()) if agreement is None else ("WHERE a.ref = ?", (agreement,))
    rows = connection.execute(_AGREEMENTS.format(where=where), values).fetchall()
    if agreement is not None and not rows:
        raise NotFound(text("There is no agreement {ref} in the register.", ref=agreement))
    for ref, home, measure, first, last, ended_on, born, aftercare, contact, goals, visits, supervision in rows:
        yield Followed(
            agreement=ref,
            home=home,
            measure=measure,
            first=date.fromisoformat(first),
            since=since,
            last=day_or_none(last),
            home_ended_on=day_or_none(ended_on),
            born=day_or_none(born),
            aftercare=bool(aftercare),
            contact=bool(contact),
            goals=bool(goals),
            visits_per_year=visits,
            supervision_per_year=supervision,
            events=tuple(events.get(ref, ())),
        )


def _events(connection: Connection, agreement: str | None) -> dict[str, list[Event]]:
    """By agreement what was done, in order of date."""
    where, values = ("", ()) if agreement is None else ("WHERE a.agreement = ?", (agreement,))
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for of, ref, kind, on, heard, reason, next_on in connection.execute(_EVENTS.format(where=where), values):
        found[of].append(Event(ref, kind, date.fromisoformat(on), bool(heard), bool(reason), day_or_none(next_on)))
    return found
