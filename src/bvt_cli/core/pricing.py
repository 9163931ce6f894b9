"""The price of a month: what is counted, cut where a rate changes, each part rounded once.

Parts with the same rate are one sum. Nothing here knows whose agreement it is, so that the price of
a whole month, which depends on the terms and the child's age alone, need be found only once.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core import money
from bvt_cli.core.agreement import DueDays, Facts
from bvt_cli.core.measure import Count, counts_of
from bvt_cli.core.period import ONE_DAY, Month, Span, age_on, birthday, common, count_days, joined
from bvt_cli.core.practice import MonthRules
from bvt_cli.core.rate import TAXABLE, UNITS, Rate, Table, TableDays


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


class Sum(NamedTuple):
    """A component for (part of) a month, without saying whose. `rate` and `amount` in øre.

    `first` and `last`: first and last døgn where stays are counted, else first and last due day of the part.
    `table` is None where no rate table says it (an outlay).
    """

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


class Price(NamedTuple):
    """The sums of a month with their grounds; none when a day to be paid has no rate (`unrated`).

    `notes`: codes. `to_pay`: there are days to be paid; `rated`: at least one of them has a rate.
    """

    sums: tuple[tuple[Sum, Grounds], ...] = ()
    notes: tuple[str, ...] = ()
    to_pay: bool = False
    rated: bool = False
    unrated: bool = False


Ages = tuple[tuple[Span, int], ...]


class _Segment(NamedTuple):
    """Days of one table and one age."""

    span: Span
    table: Table | None
    provisional: bool
    age: int


class _Part(NamedTuple):
    """Days paid at one rate; `age` on the first of them, and the bands that have that rate, from the first on."""

    rate: Rate
    days: int
    first: date
    last: date
    age: int
    band_from: int
    band_to: int | None


def price(
    facts: Facts, days: DueDays, month: Month, ages: Ages, rules: MonthRules, table_days: tuple[TableDays, ...]
) -> Price:
    """What the due days of a month come to under the terms of an agreement."""
    counted = counts_of(facts, days, month, rules)
    segments = _segments(ages, table_days)
    to_pay = joined(span for count in counted.counts for span in count.spans)
    rated = any(common(to_pay, (segment.span,)) for segment in segments if segment.table)
    if any(common(to_pay, (segment.span,)) for segment in segments if not segment.table):
        return Price(to_pay=True, rated=rated, unrated=True)
    measure = facts.agreement.measure
    sums = tuple(
        _sum(measure, month, count, part, rules)
        for count in counted.counts
        for part in _parts(count, segments, measure)
    )
    return Price(sums, counted.notes, bool(to_pay), rated)


def ages_of(born: date | None, month: Month, rules: MonthRules) -> Ages:
    """The age that counts on which days of a month."""
    return tuple(_ages(born, month, rules))


def _segments(ages: Ages, table_days: tuple[TableDays, ...]) -> tuple[_Segment, ...]:
    """The month cut where the table or the age that counts changes."""
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
            parts[rate] = parts[rate]._replace(days=parts[rate].days + days, last=last, band_to=row.age_to)
        else:
            parts[rate] = _Part(rate, days, spans[0].first, last, segment.age, row.age_from, row.age_to)
    return list(parts.values())


def _sum(measure: str, month: Month, count: Count, part: _Part, rules: MonthRules) -> tuple[Sum, Grounds]:
    """A part as a sum, rounded once, with its grounds."""
    quantity = Fraction(part.days) if count.whole is None else count.whole * Fraction(part.days, month.days)
    found = Sum(
        measure=measure,
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
    )
    grounds = Grounds(
        age=part.age,
        band_from=part.band_from,
        band_to=part.band_to,
        age_rule=rules.age_change,
        days=part.days,
        month_days=None if count.whole is None else month.days,
        whole=count.whole,
        share=count.share,
    )
    return found, grounds
