"""Statements and letters as structures: which month a line belongs to, sums, payees, instalments, corrected months."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paying import RULES, agreed

from bvt_cli.core.claim import Debt
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line, pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.statement import (
    Change,
    ClaimTold,
    Part,
    PayeeSum,
    Share,
    Sums,
    Told,
    by_agreement,
    changes,
    payees,
    plan,
    statement,
    sums,
)

FEBRUARY, MARCH, APRIL = Month(2025, 2), Month(2025, 3), Month(2025, 4)
KS_2024 = date(2024, 7, 1)
PAY, COVER = pay_month(agreed(), MARCH, RULES).lines
"""A besøkshjem with a child of 6, three døgn in March: 3 x 1026.00 taxable and 3 x 399.00 tax-free."""


def told(
    ref: str, line: Line = PAY, kind: str = "ordinary", paid_in: Month = MARCH, shares: tuple[Share, ...] = ()
) -> Told:
    return Told(ref, paid_in, Entry(kind, line, "R1-1" if kind == "reversal" else None), shares)


def halves(amount: int) -> tuple[Share, ...]:
    """A line of an odd number of øre, shared by two."""
    half = Fraction(1, 2)
    return Share("P-1", "Prøve Prøvesen", half, amount - amount // 2), Share("P-2", None, half, amount // 2)


def taken_back(line: Line) -> Line:
    return line._replace(quantity=-line.quantity, amount=-line.amount)


def test_a_line_belongs_to_the_month_of_its_run_whatever_month_it_is_for() -> None:
    lines = [told("R1-1"), told("R2-1", PAY._replace(for_month=FEBRUARY), paid_in=APRIL), told("R3-1", paid_in=APRIL)]
    found = statement("H-001", MARCH, APRIL, lines)
    assert [(each.month, each.runs, len(each.lines)) for each in found.months] == [
        (MARCH, ("R1",), 1),
        (APRIL, ("R2", "R3"), 2),
    ]


def test_taxable_and_tax_free_are_added_up_apart_by_month_and_in_all() -> None:
    found = statement("H-001", MARCH, APRIL, [told("R1-1"), told("R1-2", COVER), told("R2-1", COVER, paid_in=APRIL)])
    assert [each.sums for each in found.months] == [Sums(3 * 102600, 3 * 39900), Sums(0, 3 * 39900)]
    assert found.sums.total == 3 * 102600 + 2 * 3 * 39900


def test_the_tables_of_the_lines_are_told_with_their_source_but_not_the_state_rates_of_driving() -> None:
    driving = COVER._replace(component="km", basis="driven", table=date(2025, 1, 1), grounds=None)
    lines = [told("R1-1"), told("R1-2", driving)]
    assert statement("H-001", MARCH, MARCH, lines, sources={KS_2024: "https://ks.example"}).tables == {
        KS_2024: "https://ks.example"
    }
    assert statement("H-001", MARCH, MARCH, lines).tables == {KS_2024: None}


def test_claims_stand_as_after_the_last_month_unless_another_is_said() -> None:
    assert statement("H-001", MARCH, APRIL, []).told_after == APRIL
    assert statement("H-001", MARCH, APRIL, [], told_after=MARCH).told_after == MARCH


def test_payees_are_told_where_there_are_several_each_with_taxable_and_tax_free() -> None:
    assert payees([told("R1-1", shares=(Share("P-1", "Prøve", Fraction(1), PAY.amount),))]) == ()
    lines = [
        told("R1-1", PAY._replace(amount=307801), shares=halves(307801)),
        told("R1-2", COVER, shares=halves(119700)),
    ]
    assert payees(lines) == (
        PayeeSum("P-1", "Prøve Prøvesen", Sums(153901, 59850)),
        PayeeSum("P-2", None, Sums(153900, 59850)),
    )


def test_lines_are_gathered_by_agreement_in_the_order_they_come() -> None:
    other = PAY._replace(agreement="A-2", case="2024/2")
    found = by_agreement([told("R1-1"), told("R1-2", other), told("R1-3", COVER)])
    assert [(key, [each.ref for each in its]) for key, its in found.items()] == [
        (("A-1", "besokshjem", "2024/1187"), ["R1-1", "R1-3"]),
        (("A-2", "besokshjem", "2024/2"), ["R1-2"]),
    ]


def test_a_letter_sets_what_was_paid_against_what_should_have_been_month_by_month() -> None:
    less = PAY._replace(quantity=Fraction(2), amount=2 * 102600)
    lines = [
        told("R2-1", taken_back(PAY), "reversal"),
        told("R2-2", less, "correction"),
        told("R2-3", taken_back(PAY._replace(for_month=FEBRUARY)), "reversal"),
        told("R2-4", PAY._replace(for_month=APRIL)),
    ]
    found = changes(lines)
    assert found == (Change(FEBRUARY, 3 * 102600, 0), Change(MARCH, 3 * 102600, 2 * 102600))
    assert [each.difference for each in found] == [-3 * 102600, -102600]
    assert sums(lines[:3]).total == sum(each.difference for each in found)


def debt(instalments: int, *lent: tuple[str, bool, int]) -> Debt:
    by_key = {(component, taxable): amount for component, taxable, amount in lent}
    return Debt("K1", "H-001", "A-1", "besokshjem", "2024/1187", MARCH, instalments, by_key, {}, True)


def test_instalments_are_one_a_month_from_the_month_after_the_claim_was_opened() -> None:
    assert plan(debt(3, ("grunnstotte", True, 100000))) == (
        Part(APRIL, 33333),
        Part(Month(2025, 5), 33333),
        Part(Month(2025, 6), 33334),
    )


@given(
    st.integers(1, 120),
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.booleans(), st.integers(0, 10**7)), min_size=1, max_size=4),
)
@settings(max_examples=40)
def test_instalments_come_to_the_whole_to_the_ore(number: int, lent: list[tuple[str, bool, int]]) -> None:
    owed = debt(number, *lent)
    found = plan(owed)
    assert len(found) == number
    assert sum(part.amount for part in found) == owed.outstanding


def test_what_is_outstanding_of_a_claim_is_what_was_put_off_less_what_is_paid() -> None:
    claim = ClaimTold(
        ref="K1", kind="recovery", run="R2", agreement="A-1", case=None, first=MARCH, last=None, amount=-100000,
        instalments=3, plan=plan(debt(3, ("grunnstotte", True, 100000))), paid=33333, reason="Prøve", letter_on=None,
        released_on=None,
    )  # fmt: skip
    assert claim.put_off == 100000
    assert claim.outstanding == 66667
