"""What is counted under each measure: a whole month or the due part of it, or the døgn of stays.

Source of the shares and of three døgn a month: the seed document "Familiestyrkende tiltak"; the
figures themselves are data, in rates/measures.yaml.
"""

from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.agreement import DueDays, Facts
from bvt_cli.core.period import Month, Span, common, count_days, first_days, joined
from bvt_cli.core.practice import MonthRules
from bvt_cli.core.rate import COMPONENTS


class Count(NamedTuple):
    """Days to be paid and how: `whole` is the quantity of a whole month, None where døgn are counted one by one."""

    component: str
    basis: str
    spans: tuple[Span, ...]
    whole: Fraction | None
    share: int | None = None


class Counts(NamedTuple):
    """What is counted in a month, and the codes of notes on how."""

    counts: tuple[Count, ...]
    notes: tuple[str, ...] = ()


def counts_of(facts: Facts, days: DueDays, month: Month, rules: MonthRules) -> Counts:
    """What is counted for each component: a whole month or the due part of it, or døgn of stays."""
    agreement = facts.agreement
    if agreement.measure == "besokshjem":
        return _besokshjem(facts, days, month, rules)
    if agreement.measure == "stottefamilie":
        share = dict(rules.shares)[str(agreement.size)]
        return Counts(tuple(Count(each, "share", days.due, Fraction(share, 100), share) for each in COMPONENTS))
    if agreement.measure == "fosterhjem":
        factors = (agreement.factor, Fraction(1))  # the factor raises the pay, not the cover of expenses
        return Counts(
            tuple(Count(each, "month", days.due, factor) for each, factor in zip(COMPONENTS, factors, strict=True))
        )
    return Counts(tuple(Count(each, "month", days.due, Fraction(1)) for each in rules.one_ks_components))


def _besokshjem(facts: Facts, days: DueDays, month: Month, rules: MonthRules) -> Counts:
    ordinary, extra = _stay_days(facts, days, False), _stay_days(facts, days, True)
    if facts.agreement.basis == "actual":
        stays = joined((*ordinary, *extra))
        return Counts(tuple(Count(each, "actual", stays, None) for each in COMPONENTS))
    agreed = facts.agreement.days_per_month or rules.days_per_month
    notes = []
    spans = days.due
    whole: Fraction | None = Fraction(agreed)
    if count_days(ordinary) > agreed:
        notes.append("more_days_than_agreed")
    if count_days(days.due) < month.days and rules.fixed_part_month == "stays_else_days":
        if ordinary:
            spans, whole = first_days(ordinary, agreed), None
        else:
            notes.append("part_month_by_days")
    fixed = (Count(each, "fixed", spans, whole) for each in COMPONENTS)
    extras = (Count(each, "extra", extra, None) for each in COMPONENTS if extra)
    return Counts((*fixed, *extras), tuple(notes))


def _stay_days(facts: Facts, days: DueDays, extra: bool) -> tuple[Span, ...]:
    """The due døgn of the stays that count, in order of date."""
    if not facts.stays:
        return ()
    stays = joined(Span(stay.first, stay.last) for stay in facts.stays if stay.counts and stay.extra is extra)
    return common(stays, days.due)
