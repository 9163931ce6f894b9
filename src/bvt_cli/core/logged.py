"""What the log tells of one thing: changes and look-ups in order of time, and what a change was from and to.

Values are those of the journal: as JSON keeps them, days and months as text.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bvt_cli.core.codes import END_REASONS
from bvt_cli.core.field import Field
from bvt_cli.core.form import field_of
from bvt_cli.core.merge import identity

Values = Mapping[str, Any]
_NOTHING: tuple[object, ...] = (None, {}, [])


class Logged(NamedTuple):
    """A change or a look-up (`kind`: `change`, `look_up`). `at`: UTC. `erased`: its texts are gone by now.

    `before` and `after` hold the keys that changed; `reason` is that of a look-up.
    """

    at: str
    by: str
    login: str
    kind: str
    command: str
    what: str
    ref: str
    before: Values | None = None
    after: Values | None = None
    reason: str | None = None
    erased: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that changed; one that held nothing and holds nothing is none of them."""
        before, after = self.before or {}, self.after or {}
        keys = dict.fromkeys((*before, *after))
        return tuple(key for key in keys if before.get(key) not in _NOTHING or after.get(key) not in _NOTHING)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it was done, where that was said: of a look-up its reason, of a change every reason that is new in it."""
        if self.reason is not None:
            return (self.reason,)
        return tuple(
            dict.fromkeys(
                reason for each in differences(self) for reason in _reasons(each.key, each.before, each.after)
            )
        )

    @property
    def reasons_in_lists(self) -> tuple[str, ...]:
        """Those that are told of many entries at once: of look-ups, runs and claims.

        Why something became of a home or a child is told to who asks for that home or child.
        """
        return self.reasons if self.kind == "look_up" or self.what in ("run", "claim") else ()


class Difference(NamedTuple):
    """A key that changed, from what to what; None is nothing. Of a list of things each thing by itself."""

    key: str
    before: Any
    after: Any


def differences(entry: Logged) -> Iterator[Difference]:
    """What a change was from and to, key by key, in the order of the journal."""
    before, after = entry.before or {}, entry.after or {}
    for key in entry.keys:
        old, new = before.get(key), after.get(key)
        field = _list_field(entry.what, key)
        if field is None:
            yield Difference(key, old, new)
        else:
            yield from _elements(field, old or (), new or ())


def mentions(values: object, ref: str) -> bool:
    """Whether a person's ref stands anywhere in the values of an entry."""
    if isinstance(values, Mapping):
        return any(mentions(each, ref) for each in values.values())
    if isinstance(values, list | tuple):
        return any(mentions(each, ref) for each in values)
    return values == ref


def _list_field(what: str, key: str) -> Field | None:
    field = field_of(what, key)
    return field if field is not None and field.kind == "list" else None


def _elements(field: Field, before: Sequence[Values], after: Sequence[Values]) -> Iterator[Difference]:
    """The elements that are new, gone or corrected; a corrected one stands beside what it was."""
    there = {repr(identity(field, dict(each))): each for each in after}
    for element in before:
        now = there.get(repr(identity(field, dict(element))))
        if now != element:
            yield Difference(field.key, element, now)
    earlier = {repr(identity(field, dict(each))) for each in before}
    for element in after:
        if repr(identity(field, dict(element))) not in earlier:
            yield Difference(field.key, None, element)


def _reasons(key: str, before: Any, after: Any) -> Iterator[str]:
    if after == before or after is None:
        return
    if isinstance(after, Mapping):
        earlier = before if isinstance(before, Mapping) else {}
        for inner, value in after.items():
            if key in ("accepted", "recovered"):  # by what was accepted, or by agreement: why
                yield f"{inner}: {value}"
            else:
                yield from _reasons(inner, earlier.get(inner), value)
    elif isinstance(after, str) and (key == "reason" or key.endswith("_reason")) and after not in END_REASONS:
        yield after
