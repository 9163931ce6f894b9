"""What stands in a letter comes from the register, and what the register does not know stands nowhere."""

from datetime import date

import pytest

from bvt_cli.core.approval import Demands
from bvt_cli.core.letter_data import LETTERS, PLACES, SIGNED, certificate_type, step_of, values
from bvt_cli.core.texts import Text, Word

DAY = date(2025, 3, 31)
ALL_TYPES = ("uttommende_utvidet", "avgrenset", "ordinaer")
DEMANDS = Demands("besokshjem", date(1900, 1, 1), (("conversation", 2), ("contract", 1)), 1,
                  ("uttommende_utvidet",), ALL_TYPES, 3, True, 12, False, "prøve")  # fmt: skip
HOME = {"ref": "H-1", "kind": "besokshjem", "name": "Familien Prøve", "employment": "oppdragstaker"}
ONE = {"ref": "P-1", "name": "A", "born": date(1980, 1, 1), "role": "carer"}


def carers(*persons: dict[str, object]) -> object:
    return values(DAY, {**HOME, "persons": list(persons)})["home.carers"]


def test_every_place_of_every_letter_has_a_value_or_none() -> None:
    bare = values(DAY, {"ref": "H-1"})
    assert set(bare) == {place for places in PLACES.values() for place in places}
    known = {place for place, value in bare.items() if value is not None}
    assert known == {"letter.date", "home.ref"}
    assert all(set(kind.places) <= set(bare) for kind in LETTERS.values())


def test_the_carers_are_those_who_live_there_on_the_day() -> None:
    two = {**ONE, "ref": "P-2", "name": "B"}
    three = {**ONE, "ref": "P-3", "name": "C"}
    assert carers(ONE) == "A"
    assert carers(ONE, {**two, "to": date(2025, 3, 30)}) == "A"
    assert carers(ONE, {**two, "role": "household"}) == "A"
    assert carers(ONE, two, three) == Text("{first} and {last}", (("first", ("A", "B")), ("last", "C")))


def test_carers_of_whom_one_has_no_name_any_more_are_not_known() -> None:
    assert carers(ONE, {"ref": "P-2", "born": date(1980, 1, 1), "role": "carer"}) is None
    assert carers() is None


def test_a_text_of_several_lines_goes_into_a_sentence() -> None:
    about = {"ref": "A-1", "measure": "fosterhjem", "from": DAY, "goals": "Ro.\nSkole."}
    assert values(DAY, HOME, agreement=about)["agreement.goals"] == "Ro. Skole."


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"measure": "besokshjem"}, "{days} døgn a month"),
        ({"measure": "besokshjem", "basis": "actual"}, "the døgn that are agreed each time"),
        ({"measure": "stottefamilie", "size": "stor"}, "{size}"),
        ({"measure": "fosterhjem"}, "all of the time"),
    ],
)
def test_how_much_is_asked_of_a_home_is_told_by_measure(terms: dict[str, object], sentence: str) -> None:
    found = values(DAY, HOME, agreement={"ref": "A-1", "from": DAY, **terms}, usual_days=3)["agreement.extent"]
    assert isinstance(found, Text)
    assert found.msgid == sentence
    assert dict(found.values).get("days", 3) == 3


def test_a_support_family_without_a_size_has_no_extent() -> None:
    about = {"ref": "A-1", "measure": "stottefamilie", "from": DAY}
    assert values(DAY, HOME, agreement=about)["agreement.extent"] is None


def test_an_agreement_runs_until_its_last_day_or_until_further_notice() -> None:
    about = {"ref": "A-1", "measure": "fosterhjem", "from": DAY}
    without_end = values(DAY, HOME, agreement=about)["agreement.period"]
    with_end = values(DAY, HOME, agreement={**about, "to": DAY})["agreement.period"]
    assert isinstance(without_end, Text)
    assert isinstance(with_end, Text)
    assert (without_end.msgid, with_end.msgid) == ("from {first} until further notice", "from {first} to {last}")


def test_the_certificate_is_the_usual_one_of_the_role_where_that_will_do() -> None:
    assert certificate_type("carer", DEMANDS) == "uttommende_utvidet"
    assert certificate_type("household", DEMANDS) == "ordinaer"
    assert certificate_type("household", DEMANDS._replace(household_certificates=("avgrenset",))) == "avgrenset"
    assert certificate_type("carer", DEMANDS._replace(carer_certificates=())) is None
    found = values(DAY, HOME, person={**ONE, "role": "household"}, demands=DEMANDS)
    assert (found["person.certificate"], found["person.certificate_months"]) == (Word("ordinaer"), 3)


def test_an_approval_rests_on_the_demanded_steps_up_to_its_day_in_order() -> None:
    steps = [
        {"code": "contract", "on": date(2024, 9, 27)},
        {"code": "attest", "person": "P-1", "on": date(2024, 9, 20)},
        {"code": "conversation", "on": date(2024, 9, 2)},
        {"code": "confidentiality", "person": "P-1", "on": date(2024, 9, 25)},
        {"code": "conversation", "on": date(2024, 10, 2)},  # after the day of the approval
        {"code": "intro", "on": date(2024, 9, 3)},  # nothing that is demanded of a besøkshjem
    ]
    approval = {"kind": "besokshjem", "on": date(2024, 10, 1), "by": "leder"}
    found = values(DAY, {**HOME, "steps": steps}, approval=approval, demands=DEMANDS)["approval.basis"]
    assert isinstance(found, tuple)
    assert [dict(each.values)["on"].isoformat() for each in found] == [
        "2024-09-02", "2024-09-20", "2024-09-25", "2024-09-27",
    ]  # fmt: skip
    assert [dict(each.values).get("person") for each in found] == [None, "P-1", "P-1", None]
    named = values(DAY, {**HOME, "steps": steps, "persons": [ONE]}, approval=approval, demands=DEMANDS)
    assert "A" in [dict(each.values).get("person") for each in named["approval.basis"]]  # type: ignore[attr-defined]
    without = DEMANDS._replace(carer_certificates=())
    assert len(values(DAY, {**HOME, "steps": steps}, approval=approval, demands=without)["approval.basis"]) == 3  # type: ignore[arg-type]
    silent = without._replace(carer_confidentiality=False)
    assert len(values(DAY, {**HOME, "steps": steps}, approval=approval, demands=silent)["approval.basis"]) == 2  # type: ignore[arg-type]
    assert values(DAY, HOME, approval=approval, demands=DEMANDS)["approval.basis"] is None


def test_a_signed_letter_is_a_step_and_the_contract_of_a_resource_family_its_assignment() -> None:
    assert SIGNED == ("contract", "confidentiality")
    assert step_of("contract", "besokshjem") == "contract"
    assert step_of("contract", "ressursfamilie") == "assignment"
    assert step_of("confidentiality", "ressursfamilie") == "confidentiality"
