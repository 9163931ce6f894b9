"""How a thing should stand by what the journal says of it, from its first entry to the last.

Values are plain, as JSON has them. What was said in an entry whose texts have been erased is not known any more,
until an entry says how the thing stood then (`stands`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

ERASED = "erased"
STANDS = "stands"
"""The keys of an entry that tells which keys of a thing were erased, and of one that tells how it stood then."""


class Thing:
    """A thing as far as the journal tells."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}  # None: the key is known to be absent
        self._whole = True  # a key that is not among the values is absent
        self._unknown: set[str] = set()  # keys, or keys of the elements of a list (`persons.name`)

    def made(self, after: Mapping[str, Any]) -> None:
        """Its first entry."""
        self._values = dict(after)

    def changed(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A later entry, which names only the keys that changed."""
        for key in (*before, *after):
            self._values[key] = after.get(key)
            self._unknown -= {each for each in self._unknown if each.partition(".")[0] == key}

    def said(self, after: Mapping[str, Any]) -> None:
        """An entry without a before: of what was erased, of how the thing stood then, or a remark."""
        if STANDS in after:
            self._values, self._whole, self._unknown = dict(after[STANDS]), True, set()
        elif ERASED in after:
            self._unknown |= set(after[ERASED])

    def forget(self) -> None:
        """An entry whose texts have been erased: what it said of the thing is not known."""
        self._values, self._whole = {}, False

    def differs(self, stands: Mapping[str, Any]) -> list[str]:
        """The keys under which something else stands than the journal says, in order."""
        known = {key for key, value in self._values.items() if value is not None}
        keys = known | set(stands) if self._whole else set(self._values)
        return sorted(key for key in keys - self._unknown if self._seen(key, stands) != self._seen(key, self._values))

    def _seen(self, key: str, values: Mapping[str, Any]) -> Any:
        """The value of a key without what is not known of it."""
        value = values.get(key)
        unknown = {each.partition(".")[2] for each in self._unknown if each.startswith(f"{key}.")}
        return _without(value, unknown) if unknown else value


def _without(value: Any, keys: Iterable[str]) -> Any:
    """A group, or the elements of a list, without these keys."""
    if isinstance(value, list):
        return [_without(each, keys) for each in value]
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key not in keys}
    return value
