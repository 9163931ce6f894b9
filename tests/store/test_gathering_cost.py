"""What a gathering cost is an amount, also in a register in which it was an exact number of kroner."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.texts import Kroner
from bvt_cli.store import database, migrations, records
from bvt_cli.store.database import Connection

KEPT = {
    "1450": 145000,
    "2901/2": 145050,
    "1/3": 33,
    "201/200": 101,  # 1.005 kroner: half an øre upwards
    "1000000000000000000001/1000000000000000000": 100000,
    "0": None,
    "1/1000": None,
    None: None,
}
"""As it stood, and in øre."""


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of before, with a gathering of each cost."""
    path = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        before = migrations.NAMES[: migrations.NAMES.index("0004_experiences")]
        patch.setattr(migrations, "NAMES", before)
        patch.setattr(migrations, "CURRENT", len(before))
        database.create(path, _a_network)
    return path


def _a_network(connection: Connection) -> None:
    connection.execute("INSERT INTO home (ref, kind, employment) VALUES ('H-1', 'ressursfamilie', 'oppdragstaker')")
    connection.execute("INSERT INTO network (ref, resource_home, started_on) VALUES ('N-1', 'H-1', '2025-01-01')")
    insert = 'INSERT INTO gathering (network_id, "on", kind, cost) VALUES (1, ?, ?, ?)'
    for number, cost in enumerate(KEPT, start=1):
        connection.execute(insert, (f"2025-02-{number:02d}", "summer", cost))


def test_costs_become_amounts(old: Path) -> None:
    """Exact to the øre, and nothing is no cost."""
    with database.writing(old) as connection:
        held = records.load(connection, NETWORK)["N-1"]["gatherings"]
    expected = [None if ore is None else Kroner(ore) for ore in KEPT.values()]
    assert [each.get("cost") for each in held] == expected


def test_a_cost_is_whole_ore_above_nothing(old: Path) -> None:
    with database.writing(old):
        pass
    with closing(sqlite3.connect(old)) as plain:
        assert plain.execute("SELECT DISTINCT typeof(cost) FROM gathering ORDER BY 1").fetchall() == [
            ("integer",), ("null",),
        ]  # fmt: skip
        with pytest.raises(database.faults("IntegrityError")):
            plain.execute("UPDATE gathering SET cost = 0")
