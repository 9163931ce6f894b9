"""Ctrl-C, SIGTERM, SIGHUP at any moment: rolled back, tidied up, told by the exit code."""

import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Bvt, base_environment
from tests.faults.attacks import ATTACKS, Ground, told
from tests.faults.processes import HANGS_AFTER, Ended, Forker

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
SEED = 20250430


@pytest.mark.parametrize(
    ("name", "rounds"),
    [("post", 1), ("backup", 1), *(pytest.param(name, 200, marks=pytest.mark.faults) for name in ATTACKS)],
)
def test_a_signal_at_any_moment_leaves_all_or_nothing_and_no_litter(
    forker: Forker, bvt: Bvt, tmp_path: Path, surroundings: dict[str, str], name: str, rounds: int
) -> None:
    """Exit 130, 143 or 129, or that of the command where it was done by then; no half-made file even for a moment."""
    ground = Ground(ATTACKS[name], forker, bvt, tmp_path, surroundings)
    outcomes: Counter[str] = Counter()
    for number, code in SIGNALS.items():
        for moment in ground.moments(rounds, SEED + number):
            ended = ground.hit(number, moment)
            assert ended.status in (-number, code, *ground.attack.codes), ended
            assert ground.litter() == set(), ground.litter()
            outcome = ground.outcome(ended)
            assert ended.status != -number or outcome == "before"  # the system's own answer, until bvt gives one
            outcomes[f"{number.name} {ended.status} {outcome}"] += 1
    told(name, outcomes)


def begin(ignored: int) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == ignored else signal.SIG_DFL)


STARTS = "import os, sys; from bvt_cli.main import run; os.write(1, b'.'); sys.exit(run())"


def started(environment: dict[str, str], number: int, after: float, *arguments: object, ignored: int = 0) -> Ended:
    """bvt from its very start in a new Python, hit by a signal some seconds after it began.

    `ignored`: a signal that whoever starts it has said is to be ignored.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS, *map(str, arguments)], env={**base_environment(), **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: begin(ignored),
    )  # fmt: skip
    assert process.stdout is not None
    os.read(process.stdout.fileno(), 1)
    watched = os.pidfd_open(process.pid)
    if not select.select([watched], [], [], after)[0]:
        process.send_signal(number)
    os.close(watched)
    out, err = process.communicate(timeout=HANGS_AFTER)
    return Ended(process.returncode, out.decode(), err.decode(), 0, 0)


@pytest.mark.parametrize("rounds", [1, pytest.param(200, marks=pytest.mark.faults)])
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_bvt_is_still_being_loaded_is_no_traceback(
    bvt: Bvt, surroundings: dict[str, str], tmp_path: Path, number: signal.Signals, rounds: int
) -> None:
    """Also where Python itself runs a callback that cannot pass it on."""
    assert bvt("init").exit_code == 0
    there = {path.name for path in tmp_path.iterdir()}
    lots = random.Random(SEED)
    outcomes: Counter[str] = Counter()
    for _ in range(rounds):
        ended = started(
            surroundings, number, lots.uniform(0, 0.2), "child", "add", "--case", "1", "--born", "2020-01-01"
        )
        before_bvt_began = ended.status == -number and "bvt_cli" not in ended.stderr
        assert before_bvt_began or ended.status in (SIGNALS[number], 0), ended
        assert before_bvt_began or "Traceback" not in ended.stderr, ended
        assert {path.name for path in tmp_path.iterdir()} == there, ended
        outcomes[str(ended.status)] += 1
    children = bvt("child", "list", "--json").json
    assert len(children) >= outcomes["0"]
    told(number.name, outcomes)


@pytest.mark.parametrize("after", [0.0, 0.05])
def test_a_command_started_to_outlive_its_terminal_does(bvt: Bvt, surroundings: dict[str, str], after: float) -> None:
    """As with `nohup`: a signal that is ignored at the start stays ignored."""
    assert bvt("init").exit_code == 0
    ended = started(surroundings, signal.SIGHUP, after, "home", "list", "--json", ignored=signal.SIGHUP)
    assert ended[:3] == (0, "[]\n", "")
