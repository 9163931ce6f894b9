"""`bvt pay calculate` and `bvt pay month`: what is due, what is posted, and what is held."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from subprocess import PIPE

import pytest
import yaml

from tests.commands.register import KOMMUNE, ONE_HOME
from tests.conftest import Bvt, Result

Register = Callable[..., Result]


@pytest.fixture
def register(bvt: Bvt, tmp_path: Path) -> Register:
    """Take a document in; the first one makes the register (it pays from January 2025)."""

    def take_in(document: str, pay_from: str = "2025-01") -> Result:
        if not (tmp_path / "bvt.db").exists():
            assert bvt("init", "--pay-from", pay_from).exit_code == 0
        return bvt("import", "-", input=document)

    return take_in


def amounts(document: dict) -> list[tuple[str, str, str, str]]:
    return [
        (line["for_month"], line["kind"], line["component"], line["amount"])
        for home in document["homes"]
        for line in home["lines"]
    ]


def test_the_example_municipality_comes_to_the_expected_sums_in_march_2025(bvt: Bvt) -> None:
    """Every agreement of the example is paid what was worked out by hand."""
    expected = yaml.safe_load((Path(__file__).parents[1] / "cases" / "kommune_2025-03.yaml").read_text("utf-8"))
    bvt("init", "--pay-from", "2024-10")
    bvt("import", KOMMUNE)
    found = bvt("pay", "calculate", "2025-03", "--json")
    assert found.exit_code == 3
    assert found.json["total"] == expected["total"]
    assert found.json["taxable"] == expected["taxable"]
    assert found.json["tax_free"] == expected["tax_free"]
    assert [problem["agreement"] for problem in found.json["problems"]] == ["A-6"]
    assert [(each["agreement"], each["code"]) for each in found.json["skipped"]] == [("A-5", "sgs1030")]
    lines = {
        (line["agreement"], line["component"], line["basis"]): line["amount"]
        for home in found.json["homes"]
        for line in home["lines"]
    }
    assert lines == {
        (agreement, line["component"], line["basis"]): line["amount"]
        for agreement, lines_expected in expected["agreements"].items()
        for line in lines_expected
    }


def test_a_month_by_itself_says_nothing_of_what_was_posted(bvt: Bvt, register: Register) -> None:
    """`pay calculate` gives the contract's document, keys and all, before and after a posting."""
    register(ONE_HOME)
    before = bvt("pay", "calculate", "2025-03", "--json")
    assert before.exit_code == 0
    assert before.json == {
        "month": "2025-03",
        "total": "4275.00",
        "taxable": "3078.00",
        "tax_free": "1197.00",
        "homes": [
            {
                "home": "H-1",
                "total": "4275.00",
                "taxable": "3078.00",
                "tax_free": "1197.00",
                "lines": [
                    {
                        "home": "H-1",
                        "agreement": "A-1",
                        "case": "2024/1",
                        "measure": "besokshjem",
                        "component": component,
                        "basis": "fixed",
                        "for_month": "2025-03",
                        "from": "2025-03-01",
                        "to": "2025-03-31",
                        "taxable": taxable,
                        "provisional": False,
                        "rate": {"table": "2024-07-01", "amount": rate, "unit": "day"},
                        "quantity": "3",
                        "amount": amount,
                    }
                    for component, taxable, rate, amount in (
                        ("grunnstotte", True, "1026.00", str(3 * Decimal("1026.00"))),
                        ("utgiftsdekning", False, "399.00", str(3 * Decimal("399.00"))),
                    )
                ],
            }
        ],
        "problems": [],
        "skipped": [],
        "notes": [],
    }
    bvt("pay", "month", "2025-03", "--post")
    assert bvt("pay", "calculate", "2025-03", "--json").stdout == before.stdout


