"""Networks by command: what is recorded of them, corrected, and taken away when it was a mistake."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

NEW = ("network", "add", "--name", "Nettverk Nord", "--resource-home", "H-020", "--started-on", "2025-05-01")
Shown = Callable[[], dict[str, Any]]


@pytest.fixture
def north(kommune: Bvt) -> Bvt:
    """bvt with a third network, N1, that has only its resource home."""
    assert kommune(*NEW).exit_code == 0
    return kommune


@pytest.fixture
def shown(north: Bvt) -> Shown:
    """What is held of N1."""
    return lambda: north("network", "show", "N1", "--json").json  # type: ignore[no-any-return]


def test_adding_a_network_prints_its_ref_and_names_what_comes_next(kommune: Bvt, shown: Shown) -> None:
    """Members, and the agreement the resource family is paid by."""
    assert shown() == {
        "ref": "N1", "name": "Nettverk Nord", "resource_home": "H-020", "started_on": "2025-05-01",
    }  # fmt: skip
    again = kommune("network", "add", *NEW[2:], "--ref", "N-5", "--contact", "mls", "--contact", "ako")
    assert again == (
        0,
        "N-5\n",
        "N-5 is added.\nNext: bvt network join N-5 HOME --from DATE\nThe resource family is paid by an agreement of its"
        " own: bvt agreement add --home H-020 --network N-5 --measure ressursfamilie --from 2025-05-01\n",
    )
    assert kommune("network", "show", "N-5", "--json").json["contacts"] == ["mls", "ako"]


def test_a_resource_home_that_is_not_approved_as_one_is_told(kommune: Bvt) -> None:
    """It is recorded all the same; H-020 was approved as a resource family on 10 January 2025."""
    sentence = "The resource home {} is not approved as a resource family on {}. See `bvt home check {} --kind"
    result = kommune("network", "add", "--name", "X", "--resource-home", "H-021", "--started-on", "2025-05-01")
    assert (result.exit_code, result.stdout) == (0, "N1\n")
    assert sentence.format("H-021", "2025-05-01", "H-021") in result.stderr
    assert "not approved" not in kommune("network", "set", "N1", "--resource-home", "H-020").stderr
    earlier = kommune("network", "set", "N1", "--started-on", "2025-01-09")
    assert sentence.format("H-020", "2025-01-09", "H-020") in earlier.stderr
    assert "not approved" not in kommune("network", "set", "N1", "--name", "Y").stderr


def test_a_network_is_corrected_key_by_key(north: Bvt, shown: Shown) -> None:
    """Two employees share the guidance; those given replace those known."""
    result = north("network", "set", "N1", "--contact", "mls", "--contact", "ako", "--name", "Nettverk Nordvest")
    assert result == (0, "", "N1 is corrected: name, contacts.\nNext: bvt network check N1\n")
    assert north("network", "set", "N1", "--contact", "leder", "--clear", "confidentiality_on").exit_code == 0
    assert shown()["contacts"] == ["leder"]


def test_homes_join_and_leave(north: Bvt, shown: Shown) -> None:
    """The last day is the one said; a slip is undone, and a home may come back."""
    joined = north("network", "join", "N1", "H-031", "--from", "2025-05-01")
    assert joined == (
        0, "", "H-031 is in N1 from 2025-05-01.\nNext: bvt network confidentiality N1 H-031 --on DATE\n",
    )  # fmt: skip
    left = north("network", "leave", "N1", "H-031", "--on", "2025-05-31")
    assert left.stderr == "H-031 is in N1 until 2025-05-31.\nNext: bvt network check N1\n"
    assert shown()["members"] == [{"home": "H-031", "from": "2025-05-01", "to": "2025-05-31"}]
    assert north("network", "leave", "N1", "H-031", "--undo").stderr == "H-031 is in N1 without an end.\n"
    assert north("network", "leave", "N1", "H-031", "--json").json == [
        {"home": "H-031", "from": "2025-05-01", "to": "2025-06-15"},
    ]
    again = ("network", "join", "N1", "H-031", "--from", "2025-06-20", "--confidentiality-on", "2025-06-14")
    back = north(*again, "--json")
    assert len(back.json) == 2
    assert back.stderr.endswith("Next: bvt network check N1\n")
    assert north(*again).stderr == "N1 stands as it was; nothing changes.\n"
    gone = north("network", "join", "N1", "H-031", "--from", "2025-06-20", "--undo")
    assert gone.stderr == "H-031 is no longer recorded in N1.\n"
    assert [each["from"] for each in shown()["members"]] == ["2025-05-01"]


def test_a_home_that_joins_again_while_it_is_a_member_has_its_day_corrected(north: Bvt, shown: Shown) -> None:
    """A day before or within the membership; what else is known of it stays, and the day before is told."""
    joins = ("network", "join", "N1", "H-031", "--from")
    assert north(*joins, "2025-05-10", "--confidentiality-on", "2025-05-12").exit_code == 0
    for day, before in (("2025-05-20", "2025-05-10"), ("2025-05-02", "2025-05-20")):
        assert north(*joins, day).stderr == (
            f"H-031 is in N1 from {day}.\nBefore it was from {before}; that is corrected.\nNext: bvt network check N1\n"
        )
        assert shown()["members"] == [{"home": "H-031", "from": day, "confidentiality_on": "2025-05-12"}]
    assert north("network", "leave", "N1", "H-031", "--on", "2025-05-31").exit_code == 0
    assert north(*joins, "2025-05-31").exit_code == 0
    assert [(each["from"], each["to"]) for each in shown()["members"]] == [("2025-05-31", "2025-05-31")]
    assert north(*joins, "2025-06-01").exit_code == 0
    assert [each["from"] for each in shown()["members"]] == ["2025-05-31", "2025-06-01"]


def test_a_home_that_joins_before_the_network_began_is_told(north: Bvt) -> None:
    joined = north("network", "join", "N1", "H-031", "--from", "2025-04-01")
    assert joined.exit_code == 0
    assert "The network N1 began on 2025-05-01; the home counts in it from then on.\n" in joined.stderr


def test_a_home_leaves_the_membership_in_force_on_the_day(north: Bvt, shown: Shown) -> None:
    """A later one stays; on a day between two it is the next, which has not begun; the last one may be prolonged."""
    for first, last in (("2025-05-01", "2025-05-10"), ("2025-06-01", None)):
        assert north("network", "join", "N1", "H-031", "--from", first).exit_code == 0
        if last:
            assert north("network", "leave", "N1", "H-031", "--on", last).exit_code == 0
    assert north("network", "leave", "N1", "H-031", "--on", "2025-05-05").exit_code == 0
    assert [each.get("to") for each in shown()["members"]] == ["2025-05-05", None]
    assert north("network", "leave", "N1", "H-031", "--on", "2025-05-20").exit_code == 65
    for day in ("2025-06-10", "2025-06-14"):
        assert north("network", "leave", "N1", "H-031", "--on", day).exit_code == 0
        assert [each.get("to") for each in shown()["members"]] == ["2025-05-05", day]
    signed = north("network", "confidentiality", "N1", "H-031", "--on", "2025-05-03")
    assert signed.exit_code == 0
    assert [each.get("confidentiality_on") for each in shown()["members"]] == ["2025-05-03", None]
    assert north("network", "leave", "N1", "H-031", "--undo", "--on", "2025-05-03").exit_code == 65


def test_memberships_of_one_home_never_overlap(north: Bvt) -> None:
    """Nor those of a document; one that ends the day before the next is no overlap."""
    document = """
