"""The schema of a register beside what the migrations make of an empty file: tables, indexes, triggers and views."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import text
from bvt_cli.core.wholeness import Flaw
from bvt_cli.store import migrations
from bvt_cli.store.database import Connection

_RECORD = "_sqlite_migrations"
_MADE_ELSEWHERE = (("table", _RECORD), ("index", f"idx_{_RECORD}_migration_set_name"))
"""The table sqlite-utils keeps, and its index: their text is not that of a migration. What they hold is sealed."""


def differences(connection: Connection, names: tuple[str, ...]) -> Iterator[Flaw]:
    """What is not as the migrations of these names make it, in the order of its names."""
    right, found = _right(names), _objects(connection)
    for name in sorted(right.keys() | found.keys()):
        if name not in found:
            yield Flaw("schema_gone", "sqlite_schema", name)
        elif name not in right:
            yield Flaw("schema_added", "sqlite_schema", name)
        elif right[name] != found[name]:
            yield Flaw("schema_changed", "sqlite_schema", name)


def refuse_changed(connection: Connection, path: Path) -> int:
    """The version of a register, asked for in a transaction that has begun.

    Raises RegisterError where it is older than this bvt and does not hold just what that version made: somebody turned
    the version back, or what he added would act, while bvt brings it up to date.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < migrations.CURRENT:
        names = migrations.NAMES[: max(version, 0)]
        differs = next((str(flaw.row) for flaw in differences(connection, names)), None)
        if differs is None and _applied(connection) != list(names):
            differs = _RECORD
        if differs is not None:
            raise RegisterError(
                text(
                    "The register {path} was changed behind bvt's back: it says that it is of an older bvt, but does"
                    " not hold just what that made ({name}). Take a backup into use that `bvt db verify` finds whole.",
                    path=str(path),
                    name=differs,
                )
            )
    return version


def _applied(connection: Connection) -> list[str]:
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (_RECORD,)).fetchone():
        return []
    select = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'bvt' ORDER BY id"
    return [row[0] for row in connection.execute(select)]


@cache
def _right(names: tuple[str, ...]) -> dict[str, tuple[str, str, str]]:
    """What the migrations make of an empty file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for name in names:
            for statement in migrations.statements(name):
                fresh.execute(statement)
        return _objects(fresh)


def _objects(connection: Connection) -> dict[str, tuple[str, str, str]]:
    """What the schema holds by its names. Quotes count (`"NULL"` is not NULL), and so do lines (`--` ends with one)."""
    rows = connection.execute("SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return {
        name: (kind, table, "\n".join(" ".join(line.split()) for line in sql.splitlines()))
        for name, kind, table, sql in rows
        if (kind, name) not in _MADE_ELSEWHERE
    }
