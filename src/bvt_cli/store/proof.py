"""The ledger gone through from the first run to the last: what no longer comes out as it was posted.

Whatever somebody has done to the file behind bvt's back, reading it here ends in a fault that names the row, never in
an error.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.errors import BvtError
from bvt_cli.core.ledger import Entry
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Table
from bvt_cli.core.recompute import Fault, Figures, KeptClaim, Named, Recount, Wrong, rate
from bvt_cli.store import chain, database, payouts, runs
from bvt_cli.store.database import Connection

_NUMBERS = """
SELECT run FROM line UNION SELECT run FROM run_chain UNION SELECT run FROM run_file UNION SELECT run FROM run_payee
UNION SELECT run FROM claim WHERE run IS NOT NULL UNION SELECT run FROM authorisation UNION SELECT run FROM run_export
UNION SELECT CAST(substr(ref, 2) AS INTEGER) FROM journal WHERE what = 'run' AND ref GLOB 'R[1-9]*'
"""
"""The runs that anything in the register knows of."""


class TableNow(NamedTuple):
    """A rate table as it is now, with the fingerprint of its file."""

    sha256: str
    table: Table


class Counted(NamedTuple):
    """How much there is to go through."""

    runs: int
    lines: int


def _unreadable() -> tuple[type[Exception], ...]:
    """What a row that cannot be read may raise."""
    return ValueError, TypeError, ArithmeticError, LookupError, BvtError, *database.faults("OperationalError")


def counted(connection: Connection) -> Counted:
    row = connection.execute("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM line)").fetchone()
    return Counted(*row)


def faults(connection: Connection, tables: Mapping[str, TableNow]) -> Iterator[Fault]:
    """All that is wrong, in the order of runs and lines. `tables`: by the names of their files."""
    known = {row[0]: _figures(connection, row[0]) for row in connection.execute("SELECT id FROM run").fetchall()}
    wrong_links = dict(_wrong_links(connection))
    recount = Recount(lambda ref: _entry(connection, ref), _claims(connection))
    for number in _numbers(connection, known):
        ref = f"R{number}"
        if number not in known:
            yield Fault(ref, None, Wrong("run_missing"))
            continue
        figures = known[number]
        if figures is None:
            yield Fault(ref, None, Wrong("unreadable"))
            continue
        lines = _lines(connection, number)
        unchanged = _unchanged(connection, number, tables)
        found = [*recount.faults(figures, lines), *_rates(figures, lines, unchanged)]
        yield from sorted(found, key=_place)
        if None not in known.values() and all(entry for _, entry in lines):
            yield from _split(connection, figures, lines)
        if number in wrong_links:
            yield Fault(ref, None, wrong_links[number])


def chain_is_whole(connection: Connection) -> bool:
    """Whether every run that anything tells of is there and comes to its link; much quicker than all `faults`."""
    known = {row[0]: None for row in connection.execute("SELECT id FROM run").fetchall()}
    if connection.execute("SELECT 1 FROM line GROUP BY run HAVING min(n) <> 1 OR max(n) <> count(*)").fetchone():
        return False  # the links know the lines by their order only
    try:
        return _numbers(connection, known) == sorted(known) and all(
            kept == found for _, kept, found in chain.links(connection)
        )
    except _unreadable():
        return False


def run_of_head(connection: Connection, head: str) -> str | None:
    """The run the chain ended with when this head (or so much of it) was printed; None where no run has it."""
    for number, found in connection.execute("SELECT run, chain FROM run_chain ORDER BY run DESC"):
        if str(found).startswith(head):
            return f"R{number}"
    return None


def _numbers(connection: Connection, known: Mapping[int, object]) -> list[int]:
    """The numbers of all runs there are or have been; runs are numbered without a gap."""
    told = {row[0] for row in connection.execute(_NUMBERS)} | set(known)
    beyond = {number for number in told if number < 1 or number > 2 * len(known) + 1000}
    return sorted({*range(1, max(told - beyond, default=0) + 1), *beyond})


def _figures(connection: Connection, number: int) -> Figures | None:
    """What was noted of a run; None where it cannot be read."""
    try:
        select = "SELECT month, lines, total_ore, taxable_ore FROM run WHERE id = ?"
        month, *sums = connection.execute(select, (number,)).fetchone()
        return Figures(f"R{number}", Month.parse(month), *sums)
    except _unreadable():
        return None


def _lines(connection: Connection, number: int) -> list[Named]:
    """The lines of a run, None for each that cannot be read."""
    try:
        return [(line.ref, line.entry) for line in runs.lines(connection, number)]
    except _unreadable():
        places = connection.execute("SELECT n FROM line WHERE run = ? ORDER BY n", (number,)).fetchall()
        return [(ref, _entry(connection, ref)) for ref in (runs.line_ref(number, place) for (place,) in places)]


def _entry(connection: Connection, ref: str) -> Entry | None:
    """A line by its name; None where there is none, or none that can be read."""
    number, _, place = ref[1:].partition("-")
    try:
        found = connection.execute("SELECT 1 FROM line WHERE run = ? AND n = ?", (int(number), int(place))).fetchone()
        return None if found is None else runs.line(connection, ref).entry
    except _unreadable():
        return None


def _claims(connection: Connection) -> list[KeptClaim]:
    select = "SELECT id, kind, run, home, agreement, amount_ore, instalments FROM claim ORDER BY id"
    return [
        KeptClaim(f"K{row[0]}", row[1], None if row[2] is None else f"R{row[2]}", *row[3:])
        for row in connection.execute(select)
    ]


def _unchanged(connection: Connection, number: int, tables: Mapping[str, TableNow]) -> dict[str, Table]:
    """By effective date the tables whose files are still those that the run used."""
    used = runs.files_used(connection, number)
    return {
        now.table.name: now.table for name, now in tables.items() if name in used and used[name].sha256 == now.sha256
    }


def _rates(run: Figures, lines: list[Named], tables: Mapping[str, Table]) -> Iterator[Fault]:
    """Rates that are not those of the tables they name."""
    for ref, entry in lines:
        if entry is not None and entry.kind != "reversal":
            yield from (Fault(run.ref, ref, wrong) for wrong in rate(entry.line, tables))


def _split(connection: Connection, run: Figures, lines: list[Named]) -> Iterator[Fault]:
    """Lines whose payees' parts do not add up to the line."""
    try:
        found = payouts.payouts(connection, run.ref)
    except _unreadable():
        yield Fault(run.ref, None, Wrong("payees_unreadable"))
        return
    parts: dict[str, int] = {}
    shares: dict[str, Fraction] = {}
    for each in found:
        parts[each.line] = parts.get(each.line, 0) + each.amount
        shares[each.line] = shares.get(each.line, Fraction(0)) + each.share
    for ref, entry in lines:
        assert entry is not None
        if shares[ref] != 1 or parts[ref] != entry.line.amount:
            yield Fault(run.ref, ref, Wrong("payees", parts[ref], entry.line.amount))


def _wrong_links(connection: Connection) -> Iterator[tuple[int, Wrong]]:
    """The runs whose link in the chain is not what their rows come to; none after a row that cannot be read."""
    try:
        for run, kept, found in chain.links(connection):
            if kept is None:
                yield run.number, Wrong("link_missing")
            elif kept.content != found.content:
                yield run.number, Wrong("link_lines")
            elif kept.chain != found.chain:
                yield run.number, Wrong("link_run")
    except _unreadable():
        return


def _place(fault: Fault) -> tuple[bool, int]:
    """By line, and what concerns the whole run last."""
    return fault.line is None, int((fault.line or "-0").partition("-")[2])
