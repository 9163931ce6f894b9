"""`bvt council`: from the referral to the family that is found, or is not."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bvt_cli.core.form_council import STEPS_TO_TAKE
from tests.commands.conftest import Noted
from tests.conftest import Bvt, Result

DAY = ("--as-of", "2025-03-03")


@pytest.fixture
def opened(kommune: Bvt) -> Bvt:
    """bvt with a council F1 for a child of 15, referred on 13 January 2025."""
    assert kommune("council", "open", "--child", "C-80", "--referred-on", "2025-01-13") == (
        0, "F1\n", "F1 is added.\nNext: bvt council next F1\n",
    )  # fmt: skip
    return kommune


@pytest.fixture
def chosen(opened: Bvt) -> Bvt:
    """The same with a family that said yes, and to which the service said yes."""
    opened("council", "family", "F1", "--name", "Familien Prøve", "--answer", "yes", *DAY)
    assert opened("council", "decide", "F1", "1", "yes", *DAY).exit_code == 0
    return opened


def shown(bvt: Bvt, ref: str = "F1") -> dict[str, object]:
    document: dict[str, object] = bvt("council", "show", ref, "--json").json
    return document


NO_NAME = "Never write a child's name here.\n"


def codes(bvt: Bvt, *more: str) -> list[str]:
    """What `council check` finds."""
    return [each["code"] for each in bvt("council", "check", "F1", "--json", *(more or DAY)).json["findings"]]


def coming(bvt: Bvt, *more: str) -> dict[str, object]:
    document: dict[str, object] = bvt("council", "next", "F1", "--json", *(more or DAY)).json
    return document


def done(bvt: Bvt) -> None:
    """All that the steps with family 1 are about."""
    bvt("council", "family", "F1", "1", "--information-sent-on", "2025-03-03", "--information-returned-on",
        "2025-03-04", "--matching", "Samme skole.", "--intake-on", "2025-03-05")  # fmt: skip
    assert bvt("council", "interview", "F1", "1", "--on", "2025-03-04").exit_code == 0


def said(result: Result) -> str:
    """What a command told of its doing, without the likely next command."""
    assert result.exit_code == 0, result.stderr
    return result.stderr.partition("\nNext:")[0]


# --- opening ---


def test_a_council_is_opened_by_the_referral(opened: Bvt) -> None:
    """Who does it refers the child, unless somebody else is named."""
    assert shown(opened) == {"ref": "F1", "child": "C-80", "referred_on": "2025-01-13", "referred_by": "tester"}
    result = opened("council", "open", "--child", "C-77", "--wish", "undecided", "--acute", "--referred-by", "mls",
                    "--language", "Norsk", "--culture", "Storfamilien er viktig.", "--json", *DAY)  # fmt: skip
    assert result.json == {
        "ref": "F2", "child": "C-77", "referred_on": "2025-03-03", "referred_by": "mls", "wish": "undecided",
        "acute": True, "language": "Norsk", "culture": "Storfamilien er viktig.",
    }  # fmt: skip


def test_a_child_has_one_council_at_a_time(opened: Bvt) -> None:
    again = opened("council", "open", "--child", "C-80")
    assert again == (3, "", "The child C-80 has a council that is not closed: F1.\n")
    stopped = opened("council", "close", "F1", "--outcome", "stopped", "--closing-reason", "Ikke ønsket.", "--json")
    assert (stopped.json["closed_on"], stopped.json["outcome"]) == ("2025-06-15", "stopped")
    assert opened("council", "open", "--child", "C-80").stdout == "F2\n"


def test_what_was_said_wrong_is_corrected(opened: Bvt) -> None:
    """And taken away."""
    assert said(opened("council", "set", "F1", "--coordinator", "ako", "--wish", "ja")) == (
        "F1 is corrected: wish, coordinator."
    )
    assert shown(opened)["wish"] == "yes"
    assert opened("council", "set", "F1", "--clear", "wish", "--json").json.keys() == {
        "ref", "child", "referred_on", "referred_by", "coordinator",
    }  # fmt: skip


# --- steps ---


def test_a_step_out_of_order_is_refused(opened: Bvt) -> None:
    """The one before it is named, with both ways to settle it."""
    assert opened("council", "step", "F1", "meeting") == (
        3, "", 'The step "the council meets" comes after "the coordinator starts", which is neither done nor skipped.'
        " Record it with `bvt council step F1 coordinator`, or `bvt council skip F1 coordinator --reason`.\n",
    )  # fmt: skip
    assert opened("council", "skip", "F1", "plan", "--reason", "x").exit_code == 3
    assert "steps" not in shown(opened)


def test_a_step_before_may_be_skipped_with_its_reason(opened: Bvt) -> None:
    assert said(opened("council", "step", "F1", "coordinator", "--on", "2025-02-03", "--by", "ako")) == (
        'F1: the step "the coordinator starts" is done on 2025-02-03.'
    )
    assert opened("council", "skip", "F1", "information").stderr == "bvt council skip also needs --reason.\n"
    assert said(opened("council", "skip", "F1", "information", "--reason", "Kjent.", "--on", "2025-02-04")) == (
        NO_NAME + 'F1: the step "information meeting" is skipped on 2025-02-04.'
    )
    assert opened("council", "step", "F1", "meeting", "--on", "2025-03-03", "--json").json == {
        "code": "meeting", "on": "2025-03-03", "by": "tester",
    }  # fmt: skip
    document = shown(opened)
    assert document["coordinator"] == "ako"
    assert document["steps"] == [
        {"code": "coordinator", "on": "2025-02-03", "by": "ako"},
        {"code": "information", "on": "2025-02-04", "by": "tester", "skipped": True, "reason": "Kjent."},
        {"code": "meeting", "on": "2025-03-03", "by": "tester"},
    ]


def test_a_step_is_corrected_and_taken_away(opened: Bvt) -> None:
    """A skipped one can still be done; one with steps after it stays."""
    opened("council", "skip", "F1", "coordinator", "--reason", "x", "--on", "2025-02-03", "--json")
    opened("council", "step", "F1", "coordinator", "--on", "2025-02-04")
    opened("council", "step", "F1", "information", "--on", "2025-02-05")
    assert shown(opened)["steps"] == [
        {"code": "coordinator", "on": "2025-02-04", "by": "tester"},
        {"code": "information", "on": "2025-02-05", "by": "tester"},
    ]
    opened("council", "step", "F1", "meeting", "--on", "2025-02-05")
    refused = opened("council", "step", "F1", "coordinator", "--remove")
    assert refused == (
        3, "", "These steps come after it; take them away first: information meeting, the council meets.\n",
    )  # fmt: skip
    opened("council", "step", "F1", "meeting", "--remove")
    result = opened("council", "step", "F1", "information", "--remove")
    assert said(result) == 'F1: the step "information meeting" of 2025-02-05 is taken away.'
    assert opened("council", "step", "F1", "coordinator", "--remove", "--json").json["code"] == "coordinator"
    assert "steps" not in shown(opened)
    assert opened("council", "step", "F1", "plan", "--remove").exit_code == 4


def test_a_step_before_the_one_that_comes_first_is_refused(opened: Bvt) -> None:
    result = opened("council", "step", "F1", "coordinator", "--on", "2025-01-12")
    assert result.exit_code == 65
    assert "is before the one that comes first (2025-01-13)" in result.stderr


# --- consents, the child's view, the map ---


def test_consents_of_parents_and_of_a_child_of_15(opened: Bvt) -> None:
    """One given, one done without, one withdrawn and given again."""
    assert said(opened("council", "consent", "F1", "mother", "--on", "2025-02-01")) == (
        "F1: consent of the mother on 2025-02-01."
    )
    assert said(opened("council", "consent", "F1", "father", "--exempt", "Ukjent.")) == (
        "F1: the consent of the father is done without."
    )
    opened("council", "consent", "F1", "child", *DAY)
    assert said(opened("council", "consent", "F1", "child", "--withdrawn", "2025-03-10")) == (
        "F1: consent of the child on 2025-03-03, withdrawn on 2025-03-10."
    )
    found = opened("council", "check", "F1", "--json", "--as-of", "2025-03-10").json["findings"]
    assert [each["code"] for each in found if "consent" in each["code"]] == ["consent_child"]
    assert opened("council", "consent", "F1", "child", "--on", "2025-03-12", "--json").json == {
        "role": "child", "on": "2025-03-12",
    }  # fmt: skip
    opened("council", "consent", "F1", "father", "--on", "2025-03-12")
    opened("council", "consent", "F1", "father", "--on", "2025-03-11")
    assert said(opened("council", "consent", "F1", "mother", "--remove")) == (
        "F1: the consent of the mother is taken away."
    )
    assert shown(opened)["consents"] == [
        {"role": "child", "on": "2025-03-03", "withdrawn_on": "2025-03-10"}, {"role": "child", "on": "2025-03-12"},
        {"role": "father", "on": "2025-03-11"},
    ]  # fmt: skip
    assert "consent_child" not in codes(opened, "--as-of", "2025-03-12")


def test_what_stands_of_a_consent_is_withdrawn_or_taken_away_the_latest_first(opened: Bvt) -> None:
    """Each withdrawal is kept, until it is itself taken away."""
    for typed in (
        ("--on", "2025-02-01"), ("--withdrawn", "2025-02-10"), ("--on", "2025-02-20"), ("--withdrawn", "2025-03-01"),
    ):  # fmt: skip
        assert opened("council", "consent", "F1", "mother", *typed).exit_code == 0
    first = {"role": "mother", "on": "2025-02-01", "withdrawn_on": "2025-02-10"}
    assert shown(opened)["consents"] == [first, {"role": "mother", "on": "2025-02-20", "withdrawn_on": "2025-03-01"}]
    opened("council", "consent", "F1", "mother", "--withdrawn", "2025-03-02", "--on", "2025-02-21")
    assert shown(opened)["consents"] == [first, {"role": "mother", "on": "2025-02-21", "withdrawn_on": "2025-03-02"}]
    opened("council", "consent", "F1", "mother", "--on", "2025-02-21")
    assert shown(opened)["consents"] == [first, {"role": "mother", "on": "2025-02-21"}]
    opened("council", "consent", "F1", "mother", "--remove")
    opened("council", "consent", "F1", "mother", "--exempt", "Er reist.")
    assert shown(opened)["consents"] == [first, {"role": "mother", "exempt": "Er reist."}]
    assert opened("council", "consent", "F1", "mother", "--withdrawn", "2025-03-05").exit_code == 4
    gone = opened("council", "consent", "F1", "mother", "--remove", "--json")
    assert gone.json == {"role": "mother", "exempt": "Er reist."}
    assert shown(opened)["consents"] == [first]


def test_the_childs_own_view_is_recorded_openly(opened: Bvt) -> None:
    """Also that it does not want a council, and how it is met."""
    assert coming(opened, "--as-of", "2025-01-20")["code"] == "answer"
    result = opened("council", "view", "F1", "--child-wants", "no", "--child-says", "Ikke alle sammen.", *DAY)
    assert said(result) == NO_NAME + "F1 is corrected: child_wants, child_asked_on, child_says."
    codes = [each["code"] for each in opened("council", "check", "F1", "--json", *DAY).json["findings"]]
    assert "child_met" in codes
    opened("council", "view", "F1", "--child-met", "Bare mormor kommer.")
    assert shown(opened)["child_asked_on"] == "2025-03-03"
    assert "child_met" not in opened("council", "check", "F1", *DAY).stdout
    opened("council", "view", "F1", "--clear", "child_asked_on", "--child-wants", "yes")
    assert "child_asked_on" not in shown(opened)


def test_the_map_reminds_of_the_other_parents_family(opened: Bvt) -> None:
    """Until somebody stands there, or it is said why nobody does."""
    reminder = "The other parent's family is blank on the map; it is often forgotten."
    empty = opened("council", "map", "F1")
    assert empty.stdout == ""
    assert empty.stderr.startswith("Nobody is on the map of F1 yet.\n" + reminder)
    assert said(opened("council", "map", "F1", "--category", "child_network", "--name", "Trener Prøve")) == (
        "F1, Network map: number 1 is added."
    )
    assert reminder in opened("council", "map", "F1").stderr
    opened("council", "map", "F1", "--category", "other_parent", "--name", "Odd Prøve", "--relation", "farfar")
    assert said(opened("council", "map", "F1", "2", "--invited-on", "2025-02-20", "--phone", "00000041")) == (
        "F1, Network map: number 2 is corrected."
    )
    assert opened("council", "map", "F1").stderr == ""
    assert opened("council", "map", "F1", "--json").json == [
        {"category": "other_parent", "number": 2, "name": "Odd Prøve", "relation": "farfar", "phone": "00000041",
         "invited_on": "2025-02-20", "not_wanted": False},
        {"category": "child_network", "number": 1, "name": "Trener Prøve", "relation": None, "phone": None,
         "invited_on": None, "not_wanted": False},
    ]  # fmt: skip
    opened("council", "map", "F1", "2", "--remove")
    opened("council", "set", "F1", "--other-parent-blank", "Bor ikke i landet.")
    assert opened("council", "map", "F1").stderr == ""
    rows = list(csv.DictReader(io.StringIO(opened("council", "map", "F1", "--csv").stdout)))
    assert [(row["number"], row["category"]) for row in rows] == [("1", "child_network")]


def test_whom_the_child_does_not_want_invited_and_how_it_is_resolved(opened: Bvt) -> None:
    opened("council", "map", "F1", "--category", "extended", "--name", "Onkel Prøve")
    assert opened("council", "not-invited", "F1").stderr == "The child has asked for nobody to be left out.\n"
    result = opened("council", "not-invited", "F1", "1", "--why", "Kjefter.", "--json", *DAY)
    assert result.json == {"mapped": 1, "on": "2025-03-03", "why": "Kjefter."}
    assert "yes" in opened("council", "map", "F1").stdout.splitlines()[-1]
    assert "number 1 on the map" in opened("council", "check", "F1", *DAY).stdout
    opened("council", "not-invited", "F1", "1", "--resolved-on", "2025-03-10", "--resolution", "Kommer ikke.")
    assert "number 1 on the map" not in opened("council", "check", "F1", "--as-of", "2025-03-10").stdout
    assert opened("council", "not-invited", "F1", "--json").json == [
        {"mapped": 1, "on": "2025-03-03", "why": "Kjefter.", "resolved_on": "2025-03-10", "resolution": "Kommer ikke."},
    ]
    refused = opened("council", "map", "F1", "1", "--remove")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "bvt council not-invited F1 1 --remove" in refused.stderr
    assert said(opened("council", "not-invited", "F1", "1", "--remove")) == (
        "F1, Not to be invited: number 1 is taken away."
    )
    assert opened("council", "not-invited", "F1", "1", "--remove").exit_code == 4
    assert opened("council", "map", "F1", "1", "--remove").exit_code == 0


# --- plan, families, talks ---


def test_the_plan_has_numbered_proposals(opened: Bvt) -> None:
    """The tenth comes after the second; numbers are not used again while they stand."""
    assert opened("council", "plan", "F1").stderr == "The plan of F1 has no proposals.\n"
    for number in range(1, 11):
        assert said(opened("council", "plan", "F1", "--proposal", f"Forslag {number}.")) == (
            NO_NAME + f"F1, The family's plan: number {number} is added."
        )
    assert opened("council", "plan", "F1", "2", "--proposal", "Et annet forslag.", "--json").json == {
        "number": 2, "proposal": "Et annet forslag.",
    }  # fmt: skip
    assert said(opened("council", "plan", "F1", "3", "--remove")) == ("F1, The family's plan: number 3 is taken away.")
    assert [each["number"] for each in opened("council", "plan", "F1", "--json").json] == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert said(opened("council", "plan", "F1", "2", "--proposal", "Et annet forslag.")) == (
        NO_NAME + "F1, The family's plan: number 2 stands as it was."
    )


def test_each_proposed_family_answers_yes_no_or_undecided(opened: Bvt) -> None:
    """With the day, today where none is said; an answer taken away takes its day along."""
    assert opened("council", "family", "F1").stderr == "F1 has no proposed families yet.\n"
    opened("council", "family", "F1", "--name", "Familien Prøve", "--contact", "00000042")
    first = opened("council", "family", "F1", "1", "--answer", "undecided", *DAY)
    assert said(first) == "F1: the answer from family 1 is recorded."
    opened("council", "family", "F1", "1", "--answer", "yes", "--answered-on", "2025-03-10")
    result = opened("council", "family", "F1", "1", "--information-sent-on", "2025-03-11",
                    "--information-returned-on", "2025-03-20", "--matching", "Samme skole.", "--json")  # fmt: skip
    assert result.json == {
        "number": 1, "name": "Familien Prøve", "contact": "00000042", "answer": "yes", "answered_on": "2025-03-10",
        "information_sent_on": "2025-03-11", "information_returned_on": "2025-03-20", "matching": "Samme skole.",
    }  # fmt: skip
    opened("council", "family", "F1", "1", "--clear", "answer")
    (only,) = opened("council", "family", "F1", "--json").json
    assert (only["answer"], only["answered_on"]) == (None, None)
    assert said(opened("council", "family", "F1", "1", "--remove")) == "F1, Proposed families: number 1 is taken away."


def test_talks_with_a_family_are_recorded_corrected_and_taken_away(chosen: Bvt) -> None:
    assert chosen("council", "interview", "F1").stderr == "Nobody has been talked with yet.\n"
    assert (
        said(chosen("council", "interview", "F1", "1", "--on", "2025-03-04")) == "F1: talk with family 1 on 2025-03-04."
    )
    chosen("council", "interview", "F1", "1", "--kind", "attachment_talk", "--on", "2025-03-04", "--by", "ako")
    result = chosen("council", "interview", "F1", "1", "--on", "2025-03-04", "--notes", "Fint.", "--json")
    assert result.json == {
        "family": 1, "kind": "interview", "on": "2025-03-04", "by": "tester", "notes": "Fint.",
    }  # fmt: skip
    assert [(each["kind"], each["by"]) for each in chosen("council", "interview", "F1", "--json").json] == [
        ("attachment_talk", "ako"), ("interview", "tester"),
    ]  # fmt: skip
    gone = chosen("council", "interview", "F1", "1", "--on", "2025-03-04", "--remove")
    assert said(gone) == "F1: the talk with family 1 on 2025-03-04 is taken away."
    assert len(chosen("council", "interview", "F1", "--json").json) == 1
    assert chosen("council", "interview", "F1", "1", "--on", "2025-03-04", "--remove").exit_code == 4
    refused = chosen("council", "family", "F1", "1", "--remove")
    assert refused == (3, "", "Family 1 has been talked with, or has become a home; it stays.\n")


# --- decision and acceptance ---


def test_the_service_says_yes_or_no_with_its_reason(chosen: Bvt) -> None:
    assert chosen("council", "decide", "F1", "1", "no").stderr == "bvt council decide also needs --reason.\n"
    no = chosen("council", "decide", "F1", "1", "nei", "--on", "2025-03-10", "--reason", "For langt unna.")
    assert said(no) == NO_NAME + "F1: the service says no to family 1 on 2025-03-10."
    assert chosen("council", "decide", "F1", "1", "yes", "--on", "2025-03-11", "--json").json == {
        "number": 1, "name": "Familien Prøve", "answer": "yes", "answered_on": "2025-03-03", "decision": "yes",
        "decided_on": "2025-03-11",
    }  # fmt: skip
    gone = chosen("council", "decide", "F1", "1", "--remove")
    assert said(gone) == "F1: the decision about family 1 is taken away."
    assert "decision" not in shown(chosen)["families"][0]  # type: ignore[index]


def test_an_accepted_family_becomes_a_foster_home_in_one_command(
    chosen: Bvt, journal: Callable[[], list[Noted]]
) -> None:
    """With its carers, and the council keeps the trail."""
    result = chosen("council", "accept", "F1", "1", "--carer", "Kari Prøve,1982-03-14", "--carer", "Ola Prøve,2.6.1980",
                    "--commitment-months", "24", *DAY)  # fmt: skip
    assert result == (
        0, "H1\n", "F1: family 1 is now the home H1.\nNext: bvt home check H1 --kind fosterhjem\n",
    )  # fmt: skip
    assert chosen("home", "show", "H1", "--json").json == {
        "ref": "H1", "kind": "fosterhjem", "name": "Familien Prøve", "applied_on": "2025-03-03",
        "employment": "oppdragstaker", "commitment_months": 24,
        "persons": [
            {"ref": "P1", "name": "Kari Prøve", "born": "1982-03-14", "role": "carer"},
            {"ref": "P2", "name": "Ola Prøve", "born": "1980-06-02", "role": "carer"},
        ],
    }  # fmt: skip
    assert shown(chosen)["families"][0]["home"] == "H1"  # type: ignore[index]
    page = chosen("home", "show", "H1").stdout
    assert page.endswith("\nIt came from the family council F1, where it is family 1.\n")
    assert [(each.command, each.what, each.ref) for each in journal()[-2:]] == [
        ("council accept", "home", "H1"), ("council accept", "council", "F1"),
    ]  # fmt: skip
    again = chosen("council", "accept", "F1", "1", "--carer", "Kari Prøve,1982-03-14")
    assert again == (3, "", "Family 1 of F1 is the home H1 already.\n")
    kept = chosen("council", "decide", "F1", "1", "--remove")
    assert kept == (3, "", "Family 1 has become the home H1; the decision stays.\n")


def test_a_family_that_is_a_home_already_is_linked_to_it(chosen: Bvt) -> None:
    before = chosen("home", "show", "H-006", "--json").stdout
    result = chosen("council", "accept", "F1", "1", "--home", "H-006", "--json")
    assert (result.json["council"], result.json["family"], result.json["home"]["ref"]) == ("F1", 1, "H-006")
    assert chosen("home", "show", "H-006", "--json").stdout == before
    assert shown(chosen)["families"][0]["home"] == "H-006"  # type: ignore[index]


@pytest.mark.parametrize(
    "change",
    [
        ("family", "F1", "1", "--answer", "no"),
        ("family", "F1", "1", "--answer", "undecided"),
        ("decide", "F1", "1", "no", "--reason", "Nei."),
        ("decide", "F1", "1", "--remove"),
    ],
)
def test_without_a_yes_on_both_sides_no_family_becomes_a_home(chosen: Bvt, change: tuple[str, ...]) -> None:
    """Nothing is written then."""
    assert chosen("council", *change).exit_code == 0
    before = chosen("export").stdout
    result = chosen("council", "accept", "F1", "1", "--carer", "Kari Prøve,1982-03-14")
    assert result == (
        3, "", "Family 1 of F1 does not become a home: that takes a yes from the family and a yes from the service.\n",
    )  # fmt: skip
    assert chosen("export").stdout == before


# --- closing ---


def test_a_council_is_closed_with_what_came_of_it_and_opened_again(chosen: Bvt) -> None:
    """A family was found only where one has become a home and every step is taken."""
    early = chosen("council", "close", "F1", "--outcome", "family_found")
    assert early.exit_code == 65
    assert "No family of the council has become a home yet." in early.stderr
    assert chosen("council", "close", "F1", "--outcome", "no_family").stderr == (
        "bvt council close also needs --closing-reason.\n"
    )
    chosen("council", "accept", "F1", "1", "--carer", "Kari Prøve,1982-03-14")
    done(chosen)
    for code in STEPS_TO_TAKE:
        assert chosen("council", "step", "F1", code, "--on", "2025-03-10").exit_code == 0
    closed = chosen("council", "close", "F1", "--outcome", "family_found", "--as-of", "2025-03-12")
    assert said(closed) == "F1 is closed: a family was found."
    assert chosen("council", "next", "F1").stdout == "F1 was closed on 2025-03-12.\n"
    assert coming(chosen, "--as-of", "2025-06-15")["code"] is None
    assert said(chosen("council", "close", "F1", "--remove")) == "F1 is open again."
    assert "closed_on" not in shown(chosen)
    assert said(chosen("council", "close", "F1", "--remove")) == "F1 stands as it was; nothing changes."
    assert chosen("council", "close", "F1", "--remove", "--json").json["ref"] == "F1"


@pytest.mark.parametrize(
    "typed",
    [
        ("set", "--coordinator", "ako"),
        ("view", "--child-wants", "yes"),
        ("consent", "mother"),
        ("step", "coordinator"),
        ("step", "coordinator", "--remove"),
        ("skip", "coordinator", "--reason", "Kjent."),
        ("map", "--category", "extended", "--name", "Onkel Prøve"),
        ("not-invited", "1"),
        ("plan", "--proposal", "Bo hos familien."),
        ("family", "1", "--answer", "no"),
        ("interview", "1"),
        ("decide", "1", "--remove"),
        ("accept", "1", "--carer", "Kari Prøve,1982-03-14"),
        ("close", "--outcome", "stopped", "--closing-reason", "x"),
    ],
)
def test_a_closed_council_is_not_edited(chosen: Bvt, typed: tuple[str, ...]) -> None:
    """It is opened again first."""
    chosen("council", "close", "F1", "--outcome", "stopped", "--closing-reason", "Ikke ønsket.", *DAY)
    before = chosen("export").stdout
    result = chosen("council", typed[0], "F1", *typed[1:])
    assert result == (
        3, "",
        "F1 was closed on 2025-03-03. Open it again first, with `bvt council close F1 --remove`.\n",
    )  # fmt: skip
    assert chosen("export").stdout == before


def test_a_council_is_not_closed_before_its_steps_or_on_a_day_to_come(opened: Bvt) -> None:
    opened("council", "step", "F1", "coordinator", "--on", "2025-03-10")
    stopped = ("council", "close", "F1", "--outcome", "stopped", "--closing-reason", "Ikke ønsket.")
    early = opened(*stopped, "--closed-on", "2025-03-09")
    assert early.exit_code == 65
    assert 'The council is closed on 2025-03-09, before the step "the coordinator starts" (2025-03-10).' in early.stderr
    late = opened(*stopped, "--closed-on", "2025-06-16")
    assert late == (2, "", "--closed-on: 2025-06-16 is after 2025-06-15, the day that counts as today.\n")
    assert "closed_on" not in shown(opened)


def test_a_council_is_not_closed_without_the_family_it_found(chosen: Bvt) -> None:
    """Stopped for another reason it may be; a document that says so is told of by check."""
    result = chosen("council", "close", "F1", "--outcome", "no_family", "--closing-reason", "Ingen.")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("Family 1 said yes, and the service too: a family was found.")
    document = (
        "bvt_register: 1\ncouncils:\n  - {ref: F1, closed_on: 2025-03-03, outcome: no_family, closing_reason: Ingen.}\n"
    )
    assert chosen("import", "-", input=document).exit_code == 0
    assert codes(chosen) == ["closed_accepted"]


def test_a_council_is_not_opened_again_beside_another(opened: Bvt) -> None:
    opened("council", "close", "F1", "--outcome", "stopped", "--closing-reason", "Ikke ønsket.", *DAY)
    opened("council", "open", "--child", "C-80", "--ref", "F-9")
    again = opened("council", "close", "F1", "--remove")
    assert again == (3, "", "The child C-80 has a council that is not closed: F-9.\n")


# --- list, check, next, show ---


def test_check_tells_what_is_late_or_lacking(opened: Bvt) -> None:
    """Each with what to do about it, exit 3; as JSON with the keys that apply."""
    result = opened("council", "check", "F1", *DAY)
    head, *sentences = result.stdout.splitlines()
    assert (result.exit_code, head) == (3, "The family council F1: 5 findings on 2025-03-03.")
    assert sentences[0] == (
        "Bufetat should have answered by 2025-02-03. Ask, and record the day with `bvt council set F1 --answered-on`."
    )
    document = opened("council", "check", "F1", "--json", *DAY)
    assert document.exit_code == 3
    assert [{key: each[key] for key in each if key != "message"} for each in document.json["findings"]] == [
        {"code": "answer", "due": "2025-02-03"},
        {"code": "consent_parents", "need": 2, "have": 0},
        {"code": "consent_child", "need": 15, "have": 15},
        {"code": "child_view"},
        {"code": "other_parent"},
    ]


def test_check_without_a_council_looks_at_all_of_them(opened: Bvt) -> None:
    result = opened("council", "check", "--csv", *DAY)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 3
    assert (rows[0]["council"], rows[0]["code"]) == ("F1", "answer")
    opened("council", "close", "F1", "--outcome", "stopped", "--closing-reason", "Ikke ønsket.", *DAY)
    assert opened("council", "check", *DAY) == (0, "", "All family councils are in order on 2025-03-03.\n")
    assert opened("council", "check", "F1", *DAY).stdout == "F1 was closed on 2025-03-03.\n"
    before = opened("council", "check", "F1", "--as-of", "2025-01-12").stdout
    assert before == "F1 begins with the referral on 2025-01-13.\n"
    assert opened("council", "check", "F-2", *DAY).stdout == "The family council F-2: all is in order on 2025-03-03.\n"


def test_one_finding_is_told_as_one(kommune: Bvt) -> None:
    result = kommune("council", "check", "F-2", "--as-of", "2025-02-12")
    assert result.stdout.splitlines()[0] == "The family council F-2: one finding on 2025-02-12."


def test_next_names_one_thing_its_day_and_its_command(kommune: Bvt) -> None:
    """On 3 March the meeting can be held from the day after, and until 1 April."""
    assert kommune("council", "next", "F-2", *DAY).stdout == (
        "F-2: Hold the family council, on where the child can live, and record the day.\n"
        "The meeting is to be held between 2025-03-04 and 2025-04-01.\n"
        "Next: bvt council step F-2 meeting --on DATE\n"
    )
    assert kommune("council", "next", "F-2", *DAY, "--json").json == {
        "council": "F-2", "on": "2025-03-03", "code": "meeting", "not_before": "2025-03-04", "due": "2025-04-01",
        "late": False, "family": None, "mapped": None,
        "message": "Hold the family council, on where the child can live, and record the day.",
        "command": "bvt council step F-2 meeting --on DATE",
    }  # fmt: skip
    assert kommune("council", "next", "F-2", "--as-of", "2025-02-12").stdout.splitlines()[1] == (
        "It belongs before the meeting, which is to be held by 2025-04-01."
    )
    assert kommune("council", "next", "F-2", "--as-of", "2025-03-31").stdout == (
        "F-2: Get the self-information back from family 2, and record the day.\n"
        "Next: bvt council family F-2 2 --information-returned-on DATE\n"
    )


def test_the_deadline_of_the_meeting_is_shown_for_nothing_else(opened: Bvt) -> None:
    """In a list people see no day for what only belongs before the meeting; programs do."""
    assert opened("council", "next", "F1", "--as-of", "2025-01-20").stdout.splitlines()[1] == "By 2025-02-03."
    opened("council", "set", "F1", "--answered-on", "2025-01-30")
    assert opened("council", "next", "F1", "--as-of", "2025-04-01").stdout.splitlines()[1] == (
        "It belongs before the meeting, which should have been held by 2025-03-27."
    )
    assert "2025-03-27" not in opened("council", "next", *DAY).stdout
    assert "2025-03-27" not in opened("council", "list", *DAY).stdout
    assert [each["due"] for each in opened("council", "next", *DAY, "--json").json] == ["2025-03-27", "2025-04-01"]


def test_the_placeholders_of_the_list_are_in_the_readers_language(kommune: Bvt) -> None:
    """As those of a single council are; programs get the command as it is."""
    people = kommune("--lang", "nb", "council", "next", *DAY)
    assert "--on DATO" in people.stdout
    assert "--on DATE" in kommune("--lang", "nb", "council", "next", "--csv", *DAY).stdout


def test_a_council_referred_on_a_day_to_come_says_so(kommune: Bvt) -> None:
    """It can only come by a document."""
    document = "bvt_register: 1\ncouncils:\n  - {ref: F1, child: C-77, referred_on: 2025-07-01}\n"
    assert kommune("import", "-", input=document).exit_code == 0
    assert kommune("council", "next", "F1").stdout == "F1 begins with the referral on 2025-07-01.\n"


# --- what is not so yet ---


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        (("open", "--child", "C-77", "--referred-on"), "--referred-on"),
        (("set", "F1", "--answered-on"), "--answered-on"),
        (("set", "F1", "--decided-on"), "--decided-on"),
        (("view", "F1", "--child-wants", "yes", "--child-asked-on"), "--child-asked-on"),
        (("consent", "F1", "mother", "--on"), "--on"),
        (("step", "F1", "coordinator", "--on"), "--on"),
        (("skip", "F1", "coordinator", "--reason", "x", "--on"), "--on"),
        (("family", "F1", "1", "--answer", "yes", "--answered-on"), "--answered-on"),
        (("family", "F1", "1", "--intake-on"), "--intake-on"),
        (("not-invited", "F1", "1", "--resolved-on"), "--resolved-on"),
        (("interview", "F1", "1", "--on"), "--on"),
        (("decide", "F1", "1", "yes", "--on"), "--on"),
    ],
)
def test_nothing_is_recorded_of_a_day_to_come(opened: Bvt, typed: tuple[str, ...], option: str) -> None:
    result = opened("council", *typed, "2025-03-04", *DAY)
    assert result == (2, "", f"{option}: 2025-03-04 is after 2025-03-03, the day that counts as today.\n")


def test_an_invitation_and_a_withdrawal_may_lie_ahead(opened: Bvt) -> None:
    opened("council", "consent", "F1", "mother", *DAY)
    assert opened("council", "consent", "F1", "mother", "--withdrawn", "2025-07-01").exit_code == 0
    opened("council", "map", "F1", "--category", "extended", "--name", "Onkel Prøve")
    assert opened("council", "map", "F1", "1", "--invited-on", "2025-07-01").exit_code == 0


def test_a_council_is_not_decided_on_before_the_referral(opened: Bvt) -> None:
    result = opened("council", "set", "F1", "--decided-on", "2025-01-12")
    assert result.exit_code == 65
    assert "decided_on (2025-01-12) is before referred_on (2025-01-13)." in result.stderr


def test_a_step_is_refused_while_a_family_lacks_its_part(chosen: Bvt) -> None:
    """Each thing that is missing is named with its remedy; with a reason the step may be skipped all the same."""
    for code in STEPS_TO_TAKE[:5]:
        assert chosen("council", "step", "F1", code, "--on", "2025-03-03").exit_code == 0, code
    result = chosen("council", "step", "F1", "self_information", "--on", "2025-03-04")
    assert result == (
        3, "",
        'The step "self-information" is not done on 2025-03-04. Settle what is missing, or skip it with its reason:'
        " `bvt council skip F1 self_information --reason`.\n"
        "  The self-information has not been sent to family 1. Record the day with"
        " `bvt council family F1 1 --information-sent-on`.\n",
    )  # fmt: skip
    document = chosen("council", "step", "F1", "self_information", "--on", "2025-03-04", "--json")
    assert '"code": "information_sent"' in document.stderr
    assert '"family": 1' in document.stderr
    assert len(shown(chosen)["steps"]) == 5  # type: ignore[arg-type]
    assert chosen("council", "skip", "F1", "self_information", "--reason", "Kjent fra før.").exit_code == 0
    done(chosen)
    assert chosen("council", "step", "F1", "self_information", "--on", "2025-03-04").exit_code == 0


def test_no_step_is_done_with_no_family(opened: Bvt) -> None:
    """The council is closed instead, or the step skipped; a step that is done may still have its day corrected."""
    for code in STEPS_TO_TAKE[:4]:
        opened("council", "step", "F1", code, "--on", "2025-03-03")
    result = opened("council", "step", "F1", "clarification")
    assert result.exit_code == 3
    assert "No family is proposed." in result.stderr
    assert "bvt council close F1 --outcome no_family --closing-reason" in result.stderr
    assert '"code": "no_families"' in opened("council", "step", "F1", "clarification", "--json").stderr
    opened("council", "family", "F1", "--name", "Familien Prøve", "--answer", "yes", *DAY)
    done(opened)
    for code in STEPS_TO_TAKE[4:6]:
        assert opened("council", "step", "F1", code, "--on", "2025-03-04").exit_code == 0
    opened("council", "decide", "F1", "1", "no", "--reason", "For langt unna.", "--on", "2025-03-05")
    assert opened("council", "step", "F1", "self_information", "--on", "2025-03-05").exit_code == 0
    left = opened("council", "step", "F1", "interviews", "--on", "2025-03-05")
    assert left.exit_code == 3
    assert "No family is left for this step." in left.stderr


def test_the_service_does_not_say_yes_to_a_family_that_said_no(opened: Bvt) -> None:
    opened("council", "family", "F1", "--name", "Familien Prøve", "--answer", "no", *DAY)
    result = opened("council", "decide", "F1", "1", "yes")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "bvt council family F1 1 --answer" in result.stderr
    document = (
        "bvt_register: 1\ncouncils:\n  - ref: F1\n    families:\n"
        "      - {number: 1, decision: 'yes', decided_on: 2025-03-03}\n"
    )
    assert opened("import", "-", input=document).exit_code == 0
    assert "decision_against" in codes(opened)


def test_steps_of_a_document_that_are_not_done_are_told_of_by_check(chosen: Bvt) -> None:
    """What comes from another system is not refused for it."""
    steps = "".join(f"      - {{code: {code}, on: 2025-03-03}}\n" for code in STEPS_TO_TAKE)
    document = f"bvt_register: 1\ncouncils:\n  - ref: F1\n    steps:\n{steps}"
    assert chosen("import", "-", input=document).exit_code == 0
    found = codes(chosen)
    assert found[found.index("plan") :] == [
        "plan", "information_sent", "interview", "family_matching", "family_home", "family_intake",
    ]  # fmt: skip


def test_a_carer_of_the_new_home_is_of_age(chosen: Bvt) -> None:
    """On the day that counts as today; no name stands in the refusal."""
    child = chosen("council", "accept", "F1", "1", "--carer", "Siri Tante,2007-03-04", *DAY)
    assert child == (3, "", "--carer: whoever was born on 2007-03-04 is not 18 years old on 2025-03-03.\n")
    assert chosen("council", "accept", "F1", "1", "--carer", "Siri Tante,2007-03-03", *DAY).exit_code == 0


# --- the meeting ---


def test_recording_a_meeting_tells_what_was_not_settled(opened: Bvt) -> None:
    """Too early, and without consents and the child's view; check finds it then and later."""
    opened("council", "set", "F1", "--answered-on", "2025-01-30")
    for code in STEPS_TO_TAKE[:2]:
        opened("council", "step", "F1", code, "--on", "2025-02-03")
    result = opened("--quiet", "council", "step", "F1", "meeting", "--on", "2025-02-26")
    assert result.exit_code == 0
    assert [line.partition(".")[0] for line in result.stderr.splitlines()] == [
        "Consents of parents: 0 of 2",
        "The child is 15 years old and consents itself from 15",
        "Nobody has recorded whether the child wants a council",
        "The council met on 2025-02-26, too early: the meeting is to be held between 2025-02-27 and 2025-03-27",
    ]
    told = opened("council", "step", "F1", "meeting", "--on", "2025-03-28")
    assert told.stderr.startswith("F1: the family council met on 2025-03-28.\n")
    assert "too late" in told.stderr
    assert told.stderr.endswith("\nNext: bvt council next F1\n")
    for role in ("mother", "father", "child"):
        opened("council", "consent", "F1", role, "--on", "2025-03-29")
    found = opened("council", "check", "F1", "--json", "--as-of", "2025-05-05").json["findings"]
    assert [{key: each[key] for key in each if key != "message"} for each in found] == [
        {"code": "child_view"},
        {"code": "other_parent"},
        {"code": "meeting_late", "due": "2025-03-27", "on": "2025-03-28", "not_before": "2025-02-27"},
        {"code": "met_without_parents", "need": 2, "have": 0, "on": "2025-03-28"},
        {"code": "met_without_child", "need": 15, "have": 15, "on": "2025-03-28"},
    ]


