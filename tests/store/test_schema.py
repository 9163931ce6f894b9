"""A register whose version was turned back, or in which somebody laid a trigger, is not brought up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

from bvt_cli.store import database, migrations

pytestmark = pytest.mark.plain_only

Older = Callable[[str], Path]
WITHOUT_CHAINS = ("DELETE FROM run_chain", "DELETE FROM journal_chain", "DELETE FROM seal")


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest.fixture
def older(tmp_path: Path) -> Older:
    """Makes an empty register as the bvt made it whose last migration was this one."""

    def made(last: str) -> Path:
        path = tmp_path / "older.db"
        with pytest.MonkeyPatch.context() as patch:
            names = migrations.NAMES[: migrations.NAMES.index(last) + 1]
            patch.setattr(migrations, "NAMES", names)
            patch.setattr(migrations, "CURRENT", len(names))
            database.create(path, lambda connection: None)
        return path

    return made


@pytest.fixture
def posted(bvt: Bvt) -> Bvt:
    """A register of one home with a month posted."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    return bvt


@pytest.mark.parametrize("version", [migrations.CURRENT - 1, 1, 0, -1])
def test_a_version_turned_back_by_hand_is_refused(posted: Bvt, tmp_path: Path, version: int) -> None:
    """Else bvt would itself give links and seals to what was forged; nothing is backed up or written either."""
    path = tmp_path / "bvt.db"
    with by_hand(path) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE line SET amount_ore = amount_ore + 1000000 WHERE n = 1")
        for statement in WITHOUT_CHAINS:
            connection.execute(statement)
        for _, statement in triggers:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    for command in (("db", "verify"), ("home", "list"), ("import", "-")):
        refused = posted(*command, input="bvt_register: 1\nchildren: [{ref: C-9, born: 2018-01-01}]\n")
        assert refused.exit_code == 78
        assert "was changed behind bvt's back: it says that it is of an older bvt" in refused.stderr
    assert path.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_so_is_one_whose_later_tables_were_taken_away_but_not_the_note_of_them(older: Older, bvt: Bvt) -> None:
    """Which migrations there were is noted by itself."""
    path = older("0005_follow_up")
    with by_hand(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (6, 'bvt', '0006_trust', '2026-01-01')")
    refused = bvt("db", "verify", env={"BVT_DB": str(path)})
    assert refused.exit_code == 78
    assert "(_sqlite_migrations)" in refused.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations BEGIN UPDATE home_text SET name = 'PWN'; END",
        "CREATE TRIGGER evil AFTER INSERT ON journal BEGIN UPDATE home_text SET name = 'PWN'; END",
        "CREATE INDEX evil ON _sqlite_migrations (name)",
        "CREATE VIEW evil AS SELECT 1",
        "DROP TRIGGER line_no_update",
    ],
)
def test_an_older_register_or_backup_that_holds_more_or_other_is_refused(
    older: Older, bvt: Bvt, tmp_path: Path, statement: str
) -> None:
    """What somebody added would act while bvt brings it up to date."""
    path = older("0005_follow_up")
    with by_hand(path) as connection:
        connection.execute(statement)
    opened = bvt("home", "list", env={"BVT_DB": str(path)})
    restored = bvt("db", "restore", path)
    accepted = bvt("db", "restore", path, "--accept-flaws")
    assert [each.exit_code for each in (opened, restored, accepted)] == [78, 78, 78]
    assert not (tmp_path / "bvt.db").exists()


def test_what_is_laid_on_the_table_of_migrations_of_a_current_register_is_told_of(posted: Bvt, tmp_path: Path) -> None:
    """Only that table itself, which another library makes, is not compared."""
    with by_hand(tmp_path / "bvt.db") as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations BEGIN SELECT 1; END")
    assert "evil, a table, index or trigger, is not of bvt's making." in posted("db", "verify").stderr


@pytest.mark.parametrize(
    ("was", "now"), [("SELECT RAISE(%)", 'SELECT "RAISE(%)"'), ("BEGIN SELECT", "BEGIN --SELECT 1;\nSELECT")]
)
def test_a_trigger_that_differs_by_quotes_or_lines_only_is_told_of(
    posted: Bvt, tmp_path: Path, was: str, now: str
) -> None:
    """A name in quotes that is nothing's is a text to SQLite: such a trigger refuses nothing."""
    with by_hand(tmp_path / "bvt.db") as connection:
        name, sql = "line_no_update", "SELECT sql FROM sqlite_schema WHERE name = 'line_no_update'"
        (kept,) = connection.execute(sql).fetchone()
        inner = kept[kept.index("RAISE(") + len("RAISE(") : kept.rindex(")")]
        changed = kept.replace(was.replace("%", inner), now.replace("%", inner))
        assert changed != kept
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (changed, name))
    assert "line_no_update, a table, index or trigger, is not as bvt made it." in posted("db", "verify").stderr


@pytest.mark.parametrize("version", ["0005_follow_up", migrations.NAMES[-1]])
def test_a_table_made_to_be_slow_to_check_is_found_before_it_is_checked(
    older: Older, bvt: Bvt, tmp_path: Path, version: str
) -> None:
    path = older(version)
    with by_hand(path) as connection:
        connection.execute("CREATE TABLE slow (x CHECK (length(hex(zeroblob(120000000))) > 0))")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executemany("INSERT INTO slow VALUES (?)", [(each,) for each in range(20)])
    begun = monotonic()
    assert bvt("db", "restore", path).exit_code == 78
    assert monotonic() - begun < 5


def test_a_register_of_each_older_version_is_brought_up_to_date_and_is_whole(older: Older, bvt: Bvt) -> None:
    for last in migrations.NAMES[:-1]:
        path = older(last)
        verified = bvt("db", "verify", env={"BVT_DB": str(path)})
        assert (verified.exit_code, "as bvt wrote it" in verified.stdout) == (0, True), (last, verified.stderr)
        path.unlink()


@pytest.fixture
def older_posted(older: Older, posted: Bvt, tmp_path: Path) -> Path:
    """A register as the bvt before the seals left it, with a month posted; also what a full turning back comes to."""
    path = older("0005_follow_up")
    with by_hand(path) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        )
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("ATTACH DATABASE ? AS now", (str(tmp_path / "bvt.db"),))
        for (table,) in tables.fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
        for _, statement in triggers:
            connection.execute(statement)
    return path


def test_a_head_noted_before_the_register_was_brought_up_to_date_still_stands(older_posted: Path, posted: Bvt) -> None:
    """No migration links the runs anew."""
    head = posted("db", "verify", "--json").json["run_head"]
    found = posted("db", "verify", "--json", "--head", head, env={"BVT_DB": str(older_posted)})
    assert (found.exit_code, found.json["run_head"], found.json["head_of"]) == (0, head, {"chain": "run", "row": 1})


@pytest.mark.parametrize(
    ("table", "statement"),
    [("line", "UPDATE line SET \"case\" = 'x' WHERE n = 1"), ("run_chain", "DELETE FROM run_chain")],
)
def test_what_was_forged_in_an_older_register_is_not_linked_by_bringing_it_up_to_date(
    older_posted: Path, posted: Bvt, table: str, statement: str
) -> None:
    """Only the migration that brings the chain links what was there before it."""
    with by_hand(older_posted) as connection:
        select = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
        triggers = connection.execute(select, (table,)).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, again in triggers:
            connection.execute(again)
    found = posted("db", "verify", env={"BVT_DB": str(older_posted)})
    assert found.exit_code == 78
    assert "R1" in found.stderr
