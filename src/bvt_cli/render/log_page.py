"""The log of one thing for people: an entry after the other, and under each what became of what."""

from collections.abc import Iterable, Iterator
from typing import Any

from bvt_cli.core.field import Field
from bvt_cli.core.form import BY_NAME, field_of
from bvt_cli.core.logged import Difference, Logged
from bvt_cli.core.replay import ERASED, STANDS
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.key_words import called
from bvt_cli.render.log import in_oslo, label, readable, shown_differences
from bvt_cli.render.messages import Translator
from bvt_cli.render.things import thing

_NOT_SHOWN = "rows"
"""Which rows beside the form were erased: for `bvt db verify`, not for people."""


def of_one(
    entries: Iterable[Logged],
    say: Translator,
    protected: frozenset[str] = frozenset(),
    families: frozenset[tuple[str, int]] = frozenset(),
) -> str:
    """The entries as text. `protected`, `families`: of whom it is hidden where they are, as in `render.log`."""
    parts = []
    for entry in entries:
        lines = [say.say(_heading(entry, say)), *(f"  {line}" for line in _lines(entry, say, protected, families))]
        parts.append("".join(f"{line}\n" for line in lines))
    return "\n".join(parts)


def _heading(entry: Logged, say: Translator) -> Text:
    about = text("{what} {ref}", what=thing(entry.what), ref=entry.ref)
    if entry.ref == entry.what:
        about = text("the register as a whole")
    return text(
        "{at}, {by} ({login}): {kind} by {command}, {about}",
        at=in_oslo(entry.at, say),
        by=entry.by,
        login=entry.login,
        kind=Word(entry.kind),
        command=entry.command,
        about=about,
    )


def _lines(
    entry: Logged, say: Translator, protected: frozenset[str], families: frozenset[tuple[str, int]]
) -> Iterator[str]:
    if entry.erased:
        yield say.say(text("(erased)"))
    changed = [each for each in shown_differences(entry, protected, families) if each.key != _NOT_SHOWN]
    for each in changed:
        yield from (say.say(line) for line in _became(entry.what, each))
    told = {each.after for each in changed if isinstance(each.after, str)}
    why = tuple(reason for reason in entry.reasons if reason not in told)
    if why:
        yield say.say(text("Reason: {reasons}", reasons=why))


def _became(what: str, each: Difference) -> Iterator[Text]:
    """What a key was and became; how a thing stands as a whole key by key."""
    if each.key == STANDS and what in BY_NAME:
        for key, value in each.after.items():
            yield value_of(what, key, value)
    elif each.key == ERASED:
        keys = tuple(called(path, what) for path in each.after)
        yield text("{name}: {value}", name=label(what, None, ERASED), value=keys)
    else:
        yield difference(what, each)


def difference(what: str, each: Difference) -> Text:
    """What a key of a thing was and became, as a line."""
    if each.before in (None, ""):
        return value_of(what, each.key, each.after)
    field = field_of(what, each.key)
    about: dict[str, object] = {"name": label(what, field, each.key), "before": readable(field, each.before)}
    if each.after is None:
        return text("{name}: {before} is taken away", **about)
    return text("{name}: from {before} to {after}", after=readable(field, each.after), **about)


def value_of(what: str, key: str, value: Any) -> Text:
    field: Field | None = field_of(what, key)
    return text("{name}: {value}", name=label(what, field, key), value=readable(field, value))
