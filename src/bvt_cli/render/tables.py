"""A list as a table for people: with Rich on a terminal, as aligned text elsewhere. Never cut."""

from collections.abc import Iterator, Sequence
from typing import TextIO
from unicodedata import combining, east_asian_width

from bvt_cli.render.columns import RIGHT, Column, Row, cell, heading
from bvt_cli.render.messages import Translator

MANY = 50  # more than a screenful: Rich takes as long for 20 rows as Python takes to start

_ONE_PLACE = dict.fromkeys((*range(0xA0, 0xAD), *range(0xAE, 0x100)), "x")
"""The letters of latin-1, Norwegian and the no-break space of amounts among them, take one place each."""


def plain_table(columns: Sequence[Column], rows: Sequence[Row], translator: Translator) -> str:
    """The table as aligned text, as wide as it is."""
    return "".join(f"{line}\n" for line in _aligned(columns, rows, translator))


def rich_table(
    columns: Sequence[Column], rows: Sequence[Row], translator: Translator, out: TextIO, colour: bool
) -> None:
    """The table on a terminal; what does not fit is folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    shown, cells = _shown(columns, rows, translator)
    for column in shown:
        table.add_column(
            Text(heading(column, translator)), justify="right" if column.kind in RIGHT else "left", overflow="fold"
        )
    for row in cells:
        table.add_row(*map(Text, row))  # Text, or [names] in brackets would be taken for markup
    console = Console(file=out, force_terminal=True, no_color=not colour, highlight=False, markup=False, emoji=False)
    if not colour:
        console._color_system = None  # no bold either
    console.print(table)


def _shown(
    columns: Sequence[Column], rows: Sequence[Row], translator: Translator
) -> tuple[list[Column], list[list[str]]]:
    """The columns that people see and their cells; a column with nothing in it is left out."""
    cells = [
        [
            cell(value, column.kind, translator) if column.shown else ""
            for column, value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    kept = [at for at, column in enumerate(columns) if column.shown and any(row[at] for row in cells)]
    return [columns[at] for at in kept], [[row[at] for at in kept] for row in cells]


def _aligned(columns: Sequence[Column], rows: Sequence[Row], translator: Translator) -> Iterator[str]:
    shown, cells = _shown(columns, rows, translator)
    lines = [[heading(column, translator) for column in shown], *cells]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(shown))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        padded = (
            " " * (width - _width(text)) + text if column.kind in RIGHT else text + " " * (width - _width(text))
            for column, width, text in zip(shown, widths, line, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """How many places a text takes on a terminal."""
    if text.isascii() or text.translate(_ONE_PLACE).isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)
