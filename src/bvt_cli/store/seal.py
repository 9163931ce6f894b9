"""Seals: hashes of rows that neither the journal nor the chain over the runs holds whole, in a chain of their own.

A row is sealed when it is written, in the same transaction. Its texts about people are hashed by themselves, with a
salt, so that they can be erased: the hash stays, and without the salt says nothing about them.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from bvt_cli.core.wholeness import Flaw
from bvt_cli.store.database import Connection
from bvt_cli.store.links import link

START = "bvt seals 1"
SEALED = (
    "run_payee",
    "claim",
    "claim_event",
    "payee_confirmation",
    "authorisation",
    "run_export",
    "delivered",
    "statement_delivery",
)
"""Tables whose rows are sealed one by one. To them rows are added only."""
WITH_TEXTS = ("run_payee", "claim", "claim_event", "payee_confirmation", "delivered")
SEALED_WHOLE = ("told", "cleared", "_sqlite_migrations", "sqlite_schema")
"""Tables of which only the last seal counts: it says what the whole table holds."""
_KEYS = {"authorisation": "run"}
_WHOLE = {
    "told": "SELECT whose, name, at FROM told ORDER BY whose, name",
    "cleared": "SELECT id, entry FROM cleared",
    "_sqlite_migrations": "SELECT * FROM _sqlite_migrations ORDER BY id",
    "sqlite_schema": "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
}


class Seal(NamedTuple):
    """A seal as it stands; `row` is None where a table is sealed as a whole."""

    id: int
    of: str
    row: int | None
    content: str | None
    salt: str | None
    chain: str


def head(connection: Connection) -> tuple[int, str]:
    """The number of the last seal and its link; 0 and the beginning of the chain where there is none."""
    row = connection.execute("SELECT id, chain FROM seal ORDER BY id DESC LIMIT 1").fetchone()
    return (0, START) if row is None else row


def add(connection: Connection, table: str, *keys: int | None) -> None:
    """Seal rows that were just written, with their texts, by their keys."""
    _, chain = head(connection)
    seals = []
    for key in keys:
        assert key is not None
        salt = os.urandom(16).hex() if table in WITH_TEXTS else None
        content = None if salt is None else _texts(connection, table, key, salt)
        chain = link(chain, table, key, content, *_row(connection, table, key))
        seals.append((table, key, content, salt, chain))
    connection.executemany('INSERT INTO seal ("of", "row", content, salt, chain) VALUES (?, ?, ?, ?, ?)', seals)


def add_whole(connection: Connection, table: str) -> None:
    """Seal all that a table holds now, where it is not just what was sealed of it last, which then counts no longer."""
    content = _all_of(connection, table)
    last = 'SELECT content FROM seal WHERE "of" = ? ORDER BY id DESC LIMIT 1'
    if connection.execute(last, (table,)).fetchone() != (content,):
        chain = link(head(connection)[1], table, None, content)
        connection.execute('INSERT INTO seal ("of", content, chain) VALUES (?, ?, ?)', (table, content, chain))


def complete(connection: Connection) -> None:
    """Seals for all that was written before there were any."""
    for table in SEALED:
        key = _KEYS.get(table, "id")
        rows = connection.execute(f"SELECT {key} FROM {table} ORDER BY {key}").fetchall()
        add(connection, table, *(row[0] for row in rows))
    add_whole(connection, "told")
    add_whole(connection, "cleared")


def erase(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Take away the salts of rows (table, key) whose texts have been erased. Said of in the journal besides."""
    connection.executemany('UPDATE seal SET salt = NULL WHERE "of" = ? AND "row" = ?', rows)


