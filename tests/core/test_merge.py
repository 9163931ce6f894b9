"""Correcting a record key by key."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bvt_cli.core.field import Field, Record
from bvt_cli.core.form import CHILD, NETWORK, REGISTER
from bvt_cli.core.form_home import HOME
from bvt_cli.core.merge import doubles, identity, in_order, merge, ref_order

BERG: Record = {
    "ref": "H-001",
    "kind": "besokshjem",
    "name": "Familien Berg",
    "phone": "00000001",
    "interests": ("fiske", "ski"),
    "prefers": {"age_from": 6, "age_to": 12},
    "steps": [
        {"code": "conversation", "on": date(2024, 9, 2), "by": "mls"},
        {"code": "conversation", "on": date(2024, 9, 16), "by": "ako"},
    ],
}
NETWORK_WEST: Record = {
    "ref": "N-1",
    "gatherings": [
        {"on": date(2025, 2, 8), "kind": "ordinary", "homes": ("H-021", "H-022")},
        {"on": date(2025, 6, 20), "kind": "summer", "homes": ("H-021",)},
    ],
}


def test_a_new_record_is_what_was_given_in_the_order_of_the_form() -> None:
    """However the keys were ordered."""
    merged = merge(CHILD.fields, None, {"born": date(2018, 5, 4), "ref": "C-77", "case": "2024/1187"})
    assert list(merged.record.items()) == [("ref", "C-77"), ("case", "2024/1187"), ("born", date(2018, 5, 4))]


def test_a_key_left_out_stays() -> None:
    """Only the name is corrected."""
    merged = merge(HOME.fields, BERG, {"ref": "H-001", "name": "Familien Li"})
    assert merged.record == {**BERG, "name": "Familien Li"}
    assert merged.dropped == ()


def test_null_takes_a_key_away() -> None:
    """Also one that is not there."""
    merged = merge(HOME.fields, BERG, {"phone": None, "email": None})
    assert "phone" not in merged.record
    assert "email" not in merged.record


def test_a_group_is_corrected_key_by_key() -> None:
    """A key left out stays, None takes it away, and with the last one the group goes."""
    assert merge(HOME.fields, BERG, {"prefers": {"age_from": 8}}).record["prefers"] == {"age_from": 8, "age_to": 12}
    assert merge(HOME.fields, BERG, {"prefers": {"age_from": None}}).record["prefers"] == {"age_to": 12}
    assert "prefers" not in merge(HOME.fields, BERG, {"prefers": {"age_from": None, "age_to": None}}).record


def test_the_record_before_is_left_as_it_was() -> None:
    """The correction is a record of its own."""
    before = {"ref": "C-77", "case": "2024/1187"}
    merge(CHILD.fields, before, {"case": "2025/1"})
    assert before == {"ref": "C-77", "case": "2024/1187"}


def test_an_element_of_a_list_is_corrected_key_by_key() -> None:
    """The same step (code, person, day) gets a type of its own; who did it stays."""
    given = [
        {"code": "conversation", "on": date(2024, 9, 16)},
        {"code": "conversation", "on": date(2024, 9, 2), "by": "leder"},
    ]
    merged = merge(HOME.fields, BERG, {"steps": given})
    assert merged.record["steps"] == [
        {"code": "conversation", "on": date(2024, 9, 2), "by": "leder"},
        {"code": "conversation", "on": date(2024, 9, 16), "by": "ako"},
    ]
    assert merged.dropped == ()


def test_an_element_not_given_is_dropped_and_told() -> None:
    """The second conversation, at place 1 of what stood before; a home visit is new."""
    given = [
        {"code": "home_visit", "on": date(2024, 9, 1)},
        {"code": "conversation", "on": date(2024, 9, 2)},
    ]
    merged = merge(HOME.fields, BERG, {"steps": given})
    assert [step["code"] for step in merged.record["steps"]] == ["home_visit", "conversation"]
    assert merged.dropped == (("steps", 1),)


@pytest.mark.parametrize("nothing", [[], ()])
def test_an_empty_list_drops_all_its_elements(nothing: Any) -> None:
    """It is a list that leaves out everything that stood there."""
    merged = merge(HOME.fields, BERG, {"steps": nothing, "interests": nothing, "payees": nothing})
    assert "steps" not in merged.record
    assert merged.dropped == (("steps", 0), ("steps", 1), ("interests", 0), ("interests", 1))


def test_null_takes_a_list_away_and_says_so_openly() -> None:
    """`key: null` is no list with something missing, so nothing counts as dropped."""
    merged = merge(HOME.fields, BERG, {"steps": None})
    assert "steps" not in merged.record
    assert merged.dropped == ()


def test_texts_and_refs_not_given_are_dropped_and_told() -> None:
    """Skiing is given up, chess begun."""
    merged = merge(HOME.fields, BERG, {"interests": ("sjakk", "fiske")})
    assert merged.record["interests"] == ("sjakk", "fiske")
    assert merged.dropped == (("interests", 1),)
    assert merge(HOME.fields, {"ref": "H-002"}, {"interests": ("ski",)}).dropped == ()


def test_a_ref_dropped_inside_an_element_is_told() -> None:
    """H-022 was at the gathering in February."""
    given = [
        {"on": date(2025, 6, 20), "kind": "summer", "homes": ("H-021", "H-023")},
        {"on": date(2025, 2, 8), "kind": "ordinary", "homes": ("H-021",)},
    ]
    assert merge(NETWORK.fields, NETWORK_WEST, {"gatherings": given}).dropped == (("gatherings", 0, "homes", 1),)


def test_a_refs_list_is_part_of_what_identifies_an_element_without_identity_of_its_own() -> None:
    """The same day with another network is another joint meeting."""
    before = {"joint_meetings": [{"on": date(2025, 3, 20), "networks": ("N-1",)}]}
    merged = merge(REGISTER.fields, before, {"joint_meetings": [{"on": date(2025, 3, 20), "networks": ("N-1", "N-2")}]})
    assert merged.dropped == (("joint_meetings", 0),)


def test_merging_the_same_again_changes_nothing() -> None:
    """Importing twice is importing once."""
    once = merge(HOME.fields, None, BERG).record
    again = merge(HOME.fields, once, BERG)
    assert again.record == once == BERG
    assert again.dropped == ()


def test_elements_without_their_date_are_kept_for_the_check_that_names_them() -> None:
    """A step without a day is a fault to be told, not a crash."""
    merged = merge(HOME.fields, None, {"ref": "H-1", "steps": [{"code": "contract"}], "persons": [{"name": "Ola"}]})
    assert merged.record["steps"] == [{"code": "contract"}]


def test_elements_without_their_ref_are_kept_for_the_check_that_names_them() -> None:
    """A person without ref, beside one with."""
    persons = [{"ref": "P-1", "born": date(1980, 1, 1)}, {"born": date(1990, 1, 1)}]
    merged = merge(HOME.fields, None, {"ref": "H-1", "persons": persons})
    assert merged.record["persons"] == [persons[1], persons[0]]


def field(name: str) -> Field:
    return HOME.field(name)


def test_identity_is_that_of_the_keys_named_or_of_all() -> None:
    """A payee is person and day; a talk is all it says."""
    payee = {"person": "P-1", "from": date(2025, 1, 1), "share": Fraction(1)}
    assert identity(field("payees"), payee) == ("P-1", date(2025, 1, 1))
    assert identity(NETWORK.field("talks"), {"on": date(2025, 1, 1)}) == (date(2025, 1, 1), None)


def test_elements_that_stand_twice_are_found() -> None:
    """The third and the fourth are the first again."""
    one, other = {"code": "conversation", "on": date(2024, 9, 2)}, {"code": "contract", "on": date(2024, 9, 2)}
    assert list(doubles(field("steps"), [one, other, one, {**one, "by": "mls"}])) == [2, 3]


def test_elements_are_kept_by_date_and_things_with_refs_by_ref() -> None:
    """H2 before H10, also among persons; a step without a person before one with."""
    steps = [
        {"code": "contract", "on": date(2024, 9, 2)},
        {"code": "home_visit", "on": date(2024, 9, 1)},
        {"code": "conversation", "on": date(2024, 9, 2)},
    ]
    assert [step["code"] for step in in_order(field("steps"), steps)] == ["home_visit", "contract", "conversation"]
    persons = [{"ref": "P10", "born": date(1980, 1, 1)}, {"ref": "P2", "born": date(1990, 1, 1)}]
    assert [person["ref"] for person in in_order(field("persons"), persons)] == ["P2", "P10"]


def test_refs_are_ordered_by_their_numbers() -> None:
    """As people count: shorter before longer."""
    assert sorted(["H10", "H2", "H-001", "A3", "H1", "H"], key=ref_order) == ["H", "A3", "H1", "H2", "H10", "H-001"]
