"""Settings and demands from their files."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bvt_cli.core.approval import Demands, demands_on
from bvt_cli.core.codes import CERTIFICATE_TYPES, COUNTED_STEPS, KINDS
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.rules import RULES
from bvt_cli.core.texts import Text
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import LoadedPractice, load_practice

SHIPPED = shipped_rates()
OWN = '  - {name: age_change, value: birthday, from: 2024-01-01, reason: "Vedtak 12/24"}\n'
DEMAND = """\
demands:
  - kind: besokshjem
    from: 2025-01-01
    steps: {conversation: 3, home_visit: 1}
    carers: 1
    carer_certificates: [uttommende_utvidet]
    household_certificates: []
    certificate_months: 3
    carer_confidentiality: true
    commitment_months: 24
    fosterhjem: false
    source: Vedtak 3/25
"""


def load(where: Path, settings: str = "", **files: str) -> LoadedPractice:
    """What is loaded with a municipality's own settings.yaml (entries) and other files laid over."""
    if settings:
        files["settings"] = f"settings:\n{settings}"
    for name, content in files.items():
        (where / f"{name}.yaml").write_text(content, encoding="utf-8")
    return load_practice(SHIPPED, where)


def refused(where: Path, settings: str = "", **files: str) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        load(where, settings, **files)
    assert caught.value.exit_code == 78
    return [f"{each.place}: {filled(each.message)}" for each in caught.value.details]


def filled(message: Text) -> str:
    values = {name: filled(value) if isinstance(value, Text) else value for name, value in message.values}
    return message.msgid.format(**values)


# --- what is shipped ---


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2013, 6, 1), date(2025, 3, 1), date(2199, 12, 31)])
def test_every_rule_but_the_mileage_has_a_value_on_every_day(day):
    practice = load_practice(SHIPPED, None).practice
    in_force = {setting.name for setting in practice.all_in_force(day)}
    assert in_force >= RULES.keys() - {"mileage", "mileage_tax_free"}


def test_every_shipped_value_says_where_it_stands_and_why():
    practice = load_practice(SHIPPED, None).practice
    settings = list(practice.all_in_force(date(2026, 1, 1)))
    assert {each.name for each in settings} == RULES.keys()
    assert [each.name for each in settings if not (each.source and each.reason and each.standing)] == []
    assert {each.standing for each in settings} == {"law", "ks", "state", "seed", "choice"}


def test_the_values_shipped():
    practice = load_practice(SHIPPED, None).practice
    assert {each.name: each.value for each in practice.all_in_force(date(2024, 6, 1))} == {
        "age_change": "month_after",
        "provisional_months": 3,
        "fixed_part_month": "stays_else_days",
        "besokshjem_days_per_month": 3,
        "share_liten": 25,
        "share_medium": 45,
        "share_stor": 75,
        "one_ks_components": ("grunnstotte",),
        "one_ks_age": 0,
        "gathering_refund": 500,
        "network_homes_min": 3,
        "network_homes_max": 5,
        "network_gatherings": 6,
        "network_talk_days": 14,
        "network_contacts": 2,
        "network_consent_age": 15,
        "network_joint_meetings": 1,
        "network_experiences_days": 31,
        "council_answer_days": 15,
        "council_answer_hours_acute": 24,
        "council_meeting_weeks_min": 4,
        "council_meeting_weeks_max": 8,
        "council_consent_age": 15,
        "evaluated_measures": ("besokshjem", "stottefamilie"),
        "evaluation_months": 3,
        "foster_home_visits": 4,
        "foster_home_visits_reduced": 2,
        "foster_home_supervision": 4,
        "foster_home_supervision_reduced": 2,
        "supervision_consent_age": 15,
        "application_answer_days": 90,
        "certificate_keep_days": 30,
        "gathering_counts_resource_family": "no",
        "stottefamilie_siblings": "each",
        "stottefamilie_medium_days_max": 6,
        "stottefamilie_stor_days_min": 6,
        "stottefamilie_stor_days_max": 14,
        "foster_home_percent": 50,
        "paid_afterwards": (),
        "late_voucher_months": 2,
        "four_eyes": "off",
        "statements_delivered": "off",
        "backup_before_posting": "off",
        "backups_kept": 3,
        "retention_homes_years": 0,
        "retention_children_years": 0,
        "retention_networks_years": 0,
        "checks_that_stop": ("two_homes",),
        "sign_of_life_months": 3,
        "register_code_stottefamilie": "4.99",
        "mileage": Fraction("4.90"),
    }