def test_the_preview_shows_exactly_what_is_posted(bvt: Bvt, register: Register) -> None:
    """Every month since the agreement began is paid, and posting writes the lines of the preview."""
    register(ONE_HOME)
    preview = bvt("pay", "month", "2025-03", "--json")
    assert (preview.exit_code, preview.json["run"]) == (0, None)
    posted = bvt("pay", "month", "2025-03", "--post", "--plan", preview.json["plan"], "--json")
    assert (posted.exit_code, posted.json["run"]) == (0, "R1")
    assert amounts(posted.json) == amounts(preview.json)
    assert [line[:2] for line in amounts(posted.json)] == [
        (month, "ordinary") for month in ("2025-01", "2025-02", "2025-03") for _ in range(2)
    ]
    assert [line["line"] for line in posted.json["homes"][0]["lines"]] == [f"R1-{n}" for n in range(1, 7)]
    assert all(line["line"] is None for line in preview.json["homes"][0]["lines"])
    assert posted.json["total"] == str(3 * (3 * Decimal("1026.00") + 3 * Decimal("399.00")))


def test_posting_again_posts_nothing(bvt: Bvt, register: Register) -> None:
    """With nothing new there is no run."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    again = bvt("pay", "month", "2025-03", "--post", "--json")
    assert (again.exit_code, again.json["run"], again.json["homes"]) == (0, None, [])
    assert len(bvt("pay", "runs", "--json").json) == 1


def test_a_plan_that_has_become_something_else_is_refused(bvt: Bvt, register: Register) -> None:
    """What was looked at is what is posted, or nothing."""
    register(ONE_HOME)
    plan = bvt("pay", "month", "2025-03", "--json").json["plan"]
    register("bvt_register: 1\nagreements: [{ref: A-1, days_per_month: 4}]\n")
    refused = bvt("pay", "month", "2025-03", "--post", "--plan", plan, "--json")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert json.loads(refused.stderr)["error"]["code"] == "refused"
    assert bvt("pay", "runs", "--json").json == []


def test_a_late_extra_stay_is_paid_as_a_correction(bvt: Bvt, register: Register) -> None:
    """A line added to a month already paid is called a correction."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    register("bvt_register: 1\nstays: [{ref: S-1, agreement: A-1, from: 2025-02-07, to: 2025-02-08, extra: true}]\n")
    found = bvt("pay", "month", "2025-03", "--post", "--json")
    assert amounts(found.json) == [
        ("2025-02", "correction", "grunnstotte", str(2 * Decimal("1026.00"))),
        ("2025-02", "correction", "utgiftsdekning", str(2 * Decimal("399.00"))),
    ]


def test_what_would_be_taken_back_is_held_until_somebody_says_why(bvt: Bvt, register: Register) -> None:
    """An agreement ended earlier than paid is held, listed with its sum, and reversed only with a reason."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    register("bvt_register: 1\nagreements: [{ref: A-1, to: 2025-02-28}]\n")
    held = bvt("pay", "month", "2025-03", "--post", "--json")
    assert (held.exit_code, held.json["run"], held.json["homes"]) == (3, None, [])
    assert [(each["home"], each["agreement"], each["amount"]) for each in held.json["held"]] == [
        ("H-1", "A-1", str(-3 * Decimal("1026.00") - 3 * Decimal("399.00")))
    ]
    assert bvt("pay", "month", "2025-03", "--post", "--recover", "A-1").exit_code == 2
    taken = bvt("pay", "month", "2025-03", "--post", "--recover", "A-1", "--reason", "Avtalt 5. mars", "--json")
    assert (taken.exit_code, taken.json["total"]) == (0, "-4275.00")
    assert [line["reverses"] for line in taken.json["homes"][0]["lines"]] == ["R1-5", "R1-6"]
    assert [line["quantity"] for line in taken.json["homes"][0]["lines"]] == ["-3", "-3"]
    assert "Avtalt 5. mars" in bvt("pay", "explain", "R2-1").stdout


def test_a_month_before_pay_from_or_too_far_ahead_is_refused(bvt: Bvt, register: Register) -> None:
    """bvt pays from its first month to the month after the as-of day's."""
    register(ONE_HOME)
    assert bvt("pay", "month", "2024-12").exit_code == 2
    assert bvt("pay", "month", "2025-04", "--as-of", "2025-03-15").exit_code == 0
    too_early = bvt("pay", "month", "2025-05", "--as-of", "2025-03-15")
    assert too_early.exit_code == 2
    assert "2025-04" in too_early.stderr


