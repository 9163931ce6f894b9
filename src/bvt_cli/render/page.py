"""One thing as a page for people: its title, what is known of it line by line, and its lists."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from bvt_cli.core.texts import Text
from bvt_cli.render.columns import Column, Kind, Row, cell
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.tables import plain_table


class Fact(NamedTuple):
    """A value with what it is called (marked)."""

    label: str
    value: object
    kind: Kind = "text"


class Section(NamedTuple):
    """A list under a heading (marked); columns in which nothing stands are left out."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def page(title: Text, facts: Iterable[Fact], sections: Iterable[Section], translator: Translator) -> str:
    """The page as text, as wide as it is."""
    parts = [translator.say(title) + "\n", _facts(list(facts), translator)]
    for section in sections:
        if section.rows:
            columns, rows = _filled(section)
            parts.append(f"{translator.mark(section.heading)}\n{_indented(plain_table(columns, rows, translator))}")
    return "\n".join(part for part in parts if part)


def _facts(facts: list[Fact], translator: Translator) -> str:
    labels = [translator.mark(fact.label) for fact in facts]
    width = max(map(len, labels), default=0)
    lines = []
    for label, fact in zip(labels, facts, strict=True):
        value = _value(fact, translator).splitlines() or [""]
        lines.append(f"  {label.ljust(width)}  {value[0]}".rstrip())
        lines.extend(f"  {'':{width}}  {more}".rstrip() for more in value[1:])
    return "".join(f"{line}\n" for line in lines)


def _value(fact: Fact, translator: Translator) -> str:
    if isinstance(fact.value, str) and fact.kind == "text":
        return harmless(fact.value, newlines=True)
    return cell(fact.value, fact.kind, translator)


def _filled(section: Section) -> tuple[list[Column], list[Row]]:
    at = [place for place in range(len(section.columns)) if any(row[place] is not None for row in section.rows)]
    columns = [section.columns[place] for place in at]
    return columns, [line for row in section.rows for line in _lines(columns, [row[place] for place in at])]


def _lines(columns: Sequence[Column], row: Row) -> list[Row]:
    """A row, and below it the further lines of its texts of several lines."""
    parts: list[list[object]] = [
        list(value.split("\n")) if column.kind == "text" and isinstance(value, str) and "\n" in value else [value]
        for column, value in zip(columns, row, strict=True)
    ]
    return list(zip_longest(*parts))


def _indented(block: str) -> str:
    return "".join(f"  {line}" for line in block.splitlines(keepends=True))
