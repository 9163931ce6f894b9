"""The power goes while bvt writes: the register is as it was before or after, and what was acknowledged is there."""

import random
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import pytest

from bvt_cli.core.errors import RegisterError
from tests.commands.register import KOMMUNE, ONE_HOME
from tests.conftest import Bvt

pytest.importorskip("apsw", reason="the simulation of power cuts needs apsw")
from tests.faults import power

FEW, MANY = 8, 250
SEED = 7
LATER = re.sub(r"\b([HPCA])-1\b", r"\1-901", ONE_HOME)


def work(bvt: Bvt, folder: Path) -> None:
    """An import, a home that is judged and corrected, months posted, one of them again after a correction, an end."""
    (folder / "later.yaml").write_text(LATER)
    for command in (
        ("import", KOMMUNE),
        ("pay", "month", "2024-10", "--post"),
        ("import", folder / "later.yaml"),
        ("home", "set", "H-901", "--phone", "00 00 00 01"),
        ("pay", "month", "2025-03", "--post"),
        ("stay", "add", "A-901", "--from", "2025-03-08", "--to", "2025-03-12", "--extra"),
        ("pay", "month", "2025-04", "--post"),
        ("home", "end", "H-901", "--on", "2025-05-31", "--reason", "Prøve"),
    ):
        result = bvt(*command)
        assert result.exit_code in (0, 3), (command, result)


def made(bvt: Bvt, folder: Path, **replaced: str) -> power.Record:
    """The record of that work in a new register."""
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    with power.recorded(folder, replaced) as record:
        work(bvt, folder)
    assert len(record.states) >= 8
    return record


def outcomes(record: power.Record, cuts: int, seed: object, folder: Path) -> Counter[str]:
    """How the register is found after each of so many cuts: whole, torn, or without what had been acknowledged."""
    dice = random.Random(seed)
    states = []
    for number, files in enumerate(record.states):
        state = folder / f"state{number}"
        state.mkdir()
        (state / "bvt.db").write_bytes(files["bvt.db"])
        states.append(power.contents(state))
    found: Counter[str] = Counter()
    acknowledging = [place for place, step in enumerate(record.steps, 1) if step.what == "committed"]
    for number in range(cuts):
        # one of three at the most delicate moment: when a transaction has just been acknowledged
        place = dice.choice(acknowledging) if number % 3 == 0 else dice.randint(0, len(record.steps))
        power.cut(record, place, dice, folder / "cut")
        try:
            after = power.contents(folder / "cut")
            sound = _sound(folder / "cut" / "bvt.db")
        except (sqlite3.DatabaseError, RegisterError):
            found["torn"] += 1
            continue
        acknowledged = record.acknowledged(place)
        if not sound or after not in states:
            found["torn"] += 1
        elif after not in states[acknowledged:]:
            found["lost"] += 1
        else:
            found["whole"] += 1
            found["kept" if after == states[acknowledged] else "later"] += 1
    return found


def _sound(register: Path) -> bool:
    from bvt_cli.store import database, runs

    with database.reading(register) as connection:
        return not database.damage(connection) and not runs.wrong_sums(connection)


def check(bvt: Bvt, folder: Path, cuts: int, seed: object) -> Counter[str]:
    found = outcomes(made(bvt, folder), cuts, seed, folder)
    assert (found["torn"], found["lost"], found["whole"]) == (0, 0, cuts), found
    return found


def test_a_power_cut_leaves_a_whole_register_with_all_that_was_acknowledged(bvt: Bvt, tmp_path: Path) -> None:
    """A few cuts; afterwards bvt itself finds nothing wrong with the register and goes on with it."""
    check(bvt, tmp_path, FEW, SEED)
    left = {"BVT_DB": str(tmp_path / "cut" / "bvt.db")}
    assert bvt("db", "check", env=left).exit_code == 0
    assert bvt("import", KOMMUNE, env=left).exit_code in (0, 3)


def test_the_simulation_does_find_what_a_careless_setting_loses(bvt: Bvt, tmp_path: Path) -> None:
    """Without syncing registers are torn: a test that could not fail would prove nothing."""
    found = outcomes(made(bvt, tmp_path, synchronous="OFF"), 2 * FEW, SEED, tmp_path)
    assert found["torn"] >= FEW // 2, found


@pytest.mark.faults
def test_many_power_cuts(bvt: Bvt, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Anywhere in the work, whatever part of it has reached the disk."""
    chosen = random.SystemRandom().randrange(10**9)
    with capsys.disabled():
        print(f"\nseed {chosen}", file=sys.stderr)
        print(check(bvt, tmp_path, MANY, chosen), file=sys.stderr)


CARELESS = {
    "synchronous OFF": ({"synchronous": "OFF"}, "torn", 100),
    "no journal": ({"journal_mode": "OFF"}, "torn", 100),
    "a journal in memory": ({"journal_mode": "MEMORY"}, "torn", 100),
    "synchronous FULL": ({"synchronous": "FULL"}, "lost", 1),  # the deleted journal comes back and undoes a commit
}


@pytest.mark.faults
@pytest.mark.parametrize("name", CARELESS)
def test_careless_settings_fail(bvt: Bvt, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Controls: each setting that bvt does not use is found out."""
    replaced, what, least = CARELESS[name]
    found = outcomes(made(bvt, tmp_path, **replaced), MANY, SEED, tmp_path)
    with capsys.disabled():
        print(f"\n{name}: {found}", file=sys.stderr)
    assert found[what] >= least, found
