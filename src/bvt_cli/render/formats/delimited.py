"""Rows with a separator between the cells."""

from collections.abc import Sequence
from datetime import date

from bvt_cli.core.exported import Row
from bvt_cli.core.formats import Format
from bvt_cli.core.texts import text
from bvt_cli.render.formats.sheet import Cell, Faults, cell, place_of


def delimited(form: Format, rows: Sequence[Row], faults: Faults, since: date) -> str:
    """The rows as text, with a heading where the format has one. What it cannot carry goes to `faults`."""
    lines = []
    if form.header:
        lines.append(form.separator.join(_quoted(Cell(col.name, True), form) for col in form.columns))
    for row in rows:
        lines.append(form.separator.join(_cells(form, row, faults, since)))
    return "".join(f"{line}{form.line_end}" for line in lines)


def _cells(form: Format, row: Row, faults: Faults, since: date) -> list[str]:
    cells = []
    for col in form.columns:
        found = cell(row, col, form, faults, since)
        place = place_of(row, col)
        if col.width is not None and len(found.words) > col.width:
            if col.too_long == "cut" and found.text:
                faults.tell(text("{place}: {column} was cut to {width} characters.",
                                 place=place, column=col.name, width=col.width))  # fmt: skip
                found = found._replace(words=found.words[: col.width])
            else:
                faults.wrong(place, text("{column} is longer than {width} characters.",
                                         column=col.name, width=col.width))  # fmt: skip
        if form.quote == "never" and any(each in found.words for each in (form.separator, '"')):
            faults.wrong(place, text("{column} holds a separator or a quotation mark, which {format} cannot carry.",
                                     column=col.name, format=form.name))  # fmt: skip
        cells.append(_quoted(found, form))
    return cells


def _quoted(found: Cell, form: Format) -> str:
    """A cell in quotes where the format wants them; a quote within is doubled."""
    if form.quote == "never":
        return found.words
    needs = any(each in found.words for each in (form.separator, '"')) or found.words != found.words.strip()
    if needs or (form.quote == "text" and found.text):
        return '"' + found.words.replace('"', '""') + '"'
    return found.words
