"""Things of the register for people: a page for one, built from the form, and what lists share."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.protection import hides
from bvt_cli.core.texts import Text, text
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


def show_page(session: "Session", entity: Entity, record: Record, title: Text, *, whole: bool = False) -> None:
    """Everything held of a thing, under its title; of a protected home, unless `whole`, that it hides something."""
    from bvt_cli.render.page import page

    facts = _facts(entity, record, whole=whole)
    session.out.write(page(title, facts, _sections(entity, record), session.translator))


def _facts(entity: Entity, record: Record, *, whole: bool) -> Iterator[Any]:
    from bvt_cli.render.page import Fact

    for field in entity.fields:
        value = record.get(field.key)
        if hides(record, field.key) and not whole:
            value = text("(protected)")
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


def tell_hidden(session: "Session", home: Record, *, whole: bool) -> None:
    """Say of a letter to a protected home that it has no address; `whole`: it has, for a reason was given."""
    if hides(home, "address") and not whole:
        session.out.warn(
            text("The address of {home} is protected and left out; --reveal REASON puts it in.", home=home["ref"])
        )


def kind_of(field: Field) -> Kind:
    """How a column shows the values of a key."""
    return _KINDS.get(field.kind, "text")


def columns_of(entity: Entity, *keys: str) -> list[Column]:
    """Columns for keys of a thing."""
    return [Column(key, said(key, entity.name).label, kind_of(field)) for key in keys for field in [entity.field(key)]]


def in_force(record: Record, day: date) -> bool:
    """Whether something with `from` and `to` holds on a day."""
    last = record.get("to")
    return bool(record["from"] <= day and (last is None or day <= last))
