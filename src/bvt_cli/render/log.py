"""The log for people and for programs: who did what, and who looked at whom."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from bvt_cli.core.field import Field
from bvt_cli.core.form import field_of
from bvt_cli.core.logged import Difference, Logged, differences
from bvt_cli.core.money import parse_amount
from bvt_cli.core.period import Month, parse_day
from bvt_cli.core.protection import CONTACT, HIDDEN
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.key_words import said
from bvt_cli.render.messages import Translator
from bvt_cli.render.things import thing

_REMARKS = {
    "accepted": mark("Accepted"),
    "agreement": mark("Agreement"),
    "amount": mark("Amount"),
    "authorised_by": mark("Authorised by"),
    "delivered": mark("Delivered"),
    "edition": mark("Edition"),
    "encrypted": mark("Encrypted"),
    "home": mark("Home"),
    "key": mark("Key"),
    "entries": mark("Entries of the journal"),
    "erased": mark("Erased"),
    "joint_meetings": mark("Joint meetings"),
    "judged_on": mark("Judged on"),
    "letter_on": mark("Letter sent"),
    "lines": mark("Lines"),
    "month": mark("Month"),
    "pay_from": mark("Pays from"),
    "payee_confirmed": mark("Confirmed as a payee"),
    "plan": mark("Instalments"),
    "reason": mark("Reason"),
    "recovered": mark("Taken back"),
    "released_on": mark("Released"),
    "rows": mark("Texts beside"),
    "settled_on": mark("Settled"),
    "stands": mark("As it stands"),
    "statement": mark("Statement"),
}
"""What the journal keeps besides the keys of the form: with runs and claims, and remarks."""
_WHO = (
    Column("at", mark("When")),
    Column("by", mark("By")),
    Column("login", mark("Login")),
    Column("kind", mark("Kind"), "code"),
    Column("command", mark("Command")),
    Column("what", mark("What")),
    Column("ref", mark("Ref")),
)
_WHY = (
    Column("reason", mark("Reason")),
    Column("erased", mark("Erased"), "flag", shown=False),
)
LIST = (*_WHO, Column("keys", mark("Keys")), *_WHY)
"""An entry a row: which keys were changed, not from what to what."""
OF_ONE = (*_WHO, Column("key", mark("Key")), Column("before", mark("Before")), Column("after", mark("After")), *_WHY)
"""A key a row: what it was and what it became."""


def list_rows(entries: Iterable[Logged], say: Translator | None) -> Iterator[tuple[object, ...]]:
    """The entries in the columns LIST; `say`: for people, in this language."""
    for entry in entries:
        keys = (
            entry.keys
            if say is None
            else tuple(label(entry.what, field_of(entry.what, key), key) for key in entry.keys)
        )
        yield (*_who(entry, say), _erased(entry, say) or keys, *_why(entry, entry.reasons_in_lists))


def rows_of_one(
    entries: Iterable[Logged],
    protected: frozenset[str] = frozenset(),
    families: frozenset[tuple[str, int]] = frozenset(),
    *,
    flat: bool = False,
) -> Iterator[tuple[object, ...]]:
    """The entries in the columns OF_ONE, for programs; `protected`: the homes of which it is hidden where they are.

    `families`: those of family councils that became one of them; `flat`: for CSV, where a value of several parts
    stands as the text of its JSON.
    """
    for entry in entries:
        changed = list(shown_differences(entry, protected, families))
        for each in changed:
            values = each.key, _flat(each.before, flat), _flat(each.after, flat)
            yield (*_who(entry, None), *values, *_why(entry, entry.reasons))
        if not changed:
            yield (*_who(entry, None), None, None, None, *_why(entry, entry.reasons))


def shown_differences(
    entry: Logged, protected: frozenset[str], families: frozenset[tuple[str, int]]
) -> Iterator[Difference]:
    """What an entry changed, as it may be shown: where a protected home is stands in no part of it."""
    for each in differences(entry):
        if entry.what == "home" and entry.ref in protected:
            yield each._replace(before=_hidden(each.key, each.before), after=_hidden(each.key, each.after))
        elif entry.what == "council" and families:
            numbers = frozenset(number for council, number in families if council == entry.ref)
            yield each._replace(before=_reached(each.before, numbers), after=_reached(each.after, numbers))
        else:
            yield each


def _who(entry: Logged, say: Translator | None) -> tuple[object, ...]:
    at = entry.at if say is None else in_oslo(entry.at, say)
    what: object = entry.what if say is None else thing(entry.what)
    ref = None if say is not None and entry.ref == entry.what else entry.ref  # the register itself
    return at, entry.by, entry.login, entry.kind, entry.command, what, ref


def _why(entry: Logged, reasons: tuple[str, ...]) -> tuple[object, ...]:
    return "; ".join(reasons) or None, entry.erased


def _erased(entry: Logged, say: Translator | None) -> Text | None:
    return text("(erased)") if entry.erased and say is not None else None


def _flat(value: Any, flat: bool) -> object:
    import json

    return json.dumps(value, ensure_ascii=False) if flat and isinstance(value, dict | list) else value


def _hidden(key: str, value: Any) -> Any:
    if key in HIDDEN:
        return None if value is None else text("(protected)")
    if isinstance(value, Mapping):
        return {inner: _hidden(inner, each) for inner, each in value.items()}
    return value


def _reached(value: Any, numbers: frozenset[int]) -> Any:
    """Part of an entry about a family council, without how families of these numbers are reached."""
    if isinstance(value, list):
        return [_reached(each, numbers) for each in value]
    if not isinstance(value, Mapping):
        return value
    mine = CONTACT in value and value.get("number") in numbers
    return {
        key: text("(protected)") if mine and key == CONTACT else _reached(each, numbers) for key, each in value.items()
    }


def in_oslo(stamp: str, say: Translator) -> str:
    """A UTC stamp as people of the municipality read it: their own day and time."""
    from zoneinfo import ZoneInfo

    here = datetime.fromisoformat(stamp).astimezone(ZoneInfo("Europe/Oslo"))
    return f"{say.day(here.date())} {here:%H:%M:%S}"


def label(owner: str, field: Field | None, key: str) -> Text | str:
    """What people call a key of a thing or list; one that is not of the form, by what remarks call it."""
    found = _REMARKS.get(key)
    if field is not None or found is None:
        with suppress(KeyError):  # pay_from, and what only programs read
            found = said(key, owner).label
    return key if found is None else text(found)


def readable(field: Field | None, value: Any) -> object:
    """A value of the journal as people read it; of an element of a list each key with its name."""
    if isinstance(value, Mapping):
        inner = {} if field is None else {each.key: each for each in field.fields}
        owner = "" if field is None else field.key
        return tuple(
            text("{name}: {value}", name=label(owner, inner.get(key), key), value=readable(inner.get(key), each))
            for key, each in value.items()
        )
    if isinstance(value, list):
        return tuple(readable(field, each) for each in value)
    if field is not None and isinstance(value, str):
        return _of_kind(field.kind, value)
    return value


def _of_kind(kind: str, value: str) -> object:
    with suppress(ValueError):  # a remark in place of a value
        match kind:
            case "choice":
                return text("{value}", value=Word(value))
            case "date":
                return parse_day(value)
            case "month":
                return Month.parse(value)
            case "kroner":
                return Kroner(parse_amount(value))
    return value
