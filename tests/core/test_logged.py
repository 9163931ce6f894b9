"""What an entry of the log tells: from what to what, and why."""

from typing import Any

import pytest

from bvt_cli.core.logged import Difference, Logged, differences, mentions


def change(what: str, before: Any, after: Any) -> Logged:
    return Logged("2025-03-01T10:00:00+00:00", "kari", "kari", "change", "home set", what, "H-1", before, after)


def test_a_change_is_told_key_by_key() -> None:
    entry = change("home", {"phone": "1", "city": "Vik"}, {"phone": "2"})
    assert entry.keys == ("phone", "city")
    assert list(differences(entry)) == [Difference("phone", "1", "2"), Difference("city", "Vik", None)]


def test_of_a_list_only_what_is_new_gone_or_corrected_is_told() -> None:
    """A corrected element stands beside what it was; those that stay are left out."""
    kari = {"ref": "P-1", "name": "Kari Berg"}
    jon, per = {"ref": "P-2", "name": "Jon Berg"}, {"ref": "P-3", "name": "Per Berg"}
    moved = {**jon, "to": "2025-01-31"}
    entry = change("home", {"persons": [kari, jon]}, {"persons": [kari, moved, per]})
    assert list(differences(entry)) == [Difference("persons", jon, moved), Difference("persons", None, per)]
    assert list(differences(change("home", {"persons": [jon]}, {}))) == [Difference("persons", jon, None)]


def test_what_was_nothing_and_is_nothing_is_not_told() -> None:
    """A run in which nothing was accepted says so with an empty list of reasons; a flag that is false is said."""
    entry = change("run", None, {"accepted": {}, "lines": 0, "extra": False})
    assert entry.keys == ("lines", "extra")
    assert list(differences(entry)) == [Difference("lines", None, 0), Difference("extra", None, False)]


@pytest.mark.parametrize(
    ("what", "before", "after", "reasons"),
    [
        ("run", None, {"accepted": {"two_homes:A-7": "Avtalt."}, "recovered": {}}, ("two_homes:A-7: Avtalt.",)),
        ("run", None, {"accepted": {}, "recovered": {"A-2": "Flyttet."}}, ("A-2: Flyttet.",)),
        ("home", None, {"ended_reason": "Flytter.", "ended_on": "2025-03-01"}, ("Flytter.",)),
        ("home", {"ended_reason": "Flytter."}, {"ended_reason": None}, ()),
        ("stay", None, {"withdrawn": {"on": "2025-03-01", "reason": "Feil."}}, ("Feil.",)),
        ("stay", {"withdrawn": {"reason": "Feil."}}, {"withdrawn": {"reason": "Feil.", "on": "2025-03-01"}}, ()),
        ("home", {"phone": "1"}, {"phone": "2"}, ()),
        ("agreement", None, {"end_reason": "goals_met", "to": "2025-03-01"}, ()),  # a code, told with its key
    ],
)
def test_the_reasons_of_a_change_are_those_that_are_new_in_it(
    what: str, before: Any, after: Any, reasons: tuple[str, ...]
) -> None:
    assert change(what, before, after).reasons == reasons


def test_the_reason_of_an_approval_that_was_revoked_is_told_once() -> None:
    """Not those of approvals that were there before."""
    old = {"kind": "besokshjem", "on": "2024-10-01", "revoked_on": "2025-01-01", "reason": "Gammel."}
    new = {"kind": "fosterhjem", "on": "2024-10-01"}
    revoked = {**new, "revoked_on": "2025-02-01", "reason": "Familien ba om det."}
    entry = change("home", {"approvals": [old, new]}, {"approvals": [old, revoked]})
    assert entry.reasons == ("Familien ba om det.",)


def test_a_look_up_has_the_reason_it_was_given() -> None:
    entry = Logged("2025-03-01T10:00:00+00:00", "kari", "kari", "look_up", "home show", "home", "H-1", reason="Innsyn.")
    assert (entry.reasons, entry.keys, list(differences(entry))) == (("Innsyn.",), (), [])


def test_in_lists_only_reasons_of_look_ups_runs_and_claims_are_told() -> None:
    """What was said of a home is told with the home."""
    assert change("run", None, {"recovered": {"A-2": "Flyttet."}}).reasons_in_lists == ("A-2: Flyttet.",)
    assert change("home", None, {"ended_reason": "Flytter."}).reasons_in_lists == ()


def test_a_person_is_found_wherever_in_an_entry_the_ref_stands() -> None:
    values = [None, {"steps": [{"code": "attest", "person": "P-1"}]}]
    assert mentions(values, "P-1")
    assert not mentions(values, "P-2")
