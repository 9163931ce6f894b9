"""What payroll says it paid, read from its CSV file by a small map of its columns."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from bvt_cli.core.errors import InvalidInput, Problem
from bvt_cli.core.reconcile import KEYS, WHOSE, Entry
from bvt_cli.core.texts import text
from bvt_cli.store import sheet_values
from bvt_cli.store.nodes import place, read_yaml, shown
from bvt_cli.store.sheet_files import ENCODINGS, SEPARATORS, Layout, Sheet, add_problem, check_columns, read_sheet
from bvt_cli.store.typed import Fields, Walk

LARGEST_MAP = 1024 * 1024
COLUMNS = (*KEYS, "amount")
_LAYOUT = frozenset({"encoding", "separator", "decimal", "header_line"})


class PaidMap(NamedTuple):
    """How payroll's file looks: the heading under each of COLUMNS it has, and where the map says so."""

    layout: Layout
    columns: Mapping[str, str]
    places: Mapping[str, str]


class PaidFile(NamedTuple):
    """What was read; `keys`: by what the amounts are known."""

    entries: tuple[Entry, ...]
    keys: tuple[str, ...]


def read_paid(data: bytes, file: str, map_data: bytes | None, map_file: str) -> PaidFile:
    """The amounts in payroll's file. Without a map it must look like bvt's own `csv` format.

    Raises InvalidInput with everything that is wrong in either.
    """
    problems: list[Problem] = []
    found = _own_form(data) if map_data is None else _map(map_data, map_file, problems)
    entries: list[Entry] = []
    if found is not None:
        name = PurePath(file).name
        sheet = read_sheet(data, name, found.layout, problems)
        if sheet is not None:
            if map_data is None:
                found = _present(found, sheet, problems)
            if found.columns and check_columns(
                sheet, {heading: found.places[key] for key, heading in found.columns.items()}, problems
            ):
                entries = _entries(sheet, found, problems)
    if problems or found is None:
        raise InvalidInput(text("The file of what was paid cannot be used; nothing was compared."), problems)
    return PaidFile(tuple(entries), tuple(key for key in KEYS if key in found.columns))


def _own_form(data: bytes) -> PaidMap:
    """The columns of the `csv` format, with the separator its headings stand between."""
    first = data[:4096].partition(b"\n")[0]
    separator = ";" if first.count(b";") > first.count(b",") else ","
    return PaidMap(Layout("utf-8", separator, "," if separator == ";" else "."), {}, {})


def _present(found: PaidMap, sheet: Sheet, problems: list[Problem]) -> PaidMap:
    """Those of bvt's own columns that the file has."""
    columns = {key: key for key in COLUMNS if key in sheet.headings}
    if "amount" not in columns or not columns.keys() & set(WHOSE):
        message = text(
            "Without --map the file needs the headings amount and one of {keys}; it has {columns}.",
            keys=WHOSE, columns=tuple(shown(each) for each in sheet.headings if each),
        )  # fmt: skip
        problems.append(Problem(sheet.file, message))
        return found
    if "component" in columns:
        columns.pop("wage_type", None)  # the component says it already
    return found._replace(columns=columns, places=dict.fromkeys(columns, sheet.file))


def _map(data: bytes, file: str, problems: list[Problem]) -> PaidMap | None:
    name = PurePath(file).name
    node, found = read_yaml(data, name, LARGEST_MAP)
    problems.extend(found)
    walk = Walk(name, problems)
    fields = None if node is None else walk.fields(node, (), _LAYOUT | {"columns"}, frozenset({"columns"}))
    if fields is None:
        return None
    before = len(problems)
    layout = _layout(walk, fields)
    columns = fields.take("columns", walk.fields, frozenset(COLUMNS), frozenset({"amount"}))
    named: dict[str, str] = {}
    places: dict[str, str] = {}
    for key in columns.nodes if columns else ():
        heading = columns.take(key, walk.text) if columns and key in COLUMNS else None
        if columns and heading is not None:
            named[key], places[key] = heading.strip(), place(name, columns.nodes[key].line)
    if columns and not named.keys() & set(WHOSE):
        walk.problem(
            fields.nodes["columns"], ("columns",), text("The map must say whose a row is: one of {keys}.", keys=WHOSE)
        )
    return PaidMap(layout, named, places) if len(problems) == before else None


def _layout(walk: Walk, fields: Fields) -> Layout:
    plain = Layout()
    return Layout(
        fields.take("encoding", walk.choice, ENCODINGS) or plain.encoding,
        fields.take("separator", walk.choice, tuple(SEPARATORS)) or plain.separator,
        fields.take("decimal", walk.choice, (",", ".")) or plain.decimal,
        fields.take("header_line", walk.whole, 1, 1000) or plain.header_line,
    )


def _entries(sheet: Sheet, found: PaidMap, problems: list[Problem]) -> list[Entry]:
    entries = []
    for row in sheet.rows:
        cell = row.cells[found.columns["amount"]]
        try:
            amount = sheet_values.amount(cell, found.layout.decimal)
        except ValueError:
            message = text("{column} is no amount: {value}.", column=shown(found.columns["amount"]), value=shown(cell))
            add_problem(problems, place(sheet.file, row.line), message)
            continue
        known = {key: row.cells[heading] or None for key, heading in found.columns.items() if key != "amount"}
        if not any(known.get(key) for key in WHOSE):
            add_problem(problems, place(sheet.file, row.line), text("The row does not say whose it is."))
            continue
        entries.append(Entry(amount, **known))
    return entries
