"""Homes whose address is protected: what of them is shown to nobody who has not said why.

One rule for every way out: what is read of homes to be shown passes through here, in `store.records`.
The municipality is among what is hidden, for in a small one it is half an address; and what may not be shown is
not judged by either, or the judgement would tell it. A family of a family council that became such a home keeps back
how it is reached, too.
"""

from collections.abc import Collection

from bvt_cli.core.field import Entity, Record

FLAG = "protected"
HIDDEN = ("municipality", "phone", "email", "address", "postcode", "city")
"""The keys of a protected home that tell where it is and how it is reached."""
FAMILIES, CONTACT = "families", "contact"
"""What a family council says of the same: how its proposed families are reached."""


def may_hide(entity: Entity) -> bool:
    """Whether things of this kind, or what is read of them, can have keys to hide."""
    return entity.name == "home" and any(field.key in HIDDEN for field in entity.fields)


def hidden(record: Record) -> Record:
    """A record as it is shown: that of a protected home without the keys of HIDDEN, every other one as it is."""
    if not record.get(FLAG):
        return record
    return {key: value for key, value in record.items() if key not in HIDDEN}


def hides(record: Record, key: str) -> bool:
    """Whether the value of a key is kept back in this record; then the word "protected" is shown in its place."""
    return bool(record.get(FLAG)) and key in HIDDEN


def lifts(entity: Entity, before: Record | None, after: Record) -> bool:
    """Whether a correction takes a home's protection away."""
    return entity.name == "home" and before is not None and bool(before.get(FLAG)) and not after.get(FLAG)


def has_families(entity: Entity) -> bool:
    """Whether things of this kind, or what is read of them, say how proposed families are reached."""
    return entity.name == "council" and any(field.key == FAMILIES for field in entity.fields)


def hidden_families(council: Record, protected: Collection[str]) -> Record:
    """A family council as it is shown; `protected`: the homes that are."""
    if FAMILIES not in council:
        return council
    return {**council, FAMILIES: [hidden_family(each, protected) for each in council[FAMILIES]]}


def hidden_family(family: Record, protected: Collection[str]) -> Record:
    """A proposed family as it is shown: where it became a protected home, without how it is reached."""
    if family.get("home") not in protected:
        return family
    return {key: value for key, value in family.items() if key != CONTACT}
