"""`bvt home step` and `bvt home undo-step`."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]


def steps(bvt: Bvt, home: str, code: str) -> list[dict[str, object]]:
    return [each for each in bvt("home", "show", home, "--json").json.get("steps", []) if each["code"] == code]


def test_a_step_is_recorded_today_by_whoever_asks(kommune: Bvt) -> None:
    """Unless a day and a name are said."""
    assert kommune("home", "step", "H-004", "contract") == (
        0,
        "",
        "H-004: contract on 2025-06-15.\nNext: bvt home check H-004\n",
    )
    assert steps(kommune, "H-004", "contract") == [{"code": "contract", "on": "2025-06-15", "by": "tester"}]
    kommune("home", "step", "H-004", "conversation", "--on", "2025-01-20", "--by", "ako")
    assert steps(kommune, "H-004", "conversation") == [
        {"code": "conversation", "on": "2024-11-04", "by": "ako"},
        {"code": "conversation", "on": "2025-01-20", "by": "ako"},
    ]


@pytest.mark.parametrize(
    ("person", "type", "words"),
    [("P-006", "uttommende_utvidet", "exhaustive and extended"), ("P-007", "ordinaer", "ordinary")],
)
def test_the_type_of_a_certificate_is_the_usual_one_of_the_role(
    kommune: Bvt, person: str, type: str, words: str
) -> None:
    """A carer's exhaustive and extended, another adult's ordinary; the sentence says which."""
    arguments = ("home", "step", "H-004", "attest", "--person", person, "--issued", "2025-05-01", "--on", "2025-05-09")
    sentence = f"H-004: police certificate of {person} ({words}), issued 2025-05-01, seen 2025-05-09.\n"
    assert kommune(*arguments).stderr.startswith(sentence)
    new = [each for each in steps(kommune, "H-004", "attest") if each["on"] == "2025-05-09"]
    assert new == [
        {"code": "attest", "person": person, "type": type, "issued": "2025-05-01", "on": "2025-05-09", "by": "tester"}
    ]


def test_the_same_step_is_corrected_and_stays_its_recorders(kommune: Bvt, journal: Journal) -> None:
    """The same is: code, person and day."""
    arguments = ("home", "step", "H-001", "attest", "--person", "P-001", "--on", "2024-09-20")
    result = kommune(*arguments, "--issued", "2024-09-11", "--json")
    assert result.json == {
        "code": "attest",
        "person": "P-001",
        "type": "uttommende_utvidet",
        "issued": "2024-09-11",
        "on": "2024-09-20",
        "by": "mls",
    }
    assert journal()[-1].command == "home step"
    before = len(journal())
    assert "H-001 has this step already; nothing changes." in kommune(*arguments).stderr
    assert len(journal()) == before


def test_a_certificate_is_noted_as_destroyed_without_naming_its_day(kommune: Bvt) -> None:
    """Where the person has only one."""
    result = kommune("home", "step", "H-001", "attest", "--person", "P-001", "--destroyed", "2024-10-30")
    assert "issued 2024-09-10, seen 2024-09-20, destroyed 2024-10-30." in result.stderr
    assert steps(kommune, "H-001", "attest")[0]["destroyed_on"] == "2024-10-30"


def test_a_step_recorded_by_mistake_is_taken_back_and_the_journal_keeps_it(kommune: Bvt, journal: Journal) -> None:
    """Alone of its kind it needs no day."""
    result = kommune("home", "undo-step", "H-001", "home-visit", "--json")
    assert result.json == {"code": "home_visit", "on": "2024-09-10", "by": "mls"}
    assert steps(kommune, "H-001", "home_visit") == []
    noted = journal()[-1]
    assert (noted.command, noted.ref) == ("home undo-step", "H-001")
    assert result.json in noted.before["steps"]
    assert result.json not in noted.after["steps"]


def test_which_of_several_steps_is_meant_must_be_said(kommune: Bvt) -> None:
    """The sentence names the days."""
    result = kommune("home", "undo-step", "H-001", "conversation")
    assert (result.exit_code, result.stderr) == (
        2,
        "There is more than one conversation: 2024-09-02, 2024-09-16; say which with --on and --person.\n",
    )
    assert "2024-10-02 (P-002), 2024-10-02 (P-003)" in kommune("home", "undo-step", "H-002", "attest").stderr
    assert kommune("home", "undo-step", "H-001", "conversation", "--on", "2024-09-16").exit_code == 0
    assert [each["on"] for each in steps(kommune, "H-001", "conversation")] == ["2024-09-02"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["step", "H-001", "kaffe"], 2, "CODE: kaffe is none of conversation, home_visit, contract"),
        (["step", "H-004", "attest"], 2, "is of one person: say whose with --person (P-005, P-006, P-007)."),
        (["step", "H-004", "confidentiality"], 2, "is of one person: say whose with --person"),
        (["step", "H-004", "attest", "--person", "P-001"], 4, "The home H-004 has no person P-001."),
        (["step", "H-004", "attest", "--person", "P-005"], 2, "bvt home step H-004 attest also needs --issued."),
        (["step", "H-004", "attest", "--person", "P-005", "--issued", "2025-07-01"], 65,
         "on (2025-06-15) is before issued (2025-07-01)."),
        (["step", "H-004", "contract", "--person", "P-005"], 65, "person does not belong to the step contract."),
        (["step", "H-004", "contract", "--issued", "2025-01-01"], 65, "issued does not belong to the step contract."),
        (["step", "H-004", "attest", "--person", "P-007", "--destroyed", "2025-01-01"], 4, "There is no such step"),
        (["step", "H-404", "contract"], 4, "There is no home H-404 in the register."),
        (["undo-step", "H-004", "contract"], 4, "There is no such step: contract."),
        (["undo-step", "H-004", "attest", "--person", "P-001"], 4, "The home H-004 has no person P-001."),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_step(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("home", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before


@pytest.mark.parametrize("code", ["intro", "solid", "assignment"])
def test_a_step_of_a_resource_family_is_followed_by_a_check_as_one(kommune: Bvt, code: str) -> None:
    """The home as a rule applied as something else."""
    result = kommune("home", "step", "H-021", code, "--on", "2025-06-01")
    assert result.stderr.endswith("Next: bvt home check H-021 --kind ressursfamilie\n")
