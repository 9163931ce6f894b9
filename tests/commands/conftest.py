"""Registers to work in: an empty one, and the example municipality."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.commands.register import KOMMUNE, ONE_HOME
from tests.conftest import Bvt


class Noted(NamedTuple):
    """An entry of the journal."""

    command: str
    by: str
    what: str
    ref: str
    before: Any
    after: Any


@pytest.fixture
def empty(bvt: Bvt) -> Bvt:
    """bvt with a new register that pays from October 2024."""
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    return bvt


@pytest.fixture
def kommune(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, key_file: Path | None) -> Bvt:
    """bvt with the register of the example municipality."""
    made = tmp_path_factory.getbasetemp() / ("kommune.db" if key_file is None else "kommune-encrypted.db")
    if not made.exists():
        assert bvt("init", "--pay-from", "2024-10").exit_code == 0
        assert bvt("import", KOMMUNE).exit_code == 0
        shutil.copy2(tmp_path / "bvt.db", made)
    shutil.copy2(made, tmp_path / "bvt.db")
    return bvt


@pytest.fixture
def sealed(bvt: Bvt) -> Bvt:
    """bvt with an encrypted register that has a home, its key in the usual place."""
    assert bvt("init", "--encrypted", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    return bvt


@pytest.fixture
def journal(tmp_path: Path) -> Callable[[], list[Noted]]:
    """The entries of the journal so far, the oldest first."""

    def read() -> list[Noted]:
        select = (
            'SELECT j.command, j."by", j.what, j.ref, t.before, t.after FROM journal AS j '
            "JOIN journal_text AS t ON t.id = j.id ORDER BY j.id"
        )
        with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
            rows = connection.execute(select).fetchall()
        return [Noted(*row[:4], *(None if each is None else json.loads(each) for each in row[4:])) for row in rows]

    return read
