"""Whatever stands where the register should be: refused in a sentence, and left exactly as it is."""

import hashlib
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

VERBS = {
    "reading": ("home", "list", "--json"),
    "showing": ("home", "show", "H-1", "--json"),
    "paying": ("pay", "month", "2025-03"),
    "writing": ("child", "add", "--case", "1/1", "--born", "2020-01-01"),
    "importing": ("import", "-"),
    "checking": ("db", "check"),
    "copying": ("db", "backup", "copy.db"),
    "asking the doctor": ("doctor", "--json"),
}
DOCTOR = 3
"""The doctor looks and tells, whatever is wrong: findings."""


def text(path: Path) -> None:
    path.write_text("Hjem,Navn\nH-1,Familien Prøve\n" * 500, "utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE home (ref); INSERT INTO home VALUES ('H-1'); PRAGMA user_version = 6")


def another_id(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to(os.devnull)


def circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def below_a_file(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "beside" / "bvt.db")
    (path.parent / "beside").write_bytes(b"a file")


WRONG: tuple[Callable[[Path], None], ...] = (
    text, nothing, zeroed, zeros, another_program, another_id, newer, folder, pipe, device, circle, below_a_file,
)  # fmt: skip


@pytest.fixture
def place(one_home: Path) -> Path:
    """A folder with a register with one home, H-1."""
    return one_home.parent


def everything(place: Path) -> dict[str, tuple[int, str]]:
    """All that lies in a folder: kind and rights, and the hash of what is in it."""
    return {
        str(path.relative_to(place)): (path.lstat().st_mode, _hash(path)) for path in [place, *sorted(place.rglob("*"))]
    }


def _hash(path: Path) -> str:
    if path.is_symlink():
        return str(path.readlink())
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def refused(bvt: Bvt, place: Path) -> set[str]:
    """Every verb refuses what stands there, and changes nothing; the answer: what was said."""
    before = everything(place)
    said = set()
    for arguments in VERBS.values():
        result = bvt(*(place / each if each == "copy.db" else each for each in arguments), input=ONE_HOME)
        assert result.exit_code == (DOCTOR if "doctor" in arguments else 78), (arguments, result)
        assert "Traceback" not in result.stderr
        assert "fault in bvt" not in result.stderr
        if "doctor" in arguments:
            assert "wrong" in {each["state"] for each in result.json}, result
        else:
            assert result.stdout == ""
            said.add(result.stderr.splitlines()[0])
    assert everything(place) == before
    return said


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_what_is_no_register_of_this_bvt_is_refused_and_left_alone(
    bvt: Bvt, place: Path, spoil: Callable[[Path], None]
) -> None:
    """By every kind of command, with exit 78; the doctor tells of it."""
    spoil(place / "bvt.db")
    refused(bvt, place)


@pytest.mark.parametrize("rounds", [8, pytest.param(200, marks=pytest.mark.faults)])
def test_a_register_that_was_cut_short_is_refused_and_left_alone(bvt: Bvt, place: Path, rounds: int) -> None:
    """At any length: also where the cut goes through its last page, which most commands do not read."""
    path = place / "bvt.db"
    shutil.copy2(path, place / "whole")
    size = path.stat().st_size
    lots = random.Random(20250331)
    for length in (0, 1, size - 1, size - 4096, size - 4097, *(lots.randrange(size) for _ in range(rounds - 5))):
        shutil.copy2(place / "whole", path)
        os.truncate(path, length)
        refused(bvt, place)


def test_a_folder_that_is_not_there_is_told_of(bvt: Bvt, tmp_path: Path) -> None:
    """And is not made."""
    for arguments in VERBS.values():
        if "doctor" not in arguments:
            result = bvt("--db", tmp_path / "gone" / "bvt.db", *arguments, input=ONE_HOME)
            assert result.exit_code == 78
    assert not (tmp_path / "gone").exists()
