"""Things of the register for people: a page for one, built from the form, and what lists share."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.texts import Text
from bvt_cli.render.columns import Column, Kind
from bvt_cli.render.key_words import said

if TYPE_CHECKING:
    from bvt_cli.commands.context import Session

_KINDS: dict[str, Kind] = {
    "date": "day",
    "month": "month",
    "choice": "code",
    "flag": "flag",
    "whole": "number",
    "fraction": "number",
    "kroner": "kroner",
}


def show_page(session: "Session", entity: Entity, record: Record, title: Text) -> None:
    """Everything held of a thing, under its title."""
    from bvt_cli.render.page import page

    session.out.write(page(title, _facts(entity, record), _sections(entity, record), session.translator))


def _facts(entity: Entity, record: Record) -> Iterator[Any]:
    from bvt_cli.render.page import Fact

    for field in entity.fields:
        value = record.get(field.key)
        if value is None or field.kind == "list":
            continue
        if field.kind == "group":
            for inner in field.fields:
                if inner.key in value:
                    yield Fact(said(inner.key, field.key).label, value[inner.key], kind_of(inner))
        else:
            yield Fact(said(field.key, entity.name).label, value, kind_of(field))


def _sections(entity: Entity, record: Record) -> Iterator[Any]:
    from bvt_cli.render.page import Section

    for field in entity.lists:
        columns = [Column(each.key, said(each.key, field.key).label, kind_of(each)) for each in field.fields]
        rows = [[element.get(each.key) for each in field.fields] for element in record.get(field.key, ())]
        yield Section(said(field.key, entity.name).label, columns, rows)


def kind_of(field: Field) -> Kind:
    """How a column shows the values of a key."""
    return _KINDS.get(field.kind, "text")


def columns_of(entity: Entity, *keys: str) -> list[Column]:
    """Columns for keys of a thing."""
    return [Column(key, said(key, entity.name).label, kind_of(field)) for key in keys for field in [entity.field(key)]]


def only(entity: Entity, *keys: str) -> Entity:
    """A thing with some of its keys, to read no more than is shown."""
    return entity._replace(fields=tuple(field for field in entity.fields if field.key in keys))


def in_force(record: Record, day: date) -> bool:
    """Whether something with `from` and `to` holds on a day."""
    last = record.get("to")
    return bool(record["from"] <= day and (last is None or day <= last))
