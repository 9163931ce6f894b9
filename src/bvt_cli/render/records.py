"""What a program reads: JSON and CSV, the same in every language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bvt_cli.core.money import amount_text, quantity_text
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, Text
from bvt_cli.render.columns import Column, Row, typed
from bvt_cli.render.harmless import harmless, harmless_json
from bvt_cli.render.messages import translator

DIALECTS = ("rfc4180", "excel-no")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def json_text(document: object) -> str:
    """One JSON document, indented, ending with a newline."""
    import json

    return harmless_json(json.dumps(plain(document), ensure_ascii=False, indent=2)) + "\n"


def json_table(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """A list as an array of objects with the keys of the columns, an object a line."""
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    named = [(column.key, column.kind) for column in columns]
    lines = [
        encode({key: plain(typed(value, kind)) for (key, kind), value in zip(named, row, strict=True)}) for row in rows
    ]
    return harmless_json("[\n  " + ",\n  ".join(lines) + "\n]\n") if lines else "[]\n"


def plain(value: object) -> object:
    """A value as JSON knows it: days and months as ISO text, amounts as text with two decimals, exact quantities

    as text in lowest terms, sentences in English, a NamedTuple as an object of its fields.
    """
    if value is None or type(value) in (str, int, bool):
        return value
    match value:
        case str():
            return str(value)  # a Word is a text too
        case Kroner():
            return amount_text(value.ore)
        case Month():
            return str(value)
        case date():
            return value.isoformat()
        case Text():
            return translator("en").say(value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict())
        case tuple() | list():
            return [plain(each) for each in value]
    from fractions import Fraction  # here, for it takes decimal along, and few documents have quantities

    if isinstance(value, Fraction):
        return quantity_text(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def csv_text(columns: Sequence[Column], rows: Iterable[Row], dialect: str = "rfc4180") -> str:
    """RFC 4180 in UTF-8; `excel-no`: semicolon, decimal comma, and a mark so that Excel reads UTF-8."""
    import csv
    import io

    excel = dialect == "excel-no"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow(
            [_csv_cell(typed(value, column.kind), excel) for column, value in zip(columns, row, strict=True)]
        )
    return ("\ufeff" if excel else "") + out.getvalue()


def _csv_cell(value: object, excel: bool) -> str:
    from fractions import Fraction

    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Kroner():
            amount = amount_text(value.ore)
            return amount.replace(".", ",") if excel else amount
        case Fraction() if excel and value.denominator > 1:
            # a spreadsheet takes 3/4 for a day in April, so here the decimals, as many as it keeps
            return f"{value.numerator / value.denominator:.15g}".replace(".", ",")
        case int() | Fraction():
            return str(value)
        case tuple() | list() if not hasattr(value, "_asdict"):
            return _no_formula(", ".join(str(plain(each)) for each in value))
    return _no_formula(str(plain(value)))


def _no_formula(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    cell = harmless(cell, newlines=True)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
