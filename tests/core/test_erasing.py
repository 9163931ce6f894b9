"""What is left of a record when the texts about people are taken out."""

from bvt_cli.core.erasing import ERASED, erased, erased_family, family_numbers
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_followup import GRANT
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_pay import OUTLAY

COUNCIL_OF_TWO: Record = {
    "ref": "F-1",
    "child": "C-1",
    "closing_reason": "Ferdig.",
    "culture": "Samisk.",
    "families": [
        {"number": 1, "name": "Familien Oppdiktet", "contact": "00000001", "home": "H-1"},
        {"number": 2, "name": "Familien Tenkt", "reason": "Bor langt unna."},
    ],
    "interviews": [{"family": 1, "kind": "interview", "notes": "Hyggelig."}, {"family": 2, "kind": "interview"}],
}


def test_a_homes_name_is_replaced_and_its_other_texts_go() -> None:
    """Refs, codes and dates stay."""
    home: Record = {"ref": "H-1", "kind": "besokshjem", "name": "Familien Oppdiktet", "phone": "00000001",
                    "persons": [{"ref": "P-1", "name": "Kari Oppdiktet", "role": "carer"}]}  # fmt: skip
    after, keys = erased(HOME, home)
    assert after == {"ref": "H-1", "kind": "besokshjem", "name": ERASED,
                     "persons": [{"ref": "P-1", "name": ERASED, "role": "carer"}]}  # fmt: skip
    assert keys == ("name", "phone", "persons.name")


def test_what_is_erased_already_is_not_erased_again() -> None:
    """Nothing is left to say."""
    after, _ = erased(HOME, {"ref": "H-1", "name": "Familien Oppdiktet", "phone": "00000001"})
    assert erased(HOME, after) == (after, ())


def test_a_reason_that_must_stand_is_replaced() -> None:
    """An outlay is withdrawn on a day and for a reason."""
    outlay: Record = {"ref": "U-1", "purpose": "Sykkel", "withdrawn": {"on": "2025-01-01", "reason": "Feil barn."}}
    assert erased(OUTLAY, outlay) == (
        {"ref": "U-1", "withdrawn": {"on": "2025-01-01", "reason": ERASED}}, ("purpose", "withdrawn.reason"),
    )  # fmt: skip


def test_whose_bill_it_was_stays_so_that_no_bill_is_paid_twice() -> None:
    """What it was for is erased."""
    grant: Record = {"ref": "G-1", "purpose": "Ski", "supplier": "Sportsbutikken", "bill": "12"}
    assert erased(GRANT, grant).record == {**grant, "purpose": ERASED}


def test_of_a_family_council_the_family_that_became_a_home_can_be_erased_alone() -> None:
    """The other families, the child and the rest stay until the child's time is up."""
    numbers = family_numbers(COUNCIL_OF_TWO, "H-1")
    after, keys = erased_family(COUNCIL_OF_TWO, numbers)
    assert numbers == {1}
    assert after == {
        **COUNCIL_OF_TWO,
        "families": [{"number": 1, "name": ERASED, "home": "H-1"}, COUNCIL_OF_TWO["families"][1]],
        "interviews": [{"family": 1, "kind": "interview"}, {"family": 2, "kind": "interview"}],
    }
    assert keys == ("families.name", "families.contact", "interviews.notes")
    assert erased_family({"ref": "F-1"}, numbers) == ({"ref": "F-1"}, ())


def test_all_of_a_family_council_goes_with_the_child() -> None:
    """The number of families, and what was decided, stay."""
    after, keys = erased(COUNCIL, COUNCIL_OF_TWO)
    assert after["families"] == [
        {"number": 1, "name": ERASED, "home": "H-1"},
        {"number": 2, "name": ERASED, "reason": ERASED},
    ]
    assert (after["closing_reason"], "culture" in after) == (ERASED, False)
    assert "interviews.notes" in keys