@pytest.mark.parametrize(
    ("day", "rate", "tax_free"),
    [
        ("2022-12-31", None, None),
        ("2023-01-01", "4.48", None),
        ("2023-12-31", "4.48", None),
        ("2024-01-01", "4.90", None),
        ("2024-12-31", "4.90", None),
        ("2025-01-01", None, None),
        ("2025-12-31", None, None),
        ("2026-01-01", "5.30", "3.50"),
        ("2027-01-01", None, None),
    ],
)
def test_a_mileage_rate_ends_with_its_year_and_that_of_2025_is_not_guessed(day, rate, tax_free):
    practice = load_practice(SHIPPED, None).practice
    found = [practice.in_force(name, date.fromisoformat(day)) for name in ("mileage", "mileage_tax_free")]
    expected = [None if text is None else Fraction(text) for text in (rate, tax_free)]
    assert [each and each.value for each in found] == expected


APPLYING = (("conversation", 2), ("home_visit", 1), ("contract", 1))


@pytest.mark.parametrize(("kind", "commitment"), [("besokshjem", 12), ("stottefamilie", 0), ("fosterhjem", 0)])
def test_what_is_demanded_of_a_home_that_applies(kind, commitment):
    demands = demands_on(load_practice(SHIPPED, None).demands, kind, date(2024, 10, 1))
    standing = "choice" if kind == "fosterhjem" else "seed"
    expected = Demands(
        kind, date(1900, 1, 1), APPLYING, 1, ("uttommende_utvidet",), CERTIFICATE_TYPES, 3, True, commitment, False, "",
        standing, "law",
    )  # fmt: skip
    assert demands._replace(source="") == expected
    assert "§ 12-11" in demands.source


def test_what_is_demanded_of_a_resource_family():
    demands = demands_on(load_practice(SHIPPED, None).demands, "ressursfamilie", date(2024, 10, 1))
    steps = (("solid", 1), ("intro", 2), ("assignment", 1))
    assert demands._replace(source="") == Demands(
        "ressursfamilie", date(1900, 1, 1), steps, 0, (), (), 3, False, 0, True, "", "seed", "seed"
    )


# --- the municipality's own ---


def test_a_decision_of_the_municipality_holds_from_its_day(tmp_path):
    practice = load(tmp_path, OWN).practice
    assert practice.value("age_change", date(2023, 12, 31)) == "month_after"
    ours = practice.in_force("age_change", date(2024, 1, 1))
    assert ours == (
        "age_change",
        "birthday",
        date(2024, 1, 1),
        "municipality",
        "",
        "Vedtak 12/24",
        "settings.yaml",
        None,
    )


def test_a_decision_may_have_a_last_day(tmp_path):
    practice = load(tmp_path, OWN.replace("reason", "to: 2024-12-31, reason")).practice
    assert practice.value("age_change", date(2024, 12, 31)) == "birthday"
    assert practice.value("age_change", date(2025, 1, 1)) == "month_after"


def test_the_municipality_may_enter_the_mileage_that_is_missing(tmp_path):
    own = '  - {name: mileage, value: "1.25", from: 2025-01-01, to: 2025-12-31, reason: "Invented"}\n'
    assert load(tmp_path, own).practice.value("mileage", date(2025, 6, 1)) == Fraction(5, 4)


def test_a_list_of_components_may_hold_both(tmp_path):
    own = "  - {name: one_ks_components, value: [grunnstotte, utgiftsdekning], from: 2025-01-01, reason: x}\n"
    assert load(tmp_path, own).practice.value("one_ks_components", date(2025, 6, 1)) == (
        "grunnstotte",
        "utgiftsdekning",
    )


