"""What one agreement comes to in one month, whatever has been posted.

A month's pay is cut where the rate of a component changes; parts with the same rate are one line,
rounded once. The rules (shares, age bands, part months) are dated data; see rates/.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core import money
from bvt_cli.core.agreement import OF_AGE, Agreement, DueDays, Facts, due_days
from bvt_cli.core.measure import Count, counts_of
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Month, Span, age_on, birthday, common, count_days, joined
from bvt_cli.core.practice import MonthRules, Practice
from bvt_cli.core.rate import TAXABLE, UNITS, Rate, Row, Table, TableDays, Tables


class Grounds(NamedTuple):
    """Why a line is what it is, kept with it for the explanation; never compared.

    `age` and the band [band_from, band_to) it was read from; `age_rule`: the setting age_change then.
    `days` counted; of `month_days` where a month is cut (None where døgn of stays are counted), and
    `whole`, the quantity of a whole month (None where døgn are counted). `share`: percent.
    """

    age: int
    band_from: int
    band_to: int | None
    age_rule: str
    days: int
    month_days: int | None
    whole: Fraction | None
    share: int | None


class Line(NamedTuple):
    """One sum: a component of an agreement for (part of) a month. `rate` and `amount` in øre.

    `first` and `last`: first and last døgn where stays are counted, else first and last due day of the part.
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
    table: date
    rate: int
    unit: str
    quantity: Fraction
    amount: int
    case: str | None
    grounds: Grounds


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


class _Segment(NamedTuple):
    """Days of one table and one age."""

    span: Span
    table: Table | None
    provisional: bool
    age: int


class _Part(NamedTuple):
    """Days paid at one rate."""

    rate: Rate
    days: int
    first: date
    last: date
    age: int
    row: Row


class PayRules:
    """Tables and practice as the calculation uses them, each month's looked up once."""

    def __init__(self, tables: Tables, practice: Practice, any_age: bool = False) -> None:
        """`any_age`: pay provisionally by the newest earlier table however old (`--provisional`)."""
        self._tables = tables
        self._practice = practice
        self._any_age = any_age
        self._rules: dict[Month, MonthRules] = {}
        self._days: dict[Month, tuple[TableDays, ...]] = {}

    def rules(self, month: Month) -> MonthRules:
        if month not in self._rules:
            self._rules[month] = self._practice.for_month(month.first)
        return self._rules[month]

    def table_days(self, month: Month) -> tuple[TableDays, ...]:
        if month not in self._days:
            limit = self.rules(month).provisional_months
            self._days[month] = self._tables.days_of(month, limit, self._any_age)
        return self._days[month]


def pay_month(facts: Facts, month: Month, pay_rules: PayRules) -> MonthPay:
    """What an agreement comes to in a month: its lines, or the problem that stops its pay, and notes."""
    days = due_days(facts, month)
    if not days.but_for_approval:
        return MonthPay()
    if facts.agreement.measure == "besokshjem" and facts.home.employment == "sgs1030":
        return MonthPay(skipped=_finding(facts, "sgs1030", month))
    if not days.due:
        return MonthPay(problem=_finding(facts, "home_not_approved", month))
    rules = pay_rules.rules(month)
    counted = counts_of(facts, days, month, rules)
    segments = _segments(facts, month, rules, pay_rules.table_days(month))
    to_pay = joined(span for count in counted.counts for span in count.spans)
    rated = any(common(to_pay, (segment.span,)) for segment in segments if segment.table)
    if any(common(to_pay, (segment.span,)) for segment in segments if not segment.table):
        problem = _finding(facts, "rate_missing", month)
        return MonthPay(problem=problem, days_to_pay=True, rated=rated)
    lines = tuple(
        _line(facts.agreement, month, count, part, rules)
        for count in counted.counts
        for part in _parts(count, segments, facts.agreement.measure)
    )
    codes = (*counted.notes, *_notes(facts, days, month, lines))
    notes = tuple(_finding(facts, code, month) for code in codes)
    return MonthPay(lines, notes=notes, days_to_pay=bool(to_pay), rated=rated)


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


