"""The schema, as numbered SQL files applied in order by sqlite-utils. A released one is never edited.

`_sqlite_migrations` in the register is the record of what was applied; `user_version` mirrors its
length, so that a current register is recognised without importing sqlite-utils.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

NAMES = ("0001_register", "0002_ledger", "0003_councils", "0004_experiences", "0005_follow_up", "0006_trust")
CURRENT = len(NAMES)


def apply(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a register up to date, in one transaction: all of it or nothing. `path`: what it is called in errors.

    Raises RegisterError for one of an older bvt that was changed behind its back.
    """
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    from bvt_cli.store import schema, trust  # late, for they need this module

    migrations = Migrations("bvt")
    for name in NAMES:
        migrations(name=name)(_runner(name))
    database = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = schema.refuse_changed(connection, path)
        if version < CURRENT:  # else another bvt was quicker
            migrations.apply(database)
            trust.complete(connection, NAMES[version:])
            connection.execute(f"PRAGMA user_version = {CURRENT:d}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # not when SQLite itself gave it up: on a full disk
            connection.execute("ROLLBACK")


def _runner(name: str):  # type: ignore[no-untyped-def]
    def run(database) -> None:  # type: ignore[no-untyped-def]
        for statement in statements(name):
            database.conn.execute(statement)

    return run


def statements(name: str) -> Iterator[str]:
    """The single statements of a migration file (`executescript` would commit half-way)."""
    from importlib.resources import files

    collected = ""
    for line in (files(__package__) / f"{name}.sql").read_text("utf-8").splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected
            collected = ""
