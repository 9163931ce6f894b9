"""The journal and the look-ups read together, the latest first."""

import heapq
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bvt_cli.core.logged import Logged, mentions
from bvt_cli.store.database import Connection
from bvt_cli.store.lookups import REGISTER


class Wanted(NamedTuple):
    """Which entries are asked for. `what` and `ref`: of one thing and what belongs to it.

    `first` and `last`: UTC stamps, the last one excluded; `by`: a name or a login; `reason`: words that stand in a
    reason.
    """

    what: str | None = None
    ref: str | None = None
    by: str | None = None
    first: str | None = None
    last: str | None = None
    changes: bool = True
    look_ups: bool = True
    reason: str | None = None


_BELONGS = {
    "home": (("agreement", "home"),),
    "child": (("agreement", "child"), ("council", "child"), ("grant", "child")),
    "agreement": tuple((each, "agreement") for each in ("stay", "outlay", "drive", "supplement", "follow_up")),
}
"""What is told with a thing: the tables that point to it, and in which column."""
SEEN_WITH = {
    "home": (
        ("follow_up", "SELECT v.ref FROM follow_up AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.home = ?"),
        ("network", "SELECT ref FROM network WHERE resource_home = ?"),
        ("network", "SELECT n.ref FROM network AS n JOIN member AS m ON m.network_id = n.id WHERE m.home = ?"),
        ("council", "SELECT c.ref FROM council AS c JOIN council_family AS f ON f.council_id = c.id WHERE f.home = ?"),
    ),
    "child": (
        ("follow_up", "SELECT v.ref FROM follow_up AS v JOIN agreement AS a ON a.ref = v.agreement WHERE a.child = ?"),
        ("network", "SELECT n.ref FROM network AS n JOIN consent AS c ON c.network_id = n.id WHERE c.child = ?"),
    ),
}
"""What a home or a child is part of, by kind: whoever looks at that looks at them too."""
MADE = "SELECT coalesce(min(id), 0) FROM journal WHERE what = ? AND ref = ?"
"""Before that entry whoever looked at everything did not look at it, for it was not there."""
_CHANGES = """
SELECT j.id, j.at, j."by", j.login, j.command, j.what, j.ref, t.before, t.after, t.id IS NULL
FROM journal AS j LEFT JOIN journal_text AS t ON t.id = j.id {where} ORDER BY j.id DESC
"""
_LOOK_UPS = """
SELECT j.id, j.entry, j.at, j."by", j.login, j.command, j.what, j.ref, j.reason FROM lookup AS j {where}
ORDER BY j.id DESC
"""
_Placed = tuple[tuple[int, int], Logged]
"""An entry with its place: the number of the last change, and of the look-up after it (0: the change itself)."""


def entries(connection: Connection, wanted: Wanted) -> Iterator[Logged]:
    """The entries asked for, the latest first: as they happened, whatever the clock said."""
    person = wanted.ref if wanted.what == "person" else None
    for _, entry in heapq.merge(
        _changes(connection, wanted), _look_ups(connection, wanted), key=lambda each: each[0], reverse=True
    ):
        if person is not None and entry.kind == "change" and not mentions([entry.before, entry.after], person):
            continue
        if wanted.reason is None:
            yield entry
            continue
        reasons = entry.reasons if wanted.what is not None else entry.reasons_in_lists
        if any(wanted.reason.casefold() in each.casefold() for each in reasons):
            yield entry


def home_of(connection: Connection, person: str) -> str | None:
    """The home a person belongs to; None where there is no such person."""
    select = "SELECT h.ref FROM person AS p JOIN home AS h ON h.id = p.home_id WHERE p.ref = ?"
    row = connection.execute(select, (person,)).fetchone()
    return None if row is None else str(row[0])


def _changes(connection: Connection, wanted: Wanted) -> Iterator[_Placed]:
    if not wanted.changes:
        return
    where, values = _where(connection, wanted)
    for number, at, by, login, command, what, ref, before, after, erased in connection.execute(
        _CHANGES.format(where=where), values
    ):
        texts = _read(before), _read(after)
        yield (number, 0), Logged(at, by, login, "change", command, what, ref, *texts, None, bool(erased))


def _look_ups(connection: Connection, wanted: Wanted) -> Iterator[_Placed]:
    if not wanted.look_ups or wanted.what == "run":  # the runs are nobody's own
        return
    where, values = _where(connection, wanted, look_ups=True)
    for number, entry, at, by, login, command, what, ref, reason in connection.execute(
        _LOOK_UPS.format(where=where), values
    ):
        yield (entry, number), Logged(at, by, login, "look_up", command, what, ref, reason=reason)


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


def _where(connection: Connection, wanted: Wanted, *, look_ups: bool = False) -> tuple[str, list[str]]:
    """The condition for what is asked for, and its values."""
    conditions: list[str] = []
    values: list[str] = []
    if wanted.what is not None and wanted.ref is not None:
        about, values = _about(connection, wanted.what, wanted.ref)
        if look_ups:
            beside, more = _seen_with(connection, wanted.what, wanted.ref)
            about, values = f"{about} OR {beside}", [*values, *more]
        conditions.append(f"({about})")
    if wanted.by is not None:
        conditions.append('? IN (j."by", j.login)')
        values.append(wanted.by)
    for stamp, sign in ((wanted.first, ">="), (wanted.last, "<")):
        if stamp is not None:
            conditions.append(f"j.at {sign} ?")
            values.append(stamp)
    return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), values


def _seen_with(connection: Connection, what: str, ref: str) -> tuple[str, list[str]]:
    """The condition for look-ups at what a thing is part of, and at everything once it was there."""
    if what == "person":
        what, ref = "home", home_of(connection, ref) or ""
    parts = SEEN_WITH.get(what, ())
    conditions = [f"j.what = '{kind}' AND j.ref IN ({select})" for kind, select in parts]
    conditions.append(f"j.what = '{REGISTER}' AND j.entry >= ({MADE})")
    return " OR ".join(conditions), [*([ref] * len(parts)), what, ref]


def families_of(connection: Connection, homes: Iterable[str]) -> frozenset[tuple[str, int]]:
    """The proposed families (family council and number) that became one of some homes."""
    select = "SELECT c.ref, f.number FROM council_family AS f JOIN council AS c ON c.id = f.council_id WHERE f.home = ?"
    return frozenset((ref, number) for home in homes for ref, number in connection.execute(select, (home,)))


def _about(connection: Connection, what: str, ref: str) -> tuple[str, list[str]]:
    if what == "person":
        home = home_of(connection, ref) or ""
        return "j.what = 'person' AND j.ref = ? OR j.what = 'home' AND j.ref = ?", [ref, home]
    about = [f"j.what = '{what}' AND j.ref = ?"]
    for table, column in _BELONGS.get(what, ()):
        about.append(f"j.what = '{table}' AND j.ref IN (SELECT ref FROM {table} WHERE {column} = ?)")
    return " OR ".join(about), [ref] * len(about)
