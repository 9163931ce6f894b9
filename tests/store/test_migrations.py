"""The schema: what it refuses by itself, on any connection, and how a register is brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.form import BY_NAME
from bvt_cli.store import database, migrations

APPEND_ONLY = ("run", "run_file", "run_payee", "run_chain", "claim", "line", "statement_delivery", "journal")


@pytest.fixture
def plain(bvt: Bvt, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection, as any tool opens one, to a register with a posted run that took money back."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    assert bvt("pay", "statement", "H-1", "--month", "2025-02", "--delivered").exit_code == 0
    assert bvt("home", "payees", "H-1", "--from", "2025-01-01", "--payee", "P-1").exit_code == 0
    assert bvt("agreement", "end", "A-1", "--on", "2025-01-31").exit_code == 0
    posted = bvt("pay", "month", "2025-02", "--post", "--recover", "A-1", "--reason", "Agreed.")
    assert posted.exit_code == 0
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        yield connection


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_posted_and_journalled_rows_are_never_changed(plain: sqlite3.Connection, table: str) -> None:
    """By UPDATE, DELETE, REPLACE, UPDATE OR REPLACE or an upsert, with recursive triggers off as they are."""
    assert plain.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    before = plain.execute(f"SELECT * FROM {table}").fetchall()
    assert before
    names = columns(plain, table)
    key = [f'"{row[1]}"' for row in plain.execute(f"PRAGMA table_info({table})") if row[5]]
    last = names[-1]
    marks = ", ".join("?" * len(names))
    attempts = [
        (f"UPDATE {table} SET {last} = {last}", ()),
        (f"UPDATE OR REPLACE {table} SET {last} = {last}", ()),
        (f"DELETE FROM {table}", ()),
        (f"INSERT INTO {table} VALUES ({marks})", before[0]),
        (f"INSERT OR REPLACE INTO {table} VALUES ({marks})", before[0]),
        (f"REPLACE INTO {table} VALUES ({marks})", before[0]),
        (
            f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET {last} = {last}",
            before[0],
        ),
    ]  # fmt: skip
    for statement, values in attempts:
        with pytest.raises(database.faults("IntegrityError"), match="never changed"):
            plain.execute(statement, values)
    assert plain.execute(f"SELECT * FROM {table}").fetchall() == before


def test_nothing_is_added_to_a_posted_run(plain: sqlite3.Connection) -> None:
    """Neither a line, nor a file, nor money taken back."""
    line = plain.execute("SELECT * FROM line WHERE run = 1 AND n = 1").fetchone()
    attempts = [
        (f"INSERT INTO line VALUES ({', '.join('?' * len(line))})", (1, 99, *line[2:])),
        ("INSERT INTO run_file (run, name, sha256) VALUES (1, 'other.yaml', ?)", ("0" * 64,)),
        ("INSERT INTO run_payee (run, home, person, share, \"from\") VALUES (1, 'H-1', 'P-1', '1', '2025-01-01')", ()),
    ]
    for statement, values in attempts:
        with pytest.raises(database.faults("IntegrityError"), match="never changed"):
            plain.execute(statement, values)


def test_a_line_is_reversed_once(plain: sqlite3.Connection) -> None:
    """A second reversal cannot even replace the first."""
    reversal = plain.execute("SELECT * FROM line WHERE kind = 'reversal'").fetchone()
    marks = ", ".join("?" * len(reversal))
    for statement in (f"INSERT INTO line VALUES ({marks})", f"INSERT OR REPLACE INTO line VALUES ({marks})"):
        with pytest.raises(database.faults("IntegrityError")):
            plain.execute(statement, (99, 1, *reversal[2:]))


def test_texts_of_the_journal_may_be_erased_but_never_altered(plain: sqlite3.Connection) -> None:
    """The entry itself stays."""
    before = plain.execute("SELECT count(*) FROM journal").fetchone()
    with pytest.raises(database.faults("IntegrityError"), match="never changed"):
        plain.execute("UPDATE journal_text SET after = '{}'")
    plain.execute("DELETE FROM journal_text WHERE id = 1")
    assert plain.execute("SELECT count(*) FROM journal").fetchone() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO home (ref, kind, employment) VALUES ('H-9', 'hytte', 'sgs1030')",
        "INSERT INTO home (ref, kind, employment) VALUES ('H-1', 'besokshjem', 'sgs1030')",
        "INSERT INTO home (ref, kind, employment, applied_on) VALUES ('H-9', 'besokshjem', 'sgs1030', '2025-02-29')",
        "INSERT INTO home (ref, kind, employment, applied_on) VALUES ('H-9', 'besokshjem', 'sgs1030', '2025-2-1')",
        "INSERT INTO home (ref, kind, employment, capacity) VALUES ('H-9', 'besokshjem', 'sgs1030', 'two')",
        "INSERT INTO child (ref, born) VALUES ('C-9', '2018-13-01')",
        "UPDATE register SET pay_from = '2025-1'",
        "INSERT INTO register (pay_from) VALUES ('2025-01')",
    ],
)
def test_the_file_itself_refuses_what_no_document_may_say(plain: sqlite3.Connection, statement: str) -> None:
    """Codes, dates and types are checked where they are kept."""
    with pytest.raises(database.faults("IntegrityError")):
        plain.execute(statement)


def test_every_list_and_thing_of_the_form_has_its_table(plain: sqlite3.Connection) -> None:
    """With its keys as columns, those about people in a table beside it, and all tables strict."""
    strict = {row[1]: row[5] for row in plain.execute("PRAGMA table_list") if row[2] == "table" and row[0] == "main"}
    for entity in BY_NAME.values():
        for table, fields in ((entity.name, entity.fields), *((field.table, field.fields) for field in entity.lists)):
            keys = {name.strip('"') for name in columns(plain, table)}
            texts = {name.strip('"') for name in columns(plain, f"{table}_text")}
            assert strict[table] == 1
            for field in fields:
                if field.kind not in ("list", "group"):
                    assert (field.key in texts, field.key in keys) == (field.personal, not field.personal), field.key


def test_a_current_register_is_recognised_by_its_version(plain: sqlite3.Connection) -> None:
    """The record of sqlite-utils and the version agree."""
    applied = [row[0] for row in plain.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert applied == list(migrations.NAMES)
    assert plain.execute("PRAGMA user_version").fetchone() == (migrations.CURRENT,)


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    bvt: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All migrations of an update are one transaction."""
    bvt("init")
    path = tmp_path / "bvt.db"
    before, current = bvt("export").stdout, migrations.CURRENT
    monkeypatch.setattr(migrations, "NAMES", (*migrations.NAMES, "9001_good", "9002_bad"))
    monkeypatch.setattr(migrations, "CURRENT", current + 2)
    made = {"9001_good": ["CREATE TABLE more (id INTEGER)"], "9002_bad": ["CREATE TABLE broken ("]}
    statements = migrations.statements
    monkeypatch.setattr(migrations, "statements", lambda name: iter(made[name]) if name in made else statements(name))
    with pytest.raises(database.faults("OperationalError")), database.reading(path):
        pass
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (current,)
        assert connection.execute("SELECT name FROM sqlite_schema WHERE name = 'more'").fetchone() is None
    assert bvt("export", env={"BVT_DB": str(path)}).stdout == before


def test_statements_are_cut_whole_out_of_a_migration_file() -> None:
    """Triggers hold semicolons of their own."""
    found = [*migrations.statements("0001_register"), *migrations.statements("0002_ledger")]
    assert all(sqlite3.complete_statement(each) for each in found)
    assert sum("CREATE TRIGGER" in each for each in found) >= 3 * len(APPEND_ONLY)


def test_a_newer_register_is_not_touched(tmp_path: Path) -> None:
    """It may keep what this bvt does not know."""
    path = tmp_path / "bvt.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {migrations.CURRENT + 1}")
    with pytest.raises(RegisterError) as refused, database.writing(path):
        pass
    assert "newer" in refused.value.message.msgid
