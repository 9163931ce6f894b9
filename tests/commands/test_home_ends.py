"""`bvt home reject|withdraw|pause|resume`, the reasons of ends, and what they stand in the way of."""

import pytest

from tests.conftest import Bvt


def status(bvt: Bvt, ref: str, day: str = "2025-06-15") -> str:
    return next(
        str(each["status"]) for each in bvt("home", "list", "--as-of", day, "--json").json if each["ref"] == ref
    )


def held(bvt: Bvt, ref: str, *keys: str) -> list[object]:
    record = bvt("home", "show", ref, "--json").json
    return [record.get(key) for key in keys]


def test_an_application_is_rejected_with_a_day_and_a_reason(kommune: Bvt) -> None:
    """From that day on it waits for nothing any more."""
    result = kommune("home", "reject", "H-004", "--on", "2025-03-14", "--reason", "Trenger mer tid.")
    assert result == (0, "", "The application of H-004 is rejected on 2025-03-14.\n")
    assert held(kommune, "H-004", "rejected_on", "rejected_reason") == ["2025-03-14", "Trenger mer tid."]
    assert status(kommune, "H-004", "2025-03-13") == "applied"
    assert status(kommune, "H-004", "2025-03-14") == "rejected"
    listed = kommune("home", "list", "--status", "rejected", "--json").json
    assert [(each["ref"], each["waiting_days"]) for each in listed] == [("H-004", None)]


def test_a_home_withdraws_its_application(kommune: Bvt) -> None:
    result = kommune("home", "withdraw", "H-005", "--on", "2025-03-14", "--reason", "Nytt arbeid.", "--json")
    assert (result.json["withdrew_on"], result.json["withdrew_reason"]) == ("2025-03-14", "Nytt arbeid.")
    assert result.stderr == "H-005 withdrew its application on 2025-03-14.\n"
    assert status(kommune, "H-005") == "withdrew"


def test_a_home_that_was_turned_down_is_not_approved_until_that_is_taken_away(kommune: Bvt) -> None:
    """H-005 lacks nothing on 1 March; the reason goes with the day."""
    approve = ("home", "approve", "H-005", "--on", "2025-03-01")
    for ending, key, sentence in (
        ("reject", "rejected_on", "The application of H-005 was rejected on 2025-02-20;"),
        ("withdraw", "withdrew_on", "H-005 withdrew its application on 2025-02-20;"),
    ):
        assert kommune("home", ending, "H-005", "--on", "2025-02-20", "--reason", "Prøve").exit_code == 0
        refused = kommune(*approve)
        assert (refused.exit_code, refused.stdout) == (3, "")
        assert refused.stderr == f"{sentence} `bvt home set H-005 --clear {key}` takes that away.\n"
        assert kommune("home", "set", "H-005", "--clear", key).exit_code == 0
        assert held(kommune, "H-005", key, key.replace("_on", "_reason")) == [None, None]
    assert kommune(*approve).exit_code == 0


def test_an_application_ends_once_and_not_when_the_home_is_approved(kommune: Bvt) -> None:
    """An approved home is ended; a rejection entered again is corrected."""
    said = ("--on", "2025-03-14", "--reason", "Prøve")
    approved = kommune("home", "reject", "H-001", *said)
    assert (approved.exit_code, approved.stderr) == (
        3,
        "H-001 is approved as respite home on 2025-03-14; `bvt home end H-001 --on DATE` ends it.\n",
    )
    assert kommune("home", "reject", "H-004", *said).exit_code == 0
    assert kommune("home", "withdraw", "H-004", *said).exit_code == 3
    assert kommune("home", "reject", "H-004", "--on", "2025-03-15", "--reason", "Prøve", "--json").json[
        "rejected_on"
    ] == "2025-03-15"  # fmt: skip
    assert kommune("home", "withdraw", "H-005", *said).exit_code == 0
    assert kommune("home", "reject", "H-005", *said).exit_code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["home", "reject", "H-004", "--reason", "Prøve"],
        ["home", "withdraw", "H-004", "--reason", "Prøve"],
        ["followup", "add", "A-1", "--kind", "contact"],
        ["letter", "signed", "contract", "--home", "H-004"],
        ["grant", "add", "C-77", "--amount", "100", "--decision", "1/25", "--purpose", "Tur", "--supplier", "Turlaget",
         "--bill", "1"],
    ],
)  # fmt: skip
def test_what_is_done_has_no_day_that_is_still_to_come(kommune: Bvt, arguments: list[str]) -> None:
    """By the day that counts as today; on that day itself it may be."""
    refused = kommune(*arguments, "--on", "2025-06-16")
    assert refused == (2, "", "--on: 2025-06-16 is still to come.\n")
    assert kommune(*arguments, "--on", "2025-06-16", "--as-of", "2025-06-16").exit_code == 0


def test_a_pause_may_lie_ahead(kommune: Bvt) -> None:
    assert kommune("home", "pause", "H-001", "--from", "2025-09-01", "--reason", "Prøve").exit_code == 0


