"""Every change is merged, checked as a whole, written and journalled; or refused, with nothing written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.core.errors import InvalidInput, Problem, Refused
from bvt_cli.core.texts import text
from bvt_cli.store import changes, database, documents
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

SIGNED = Signed("mls", "officer", "2025-06-15T10:00:00+00:00", "test")
HOME = {"kind": "besokshjem", "name": "Berg", "employment": "sgs1030"}
CARER = {"ref": "P-1", "name": "Kari", "born": "1982-03-14", "role": "carer"}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """An empty register, open for writing."""
    path = tmp_path / "bvt.db"
    register = [documents.given("register", {"pay_from": "2025-01"})]
    database.create(path, lambda made: changes.apply(made, register, SIGNED))
    with database.writing(path) as made:
        yield made


def write(connection: Connection, *things: tuple[str, dict[str, Any]], replace: bool = False) -> list[changes.Change]:
    given = [documents.given(name, values) for name, values in things]
    return changes.apply(connection, given, SIGNED, replace=replace)


def journal(connection: Connection) -> list[tuple[Any, ...]]:
    select = (
        'SELECT j.at, j."by", j.login, j.command, j.what, j.ref, t.before, t.after '
        "FROM journal AS j JOIN journal_text AS t ON t.id = j.id ORDER BY j.id"
    )
    return [(*row[:6], *(each and json.loads(each) for each in row[6:])) for row in connection.execute(select)]


def told(error: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [each.place for each in error.value.details if isinstance(each, Problem)]


def test_a_change_is_journalled_with_what_it_was_before(connection: Connection) -> None:
    """Only the keys that changed, signed by name and account."""
    write(connection, ("home", {"ref": "H-1", **HOME, "phone": "1"}))
    write(connection, ("home", {"ref": "H-1", "phone": None, "city": "Eksempelvik"}))
    made = (*SIGNED[2:3], *SIGNED[:2], "test", "home", "H-1")
    assert journal(connection)[1:] == [
        (*made, None, {"ref": "H-1", **HOME, "phone": "1"}),
        (*made, {"phone": "1"}, {"city": "Eksempelvik"}),
    ]


def test_a_change_that_changes_nothing_leaves_no_trace(connection: Connection) -> None:
    """Neither in the register nor in the journal."""
    write(connection, ("home", {"ref": "H-1", **HOME}))
    before = journal(connection)
    assert write(connection, ("home", {"ref": "H-1", **HOME, "phone": None})) == []
    assert journal(connection) == before


def test_things_may_point_to_each_other_within_one_change(connection: Connection) -> None:
    """Siblings do."""
    made = write(
        connection,
        ("agreement", {"ref": "A-1", "home": "H-1", "child": "C-1", "measure": "fosterhjem", "from": "2025-01-01"}),
        ("child", {"ref": "C-1", "case": "1", "born": "2018-05-04", "siblings": ["C-2"]}),
        ("child", {"ref": "C-2", "case": "2", "born": "2019-05-04", "siblings": ["C-1"]}),
        ("home", {"ref": "H-1", **HOME}),
    )
    assert [change.ref for change in made] == ["H-1", "C-1", "C-2", "A-1"]


def test_all_problems_are_found_before_anything_is_written(connection: Connection) -> None:
    """In the order of lines, those without a line first as they were found."""
    later, first = Problem("doc:12", text("Wrong.")), Problem("doc:2", text("Wrong."))
    given = [
        documents.given("home", {"ref": "H-1", **HOME}),
        documents.given("child", {"ref": "C-1", "case": "1"}),
        documents.given("stay", {"ref": "S-1", "agreement": "A-9", "from": "2025-02-01", "to": "2025-01-01"}),
    ]
    with pytest.raises(InvalidInput) as error:
        changes.apply(connection, given, SIGNED, problems=[later, first])
    assert told(error) == ["children[C-1].born", "stays[S-1].to", "stays[S-1].agreement", "doc:2", "doc:12"]
    assert connection.execute("SELECT count(*) FROM home").fetchone() == (0,)


def test_a_person_belongs_to_one_home(connection: Connection) -> None:
    """Known or given."""
    write(connection, ("home", {"ref": "H-1", **HOME, "persons": [CARER]}))
    with pytest.raises(InvalidInput) as error:
        write(connection, ("home", {"ref": "H-2", **HOME, "persons": [CARER]}))
    assert told(error) == ["homes[H-2].persons[0].ref"]
    with pytest.raises(InvalidInput):
        write(
            connection,
            ("home", {"ref": "H-3", **HOME, "persons": [{**CARER, "ref": "P-3"}]}),
            ("home", {"ref": "H-4", **HOME, "persons": [{**CARER, "ref": "P-3"}]}),
        )


def test_a_person_may_be_replaced_by_another_of_the_same_ref(connection: Connection) -> None:
    """In the same home, with what hangs on the ref."""
    payee = {"person": "P-1", "share": "1", "from": "2025-01-01"}
    write(connection, ("home", {"ref": "H-1", **HOME, "persons": [CARER], "payees": [payee]}))
    (change,) = write(connection, ("home", {"ref": "H-1", "persons": [{**CARER, "name": "Jon"}]}))
    assert change.after["persons"][0]["name"] == "Jon"


def test_dropping_an_element_is_refused_and_named(connection: Connection) -> None:
    """Unless it is meant."""
    write(connection, ("home", {"ref": "H-1", **HOME, "persons": [CARER, {**CARER, "ref": "P-2"}]}))
    shorter = ("home", {"ref": "H-1", "persons": [{"ref": "P-2"}]})
    with pytest.raises(Refused) as refused:
        write(connection, shorter)
    assert [each.place for each in refused.value.details if isinstance(each, Problem)] == ["homes[H-1].persons"]
    (change,) = write(connection, shorter, replace=True)
    assert [each["ref"] for each in change.after["persons"]] == ["P-2"]


def test_stays_of_one_agreement_share_no_day_with_those_known(connection: Connection) -> None:
    """The one given is to blame; stays of other agreements are no concern."""
    agreement = {"home": "H-1", "child": "C-1", "measure": "besokshjem", "from": "2025-01-01"}
    write(
        connection,
        ("home", {"ref": "H-1", **HOME}),
        ("child", {"ref": "C-1", "case": "1", "born": "2018-05-04"}),
        ("agreement", {"ref": "A-1", **agreement}),
        ("agreement", {"ref": "A-2", **agreement}),
        ("stay", {"ref": "S-1", "agreement": "A-1", "from": "2025-01-03", "to": "2025-01-05"}),
    )
    weekend = {"from": "2025-01-05", "to": "2025-01-06"}
    with pytest.raises(InvalidInput) as error:
        write(connection, ("stay", {"ref": "S-2", "agreement": "A-1", **weekend}))
    assert told(error) == ["stays[S-2].from"]
    assert len(write(connection, ("stay", {"ref": "S-2", "agreement": "A-2", **weekend}))) == 1
    moved = ("stay", {"ref": "S-1", "to": "2025-01-04"})
    assert len(write(connection, moved, ("stay", {"ref": "S-3", "agreement": "A-1", **weekend}))) == 2


def test_agreements_of_a_home_come_in_the_order_of_refs(connection: Connection) -> None:
    """For ending a home."""
    agreement = {"home": "H-1", "child": "C-1", "measure": "fosterhjem", "from": "2025-01-01"}
    write(
        connection,
        ("home", {"ref": "H-1", **HOME}),
        ("child", {"ref": "C-1", "case": "1", "born": "2018-05-04"}),
        *(("agreement", {"ref": ref, **agreement}) for ref in ("A10", "A9")),
    )
    assert [each["ref"] for each in changes.agreements_of(connection, "H-1")] == ["A9", "A10"]
    assert changes.agreements_of(connection, "H-2") == []
