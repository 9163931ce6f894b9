"""What is paid beside the KS rates: outlays, driving, supplements by decision, and the two refunded gatherings."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bvt_cli.core.agreement import Facts, Voucher
from bvt_cli.core.consistency import faults
from bvt_cli.core.form_pay import DRIVE
from bvt_cli.core.home import Approval
from bvt_cli.core.money import amount_text
from bvt_cli.core.payment import MonthPay, PayRules, pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Tables
from bvt_cli.core.voucher import Mileage, is_late, mileage_on, repeated
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice
from paying import RULES, SHIPPED_TABLES, Book, agreed, pay_rules

PRACTICE = load_practice(shipped_rates(), None).practice
AS_SHIPPED = PayRules(Tables(SHIPPED_TABLES), PRACTICE)
"""With every year's mileage; RULES has only what holds in January 2025."""
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


def beside(*vouchers: Voucher, measure: str = "besokshjem", **terms: Any) -> Facts:
    """A besøkshjem paid for the døgn of its stays, of which there are none: all there is to pay are vouchers."""
    basis = "actual" if measure == "besokshjem" else "fixed"
    return agreed(measure, basis=basis, **terms)._replace(vouchers=vouchers)


def outlay(day: date = date(2025, 3, 8), amount: int = 45000, **changed: Any) -> Voucher:
    return Voucher("outlay", "U1", day, day, amount, reference="17", approved_by="leder")._replace(**changed)


def drive(day: date, km: str = "42", **changed: Any) -> Voucher:
    return Voucher("drive", "D1", day, day, km=Fraction(km), approved_by="leder")._replace(**changed)


def supplement(first: Month, last: Month, amount: int = 150000, **changed: Any) -> Voucher:
    found = Voucher("supplement", "T1", first.first, last.last, amount, taxable=True, reference="Vedtak 12/25")
    return found._replace(approved_by="leder")._replace(**changed)


def gathering(day: date, cost: int, families: int, occasion: str = "summer", **changed: Any) -> Voucher:
    found = Voucher("gathering", f"N-1/{day}/{occasion}", day, day, cost, families=families, occasion=occasion)
    return found._replace(reference="88", approved_by="leder")._replace(**changed)


def told(pay: MonthPay) -> list[tuple[str, str, bool, str]]:
    """Component, quantity, whether taxable, and kroner of each line."""
    return [(line.component, str(line.quantity), line.taxable, amount_text(line.amount)) for line in pay.lines]


def codes(pay: MonthPay) -> list[str]:
    return [note.code for note in pay.notes]


