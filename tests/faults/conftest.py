"""What the tests of faults share."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.register import ONE_HOME
from tests.conftest import Bvt, base_environment
from tests.faults.processes import Forker


@pytest.fixture(scope="session")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    """Makes processes that can be hit by signals; see `processes`."""
    made = Forker(base_environment(), tmp_path_factory.mktemp("forker"))
    yield made
    made.close()


@pytest.fixture
def one_home(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of one home that is paid, H-1 (Familien Prøve), with agreement A-1; nothing is posted."""
    made = tmp_path_factory.getbasetemp() / "one_home"
    if not made.exists():
        around = {"BVT_DB": str(made / "bvt.db")}
        assert bvt("init", "--pay-from", "2024-10", env=around).exit_code == 0
        assert bvt("import", "-", input=ONE_HOME, env=around).exit_code == 0
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "bvt.db"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes an empty disk of so many MB, whose folder it answers; skips the test for those who may mount none."""
    mounted: list[Path] = []

    def made(megabytes: int) -> Path:
        disk = tmp_path / "small"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("only who may mount a disk can fill it")
        mounted.append(disk)
        return disk

    yield made
    for disk in mounted:
        subprocess.run(["umount", disk], check=True)
