"""Encrypted registers cut off, and changed by a bit: one key fits, and no flip goes unseen."""

import os
import random
import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest

from bvt_cli.store import encrypted, keys
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt
from tests.faults.processes import Forker
from tests.keyed import needs_sqlcipher

pytestmark = needs_sqlcipher
SEED = 20250331


@pytest.fixture
def key_file() -> None:
    """No key is said but by the tests themselves."""


def homes(bvt: Bvt) -> str:
    result = bvt("export")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.faults)])
@pytest.mark.parametrize("what", ["rekey", "encrypt", "decrypt"])
def test_a_change_of_key_that_is_killed_leaves_a_register_that_its_key_opens(
    forker: Forker, bvt: Bvt, tmp_path: Path, usual: Path, surroundings: dict[str, str], what: str, rounds: int
) -> None:
    """As before or as after, with all that is in it, by the key in its place and without a word more; done once more,
    it is done, and no key that ever opened it is lost."""
    arguments = ("db", "rekey") if what == "rekey" else ("db", "rekey", f"--{what}")
    assert bvt("init", *([] if what == "encrypt" else ["--encrypted"])).exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    before, kept = homes(bvt), tmp_path.with_name(f"{tmp_path.name}-kept")
    shutil.copytree(tmp_path, kept)
    forker.warm(surroundings, *arguments)
    shutil.rmtree(tmp_path)
    shutil.copytree(kept, tmp_path)
    whole = forker.run(surroundings, *arguments).seconds
    lot = random.Random(SEED)
    found: Counter[str] = Counter()
    for _ in range(rounds):
        shutil.rmtree(tmp_path)
        shutil.copytree(kept, tmp_path)
        first = (tmp_path / "bvt.db").read_bytes()[:16]
        forker.run(surroundings, *arguments, hit=(signal.SIGKILL, lot.uniform(0, 1.1) * whole))
        now = (tmp_path / "bvt.db").read_bytes()[:16]
        between = usual.with_name("bvt.key.new").exists()
        found[("as after" if now != first else "as before") + (", both keys there" if between else "")] += 1
        assert homes(bvt) == before
        assert bvt("db", "check").exit_code == 0
        assert bvt(*arguments).exit_code == (0 if what == "rekey" or now == first else 3)
        assert homes(bvt) == before
        assert not usual.with_name("bvt.key.new").exists()
        assert [name for name in os.listdir(tmp_path) if name.startswith(".bvt")] == []
        if what == "rekey":
            held = {keys.from_file(each).register for each in usual.parent.iterdir()}
            assert {first, now, (tmp_path / "bvt.db").read_bytes()[:16]} <= held
    print(f"{what}: {dict(found)}")


@pytest.mark.parametrize("flips", [6, pytest.param(300, marks=pytest.mark.faults)])
def test_no_flipped_bit_of_an_encrypted_register_goes_unseen(bvt: Bvt, tmp_path: Path, flips: int) -> None:
    """Wherever it is; the page is named, unless the file can no longer be opened at all."""
    assert bvt("init", "--encrypted").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    path = tmp_path / "bvt.db"
    whole = path.read_bytes()
    lot = random.Random(SEED)
    for _ in range(flips):
        place, bit = lot.randrange(len(whole)), lot.randrange(8)
        with path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([whole[place] ^ (1 << bit)]))
        result = bvt("db", "check")
        assert (result.exit_code, result.stdout) == (78, ""), (place, bit)
        assert "is damaged" in result.stderr
        with path.open("r+b") as file:
            file.seek(place)
            file.write(whole[place : place + 1])
    assert bvt("db", "check").exit_code == 0


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
@pytest.mark.parametrize("rounds", [2, pytest.param(25, marks=pytest.mark.faults)])
def test_changes_of_key_at_the_same_moment_leave_one_that_fits_and_lose_none(
    forker: Forker, bvt: Bvt, usual: Path, surroundings: dict[str, str], rounds: int
) -> None:
    """And what is written meanwhile is there: acknowledged, or refused as busy."""
    assert bvt("init", "--encrypted").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    forker.warm(surroundings, "db", "rekey")
    first = keys.from_file(usual)
    wanted = 0
    for number in range(rounds):
        writes = [("child", "add", "--case", f"{number}/{each}", "--born", "2018-05-04") for each in range(4)]
        ended = forker.together(surroundings, [["db", "rekey"]], [["db", "rekey"]], [["db", "rekey"]], writes)
        assert [each for queue in ended for each in queue if each.status not in (0, 75)] == []
        wanted += sum(each.status == 0 for each in ended[-1])
        assert len(bvt("child", "list", "--json").json) == wanted + 1
        assert not encrypted.begun_file(usual).exists()
    held = [keys.from_file(path) for path in usual.parent.iterdir()]
    assert first in held
    assert len(held) == len(set(held)) > rounds
