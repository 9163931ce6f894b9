"""Rows of fixed positions: each cell as wide as the format says, to the character."""

from collections.abc import Sequence
from datetime import date

from bvt_cli.core.exported import Row
from bvt_cli.core.formats import Col, Format
from bvt_cli.core.texts import text
from bvt_cli.render.formats.sheet import Cell, Faults, cell, place_of


def fixed(form: Format, rows: Sequence[Row], faults: Faults, since: date) -> str:
    """The rows as text. What does not fit its place goes to `faults`."""
    width = sum(col.width or 0 for col in form.columns)
    lines = []
    for row in rows:
        line = "".join(_placed(cell(row, col, form, faults, since), row, col, faults) for col in form.columns)
        assert len(line) == width, f"{form.name}: {len(line)} characters, not {width}"
        lines.append(line + form.line_end)
    return "".join(lines)


def _placed(found: Cell, row: Row, col: Col, faults: Faults) -> str:
    """A cell filled up to its width; one that is too long is cut where the format allows it."""
    width = col.width or 0
    words = found.words.strip() if found.text else found.words
    if len(words) > width:
        place = place_of(row, col)
        if col.too_long == "cut" and found.text:
            faults.tell(text("{place}: {column} was cut to {width} characters.",
                             place=place, column=col.name, width=width))  # fmt: skip
        else:
            faults.wrong(place, text("{column} is longer than {width} characters.", column=col.name, width=width))
        words = words[:width]
    if col.align == "left":
        return words.ljust(width, col.pad)
    if col.pad == "0" and words.startswith("-"):
        return "-" + words[1:].rjust(width - 1, "0")
    return words.rjust(width, col.pad)
