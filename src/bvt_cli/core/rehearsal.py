"""What a KS table costs before it is in force: the agreements as they stand, paid with it and without it."""

from datetime import date
from typing import NamedTuple

from bvt_cli.core.agreement import Facts
from bvt_cli.core.forecast import DaysExpected, expected
from bvt_cli.core.payment import Finding, PayRules
from bvt_cli.core.period import Month, months
from bvt_cli.core.rate import COMPONENTS, SCHEMES, Row, Table, Tables


class Rehearsed(NamedTuple):
    """What an agreement comes to over the months, with today's tables and with the new one. In øre."""

    home: str
    agreement: str
    measure: str
    today: int
    then: int
    left_out: tuple[Finding, ...] = ()
    estimated: DaysExpected | None = None
    days_to_pay: bool = False
    rated: bool = False


class RateChange(NamedTuple):
    """A row of the new table beside the same age in the newest table before it. Amounts in øre, None: there was none.

    `today` and `then` are of one component, for a month or a døgn.
    """

    scheme: str
    component: str
    age_from: int
    age_to: int | None
    today: int | None
    then: int


def with_table(tables: Tables, table: Table) -> Tables:
    """The tables with a new one, which takes the place of one of the same day."""
    return Tables((*without_table(tables, table.effective), table))


def without_table(tables: Tables, effective: date) -> Tables:
    """The tables but that of a day."""
    return Tables(each for each in tables if each.effective != effective)


def year_from(effective: date) -> tuple[Month, ...]:
    """The twelve months from that of a table's effective date on."""
    first = Month.of(effective)
    return tuple(months(first, first.plus(11)))


def rehearse(facts: Facts, year: tuple[Month, ...], today: date, before: PayRules, after: PayRules) -> Rehearsed:
    """What an agreement comes to in some months by `before` (today's tables) and by `after` (with the new one).

    Both pay by tables however old. An agreement paid by days stayed is reckoned by expected døgn
    (`forecast.expected`) from the month of `today` on. What is posted, or settled outside bvt, is set aside.
    """
    now = then = 0
    left_out: list[Finding] = []
    estimated = None
    days_to_pay = rated = False
    for month in year:
        old, new = (expected(facts, month, today, rules) for rules in (before, after))
        now += sum(old.amount(line) for line in old.pay.lines)
        then += sum(new.amount(line) for line in new.pay.lines)
        left_out += [new.pay.problem] if new.pay.problem else []
        estimated = new.estimated or estimated
        days_to_pay, rated = days_to_pay or new.pay.days_to_pay, rated or new.pay.rated
    terms = facts.agreement
    return Rehearsed(
        facts.home.ref, terms.ref, terms.measure, now, then, tuple(left_out), estimated, days_to_pay, rated
    )


def rate_changes(table: Table, tables: Tables) -> tuple[RateChange, ...]:
    """Each rate of a new table beside that of the newest table before it: where a figure is mistyped, it shows here."""
    earlier = [each for each in tables if each.effective < table.effective]
    found = []
    for scheme in SCHEMES:
        for row in sorted(each for each in table.rows if each.scheme == scheme):
            before: Row | None = earlier[-1].row(scheme, row.age_from) if earlier else None
            for component in COMPONENTS:
                was = None if before is None else before.component(component)
                found.append(RateChange(scheme, component, row.age_from, row.age_to, was, row.component(component)))
    return tuple(found)
