"""A month's pay of one agreement: what the cases of tests/cases do not say."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bvt_cli.core.agreement import Stay
from bvt_cli.core.money import amount_text
from bvt_cli.core.payment import pay_month, shared_days
from bvt_cli.core.period import Month
from paying import RULES, SHIPPED_TABLES, agreed, invented_table, pay_rules

MARCH = Month(2025, 3)


def test_a_line_names_its_home_agreement_case_and_month() -> None:
    """And says whether it is taxable."""
    pay, expenses = pay_month(agreed(), MARCH, RULES).lines
    assert (pay.home, pay.agreement, pay.case, pay.measure) == ("H-001", "A-1", "2024/1187", "besokshjem")
    assert (pay.for_month, pay.unit, pay.rate) == (MARCH, "day", 102600)
    assert (pay.taxable, expenses.taxable) == (True, False)


def test_a_resource_family_has_no_case() -> None:
    """Its work is for a network, not for a child."""
    assert [line.case for line in pay_month(agreed("ressursfamilie"), MARCH, RULES).lines] == [None]


def test_a_line_keeps_its_grounds() -> None:
    """Age 6 in the band 6-10, a quarter, 17 of 31 days."""
    line = pay_month(agreed("stottefamilie", date(2025, 3, 15), size="liten"), MARCH, RULES).lines[1]
    assert line.grounds == (6, 6, 11, "month_after", 17, 31, Fraction(1, 4), 25)


def test_where_days_of_stays_are_counted_the_grounds_name_no_month() -> None:
    """Three døgn are three døgn, however long the month is."""
    stays = [Stay(date(2025, 3, 7), date(2025, 3, 9))]
    line = pay_month(agreed(basis="actual", stays=stays), MARCH, RULES).lines[0]
    assert (line.grounds.days, line.grounds.month_days, line.grounds.whole) == (3, None, None)


def test_a_table_that_takes_effect_within_a_month_cuts_it() -> None:
    """An invented table from 11 March: 10 days at 10336, 21 days at 12000."""
    rules = pay_rules(tables=(*SHIPPED_TABLES, invented_table(date(2025, 3, 11), 12000, 1200)))
    lines = [line for line in pay_month(agreed("fosterhjem"), MARCH, rules).lines if line.component == "grunnstotte"]
    assert [(line.table, amount_text(line.amount)) for line in lines] == [
        (date(2024, 7, 1), str((Decimal(10336) * 10 / 31).quantize(Decimal("0.01")))),
        (date(2025, 3, 11), str((Decimal(12000) * 21 / 31).quantize(Decimal("0.01")))),
    ]


def test_a_rate_missing_for_one_day_to_be_paid_stops_the_month() -> None:
    """An invented table from 11 October 2025: the first ten days have no rate, and nothing is paid of the rest."""
    rules = pay_rules(tables=(*SHIPPED_TABLES, invented_table(date(2025, 10, 11), 12000, 1200)))
    pay = pay_month(agreed("fosterhjem"), Month(2025, 10), rules)
    assert pay.problem is not None
    assert (pay.problem.code, pay.lines, pay.days_to_pay, pay.rated) == ("rate_missing", (), True, True)


def test_days_without_a_rate_do_no_harm_where_none_of_them_is_to_be_paid() -> None:
    """The same October; the agreement begins when the table does."""
    rules = pay_rules(tables=(*SHIPPED_TABLES, invented_table(date(2025, 10, 11), 12000, 1200)))
    pay = pay_month(agreed("fosterhjem", date(2025, 10, 11)), Month(2025, 10), rules)
    assert pay.problem is None
    assert pay.lines[0].quantity == Fraction(21, 31)


def test_a_month_without_any_rate_is_told_from_one_with_some() -> None:
    """October 2025 has days to be paid and not one has a rate."""
    pay = pay_month(agreed("fosterhjem"), Month(2025, 10), RULES)
    assert (pay.days_to_pay, pay.rated) == (True, False)
    paid = pay_month(agreed("fosterhjem"), MARCH, RULES)
    assert (paid.days_to_pay, paid.rated) == (True, True)
    without_stays = pay_month(agreed(basis="actual"), Month(2025, 10), RULES)
    assert (without_stays.days_to_pay, without_stays.rated) == (False, False)


@pytest.mark.parametrize(
    ("born", "last", "told"),
    [
        (date(2007, 3, 31), None, ["turns_18"]),
        (date(2007, 3, 20), date(2025, 3, 20), ["turns_18"]),
        (date(2007, 3, 20), date(2025, 3, 19), []),
        (date(2007, 4, 1), None, []),
    ],
)
def test_the_18th_birthday_is_told_when_it_ends_the_pay(born: date, last: date | None, told: list[str]) -> None:
    """On the last day of the month too; not when the agreement had ended the day before."""
    assert [note.code for note in pay_month(agreed("fosterhjem", born=born, last=last), MARCH, RULES).notes] == told


def test_two_agreements_of_one_child_and_measure_on_one_day_are_told_of_both() -> None:
    """They overlap on the 15th."""
    one = agreed(ref="A-1", last=date(2025, 3, 15))
    other = agreed(ref="A-2", home="H-002", first=date(2025, 3, 15))
    assert [(each.agreement, each.home, each.code) for each in shared_days((one, other), MARCH)] == [
        ("A-1", "H-001", "overlap"),
        ("A-2", "H-002", "overlap"),
    ]


def test_agreements_that_follow_on_each_other_do_not_overlap() -> None:
    """Nor do those of another child, another measure, or of no child."""
    first = agreed(ref="A-1", last=date(2025, 3, 14))
    then = agreed(ref="A-2", first=date(2025, 3, 15))
    sibling = agreed(ref="A-3", child="C-78")
    foster = agreed("fosterhjem", ref="A-4")
    networks = (agreed("ressursfamilie", ref="A-5"), agreed("ressursfamilie", ref="A-6"))
    assert shared_days((first, then, sibling, foster, *networks), MARCH) == ()