def flaws(connection: Connection, erased: Collection[tuple[str, int]]) -> Iterator[Flaw]:
    """What is not as it was sealed, in the order of seals, then what was never sealed.

    `erased`: the rows (table, key) whose texts, as the journal says, have been erased.
    """
    before, number = START, 0
    seen: dict[str, list[int]] = {table: [] for table in SEALED}
    last_whole = dict(connection.execute('SELECT "of", max(id) FROM seal WHERE "row" IS NULL GROUP BY "of"'))
    for seal in _seals(connection):
        number += 1
        if seal.id != number:
            yield Flaw("seal_gone", "seal", number)
            number = seal.id
        fields = () if seal.row is None or seal.of not in SEALED else _row(connection, seal.of, seal.row)
        if seal.of not in (*SEALED, *SEALED_WHOLE):
            yield Flaw("seal_broken", "seal", seal.id)
        elif seal.row is None:
            if link(before, seal.of, None, seal.content) != seal.chain or seal.salt is not None:
                yield Flaw("seal_broken", "seal", seal.id)
            elif last_whole[seal.of] == seal.id and _all_of(connection, seal.of) != seal.content:
                yield Flaw("table_changed", seal.of)
        elif not fields:
            yield Flaw("row_gone", seal.of, seal.row)
        elif link(before, seal.of, seal.row, seal.content, *fields) != seal.chain:
            yield Flaw("row_changed", seal.of, seal.row)
        elif seal.of in WITH_TEXTS:
            yield from _flaws_of_texts(connection, seal, (seal.of, seal.row) in erased)
        elif seal.salt is not None:
            yield Flaw("seal_broken", "seal", seal.id)
        if seal.row is not None and seal.of in seen:
            seen[seal.of].append(seal.row)
        before = seal.chain
    for table in SEALED_WHOLE:
        if table not in last_whole:
            yield Flaw("table_unsealed", table)
    for table, sealed in seen.items():
        yield from (Flaw("row_added", table, key) for key in _unsealed(connection, table, sealed))


def _flaws_of_texts(connection: Connection, seal: Seal, erased: bool) -> Iterator[Flaw]:
    assert seal.row is not None
    if erased:
        if seal.salt is not None or any(_text_row(connection, seal.of, seal.row)):
            yield Flaw("text_back", seal.of, seal.row)
    elif seal.salt is None:
        yield Flaw("text_gone", seal.of, seal.row)
    elif _texts(connection, seal.of, seal.row, seal.salt) != seal.content:
        yield Flaw("text_changed", seal.of, seal.row)


def _seals(connection: Connection) -> Iterator[Seal]:
    rows = connection.execute('SELECT id, "of", "row", content, salt, chain FROM seal ORDER BY id').fetchall()
    return map(Seal._make, rows)


def _unsealed(connection: Connection, table: str, sealed: Iterable[int]) -> list[int]:
    key = _KEYS.get(table, "id")
    known = set(sealed)
    return [row[0] for row in connection.execute(f"SELECT {key} FROM {table} ORDER BY {key}") if row[0] not in known]


def _row(connection: Connection, table: str, key: int) -> tuple[object, ...]:
    """The columns of a row that hold something, each with its name: a column added later changes nothing."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {_KEYS.get(table, 'id')} = ?", (key,))
    found = cursor.fetchone()
    if found is None:
        return ()
    names = (column[0] for column in cursor.description)
    return tuple(part for name, value in zip(names, found, strict=True) if value is not None for part in (name, value))


def _text_row(connection: Connection, table: str, key: int) -> tuple[object, ...]:
    """The texts of a row; nothing where there are none or they have been erased."""
    found = connection.execute(f"SELECT * FROM {table}_text WHERE id = ?", (key,)).fetchone()
    return () if found is None else tuple(found[1:])


def _texts(connection: Connection, table: str, key: int, salt: str) -> str:
    return link(salt, *(value for value in _text_row(connection, table, key) if value is not None))


def _all_of(connection: Connection, table: str) -> str:
    """The hash of all rows of a table."""
    hashed = hashlib.sha256()
    for row in connection.execute(_WHOLE[table]):
        hashed.update(ascii(row).encode("ascii"))
    return hashed.hexdigest()
