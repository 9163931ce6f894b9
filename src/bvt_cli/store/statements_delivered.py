"""When homes were handed the statement of what the runs of a month paid them; added to, never changed."""

from collections.abc import Iterator
from datetime import date

from bvt_cli.core.due_pay import Undelivered
from bvt_cli.core.period import Month
from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_UNDELIVERED = """
SELECT l.home, r.month FROM line AS l JOIN run AS r ON r.id = l.run GROUP BY l.home, r.month
HAVING max(r.id) > coalesce((
    SELECT max(d.run) FROM statement_delivery AS d WHERE d.home = l.home AND d.month = r.month
), 0)
ORDER BY r.month, length(l.home), l.home
"""
_LAST_RUN = "SELECT max(r.id) FROM run AS r JOIN line AS l ON l.run = r.id WHERE r.month = ? AND l.home = ?"
_DELIVERED = 'SELECT run, "on" FROM statement_delivery WHERE home = ? AND month = ? ORDER BY id DESC LIMIT 1'


def undelivered(connection: Connection) -> Iterator[Undelivered]:
    """Each home and month that a run paid later than the statement was handed over, or that had none."""
    for home, month in connection.execute(_UNDELIVERED):
        yield Undelivered(home, Month.parse(month))


def last_run(connection: Connection, home: str, month: Month) -> int | None:
    """The number of the last run of a month that has a line of a home."""
    row = connection.execute(_LAST_RUN, (str(month), home)).fetchone()
    return None if row[0] is None else int(row[0])


def deliver(connection: Connection, home: str, month: Month, day: date, signed: Signed) -> bool:
    """Record the day a home was handed the statement of a month; False where just that stands already.

    The home must have a line in a run of the month (`last_run`).
    """
    run, on = last_run(connection, home, month), day.isoformat()
    if connection.execute(_DELIVERED, (home, str(month))).fetchone() == (run, on):
        return False
    cursor = connection.execute(
        'INSERT INTO statement_delivery (home, month, run, "on", at, "by", login) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (home, str(month), run, on, signed.at, signed.by, signed.login),
    )
    seal.add(connection, "statement_delivery", cursor.lastrowid)
    return True
