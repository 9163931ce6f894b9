"""What stands in the cells of a spreadsheet, as people type it: amounts, days, months.

Each function raises ValueError for anything else.
"""

import re
from datetime import date
from fractions import Fraction

from bvt_cli.core.money import parse_amount, parse_quantity
from bvt_cli.core.period import Month, parse_day

_GROUPED = re.compile(r"[0-9]{1,3}( [0-9]{3})+(?=$|[.,])|[0-9]+(?=$|[.,])")
_BLANK = re.compile("[\u00a0\u202f]")
_NORWEGIAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})"),
    re.compile(r"(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})"),
)
_NAMES = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_YES, _NO = ("ja", "yes", "true", "x", "1"), ("nei", "no", "false", "0")


def amount(cell: str, decimal: str) -> int:
    """Øre of `4 275,00`, `4275`, `kr 4.275,00` (where the decimals stand after a comma), `4275,-`, `-1 026,00`."""
    plain = _BLANK.sub(" ", cell).casefold().removeprefix("kr").removesuffix("kr").removesuffix(",-").strip()
    sign = -1 if plain.startswith("-") else 1
    digits = plain.removeprefix("-").strip()
    if decimal == "," and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,.*)?", digits):
        digits = digits.replace(".", "")
    whole = _GROUPED.match(digits)
    rest = digits[whole.end() :] if whole else ""
    if whole is None or (rest and not rest.startswith(decimal)):
        raise ValueError(cell)
    return sign * parse_amount(whole.group().replace(" ", "") + rest.replace(decimal, ".", 1))


def quantity(cell: str, decimal: str) -> Fraction:
    """An exact number that is not negative: `3`, `2,5`, `17/31`, `50 %`."""
    plain = _BLANK.sub(" ", cell)
    percent = plain.endswith("%")
    if decimal == "," and "." in plain:
        raise ValueError(cell)
    found = parse_quantity(plain.removesuffix("%").strip().replace(decimal, ".", 1))
    if found < 0:
        raise ValueError(cell)
    return found / 100 if percent else found


def day(cell: str) -> date:
    """A day written `2025-03-01`, `01.03.2025` or `1.3.2025`."""
    return parse_day(day_text(cell))


def day_text(cell: str) -> str:
    """The same as `2025-03-01`, also where there is no such day; all else as it stands."""
    found = _NORWEGIAN_DAY.fullmatch(cell)
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else cell


def month(cell: str) -> Month:
    """A month written `2025-03`, `202503`, `03.2025`, `3/2025`, `mars 2025`, or as a day in it."""
    for pattern in _MONTHS:
        if found := pattern.fullmatch(cell):
            return Month.parse(f"{found['year']}-{found['month']:0>2}")
    name, _, year = cell.casefold().partition(" ")
    if name in _NAMES:
        return Month.parse(f"{year}-{_NAMES.index(name) + 1:02d}")
    return Month.of(day(cell))


def flag(cell: str) -> bool:
    """A yes or no: `ja`, `nei`, `x`."""
    folded = cell.casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise ValueError(cell)


def folded_code(cell: str) -> str:
    """A code of the field, however it is written: `Besøkshjem` is `besokshjem`."""
    return cell.casefold().translate(_ASCII)


def is_national_number(cell: str) -> bool:
    """Whether a cell holds a national identity number (or one that cannot be told from it)."""
    digits = cell.replace(" ", "")
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit():
        return False
    from stdnum.no import fodselsnummer

    return bool(fodselsnummer.is_valid(digits))


_ASCII = str.maketrans({"å": "a", "ø": "o", "æ": "ae", "-": "_", " ": "_"})
