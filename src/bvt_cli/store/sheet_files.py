"""One strict reading of a spreadsheet saved as CSV: rows with the line they begin on, every cell a text.

Nothing is guessed: encoding, separator and the line of the headings are said by whoever asks (`Layout`).
A cell that begins like a formula is a text like any other.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bvt_cli.core.errors import Problem
from bvt_cli.core.texts import Text, text
from bvt_cli.store.nodes import CONTROL, place, shown

LARGEST = 64 * 1024 * 1024
MOST_LINES = 100_000
MOST_CELLS = 4_000_000
MOST_COLUMNS = 1000
"""More than a spreadsheet of homes or of a year's pay has; what is beyond is a file of another kind."""
LARGEST_CELL = 100_000
MOST_PROBLEMS = 100
ENCODINGS = ("utf-8", "cp1252")
SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
_BLANKS = " \t\u00a0\u202f"
_ODD = re.compile(f"{CONTROL.pattern}|\t")


class Layout(NamedTuple):
    """How a spreadsheet was saved: `separator` a key of SEPARATORS, `header_line` the line of the headings.

    `decimal`: what stands before the decimals.
    """

    encoding: str = "utf-8"
    separator: str = ";"
    decimal: str = ","
    header_line: int = 1


class SheetRow(NamedTuple):
    """A row by its headings, without blanks around the cells. `line`: of the file, where it begins."""

    line: int
    cells: dict[str, str]


class Sheet(NamedTuple):
    """What was read: the headings, and the rows in which anything stands."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(data: bytes, file: str, layout: Layout, problems: list[Problem]) -> Sheet | None:
    """The rows of a CSV file; what is wrong is added to `problems`. None where nothing could be read."""
    content = _decoded(data, file, layout, problems)
    if content is None:
        return None
    if too_much := _too_much(content, layout):
        problems.append(Problem(file, too_much))
        return None
    lines = _lines(content, file, layout, problems)
    headings: tuple[str, ...] = ()
    rows = []
    for line, cells in lines:
        if line < layout.header_line or not any(cells):
            continue
        if not headings:
            headings = cells
            if len(headings) > MOST_COLUMNS:
                message = text("There are {number} headings; at most {limit} are read.",
                               number=len(headings), limit=MOST_COLUMNS)  # fmt: skip
                problems.append(Problem(place(file, line), message))
                return None
            _check_cells(headings, place(file, line), problems)
        elif len(cells) != len(headings):
            message = text(
                "The row has {number} cells, but there are {expected} headings.",
                number=len(cells),
                expected=len(headings),
            )
            add_problem(problems, place(file, line), message)
        else:
            _check_cells(cells, place(file, line), problems)
            rows.append(SheetRow(line, dict(zip(headings, cells, strict=True))))
    if not headings:
        add_problem(
            problems, file, text("There is no row of headings on line {line} or below.", line=layout.header_line)
        )
        return None
    return Sheet(file, headings, tuple(rows))


def _too_much(content: str, layout: Layout) -> Text | None:
    """What is said of a file with too many cells to be read in reasonable time."""
    cells = content.count(SEPARATORS[layout.separator])
    if cells > MOST_CELLS:
        return text("The file has {number} cells; at most {limit} are read.", number=cells, limit=MOST_CELLS)
    return None


def _decoded(data: bytes, file: str, layout: Layout, problems: list[Problem]) -> str | None:
    if len(data) > LARGEST:
        message = text("The file is too large: {size} bytes, at most {limit} are read.", size=len(data), limit=LARGEST)
    elif not data.strip():
        message = text("The file is empty.")
    elif data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = text("This is a workbook, not CSV; save it as CSV from the spreadsheet program.")
    elif (at := data.find(b"\0")) >= 0:
        file = place(file, data.count(b"\n", 0, at) + 1)
        message = text("There is a NUL byte here; save the file as CSV in UTF-8.")
    else:
        try:
            return data.decode("utf-8-sig" if layout.encoding == "utf-8" else layout.encoding)
        except UnicodeDecodeError as error:
            file = place(file, data.count(b"\n", 0, error.start) + 1)
            if layout.encoding == "utf-8":
                message = text("The file is not UTF-8 here; if Windows saved it, say encoding: cp1252 in the map.")
            else:
                message = text("The file is not {encoding} here.", encoding=layout.encoding)
    problems.append(Problem(file, message))
    return None


def _lines(content: str, file: str, layout: Layout, problems: list[Problem]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row with the line it begins on; reading stops where quotes leave no sure rows behind."""
    import csv
    import io

    reader = csv.reader(io.StringIO(content, newline=""), delimiter=SEPARATORS[layout.separator], strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, tuple(cell.strip(_BLANKS) for cell in cells)
            line = reader.line_num + 1
            if line > MOST_LINES:
                problems.append(
                    Problem(place(file, line), text("No more than {limit} lines are read.", limit=MOST_LINES))
                )
                return
    except csv.Error as error:
        problems.append(Problem(place(file, line), _csv_fault(str(error))))


def _csv_fault(said: str) -> Text:
    """A plain sentence for what Python's reader says."""
    if "field limit" in said:
        return _too_long()
    return text("A quotation mark stands wrong in this row, or is never closed.")


def _too_long() -> Text:
    return text("A cell is longer than {limit} characters; perhaps a quotation mark is not closed.", limit=LARGEST_CELL)


def check_columns(sheet: Sheet, columns: dict[str, str], problems: list[Problem]) -> bool:
    """Whether each column of a map is there, once. `columns`: its heading, with the place in the map that names it."""
    found = True
    for heading, where in columns.items():
        times = sheet.headings.count(heading)
        if times == 1:
            continue
        found = False
        about = {"heading": shown(heading), "file": sheet.file}
        if times:
            add_problem(problems, where, text("The heading {heading} stands twice in {file}.", **about))
        elif near := _near(heading, sheet.headings):
            add_problem(
                problems, where, text("{file} has no column {heading}; did you mean {near}?", near=near, **about)
            )
        else:
            there = tuple(shown(each) for each in sheet.headings if each)
            add_problem(
                problems, where, text("{file} has no column {heading}; it has {columns}.", columns=there, **about)
            )
    return found


def _near(heading: str, headings: tuple[str, ...]) -> str | None:
    import difflib

    found = difflib.get_close_matches(heading, headings, 1)
    return shown(found[0]) if found else None


def _check_cells(cells: tuple[str, ...], where: str, problems: list[Problem]) -> None:
    for cell in cells:
        if len(cell) > LARGEST_CELL:
            add_problem(problems, where, _too_long())
        elif not cell.isprintable() and (odd := _ODD.search(cell)):
            code = f"U+{ord(odd.group()):04X}"
            add_problem(problems, where, text("There is a control character here ({code}); take it out.", code=code))


def add_problem(problems: list[Problem], where: str, message: Text) -> None:
    """Add a problem, unless there are so many that nobody would read more: then the map is wrong, not the rows."""
    if len(problems) < MOST_PROBLEMS:
        problems.append(Problem(where, message))
