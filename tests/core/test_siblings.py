"""Siblings in one støttefamilie: each paid for, or (setting stottefamilie_siblings, `one`) once, for the eldest."""

from datetime import date
from decimal import Decimal

import pytest

from bvt_cli.core.agreement import Facts, Sibling, due_days, without_days_of_siblings
from bvt_cli.core.money import amount_text
from bvt_cli.core.payment import MonthPay, pay_month
from bvt_cli.core.period import Month, Span
from paying import RULES, agreed, pay_rules

MARCH, APRIL = Month(2025, 3), Month(2025, 4)
ONCE = pay_rules({"stottefamilie_siblings": "one"})
ELDER, YOUNGER = date(2012, 3, 5), date(2018, 5, 4)


def family(ref: str, born: date, last: date | None = None) -> Facts:
    """A medium støttefamilie for one child."""
    return agreed("stottefamilie", ref=ref, child=f"C-{ref}", born=born, size="medium", last=last)


def together(*facts: Facts) -> list[Facts]:
    """The same, knowing of each other."""
    return [
        one._replace(
            siblings=tuple(Sibling(each.agreement, each.born) for each in facts if each is not one and each.born)
        )
        for one in facts
    ]


def paid(pay: MonthPay) -> list[str]:
    return [amount_text(line.amount) for line in pay.lines]


def codes(pay: MonthPay) -> list[str]:
    return [note.code for note in pay.notes]


def test_each_sibling_is_paid_for_unless_the_municipality_decides_otherwise() -> None:
    """45 % of each child's rate."""
    elder, younger = together(family("A-1", ELDER), family("A-2", YOUNGER))
    assert paid(pay_month(elder, MARCH, RULES))[0] == paid(pay_month(younger, MARCH, RULES))[0] == "4651.20"


@pytest.mark.parametrize("order", [("A-1", "A-2"), ("A-2", "A-1")])
def test_paid_once_it_is_for_the_eldest_who_has_the_highest_rate(order: tuple[str, str]) -> None:
    """45 % of the rates for 11 to 14 years; the younger one's agreement tells why it is paid nothing."""
    elder, younger = together(family(order[0], ELDER), family(order[1], YOUNGER))
    assert paid(pay_month(elder, MARCH, ONCE)) == paid(pay_month(elder, MARCH, RULES))
    assert codes(pay_month(elder, MARCH, ONCE)) == []
    nothing = pay_month(younger, MARCH, ONCE)
    assert (paid(nothing), codes(nothing), nothing.problem) == ([], ["paid_with_sibling"], None)


def test_of_twins_the_first_agreement_is_paid() -> None:
    """A-9 comes before A-10."""
    first, second = together(family("A-9", YOUNGER), family("A-10", YOUNGER))
    assert paid(pay_month(first, MARCH, ONCE))[0] == "4651.20"
    assert codes(pay_month(second, MARCH, ONCE)) == ["paid_with_sibling"]


def test_when_the_eldest_leaves_in_mid_month_the_next_is_paid_from_then_on() -> None:
    """The elder to 14 March: 14/31 of 4651.20; the younger from the 15th: 17/31."""
    elder, younger = together(family("A-1", ELDER, last=date(2025, 3, 14)), family("A-2", YOUNGER))
    month = Decimal("10336") * 45 / 100
    assert paid(pay_month(elder, MARCH, ONCE))[0] == str((month * 14 / 31).quantize(Decimal("0.01")))
    assert paid(pay_month(younger, MARCH, ONCE))[0] == str((month * 17 / 31).quantize(Decimal("0.01")))
    assert paid(pay_month(younger, APRIL, ONCE))[0] == "4651.20"


def test_of_three_only_the_eldest_of_a_day_is_paid() -> None:
    """The middle one's days are taken by the eldest, the youngest one's by either."""
    eldest, middle, youngest = together(
        family("A-1", ELDER, last=date(2025, 3, 10)), family("A-2", date(2015, 6, 1)), family("A-3", YOUNGER)
    )
    days = [without_days_of_siblings(each, due_days(each, MARCH), MARCH) for each in (eldest, middle, youngest)]
    assert [each.due for each in days] == [
        (Span(date(2025, 3, 1), date(2025, 3, 10)),),
        (Span(date(2025, 3, 11), date(2025, 3, 31)),),
        (),
    ]
    assert [each.but_for_approval for each in days] == [each.due for each in days]
