"""What one agreement comes to in one month, whatever has been posted.

The rules (shares, age bands, part months) are dated data; see rates/. How a month is cut and rounded
is in `pricing`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.agreement import OF_AGE, DueDays, Facts, due_days, without_days_of_siblings
from bvt_cli.core.period import FAR_FUTURE, Month, Span, birthday, common, count_days
from bvt_cli.core.practice import MonthRules, Practice
from bvt_cli.core.pricing import Grounds, Price, ages_of, price
from bvt_cli.core.rate import TableDays, Tables
from bvt_cli.core.voucher import Mileage, VoucherRules, beside, mileage_on

Codes = tuple[str, ...]


class Line(NamedTuple):
    """A sum (see `pricing.Sum`) with whose it is, and why. `rate` and `amount` in øre.

    `item`: the ref of the voucher or claim it pays, with the `reference` (receipt, decision) and who approved it;
    None, as `grounds` is for these, where it is paid by a KS rate.
    """

    home: str
    agreement: str
    measure: str
    component: str
    basis: str
    for_month: Month
    first: date
    last: date
    taxable: bool
    provisional: bool
    table: date | None
    rate: int
    unit: str
    quantity: Fraction
    amount: int
    item: str | None
    case: str | None
    grounds: Grounds | None
    reference: str | None = None
    approved_by: str | None = None


class Finding(NamedTuple):
    """A problem, a reason to skip, or a note; `month` is the month it is about."""

    agreement: str
    home: str
    code: str
    month: Month


class MonthPay(NamedTuple):
    """What an agreement comes to in a month. With a problem there are no lines.

    `days_to_pay`: there are days to be paid; `rated`: at least one of them has a rate.
    """

    lines: tuple[Line, ...] = ()
    problem: Finding | None = None
    skipped: Finding | None = None
    notes: tuple[Finding, ...] = ()
    days_to_pay: bool = False
    rated: bool = False


class PayRules:
    """Tables and practice as the calculation uses them, each month's looked up once."""

    def __init__(self, tables: Tables, practice: Practice, any_age: bool = False) -> None:
        """`any_age`: pay provisionally by the newest earlier table however old (`--provisional`)."""
        self._tables = tables
        self._practice = practice
        self._any_age = any_age
        self._rules: dict[Month, MonthRules] = {}
        self._days: dict[Month, tuple[TableDays, ...]] = {}
        self._whole_months: dict[tuple[object, ...], Price] = {}
        self._mileages: dict[date, Mileage | None] = {}

    def rules(self, month: Month) -> MonthRules:
        if month not in self._rules:
            self._rules[month] = self._practice.for_month(month.first)
        return self._rules[month]

    def table_days(self, month: Month) -> tuple[TableDays, ...]:
        if month not in self._days:
            limit = self.rules(month).provisional_months
            self._days[month] = self._tables.days_of(month, limit, self._any_age)
        return self._days[month]

    def mileage(self, day: date) -> Mileage | None:
        """The allowance for driving on a day, or None where the rate or its tax-free part is not known."""
        if day not in self._mileages:
            self._mileages[day] = mileage_on(self._practice, day)
        return self._mileages[day]

    def vouchers(self, month: Month) -> VoucherRules:
        rules = self.rules(month)
        return VoucherRules(rules.gathering_refund, rules.gathering_counts_resource_family, self.mileage)

    def price(self, facts: Facts, days: DueDays, month: Month) -> Price:
        """What the due days of a month come to; that of a whole month without stays is found once for equal terms."""
        rules = self.rules(month)
        ages = ages_of(facts.born, month, rules)
        if facts.stays or count_days(days.due) < month.days:
            return price(facts, days, month, ages, rules, self.table_days(month))
        terms = facts.agreement
        factor = (terms.factor.numerator, terms.factor.denominator)  # a Fraction is slow to hash
        key = (month, ages, terms.measure, terms.basis, terms.size, factor, terms.days_per_month)
        if key not in self._whole_months:
            self._whole_months[key] = price(facts, days, month, ages, rules, self.table_days(month))
        return self._whole_months[key]


