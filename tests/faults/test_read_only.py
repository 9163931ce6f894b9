"""A register that may be read and not written: what reads works, what writes says so, and nothing is left beside it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import Forker

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

NOBODY = 65534
READING = {
    ("home", "list", "--csv"): 0,
    ("home", "show", "H-1"): 0,
    ("agreement", "show", "A-1", "--json"): 0,
    ("stay", "list", "--json"): 0,
    ("pay", "month", "2025-03"): 0,
    ("pay", "explain", "--agreement", "A-1", "--month", "2025-03"): 0,
    ("export",): 0,
    ("report", "month", "2025-03"): 0,
    ("db", "check", "--json"): 0,
    ("doctor",): 3,
}
WRITING = (
    ("child", "add", "--case", "1/1", "--born", "2020-01-01"),
    ("home", "set", "H-1", "--name", "Familien Ny"),
    ("pay", "month", "2025-03", "--post"),
)
WARM: set[tuple[str, ...]] = set()
"""What the forker has imported all for: once is enough."""


@pytest.fixture
def place(one_home: Path) -> Iterator[Path]:
    """A folder that another account can reach, with a register with one home that is paid."""
    made = Path(tempfile.mkdtemp())
    shutil.copytree(one_home.parent, made, dirs_exist_ok=True)
    (made / "rates").chmod(0o755)
    yield made
    made.chmod(0o700)
    shutil.rmtree(made)


@pytest.mark.parametrize(
    ("file", "folder", "said"),
    [
        (0o444, 0o555, "The register {db} is read-only; nothing was written.\n"),
        (0o444, 0o777, "The register {db} is read-only; nothing was written.\n"),
        (0o666, 0o555, "The register {db} cannot be opened or written with your rights.\n"),
    ],
    ids=["nothing may be written", "the file may not", "the folder may not"],
)
def test_what_may_only_be_read_is_read_and_no_more(
    forker: Forker, surroundings: dict[str, str], place: Path, file: int, folder: int, said: str
) -> None:
    """By another account, for root may write whatever the rights say."""
    database = place / "bvt.db"
    around = {**surroundings, "BVT_DB": str(database), "HOME": str(place)}
    for arguments in {*READING, ("home", "set", "H-1", "--name", "Familien Eksempel")} - WARM:
        forker.warm(around, *arguments)
        WARM.add(arguments)
    account = NOBODY if os.getuid() == 0 else None
    database.chmod(file)
    place.chmod(folder)
    there, before = {*place.rglob("*")}, database.read_bytes()
    for arguments, code in READING.items():
        ended = forker.run(around, *arguments, account=account)
        assert (ended.status, "Traceback" in ended.stderr) == (code, False), (arguments, ended)
        assert ended.stdout
    for arguments in WRITING:
        ended = forker.run(around, *arguments, account=account)
        assert (ended.status, ended.stdout) == (78, ""), (arguments, ended)
        assert ended.stderr == said.format(db=database)
    assert {*place.rglob("*")} == there
    assert database.read_bytes() == before


def test_what_may_not_even_be_read_is_refused(forker: Forker, surroundings: dict[str, str], place: Path) -> None:
    """With a sentence that says why."""
    database = place / "bvt.db"
    around = {**surroundings, "BVT_DB": str(database), "HOME": str(place)}
    forker.warm(around, "home", "list")
    place.chmod(0o755)
    database.chmod(0)
    for arguments in ("home", "list", "--csv"), WRITING[0]:
        ended = forker.run(around, *arguments, account=NOBODY if os.getuid() == 0 else None)
        assert (ended.status, ended.stdout) == (78, "")
        assert ended.stderr == f"The register {database} cannot be opened or written with your rights.\n"