def test_stricter_demands_hold_from_their_day(tmp_path):
    demands = load(tmp_path, approval=DEMAND).demands
    before, after = (demands_on(demands, "besokshjem", date(year, 1, 1)) for year in (2024, 2025))
    assert (before.steps, before.commitment_months) == (APPLYING, 12)
    assert (after.steps, after.commitment_months) == ((("conversation", 3), ("home_visit", 1)), 24)


def test_demands_of_ones_own_from_the_same_day_replace_those_shipped(tmp_path):
    demands = load(tmp_path, approval=DEMAND.replace("2025-01-01", "1900-01-01")).demands
    assert [(each.source, each.standing) for each in demands if each.kind == "besokshjem"] == [
        ("Vedtak 3/25", "municipality")
    ]


def test_the_files_are_named_so_that_ones_own_is_told_from_the_shipped(tmp_path):
    loaded = load(tmp_path, OWN)
    assert [file.name for file in loaded.files] == [
        "bvt/settings.yaml",
        "bvt/measures.yaml",
        "bvt/mileage.yaml",
        "bvt/approval.yaml",
        "settings.yaml",
    ]
    assert loaded.files[-1].path == tmp_path / "settings.yaml"
    assert len(loaded.files[-1].sha256) == 64


def test_a_missing_folder_is_as_an_empty_one(tmp_path):
    assert load_practice(SHIPPED, tmp_path / "nowhere").files == load_practice(SHIPPED, None).files


# --- wrong files ---


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "name: age_change",
            "name: age_chnge",
            f"settings[0].name must be one of {tuple(RULES)}; here it says age_chnge.",
        ),
        ("name: age_change, ", "", "settings[0].name is missing."),
        (
            "value: birthday",
            "value: bursdag",
            "settings[0].value must be one of ('month_after', 'birthday_month', 'birthday'); here it says bursdag.",
        ),
        ("value: birthday", "value: ", "settings[0].value is not filled in yet."),
        (
            "from: 2024-01-01",
            "from: 2024-1-1",
            "settings[0].from must be a date written YYYY-MM-DD; here it says 2024-1-1.",
        ),
        ("from: 2024-01-01", "from: 2025-02-29", "settings[0].from: there is no such day as 2025-02-29."),
        (', reason: "Vedtak 12/24"', "", "settings[0].reason is missing."),
        ('"Vedtak 12/24"', '""', "settings[0].reason is not filled in yet."),
        ('"Vedtak 12/24"', "1224", "settings[0].reason is a text: put 1224 in quotes."),
        (
            "reason:",
            "standing: law, reason:",
            "There is no key standing here; the keys are ('from', 'name', 'reason', 'source', 'to', 'value').",
        ),
        ("reason:", "to: 2023-12-31, reason:", "The last day, 2023-12-31, comes before the first, 2024-01-01."),
        ("age_change, value: birthday", "mileage, value: 4.48", "settings[0].value must be exact: put 4.48 in quotes."),
        (
            "age_change, value: birthday",
            'mileage, value: "101"',
            "settings[0].value must lie from 0 to 100; here it says 101.",
        ),
        (
            "age_change, value: birthday",
            "share_stor, value: 175",
            "settings[0].value must lie from 0 to 100; here it says 175.",
        ),
        (
            "age_change, value: birthday",
            "share_stor, value: 0.75",
            "settings[0].value must be a whole number, digits alone; here it says 0.75.",
        ),
        ("age_change, value: birthday", "one_ks_components, value: grunnstotte", "settings[0].value must be a list."),
        (
            "age_change, value: birthday",
            "one_ks_components, value: [lonn]",
            "settings[0].value[0] must be one of ('grunnstotte', 'utgiftsdekning'); here it says lonn.",
        ),
        (
            "age_change, value: birthday",
            "one_ks_components, value: [grunnstotte, grunnstotte]",
            "A code stands twice in this list.",
        ),
        (OWN, "  - birthday\n", "settings[0] must be keys with values."),
    ],
)
def test_a_wrong_setting_is_told_line_and_reason(tmp_path, right, wrong, problem):
    assert right in OWN
    assert refused(tmp_path, OWN.replace(right, wrong)) == [f"settings.yaml:2: {problem}"]


