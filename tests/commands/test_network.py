"""`bvt network list|check|report`, on the two networks of the example municipality and on small ones."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Bvt

ON = ("--as-of", "2025-06-30")

SMALL = """
bvt_register: 1
homes:
  - {ref: H-1, kind: ressursfamilie, name: Familien Prøve, employment: oppdragstaker,
     approvals: [{kind: ressursfamilie, on: 2025-01-01}]}
  - {ref: H-2, kind: fosterhjem, name: "Familien *To*", employment: oppdragstaker}
children:
  - {ref: C-1, case: "2024/1", born: 2009-01-01}
agreements:
  - {ref: A-1, home: H-2, child: C-1, measure: fosterhjem, from: 2024-01-01}
networks:
  - {ref: N-1, name: Nettverk Prøve, resource_home: H-1, started_on: 2025-01-01, ended_on: 2025-03-31,
     members: [{home: H-2, from: 2025-01-01}], family_contacts: [{home: H-2, on: 2025-02-01}]}
"""


@pytest.fixture
def small(empty: Bvt, tmp_path: Path) -> Bvt:
    """bvt with a network of one home that ran from January to March 2025."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    assert empty("import", tmp_path / "small.yaml").exit_code == 0
    return empty


def codes(result_json: dict[str, list[dict[str, object]]]) -> list[object]:
    return [each["code"] for each in result_json["findings"]]


# --- check ---


def test_the_healthy_network_is_in_order(kommune: Bvt) -> None:
    result = kommune("network", "check", "N-1", *ON)
    assert result.stdout == (
        "Network N-1, Nettverk Vest: all is in order on 2025-06-30.\n"
        "Gatherings in 2025: 4 of 6; days left of the year: 184. The next one is due on 2025-11-15 at the latest.\n"
    )
    assert (result.exit_code, result.stderr) == (0, "Next: bvt network report N-1 --half 2025H1\n")
    assert kommune("network", "check", "N-1", *ON, "--json").json == {
        "network": "N-1", "on": "2025-06-30", "ok": True, "findings": [], "notes": [],
        "pace": {"year": 2025, "have": 4, "agreed": 6, "days_left": 184, "next_by": "2025-11-15"},
    }  # fmt: skip


def test_the_unhealthy_network_has_a_finding_for_each_thing_missing(kommune: Bvt) -> None:
    """4 gatherings agreed, 181 days run: 4 * 181 / 365 = 1.98, so 1. From 10 April to 30 June are 81 days."""
    result = kommune("network", "check", "N-2", *ON, "--json")
    assert result.exit_code == 3
    assert result.stderr == ""
    document = result.json
    assert (document["network"], document["on"], document["ok"]) == ("N-2", "2025-06-30", False)
    assert [{key: value for key, value in each.items() if key != "message"} for each in document["findings"]] == [
        {"code": "size", "need": 3, "have": 1},
        {"code": "gatherings", "need": 1, "have": 0, "year": 2025, "agreed": 4},
        {"code": "talk", "need": 14, "have": 81, "since": "2025-04-10"},
        {"code": "contacts", "need": 2, "have": 1},
        {"code": "confidentiality", "need": 1, "have": 0, "home": "H-030"},
        {"code": "confidentiality", "need": 1, "have": 0, "home": "H-031"},
        {"code": "consent", "need": 1, "have": 0, "home": "H-031", "child": "C-91"},
        {"code": "joint_meeting", "need": 1, "have": 0, "quarter": "2025Q1"},
        {"code": "experiences", "need": 1, "have": 0, "half": "2024H2"},
    ]


def test_people_read_a_sentence_for_each_finding(kommune: Bvt) -> None:
    result = kommune("network", "check", "N-2", *ON)
    assert result.exit_code == 3
    head, *sentences = result.stdout.splitlines()
    assert head == "Network N-2, Nettverk Øst: findings on 2025-06-30: 9."
    assert len(sentences) == 9 + 1
    assert all("`bvt network " in sentence for sentence in sentences[:9])
    assert sentences[9].startswith("Gatherings in 2025: 0 of 4;")
    assert result.stderr == ""


def test_the_as_of_day_is_todays_unless_said(kommune: Bvt) -> None:
    """On 1 July the joint meeting of the second quarter is missing in Nettverk Vest too."""
    result = kommune("network", "check", "N-1", "--json", env={"BVT_AS_OF": "2025-07-01"})
    assert (result.exit_code, result.json["on"]) == (3, "2025-07-01")
    assert codes(result.json) == ["joint_meeting"]


