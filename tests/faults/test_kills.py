"""kill -9 at any moment: a register is as before or as after, whole, and what was acknowledged is there."""

import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Bvt, Result
from tests.faults.attacks import ATTACKS, EXPORT, Ground, told
from tests.faults.processes import Forker

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

SEED = 20250331
FEW, ALL = 3, 1000


@pytest.fixture(params=ATTACKS)
def ground(
    request: pytest.FixtureRequest, forker: Forker, bvt: Bvt, tmp_path: Path, surroundings: dict[str, str]
) -> Ground:
    """A command to hit, its register, and what it does when left in peace."""
    return Ground(ATTACKS[request.param], forker, bvt, tmp_path, surroundings)


@pytest.mark.parametrize(
    ("rounds", "points"),
    [(3, FEW), *(pytest.param(*each, marks=pytest.mark.faults) for each in ((200, FEW), (0, ALL)))],
)
def test_a_kill_leaves_all_or_nothing(ground: Ground, rounds: int, points: int) -> None:
    """At moments drawn by lot over the whole run, and before SQL statements: in the long run, before every one.

    Done once more, it is done, and no unfinished file is left.
    """
    outcomes: Counter[str] = Counter()
    for moment in ground.moments(rounds, SEED):
        ended = ground.hit(signal.SIGKILL, moment)
        assert ended.status in (-signal.SIGKILL, *ground.attack.codes)
        outcomes[f"at a moment: {ground.outcome(ended)}"] += 1
    statements = range(1, ground.statements + 1)
    for statement in sorted({*statements[:: max(1, len(statements) // points)], statements[-1]}):
        ended = ground.dies_at(statement)
        assert ended.status == -signal.SIGKILL
        outcomes[f"before a statement: {ground.outcome(ended)}"] += 1
    told(ground.attack.name, outcomes)


@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.faults)])
def test_a_file_that_may_pay_is_never_there_without_being_noted(
    forker: Forker, bvt: Bvt, tmp_path: Path, surroundings: dict[str, str], rounds: int
) -> None:
    """Nor is it ever cut short; where it is noted and not there, it can be asked for again."""
    ground = Ground(EXPORT, forker, bvt, tmp_path, surroundings)
    file = ground.folder / "copy.csv"
    whole = file.read_bytes()
    outcomes: Counter[str] = Counter()
    for moment in ground.moments(rounds, SEED):
        ended = ground.hit(signal.SIGKILL, moment)
        there, noted = file.exists(), ground.state() == ground.after
        assert noted or ground.state() == ground.before
        assert not there or (noted and file.read_bytes() == whole)
        assert ended.status != 0 or there
        again = ground.bvt(*ground.arguments())
        assert again.exit_code == (3 if there else 0), again
        assert file.read_bytes() == whole
        assert ground.litter() == set()
        outcomes[f"noted: {noted}, there: {there}"] += 1
    told("export", outcomes)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("migration", 3),
        *(pytest.param(name, 200, marks=pytest.mark.faults) for name in ("migration", "import", "post")),
    ],
)
def test_a_fault_at_any_step_leaves_the_register_as_it_was(
    forker: Forker,
    bvt: Bvt,
    tmp_path: Path,
    surroundings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    points: int,
) -> None:
    """SQLite refuses one step of a statement: an exit code, schema and version as before; then it is done after all."""
    ground = Ground(ATTACKS[name], forker, bvt, tmp_path, surroundings)

    def refused(step: int | None) -> tuple[Result, list[int]]:
        ground.afresh()
        with steps(monkeypatch, step) as taken:
            return ground.bvt(*ground.attack.arguments), taken

    refused(None)  # what is made once in a process is not counted among the steps
    writing = [number for number, action in enumerate(refused(None)[1], start=1) if action in CHANGES]
    for step in sorted({*writing[:: max(1, len(writing) // points)], writing[-1]}):
        result, _ = refused(step)
        assert result.exit_code in (1, 78), (step, result)  # 1: the fault came inside a statement of SQLite's own
        assert ground.state() == ground.before
        assert ground.bvt(*ground.attack.arguments).exit_code in ground.attack.codes
        assert ground.state() == ground.after


CHANGES = {
    sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_CREATE_TABLE,
    sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ALTER_TABLE,
}  # fmt: skip


@contextmanager
def steps(monkeypatch: pytest.MonkeyPatch, refused: int | None) -> Iterator[list[int]]:
    """What SQLite is asked to do, one after the other; one of them it refuses."""
    taken: list[int] = []
    connect = sqlite3.connect

    def asked(action: int, *about: object) -> int:
        taken.append(action)
        return sqlite3.SQLITE_DENY if len(taken) == refused else sqlite3.SQLITE_OK

    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **more)
        connection.set_authorizer(asked)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connected)
        yield taken
