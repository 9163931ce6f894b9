"""Register documents, YAML or JSON: read strictly by the form of core.form, and written so that they read back.

What a command was given goes the same way (`given`), so that every change is checked once, in one place.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bvt_cli.core.errors import InvalidInput, Problem
from bvt_cli.core.field import REF, Entity, Field, Record
from bvt_cli.core.form import BY_NAME, DOCUMENT_ORDER, ENTITIES, REGISTER
from bvt_cli.core.merge import Path
from bvt_cli.core.misleading import MARKS, PILED, TURNING, UNSEEN
from bvt_cli.core.money import amount_text
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, text
from bvt_cli.store import field_values, records
from bvt_cli.store.database import Connection
from bvt_cli.store.json_nodes import read_json
from bvt_cli.store.nodes import (
    MOST_PROBLEMS,
    Items,
    Node,
    Pairs,
    Scalar,
    is_null,
    path_text,
    place,
    read_yaml,
)
from bvt_cli.store.typed import Walk, looks_like_a_number

VERSION = 1
_MISLEADING = re.compile(rf"[{TURNING}{UNSEEN}]|[{MARKS}]{PILED}")
BY_PLURAL = {entity.plural: entity for entity in ENTITIES}
ALWAYS = ("homes", "children", "agreements", "stays", "networks")
"""The lists that stand in every export, also empty; the others only where something is in them."""
TOP_KEYS = frozenset({"bvt_register", *BY_PLURAL, *(field.key for field in REGISTER.fields)})


class Given(NamedTuple):
    """What a document or a command says of one thing: only the keys it names, None for one it takes away.

    `flawed`: part of it could not be read.
    """

    entity: Entity
    values: Record
    node: Node
    file: str
    flawed: bool = False

    @property
    def ref(self) -> str:
        return str(self.values.get("ref", ""))

    def problem(self, path: Path, message: Any) -> Problem:
        """A problem at a place inside this thing: the file's line where there is one, else the field."""
        name = f"{self.entity.plural}[{self.ref}]" if self.ref else ""
        field = path_text((name, *path)) if name else path_text(path)
        if not self.file:
            return Problem(field, message)
        return Problem(place(self.file, _line(self, path)), text("{field}: {problem}", field=field, problem=message))

    def unread(self, path: Path) -> bool:
        """Whether something stands there that could not be read; what is wrong with it has been told already."""
        node: Node | None = self.node
        value: Any = self.values
        for piece in path:
            if isinstance(piece, str):
                node = next((each for key, each in _members(node) if key.text == piece), None)
                value = value.get(piece)
            else:
                node = node.items[piece] if isinstance(node, Items) and piece < len(node.items) else None
                value = value[piece] if piece < len(value) else None
            if node is None or value is None:
                return node is not None
        return False


class Document(NamedTuple):
    """A document as read: what it says, thing by thing, and everything wrong with it so far."""

    given: tuple[Given, ...]
    problems: tuple[Problem, ...]


def read(data: bytes, file: str) -> Document:
    """A register document. `file`: its name in messages; JSON is known by its first character."""
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    node, problems = (read_json if is_json else read_yaml)(data, file)
    if node is None:
        return Document((), tuple(problems))
    walk = Walk(file, problems)
    return Document(tuple(_document(walk, node)), tuple(problems))


def given(name: str, values: Mapping[str, Any], command: str = "") -> Given:
    """What a command says of one thing, read as a document would be. `values`: texts, None, lists and dicts of these.

    Raises InvalidInput.
    """
    problems: list[Problem] = []
    node = _as_node(values)
    found = _thing(Walk(command, problems), BY_NAME[name], node, ())
    if problems or found is None:
        raise InvalidInput(text("The value is not valid; nothing was written."), problems)
    return found


def thing(name: str, node: Node, file: str, problems: list[Problem]) -> Given | None:
    """One thing from a node that knows its lines (those of a spreadsheet); what is wrong is added to `problems`."""
    return _thing(Walk(file, problems), BY_NAME[name], node, ())


def _document(walk: Walk, node: Node) -> Iterator[Given]:
    top = walk.pairs(node, (), TOP_KEYS, frozenset({"bvt_register"}))
    if top is None:
        return
    if "bvt_register" in top:
        walk.whole(top["bvt_register"], ("bvt_register",), VERSION, VERSION)
    for plural, entity in BY_PLURAL.items():
        seen: dict[str, int] = {}
        for index, item in enumerate(walk.items(top[plural], (plural,)) or () if plural in top else ()):
            if len(walk.problems) > MOST_PROBLEMS:
                return  # nothing that follows would be told
            found = _thing(walk, entity, item, (plural, index))
            if found is None:
                continue
            if found.ref in seen:
                message = text("{ref} stands twice in the document.", ref=found.ref)
                walk.problem(item, (plural, index), message)
            seen[found.ref] = index
            yield found
    own = tuple((key, value) for key, value in _members(node) if key.text in {field.key for field in REGISTER.fields})
    if own:
        values = _values(walk, REGISTER.fields, Pairs(own, node.line), ())
        if values is not None:
            yield Given(REGISTER, values, Pairs(own, node.line), walk.file)


