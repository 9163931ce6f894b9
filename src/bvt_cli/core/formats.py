"""The formats of files for payroll, ledger and bank: what a column map may say, and the named fields it draws on."""

from datetime import date
from typing import NamedTuple

BANK_FORMATS = ("pain.001.001.03", "pain.001.001.09")
"""Built in: a bank's file is no row of columns."""

FIELDS = {
    "run": "text",
    "line": "text",
    "kind": "text",
    "home": "text",
    "agreement": "text",
    "case": "text",
    "measure": "text",
    "component": "text",
    "for_month": "month",
    "from": "day",
    "to": "day",
    "taxable": "text",
    "quantity": "number",
    "unit": "text",
    "rate": "amount",
    "amount": "amount",
    "function": "text",
    "person": "text",
    "payroll_id": "text",
    "account": "text",
    "name": "text",
    "share": "text",
    "month": "month",
    "posted_on": "day",
    "pay_on": "day",
}
"""The fields of a row, each with its natural form. `for_month`: the month earned; `month`: the month of the run."""

FORMS = ("text", "digits", "amount", "ore", "number", "exact", "day", "month")
"""`number`: with decimals, rounded; `exact`: in lowest terms, `17/31`."""
NUMERIC = ("amount", "ore", "number")
SINGLE_BYTE = ("ascii", "iso-8859-1", "windows-1252")
ENCODINGS = ("utf-8", "utf-8-sig", *SINGLE_BYTE)
KINDS = ("delimited", "fixed")
PURPOSES = ("pay", "ledger", "read")
"""`pay`: somebody is paid by the file; `ledger`: it is booked; `read`: it is only looked at."""
SOURCES = ("field", "setting", "constant", "template")


class Col(NamedTuple):
    """A column. `source` says what `value` is: a field, a setting, a constant, or a template such as `{run} {case}`.

    `width`: exact in a fixed format, at most in a delimited one. `too_long`: refuse or cut. `day`: how days and
    months are written (one of DATE_FORMS).
    """

    name: str
    source: str
    value: str
    form: str = "text"
    width: int | None = None
    align: str = "left"
    pad: str = " "
    decimals: int = 2
    day: str = "YYYY-MM-DD"
    required: bool = False
    too_long: str = "refuse"


class Format(NamedTuple):
    """A column map. `rows`: `each` payout, or `summed` where all but the amounts are alike.

    `decimal`: comma or dot. `negative`: `first` or `last` (where the minus stands), or `refuse`. `others`: what becomes
    of letters the encoding cannot carry: `refuse` or `transliterate`. `forbidden`: characters no text may hold.
    `formulas`: what becomes of a text that a spreadsheet takes for a formula: made `harmless`, `refuse`, or `keep`.
    `quote`: which cells stand in quotes: `needed`, `text`, or `never`. `balance`: the setting that names the art of a
    last row with the opposite sum, if there is one. `file`: where it was read.
    """

    name: str
    kind: str
    purpose: str
    columns: tuple[Col, ...]
    file: str
    about: str = ""
    encoding: str = "utf-8"
    line_end: str = "\r\n"
    rows: str = "each"
    decimal: str = "dot"
    negative: str = "first"
    others: str = "refuse"
    forbidden: str = ""
    formulas: str = "refuse"
    separator: str = ";"
    quote: str = "needed"
    header: bool = False
    balance: str | None = None


class Whole(NamedTuple):
    """What all rows of a file share: the run and its month, the day it was posted, the day the bank pays."""

    run: str
    month: date
    posted_on: date
    pay_on: date | None = None


DATE_TOKENS = ("YYYY", "MM", "YY", "DD")
DATE_FORMS = ("YYYY-MM-DD", "YYYY-MM", "YYYYMMDD", "YYYYMM", "DD.MM.YYYY", "DDMMYYYY", "DDMMYY", "YYMMDD", "MM.YYYY")


def day_text(day: date, form: str) -> str:
    """A day in one of DATE_FORMS: `day_text(date(2025, 3, 1), "DDMMYY") == "010325"`."""
    parts = {"YYYY": f"{day.year:04d}", "MM": f"{day.month:02d}", "YY": f"{day.year % 100:02d}", "DD": f"{day.day:02d}"}
    for token in DATE_TOKENS:
        form = form.replace(token, parts[token])
    return form


def template_places(template: str) -> tuple[str, ...] | None:
    """The names in braces of a template, or None where the braces do not match."""
    places = []
    rest = template
    while rest:
        before, opened, rest = rest.partition("{")
        if "}" in before:
            return None
        if opened:
            name, closed, rest = rest.partition("}")
            if not closed or "{" in name:
                return None
            places.append(name)
    return tuple(places)
