"""bvt as a process: what it needs, and what it loads. (Odd surroundings: faults/test_environment.py.)"""

import subprocess
import sys

from conftest import Bvt, base_environment


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
