"""What a statement or letter is made of, before it is text, HTML or PDF: so that all three say the same."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bvt_cli.core.texts import Text
from bvt_cli.render.columns import RIGHT, Column, Row, cell, heading
from bvt_cli.render.messages import Translator


class Heading(NamedTuple):
    """A heading below the title: of `level` 2 or 3."""

    text: Text
    level: int = 2


class Paragraph(NamedTuple):
    text: Text


class Points(NamedTuple):
    """Sentences that stand below each other."""

    items: tuple[Text, ...]


class Address(NamedTuple):
    """Whom it goes to, line by line as it was written."""

    lines: tuple[str, ...]


class Table(NamedTuple):
    """Rows with what is told below each (`notes`, as many as rows), and the sums below all."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[tuple[Text, ...]] = ()
    sums: Row | None = None


Block = Heading | Paragraph | Points | Address | Table


class Sheet(NamedTuple):
    """A document: its title and what stands below it; the address of a letter comes first and stands above it."""

    title: Text
    blocks: tuple[Block, ...]

    def parts(self) -> tuple[Sequence[Block], Sequence[Block]]:
        """What stands above the title, and what below."""
        above = 1 if self.blocks and isinstance(self.blocks[0], Address) else 0
        return self.blocks[:above], self.blocks[above:]


class Cells(NamedTuple):
    """A table in the reader's words, without the columns in which nothing stands. `right`: which are amounts."""

    headings: list[str]
    right: list[bool]
    rows: list[list[str]]
    notes: list[list[str]]
    sums: list[str] | None


def cells(table: Table, translator: Translator) -> Cells:
    columns = table.columns
    rows = [list(_row(columns, row, translator)) for row in table.rows]
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    sums = None if table.sums is None else list(_row(columns, table.sums, translator))
    notes = [[translator.say(note) for note in some] for some in table.notes] or [[] for _ in rows]
    return Cells(
        [heading(columns[at], translator) for at in kept],
        [columns[at].kind in RIGHT for at in kept],
        [[row[at] for at in kept] for row in rows],
        notes,
        None if sums is None else [sums[at] for at in kept],
    )


def _row(columns: Sequence[Column], row: Row, translator: Translator) -> Iterator[str]:
    for column, value in zip(columns, row, strict=True):
        yield cell(value, column.kind, translator)