def test_a_value_said_twice_from_one_day_is_refused(tmp_path):
    assert refused(tmp_path, OWN + OWN.replace("birthday,", "birthday_month,")) == [
        "settings.yaml:3: age_change from 2024-01-01 is said twice; first at settings.yaml:2."
    ]


def test_also_in_two_files(tmp_path):
    assert refused(tmp_path, OWN, measures=f"settings:\n{OWN}") == [
        "settings.yaml:2: age_change from 2024-01-01 is said twice; first at measures.yaml:2."
    ]


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    problems = refused(tmp_path, "  - {}\n", mileage="setting: []\n", approval="demands:\n  - kind: x\n\tfrom: y\n")
    assert problems == [
        "approval.yaml:3: There is a tab here; use spaces.",
        "mileage.yaml:1: There is no key setting here; did you mean settings?",
        "mileage.yaml:1: settings is missing.",
        *(f"settings.yaml:2: settings[0].{key} is missing." for key in ("from", "name", "reason", "value")),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "kind: besokshjem",
            "kind: besøkshjem",
            f"2: demands[0].kind must be one of {KINDS}; here it says besøkshjem.",
        ),
        (
            "{conversation: 3, home_visit: 1}",
            "{talk: 2}",
            f"4: There is no key talk here; the keys are {tuple(sorted(COUNTED_STEPS))}.",
        ),
        ("{conversation: 3, home_visit: 1}", "[]", "4: demands[0].steps must be keys with values."),
        (
            "conversation: 3",
            "conversation: 0",
            "4: demands[0].steps.conversation must lie from 1 to 12; here it says 0.",
        ),
        (
            "[uttommende_utvidet]",
            "[politiattest]",
            f"6: demands[0].carer_certificates[0] must be one of {CERTIFICATE_TYPES}; here it says politiattest.",
        ),
        (
            "carer_confidentiality: true",
            "carer_confidentiality: yes",
            "9: demands[0].carer_confidentiality must be true or false, without quotes; here it says yes.",
        ),
        ("    fosterhjem: false\n", "", "2: demands[0].fosterhjem is missing."),
        ("source: Vedtak 3/25", "source:", "12: demands[0].source is not filled in yet."),
        ("demands:\n", "demands: besokshjem\nx:\n", "2: There is no key x here; the keys are ('demands',)."),
        ("  - kind", "  - 7\n  - kind", "2: demands[0] must be keys with values."),
    ],
)
def test_a_wrong_demand_is_told_line_and_reason(tmp_path, right, wrong, problem):
    assert right in DEMAND
    assert refused(tmp_path, approval=DEMAND.replace(right, wrong, 1))[0] == f"approval.yaml:{problem}"


def test_the_same_demand_twice_is_refused(tmp_path):
    assert refused(tmp_path, approval=DEMAND + DEMAND.removeprefix("demands:\n")) == [
        "approval.yaml:13: besokshjem from 2025-01-01 is said twice; first at approval.yaml:2."
    ]


def test_a_file_that_cannot_be_read_is_told_and_not_passed_over(tmp_path):
    (tmp_path / "settings.yaml").mkdir()
    assert refused(tmp_path) == ["settings.yaml: The file cannot be read: it is a folder."]


def test_shipped_values_must_say_where_they_stand(tmp_path):
    for name in ("settings", "measures", "mileage"):
        (tmp_path / f"{name}.yaml").write_text(f"settings:\n{OWN}", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_practice(tmp_path, None)
    places = [each.place for each in caught.value.details]
    assert places == ["bvt/settings.yaml:2"] * 2 + ["bvt/measures.yaml:2"] * 2 + ["bvt/mileage.yaml:2"] * 2 + [
        "bvt/approval.yaml"
    ]
