"""`bvt rules`: what is in force, and who says so."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.core.rules import RULES
from tests.conftest import Bvt

OWN = """
settings:
  - {name: age_change, value: birthday, from: 2025-02-01, to: 2025-12-31, reason: "Vedtak 12/24", source: Utvalget}
  - {name: mileage, value: "1.255", from: 2025-01-01, reason: Vedtak}
"""
OWN_DEMANDS = """
demands:
  - kind: besokshjem
    from: 2025-02-01
    steps: {conversation: 3}
    carers: 0
    carer_certificates: []
    household_certificates: [ordinaer]
    certificate_months: 2
    carer_confidentiality: false
    commitment_months: 24
    fosterhjem: false
    source: Vedtak 3/25
"""


@pytest.fixture
def own(bvt: Bvt, tmp_path: Path) -> Bvt:
    """bvt of a municipality with rules of its own from February 2025."""
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "settings.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "rates" / "approval.yaml").write_text(OWN_DEMANDS, encoding="utf-8")
    return bvt


def rules(bvt: Bvt, *arguments: str) -> dict[str, Any]:
    result = bvt("rules", *arguments, "--json")
    assert result.exit_code == 0
    return {each["name"]: each for each in result.json}


def test_every_setting_is_listed_without_any_register(bvt: Bvt) -> None:
    listed = rules(bvt, "--as-of", "2026-01-01")
    assert [name for name in listed if not name.startswith("approval.")] == list(RULES)


def test_a_setting_says_its_value_since_when_and_where_it_stands(bvt: Bvt) -> None:
    assert rules(bvt)["age_change"] == {
        "name": "age_change",
        "value": "month_after",
        "unit": None,
        "since": "1900-01-01",
        "until": None,
        "standing": "ks",
        "own": False,
        "meaning": "When a new age band begins to count.",
        "source": "KS's rate tables as reprinted by municipalities in 2013 and 2016",
        "reason": "There KS says that the amount changes the month after the child turns 6, 11 or 15.",
        "file": "bvt/settings.yaml",
    }


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("share_medium", 45, "percent"),
        ("one_ks_components", ["grunnstotte"], None),
        ("gathering_refund", "500.00", "kroner"),
        ("mileage", "5.30", "kroner per km"),
        ("network_talk_days", 14, None),
    ],
)
def test_values_are_what_they_are_in_json(bvt: Bvt, name: str, value: object, unit: str | None) -> None:
    found = rules(bvt, "--as-of", "2026-01-01")[name]
    assert (found["value"], found["unit"]) == (value, unit)


@pytest.mark.parametrize(
    ("name", "value", "standing"),
    [
        ("besokshjem.conversation", 2, "seed"),
        ("besokshjem.home_visit", 1, "seed"),
        ("besokshjem.contract", 1, "seed"),
        ("besokshjem.carers", 1, "seed"),
        ("besokshjem.carer_certificates", ["uttommende_utvidet"], "law"),
        ("besokshjem.household_certificates", ["uttommende_utvidet", "avgrenset", "ordinaer"], "law"),
        ("besokshjem.certificate_months", 3, "seed"),
        ("besokshjem.carer_confidentiality", True, "seed"),
        ("besokshjem.commitment_months", 12, "seed"),
        ("fosterhjem.conversation", 2, "choice"),
        ("ressursfamilie.fosterhjem", True, "seed"),
        ("ressursfamilie.intro", 2, "seed"),
    ],
)
def test_what_an_approval_demands_is_listed_too(bvt: Bvt, name: str, value: object, standing: str) -> None:
    found = rules(bvt)[f"approval.{name}"]
    assert (found["value"], found["standing"], found["own"]) == (value, standing, False)
    assert found["source"]


def test_what_is_not_demanded_is_not_listed(bvt: Bvt) -> None:
    assert [name for name in rules(bvt) if name.startswith("approval.ressursfamilie.")] == [
        f"approval.ressursfamilie.{code}" for code in ("solid", "intro", "assignment", "fosterhjem")
    ]


def test_the_municipalitys_own_are_told_from_the_others(own: Bvt) -> None:
    before, after = rules(own, "--as-of", "2025-01-31"), rules(own, "--as-of", "2025-02-01")
    assert [name for name, each in before.items() if each["own"]] == ["mileage"]
    assert [name for name, each in after.items() if each["own"]] == [
        "age_change", "mileage", "approval.besokshjem.conversation", "approval.besokshjem.household_certificates",
        "approval.besokshjem.certificate_months", "approval.besokshjem.commitment_months",
    ]  # fmt: skip
    assert (after["age_change"]["value"], after["age_change"]["until"]) == ("birthday", "2025-12-31")
    assert after["approval.besokshjem.conversation"]["file"] == "approval.yaml"
    assert {each["standing"] for each in after.values() if each["own"]} == {"municipality"}


def test_a_rate_per_km_that_is_no_whole_ore_stays_exact(own: Bvt) -> None:
    assert rules(own)["mileage"]["value"] == "251/200"


def test_people_read_values_in_words(bvt: Bvt) -> None:
    result = bvt("rules", "--as-of", "2026-01-01")
    assert result.exit_code == 0
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in result.stdout.splitlines()}
    assert lines["age_change"].startswith("the month after the birthday always KS")
    assert lines["provisional_months"].startswith("3 months")
    assert lines["mileage"].startswith("NOK 5.30 per km 2026-01-01 state rates")
    assert lines["gathering_refund"].startswith("NOK 500.00 always seed document")
    assert lines["approval.besokshjem.carer_confidentiality"].startswith("yes always seed document")
    assert lines["approval.besokshjem.carer_certificates"].startswith("exhaustive and extended always law")


def test_a_rule_without_a_value_is_named(bvt: Bvt) -> None:
    """The mileage rate of 2025 was not found."""
    assert "Without a value on 2025-06-15: mileage, mileage_tax_free.\n" in bvt("rules").stderr
    assert bvt("rules", "mileage_tax_free") == (0, "", "Without a value on 2025-06-15: mileage_tax_free.\n")
    assert bvt("rules", "mileage_tax_free", "--json").json == []


def test_one_rule_with_all_about_it(own: Bvt) -> None:
    assert own("rules", "age_change").stdout == (
        "age_change: the birthday\n"
        "When a new age band begins to count.\n"
        "In force from 2025-02-01 to 2025-12-31.\n"
        "Who says so: the municipality's own.\n"
        "Source: Utvalget\n"
        "Reason: Vedtak 12/24\n"
        "It stands in the file settings.yaml.\n"
    )
    assert "In force since 2025-01-01.\n" in own("rules", "mileage").stdout
    assert "Source:" not in own("rules", "mileage").stdout


def test_the_demands_of_one_kind_together(bvt: Bvt) -> None:
    result = bvt("rules", "approval.ressursfamilie")
    assert [each.splitlines()[0] for each in result.stdout.split("\n\n")] == [
        "approval.ressursfamilie.solid: 1",
        "approval.ressursfamilie.intro: 2",
        "approval.ressursfamilie.assignment: 1",
        "approval.ressursfamilie.fosterhjem: yes",
    ]


def test_an_unknown_rule_is_not_found(bvt: Bvt) -> None:
    for name in ("age", "approval.besok", ""):
        assert bvt("rules", name, "--json").exit_code == 4


def test_the_rules_as_csv(bvt: Bvt) -> None:
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(bvt("rules", "--csv").stdout))}
    assert rows["share_stor"]["value"] == "75"
    assert rows["gathering_refund"]["value"] == "500.00"
    assert rows["approval.besokshjem.household_certificates"]["value"] == "uttommende_utvidet, avgrenset, ordinaer"


def test_wrong_settings_are_told(bvt: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "settings.yaml").write_text("settings: [7]\n", encoding="utf-8")
    assert bvt("rules").exit_code == 78