def test_july_2025_is_paid_provisionally_and_october_not_at_all(bvt: Bvt, register: Register) -> None:
    """Three months past its cover a table still pays; then the month is refused, naming both remedies."""
    register(ONE_HOME)
    july = bvt("pay", "calculate", "2025-07", "--json")
    assert (july.exit_code, july.json["total"]) == (0, "4275.00")
    assert {line["provisional"] for line in july.json["homes"][0]["lines"]} == {True}
    october = bvt("pay", "calculate", "2025-10", "--json")
    assert (october.exit_code, october.json["homes"]) == (5, [])
    assert [each["code"] for each in october.json["problems"]] == ["rate_missing"]
    assert "bvt rate new" in october.json["problems"][0]["message"]
    assert "--provisional" in october.json["problems"][0]["message"]
    old = bvt("pay", "calculate", "2025-10", "--provisional", "--json")
    assert (old.exit_code, old.json["total"]) == (0, "4275.00")


def test_a_month_without_any_rate_posts_nothing(bvt: Bvt, register: Register) -> None:
    """Not even the earlier months that could be paid: the document has no lines."""
    register(ONE_HOME)
    found = bvt("pay", "month", "2025-10", "--post", "--as-of", "2025-10-31", "--json")
    assert (found.exit_code, found.json["homes"], found.json["run"], found.json["total"]) == (5, [], None, "0.00")
    assert bvt("pay", "runs", "--json").json == []


def own_table(tmp_path: Path, effective: str, text: str) -> None:
    folder = tmp_path / "rates" / "ks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{effective}.yaml").write_text(text, "utf-8")


def table_of_2024() -> str:
    return (Path(__file__).parents[2] / "rates" / "ks" / "2024-07-01.yaml").read_text("utf-8")


def test_entering_the_table_corrects_what_was_paid_provisionally(bvt: Bvt, register: Register, tmp_path: Path) -> None:
    """The difference comes by itself, as reversals of the provisional lines and corrections."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-07", "--post", "--as-of", "2025-07-31")
    higher = table_of_2024().replace("2024-07-01", "2025-07-01").replace("1026", "1066")
    own_table(tmp_path, "2025-07-01", higher)
    found = bvt("pay", "month", "2025-07", "--post", "--as-of", "2025-07-31", "--json")
    assert (found.exit_code, found.json["total"]) == (0, str(3 * (Decimal("1066.00") - Decimal("1026.00"))))
    assert {line[:2] for line in amounts(found.json)} == {("2025-07", "reversal"), ("2025-07", "correction")}


def test_a_table_changed_behind_a_posting_is_refused_until_accepted(
    bvt: Bvt, register: Register, tmp_path: Path
) -> None:
    """Figures that were paid by are not changed unnoticed."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    own_table(tmp_path, "2024-07-01", table_of_2024().replace("1026", "1030"))
    refused = bvt("pay", "month", "2025-03", "--post", "--json")
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert "ks/2024-07-01.yaml" in refused.stderr
    accepted = bvt("pay", "month", "2025-03", "--post", "--accept-changed", "ks/2024-07-01.yaml", "--json")
    assert (accepted.exit_code, accepted.json["total"]) == (0, str(9 * (Decimal("1030.00") - Decimal("1026.00"))))
    assert bvt("pay", "month", "2025-03", "--post").exit_code == 0


def test_what_was_settled_outside_bvt_is_not_paid_again(bvt: Bvt, register: Register) -> None:
    """An agreement is paid from the month after `paid_until`."""
    register(ONE_HOME)
    register("bvt_register: 1\nagreements: [{ref: A-1, paid_until: 2025-02}]\n")
    assert {line[0] for line in amounts(bvt("pay", "month", "2025-03", "--json").json)} == {"2025-03"}


