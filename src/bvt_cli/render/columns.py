"""The columns of a list: one definition for table, JSON and CSV."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from bvt_cli.core.texts import Kroner, Text
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator

Kind = Literal["text", "code", "day", "month", "kroner", "number", "flag"]
Row = Sequence[object]
RIGHT = ("kroner", "number")


class Column(NamedTuple):
    """`key` in JSON and CSV, `heading` (marked) for people.

    Values: text and codes `str` or a tuple of them (text also `Text`), `day` a date, `month` a Month,
    `kroner` whole øre, `number` an int or Fraction, `flag` a bool; None where there is nothing. `shown`:
    whether people see it in the table, or only programs.
    """

    key: str
    heading: str
    kind: Kind = "text"
    shown: bool = True


def heading(column: Column, translator: Translator) -> str:
    """The heading, with the unit of amounts."""
    words = translator.mark(column.heading)
    return f"{words} ({translator.currency})" if column.kind == "kroner" else words


def cell(value: object, kind: Kind, translator: Translator) -> str:
    """A value as a person reads it in a table, on one line."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and not isinstance(value, Text) and kind in ("text", "code"):
        return ", ".join(cell(each, kind, translator) for each in value)
    if kind == "kroner":
        ore = value.ore if isinstance(value, Kroner) else value
        assert isinstance(ore, int)
        return translator.amount(ore)
    if kind == "code":
        return translator.word(str(value))
    if kind == "text" and isinstance(value, str) and not isinstance(value, date):
        return harmless(value)
    return translator.value(value)


def typed(value: object, kind: Kind) -> object:
    """A value that tells its kind by itself, for JSON and CSV: øre become `Kroner`."""
    return Kroner(value) if kind == "kroner" and isinstance(value, int) else value
