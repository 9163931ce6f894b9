"""What the ledger holds on one person: lines, what of them they were paid, claims and statements of their home."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bvt_cli.core.field import Record
from bvt_cli.core.ledger import Entry
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner
from bvt_cli.store import claims, history, payouts
from bvt_cli.store.database import Connection
from bvt_cli.store.history import Subject

_STATEMENTS = 'SELECT month, "on", run, at, "by" FROM statement_delivery WHERE home = ? ORDER BY id'
_RUNS_OF_HOME = "SELECT DISTINCT run FROM line WHERE home = ? ORDER BY run"
_KEPT = """
SELECT r.run, r.payroll_id, r.share, r."from", t.account FROM run_payee AS r
LEFT JOIN run_payee_text AS t ON t.id = r.id WHERE r.home = ? AND r.person = ? ORDER BY r.id
"""
_CONFIRMED = """
SELECT c.payroll_id, t.account, c.at, c."by" FROM payee_confirmation AS c
LEFT JOIN payee_confirmation_text AS t ON t.id = c.id WHERE c.home = ? AND c.person = ? ORDER BY c.id
"""


def lines_of_home(connection: Connection, home: str) -> list[Record]:
    """The posted lines of a home, with nothing about the child: no case number, no age."""
    return [_line(*each) for each in history.lines_of(connection, Subject("home", home))]


def lines_of_child(connection: Connection, child: str) -> list[Record]:
    """The posted lines of a child's agreements, with case number and age."""
    return [
        {**_line(ref, month, entry), "case": entry.line.case, "age": entry.line.grounds and entry.line.grounds.age}
        for ref, month, entry in history.lines_of(connection, Subject("child", child))
    ]


def _line(ref: str, month: Month, entry: Entry) -> Record:
    line = entry.line
    return {
        "line": ref, "run_month": month, "for_month": line.for_month, "home": line.home, "agreement": line.agreement,
        "measure": line.measure, "component": line.component, "kind": entry.kind, "first": line.first,
        "last": line.last, "quantity": line.quantity, "rate": Kroner(line.rate), "amount": Kroner(line.amount),
        "taxable": line.taxable,
    }  # fmt: skip


def paid_to(connection: Connection, home: str, person: str) -> Iterator[Record]:
    """A person's part of each posted line of their home."""
    for (run,) in connection.execute(_RUNS_OF_HOME, (home,)).fetchall():
        for each in payouts.payouts(connection, f"R{run}", home):
            if each.payee is not None and each.payee.person == person:
                yield {
                    "line": each.line, "for_month": each.for_month, "component": each.component, "share": each.share,
                    "amount": Kroner(each.amount), "payroll_id": each.payee.payroll_id,
                }  # fmt: skip


def payees_of_runs(connection: Connection, home: str, person: str) -> list[Record]:
    """How a person was kept with each run, to be paid."""
    return [
        {"run": f"R{run}", "payroll_id": payroll_id, "share": Fraction(share), "from": date.fromisoformat(since),
         "account": account}
        for run, payroll_id, share, since, account in connection.execute(_KEPT, (home, person))
    ]  # fmt: skip


def confirmations_of(connection: Connection, home: str, person: str) -> list[Record]:
    return [
        {"payroll_id": payroll_id, "account": account, "at": at, "by": by}
        for payroll_id, account, at, by in connection.execute(_CONFIRMED, (home, person))
    ]


def statements(connection: Connection, home: str) -> list[Record]:
    return [
        {"month": Month.parse(month), "on": date.fromisoformat(on), "run": f"R{run}", "at": at, "by": by}
        for month, on, run, at, by in connection.execute(_STATEMENTS, (home,))
    ]


def claims_on(connection: Connection, home: str) -> list[Record]:
    """The claims on a home, and of runs it was paid in that were reversed, with what became of them."""
    return [
        {
            "claim": claim.ref, "kind": claim.kind, "run": None if claim.run is None else f"R{claim.run}",
            "agreement": claim.agreement, "first_month": claim.first, "last_month": claim.last,
            "amount": Kroner(claim.amount) if claim.home is not None else None, "outstanding": Kroner(outstanding),
            "at": claim.at, "by": claim.by, "letter_on": claim.letter_on, "released_on": claim.released_on,
            "settled_on": claim.settled_on, "reason": _reasons(connection, claim.number, claim.reason),
        }
        for claim, outstanding in history.claims_of(connection, Subject("home", home))
    ]  # fmt: skip


def _reasons(connection: Connection, number: int, opened: str | None) -> str | None:
    """Why it was opened, and why it was let go or settled."""
    said = [opened, *(event["reason"] for event in claims.events(connection, number))]
    return " ".join(str(each) for each in said if each) or None