def test_a_posted_run_prints_the_same_bytes_for_ever(bvt: Bvt, register: Register) -> None:
    """Whatever becomes known later, the run is shown from its own lines."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    before = bvt("pay", "show", "R1", "--json").stdout
    register(
        "bvt_register: 1\nhomes: [{ref: H-1, name: Et annet navn}]\n"
        'children: [{ref: C-1, case: "2025/9", born: 2010-01-01}]\nagreements: [{ref: A-1, to: 2025-02-01}]\n'
    )
    assert bvt("pay", "show", "R1", "--json").stdout == before
    assert "Prøve" not in before


def test_unknown_runs_and_lines_are_not_found(bvt: Bvt, register: Register) -> None:
    """What is not there is exit 4, whatever the name looks like."""
    register(ONE_HOME)
    for ref in ("R1", "R0", "X", "R-1", "R99999999999999"):
        assert bvt("pay", "show", ref).exit_code == 4
    for ref in ("R1-1", "R1", "R1-x", "A-1", "R1-1-1"):
        assert bvt("pay", "explain", ref).exit_code == 4


def test_a_line_explains_itself(bvt: Bvt, register: Register) -> None:
    """Days, rate with table and page, the rule for the band, and the sum with its numbers."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    told = bvt("pay", "explain", "R1-6").stdout
    for part in (
        "Line R1-6: expense cover to home H-1 for 2025-03, agreement A-1, respite home, case 2024/1.",
        "from 2025-03-01 to 2025-03-31",
        "NOK\u00a0399.00",
        "2024-07-01: https://www.ks.no/",
        "the age on 2025-02-28 decides",
        "Sum: 3 x NOK\u00a0399.00 = NOK\u00a01,197.00",
        "tax-free",
    ):
        assert part in told
    before = bvt("pay", "explain", "--agreement", "A-1", "--month", "2025-04", "--json").json
    assert [line["sum"] for line in before["lines"]] == ["3 x 1026.00 = 3078.00", "3 x 399.00 = 1197.00"]


def test_a_home_without_approval_is_a_problem_and_the_rest_is_posted(bvt: Bvt, register: Register) -> None:
    """One agreement that cannot be paid does not stop the others: exit 3, and a note the month after."""
    register(ONE_HOME)
    register(
        """
bvt_register: 1
homes: [{ref: H-2, kind: fosterhjem, name: Familien Mangel, employment: oppdragstaker}]
agreements: [{ref: A-2, home: H-2, child: C-1, measure: fosterhjem, from: 2025-02-01}]
"""
    )
    found = bvt("pay", "month", "2025-03", "--post", "--json")
    assert found.exit_code == 3
    assert {line["agreement"] for home in found.json["homes"] for line in home["lines"]} == {"A-1"}
    assert [(each["agreement"], each["code"]) for each in found.json["problems"]] == [("A-2", "home_not_approved")]
    assert [(each["agreement"], each["code"], each["month"]) for each in found.json["notes"]] == [
        ("A-2", "unpaid_earlier", "2025-02")
    ]


def test_a_line_that_was_taken_back_says_by_which(bvt: Bvt, register: Register) -> None:
    """Whoever looks at the old line is led to the new one."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-03", "--post")
    register("bvt_register: 1\nagreements: [{ref: A-1, to: 2025-02-28}]\n")
    bvt("pay", "month", "2025-03", "--post", "--recover", "A-1", "--reason", "Avtalt")
    assert "It was taken back later, by line R2-1." in bvt("pay", "explain", "R1-5").stdout
    assert "taken back later" not in bvt("pay", "explain", "R1-1").stdout


def test_provisional_pay_of_earlier_months_is_told_too(bvt: Bvt, register: Register) -> None:
    """Paid for September, with July and August not yet posted."""
    register(ONE_HOME)
    bvt("pay", "month", "2025-06", "--post", "--as-of", "2025-06-30")
    found = bvt("pay", "month", "2025-09", "--as-of", "2025-09-30", "--json")
    assert [(note["code"], note["month"]) for note in found.json["notes"]] == [
        ("provisional", "2025-09"),
        ("provisional", "2025-07"),
        ("provisional", "2025-08"),
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_posting_whose_output_cannot_be_written_is_said_to_stand(bvt: Bvt, process: Bvt, register: Register) -> None:
    """The run is in the ledger before anything is printed."""
    register(ONE_HOME)
    with Path("/dev/full").open("w") as full:
        ended = process("pay", "month", "2025-03", "--post", "--csv", capture_output=False, stdout=full, stderr=PIPE)
    assert ended.exit_code == 1
    assert "R1 is posted all the same; only its output could not be written." in ended.stderr
    assert len(bvt("pay", "runs", "--json").json) == 1
