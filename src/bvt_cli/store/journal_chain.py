"""The chain over the journal: each entry as a hash, joined to that of the entry before.

Who changes an entry behind bvt's back, or takes one out, must change every later link too; the head can be noted
where nobody who can write the register can reach it. Texts that were erased leave the hash they had.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bvt_cli.core.replay import ERASED
from bvt_cli.core.wholeness import Flaw
from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.links import link

START = "bvt journal 1"
_ENTRIES = """
SELECT j.id, j.at, j."by", j.login, j.command, j.what, j.ref, t.id, t.before, t.after, t.salt,
    c.content, c.sealed, c.looked, c.chain, e.erased_by
FROM journal AS j LEFT JOIN journal_text AS t ON t.id = j.id LEFT JOIN journal_chain AS c ON c.id = j.id
LEFT JOIN erasure AS e ON e.id = j.id WHERE {where} ORDER BY j.id
"""


class Entry(NamedTuple):
    """An entry of the journal with its texts and its link; `has_text` is no more once the texts are erased."""

    id: int
    at: str
    by: str
    login: str
    command: str
    what: str
    ref: str
    text_id: int | None
    before: str | None
    after: str | None
    salt: str | None
    content: str | None
    sealed: int | None
    looked: int | None
    chain: str | None
    erased_by: int | None

    @property
    def has_text(self) -> bool:
        return self.text_id is not None


class Erased(NamedTuple):
    """What an entry of the journal says was erased: texts of entries, and those of sealed rows (table, key)."""

    entries: frozenset[int]
    rows: frozenset[tuple[str, int]]


def new_salt() -> str:
    return os.urandom(16).hex()


def head(connection: Connection) -> str:
    """The link of the last entry, or where there is none the beginning of the chain."""
    row = connection.execute("SELECT chain FROM journal_chain ORDER BY id DESC LIMIT 1").fetchone()
    return START if row is None else str(row[0])


def add(connection: Connection, entry: int, fields: tuple[str, ...], texts: tuple[str | None, str | None, str]) -> None:
    """Write the link of an entry just written: `fields` from `at` to `ref`, `texts` with the salt last."""
    before, after, salt = texts
    content = link(salt, before, after)
    sealed, seal_chain = seal.head(connection)
    looked, look_chain = _last_look(connection)
    chain = link(head(connection), entry, *fields, content, sealed, seal_chain, looked, look_chain)
    connection.execute(
        "INSERT INTO journal_chain (id, content, sealed, looked, chain) VALUES (?, ?, ?, ?, ?)",
        (entry, content, sealed, looked, chain),
    )


def _last_look(connection: Connection) -> tuple[int, str]:
    """The number of the last row of the log of look-ups and its link; 0 and nothing where there is none."""
    row = connection.execute("SELECT id, chain FROM lookup ORDER BY id DESC LIMIT 1").fetchone()
    return (0, "") if row is None else row


def complete(connection: Connection) -> None:
    """Links for entries that were written before there was a chain, in their order."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM journal_chain").fetchone()
    for entry in list(entries(connection)):
        if entry.id > last:
            salt = entry.salt or new_salt()  # of texts that are gone the link says nothing
            add(connection, entry.id, entry[1:7], (entry.before, entry.after, salt))


def entries(connection: Connection, where: str = "true") -> Iterator[Entry]:
    """The entries of the journal in their order, read one by one: all of them may be more than there is room for."""
    return map(Entry._make, connection.execute(_ENTRIES.format(where=where)))


def erase(connection: Connection, erased: Iterable[int], by: int) -> None:
    """Take the texts of entries out of the journal, and keep by which entry; what had none is left alone."""
    for entry in erased:
        if connection.execute("DELETE FROM journal_text WHERE id = ?", (entry,)).rowcount:
            connection.execute("INSERT INTO erasure (id, erased_by) VALUES (?, ?)", (entry, by))


def erasing(connection: Connection) -> dict[int, Erased]:
    """What was erased, by the entries that say so."""
    said = (
        (entry.id, _said(entry)) for entry in entries(connection, f"t.before IS NULL AND t.after LIKE '%\"{ERASED}\"%'")
    )
    return {number: erased for number, erased in said if erased is not None}


def flaws(connection: Connection, erased: Mapping[int, Erased]) -> Iterator[Flaw]:
    """What is wrong in the journal, in the order of its entries. `erased`: as `erasing` finds it."""
    chains = dict(connection.execute("SELECT id, chain FROM seal"))
    chains[0] = seal.START
    looks = {0: "", **dict(connection.execute("SELECT id, chain FROM lookup"))}
    before, number, gone = START, 0, set[int]()
    for entry in entries(connection):
        number += 1
        if entry.id != number:
            yield Flaw("entry_gone", "journal", number)
            number = entry.id
        if entry.looked is not None and entry.looked not in looks:
            gone.add(entry.looked)
            looks[entry.looked] = None  # told of once
        code = _wrong(entry, before, chains, looks) or _wrong_erasure(entry, erased)
        if code is not None:
            yield Flaw(code, "journal", entry.id, about=(entry.what, entry.ref))
        before = entry.chain or before
    yield from (Flaw("row_gone", "lookup", row) for row in sorted(gone))
    beyond = connection.execute(
        "SELECT id FROM journal_chain UNION SELECT id FROM journal_text UNION SELECT id FROM erasure"
        " EXCEPT SELECT id FROM journal ORDER BY 1"
    )
    yield from (Flaw("entry_gone", "journal", row[0]) for row in beyond.fetchall())


def _said(entry: Entry) -> Erased | None:
    """What an entry says was erased; None where it says nothing of the kind, or cannot be read, which is told of."""
    try:
        said = json.loads(entry.after or "{}")
        if ERASED not in said:
            return None
        return Erased(
            frozenset(said.get("entries", ())), frozenset((table, key) for table, key in said.get("rows", ()))
        )
    except (ValueError, TypeError, AttributeError):
        return None


def _wrong(entry: Entry, before: str, seals: dict[int, str], looks: dict[int, str | None]) -> str | None:
    """What is wrong with an entry, by its link. `looks`: those of the log of look-ups, None for one that is gone."""
    if entry.chain is None or entry.content is None or entry.sealed is None or entry.looked is None:
        return "entry_unlinked"
    sealed, look = seals.get(entry.sealed, ""), looks[entry.looked]
    known = look is not None  # else nothing can be said of the link
    if known and link(before, *entry[:7], entry.content, entry.sealed, sealed, entry.looked, look) != entry.chain:
        return "entry_changed"
    if (
        entry.has_text
        and entry.erased_by is None
        and link(entry.salt or "", entry.before, entry.after) != entry.content
    ):
        return "entry_text_changed"
    return None


def _wrong_erasure(entry: Entry, erased: Mapping[int, Erased]) -> str | None:
    """What is wrong with an entry whose texts are gone, or said to be."""
    if entry.erased_by is None:
        return None if entry.has_text else "entry_text_gone"
    said = erased.get(entry.erased_by)
    if said is None or entry.erased_by <= entry.id or entry.id not in said.entries:
        return "entry_not_erased"
    return "entry_text_back" if entry.has_text else None
