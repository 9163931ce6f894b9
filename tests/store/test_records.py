"""Records to and from their tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bvt_cli.core.field import Record
from bvt_cli.core.form import AGREEMENT, CHILD, NETWORK, REGISTER, STAY
from bvt_cli.core.form_home import HOME
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner
from bvt_cli.store import database, records
from bvt_cli.store.database import Connection

BERG: Record = {
    "ref": "H-1",
    "kind": "besokshjem",
    "name": "Familien Berg",
    "employment": "oppdragstaker",
    "phone": "00000001",
    "interests": ("ski", "fiske"),
    "prefers": {"age_from": 3, "siblings": False},
    "persons": [{"ref": "P-1", "name": "Kari", "born": date(1982, 3, 14), "role": "carer"}],
    "payees": [{"person": "P-1", "share": Fraction(1), "from": date(2025, 1, 1), "account": "12345678903"}],
    "approvals": [{"kind": "besokshjem", "on": date(2024, 10, 1), "reason": "x", "recorded": False}],
}
CHILD_1: Record = {"ref": "C-1", "case": "1", "born": date(2018, 5, 4), "siblings": ("C-1",)}
AGREED: Record = {
    "ref": "A-1",
    "home": "H-1",
    "child": "C-1",
    "measure": "fosterhjem",
    "from": date(2025, 1, 1),
    "factor": Fraction(3, 2),
    "aftercare": False,
    "paid_until": Month(2024, 12),
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A register with a home, a child and an agreement, open for writing."""
    path = tmp_path / "bvt.db"
    database.create(path, lambda made: records.save(made, REGISTER, None, {"pay_from": Month(2025, 1)}))
    with database.writing(path) as made:
        for entity, record in ((HOME, BERG), (CHILD, CHILD_1), (AGREEMENT, AGREED)):
            records.save(made, entity, None, record)
        yield made


@pytest.mark.parametrize(("entity", "record"), [(HOME, BERG), (CHILD, CHILD_1), (AGREEMENT, AGREED)])
def test_a_record_comes_back_as_it_was(connection: Connection, entity: object, record: Record) -> None:
    """With days, months, exact numbers, groups and lists; keys that were not set are not there."""
    assert records.load(connection, entity, [record["ref"]]) == {record["ref"]: record}  # type: ignore[arg-type]


def test_the_register_itself_is_a_record_without_a_ref(connection: Connection) -> None:
    """There is one."""
    assert records.load(connection, REGISTER) == {"": {"pay_from": Month(2025, 1)}}


def test_texts_about_people_are_kept_apart(connection: Connection) -> None:
    """Erasing them leaves figures and refs as they are."""
    for table in ("home_text", "person_text", "payee_text", "approval_text"):
        connection.execute(f"DELETE FROM {table}")
    home = records.load(connection, HOME, ["H-1"])["H-1"]
    assert home == {
        "ref": "H-1",
        "kind": "besokshjem",
        "employment": "oppdragstaker",
        "prefers": {"age_from": 3, "siblings": False},
        "persons": [{"ref": "P-1", "born": date(1982, 3, 14), "role": "carer"}],
        "payees": [{"person": "P-1", "share": Fraction(1), "from": date(2025, 1, 1)}],
        "approvals": [{"kind": "besokshjem", "on": date(2024, 10, 1), "recorded": False}],
    }


def test_only_what_differs_is_written(connection: Connection) -> None:
    """Lists that did not change keep their rows."""
    person = connection.execute("SELECT id FROM person").fetchone()
    after = {**BERG, "phone": "2", "prefers": {"age_to": 9}}
    after.pop("approvals")
    records.save(connection, HOME, BERG, after)
    assert records.load(connection, HOME, ["H-1"]) == {"H-1": after}
    assert connection.execute("SELECT id FROM person").fetchone() == person
    assert connection.execute("SELECT count(*) FROM approval_text").fetchone() == (0,)


def test_records_come_in_the_order_of_refs(connection: Connection) -> None:
    """H2 before H10, whatever was written first."""
    for ref in ("H10", "H2", "H-0"):
        records.save(connection, HOME, None, {"ref": ref, "kind": "fosterhjem", "name": "x", "employment": "sgs1030"})
    assert list(records.load(connection, HOME)) == ["H2", "H-0", "H-1", "H10"]
    assert list(records.load(connection, HOME, ["H10", "H2", "H404"])) == ["H2", "H10"]
    assert records.load(connection, HOME, []) == {}


def test_many_refs_are_read_at_once(connection: Connection) -> None:
    """More than a statement can hold one by one."""
    for number in range(records.FEW + 100):
        records.save(connection, STAY, None, {"ref": f"S{number}", "agreement": "A-1", "from": date(2025, 1, 1),
                                              "to": date(2025, 1, 2)})  # fmt: skip
    wanted = [f"S{number}" for number in range(records.FEW + 50)]
    assert list(records.load(connection, STAY, wanted)) == wanted


def test_how_many_queries_a_list_takes_does_not_depend_on_its_length(connection: Connection) -> None:
    """One for the things and one for each of their lists."""
    for number in range(20):
        records.save(connection, HOME, None, {**BERG, "ref": f"H{number}", "persons": [], "payees": []})
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    assert len(records.load(connection, HOME)) == 21
    connection.set_trace_callback(None)
    assert len(asked) == 1 + len(HOME.lists)


@pytest.mark.parametrize(
    ("refs", "expected"),
    [([], "H1"), (["H-001"], "H1"), (["H1"], "H2"), (["H9", "H10"], "H11"), (["H3x", "H007"], "H8"), (["HH5"], "H1")],
)
def test_a_new_ref_is_one_above_the_highest_bvt_could_have_given(refs: list[str], expected: str) -> None:
    """Refs of the user's own making are left alone."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE home (ref TEXT)")
        connection.executemany("INSERT INTO home VALUES (?)", [(ref,) for ref in refs])
        assert records.next_ref(connection, "home", "H") == expected


def test_plain_values_are_what_a_document_says() -> None:
    """Days stay days, months and exact numbers become texts, tuples lists."""
    assert records.plain({"a": Month(2025, 1), "b": Fraction(3, 2), "c": ("x",), "d": [{"e": date(2025, 1, 1)}]}) == {
        "a": "2025-01",
        "b": "3/2",
        "c": ["x"],
        "d": [{"e": date(2025, 1, 1)}],
    }


def test_a_network_comes_back_with_all_its_lists(connection: Connection) -> None:
    """Also the cost of a gathering, and an empty reason."""
    network: Record = {
        "ref": "N-1",
        "name": "Nettverk",
        "resource_home": "H-1",
        "started_on": date(2025, 1, 1),
        "contacts": ("mls", "ako"),
        "gatherings_agreed": [{"year": 2025, "number": 6, "reason": ""}],
        "gatherings": [{"on": date(2025, 2, 1), "kind": "summer", "homes": ("H-1",), "cost": Kroner(1250)}],
        "experiences": [{"half": "2025H1", "text": "To linjer.\nBra."}],
    }
    records.save(connection, NETWORK, None, network)
    assert records.load(connection, NETWORK) == {"N-1": network}
