"""Whether a register is just as bvt wrote it: all checks, one after the other.

Whatever somebody has done to the file behind bvt's back, or a failing disk, reading it here ends in a flaw that names
the row, or in an error that says the register is damaged.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bvt_cli.core.recompute import Fault
from bvt_cli.core.wholeness import Flaw
from bvt_cli.store import database, journal_chain, lookups, migrations, proof, replaying, schema, seal
from bvt_cli.store.database import Connection

Found = Flaw | Fault

_CHAINS = (("journal", "journal_chain", "id"), ("run", "run_chain", "run"), ("lookup", "lookup", "id"))
"""Each chain by its name, with its table and the key of that."""


class Heads(NamedTuple):
    """The last links of the chains, None where there is nothing in one."""

    journal: str | None
    runs: str | None
    lookups: str | None


_NONE = Heads(None, None, None)


class Place(NamedTuple):
    """A link of a chain (`journal`, `run` or `lookup`), by the number of its row."""

    chain: str
    row: int


class Checked(NamedTuple):
    """What there was to go through, and all that was found wrong, the first row first."""

    entries: int
    runs: int
    heads: Heads
    found: tuple[Found, ...]


def check(connection: Connection, head: str | None = None) -> tuple[Checked, Place | None]:
    """Go through a whole register; and the link whose hash is (or begins with) a head that was noted earlier.

    A head that no chain has any more is a flaw: rows before it were changed, or rows were cut off.
    """
    connection.text_factory = _text
    first = list(_guarded("sqlite_schema", lambda: schema.differences(connection, migrations.NAMES)))
    if not first:  # else what somebody added may be made to take all day to check
        pages = tuple(_guarded("sqlite_schema", lambda: _pages(connection)))
        if pages:  # nothing that is read from it can be relied on
            return Checked(0, 0, _NONE, pages), None
    try:
        return _through(connection, first, head)
    except _unreadable():  # the tables are not even those that can be asked
        return Checked(0, 0, _NONE, (*first, Flaw("unreadable", "sqlite_schema"))), None


def _through(connection: Connection, first: list[Found], head: str | None) -> tuple[Checked, Place | None]:
    """The rest, of a register whose tables can be asked."""
    erased = journal_chain.erasing(connection)
    rows = frozenset(row for said in erased.values() for row in said.rows)
    found = [
        *first,
        *_guarded("run", lambda: _runs_gone(connection)),  # what explains much of the rest
        *_guarded("seal", lambda: _seals_gone(connection)),
        *_guarded("journal", lambda: journal_chain.flaws(connection, erased)),
        *_things_and_references(connection),
        *_guarded("seal", lambda: seal.flaws(connection, rows)),
        *_guarded("run", lambda: _runs(connection)),
        *_guarded("lookup", lambda: _lookups(connection)),
    ]
    (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    place = None if head is None else _of_head(connection, head)
    if head is not None and place is None:
        found.append(Flaw("head_lost", "journal_chain", head))
    return Checked(entries, proof.counted(connection).runs, heads(connection), tuple(found)), place


def heads(connection: Connection) -> Heads:
    """The last links as they are now."""
    selects = (f"SELECT chain FROM {table} ORDER BY {key} DESC LIMIT 1" for _, table, key in _CHAINS)
    rows = (connection.execute(select).fetchone() for select in selects)
    return Heads(*(None if row is None else str(row[0]) for row in rows))


def _of_head(connection: Connection, head: str) -> Place | None:
    for name, table, key in _CHAINS:
        row = connection.execute(
            f"SELECT {key} FROM {table} WHERE substr(chain, 1, ?) = ? ORDER BY {key} LIMIT 1", (len(head), head)
        ).fetchone()
        if row is not None:
            return Place(name, row[0])
    return None


def _text(value: bytes) -> str:
    """A text as it is stored, also where a byte of it was spoilt."""
    return value.decode("utf-8", "surrogateescape")


def _guarded(table: str, flaws: Callable[[], Iterable[Found]]) -> Iterator[Found]:
    """The flaws found, and where reading stumbled over what is stored, that too."""
    try:
        yield from flaws()
    except _unreadable():
        yield Flaw("unreadable", table)


def _unreadable() -> tuple[type[Exception], ...]:
    """What a row that cannot be read may raise."""
    return (*replaying.UNREADABLE, *database.faults("OperationalError"))


def _pages(connection: Connection) -> Iterator[Flaw]:
    for (message,) in connection.execute("PRAGMA integrity_check").fetchall():
        if message != "ok":
            yield Flaw("damaged", "sqlite_schema", about=(message,))


def _things_and_references(connection: Connection) -> Iterator[Flaw]:
    """Things by name first, then rows that refer to nothing, then what could not be read because of them."""
    things = list(replaying.flaws(connection, journal_chain.entries(connection)))
    yield from (flaw for flaw in things if flaw.code != "unreadable")
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield Flaw("refers_to_nothing", table, row, about=(parent,))
    yield from (flaw for flaw in things if flaw.code == "unreadable")


def _lookups(connection: Connection) -> Iterator[Flaw]:
    broken = lookups.broken(connection)
    if broken is not None:
        yield Flaw("lookup_changed", "lookup", broken)


def _runs_gone(connection: Connection) -> Iterator[Flaw]:
    """Runs that the journal tells of and that are not there: their lines, seals and references are gone with them."""
    told = connection.execute(
        "SELECT ref, min(id) FROM journal WHERE what = 'run' AND command LIKE 'pay %' AND ref NOT IN"
        " (SELECT 'R' || id FROM run) GROUP BY ref ORDER BY 2"
    )
    yield from (Flaw("run_gone", "run", ref, about=(entry,)) for ref, entry in told.fetchall())


def _seals_gone(connection: Connection) -> Iterator[Flaw]:
    """All seals gone, though an entry of the journal was written when there were some."""
    ((some,),) = connection.execute("SELECT EXISTS (SELECT 1 FROM seal)").fetchall()
    ((before,),) = connection.execute("SELECT coalesce(max(sealed), 0) FROM journal_chain").fetchall()
    if before and not some:
        yield Flaw("seals_gone", "seal")


def _runs(connection: Connection) -> Iterator[Found]:
    """What is wrong in the ledger; and runs that no entry of the journal tells of."""
    told = {ref for (ref,) in connection.execute("SELECT ref FROM journal WHERE what = 'run' AND command LIKE 'pay %'")}
    known = [f"R{number}" for (number,) in connection.execute("SELECT id FROM run ORDER BY id").fetchall()]
    yield from (Flaw("run_untold", "run", ref) for ref in known if ref not in told)
    if not proof.chain_is_whole(connection):
        yield from proof.faults(connection, {})