def _members(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Pairs) else ()


def _thing(walk: Walk, entity: Entity, node: Node, path: Path) -> Given | None:
    before = len(walk.problems)
    values = _values(walk, entity.fields, node, path)
    if values is None:
        return None
    if entity is not REGISTER and "ref" not in values:
        if not any(key.text == "ref" for key, _ in _members(node)):
            walk.problem(node, path, text("{field} is missing.", field=path_text((*path, "ref"))))
        return None
    return Given(entity, values, node, walk.file, len(walk.problems) > before)


def _values(walk: Walk, fields: tuple[Field, ...], node: Node, path: Path) -> Record | None:
    """The keys given with their values; one that cannot be read is a problem and left out."""
    by_key = _keys(fields)
    pairs = walk.pairs(node, path, by_key.keys())
    if pairs is None:
        return None
    values: Record = {}
    for key, value in pairs.items():
        field = by_key.get(key)
        if field is None:
            continue
        here = (*path, key)
        if is_null(value):
            if field.required:
                walk.problem(value, here, text("{field} cannot be taken away.", field=path_text(here)))
            else:
                values[key] = None
            continue
        read_value = _read(walk, field, value, here)
        if read_value is not None:
            values[key] = read_value
    return values


def _keys(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Fields by key, put together once for each level of the form."""
    known = _BY_IDENTITY.get(id(fields))
    if known is None:
        known = _BY_IDENTITY[id(fields)] = {field.key: field for field in fields}
    return known


_BY_IDENTITY: dict[int, dict[str, Field]] = {}


def _read(walk: Walk, field: Field, node: Node, path: Path) -> Any:
    if field.kind == "list":
        elements = walk.items(node, path)
        if elements is None:
            return None
        read_all = (_values(walk, field.fields, each, (*path, at)) for at, each in enumerate(elements))
        return [each for each in read_all if each is not None]
    if field.kind == "group":
        return _values(walk, field.fields, node, path)
    if field.kind in ("texts", "refs"):
        return field_values.texts(walk, field, node, path)
    return field_values.SCALARS["ref" if field is REF else field.kind](walk, field, node, path)


def _as_node(value: Any) -> Node:
    """A plain value as the node a document would have given."""
    if value is None:
        return Scalar("", False, 0)
    if isinstance(value, Mapping):
        return Pairs(tuple((Scalar(str(key), False, 0), _as_node(each)) for key, each in value.items()), 0)
    if isinstance(value, Kroner):
        return Scalar(amount_text(value.ore), True, 0)
    if isinstance(value, list | tuple) and not isinstance(value, Month):
        return Items(tuple(_as_node(each) for each in value), 0)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", False, 0)
    return Scalar(str(value), not isinstance(value, int), 0)


def _line(given_: Given, path: Path) -> int:
    """The line of a place inside a thing, or of the nearest place around it that the document gives."""
    node: Node = given_.node
    line = node.line
    for piece in path:
        found: Node | None = None
        if isinstance(piece, str):
            found = next((value for key, value in _members(node) if key.text == piece), None)
        elif isinstance(node, Items) and piece < len(node.items):
            found = node.items[piece]
        if found is None or not found.line:
            break
        node, line = found, found.line
    return line


def dump_yaml(document: Mapping[str, Any]) -> str:
    """A document as YAML that reads back to the same: in the order of the form, dates and months as such."""
    import yaml

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(base):  # type: ignore[misc]
        pass

    Dumper.add_representer(str, _represent_text)
    written = yaml.dump(
        document, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=120
    )
    return str(written if written.isascii() else _MISLEADING.sub(_escaped, written))


def _represent_text(dumper: Any, value: str) -> Any:
    """Quotes around what looks like a number to this reader (PyYAML adds its own cases); several lines as a block.

    What holds letters that may not be printed as they are stands in double quotes, where an escape means them.
    """
    style = "|" if "\n" in value else "'" if looks_like_a_number(value) or value in ("true", "false") else None
    if not value.isascii() and _MISLEADING.search(value):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def whole_register(connection: Connection, *, reveal: bool = False) -> dict[str, Any]:
    """The whole register as plain values in the order of a document.

    Unless `reveal`, without what protected homes hide: taken in again it wipes nothing, for a key left out stays.
    """
    load = records.load_whole if reveal else records.load
    own = records.plain(records.load(connection, REGISTER)[""])
    document: dict[str, Any] = {"bvt_register": VERSION, "pay_from": own["pay_from"]}
    for plural in DOCUMENT_ORDER:
        found = [records.plain(record) for record in load(connection, BY_PLURAL[plural]).values()]
        if found or plural in ALWAYS:
            document[plural] = found
    if own.get("joint_meetings"):
        document["joint_meetings"] = own["joint_meetings"]
    return document
