"""What is expected for months to come: by the terms of the agreements as they stand, and by the tables there are.

Two things are not known ahead, and neither is invented. An agreement paid by days stayed has no stays
yet: its average is taken, or its agreed days (`days_expected`). A table that KS has not made yet is
not there: its months are reckoned by the newest table (0 per cent), and beside that by what the same
rate last changed in a year (`last_change`), found from two tables that KS did make.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bvt_cli.core.agreement import Facts, due_days
from bvt_cli.core.ledger import first_month
from bvt_cli.core.money import rounded
from bvt_cli.core.payment import Finding, Line, MonthPay, PayRules, pay_month
from bvt_cli.core.period import Month, Span, add_months, common, count_days, joined, months, next_first_of_july
from bvt_cli.core.rate import COMPONENTS, Tables

WINDOW = 6
"""The months whose stays the average is taken of, at most."""


class DaysExpected(NamedTuple):
    """The døgn expected of an agreement paid by days stayed: `days` in `months` months.

    `by`: `recorded` (the average of its last recorded months), `agreed` (its days_per_month), or
    `rules` (the days that hold where an agreement says nothing).
    """

    agreement: str
    days: int
    months: int
    by: str


class Outlook(NamedTuple):
    """What an agreement is expected to come to in a month. `estimated`: None where stays need not be guessed at."""

    pay: MonthPay
    estimated: DaysExpected | None = None

    def amount(self, line: Line) -> int:
        """What a line comes to, in øre: of an estimate the part for one month."""
        return self.part(Fraction(line.amount), line)

    def part(self, ore: Fraction, line: Line) -> int:
        """The same of another sum for that line."""
        if self.estimated is None or line.component not in COMPONENTS:
            return rounded(ore)
        return rounded(ore / self.estimated.months)


class Change(NamedTuple):
    """What a rate became in a year: `before` in the table `earlier`, `after` in the table `later` (øre)."""

    scheme: str
    component: str
    age_from: int
    age_to: int | None
    earlier: date
    later: date
    before: int
    after: int


class Cost(NamedTuple):
    """What an agreement is expected to cost in a month. Amounts in øre.

    `left`: due and not yet posted, below zero where more is posted than is due. `provisional`: what of the
    whole is reckoned by a table past its cover; `last_change`: how much more (or less) that part would be if each
    table that is missing changed its rates as the last one did; `unknown`: what of it has no such change.
    `estimated`: what of the whole is by expected døgn.
    """

    home: str
    agreement: str
    measure: str
    month: Month
    posted: int
    left: int
    provisional: int = 0
    last_change: int = 0
    unknown: int = 0
    estimated: int = 0


class Forecast(NamedTuple):
    """The months of an agreement, what was found that keeps it from being paid, and what was leaned on."""

    costs: tuple[Cost, ...]
    left_out: tuple[Finding, ...]
    estimated: DaysExpected | None
    changes: frozenset[Change]


def forecast(
    facts: Facts,
    year: tuple[Month, ...],
    posted: Mapping[Month, int],
    pay_from: Month,
    today: date,
    pay_rules: PayRules,
    tables: Tables,
) -> Forecast:
    """What an agreement is expected to cost in each of some months.

    `posted`: what stands posted of it, by month, in øre. Before its first month (`ledger.first_month`), and where
    a day has no rate, what is posted stays. `pay_rules` must pay by tables however old.
    """
    costs: list[Cost] = []
    left_out: list[Finding] = []
    changes: set[Change] = set()
    estimated = None
    begins = first_month(facts.agreement, pay_from)
    for month in year:
        cost = Cost(facts.home.ref, facts.agreement.ref, facts.agreement.measure, month, posted.get(month, 0), 0)
        outlook = expected(facts, month, today, pay_rules) if month >= begins else Outlook(MonthPay())
        if outlook.pay.problem:
            left_out.append(outlook.pay.problem)
        if month >= begins and (outlook.pay.problem is None or outlook.pay.problem.code != "rate_missing"):
            cost = _reckoned(cost, outlook, tables, changes)
            estimated = outlook.estimated or estimated
        if any(cost[4:]):
            costs.append(cost)
    return Forecast(tuple(costs), tuple(left_out), estimated, frozenset(changes))


def _reckoned(cost: Cost, outlook: Outlook, tables: Tables, changes: set[Change]) -> Cost:
    """A cost with what is due under it; the changes leaned on are added to `changes`."""
    due = provisional = more = unknown = 0
    for line in outlook.pay.lines:
        amount = outlook.amount(line)
        due += amount
        if not line.provisional or line.table is None:
            continue
        provisional += amount
        change = last_change(tables, line)
        if change is None:
            unknown += amount
        else:
            changes.add(change)
            more += outlook.part(changed(line, line.table, change), line) - amount
    estimated = due if outlook.estimated else 0
    return Cost(*cost[:5], due - cost.posted, provisional, more, unknown, estimated)


def expected(facts: Facts, month: Month, today: date, pay_rules: PayRules) -> Outlook:
    """What an agreement comes to in a month; one of days stayed, from the month of `today` on, by expected døgn

    where no more than these are recorded for the month.
    """
    terms = facts.agreement
    by_stays = terms.measure == "besokshjem" and terms.basis == "actual"
    if not by_stays or month < Month.of(today):
        return Outlook(pay_month(facts, month, pay_rules))
    estimate = days_expected(facts, today, pay_rules)
    if count_days(common(_stays(facts), due_days(facts, month).due)) * estimate.months >= estimate.days:
        return Outlook(pay_month(facts, month, pay_rules))
    fixed = terms._replace(basis="fixed", days_per_month=estimate.days)
    pay = pay_month(facts._replace(agreement=fixed, stays=()), month, pay_rules)
    return Outlook(pay._replace(notes=()), estimate)


def days_expected(facts: Facts, today: date, pay_rules: PayRules) -> DaysExpected:
    """The døgn to expect: the average of the last recorded months before this one, else what is agreed.

    These are at most six, the last of them the last month with a stay, so that stays not registered yet
    do not count as none; other months without a stay do.
    """
    terms, this_month = facts.agreement, Month.of(today)
    stays = common(_stays(facts), (Span(date.min, this_month.plus(-1).last),))
    if stays:
        last = Month.of(stays[-1].last)
        first = max(last.plus(1 - WINDOW), min(Month.of(terms.first), Month.of(stays[0].first)))
        days = count_days(common(stays, (Span(first.first, last.last),)))
        return DaysExpected(terms.ref, days, len(list(months(first, last))), "recorded")
    if terms.days_per_month is not None:
        return DaysExpected(terms.ref, terms.days_per_month, 1, "agreed")
    return DaysExpected(terms.ref, pay_rules.rules(this_month).days_per_month, 1, "rules")


def last_change(tables: Tables, line: Line) -> Change | None:
    """What the rate of a line last changed in a year: from the table in force a year before its own to its own.

    None where no table covered that day: the change over several years, or a part of one, says nothing.
    """
    if line.table is None or line.grounds is None:
        return None
    scheme = "besokshjem" if line.unit == "day" else "fosterhjem"
    return _change(tables, line.table, scheme, line.component, line.grounds.age)


@lru_cache(maxsize=512)
def _change(tables: Tables, table: date, scheme: str, component: str, age: int) -> Change | None:
    """The same, asked for each line of a month; few differ."""
    a_year_before = add_months(table, -12)
    earlier = tables.at(a_year_before)
    later = next(each for each in tables if each.effective == table)
    if earlier is None or tables.covered_until(earlier) < a_year_before:
        return None
    before, after = earlier.row(scheme, age), later.row(scheme, age)
    return Change(
        scheme,
        component,
        after.age_from,
        after.age_to,
        earlier.effective,
        later.effective,
        before.component(component),
        after.component(component),
    )


def changed(line: Line, table: date, change: Change) -> Fraction:
    """What a line would come to, in øre, if every table missing since `table` changed its rate like the last one.

    KS adjusts every 1 July, so a table is missing for each of these since.
    """
    missing = first_of_julys(table, line.first)
    return line.quantity * line.rate * Fraction(change.after, change.before) ** missing


def first_of_julys(after: date, until: date) -> int:
    """How many 1 Julys there are after a day, up to and with another."""
    first = next_first_of_july(after)
    last = until.year if until >= date(until.year, 7, 1) else until.year - 1
    return max(last - first.year + 1, 0)


def of_year(year: int) -> tuple[Month, ...]:
    """The twelve months of a calendar year."""
    return tuple(months(Month(year, 1), Month(year, 12)))


def _stays(facts: Facts) -> tuple[Span, ...]:
    """The days of stays that count, those agreed extra among them."""
    return joined(Span(stay.first, stay.last) for stay in facts.stays if stay.counts)
