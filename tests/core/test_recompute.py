"""Posted lines computed again: what the calculation makes always comes out, and what was altered never does."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core import recompute
from bvt_cli.core.agreement import Facts, Stay, Voucher
from bvt_cli.core.claim import Debt, instalment, lend, opposite
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line, PayRules, pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Tables
from bvt_cli.core.recompute import Fault, Figures, KeptClaim, Named, Recount, Wrong
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice
from paying import RULES, SHIPPED_TABLES, agreed

MARCH = Month(2025, 3)
TABLES = {table.name: table for table in SHIPPED_TABLES}


def paid(facts: Facts, month: Month = MARCH) -> list[Line]:
    return list(pay_month(facts, month, RULES).lines)


def beside(kind: str, **about: Any) -> list[Line]:
    """What a voucher of March 2026 comes to; from then on the tax-free part of the mileage is known."""
    voucher = Voucher(kind, "U-1", date(2026, 3, 5), date(2026, 3, 5), approved_by="leder", **about)
    facts = agreed()._replace(vouchers=(voucher,))
    rules = PayRules(Tables(SHIPPED_TABLES), load_practice(shipped_rates(), None).practice, any_age=True)
    lines = pay_month(facts, Month(2026, 3), rules).lines
    return [line for line in lines if line.item]


def visits(**changed: Any) -> Facts:
    return agreed(basis="actual", stays=[Stay(date(2025, 3, 7), date(2025, 3, 9))], **changed)


BESOKSHJEM, COVER = paid(agreed())
SHARE = paid(agreed("stottefamilie", date(2025, 3, 15), size="medium"))[0]
NIGHTS = paid(visits())[0]
(OUTLAY,) = beside("outlay", amount=12345, reference="K-1")
TAX_FREE_KM, TAXABLE_KM = beside("drive", km=Fraction(617, 5))
(SUPPLEMENT,) = beside("supplement", amount=50000, taxable=True, reference="12/24")
CLAIM = KeptClaim("K1", "recovery", "R2", "H-001", "A-1", -(BESOKSHJEM.amount + COVER.amount), 2)


def wrongs(line: Line) -> list[Wrong]:
    return list(recompute.line(line))


def codes(line: Line) -> list[str]:
    return [wrong.code for wrong in recompute.line(line)]


class TestALine:
    """A line that is no reversal, by its own fields."""

    @pytest.mark.parametrize("line", [BESOKSHJEM, COVER, SHARE, NIGHTS, OUTLAY, TAX_FREE_KM, TAXABLE_KM, SUPPLEMENT])
    def test_what_the_calculation_makes_comes_out(self, line: Line) -> None:
        assert wrongs(line) == []
        assert list(recompute.rate(line, TABLES)) == []

    @settings(max_examples=40, deadline=None)
    @given(
        st.sampled_from(("besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie")),
        st.sampled_from(("fixed", "actual")),
        st.dates(date(2023, 7, 1), date(2025, 6, 30)),
        st.dates(date(2006, 1, 1), date(2024, 1, 1)),
        st.sampled_from(("liten", "medium", "stor")),
        st.sampled_from((Fraction(1), Fraction(3, 2), Fraction(2))),
    )
    def test_whatever_month_it_is_paid_for(
        self, measure: str, basis: str, first: date, born: date, size: str, factor: Fraction
    ) -> None:
        """Every measure, basis, age and first day, in the first month and the one after."""
        stays = [Stay(first, first), Stay(Month.of(first).plus(1).first, Month.of(first).plus(1).first)]
        facts = agreed(measure, first, born=born, basis=basis, size=size, factor=factor, stays=stays)
        if measure == "ressursfamilie":
            facts = facts._replace(born=None)
        for month in (Month.of(first), Month.of(first).plus(1)):
            for line in paid(facts, month):
                assert wrongs(line) == []
                assert list(recompute.rate(line, TABLES)) == []

    @pytest.mark.parametrize(
        ("line", "changed", "found"),
        [
            (BESOKSHJEM, {"amount": 307801}, [Wrong("amount", 307801, 307800)]),
            (BESOKSHJEM, {"first": date(2025, 2, 28)},
             [Wrong("dates", (date(2025, 2, 28), date(2025, 3, 31)), MARCH)]),
            (BESOKSHJEM, {"component": "gave"}, [Wrong("component", "gave"), Wrong("basis", "fixed")]),
            (BESOKSHJEM, {"taxable": False}, [Wrong("taxable", "grunnstotte")]),
            (BESOKSHJEM, {"table": date(2025, 3, 2)}, [Wrong("rate_table", date(2025, 3, 2), date(2025, 3, 1))]),
            (BESOKSHJEM, {"table": None}, [Wrong("basis", "fixed")]),
            (BESOKSHJEM, {"item": "U-1"}, [Wrong("basis", "fixed")]),
            (BESOKSHJEM, {"measure": "nattevakt"}, [Wrong("basis", "fixed")]),
            (BESOKSHJEM, {"unit": "month"}, [Wrong("unit", "month", "day")]),
            (BESOKSHJEM, {"quantity": Fraction(-3), "amount": -307800},
             [Wrong("sign", Fraction(-3)), Wrong("quantity", Fraction(-3), Fraction(3))]),
            (BESOKSHJEM, {"grounds": None}, [Wrong("basis", "fixed")]),
            (OUTLAY, {"item": None}, [Wrong("basis", "receipt")]),
            (OUTLAY, {"basis": "gift"}, [Wrong("basis", "gift")]),
            (OUTLAY, {"taxable": True}, [Wrong("taxable", "utlegg")]),
            (OUTLAY, {"unit": "km"}, [Wrong("unit", "km", "once")]),
            (TAXABLE_KM, {"table": None}, [Wrong("basis", "driven")]),
            (SUPPLEMENT, {"quantity": Fraction(2), "amount": 100000}, [Wrong("basis", "decision")]),
        ],
    )  # fmt: skip
    def test_a_field_that_was_altered_does_not_come_out(
        self, line: Line, changed: Mapping[str, Any], found: list[Wrong]
    ) -> None:
        assert wrongs(line._replace(**changed)) == found

    @pytest.mark.parametrize(
        ("line", "changed", "found"),
        [
            (BESOKSHJEM, {"age": None}, ["grounds"]),
            (BESOKSHJEM, {"age_rule": "guess"}, ["grounds"]),
            (BESOKSHJEM, {"whole": None}, ["grounds"]),
            (BESOKSHJEM, {"month_days": 0}, ["grounds"]),
            (BESOKSHJEM, {"age": 10}, ["band"]),
            (BESOKSHJEM, {"band_from": 7}, ["band"]),
            (BESOKSHJEM, {"days": 32}, ["days", "quantity"]),
            (BESOKSHJEM, {"month_days": 30}, ["month_days", "quantity"]),
            (BESOKSHJEM, {"share": 45}, ["share"]),
            (SHARE, {"share": 75}, ["share"]),
            (SHARE, {"share": None}, ["share"]),
            (SHARE, {"whole": None, "month_days": None}, ["grounds", "share", "quantity"]),
            (NIGHTS, {"whole": Fraction(1), "month_days": 31}, ["grounds", "quantity"]),
        ],
    )
    def test_a_ground_that_was_altered_does_not_come_out(
        self, line: Line, changed: Mapping[str, Any], found: list[str]
    ) -> None:
        assert line.grounds is not None
        assert codes(line._replace(grounds=line.grounds._replace(**changed))) == found

    def test_the_rate_is_that_of_the_table_and_band_where_the_table_is_known(self) -> None:
        """1026 kroner a døgn; nothing is said of a line without a table, or whose grounds or component are broken."""
        forged = BESOKSHJEM._replace(rate=102700)
        assert list(recompute.rate(forged, TABLES)) == [Wrong("rate", 102700, 102600)]
        assert list(recompute.rate(forged, {})) == []
        assert list(recompute.rate(OUTLAY, TABLES)) == []
        assert list(recompute.rate(forged._replace(component="gave"), TABLES)) == []
        assert forged.grounds is not None
        assert list(recompute.rate(forged._replace(grounds=forged.grounds._replace(age=None)), TABLES)) == []  # type: ignore[arg-type]

    @pytest.mark.parametrize("rate", [1, 3, 102600, 1033600])
    @pytest.mark.parametrize("quantity", [Fraction(1, 2), Fraction(17, 31), Fraction(153, 620), Fraction(5, 2)])
    def test_less_than_nothing_is_rounded_to_the_opposite_of_the_same_much(self, rate: int, quantity: Fraction) -> None:
        exact = Decimal(rate) * quantity.numerator / quantity.denominator
        right = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        assert (recompute.amount(rate, quantity), recompute.amount(rate, -quantity)) == (right, -right)


def entries_of(*lines: Line, kind: str = "ordinary") -> list[Entry]:
    return [Entry(kind, line) for line in lines]


def taken(*named: Named) -> list[Entry]:
    return list(opposite((ref, entry.line) for ref, entry in named if entry is not None))


class Runs:
    """Runs as they are stored, closed with what their lines come to."""

    def __init__(self, *claims: KeptClaim) -> None:
        self.stored: dict[str, Entry] = {}
        self.recount = Recount(self.stored.get, claims)
        self.number = 0

    def faults(self, *entries: Entry | None, month: Month = MARCH, **closed: Any) -> list[Fault]:
        """What the next run, of these lines, is found to be wrong with."""
        self.number += 1
        named = [(f"R{self.number}-{place}", entry) for place, entry in enumerate(entries, 1)]
        self.stored.update({ref: entry for ref, entry in named if entry is not None})
        return list(self.recount.faults(figures(self.number, named, month)._replace(**closed), named))

    def named(self, run: int) -> list[Named]:
        return [(ref, entry) for ref, entry in self.stored.items() if ref.startswith(f"R{run}-")]


def figures(number: int, named: Sequence[Named], month: Month = MARCH) -> Figures:
    lines = [entry.line for _, entry in named if entry is not None]
    taxable = sum(line.amount for line in lines if line.taxable)
    return Figures(f"R{number}", month, len(lines), sum(line.amount for line in lines), taxable)


class TestARun:
    """The lines of a run in their place among those of the runs before."""

    def test_pay_its_reversal_and_the_correction_come_out(self) -> None:
        """A month paid, taken back with a correction in its place, and that taken back too."""
        runs = Runs()
        assert runs.faults(*entries_of(BESOKSHJEM, COVER)) == []
        back = taken(*runs.named(1))
        assert runs.faults(*(each._replace(causes=("stay", "late")) for each in back)) == []
        assert runs.faults(*entries_of(BESOKSHJEM, kind="correction")) == []
        assert runs.faults(*taken(*runs.named(3))) == []

    def test_sums_that_were_noted_otherwise_are_named(self) -> None:
        """3078 and 1197 kroner are 4275."""
        faults = Runs().faults(*entries_of(BESOKSHJEM, COVER), lines=3, total=427501, taxable=0)
        assert faults == [
            Fault("R1", None, Wrong("run_lines", 3, 2)),
            Fault("R1", None, Wrong("run_total", 427501, 427500)),
            Fault("R1", None, Wrong("run_taxable", 0, 307800)),
        ]

    def test_a_line_that_is_gone_is_named_once(self) -> None:
        """Of four the second."""
        named: list[Named] = [(f"R1-{place}", entry) for place, entry in ((1, None), (3, None), (4, None))]
        assert [(each.line, each.wrong.code) for each in Recount({}.get, ()).faults(figures(1, named), named)] == [
            ("R1-1", "unreadable"), ("R1-2", "missing"), ("R1-3", "unreadable"), ("R1-4", "unreadable"),
        ]  # fmt: skip

    def test_first_pay_is_ordinary_and_what_comes_later_a_correction(self) -> None:
        runs = Runs()
        early = Entry("correction", BESOKSHJEM)
        assert runs.faults(early) == [Fault("R1", "R1-1", Wrong("order", "correction", "ordinary"))]
        assert runs.faults(Entry("ordinary", COVER)) == [Fault("R2", "R2-1", Wrong("order", "ordinary", "correction"))]

    @pytest.mark.parametrize(
        ("entry", "wrong"),
        [
            (Entry("gift", BESOKSHJEM), Wrong("kind", "gift")),
            (Entry("ordinary", BESOKSHJEM, None, ("stay",)), Wrong("causes", "stay")),
            (Entry("ordinary", BESOKSHJEM, None, ("whim",)), Wrong("causes", "whim")),
            (Entry("reversal", BESOKSHJEM), Wrong("reverses", "")),
            (Entry("reversal", BESOKSHJEM, "R7-1"), Wrong("reverses", "R7-1")),
            (Entry("reversal", BESOKSHJEM, "R1-1"), Wrong("reverses", "R1-1")),
            (Entry("claim", BESOKSHJEM), Wrong("claim", None)),
        ],
    )
    def test_what_no_posting_makes_is_named(self, entry: Entry, wrong: Wrong) -> None:
        assert Runs().faults(entry) == [Fault("R1", "R1-1", wrong)]

    def test_a_month_later_than_that_of_the_run_is_named(self) -> None:
        wrong = Wrong("for_month", MARCH, Month(2025, 2))
        assert Runs().faults(Entry("ordinary", BESOKSHJEM), month=Month(2025, 2)) == [Fault("R1", "R1-1", wrong)]

    def test_a_reversal_is_the_exact_opposite_of_a_line_that_was_not_taken_back_before(self) -> None:
        """All but quantity and amount as it was, and those negated."""
        runs = Runs()
        runs.faults(*entries_of(BESOKSHJEM, COVER))
        back, also = taken(*runs.named(1))
        less = back._replace(line=back.line._replace(amount=-307700, case="2024/9"))
        assert runs.faults(less, also) == [
            Fault("R2", "R2-1", Wrong("opposite", "amount", "R1-1")),
            Fault("R2", "R2-1", Wrong("opposite", "case", "R1-1")),
        ]
        assert runs.faults(also) == [Fault("R3", "R3-1", Wrong("reversed_twice", "R1-2", "R2-2"))]


class TestAClaim:
    """Money taken back in instalments: put off in one run, paid back in later ones."""

    def runs(self, *claims: KeptClaim) -> tuple[Runs, list[Entry], tuple[Entry, ...]]:
        """A month paid; its reversal; and the lines that put it off."""
        runs = Runs(*claims)
        assert runs.faults(*entries_of(BESOKSHJEM, COVER)) == []
        back = taken(*runs.named(1))
        return runs, back, lend(back, "K1", MARCH)

    def test_what_is_put_off_and_paid_back_comes_out(self) -> None:
        runs, back, lent = self.runs(CLAIM)
        assert runs.faults(*back, *lent) == []
        owed = {(entry.line.component, entry.line.taxable): entry.line.amount for entry in lent}
        debt = Debt("K1", "H-001", "A-1", "besokshjem", "2024/1187", MARCH, 2, owed, {}, True)
        paid_back = instalment(debt, Month(2025, 4), 10**6)
        assert [entry.line.amount for entry in paid_back] == [-153900, -59850]
        assert runs.faults(*paid_back, month=Month(2025, 4)) == []

    def test_at_once_nothing_is_put_off(self) -> None:
        runs, back, lent = self.runs(CLAIM._replace(instalments=1))
        assert runs.faults(*back, *lent) == [Fault("R2", None, Wrong("claim_lent", "K1", 427500))]

    def test_the_claim_says_what_was_taken_back(self) -> None:
        runs, back, lent = self.runs(CLAIM._replace(amount=-427499))
        assert runs.faults(*back, *lent) == [Fault("R2", None, Wrong("claim_amount", "K1", -427500))]

    def test_of_a_run_reversed_it_says_the_whole(self) -> None:
        claim = KeptClaim("K1", "reversal", "R2", None, None, -427500, 0)
        runs, back, _ = self.runs(claim, KeptClaim("K2", "block", None, "H-001", "A-1", 0, 0))
        assert runs.faults(*back) == []
        assert self.runs(claim._replace(amount=0))[0].faults(*back) == [
            Fault("R2", None, Wrong("claim_amount", "K1", -427500))
        ]

    @pytest.mark.parametrize(
        ("claim", "wrong"),
        [
            (CLAIM._replace(ref="K2"), Wrong("claim", "K1")),
            (CLAIM._replace(kind="block", run=None), Wrong("claim", "K1")),
            (CLAIM._replace(home="H-9"), Wrong("claim_of", "K1", "A-1")),
            (CLAIM._replace(agreement="A-9"), Wrong("claim_of", "K1", "A-9")),
            (CLAIM._replace(run="R3"), Wrong("claim_early", "K1", "R3")),
            (CLAIM._replace(run=None), Wrong("claim_early", "K1", None)),
            (CLAIM._replace(run="Rx"), Wrong("claim_early", "K1", "Rx")),
        ],
    )
    def test_a_line_belongs_to_a_claim_of_its_own_that_is_open(self, claim: KeptClaim, wrong: Wrong) -> None:
        runs, back, lent = self.runs(claim)
        assert Fault("R2", "R2-3", wrong) in runs.faults(*back, *lent)

    def test_only_lines_of_the_kind_claim_belong_to_one(self) -> None:
        runs, back, lent = self.runs(CLAIM)
        ordinary = [entry._replace(kind="ordinary") for entry in lent]
        assert runs.faults(*back, *ordinary) == [
            Fault("R2", "R2-3", Wrong("claim", "K1")), Fault("R2", "R2-4", Wrong("claim", "K1")),
        ]  # fmt: skip
        changed = lent[0].line._replace(quantity=Fraction(2), amount=2 * lent[0].line.rate)
        assert codes(changed) == ["basis"]
