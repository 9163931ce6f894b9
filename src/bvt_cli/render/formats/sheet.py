"""What all formats share: cells made from rows, and everything that a format cannot carry gathered and told at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.bank import LeftOut
from bvt_cli.core.errors import BvtError, InvalidInput, Problem, Refused
from bvt_cli.core.exported import Row, amount_of
from bvt_cli.core.formats import NUMERIC, Col, Format, day_text, template_places
from bvt_cli.core.money import amount_text, quantity_text
from bvt_cli.core.payroll import FILE, to_write
from bvt_cli.core.texts import Text, text
from bvt_cli.render.formats.letters import FORMULA, NotCarriedError, carried

OF_PAYEE = ("payroll_id", "account", "name")


class Rendered(NamedTuple):
    """A finished file. `rows` and `total` (øre) are what it carries; `notices`: what was rewritten or rounded.

    `left_out`: payees the bank cannot pay.
    """

    data: bytes
    rows: int
    total: int
    notices: tuple[Text, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Faults:
    """What stands in the way of a file, and what was changed to make it fit; each said once."""

    def __init__(self) -> None:
        self.notices: dict[Text, None] = {}
        self._wrong: dict[Problem, None] = {}
        self._unknown: dict[Problem, None] = {}

    def wrong(self, place: str, message: Text) -> None:
        """A value that the format cannot carry."""
        self._wrong[Problem(place, message)] = None

    def unknown(self, row: Row, setting: str, since: date) -> None:
        """A setting that the format needs and nobody has given."""
        self._unknown[Problem(FILE, to_write(setting, since, row.about))] = None

    def tell(self, notice: Text) -> None:
        """Something was rewritten or rounded."""
        self.notices[notice] = None

    def stop(self) -> None:
        """Raises InvalidInput or Refused where anything stands in the way."""
        problems = (*self._unknown, *self._wrong)
        if not problems:
            return
        failed: type[BvtError] = InvalidInput if self._wrong else Refused
        raise failed(text("The file cannot be written like this; nothing was written."), problems)


class Cell(NamedTuple):
    """A cell in words, before it is fitted. `text`: whether it is no number."""

    words: str
    text: bool


def cell(row: Row, col: Col, form: Format, faults: Faults, since: date) -> Cell:
    """What a row has under a column, in the form the column asks for. What it cannot carry goes to `faults`."""
    value = _value(row, col)
    place = place_of(row, col)
    if value is None or value == "":
        if col.required:
            _missing(row, col, form, place, faults, since)
        return Cell("", not (col.form in NUMERIC or col.form == "digits"))
    if col.form in NUMERIC:
        return Cell(_number(value, col, form, place, faults), False)
    if isinstance(value, date):
        return Cell(day_text(value, col.day), True)
    if isinstance(value, Fraction):
        return Cell(quantity_text(value), True)
    words = str(value)
    if col.form == "digits":
        if not (words.isascii() and words.isdigit()):
            faults.wrong(place, text("{column} must be digits alone.", column=col.name))
        return Cell(words, False)
    return Cell(fitted(words, form, place, col.name, faults), True)


def check_settings(row: Row, form: Format, faults: Faults, since: date) -> None:
    """Note the settings that the format needs and this row lacks."""
    for col in form.columns:
        if col.required and col.source == "setting" and row.settings[col.value] is None:
            faults.unknown(row, col.value, since)


def place_of(row: Row, col: Col) -> str:
    """Where a value comes from: the payee for what is of a payee, else the line. Never a name."""
    of_payee = col.source == "field" and col.value in OF_PAYEE and row.person
    return str(row.person) if of_payee else row.place


def fitted(words: str, form: Format, place: str, column: str, faults: Faults) -> str:
    """A text in letters that the format carries, and no formula."""
    try:
        out, rewritten = carried(words, form.encoding, form.others == "transliterate", form.forbidden)
    except NotCarriedError as error:
        code = f"U+{ord(error.letter):04X}"
        faults.wrong(place, text("{column} holds a character ({code}) that {format} cannot carry.",
                                 column=column, code=code, format=form.name))  # fmt: skip
        return ""
    if rewritten:
        as_what = tuple(f"{letter} > {other}" for letter, other in rewritten.items())
        faults.tell(text("{place}: letters of {column} that {format} cannot carry were rewritten: {letters}.",
                         place=place, column=column, format=form.name, letters=as_what))  # fmt: skip
    if form.formulas != "keep" and out.lstrip().startswith(FORMULA):
        if form.formulas == "refuse":
            faults.wrong(place, text("{column} begins like the formula of a spreadsheet; {format} refuses it.",
                                     column=column, format=form.name))  # fmt: skip
            return ""
        out = f"'{out}"
    return out


def _value(row: Row, col: Col) -> object:
    match col.source:
        case "field":
            return row.fields[col.value]
        case "setting":
            return row.settings[col.value]
        case "template":
            return _filled(row, col.value)
    return col.value


def _filled(row: Row, template: str) -> str:
    """A template with its places filled in; numbers and days as JSON has them."""
    filled: list[str] = []
    for name in template_places(template) or ():
        # a value is put in once and never read for places itself
        before, _, template = template.partition(f"{{{name}}}")
        value = row.fields[name] if name in row.fields else row.settings[name]
        filled.append(before + _plain(name, value))
    return "".join([*filled, template])


def _plain(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case date():
            return day_text(value, "YYYY-MM" if name in ("month", "for_month") else "YYYY-MM-DD")
        case Fraction():
            return quantity_text(value)
        case int():
            return amount_text(value)
    return str(value)


def _number(value: object, col: Col, form: Format, place: str, faults: Faults) -> str:
    if col.form == "number":
        exact = Fraction(value) if isinstance(value, int | Fraction | str) else Fraction(0)
        words, rounded = _decimals(abs(exact), col.decimals)
        if rounded:
            faults.tell(text("{column} is rounded to {decimals} decimals; amounts are exact.",
                             column=col.name, decimals=col.decimals))  # fmt: skip
        below = exact < 0
    else:
        ore = int(str(value))
        words = str(abs(ore)) if col.form == "ore" else amount_text(abs(ore))
        below = ore < 0
    if form.decimal == "comma":
        words = words.replace(".", ",")
    if not below:
        return words
    if form.negative == "refuse":
        faults.wrong(place, text("{column} is below zero, and {format} does not say how that is written.",
                                 column=col.name, format=form.name))  # fmt: skip
    return f"{words}-" if form.negative == "last" else f"-{words}"


def _decimals(exact: Fraction, decimals: int) -> tuple[str, bool]:
    """A number of zero or more with so many decimals, half upwards, and whether it had to be rounded."""
    scaled = exact * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).zfill(decimals + 1)
    words = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return words, scaled.denominator != 1


def _missing(row: Row, col: Col, form: Format, place: str, faults: Faults, since: date) -> None:
    if row.home is None and col.value != "art":
        return  # the row that balances the others has little more than an art and an amount
    if col.source == "setting" and row.settings[col.value] is None:
        faults.unknown(row, (form.balance or "art") if row.home is None else col.value, since)
    elif col.source == "field" and row.person is None and col.value in (*OF_PAYEE, "person"):
        faults.wrong(place, text("Home {home} has nobody who is paid; say who with `bvt home payees`.", home=row.home))
    else:
        faults.wrong(place, text("{column} is empty, and {format} needs it.", column=col.name, format=form.name))


def summed(rows: Iterable[Row], form: Format) -> list[Row]:
    """The rows of a file: as they are, or those alike in all but their sums as one. Those of nothing are left away."""
    if form.rows == "each":
        return list(rows)
    made: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = tuple(
            _value(row, col)
            for col in form.columns
            if not (col.source == "field" and col.value in ("amount", "quantity"))
        )
        made[key] = _together(made[key], row) if key in made else row
    return [row for row in made.values() if amount_of(row) != 0]


def _together(one: Row, other: Row) -> Row:
    quantity = sum(each for row in (one, other) if isinstance(each := row.fields["quantity"], Fraction | int))
    return one._replace(fields={**one.fields, "quantity": quantity, "amount": amount_of(one) + amount_of(other)})


def total_of(rows: Sequence[Row]) -> int:
    """The control sum in øre."""
    return sum(map(amount_of, rows))
