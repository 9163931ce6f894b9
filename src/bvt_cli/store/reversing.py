"""Taking a run back whole: a new run with the exact opposite of each of its lines, and a claim that keeps it so."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.claim import opposite
from bvt_cli.core.ledger import Entry, Plan
from bvt_cli.store import claims, runs
from bvt_cli.store.claims import Claim, Opened
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.posting import close_run
from bvt_cli.store.runs import Run

_LATER = "SELECT reverses_run, reverses_n, run, n FROM line WHERE reverses_run IS NOT NULL"


def taken_back_by(connection: Connection, number: int) -> int | None:
    """The run that has taken back a line of a run, where one has and was not itself taken back."""
    ends = _ends(connection)
    for line in runs.lines(connection, number):
        end, times = ends(line.ref)
        if times % 2:
            return runs.run_number(end.partition("-")[0])
    return None


def opposite_of(connection: Connection, number: int) -> list[Entry]:
    """The lines that take a run back; one that was taken back and given again is met where it stands now."""
    ends = _ends(connection)
    return list(opposite((ends(line.ref)[0], line.entry.line) for line in runs.lines(connection, number)))


def plan(run: Run, entries: Sequence[Entry]) -> str:
    found = Plan(run.month)
    found.add(entries)
    return str(found)


class Reversed(NamedTuple):
    """The number of a reversing run, the new head of the chain, and the name of the claim it opened.

    `claim` is None where it gives again what another had taken back.
    """

    number: int
    head: str
    claim: str | None


def post(connection: Connection, run: Run, entries: Sequence[Entry], reason: str, signed: Signed) -> Reversed:
    """Write the opposite of a run as a run of its own."""
    number = runs.next_number(connection)
    runs.write_lines(connection, number, entries)
    total = sum(entry.line.amount for entry in entries)
    taxable = sum(entry.line.amount for entry in entries if entry.line.taxable)
    made = Run(number, run.month, signed.at, signed.by, signed.login, plan(run, entries), len(entries), total, taxable)
    earlier = _claim_of(connection, run.number)
    claim = None
    if earlier is None:
        opening = claims.next_number(connection)
        opened = Opened("reversal", number, None, None, run.month, None, total, 0, reason)
        claims.open_claim(connection, opening, opened, signed)
        claim = claims.claim_ref(opening)
    used = runs.files_used(connection, run.number).values()
    after = {"reverses": run.ref, "lines": len(entries), "reason": reason}
    head = close_run(connection, made, used, signed, after)
    if earlier is not None:  # it kept back what is paid again now
        claims.note_event(connection, earlier.number, "release", _day(signed), reason, None, signed)
    return Reversed(number, head, claim)


def _claim_of(connection: Connection, number: int) -> Claim | None:
    return next((each for each in claims.of_run(connection, number) if each.kind == "reversal"), None)


def _day(signed: Signed) -> date:
    return date.fromisoformat(signed.at[: len("2025-03-31")])


class _ends:  # noqa: N801  (used as a function)
    """Follows a line to the last line that takes it back or gives it again; and how many there are on the way."""

    def __init__(self, connection: Connection) -> None:
        self._next = {
            runs.line_ref(row[0], row[1]): runs.line_ref(row[2], row[3]) for row in connection.execute(_LATER)
        }

    def __call__(self, ref: str) -> tuple[str, int]:
        times = 0
        while ref in self._next:
            ref, times = self._next[ref], times + 1
        return ref, times
