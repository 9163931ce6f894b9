"""Records of the register to and from their tables, by the form of core.form.

Each thing has a table with its figures, codes and refs, and where it has texts about people one
beside it, `<table>_text`. SQL is put together from the names in the form only, never from input.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any

from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.merge import ref_order
from bvt_cli.core.money import amount_text, parse_quantity
from bvt_cli.core.period import Month
from bvt_cli.core.protection import FLAG, has_families, hidden, hidden_families, may_hide
from bvt_cli.core.texts import Kroner
from bvt_cli.store.database import Connection

_FROM_SQL: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "month": Month.parse,
    "flag": bool,
    "fraction": parse_quantity,
    "kroner": Kroner,
    "refs": lambda value: tuple(json.loads(value)),
    "texts": lambda value: tuple(json.loads(value)),
}
_TO_SQL: dict[str, Callable[[Any], Any]] = {
    "date": date.isoformat,
    "month": str,
    "flag": int,
    "fraction": str,
    "kroner": lambda value: value.ore,
    "refs": lambda value: json.dumps(value, ensure_ascii=False),
    "texts": lambda value: json.dumps(value, ensure_ascii=False),
}
FEW = 500


def day_or_none(value: str | None) -> date | None:
    """The day a column holds, None where it holds nothing."""
    return None if value is None else date.fromisoformat(value)


def load(connection: Connection, entity: Entity, refs: Collection[str] | None = None) -> dict[str, Record]:
    """Records by ref, in the order of refs: all of them, or those named that exist.

    As they may be shown: without what a protected home hides.
    """
    if has_families(entity):
        protected = protected_homes(connection)
        whole = load_whole(connection, entity, refs)
        return {ref: hidden_families(record, protected) for ref, record in whole.items()}
    if not may_hide(entity):
        return load_whole(connection, entity, refs)
    asked = any(field.key == FLAG for field in entity.fields)
    read = entity if asked else entity._replace(fields=(*entity.fields, Field(FLAG, "flag")))
    found = {ref: hidden(record) for ref, record in load_whole(connection, read, refs).items()}
    if not asked:
        for record in found.values():
            record.pop(FLAG, None)
    return found


def load_whole(connection: Connection, entity: Entity, refs: Collection[str] | None = None) -> dict[str, Record]:
    """The same with all that protected homes hide: to correct, to prove and to export, never to show unasked."""
    if refs is not None and not refs:
        return {}
    where = ""
    values: tuple[str, ...] = ()
    if refs is not None and len(refs) <= FEW:
        where, values = f"WHERE t.ref IN ({_marks(len(refs))})", tuple(refs)
    by_id = dict(_rows(connection, entity.name, entity.fields, where, values))
    for field in entity.lists:
        inside = f"WHERE t.{entity.name}_id IN ({_marks(len(by_id))})" if where else ""
        owners = _rows(connection, field.table, field.fields, inside, tuple(by_id) if where else (), entity.name)
        for owner, element in owners:
            by_id[owner].setdefault(field.key, []).append(element)
    records = {record.get("ref", ""): _in_order(entity, record) for record in by_id.values()}
    wanted = records if refs is None else set(refs) & set(records)
    return {ref: records[ref] for ref in sorted(wanted, key=ref_order)}


def protected_homes(connection: Connection) -> frozenset[str]:
    """The homes whose address is protected now."""
    return frozenset(row[0] for row in connection.execute("SELECT ref FROM home WHERE protected = 1"))


def save(connection: Connection, entity: Entity, before: Record | None, after: Record) -> None:
    """Write a record: as a new one, or only what differs from `before`."""
    if before is None:
        key = _insert(connection, entity.name, entity.fields, after)
        before = {}
    else:
        key = _key(connection, entity, before.get("ref"))
        _update(connection, entity, key, before, after)
    for field in entity.lists:
        if before.get(field.key) != after.get(field.key):
            connection.execute(f"DELETE FROM {field.table} WHERE {entity.name}_id = ?", (key,))
            for element in after.get(field.key, ()):
                _insert(connection, field.table, field.fields, element, (f"{entity.name}_id", key))


def exists(connection: Connection, table: str, ref: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE ref = ?", (ref,)).fetchone() is not None


def next_ref(connection: Connection, table: str, prefix: str, taken: Iterable[str] = ()) -> str:
    """The ref bvt gives a new thing: one above the highest it could have given (`H7` after `H6`)."""
    length = len(prefix)
    highest = 0
    rows = connection.execute(f"SELECT ref FROM {table} WHERE ref GLOB ?", (f"{prefix}[0-9]*",))
    for ref in (*(row[0] for row in rows), *taken):
        number = ref[length:]
        if ref.startswith(prefix) and number.isascii() and number.isdigit():
            highest = max(highest, int(number))
    return f"{prefix}{highest + 1}"


def _key(connection: Connection, entity: Entity, ref: str | None) -> int:
    if ref is None:
        return 1  # the register itself
    found: int = connection.execute(f"SELECT id FROM {entity.name} WHERE ref = ?", (ref,)).fetchone()[0]
    return found


def _marks(number: int) -> str:
    return ", ".join("?" * number)


def _columns(fields: Iterable[Field]) -> Iterator[tuple[str, Field, str | None]]:
    """(column, field, group key) of the fields that are columns; lists have tables of their own."""
    for field in fields:
        if field.kind == "group":
            for inner in field.fields:
                yield f"{field.key}_{inner.key}", inner._replace(personal=field.personal), field.key
        elif field.kind != "list":
            yield field.key, field, None


def _rows(
    connection: Connection, table: str, fields: Iterable[Field], where: str, values: tuple[Any, ...], owner: str = ""
) -> Iterator[tuple[int, Record]]:
    """(key, record) of each row, or (owner's key, record) for the elements of a list."""
    columns = list(_columns(fields))
    names = ", ".join(f'{"x" if field.personal else "t"}."{column}"' for column, field, _ in columns)
    beside = f"LEFT JOIN {table}_text AS x ON x.id = t.id" if any(field.personal for _, field, _ in columns) else ""
    key = f"t.{owner}_id" if owner else "t.id"
    readers = [(field.key, _FROM_SQL.get(field.kind), group) for _, field, group in columns]
    for row in connection.execute(f"SELECT {key}, {names} FROM {table} AS t {beside} {where} ORDER BY t.id", values):
        record: Record = {}
        for (name, read, group), value in zip(readers, row[1:], strict=True):
            if value is not None:
                into = record.setdefault(group, {}) if group else record
                into[name] = read(value) if read else value
        yield row[0], record


def _in_order(entity: Entity, record: Record) -> Record:
    return {field.key: record[field.key] for field in entity.fields if field.key in record}


def _values(fields: Iterable[Field], record: Record, personal: bool) -> dict[str, Any]:
    found = {}
    for column, field, group in _columns(fields):
        if field.personal is personal:
            value = (record.get(group, {}) if group else record).get(field.key)
            write = _TO_SQL.get(field.kind)
            found[column] = write(value) if write and value is not None else value
    return found


def _insert(
    connection: Connection, table: str, fields: tuple[Field, ...], record: Record, owner: tuple[str, int] | None = None
) -> int:
    values = _values(fields, record, personal=False)
    if owner:
        values[owner[0]] = owner[1]
    key = _insert_row(connection, table, values)
    texts = _values(fields, record, personal=True)
    if texts:
        _insert_row(connection, f"{table}_text", {"id": key, **texts})
    return key


def _insert_row(connection: Connection, table: str, values: dict[str, Any]) -> int:
    names = ", ".join(f'"{name}"' for name in values)
    cursor = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({_marks(len(values))})", tuple(values.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _update(connection: Connection, entity: Entity, key: int, before: Record, after: Record) -> None:
    for table, personal in ((entity.name, False), (f"{entity.name}_text", True)):
        old, new = _values(entity.fields, before, personal), _values(entity.fields, after, personal)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if changed:
            names = ", ".join(f'"{name}" = ?' for name in changed)
            connection.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*changed.values(), key))


def plain(value: Any) -> Any:
    """A record as plain values for YAML and JSON: dates as dates, months, amounts and fractions as text."""
    if isinstance(value, Kroner):
        return amount_text(value.ore)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, Month):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | date) else str(value)
