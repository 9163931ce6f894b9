"""What was erased leaves no byte in the file or in the next backup, whatever SQLite moved about before.

SQLite overwrites the rows it deletes, but not what it left of them where it moved rows from page to page: seen only in
a register of many homes that were corrected several times.
"""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.store import cleared, database, wholeness
from bvt_cli.store.location import Location, located
from tests.conftest import Bvt, base_environment
from tests.keyed import key_for_all, needs_sqlcipher

FIRST = 10  # of the chances with which SQLite is known to leave bytes behind
LATER = "2026-04-01"
SETTINGS = 'settings: [{name: retention_homes_years, value: 1, from: 2010-01-01, reason: "Vedtak 1/20"}]\n'


KILLED = """
import os, signal
from bvt_cli.store import cleared
cleared.clear = lambda place: os.kill(os.getpid(), signal.SIGKILL)
from bvt_cli.main import run
run()
"""
"""bvt, killed between the erasure and the writing anew of the file."""


def corrected(bvt: Bvt, folder: Path, homes: int, times: int, *more: str) -> None:
    """A register of homes that ended long ago, each corrected several times, with texts of other lengths."""
    (folder / "rates").mkdir(exist_ok=True)
    (folder / "rates" / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    assert bvt("init", *more).exit_code == 0
    for seed in range(FIRST, FIRST + times):
        done = bvt("import", "-", "--replace", input=_document(random.Random(seed), homes))
        assert done.exit_code == 0, done.stderr


def _document(chance: random.Random, homes: int) -> str:
    def texts(number: int, kind: str, most: int) -> str:
        return " ".join([f"Merke{number:04d}{kind}"] * chance.randint(1, most))

    lines = ["bvt_register: 1", "homes:"]
    for number in chance.sample(range(homes), homes):
        lines.append(
            f"  - {{ref: H-{number:04d}, kind: besokshjem, employment: oppdragstaker, applied_on: 2015-01-01,"
            f" ended_on: 2016-01-01, name: {texts(number, 'n', 3)},"
            f" motivation: {texts(number, 'm', chance.choice([2, 20, 80]))},"
            f" address: {texts(number, 'a', 4)}, dwelling: {texts(number, 'd', 10)},"
            f" activity: {texts(number, 'v', 12)}, persons: ["
            f"{{ref: P-{number:04d}, name: {texts(number, 'p', 3)}, born: 1980-01-01, role: carer}},"
            f" {{ref: Q-{number:04d}, name: {texts(number, 'q', 3)}, born: 1980-01-01, role: household}}]}}"
        )
    return "\n".join(lines)


def erase(bvt: Bvt) -> None:
    done = bvt("retention", "apply", "--yes", "--as-of", LATER)
    assert done.exit_code == 0, done.stderr


def owed(register: Location | Path) -> bool:
    with database.reading(register) as connection:
        return cleared.owed(connection)


def never(*_: object) -> bool:
    """In the place of the writing anew: as where the process is killed between the erasure and that."""
    return False


@pytest.mark.plain_only
@pytest.mark.parametrize(
    ("homes", "times"), [(100, 3), pytest.param(400, 4, marks=pytest.mark.faults)], ids=["few", "many"]
)
def test_nothing_that_was_erased_is_left_in_the_file(
    bvt: Bvt, surroundings: dict[str, str], tmp_path: Path, homes: int, times: int
) -> None:
    """Nor in a backup, also where bvt was killed right after the erasure: then much is left in the file for a while."""
    register, copy, untouched = tmp_path / "bvt.db", tmp_path / "copy.db", tmp_path / "before.db"
    corrected(bvt, tmp_path, homes, times)
    untouched.write_bytes(register.read_bytes())
    erase(bvt)
    assert bvt("db", "backup", copy).exit_code == 0
    for path in (register, copy):
        assert b"Merke" not in path.read_bytes()
    assert not owed(register)
    assert bvt("db", "verify").exit_code == 0
    register.write_bytes(untouched.read_bytes())
    command = (sys.executable, "-c", KILLED, "retention", "apply", "--yes", "--as-of", LATER)
    killed = subprocess.run(command, env={**base_environment(), **surroundings}, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert b"Merke" in register.read_bytes()
    assert owed(register)
    with (
        closing(sqlite3.connect(register)) as source,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as copied,
    ):
        source.backup(copied)
        cleared.clear_copy(copied)  # as is done for a backup that is encrypted with age
        assert b"Merke" not in copied.serialize()
    copy.unlink()
    assert bvt("db", "backup", copy).exit_code == 0  # made of a file that is not cleared yet
    assert b"Merke" not in copy.read_bytes()
    done = bvt("home", "add", "--name", "Familien Ny", "--kind", "besokshjem", "--employment", "oppdragstaker")
    assert done.exit_code == 0, done.stderr
    assert b"Merke" not in register.read_bytes()  # the next change has done it
    assert not owed(register)
    assert bvt("db", "verify").exit_code == 0


def test_where_it_cannot_be_done_at_once_that_is_said(
    bvt: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The erasure itself is done."""
    corrected(bvt, tmp_path, 1, 1)
    monkeypatch.setattr(cleared, "clear", never)
    done = bvt("retention", "apply", "--yes", "--as-of", LATER)
    assert done.exit_code == 0
    assert "bytes of it may still lie in the file" in done.stderr
    assert "Merke" not in bvt("export").stdout


@pytest.mark.plain_only
def test_while_another_reads_it_is_left_for_later_and_nothing_is_harmed(
    bvt: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it twice."""
    corrected(bvt, tmp_path, 1, 1)
    register = tmp_path / "bvt.db"
    with monkeypatch.context() as patch:
        patch.setattr(cleared, "clear", never)
        erase(bvt)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0)
    with closing(sqlite3.connect(register, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM home").fetchall()
        assert not cleared.clear(located(register))
    assert owed(register)
    assert cleared.clear(located(register))
    assert not owed(register)
    assert bvt("db", "verify").exit_code == 0


@needs_sqlcipher
def test_an_encrypted_register_is_written_anew_as_well(
    bvt: Bvt,
    surroundings: dict[str, str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever has the key, or gets it one day, finds nothing either."""
    key = key_for_all(tmp_path_factory.getbasetemp())
    surroundings["BVT_KEY_FILE"] = str(key)  # `bvt` reads them at each run
    corrected(bvt, tmp_path, 3, 1, "--encrypted")
    place = Location(tmp_path / "bvt.db", key_file=key)
    with monkeypatch.context() as patch:
        patch.setattr(cleared, "clear", never)
        erase(bvt)
        assert owed(place)
    assert cleared.clear(place)
    assert not owed(place)
    with database.reading(place) as connection:
        assert wholeness.check(connection)[0].found == ()
