"""What is judged of homes to find what is due, each table read once: no names, no addresses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from bvt_cli.core.due_homes import KnownHome
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import FAR_FUTURE, Span
from bvt_cli.store.database import Connection
from bvt_cli.store.records import day_or_none

_HOMES = """
SELECT id, ref, kind, coalesce(commitment_months, 0), coalesce(has_been_fosterhjem, 0), applied_on, rejected_on,
    withdrew_on, ended_on
FROM home ORDER BY id
"""
_PERSONS = 'SELECT home_id, ref, role, born, "from", "to" FROM person ORDER BY id'
_STEPS = 'SELECT home_id, code, "on", person, type, issued, destroyed_on, "by" FROM step ORDER BY id'
_APPROVALS = 'SELECT home_id, kind, "on", revoked_on, coalesce(recorded, 1), "by" FROM approval ORDER BY id'
_PAUSES = 'SELECT home_id, "from", "to" FROM pause'


class _Parts:
    """The persons, steps, approvals and pauses of all homes, by the key of the home, and whose names stand there."""

    def __init__(self, connection: Connection, day: date) -> None:
        self.persons: defaultdict[int, list[Person]] = defaultdict(list)
        self.steps: defaultdict[int, list[Step]] = defaultdict(list)
        self.undestroyed: defaultdict[int, list[Step]] = defaultdict(list)
        self.approvals: defaultdict[int, list[Approval]] = defaultdict(list)
        self.pauses: defaultdict[int, list[Span]] = defaultdict(list)
        self.by: defaultdict[int, list[str]] = defaultdict(list)
        for home, ref, role, born, first, last in connection.execute(_PERSONS):
            self.persons[home].append(
                Person(ref, role, date.fromisoformat(born), day_or_none(first), day_or_none(last))
            )
        for home, code, on, person, kind, issued, destroyed_on, by in connection.execute(_STEPS):
            step = Step(code, date.fromisoformat(on), person, kind, day_or_none(issued))
            self.steps[home].append(step)
            if code == "attest" and (destroyed_on is None or destroyed_on > day.isoformat()):
                self.undestroyed[home].append(step)
            self._signed(home, by)
        for home, kind, on, revoked_on, recorded, by in connection.execute(_APPROVALS):
            self.approvals[home].append(Approval(kind, date.fromisoformat(on), day_or_none(revoked_on), bool(recorded)))
            self._signed(home, by)
        for home, first, last in connection.execute(_PAUSES):
            self.pauses[home].append(Span(date.fromisoformat(first), day_or_none(last) or FAR_FUTURE))

    def _signed(self, home: int, by: str | None) -> None:
        if by is not None:
            self.by[home].append(by)


def known_homes(connection: Connection, day: date, contacts: Mapping[str, tuple[str, ...]]) -> Iterator[KnownHome]:
    """Every home as it stands on a day. `contacts`: by home the contact persons of its agreements."""
    parts = _Parts(connection, day)
    for key, ref, kind, months, fostered, applied_on, rejected_on, withdrew_on, ended_on in connection.execute(_HOMES):
        home = Home(
            ref,
            kind,
            months,
            bool(fostered),
            tuple(parts.persons[key]),
            tuple(parts.steps[key]),
            tuple(parts.approvals[key]),
        )
        closed = [date.fromisoformat(on) for on in (rejected_on, withdrew_on) if on is not None]
        yield KnownHome(
            home,
            day_or_none(applied_on),
            min(closed, default=None),
            day_or_none(ended_on),
            tuple(parts.pauses[key]),
            tuple(parts.undestroyed[key]),
            tuple(dict.fromkeys((*contacts.get(ref, ()), *parts.by[key]))),
        )