def test_inviting_somebody_the_child_does_not_want_warns(opened: Bvt) -> None:
    """Whichever comes first, until it is resolved; resolved after the meeting it was too late."""
    for name in ("Onkel Prøve", "Tante Prøve"):
        opened("council", "map", "F1", "--category", "extended", "--name", name)
    opened("council", "not-invited", "F1", "1", "--on", "2025-02-03")
    warned = opened("--quiet", "council", "map", "F1", "1", "--invited-on", "2025-02-20")
    assert warned.stderr.startswith(
        "Number 1 on the map is invited on 2025-02-20, though the child does not want them invited."
    )
    opened("council", "map", "F1", "2", "--invited-on", "2025-02-20")
    assert "Number 2 on the map is invited" in opened("council", "not-invited", "F1", "2", "--on", "2025-02-03").stderr
    for code in STEPS_TO_TAKE[:3]:
        last = opened("council", "step", "F1", code, "--on", "2025-03-10")
    assert "The child does not want number 1 on the map invited." in last.stderr
    resolved = opened("council", "not-invited", "F1", "1", "--resolved-on", "2025-03-11", "--resolution", "Kom ikke.")
    assert "Number 1 on the map is invited" not in resolved.stderr
    opened("council", "not-invited", "F1", "2", "--resolved-on", "2025-03-10")
    found = opened("council", "check", "F1", "--json", "--as-of", "2025-03-12").json["findings"]
    assert [each["mapped"] for each in found if each["code"] in ("not_invited", "met_unresolved")] == [1]


