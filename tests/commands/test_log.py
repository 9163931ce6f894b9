"""`bvt log show`: who changed what, from what to what and why, and who looked at whom."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.store import journal
from bvt_cli.store.journal import Signed
from tests.commands.register import ONE_HOME
from tests.commands.test_pay_check import ONE_OF_EACH
from tests.conftest import Bvt

KARI = {"BVT_USER": "kari"}
LIST_KEYS = ["at", "by", "login", "kind", "command", "what", "ref", "keys", "reason", "erased"]
OF_ONE_KEYS = ["at", "by", "login", "kind", "command", "what", "ref", "key", "before", "after", "reason", "erased"]


@pytest.fixture
def one(empty: Bvt, tmp_path: Path) -> Bvt:
    """bvt with a home that has a child."""
    (tmp_path / "one.yaml").write_text(ONE_HOME, encoding="utf-8")
    assert empty("import", tmp_path / "one.yaml").exit_code == 0
    return empty


def log(bvt: Bvt, *typed: str) -> Any:
    shown = bvt("log", "show", *typed, "--json")
    assert shown.exit_code == 0, shown.stderr
    return shown.json


def set_back(folder: Path, stamps: Iterator[str]) -> None:
    """Give the entries of the journal other stamps, as if they had been written on other days."""
    with closing(sqlite3.connect(folder / "bvt.db")) as connection:
        (trigger,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'journal_no_update'").fetchone()
        connection.execute("DROP TRIGGER journal_no_update")
        for (number,) in connection.execute("SELECT id FROM journal ORDER BY id").fetchall():
            connection.execute("UPDATE journal SET at = ? WHERE id = ?", (next(stamps), number))
        connection.execute(trigger)
        connection.commit()


def test_changes_and_look_ups_stand_together_the_latest_last(one: Bvt) -> None:
    assert one("home", "set", "H-1", "--capacity", "2").exit_code == 0
    assert one("child", "show", "C-1", env=KARI).exit_code == 0
    entries = log(one)
    assert [list(each) for each in entries] == [LIST_KEYS] * len(entries)
    assert [(each["by"], each["kind"], each["command"], each["what"], each["ref"], each["keys"])
            for each in entries[-2:]] == [
        ("tester", "change", "home set", "home", "H-1", ["capacity"]),
        ("kari", "look_up", "child show", "child", "C-1", []),
    ]  # fmt: skip


def test_of_one_thing_each_key_is_told_from_what_to_what(one: Bvt) -> None:
    assert one("home", "set", "H-1", "--capacity", "2").exit_code == 0
    assert one("home", "set", "H-1", "--capacity", "3", "--kind", "fosterhjem").exit_code == 0
    entries = log(one, "--home", "H-1", "--changes", "--last", "1")
    assert [list(each) for each in entries] == [OF_ONE_KEYS] * 2
    assert [(each["key"], each["before"], each["after"]) for each in entries] == [
        ("kind", "besokshjem", "fosterhjem"),
        ("capacity", 2, 3),
    ]


def test_people_read_words_days_and_their_own_time(one: Bvt, tmp_path: Path) -> None:
    """02:30 in Oslo on a summer's day is half past midnight UTC."""
    assert one("agreement", "end", "A-1", "--on", "2025-03-14", "--reason", "goals_met").exit_code == 0
    set_back(tmp_path, iter(["2025-06-01T00:30:00+00:00"] * 20))
    shown = one("--lang", "nb", "log", "show", "--agreement", "A-1", "--changes", "--last", "1").stdout
    assert "01.06.2025 02:30:00" in shown
    assert "14.03.2025" in shown
    assert "goals_met" not in shown


def test_of_a_list_only_the_element_that_changed_is_told(one: Bvt) -> None:
    assert one("home", "person", "H-1", "--ref", "P-2", "--name", "Annen Prøvesen", "--born", "1981-02-03", "--role",
               "carer").exit_code == 0  # fmt: skip
    (entry,) = log(one, "--home", "H-1", "--changes", "--last", "1")
    assert (entry["key"], entry["before"]) == ("persons", None)
    assert entry["after"] == {"ref": "P-2", "name": "Annen Prøvesen", "born": "1981-02-03", "role": "carer"}
    shown = one("log", "show", "--home", "H-1", "--changes", "--last", "1").stdout
    assert "Persons: Ref: P-2, Name: Annen Prøvesen, Born: 1981-02-03, Role: carer" in shown
    flat = one("log", "show", "--home", "H-1", "--changes", "--last", "1", "--csv").stdout
    assert '""name"": ""Annen Prøvesen""' in flat


def test_a_person_is_followed_through_the_entries_of_the_home(one: Bvt) -> None:
    """What does not mention the person is left out."""
    assert one("home", "set", "H-1", "--capacity", "2").exit_code == 0
    assert one("home", "person", "H-1", "--person", "P-1", "--to", "2025-05-31").exit_code == 0
    commands = [each["command"] for each in log(one, "--person", "P-1", "--changes")]
    assert set(commands) == {"import", "home person"}


