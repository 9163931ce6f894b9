"""What is said of a field that is not of the type it must have."""

from collections.abc import Set as AbstractSet
from typing import TypeAlias

from bvt_cli.core.texts import Text, text
from bvt_cli.store.nodes import path_text, shown

FieldPath: TypeAlias = tuple[str | int, ...]

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_KEY = 40
"""Characters of a key that may be a misspelt one."""


def field_said(path: FieldPath) -> str | Text:
    return path_text(path) if path else text("The document")


def out_of_range(path: FieldPath, low: int, high: int, value: str) -> Text:
    return text(
        "{field} must lie from {low} to {high}; here it says {value}.",
        field=field_said(path),
        low=low,
        high=high,
        value=value,
    )


def out_of_years(path: FieldPath, value: str) -> Text:
    return text(
        "{field} must lie in the years {first}-{last}; here it says {value}.",
        field=field_said(path),
        first=FIRST_YEAR,
        last=LAST_YEAR,
        value=value,
    )


def unknown(key: str, allowed: AbstractSet[str]) -> Text:
    import difflib

    near = difflib.get_close_matches(key, sorted(allowed), 1) if len(key) <= LONGEST_KEY else []
    if near:
        return text("There is no key {key} here; did you mean {near}?", key=shown(key), near=near[0])
    return text("There is no key {key} here; the keys are {keys}.", key=shown(key), keys=tuple(sorted(allowed)))
