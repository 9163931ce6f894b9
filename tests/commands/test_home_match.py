"""`bvt home match`: the homes of the register compared with a child; explained, and nothing decided."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Bvt

MARCH = ("--on", "2025-03-31")
REGISTER = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Éin
    employment: oppdragstaker
    municipality: "9999"
    interests: [ski, fotball]
    motivation: Vi har friluftsliv i beina.
    prefers: {age_from: 4, age_to: 9, siblings: true}
    capacity: 2
    approvals: [{kind: besokshjem, on: 2024-09-01}]
  - ref: H-2
    kind: besokshjem
    name: Familien To
    employment: oppdragstaker
    municipality: "9998"
    prefers: {age_from: 10}
    approvals: [{kind: besokshjem, on: 2024-09-01}]
  - ref: H-3
    kind: besokshjem
    name: Familien Tre
    employment: oppdragstaker
    capacity: 1
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: fosterhjem, on: 2024-09-01}]
  - ref: H-4
    kind: besokshjem
    name: Familien Fire
    employment: oppdragstaker
    approvals: [{kind: besokshjem, on: 2024-09-01}]
    pauses: [{from: 2025-03-01}]
  - {ref: H-5, kind: besokshjem, name: Familien Fem, employment: oppdragstaker, rejected_on: 2025-01-15}
children:
  - {ref: C-1, case: "2025/1", born: 2018-05-04, interests: [Ski], activity: Rolig friluftsliv}
  - {ref: C-2, case: "2025/2", born: 2016-05-04, siblings: [C-1]}
  - {ref: C-3, case: "2025/3", born: 2015-05-04}
agreements:
  - {ref: A-1, home: H-3, child: C-3, measure: fosterhjem, from: 2024-10-01}
  - {ref: A-2, home: H-1, child: C-2, measure: besokshjem, from: 2024-10-01, days_per_month: 4}
  - {ref: A-3, home: H-2, child: C-3, measure: besokshjem, basis: actual, from: 2024-10-01}
  - {ref: A-4, home: H-2, child: C-2, measure: stottefamilie, size: medium, from: 2024-10-01}
stays:
  - {ref: S-1, agreement: A-2, from: 2025-03-29, to: 2025-03-31}
  - {ref: S-2, agreement: A-3, from: 2025-03-30, to: 2025-03-31, cancelled: {on: 2025-03-20, by: service}}
"""


