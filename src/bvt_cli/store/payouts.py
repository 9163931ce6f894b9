"""Whom a run is paid to: the payees kept with it, and its lines split between them."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from bvt_cli.core.payout import Payee, Payout, in_force, kostra_function, split
from bvt_cli.store import runs, seal
from bvt_cli.store.database import Connection

_KEEP = """
INSERT INTO run_payee (run, home, person, payroll_id, share, "from")
SELECT ?1, h.ref, p.person, p.payroll_id, p.share, p."from" FROM payee AS p JOIN home AS h ON h.id = p.home_id
WHERE h.ref IN (SELECT DISTINCT home FROM line WHERE run = ?1) ORDER BY h.id, p.id
"""
_KEEP_ACCOUNTS = """
INSERT INTO run_payee_text (id, account)
SELECT r.id, x.account FROM run_payee AS r JOIN home AS h ON h.ref = r.home
JOIN payee AS p ON p.home_id = h.id AND p.person = r.person AND p."from" = r."from"
JOIN payee_text AS x ON x.id = p.id WHERE r.run = ?1 AND x.account IS NOT NULL
"""
_PAYEES = """
SELECT r.home, r.person, r."from", r.share, coalesce(r.payroll_id, (
    SELECT y.payroll_id FROM payee AS y JOIN home AS h ON h.id = y.home_id
    WHERE h.ref = r.home AND y.person = r.person AND y.payroll_id IS NOT NULL ORDER BY y."from" DESC LIMIT 1
)), coalesce(a.account, (
    SELECT x.account FROM payee AS y JOIN home AS h ON h.id = y.home_id JOIN payee_text AS x ON x.id = y.id
    WHERE h.ref = r.home AND y.person = r.person AND x.account IS NOT NULL ORDER BY y."from" DESC LIMIT 1
)), n.name FROM run_payee AS r
LEFT JOIN run_payee_text AS a ON a.id = r.id LEFT JOIN person AS p ON p.ref = r.person
LEFT JOIN person_text AS n ON n.id = p.id
WHERE r.run = ?
"""
_ORIGINS = """
WITH RECURSIVE origin (n, run, at) AS (
    SELECT n, reverses_run, reverses_n FROM line WHERE run = ? AND reverses_run IS NOT NULL
    UNION ALL
    SELECT o.n, l.reverses_run, l.reverses_n FROM origin AS o JOIN line AS l ON l.run = o.run AND l.n = o.at
    WHERE l.reverses_run IS NOT NULL
)
SELECT n, min(run) FROM origin GROUP BY n
"""


def keep(connection: Connection, run: int) -> None:
    """Keep with a run that is being written who the payees of its homes are now."""
    connection.execute(_KEEP, (run,))
    connection.execute(_KEEP_ACCOUNTS, (run,))
    kept = connection.execute("SELECT id FROM run_payee WHERE run = ? ORDER BY id", (run,)).fetchall()
    seal.add(connection, "run_payee", *(row[0] for row in kept))


def payouts(connection: Connection, ref: str, home: str | None = None) -> list[Payout]:
    """Every line of a run (`R1`), or those of one home, split on the payees of its month's last day. Raises NotFound.

    A number or an account that was missing then is taken from the register as it is now. A reversal goes to those that
    the reversed line was paid to, in the run that it was posted in; so does what takes back a reversal.
    """
    run = runs.run(connection, ref)
    origins = dict(connection.execute(_ORIGINS, (run.number,)))
    payees = {number: _payees(connection, number) for number in {run.number, *origins.values()}}
    basis = dict(connection.execute("SELECT ref, legal_basis FROM agreement"))
    found = []
    for place, (line_ref, entry) in enumerate(runs.lines(connection, run.number, home), start=1):
        line = entry.line
        known = payees[origins.get(place, run.number)].get(line.home, [])
        shared = in_force(known, line.for_month.last)
        amounts = split(line.amount, [payee.share for payee in shared]) if shared else (line.amount,)
        for payee, amount in zip(shared or (None,), amounts, strict=True):
            found.append(
                Payout(
                    run=run.ref,
                    line=line_ref,
                    kind=entry.kind,
                    home=line.home,
                    agreement=line.agreement,
                    case=line.case,
                    measure=line.measure,
                    component=line.component,
                    for_month=line.for_month,
                    first=line.first,
                    last=line.last,
                    taxable=line.taxable,
                    quantity=line.quantity,
                    unit=line.unit,
                    rate=line.rate,
                    amount=amount,
                    function=kostra_function(line.measure, basis.get(line.agreement)),
                    payee=payee,
                    share=payee.share if payee else Fraction(1),
                )
            )
    return found


def _payees(connection: Connection, run: int) -> dict[str, list[Payee]]:
    """The payees kept with a run, by home."""
    found: dict[str, list[Payee]] = {}
    for home, person, since, share, payroll_id, account, name in connection.execute(_PAYEES, (run,)):
        payee = Payee(person, date.fromisoformat(since), Fraction(share), payroll_id, account, name)
        found.setdefault(home, []).append(payee)
    return found


def unpaid_homes(connection: Connection, ref: str) -> Iterator[str]:
    """The homes of a run that have nobody to pay it to."""
    yield from dict.fromkeys(each.home for each in payouts(connection, ref) if each.payee is None)
