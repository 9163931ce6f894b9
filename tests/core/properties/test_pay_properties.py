"""What holds of every month's pay, whatever the agreement."""

from datetime import date, timedelta
from fractions import Fraction
from math import gcd

from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.agreement import Facts, Stay
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Entry, Plan
from bvt_cli.core.money import amount, parse_quantity, quantity_text
from bvt_cli.core.payment import MonthPay, PayRules, pay_month
from bvt_cli.core.period import ONE_DAY, Month, Span, add_months, birthday
from bvt_cli.core.rate import COMPONENTS, Table
from paying import SHIPPED_TABLES, agreed, pay_rules

AGE_CHANGES = ("month_after", "birthday_month", "birthday")
RULES = {
    (age_change, part): pay_rules({"age_change": age_change, "fixed_part_month": part})
    for age_change in AGE_CHANGES
    for part in ("stays_else_days", "by_days")
}
MONTHS = st.builds(Month, st.just(2024), st.integers(1, 12)) | st.builds(Month, st.just(2025), st.integers(1, 6))
quick = settings(deadline=None, max_examples=150)


@st.composite
def stays_in(draw: st.DrawFn, month: Month) -> list[Stay]:
    """Stays in and around a month, no two of which share a day."""
    found: list[Stay] = []
    day = month.first - timedelta(days=draw(st.integers(0, 5)))
    for _ in range(draw(st.integers(0, 5))):
        last = day + timedelta(days=draw(st.integers(0, 6)))
        found.append(Stay(day, last, draw(st.booleans()), draw(st.booleans())))
        day = last + timedelta(days=draw(st.integers(1, 9)))
    return found


@st.composite
def whole_months(draw: st.DrawFn) -> tuple[Facts, Month, PayRules]:
    """An agreement due for every day of a month."""
    month = draw(MONTHS)
    measure = draw(st.sampled_from(["besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"]))
    facts = agreed(
        measure,
        date(2020, 1, 1),
        born=draw(st.dates(date(2005, 1, 1), date(2025, 6, 30))),
        aftercare=True,
        size=draw(st.sampled_from(["liten", "medium", "stor"])) if measure == "stottefamilie" else None,
        basis=draw(st.sampled_from(["fixed", "actual"])) if measure == "besokshjem" else "fixed",
        days_per_month=draw(st.none() | st.integers(1, 14)) if measure == "besokshjem" else None,
        factor=draw(st.fractions(Fraction(1, 10), 5, max_denominator=20)) if measure == "fosterhjem" else Fraction(1),
        stays=draw(stays_in(month)) if measure == "besokshjem" else (),
    )
    return facts, month, draw(st.sampled_from(list(RULES.values())))


@st.composite
def any_months(draw: st.DrawFn) -> tuple[Facts, Month, PayRules]:
    """An agreement due for some days of a month, in one piece or two."""
    facts, month, rules = draw(whole_months())
    days = sorted(draw(st.lists(st.integers(0, month.days - 1), min_size=4, max_size=4, unique=True)))
    first, revoked, anew, last = (month.first + timedelta(days=day) for day in days)
    kind = facts.agreement.measure
    approvals = (Approval(kind, date(2010, 1, 1), revoked), Approval(kind, anew))
    if draw(st.booleans()):
        facts = facts._replace(agreement=facts.agreement._replace(first=first, last=last))
    if draw(st.booleans()):
        facts = facts._replace(home=facts.home._replace(approvals=approvals))
    return facts, month, rules


def by_component(pay: MonthPay) -> dict[str, int]:
    return {each: sum(line.amount for line in pay.lines if line.component == each) for each in COMPONENTS}


@quick
@given(any_months())
def test_each_line_is_its_rate_times_its_quantity_rounded_once(drawn: tuple[Facts, Month, PayRules]) -> None:
    """To the nearest øre, and what is taxable and what is not make up the whole."""
    pay = pay_month(*drawn)
    for line in pay.lines:
        assert line.amount == amount(line.rate, line.quantity)
        assert abs(line.amount - line.rate * line.quantity) <= Fraction(1, 2)
    taxable = sum(line.amount for line in pay.lines if line.taxable)
    assert taxable == by_component(pay)["grunnstotte"]
    assert sum(by_component(pay).values()) == sum(line.amount for line in pay.lines)


@quick
@given(any_months())
def test_both_components_count_the_same_days(drawn: tuple[Facts, Month, PayRules]) -> None:
    """Whatever the rates are, both quantities come to the same (but for the factor)."""
    facts, month, rules = drawn
    pay = pay_month(facts._replace(agreement=facts.agreement._replace(factor=Fraction(1))), month, rules)
    if facts.agreement.measure != "ressursfamilie":
        sums = [sum(line.quantity for line in pay.lines if line.component == each) for each in COMPONENTS]
        assert sums[0] == sums[1]


@quick
@given(any_months())
def test_no_day_outside_the_due_ones_is_paid(drawn: tuple[Facts, Month, PayRules]) -> None:
    """Lines lie within the month and the agreement, and count no more days than there are."""
    facts, month, rules = drawn
    for line in pay_month(facts, month, rules).lines:
        assert max(month.first, facts.agreement.first) <= line.first <= line.last
        assert line.last <= min(month.last, facts.agreement.last or month.last)
        assert 0 < line.grounds.days <= Span(line.first, line.last).days


