"""What waits in the ledger, and with payees and vouchers: read for what is due, no accounts, no names, no purposes."""

import json
from collections.abc import Iterator
from datetime import date

from bvt_cli.core.claim import BASIS
from bvt_cli.core.due_pay import KnownClaim, KnownPayee, KnownRun, KnownVoucher, Provisional
from bvt_cli.core.payment import PayRules
from bvt_cli.core.period import Month
from bvt_cli.store import claims as kept
from bvt_cli.store import claims_open
from bvt_cli.store.claims import Claim
from bvt_cli.store.database import Connection
from bvt_cli.store.due_agreements import Contacts

# A reversal copies the line it takes back, its amount negated; what takes back a reversal gives it again. So what
# is left of a month is what stands.
_PROVISIONAL = """
SELECT for_month, sum(CASE WHEN amount_ore < 0 THEN -1 ELSE 1 END) AS lines, sum(amount_ore) FROM line
WHERE provisional = 1 AND run IN (SELECT id FROM run) GROUP BY for_month HAVING lines > 0 ORDER BY for_month
"""
_RUNS = """
SELECT r.id, r.month, r.total_ore, r."by", EXISTS (SELECT 1 FROM authorisation WHERE run = r.id),
    EXISTS (SELECT 1 FROM run_export WHERE run = r.id)
FROM run AS r ORDER BY r.id
"""
_PAYEES = """
SELECT h.ref, p.person, p.payroll_id, x.account, p."from",
    (SELECT min(l."from") FROM payee AS l WHERE l.home_id = h.id AND l."from" > p."from")
FROM payee AS p JOIN home AS h ON h.id = p.home_id LEFT JOIN payee_text AS x ON x.id = p.id
WHERE h.ended_on IS NULL OR h.ended_on >= ? ORDER BY p."from" DESC, p.id
"""
_CONFIRMED = """
SELECT c.home, c.person, c.payroll_id, t.account FROM payee_confirmation AS c
LEFT JOIN payee_confirmation_text AS t ON t.id = c.id
"""
_VOUCHERS = """
SELECT '{what}', v.ref, v."{on}", a.home, a.ref FROM {what} AS v JOIN agreement AS a ON a.ref = v.agreement
WHERE v.approved_by IS NULL AND v.withdrawn_on IS NULL ORDER BY v.id
"""
_GATHERINGS = """
SELECT n.ref, n.resource_home, n.contacts, g."on", g.kind FROM gathering AS g JOIN network AS n ON n.id = g.network_id
WHERE g.kind <> 'ordinary' AND g.approved_by IS NULL AND g.cost IS NOT NULL ORDER BY g.id
"""
_HOMES_OF_RUN = f"SELECT DISTINCT home, agreement FROM line WHERE run = ? AND basis <> '{BASIS}'"
_LETTERS = "SELECT agreement FROM claim_event WHERE claim = ? AND kind = 'letter'"


def provisional(connection: Connection) -> list[Provisional]:
    """What stands posted by tables that do not cover its month."""
    return [Provisional(Month.parse(month), lines, amount) for month, lines, amount in connection.execute(_PROVISIONAL)]


def known_runs(connection: Connection) -> list[KnownRun]:
    """Every run, in order."""
    return [
        KnownRun(f"R{number}", Month.parse(month), total, by, bool(authorised), bool(exported))
        for number, month, total, by, authorised, exported in connection.execute(_RUNS)
    ]


def known_claims(connection: Connection, day: date, pay_rules: PayRules, contacts: Contacts) -> Iterator[KnownClaim]:
    """Every claim, with what stands open under it on a day."""
    found = list(kept.all_claims(connection))
    open_sums = claims_open.outstanding(connection, Month.of(day), pay_rules) if found else {}
    for claim in found:
        yield KnownClaim(
            ref=claim.ref,
            kind=claim.kind,
            home=claim.home,
            agreement=claim.agreement,
            gone=claim.released_on is not None,
            outstanding=open_sums.get(claim.number, 0),
            unwritten=_unwritten(connection, claim),
            who=contacts.agreements.get(claim.agreement or "", ()),
        )


def _unwritten(connection: Connection, claim: Claim) -> tuple[str, ...]:
    """The homes not written to about a claim; of a reversed run letters are kept by agreement."""
    if claim.home is not None:
        return () if claim.letter_on else (claim.home,)
    written = {row[0] for row in connection.execute(_LETTERS, (claim.number,))}
    rows = connection.execute(_HOMES_OF_RUN, (claim.run,)).fetchall()
    homes = {home for home, agreement in rows if not {None, agreement} & written}
    return tuple(sorted(homes, key=lambda ref: (len(ref), ref)))


def known_payees(connection: Connection, day: date, contacts: Contacts) -> Iterator[KnownPayee]:
    """The payees of homes that have not ended, each time they were entered."""
    confirmed = set(connection.execute(_CONFIRMED))
    for home, person, payroll_id, account, since, until in connection.execute(_PAYEES, (day.isoformat(),)):
        is_confirmed = (home, person, payroll_id, account) in confirmed
        taken_over = None if until is None else date.fromisoformat(until)
        who = contacts.homes.get(home, ())
        yield KnownPayee(home, person, date.fromisoformat(since), taken_over, is_confirmed, who)


def waiting_vouchers(connection: Connection, contacts: Contacts) -> Iterator[KnownVoucher]:
    """The vouchers that nobody has approved or withdrawn, and the gatherings to be refunded with a cost."""
    for what, on in (("outlay", "on"), ("drive", "on"), ("supplement", "from")):
        for kind, ref, day, home, agreement in connection.execute(_VOUCHERS.format(what=what, on=on)):
            first = date.fromisoformat(day if on == "on" else f"{day}-01")
            yield KnownVoucher(kind, ref, first, home, agreement, who=contacts.agreements.get(agreement, ()))
    for network, home, people, day, kind in connection.execute(_GATHERINGS):
        who = tuple(json.loads(people or "[]"))
        yield KnownVoucher("gathering", network, date.fromisoformat(day), home, None, f"{day}/{kind}", who)
