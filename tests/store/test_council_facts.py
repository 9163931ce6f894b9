"""Councils in the register: names apart from figures, and what the rules are told of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bvt_cli.core.council import Consent, Council, Family, Objection, Step, Talk
from bvt_cli.core.field import Record
from bvt_cli.core.form import CHILD
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_home import HOME
from bvt_cli.store import council_facts, database, records
from bvt_cli.store.database import Connection

ON, LATER = date(2025, 1, 13), date(2025, 3, 3)
BORN = date(2014, 8, 9)
SOLBERG: Record = {"ref": "H-1", "kind": "fosterhjem", "name": "Familien Prøve", "employment": "oppdragstaker"}
WHOLE: Record = {
    "ref": "F-1",
    "child": "C-1",
    "referred_on": ON,
    "referred_by": "mls",
    "wish": "undecided",
    "acute": False,
    "answered_on": LATER,
    "decided_on": LATER,
    "coordinator": "ako",
    "language": "Norsk",
    "culture": "Storfamilien.",
    "child_wants": "no",
    "child_asked_on": LATER,
    "child_says": "Nei.",
    "child_met": "Samtale.",
    "other_parent_blank": "Ukjent.",
    "closed_on": LATER,
    "outcome": "stopped",
    "closing_reason": "Ikke ønsket.",
    "consents": [{"role": "mother", "on": ON, "withdrawn_on": LATER}, {"role": "father", "exempt": "Ukjent."}],
    "steps": [{"code": "coordinator", "on": ON, "by": "ako", "skipped": True, "reason": "Kjent."}],
    "map": [
        {"number": 1, "category": "extended", "name": "Onkel Prøve", "relation": "onkel", "phone": "1",
         "invited_on": ON},
    ],
    "not_invited": [{"mapped": 1, "on": ON, "why": "Kjefter.", "resolved_on": LATER, "resolution": "Kommer ikke."}],
    "plan": [{"number": 1, "proposal": "Bo hos onkel."}],
    "families": [
        {"number": 1, "name": "Familien Prøve", "contact": "1", "answer": "yes", "answered_on": ON,
         "information_sent_on": ON, "information_returned_on": LATER, "matching": "Fint.", "decision": "yes",
         "decided_on": LATER, "reason": "Ja.", "intake_on": LATER, "home": "H-1"},
    ],
    "interviews": [{"family": 1, "kind": "attachment_talk", "on": LATER, "by": "ako", "notes": "Rolig."}],
}  # fmt: skip


def _nothing_yet(connection: Connection) -> None:
    """A new register is empty."""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Connection]:
    """A new register with a home and a child, being written to."""
    path = tmp_path / "bvt.db"
    database.create(path, _nothing_yet)
    with database.writing(path) as connection:
        records.save(connection, HOME, None, SOLBERG)
        records.save(connection, CHILD, None, {"ref": "C-1", "case": "2024/1", "born": BORN})
        yield connection


def test_everything_of_a_council_comes_back_as_it_was_kept(register: Connection) -> None:
    records.save(register, COUNCIL, None, WHOLE)
    assert records.load(register, COUNCIL) == {"F-1": WHOLE}
    bare = {key: WHOLE[key] for key in ("ref", "child", "referred_on")}
    records.save(register, COUNCIL, WHOLE, bare)
    assert records.load(register, COUNCIL, ["F-1"]) == {"F-1": bare}


def test_the_rules_are_told_no_name_and_no_word(register: Connection) -> None:
    records.save(register, COUNCIL, None, WHOLE)
    (known,) = council_facts.all_councils(register)
    assert (known.case, known.record) == ("2024/1", WHOLE)
    assert known.council == Council(
        ref="F-1", child="C-1", born=BORN, referred_on=ON, acute=False, answered_on=LATER, decided_on=LATER,
        closed_on=LATER, child_wants="no", child_asked_on=LATER, child_met=True, other_parent_blank=True,
        consents=(Consent("mother", ON, LATER), Consent("father", exempt=True)),
        steps=(Step("coordinator", ON, skipped=True),),
        mapped=("extended",),
        objections=(Objection(1, ON, LATER),),
        proposals=1,
        families=(Family(1, "yes", ON, ON, LATER, "yes", LATER, LATER, "H-1", matching=True),),
        talks=(Talk(1, LATER),),
        outcome="stopped",
    )  # fmt: skip
    assert council_facts.all_councils(register, ["F-2"]) == []


def test_a_childs_council_is_found_while_it_is_not_closed(register: Connection) -> None:
    records.save(register, COUNCIL, None, WHOLE)
    assert council_facts.running_council_of(register, "C-1") is None
    records.save(register, COUNCIL, None, {"ref": "F-2", "child": "C-1", "referred_on": LATER})
    assert council_facts.running_council_of(register, "C-1") == "F-2"


def test_a_second_council_of_a_child_is_found_among_those_given_and_those_known(register: Connection) -> None:
    """A closed one stands in nobody's way, nor does one that is corrected itself."""
    known: Record = {"ref": "F-1", "child": "C-1", "referred_on": ON}
    records.save(register, COUNCIL, None, known)
    second: Record = {"ref": "F-2", "child": "C-1", "referred_on": LATER}
    assert list(council_facts.second_open(register, [second])) == [(second, "F-1")]
    assert list(council_facts.second_open(register, [known])) == []
    closed = {**known, "closed_on": LATER, "outcome": "stopped"}
    assert list(council_facts.second_open(register, [closed, second])) == []
    third = {**second, "ref": "F-3"}
    assert list(council_facts.second_open(register, [closed, second, third])) == [(third, "F-2")]


