"""A register made by an earlier bvt is brought up to date with all that is in it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.wholeness import Flaw
from bvt_cli.store import wholeness
from conftest import Bvt

OLD = sorted((Path(__file__).resolve().parent.parent / "store" / "old").glob("*.sql"))


@pytest.fixture(params=OLD, ids=lambda path: str(path.stem))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The text of a register as its schema once was, put where bvt looks; what it then printed stands beside it."""
    text: Path = request.param
    request.getfixturevalue("key_file")  # it is to be encrypted where all are
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        connection.executescript(text.read_text("utf-8"))
    (tmp_path / "bvt.db").chmod(0o600)
    return text


def test_it_exports_the_same(old: Path, bvt: Bvt) -> None:
    """Byte for byte."""
    assert bvt("export").stdout == old.with_suffix(".yaml").read_text("utf-8")


def test_its_posted_runs_print_the_same(old: Path, bvt: Bvt) -> None:
    """The same bytes for ever, also by a newer bvt."""
    assert bvt("pay", "show", "R2", "--json").stdout == old.with_suffix(".json").read_text("utf-8")


def test_it_passes_every_check(old: Path, bvt: Bvt) -> None:
    """The file, the lines, and the chain over runs that were posted before there was one."""
    assert bvt("db", "check").exit_code == 0
    verified = bvt("pay", "verify")
    assert (verified.exit_code, verified.stderr) == (0, "")


def test_it_is_whole_and_what_is_changed_from_then_on_is_noticed(old: Path, bvt: Bvt, tmp_path: Path) -> None:
    """Also entries, runs and claims that were written before there were chains and seals."""
    assert bvt("db", "verify", "--json").json["problems"] == []
    for statement in (
        "UPDATE journal SET \"by\" = 'another' WHERE id = 1",
        "UPDATE claim SET login = 'another' WHERE id = 1",
        "UPDATE claim_text SET reason = 'Annet' WHERE id = 1",
        "UPDATE line SET \"case\" = '2025/9' WHERE run = 1 AND n = 1",
        "UPDATE home SET employment = 'sgs1030'",
    ):
        with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
            table = statement.split()[1]
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            connection.execute("BEGIN")
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(statement).rowcount > 0
            for _, text in triggers:
                connection.execute(text)
            found = [flaw.table for flaw in wholeness.check(connection)[0].found if isinstance(flaw, Flaw)]
            connection.execute("ROLLBACK")
        assert table.removesuffix("_text") in found or table == "line", statement
    assert bvt("db", "verify").exit_code == 0


def test_what_its_journal_cannot_account_for_is_taken_as_it_was_found(old: Path, bvt: Bvt, tmp_path: Path) -> None:
    """Values that an earlier form wrote otherwise: said in the journal when the register is brought up to date."""
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        connection.execute("UPDATE home SET capacity = 2")
    assert bvt("db", "verify").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        command, what, after = connection.execute(
            "SELECT j.command, j.what, t.after FROM journal AS j JOIN journal_text AS t ON t.id = j.id"
            " ORDER BY j.id DESC"
        ).fetchone()
        assert (command, what, json.loads(after)["stands"]["capacity"]) == ("migrate", "home", 2)
        connection.execute("UPDATE home SET capacity = 3")
    assert bvt("db", "verify").exit_code == 78


def test_what_was_taken_back_is_a_claim_with_its_reason(old: Path, bvt: Bvt) -> None:
    """Reasons are told by `pay explain` as before."""
    (claim,) = bvt("pay", "claims", "--json").json
    assert (claim["claim"], claim["run"], claim["amount"], claim["state"]) == ("K1", "R2", "-4275.00", "settled")
    assert "Taken back because: Avtalt." in bvt("pay", "explain", "R2-1").stdout


def test_it_goes_on_paying(old: Path, bvt: Bvt) -> None:
    """The agreement goes on after all: its months are paid as corrections and ordinary pay."""
    assert bvt("agreement", "set", "A-1", "--clear", "to").exit_code == 0
    accepted = (word for name in ("settings", "measures") for word in ("--accept-changed", f"bvt/{name}.yaml"))
    posted = bvt("pay", "month", "2025-03", "--post", "--json", *accepted)
    assert (posted.exit_code, posted.json["run"], posted.json["total"]) == (0, "R3", "8550.00")
    assert bvt("pay", "verify").exit_code == 0