def test_with_a_home_its_agreements_are_told_and_who_looked_at_everything(one: Bvt) -> None:
    assert one("agreement", "show", "A-1").exit_code == 0
    assert one("export").exit_code == 0
    looked = [(each["command"], each["what"], each["ref"]) for each in log(one, "--home", "H-1", "--look-ups")]
    assert looked == [
        ("agreement show", "agreement", "A-1"),
        ("export", "register", "register"),
        ("log show", "home", "H-1"),
    ]


def test_with_a_child_its_agreements_and_with_an_agreement_its_stays_are_told(one: Bvt) -> None:
    assert one("stay", "add", "A-1", "--ref", "S-1", "--from", "2025-03-07", "--to", "2025-03-09").exit_code == 0
    assert ("stay", "S-1") in {(each["what"], each["ref"]) for each in log(one, "--agreement", "A-1")}
    assert ("agreement", "A-1") in {(each["what"], each["ref"]) for each in log(one, "--child", "C-1")}


def test_to_read_the_log_of_a_home_is_a_look_up(one: Bvt) -> None:
    """It tells of itself; the log of all does not name anybody."""
    assert log(one, "--home", "H-1")[-1]["command"] == "log show"
    assert [each for each in log(one) if each["command"] == "log show"] == log(one, "--look-ups")


def test_a_run_tells_why_money_was_taken_back(kommune: Bvt) -> None:
    """By agreement; and the log can be asked for words of a reason."""
    assert kommune("pay", "month", "2025-02", "--post").exit_code == 0
    assert kommune("agreement", "end", "A-2", "--on", "2025-01-31").exit_code == 0
    posted = kommune("pay", "month", "2025-03", "--post", "--recover", "A-2", "--reason", "Flyttet i januar.")
    assert posted.exit_code in (0, 3), posted.stderr
    (recovered,) = [each for each in log(kommune, "--run", "R2") if each["key"] == "recovered"]
    assert recovered["reason"] == "A-2: Flyttet i januar."
    assert any("Flyttet i januar." in (each["reason"] or "") for each in log(kommune, "--reason", "FLYTTET I"))


def test_a_run_tells_why_a_doubt_was_accepted(empty: Bvt, tmp_path: Path) -> None:
    (tmp_path / "doubtful.yaml").write_text(ONE_OF_EACH, encoding="utf-8")
    assert empty("import", tmp_path / "doubtful.yaml").exit_code == 0
    paid = empty("pay", "month", "2025-03", "--post", "--accept", "two_homes:A-2", "--reason", "Flyttet gradvis.")
    assert paid.exit_code in (0, 3), paid.stderr
    (accepted,) = [each for each in log(empty, "--run", "R1") if each["key"] == "accepted"]
    assert (accepted["after"], accepted["reason"]) == (
        {"two_homes:A-2": "Flyttet gradvis."},
        "two_homes:A-2: Flyttet gradvis.",
    )
    assert "two_homes:A-2: Flyttet gradvis." in empty("log", "show").stdout


def test_why_something_became_of_a_home_is_told_with_that_home_only(one: Bvt) -> None:
    """The log of all is no look-up: it tells why of runs, claims and look-ups, and of a home only that it changed."""
    assert one("home", "end", "H-1", "--on", "2025-05-31", "--reason", "Familien flytter.").exit_code == 0
    assert "flytter" not in one("log", "show").stdout
    assert log(one, "--reason", "flytter") == []
    told = {each["key"]: each["reason"] for each in log(one, "--home", "H-1", "--reason", "flytter")}
    assert told["ended_reason"] == "Familien flytter."


@pytest.mark.parametrize("typed", ["--by kari", "--by KARI"])
def test_one_name_or_login_can_be_asked_for(one: Bvt, typed: str) -> None:
    """As it was written."""
    assert one("home", "set", "H-1", "--capacity", "2", env=KARI).exit_code == 0
    commands = [each["command"] for each in log(one, *typed.split())]
    assert commands == (["home set"] if typed == "--by kari" else [])