def pay_month(facts: Facts, month: Month, pay_rules: PayRules) -> MonthPay:
    """What an agreement comes to in a month: its lines, or the problem that stops its pay, and notes."""
    days = due_days(facts, month)
    if not days.but_for_approval and not facts.vouchers:
        return MonthPay()
    agreement = facts.agreement
    vouchers, codes = _vouchers(facts, days, month, pay_rules)
    if not days.but_for_approval:
        return MonthPay(notes=_findings(facts, codes, month))
    if agreement.measure == "besokshjem" and facts.home.employment == "sgs1030":
        skipped = _finding(facts, "sgs1030", month)
        return MonthPay(vouchers, skipped=skipped, notes=_findings(facts, codes, month))
    if not days.due:
        return MonthPay(problem=_finding(facts, "home_not_approved", month))
    if facts.siblings and pay_rules.rules(month).stottefamilie_siblings == "one":
        days = without_days_of_siblings(facts, days, month)
        if not days.due:
            return MonthPay(vouchers, notes=_findings(facts, ("paid_with_sibling", *codes), month))
    found = pay_rules.price(facts, days, month)
    if found.unrated:
        return MonthPay(problem=_finding(facts, "rate_missing", month), days_to_pay=True, rated=found.rated)
    lines = tuple(
        Line(agreement.home, agreement.ref, *each, None, agreement.case, grounds) for each, grounds in found.sums
    )
    notes = _findings(facts, (*found.notes, *_notes(facts, days, month, lines), *codes), month)
    return MonthPay((*lines, *vouchers), notes=notes, days_to_pay=found.to_pay, rated=found.rated)


def _vouchers(facts: Facts, days: DueDays, month: Month, pay_rules: PayRules) -> tuple[tuple[Line, ...], Codes]:
    """The lines of what is paid beside the rates, and the codes of notes."""
    if not facts.vouchers:
        return (), ()
    agreement = facts.agreement
    found = beside(facts.vouchers, agreement.measure, month, days.but_for_approval, pay_rules.vouchers(month))
    lines = tuple(
        Line(
            agreement.home, agreement.ref, *each, voucher.ref, agreement.case, None,
            voucher.reference, voucher.approved_by,
        )
        for each, voucher in found.sums
    )  # fmt: skip
    return lines, found.notes


def shared_days(facts: Iterable[Facts], month: Month) -> tuple[Finding, ...]:
    """A note `overlap` for each agreement that shares a due day with another of the same child and measure."""
    by_child: dict[tuple[str, str], list[tuple[Facts, tuple[Span, ...]]]] = {}
    for each in facts:
        if each.agreement.child is not None:
            key = (each.agreement.child, each.agreement.measure)
            by_child.setdefault(key, []).append((each, due_days(each, month).due))
    return tuple(
        _finding(one, "overlap", month)
        for group in by_child.values()
        for one, days in group
        if any(common(days, others) for other, others in group if other is not one)
    )


def _findings(facts: Facts, codes: Iterable[str], month: Month) -> tuple[Finding, ...]:
    return tuple(_finding(facts, code, month) for code in codes)


def _finding(facts: Facts, code: str, month: Month) -> Finding:
    return Finding(facts.agreement.ref, facts.home.ref, code, month)


def _notes(facts: Facts, days: DueDays, month: Month, lines: tuple[Line, ...]) -> Iterator[str]:
    if count_days(days.due) < count_days(days.but_for_approval):
        yield "approved_part_of_month"
    if any(line.provisional for line in lines):
        yield "provisional"
    if facts.born is not None and days.due[0].first < facts.born:
        yield "unborn"
    if facts.born is not None and not facts.agreement.aftercare and facts.born.year + OF_AGE == month.year:
        of_age = birthday(facts.born, OF_AGE)
        ends = min(facts.agreement.last or FAR_FUTURE, facts.home.ended_on or FAR_FUTURE)
        if of_age <= min(month.last, ends):
            yield "turns_18"
