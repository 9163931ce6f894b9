"""What a new KS table would cost, as a page, a list and a document."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.period import Month
from bvt_cli.core.rehearsal import RateChange, Rehearsed
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.expected import estimate_records, left_out_records
from bvt_cli.render.messages import Translator
from bvt_cli.render.page import Fact, Section, page


class Rehearsal(NamedTuple):
    """A rehearsal as it is shown: the table's day, the months, what each agreement comes to, and the rates."""

    table: date
    first: Month
    last: Month
    agreements: Sequence[Rehearsed]
    rates: Sequence[RateChange]


_MONEY = (
    Column("today", mark("Without the table"), "kroner"),
    Column("rehearsed", mark("With the table"), "kroner"),
    Column("difference", mark("Difference"), "kroner"),
)
COLUMNS = (
    Column("home", mark("Home")),
    Column("measure", mark("Measure"), "code"),
    Column("agreements", mark("Agreements"), "number"),
    *_MONEY,
)
MEASURE_COLUMNS = COLUMNS[1:]
RATE_COLUMNS = (
    Column("scheme", mark("Scheme"), "code"),
    Column("component", mark("Component"), "code"),
    Column("band", mark("Age")),
    *_MONEY,
)


def band(age_from: int, age_to: int | None) -> Text:
    """An age band as people say it."""
    if age_to is None:
        return text("{low} and over", low=age_from)
    return text("{low}-{high}", low=age_from, high=age_to - 1)


def home_rows(agreements: Iterable[Rehearsed]) -> list[Row]:
    """A row for each home and measure, as COLUMNS."""
    return [(*key, *_money(some)) for key, some in _by(agreements, "home", "measure").items()]


def measure_rows(agreements: Iterable[Rehearsed]) -> list[Row]:
    """A row for each measure, as MEASURE_COLUMNS."""
    return [(*key, *_money(some)) for key, some in _by(agreements, "measure").items()]


def document(found: Rehearsal, head: Mapping[str, object]) -> dict[str, object]:
    """The rehearsal as one JSON document."""
    now, then = _sums(found.agreements)
    return {
        **head,
        "table": found.table,
        "from": found.first,
        "to": found.last,
        "today": Kroner(now),
        "rehearsed": Kroner(then),
        "difference": Kroner(then - now),
        "measures": _records(MEASURE_COLUMNS, measure_rows(found.agreements)),
        "homes": _records(COLUMNS, home_rows(found.agreements)),
        "rates": [
            {**each._asdict(), "today": None if each.today is None else Kroner(each.today), "then": Kroner(each.then)}
            for each in found.rates
        ],
        "estimates": estimate_records([each.estimated for each in found.agreements if each.estimated]),
        "left_out": left_out_records(finding for each in found.agreements for finding in each.left_out),
    }


def people(found: Rehearsal, translator: Translator) -> str:
    """The rehearsal as a page: the year, then by measure and home, and the rates side by side."""
    now, then = _sums(found.agreements)
    facts = [
        Fact(mark("First month"), found.first, "month"),
        Fact(mark("Last month"), found.last, "month"),
        Fact(mark("Without the table"), now, "kroner"),
        Fact(mark("With the table"), then, "kroner"),
        Fact(mark("Difference"), then - now, "kroner"),
    ]
    rates = [
        (
            each.scheme, each.component, band(each.age_from, each.age_to), each.today, each.then,
            None if each.today is None else each.then - each.today,
        )
        for each in found.rates
    ]  # fmt: skip
    sections = [
        Section(mark("By measure"), MEASURE_COLUMNS, measure_rows(found.agreements)),
        Section(mark("By home"), COLUMNS, home_rows(found.agreements)),
        Section(mark("The rates"), RATE_COLUMNS, rates),
    ]
    title = text("The KS table of {day} against today's, in kroner", day=found.table)
    return page(title, facts, sections, translator)


def _by(agreements: Iterable[Rehearsed], *keys: str) -> dict[tuple[str, ...], list[Rehearsed]]:
    found: dict[tuple[str, ...], list[Rehearsed]] = {}
    for each in agreements:
        if each.today or each.then:
            found.setdefault(tuple(getattr(each, key) for key in keys), []).append(each)
    return found


def _sums(some: Iterable[Rehearsed]) -> tuple[int, int]:
    some = tuple(some)
    return sum(each.today for each in some), sum(each.then for each in some)


def _money(some: Sequence[Rehearsed]) -> tuple[int, int, int, int]:
    now, then = _sums(some)
    return len(some), now, then, then - now


def _records(columns: Sequence[Column], rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {
            column.key: Kroner(value) if column.kind == "kroner" and isinstance(value, int) else value
            for column, value in zip(columns, row, strict=True)
        }
        for row in rows
    ]
