"""What is paid beside the KS rates: outlays, driving, supplements by decision, and the two refunded gatherings.

Each is paid once somebody has approved it, for a day (a supplement: a month) on which the agreement runs.
"""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core import money
from bvt_cli.core.agreement import Voucher
from bvt_cli.core.period import Month, Span, add_months, common
from bvt_cli.core.practice import Practice
from bvt_cli.core.pricing import Sum

ONE = Fraction(1)


class Mileage(NamedTuple):
    """The mileage allowance of a day in øre per km, the part of it free of tax, and since when it holds."""

    since: date
    rate: int
    tax_free: int


class VoucherRules(NamedTuple):
    """What vouchers are paid by. `refund`: øre for each family in the network on the day of a gathering, the resource

    family among them or not; `mileage` of a day, None if unknown.
    """

    refund: int
    resource_family_counts: bool
    mileage: Callable[[date], Mileage | None]


def mileage_on(practice: Practice, day: date) -> Mileage | None:
    """The state's allowance on a day; None where the rate, or what of it is free of tax, is not known for the year."""
    rate, tax_free = practice.in_force("mileage", day), practice.in_force("mileage_tax_free", day)
    if rate is None or tax_free is None:
        return None
    assert isinstance(rate.value, Fraction)
    assert isinstance(tax_free.value, Fraction)
    return Mileage(max(rate.since, tax_free.since), int(rate.value * 100), int(min(tax_free.value, rate.value) * 100))


class Beside(NamedTuple):
    """The sums of a month's vouchers, each with its voucher, and the codes of notes."""

    sums: tuple[tuple[Sum, Voucher], ...] = ()
    notes: tuple[str, ...] = ()


def beside(
    vouchers: tuple[Voucher, ...], measure: str, month: Month, in_force: tuple[Span, ...], rules: VoucherRules
) -> Beside:
    """What the vouchers of an agreement come to in a month. `in_force`: the days of the month it runs."""
    sums: list[tuple[Sum, Voucher]] = []
    notes: dict[str, None] = {}
    for voucher in vouchers:
        if voucher.last < month.first or month.last < voucher.first:
            continue
        if voucher.approved_by is None:
            notes["not_approved_yet"] = None
        elif not common(in_force, (Span(voucher.first, voucher.last),)):
            notes["outside_agreement"] = None
        else:
            found = tuple(_sums(voucher, measure, month, rules))
            sums.extend((each, voucher) for each in found)
            if not found:
                notes[_why_nothing(voucher)] = None
    return Beside(tuple(sums), tuple(notes))


def _why_nothing(voucher: Voucher) -> str:
    if voucher.kind == "drive":
        return "mileage_missing"
    return "gathering_refunded_before" if voucher.repeated else "gathering_without_families"


def is_late(day: date, registered_on: date, months: int) -> bool:
    """Whether an outlay or drive was more than so many months old when it was registered.

    Of 15 January, and two months: in time on 15 March, late the day after.
    """
    return add_months(day, months) < registered_on


def repeated(gatherings: tuple[Voucher, ...]) -> frozenset[str]:
    """The refs of Christmas and summer gatherings that come after another of their kind in the same calendar year.

    "Ressursfamilie: slik gjør vi det" refunds one of each a year.
    """
    seen: set[tuple[int, str | None]] = set()
    found = set()
    for each in sorted(gatherings, key=lambda voucher: (voucher.first, voucher.ref)):
        key = (each.first.year, each.occasion)
        if key in seen:
            found.add(each.ref)
        seen.add(key)
    return frozenset(found)


def _sums(voucher: Voucher, measure: str, month: Month, rules: VoucherRules) -> Iterator[Sum]:
    if voucher.kind == "drive":
        yield from _driving(voucher, measure, month, rules)
    elif voucher.kind == "supplement":
        yield _sum(voucher, measure, month, "tillegg", "decision", "month", voucher.amount)
    elif voucher.kind == "outlay":
        yield _sum(voucher, measure, month, "utlegg", "receipt", "once", voucher.amount)
    elif not voucher.repeated:
        yield from _gathering(voucher, measure, month, rules)


def _gathering(voucher: Voucher, measure: str, month: Month, rules: VoucherRules) -> Iterator[Sum]:
    """What the gathering cost, or so much for each family, whichever is less: the line says which."""
    families = voucher.families + rules.resource_family_counts
    most = rules.refund * families
    if voucher.amount <= most:
        yield _sum(voucher, measure, month, "utlegg", "gathering", "once", voucher.amount)
    elif most:
        found = _sum(voucher, measure, month, "utlegg", "gathering", "once", rules.refund)
        yield found._replace(quantity=Fraction(families), amount=money.amount(rules.refund, Fraction(families)))


def _driving(voucher: Voucher, measure: str, month: Month, rules: VoucherRules) -> Iterator[Sum]:
    """The part of the allowance that is free of tax, and the rest as pay."""
    mileage = rules.mileage(voucher.first)
    if mileage is None:
        return
    for rate, taxable in ((mileage.tax_free, False), (mileage.rate - mileage.tax_free, True)):
        if rate:
            yield _sum(voucher, measure, month, "km", "driven", "km", rate)._replace(
                taxable=taxable,
                table=mileage.since,
                quantity=voucher.km,
                amount=money.amount(rate, voucher.km),
            )


def _sum(voucher: Voucher, measure: str, month: Month, component: str, basis: str, unit: str, amount: int) -> Sum:
    return Sum(
        measure=measure,
        component=component,
        basis=basis,
        for_month=month,
        first=max(voucher.first, month.first),
        last=min(voucher.last, month.last),
        taxable=voucher.taxable,
        provisional=False,
        table=None,
        rate=amount,
        unit=unit,
        quantity=ONE,
        amount=amount,
    )
