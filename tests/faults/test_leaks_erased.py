"""What has been erased is nowhere: not in the file, its journal, a backup, an export, or what any command prints."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import Bvt
from tests.faults.erasing import ACCOUNTS, LATER, MARKS, made

SHOWS = (
    "home list", "home show H-1", "home show H-2", "home show H-3", "home show H-4", "home check H-1 --on 2024-12-01",
    "child list", "child show C-1", "agreement list", "agreement show A-1", "stay list A-1", "outlay list A-1",
    "drive list A-1", "supplement list A-1", "grant list", "followup list", "followup show O-1", "network list",
    "network show N-1", "network report N-1 --half 2024H2", "network experiences N-1 --half 2024H2", "council list",
    "council show F-1", "council map F-1", "council plan F-1", "council family F-1", "pay runs", "pay show R1",
    "pay show R2", "pay explain R1-1", "pay history H-1", "pay history C-1", "pay payees",
    "pay payees --json --accounts",
    "pay claims", "pay letter K1 --home H-1", "pay statement H-1 --year 2024", "pay totals", "pay verify", "audit",
    "report year 2024", "due", "retention list", "retention list H-1 C-1 N-1", "db check", "db verify", "doctor",
    "export", "log show", "log show --home H-1", "log show --child C-1", "letter write contract --home H-1",
    "person export H-1-P", "person export H-1-Q",
    "person export C-1",
)  # fmt: skip


def _in_files(bvt: Bvt, register: Path, marks: dict[str, str]) -> set[str]:
    """Which marks are found in the register, beside it, or in a backup made now."""
    copy = register.with_name(f"copy-{len(list(register.parent.iterdir()))}.db")
    assert bvt("db", "backup", copy).exit_code == 0
    files = [path for path in register.parent.iterdir() if path.name.startswith((register.name, f".{register.name}"))]
    contents = [path.read_bytes() for path in (*files, copy)]
    return {what for what, text in marks.items() if any(text.encode() in content for content in contents)}


def _printed(bvt: Bvt, marks: dict[str, str], lines: Iterable[str]) -> dict[str, str]:
    """Which marks commands print, in words or as data, and by which."""
    found = {}
    for line in lines:
        done = bvt(*line.split(), env={"BVT_AS_OF": LATER})
        assert done.exit_code != 1, (line, done.stderr)
        found.update({what: line for what, text in marks.items() if text in done.stdout + done.stderr})
    return found


@pytest.mark.parametrize(
    "forms", [("",), pytest.param(("", " --json", " --csv"), marks=pytest.mark.faults)], ids=["words", "all_forms"]
)
def test_what_is_erased_is_found_nowhere(bvt: Bvt, tmp_path: Path, forms: tuple[str, ...]) -> None:
    """Before, every mark is found in the file; afterwards none anywhere, and the accounts are what they were."""
    register = made(bvt, tmp_path)
    marks = {**MARKS, **{f"account {each}": each for each in ACCOUNTS}}
    assert _in_files(bvt, register, marks) == set(marks)
    kept = {line: bvt(*line.split()).stdout for line in ("pay show R1 --json", "pay show R4 --json", "pay totals")}
    assert len(_printed(bvt, marks, ("export", "person export H-1-P", "person export C-1"))) > 60
    done = bvt("retention", "apply", "--yes", "--json", "--as-of", LATER)
    assert done.exit_code == 0, done.stderr
    assert {(each["what"], each["ref"]) for each in done.json} == {
        ("home", "H-1"), ("home", "H-2"), ("home", "H-3"), ("home", "H-4"), ("child", "C-1"), ("network", "N-1"),
    }  # fmt: skip
    assert _in_files(bvt, register, marks) == set()
    assert _printed(bvt, marks, (f"{line}{form}" for line in SHOWS for form in forms)) == {}
    assert {line: bvt(*line.split()).stdout for line in kept} == kept
    for line in ("pay verify", "db check", "db verify"):
        checked = bvt(*line.split())
        assert checked.exit_code == 0, (line, checked.stdout, checked.stderr)
