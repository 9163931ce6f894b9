"""A register in which another program set the write-ahead log: bvt writes with the rollback journal all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.errors import Busy
from bvt_cli.store import database
from bvt_cli.store.backup import backup
from bvt_cli.store.database import Connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register with the write-ahead log set, and closed again."""
    made = tmp_path / "bvt.db"
    database.create(made, lambda connection: connection.execute("INSERT INTO register (pay_from) VALUES ('2025-01')"))
    with closing(sqlite3.connect(made, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    return made


def mode(connection: Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_the_next_write_is_done_with_the_rollback_journal_and_so_are_all_later_ones(path: Path) -> None:
    """What bvt promises of power cuts is shown for that, and a log beside the file may be left behind by a copy."""
    with database.writing(path) as connection:
        assert mode(connection) == "delete"
        connection.execute("UPDATE register SET pay_from = '2025-02'")
    with closing(sqlite3.connect(path)) as other:
        assert mode(other) == "delete"
        assert other.execute("SELECT pay_from FROM register").fetchone() == ("2025-02",)
    assert list(path.parent.glob("bvt.db-*")) == []


def test_while_the_other_program_has_it_open_nothing_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 75, after the usual wait; reading goes on."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("SELECT * FROM home").fetchall()
        with pytest.raises(Busy), database.writing(path):
            pass
        with database.reading(path) as connection:
            assert connection.execute("SELECT count(*) FROM register").fetchone() == (1,)


def test_a_backup_does_not_take_it_over(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copied:
        assert mode(copied) == "delete"
