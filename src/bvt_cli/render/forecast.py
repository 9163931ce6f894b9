"""A year's forecast as a page, a list and a document."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bvt_cli.core.forecast import Change, DaysExpected
from bvt_cli.core.payment import Finding
from bvt_cli.core.texts import Kroner, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.expected import estimate_records, left_out_records
from bvt_cli.render.messages import Translator
from bvt_cli.render.page import Fact, Section, page
from bvt_cli.render.rehearsal import band


class Sums(NamedTuple):
    """Costs added up, in øre; see `core.forecast.Cost`."""

    posted: int = 0
    left: int = 0
    provisional: int = 0
    last_change: int = 0
    unknown: int = 0
    estimated: int = 0

    @property
    def expected(self) -> int:
        return self.posted + self.left


class Year(NamedTuple):
    """A forecast as it is shown: the sums of each month, home and measure, and of all."""

    number: int
    by: Mapping[str, Mapping[Any, Sums]]
    total: Sums
    changes: Sequence[Change]
    estimates: Sequence[DaysExpected]
    left_out: Sequence[Finding]


KEYS = {
    "month": Column("month", mark("Month"), "month"),
    "measure": Column("measure", mark("Measure"), "code"),
    "home": Column("home", mark("Home")),
}
MONEY = (
    Column("posted", mark("Posted"), "kroner"),
    Column("left", mark("Left"), "kroner"),
    Column("expected", mark("Expected"), "kroner"),
    Column("certain", mark("By a table in force"), "kroner", shown=False),
    Column("provisional", mark("Of it provisional"), "kroner"),
    Column("at_last_change", mark("Expected at the last change"), "kroner"),
    Column("estimated", mark("Of it by expected døgn"), "kroner"),
)
CHANGE_COLUMNS = (
    Column("scheme", mark("Scheme"), "code"),
    Column("component", mark("Component"), "code"),
    Column("band", mark("Age")),
    Column("earlier", mark("From table"), "day"),
    Column("later", mark("To table"), "day"),
    Column("before", mark("Before"), "kroner"),
    Column("after", mark("After"), "kroner"),
)
_HEADINGS = {"month": mark("By month"), "measure": mark("By measure"), "home": mark("By home")}


def columns(by: str) -> tuple[Column, ...]:
    """The columns of a list by month, measure or home."""
    return (KEYS[by], *MONEY)


def rows(year: Year, by: str) -> list[Row]:
    """Its rows."""
    return [(key, *_money(sums)) for key, sums in year.by[by].items()]


def document(year: Year, by: str, head: Mapping[str, object]) -> dict[str, object]:
    """The forecast as one JSON document."""
    names = [column.key for column in MONEY]
    return {
        **head,
        "by": by,
        **_record(names, year.total),
        "no_change": Kroner(year.total.expected),
        "unknown_change": Kroner(year.total.unknown),
        "rows": [{by: key, **_record(names, sums)} for key, sums in year.by[by].items()],
        "changes": [
            {**each._asdict(), "before": Kroner(each.before), "after": Kroner(each.after)}
            for each in sorted(year.changes, key=_key)
        ],
        "estimates": estimate_records(year.estimates),
        "left_out": left_out_records(year.left_out),
    }


def people(year: Year, by: str, translator: Translator) -> str:
    """The forecast as a page: the year, then by month (or home) and by measure, and the changes leaned on."""
    total = year.total
    facts = [
        Fact(mark("Posted"), total.posted, "kroner"),
        Fact(mark("Left"), total.left, "kroner"),
        Fact(mark("Expected, rates at 0 % change"), total.expected, "kroner"),
        Fact(mark("- of it by a table in force"), total.expected - total.provisional, "kroner"),
        Fact(mark("- of it provisional, by an old table"), total.provisional, "kroner"),
    ]
    if total.provisional:
        changed = total.expected + total.last_change
        facts.append(Fact(mark("Expected, rates at their last change in a year"), changed, "kroner"))
    if total.unknown:
        facts.append(Fact(mark("- provisional without a known change"), total.unknown, "kroner"))
    sections = [
        Section(_HEADINGS[each], columns(each), _without_zeros(rows(year, each)))
        for each in dict.fromkeys((by, "measure"))
    ]
    changes = [
        (each.scheme, each.component, band(each.age_from, each.age_to), *each[4:])
        for each in sorted(year.changes, key=_key)
    ]
    sections.append(Section(mark("The last change of these rates in a year"), CHANGE_COLUMNS, changes))
    return page(text("Expected for {year}, in kroner", year=str(year.number)), facts, sections, translator)


def _key(change: Change) -> tuple[object, ...]:
    return (change.scheme, change.later, change.component, change.age_from)


def _without_zeros(rows: Sequence[Row]) -> list[Row]:
    return [(row[0], *(value or None for value in row[1:])) for row in rows]


def _money(sums: Sums) -> tuple[int, ...]:
    certain = sums.expected - sums.provisional
    changed = sums.expected + sums.last_change
    return (sums.posted, sums.left, sums.expected, certain, sums.provisional, changed, sums.estimated)


def _record(names: Sequence[str], sums: Sums) -> dict[str, object]:
    return {name: Kroner(value) for name, value in zip(names, _money(sums), strict=True)}