def _finding(facts: Facts, code: str, month: Month) -> Finding:
    return Finding(facts.agreement.ref, facts.home.ref, code, month)


def _segments(facts: Facts, month: Month, rules: MonthRules, table_days: tuple[TableDays, ...]) -> tuple[_Segment, ...]:
    """The month cut where the table or the age that counts changes."""
    ages = tuple(_ages(facts.born, month, rules))
    return tuple(
        _Segment(span, each.table, each.provisional, age)
        for each in table_days
        for ages_span, age in ages
        for span in common((each.span,), (ages_span,))
    )


def _ages(born: date | None, month: Month, rules: MonthRules) -> Iterator[tuple[Span, int]]:
    """The age that counts, by the setting age_change; a ressursfamilie has no child and is read from one band.

    KS, as reprinted by municipalities in 2013 and 2016: the amount changes the month after the birthday.
    """
    if born is None:
        yield month.span, rules.one_ks_age
    elif rules.age_change == "month_after":
        yield month.span, age_on(born, month.first - ONE_DAY)
    elif rules.age_change == "birthday_month":
        yield month.span, age_on(born, month.last)
    else:
        before, after = age_on(born, month.first), age_on(born, month.last)
        if before == after:
            yield month.span, after
        else:
            turns = birthday(born, after)
            yield Span(month.first, turns - ONE_DAY), before
            yield Span(turns, month.last), after


def _parts(count: Count, segments: tuple[_Segment, ...], measure: str) -> list[_Part]:
    """The days of a count by rate, in order of the first day of each rate."""
    scheme = "besokshjem" if measure == "besokshjem" else "fosterhjem"
    parts: dict[Rate, _Part] = {}
    for segment in segments:
        spans = common(count.spans, (segment.span,))
        if not spans or segment.table is None:
            continue
        row = segment.table.row(scheme, segment.age)
        rate = Rate(segment.table.effective, row.component(count.component), UNITS[scheme], segment.provisional)
        days, last = count_days(spans), spans[-1].last
        if rate in parts:
            parts[rate] = parts[rate]._replace(days=parts[rate].days + days, last=last)
        else:
            parts[rate] = _Part(rate, days, spans[0].first, last, segment.age, row)
    return list(parts.values())


def _line(agreement: Agreement, month: Month, count: Count, part: _Part, rules: MonthRules) -> Line:
    """A part as a line, rounded once."""
    if count.whole is None:
        quantity = Fraction(part.days)
    elif part.days == month.days:
        quantity = count.whole
    else:
        quantity = count.whole * Fraction(part.days, month.days)
    return Line(
        home=agreement.home,
        agreement=agreement.ref,
        measure=agreement.measure,
        component=count.component,
        basis=count.basis,
        for_month=month,
        first=part.first,
        last=part.last,
        taxable=TAXABLE[count.component],
        provisional=part.rate.provisional,
        table=part.rate.table,
        rate=part.rate.amount,
        unit=part.rate.unit,
        quantity=quantity,
        amount=money.amount(part.rate.amount, quantity),
        case=agreement.case,
        grounds=Grounds(
            age=part.age,
            band_from=part.row.age_from,
            band_to=part.row.age_to,
            age_rule=rules.age_change,
            days=part.days,
            month_days=None if count.whole is None else month.days,
            whole=count.whole,
            share=count.share,
        ),
    )


def _notes(facts: Facts, days: DueDays, month: Month, lines: tuple[Line, ...]) -> Iterator[str]:
    if count_days(days.due) < count_days(days.but_for_approval):
        yield "approved_part_of_month"
    if any(line.provisional for line in lines):
        yield "provisional"
    if facts.born is not None and not facts.agreement.aftercare:
        of_age = birthday(facts.born, OF_AGE)
        ends = min(facts.agreement.last or FAR_FUTURE, facts.home.ended_on or FAR_FUTURE)
        if month.first < of_age <= month.last and of_age <= ends:
            yield "turns_18"
