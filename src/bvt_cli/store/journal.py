"""The journal: who changed what, when, from what to what. Written in the transaction of the change itself."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from bvt_cli.core.form import BY_NAME, REGISTER
from bvt_cli.core.replay import ERASED, STANDS
from bvt_cli.store import journal_chain, records, seal
from bvt_cli.store.database import Connection


class Signed(NamedTuple):
    """Whose doing a change is: the name given, the login name beside it, the UTC stamp, and the command's name."""

    by: str
    login: str
    at: str
    command: str


def write(
    connection: Connection,
    signed: Signed,
    what: str,
    ref: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> int:
    """Write one entry, and answer its number.

    `before` and `after` hold only the keys that changed, in a table of their own that can be erased.
    """
    fields = (signed.at, signed.by, signed.login, signed.command, what, ref)
    texts = (as_json(before), as_json(after), journal_chain.new_salt())
    number = connection.execute(
        'INSERT INTO journal (at, "by", login, command, what, ref) VALUES (?, ?, ?, ?, ?, ?)', fields
    ).lastrowid
    assert number is not None
    connection.execute("INSERT INTO journal_text (id, before, after, salt) VALUES (?, ?, ?, ?)", (number, *texts))
    journal_chain.add(connection, number, fields, texts)
    return number


def last_number(connection: Connection) -> int:
    """The number of the latest entry, 0 where there is none."""
    found: int = connection.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0]
    return found


def last_stamp(connection: Connection) -> str | None:
    """The UTC stamp of the latest entry (`2025-03-31T12:00:00+00:00`); None where there is none."""
    found = connection.execute("SELECT at FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    return None if found is None else str(found[0])


def erase(
    connection: Connection,
    signed: Signed,
    what: str,
    ref: str,
    keys: Iterable[str],
    entries: Iterable[int] = (),
    rows: Iterable[tuple[str, int]] = (),
    judged_on: date | None = None,
) -> int:
    """Erase the texts of entries of the journal, and say so in a new entry, whose number it answers.

    `what`, `ref`: the thing whose texts have been erased from the tables already, and `keys` which (`name`,
    `persons.name`); `entries`: of the journal, those whose texts are to go; `rows`: those of sealed tables (see
    store.seal) whose texts have been erased, by table and key; `judged_on`: the day its time was found to be up.
    Nothing that was erased stands in the new entry. For what the erased entries said of the thing besides, a second
    entry says how it stands now; where more of it is erased one day, that entry is among those to be named in
    `entries`.
    """
    gone, bare = sorted(set(entries)), sorted(set(rows))
    said: dict[str, Any] = {ERASED: sorted(keys), "entries": gone, "rows": bare}
    if judged_on is not None:
        said["judged_on"] = judged_on
    number = write(connection, signed, what, ref, None, said)
    journal_chain.erase(connection, gone, number)
    seal.erase(connection, bare)
    if what in BY_NAME:
        stand(connection, signed, what, ref)
    return number


def stand(connection: Connection, signed: Signed, what: str, ref: str) -> None:
    """Say of a thing as a whole how it stands: where what was journalled of it no longer tells."""
    key = "" if what == REGISTER.name else ref
    found = records.load_whole(connection, BY_NAME[what], None if what == REGISTER.name else [ref]).get(key)
    if found is not None:
        write(connection, signed, what, ref, None, {STANDS: found})


def erased_on(connection: Connection, what: str, ref: str) -> date | None:
    """The day (UTC) of the last erasure of a thing, None where nothing of it was erased."""
    select = f"""
        SELECT substr(max(j.at), 1, 10) FROM journal AS j JOIN journal_text AS t ON t.id = j.id
        WHERE j.what = ? AND j.ref = ? AND t.after ->> '{ERASED}' IS NOT NULL
    """
    return records.day_or_none(connection.execute(select, (what, ref)).fetchone()[0])


def erased_keys(connection: Connection, what: str, ref: str) -> frozenset[str]:
    """The keys of a thing (`phone`, `persons.name`) whose texts were ever erased."""
    select = f"""
        SELECT DISTINCT e.value FROM journal AS j JOIN journal_text AS t ON t.id = j.id,
        json_each(t.after, '$.{ERASED}') AS e WHERE j.what = ? AND j.ref = ?
    """
    return frozenset(row[0] for row in connection.execute(select, (what, ref)))


def as_json(value: Mapping[str, Any] | None) -> str | None:
    """A record as text; days, months and exact numbers as a document has them."""
    return None if value is None else json.dumps(records.plain(value), ensure_ascii=False, default=str)
