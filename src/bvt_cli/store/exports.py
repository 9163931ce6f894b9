"""Which files a run was written to for payroll, ledger or bank, so that a second one is noticed."""

from typing import NamedTuple

from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed


class Exported(NamedTuple):
    """A file written of a run: its format, fingerprint, rows and control sum (øre); by whom and when (UTC)."""

    format: str
    sha256: str
    rows: int
    total: int
    at: str
    by: str


def exports_of(connection: Connection, number: int) -> list[Exported]:
    """The files written of a run so far, in order."""
    select = 'SELECT format, sha256, rows, total_ore, at, "by" FROM run_export WHERE run = ? ORDER BY id'
    return [Exported(*row) for row in connection.execute(select, (number,))]


def note_export(
    connection: Connection, number: int, format_name: str, sha256: str, rows: int, total: int, signed: Signed
) -> None:
    cursor = connection.execute(
        'INSERT INTO run_export (run, format, sha256, rows, total_ore, at, "by", login) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, format_name, sha256, rows, total, signed.at, signed.by, signed.login),
    )
    seal.add(connection, "run_export", cursor.lastrowid)
