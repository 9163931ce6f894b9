"""The form of the register is whole: each list is kept somewhere, each ref points to something."""

from collections.abc import Iterable, Iterator

import pytest

from bvt_cli.core.field import Entity, Field
from bvt_cli.core.form import BY_NAME, DOCUMENT_ORDER, ENTITIES, REGISTER, field_of
from bvt_cli.core.form_home import HOME

KINDS = {
    *(
        "text",
        "line",
        "name",
        "pseudonym",
        "digits4",
        "account",
        "date",
        "month",
        "half",
        "whole",
        "flag",
        "choice",
        "fraction",
        "kroner",
    ),
    *("ref", "refs", "texts", "group", "list"),
}


def inside(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from inside(field.fields)


EVERYTHING = [
    pytest.param(entity, field, id=f"{entity.name}.{field.key}")
    for entity in BY_NAME.values()
    for field in inside(entity.fields)
]


@pytest.mark.parametrize(("entity", "field"), EVERYTHING)
def test_a_key_says_all_that_its_kind_needs(entity: Entity, field: Field) -> None:
    """Choices for a choice, a range for a number, a table for a list, an end for a ref, keys for what holds keys."""
    assert field.kind in KINDS
    assert bool(field.choices) == (field.kind == "choice")
    assert (field.high > field.low) == (field.kind in ("whole", "fraction", "kroner"))
    assert bool(field.table) == (field.kind == "list")
    assert bool(field.fields) == (field.kind in ("list", "group"))
    assert bool(field.of) == (field.kind in ("ref", "refs"))
    assert field.of in ("", "person", *BY_NAME)


@pytest.mark.parametrize(("entity", "field"), EVERYTHING)
def test_elements_are_identified_by_keys_they_have(entity: Entity, field: Field) -> None:
    """Only `person` of a step, and the day of a consent somebody was exempted from, may be left out."""
    optional = {("step", "person"), ("council_consent", "on")}
    by_key = {each.key: each for each in field.fields}
    for key in field.identity:
        assert by_key[key].required or (field.table, key) in optional


@pytest.mark.parametrize("entity", BY_NAME.values(), ids=BY_NAME)
def test_no_key_stands_twice(entity: Entity) -> None:
    """Neither in a thing nor in an element of its lists."""
    for fields in (entity.fields, *(field.fields for field in inside(entity.fields))):
        assert len({field.key for field in fields}) == len(fields)


def test_every_list_has_a_table_of_its_own() -> None:
    """No two lists share one."""
    tables = [field.table for entity in BY_NAME.values() for field in entity.lists]
    assert len(set(tables)) == len(tables)


def test_what_is_pointed_to_is_written_before_what_points() -> None:
    """But for siblings, who point to each other."""
    for index, entity in enumerate(ENTITIES):
        before = {"person", *(each.name for each in ENTITIES[: index + 1])}
        assert {field.of for field in inside(entity.fields) if field.of} <= before


def test_things_have_refs_and_the_register_has_none() -> None:
    """A ref is required, and bvt gives it with a letter of its own."""
    assert [entity.fields[0].key for entity in ENTITIES] == ["ref"] * len(ENTITIES)
    assert len({entity.prefix for entity in ENTITIES}) == len(ENTITIES)
    assert "ref" not in {field.key for field in REGISTER.fields}


def test_a_document_has_every_kind_of_thing_once() -> None:
    """In the order of the register document."""
    assert sorted(DOCUMENT_ORDER) == sorted(entity.plural for entity in ENTITIES)


def test_names_and_words_about_people_are_marked_personal() -> None:
    """So that they can be erased apart from figures and refs."""
    personal = {field.key for entity in BY_NAME.values() for field in inside(entity.fields) if field.personal}
    free_text = {field.key for entity in BY_NAME.values() for field in inside(entity.fields) if field.kind == "text"}
    assert free_text <= personal
    assert {"name", "address", "phone", "email", "account", "motivation", "goals", "interests"} <= personal


def test_a_key_is_found_by_its_name() -> None:
    """The name of a home is required."""
    assert HOME.field("name").required
    assert HOME.lists == tuple(HOME.field(key) for key in ("persons", "payees", "steps", "approvals", "pauses"))


def test_keys_of_lists_are_known_by_their_list() -> None:
    """And what is no key of the form is not known."""
    assert field_of("home.pauses", "reason") is not None
    assert field_of("line", "amount") is None