def test_a_home_knows_the_councils_it_came_from(register: Connection) -> None:
    records.save(register, COUNCIL, None, WHOLE)
    assert council_facts.found_by(register, "H-1") == [("F-1", 1)]
    assert council_facts.found_by(register, "H-2") == []


def test_names_and_words_about_people_stand_in_tables_of_their_own(register: Connection, tmp_path: Path) -> None:
    """So that they can be erased, and the figures stay."""
    records.save(register, COUNCIL, None, WHOLE)
    tables = [row[0] for row in register.execute("SELECT name FROM sqlite_schema WHERE name GLOB 'council*_text'")]
    assert len(tables) == 8
    for table in tables:
        register.execute(f"DELETE FROM {table}")
    (left,) = records.load(register, COUNCIL).values()
    assert left["families"] == [
        {key: value for key, value in WHOLE["families"][0].items()
         if key not in ("name", "contact", "matching", "reason")}
    ]  # fmt: skip
    assert "Prøve" not in str(left)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO council (ref, child, referred_on) VALUES ('F-9', 'C-1', '2025-02-30')",
        "INSERT INTO council (ref, child, referred_on, wish) VALUES ('F-9', 'C-1', '2025-02-03', 'maybe')",
        "UPDATE council SET outcome = 'lost'",
        "UPDATE council_step SET code = 'dance'",
        "UPDATE council_family SET decision = 'undecided'",
        "UPDATE council_map SET number = 0",
        "INSERT INTO council_consent (council_id, role) VALUES (99, 'mother')",
    ],
)
def test_the_file_itself_refuses_what_no_document_may_say(register: Connection, statement: str) -> None:
    records.save(register, COUNCIL, None, WHOLE)
    with pytest.raises(database.faults("IntegrityError")):
        register.execute(statement)


def test_a_register_of_before_the_councils_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it held stays."""
    from bvt_cli.store import migrations

    path = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        before = migrations.NAMES[: migrations.NAMES.index("0003_councils")]
        patch.setattr(migrations, "NAMES", before)
        patch.setattr(migrations, "CURRENT", len(before))
        database.create(path, _nothing_yet)
        with database.writing(path) as connection:
            connection.execute("INSERT INTO child (ref, \"case\", born) VALUES ('C-1', '1', '2018-05-04')")
    with database.writing(path) as connection:
        records.save(connection, COUNCIL, None, {"ref": "F-1", "child": "C-1", "referred_on": ON})
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT child FROM council").fetchall() == [("C-1",)]
