"""`bvt db check|backup`, and what bvt says of a file that is no register, damaged, newer or in use."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.store import database
from tests.conftest import Bvt


def test_a_whole_register_is_said_to_be_whole(kommune: Bvt, tmp_path: Path) -> None:
    """Also after a posting."""
    assert kommune("pay", "month", "2024-12", "--post").exit_code == 0
    assert kommune("db", "check") == (0, "", f"The register {tmp_path / 'bvt.db'} is whole.\n")
    assert kommune("db", "check", "--json").json == {"ok": True, "problems": []}


def test_a_run_whose_lines_do_not_add_up_is_found(kommune: Bvt, tmp_path: Path) -> None:
    """Somebody took the triggers away and changed an amount."""
    kommune("pay", "month", "2024-12", "--post")
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection, connection:
        connection.execute("DROP TRIGGER line_no_update")
        connection.execute("UPDATE line SET amount_ore = amount_ore + 1 WHERE run = 1 AND n = 1")
    result = kommune("db", "check", "--json")
    assert (result.exit_code, result.json) == (78, {"ok": False, "problems": ["run R1: sums"]})


def test_a_reference_to_nothing_is_found(kommune: Bvt, tmp_path: Path) -> None:
    """A home deleted with other tools leaves its agreements behind."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection, connection:
        connection.execute("DELETE FROM home WHERE ref = 'H-003'")
    result = kommune("db", "check")
    assert result.exit_code == 78
    assert "the table agreement " in result.stderr
    assert "refers to a row of home that is not there" in result.stderr


def test_a_backup_reads_back_to_the_same_register(kommune: Bvt, tmp_path: Path) -> None:
    """Named by the day where no name is given."""
    result = kommune("db", "backup", "--json")
    assert result.json["backup"] == str(tmp_path / "bvt-2025-06-15.db")
    exported = kommune("export").stdout
    assert kommune("--db", tmp_path / "bvt-2025-06-15.db", "export").stdout == exported


def test_a_backup_never_overwrites(kommune: Bvt, tmp_path: Path) -> None:
    """The file that stands there is left as it is."""
    (tmp_path / "old.db").write_text("precious", encoding="utf-8")
    result = kommune("db", "backup", tmp_path / "old.db")
    assert (result.exit_code, result.stdout) == (3, "")
    assert (tmp_path / "old.db").read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_backup_into_a_missing_folder_is_told(kommune: Bvt, tmp_path: Path) -> None:
    """Exit 78, no traceback."""
    result = kommune("db", "backup", tmp_path / "nowhere" / "copy.db")
    assert result.exit_code == 78
    assert "cannot be made" in result.stderr


def text_file(path: Path) -> None:
    path.write_text("Familien Berg\n" * 1000, encoding="utf-8")


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.mkdir()


def another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE home (ref TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 999")


@pytest.mark.plain_only(reason="with a key a text file is a register whose key it is not")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (text_file, "looks encrypted, or is damaged."),
        (empty_file, "is not a register of bvt."),
        (folder, "There is no register at"),
        (another_program, "is not a register of bvt."),
        (newer, "was made by a newer bvt; install that version to use it."),
    ],
)
def test_what_is_no_register_is_refused_and_left_alone(
    bvt: Bvt, tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    """Exit 78, by reading and by writing commands."""
    path = tmp_path / "bvt.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for arguments in (["home", "list"], ["home", "end", "H-1", "--on", "2025-01-01"], ["db", "check"], ["export"]):
        result = bvt(*arguments)
        assert (result.exit_code, result.stdout) == (78, "")
        assert sentence in result.stderr
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_truncated_register_is_refused(kommune: Bvt, tmp_path: Path) -> None:
    """Half a file is no register."""
    path = tmp_path / "bvt.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert kommune("db", "check").exit_code == 78


def test_another_writer_is_waited_for_and_then_told(
    kommune: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 75; reading goes on meanwhile, and nothing was changed."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.01)
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = kommune("home", "set", "H-001", "--phone", "1", "--json")
        assert (result.exit_code, result.stdout) == (75, "")
        assert json.loads(result.stderr)["error"]["code"] == "busy"
        assert kommune("home", "list", "--json").exit_code == 0
        other.execute("ROLLBACK")
    assert "phone" not in kommune("home", "show", "H-001", "--json").json


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_register_can_be_read(kommune: Bvt, tmp_path: Path) -> None:
    """Writing is refused with a reason."""
    (tmp_path / "bvt.db").chmod(0o400)
    assert kommune("home", "list", "--json").exit_code == 0
    result = kommune("home", "set", "H-001", "--phone", "1")
    assert result.exit_code == 78
    assert "is read-only; nothing was written." in result.stderr
