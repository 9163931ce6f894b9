"""How the journal of a register begins: what tells it from every other, also after many years."""

from typing import NamedTuple

from bvt_cli.store.database import Connection, faults


class Beginning(NamedTuple):
    """The first entry of the journal, and its link; None where a register is older than the links."""

    entry: tuple[object, ...]
    link: str | None


def of(connection: Connection) -> Beginning | None:
    """How a register begins; None where that cannot be read."""
    select = 'SELECT id, at, "by", login, command, what, ref FROM journal ORDER BY id LIMIT 1'
    try:
        entry = connection.execute(select).fetchone()
        linked = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'journal_chain'").fetchone()
        row = connection.execute("SELECT chain FROM journal_chain ORDER BY id LIMIT 1").fetchone() if linked else None
    except faults():
        return None
    return None if entry is None else Beginning(tuple(entry), None if row is None else str(row[0]))


def differs(one: Beginning | None, other: Beginning | None) -> bool:
    """Whether two registers are not the same one. Links are compared where both have them, else the entries."""
    if one is None or other is None:
        return False
    if one.link is not None and other.link is not None:
        return one.link != other.link
    return one.entry != other.entry