def test_what_is_late_is_said_to_be(opened: Bvt) -> None:
    assert opened("council", "next", "F1", *DAY).stdout.splitlines()[1] == "It should have been done by 2025-02-03."
    assert coming(opened)["late"] is True


def test_next_without_a_council_is_a_list_of_all_that_run(opened: Bvt) -> None:
    rows = list(csv.DictReader(io.StringIO(opened("council", "next", "--csv", *DAY).stdout)))
    assert [(row["council"], row["code"], row["late"]) for row in rows] == [
        ("F1", "answer", "true"), ("F-2", "meeting", "false"),
    ]  # fmt: skip
    assert opened("council", "next", "--as-of", "2025-01-01") == (0, "", "No family council runs on 2025-01-01.\n")


def test_every_command_that_is_named_next_is_one(opened: Bvt) -> None:
    """Followed to the end, answer by answer, they lead to a home."""
    answers = {"DATE": "2025-03-03", "ANSWER": "yes", "TEXT": "Prøve", "NAME": "Prøve", "yes|no": "yes",
               "NAME,DATE": "Prøve,1982-03-14", "OUTCOME": "family_found"}  # fmt: skip
    followed = []
    while (thing := coming(opened, "--as-of", "2025-03-03"))["code"] is not None:
        followed.append(thing["code"])
        typed = [answers.get(word, word) for word in str(thing["command"]).split()[1:]]
        result = opened(*typed, *(DAY if typed[1] in ("family", "close", "decide", "view") else ()))
        assert result.exit_code == 0, (typed, result.stderr)
        assert len(followed) < 40, followed
    assert followed == [
        "answer", "coordinator", "information", "consent_parents", "consent_parents", "consent_child", "child_view",
        "other_parent", "meeting", "plan_proposal", "plan", "family", "family_answer", "clarification",
        "information_sent", "information_returned", "self_information", "interview", "interviews",
        "family_matching", "matching", "family_decision", "decision", "family_home", "family_intake", "intake", "close",
    ]  # fmt: skip
    assert shown(opened)["outcome"] == "family_found"


