"""Delivered experiences: added to and never changed, erased when their time is up, and known when tampered with."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Bvt

from bvt_cli.core.errors import NotFound, RegisterError
from bvt_cli.core.halfyear import Family, Gathering, Half, HalfYear
from bvt_cli.store import database, deliveries
from bvt_cli.store.deliveries import Told
from bvt_cli.store.journal import Signed

SIGNED = Signed("mls", "root", "2025-07-02T10:00:00+00:00", "network experiences")
SPRING = HalfYear(
    network="N-1",
    half=Half(2025, 1),
    description="Godt.\nHalvår.",
    delivered_on=None,
    gatherings=(
        Gathering(date(2025, 2, 8), "ordinary", "Aking", ("H-021",), "Kaldt."),
        Gathering(date(2025, 6, 1), "summer"),
    ),
    families=(Family("H-021", 11),),
    talks=8,
)
TOLD = Told(SPRING, "Nettverk Vest", {"H-021": "Familien Skog"})


@pytest.fixture
def register(bvt: Bvt, tmp_path: Path) -> Path:
    """A register in which the spring of 2025 was delivered."""
    assert bvt("init").exit_code == 0
    path = tmp_path / "bvt.db"
    with database.writing(path) as connection:
        deliveries.deliver(connection, SIGNED, TOLD, date(2025, 7, 2))
    return path


@pytest.fixture
def plain(register: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection to it, as any tool opens one."""
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        yield connection


def told(register: Path) -> Told:
    with database.reading(register) as connection:
        (edition,) = deliveries.editions(connection, "N-1", Half(2025, 1))
        return deliveries.told(connection, edition)


def test_what_was_delivered_is_read_back_whole(register: Path) -> None:
    """With the day and number of its edition."""
    assert told(register) == TOLD._replace(half_year=SPRING._replace(delivered_on=date(2025, 7, 2), edition=1))
    with database.reading(register) as connection:
        assert deliveries.editions(connection, "N-1", Half(2025, 2)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivered SET \"on\" = '2025-01-01'",
        "UPDATE OR REPLACE delivered SET network = 'N-2'",
        "DELETE FROM delivered",
        "INSERT OR REPLACE INTO delivered SELECT * FROM delivered",
        'INSERT OR REPLACE INTO delivered SELECT 99, network, half, edition, "on", sha256, at, "by", login'
        " FROM delivered",
        "UPDATE delivered_text SET document = '{}'",
        "INSERT OR REPLACE INTO delivered_text SELECT * FROM delivered_text",
    ],
)
def test_delivered_experiences_are_never_changed(plain: sqlite3.Connection, statement: str) -> None:
    """On any connection, by any kind of statement."""
    before = plain.execute("SELECT * FROM delivered JOIN delivered_text USING (id)").fetchall()
    with pytest.raises(database.faults("IntegrityError"), match="never changed"):
        plain.execute(statement)
    assert plain.execute("SELECT * FROM delivered JOIN delivered_text USING (id)").fetchall() == before


def test_a_document_whose_time_is_up_is_erased_and_its_row_stays(plain: sqlite3.Connection, register: Path) -> None:
    """That it was delivered is still known."""
    plain.execute("DELETE FROM delivered_text")
    with pytest.raises(NotFound):
        told(register)
    assert plain.execute('SELECT edition, "on" FROM delivered').fetchall() == [(1, "2025-07-02")]


def test_a_document_that_was_tampered_with_is_not_shown(plain: sqlite3.Connection, register: Path) -> None:
    """It no longer has the fingerprint it was delivered with."""
    plain.execute("DROP TRIGGER delivered_text_no_update")
    plain.execute("UPDATE delivered_text SET document = replace(document, 'Kaldt', 'Varmt')")
    with pytest.raises(RegisterError):
        told(register)