def test_days_are_those_of_oslo_the_last_one_included(one: Bvt, tmp_path: Path) -> None:
    """An entry of half past eleven in the evening UTC on 31 March belongs to 1 April."""
    assert one("home", "set", "H-1", "--capacity", "2").exit_code == 0
    stamps = ["2025-03-31T21:59:59+00:00"] * 20
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (number,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    set_back(tmp_path, iter([*stamps[: number - 1], "2025-03-31T23:30:00+00:00"]))
    assert [each["command"] for each in log(one, "--from", "2025-04-01")] == ["home set"]
    assert [each["command"] for each in log(one, "--from", "2025-04-01", "--to", "2025-04-01")] == ["home set"]
    assert log(one, "--from", "2025-04-02") == []
    assert "home set" not in {each["command"] for each in log(one, "--to", "2025-03-31")}


def test_the_latest_are_shown_and_that_there_are_older_ones_is_told(kommune: Bvt) -> None:
    """Fifty where nothing is named, else all."""
    assert len(log(kommune)) == 50
    assert "There are older entries; `--last` shows more than these 50." in kommune("log", "show").stderr
    assert len(log(kommune, "--last", "3")) == 3
    assert len(log(kommune, "--last", "500")) > 90
    assert log(kommune, "--last", "500")[-50:] == log(kommune)
    assert "older" not in kommune("log", "show", "--home", "H-001").stderr


def test_erased_texts_are_shown_as_erased(one: Bvt, tmp_path: Path) -> None:
    """Who did it and when stays."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (number,) = connection.execute("SELECT id FROM journal WHERE what = 'home'").fetchone()
        connection.execute("DELETE FROM journal_text WHERE id = ?", (number,))
        connection.commit()
    (entry,) = log(one, "--home", "H-1", "--changes")[:1]
    assert (entry["what"], entry["key"], entry["after"], entry["erased"]) == ("home", None, None, True)
    assert "(erased)" in one("log", "show", "--home", "H-1", "--changes").stdout
    assert "(erased)" in one("log", "show").stdout


REFUSED = {
    "--home H-9": 4,
    "--child C-9": 4,
    "--agreement A-9": 4,
    "--person P-9": 4,
    "--run R9": 4,
    "--home H-1 --child C-1": 2,
    "--look-ups --changes": 2,
    "--reveal Innsyn": 2,
    "--agreement A-1 --reveal Innsyn": 2,
    "--home H-1 --json --csv": 2,
    "--from x": 2,
    "--last 0": 2,
}


def test_what_cannot_be_asked_for_is_told(one: Bvt) -> None:
    for typed, exit_code in REFUSED.items():
        answer = one("log", "show", *typed.split())
        assert (answer.exit_code, answer.stdout) == (exit_code, ""), typed
    assert log(one, "--look-ups") == []


def test_of_one_thing_people_read_an_entry_after_the_other(one: Bvt) -> None:
    """A line for who did it, and below it a line for each key."""
    assert one("home", "set", "H-1", "--capacity", "2", "--phone", "11111111").exit_code == 0
    assert one("home", "set", "H-1", "--capacity", "3", "--clear", "phone").exit_code == 0
    shown = one("log", "show", "--home", "H-1", "--changes", "--last", "1").stdout.splitlines()
    assert "tester" in shown[0]
    assert shown[0].endswith("change by home set, home H-1")
    assert shown[1:] == ["  Phone: 11111111 is taken away", "  Capacity: from 2 to 3"]


def test_why_somebody_looked_stands_with_the_look_up(one: Bvt) -> None:
    assert one("home", "show", "H-1", "--reveal", "Posten kom i retur.").exit_code == 0
    shown = one("log", "show", "--home", "H-1", "--look-ups").stdout
    assert "look-up by home show, home H-1\n  Reason: Posten kom i retur.\n" in shown


def test_whoever_looked_at_everything_before_a_home_was_there_did_not_look_at_it(one: Bvt) -> None:
    assert one("export").exit_code == 0
    assert one("home", "add", "--ref", "H-2", "--kind", "besokshjem", "--name", "Familien Ny", "--employment",
               "oppdragstaker").exit_code == 0  # fmt: skip
    assert [each["command"] for each in log(one, "--home", "H-2", "--look-ups")] == ["log show"]
    assert one("export").exit_code == 0
    assert [each["command"] for each in log(one, "--home", "H-2", "--look-ups")][1] == "export"


def test_whoever_looks_at_a_network_or_council_looks_at_the_homes_in_it(kommune: Bvt) -> None:
    network = kommune("network", "show", "N-1", "--json").json
    assert kommune("council", "show", "F-1").exit_code == 0
    looked = log(kommune, "--home", network["resource_home"], "--look-ups")
    assert [(each["command"], each["ref"]) for each in looked[:1]] == [("network show", "N-1")]
    assert "council show" in {each["command"] for each in log(kommune, "--home", "H-031", "--look-ups")}


def test_an_erasure_is_told_in_words(kommune: Bvt, tmp_path: Path) -> None:
    """Not in the names that keys have in the journal."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        entry = Signed("leder", "leder", "2035-01-01T12:00:00+00:00", "retention apply")
        journal.erase(connection, entry, "home", "H-001", ["phone", "persons.name"], [1], [], date(2035, 1, 1))
        connection.commit()
    shown = kommune("--lang", "nb", "log", "show", "--home", "H-001", "--changes", "--last", "2").stdout
    assert "telefon" in shown.lower()
    assert not {"phone", "persons", "stands", "erased", "entries", "judged_on"} & set(re.findall(r"\w+", shown))


def test_nothing_found_is_said(one: Bvt) -> None:
    assert log(one, "--by", "ingen") == []
    assert one("log", "show", "--by", "ingen").stderr == "Nothing like this is in the log.\n"
