"""Questions for the keys of the form that a command line left out: a new key of the form is asked for by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bvt_cli.commands import arguments, keys
from bvt_cli.commands.asking import Asker, EnoughSaid, Listed, Question, yes_or_no
from bvt_cli.commands.context import Session
from bvt_cli.commands.keys import Key, Values
from bvt_cli.core.errors import InvalidInput, Usage
from bvt_cli.core.field import Entity
from bvt_cli.core.texts import Text, Word, mark, text
from bvt_cli.render.key_words import said

LONGEST_LIST = 20
EXAMPLES: dict[str, object] = {
    "home.name": "Familien Berg",
    "persons.name": "Kari Berg",
    "persons.born": date(1982, 3, 14),
    "case": "2024/1187",
    "born": date(2018, 5, 4),
    "municipality": "0301",
    "postcode": "0150",
    "commitment_months": "12",
    "capacity": "2",
    "interests": "fotball, ski",
    "legal_basis": "§ 3-1",
}
OF_KIND: dict[str, object] = {
    "date": date(2025, 1, 31),
    "month": "2025-01",
    "fraction": "1.5",
    "whole": "3",
    "kroner": "450.50",
}


def _nothing(values: Values) -> Mapping[str, Any]:
    return {}


class Form(NamedTuple):
    """What is asked for, and what the form of the register does not say of it.

    `record`: the thing as a document would give it, of the values so far; `needed`: keys needed besides those the
    form requires; `defaults`: what Enter stands for; `apart`: keys not asked for; both of the values so far.
    `under`: name and ref of what it belongs to.
    """

    entity: Entity
    keys: Sequence[Key]
    title: Text
    record: Callable[[Values], Values] = lambda values: {"ref": "X", **values}
    needed: Callable[[Values], Sequence[str]] = lambda values: ()
    defaults: Callable[[Values], Mapping[str, Any]] = _nothing
    apart: Callable[[Values], Sequence[str]] = lambda values: ()
    under: tuple[str, str] | None = None


def complete(session: Session, form: Form, values: Values, *, json: bool, yes: bool) -> None:
    """Ask for what is missing in `values`, where anything needed is and somebody is there to be asked.

    Then also for what may be left out, and whether to write it all (not with `yes`). Raises Usage where the
    answer is no, or where there are none.
    """
    if json or not session.attended or _needed(form, values) is None:
        return
    _look_ahead(session, form, values)
    asker = Asker(session)
    while (key := _needed(form, values)) is not None:
        _put(values, key, asker.ask(_question(session, form, key, values, True), _reader(session, form, key, values)))
    _ask_for_the_rest(session, form, values, asker)
    if not yes:
        asker.confirm(_page(session, form, values))


def _look_ahead(session: Session, form: Form, values: Values) -> None:
    """What stands in the way is told of before any question. Raises BvtError."""
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database, documents

    with database.reading(session.register) as connection:
        if form.under is not None:
            known(connection, *form.under)
    documents.given(form.entity.name, form.record(values))


def _needed(form: Form, values: Values) -> Key | None:
    """The next key that cannot be left out."""
    also = form.needed(values)
    for key in form.keys:
        if (key.field.required or key.field.key in also) and key.field.key not in values and key.field.key != "ref":
            return key
    return None


def _ask_for_the_rest(session: Session, form: Form, values: Values, asker: Asker) -> None:
    rest = list(_optional(form, values))
    if rest:
        asker.tell(text("The rest may be left out: Enter skips a question, a full stop (.) all of them."))
    try:
        for key in rest:
            value = asker.ask(_question(session, form, key, values, False), _reader(session, form, key, values))
            if value is not None:
                _put(values, key, value)
    except EnoughSaid:
        return


def _optional(form: Form, values: Values) -> Iterator[Key]:
    apart = {"ref", *form.apart(values)}
    for key in form.keys:
        if key.field.key not in apart and key.field.key not in (values.get(key.group, {}) if key.group else values):
            yield key


def _put(values: Values, key: Key, value: Any) -> None:
    into = values.setdefault(key.group, {}) if key.group else values
    into[key.field.key] = value


def _question(session: Session, form: Form, key: Key, values: Values, needed: bool) -> Question:
    field = key.field
    choices: tuple[object, ...] = tuple(Word(each) for each in field.choices)
    if field.kind == "flag":
        choices = (text("yes"), text("no"))
    words = said(field.key, key.owner)
    return Question(
        label=words.label,
        meaning=words.meaning,
        choices=choices,
        example=EXAMPLES.get(f"{key.owner}.{field.key}") or EXAMPLES.get(field.key) or OF_KIND.get(field.kind),
        default=form.defaults(values).get(field.key) if needed else None,
        needed=needed,
        listed=listed(session, field.of) if field.kind == "ref" and needed else (),
    )


_NONE = {
    "home": mark("There are no homes yet; add one with `bvt home add`."),
    "child": mark("There are no children yet; add one with `bvt child add`."),
    "network": mark("There are no networks yet; add one with `bvt network add`."),
}


def listed(session: Session, name: str) -> list[Listed]:
    """The things there are to point to, unless they are many. Raises Usage where there are none."""
    from bvt_cli.core.form import BY_NAME
    from bvt_cli.store import database, records

    shown = [key for key in ("ref", "case", "name") if any(field.key == key for field in BY_NAME[name].fields)]
    with database.reading(session.register) as connection:
        found = records.load(connection, BY_NAME[name].only(*shown, "ended_on"))
    if not found:
        none = _NONE[name]
        raise Usage(text(none))
    here = [each for each in found.values() if "ended_on" not in each]
    if len(here) > LONGEST_LIST:
        return []
    return [Listed(each["ref"], tuple(each.get(key, "") for key in shown)) for each in here]


def _reader(session: Session, form: Form, key: Key, values: Values) -> Callable[[str], Any]:
    """Reads an answer as the option would be read, and looks at what a document would be refused for."""

    def read(typed: str) -> Any:
        label = session.translator.mark(said(key.field.key, key.owner).label)
        value = _value(session, key, typed, label)
        _check_refs(session, key, value)
        _check(form, key, values, value)
        return value

    return read


def _value(session: Session, key: Key, typed: str, label: str) -> Any:
    field = key.field
    if field.kind == "choice":
        return arguments.code_begun(typed, label, field.choices)
    if field.kind == "flag":
        return yes_or_no(session, label, typed)
    if field.kind in ("texts", "refs"):
        return keys.value(field, [each.strip() for each in typed.split(",")], label)
    return keys.value(field, typed, label)


def _check_refs(session: Session, key: Key, value: Any) -> None:
    """Raise NotFound for a ref to what is not there."""
    if key.field.kind not in ("ref", "refs"):
        return
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database

    with database.reading(session.register) as connection:
        for ref in [value] if key.field.kind == "ref" else value:
            known(connection, key.field.of, ref)


def _check(form: Form, key: Key, values: Values, value: Any) -> None:
    """Raise InvalidInput or Usage for a value that the register would refuse, alone or beside the others."""
    from bvt_cli.core.consistency import faults
    from bvt_cli.store import documents

    alone: Values = {}
    _put(alone, key, value)
    try:
        documents.given(form.entity.name, form.record(alone))
    except InvalidInput as error:
        raise Usage(error.details[0].message) from None  # type: ignore[union-attr]
    together = {each: dict(one) if isinstance(one, dict) else one for each, one in values.items()}
    _put(together, key, value)
    inside = (key.owner, 0) if any(key.owner == each.key for each in form.entity.lists) else ()
    for path, sentence in faults(form.entity, documents.given(form.entity.name, form.record(together)).values):
        if path in ((*inside, key.field.key), (key.group,), (key.group, key.field.key)):
            raise Usage(sentence)


def _page(session: Session, form: Form, values: Values) -> str:
    """What is about to be written."""
    from bvt_cli.commands.showing import kind_of
    from bvt_cli.render.page import Fact, page
    from bvt_cli.store import documents

    element = documents.given(form.entity.name, form.record(values)).values
    for inner in form.entity.lists:
        if inner.key in element and all(key.owner == inner.key for key in form.keys):
            element = element[inner.key][0]
    facts = []
    for key in form.keys:
        of = element.get(key.group, {}) if key.group else element
        if key.field.key in of and key.field.key in (values.get(key.group, {}) if key.group else values):
            words = said(key.field.key, key.owner)
            facts.append(Fact(words.label, of[key.field.key], kind_of(key.field)))
    return page(form.title, facts, (), session.translator)
