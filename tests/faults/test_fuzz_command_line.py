"""Command lines with anything in them: bvt does it, or says no with an exit code of the contract, and never fails."""

import json
import random
import shlex
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docs_tree
import pytest

from tests.commands.register import KOMMUNE
from tests.conftest import Bvt, Result
from tests.faults.fuzzed import SHEETS

FEW, MANY = 40, 4000
SLOW = 10.0
AFRESH = 50
"""So many command lines share a register; then it is as it was in the beginning."""
CODES = {0, 2, 3, 4, 5, 65, 75, 78}
LEFT_OUT = {"bvt demo", "bvt completion"}
REFS = {
    "HOME": ("H-001", "H-002", "H1", "h-001"),
    "CHILD": ("C-77", "C-78"),
    "AGREEMENT": ("A-1", "A-2"),
    "STAY": ("S-1",),
    "NETWORK": ("N-1",),
    "RUN": ("R1", "R2", "r1"),
    "LINE": ("R1-1", "R1-2"),
    "PERSON": ("P-001",),
    "MONTH": ("2025-03", "03.2025", "2024-10", "1899-12", "2199-12", "9999-12", "2025-13", "0000-01", "2025-3"),
    "DATE": ("2025-03-01", "1.3.2025", "2024-02-29", "2025-02-29", "2199-12-31", "9999-12-31", "0001-01-01"),
    "FILE": ("given.yaml", "given.csv", "map.yaml", "new-file", "missing/new-file", "rates", "."),
    "AMOUNT": ("0", "1718.75", "1718,75", "-1", "999999999999", "9" * 13, "9" * 5000, "1e5", "0.001", "1.999", ".5"),
    "N": ("0", "1", "3", "-1", "999999999", "1.5", "1/3", "1/0", "9" * 5000),
}  # fmt: skip
NASTY = (
    "", " ", "-", "--", "---", "-x", "--home", "=", "@x", "H-001 ", "\0", "a\0b", "\udc80", "\ud800", "\n",
    "\t", "\r", "\x1b[31m", "\x7f", "\x85", "\u202e", "\u2028", "\ufeff", "\ufffe", "👨‍👩‍👧", "é", "é", "İ", "ß",
    "٣", "１", "²", "½", "a" * 100_000, "9" * 30, "{}", "{0}", "{ref}", "%s", "%(a)s", "[red]", "[/]", "\\", "'",
    '"', "`id`", "$(id)", ";", "|", "'; DROP TABLE home; --", "%", "_", "*", "?", "H*", "NULL", "None", "null",
    "nan", "inf", "-inf", "1e400", "0x10", "1_000", "٢٠٢٥-٠٣", "2025-03-01T00:00", "true", "NO", "~", "=1+1",
    "http://x", "a=b", "a,b", "a:b", "1:2:3", "K", "ſ",
)  # fmt: skip


BEFORE = ("--db", "--rates", "--lang", "--key-file", "--key-fd")


@cache
def commands() -> tuple[docs_tree.Command, ...]:
    """All commands of the tree but the groups."""
    return tuple(each for each in docs_tree.tree() if not each.group and each.path not in LEFT_OUT)


def line(command: docs_tree.Command, dice: random.Random) -> list[str]:
    """A call of a command: one of its own examples with a word or two replaced, or options as they come."""
    examples = [shlex.split(each)[1:] for each in command.examples if each.startswith("bvt ") and "<" not in each]
    if not examples or dice.random() < 0.4:
        return at_random(command, dice)
    said = dice.choice(examples)
    for _ in range(dice.choice((0, 1, 1, 2))):
        at = dice.randrange(len(command.path.split()) - 1, len(said) + 1)
        said[at : at + dice.choice((0, 1, 1, 1))] = [value(metavar_of(said, at, command), dice)]
    return said


def metavar_of(said: list[str], at: int, command: docs_tree.Command) -> str:
    """What stands in the help for the word at a place, where it is the value of an option."""
    before = said[at - 1] if at else ""
    of = {name: each.typed.partition(" ")[2] for each in command.options for name in each.names}
    return of.get(before, "")


