"""Adding and correcting things, the same way for homes, children, agreements and stays."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from bvt_cli.commands import hint
from bvt_cli.commands.keys import Key, Values, corrected
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.merge import identity
from bvt_cli.core.texts import KeyName, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.commands.context import Session

_TAKEN = {
    "home": mark("There is already a home {ref}; bvt home set corrects it."),
    "child": mark("There is already a child {ref}; bvt child set corrects it."),
    "agreement": mark("There is already an agreement {ref}; bvt agreement set corrects it."),
    "stay": mark("There is already a stay {ref}; bvt stay set corrects it."),
    "outlay": mark("There is already an outlay {ref}; bvt outlay set corrects it."),
    "drive": mark("There is already a drive {ref}; bvt drive set corrects it."),
    "supplement": mark("There is already a supplement {ref}; bvt supplement set corrects it."),
    "grant": mark("There is already a grant {ref}; bvt grant set corrects it."),
    "network": mark("There is already a network {ref}; bvt network set corrects it."),
    "follow_up": mark("There is already a follow-up {ref}; bvt followup set corrects it."),
    "council": mark("There is already a family council {ref}; bvt council set corrects it."),
}


def added(at: "Desk", entity: Entity, values: Values) -> Record:
    """Make a new thing, with a ref of bvt's where none is given. Raises Refused where the ref is taken."""
    from bvt_cli.store import records

    ref = values.get("ref") or at.new_ref(entity.name)
    if records.exists(at.connection, entity.name, ref):
        taken = _TAKEN[entity.name]
        raise Refused(text(taken, ref=ref))
    _pointing_somewhere(at, entity, values)
    return at.write(entity.name, {**values, "ref": ref})


def set_keys(
    at: "Desk",
    entity: Entity,
    ref: str,
    keys: Sequence[Key],
    values: Values,
    clear: Sequence[str],
    also: Sequence[str] = (),
    *,
    may_lift: bool = False,
) -> tuple[Record, Record]:
    """Correct keys of a known thing; the record before and after. Raises NotFound, or Usage where nothing is said."""
    before = at.whole(entity.name, ref)
    if not values and not clear:
        raise Usage(text("Nothing to correct was given; name at least one key."))
    _pointing_somewhere(at, entity, values)
    written = corrected(keys, values, clear, also)
    return before, at.write(entity.name, {**written, "ref": ref}, replace=True, may_lift=may_lift)


def _pointing_somewhere(at: "Desk", entity: Entity, values: Values) -> None:
    """Raise NotFound for a ref to something that is not in the register."""
    for field in entity.fields:
        if field.key in values and field.kind in ("ref", "refs"):
            value = values[field.key]
            for ref in [value] if field.kind == "ref" else value:
                at.must_be_known(field.of, ref)


def with_element(field: Field, elements: Sequence[Record], element: Record) -> list[Record]:
    """A list in which an element is corrected in its place, or added where it is new."""
    mine = identity(field, element)
    if not any(identity(field, each) == mine for each in elements):
        return [*elements, element]
    return [{**each, **element} if identity(field, each) == mine else each for each in elements]


def person_of(home: Record, ref: str) -> Record:
    """A person of a home. Raises NotFound."""
    for person in home.get("persons", ()):
        if person["ref"] == ref:
            return dict(person)
    raise NotFound(text("The home {home} has no person {person}.", home=home["ref"], person=ref))


def show_set(
    session: "Session", fields: Iterable[Field], before: Record, after: Record, json: bool, next_command: str
) -> None:
    """Say what became of a thing: as a record under `--json`, else which keys were corrected."""
    if json:
        show_record(session, after)
    changed = tuple(changed_keys(fields, before, after))
    if changed:
        named = tuple(KeyName(key) for key in changed)
        session.out.tell(text("{ref} is corrected: {keys}.", ref=after["ref"], keys=named))
        hint.suggest(session, next_command)
    else:
        session.out.tell(text("{ref} stands as it was; nothing changes.", ref=after["ref"]))


def changed_keys(fields: Iterable[Field], before: Record, after: Record) -> list[str]:
    """The keys in which two records differ."""
    return [field.key for field in fields if before.get(field.key) != after.get(field.key)]


def show_record(session: "Session", record: Any, *, whole: bool = False) -> None:
    """A record as JSON, in the keys of a document; a protected home without what it hides, unless `whole`."""
    from bvt_cli.core.protection import hidden
    from bvt_cli.store.records import plain

    session.out.document(plain(hidden(record) if isinstance(record, dict) and not whole else record))


def show_added(session: "Session", record: Record, json: bool, next_command: str, asking: str = "") -> None:
    """The ref alone on stdout, for scripts, or the record as JSON; and the likely next command on stderr."""
    if json:
        show_record(session, record)
    else:
        session.out.write(f"{record['ref']}\n")
    session.out.tell(text("{ref} is added.", ref=record["ref"]))
    hint.suggest(session, next_command, asking)
