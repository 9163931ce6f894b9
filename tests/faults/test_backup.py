"""Backups while others write, and backups and restores that are killed or find no room: whole or not at all."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyrage
import pytest

from tests.conftest import Bvt, base_environment
from tests.faults.attacks import Attack, Ground, State, posted, told
from tests.faults.processes import Ended, Forker, contents

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

ROUNDS = [4, pytest.param(200, marks=pytest.mark.faults)]
POINTS = [4, pytest.param(None, marks=pytest.mark.faults)]
BACKUPS = [3, pytest.param(100, marks=pytest.mark.faults)]
SEED = 20250615

WRITER = """
import sys
from bvt_cli.main import run
number = 0
while True:
    number += 1
    assert run(["--quiet", "home", "set", "H-001", "--phone", str(number)]) == 0
    print(number, flush=True)
"""


@contextmanager
def writing(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that changes the register all the time, and says the number of each change that is acknowledged."""
    started = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        env={**base_environment(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert started.stdout is not None
    os.set_blocking(started.stdout.fileno(), True)
    try:
        yield started
    finally:
        started.kill()
        started.wait()
        started.stdout.close()


def acknowledged(writer: "subprocess.Popen[bytes]", last: int) -> int:
    """The number of the last change that the writer has said is done; waits until it has done one more."""
    assert writer.stdout is not None
    os.set_blocking(writer.stdout.fileno(), True)
    line = writer.stdout.readline()
    os.set_blocking(writer.stdout.fileno(), False)
    while line:
        if line.endswith(b"\n"):
            last = int(line)
        line = writer.stdout.readline()
    return last


@pytest.mark.parametrize("rounds", BACKUPS)
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "age"])
def test_a_backup_made_while_others_write_is_whole_and_holds_what_was_acknowledged(
    bvt: Bvt, forker: Forker, tmp_path: Path, surroundings: dict[str, str], rounds: int, sealed: bool
) -> None:
    """Restored, it is one state the register was in: no earlier than the last change acknowledged before it began."""
    posted(bvt, tmp_path)
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity), encoding="utf-8")
    (tmp_path / "key.txt").chmod(0o600)
    to = ("--to", identity.to_public()) if sealed else ()
    key = ("--identity", tmp_path / "key.txt") if sealed else ()
    held = []
    with writing(surroundings) as writer:
        last = 0
        for number in range(rounds):
            last = acknowledged(writer, last)
            copied = forker.run(surroundings, "db", "backup", tmp_path / f"{number}.copy", *to)
            assert copied.status == 0, copied
            later = acknowledged(writer, last)
            new = tmp_path / f"{number}.db"
            restored = forker.run(surroundings, "--db", new, "db", "restore", tmp_path / f"{number}.copy", *key)
            assert restored.status == 0, restored
            with closing(sqlite3.connect(new)) as connection:
                (phone,) = connection.execute(
                    "SELECT phone FROM home_text JOIN home USING (id) WHERE ref = 'H-001'"
                ).fetchone()
                (changes,) = connection.execute("SELECT count(*) FROM journal WHERE command = 'home set'").fetchone()
            assert last <= int(phone) == changes <= later
            assert bvt("--db", new, "db", "check").exit_code == 0
            assert bvt("--db", new, "db", "verify").exit_code == 0
            held.append(int(phone))
            (tmp_path / f"{number}.copy").unlink()
            new.unlink()
        assert writer.poll() is None
    assert held == sorted(held)
    assert held[0] < held[-1]
    print(f"backups during writes: {rounds} rounds, {held[-1]} changes meanwhile")


# --- kills ---


def backed_up(bvt: Bvt, folder: Path) -> None:
    """A month posted and backed up, and a change since."""
    posted(bvt, folder)
    assert bvt("db", "backup", folder / "copy.db").exit_code == 0
    assert bvt("home", "set", "H-001", "--phone", "1").exit_code == 0


def moved(bvt: Bvt, folder: Path) -> None:
    """A backup, and no register."""
    backed_up(bvt, folder)
    (folder / "bvt.db").unlink()


def several(bvt: Bvt, folder: Path) -> None:
    """A register with backups of three days."""
    posted(bvt, folder)
    for day in ("2025-06-12", "2025-06-13", "2025-06-14"):
        assert bvt("db", "backup", "--as-of", day).exit_code == 0


RESTORE = Attack("restore", ("db", "restore", "copy.db", "--json"), moved, '"kept"', again=(0, 3))
REPLACE = Attack("replace", ("db", "restore", "copy.db", "--replace", "--json"), backed_up, '"kept"')
KEEP = Attack("keep", ("db", "backup", "--keep", "2", "--json"), several, '"deleted"')


class Restoring(Ground):
    """What counts is the register; what stands beside it must be whole, and is tidied up by the next restore."""

    def state(self) -> State:
        path = self.folder / "bvt.db"
        return contents(path) if path.exists() else {}

    def outcome(self, ended: Ended) -> str:
        assert "Traceback" not in ended.stderr, ended.stderr
        checked = [self.bvt("--db", path, "db", "check") for path in self.folder.glob("[!.]*.db")]
        assert [each for each in checked if each[0] != 0] == []
        state = self.state()
        assert state in (self.before, self.after)
        if self.attack.acknowledged in ended.stdout or ended.status in self.attack.codes:
            assert state == self.after
        again = self.bvt(*self.arguments())
        assert again[0] in self.attack.again, again
        assert self.state() == self.after
        unfinished = [path.name for path in self.folder.rglob("*") if path.name.endswith((".new", "-journal"))]
        assert [name for name in unfinished if again[0] == 0] == []
        return "after" if state == self.after else "before"