def test_all_councils_at_a_glance(kommune: Bvt) -> None:
    assert kommune("council", "list", "--json", *DAY).json == [
        {"council": "F-1", "child": "C-91", "case": "2024/1033", "referred_on": "2024-04-22", "acute": False,
         "coordinator": "mls", "last_step": "intake", "next": None, "due": None, "findings": 0,
         "closed_on": "2024-08-12", "outcome": "family_found"},
        {"council": "F-2", "child": "C-84", "case": "2024/1156", "referred_on": "2025-01-13", "acute": False,
         "coordinator": "ako", "last_step": "information", "next": "meeting", "due": "2025-04-01", "findings": 0,
         "closed_on": None, "outcome": None},
    ]  # fmt: skip
    running = kommune("council", "list", "--running", "--csv", *DAY)
    assert [row["council"] for row in csv.DictReader(io.StringIO(running.stdout))] == ["F-2"]


def test_no_councils_is_no_fault(empty: Bvt) -> None:
    assert empty("council", "list") == (0, "", "There are no family councils.\n")
    assert empty("council", "list", "--json").json == []
    assert empty("council", "next", "--json").json == []
    assert empty("council", "check", "--json").json == []


def test_a_council_is_shown_with_its_eleven_steps_and_its_days(opened: Bvt, kommune: Bvt) -> None:
    """Bufetat's day while it is waited for, then the weeks of the meeting, then neither."""
    waiting = opened("council", "show", "F1").stdout
    assert waiting.startswith("Family council F1, case 2023/0412\n")
    assert "Bufetat answers by" in waiting
    assert "2025-02-03" in waiting
    assert "The other parent's family is blank on the map" in waiting
    opened("council", "set", "F1", "--answered-on", "2025-01-30")
    assert "2025-02-27 to 2025-03-27" in opened("council", "show", "F1").stdout
    whole = kommune("council", "show", "F-2").stdout
    assert [line.split()[0] for line in whole.partition("The eleven steps")[2].splitlines()[3:14]] == [
        str(number) for number in range(1, 12)
    ]
    assert "blank on the map" not in whole
    assert "Det er bare én familie å drøfte." in whole
    for heading in ("Consents", "Network map", "Not to be invited", "The family's plan", "Proposed families"):
        assert f"\n{heading}\n" in whole