def test_a_pause_is_told_in_the_list_and_of_a_new_agreement(kommune: Bvt) -> None:
    """The home is still approved, and its agreements run on."""
    result = kommune("home", "pause", "H-001", "--from", "2025-06-01", "--reason", "Venter barn.")
    assert result.stderr == (
        "H-001 takes nobody in from 2025-06-01 on.\nNext: bvt home resume H-001 --on DATE\n"
        "These agreements run on, and are paid: A-1, A-2.\n"
    )
    (listed,) = kommune("home", "list", "--status", "paused", "--json").json
    assert (listed["ref"], listed["approved_as"]) == ("H-001", ["besokshjem"])
    new = ("agreement", "add", "--home", "H-001", "--child", "C-86", "--measure", "besokshjem", "--from", "2025-07-01")
    assert kommune(*new).stderr.endswith("H-001 has a pause from 2025-06-01 on.\n")


def test_a_pause_ends_when_the_home_takes_somebody_in_again(kommune: Bvt) -> None:
    """The day given is the first without it; on the day it began, it never came to one."""
    kommune("home", "pause", "H-001", "--from", "2025-06-01", "--reason", "Venter barn.")
    result = kommune("home", "resume", "H-001", "--on", "2025-06-10", "--json")
    assert result.json == [{"from": "2025-06-01", "to": "2025-06-09", "reason": "Venter barn."}]
    assert result.stderr == "H-001 can take somebody in again from 2025-06-10 on.\n"
    assert (status(kommune, "H-001", "2025-06-09"), status(kommune, "H-001", "2025-06-10")) == ("paused", "approved")
    nothing = kommune("home", "resume", "H-001", "--on", "2025-06-10")
    assert (nothing.exit_code, nothing.stderr) == (3, "H-001 has no pause on 2025-06-10; nothing was changed.\n")
    assert kommune("home", "resume", "H-001", "--on", "2025-06-01", "--json").json == []


def test_a_pause_of_known_length_is_told_with_both_days(kommune: Bvt) -> None:
    """One with the same first day is corrected, another that shares a day is refused."""
    pause = ("home", "pause", "H-003", "--from", "2025-07-01", "--reason", "Oppussing.")
    result = kommune(*pause, "--to", "2025-07-31")
    assert result.stderr.startswith("H-003 takes nobody in from 2025-07-01 to 2025-07-31.\n")
    assert kommune(*pause, "--to", "2025-08-15", "--json").json == [
        {"from": "2025-07-01", "to": "2025-08-15", "reason": "Oppussing."}
    ]
    other = kommune("home", "pause", "H-003", "--from", "2025-08-15", "--reason", "Prøve")
    assert (other.exit_code, other.stderr) == (
        3,
        "H-003 has a pause from 2025-07-01 already on these days; nothing was changed.\n",
    )
    assert kommune("home", "pause", "H-003", "--from", "2025-08-16", "--reason", "Prøve").exit_code == 0
    new = ("agreement", "add", "--home", "H-003", "--child", "C-86", "--measure", "besokshjem")
    short = kommune(*new, "--from", "2025-06-01", "--to", "2025-06-30")
    assert "pause" not in short.stderr
    assert "H-003 has a pause from 2025-07-01 to 2025-08-15.\n" in kommune(*new, "--from", "2025-07-01").stderr


def test_a_home_and_an_agreement_end_with_a_reason(kommune: Bvt) -> None:
    """That of an agreement is a code, so that it can be counted; ended again without one it is kept."""
    kommune("home", "end", "H-003", "--on", "2025-06-30", "--reason", "Familien flytter.")
    kommune("home", "end", "H-003", "--on", "2025-07-31")
    assert held(kommune, "H-003", "ended_on", "ended_reason") == ["2025-07-31", "Familien flytter."]
    ended = kommune("agreement", "end", "A-1", "--on", "2025-06-30", "--reason", "goals-met", "--json").json
    assert (ended["to"], ended["end_reason"]) == ("2025-06-30", "goals_met")
    wrong = kommune("agreement", "end", "A-1", "--on", "2025-06-30", "--reason", "bored")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "--reason: bored is none of planned, goals_met," in wrong.stderr


def test_an_end_without_a_reason_is_kept_and_that_is_told(kommune: Bvt) -> None:
    """Said again with a reason, there is nothing to tell."""
    told = "The reason is not recorded; `--reason` on the same command records it.\n"
    for command, reason in ((("agreement", "end", "A-1"), "goals_met"), (("home", "end", "H-001"), "De flytter.")):
        ended = (*command, "--on", "2025-06-30")
        assert told in kommune(*ended).stderr
        assert told not in kommune(*ended, "--reason", reason).stderr
        assert told not in kommune(*ended).stderr


def test_what_is_missing_or_unknown_is_told(kommune: Bvt) -> None:
    told = {
        ("reject", "H-004"): (2, "bvt home reject also needs --on, --reason."),
        ("withdraw", "H-004", "--on", "2025-03-14"): (2, "bvt home withdraw also needs --reason."),
        ("pause", "H-004"): (2, "bvt home pause also needs --from, --reason."),
        ("resume", "H-004"): (2, "bvt home resume also needs --on."),
        ("reject", "H-99", "--on", "2025-03-14", "--reason", "Prøve"): (4, "There is no home H-99 in the register."),
        ("pause", "H-1", "--from", "2025-03-14", "--reason", "Prøve"): (4, "did you mean H-001?"),
        ("pause", "H-001", "--from", "2025-03-14", "--to", "2025-03-13", "--reason", "Prøve"): (65, "is before"),
        ("reject", "H-004", "--on", "2024-01-01", "--reason", "Prøve"): (65, "is before"),
    }
    for arguments, (exit_code, sentence) in told.items():
        result = kommune("home", *arguments)
        assert (result.exit_code, result.stdout) == (exit_code, "")
        assert sentence in result.stderr
