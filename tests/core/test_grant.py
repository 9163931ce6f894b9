"""Financial support: a bill is paid once, and cash to families is counted apart."""

from datetime import date

import pytest

from bvt_cli.core.field import Record
from bvt_cli.core.grant import Grant, Sum, Totals, lacks, same_bill, shared_bills, totals

YEAR = date(2025, 1, 1), date(2025, 12, 31)


def grant(amount: int, paid_on: date | None, cash: bool = False, **changed: object) -> Grant:
    bill = None if cash else "3071"
    found = Grant("G1", "C-1", date(2025, 1, 10), amount, "2025/14", bill, cash, "leder", paid_on)
    return found._replace(**changed)  # type: ignore[arg-type]


def billed(ref: str, supplier: str, bill: str, **more: object) -> Record:
    return {"ref": ref, "supplier": supplier, "bill": bill, **more}


class TestTotals:
    """What is paid in a period."""

    def test_bills_and_cash_are_added_up_apart(self) -> None:
        some = [
            grant(100_00, date(2025, 1, 1)),
            grant(50_00, date(2025, 12, 31)),
            grant(7_00, date(2025, 3, 1), cash=True),
        ]
        assert totals(some, *YEAR) == Totals(Sum(2, 100_00 + 50_00), Sum(1, 7_00))

    @pytest.mark.parametrize(
        "other",
        [
            grant(1, None),
            grant(1, date(2024, 12, 31)),
            grant(1, date(2026, 1, 1)),
            grant(1, date(2025, 3, 1), withdrawn_on=date(2025, 4, 1)),
        ],
        ids=["not paid", "before", "after", "withdrawn"],
    )
    def test_what_is_not_paid_in_the_period_does_not_count(self, other: Grant) -> None:
        assert totals([other], *YEAR) == Totals(Sum(0, 0), Sum(0, 0))


class TestSameBill:
    """The same supplier and number, however they are typed."""

    @pytest.mark.parametrize(
        ("supplier", "bill"), [("Idrettslaget", "F-3071"), ("IDRETTSLAGET", "f-3071"), (" Idretts laget", "F- 3071 ")]
    )
    def test_capitals_and_spaces_make_no_other_bill(self, supplier: str, bill: str) -> None:
        assert same_bill(billed("G1", "Idrettslaget", "F-3071"), billed("G2", supplier, bill))

    @pytest.mark.parametrize(
        "other",
        [
            billed("G2", "Idrettslaget", "F-3072"),
            billed("G2", "Turlaget", "F-3071"),
            billed("G2", "Idrettslaget", "F-3071", withdrawn={"on": date(2025, 4, 2), "reason": "Feil"}),
            {"ref": "G2", "cash": True},
        ],
        ids=["another number", "another supplier", "withdrawn", "cash"],
    )
    def test_these_are_not_the_same(self, other: Record) -> None:
        mine = billed("G1", "Idrettslaget", "F-3071")
        assert not same_bill(mine, other)
        assert not same_bill(other, mine)

    def test_each_later_grant_of_a_bill_is_paired_with_the_first(self) -> None:
        some = [billed(ref, "Idrettslaget", bill) for ref, bill in (("G1", "1"), ("G2", "2"), ("G3", "1"), ("G4", "1"))]
        assert [(one["ref"], late["ref"]) for one, late in shared_bills(some)] == [("G1", "G3"), ("G1", "G4")]


class TestLacks:
    """What a paid grant should have."""

    def test_one_with_decision_bill_and_approval_lacks_nothing(self) -> None:
        assert lacks(grant(1, None)) == ()
        assert lacks(grant(1, None, cash=True)) == ()

    def test_what_is_missing_is_named(self) -> None:
        assert lacks(grant(1, None, approved_by=None, decision=" ", bill=None)) == ("approved_by", "decision", "bill")
