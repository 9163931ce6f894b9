"""What of each thing is on one person and is handed to them when they ask: a carer, one of a household, a child.

Nobody's answer holds what is on somebody else. Other people of a home are left out; a carer's answer has refs of
children and nothing about them, a child's answer has refs of homes. A text that was written about both is left out of
the one's answer and named under `left_out`, so that whoever answers can read it and decide.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bvt_cli.core.erasing import ERASED
from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.form import field_of

OTHERS, CHILDS, PROTECTED = "about_others", "about_child", "protected_home"
"""Why something is left out."""
_ADDRESS = ("ref", "name", "phone", "email", "address", "postcode", "city", "protected")
_REACHED_BY = frozenset({*_ADDRESS, "account", "home"})
"""Texts that are facts, and need not be read through."""

LEFT_OUT: dict[str, dict[str, str]] = {
    "carer": {
        "agreement.legal_basis": CHILDS,
        "agreement.goals": CHILDS,
        "agreement.aftercare": CHILDS,
        "follow_up.parents_took_part": CHILDS,
        "follow_up.child_heard": CHILDS,
        "follow_up.child_not_heard": CHILDS,
        "follow_up.note": CHILDS,
    },
    "household": {},
    "child": {
        "council.consents.exempt": OTHERS,
        "council.map.name": OTHERS,
        "council.map.phone": OTHERS,
        "council.families.name": OTHERS,
        "council.families.contact": OTHERS,
        "council.families.matching": OTHERS,
        "council.families.reason": OTHERS,
        "council.interviews.notes": OTHERS,
    },
}
"""By whose answer it is: keys that are left out though the thing is theirs too, and why."""


_ALL_THAT_IS_THEIRS: dict[tuple[str, str], tuple[str, ...]] = {
    ("household", "home"): (*_ADDRESS, "persons", "payees", "steps"),
    ("carer", "council"): ("ref", "families", "interviews"),
    ("child", "network"): ("ref", "consents"),
}
"""The keys of a thing that is otherwise about others."""


class Subject(NamedTuple):
    """Whose answer it is. `role`: carer, household or child; `home`: where a person lives.

    `leads`: the home leads the network that is looked at; `families`: what numbers it has in the family council.
    """

    ref: str
    role: str
    home: str | None = None
    leads: bool = False
    families: frozenset[int] = frozenset()

    @property
    def what(self) -> str:
        return "child" if self.role == "child" else "person"


class Gap(NamedTuple):
    """A key of a thing that is left out of an answer, and why."""

    what: str
    ref: str
    key: str
    reason: str


class Part(NamedTuple):
    """What of a record is the subject's, and what of it was left out though it is about them too."""

    record: Record
    left_out: tuple[tuple[str, str], ...]


class Rows(NamedTuple):
    """Things of one kind in an answer. `code`: its key in JSON; `heading` (marked) for people.

    `owner`: the thing of the form whose keys the rows have, else empty.
    """

    code: str
    heading: str
    owner: str
    rows: tuple[Record, ...]


class Review(NamedTuple):
    """A text to be read through before it is handed over, for it may tell of others.

    `at`: the day or number of the element of a list it stands in.
    """

    section: str
    ref: str
    key: str
    at: str
    text: str


class Answer(NamedTuple):
    """All that is held on a person."""

    subject: Subject
    sections: tuple[Rows, ...]
    left_out: tuple[Gap, ...]
    review: tuple[Review, ...]


def part(entity: Entity, record: Record, subject: Subject) -> Part:
    """What of a record, or of some keys of it, is the subject's."""
    gone: dict[tuple[str, str], None] = {}
    wanted = _ALL_THAT_IS_THEIRS.get((subject.role, entity.name))
    fields = tuple(field for field in entity.fields if wanted is None or field.key in wanted)
    return Part(_part(fields, record, entity.name, subject, gone), tuple(gone))


def to_review(section: str, owner: str, record: Record) -> Iterator[Review]:
    """The texts of a record that must be read through first."""
    for key, value in record.items():
        if isinstance(value, list):
            for element in value:
                named = str(element.get("on") or element.get("from") or element.get("number") or "")
                for each in to_review(section, f"{owner}.{key}", element):
                    yield each._replace(ref=str(record.get("ref", "")), key=f"{key}.{each.key}", at=named)
        elif isinstance(value, dict):  # when and why something was withdrawn or cancelled
            if value.get("reason", ERASED) != ERASED:
                yield Review(section, str(record.get("ref", "")), f"{key}.reason", "", value["reason"])
        elif free_text(owner, key) and value != ERASED:
            words = value if isinstance(value, str) else ", ".join(value)
            yield Review(section, str(record.get("ref", "")), key, "", words)


def free_text(owner: str, key: str) -> bool:
    """Whether people write under a key what they like, so that it may tell of others."""
    field = field_of(owner, key)
    return field is not None and field.personal and field.kind in ("text", "line", "texts") and key not in _REACHED_BY


def _part(
    fields: tuple[Field, ...], record: Record, path: str, subject: Subject, gone: dict[tuple[str, str], None]
) -> Record:
    found: Record = {}
    for field in fields:
        if field.key not in record:
            continue
        value, here = record[field.key], f"{path}.{field.key}"
        reason = LEFT_OUT[subject.role].get(here)
        if reason is not None or (here == "network.experiences" and not subject.leads):
            gone[here.partition(".")[2], reason or OTHERS] = None
        elif field.kind != "list":
            found[field.key] = value
        elif mine := [each for each in value if _is_mine(here, each, subject)]:
            found[field.key] = [_part(field.fields, each, here, subject, gone) for each in mine]
    return found


def _is_mine(path: str, element: Record, subject: Subject) -> bool:
    """Whether an element of a list is about the subject."""
    match path:
        case "home.persons":
            return bool(element["ref"] == subject.ref)
        case "home.payees":
            return bool(element["person"] == subject.ref)
        case "home.steps":
            return bool(element.get("person", subject.ref if subject.role == "carer" else None) == subject.ref)
        case "network.members":
            return bool(element["home"] == subject.home)
        case "network.family_contacts":
            return subject.leads or bool(element["home"] == subject.home)
        case "network.gatherings":
            return subject.leads or subject.home in element.get("homes", ())
        case "network.consents":
            return bool(element["child"] == subject.ref)
        case "network.talks" | "network.talk_every_days" | "network.gatherings_agreed":
            return subject.leads
        case "council.families" if subject.role == "carer":
            return element["number"] in subject.families
        case "council.interviews" if subject.role == "carer":
            return element["family"] in subject.families
    return True
