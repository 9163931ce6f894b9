"""What each payee is to have of a posted line: the line split by shares, exact to the øre."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.period import Month

_SECTION = re.compile(r"(\d+)\s*-\s*(\d+)")


class Payee(NamedTuple):
    """Who is paid a share of what a home earns, from a day on until others take over.

    `payroll_id`: the payroll system's own number; `account`: eleven digits; `name` for the bank's file.
    """

    person: str
    since: date
    share: Fraction
    payroll_id: str | None = None
    account: str | None = None
    name: str | None = None


class Payout(NamedTuple):
    """One payee's part of one posted line. `amount` (øre) is below zero where money is taken back.

    `line` (`R1-12`), `kind`, `home` ... are the line's; `function` is the KOSTRA function of its agreement.
    `rate` in øre per `unit`; `quantity` is the line's whole quantity, `share` the payee's part of it.
    `payee` is None where the home has nobody to pay it to.
    """

    run: str
    line: str
    kind: str
    home: str
    agreement: str
    case: str | None
    measure: str
    component: str
    for_month: Month
    first: date
    last: date
    taxable: bool
    quantity: Fraction
    unit: str
    rate: int
    amount: int
    function: str
    payee: Payee | None
    share: Fraction


def in_force(payees: Sequence[Payee], day: date) -> tuple[Payee, ...]:
    """Those who are paid for a day: the payees of the latest `since` not after it."""
    since = max((payee.since for payee in payees if payee.since <= day), default=None)
    return tuple(sorted((payee for payee in payees if payee.since == since), key=lambda payee: payee.person))


def split(amount: int, shares: Sequence[Fraction]) -> tuple[int, ...]:
    """An amount in øre split by shares that add up to 1, exact: what is left over by rounding down goes, an øre

    each, to the largest remainders (of equal ones the first). The opposite amount is split to the exact opposite.
    """
    if amount < 0:
        return tuple(-part for part in split(-amount, shares))
    exact = [amount * share for share in shares]
    parts = [part.numerator // part.denominator for part in exact]
    left = amount - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[:left]:
        parts[at] += 1
    return tuple(parts)


def kostra_function(measure: str, legal_basis: str | None) -> str:
    """The KOSTRA function an agreement is booked on: 252 for a placed child, else 251.

    A foster home and the network around it are measures of a placed child; a besøkshjem or a støttefamilie is one
    where it is used under a care order: barnevernsloven (2021) chapter 5, or § 4-12 of the act before it. The legal
    basis may be written `§ 5-1`, `bvl. § 5-1` or `5-1`.
    """
    if measure in ("fosterhjem", "ressursfamilie"):
        return "252"
    section = _SECTION.search((legal_basis or "").rpartition("§")[2])
    placed = section is not None and (section[1] == "5" or (section[1], section[2]) == ("4", "12"))
    return "252" if placed else "251"
