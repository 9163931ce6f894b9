"""`bvt pay export`, `formats` and `reconcile`: a run of the example municipality out, and what was paid back in."""

import csv
import hashlib
import io
import stat
from pathlib import Path

import pytest

from tests.conftest import Bvt

PAYROLL = """\
payroll:
  - {name: wage_type, component: grunnstotte, value: "4301", from: 2025-01-01, reason: Invented}
  - {name: wage_type, component: utgiftsdekning, value: "4302", from: 2025-01-01, reason: Invented}
  - {name: payer_name, value: Lekby kommune, from: 2025-01-01, reason: Invented}
  - {name: payer_account, value: "86011117947", from: 2025-01-01, reason: Invented}
  - {name: payer_organisation, value: "123456785", from: 2025-01-01, reason: Invented}
"""
TWO_HOMES = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons:
      - {ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}
      - {ref: P-2, name: Øve Prøvesen, born: 1981-01-01, role: carer}
    payees:
      - {person: P-1, payroll_id: "101", account: "12345678903", share: "1/2", from: 2025-01-01}
      - {person: P-2, payroll_id: "102", account: "86011117947", share: "1/2", from: 2025-01-01}
    approvals: [{kind: besokshjem, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-03-01}
"""
"""A besøkshjem whose two carers are paid half each: March 2025 is 3078.00 and 1197.00."""


@pytest.fixture
def posted(empty: Bvt, tmp_path: Path) -> Bvt:
    """bvt with March 2025 posted as R1, and a municipality that has said its codes."""
    (tmp_path / "rates" / "payroll.yaml").write_text(PAYROLL, encoding="utf-8")
    assert empty("import", "-", input=TWO_HOMES).exit_code == 0
    assert empty("pay", "month", "2025-03", "--post").exit_code == 0
    return empty


def in_file(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))


def test_the_file_holds_every_line_split_on_its_payees(posted, tmp_path):
    done = posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "R1.csv")
    assert done.exit_code == 0
    assert "rows: 4, control sum NOK\u00a04,275.00" in done.stderr
    rows = in_file(tmp_path / "R1.csv")
    assert [(row["payroll_id"], row["component"], row["amount"]) for row in rows] == [
        ("101", "grunnstotte", "1539.00"), ("102", "grunnstotte", "1539.00"),
        ("101", "utgiftsdekning", "598.50"), ("102", "utgiftsdekning", "598.50"),
    ]  # fmt: skip


def test_json_tells_count_control_sum_and_fingerprint(posted, tmp_path):
    target = tmp_path / "R1.csv"
    told = posted("pay", "export", "R1", "--format", "csv", "--out", target, "--json").json
    assert told == {
        "run": "R1", "format": "csv", "file": str(target), "rows": 4, "total": "4275.00",
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "exported_before": [], "left_out": [], "notices": [],
    }  # fmt: skip


def test_the_file_is_for_its_owner_only_and_no_file_is_written_over(posted, tmp_path):
    target = tmp_path / "R1.csv"
    posted("pay", "export", "R1", "--format", "csv", "--out", target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    again = posted("pay", "export", "R1", "--format", "visma-lonn", "--out", target)
    assert again.exit_code == 3
    assert target.read_bytes() == before
    told = posted("pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "R1.txt", "--json").json
    assert [each["format"] for each in told["exported_before"]] == ["csv"]


@pytest.mark.parametrize("first", ["visma-lonn", "pain.001.001.03"])
def test_a_second_file_that_pays_is_refused_until_it_is_asked_for_again(posted, tmp_path, first):
    day = ["--pay-on", "2025-04-11"] if first.startswith("pain") else []
    assert posted("pay", "export", "R1", "--format", first, *day, "--out", tmp_path / "1").exit_code == 0
    second = ["pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "2"]
    refused = posted(*second)
    assert refused.exit_code == 3
    assert f"R1 was written as {first} by tester" in refused.stderr
    assert not (tmp_path / "2").exists()
    done = posted(*second, "--again", "--json")
    assert done.exit_code == 0
    assert [each["format"] for each in done.json["exported_before"]] == [first]
    assert f"R1 was also written as {first}" in done.stderr


def test_a_file_to_read_does_not_stand_in_the_way_of_one_that_pays(posted, tmp_path):
    posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "1")
    assert posted("pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "2").exit_code == 0
    assert posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "3").exit_code == 3


def test_who_owes_more_than_is_paid_is_left_out_by_the_bank_and_told_by_ref(posted, tmp_path):
    """And such a run goes out only when the home has been written to."""
    end = "bvt_register: 1\nagreements: [{ref: A-1, to: 2025-03-05}]\n"
    other = TWO_HOMES
    for ref, another in (("H-1", "H-8"), ("P-1", "P-8"), ("P-2", "P-9"), ("C-1", "C-8"), ("A-1", "A-8")):
        other = other.replace(ref, another)
    assert posted("import", "-", input=end).exit_code == 0
    assert posted("import", "-", input=other).exit_code == 0
    posted("pay", "month", "2025-03", "--post", "--recover", "A-1", "--reason", "Prøve")
    bank = ("pay", "export", "R2", "--format", "pain.001.001.09", "--pay-on", "2025-04-11", "--out", tmp_path / "x")
    unwritten = posted(*bank)
    assert (unwritten.exit_code, (tmp_path / "x").exists()) == (3, False)
    assert "`bvt pay letter K1`" in unwritten.stderr
    assert posted("pay", "letter", "K1", "--sent", "2025-04-02").exit_code == 0
    done = posted(*bank, "--json")
    assert done.exit_code == 3
    assert [each["person"] for each in done.json["left_out"]] == ["P-1", "P-2"]
    assert "P-1 is left out" in done.stderr
    assert (tmp_path / "x").exists()


def test_an_export_is_journalled(posted, tmp_path, journal):
    posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "R1.csv")
    (noted,) = [each for each in journal() if each.command == "pay export"]
    assert (noted.what, noted.ref, noted.by) == ("run", "R1", "tester")
    assert noted.after["format"] == "csv"
    assert noted.after["rows"] == 4


def test_without_wage_types_nothing_is_written_and_the_remedy_is_told(posted, tmp_path):
    (tmp_path / "rates" / "payroll.yaml").unlink()
    done = posted("pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "R1.txt")
    assert done.exit_code == 3
    assert '{name: wage_type, component: grunnstotte, value: "...", from: 2025-03-01, reason: "..."}' in done.stderr
    assert not (tmp_path / "R1.txt").exists()
    assert (
        posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "R1.csv", "--json").json["exported_before"]
        == []
    )


def test_wrong_settings_of_payroll_stop_the_export_and_nothing_else(posted, tmp_path):
    (tmp_path / "rates" / "payroll.yaml").write_text("payroll: [{name: lonn}]\n", encoding="utf-8")
    assert posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "R1.csv").exit_code == 78
    assert posted("pay", "month", "2025-03").exit_code == 0


def test_nobody_is_named_in_an_error(posted, tmp_path):
    nobody = "bvt_register: 1\nhomes: [{ref: H-1, persons: [{ref: P-1, name: 李 Prøvesen}, {ref: P-2}]}]"
    assert posted("import", "-", input=nobody).exit_code == 0
    done = posted(
        "pay", "export", "R1", "--format", "pain.001.001.09", "--pay-on", "2025-04-11", "--out", tmp_path / "x"
    )
    assert done.exit_code == 65
    assert "P-1" in done.stderr
    assert "Prøvesen" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_the_bank_must_be_told_a_day_and_nobody_else(posted, tmp_path):
    assert posted("pay", "export", "R1", "--format", "pain.001.001.03", "--out", tmp_path / "x").exit_code == 2
    assert (
        posted("pay", "export", "R1", "--format", "csv", "--pay-on", "2025-04-11", "--out", tmp_path / "x").exit_code
        == 2
    )


@pytest.mark.parametrize(("run", "format", "code"), [("R9", "csv", 4), ("R1", "excel", 2), ("x", "csv", 4)])
def test_an_unknown_run_or_format_is_told(posted, tmp_path, run, format, code):
    assert posted("pay", "export", run, "--format", format, "--out", tmp_path / "x").exit_code == code


def test_a_folder_that_is_not_there_is_told_and_no_export_is_noted(posted, tmp_path):
    done = posted("pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "no" / "R1")
    assert done.exit_code == 2
    assert posted("pay", "export", "R1", "--format", "visma-lonn", "--out", tmp_path / "R1").exit_code == 0


def test_with_four_eyes_only_an_authorised_run_goes_out(posted, tmp_path):
    setting = 'settings: [{name: four_eyes, value: "on", from: 2025-01-01, reason: Vedtak}]\n'
    (tmp_path / "rates" / "settings.yaml").write_text(setting, encoding="utf-8")
    done = posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "x")
    assert done.exit_code == 3
    assert "R1 is not authorised" in done.stderr


def test_with_four_eyes_it_goes_only_to_payees_somebody_has_confirmed(posted, tmp_path):
    """Without, it goes and says whom nobody has confirmed."""
    told = posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "told")
    assert told.exit_code == 0
    assert "Nobody has confirmed P-1, P-2 as payees" in told.stderr
    setting = 'settings: [{name: four_eyes, value: "on", from: 2025-01-01, reason: Vedtak}]\n'
    (tmp_path / "rates" / "settings.yaml").write_text(setting, encoding="utf-8")
    assert posted("pay", "authorise", "R1", "--by", "leder").exit_code == 0
    refused = posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "x", "--again")
    assert refused.exit_code == 3
    assert "P-1, P-2" in refused.stderr
    for person in ("P-1", "P-2"):
        assert posted("pay", "confirm", "H-1", person, "--by", "leder").exit_code == 0
    assert posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "x", "--again").exit_code == 0


def test_an_own_format_stands_in_the_list_and_can_be_written(posted, tmp_path):
    (tmp_path / "rates" / "formats").mkdir()
    (tmp_path / "rates" / "formats" / "ours.yaml").write_text(
        "kind: delimited\npurpose: pay\nheader: true\ndecimal: comma\nrows: summed\n"
        "columns: [{name: Nr, field: payroll_id}, {name: Beløp, field: amount}, {name: Dag, field: pay_on}]\n",
        encoding="utf-8",
    )
    listed = {each["name"]: each for each in posted("pay", "formats", "--json").json}
    assert listed["ours"]["file"] == "formats/ours.yaml"
    assert listed["ours"]["own"] is True
    assert listed["gl07"] == {
        "name": "gl07", "purpose": "ledger", "kind": "fixed", "columns": 66, "width": 2060, "own": False,
        "file": "bvt/formats/gl07.yaml",
    }  # fmt: skip
    assert {"csv", "visma-lonn", "huldt-lillevik", "pain.001.001.03", "pain.001.001.09"} <= listed.keys()
    assert "fixed positions" in posted("pay", "formats").stdout
    assert posted("pay", "export", "R1", "--format", "ours", "--out", tmp_path / "x").exit_code == 2
    posted("pay", "export", "R1", "--format", "ours", "--pay-on", "2025-04-11", "--out", tmp_path / "x")
    assert (tmp_path / "x").read_text(
        encoding="utf-8"
    ) == "Nr;Beløp;Dag\n101;2137,50;2025-04-11\n102;2137,50;2025-04-11\n"


def test_wrong_maps_are_told_with_file_and_line(posted, tmp_path):
    (tmp_path / "rates" / "formats").mkdir()
    (tmp_path / "rates" / "formats" / "ours.yaml").write_text("kind: delimited\npurpose: pay\n", encoding="utf-8")
    done = posted("pay", "formats")
    assert done.exit_code == 78
    assert "formats/ours.yaml:1: columns is missing." in done.stderr


class TestReconcile:
    """What payroll says it paid."""

    @pytest.fixture
    def exported(self, posted: Bvt, tmp_path: Path) -> Path:
        posted("pay", "export", "R1", "--format", "csv", "--out", tmp_path / "R1.csv")
        return tmp_path / "R1.csv"

    def test_the_runs_own_file_agrees_with_it(self, posted, exported):
        done = posted("pay", "reconcile", "R1", exported)
        assert done.exit_code == 0
        assert "Payroll has paid what R1 said." in done.stderr
        assert posted("pay", "reconcile", "R1", exported, "--json").json == {
            "run": "R1", "file": "R1.csv", "ok": True, "equal": 4, "run_total": "4275.00", "paid_total": "4275.00",
            "findings": [],
        }  # fmt: skip

    def test_payrolls_own_columns_are_named_by_a_map(self, posted, tmp_path):
        (tmp_path / "map.yaml").write_text(
            "columns: {payroll_id: Ansatt, wage_type: Lønnsart, amount: Beløp}\n", encoding="utf-8"
        )
        (tmp_path / "paid.csv").write_text(
            "Ansatt;Lønnsart;Beløp\n000101;4301;1 539,00\n000101;4302;598,00\n102;4301;1539\n103;4301;100,50\n",
            encoding="utf-8",
        )
        arguments = ("pay", "reconcile", "R1", tmp_path / "paid.csv", "--map", tmp_path / "map.yaml")
        done = posted(*arguments, "--json")
        assert done.exit_code == 3
        assert [
            (each["code"], each["payroll_id"], each["wage_type"], each["difference"]) for each in done.json["findings"]
        ] == [
            ("differs", "101", "4302", "-0.50"), ("missing", "102", "4302", "-598.50"),
            ("extra", "103", "4301", "100.50"),
        ]  # fmt: skip
        assert "not in the run" in posted(*arguments).stdout
        rows = list(csv.DictReader(io.StringIO(posted(*arguments, "--csv").stdout, newline=""), strict=True))
        assert [row["finding"] for row in rows] == ["differs", "missing", "extra"]

    def test_a_file_that_cannot_be_read_is_told_with_its_lines(self, posted, tmp_path):
        (tmp_path / "paid.csv").write_text("payroll_id,amount\n101,mye\n", encoding="utf-8")
        done = posted("pay", "reconcile", "R1", tmp_path / "paid.csv")
        assert done.exit_code == 65
        assert "paid.csv:2: amount is no amount: mye." in done.stderr

    def test_an_unknown_run_is_told(self, posted, exported):
        assert posted("pay", "reconcile", "R9", exported).exit_code == 4
