"""The proof workbook of a run: what it was computed by as inputs, and every sum as a live formula.

In the formulas an amount is a whole number of øre and a quantity a fraction of whole numbers, so that a spreadsheet,
which reckons in binary floating point, comes to exactly what core.money comes to. (Whole numbers below 2^53 are exact,
and a quotient that is no whole number is far enough from one for INT, however spreadsheets ease it.) No value of a
formula is written: what is shown, the spreadsheet has computed itself.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bvt_cli.core.period import Month
from bvt_cli.core.texts import mark, text
from bvt_cli.render.messages import Translator
from bvt_cli.render.workbook_cells import Book, Sheet
from bvt_cli.render.workbook_sheets import HomesSheet, LinesSheet, Named, RatesSheet

MOST_LINES = 1_000_000
"""A sheet has 1,048,576 rows."""


class Figures(NamedTuple):
    """What was noted of a run when it was closed. Sums in øre; `posted_at` in UTC."""

    ref: str
    month: Month
    posted_at: str
    lines: int
    total: int
    taxable: int
    plan: str


_HOW_TO_READ = (
    mark("Blue: what bvt has put in. Black: what this spreadsheet computes by itself."),
    mark(
        "A line is rate x units / divided by x days / days in the month, rounded once to whole øre, half an øre"
        " upwards. The quantity is shown rounded; the amount is computed from the whole numbers."
    ),
    mark("The difference is what bvt posted less what comes out here: it must be 0 everywhere."),
    mark("Change a rate or a number of days, and the difference shows it."),
)


def workbook(run: Figures, lines: Sequence[Named], sources: Mapping[str, str], translator: Translator) -> bytes:
    """The file. `sources`: by the name of a line the page its rate table was taken from.

    Raises ImportError where xlsxwriter is not installed.
    """
    import xlsxwriter

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    file = xlsxwriter.Workbook(made, options)
    title = text("Proof of {run}, {month}", run=run.ref, month=run.month)
    stamp = datetime.fromisoformat(run.posted_at).replace(tzinfo=None)  # not the clock: the same run, the same file
    file.set_properties({"title": translator.say(title), "author": "bvt", "created": stamp})
    book = Book(file, translator)
    front = Sheet(book, mark("Run"))
    line_sheet, homes, rates = (
        LinesSheet(book, mark("Lines")),
        HomesSheet(book, mark("Homes")),
        RatesSheet(book, mark("Rates")),
    )
    for sheet in (line_sheet, homes, rates):
        sheet.begin(title)
    rates.write(lines, sources)
    line_sheet.write(lines, rates)
    homes.write(lines, line_sheet)
    front.title(title)
    _front(front, run, line_sheet, homes)
    file.close()
    return made.getvalue()


def _front(sheet: Sheet, run: Figures, lines: LinesSheet, homes: HomesSheet) -> None:
    """The first sheet: what the run was closed with against what comes out, and how to read the rest."""
    sheet.sheet.set_column(0, 0, 32)
    sheet.sheet.set_column(1, 3, 18)
    sheet.words(2, 0, mark("Posted (UTC)"))
    sheet.given(2, 1, run.posted_at[: len("2025-03-31T12:00")].replace("T", " "), "text")
    sheet.words(3, 0, mark("Plan"))
    sheet.given(3, 1, run.plan, "text")
    for column, heading in enumerate((mark("As posted"), mark("Computed here"), mark("Difference (øre)")), start=1):
        sheet.words(5, column, heading)
    compared = (
        (mark("Lines"), run.lines, lines.count(), "whole"),
        (mark("Taxable"), run.taxable, homes.sum_of("taxable"), "kroner"),
        (mark("Tax-free"), run.total - run.taxable, homes.sum_of("tax_free"), "kroner"),
        (mark("Total"), run.total, lines.total(), "kroner"),
    )
    for row, (words, posted, formula, kind) in enumerate(compared, start=6):
        sheet.words(row, 0, words)
        sheet.given(row, 1, posted, kind)
        sheet.formula(row, 2, f"={formula}", kind)
        times = 100 if kind == "kroner" else 1
        sheet.formula(row, 3, f"=ROUND({times}*$B${row + 1},0)-ROUND({times}*$C${row + 1},0)", "ore")
    sheet.must_be_zero(6, 9, 3)
    sheet.words(11, 0, mark("Lines that differ"))
    sheet.formula(11, 1, f"={lines.differing()}", "whole")
    sheet.words(12, 0, mark("Homes that differ"))
    sheet.formula(12, 1, f"={homes.differing()}", "whole")
    sheet.must_be_zero(11, 12, 1)
    sheet.words(13, 0, mark("It all comes out"))
    zero = ",".join(f"${cell}=0" for cell in ("D$7", "D$8", "D$9", "D$10", "B$12", "B$13"))
    yes, no = sheet.say(mark("yes")), sheet.say(mark("NO"))
    sheet.formula(13, 1, f'=IF(AND({zero}),"{yes}","{no}")', "word", bold=True)
    for row, words in enumerate(_HOW_TO_READ, start=15):
        sheet.words(row, 0, words)
