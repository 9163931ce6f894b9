"""What the bank is to pay: the payouts of a run summed for each payee."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.payout import Payee, Payout

_PLAIN = re.compile(r"[A-Za-z0-9.-]{1,20}")


class Payment(NamedTuple):
    """One payment to one payee. `amount` in øre, more than nothing. `reference`: the same each time for one run."""

    person: str
    name: str | None
    account: str | None
    amount: int
    reference: str


class LeftOut(NamedTuple):
    """A payee whom the bank cannot pay, since more is taken back than given; `amount` (øre) is below zero."""

    person: str
    amount: int


class Payments(NamedTuple):
    """What is paid and what is left out, by ref of the person; `nobody`: the lines that nobody is paid for."""

    paid: tuple[Payment, ...]
    left_out: tuple[LeftOut, ...]
    nobody: tuple[str, ...]


class Payer(NamedTuple):
    """Who pays. `bic` and `service_level` are None where the bank does not ask for them."""

    name: str
    account: str
    organisation: str
    text: str
    bic: str | None = None
    service_level: str | None = None


PAYER_NEEDS = {
    "payer_name": "name",
    "payer_account": "account",
    "payer_organisation": "organisation",
    "bank_text": "text",
}
PAYER_KEYS = {**PAYER_NEEDS, "payer_bic": "bic", "bank_service_level": "service_level"}
"""The settings a payer is made of."""


def payer(settings: Mapping[str, str | None]) -> Payer | None:
    """Who pays by the settings, or None where one that is needed is not there."""
    given = {key: settings.get(name) or None for name, key in PAYER_KEYS.items()}
    name, account, organisation, words = (given[key] for key in ("name", "account", "organisation", "text"))
    if name is None or account is None or organisation is None or words is None:
        return None
    return Payer(name, account, organisation, words, given["bic"], given["service_level"])


def payments(payouts: Iterable[Payout]) -> Payments:
    """One payment for each payee, to the account given last; nothing is paid for a sum of nothing, or below it.

    What is taken back was once paid to the account of that time; a payee is paid to another one if there is one.
    """
    sums: dict[str, int] = {}
    payees: dict[str, tuple[bool, date, Payee]] = {}
    nobody = []
    run = ""
    for payout in payouts:
        run, payee = payout.run, payout.payee
        if payee is None:
            nobody.append(payout.line)
            continue
        sums[payee.person] = sums.get(payee.person, 0) + payout.amount
        known = (payout.kind != "reversal", payee.since, payee)
        if payee.person not in payees or known[:2] >= payees[payee.person][:2]:
            payees[payee.person] = known
    paid = [
        Payment(person, payees[person][2].name, payees[person][2].account, amount, reference(run, person))
        for person, amount in sorted(sums.items())
        if amount > 0
    ]
    left_out = [LeftOut(person, amount) for person, amount in sorted(sums.items()) if amount < 0]
    return Payments(tuple(paid), tuple(left_out), tuple(nobody))


def reference(run: str, what: str) -> str:
    """What the bank and the statement call a payment: at most 35 plain characters, always the same for the same."""
    if _PLAIN.fullmatch(what):
        return f"{run}-{what}"
    return f"{run}-{hashlib.sha256(what.encode()).hexdigest()[:20]}"


def message_id(run: str, plan: str) -> str:
    """The name of the whole file: of the run and of what was posted in it, so that a second file of it is known."""
    return f"BVT-{run}-{plan[:16]}"
