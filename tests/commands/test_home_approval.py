"""`bvt home check|approve|revoke`, on the homes of the example municipality."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]

# H-004 on 1 March 2025: one conversation, no contract, six months, and certificates that will not do.
LACKING = [
    {"code": "conversation", "person": None, "need": 2, "have": 1, "reason": "too_few"},
    {"code": "contract", "person": None, "need": 1, "have": 0, "reason": "absent"},
    {"code": "commitment", "person": None, "need": 12, "have": 6, "reason": "too_few"},
    {"code": "attest", "person": "P-005", "need": 1, "have": 0, "reason": "too_old"},
    {"code": "attest", "person": "P-006", "need": 1, "have": 0, "reason": "wrong_type"},
    {"code": "confidentiality", "person": "P-006", "need": 1, "have": 0, "reason": "absent"},
    {"code": "attest", "person": "P-007", "need": 1, "have": 0, "reason": "absent"},
]
LACKING_IN_WORDS = """\
  conversation 1 of 2 (on 2024-11-04)
  contract: missing
  The home commits itself for 6 months; at least 12 are demanded.
  P-005 Nils Myr: the police certificate issued on 2024-11-12 is too old; it served until 2025-02-12.
  P-006 Britt Myr: a police certificate is there, but of the wrong type (ordinary); demanded is exhaustive and extended.
  P-006 Britt Myr: the confidentiality declaration is missing.
  P-007 Bestefar Myr: the police certificate is missing, of whichever type.
