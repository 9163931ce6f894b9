"""What is left of a record when the texts about people are taken out of it.

Refs, codes, dates and amounts stay: approvals, posted pay and figures hang on them. A text that must stand there
(a home's name, the reason why a council was closed) is replaced by `ERASED`, so that every reader and every export
copes; all others go.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.form_council import FAMILIES, INTERVIEWS

ERASED = "(slettet)"
"""What stands where a text must stand and was erased; the same in every language, for it is data."""

_STAYS = frozenset({"grant.supplier"})  # no bill of a supplier is paid twice
_MUST_STAND = frozenset(
    {
        "grant.cash_reason",
        "council.closing_reason",
        "council.consents.exempt",
        "council.steps.reason",
        "council.families.reason",
        "outlay.withdrawn.reason",
        "drive.withdrawn.reason",
        "supplement.withdrawn.reason",
        "grant.withdrawn.reason",
    }
)
"""Texts beside those of required keys that a record must hold under some circumstances."""


class Erased(NamedTuple):
    """A record without its texts, and the keys that were erased (`phone`, `persons.name`); none, where none stood."""

    record: Record
    keys: tuple[str, ...]


def erased(entity: Entity, record: Record) -> Erased:
    """A thing of the register without the texts about people."""
    keys: dict[str, None] = {}
    return Erased(_without(entity.fields, record, f"{entity.name}.", keys), tuple(keys))


def family_numbers(council: Record, home: str) -> frozenset[int]:
    """The numbers, in a family council, of the proposed families that became a home."""
    return frozenset(each["number"] for each in council.get("families", ()) if each.get("home") == home)


def erased_family(council: Record, numbers: Collection[int]) -> Erased:
    """A family council, or part of one, without the texts about some of the proposed families."""
    keys: dict[str, None] = {}
    after = dict(council)
    for field, number in ((FAMILIES, "number"), (INTERVIEWS, "family")):
        if field.key in council:
            path = f"council.{field.key}."
            after[field.key] = [
                _without(field.fields, each, path, keys) if each[number] in numbers else each
                for each in council[field.key]
            ]
    return Erased(after, tuple(keys))


def _may_go(field: Field, path: str) -> bool:
    return (field.personal or path in _MUST_STAND) and path not in _STAYS


def _without(fields: tuple[Field, ...], record: Record, path: str, keys: dict[str, None]) -> Record:
    after: Record = {}
    for field in fields:
        if field.key not in record:
            continue
        value, here = record[field.key], f"{path}{field.key}"
        if field.kind == "list":
            after[field.key] = [_without(field.fields, each, f"{here}.", keys) for each in value]
        elif field.kind == "group":
            after[field.key] = _without(field.fields, value, f"{here}.", keys)
        elif not _may_go(field, here):
            after[field.key] = value
        else:
            _take_out(field, here, value, after, keys)
    return after


def _take_out(field: Field, here: str, value: Any, after: Record, keys: dict[str, None]) -> None:
    if field.required or here in _MUST_STAND:
        after[field.key] = ERASED
    if value != ERASED:
        keys[here.partition(".")[2]] = None
