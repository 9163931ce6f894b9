"""What bvt is built from: exact versions with hashes, all within the bounds that pyproject.toml names."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bvt_cli import __version__
from bvt_cli.render.messages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
RUN = ROOT / "tools" / "locked" / "run.txt"
TEST = ROOT / "tools" / "locked" / "test.txt"


def locked(path: Path) -> dict[str, str]:
    """The version of each package of a locked set."""
    entry = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
    return {str(canonicalize_name(name)): version for name, version in entry.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("path", "extras"), [(RUN, sorted(set(EXTRAS) - {"test"})), (TEST, ["test"])], ids=["run", "test"]
)
def test_a_locked_set_holds_all_that_is_asked_for_within_its_bounds(path: Path, extras: list[str]) -> None:
    """Else `make lock` was forgotten after a change of pyproject.toml."""
    found = locked(path)
    asked = [
        Requirement(each) for each in (*PROJECT["dependencies"], *(one for name in extras for one in EXTRAS[name]))
    ]
    for each in asked:
        version = found.get(canonicalize_name(each.name))
        assert version is not None, f"{each.name} is not locked: run `make lock`"
        assert each.specifier.contains(version), f"{each} is locked as {version}: run `make lock`"


@pytest.mark.parametrize("path", [RUN, TEST], ids=["run", "test"])
def test_every_locked_package_is_known_by_its_hashes(path: Path) -> None:
    """So that what is installed is what was tried, byte for byte."""
    entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    assert len(entries) == len(locked(path)) > 20
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_a_service_installs_the_versions_that_the_tests_ran_with() -> None:
    tested = locked(TEST)
    assert {name: version for name, version in locked(RUN).items() if tested.get(name) != version} == {}


def test_the_tests_have_every_extra() -> None:
    """None of the extras is left untried."""
    asked = {name for extra in EXTRAS if extra != "test" for name in EXTRAS[extra]}
    assert asked <= set(EXTRAS["test"])


def test_every_dependency_of_a_service_has_a_lower_and_an_upper_bound() -> None:
    """But for the time zones, which are data and named by year."""
    asked = [Requirement(each) for each in PROJECT["dependencies"] if each != "tzdata"]
    for each in asked:
        assert {bound.operator for bound in each.specifier} >= {">=", "<"}, each


def test_the_entry_of_the_catalogue_says_what_the_program_says() -> None:
    """publiccode.yml: licence, version and languages."""
    entry = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert entry["legal"]["license"] == PROJECT["license"]
    assert entry["softwareVersion"] == __version__
    assert set(entry["localisation"]["availableLanguages"]) == set(LANGUAGES)
    assert all(
        len(each["shortDescription"]) <= 150 <= len(each["longDescription"]) for each in entry["description"].values()
    )
