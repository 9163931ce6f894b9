"""`bvt pay history` and `bvt pay totals`: what stands posted, line by line and added up."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Bvt

DOCUMENT = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: besokshjem, on: 2024-09-01}]
  - ref: H-2
    kind: fosterhjem
    name: Familien Annen
    employment: oppdragstaker
    persons: [{ref: P-2, name: Annen Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: fosterhjem, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
  - {ref: C-2, case: "2024/2", born: 2018-05-04}
  - {ref: X-1, case: "2024/3", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01, legal_basis: § 3-1}
  - {ref: A-2, home: H-1, child: C-2, measure: besokshjem, from: 2025-01-01, legal_basis: § 5-1}
  - {ref: A-3, home: H-2, child: C-2, measure: fosterhjem, from: 2025-02-01}
  - {ref: X-1, home: H-2, child: X-1, measure: fosterhjem, from: 2026-01-01}
"""
"""A-2 is a respite home under a care order; X-1 is the ref of a child and of an agreement."""
NIGHTS, COVER = Decimal("1026.00") * 3, Decimal("399.00") * 3
FOSTER, FOSTER_COVER = Decimal("10336.00"), Decimal("8533.00")


@pytest.fixture
def posted(bvt: Bvt) -> Bvt:
    """R1 January, R2 February; then A-1 ended in January, and R3 (March) takes its February back."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=DOCUMENT).exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    assert bvt("agreement", "end", "A-1", "--on", "2025-01-31").exit_code == 0
    recover = ("--recover", "A-1", "--reason", "Avtalt")
    assert bvt("pay", "month", "2025-03", "--post", *recover).exit_code == 0
    return bvt


class TestHistory:
    """Every posted line about a home, a child or an agreement."""

    def test_an_agreement_is_told_by_the_month_it_is_for_with_the_running_sum(self, posted: Bvt) -> None:
        """January, February, and February taken back in the run of March, because the agreement was changed."""
        found = posted("pay", "history", "A-1", "--json").json
        assert (found["kind"], found["ref"], found["total"]) == ("agreement", "A-1", str(NIGHTS + COVER))
        assert [(each["for_month"], each["run"], each["kind"], each["reverses"]) for each in found["lines"]] == [
            ("2025-01", "R1", "ordinary", None),
            ("2025-01", "R1", "ordinary", None),
            ("2025-02", "R2", "ordinary", None),
            ("2025-02", "R2", "ordinary", None),
            ("2025-02", "R3", "reversal", "R2-1"),
            ("2025-02", "R3", "reversal", "R2-2"),
        ]
        assert [each["running"] for each in found["lines"]] == [
            str(amount)
            for amount in (NIGHTS, NIGHTS + COVER, NIGHTS * 2 + COVER, (NIGHTS + COVER) * 2, NIGHTS + COVER * 2,
                           NIGHTS + COVER)
        ]  # fmt: skip
        assert found["lines"][-1]["causes"] == ["agreement"]
        assert found["lines"][-1]["run_month"] == "2025-03"

    def test_the_claims_about_it_are_told_with_it(self, posted: Bvt) -> None:
        """K1 took February back at once."""
        for ref in ("A-1", "H-1", "C-1"):
            (claim,) = posted("pay", "history", ref, "--json").json["claims"]
            assert (claim["claim"], claim["kind"], claim["run"], claim["amount"], claim["reason"]) == (
                "K1", "recovery", "R3", str(-NIGHTS - COVER), "Avtalt",
            )  # fmt: skip
        assert posted("pay", "history", "A-2", "--json").json["claims"] == []

    def test_a_run_reversed_is_a_claim_on_all_that_were_paid_in_it(self, posted: Bvt) -> None:
        assert posted("pay", "reverse", "R3", "--reason", "Feil", "--post", "--json").exit_code == 0
        for ref, names in (("A-1", ["K1", "K2"]), ("A-2", ["K2"]), ("H-2", ["K2"])):
            assert [each["claim"] for each in posted("pay", "history", ref, "--json").json["claims"]] == names

    def test_a_home_has_all_its_agreements_and_a_child_all_its_homes(self, posted: Bvt) -> None:
        home = posted("pay", "history", "H-1", "--json").json["lines"]
        child = posted("pay", "history", "C-2", "--json").json["lines"]
        assert {line["agreement"] for line in home} == {"A-1", "A-2"}
        assert {(line["agreement"], line["home"]) for line in child} == {("A-2", "H-1"), ("A-3", "H-2")}
        assert sum(Decimal(line["amount"]) for line in child) == (NIGHTS + COVER) * 3 + (FOSTER + FOSTER_COVER) * 2

    def test_as_csv_every_line_is_a_row_with_its_run(self, posted: Bvt) -> None:
        rows = list(csv.DictReader(io.StringIO(posted("pay", "history", "A-1", "--csv").stdout)))
        assert [(row["run"], row["line"], row["kind"], row["causes"], row["running"]) for row in rows][-1] == (
            "R3", "R3-2", "reversal", "agreement", str(NIGHTS + COVER),
        )  # fmt: skip

    def test_people_read_it_as_a_page(self, posted: Bvt) -> None:
        result = posted("pay", "history", "A-1")
        assert (result.exit_code, result.stderr) == (0, "")
        title, _, total, *_ = result.stdout.splitlines()
        assert (title, total) == ("Posted about A-1", "  Total  4,275.00")
        assert "Claims" in result.stdout
        assert "Prøve" not in result.stdout

    def test_where_nothing_is_posted_that_is_said(self, posted: Bvt) -> None:
        assert posted("pay", "history", "X-1", "--kind", "child") == (0, "", "Nothing is posted about X-1.\n")
        assert posted("pay", "history", "X-1", "--kind", "child", "--json").json["lines"] == []

    @pytest.mark.parametrize(
        ("arguments", "exit_code", "sentence"),
        [
            (["H-9"], 4, "There is no home, child or agreement H-9."),
            (["H-1", "--kind", "child"], 4, "There is no home, child or agreement H-1."),
            (["X-1"], 2, "X-1 is the ref of several things; say with --kind which is meant."),
            (["H-1", "--kind", "network"], 2, "--kind: network is none of"),
        ],
    )
    def test_what_cannot_be_told(self, posted: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
        result = posted("pay", "history", *arguments)
        assert (result.exit_code, result.stdout) == (exit_code, "")
        assert sentence in result.stderr


def sums(bvt: Bvt, *arguments: str) -> list[tuple[object, ...]]:
    """What `bvt pay totals` says: the keys added up by, and the totals."""
    found = bvt("pay", "totals", *arguments, "--json").json
    beside = ("lines", "taxable", "tax_free", "total")
    return [(*(value for key, value in each.items() if key not in beside), Decimal(each["total"])) for each in found]


class TestTotals:
    """Posted pay added up."""

    def test_by_the_month_of_the_run_or_the_month_it_is_for(self, posted: Bvt) -> None:
        """What was taken back in March stands in March, or in the February it was paid for."""
        visits, foster = NIGHTS + COVER, FOSTER + FOSTER_COVER
        assert sums(posted) == [
            ("2025-01", 2 * visits), ("2025-02", 2 * visits + foster), ("2025-03", visits + foster - visits),
        ]  # fmt: skip
        assert sums(posted, "--concerned") == [
            ("2025-01", 2 * visits), ("2025-02", visits + foster), ("2025-03", visits + foster),
        ]  # fmt: skip

    def test_by_kostra_function_from_the_measure_and_the_legal_basis(self, posted: Bvt) -> None:
        """251 for A-1; 252 for the respite home under a care order and for the foster home."""
        assert sums(posted, "--by", "function") == [
            ("251", NIGHTS + COVER), ("252", (NIGHTS + COVER) * 3 + (FOSTER + FOSTER_COVER) * 2),
        ]  # fmt: skip

    def test_by_art_as_the_settings_of_payroll_say_in_the_month_of_the_run(self, posted: Bvt, tmp_path: Path) -> None:
        """050 for taxable pay as shipped; the art of the cover only the municipality knows, here from February."""
        result = posted("pay", "totals", "--by", "art")
        assert "Some of it has no art" in result.stderr
        (tmp_path / "rates").mkdir(exist_ok=True)
        (tmp_path / "rates" / "payroll.yaml").write_text(
            'payroll:\n  - {name: art, taxable: false, value: "147", from: 2025-02-01, reason: Regnskap}\n'
        )
        taxable = NIGHTS * 4 + FOSTER * 2
        assert sums(posted, "--by", "art") == [
            ("050", taxable), ("147", COVER * 2 + FOSTER_COVER * 2 + (COVER - COVER)), (None, COVER * 2),
        ]  # fmt: skip

    def test_by_several_things_in_the_order_asked_for(self, posted: Bvt) -> None:
        assert sums(posted, "--by", "home,component") == [
            ("H-1", "grunnstotte", NIGHTS * 4), ("H-1", "utgiftsdekning", COVER * 4),
            ("H-2", "grunnstotte", FOSTER * 2), ("H-2", "utgiftsdekning", FOSTER_COVER * 2),
        ]  # fmt: skip
        assert [each[:2] for each in sums(posted, "--by", "measure,home")] == [
            ("besokshjem", "H-1"),
            ("fosterhjem", "H-2"),
        ]

    def test_from_and_to_a_month_both_included(self, posted: Bvt) -> None:
        assert [each[0] for each in sums(posted, "--from", "2025-02", "--to", "2025-02")] == ["2025-02"]
        assert [each[0] for each in sums(posted, "--from", "2025-02")] == ["2025-02", "2025-03"]
        assert [each[0] for each in sums(posted, "--to", "2025-02")] == ["2025-01", "2025-02"]
        assert posted("pay", "totals", "--from", "2030-01") == (0, "", "Nothing is posted in these months.\n")
        assert posted("pay", "totals", "--from", "2030-01", "--json") == (0, "[]\n", "")

    def test_people_read_a_table_and_the_total_and_programs_csv(self, posted: Bvt) -> None:
        result = posted("pay", "totals", "--by", "home")
        assert result.stdout.splitlines()[0].split() == [
            "Home", "Lines", "Taxable", "(NOK)", "Tax-free", "(NOK)", "Total", "(NOK)",
        ]  # fmt: skip
        assert result.stderr == "The total is NOK\u00a054,838.00.\n"
        assert posted("pay", "totals", "--by", "home", "--csv").stdout.splitlines() == [
            "home,lines,taxable,tax_free,total",
            "H-1,12,12312.00,4788.00,17100.00",
            "H-2,4,20672.00,17066.00,37738.00",
        ]

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--by", "colour"], "--by: colour is none of month, measure, function, art, home, component."),
            (["--by", "home,home"], "--by names home twice."),
            (["--from", "2025-03", "--to", "2025-02"], "--to (2025-02) is before --from (2025-03)."),
        ],
    )
    def test_what_cannot_be_asked(self, posted: Bvt, arguments: list[str], sentence: str) -> None:
        result = posted("pay", "totals", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert sentence in result.stderr
