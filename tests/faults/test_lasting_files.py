"""A file that bvt says it has written lasts: its content, then its name, are on the disk before bvt says so."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Bvt

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders are not synced on Windows")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced and named, in order: `file`, `named`, `folder`."""
    happened: list[str] = []

    def noted(name: str, call: Callable[..., None]) -> Callable[..., None]:
        def and_noted(*given: object, **more: object) -> None:
            call(*given, **more)
            is_folder = name == "synced" and stat.S_ISDIR(os.fstat(given[0]).st_mode)  # type: ignore[call-overload]
            happened.append("folder" if is_folder else "file" if name == "synced" else name)

        return and_noted

    monkeypatch.setattr(os, "fsync", noted("synced", os.fsync))
    monkeypatch.setattr(os, "link", noted("named", os.link))
    monkeypatch.setattr(os, "replace", noted("named", os.replace))
    return happened


WRITING = {
    "a backup": ("db", "backup", "copy.db"),
    "a new rate table": ("rate", "new", "2025-07-01"),
    "a calendar": ("due", "--ics", "due.ics"),
}


@pytest.mark.parametrize("name", WRITING)
def test_content_name_and_folder_are_synced_in_this_order(
    name: str, bvt: Bvt, synced: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything else could leave an empty file, or none, behind."""
    monkeypatch.chdir(tmp_path)
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    synced.clear()
    assert bvt(*WRITING[name]).exit_code == 0
    assert synced[:3] == ["file", "named", "folder"]


def test_a_file_written_over_its_earlier_self_is_synced_in_the_same_order(
    bvt: Bvt, synced: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    command = ("due", "--ics", "due.ics")
    assert bvt(*command).exit_code == 0
    synced.clear()
    assert bvt(*command, "--replace").exit_code == 0
    assert synced == ["file", "named", "folder"]


def test_a_new_register_keeps_its_name(bvt: Bvt, synced: list[str]) -> None:
    """SQLite syncs the content by itself."""
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    assert synced[synced.index("named") :] == ["named", "folder"]
