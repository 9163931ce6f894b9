"""bvt as a process: whatever stands around it, an exit code and no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Bvt, base_environment

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def test_output_is_utf_8_whatever_the_locale_says(process: Bvt) -> None:
    for around in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}):
        result = process("--lang", "nb", "--help", env=around)
        assert result.exit_code == 0
        assert "Beregn, bokfør og forklar" in result.stdout


def test_a_machine_without_home_and_environment_gets_help(process: Bvt) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bvt_cli", "--help"], env={"PYTHONPATH": base_environment()["PYTHONPATH"]},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Bruk:" in done.stdout.decode()


def test_the_version_is_told_without_importing_anything_of_bvt(process: Bvt) -> None:
    code = "import sys; from bvt_cli.main import run; run(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=base_environment(), capture_output=True, check=True)
    modules = done.stdout.decode().split()
    assert modules[:2] == ["bvt", "0.1.0"]
    assert not {"typer", "rich", "sqlite3", "bvt_cli.core.texts"} & set(modules)


def test_help_needs_no_library_but_typer(process: Bvt) -> None:
    code = "import sys; from bvt_cli.main import run; run(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=base_environment(), capture_output=True, check=True)
    modules = set(done.stdout.decode().splitlines()[-1].split())
    assert "typer" in modules
    assert not {"rich", "sqlite_utils", "yaml", "stdnum", "csv", "json", "pydantic"} & modules


@posix
@pytest.mark.parametrize("arguments", ["--help", "--version"])
def test_a_full_disk_gets_one_sentence_and_exit_1(process: Bvt, arguments: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        result = process(arguments, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert result.exit_code == 1
    assert result.stderr in ("", "The system says no: the disk is full.\n")
    assert arguments == "--version" or result.stderr


@posix
def test_a_reader_who_has_enough_is_no_fault(surroundings: dict[str, str]) -> None:
    line = f"{sys.executable} -m bvt_cli --help | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], env={**base_environment(), **surroundings}, capture_output=True, check=True
    )
    assert done.stdout in (b"0\n", b"1\n")
    assert done.stderr == b""


@posix
def test_closed_streams_are_no_traceback(surroundings: dict[str, str]) -> None:
    for closing in (">&-", "<&- >&- 2>&-", "2>&-"):
        line = f"{sys.executable} -m bvt_cli hom {closing}; echo $? >&3"
        done = subprocess.run(
            ["bash", "-c", f"exec 3>&1; {line}"], env={**base_environment(), **surroundings}, capture_output=True,
            check=True,
        )  # fmt: skip
        assert done.stdout == b"2\n"
        assert b"Traceback" not in done.stderr
