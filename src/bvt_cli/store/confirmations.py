"""Payees that somebody else than who entered them has confirmed: the person, the payroll number, the account."""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bvt_cli.core.payout import Payout
from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_PAYEES = """
SELECT h.ref, p.person, p.payroll_id, x.account, min(p."from"), (
    SELECT c."by" FROM payee_confirmation AS c LEFT JOIN payee_confirmation_text AS t ON t.id = c.id
    WHERE c.home = h.ref AND c.person = p.person AND c.payroll_id IS p.payroll_id AND t.account IS x.account
    ORDER BY c.id DESC LIMIT 1
)
FROM payee AS p JOIN home AS h ON h.id = p.home_id LEFT JOIN payee_text AS x ON x.id = p.id
GROUP BY h.id, p.person, p.payroll_id, x.account ORDER BY length(h.ref), h.ref, min(p."from"), p.person
"""
_ENTERED = """
SELECT j."by", t.before ->> 'payees', t.after ->> 'payees' FROM journal AS j JOIN journal_text AS t ON t.id = j.id
WHERE j.what = 'home' AND j.ref = ? AND t.after ->> 'payees' IS NOT NULL ORDER BY j.id DESC
"""


class KnownPayee(NamedTuple):
    """A payee of a home under one number and account, from a day on; `confirmed_by` is None until somebody has."""

    home: str
    person: str
    payroll_id: str | None
    account: str | None
    since: date
    confirmed_by: str | None


def all_payees(connection: Connection) -> list[KnownPayee]:
    """Every payee, in the order of homes."""
    rows = connection.execute(_PAYEES)
    return [
        KnownPayee(home, person, payroll_id, account, date.fromisoformat(since), confirmed_by)
        for home, person, payroll_id, account, since, confirmed_by in rows
    ]


def entered_by(connection: Connection, payee: KnownPayee) -> str | None:
    """Who entered a payee under this number and account, where the journal still tells."""
    mine = (payee.person, payee.payroll_id, payee.account)
    for by, before, after in connection.execute(_ENTERED, (payee.home,)):
        if mine in _said(after) and mine not in _said(before):
            return str(by)
    return None


def _said(payees: str | None) -> set[tuple[str, str | None, str | None]]:
    """Person, number and account of each payee in an entry of the journal."""
    listed = json.loads(payees or "[]")
    return {(each["person"], each.get("payroll_id"), each.get("account")) for each in listed}


def unconfirmed(connection: Connection, paid: Iterable[Payout]) -> list[str]:
    """The persons a run is paid to under a number and account that nobody has confirmed."""
    select = """
        SELECT c.home, c.person, c.payroll_id, t.account FROM payee_confirmation AS c
        LEFT JOIN payee_confirmation_text AS t ON t.id = c.id
    """
    confirmed = set(connection.execute(select))
    return list(
        dict.fromkeys(
            each.payee.person
            for each in paid
            if each.payee is not None
            and (each.home, each.payee.person, each.payee.payroll_id, each.payee.account) not in confirmed
        )
    )


def confirm(connection: Connection, payee: KnownPayee, signed: Signed) -> None:
    cursor = connection.execute(
        'INSERT INTO payee_confirmation (home, person, payroll_id, at, "by", login) VALUES (?, ?, ?, ?, ?, ?)',
        (payee.home, payee.person, payee.payroll_id, signed.at, signed.by, signed.login),
    )
    connection.execute(
        "INSERT INTO payee_confirmation_text (id, account) VALUES (?, ?)", (cursor.lastrowid, payee.account)
    )
    seal.add(connection, "payee_confirmation", cursor.lastrowid)
