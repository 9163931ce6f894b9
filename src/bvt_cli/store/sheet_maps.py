"""The maps that say what the columns of a spreadsheet mean: small YAML files, read as strictly as all others."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from bvt_cli.core.codes import MEASURES
from bvt_cli.core.errors import Problem
from bvt_cli.core.field import Field
from bvt_cli.core.form import ENTITIES
from bvt_cli.core.rate import COMPONENTS
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import Node, Pairs, Scalar, place, read_yaml, shown
from bvt_cli.store.sheet_files import ENCODINGS, SEPARATORS, Layout
from bvt_cli.store.typed import Fields, Walk
from bvt_cli.store.typed_faults import FieldPath

LARGEST = 1024 * 1024
BESIDE = ("utlegg", "km", "tillegg")
PAY_COLUMNS = (
    "agreement", "home", "case", "payroll", "measure", "month", "component", "amount", *COMPONENTS, *BESIDE, "days",
)  # fmt: skip
WHOSE = ("agreement", "home", "case", "payroll")
_LAYOUT = frozenset({"encoding", "separator", "decimal", "header_line", "values", "skip"})
_PLACE = re.compile(r"\{([^{}]+)\}")

Words = Mapping[str, Mapping[str, str]]
Skip = Mapping[str, tuple[str, ...]]


class Source(NamedTuple):
    """Where a value comes from: pieces of text, and columns (`column` True) whose cells stand between them."""

    pieces: tuple[tuple[bool, str], ...]
    line: int

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(piece for column, piece in self.pieces if column)

    def of(self, cells: Mapping[str, str]) -> str:
        """The value in a row; nothing where it has columns and all of them are empty there."""
        if self.columns and not any(cells[each] for each in self.columns):
            return ""
        return "".join(cells[piece] if column else piece for column, piece in self.pieces)


class Template(NamedTuple):
    """What a row makes a thing of: its keys, each with a source, or further templates (lists and groups)."""

    fields: tuple[Field, ...]
    keys: tuple[tuple[Field, Any], ...]
    line: int

    def sources(self) -> Iterator[Source]:
        for _, value in self.keys:
            if isinstance(value, Source):
                yield value
            else:
                for each in value:
                    yield from each.sources()


class RegisterMap(NamedTuple):
    """How homes, children, agreements ... stand in a spreadsheet. `things`: by the name of the entity."""

    file: str
    layout: Layout
    words: Words
    skip: Skip
    things: tuple[tuple[str, Template], ...]

    def columns(self) -> dict[str, str]:
        """Each heading with the place in the map that names it."""
        found: dict[str, str] = dict.fromkeys(self.skip, self.file)
        for _, template in self.things:
            for source in template.sources():
                found |= {heading: place(self.file, source.line) for heading in source.columns}
        return found


class PayMap(NamedTuple):
    """How pay stands in a spreadsheet. `columns`: the heading under each of PAY_COLUMNS, with its line in the map."""

    file: str
    layout: Layout
    words: Words
    skip: Skip
    columns: Mapping[str, tuple[str, int]]

    def headings(self) -> dict[str, str]:
        """Each heading with the place in the map that names it."""
        named = {heading: place(self.file, line) for heading, line in self.columns.values()}
        return dict.fromkeys(self.skip, self.file) | named


def read_register_map(data: bytes, file: str, problems: list[Problem]) -> RegisterMap | None:
    """The map of `bvt import --from`; None where it cannot be used, with the reasons in `problems`."""
    plurals = {entity.plural: entity for entity in ENTITIES}
    before = len(problems)
    top, walk = _top(data, file, problems, frozenset(plurals))
    if top is None:
        return None
    layout, words, skip = _layout(walk, top), _words(walk, top), _skip(walk, top)
    things = [
        (entity.name, template)
        for plural, entity in plurals.items()
        for node, path in top.each(plural, walk)
        if (template := _template(walk, node, path, entity.fields)) is not None
    ]
    if not things and len(problems) == before:
        problems.append(Problem(file, text("The map names nothing to take in: homes, children, agreements ...")))
    return RegisterMap(file, layout, words, skip, tuple(things)) if len(problems) == before else None


def read_pay_map(data: bytes, file: str, problems: list[Problem]) -> PayMap | None:
    """The map of `bvt pay compare`; None where it cannot be used, with the reasons in `problems`."""
    before = len(problems)
    top, walk = _top(data, file, problems, frozenset({"columns"}))
    if top is None:
        return None
    layout, words, skip = _layout(walk, top), _words(walk, top), _skip(walk, top)
    _check_codes(walk, top, words)
    columns: dict[str, tuple[str, int]] = {}
    if "columns" not in top:
        walk.problem(None, (), text("{field} is missing.", field="columns"))
    else:
        fields = walk.fields(top.nodes["columns"], ("columns",), frozenset(PAY_COLUMNS))
        for key in fields.nodes if fields else ():
            if fields and key in PAY_COLUMNS and (heading := fields.take(key, walk.text)):
                columns[key] = (heading.strip(), fields.nodes[key].line)
        if len(problems) == before:
            _check_pay_columns(walk, top.nodes["columns"], columns)
    return PayMap(file, layout, words, skip, columns) if len(problems) == before else None


def _check_pay_columns(walk: Walk, node: Node, columns: Mapping[str, object]) -> None:
    """A map must say whose each row is, and have either one amount or an amount for each component."""
    if not columns.keys() & set(WHOSE):
        walk.problem(node, ("columns",), text("The map must say whose a row is: one of {keys}.", keys=WHOSE))
    apart = columns.keys() & {*COMPONENTS, *BESIDE}
    if ("amount" in columns) == bool(apart):
        message = text("The map must name either a column amount, or one for each of {keys}.", keys=COMPONENTS)
        walk.problem(node, ("columns",), message)
    elif apart and "component" in columns:
        walk.problem(node, ("columns",), text("component goes with amount, not with a column for each component."))


def _check_codes(walk: Walk, top: Fields, words: Words) -> None:
    for key, codes in (("measure", MEASURES), ("component", (*COMPONENTS, *BESIDE))):
        for code in words.get(key, {}).values():
            if code not in codes:
                message = text(
                    "{field} must be one of {choices}; here it says {value}.",
                    field=f"values.{key}", choices=codes, value=shown(code),
                )  # fmt: skip
                walk.problem(top.nodes["values"], ("values", key), message)


def _top(data: bytes, file: str, problems: list[Problem], own: frozenset[str]) -> tuple[Fields | None, Walk]:
    name = PurePath(file).name
    node, found = read_yaml(data, name, LARGEST)
    problems.extend(found)
    walk = Walk(name, problems)
    return (None if node is None else walk.fields(node, (), _LAYOUT | own)), walk


def _layout(walk: Walk, top: Fields) -> Layout:
    plain = Layout()
    return Layout(
        top.take("encoding", walk.choice, ENCODINGS) or plain.encoding,
        top.take("separator", walk.choice, tuple(SEPARATORS)) or plain.separator,
        top.take("decimal", walk.choice, (",", ".")) or plain.decimal,
        top.take("header_line", walk.whole, 1, 1000) or plain.header_line,
    )


def _words(walk: Walk, top: Fields) -> Words:
    """What the cells of some keys stand for: `values: {measure: {Helgehjem: besokshjem}}`."""
    found: dict[str, dict[str, str]] = {}
    for key, node in _members(walk, top, "values"):
        path = ("values", key.text)
        if not isinstance(node, Pairs):
            walk.problem(node, path, text("{field} must be keys with values.", field=".".join(path)))
            continue
        said = {cell.text: walk.text(value, (*path, cell.text)) for cell, value in node.pairs}
        found[key.text] = {cell: value for cell, value in said.items() if value is not None}
    return found


def _skip(walk: Walk, top: Fields) -> Skip:
    """Rows that are no pay and no homes (a sum, a heading between): those with one of these texts in that column."""
    found = {}
    for key, node in _members(walk, top, "skip"):
        each = walk.items(node, ("skip", key.text)) or ()
        cells = (walk.text(cell, ("skip", key.text, at), empty=True) for at, cell in enumerate(each))
        found[key.text] = tuple(cell for cell in cells if cell is not None)
    return found


def _members(walk: Walk, top: Fields, name: str) -> tuple[tuple[Scalar, Node], ...]:
    node = top.nodes.get(name)
    if node is None or isinstance(node, Pairs):
        return node.pairs if node is not None else ()
    walk.problem(node, (name,), text("{field} must be keys with values.", field=name))
    return ()


def _template(walk: Walk, node: Node, path: FieldPath, fields: tuple[Field, ...]) -> Template | None:
    by_key = {field.key: field for field in fields}
    needed = {field.key for field in fields if field.key == "ref"}
    pairs = walk.pairs(node, path, by_key.keys(), needed)
    if pairs is None:
        return None
    keys = []
    for key, value in pairs.items():
        if key in by_key and (made := _value(walk, value, (*path, key), by_key[key])) is not None:
            keys.append((by_key[key], made))
    return Template(fields, tuple(keys), node.line)


def _value(walk: Walk, node: Node, path: FieldPath, field: Field) -> Source | tuple[Template, ...] | None:
    if field.kind == "list":
        found = [
            _template(walk, each, (*path, at), field.fields) for at, each in enumerate(walk.items(node, path) or ())
        ]
        return tuple(each for each in found if each is not None)
    if field.kind == "group":
        template = _template(walk, node, path, field.fields)
        return None if template is None else (template,)
    return _source(walk, node, path)


def _source(walk: Walk, node: Node, path: FieldPath) -> Source | None:
    """A column's heading; or `{text: ...}`, a text that holds for every row, with {headings} in braces."""
    if isinstance(node, Scalar):
        heading = walk.text(node, path)
        return None if heading is None else Source(((True, heading.strip()),), node.line)
    fields = walk.fields(node, path, frozenset({"text"}), frozenset({"text"}))
    said = fields.take("text", walk.text) if fields else None
    if said is None:
        return None
    parts = _PLACE.split(said)
    pieces = tuple((at % 2 == 1, part) for at, part in enumerate(parts) if part)
    return Source(pieces, node.line)
