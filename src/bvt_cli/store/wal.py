"""Back to the rollback journal where another program set SQLite's write-ahead log, which stays set in the file."""

from time import monotonic, sleep

from bvt_cli.store import database
from bvt_cli.store.database import Connection

_BETWEEN = 0.05  # seconds


def leave(connection: Connection) -> None:
    """Outside any transaction. Only possible while nobody else has the file open; SQLite does not wait for that."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        return
    until = monotonic() + database.WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except database.faults("OperationalError") as error:
            if not database.fault_name(error).startswith("SQLITE_BUSY") or monotonic() > until:
                raise
            sleep(_BETWEEN)
        else:
            return
