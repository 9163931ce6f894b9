"""The journal: who changed what, when, from what to what. Written in the transaction of the change itself."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bvt_cli.store import records
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
) -> None:
    """One entry; `before` and `after` hold only the keys that changed, in a table of their own that can be erased."""
    cursor = connection.execute(
        'INSERT INTO journal (at, "by", login, command, what, ref) VALUES (?, ?, ?, ?, ?, ?)',
        (signed.at, signed.by, signed.login, signed.command, what, ref),
    )
    connection.execute(
        "INSERT INTO journal_text (id, before, after) VALUES (?, ?, ?)",
        (cursor.lastrowid, as_json(before), as_json(after)),
    )


def as_json(value: Mapping[str, Any] | None) -> str | None:
    """A record as text; days, months and exact numbers as a document has them."""
    return None if value is None else json.dumps(records.plain(value), ensure_ascii=False, default=str)