def test_no_name_stands_in_an_error(opened: Bvt) -> None:
    """Nor beside a fault that the register itself finds."""
    opened("council", "map", "F1", "--category", "extended", "--name", "Hemmelig Prøve")
    opened("council", "not-invited", "F1", "1")
    opened("council", "family", "F1", "--name", "Familien Hemmelig")
    for typed in (
        ("map", "F1", "1", "--remove"),
        ("accept", "F1", "1", "--carer", "Hemmelig Prøve"),
        ("accept", "F1", "1", "--carer", "Hemmelig Prøve,1980-01-01"),
        ("family", "F1", "1", "--information-sent-on", "2025-03-03", "--information-returned-on", "2025-03-02"),
    ):
        result = opened("council", *typed)
        assert result.exit_code != 0
        assert "Hemmelig" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (("open",), 2, "bvt council open also needs --child."),
        (("open", "--child", "C-404"), 4, "There is no child C-404 in the register."),
        (("open", "--child", "C-77", "--ref", "F1"), 3, "There is already a family council F1"),
        (("set", "F1"), 2, "Nothing to correct was given"),
        (("set", "F-404", "--acute"), 4, "There is no family council F-404 in the register."),
        (("show", "F01"), 4, "There is no family council F01 in the register; did you mean F-1, F1?"),
        (("check", "F-404"), 4, "There is no family council F-404"),
        (("view", "F1"), 2, "Nothing to correct was given"),
        (("view", "F1", "--child-wants", "maybe"), 2, "--child-wants: maybe is none of yes, no, unsure."),
        (("consent", "F1", "uncle"), 2, "uncle is none of mother, father, co_mother, guardian, child."),
        (("consent", "F1", "child", "--exempt", "Liten."), 65, "Only a parent's consent may be done without"),
        (("consent", "F1", "mother", "--exempt", "x", "--on", "2025-02-01"), 2, "--exempt goes without --on"),
        (("consent", "F1", "mother", "--withdrawn", "2025-02-01"), 4, "There is no consent of the mother in F1."),
        (("consent", "F1", "mother", "--remove", "--on", "2025-02-01"), 2, "--remove goes alone."),
        (("step", "F1", "dance"), 2, "dance is none of coordinator"),
        (("step", "F1", "coordinator", "--remove", "--on", "2025-02-01"), 2, "--remove goes alone."),
        (("map", "F1", "--name", "X"), 2, "bvt council map also needs --category."),
        (("map", "F1", "7", "--phone", "1"), 4, "F1, Network map: there is no number 7."),
        (("map", "F1", "7"), 2, "Nothing to correct was given"),
        (("map", "F1", "0", "--phone", "1"), 2, "NUMBER: 0 is no whole number from 1 to 99."),
        (("map", "F1", "--remove"), 2, "Say which, by its number."),
        (("map", "F1", "--clear", "phone"), 2, "Say which, by its number."),
        (("map", "F1", "1", "--phone", "1", "--remove"), 2, "--remove goes alone."),
        (("map", "F1", "--phone", "1", "--csv"), 2, "--csv is for the list alone."),
        (("not-invited", "F1", "--why", "x"), 2, "Say which, by its number."),
        (("not-invited", "F1", "9", "--why", "x"), 4, "F1, Network map: there is no number 9."),
        (("interview", "F1", "--on", "2025-03-03"), 2, "Say which, by its number."),
        (("interview", "F1", "1", "--remove"), 2, "--remove needs --on: the day of the talk."),
        (("interview", "F1", "1"), 4, "F1, Proposed families: there is no number 1."),
        (("decide", "F1", "1"), 2, "bvt council decide also needs yes|no."),
        (("decide", "F1", "1", "--remove", "--reason", "x"), 2, "--remove goes alone."),
        (("decide", "F1", "1", "yes"), 4, "F1, Proposed families: there is no number 1."),
        (("accept", "F1", "1"), 2, "bvt council accept also needs --carer."),
        (("accept", "F1", "1", "--carer", "X"), 2, "--carer: write the name, a comma, and the day of birth."),
        (("accept", "F1", "1", "--home", "H-001", "--name", "X"), 2, "--home goes alone"),
        (("close", "F1"), 2, "bvt council close also needs --outcome, --closing-reason."),
        (("close", "F1", "--remove", "--outcome", "stopped"), 2, "--remove goes alone."),
        (("next", "F1", "--json", "--csv"), 2, "--json and --csv do not go together."),
    ],
)
def test_what_cannot_be_said_of_a_council(
    opened: Bvt, arguments: tuple[str, ...], exit_code: int, sentence: str
) -> None:
    """One sentence, nothing written."""
    before = opened("export").stdout
    result = opened("council", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert opened("export").stdout == before


def test_the_limits_are_settings_of_the_municipality(opened: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(
        "settings:\n"
        "  - {name: council_answer_days, value: 40, from: 2025-02-10, reason: Avtale}\n"
        "  - {name: council_consent_age, value: 16, from: 2025-02-10, reason: Avtale}\n",
        encoding="utf-8",
    )
    before = opened("council", "check", "F1", "--json", "--as-of", "2025-02-09").json["findings"]
    after = opened("council", "check", "F1", "--json", "--as-of", "2025-02-10").json["findings"]
    assert [each["code"] for each in before][:3] == ["answer", "consent_parents", "consent_child"]
    assert [each["code"] for each in after] == ["consent_parents", "child_view", "other_parent"]


def test_councils_come_back_from_a_document_as_they_went(chosen: Bvt, tmp_path: Path) -> None:
    """Names, reasons and all; importing twice changes nothing."""
    chosen("council", "accept", "F1", "1", "--carer", "Kari Prøve,1982-03-14")
    chosen("council", "map", "F1", "--category", "extended", "--name", "Onkel Prøve")
    chosen("council", "not-invited", "F1", "1", "--why", "Kjefter.\nOfte.")
    exported = chosen("export").stdout
    assert chosen("--db", tmp_path / "other.db", "init", "--pay-from", "2024-10").exit_code == 0
    assert chosen("--db", tmp_path / "other.db", "import", "-", input=exported).exit_code == 0
    assert chosen("--db", tmp_path / "other.db", "export").stdout == exported
    assert chosen("import", "-", input=exported).stderr == "Nothing changes.\n"
    assert len(chosen("export", "--json").json["councils"]) == 3


def test_a_document_may_not_give_a_child_two_open_councils(opened: Bvt) -> None:
    """Neither beside one that is known, nor two of its own."""
    given = "  - {{ref: {0}, child: {1}, referred_on: 2025-02-03}}\n"
    document = "bvt_register: 1\ncouncils:\n"
    result = opened("import", "-", input=document + given.format("F-8", "C-80"))
    assert result.exit_code == 65
    assert "stdin:3: councils[F-8].child: The child C-80 has a council that is not closed: F1." in result.stderr
    both = opened("import", "-", input=document + given.format("F-8", "C-77") + given.format("F-9", "C-77"))
    assert both.exit_code == 65
    assert "stdin:4: councils[F-9].child: The child C-77 has a council that is not closed: F-8." in both.stderr
    assert opened("council", "list", "--json").json[0]["council"] == "F1"


def test_the_place_of_a_fault_is_where_the_family_stands(opened: Bvt) -> None:
    """Counted from 0; a field is not named twice."""
    for number in range(3):
        opened("council", "family", "F1", "--name", f"Familien Prøve {number}")
    result = opened("council", "family", "F1", "1", "--information-sent-on", "2025-03-03",
                    "--information-returned-on", "2025-03-02")  # fmt: skip
    assert result.stderr.splitlines()[1] == (
        "  councils[F1].families[0].information_returned_on: information_returned_on (2025-03-02) is before"
        " information_sent_on (2025-03-03)."
    )
    odd = opened("council", "family", "F1", "2", "--contact", "0\x07")
    assert odd.exit_code == 65
    assert odd.stderr.splitlines()[1] == "  families[1].contact holds a control character (U+0007); take it out."


def test_a_document_may_not_say_what_a_command_may_not(kommune: Bvt) -> None:
    """Told with its line."""
    document = (
        "bvt_register: 1\ncouncils:\n  - ref: F-9\n    child: C-77\n    referred_on: 2025-01-13\n"
        "    steps:\n      - {code: meeting, on: 2025-03-03}\n    families:\n"
        "      - {number: 1, name: Familien Prøve, answer: no, answered_on: 2025-03-03, home: H-001}\n"
    )
    result = kommune("import", "-", input=document)
    assert result.exit_code == 65
    assert "stdin:7" in result.stderr
    assert "which is neither done nor skipped" in result.stderr
    assert "stdin:9" in result.stderr
    assert "becomes a home" in result.stderr
