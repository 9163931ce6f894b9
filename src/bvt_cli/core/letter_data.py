"""The letters that can be written from templates: what may stand in each, and where it comes from in the register."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.approval import Demands
from bvt_cli.core.field import Record
from bvt_cli.core.home import Person
from bvt_cli.core.texts import Text, Word, text

LANGUAGES = ("nb", "nn", "en")
"""Those a home can be written to in; shipped are templates in the first two."""
USUAL_CERTIFICATES = {"carer": "uttommende_utvidet", "household": "ordinaer"}
PLACES = {
    "letter": ("letter.date",),
    "home": (
        "home.ref", "home.name", "home.carers", "home.address", "home.postcode", "home.city", "home.phone",
        "home.email", "home.kind", "home.commitment_months", "home.applied_on",
    ),
    "person": (
        "person.ref", "person.name", "person.born", "person.role", "person.certificate", "person.certificate_months",
    ),
    "agreement": (
        "agreement.ref", "agreement.case", "agreement.measure", "agreement.period", "agreement.extent",
        "agreement.legal_basis", "agreement.contact", "agreement.goals",
    ),
    "approval": ("approval.kind", "approval.on", "approval.by", "approval.basis"),
    "rejection": ("rejection.on", "rejection.reason"),
}  # fmt: skip
"""What may stand in a letter, by what it is about."""


class LetterKind(NamedTuple):
    """A letter. `about`: what stands in it beside the home (groups of PLACES); `needs`: which of them it cannot

    do without. `step`: the step of the approval that it is, once signed. `to_home`: False of one to the child's family,
    of whose language the register knows nothing.
    """

    name: str
    about: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    step: str | None = None
    to_home: bool = True

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(place for group in ("letter", "home", *self.about) for place in PLACES[group])


LETTERS = {
    kind.name: kind
    for kind in (
        LetterKind("contract", ("agreement",), step="contract"),
        LetterKind("confidentiality", ("person",), ("person",), step="confidentiality"),
        LetterKind("purpose", ("person",), ("person",)),
        LetterKind("approval", ("approval",), ("approval",)),
        LetterKind("rejection", ("rejection",), ("rejection",)),
        LetterKind("measure_decision", ("agreement",), ("agreement",), to_home=False),
    )
}
SIGNED = tuple(kind.name for kind in LETTERS.values() if kind.step)
"""The letters whose signing is a step of the approval."""


def step_of(letter: str, home_kind: str) -> str:
    """The step a signed letter is; the contract of a ressursfamilie is its assignment agreement."""
    if letter == "contract" and home_kind == "ressursfamilie":
        return "assignment"
    step = LETTERS[letter].step
    assert step is not None
    return step


def certificate_type(role: str, demands: Demands) -> str | None:
    """The certificate to ask of a person, None where none is demanded: the usual one where several will do."""
    types = demands.carer_certificates if role == "carer" else demands.household_certificates
    usual = USUAL_CERTIFICATES[role]
    return usual if usual in types else next(iter(types), None)


def values(
    day: date,
    home: Record,
    person: Record | None = None,
    agreement: Record | None = None,
    case: str | None = None,
    usual_days: int = 0,
    approval: Record | None = None,
    demands: Demands | None = None,
) -> dict[str, object]:
    """Every place with its value, None where it is not known.

    `usual_days`: where an agreement names no number. `demands`: what an approval as the letter's kind demands.
    """
    return {
        "letter.date": day,
        **_home(home, day),
        **_person(person, demands),
        **_agreement(agreement, case, usual_days),
        **_prefixed("approval", approval, ("on", "by")),
        "approval.kind": _word(approval, "kind"),
        "approval.basis": None if approval is None or demands is None else _basis(home, approval["on"], demands),
        "rejection.on": home.get("rejected_on"),
        "rejection.reason": home.get("rejected_reason"),
    }


def _basis(home: Record, day: date, demands: Demands) -> tuple[Text, ...] | None:
    """The steps an approval rested on, in order of date; None where none is recorded."""
    codes = {code for code, _ in demands.steps} | ({"attest"} if demands.carer_certificates else set())
    codes |= {"confidentiality"} if demands.carer_confidentiality else set()
    names = {each["ref"]: each["name"] for each in home.get("persons", ()) if "name" in each}
    steps = [each for each in home.get("steps", ()) if each["code"] in codes and each["on"] <= day]
    return tuple(_step(each, names) for each in sorted(steps, key=lambda each: each["on"])) or None


def _step(step: Record, names: Mapping[str, str]) -> Text:
    """A step; of a person who has no name any more, with the ref."""
    what, on = Word(step["code"]), step["on"]
    if "person" in step:
        return text("{what} of {person} {on}", what=what, person=names.get(step["person"], step["person"]), on=on)
    return text("{what} {on}", what=what, on=on)


def _home(home: Record, day: date) -> dict[str, object]:
    keys = ("ref", "name", "address", "postcode", "city", "phone", "email", "commitment_months", "applied_on")
    carers = [
        each.get("name")
        for each in home.get("persons", ())
        if Person(each["ref"], each["role"], each["born"], each.get("from"), each.get("to")).lives_there(day)
        if each["role"] == "carer"
    ]
    known = [name for name in carers if name is not None]
    return {
        **_prefixed("home", home, keys),
        "home.kind": _word(home, "kind"),
        "home.carers": _joined(known) if known and len(known) == len(carers) else None,
    }


def _joined(names: Sequence[str]) -> Text | str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) == 1:
        return names[0]
    return text("{first} and {last}", first=tuple(names[:-1]), last=names[-1])


def _person(person: Record | None, demands: Demands | None) -> dict[str, object]:
    certificate = None if person is None or demands is None else certificate_type(person["role"], demands)
    return {
        **_prefixed("person", person, ("ref", "name", "born")),
        "person.role": _word(person, "role"),
        "person.certificate": None if certificate is None else Word(certificate),
        "person.certificate_months": None if demands is None else demands.certificate_months,
    }


def _agreement(agreement: Record | None, case: str | None, usual_days: int) -> dict[str, object]:
    return {
        **_prefixed("agreement", agreement, ("ref", "legal_basis", "contact", "goals")),
        "agreement.case": case,
        "agreement.measure": _word(agreement, "measure"),
        "agreement.period": None if agreement is None else _period(agreement),
        "agreement.extent": None if agreement is None else _extent(agreement, usual_days),
    }


def _period(agreement: Record) -> Text:
    if "to" in agreement:
        return text("from {first} to {last}", first=agreement["from"], last=agreement["to"])
    return text("from {first} until further notice", first=agreement["from"])


def _extent(agreement: Record, usual_days: int) -> Text | None:
    """How much of a home is asked for; of a fosterhjem or ressursfamilie there is nothing to say."""
    if agreement["measure"] == "stottefamilie":
        return text("{size}", size=Word(agreement["size"])) if "size" in agreement else None
    if agreement["measure"] != "besokshjem":
        return text("all of the time")
    if agreement.get("basis") == "actual":
        return text("the døgn that are agreed each time")
    return text("{days} døgn a month", days=agreement.get("days_per_month", usual_days))


def _prefixed(group: str, record: Record | None, keys: Sequence[str]) -> dict[str, object]:
    known: Mapping[str, object] = record or {}
    return {f"{group}.{key}": _on_one_line(known.get(key)) for key in keys}


def _on_one_line(value: object) -> object:
    """A text of several lines goes into a sentence."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _word(record: Record | None, key: str) -> Word | None:
    return Word(record[key]) if record is not None and key in record else None
