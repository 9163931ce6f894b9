"""Look-ups are kept in a chain, of things that are in the register."""

from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.store import database, lookups
from bvt_cli.store.journal import Signed
from bvt_cli.store.location import Location
from bvt_cli.store.lookups import Seen

KARI = Signed("kari", "kari", "2025-03-01T10:00:00+00:00", "pay letter")


@pytest.fixture
def register(tmp_path: Path) -> Location:
    """A register with two homes."""
    place = Location(tmp_path / "bvt.db")

    def fill(connection: database.Connection) -> None:
        connection.execute("INSERT INTO register (pay_from) VALUES ('2024-10')")
        for ref in ("H-1", "H-2"):
            connection.execute(
                "INSERT INTO home (ref, kind, employment) VALUES (?, 'besokshjem', 'oppdragstaker')", (ref,)
            )

    database.create(place, fill)
    return place


def kept(register: Location) -> list[tuple[str, str]]:
    with database.reading(register) as connection:
        return list(connection.execute("SELECT what, ref FROM lookup ORDER BY id"))


def test_what_is_there_is_kept_and_what_is_not_is_not(register: Location) -> None:
    assert lookups.note(register, KARI, "home", "H-1", "Innsyn.")
    assert not lookups.note(register, KARI, "home", "H-9")
    assert not lookups.note(register, KARI, "line", "R1-1")
    assert kept(register) == [("home", "H-1")]


def test_the_same_thing_named_twice_is_one_look_up(register: Location) -> None:
    assert lookups.note_all(register, KARI, [Seen("home", "H-1"), Seen("any", "H-1"), Seen("home", "H-2")])
    assert kept(register) == [("home", "H-1"), ("home", "H-2")]


def test_a_thing_that_nobody_can_look_at_is_a_mistake_of_the_program(register: Location) -> None:
    """No name of a table comes from elsewhere."""
    with pytest.raises(ValueError, match="journal"):
        lookups.note(register, KARI, "journal", "1")


def test_the_chain_names_the_first_row_that_is_not_as_it_was_written(register: Location) -> None:
    for _ in range(4):
        lookups.note(register, KARI, "home", "H-1")
    with closing(database.connect(database.located(register), "rw")) as connection:
        assert lookups.broken(connection) is None
        connection.execute("DROP TRIGGER lookup_no_update")
        connection.execute("UPDATE lookup SET \"by\" = 'jon' WHERE id = 2")
        assert lookups.broken(connection) == 2