def test_a_network_that_does_not_run_has_no_findings(small: Bvt) -> None:
    for on in ("2024-12-31", "2025-04-01"):
        result = small("network", "check", "N-1", "--as-of", on)
        assert result == (0, f"Network N-1, Nettverk Prøve, does not run on {on}.\n", "")
        assert small("network", "check", "N-1", "--as-of", on, "--json").json["pace"] is None
        assert small("network", "check", "N-1", "--as-of", on, "--json").json["ok"] is True


def test_an_unknown_network_is_named(kommune: Bvt) -> None:
    for command in ("check", "report"):
        result = kommune("network", command, "N-9")
        assert result == (4, "", "There is no network N-9 in the register.\n")


def test_the_limits_are_settings_of_the_municipality(small: Bvt, tmp_path: Path) -> None:
    own = "settings:\n" + "".join(
        f"  - {{name: {name}, value: {value}, from: 2025-02-01, reason: Vedtak}}\n"
        for name, value in (
            ("network_homes_min", 1), ("network_gatherings", 0), ("network_talk_days", 60), ("network_contacts", 0),
            ("network_consent_age", 17), ("network_experiences_days", 184),
        )
    )  # fmt: skip
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(own, encoding="utf-8")
    before = small("network", "check", "N-1", "--as-of", "2025-01-31", "--json").json
    after = small("network", "check", "N-1", "--as-of", "2025-02-01", "--json").json
    assert codes(before) == ["size", "talk", "contacts", "confidentiality", "confidentiality", "consent"]
    assert codes(after) == ["confidentiality", "confidentiality"]