class TestOutlays:
    """What a home has laid out, against a receipt."""

    def test_an_outlay_is_paid_once_and_free_of_tax(self) -> None:
        """Its line names the receipt, and who approved it."""
        pay = pay_month(beside(outlay()), MARCH, RULES)
        assert told(pay) == [("utlegg", "1", False, "450.00")]
        line = pay.lines[0]
        assert (line.basis, line.unit, line.item, line.reference, line.approved_by) == (
            "receipt", "once", "U1", "17", "leder",
        )  # fmt: skip
        assert (line.first, line.last, line.table, line.grounds) == (date(2025, 3, 8), date(2025, 3, 8), None, None)
        assert told(pay_month(beside(outlay()), APRIL, RULES)) == []

    def test_it_comes_after_what_the_rates_pay(self) -> None:
        """Three døgn of a child of 6, and the outlay."""
        facts = agreed()._replace(vouchers=(outlay(),))
        assert [(line.component, amount_text(line.amount)) for line in pay_month(facts, MARCH, RULES).lines] == [
            ("grunnstotte", str(3 * Decimal("1026.00"))),
            ("utgiftsdekning", str(3 * Decimal("399.00"))),
            ("utlegg", "450.00"),
        ]

    def test_what_nobody_has_approved_is_told_and_not_paid(self) -> None:
        """However many there are, once."""
        pay = pay_month(beside(outlay(approved_by=None), drive(date(2025, 3, 9), approved_by=None)), MARCH, RULES)
        assert (told(pay), codes(pay)) == ([], ["not_approved_yet"])

    def test_a_day_outside_the_agreement_is_told_and_not_paid(self) -> None:
        """The agreement ended the day before; or it does not run in the month at all."""
        for last in (date(2025, 3, 7), date(2025, 2, 28)):
            pay = pay_month(beside(outlay(), last=last), MARCH, RULES)
            assert (told(pay), codes(pay)) == ([], ["outside_agreement"])
        assert told(pay_month(beside(outlay(), last=date(2025, 3, 8)), MARCH, RULES)) == [
            ("utlegg", "1", False, "450.00")
        ]

    def test_a_home_under_sgs_1030_has_its_outlays_paid(self) -> None:
        """Only the KS rates are not for it."""
        pay = pay_month(agreed(employment="sgs1030")._replace(vouchers=(outlay(),)), MARCH, RULES)
        assert pay.skipped is not None
        assert told(pay) == [("utlegg", "1", False, "450.00")]

    def test_a_home_that_is_not_approved_is_paid_nothing_beside_either(self) -> None:
        """What stops its pay stops all of it."""
        pay = pay_month(beside(outlay(), approvals=[]), MARCH, RULES)
        assert pay.problem is not None
        assert (pay.problem.code, told(pay)) == ("home_not_approved", [])

    def test_an_outlay_before_the_approval_in_a_month_it_is_approved_in_is_paid(self) -> None:
        """The agreement ran on that day."""
        facts = beside(outlay(), approvals=[Approval("besokshjem", date(2025, 3, 15))])
        assert told(pay_month(facts, MARCH, RULES)) == [("utlegg", "1", False, "450.00")]

    def test_one_withdrawn_after_posting_is_taken_back_as_it_was_posted(self) -> None:
        """It is held until somebody says that the money is to be claimed back."""
        book = Book(MARCH)
        book.post(beside(outlay()), MARCH)
        assert [held.amount for held in book.preview(beside(), MARCH).held] == [-45000]
        (entry,) = book.post(beside(), MARCH, recover=True).entries
        assert (entry.kind, entry.reverses, entry.line.amount, entry.line.item) == ("reversal", "R1-1", -45000, "U1")
        assert book.total == 0

    def test_one_approved_later_is_a_correction_of_a_month_paid_before(self) -> None:
        """Paid besides what was posted; nothing is reversed."""
        book = Book(MARCH)
        book.post(agreed()._replace(vouchers=(outlay(approved_by=None),)), MARCH)
        (entry,) = book.post(agreed()._replace(vouchers=(outlay(),)), APRIL).entries[:1]
        assert (entry.kind, str(entry.line.for_month), entry.line.amount) == ("correction", "2025-03", 45000)


