"""The rows of an export: each payout with the fields and the codes a column map can draw on."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bvt_cli.core.formats import FIELDS, Whole
from bvt_cli.core.payout import Payout
from bvt_cli.core.payroll import CODES, NOTHING, About, Codes


class Row(NamedTuple):
    """`place`: the line it comes from, for messages. `person`: the payee's ref. `about`: what its codes are for.

    `fields`: amounts in øre, quantities exact, days as dates, None where there is nothing; `settings`: codes by name.
    """

    place: str
    person: str | None
    home: str | None
    about: About
    fields: Mapping[str, object]
    settings: Mapping[str, str | None]


def rows(payouts: Iterable[Payout], whole: Whole, codes: Codes) -> list[Row]:
    """A row for each payout, in their order; codes are those in force on the first day of the run's month."""
    known: dict[About, Mapping[str, str | None]] = {}
    made = []
    for payout in payouts:
        about = About(payout.component, payout.measure, payout.function, payout.taxable)
        if about not in known:
            known[about] = settings(codes, whole, about)
        person = payout.payee.person if payout.payee else None
        made.append(Row(payout.line, person, payout.home, about, fields(payout, whole), known[about]))
    return made


def settings(codes: Codes, whole: Whole, about: About = NOTHING) -> dict[str, str | None]:
    """Every code by its name, as it counts for these payouts."""
    return {name: codes.value(name, whole.month, about) for name in CODES}


def fields(payout: Payout, whole: Whole) -> dict[str, object]:
    """The fields of a payout; the quantity is the payee's part of it."""
    payee = payout.payee
    return {
        "run": payout.run,
        "line": payout.line,
        "kind": payout.kind,
        "home": payout.home,
        "agreement": payout.agreement,
        "case": payout.case,
        "measure": payout.measure,
        "component": payout.component,
        "for_month": payout.for_month.first,
        "from": payout.first,
        "to": payout.last,
        "taxable": "true" if payout.taxable else "false",
        "quantity": payout.quantity * payout.share,
        "unit": payout.unit,
        "rate": payout.rate,
        "amount": payout.amount,
        "function": payout.function,
        "person": payee.person if payee else None,
        "payroll_id": payee.payroll_id if payee else None,
        "account": payee.account if payee else None,
        "name": payee.name if payee else None,
        "share": str(payout.share),
        "month": whole.month,
        "posted_on": whole.posted_on,
        "pay_on": whole.pay_on,
    }


def balancing(rows: Iterable[Row], whole: Whole, art: str, codes: Codes) -> Row:
    """The row that takes the sum of the others back, booked on the art a setting names."""
    empty: dict[str, object] = dict.fromkeys(FIELDS)
    amount = -sum(amount_of(row) for row in rows)
    shared = {"run": whole.run, "month": whole.month, "posted_on": whole.posted_on, "pay_on": whole.pay_on}
    given = settings(codes, whole)
    return Row(whole.run, None, None, NOTHING, {**empty, **shared, "amount": amount}, {**given, "art": given[art]})


def amount_of(row: Row) -> int:
    """What a row comes to, in øre."""
    amount = row.fields["amount"]
    assert isinstance(amount, int)
    return amount