def test_wrong_rate_tables_do_not_stop_a_check(small: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates" / "ks").mkdir(parents=True, exist_ok=True)
    (tmp_path / "rates" / "ks" / "2025-07-01.yaml").write_text("nonsense\n", encoding="utf-8")
    assert small("network", "check", "N-1", "--as-of", "2025-04-01").exit_code == 0


def test_a_home_that_has_ended_is_a_member_no_longer(small: Bvt, tmp_path: Path) -> None:
    assert [each["have"] for each in small("network", "check", "N-1", "--as-of", "2025-02-28", "--json").json[
        "findings"] if each["code"] == "size"] == [1]  # fmt: skip
    (tmp_path / "end.yaml").write_text("bvt_register: 1\nhomes: [{ref: H-2, ended_on: 2025-02-27}]\n", encoding="utf-8")
    assert small("import", tmp_path / "end.yaml").exit_code == 0
    found = small("network", "check", "N-1", "--as-of", "2025-02-28", "--json").json["findings"]
    assert [each["have"] for each in found if each["code"] == "size"] == [0]
    assert [each["home"] for each in found if each["code"] == "confidentiality"] == ["H-1"]


def test_all_networks_are_checked_at_once(kommune: Bvt) -> None:
    """Exit 3 where any has a finding; in JSON an array of what each check alone answers."""
    result = kommune("network", "check", "--all", *ON)
    assert result.exit_code == 3
    assert result.stdout.count("\n\nNetwork N-2, ") == 1
    answers = kommune("network", "check", "--all", *ON, "--json")
    assert answers.exit_code == 3
    assert answers.json == [kommune("network", "check", ref, *ON, "--json").json for ref in ("N-1", "N-2")]


def test_a_check_is_of_one_network_or_of_all(kommune: Bvt) -> None:
    for arguments in ((), ("N-1", "--all")):
        assert kommune("network", "check", *arguments) == (2, "", "Say which network to check, or --all.\n")


def test_where_there_are_no_networks_all_are_in_order(empty: Bvt) -> None:
    assert empty("network", "check", "--all") == (0, "", "There are no networks.\n")
    assert empty("network", "check", "--all", "--json").json == []


def test_a_resource_home_without_pay_is_told_and_is_no_finding(small: Bvt) -> None:
    before = small("network", "check", "N-1", "--as-of", "2025-02-28", "--json")
    assert [each["code"] for each in before.json["notes"]] == ["pay_missing"]
    assert "pay_missing" not in codes(before.json)
    paid = ("--home", "H-1", "--network", "N-1", "--measure", "ressursfamilie", "--from", "2025-01-01")
    assert small("agreement", "add", *paid).exit_code == 0
    assert small("network", "check", "N-1", "--as-of", "2025-02-28", "--json").json["notes"] == []


def test_pay_that_runs_on_when_the_network_has_ended_is_told(small: Bvt) -> None:
    """It ended on 31 March; the exit code is that of a network that does not run. The pay stands apart."""
    paid = ("--home", "H-1", "--network", "N-1", "--measure", "ressursfamilie", "--from", "2025-01-01")
    assert small("agreement", "add", "--ref", "A-9", *paid).exit_code == 0
    result = small("network", "check", "N-1", "--as-of", "2025-06-30")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (
        0,
        ["", "About the pay of the resource family:",
         "The agreement A-9 pays H-1 for the network from 2025-04-01 to 2025-06-30, when it did not run."
         " Correct it with `bvt agreement set A-9` or `bvt agreement end A-9 --on DATE`."],
    )  # fmt: skip


def test_where_the_network_is_in_order_and_its_pay_is_not_both_are_said_apart(kommune: Bvt) -> None:
    """What is in order is then the network itself; the lists have a column for the pay, in JSON and CSV they do not."""
    before = kommune("network", "list", *ON)
    assert "Pay of the resource family" not in before.stdout
    assert kommune("agreement", "set", "A-40", "--to", "2025-06-29").exit_code == 0
    said = kommune("network", "check", "N-1", *ON)
    head, _, gap, about, note = said.stdout.splitlines()
    assert head == "Network N-1, Nettverk Vest: nothing is missing in the network itself on 2025-06-30."
    assert (gap, about) == ("", "About the pay of the resource family:")
    assert note.startswith("The resource home H-020 has no agreement to be paid by for the network.")
    for command in ("list", "report"):
        shown = kommune("network", command, *ON).stdout.splitlines()
        assert shown[0].endswith("Pay of the resource family")
        assert shown[2].endswith("no agreement")
        assert not [key for key in kommune("network", command, *ON, "--json").json[0] if "pay" in key]
        assert "pay" not in kommune("network", command, *ON, "--csv").stdout.splitlines()[0]


def test_a_resource_home_of_another_municipality_is_paid_there(kommune: Bvt) -> None:
    """All members whose municipality is known lie elsewhere, so no pay is missing here, and who pays is said."""
    assert kommune("agreement", "set", "A-40", "--to", "2025-06-29").exit_code == 0
    for home, number in (("H-020", "3301"), ("H-021", "3205"), ("H-022", "3205")):
        assert kommune("home", "set", home, "--municipality", number).exit_code == 0
    (note,) = kommune("network", "check", "N-1", *ON, "--json").json["notes"]
    assert note == {
        "code": "municipality", "home": "H-020", "municipality": "3301",
        "message": "The resource home H-020 lies in municipality 3301, which pays it: each municipality pays its own"
        " resource family.",
    }  # fmt: skip
    assert "municipality 3301 pays" in kommune("network", "list", *ON).stdout


def test_an_agreement_for_a_network_with_another_home_than_its_resource_home_is_told(kommune: Bvt) -> None:
    """It is kept all the same, and the command that corrects it is named."""
    paid = ("--home", "H-021", "--network", "N-1", "--measure", "ressursfamilie", "--from", "2025-07-01")
    told = (
        "The home H-021 is not the resource home of N-1, which is H-020. `bvt agreement set A-9 --home H-020` corrects"
    )
    assert told in kommune("agreement", "add", "--ref", "A-9", *paid).stderr
    assert told in kommune("agreement", "set", "A-9", "--from", "2025-08-01").stderr
    assert told not in kommune("agreement", "set", "A-9", "--home", "H-020", "--from", "2027-01-01").stderr


def test_a_half_year_in_which_the_network_ran_is_suggested(kommune: Bvt) -> None:
    """On 30 June that is not the last that ended, which was before the network; from 1 July it is."""
    assert kommune("network", "joint-meeting", "N-1", "--on", "2025-06-12").exit_code == 0
    later = kommune("network", "check", "N-1", "--as-of", "2025-07-01")
    assert (later.exit_code, later.stderr) == (0, "Next: bvt network report N-1\n")


def test_two_municipalities_that_share_a_network_are_told(kommune: Bvt) -> None:
    for home, number in (("H-020", "3205"), ("H-022", "3301")):
        assert kommune("home", "set", home, "--municipality", number).exit_code == 0
    (note,) = kommune("network", "check", "N-1", *ON, "--json").json["notes"]
    assert (note["code"], note["home"], note["municipality"]) == ("municipality", "H-022", "3301")
    assert kommune("network", "check", "N-1", *ON).exit_code == 0


# --- list ---


def test_all_networks_are_listed_with_what_is_short(kommune: Bvt) -> None:
    assert kommune("network", "list", *ON, "--json").json == [
        {
            "network": "N-1", "name": "Nettverk Vest", "resource_home": "H-020", "since": "2025-01-15",
            "ended_on": None, "members": 3, "gatherings": 4, "agreed": 6, "days_left": 184,
            "last_talk": "2025-06-17", "findings": 0, "ok": True,
        },
        {
            "network": "N-2", "name": "Nettverk Øst", "resource_home": "H-030", "since": "2024-11-15",
            "ended_on": None, "members": 1, "gatherings": 0, "agreed": 4, "days_left": 184,
            "last_talk": "2025-04-10", "findings": 9, "ok": False,
        },
    ]  # fmt: skip


def test_people_read_in_order_or_the_number_of_findings(kommune: Bvt) -> None:
    result = kommune("network", "list", *ON)
    assert [line.split()[-1] for line in result.stdout.splitlines()[2:]] == ["order", "9"]


def test_a_network_that_has_ended_says_that_it_does_not_run(small: Bvt) -> None:
    last = small("network", "list", *ON).stdout.splitlines()[-1]
    assert last.endswith("does not run")
    assert "2025-03-31" in last


def test_the_list_as_csv(kommune: Bvt) -> None:
    rows = list(csv.DictReader(io.StringIO(kommune("network", "list", *ON, "--csv").stdout)))
    assert [(row["network"], row["findings"], row["ok"]) for row in rows] == [
        ("N-1", "0", "true"),
        ("N-2", "9", "false"),
    ]


def test_no_networks_is_no_fault(empty: Bvt) -> None:
    assert empty("network", "list", "--json").json == []
    assert empty("network", "list") == (0, "", "There are no networks.\n")
    assert empty("network", "report", "--json").json == []
    assert empty("network", "report") == (0, "", "There are no networks.\n")


# --- report ---


def test_all_networks_with_their_figures_and_what_is_due_next(kommune: Bvt) -> None:
    assert kommune("network", "report", *ON, "--json").json == [
        {
            "network": "N-1", "name": "Nettverk Vest", "members": 3, "gatherings": 4, "agreed": 6, "days_left": 184,
            "families": [
                {"home": "H-021", "contacts": 11},
                {"home": "H-022", "contacts": 14},
                {"home": "H-023", "contacts": 12},
            ],
            "talks": 8, "last_talk": "2025-06-17", "next_due": "joint_meeting", "next_due_on": "2025-06-30",
        },
        {
            "network": "N-2", "name": "Nettverk Øst", "members": 1, "gatherings": 0, "agreed": 4, "days_left": 184,
            "families": [{"home": "H-031", "contacts": 0}],
            "talks": 2, "last_talk": "2025-04-10", "next_due": "experiences", "next_due_on": "2025-01-31",
        },
    ]  # fmt: skip


def test_people_read_about_how_often_there_was_contact(kommune: Bvt) -> None:
    """With a bar for each, the longest where there was most; CSV has the words alone."""
    assert (
        "H-021 about 11 █████, H-022 about 14 ██████, H-023 about 12 █████" in kommune("network", "report", *ON).stdout
    )
    assert '"H-021 about 11, H-022 about 14, H-023 about 12"' in kommune("network", "report", *ON, "--csv").stdout


def test_the_year_is_drawn_to_a_new_file_for_its_owner_only(kommune: Bvt, tmp_path: Path) -> None:
    """Networks by ref, no names; the list comes as always."""
    drawn = tmp_path / "year.svg"
    result = kommune("network", "report", *ON, "--svg", drawn, "--json")
    assert (result.exit_code, len(result.json)) == (0, 2)
    assert result.stderr == f"The picture is in {drawn}.\n"
    assert drawn.stat().st_mode & 0o777 == 0o600
    svg = drawn.read_text("utf-8")
    assert "N-1: gatherings 7; contact with families about 76 times." in svg
    assert "Vest" not in svg
    again = kommune("network", "report", *ON, "--svg", drawn)
    assert again == (3, "", f"There is already something at {drawn}; nothing was changed.\n")
    nowhere = kommune("network", "report", "--svg", tmp_path / "no" / "year.svg")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")


def test_without_networks_nothing_is_drawn(empty: Bvt, tmp_path: Path) -> None:
    assert empty("network", "report", "--svg", tmp_path / "x.svg") == (0, "", "There are no networks.\n")
    assert not (tmp_path / "x.svg").exists()


def test_nothing_is_due_in_a_network_that_has_ended(small: Bvt) -> None:
    (only,) = small("network", "report", *ON, "--json").json
    assert (only["members"], only["families"], only["next_due"], only["next_due_on"]) == (0, [], None, None)


def test_the_experiences_of_a_half_year_as_json(kommune: Bvt) -> None:
    document = kommune("network", "report", "N-1", "--half", "2025H1", "--json").json
    assert {key: value for key, value in document.items() if key not in ("gatherings", "editions")} == {
        "network": "N-1",
        "resource_home": "H-020",
        "half": "2025H1",
        "from": "2025-01-01",
        "to": "2025-06-30",
        "description": "Familiene har funnet sammen. De voksne ringer hverandre også utenom samlingene.",
        "delivered_on": "2025-07-02",
        "families": [
            {"home": "H-021", "contacts": 11},
            {"home": "H-022", "contacts": 14},
            {"home": "H-023", "contacts": 12},
        ],
        "talks": 8,
        "edition": 1,
    }
    assert len(document["gatherings"]) == 4
    assert document["gatherings"][0] == {
        "on": "2025-02-08", "kind": "ordinary", "title": "Aking", "homes": ["H-021"],
        "went": "Kaldt og kort. H-022 og H-023 var syke.",
    }  # fmt: skip


def test_the_experiences_in_print_name_families_and_no_child(kommune: Bvt) -> None:
    for more in ((), ("--markdown",)):
        result = kommune("network", "report", "N-1", "--half", "2025h1", *more)
        assert result.exit_code == 0
        assert "Familien Skog: about 11" in result.stdout
        assert "\nResource family: Familien Fjell\n" in result.stdout
        assert "report" not in result.stdout.lower()
        assert not [ref for ref in ("C-8", "C-9", "2023/0412") if ref in result.stdout]


def test_markdown_takes_nothing_from_a_name_for_markup(small: Bvt) -> None:
    result = small("network", "report", "N-1", "--half", "2025H1", "--markdown")
    assert "- Familien \\*To\\*: about 1\n" in result.stdout


@pytest.mark.parametrize(("on", "half"), [("2025-06-30", "2024H2"), ("2025-07-01", "2025H1"), ("2026-01-01", "2025H2")])
def test_left_out_it_is_the_last_half_year_that_ended(kommune: Bvt, on: str, half: str) -> None:
    assert kommune("network", "report", "N-2", "--as-of", on, "--json").json["half"] == half


def test_a_half_year_the_network_did_not_run_in_is_told(small: Bvt) -> None:
    result = small("network", "report", "N-1", "--half", "2025H2")
    assert (result.exit_code, result.stderr) == (0, "The network N-1 did not run in 2025H2.\n")
    assert small("network", "report", "N-1", "--half", "2025H2", "--json").json["families"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("N-1", "--half", "2025"), "--half: 2025 is no half-year; write 2025H1 or 2025H2."),
        (("--half", "2025H1"), "--half goes with a network."),
        (("--markdown",), "--markdown goes with a network."),
        (("N-1", "--svg", "x.svg"), "--svg draws all networks; leave the network out."),
        (("N-1", "--csv"), "The experiences of a half-year are printed as text, --markdown or --json, one of them."),
    ],
)
def test_what_does_not_go_together_is_said(kommune: Bvt, arguments: tuple[str, ...], message: str) -> None:
    assert kommune("network", "report", *arguments) == (2, "", f"{message}\n")


def test_markdown_is_no_json(kommune: Bvt) -> None:
    assert kommune("network", "report", "N-1", "--markdown", "--json").exit_code == 2


@pytest.mark.parametrize("arguments", [("list",), ("check", "N-1"), ("report",), ("report", "N-1")])
def test_without_a_register_there_is_nothing_to_look_at(bvt: Bvt, arguments: tuple[str, ...]) -> None:
    assert bvt("network", *arguments).exit_code == 78


@pytest.mark.parametrize("on", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_there_is_are_no_fault(kommune: Bvt, on: str) -> None:
    for arguments in (("list",), ("check", "N-1"), ("report",), ("report", "N-1")):
        assert kommune("network", *arguments, "--as-of", on).exit_code in (0, 3)
    assert kommune("network", "list", "--as-of", "1899-12-31").exit_code == 2
