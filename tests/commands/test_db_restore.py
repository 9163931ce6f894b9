"""`bvt db restore`: a backup becomes the register, and it is told what is lost by that."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Bvt

SINCE = (
    "What was entered, posted and exported after the backup is not in it, but may have been paid: compare it with"
    " payroll before the next posting.\n"
)


@pytest.fixture
def backed_up(kommune: Bvt, tmp_path: Path) -> Bvt:
    """The example municipality with a month posted, and a backup of it."""
    assert kommune("pay", "month", "2024-11", "--post").exit_code == 0
    assert kommune("db", "backup", tmp_path / "copy.db").exit_code == 0
    return kommune


def test_a_register_is_restored_with_everything_in_it(backed_up: Bvt, tmp_path: Path) -> None:
    """On another machine, where none stands: the same document, the same runs, and every check is passed."""
    told = backed_up("--db", tmp_path / "new" / "bvt.db", "db", "restore", tmp_path / "copy.db")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.startswith(f"The register {tmp_path / 'new' / 'bvt.db'} is what the backup")
    assert told.stderr.endswith(SINCE)
    new = ("--db", tmp_path / "new" / "bvt.db")
    for command in (
        ("export",),
        ("pay", "runs", "--json"),
        ("pay", "show", "R1", "--json"),
        ("pay", "verify", "--json"),
    ):
        assert backed_up(*new, *command) == backed_up(*command)
    assert backed_up(*new, "db", "check").exit_code == 0


def test_what_was_done_since_the_backup_is_named(backed_up: Bvt, tmp_path: Path) -> None:
    """The runs it no longer has, and those whose files may be with payroll already; they stand in what is kept."""
    assert backed_up("pay", "month", "2024-12", "--post").exit_code == 0
    assert backed_up("pay", "export", "R2", "--format", "csv", "--out", tmp_path / "R2.csv").exit_code == 0
    result = backed_up("db", "restore", tmp_path / "copy.db", "--replace", "--json", "--by", "leder")
    kept = tmp_path / "bvt-replaced-2025-06-15.db"
    assert result.exit_code == 0
    assert {key: value for key, value in result.json.items() if key not in ("last_entry", "key_file")} == {
        "db": str(tmp_path / "bvt.db"),
        "backup": str(tmp_path / "copy.db"),
        "kept": str(kept),
        "flaws": 0,
        "lost": {"known": True, "entries": 2, "runs": ["R2"], "exported": ["R2"]},
    }
    assert "Posted since, and not in it any more: R2.\n" in result.stderr
    assert "Exported since, and not known to it any more: R2.\n" in result.stderr
    assert [run["run"] for run in backed_up("pay", "runs", "--json").json] == ["R1"]
    assert [run["run"] for run in backed_up("--db", kept, "pay", "runs", "--json").json] == ["R1", "R2"]


def test_the_journal_says_who_restored_what(backed_up: Bvt, tmp_path: Path, journal) -> None:  # type: ignore[no-untyped-def]
    """The name of the file, and how far it went."""
    last = backed_up("db", "restore", tmp_path / "copy.db", "--replace", "--by", "leder", "--json").json["last_entry"]
    noted = journal()[-1]
    assert noted[:4] == ("db restore", "leder", "restore", "copy.db")
    assert noted.after == {"backup": "copy.db", "last_entry": last}


def test_a_register_that_stands_is_left_alone_unasked(backed_up: Bvt, tmp_path: Path) -> None:
    """Exit 3, with what to say."""
    before = (tmp_path / "bvt.db").read_bytes()
    result = backed_up("db", "restore", tmp_path / "copy.db", "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "--replace" in json.loads(result.stderr)["error"]["message"]
    assert (tmp_path / "bvt.db").read_bytes() == before


def test_an_encrypted_backup_needs_its_key(backed_up: Bvt, tmp_path: Path) -> None:
    """Exit 2 without it, 78 with another."""
    public = backed_up("db", "new-identity", tmp_path / "key.txt").stdout.strip()
    assert backed_up("db", "new-identity", tmp_path / "other.txt").exit_code == 0
    sealed = backed_up("db", "backup", "--to", public, "--json").json["backup"]
    restore = ("--db", tmp_path / "new.db", "db", "restore", sealed)
    assert backed_up(*restore).exit_code == 2
    assert backed_up(*restore, "--identity", tmp_path / "other.txt").exit_code == 78
    assert not (tmp_path / "new.db").exists()
    assert backed_up(*restore, "--identity", tmp_path / "key.txt").exit_code == 0
    assert backed_up("--db", tmp_path / "new.db", "export") == backed_up("export")


def test_a_backup_that_is_not_there_is_told(bvt: Bvt, tmp_path: Path) -> None:
    """Exit 2, and nothing is made."""
    result = bvt("db", "restore", tmp_path / "nowhere.db")
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_was_changed_behind_bvts_back_is_restored_only_when_told_to(
    backed_up: Bvt, tmp_path: Path
) -> None:
    """Exit 78, naming the row; it may be the only backup there is."""
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection, connection:
        connection.execute("UPDATE home SET kind = 'fosterhjem' WHERE ref = 'H-001'")
    restore = ("--db", tmp_path / "new.db", "db", "restore", tmp_path / "copy.db")
    refused = backed_up(*restore)
    assert refused.exit_code == 78
    assert "H-001" in refused.stderr
    assert not (tmp_path / "new.db").exists()
    accepted = backed_up(*restore, "--accept-flaws", "--json")
    assert (accepted.exit_code, accepted.json["flaws"]) == (0, 1)
    assert "H-001" in accepted.stderr