"""


def approvals(bvt: Bvt, home: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = bvt("home", "show", home, "--json").json.get("approvals", [])
    return found


def test_a_home_that_lacks_steps_is_told_each_of_them(kommune: Bvt) -> None:
    """As data, exit 3."""
    result = kommune("home", "check", "H-004", "--on", "2025-03-01", "--json")
    assert (result.exit_code, result.stderr) == (3, "")
    assert result.json == {
        "home": "H-004",
        "kind": "besokshjem",
        "on": "2025-03-01",
        "approvable": False,
        "missing": LACKING,
        "usable_until": None,
        "since_approval": [],
        "approved_on": None,
        "recorded": False,
    }


def test_what_is_missing_is_said_in_words_with_names_and_days(kommune: Bvt) -> None:
    """For the caseworker who must get it."""
    assert kommune("home", "check", "H-004", "--on", "2025-03-01") == (
        3,
        f"H-004 cannot be approved as respite home on 2025-03-01:\n{LACKING_IN_WORDS}",
        "Next: bvt home step H-004 conversation --on DATE\n",
    )


def test_a_home_with_everything_is_told_until_when_it_must_be_approved(kommune: Bvt) -> None:
    """The certificate of 10 December 2024 serves to 10 March 2025, the last of the three to lapse first."""
    assert kommune("home", "check", "H-005", "--on", "2025-03-10") == (
        0,
        "H-005 can be approved as respite home on 2025-03-10: nothing is missing.\n"
        "The certificates in hand serve until 2025-03-10; the home must be approved by then.\n",
        "Next: bvt home approve H-005 --kind besokshjem --on 2025-03-10\n",
    )
    assert kommune("home", "check", "H-005", "--on", "2025-03-11").exit_code == 3


def test_the_day_is_the_as_of_day_for_a_home_that_is_not_approved(kommune: Bvt) -> None:
    """And a step after it does not count."""
    result = kommune("home", "check", "H-005", "--as-of", "2025-02-16", "--json")
    assert (result.json["on"], result.json["missing"]) == (
        "2025-02-16",
        [{"code": "contract", "person": None, "need": 1, "have": 0, "reason": "absent"}],
    )
    assert result.json["usable_until"] == "2025-03-10"


def test_an_approved_home_is_judged_on_the_day_of_its_approval(kommune: Bvt) -> None:
    """That the approval was taken over is said; that the certificates are old by now does not matter."""
    result = kommune("home", "check", "H-001", "--json")
    assert result.exit_code == 0
    assert (result.json["on"], result.json["recorded"], result.json["approvable"]) == ("2024-10-01", True, True)
    assert "(taken over, not judged by bvt)" in kommune("home", "check", "H-001").stdout


def test_a_home_is_judged_as_what_it_applied_as_unless_a_kind_is_named(kommune: Bvt) -> None:
    """H-020 is a fosterhjem and a ressursfamilie, H-001 is no ressursfamilie."""
    assert kommune("home", "check", "H-020", "--json").json["kind"] == "fosterhjem"
    other = kommune("home", "check", "H-020", "--kind", "ressursfamilie", "--json")
    assert (other.exit_code, other.json["on"], other.json["usable_until"]) == (0, "2025-01-10", None)
    assert kommune("home", "check", "H-001", "--kind", "ressursfamilie") == (
        3,
        "H-001 cannot be approved as resource family on 2025-06-15:\n"
        "  The home must be, or have been, a foster home.\n"
        "  Solid course: missing\n"
        "  introduction talk: none of 2\n"
        "  assignment agreement: missing\n",
        "",
    )


def test_who_turned_18_after_the_approval_is_found_until_a_certificate_is_seen(kommune: Bvt) -> None:
    """The son of H-006 was born on 15 January 2007."""
    assert kommune("home", "check", "H-006", "--as-of", "2025-01-14").exit_code == 0
    result = kommune("home", "check", "H-006", "--as-of", "2025-01-15", "--json")
    assert result.exit_code == 3
    assert result.json["approvable"] is True
    assert result.json["since_approval"] == [{"code": "attest", "person": "P-013", "reason": "turned_18"}]
    words = kommune("home", "check", "H-006").stdout
    assert words.endswith(
        "Since the approval:\n  P-013 Sønn i huset turned 18 on 2025-01-15: police certificate is missing.\n"
    )
    kommune("home", "step", "H-006", "attest", "--person", "P-013", "--issued", "2025-05-01", "--on", "2025-06-01")
    assert kommune("home", "check", "H-006").exit_code == 0


def test_with_a_day_named_nothing_is_said_of_what_came_since(kommune: Bvt) -> None:
    """The question is then about that day."""
    result = kommune("home", "check", "H-006", "--on", "2024-10-10", "--json")
    assert (result.exit_code, result.json["since_approval"]) == (0, [])


@pytest.mark.parametrize(
    ("person", "reason", "sentence"),
    [
        ("household", "moved_in", "P1 Ny Person moved in on 2025-04-01: police certificate is missing."),
        ("carer", "carer_joined", "P1 Ny Person came as a carer on 2025-04-01: police certificate is missing."),
    ],
)
def test_who_moved_in_after_the_approval_needs_a_certificate(
    kommune: Bvt, person: str, reason: str, sentence: str
) -> None:
    """From the day they came."""
    kommune("home", "person", "H-001", "--name", "Ny Person", "--born", "1990-01-01", "--role", person,
            "--from", "2025-04-01")  # fmt: skip
    found = kommune("home", "check", "H-001", "--json").json["since_approval"]
    assert found[0] == {"code": "attest", "person": "P1", "reason": reason}
    assert sentence in kommune("home", "check", "H-001").stdout


def test_approving_refuses_with_the_same_list_and_changes_nothing(kommune: Bvt, journal: Journal) -> None:
    """Exit 3; as JSON the list stands under details."""
    before = len(journal())
    result = kommune("home", "approve", "H-004", "--on", "2025-03-01", "--json")
    assert (result.exit_code, result.stdout) == (3, "")

    error = json.loads(result.stderr)["error"]
    assert (error["code"], error["details"]) == ("refused", LACKING)
    words = kommune("home", "approve", "H-004", "--on", "2025-03-01")
    nameless = re.sub(r"(P-\d+) \w+ Myr", r"\1", LACKING_IN_WORDS)  # an error may end in a log
    assert words == (
        3,
        "",
        f"H-004 cannot be approved as respite home on 2025-03-01; nothing was changed.\n{nameless}",
    )
    assert approvals(kommune, "H-004") == []
    assert len(journal()) == before


def test_a_home_with_everything_is_approved_and_judged_by_bvt(kommune: Bvt, journal: Journal) -> None:
    """Doing it twice changes nothing the second time."""
    arguments = ("home", "approve", "H-005", "--on", "2025-03-01", "--by", "leder")
    result = kommune(*arguments, "--json")
    assert result.exit_code == 0
    assert (result.json["approvable"], result.json["approved_on"], result.json["recorded"]) == (
        True,
        "2025-03-01",
        False,
    )
    element = {"kind": "besokshjem", "on": "2025-03-01", "by": "leder", "recorded": False}
    assert approvals(kommune, "H-005") == [element]
    assert journal()[-1] == Noted("home approve", "leder", "home", "H-005", {}, {"approvals": [element]})
    before = len(journal())
    again = kommune(*arguments)
    assert again.exit_code == 0
    assert "H-005 is approved as respite home from 2025-03-01 already; nothing changes.\n" in again.stderr
    assert len(journal()) == before


def test_the_day_of_an_approval_is_the_as_of_day_unless_named(kommune: Bvt) -> None:
    """Certificates must serve on it."""
    assert kommune("home", "approve", "H-005", "--as-of", "2025-03-05").exit_code == 0
    assert approvals(kommune, "H-005")[0]["on"] == "2025-03-05"


def test_an_approval_that_was_only_recorded_is_judged_when_given_again(kommune: Bvt) -> None:
    """Who gave it stays; from then on it counts as judged."""
    result = kommune("home", "approve", "H-001", "--on", "2024-10-01")
    assert result.exit_code == 0
    assert "now bvt has judged it too" in result.stderr
    assert approvals(kommune, "H-001") == [{"kind": "besokshjem", "on": "2024-10-01", "by": "leder", "recorded": False}]
    assert kommune("home", "check", "H-001", "--json").json["recorded"] is False


def test_a_recorded_approval_that_does_not_hold_stays_only_recorded(kommune: Bvt) -> None:
    """Judging is no rubber stamp."""
    kommune("home", "undo-step", "H-001", "contract")
    result = kommune("home", "approve", "H-001", "--on", "2024-10-01")
    assert result.exit_code == 3
    assert approvals(kommune, "H-001") == [{"kind": "besokshjem", "on": "2024-10-01", "by": "leder"}]
    check = kommune("home", "check", "H-001")
    assert check.exit_code == 3
    assert "judged on 2024-10-01, this is missing:\n  contract: missing\n" in check.stdout


@pytest.mark.parametrize("day", ["2024-09-30", "2024-10-01"])
def test_a_home_that_has_ended_cannot_be_approved(kommune: Bvt, day: str) -> None:
    """On or after its last day; before it, it could be."""
    kommune("home", "end", "H-001", "--on", "2024-09-30")
    result = kommune("home", "approve", "H-001", "--kind", "stottefamilie", "--on", day)
    assert result.exit_code == 3
    assert "The home ended on 2024-09-30." in result.stderr
    assert kommune("home", "check", "H-001", "--kind", "stottefamilie", "--on", day).exit_code == 3
    before = kommune("home", "check", "H-001", "--kind", "stottefamilie", "--on", "2024-09-29", "--json")
    assert before.json["approvable"] is True


def test_an_approval_is_revoked_from_a_day_with_a_reason(kommune: Bvt) -> None:
    """What is not paid any more is named."""
    arguments = ("home", "revoke", "H-001", "--kind", "besøkshjem", "--on", "2025-02-01", "--reason", "Flytter.")
    result = kommune(*arguments, "--json")
    assert result.json == {
        "kind": "besokshjem",
        "on": "2024-10-01",
        "by": "leder",
        "revoked_on": "2025-02-01",
        "reason": "Flytter.",
    }
    assert "Not paid from then on: A-1, A-2." in result.stderr
    assert kommune("home", "list", "--as-of", "2025-02-01", "--json").json[0]["approved_as"] == []
    again = kommune(*arguments)
    assert (again.exit_code, again.stdout) == (3, "")
    assert again.stderr == "H-001 is not approved as respite home on 2025-02-01; nothing was changed.\n"


def test_a_renewed_approval_is_revoked_whole(kommune: Bvt) -> None:
    """Else the first one would go on being paid."""
    renewed = kommune("home", "approve", "H-005", "--on", "2025-03-01")
    assert renewed.exit_code == 0
    again = kommune("home", "approve", "H-005", "--on", "2025-03-05")
    assert "H-005 is approved as respite home anew from 2025-03-05 on; it was since 2025-03-01." in again.stderr
    kommune("home", "revoke", "H-005", "--kind", "besøkshjem", "--on", "2025-03-08", "--reason", "Flytter.")
    assert kommune("home", "list", "--json", "--as-of", "2025-03-08").json[4]["approved_as"] == []
    assert kommune("home", "list", "--json", "--as-of", "2025-03-07").json[4]["approved_as"] == ["besokshjem"]


def test_a_revoked_approval_is_not_given_again_for_the_same_day(kommune: Bvt) -> None:
    """A later day is a new approval; the old one keeps its end."""
    kommune("home", "revoke", "H-001", "--kind", "besokshjem", "--on", "2024-10-05", "--reason", "En feil.")
    result = kommune("home", "approve", "H-001", "--on", "2024-10-01")
    assert result.exit_code == 3
    assert "and that was revoked on 2024-10-05; a new approval needs a later day." in result.stderr
    assert kommune("home", "approve", "H-001", "--on", "2024-10-06").exit_code == 0
    assert [(each["on"], each.get("revoked_on")) for each in approvals(kommune, "H-001")] == [
        ("2024-10-01", "2024-10-05"),
        ("2024-10-06", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["check", "H-404"], 4, "There is no home H-404 in the register."),
        (["approve", "H-404"], 4, "There is no home H-404 in the register."),
        (["check", "H-001", "--kind", "x"], 2, "--kind: x is none of besokshjem"),
        (["check", "H-001", "--on", "2025-02-29"], 2, "--on: 2025-02-29 is no date"),
        (["revoke", "H-001"], 2, "bvt home revoke also needs --kind, --on, --reason."),
        (["revoke", "H-001", "--kind", "fosterhjem", "--on", "2025-01-01", "--reason", "x"], 3,
         "H-001 is not approved as foster home on 2025-01-01"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence."""
    result = kommune("home", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr


def test_what_the_municipality_demands_besides_counts_from_its_day(kommune: Bvt, tmp_path: Path) -> None:
    """From 2025 three conversations with a besøkshjem; before that two."""
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "approval.yaml").write_text(
        """\
demands:
  - kind: besokshjem
    from: 2025-01-01
    steps: {conversation: 3, home_visit: 1, contract: 1}
    carers: 1
    carer_certificates: [uttommende_utvidet]
    household_certificates: [ordinaer]
    certificate_months: 3
    carer_confidentiality: true
    commitment_months: 12
    fosterhjem: false
    source: Vedtak 1/25
""",
        encoding="utf-8",
    )
    assert kommune("home", "check", "H-005", "--on", "2025-03-01", "--json").json["missing"] == [
        {"code": "conversation", "person": None, "need": 3, "have": 2, "reason": "too_few"}
    ]
    assert kommune("home", "check", "H-001").exit_code == 0


def test_wrong_settings_are_told_before_anything_is_judged(kommune: Bvt, tmp_path: Path) -> None:
    """Exit 78, with file and line."""
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "approval.yaml").write_text("demands:\n  - {kind: hytte}\n", encoding="utf-8")
    result = kommune("home", "check", "H-001")
    assert (result.exit_code, result.stdout) == (78, "")
    assert "approval.yaml:2: " in result.stderr
