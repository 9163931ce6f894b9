"""`bvt audit`: what the folders of paid homes hold, home by home and in total."""

import csv
import io
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Bvt

DOCUMENT = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    commitment_months: 12
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    payees: [{person: P-1, payroll_id: "1", share: "1", from: 2025-01-01}]
    steps:
      - {code: contract, on: 2024-12-01}
      - {code: confidentiality, person: P-1, on: 2024-11-20}
      - {code: attest, person: P-1, type: uttommende_utvidet, issued: 2024-11-01, on: 2024-11-20}
    approvals: [{kind: besokshjem, on: 2024-12-01}]
  - ref: H-2
    kind: fosterhjem
    name: Familien Annen
    employment: oppdragstaker
    persons: [{ref: P-2, name: Annen Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: fosterhjem, on: 2024-12-01}]
  - ref: H-3
    kind: fosterhjem
    name: Familien Tredje
    employment: oppdragstaker
    persons: [{ref: P-3, name: Tredje Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: fosterhjem, on: 2024-12-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
  - {ref: C-2, case: "2024/2", born: 2018-05-04}
  - {ref: C-3, case: "2024/3", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01, contact: kn, goals: Svømme}
  - {ref: A-2, home: H-2, child: C-2, measure: fosterhjem, from: 2025-02-01}
  - {ref: A-3, home: H-3, child: C-3, measure: fosterhjem, from: 2025-06-01}
"""
"""H-1 has all there should be; H-2 has nothing but its approval; H-3 is paid from June on."""
ITEMS = (
    "valid_decision", "contract", "confidentiality", "certificate_at_decision", "certificate_since", "agreement_covers",
    "extra_pay_decided", "receipts", "vouchers_approved", "driving_documented", "evaluated_on_time",
    "support_documented", "payees_confirmed", "run_authorised",
)  # fmt: skip


@pytest.fixture
def paid(bvt: Bvt) -> Bvt:
    """January to March are posted as R1 to R3; today is 15 June."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=DOCUMENT).exit_code == 0
    for month in ("2025-01", "2025-02", "2025-03"):
        assert bvt("pay", "month", month, "--post").exit_code == 0
    return bvt


def evaluated(bvt: Bvt, *days: str) -> None:
    entries = ", ".join(f"{{ref: O-{on}, agreement: A-1, on: {on}, kind: evaluation}}" for on in days)
    assert bvt("import", "-", input=f"bvt_register: 1\nfollow_ups: [{entries}]\n").exit_code == 0


def audit(bvt: Bvt, *options: str) -> Any:
    return bvt("audit", "--from", "2025-01", "--to", "2025-03", *options, "--json").json


def answers(document: Any, home: str) -> dict[str, str]:
    (found,) = (each for each in document["homes"] if each["home"] == home)
    return {each["item"]: each["answer"] for each in found["items"]}


def missing(document: Any, home: str) -> list[tuple[str, str, str | None]]:
    """Item, code and ref of what is missing in a folder."""
    (found,) = (each for each in document["homes"] if each["home"] == home)
    return [(each["item"], lack["code"], lack["ref"]) for each in found["items"] for lack in each["missing"]]


class TestFolders:
    """Every item of every home that was paid in the period."""

    def test_what_is_missing_is_found_and_nothing_else_is(self, paid: Bvt) -> None:
        found = audit(paid)
        assert (found["from"], found["to"], found["as_of"]) == ("2025-01", "2025-03", "2025-06-15")
        assert (found["population"], found["sample"], found["findings"]) == (2, None, 3)
        assert [each["home"] for each in found["homes"]] == ["H-1", "H-2"]
        assert tuple(answers(found, "H-1")) == ITEMS
        assert missing(found, "H-1") == []
        assert missing(found, "H-2") == [
            ("contract", "not_signed", None),
            ("confidentiality", "not_signed", "P-2"),
            ("certificate_at_decision", "attest_absent", "P-2"),
        ]

    def test_the_answers_are_added_up(self, paid: Bvt) -> None:
        by_item = {each.pop("item"): each for each in audit(paid)["totals"]}
        assert by_item["contract"] == {"yes": 1, "no": 1, "not_applicable": 0}
        assert by_item["valid_decision"] == {"yes": 2, "no": 0, "not_applicable": 0}
        assert by_item["run_authorised"] == {"yes": 0, "no": 0, "not_applicable": 2}

    def test_findings_end_with_3_and_a_clean_audit_with_0(self, paid: Bvt) -> None:
        assert paid("audit", "--from", "2025-01", "--to", "2025-03").exit_code == 3
        clean = paid("audit", "--from", "2025-01", "--to", "2025-01")
        assert (clean.exit_code, clean.stderr) == (0, "Nothing is missing.\n")

    def test_an_evaluation_is_asked_for_once_it_was_due(self, paid: Bvt) -> None:
        """Due on 1 April; the period ends with June, and the day that counts as today is within it."""
        half = ("audit", "--from", "2025-01", "--to", "2025-06", "--json")
        assert ("evaluated_on_time", "evaluation_missing", "A-1") in missing(paid(*half).json, "H-1")
        assert answers(paid(*half, "--as-of", "2025-04-01").json, "H-1")["evaluated_on_time"] == "yes"
        evaluated(paid, "2025-03-20")
        assert answers(paid(*half).json, "H-1")["evaluated_on_time"] == "yes"

    def test_only_lines_that_stand_are_looked_at(self, paid: Bvt) -> None:
        """A-2 turned out to have ended in February: March is not covered until it is taken back."""
        assert paid("agreement", "end", "A-2", "--on", "2025-02-28").exit_code == 0
        (lack,) = [each for each in missing(audit(paid), "H-2") if each[0] == "agreement_covers"]
        assert lack == ("agreement_covers", "not_covered", "A-2")
        assert paid("pay", "month", "2025-04", "--post", "--recover", "A-2", "--reason", "Feil").exit_code == 0
        assert answers(audit(paid), "H-2")["agreement_covers"] == "yes"
        march = paid("audit", "--from", "2025-03", "--to", "2025-03", "--json").json
        assert [each["home"] for each in march["homes"]] == ["H-1"]

    def test_what_is_paid_beside_the_rates_has_its_papers(self, paid: Bvt) -> None:
        """An outlay paid in April and withdrawn afterwards."""
        paid("outlay", "add", "A-1", "--on", "2025-04-08", "--receipt", "17", "--amount", "450")
        paid("outlay", "approve", "U1", "--by", "leder")
        assert paid("pay", "month", "2025-04", "--post").exit_code == 0
        april = ("audit", "--from", "2025-04", "--to", "2025-04", "--json")
        asked = ("receipts", "vouchers_approved", "driving_documented")
        assert [answers(paid(*april).json, "H-1")[item] for item in asked] == ["yes", "yes", "not_applicable"]
        paid("outlay", "withdraw", "U1", "--reason", "Betalt av skolen")
        assert [each for each in missing(paid(*april).json, "H-1") if each[0] in asked] == [
            ("receipts", "not_entered", "U1"), ("vouchers_approved", "voucher_not_approved", "U1"),
        ]  # fmt: skip

    def test_where_four_eyes_are_demanded_runs_are_authorised_and_payees_confirmed(
        self, paid: Bvt, tmp_path: Path
    ) -> None:
        """From February on; H-2 has nobody to be paid."""
        entry = '  - {name: four_eyes, value: "on", from: 2025-02-01, reason: "Vedtak 1/25"}\n'
        (tmp_path / "rates" / "settings.yaml").write_text(f"settings:\n{entry}", encoding="utf-8")
        found = audit(paid)
        assert missing(found, "H-1") == [
            ("payees_confirmed", "payee_not_confirmed", "P-1"), ("run_authorised", "not_authorised", "R2"),
            ("run_authorised", "not_authorised", "R3"),
        ]  # fmt: skip
        assert ("payees_confirmed", "no_payee", "R2") in missing(found, "H-2")
        assert paid("pay", "confirm", "H-1", "P-1", "--by", "leder").exit_code == 0
        for run in ("R2", "R3"):
            assert paid("pay", "authorise", run, "--by", "leder").exit_code == 0
        assert {item: answers(audit(paid), "H-1")[item] for item in ITEMS[-2:]} == dict.fromkeys(ITEMS[-2:], "yes")
        january = paid("audit", "--from", "2025-01", "--to", "2025-01", "--json").json
        assert answers(january, "H-1")["run_authorised"] == "not_applicable"


class TestSupport:
    """Grants of the children of paid homes, and of others."""

    GRANTS = """
bvt_register: 1
grants:
  - {ref: G-1, child: C-1, on: 2025-02-01, amount: 1000, decision: 1/25, purpose: Tur, supplier: Turlaget, bill: "1",
     approved_by: leder, paid_on: 2025-02-10}
  - {ref: G-2, child: C-2, on: 2025-02-01, amount: 200, decision: 2/25, purpose: Tur, cash: true, cash_reason: Haster,
     paid_on: 2025-03-31}
  - {ref: G-3, child: C-3, on: 2025-02-01, amount: 50, decision: 3/25, purpose: Tur, supplier: Turlaget, bill: "3",
     paid_on: 2025-03-01}
  - {ref: G-4, child: C-1, on: 2025-02-01, amount: 7, decision: 4/25, purpose: Tur, supplier: Turlaget, bill: "4",
     paid_on: 2025-04-01}
"""

    def test_they_are_counted_and_asked_for_approval(self, paid: Bvt) -> None:
        """G-3 is of a child of whom no home was paid in the period; G-4 is paid after it."""
        assert paid("import", "-", input=self.GRANTS).exit_code == 0
        found = audit(paid)
        support = found["support"]
        assert support["supplier"] == {"number": 2, "amount": "1050.00"}
        assert support["cash"] == {"number": 1, "amount": "200.00"}
        assert [(each["code"], each["ref"]) for each in support["missing"]] == [("grant_without_approved_by", "G-3")]
        assert answers(found, "H-1")["support_documented"] == "yes"
        assert ("support_documented", "grant_without_approved_by", "G-2") in missing(found, "H-2")
        printed = paid("audit", "--from", "2025-01", "--to", "2025-03").stdout
        assert "The grant G-3 is paid, and nobody approved it." in printed
        rows = list(csv.DictReader(io.StringIO(paid("audit", "--to", "2025-03", "--from", "2025-01", "--csv").stdout)))
        assert (rows[-1]["home"], rows[-1]["item"], rows[-1]["ref"]) == ("", "support_documented", "G-3")

    def test_with_nothing_but_a_loose_grant_there_is_still_a_finding(self, paid: Bvt) -> None:
        late = self.GRANTS.replace("2025-03-01", "2025-05-01")
        assert paid("import", "-", input=late).exit_code == 0
        may = paid("audit", "--from", "2025-05", "--to", "2025-05", "--json")
        assert (may.exit_code, may.json["population"], may.json["findings"]) == (3, 0, 1)


class TestSample:
    """A sample that anybody can draw again."""

    def test_it_is_stated_with_its_seed_and_the_population(self, paid: Bvt) -> None:
        found = audit(paid, "--sample", "1", "--seed", "7")
        assert (found["population"], found["sample"], len(found["homes"])) == (2, {"size": 1, "seed": "7"}, 1)
        assert audit(paid, "--sample", "1", "--seed", "7") == found
        drawn = {audit(paid, "--sample", "1", "--seed", str(seed))["homes"][0]["home"] for seed in range(8)}
        assert drawn == {"H-1", "H-2"}
        printed = paid("audit", "--from", "2025-01", "--to", "2025-03", "--sample", "1", "--seed", "7").stdout
        assert f"The homes drawn: {found['homes'][0]['home']}." in printed
        assert "1 of 2, drawn with the seed 7." in " ".join(printed.split())

    def test_without_a_seed_the_period_is_the_seed(self, paid: Bvt) -> None:
        assert audit(paid, "--sample", "5")["sample"] == {"size": 5, "seed": "2025-01 2025-03"}


class TestShown:
    """For people, for programs and on paper; never a name."""

    def test_people_read_totals_and_what_is_missing(self, paid: Bvt) -> None:
        result = paid("audit", "--from", "2025-01", "--to", "2025-03")
        lines = [line.strip() for line in result.stdout.splitlines()]
        assert lines[0] == "Audit of homes paid for 2025-01 to 2025-03"
        assert any(re.fullmatch(r"2 +contract +1 +1 +0", line) for line in lines)
        assert "* contract: The contract is missing." in lines
        assert any(re.fullmatch(r"H-2 +yes +no +no +no( +(yes|–))+", line) for line in lines)
        assert "Homes in which nothing is missing: 1 of 2." in lines
        assert result.stderr == "Findings: 3.\n"
        assert "røve" not in result.stdout + audit_text(paid)

    def test_what_came_late_and_a_single_month_are_told_in_words(self, paid: Bvt) -> None:
        """H-2 is paid from 1 February, and signs on the 3rd."""
        for step in (["contract"], ["confidentiality", "--person", "P-2"], ["assignment"]):
            assert paid("home", "step", "H-2", *step, "--on", "2025-02-03").exit_code == 0
        printed = paid("audit", "--from", "2025-02", "--to", "2025-02").stdout
        assert printed.startswith("Audit of homes paid for 2025-02\n")
        said = " ".join(printed.split())
        assert "* The contract is of 2025-02-03, and had to be there by 2025-02-01." in said
        assert "* The confidentiality declaration of P-2 is of 2025-02-03, and had to be there by 2025-02-01." in said

    def test_csv_has_a_row_for_each_answer(self, paid: Bvt) -> None:
        written = paid("audit", "--from", "2025-01", "--to", "2025-03", "--csv").stdout
        rows = list(csv.DictReader(io.StringIO(written)))
        assert [row["item"] for row in rows] == [*ITEMS, *ITEMS]
        (lack,) = (row for row in rows if row["home"] == "H-2" and row["item"] == "confidentiality")
        assert lack == {
            "home": "H-2", "item": "confidentiality", "answer": "no", "missing": "not_signed", "ref": "P-2",
            "kind": "confidentiality", "from": "2025-02-01", "to": "",
        }  # fmt: skip

    def test_the_page_stands_alone_and_is_never_written_over(self, paid: Bvt, tmp_path: Path) -> None:
        page = tmp_path / "audit.html"
        options = ("audit", "--from", "2025-01", "--to", "2025-03", "--html", page)
        result = paid(*options)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == f"The page is in {page}.\nFindings: 3.\n"
        written = page.read_text(encoding="utf-8")
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert "size: A4" in written
        assert "<script" not in written
        assert "src=" not in written
        assert "H-1" in written
        assert "–" in written
        assert "røve" not in written
        again = paid(*options)
        assert (again.exit_code, again.stdout) == (3, "")
        assert "nothing was changed" in again.stderr
        assert page.read_text(encoding="utf-8") == written

    def test_by_itself_it_is_of_the_year_of_the_day_that_counts_as_today(self, paid: Bvt) -> None:
        found = paid("audit", "--json").json
        assert (found["from"], found["to"]) == ("2025-01", "2025-12")
        assert paid("audit", "--year", "2024", "--json").json["population"] == 0
        since = paid("audit", "--from", "2025-02", "--json").json
        assert (since["from"], since["to"]) == ("2025-02", "2025-06")

    def test_where_nothing_is_posted_that_is_said(self, paid: Bvt) -> None:
        result = paid("audit", "--year", "2024", "--csv")
        assert (result.exit_code, result.stderr) == (0, "Nothing is posted in these months.\n")

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (["--year", "2025", "--from", "2025-01"], "Give either --year or --from and --to, not both."),
            (["--to", "2025-01"], "--to goes with --from."),
            (["--from", "2025-02", "--to", "2025-01"], "--to (2025-01) is before --from (2025-02)."),
            (["--seed", "7"], "--seed goes with --sample."),
            (["--sample", "0"], "--sample: 0 is no whole number from 1 to 1000000."),
            (["--sample", "5", "--seed", " "], "--seed is empty."),
            (["--year", "25"], "--year: 25 is no whole number from 1900 to 2199."),
        ],
    )
    def test_what_cannot_be_asked(self, paid: Bvt, options: list[str], sentence: str) -> None:
        assert paid("audit", *options) == (2, "", f"{sentence}\n")


def audit_text(bvt: Bvt) -> str:
    """What programs read of an audit."""
    return bvt("audit", "--json").stdout
