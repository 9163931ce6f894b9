"""The map of what is held on whom, against the register as it is made."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.core.erasing import erased
from bvt_cli.core.field import Entity, Field
from bvt_cli.core.form import ENTITIES
from bvt_cli.core.held import CATEGORIES, ERASED, PURPOSES, STAYS, WHOM, Held, erasable_columns
from bvt_cli.core.held_all import ALL, CHAPTERS
from bvt_cli.store import migrations

Columns = set[tuple[str, str]]
BESIDE_THE_FORM = {
    "run_payee_text", "payee_confirmation_text", "claim_text", "claim_event_text", "delivered_text", "journal_text",
}  # fmt: skip


@pytest.fixture(scope="module")
def columns() -> Columns:
    """(table, column) of a new register."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.apply(connection, Path(":memory:"))
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {(table, row[1]) for table in tables for row in connection.execute(f'PRAGMA table_info("{table}")')}


def test_every_column_of_the_register_is_told_of_once_and_no_other(columns: Columns) -> None:
    """Whoever adds a column says in core/held_*.py what it holds, on whom, why, and whether it can be erased."""
    told = Counter((entry.table, column) for entry in ALL for column in entry.columns)
    assert columns - set(told) == set()
    assert set(told) - columns == set()
    assert [column for column, times in told.items() if times > 1] == []


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: f"{entry.table}.{entry.columns[0]}")
def test_every_entry_speaks_in_the_codes_of_the_map(entry: Held) -> None:
    """And says something."""
    assert entry.what
    assert set(entry.on) <= set(WHOM)
    assert entry.why in PURPOSES
    assert entry.category in CATEGORIES
    assert entry.until in {**ERASED, **STAYS}
    assert entry.erasable == (entry.until in ERASED)


def test_every_code_of_the_map_is_used() -> None:
    assert {code for entry in ALL for code in entry.on} == set(WHOM)
    assert {entry.why for entry in ALL} == set(PURPOSES)
    assert {entry.category for entry in ALL} == set(CATEGORIES)
    assert {entry.until for entry in ALL} == {*ERASED, *STAYS}
    assert len({heading for heading, _ in CHAPTERS}) == len(CHAPTERS)


def test_no_column_holds_a_childs_name_or_a_national_identity_number(columns: Columns) -> None:
    """A child is a ref, a case number and a birth date; the tables about children have no room for a name."""
    named = {(table, column) for table, column in columns if "name" in column and not table.startswith("_")}
    assert named == {
        ("home_text", "name"), ("person_text", "name"), ("network_text", "name"), ("council_map_text", "name"),
        ("council_family_text", "name"), ("run_file", "name"), ("told", "name"),
    }  # fmt: skip
    assert not any(
        "child" in entry.on for entry in ALL if "name" in entry.columns and entry.table != "council_family_text"
    )
    assert not any(part in column for _, column in columns for part in ("fnr", "fodsel", "national", "ssn", "personnr"))


def _texts(entity: Entity) -> Iterator[tuple[str, str]]:
    """The columns an erasure of a thing takes away, found by erasing a record that has every key."""
    gone = set(erased(entity, {field.key: _full(field) for field in entity.fields}).keys)
    for field in entity.fields:
        if field.kind == "list":
            for inner in field.fields:
                if f"{field.key}.{inner.key}" in gone:
                    yield f"{field.table}_text", inner.key
        elif field.kind == "group":
            yield from ((entity.name, f"{field.key}_{inner.key}") for inner in field.fields
                        if f"{field.key}.{inner.key}" in gone)  # fmt: skip
        elif field.key in gone:
            yield f"{entity.name}_text", field.key


def _full(field: Field) -> object:
    if field.kind == "list":
        return [{inner.key: "x" for inner in field.fields}]
    return {inner.key: "x" for inner in field.fields} if field.kind == "group" else "x"


def test_the_map_says_of_the_form_what_an_erasure_takes_away() -> None:
    """No column is promised to be erased that is not, and none is erased that is not told of."""
    taken = {column for entity in ENTITIES for column in _texts(entity)}
    told = {each for each in erasable_columns(ALL) if each[0] not in BESIDE_THE_FORM}
    assert taken == told