@quick
@given(whole_months(), st.integers(0, 30), st.integers(0, 30), st.sampled_from(["stays_else_days", "by_days"]))
def test_a_part_of_a_month_never_exceeds_the_whole(
    drawn: tuple[Facts, Month, PayRules], one: int, other: int, part: str
) -> None:
    """By component, øre for øre, extra stays included. Where the rate does not change within the month."""
    facts, month, _ = drawn
    first, last = sorted(min(each, month.days - 1) for each in (one, other))
    rules = RULES["month_after", part]
    cut = facts.agreement._replace(first=month.first + timedelta(days=first), last=month.first + timedelta(days=last))
    whole, some = (
        by_component(pay_month(facts, month, rules)),
        by_component(pay_month(facts._replace(agreement=cut), month, rules)),
    )
    assert all(some[each] <= whole[each] for each in COMPONENTS)


@quick
@given(whole_months(), st.integers(0, 30), st.integers(0, 30))
def test_a_part_by_days_never_exceeds_the_whole_even_around_a_birthday(
    drawn: tuple[Facts, Month, PayRules], one: int, other: int
) -> None:
    """Cut at the birthday too."""
    facts, month, _ = drawn
    first, last = sorted(min(each, month.days - 1) for each in (one, other))
    rules = RULES["birthday", "by_days"]
    cut = facts.agreement._replace(first=month.first + timedelta(days=first), last=month.first + timedelta(days=last))
    whole, some = (
        by_component(pay_month(facts, month, rules)),
        by_component(pay_month(facts._replace(agreement=cut), month, rules)),
    )
    assert all(some[each] <= whole[each] for each in COMPONENTS)


@quick
@given(whole_months(), st.integers(0, 30))
def test_cutting_a_month_where_nothing_changes_changes_nothing(drawn: tuple[Facts, Month, PayRules], day: int) -> None:
    """An approval renewed on any day of the month leaves every line as it was."""
    facts, month, rules = drawn
    renewed = month.first + timedelta(days=min(day, month.days - 1))
    kind = facts.agreement.measure
    approvals = (Approval(kind, date(2010, 1, 1), renewed), Approval(kind, renewed))
    cut = facts._replace(home=facts.home._replace(approvals=approvals))
    assert pay_month(cut, month, rules) == pay_month(facts, month, rules)


@quick
@given(any_months(), st.randoms())
def test_stays_and_approvals_may_be_told_in_any_order(drawn: tuple[Facts, Month, PayRules], random: object) -> None:
    """The lines come out the same, in the same order, with the same hash."""
    facts, month, rules = drawn
    stays, approvals = list(facts.stays), list(facts.home.approvals)
    random.shuffle(stays)  # type: ignore[attr-defined]
    random.shuffle(approvals)  # type: ignore[attr-defined]
    shuffled = facts._replace(stays=tuple(stays), home=facts.home._replace(approvals=tuple(approvals)))
    pay, again = pay_month(facts, month, rules), pay_month(shuffled, month, rules)
    assert pay == again
    assert plan_of(month, pay) == plan_of(month, again)


def plan_of(month: Month, pay: MonthPay) -> str:
    plan = Plan(month)
    for line in pay.lines:
        plan.add((Entry("ordinary", line),))
    return str(plan)


@quick
@given(any_months())
def test_quantities_are_written_in_lowest_terms_and_read_back_the_same(drawn: tuple[Facts, Month, PayRules]) -> None:
    """`17/31`, never `34/62`."""
    for line in pay_month(*drawn).lines:
        written = quantity_text(line.quantity)
        over, _, under = written.partition("/")
        assert gcd(int(over), int(under or 1)) == 1
        assert under != "1"
        assert parse_quantity(written) == line.quantity


@quick
@given(any_months(), st.lists(any_months(), max_size=4))
def test_what_was_reckoned_before_does_not_matter(
    drawn: tuple[Facts, Month, PayRules], others: list[tuple[Facts, Month, PayRules]]
) -> None:
    """Agreements reckoned one after the other come to what each comes to alone, even in the same month."""
    facts, month, _ = drawn
    together = pay_rules()
    for other, its_month, _ in others:
        pay_month(other, its_month, together)
        pay_month(other, month, together)
    assert pay_month(facts, month, together) == pay_month(facts, month, pay_rules())


@quick
@given(any_months(), st.permutations(SHIPPED_TABLES))
def test_the_order_of_the_tables_does_not_matter(drawn: tuple[Facts, Month, PayRules], tables: list[Table]) -> None:
    """They are taken by their dates."""
    facts, month, _ = drawn
    assert pay_month(facts, month, pay_rules(tables=tables)) == pay_month(facts, month, pay_rules())


@quick
@given(st.dates(date(2003, 1, 1), date(2012, 1, 1)), MONTHS)
def test_the_day_before_the_18th_birthday_is_the_last_that_is_paid(born: date, month: Month) -> None:
    """Whichever day of whichever month."""
    lines = pay_month(agreed("fosterhjem", date(2015, 1, 1), born=born), month, pay_rules()).lines
    last = birthday(born, 18) - ONE_DAY
    assert [line.last for line in lines] == ([min(last, month.last)] * 2 if last >= month.first else [])


@quick
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 48))
def test_months_later_lie_in_the_right_month_and_never_later_in_it(day: date, count: int) -> None:
    """The same day of the month, or its last."""
    later = add_months(day, count)
    assert Month.of(later) == Month.of(day).plus(count)
    assert later.day == min(day.day, Month.of(later).days)