class Keeping(Ground):
    """The register is never touched, and two good backups are there at any moment."""

    def state(self) -> State:
        return {"latest": (self.folder / "bvt-2025-06-15.db").exists()}

    def outcome(self, ended: Ended) -> str:
        assert "Traceback" not in ended.stderr, ended.stderr
        several = sorted(self.folder.glob("bvt*.db"))
        assert [path for path in several if self.bvt("--db", path, "db", "check")[0] != 0] == []
        assert len(several) >= 3
        latest = self.state()["latest"]
        if self.attack.acknowledged in ended.stdout:
            assert [path.name for path in several] == ["bvt-2025-06-14.db", "bvt-2025-06-15.db", "bvt.db"]
        again = self.bvt(*self.arguments())
        assert again[0] == 0
        newest = "bvt-2025-06-15-2.db" if latest else "bvt-2025-06-15.db"
        assert newest in {path.name for path in self.folder.iterdir()}
        assert len([path for path in self.folder.iterdir() if "2025" in path.name]) == 2
        return "after" if latest else "before"


@pytest.fixture(params=[RESTORE, REPLACE, KEEP], ids=lambda attack: attack.name)
def ground(
    request: pytest.FixtureRequest, forker: Forker, bvt: Bvt, tmp_path: Path, surroundings: dict[str, str]
) -> Ground:
    kind = Keeping if request.param is KEEP else Restoring
    return kind(request.param, forker, bvt, tmp_path, surroundings)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(ground: Ground, rounds: int) -> None:
    outcomes: Counter[str] = Counter()
    for moment in ground.moments(rounds, SEED):
        outcomes[ground.outcome(ground.hit(signal.SIGKILL, moment))] += 1
    told(ground.attack.name, outcomes)


@pytest.mark.parametrize("points", POINTS)
def test_a_kill_before_any_statement_leaves_the_old_or_the_new(ground: Ground, points: int | None) -> None:
    statements = range(1, ground.statements + 1)
    chosen = statements if points is None else {*random.Random(SEED).sample(statements, points), statements[-1]}
    outcomes: Counter[str] = Counter()
    for statement in sorted(chosen):
        outcomes[ground.outcome(ground.dies_at(statement))] += 1
    told(ground.attack.name, outcomes)


# --- no room ---


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def but_look_ups(register: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a register holds, but that a copy of it was asked for: that is noted first."""
    return {table: rows for table, rows in contents(register).items() if table != "lookup"}


@pytest.mark.parametrize("command", ["restore", "plain", "age"])
def test_on_a_disk_with_too_little_room_it_is_done_or_nothing_is(
    forker: Forker,
    bvt: Bvt,
    tmp_path: Path,
    surroundings: dict[str, str],
    small_disk: Callable[[int], Path],
    command: str,
) -> None:
    """However much room there is: for the first copy, for the second, or for undoing what is half-written."""
    small = small_disk(8)
    source = tmp_path / "source"
    source.mkdir()
    at_home = {"BVT_DB": str(source / "bvt.db")}
    backed_up(lambda *arguments: bvt(*arguments, env=at_home), source)
    public = str(pyrage.x25519.Identity.generate().to_public())
    size = (source / "bvt.db").stat().st_size
    arguments: dict[str, tuple[object, ...]] = {
        "restore": ("restore", small / "copy.db", "--replace"),
        "plain": ("backup", small / "new.db"),
        "age": ("backup", small / "new.db", "--to", public),
    }
    outcomes: Counter[int] = Counter()
    for room in range(0, 4 * size, size // 3):
        for path in [*small.iterdir()]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(source, small, dirs_exist_ok=True)
        (small / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(small).free - room)))
        stood, before = names(small), but_look_ups(small / "bvt.db")
        ended = forker.run({**surroundings, "BVT_DB": str(small / "bvt.db")}, "db", *arguments[command])
        outcomes[ended.status] += 1
        if ended.status == 0:
            assert len(names(small)) == len(stood) + 1
            continue
        assert ended.status == 78, ended
        assert any(each in ended.stderr for each in ("is the disk full", ": the disk is full")), ended
        after = but_look_ups(small / "bvt.db")  # opened first: that undoes a look-up for which there was no room
        assert (names(small), after) == (stood, before)
    assert outcomes.keys() == {0, 78}


@pytest.mark.parametrize("command", ["restore", "plain", "age"])
def test_where_a_file_may_not_grow_nothing_is_done(
    forker: Forker, bvt: Bvt, tmp_path: Path, surroundings: dict[str, str], command: str
) -> None:
    """`ulimit -f`."""
    backed_up(bvt, tmp_path)
    public = str(pyrage.x25519.Identity.generate().to_public())
    arguments: dict[str, tuple[object, ...]] = {
        "restore": ("restore", tmp_path / "copy.db", "--replace"),
        "plain": ("backup", tmp_path / "new.db"),
        "age": ("backup", tmp_path / "new.db", "--to", public),
    }
    stood, before = names(tmp_path), but_look_ups(tmp_path / "bvt.db")
    for limit in (512, 64 * 1024):
        ended = forker.run(surroundings, "db", *arguments[command], limits={"FSIZE": limit})
        assert ended.status == 78, ended
        assert "Traceback" not in ended.stderr
        after = but_look_ups(tmp_path / "bvt.db")
        assert (names(tmp_path), after) == (stood, before)