class TestDriving:
    """Kilometres, by the state's rates."""

    def test_in_2026_the_tax_free_part_and_the_taxable_part_are_lines_of_their_own(self) -> None:
        """5.30 kroner a km, of which 3.50 are free of tax."""
        pay = pay_month(beside(drive(date(2026, 3, 6))), Month(2026, 3), AS_SHIPPED)
        assert told(pay) == [
            ("km", "42", False, str(42 * Decimal("3.50"))),
            ("km", "42", True, str(42 * (Decimal("5.30") - Decimal("3.50")))),
        ]
        assert {(line.basis, line.unit, line.table) for line in pay.lines} == {("driven", "km", date(2026, 1, 1))}

    def test_part_of_a_kilometre_is_rounded_once_on_each_line(self) -> None:
        """41.5 x 3.50 = 145.25; 41.5 x 1.80 = 74.70."""
        pay = pay_month(beside(drive(date(2026, 3, 6), "41.5")), Month(2026, 3), AS_SHIPPED)
        assert told(pay) == [("km", "83/2", False, "145.25"), ("km", "83/2", True, "74.70")]

    @pytest.mark.parametrize("day", [date(2025, 3, 6), date(2024, 10, 6), date(2027, 3, 6)])
    def test_where_the_rate_or_what_of_it_is_tax_free_is_not_known_nothing_is_paid(self, day: date) -> None:
        """2025 was not found; of 2024 the tax-free part; 2027 is to come."""
        pay = pay_month(beside(drive(day), first=date(2024, 1, 1)), Month.of(day), AS_SHIPPED)
        assert (told(pay), codes(pay)) == ([], ["mileage_missing"])

    def test_entering_the_rate_pays_the_driving_as_a_correction(self) -> None:
        """The municipality enters an invented 6.00, of which 4.00 tax-free, after March is posted."""
        facts = agreed()._replace(vouchers=(drive(date(2025, 3, 6), "10"),))
        book = Book(MARCH)
        assert [note.code for note in book.post(facts, MARCH, AS_SHIPPED).notes] == ["mileage_missing"]
        entered = pay_rules({"mileage": Fraction(6), "mileage_tax_free": Fraction(4)})
        entries = book.post(facts, MARCH, entered).entries
        assert [(each.kind, each.line.taxable, each.line.amount) for each in entries] == [
            ("correction", False, 10 * 400),
            ("correction", True, 10 * 200),
        ]

    @pytest.mark.parametrize(
        ("tax_free", "lines"),
        [
            ("6", [("km", "10", False, "60.00")]),
            ("7", [("km", "10", False, "60.00")]),
            ("0", [("km", "10", True, "60.00")]),
        ],
    )
    def test_a_rate_wholly_tax_free_or_wholly_taxable_is_one_line(
        self, tax_free: str, lines: list[tuple[str, str, bool, str]]
    ) -> None:
        """No line comes to nothing."""
        rules = pay_rules({"mileage": Fraction(6), "mileage_tax_free": Fraction(tax_free)})
        assert told(pay_month(beside(drive(date(2025, 3, 6), "10")), MARCH, rules)) == lines

    def test_the_allowance_holds_since_the_later_of_its_two_parts(self) -> None:
        """Both of 2026 begin with the year; 2023 has no tax-free part."""
        assert mileage_on(PRACTICE, date(2026, 3, 6)) == Mileage(date(2026, 1, 1), 530, 350)
        assert mileage_on(PRACTICE, date(2023, 3, 6)) is None

    def test_driving_no_kilometres_is_no_driving(self) -> None:
        """A register that says so is refused."""
        known = {"ref": "D-1", "agreement": "A-1", "on": date(2026, 3, 6)}
        assert list(faults(DRIVE, {**known, "km": Fraction(1, 2)})) == []
        assert [path for path, _ in faults(DRIVE, {**known, "km": Fraction(0)})] == [("km",)]


class TestSupplements:
    """Extra pay by decision, an amount a month."""

    def test_a_supplement_is_paid_in_each_of_its_months_and_no_other(self) -> None:
        """February to April; its line names the decision."""
        facts = beside(supplement(Month(2025, 2), APRIL))
        paid = {number: told(pay_month(facts, Month(2025, number), RULES)) for number in range(1, 6)}
        once = [("tillegg", "1", True, "1500.00")]
        assert paid == {1: [], 2: once, 3: once, 4: once, 5: []}
        line = pay_month(facts, MARCH, RULES).lines[0]
        assert (line.basis, line.unit, line.reference) == ("decision", "month", "Vedtak 12/25")
        assert (line.first, line.last) == (date(2025, 3, 1), date(2025, 3, 31))

    def test_it_is_paid_whole_for_a_month_in_which_the_agreement_runs_a_day(self) -> None:
        """The decision says an amount a month, and no part of one."""
        facts = beside(supplement(MARCH, APRIL), last=date(2025, 3, 1))
        assert told(pay_month(facts, MARCH, RULES)) == [("tillegg", "1", True, "1500.00")]
        assert codes(pay_month(facts, APRIL, RULES)) == ["outside_agreement"]

    def test_a_decision_may_say_that_it_is_no_pay(self) -> None:
        """Then it is free of tax."""
        facts = beside(supplement(MARCH, MARCH, taxable=False))
        assert told(pay_month(facts, MARCH, RULES)) == [("tillegg", "1", False, "1500.00")]


