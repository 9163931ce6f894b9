"""What a home whose address is protected keeps to itself."""

from bvt_cli.core.form import AGREEMENT
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_home import HOME
from bvt_cli.core.protection import (
    CONTACT,
    FAMILIES,
    FLAG,
    HIDDEN,
    has_families,
    hidden,
    hidden_families,
    hides,
    lifts,
    may_hide,
)

HOME_OF_BERG = {"ref": "H-1", "name": "Familien Berg", "address": "Prøveveien 1", "phone": "00000001"}


def test_a_protected_home_is_shown_without_where_it_is() -> None:
    """Its name and ref stay."""
    shown = hidden({**HOME_OF_BERG, "protected": True})
    assert shown == {"ref": "H-1", "name": "Familien Berg", "protected": True}


def test_a_home_that_is_not_protected_is_shown_as_it_is() -> None:
    assert hidden(HOME_OF_BERG) == HOME_OF_BERG
    assert hidden({**HOME_OF_BERG, "protected": False}) == {**HOME_OF_BERG, "protected": False}


def test_only_what_tells_where_it_is_is_kept_back() -> None:
    protected = {**HOME_OF_BERG, "protected": True}
    assert (hides(protected, "address"), hides(protected, "name"), hides(HOME_OF_BERG, "address")) == (
        True,
        False,
        False,
    )


def test_what_is_hidden_are_keys_of_a_home() -> None:
    """A key that is renamed in the form cannot be forgotten here."""
    assert {FLAG, *HIDDEN} <= {field.key for field in HOME.fields}


def test_only_homes_read_with_such_keys_are_looked_at() -> None:
    only_names = HOME.only("ref", "name")
    assert (may_hide(HOME), may_hide(only_names), may_hide(AGREEMENT)) == (True, False, False)


def test_a_proposed_family_that_became_a_protected_home_is_shown_without_how_it_is_reached() -> None:
    family = {"number": 1, "name": "Familien Berg", "contact": "00000001", "home": "H-1"}
    other = {"number": 2, "contact": "00000002"}
    council = {"ref": "F-1", "families": [family, other]}
    hidden_one = {"number": 1, "name": "Familien Berg", "home": "H-1"}
    assert hidden_families(council, {"H-1"}) == {"ref": "F-1", "families": [hidden_one, other]}
    assert hidden_families(council, {"H-2"}) == council
    assert hidden_families({"ref": "F-1"}, {"H-1"}) == {"ref": "F-1"}


def test_only_councils_read_with_their_families_are_looked_at() -> None:
    only_refs = COUNCIL._replace(fields=COUNCIL.fields[:1])
    assert (has_families(COUNCIL), has_families(only_refs), has_families(HOME)) == (True, False, False)
    assert CONTACT in {field.key for field in COUNCIL.field(FAMILIES).fields}


def test_protection_is_lifted_where_a_home_had_it_and_no_longer_has_it() -> None:
    had = {**HOME_OF_BERG, "protected": True}
    assert lifts(HOME, had, HOME_OF_BERG)
    assert lifts(HOME, had, {**had, "protected": False})
    assert not lifts(HOME, had, had)
    assert not lifts(HOME, HOME_OF_BERG, HOME_OF_BERG)
    assert not lifts(HOME, None, HOME_OF_BERG)
    assert not lifts(COUNCIL, had, HOME_OF_BERG)
