"""How a thing should stand by its entries in the journal: whole, changed key by key, erased and told of again."""

from bvt_cli.core.replay import Thing

HOME = {"ref": "H-1", "name": "Familien Prøve", "capacity": 2, "persons": [{"ref": "P-1", "name": "Prøve Prøvesen"}]}


def made() -> Thing:
    thing = Thing()
    thing.made(HOME)
    return thing


def test_a_thing_stands_as_it_was_made() -> None:
    """Another value, one that is gone and one that nothing tells of are told by their keys."""
    assert made().differs(HOME) == []
    assert made().differs({**HOME, "capacity": 3}) == ["capacity"]
    assert made().differs({key: HOME[key] for key in HOME if key != "capacity"}) == ["capacity"]
    assert made().differs({**HOME, "phone": "1"}) == ["phone"]


def test_a_later_entry_names_only_what_changed() -> None:
    """A key that stands in its before alone was taken away."""
    thing = made()
    thing.changed({"capacity": 2}, {"phone": "1"})
    assert thing.differs({**HOME, "capacity": 2, "phone": "1"}) == ["capacity"]
    assert thing.differs({"ref": "H-1", "name": HOME["name"], "persons": HOME["persons"], "phone": "1"}) == []


def test_a_remark_changes_nothing() -> None:
    """Why a home ended, or that its statement was delivered."""
    thing = made()
    thing.said({"statement": {"month": "2025-01"}})
    assert thing.differs(HOME) == []


def test_what_was_erased_is_not_known_until_it_is_said_again() -> None:
    """A key, or a key of all elements of a list; the rest is known as before."""
    thing = made()
    thing.said({"erased": ["name", "persons.name"]})
    assert thing.differs({"ref": "H-1", "capacity": 2, "persons": [{"ref": "P-1"}]}) == []
    assert thing.differs({"ref": "H-1", "capacity": 2, "persons": [{"ref": "P-2"}]}) == ["persons"]
    assert thing.differs({"ref": "H-1", "capacity": 3, "persons": [{"ref": "P-1"}]}) == ["capacity"]
    thing.changed({}, {"name": "Familien Ny"})
    assert thing.differs({"ref": "H-1", "capacity": 2, "persons": [{"ref": "P-1"}]}) == ["name"]


def test_a_key_of_a_group_may_be_erased() -> None:
    """As of the elements of a list."""
    thing = Thing()
    thing.made({"ref": "U-1", "withdrawn": {"on": "2025-01-01", "reason": "Feil"}})
    thing.said({"erased": ["withdrawn.reason"]})
    assert thing.differs({"ref": "U-1", "withdrawn": {"on": "2025-01-01"}}) == []
    assert thing.differs({"ref": "U-1", "withdrawn": {"on": "2025-01-02"}}) == ["withdrawn"]
    assert thing.differs({"ref": "U-1"}) == ["withdrawn"]


def test_of_an_entry_whose_texts_are_erased_nothing_is_known() -> None:
    """Only what was said later."""
    thing = made()
    thing.forget()
    assert thing.differs({"ref": "H-9"}) == []
    thing.changed({"capacity": 2}, {"phone": "1"})
    assert thing.differs({"ref": "H-9", "phone": "1"}) == []
    assert thing.differs({"ref": "H-9", "phone": "2", "capacity": 2}) == ["capacity", "phone"]


def test_once_it_is_said_how_a_thing_stands_all_of_it_is_known_again() -> None:
    """As after an erasure."""
    thing = made()
    thing.forget()
    thing.said({"erased": ["name"]})
    thing.said({"stands": {"ref": "H-1", "capacity": 2}})
    assert thing.differs({"ref": "H-1", "capacity": 2}) == []
    assert thing.differs({"ref": "H-1", "capacity": 2, "name": "Familien Prøve"}) == ["name"]
