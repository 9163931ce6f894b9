"""Decay: of single bits flipped in a register's file, none that changes a stored value goes unnoticed."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.errors import BvtError
from bvt_cli.store import database, wholeness
from tests.conftest import Bvt
from tests.faults import full_register

pytestmark = pytest.mark.plain_only

SEED = 7
Dump = list[tuple[object, ...]]


SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


def dump(path: Path) -> Dump | None:
    """All that is stored, the schema too, as bytes; None where SQLite cannot read it through."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            schema = connection.execute(SCHEMA).fetchall()
            tables = [row[1].decode() for row in schema if row[0] == b"table"]
            found: Dump = [("sqlite_schema", *row) for row in schema]
            for table in sorted(tables):
                found += sorted(((table, *row) for row in connection.execute(f'SELECT * FROM "{table}"')), key=repr)
            return found
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def noticed(path: Path) -> bool:
    """Whether bvt will not open the register, or finds it other than it wrote it."""
    try:
        with database.reading(path) as connection:
            return bool(wholeness.check(connection)[0].found)
    except BvtError:
        return True


def noticed_by_sqlite(path: Path) -> bool:
    """Whether SQLite's own checks find anything, and they alone."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(database.damage(connection))
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def flipped(whole: bytes, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize(
    ("flips", "filled"),
    [
        (60, full_register.fill),
        pytest.param(1000, full_register.fill, marks=pytest.mark.faults),
        pytest.param(1000, full_register.fill_with_a_municipality, marks=pytest.mark.faults),
    ],
)
def test_no_flipped_bit_changes_a_stored_value_unnoticed(
    bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, flips: int, filled: Callable[[Bvt, Path], None]
) -> None:
    """Each either changes nothing that is stored, or the register is not opened, or `bvt db verify` finds it.

    SQLite's own checks alone miss some: so the test is known to be able to fail.
    """
    full = full_register.copied(bvt, tmp_path, tmp_path_factory.getbasetemp(), filled)
    whole, stored = full.read_bytes(), dump(full)
    assert stored is not None
    assert not noticed(full)
    path = tmp_path / "flipped" / "bvt.db"
    path.parent.mkdir()
    chance = random.Random(SEED)
    outcomes: Counter[str] = Counter()
    silent = []
    for _ in range(flips):
        bit = chance.randrange(len(whole) * 8)
        path.write_bytes(flipped(whole, bit))
        found = dump(path)
        if found == stored:
            outcomes["nothing changed"] += 1
            continue
        outcomes["unreadable" if found is None else "changed"] += 1
        if found is not None and not noticed_by_sqlite(path):
            outcomes["missed by SQLite's own checks"] += 1
        if not noticed(path):
            silent.append(bit)
    print(dict(outcomes))
    assert silent == []
    assert sum(outcomes[name] for name in ("nothing changed", "unreadable", "changed")) == flips
    assert outcomes["missed by SQLite's own checks"] >= flips // 50
