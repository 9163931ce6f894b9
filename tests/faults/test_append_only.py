"""What was posted, journalled, sealed or looked at is added to and never changed, by whatever statement."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.form import BY_NAME
from bvt_cli.store import database
from tests.conftest import Bvt
from tests.faults import full_register

pytestmark = pytest.mark.plain_only

CHANGING = ("told", "cleared", "_sqlite_migrations")
"""Tables beside the things of the form that bvt itself changes: what was told of, the file, and how new it is."""
TEXTS = (
    "claim_text",
    "claim_event_text",
    "run_payee_text",
    "payee_confirmation_text",
    "delivered_text",
    "journal_text",
)
"""Texts of rows that are never changed: they may be erased, and nothing else."""
ERASED_BY_DELETING = ("delivered_text", "journal_text")
REFUSED = "never changed"


@pytest.fixture
def path(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_register.copied(bvt, tmp_path, tmp_path_factory.getbasetemp())


@pytest.fixture
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection, as any tool opens one: recursive triggers and foreign keys are off."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        yield connection


def append_only(connection: sqlite3.Connection) -> list[str]:
    """Every table but those of the form, with their texts, and those bvt changes itself."""
    changing = {*CHANGING, *TEXTS}
    for entity in BY_NAME.values():
        for table in (entity.name, *(field.table for field in entity.lists)):
            changing |= {table, f"{table}_text"}
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in tables if name not in changing]


def attempts(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every kind of statement that changes, takes away or replaces a row."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    key = ", ".join(f'"{row[1]}"' for row in columns if row[5])
    last = f'"{columns[-1][1]}"'
    other = 99 if columns[-1][2] == "INTEGER" else "'x'"
    row = connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    marks = ", ".join("?" * len(columns))
    yield f"UPDATE {table} SET {last} = {other}", ()
    yield f"UPDATE OR REPLACE {table} SET {last} = {last}", ()
    yield f"UPDATE OR IGNORE {table} SET {last} = {other}", ()
    yield f"INSERT INTO {table} VALUES ({marks})", row
    yield f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row
    yield f"REPLACE INTO {table} VALUES ({marks})", row
    yield f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {last} = {last}", row
    yield f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO UPDATE SET {last} = {other}", row


def test_every_table_that_is_added_to_refuses_every_change(plain: sqlite3.Connection) -> None:
    """Two dozen tables; a new one without its triggers is found here."""
    tables = append_only(plain)
    assert {"run", "line", "journal", "journal_chain", "run_chain", "seal", "erasure", "lookup"} <= set(tables)
    for table in tables:
        before = plain.execute(f"SELECT * FROM {table}").fetchall()
        assert before, f"nothing stands in {table}"
        for statement, values in (*attempts(plain, table), (f"DELETE FROM {table}", ())):
            with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
                plain.execute(statement, values)
        assert plain.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", TEXTS)
def test_their_texts_may_be_erased_and_never_altered(plain: sqlite3.Connection, table: str) -> None:
    """Nor is one put where one was erased."""
    for statement, values in attempts(plain, table):
        with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
            plain.execute(statement, values)
    if table in ERASED_BY_DELETING:
        plain.execute(f"DELETE FROM {table}")
    else:
        column = plain.execute(f"PRAGMA table_info({table})").fetchall()[1][1]
        plain.execute(f"UPDATE {table} SET {column} = NULL")
        assert plain.execute(f"SELECT count({column}) FROM {table}").fetchone() == (0,)


def test_an_account_is_not_added_to_a_posted_run(plain: sqlite3.Connection) -> None:
    """Where a payee had none."""
    (bare,) = plain.execute("SELECT min(id) FROM run_payee").fetchone()
    plain.execute("DELETE FROM run_payee_text WHERE id = ?", (bare,))
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        plain.execute("INSERT INTO run_payee_text VALUES (?, '12345678903')", (bare,))


def test_a_salt_is_taken_from_a_seal_and_nothing_else(plain: sqlite3.Connection) -> None:
    """As when a text is erased."""
    before = plain.execute('SELECT id, "of", "row", content, chain FROM seal').fetchall()
    plain.execute("UPDATE seal SET salt = NULL")
    assert plain.execute('SELECT id, "of", "row", content, chain FROM seal').fetchall() == before
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        plain.execute("UPDATE seal SET salt = 'x'")


def test_bvt_opens_a_register_so_that_replacing_asks_the_delete_triggers_too(path: Path) -> None:
    """With recursive triggers and foreign keys on, to read and to write."""
    for opened in (database.reading, database.writing):
        with opened(path) as connection:
            assert connection.execute("PRAGMA recursive_triggers").fetchone() == (1,)
            assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
