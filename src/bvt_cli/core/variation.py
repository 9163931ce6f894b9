"""What an agreement would come to if something about it were otherwise: each answer is computed, none is guessed.

Used to explain a sum that somebody else arrived at: another age band, table, number of døgn, size or
factor, a whole month instead of a part of one.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from bvt_cli.core.agreement import OF_AGE, Facts, PaidHome, due_days
from bvt_cli.core.home import Approval
from bvt_cli.core.payment import Line, MonthPay, PayRules, pay_month
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Month, add_months, birthday, count_days
from bvt_cli.core.practice import MonthRules, Practice, Setting
from bvt_cli.core.rate import Tables

FACTORS = tuple(Fraction(halves, 2) for halves in range(1, 9))
MOST_DAYS = 31
WHOLE_RATE = "whole"
_BEFORE_ALL = date(1900, 1, 1)


class Otherwise(NamedTuple):
    """What is taken otherwise than it is; None is as it is.

    `band`: the age band [from, to); `table`: the effective date of the rate table; `days`: døgn in the month;
    `size`: of a støttefamilie, `whole` for the whole rate; `part`: `whole_month` where part of the month is due,
    `by_days` where stays were counted.
    """

    band: tuple[int, int | None] | None = None
    table: date | None = None
    days: int | None = None
    size: str | None = None
    factor: Fraction | None = None
    part: str | None = None


class Pricer:
    """Computes agreements with something taken otherwise."""

    def __init__(self, tables: Tables, practice: Practice) -> None:
        self.tables = tables
        self._practice = practice
        self._rules: dict[tuple[date | None, bool], PayRules] = {}

    def pay(self, facts: Facts, month: Month, otherwise: Otherwise) -> MonthPay:
        """What an agreement comes to in a month, by the newest table however old."""
        return pay_month(_facts(facts, month, otherwise), month, self._pay_rules(otherwise))

    def _pay_rules(self, otherwise: Otherwise) -> PayRules:
        key = (otherwise.table, otherwise.part == "by_days")
        if key not in self._rules:
            tables, practice = self.tables, self._practice
            if otherwise.table is not None:  # that table alone, as if it had always been there
                tables = Tables(
                    each._replace(effective=_BEFORE_ALL) for each in tables if each.effective == otherwise.table
                )
            if otherwise.part == "by_days":
                practice = _ByDays(practice)
            self._rules[key] = PayRules(tables, practice, any_age=True)
        return self._rules[key]


class _ByDays(Practice):
    """The same practice, but for a part of a month that is counted by days also where stays are recorded."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(())
        self._practice = practice

    def in_force(self, name: str, day: date) -> Setting | None:
        return self._practice.in_force(name, day)

    def for_month(self, first: date) -> MonthRules:
        return self._practice.for_month(first)._replace(fixed_part_month="by_days")


def payable(facts: Facts, month: Month, pay: MonthPay) -> Facts:
    """An agreement that bvt does not pay in a month, as if it were to be paid: approved, no employee, in force."""
    if pay.lines:
        return facts
    home = facts.home._replace(employment="oppdragstaker", approvals=(Approval(facts.agreement.measure, date.min),))
    found = facts._replace(home=home)
    return found if due_days(found, month).due else _whole_month(found, month)


def alternatives(facts: Facts, month: Month, pay: MonthPay, tables: Tables) -> Iterator[tuple[Otherwise, ...]]:
    """What may have been taken otherwise, one kind after the other. `pay`: what the agreement comes to as it is."""
    own = [line for line in pay.lines if line.table is not None]
    mine = {line.table for line in own}
    yield tuple(Otherwise(table=each.effective) for each in tables if mine != {each.effective})
    yield tuple(_bands(facts, month, own, tables))
    terms = facts.agreement
    if terms.measure == "besokshjem":
        counted = {line.quantity for line in own}
        yield tuple(Otherwise(days=days) for days in range(1, MOST_DAYS + 1) if counted != {Fraction(days)})
    if terms.measure == "stottefamilie":
        sizes = ("liten", "medium", "stor", WHOLE_RATE)
        yield tuple(Otherwise(size=size) for size in sizes if size != terms.size)
    if terms.measure == "fosterhjem":
        yield tuple(Otherwise(factor=factor) for factor in FACTORS if factor != terms.factor)
    if count_days(due_days(facts, month).due) < month.days:
        yield tuple(Otherwise(part=part) for part in ("whole_month", "by_days"))


def pairs(kinds: Iterator[tuple[Otherwise, ...]] | tuple[tuple[Otherwise, ...], ...]) -> Iterator[Otherwise]:
    """Two things taken otherwise at once, of different kinds."""
    for some, others in combinations(tuple(kinds), 2):
        for one in some:
            for other in others:
                if one.days is None or other.part is None:  # so many døgn are counted whatever the month is
                    yield Otherwise._make(its if mine is None else mine for mine, its in zip(one, other, strict=True))


def _bands(facts: Facts, month: Month, own: list[Line], tables: Tables) -> Iterator[Otherwise]:
    table = tables.at(month.last)
    if table is None:
        return
    scheme = "besokshjem" if facts.agreement.measure == "besokshjem" else "fosterhjem"
    mine = {line.grounds.band_from for line in own if line.grounds}
    for row in table.rows:
        if row.scheme == scheme and mine != {row.age_from}:
            yield Otherwise(band=(row.age_from, row.age_to))


def _facts(facts: Facts, month: Month, otherwise: Otherwise) -> Facts:
    terms = facts.agreement
    if otherwise.band is not None:
        if facts.born is not None and not terms.aftercare:  # the days due stay those of the child's own age
            of_age = birthday(facts.born, OF_AGE) - ONE_DAY
            terms = terms._replace(last=min(terms.last or FAR_FUTURE, of_age))
        terms = terms._replace(aftercare=True)
        facts = facts._replace(born=add_months(month.first, -12 * otherwise.band[0] - 6))
    if otherwise.days is not None:
        terms = terms._replace(basis="fixed", days_per_month=otherwise.days)
        facts = facts._replace(stays=())
    if otherwise.size == WHOLE_RATE:
        terms = terms._replace(measure="fosterhjem", factor=Fraction(1))
        facts = facts._replace(home=_approved_as(facts, "fosterhjem"))
    elif otherwise.size is not None:
        terms = terms._replace(size=otherwise.size)
    if otherwise.factor is not None:
        terms = terms._replace(factor=otherwise.factor)
    facts = facts._replace(agreement=terms)
    return _whole_month(facts, month) if otherwise.days or otherwise.part == "whole_month" else facts


def _approved_as(facts: Facts, kind: str) -> PaidHome:
    """The home, approved on the same days as another kind."""
    mine = facts.agreement.measure
    approvals = (each._replace(kind=kind) for each in facts.home.approvals if each.kind == mine)
    return facts.home._replace(approvals=tuple(approvals))


def _whole_month(facts: Facts, month: Month) -> Facts:
    """The same agreement, due on every day of a month."""
    terms = facts.agreement._replace(first=month.first, last=month.last, aftercare=True)
    approvals = (Approval(terms.measure, date.min),)
    home = facts.home._replace(ended_on=None, approvals=approvals)
    return facts._replace(agreement=terms, home=home)
