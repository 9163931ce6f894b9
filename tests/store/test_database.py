"""Opening and making the register file."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.conftest import base_environment

from bvt_cli.core.errors import Busy, Refused, RegisterError
from bvt_cli.store import database, new_file
from bvt_cli.store.backup import backup
from bvt_cli.store.database import Connection


def with_a_register(connection: Connection) -> None:
    connection.execute("INSERT INTO register (id, pay_from) VALUES (1, '2025-01')")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register."""
    made = tmp_path / "bvt.db"
    database.create(made, with_a_register)
    return made


def test_a_connection_keeps_what_it_acknowledged_and_checks_refs(path: Path) -> None:
    """Rollback journal, synchronous EXTRA, foreign keys, recursive triggers, deleted texts overwritten."""
    with database.writing(path) as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "secure_delete", "trusted_schema"
            )
        }  # fmt: skip
    assert settings == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_a_transaction_is_kept_or_given_up_as_a_whole(path: Path) -> None:
    """What was written before an error is gone."""
    with suppress(ZeroDivisionError), database.writing(path) as connection:
        connection.execute("UPDATE register SET pay_from = '2026-01'")
        _ = 1 / 0
    with database.reading(path) as connection:
        assert connection.execute("SELECT pay_from FROM register").fetchone() == ("2025-01",)
    with database.writing(path) as connection:
        connection.execute("UPDATE register SET pay_from = '2026-01'")
    with database.reading(path) as connection:
        assert connection.execute("SELECT pay_from FROM register").fetchone() == ("2026-01",)


def test_a_transaction_may_be_given_up_on_purpose(path: Path) -> None:
    """As for --dry-run."""
    with database.writing(path) as connection:
        connection.execute("UPDATE register SET pay_from = '2026-01'")
        connection.execute("ROLLBACK")
    with database.reading(path) as connection:
        assert connection.execute("SELECT pay_from FROM register").fetchone() == ("2025-01",)


def test_nothing_can_be_written_while_reading(path: Path) -> None:
    """And a reader sees one state, whatever is written meanwhile."""
    with database.reading(path) as connection:
        with pytest.raises(RegisterError), database.sqlite_errors(path):
            connection.execute("UPDATE register SET pay_from = '2026-01'")
        assert connection.execute("SELECT pay_from FROM register").fetchone() == ("2025-01",)


def test_two_writers_wait_for_each_other_and_then_give_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second never begins half-way."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.01)
    with database.writing(path), pytest.raises(Busy), database.writing(path):
        pass


def test_a_dangling_ref_is_refused_by_the_file(path: Path) -> None:
    """At the end of the transaction, so that the order within it does not matter."""
    with pytest.raises(database.faults("IntegrityError")), database.writing(path) as connection:
        connection.execute(
            "INSERT INTO agreement (ref, home, measure, \"from\") VALUES ('A-1', 'H-9', 'fosterhjem', '2025-01-01')"
        )


def test_making_a_register_fails_as_a_whole(tmp_path: Path) -> None:
    """No half-made file is left, under this name or another."""

    def fill(connection: Connection) -> None:
        with_a_register(connection)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.create(tmp_path / "bvt.db", fill)
    assert list(tmp_path.iterdir()) == []


def test_a_file_put_in_place_never_replaces_another(tmp_path: Path) -> None:
    """Also when it appeared in the meantime."""
    with new_file.unfinished_beside(tmp_path / "bvt.db") as unfinished:
        (tmp_path / "bvt.db").write_text("somebody was quicker", encoding="utf-8")
        with pytest.raises(Refused):
            new_file.put_in_place(unfinished, tmp_path / "bvt.db")
    assert (tmp_path / "bvt.db").read_text(encoding="utf-8") == "somebody was quicker"


KILLED_IN_A_TRANSACTION = """
import os, pathlib, signal, sys
from bvt_cli.store import database
from bvt_cli.store.location import Location
with database.writing(Location(*map(pathlib.Path, sys.argv[1:]))) as connection:
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("PRAGMA cache_size = 1")
    for number in range(2000):
        connection.execute(
            "INSERT INTO home (ref, kind, employment) VALUES (?, 'fosterhjem', 'sgs1030')", (f"H-{number}",)
        )
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
def test_a_kill_in_a_transaction_leaves_the_register_as_it_was(path: Path, key_file: Path | None) -> None:
    """Even when half of it was already on the disk; the next to open the file rolls it back."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED_IN_A_TRANSACTION, path, *([key_file] if key_file else [])],
        env=base_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("bvt.db-journal").exists()
    with database.reading(path) as connection:
        assert connection.execute("SELECT count(*) FROM home").fetchone() == (0,)
        assert database.damage(connection) == []


def test_a_copy_is_whole_while_the_register_is_written(path: Path, tmp_path: Path) -> None:
    """It holds what was acknowledged, and nothing of what was not."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE register SET pay_from = '2026-01'")
        backup(path, tmp_path / "copy.db")
        other.execute("ROLLBACK")
    with database.reading(tmp_path / "copy.db") as connection:
        assert connection.execute("SELECT pay_from FROM register").fetchone() == ("2025-01",)