class TestGatherings:
    """The Christmas and the summer gathering of a network."""

    JUNE = Month(2025, 6)
    DAY = date(2025, 6, 14)

    def paid(self, voucher: Voucher, rules: PayRules = RULES) -> list[tuple[str, str, bool, str]]:
        """The lines beside "1 KS"."""
        pay = pay_month(beside(voucher, measure="ressursfamilie"), self.JUNE, rules)
        return [line for line in told(pay) if line[0] == "utlegg"]

    def test_up_to_500_kroner_for_each_family_in_the_network_are_refunded(self) -> None:
        """It cost 2100; there were four families: 4 x 500."""
        assert self.paid(gathering(self.DAY, 210000, 4)) == [("utlegg", "4", False, str(4 * Decimal("500.00")))]

    def test_no_more_than_it_cost_is_refunded(self) -> None:
        """1234.50 for four families."""
        assert self.paid(gathering(self.DAY, 123450, 4)) == [("utlegg", "1", False, "1234.50")]

    def test_the_resource_family_counts_where_the_municipality_says_so(self) -> None:
        """(4 + 1) x 500, of 4000."""
        counted = pay_rules({"gathering_counts_resource_family": "yes"})
        assert self.paid(gathering(self.DAY, 400000, 4), counted) == [
            ("utlegg", "5", False, str((4 + 1) * Decimal("500.00")))
        ]

    def test_another_amount_a_family_is_a_setting(self) -> None:
        """4 x 600."""
        rules = pay_rules({"gathering_refund": 600})
        assert self.paid(gathering(self.DAY, 400000, 4), rules) == [("utlegg", "4", False, str(4 * Decimal("600.00")))]

    def test_a_second_one_of_its_kind_in_the_year_is_told_and_not_refunded(self) -> None:
        """The first one was."""
        facts = beside(gathering(self.DAY, 100000, 4, repeated=True), measure="ressursfamilie")
        pay = pay_month(facts, self.JUNE, RULES)
        assert (len(pay.lines), codes(pay)) == (1, ["gathering_refunded_before"])

    def test_one_with_no_family_in_the_network_is_told_and_not_refunded(self) -> None:
        """Not even "1 KS" is refunded for nobody."""
        pay = pay_month(beside(gathering(self.DAY, 100000, 0), measure="ressursfamilie"), self.JUNE, RULES)
        assert (len(pay.lines), codes(pay)) == (1, ["gathering_without_families"])

    def test_one_christmas_and_one_summer_gathering_a_calendar_year_are_the_first_of_their_kind(self) -> None:
        """A Christmas gathering in January is that of the year it is held in."""
        held = [
            gathering(date(2025, 12, 13), 1, 4, "christmas"),
            gathering(date(2025, 1, 11), 1, 4, "christmas"),
            gathering(date(2025, 6, 14), 1, 4, "summer"),
            gathering(date(2025, 8, 16), 1, 4, "summer"),
            gathering(date(2026, 6, 13), 1, 4, "summer"),
        ]
        assert repeated(tuple(held)) == {"N-1/2025-12-13/christmas", "N-1/2025-08-16/summer"}


@pytest.mark.parametrize(
    ("registered_on", "late"),
    [(date(2025, 1, 15), False), (date(2025, 3, 15), False), (date(2025, 3, 16), True), (date(2026, 1, 1), True)],
)
def test_what_is_registered_more_than_two_months_afterwards_is_late(registered_on: date, late: bool) -> None:
    """Of 15 January: in time on 15 March, late the day after."""
    assert is_late(date(2025, 1, 15), registered_on, 2) is late
