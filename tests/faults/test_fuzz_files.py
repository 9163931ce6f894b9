"""Files with mistakes of every kind: bvt takes them, or says what is wrong and where, and never fails itself."""

import os
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Bvt
from tests.faults.fuzzed import KINDS, SMALL, Kind, all_seeds, mutated, outcome

FOUND = Path(__file__).with_name("found")
FEW, MANY = 15, 3000
SLOW = 5.0
"""Seconds of the processor for one file of some kilobytes, on whatever machine: then something hangs."""


def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.getbasetemp() / f"fuzzed-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to work in, with registers that all the tests of one process use."""
    return folder_of(tmp_path_factory)


@pytest.mark.parametrize("name", KINDS)
def test_the_files_to_be_spoilt_are_good(name: str, folder: Path) -> None:
    """Otherwise spoiling them would prove nothing."""
    for seed in KINDS[name].seeds():
        assert outcome(KINDS[name], seed, folder) == (0, "")


def fuzz(kind: Kind, number: int, seed: object, folder: Path) -> Counter[int]:
    """Spoil good files so many times; how often each exit code came. Keeps the file at which bvt failed."""
    dice = random.Random(f"{seed} {kind.name}")
    seeds, ended = kind.seeds(), Counter[int]()
    for at in range(number):
        data = mutated(dice.choice(seeds), all_seeds(), dice)
        began = time.process_time()
        try:
            ended[outcome(kind, data, folder).code] += 1
            assert time.process_time() - began < SLOW, "it takes too long"
        except Exception as error:
            kept = folder / f"{kind.name}-{at}"
            kept.write_bytes(data)
            raise AssertionError(f"seed {seed}, file {at}, kept as {kept}: {error!r}") from error
    return ended


@pytest.mark.parametrize("name", KINDS)
def test_a_spoilt_file_is_taken_or_told_of(name: str, folder: Path) -> None:
    """Bits flipped, words, lines and pieces put in, taken out and moved, encodings changed."""
    assert fuzz(KINDS[name], FEW, 0, folder)[KINDS[name].code] > 0


@pytest.mark.faults
@pytest.mark.parametrize("name", KINDS)
def test_many_spoilt_files(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same with another seed each time."""
    seed = random.SystemRandom().randrange(10**9)
    with capsys.disabled():
        print(f"\n{name}: seed {seed}, {fuzz(KINDS[name], MANY, seed, folder)}", file=sys.stderr)


def tree() -> Any:
    import yaml

    return yaml.load(SMALL, yaml.BaseLoader)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value of a document."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(each for key, value in inside for each in places(value, (*path, key)))]


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates().map(str)
    | st.sampled_from(["0301", "NO", "1_000", "12:30", ".inf", "5.30", "1/0", "2025-02-30", "H-1", "C-1", "\ud800", ""])
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))
CHANGES = st.lists(st.tuples(st.sampled_from(places(tree())[1:]), st.sampled_from(["put", "take", "twice"]), VALUES),
                   min_size=1, max_size=3)  # fmt: skip


def changed(changes: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    """The small register document with other values at some places, or without them, or with elements twice."""
    document = tree()
    for path, way, value in changes:
        parent = document
        try:
            for piece in path[:-1]:
                parent = parent[piece]
            if way == "put":
                parent[path[-1]] = value
            elif way == "take":
                del parent[path[-1]]
            elif isinstance(parent, list):
                parent.append(parent[path[-1]])
        except (KeyError, IndexError, TypeError):
            pass  # an earlier change took it away
    return document


def read_changed(changes: list[tuple[tuple[Any, ...], str, Any]], folder: Path) -> None:
    import json

    import yaml

    document = changed(changes)
    outcome(KINDS["document"], json.dumps(document).encode(), folder)
    try:
        written = yaml.dump(document, Dumper=yaml.SafeDumper, allow_unicode=True).encode()
    except UnicodeEncodeError:  # a lone surrogate, which only JSON can write
        return
    outcome(KINDS["document"], written, folder)


@settings(max_examples=20, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(changes=CHANGES)
def test_a_document_with_any_value_anywhere_is_taken_or_told_of(changes: Any, folder: Path) -> None:
    """As YAML and as JSON; one that is taken can be paid, exported and read again."""
    read_changed(changes, folder)


@pytest.mark.faults
@settings(max_examples=5000, deadline=None, database=None, print_blob=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(changes=CHANGES)
def test_many_documents_with_any_value_anywhere(changes: Any, folder: Path) -> None:
    """The same, for long."""
    read_changed(changes, folder)


def kept() -> list[Path]:
    """Files at which bvt failed once: `found/<kind>/<exit code>-<what it is>`."""
    return sorted(path for path in FOUND.glob("*/*") if path.name[0].isdigit())


@pytest.mark.parametrize("file", kept(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_was_found_once_stays_mended(file: Path, folder: Path) -> None:
    assert outcome(KINDS[file.parent.name], file.read_bytes(), folder).code == int(file.name.partition("-")[0])


def test_a_refused_file_leaves_the_register_as_it_is(bvt: Bvt, tmp_path: Path) -> None:
    """Byte for byte, however much of the file was good; nothing else is left behind."""
    register = tmp_path / "bvt.db"
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    before = register.read_bytes()
    for data in (SMALL + b"homes: []\n", SMALL.replace(b"H-1, child: C-1, measure: s", b"H-9, child: C-1, measure: s")):
        (tmp_path / "doc.yaml").write_bytes(data)
        assert bvt("import", tmp_path / "doc.yaml").exit_code == 65
        (tmp_path / "doc.yaml").unlink()
        assert register.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["bvt.db"]
