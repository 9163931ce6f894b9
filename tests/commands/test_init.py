"""`bvt init`: a new register, whole or not at all, for its owner only."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.store import health
from tests.conftest import Bvt, base_environment

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def test_a_new_register_pays_from_the_month_of_the_day(bvt: Bvt, tmp_path: Path) -> None:
    """Unless another is named; the folder for the municipality's own rates lies beside it."""
    result = bvt("init", "--json")
    assert result.exit_code == 0
    assert {key: result.json[key] for key in ("db", "rates", "pay_from")} == {
        "db": str(tmp_path / "bvt.db"),
        "rates": str(tmp_path / "rates"),
        "pay_from": "2025-06",
    }
    assert (tmp_path / "rates").is_dir()
    assert bvt("export").stdout.startswith("bvt_register: 1\npay_from: 2025-06\nhomes: []\n")


@pytest.mark.parametrize(
    ("options", "month"),
    [
        (["--pay-from", "2024-10"], "2024-10"),
        (["--pay-from", "10.2024"], "2024-10"),
        (["--as-of", "2025-01-31"], "2025-01"),
    ],
)
def test_the_first_month_can_be_named(bvt: Bvt, options: list[str], month: str) -> None:
    """As a month, or by the day that counts as today."""
    assert bvt("init", *options, "--json").json["pay_from"] == month


def test_a_register_that_exists_is_refused_and_left_alone(bvt: Bvt, tmp_path: Path) -> None:
    """So is anything else that stands there."""
    assert bvt("init").exit_code == 0
    before = (tmp_path / "bvt.db").read_bytes()
    result = bvt("init")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is already something at" in result.stderr
    assert (tmp_path / "bvt.db").read_bytes() == before
    (tmp_path / "letter.txt").write_text("Dear home", encoding="utf-8")
    assert bvt("--db", tmp_path / "letter.txt", "init").exit_code == 3
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "Dear home"


def test_a_wrong_month_makes_nothing(bvt: Bvt, tmp_path: Path) -> None:
    """Not even an empty file."""
    assert bvt("init", "--pay-from", "2024-13").exit_code == 2
    assert list(tmp_path.iterdir()) == []


@posix
def test_register_and_backup_are_for_their_owner_only_whatever_the_umask(process: Bvt, tmp_path: Path) -> None:
    """Mode 0600 under umask 000."""
    before = os.umask(0)
    try:
        assert process("init").exit_code == 0
        assert process("db", "backup", tmp_path / "copy.db").exit_code == 0
    finally:
        os.umask(before)
    for name in ("bvt.db", "copy.db"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "rates").stat().st_mode) & 0o022 == 0


@posix
def test_a_symlink_in_the_place_of_the_register_is_refused(bvt: Bvt, tmp_path: Path) -> None:
    """Also one that leads nowhere."""
    (tmp_path / "bvt.db").symlink_to(tmp_path / "elsewhere.db")
    assert bvt("init").exit_code == 3
    assert not (tmp_path / "elsewhere.db").exists()


KILLED = """
import os, signal, sys
from bvt_cli.main import run
from bvt_cli.store import {module}
def killed(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{function} = killed
run(["init"])
"""


@posix
@pytest.mark.parametrize(
    ("module", "function"), [("migrations", "apply"), ("changes", "_journal"), ("new_file", "put_in_place")]
)
def test_a_kill_in_the_middle_leaves_no_register_and_the_next_try_makes_one(
    process: Bvt, surroundings: dict[str, str], tmp_path: Path, module: str, function: str
) -> None:
    """Whether it comes while the tables are made, filled, or put in place."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(module=module, function=function)],
        env={**base_environment(), **surroundings},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "bvt.db").exists()
    assert process("init").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        assert connection.execute("SELECT count(*) FROM register").fetchone() == (1,)


def test_a_folder_that_cannot_be_written_is_told(bvt: Bvt, tmp_path: Path) -> None:
    """A file where the folder should be: exit 78 and no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = bvt("--db", tmp_path / "file" / "bvt.db", "init")
    assert (result.exit_code, result.stdout) == (78, "")
    assert "cannot be made" in result.stderr


def test_a_register_on_a_network_file_system_is_made_with_a_warning(
    bvt: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quiet or not; on a disk of the machine there is none."""
    (tmp_path / "mounts").write_text(f"server:/felles {tmp_path} nfs4 rw 0 0\n", "utf-8")
    assert "network file system" not in bvt("--db", tmp_path / "here.db", "init").stderr
    monkeypatch.setattr(health, "MOUNTS", tmp_path / "mounts")
    made = bvt("--quiet", "init")
    assert made.exit_code == 0
    assert "lies on a network file system (nfs4)." in made.stderr
    assert "Two writing at once can damage it there" in made.stderr
