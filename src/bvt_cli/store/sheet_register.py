"""Rows of a spreadsheet as things of the register: each as a register document would give it, with its own lines.

Several rows may speak of one thing (a row for each agreement, with the home repeated): what they say must
agree, and elements of lists are gathered. An empty cell says nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from bvt_cli.core.errors import Problem
from bvt_cli.core.field import Field
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.texts import text
from bvt_cli.store import sheet_values
from bvt_cli.store.documents import Document, Given, thing
from bvt_cli.store.nodes import Items, Node, Pairs, Scalar, place, shown
from bvt_cli.store.sheet_files import Layout, SheetRow, add_problem, check_columns, read_sheet
from bvt_cli.store.sheet_maps import RegisterMap, Source, Template, Words
from bvt_cli.store.typed import MOST_ELEMENTS


class _Cell(NamedTuple):
    """A value in a row: whether it is quoted decides, as in a document, what it may be."""

    text: str
    quoted: bool = True


def read_register(data: bytes, file: str, how: RegisterMap) -> Document:
    """What a spreadsheet says, thing by thing, and everything wrong with it."""
    problems: list[Problem] = []
    sheet = read_sheet(data, file, how.layout, problems)
    if sheet is None or not check_columns(sheet, how.columns(), problems):
        return Document((), tuple(problems))
    gathered = _Gathered(file, problems)
    for row in sheet.rows:
        if any(row.cells[column] in cells for column, cells in how.skip.items()):
            continue
        maker = _Maker(row, how.layout, how.words, file, problems)
        for name, template in how.things:
            node = maker.thing(template)
            if node is not None:
                gathered.add(name, node)
    return Document(tuple(gathered.given()), tuple(problems))


class _Maker:
    """Makes nodes of a row."""

    def __init__(self, row: SheetRow, layout: Layout, words: Words, file: str, problems: list[Problem]) -> None:
        self._row = row
        self._layout = layout
        self._words = words
        self._where = place(file, row.line)
        self._problems = problems

    def thing(self, template: Template) -> Pairs | None:
        """The thing a row tells of; None where the row gives it no ref."""
        ref = next(value for field, value in template.keys if field.key == "ref")
        return self._pairs(template) if ref.of(self._row.cells) else None

    def _pairs(self, template: Template) -> Pairs | None:
        """Keys with values; None where every column it has is empty."""
        line = self._row.line
        sources = list(template.sources())
        columns = [heading for source in sources for heading in source.columns]
        if columns and not any(self._row.cells[heading] for heading in columns):
            return None
        pairs = ((Scalar(field.key, False, line), self._value(field, value)) for field, value in template.keys)
        return Pairs(tuple((key, value) for key, value in pairs if value is not None), line)

    def _value(self, field: Field, value: Source | tuple[Template, ...]) -> Node | None:
        line = self._row.line
        if isinstance(value, Source):
            return self._scalar(field, value)
        nodes = tuple(node for each in value if (node := self._pairs(each)) is not None)
        if field.kind == "group":
            return nodes[0] if nodes else None
        return Items(nodes, line) if nodes else None

    def _scalar(self, field: Field, source: Source) -> Node | None:
        line = self._row.line
        cell = source.of(self._row.cells)
        cell = self._words.get(field.key, {}).get(cell, cell)
        if not cell:
            return None
        if field.kind != "account" and sheet_values.is_national_number(cell):
            message = text("{field} looks like a national identity number; bvt holds none.", field=field.key)
            add_problem(self._problems, self._where, message)
            return None
        if field.kind in ("texts", "refs"):
            return Items(tuple(Scalar(each.strip(), True, line) for each in cell.split(",") if each.strip()), line)
        made = _READ.get(field.kind, _as_text)(cell, self._layout)
        return Scalar(made.text, made.quoted, line)


def _as_text(cell: str, layout: Layout) -> _Cell:
    return _Cell(cell)


def _date(cell: str, layout: Layout) -> _Cell:
    return _Cell(sheet_values.day_text(cell))


def _month(cell: str, layout: Layout) -> _Cell:
    return _Cell(_or_as_it_is(lambda: str(sheet_values.month(cell)), cell))


def _whole(cell: str, layout: Layout) -> _Cell:
    return _Cell(cell, quoted=False)


def _flag(cell: str, layout: Layout) -> _Cell:
    said = _or_as_it_is(lambda: "true" if sheet_values.flag(cell) else "false", cell)
    return _Cell(said, quoted=False)


def _fraction(cell: str, layout: Layout) -> _Cell:
    return _Cell(_or_as_it_is(lambda: str(sheet_values.quantity(cell, layout.decimal)), cell))


def _kroner(cell: str, layout: Layout) -> _Cell:
    from bvt_cli.core.money import amount_text

    return _Cell(_or_as_it_is(lambda: amount_text(sheet_values.amount(cell, layout.decimal)), cell))


def _choice(cell: str, layout: Layout) -> _Cell:
    return _Cell(sheet_values.folded_code(cell))


_READ: Mapping[str, Callable[[str, Layout], _Cell]] = {
    "date": _date,
    "month": _month,
    "whole": _whole,
    "flag": _flag,
    "fraction": _fraction,
    "kroner": _kroner,
    "choice": _choice,
}


def _or_as_it_is(read: Callable[[], str], cell: str) -> str:
    """What is read, or the cell as it stands: then the form of the register says what it must be."""
    try:
        return read()
    except ValueError:
        return cell


class _Gathered:
    """The things of all rows, each put together from the rows that speak of it."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._things: dict[tuple[str, str], dict[str, tuple[Scalar, Node]]] = {}
        self._lines: dict[tuple[str, str], int] = {}
        self._elements: dict[tuple[str, str, str], dict[Any, Node]] = {}  # of lists, by what they say

    def add(self, name: str, node: Pairs) -> None:
        ref = next(value for key, value in node.pairs if key.text == "ref")
        assert isinstance(ref, Scalar)
        known = self._things.setdefault((name, ref.text), {})
        self._lines.setdefault((name, ref.text), node.line)
        lists = {field.key for field in BY_NAME[name].lists}
        for key, value in node.pairs:
            if key.text not in known:
                known[key.text] = (key, value)
                continue
            before = known[key.text][1]
            if key.text in lists and isinstance(before, Items) and isinstance(value, Items):
                self._gather((name, ref.text, key.text), before, value)
            elif _plain(before) != _plain(value):
                message = text(
                    "{field} of {ref} is not what line {line} says.",
                    field=key.text,
                    ref=shown(ref.text),
                    line=before.line,
                )
                add_problem(self._problems, place(self._file, node.line), message)

    def _gather(self, where: tuple[str, str, str], before: Items, more: Items) -> None:
        there = self._elements.setdefault(where, {_plain(each): each for each in before.items})
        for each in more.items:
            there.setdefault(_plain(each), each)

    def given(self) -> Iterator[Given]:
        for (name, ref, key), elements in self._elements.items():
            known = self._things[name, ref]
            if len(elements) > MOST_ELEMENTS:
                message = text(
                    "{field} holds {number} elements; at most {limit} are read.",
                    field=f"{key} ({shown(ref)})", number=len(elements), limit=MOST_ELEMENTS,
                )  # fmt: skip
                add_problem(self._problems, place(self._file, self._lines[name, ref]), message)
                continue
            known[key] = (known[key][0], Items(tuple(elements.values()), known[key][1].line))
        for (name, ref), keys in self._things.items():
            node = Pairs(tuple(keys.values()), self._lines[name, ref])
            found = thing(name, node, self._file, self._problems)
            if found is not None:
                yield found


def _plain(node: Node) -> Any:
    """A node without its lines, to be compared; keys of one map stand in one order."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return tuple(_plain(each) for each in node.items)
    return tuple((key.text, _plain(value)) for key, value in node.pairs)
