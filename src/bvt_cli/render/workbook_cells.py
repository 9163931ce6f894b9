"""How the proof workbook writes its sheets: inputs in blue, formulas in black, and what differs on red."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text, mark
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator

INPUT = "#1F3FBF"
FIRST = 3
"""The row (from 0) of the first line of a list; above it are the title and the headings."""


class Col(NamedTuple):
    """A column: its name in formulas, its heading (marked), its width, and the kind of its cells."""

    name: str
    heading: str
    width: int
    kind: str = "text"


class Book:
    """A workbook being made, with its formats and the language of its headings."""

    def __init__(self, book: Any, translator: Translator) -> None:
        self.book = book
        self.translator = translator
        english = translator.language == "en"
        yes, no = (f'"{translator.mark(each)}"' for each in (mark("yes"), mark("no")))
        self._numbers = {
            "text": "@",
            "word": "General",
            "day": "yyyy-mm-dd" if english else "dd.mm.yyyy",
            "month": "yyyy-mm" if english else "mm.yyyy",
            "whole": "0",
            "ore": "#,##0",
            "kroner": "#,##0.00",
            "exact": "0.##########",
            "flag": f"{yes};{yes};{no}",
        }
        self._formats: dict[tuple[object, ...], Any] = {}
        self.wrong = book.add_format({"bg_color": "#F8B4B4", "font_color": "#9C0006"})

    def format(self, kind: str, *, given: bool = False, bold: bool = False, head: bool = False) -> Any:
        key = (kind, given, bold, head)
        if key not in self._formats:
            about: dict[str, Any] = {"num_format": self._numbers[kind], "bold": bold or head}
            if given:
                about["font_color"] = INPUT
            if head:
                about |= {"text_wrap": True, "valign": "top", "bottom": 1}
            self._formats[key] = self.book.add_format(about)
        return self._formats[key]


class Sheet:
    """A sheet with a name (marked); cells are counted from row 0 and column 0."""

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = book.translator.mark(name)
        self.sheet = book.book.add_worksheet(self.name)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)

    def say(self, words: str) -> str:
        return self.book.translator.mark(words)

    def title(self, words: Text) -> None:
        self.sheet.write_string(0, 0, self.book.translator.say(words), self.book.format("text", bold=True))

    def words(self, row: int, column: int, words: str) -> None:
        self.sheet.write_string(row, column, self.say(words) if words else "", self.book.format("text"))

    def headings(self, row: int, words: Sequence[str]) -> None:
        for column, each in enumerate(words):
            self.sheet.write_string(row, column, self.say(each), self.book.format("text", head=True))

    def given(self, row: int, column: int, value: object, kind: str) -> None:
        """What bvt was told or has computed, as it is: an input of the formulas. Nothing is left empty."""
        form = self.book.format(kind, given=True)
        if isinstance(value, Month):
            value = value.first
        if value is None:
            return
        if isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        elif kind == "kroner":
            assert isinstance(value, int)
            self.sheet.write_number(row, column, value / 100, form)
        elif isinstance(value, int):
            self.sheet.write_number(row, column, int(value), form)
        else:
            self.sheet.write_string(row, column, harmless(str(value)), form)

    def formula(self, row: int, column: int, formula: str, kind: str, *, bold: bool = False) -> None:
        """A formula, without a value: what is shown the spreadsheet has computed."""
        self.sheet.write_formula(row, column, formula, self.book.format(kind, bold=bold), "")

    def must_be_zero(self, first: int, last: int, column: int) -> None:
        """Mark what is not 0, or is no number at all, in a column."""
        rule = {"type": "cell", "criteria": "!=", "value": 0, "format": self.book.wrong}
        self.sheet.conditional_format(first, column, last, column, rule)


class Listing(Sheet):
    """A sheet with a list under headings: columns by name, rows of cells."""

    columns: tuple[Col, ...] = ()

    def begin(self, title: Text) -> None:
        self.title(title)
        self.headings(FIRST - 1, [column.heading for column in self.columns])
        self.sheet.set_row(FIRST - 1, 45)
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.width)
        self.sheet.freeze_panes(FIRST, 1)
        self.sheet.repeat_rows(FIRST - 1)
        self.last = FIRST - 1

    def end(self) -> None:
        self.sheet.autofilter(FIRST - 1, 0, self.last, len(self.columns) - 1)

    def row(self, values: Mapping[str, object]) -> int:
        """Write a row: inputs, and formulas (texts that begin with "=", in which {name} is a cell of the row)."""
        self.last += 1
        cells = {column.name: self.cell(column.name, self.last) for column in self.columns}
        for at, column in enumerate(self.columns):
            value = values.get(column.name)
            if isinstance(value, Formula):
                self.formula(self.last, at, value.format(**cells), column.kind)
            else:
                self.given(self.last, at, value, column.kind)
        return self.last

    def cell(self, name: str, row: int) -> str:
        """`$X$4`"""
        return f"${self._letters(name)}${row + 1}"

    def away(self, name: str, row: int) -> str:
        """A cell as other sheets name it."""
        return f"{self._quoted}!{self.cell(name, row)}"

    def whole(self, name: str) -> str:
        """All cells of a column as other sheets name them."""
        return f"{self.away(name, FIRST)}:{self.cell(name, self.last)}"

    def differing(self) -> str:
        return f"SUMPRODUCT(1*({self.whole('difference')}<>0))"

    @property
    def _quoted(self) -> str:
        return "'" + self.name.replace("'", "''") + "'"

    def _letters(self, name: str) -> str:
        from xlsxwriter.utility import xl_col_to_name

        return str(xl_col_to_name([column.name for column in self.columns].index(name)))


class Formula(str):
    """A formula with {names} for the cells of its row; told from a text that begins with "="."""

    __slots__ = ()
