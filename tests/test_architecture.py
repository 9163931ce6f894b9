"""The house: who may import whom, and how long a module may grow."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "bvt_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "core": {"core"},
    "store": {"store", "core"},
    "render": {"render", "core"},
    "commands": {"commands", "store", "render", "core"},
    "main": {"commands", "render", "core"},
    "__main__": {"main"},
}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_arrows_point_from_commands_through_store_and_render_to_core(file: Path) -> None:
    room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    own = [name.split(".")[1] for name in imports(file) if name.startswith("bvt_cli.")]
    assert {name for name in own if name != "__version__"} <= MAY_IMPORT.get(room, set())


@pytest.mark.parametrize("file", sorted((PACKAGE / "core").glob("*.py")), ids=lambda file: file.name)
def test_core_needs_the_standard_library_only(file: Path) -> None:
    outside = {name.split(".")[0] for name in imports(file)} - set(sys.stdlib_module_names)
    assert outside <= {"bvt_cli"}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_can_be_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 320