def at_random(command: docs_tree.Command, dice: random.Random) -> list[str]:
    """Arguments and options that may make sense, or none."""
    said = command.path.split()[1:]
    for each in command.arguments:
        if dice.random() < 0.9:
            said.append(value(each.typed.strip("[].").split()[0], dice))
    if dice.random() < 0.05:
        said.append(dice.choice(NASTY))
    for option in dice.sample(command.options, min(len(command.options), dice.choice((0, 1, 1, 2, 3, 5)))):
        name = dice.choice(option.names)
        if name == "--help" and dice.random() < 0.9:
            continue
        metavar = option.typed.partition(" ")[2].split(",")[0]
        said.append(name)
        if metavar or dice.random() < 0.02:
            said.append(value(metavar, dice))
    if dice.random() < 0.03:
        dice.shuffle(said)
    return said


def value(metavar: str, dice: random.Random) -> str:
    """A word for what stands in the help as this."""
    known = REFS.get(metavar, REFS["FILE"] if "FIL" in metavar else ())
    if known and dice.random() < 0.6:
        return dice.choice(known)
    if dice.random() < 0.15:
        return dice.choice([each for words in REFS.values() for each in words])
    return dice.choice(NASTY)


@pytest.fixture
def made(bvt: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the register of the example municipality, a posted month, and some files to read."""
    folder = tmp_path / "made"
    folder.mkdir()
    where = {"BVT_DB": str(folder / "bvt.db")}
    for command in (("init", "--pay-from", "2024-10"), ("import", KOMMUNE), ("pay", "month", "2024-10", "--post")):
        assert bvt(*command, env=where).exit_code in (0, 3)
    shutil.copy(KOMMUNE, folder / "given.yaml")
    shutil.copy(SHEETS / "hjem.csv", folder / "given.csv")
    shutil.copy(SHEETS / "hjem.yaml", folder / "map.yaml")
    monkeypatch.chdir(tmp_path)
    return folder


def fuzz(bvt: Bvt, made: Path, number: int, seed: object, monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """So many command lines; how often each exit code came."""
    dice = random.Random(seed)
    ended: Counter[int] = Counter()
    work = made.parent / "work"
    for at, said in enumerate(lines(number, dice)):
        if at % AFRESH == 0:
            monkeypatch.chdir(made)
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(made, work)
            monkeypatch.chdir(work)
        began = time.process_time()
        result = bvt(*said, env={"BVT_DB": str(work / "bvt.db")})
        about = f"seed {seed}, line {at}: {[each[:60] for each in said]}: {result.stderr[:500]}"
        assert result.exit_code in CODES, about
        assert time.process_time() - began < SLOW, about
        check_streams(said, result, about)
        ended[result.exit_code] += 1
    return ended


def lines(number: int, dice: random.Random) -> Iterator[list[str]]:
    """Command lines, each command in its turn."""
    order = [*commands()]
    dice.shuffle(order)
    for at in range(number):
        said = line(order[at % len(order)], dice)
        yield [dice.choice(BEFORE), value("FILE", dice), *said] if dice.random() < 0.05 else said


def check_streams(said: list[str], result: Result, about: str) -> None:
    assert "Traceback" not in result.stderr, about
    if "--json" in said and not {"--", "--help"} & {*said} and result.stdout:
        json.loads(result.stdout)


def test_any_command_line_is_answered(bvt: Bvt, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some commands with arguments that no one would give, and some that somebody might."""
    assert set(fuzz(bvt, made, FEW, 1, monkeypatch)) > {0, 2}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--db", "9" * 5000, "home", "list"), "its name is too long"),
        (("db", "backup", "9" * 5000), "its name is too long"),
        (("import", "a\0b"), "An argument holds a NUL character."),
    ],
)
def test_a_path_that_no_system_takes_is_no_fault_of_bvt(
    bvt: Bvt, made: Path, said: tuple[str, ...], sentence: str
) -> None:
    """It was given so, and is told so."""
    result = bvt(*said, env={"BVT_DB": str(made / "bvt.db")})
    assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr[:200]


@pytest.mark.faults
def test_many_command_lines(
    bvt: Bvt, made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command, many times, with another seed each time."""
    seed = random.SystemRandom().randrange(10**9)
    with capsys.disabled():
        print(f"\nseed {seed}", file=sys.stderr)
        print(fuzz(bvt, made, MANY, seed, monkeypatch), file=sys.stderr)