bvt_register: 1
networks:
  - ref: N1
    members:
      - {home: H-031, from: 2025-05-01, to: 2025-05-31}
      - {home: H-021, from: 2025-05-01}
      - {home: H-031, from: 2025-05-31}
"""
    refused = north("import", "-", input=document)
    assert refused.exit_code == 65
    assert "H-031 is a member already from 2025-05-01." in refused.stderr
    assert north("import", "-", input=document.replace("from: 2025-05-31", "from: 2025-06-01")).exit_code == 0


def test_a_member_from_another_municipality_is_taken_in_with_a_word(north: Bvt) -> None:
    """Each municipality pays its own resource family."""
    for home, number in (("H-020", "3205"), ("H-031", "3301")):
        assert north("home", "set", home, "--municipality", number).exit_code == 0
    result = north("network", "join", "N1", "H-031", "--from", "2025-05-01")
    assert result.exit_code == 0
    assert result.stderr.endswith(
        "The home H-031 lies in municipality 3301, the resource home in 3205: each municipality pays its own resource"
        " family.\n"
    )


def test_all_homes_sign_the_confidentiality_declaration_at_once(north: Bvt, shown: Shown) -> None:
    """The resource home signs it too."""
    for home in ("H-031", "H-021"):
        assert north("network", "join", "N1", home, "--from", "2025-05-01").exit_code == 0
    signed = north("network", "confidentiality", "N1", "H-020", "H-031", "H-021", "--on", "2025-05-03")
    assert signed.stderr.startswith("H-020, H-031, H-021 signed the confidentiality declaration of N1 on 2025-05-03.\n")
    assert shown()["confidentiality_on"] == "2025-05-03"
    assert {each["confidentiality_on"] for each in shown()["members"]} == {"2025-05-03"}
    again = north("network", "confidentiality", "N1", "H-021", "--on", "2025-05-03", "--json")
    assert again.json["confidentiality_on"] == "2025-05-03"
    assert again.stderr == "N1 stands as it was; nothing changes.\n"
    undone = north("network", "confidentiality", "N1", "H-020", "H-021", "--undo")
    assert undone.stderr == "No confidentiality declaration is recorded for H-020, H-021 in N1.\n"
    assert "confidentiality_on" not in shown()
    assert [each.get("confidentiality_on") for each in shown()["members"]] == [None, "2025-05-03"]


def test_a_child_consents_and_withdraws(kommune: Bvt) -> None:
    """C-91, of 15, lives with H-031 in N-2; from the day of withdrawal the consent is missing again."""

    def missing(on: str) -> bool:
        found = kommune("network", "check", "N-2", "--as-of", on, "--json").json["findings"]
        return "consent" in [each["code"] for each in found]

    consented = kommune("network", "consent", "N-2", "C-91", "--on", "2025-05-05")
    assert consented.stderr == "C-91 consented on 2025-05-05.\nNext: bvt network check N-2\n"
    assert (missing("2025-05-04"), missing("2025-05-05")) == (True, False)
    withdrawn = kommune("network", "withdraw", "N-2", "C-91", "--on", "2025-06-01")
    assert withdrawn.stderr.startswith("The consent of C-91 no longer counts from 2025-06-01.\n")
    assert (missing("2025-05-31"), missing("2025-06-01")) == (False, True)
    undone = kommune("network", "withdraw", "N-2", "C-91", "--undo")
    assert undone.stderr == "The consent of C-91 stands again.\n"
    assert not missing("2025-06-01")
    assert kommune("network", "withdraw", "N-2", "C-91", "--undo", "--json").json == [
        {"child": "C-91", "on": "2025-05-05"},
    ]
    gone = kommune("network", "consent", "N-2", "C-91", "--undo", "--json")
    assert (gone.json, gone.stderr) == ([], "The consent of C-91 in N-2 is taken away.\n")


def test_a_child_that_consents_again_after_withdrawing_has_both_kept(kommune: Bvt) -> None:
    """Until then the finding says that it withdrew; a withdrawal takes back every consent that stands that day."""

    def said(on: str) -> list[str]:
        found = kommune("network", "check", "N-2", "--as-of", on, "--json").json["findings"]
        return [each["message"] for each in found if each["code"] == "consent"]

    for command, day in (("consent", "2025-05-05"), ("withdraw", "2025-05-20"), ("consent", "2025-06-01")):
        assert kommune("network", command, "N-2", "C-91", "--on", day).exit_code == 0
    (message,) = said("2025-05-31")
    assert message.startswith(
        "The child C-91 in home H-031 withdrew its consent to the family taking part on 2025-05-20."
    )
    assert said("2025-06-01") == []
    assert kommune("network", "show", "N-2", "--json").json["consents"] == [
        {"child": "C-91", "on": "2025-05-05", "withdrawn_on": "2025-05-20"}, {"child": "C-91", "on": "2025-06-01"},
    ]  # fmt: skip
    assert kommune("network", "consent", "N-2", "C-91", "--on", "2025-06-02").exit_code == 0
    taken_back = kommune("network", "withdraw", "N-2", "C-91", "--on", "2025-06-10", "--json").json
    assert [each["withdrawn_on"] for each in taken_back] == ["2025-05-20", "2025-06-10", "2025-06-10"]
    assert said("2025-06-10")
    corrected = kommune("network", "withdraw", "N-2", "C-91", "--on", "2025-06-12", "--json").json
    assert [each["withdrawn_on"] for each in corrected] == ["2025-05-20", "2025-06-10", "2025-06-12"]


def test_the_consent_of_a_child_placed_elsewhere_is_kept_with_a_word(kommune: Bvt) -> None:
    """It may move in later."""
    result = kommune("network", "consent", "N-2", "C-77")
    assert result.stderr.endswith("C-77 is placed in none of the homes of N-2.\n")
    again = kommune("network", "consent", "N-2", "C-77", "--on", "2025-06-15")
    assert again.stderr == "N-2 stands as it was; nothing changes.\n"
    assert kommune("network", "consent", "N-2", "C-77", "--on", "2025-06-14").exit_code == 0
    unsure = kommune("network", "consent", "N-2", "C-77", "--undo")
    assert (unsure.exit_code, unsure.stderr) == (
        2, "More than one is recorded: consent of C-77; say which with --on.\n",
    )  # fmt: skip


def test_a_gathering_is_recorded_corrected_and_taken_away(north: Bvt, shown: Shown) -> None:
    """The same day and kind are the same gathering."""
    first = north("network", "gathering", "N1", "--title", "Padling", "--home", "H-031", "--home", "H-021")
    assert first.stderr == "N1: gathering on 2025-06-15 is recorded.\nNext: bvt network check N1\n"
    more = ("--on", "2025-06-15", "--home", "H-021", "--went", "Vind.", "--clear", "title")
    corrected = north("network", "gathering", "N1", *more)
    assert (
        "Never write a child's name here. Concern for a child does not wait: the resource family has a duty to notify"
        " the service at once.\n" in corrected.stderr
    )
    assert shown()["gatherings"] == [{"on": "2025-06-15", "kind": "ordinary", "homes": ["H-021"], "went": "Vind."}]
    refunded = ("--kind", "summer", "--cost", "1450,50", "--receipt", "B-77", "--approved-by", "leder")
    assert north("network", "gathering", "N1", *refunded, "--json").json[1] == {
        "on": "2025-06-15", "kind": "summer", "cost": "1450.50", "receipt": "B-77", "approved_by": "leder",
    }  # fmt: skip
    again = north("network", "gathering", "N1", *refunded)
    assert again.stderr == "N1 stands as it was; nothing changes.\n"
    gone = north("network", "gathering", "N1", "--kind", "summer", "--undo")
    assert gone.stderr == "N1: summer gathering on 2025-06-15 is taken away.\n"
    assert [each["kind"] for each in shown()["gatherings"]] == ["ordinary"]


def test_another_number_of_gatherings_than_the_rule_has_a_reason(north: Bvt, shown: Shown) -> None:
    """The rule is six; flexible to what the families want."""
    assert north("network", "agreed", "N1", "2025", "4") == (
        2, "", "The rule is 6 gatherings a year; another number needs a reason (--reason).\n",
    )  # fmt: skip
    assert north("network", "agreed", "N1", "2025", "4", "--reason", "Lange.").stderr == (
        "N1: 4 gatherings are agreed on for 2025.\nNext: bvt network check N1\n"
    )
    again = north("network", "agreed", "N1", "2025", "4")
    assert again.stderr == "N1 stands as it was; nothing changes.\n"
    assert north("network", "agreed", "N1", "2025", "5").exit_code == 2
    assert north("network", "agreed", "N1", "2025", "4", "--reason", "Lengre.", "--json").json == [
        {"year": 2025, "number": 4, "reason": "Lengre."},
    ]
    assert north("network", "agreed", "N1", "2025", "6").exit_code == 0
    assert shown()["gatherings_agreed"] == [{"year": 2025, "number": 6}]
    undone = north("network", "agreed", "N1", "2025", "--undo")
    assert undone.stderr == "N1: the rule's 6 gatherings hold for 2025.\n"
    assert "gatherings_agreed" not in shown()


def test_talks_are_recorded_with_who_talked(north: Bvt, shown: Shown) -> None:
    """Whoever records it, unless said."""
    talked = north("network", "talk", "N1", "--on", "2025-05-20", "--by", "ako")
    assert talked.stderr == "N1: talk on 2025-05-20 (ako).\nNext: bvt network check N1\n"
    assert north("network", "talk", "N1", "--on", "2025-05-20").exit_code == 0
    assert north("network", "talk", "N1", "--on", "2025-05-20").stderr == "N1 stands as it was; nothing changes.\n"
    assert shown()["talks"] == [{"on": "2025-05-20", "by": "ako"}, {"on": "2025-05-20", "by": "tester"}]
    unsure = north("network", "talk", "N1", "--on", "2025-05-20", "--undo")
    assert (unsure.exit_code, unsure.stderr) == (
        2, "More than one is recorded: talk on 2025-05-20; say which with --by.\n",
    )  # fmt: skip
    undone = north("network", "talk", "N1", "--on", "2025-05-20", "--by", "ako", "--undo", "--json")
    assert undone.json == [{"on": "2025-05-20", "by": "tester"}]


def test_the_interval_between_talks_is_agreed_from_a_day(north: Bvt, shown: Shown) -> None:
    agreed = north("network", "interval", "N1", "28", "--from", "2025-06-01")
    assert agreed.stderr.startswith("N1: from 2025-06-01 no more than 28 days between talks.\n")
    assert north("network", "interval", "N1", "21", "--from", "2025-06-01", "--json").json == [
        {"days": 21, "from": "2025-06-01"},
    ]
    again = north("network", "interval", "N1", "21", "--from", "2025-06-01")
    assert again.stderr == "N1 stands as it was; nothing changes.\n"
    undone = north("network", "interval", "N1", "--from", "2025-06-01", "--undo")
    assert undone.stderr == "What was agreed from 2025-06-01 is taken away.\n"
    assert "talk_every_days" not in shown()


def test_contact_with_a_family_is_reckoned_on_a_day(kommune: Bvt) -> None:
    """Said again for the same day it is corrected; H-008 is no member of Nettverk Vest."""
    known = kommune("network", "show", "N-1", "--json").json["family_contacts"]
    first = kommune("network", "contact", "N-1", "H-021", "--on", "2025-05-31", "--count", "4")
    assert first.stderr == "H-021: about 4, up to 2025-05-31.\n"
    again = kommune("network", "contact", "N-1", "H-021", "--on", "2025-05-31", "--count", "5", "--json").json
    assert [each for each in again if each not in known] == [{"home": "H-021", "on": "2025-05-31", "count": 5}]
    same = kommune("network", "contact", "N-1", "H-021", "--on", "2025-05-31", "--count", "5")
    assert same.stderr == "N-1 stands as it was; nothing changes.\n"
    stranger = kommune("network", "contact", "N-1", "H-008")
    assert stranger.stderr == "H-008: about 1, up to 2025-06-15.\nH-008 is not recorded as a member of N-1.\n"
    for arguments in (("H-021", "--on", "2025-05-31"), ("H-008",)):
        assert kommune("network", "contact", "N-1", *arguments, "--undo").stderr.startswith("The contact with H-0")
    assert kommune("network", "show", "N-1", "--json").json["family_contacts"] == known


def test_networks_share_a_joint_meeting(kommune: Bvt) -> None:
    """Who is recorded for the same day was at the same meeting."""

    def that_day() -> list[list[str]]:
        meetings = kommune("export", "--json").json["joint_meetings"]
        return [each["networks"] for each in meetings if each["on"] == "2025-06-12"]

    first = kommune("network", "joint-meeting", "N-1", "--on", "2025-06-12")
    assert first.stderr == "At the joint meeting on 2025-06-12: N-1.\nNext: bvt network check N-1\n"
    assert kommune("network", "joint-meeting", "N-2", "--on", "2025-06-12").exit_code == 0
    assert that_day() == [["N-1", "N-2"]]
    again = kommune("network", "joint-meeting", "N-2", "N-1", "--on", "2025-06-12")
    assert again.stderr == "The joint meeting on 2025-06-12 stands as it was; nothing changes.\n"
    assert "Joint meetings: 2025-06-12\n" in kommune("network", "show", "N-2").stdout
    kommune("network", "joint-meeting", "N-1", "--on", "2025-06-12", "--undo")
    assert that_day() == [["N-2"]]
    gone = kommune("network", "joint-meeting", "N-2", "--on", "2025-06-12", "--undo", "--json")
    assert gone.stderr == "The joint meeting on 2025-06-12 is taken away.\n"
    assert [each["on"] for each in gone.json] == ["2025-03-20", "2025-09-18", "2025-12-04"]
    nobody = kommune("network", "joint-meeting", "N-2", "--on", "2025-06-12", "--undo")
    assert (nobody.exit_code, nobody.stderr) == (
        4, "Nothing like this is recorded: joint meeting of N-2 on 2025-06-12.\n",
    )  # fmt: skip


def test_a_network_that_ends_ends_its_pay(kommune: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """A-40 pays Familien Fjell for Nettverk Vest; its other agreements run on. March is posted already."""
    assert kommune("pay", "month", "2025-03", "--post").exit_code in (0, 3)
    result = kommune("network", "end", "N-1", "--on", "2025-02-28", "--reason", "Sluttet.")
    assert result.exit_code == 0
    assert result.stderr.startswith("N-1 ends on 2025-02-28.\nWith it end A-40.\nLines posted for days after it: ")
    assert kommune("agreement", "show", "A-40", "--json").json["to"] == "2025-02-28"
    assert "to" not in kommune("agreement", "show", "A-21", "--json").json
    assert journal()[-1].after == {"reason": "Sluttet."}
    again = kommune("network", "end", "N-1", "--on", "2025-01-10", "--json")
    assert again.exit_code == 65  # it began on 15 January
    later = kommune("network", "end", "N-1", "--on", "2025-01-20", "--json").json
    assert (later["agreements"], later["not_begun"]) == (["A-40"], [])
    assert later["posted_after"] > 0


def test_a_network_whose_end_is_said_again_takes_its_pay_with_it(kommune: Bvt) -> None:
    """Earlier or later; an agreement that ended on a day of its own stays as it is."""

    def to() -> str:
        return str(kommune("agreement", "show", "A-40", "--json").json["to"])

    assert kommune("network", "end", "N-1", "--on", "2025-06-30").exit_code == 0
    later = kommune("network", "end", "N-1", "--on", "2025-09-30")
    assert later.stderr == "N-1 ends on 2025-09-30.\nWith it end A-40.\nNext: bvt pay month\n"
    assert to() == "2025-09-30"
    assert "A-40" not in kommune("network", "end", "N-1", "--on", "2025-09-30").stderr
    assert kommune("network", "end", "N-1", "--on", "2025-08-31").exit_code == 0
    assert to() == "2025-08-31"
    assert kommune("agreement", "end", "A-40", "--on", "2025-07-31").exit_code == 0
    assert "A-40" not in kommune("network", "end", "N-1", "--on", "2025-10-31").stderr
    assert to() == "2025-07-31"


def test_pay_that_begins_after_the_network_ended_is_told(kommune: Bvt) -> None:
    paid = ("--home", "H-030", "--network", "N-2", "--measure", "ressursfamilie", "--from", "2025-08-01")
    assert kommune("agreement", "end", "A-41", "--on", "2025-05-31").exit_code == 0
    assert kommune("agreement", "add", "--ref", "A-99", *paid).exit_code == 0
    result = kommune("network", "end", "N-2", "--on", "2025-06-30")
    assert result.stderr.splitlines()[:2] == [
        "N-2 ends on 2025-06-30.",
        "These begin later, and pay for a network that has ended: A-99.",
    ]


def test_the_page_of_a_network_shows_all_there_is(kommune: Bvt) -> None:
    page = kommune("network", "show", "N-1").stdout
    for heading in ("Days between talks", "Gatherings agreed on", "Foster homes", "Consents", "Gatherings", "Talks"):
        assert f"\n{heading}\n" in page
    assert "\nJoint meetings: 2025-03-20, 2025-09-18, 2025-12-04\n" in page
    assert "Joint meetings" not in kommune("network", "show", "N-2").stdout


def test_texts_of_several_lines_are_shown_as_lines(kommune: Bvt) -> None:
    """In the lists of the page, below each other in their column."""
    words = ("--text", "Rolig høst.\n\nGode samtaler.")
    assert kommune("network", "experiences", "N-1", "--half", "2025H2", *words).exit_code == 0
    lines = [line.rstrip() for line in kommune("network", "show", "N-1").stdout.splitlines()]
    at = next(place for place, line in enumerate(lines) if line.endswith("Rolig høst."))
    assert lines[at + 1] == ""
    assert lines[at + 2].strip() == "Gode samtaler."
    assert lines[at].index("Rolig") == lines[at + 2].index("Gode")
    assert "\\x0a" not in "".join(lines)


def test_every_change_is_journalled_under_its_command(north: Bvt, journal: Callable[[], list[Noted]]) -> None:
    north("network", "join", "N1", "H-031", "--from", "2025-05-01", "--by", "ako")
    last = journal()[-1]
    assert (last.command, last.by, last.what, last.ref) == ("network join", "ako", "network", "N1")
    assert last.after == {"members": [{"home": "H-031", "from": "2025-05-01"}]}


def test_what_is_recorded_by_command_is_exported_and_read_back_the_same(north: Bvt, tmp_path: Any) -> None:
    """The round trip stays exact."""
    north("network", "join", "N1", "H-031", "--from", "2025-05-01")
    north("network", "gathering", "N1", "--kind", "summer", "--cost", "1450,50", "--receipt", "B-7")
    north("network", "joint-meeting", "N1", "N-1", "--on", "2025-06-12")
    document = north("export").stdout
    other = {"BVT_DB": str(tmp_path / "other.db")}
    assert north("init", env=other).exit_code == 0
    assert north("import", "-", input=document, env=other).exit_code == 0
    assert north("export", env=other).stdout == document


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["add", "--name", "X"], 2, "bvt network add also needs --resource-home, --started-on."),
        ([*NEW[1:], "--ref", "N-1"], 3, "There is already a network N-1; bvt network set corrects it."),
        (["add", "--name", "X", "--resource-home", "H-404", "--started-on", "2025-05-01"], 4, "There is no home H-404"),
        (["set", "N1"], 2, "Nothing to correct was given"),
        (["set", "N-404", "--name", "X"], 4, "There is no network N-404 in the register."),
        (["set", "N1", "--started-on", "2025-05-01", "--ended-on", "2025-04-01"], 65, "is before"),
        (["show", "N-404"], 4, "There is no network N-404 in the register."),
        (["end", "N1"], 2, "bvt network end also needs --on."),
        (["join", "N1", "H-031"], 2, "bvt network join also needs --from."),
        (["join", "N1", "H-404", "--from", "2025-05-01"], 4, "There is no home H-404"),
        (["join", "N1", "H-020", "--from", "2025-05-01"], 65, "The resource home is not a member"),
        (["leave", "N1", "H-031"], 4, "The home H-031 is not recorded as a member."),
        (["confidentiality", "N1", "H-031"], 4, "The home H-031 is not recorded as a member."),
        (["consent", "N1", "C-404"], 4, "There is no child C-404"),
        (["consent", "N1", "C-91", "--undo"], 4, "Nothing like this is recorded: consent of C-91."),
        (["withdraw", "N1", "C-91"], 4, "Nothing like this is recorded: consent of C-91."),
        (["gathering", "N1", "--home", "H-404"], 4, "There is no home H-404"),
        (["gathering", "N1", "--kind", "easter"], 2, "--kind: easter is none of"),
        (["gathering", "N1", "--undo"], 4, "Nothing like this is recorded: gathering on 2025-06-15."),
        (["gathering", "N1", "--clear", "kind"], 2, "--clear: kind is none of"),
        (["agreed", "N1", "2025"], 2, "Say how many gatherings are agreed on, or --undo."),
        (["agreed", "N1", "2025", "--undo"], 4, "Nothing like this is recorded: number of gatherings in 2025."),
        (["agreed", "N1", "next", "6"], 2, "YEAR: next is no whole number"),
        (["talk", "N1", "--undo"], 4, "Nothing like this is recorded: talk on 2025-06-15."),
        (["interval", "N1"], 2, "Say how many days there may be between talks, or --undo."),
        (["interval", "N1", "0"], 2, "NUMBER: 0 is no whole number from 1 to 366."),
        (["interval", "N1", "--undo"], 4, "Nothing like this is recorded: interval from 2025-06-15."),
        (["gathering", "N1", "--home", "H-020"], 2, "--home: H-020 is the resource home, which is always there;"),
        (["gathering", "N1", "--on", "2025-04-30"], 3, "The network N1 began on 2025-05-01, and 2025-04-30 is before"),
        (["talk", "N1", "--on", "2025-04-30"], 3, "The network N1 began on 2025-05-01, and 2025-04-30 is before that;"),
        (["gathering", "N1", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15, the day that counts as"),
        (["talk", "N1", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (["contact", "N1", "H-031", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (["confidentiality", "N1", "H-020", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (["consent", "N1", "C-91", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (["withdraw", "N1", "C-91", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (["joint-meeting", "N1", "--on", "2025-06-16"], 2, "--on: 2025-06-16 is after 2025-06-15"),
        (
            ["set", "N1", "--confidentiality-on", "2025-06-16"],
            2,
            "--confidentiality-on: 2025-06-16 is after 2025-06-15",
        ),
        (
            ["join", "N1", "H-031", "--from", "2025-05-01", "--confidentiality-on", "2025-06-16"],
            2,
            "--confidentiality-on: 2025-06-16 is after 2025-06-15",
        ),
        (["contact", "N1", "H-404"], 4, "There is no home H-404"),
        (["contact", "N1", "H-031", "--undo"], 4, "Nothing like this is recorded: contact with H-031 on 2025-06-15."),
        (["joint-meeting", "N-404"], 4, "There is no network N-404"),
    ],
)
def test_what_cannot_be_said_of_a_network(north: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = north("export").stdout
    result = north("network", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert north("export").stdout == before


@pytest.mark.parametrize("word", ["babysit", "standby", "stand-by", "visit", "respite", "avlastning"])
def test_what_does_not_belong_to_the_arrangement_is_not_offered(bvt: Bvt, word: str) -> None:
    """No command, no option and no kind of gathering; the help says so once."""
    said = bvt("network", "--help").stdout
    assert " ".join(said.split()).count("respite do not belong to the arrangement") == 1
    listed = said.split("Commands:")[1].split("Options:")[0].splitlines()
    offered = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
    assert len(offered) > 15
    for command in offered:
        options = bvt("network", command, "--help").stdout
        assert word not in command
        assert word not in options.lower()


FOUR_EYES = 'settings: [{name: four_eyes, value: "on", from: 2020-01-01, reason: Vedtak}]\n'


def test_an_approved_refund_is_approved_again_when_the_cost_is_another(kommune: Bvt) -> None:
    """What was approved is something else now."""
    summer = ("network", "gathering", "N-1", "--on", "2025-06-14", "--kind", "summer")
    assert kommune(*summer, "--approved-by", "leder", "--receipt", "B-12").exit_code == 0
    corrected = kommune(*summer, "--cost", "1500", "--json")
    assert "What leder approved is something else now: the refund is to be approved again." in corrected.stderr
    (after,) = [each for each in corrected.json if each["kind"] == "summer"]
    assert (after["cost"], after.get("approved_by")) == ("1500.00", None)


def test_with_four_eyes_nobody_approves_a_cost_they_entered(kommune: Bvt, tmp_path: Path) -> None:
    """Neither in the same breath nor afterwards; a colleague does."""
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(FOUR_EYES, "utf-8")
    summer = ("network", "gathering", "N-1", "--on", "2025-06-14", "--kind", "summer")
    assert kommune(*summer, "--cost", "1500", "--approved-by", "kari", "--by", "kari").exit_code == 3
    assert kommune(*summer, "--cost", "1500", "--by", "kari").exit_code == 0
    assert kommune(*summer, "--approved-by", "Kari", "--by", "Kari").exit_code == 3
    assert kommune(*summer, "--approved-by", "leder", "--by", "leder").exit_code == 0
