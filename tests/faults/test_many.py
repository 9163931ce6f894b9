"""Many at once on one register: nothing is lost, nobody sees half of a change, and who waits is told."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bvt_cli.store import database
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt
from tests.faults.processes import Forker, contents

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

MONTH = ("pay", "month", "2025-03", "--post", "--json")


@pytest.fixture
def register(one_home: Path) -> Path:
    """A register with one home that is paid, H-1, and its agreement A-1."""
    return one_home


@contextmanager
def held(path: Path, lock: str) -> Iterator[sqlite3.Connection]:
    """Somebody else with a lock on the register who has changed it and not yet said so; given up at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        if lock != "DEFERRED":
            other.execute("UPDATE home SET employment = 'sgs1030'")
        other.execute("SELECT * FROM home").fetchall()
        yield other
        other.execute("ROLLBACK")


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.faults)])
def test_a_month_posted_by_eight_at_once_is_posted_once(
    bvt: Bvt, forker: Forker, surroundings: dict[str, str], tmp_path: Path, rounds: int
) -> None:
    """One makes the run; the others find nothing to post, or are told that somebody is writing."""
    for number in range(rounds):
        around = {**surroundings, "BVT_DB": str(tmp_path / f"{number}.db")}
        assert bvt("init", "--pay-from", "2024-10", env=around).exit_code == 0
        assert bvt("import", KOMMUNE, env=around).exit_code == 0
        forker.warm(around, "pay", "month", "2025-03", "--json")
        ended = [queue[0] for queue in forker.together(around, *[[MONTH]] * 8)]
        assert {each.status for each in ended} <= {3, 75}  # 3: some agreements of the example cannot be paid
        assert sum('"run": "R1"' in each.stdout for each in ended) == 1
        assert sum('"run": null' in each.stdout for each in ended) == sum(each.status == 3 for each in ended) - 1
        assert not any("locked" in each.stderr or "Traceback" in each.stderr for each in ended)
        assert [run["run"] for run in bvt("pay", "runs", "--json", env=around).json] == ["R1"]
        assert bvt("db", "check", env=around).exit_code == 0


def writes(worker: int, number: int) -> Iterator[list[str]]:
    """Commands of one officer, no two alike: homes, their steps, children and stays."""
    for n in range(number):
        day = f"{1990 + n // 12}-{n % 12 + 1:02d}-{worker + 1:02d}"
        match n % 4:
            case 0:
                yield [
                    "home",
                    "add",
                    "--kind",
                    "besokshjem",
                    "--name",
                    f"Hjem {worker}-{n}",
                    "--employment",
                    "oppdragstaker",
                ]
            case 1:
                yield ["home", "step", "H-1", "conversation", "--on", day]
            case 2:
                yield ["child", "add", "--case", f"{worker}/{n}", "--born", day]
            case _:
                stay = f"2025-{n // 4 % 12 + 1:02d}-{n // 48 * 5 + worker + 1:02d}"
                yield ["stay", "add", "A-1", "--from", stay, "--to", stay]


@pytest.mark.parametrize("number", [4, pytest.param(100, marks=pytest.mark.faults)])
def test_of_what_four_write_at_once_nothing_is_lost(
    bvt: Bvt, forker: Forker, surroundings: dict[str, str], register: Path, number: int
) -> None:
    """Each command ends with 0, its ref is its own, and the journal has every one."""
    before = contents(register)
    for arguments in ("home", "list"), ("child", "add", "--case", "1/1", "--born", "2020-01-01", "--dry-run"):
        forker.warm(surroundings, *arguments)
    queues = [[*writes(worker, number)] for worker in range(4)]
    ended = [each for queue in forker.together(surroundings, *queues) for each in queue]
    assert [each for each in ended if each.status != 0] == []
    assert not any("locked" in each.stdout + each.stderr for each in ended)
    after = contents(register)

    def more(table: str) -> int:
        return len(after[table]) - len(before[table])

    quarter = number  # of four workers' commands each kind is a fourth
    assert [more(table) for table in ("home", "step", "child", "stay", "journal")] == [*[quarter] * 4, 4 * number]
    given = [each.stdout.split()[0] for each in ended if each.stdout]
    assert len(given) == len(set(given))
    assert bvt("db", "check").exit_code == 0


def test_a_reader_sees_the_whole_old_state_while_somebody_writes(
    forker: Forker, surroundings: dict[str, str], register: Path
) -> None:
    """However long that takes, and without waiting for it."""
    lists = ("home", "list", "--csv"), ("pay", "calculate", "2025-03", "--json")
    for arguments in lists:
        forker.warm(surroundings, *arguments)
    before = [forker.run(surroundings, *arguments)[:3] for arguments in lists]
    with held(register, "IMMEDIATE"):
        during = [forker.run(surroundings, *arguments) for arguments in lists]
    assert [each[:3] for each in during] == before
    assert "oppdragstaker" in during[0].stdout
    assert all(each.seconds < database.WAIT_SECONDS / 2 for each in during)


SHORT = 0.2
WAITS = [SHORT, pytest.param(database.WAIT_SECONDS, marks=pytest.mark.faults)]


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize(
    ("lock", "arguments"),
    [
        ("EXCLUSIVE", ("home", "list")),
        ("IMMEDIATE", ("child", "add", "--case", "1/1", "--born", "2020-01-01")),
        ("DEFERRED", ("child", "add", "--case", "1/1", "--born", "2020-01-01")),
    ],
    ids=["a reader behind a writer that is finishing", "a writer behind a writer", "a writer behind a reader"],
)
def test_who_has_waited_long_enough_is_told_so(
    bvt: Bvt, register: Path, monkeypatch: pytest.MonkeyPatch, lock: str, arguments: tuple[str, ...], wait: float
) -> None:
    """Exit 75 after the time it says, and nothing is changed."""
    monkeypatch.setattr(database, "WAIT_SECONDS", wait)
    before = contents(register)
    with held(register, lock):
        begun = time.monotonic()
        result = bvt(*arguments)
        waited = time.monotonic() - begun
    assert (result.exit_code, result.stdout) == (75, "")
    assert result.stderr == (
        f"Another bvt is using {register} and was not done within {wait:.0f} seconds; nothing was changed. Try again.\n"
    )
    assert wait <= waited < wait + 5
    assert contents(register) == before
