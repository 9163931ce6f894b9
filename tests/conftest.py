"""What the tests share: bvt run within the test, and bvt as a process of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bvt_cli.main import run

SOURCE = Path(__file__).resolve().parent.parent / "src"
AS_OF = "2025-06-15"


class Result(NamedTuple):
    """How a run of bvt ended, and what it wrote."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        import json

        return json.loads(self.stdout)


Bvt = Callable[..., Result]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--encrypted", action="store_true", help="run bvt on encrypted registers")


@pytest.fixture
def key_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    """The key of all registers, where they are encrypted."""
    if not request.config.getoption("--encrypted") or request.node.get_closest_marker("plain_only"):
        yield None
        return
    from tests.keyed import encrypt_all, key_for_all

    with pytest.MonkeyPatch.context() as patch:
        found = key_for_all(tmp_path_factory.getbasetemp())
        encrypt_all(patch, found)
        yield found


@pytest.fixture
def usual(tmp_path: Path) -> Path:
    """Where the key of the register is looked for where nothing is said."""
    return tmp_path / ".config" / "bvt" / "bvt.key"


@pytest.fixture
def surroundings(tmp_path: Path, key_file: Path | None) -> dict[str, str]:
    """The environment of a run: a register of its own, a fixed day, English, and somebody who asks."""
    return {
        **({} if key_file is None else {"BVT_KEY_FILE": str(key_file)}),
        "BVT_DB": str(tmp_path / "bvt.db"),
        "BVT_AS_OF": AS_OF,
        "BVT_LANG": "en",
        "BVT_USER": "tester",
        "HOME": str(tmp_path),
    }


@pytest.fixture
def bvt(surroundings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Bvt:
    """`bvt("home", "list", env={...}, input="...")`: run within the test, with stdout and stderr no terminal."""

    def call(*arguments: object, env: Mapping[str, str] | None = None, input: str = "") -> Result:
        out, err = _stream(), _stream()
        with monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("BVT_", "LC_")) or name == "LANG"]:
                patch.delenv(name)
            for name, value in {**surroundings, **(env or {})}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input.encode()), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            exit_code = run([str(argument) for argument in arguments])
        return Result(exit_code, _written(out), _written(err))

    return call


@pytest.fixture
def process(surroundings: dict[str, str]) -> Bvt:
    """`process("home", "list", env={...}, input="...")`: the same as a process of its own."""

    def call(*arguments: object, env: Mapping[str, str] | None = None, input: str = "", **more: Any) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "bvt_cli", *map(str, arguments)],
            env={**base_environment(), **surroundings, **(env or {})},
            input=input.encode(),
            **({"capture_output": True} | more),
            check=False,
            timeout=120,
        )
        return Result(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())

    return call


def base_environment() -> dict[str, str]:
    """What a process needs of the machine, and where bvt is."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCE)}


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
