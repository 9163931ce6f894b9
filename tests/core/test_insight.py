"""What of a thing is on one person."""

from typing import Any

import pytest

from bvt_cli.core.erasing import ERASED
from bvt_cli.core.field import Record
from bvt_cli.core.form import AGREEMENT
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.insight import Review, Subject, free_text, part, to_review

CARER = Subject("P-1", "carer", "H-1")
MEMBER = Subject("P-2", "household", "H-1")
CHILD = Subject("C-1", "child")
A_HOME: Record = {
    "ref": "H-1", "kind": "besokshjem", "name": "Familien Oppdiktet", "phone": "00000001",
    "motivation": "Vi har plass.",
    "persons": [{"ref": "P-1", "name": "Kari Oppdiktet"}, {"ref": "P-2", "name": "Per Oppdiktet"}],
    "payees": [{"person": "P-1", "share": 1}],
    "steps": [{"code": "home_visit"}, {"code": "attest", "person": "P-1"}, {"code": "attest", "person": "P-2"}],
}  # fmt: skip
A_NETWORK: Record = {
    "ref": "N-1", "name": "Nettverk Oppdiktet", "resource_home": "H-2",
    "members": [{"home": "H-1"}, {"home": "H-3"}], "family_contacts": [{"home": "H-1"}, {"home": "H-3"}],
    "gatherings": [{"on": "2025-01-01", "homes": ["H-1"]}, {"on": "2025-02-01", "homes": ["H-3"]},
                   {"on": "2025-03-01"}],
    "consents": [{"child": "C-1"}, {"child": "C-2"}], "talks": [{"on": "2025-01-05"}],
    "experiences": [{"half": "2025H1", "text": "Godt halvår."}],
}  # fmt: skip
A_COUNCIL: Record = {
    "ref": "F-1", "child": "C-1", "culture": "Samisk.",
    "consents": [{"role": "father", "exempt": "Ukjent."}],
    "families": [{"number": 1, "name": "Familien Tenkt"}, {"number": 2, "name": "Familien Oppdiktet"}],
    "interviews": [{"family": 1, "notes": "Hyggelig."}, {"family": 2, "notes": "Travel."}],
}  # fmt: skip


def test_a_carer_has_their_home_without_the_others_in_it() -> None:
    """The steps of the home itself are theirs too."""
    assert part(HOME, A_HOME, CARER) == (
        {**A_HOME, "persons": A_HOME["persons"][:1], "steps": A_HOME["steps"][:2]}, (),
    )  # fmt: skip


def test_one_of_the_household_has_where_they_live() -> None:
    """And their own certificate, but not what the home applied for and why."""
    found, _ = part(HOME, A_HOME, MEMBER)
    assert found == {
        "ref": "H-1", "name": "Familien Oppdiktet", "phone": "00000001", "persons": A_HOME["persons"][1:],
        "steps": A_HOME["steps"][2:],
    }  # fmt: skip


def test_the_goals_of_a_measure_are_the_childs() -> None:
    """Left out of the carer's answer, and named."""
    agreement: Record = {"ref": "A-1", "child": "C-1", "goals": "Trygghet."}
    assert part(AGREEMENT, agreement, CARER) == ({"ref": "A-1", "child": "C-1"}, (("goals", "about_child"),))
    assert part(AGREEMENT, agreement, CHILD) == (agreement, ())


@pytest.mark.parametrize(
    ("subject", "found", "left_out"),
    [
        (CARER, {"members": 1, "family_contacts": 1, "gatherings": 1}, (("experiences", "about_others"),)),
        (CARER._replace(home="H-2", leads=True),
         {"gatherings": 3, "family_contacts": 2, "talks": 1, "experiences": 1}, ()),
        (CHILD, {"consents": 1}, ()),
    ],
)  # fmt: skip
def test_of_a_network_each_has_what_is_theirs(subject: Subject, found: dict[str, int], left_out: Any) -> None:
    """The resource home what it leads, a member what it took part in, a child its consent."""
    record, gone = part(NETWORK, A_NETWORK, subject)
    assert {key: len(value) for key, value in record.items() if isinstance(value, list)} == found
    assert gone == left_out


def test_of_a_family_council_a_carer_has_what_is_on_their_family() -> None:
    """The child has all but what is on others."""
    mine, _ = part(COUNCIL, A_COUNCIL, CARER._replace(families=frozenset({2})))
    assert mine == {"ref": "F-1", "families": A_COUNCIL["families"][1:], "interviews": A_COUNCIL["interviews"][1:]}
    childs, gone = part(COUNCIL, A_COUNCIL, CHILD)
    assert childs == {
        "ref": "F-1", "child": "C-1", "culture": "Samisk.", "consents": [{"role": "father"}],
        "families": [{"number": 1}, {"number": 2}], "interviews": [{"family": 1}, {"family": 2}],
    }  # fmt: skip
    assert {key for key, _ in gone} == {"consents.exempt", "families.name", "interviews.notes"}


def test_what_is_written_freely_is_to_be_read_through() -> None:
    """Facts are not, nor what was erased."""
    home = {"ref": "H-1", "name": "Familien Oppdiktet", "interests": ("ski", "sopp"), "dwelling": ERASED,
            "activity": "rolig",
            "pauses": [{"from": "2025-01-01", "reason": "Venter barn."}, {"from": "2025-06-01"}]}  # fmt: skip
    assert list(to_review("home", "home", home)) == [
        Review("home", "H-1", "interests", "", "ski, sopp"),
        Review("home", "H-1", "activity", "", "rolig"),
        Review("home", "H-1", "pauses.reason", "2025-01-01", "Venter barn."),
    ]
    assert (free_text("home", "phone"), free_text("home", "kind"), free_text("run", "plan")) == (False, False, False)


def test_why_something_was_withdrawn_is_to_be_read_through() -> None:
    """Unless it was erased; why a stay was cancelled is not said."""
    outlay = {"ref": "U-1", "withdrawn": {"on": "2025-01-01", "reason": "Feil barn."}}
    assert list(to_review("outlays", "outlay", outlay)) == [
        Review("outlays", "U-1", "withdrawn.reason", "", "Feil barn.")
    ]
    assert list(to_review("stays", "stay", {"ref": "S-1", "cancelled": {"on": "2025-01-01"}})) == []


def test_an_answer_is_about_a_person_or_a_child() -> None:
    """As look-ups name them."""
    assert (CARER.what, MEMBER.what, CHILD.what) == ("person", "person", "child")