@pytest.fixture
def homes(empty: Bvt, tmp_path: Path) -> Bvt:
    (tmp_path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    assert empty("import", tmp_path / "register.yaml").exit_code == 0
    return empty


def test_homes_come_in_order_with_each_point_explained(homes: Bvt) -> None:
    said = homes("home", "match", "C-1", *MARCH, "--municipality", "9999", "--json").json
    assert (said["child"], said["kind"], said["on"]) == ("C-1", "besokshjem", "2025-03-31")
    assert [(each["rank"], each["home"]) for each in said["homes"]] == [(1, "H-1"), (2, "H-2")]
    first, second = said["homes"]
    assert {item["point"]: item["verdict"] for item in first["items"]} == dict.fromkeys(
        ("age", "siblings", "place", "interests", "activity", "room"), "fits"
    )
    assert (first["fits"], first["does_not_fit"], first["unknown"]) == (6, 0, 0)
    why = {item["point"]: item["why"] for item in second["items"]}
    assert why["age"] == "The child is 6; the home would like one of at least 10."
    assert why["place"] == "Asked for: 9999. The home: 9998."
    assert why["interests"] == "The child: Ski. Of the home none are recorded."


def test_what_is_taken_is_counted_from_agreements_and_stays(homes: Bvt) -> None:
    """A besøkshjem paid by stays counts with the usual 3 døgn, a medium støttefamilie with at most 6."""
    said = homes("home", "match", "C-1", *MARCH, "--json").json
    rooms = {each["home"]: each["room"] for each in said["homes"]}
    assert rooms["H-1"] == {"capacity": 2, "living": 0, "visiting": 1, "days_per_month": 4, "there": 1}
    assert rooms["H-2"] == {"capacity": None, "living": 0, "visiting": 2, "days_per_month": 3 + 6, "there": 0}


def test_homes_that_cannot_be_asked_are_listed_with_why(homes: Bvt) -> None:
    said = homes("home", "match", "C-1", *MARCH, "--json").json
    assert [(each["home"], each["reason"], each["since"]) for each in said["ruled_out"]] == [
        ("H-3", "full", None),
        ("H-4", "paused", "2025-03-01"),
        ("H-5", "rejected", "2025-01-15"),
    ]
    assert said["ruled_out"][0]["room"]["living"] == 1


def test_what_is_not_known_is_asked(homes: Bvt) -> None:
    codes = [each["code"] for each in homes("home", "match", "C-3", *MARCH, "--json").json["questions"]]
    assert codes == ["background", "parents", "child", "siblings", "place", "interests", "activity"]
    known = homes("home", "match", "C-1", *MARCH, "--city", "Vik", "--json").json["questions"]
    assert [each["code"] for each in known] == ["background", "parents", "child"], "C-2 names it as its sibling"


def test_people_read_order_reasons_and_questions_and_that_nothing_is_decided(homes: Bvt) -> None:
    said = homes("home", "match", "C-1", *MARCH)
    assert said.exit_code == 0
    assert said.stdout.startswith("Homes for C-1 as respite home on 2025-03-31\n")
    for sentence in (
        "A sibling has an agreement with the home: C-2.",
        "The child: Rolig friluftsliv. The home uses the same words: friluftsliv.",
        "Have the parents taken part in the choice of home?",
        "bvt decides nothing",
    ):
        assert sentence in said.stdout
    assert said.stdout.index("H-1") < said.stdout.index("H-3")


def test_every_sentence_is_there_for_people_in_each_case(homes: Bvt) -> None:
    """The points that fit for none: ages above and between, siblings refused and unsaid, interests that differ."""
    for change in (
        ("home", "set", "H-1", "--clear", "age_from", "--clear", "age_to", "--clear", "siblings"),
        ("home", "set", "H-2", "--age-from", "3", "--age-to", "5", "--no-siblings", "--interest", "fiske"),
        ("agreement", "end", "A-2", "--on", "2025-01-31"),
        ("agreement", "end", "A-4", "--on", "2025-01-31"),
    ):
        answer = homes(*change)
        assert answer.exit_code == 0, answer.stderr
    said = homes("home", "match", "C-1", *MARCH).stdout
    for sentence in (
        "The child is 6; the home has not said what ages it would like.",
        "The child is 6; the home would like one from 3 to 5.",
        "The child has siblings (C-2); the home has not said whether it can take siblings.",
        "The child has siblings (C-2); the home cannot take siblings.",
        "The child: Ski. The home: fiske. Nothing the same.",
        "It was not said where the home should be.",
        "How many children there is room for is not recorded.",
    ):
        assert sentence in said, sentence


def test_a_home_of_one_place_has_no_room_for_siblings_or_when_it_is_taken(homes: Bvt) -> None:
    """H-1 takes one at a time, and C-2 is there that day; C-3 has no sibling."""
    assert homes("home", "set", "H-1", "--capacity", "1", "--activity", "Full fart").exit_code == 0
    said = homes("home", "match", "C-1", *MARCH).stdout
    assert "The child has siblings (C-2); the home has room for 1 at a time." in said
    assert "Room for 1 at a time; the child and its siblings are 2." in said
    assert "The child: Rolig friluftsliv. The home uses the same words: friluftsliv." in said
    homes("home", "set", "H-1", "--motivation", "Vi har plass.")
    said = homes("home", "match", "C-1", *MARCH, "--json").json["homes"]
    (activity,) = (
        item for each in said if each["home"] == "H-1" for item in each["items"] if item["point"] == "activity"
    )
    assert activity["verdict"] == "does_not_fit"
    assert activity["why"] == "The child: Rolig friluftsliv. The home: Full fart. Nothing the same."
    said = homes("home", "match", "C-3", *MARCH, "--json").json["homes"]
    (alone,) = (item for each in said if each["home"] == "H-1" for item in each["items"] if item["point"] == "room")
    assert alone["verdict"] == "does_not_fit"
    assert "not approved as support family" in homes("home", "match", "C-1", "--kind", "stottefamilie", *MARCH).stdout


def test_a_list_for_programs_has_a_line_a_home(homes: Bvt) -> None:
    answer = homes("home", "match", "C-1", *MARCH, "--csv")
    lines = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert [(each["rank"], each["home"], each["ruled_out"]) for each in lines] == [
        ("1", "H-1", ""),
        ("2", "H-2", ""),
        ("", "H-3", "full"),
        ("", "H-4", "paused"),
        ("", "H-5", "rejected"),
    ]
    assert lines[0]["interests"] == "fits"


def test_nobody_to_ask_is_an_answer_and_no_error(homes: Bvt) -> None:
    answer = homes("home", "match", "C-1", "--kind", "støttefamilie", *MARCH)
    assert answer.exit_code == 0
    assert "No home can be asked; why stands with each." in answer.stderr
    assert homes("home", "match", "C-1", "--kind", "stottefamilie", *MARCH, "--json").json["homes"] == []


def test_matching_changes_nothing_and_says_the_same_twice(homes: Bvt) -> None:
    """That the child was looked at is all that is kept."""
    before = homes("export").stdout
    answers = {homes("home", "match", "C-1", *MARCH, "--json").stdout for _ in range(2)}
    assert len(answers) == 1
    assert json.loads(answers.pop())["homes"]
    assert homes("export").stdout == before
    assert homes("log", "show", "--changes", "--last", "1", "--json").json[0]["command"] != "home match"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["C-9"], 4), (["C-1", "--kind", "ressursfamilie"], 2), (["C-1", "--on", "x"], 2), (["C-1", "--city", ""], 2)],
)
def test_what_cannot_be_asked_for_is_told(homes: Bvt, arguments: list[str], exit_code: int) -> None:
    answer = homes("home", "match", *arguments)
    assert (answer.exit_code, answer.stdout) == (exit_code, "")
