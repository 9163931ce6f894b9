"""A table before it is in force."""

from datetime import date
from decimal import Decimal

from bvt_cli.core.agreement import Stay
from bvt_cli.core.forecast import of_year
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Tables
from bvt_cli.core.rehearsal import RateChange, rate_changes, rehearse, with_table, without_table, year_from
from paying import SHIPPED_TABLES, agreed, invented_table, pay_rules

TODAY = date(2025, 6, 15)
TABLES = Tables(SHIPPED_TABLES)
NEW = invented_table(date(2025, 7, 1), 11000, 1100)
"""Grunnstøtte 11000 a month and 1100 a døgn; expense cover of the lowest bands 5500 and 550."""
BEFORE = pay_rules(provisional=True)
AFTER = pay_rules(provisional=True, tables=with_table(TABLES, NEW))


def ore(kroner: str | Decimal | int) -> int:
    return int(Decimal(kroner) * 100)


def test_twelve_months_are_reckoned_from_the_table_on() -> None:
    months = year_from(date(2025, 7, 15))
    assert (months[0], months[-1], len(months)) == (Month(2025, 7), Month(2026, 6), 12)


def test_an_agreement_is_paid_with_the_table_and_without_it() -> None:
    """Twelve months of three døgn; without the table by that of 2024, however old."""
    found = rehearse(agreed(), year_from(NEW.effective), TODAY, BEFORE, AFTER)
    assert found.today == ore(12 * 3 * (1026 + 399))
    assert found.then == ore(12 * 3 * (1100 + 550))
    assert (found.left_out, found.estimated, found.days_to_pay, found.rated) == ((), None, True, True)


def test_months_before_the_table_are_the_same() -> None:
    """Of 2025 only July to December differ."""
    found = rehearse(agreed(), of_year(2025), TODAY, BEFORE, AFTER)
    assert found.then - found.today == ore(6 * 3 * (1100 + 550 - 1026 - 399))


def test_what_keeps_an_agreement_from_being_paid_is_told() -> None:
    found = rehearse(agreed(approvals=()), year_from(NEW.effective), TODAY, BEFORE, AFTER)
    assert {each.code for each in found.left_out} == {"home_not_approved"}
    assert (found.today, found.then) == (0, 0)


def test_days_stayed_are_reckoned_by_what_is_expected() -> None:
    facts = agreed(basis="actual", stays=[Stay(date(2025, 5, 9), date(2025, 5, 12))], first=date(2025, 5, 1))
    found = rehearse(facts, year_from(NEW.effective), TODAY, BEFORE, AFTER)
    assert found.then == ore(12 * 4 * (1100 + 550))
    assert found.estimated is not None
    assert (found.estimated.days, found.estimated.months) == (4, 1)


def test_a_table_takes_the_place_of_one_of_the_same_day() -> None:
    again = invented_table(date(2024, 7, 1), 1, 1)
    assert [each for each in with_table(TABLES, again) if each.effective == date(2024, 7, 1)] == [again]
    assert len(without_table(TABLES, date(2024, 7, 1))) == len(SHIPPED_TABLES) - 1


def test_each_rate_stands_beside_that_of_the_newest_table_before() -> None:
    found = rate_changes(NEW, TABLES)
    assert found[0] == RateChange("fosterhjem", "grunnstotte", 0, 6, ore(10336), ore(11000))
    assert found[-1] == RateChange("besokshjem", "utgiftsdekning", 10, None, ore(444), ore(600))
    assert {each.today for each in rate_changes(NEW, Tables(()))} == {None}
