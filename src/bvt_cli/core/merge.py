"""Correcting a record to what a document or a command says, key by key."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bvt_cli.core.field import Field, Record

Path = tuple[str | int, ...]


class Merged(NamedTuple):
    """The corrected record. `dropped`: list elements that stood before and are not among those given."""

    record: Record
    dropped: tuple[Path, ...]


def merge(fields: Sequence[Field], before: Record | None, given: Record) -> Merged:
    """`before` corrected to `given`: a key left out stays, None takes it away, lists are matched by identity.

    A list that is given is taken as the whole list; what of it stood before and is not in it is `dropped`.
    """
    by_key = {field.key: field for field in fields}
    record = dict(before or {})
    dropped: list[Path] = []
    for key, value in given.items():
        if value is None or value in ([], ()):
            gone_from = () if value is None else record.get(key, ())  # null says openly that the key is to go
            dropped.extend((key, index) for index in range(len(gone_from)))
            record.pop(key, None)
        elif by_key[key].kind == "list":
            record[key], gone = _merge_list(by_key[key], record.get(key, []), value)
            dropped.extend((key, *path) for path in gone)
        elif by_key[key].kind == "group":
            group = merge(by_key[key].fields, record.get(key), value).record
            record.pop(key, None)
            if group:
                record[key] = group
        else:
            dropped.extend((key, index) for index in _missing_from(by_key[key], record.get(key), value))
            record[key] = value
    return Merged({field.key: record[field.key] for field in fields if field.key in record}, tuple(dropped))


def identity(field: Field, element: Record) -> tuple[Any, ...]:
    """What makes an element of a list the same as another."""
    keys = field.identity or tuple(each.key for each in field.fields)
    return tuple(element.get(key) for key in keys)


def doubles(field: Field, elements: Iterable[Record]) -> Iterator[int]:
    """The places of elements that stand in the list a second time."""
    needed = [each.key for each in field.fields if each.required and each.key in field.identity]
    seen = set()
    for index, element in enumerate(elements):
        if not all(key in element for key in needed):
            continue  # what is missing is told of elsewhere
        mine = identity(field, element)
        if mine in seen:
            yield index
        seen.add(mine)


def in_order(field: Field, elements: Iterable[Record]) -> list[Record]:
    """Elements in the order they are kept: by their dates, then by the rest of what identifies them."""
    dates = [each.key for each in field.fields if each.kind == "date" and each.required]
    return sorted(elements, key=lambda element: _sort_key(field, element, dates))


def _sort_key(field: Field, element: Record, dates: list[str]) -> tuple[object, ...]:
    if field.identity == ("ref",):
        return ref_order(element.get("ref", ""))
    return tuple(str(element.get(key, "")) for key in dates) + tuple(map(_sortable, identity(field, element)))


def _sortable(value: object) -> str:
    """A value as text that stands in its right place: 2 before 10."""
    return f"{value:09d}" if isinstance(value, int) else str(value)


def ref_order(ref: str) -> tuple[int, str]:
    """Refs in the order people expect, shorter before longer: H2 before H10."""
    return len(ref), ref


def _merge_list(field: Field, before: list[Record], given: list[Record]) -> tuple[list[Record], list[Path]]:
    known = {identity(field, element): (index, element) for index, element in enumerate(before)}
    records: list[Record] = []
    gone: list[Path] = []
    for element in given:
        index, standing = known.get(identity(field, element), (0, None))
        merged = merge(field.fields, standing, element)
        records.append(merged.record)
        gone.extend((index, *path) for path in merged.dropped)
    kept = {identity(field, element) for element in given}
    gone.extend((index,) for index, element in enumerate(before) if identity(field, element) not in kept)
    return in_order(field, records), gone


def _missing_from(field: Field, before: Any, given: Any) -> list[int]:
    if field.kind not in ("texts", "refs"):
        return []
    return [index for index, element in enumerate(before or ()) if element not in given]
