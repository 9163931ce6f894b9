"""A disk that gets full, or a file that may not grow: one sentence, the right exit code, and nothing half-written."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.register import KOMMUNE, ONE_HOME
from tests.conftest import Bvt
from tests.faults.processes import Forker, contents

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

NOT_WRITTEN = "The register {db} could not be written: is the disk full? Nothing was changed.\n"
LARGEST = 512
"""Bytes a file may have with `ulimit -f`: less than any of these commands needs."""

REGISTER = {
    "import": ("import", "more.yaml"),
    "post": ("pay", "month", "2025-04", "--post"),
    "export": ("pay", "export", "R1", "--format", "csv", "--out", "new.csv"),
}
FILES = {
    "backup": ("db", "backup", "new.db"),
    "statement": ("pay", "statement", "H-001", "--month", "2025-03", "--html", "new.html"),
    "statements": ("pay", "statement", "--all", "--month", "2025-03", "--format", "html", "--into", "all"),
    "letter": ("letter", "write", "contract", "--home", "H-001", "--html", "new.html"),
    "workbook": ("pay", "workbook", "R1", "--out", "new.xlsx"),
    "rates": ("rate", "new", "2025-07-01"),
}


@pytest.fixture
def folder(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the example municipality with March posted, and a document to take in."""
    made = tmp_path_factory.getbasetemp() / "with_a_run"
    if not made.exists():
        made.mkdir()
        for arguments in ("init", "--pay-from", "2024-10"), ("import", KOMMUNE), ("pay", "month", "2025-03", "--post"):
            assert bvt(*arguments, env={"BVT_DB": str(made / "bvt.db")}).exit_code in (0, 3)
        (made / "rates" / "ks").mkdir()
        (made / "more.yaml").write_text(ONE_HOME, "utf-8")
        (made / "letters").mkdir()
    return Path(shutil.copytree(made, tmp_path / "there"))


@pytest.fixture
def full(folder: Path, small_disk: Callable[[int], Path]) -> Path:
    """The same on a disk of its own without any room."""
    disk = small_disk(2)
    shutil.copytree(folder, disk, dirs_exist_ok=True)
    (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free))
    return disk


def state(folder: Path) -> dict[str, object]:
    return {
        str(path.relative_to(folder)): contents(path) if path.name == "bvt.db" else path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


def arguments(command: tuple[str, ...], folder: Path) -> list[str]:
    """A command with its files in a folder."""
    files = ("all", "new.db", "new.html", "new.csv", "new.xlsx", "more.yaml")
    return [str(folder / each) if each in files else each for each in command]


@pytest.mark.parametrize("name", [*REGISTER, *FILES])
@pytest.mark.parametrize("room", ["full", "limited"])
def test_what_finds_no_room_is_not_done_and_says_so(
    request: pytest.FixtureRequest, forker: Forker, surroundings: dict[str, str], folder: Path, room: str, name: str
) -> None:
    """Exit 78 where it is the register that cannot be written or copied, 2 where it is a file that was asked for."""
    place: Path = request.getfixturevalue("full") if room == "full" else folder
    around = {**surroundings, "BVT_DB": str(place / "bvt.db")}
    before = state(place)
    limits = {"FSIZE": LARGEST} if room == "limited" else {}
    ended = forker.run(around, *arguments((REGISTER | FILES)[name], place), limits=limits)
    assert ended.status == (78 if name in (*REGISTER, "backup") else 2), ended
    assert "Traceback" not in ended.stderr
    assert any(each in ended.stderr for each in ("is the disk full", ": the disk is full", ": it would be larger than"))
    if name in REGISTER:
        assert ended.stderr == NOT_WRITTEN.format(db=place / "bvt.db")
    assert state(place) == before
