"""Figures as lists under chapters, as rows and as a document; a number that is hidden is a colon."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.figures import Chapter, Figures, Number, Period
from bvt_cli.core.figures_children import FAMILY_COUNCIL, FAMILY_FOSTER_HOME, FINANCIAL_SUPPORT
from bvt_cli.core.figures_defined import AS_REGISTERED, CHAPTERS, DEFINED, HIDING
from bvt_cli.core.halfyear import Half
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.messages import Translator
from bvt_cli.render.page import Fact, Section, page
from bvt_cli.render.periods import half_said
from bvt_cli.render.words import WORDS

HIDDEN = ":"
COLUMNS = (
    Column("code", mark("Code")),
    Column("label", mark("What it is")),
    Column("period", mark("Period")),
    Column("value", mark("Value"), "number"),
    Column("unit", mark("Unit"), shown=False),
    Column("register_code", mark("Register code"), shown=False),
    Column("hidden", mark("Hidden"), "flag", shown=False),
)
_CODES = {"children.of_council": FAMILY_FOSTER_HOME}
_CODES_OF_CHAPTERS = {"grants": FINANCIAL_SUPPORT, "councils": FAMILY_COUNCIL}
_OF_CHAPTER = {each.code: chapter.code for chapter in CHAPTERS for each in chapter.definitions}


class Report(NamedTuple):
    """Figures of a period as they are shown. `register_codes` by measure; `public`: small numbers are hidden."""

    period: Period
    figures: Figures
    register_codes: Mapping[str, str]
    public: bool = False

    def by_name(self) -> dict[str, Number]:
        return {number.name: number for number in self.figures.numbers}


class Cross(NamedTuple):
    """A table of one definition: the first thing it is broken down by down the side, the second across."""

    code: str


class Side(NamedTuple):
    """A table of several definitions beside each other, broken down by the same thing."""

    heading: str
    codes: tuple[str, ...]
    register_codes: bool = False


class Listed(NamedTuple):
    """Numbers that are not broken down, a line each."""

    heading: str
    codes: tuple[str, ...]


LAYOUT: dict[str, tuple[Cross | Side | Listed, ...]] = {
    "homes": (
        Cross("homes.status"),
        Cross("homes.events"),
        Side(DEFINED["homes.approved_as"].label, ("homes.approved_as",)),
    ),
    "applications": (
        Listed(mark("Approved and answered in the period"), tuple(
            f"applications.{each}" for each in
            ("approved", "days_median", "days_longest", "answered", "answered_in_time", "answered_late")
        )),
        Listed(mark("Waiting on the last day"), tuple(
            f"applications.{each}" for each in ("waiting", "waiting_in_time", "waiting_late")
        )),
    ),
    "children": (
        Side(mark("Children by measure"), ("children.in_force", "children.started", "children.ended"), True),
        Listed(mark("Children in all"), ("children.with_measure", "children.of_council")),
        Cross("children.age"),
        Cross("children.function"),
        Side(DEFINED["agreements.ended"].label, ("agreements.ended",)),
    ),
    "dogn": (Listed(mark("In the period"), ("dogn.agreed", "dogn.used", "dogn.extra", "dogn.without_number")),),
    "follow_up": (
        Side(mark("In the period"), tuple(f"follow_up.{e}" for e in ("due", "done", "agreements", "met", "lacking"))),
    ),
    "cost": (Cross("cost.measure"), Cross("cost.measure_function"), Cross("cost.function")),
    "grants": (
        Side(mark("In the period"), ("grants.number", "grants.amount")),
        Listed(mark("Children in all"), ("grants.children",)),
    ),
    "networks": (Listed(mark("In the period, and on its last day"), tuple(f"networks.{each}" for each in
                 ("running", "homes", "gatherings", "talks", "joint_meetings"))),),
    "councils": (Listed(mark("In the period, and on its last day"), tuple(f"councils.{each}" for each in
                 ("referred", "answered", "answered_in_time", "answered_late", "met", "closed", "running"))),),
}  # fmt: skip


def title(of: Period) -> Text:
    """What the figures are called."""
    return text("Figures for {period}", period=said(of))


def said(of: Period) -> Text | Month | str:
    """A period as a sentence names it."""
    if of.kind == "half":
        return half_said(Half.parse(of.name))
    return Month.parse(of.name) if of.kind == "month" else of.name


def people(report: Report, translator: Translator) -> str:
    """The figures as lists, chapter by chapter."""
    parts = [page(title(report.period), facts(report), (), translator)]
    parts += [page(Text(chapter.heading), (), found, translator) for chapter, found in chapters(report, translator)]
    if report.public:
        parts.append(translator.mark(HIDING) + "\n")
    return "\n".join(parts)


def facts(report: Report) -> Iterator[Fact]:
    """The days the figures are about."""
    yield Fact(mark("From"), report.period.first, "day")
    yield Fact(mark("To"), report.period.last, "day")
    if not report.period.over:
        yield Fact(mark("Counted up to"), report.period.day, "day")


def notes(report: Report) -> Iterator[Text]:
    """What a reader of the figures must know."""
    if not report.period.over:
        yield text("The period is not over: the figures are counted up to {day}.", day=report.period.day)
    if report.public:
        yield Text(HIDING)
    yield Text(AS_REGISTERED)


def chapters(report: Report, translator: Translator) -> Iterator[tuple[Chapter, list[Section]]]:
    """The tables of each chapter."""
    numbers = report.by_name()
    for chapter in CHAPTERS:
        yield chapter, [_section(each, report, numbers, translator) for each in LAYOUT[chapter.code]]


def _section(
    laid: Cross | Side | Listed, report: Report, numbers: Mapping[str, Number], translator: Translator
) -> Section:
    if isinstance(laid, Listed):
        columns = [Column("label", mark("What it is")), Column("value", mark("Number"), "number")]
        listed: list[Row] = [(Text(DEFINED[code].label), value(numbers[code], translator)) for code in laid.codes]
        return Section(laid.heading, columns, listed)
    rows: list[Row] = []
    if isinstance(laid, Cross):
        across = _values(report.figures, laid.code, 1)
        columns = [_named(laid.code), *(Column(each, WORDS.get(each, each), "number") for each in across)]
        for down in _values(report.figures, laid.code, 0):
            names = (f"{laid.code}.{down}.{each}" for each in across)
            rows.append((down, *(value(numbers[name], translator) for name in names)))
        return Section(DEFINED[laid.code].label, columns, rows)
    columns = [_named(laid.codes[0])]
    columns += [Column("register_code", mark("Register code"))] if laid.register_codes else []
    columns += [Column(code, DEFINED[code].head, "number") for code in laid.codes]
    for down in _values(report.figures, laid.codes[0], 0):
        codes = (report.register_codes[down],) if laid.register_codes else ()
        rows.append((down, *codes, *(value(numbers[f"{code}.{down}"], translator) for code in laid.codes)))
    return Section(laid.heading, columns, rows)


_HEADINGS = {
    "kind": mark("Kind"), "measure": mark("Measure"), "what": mark("Follow-up"), "function": mark("Function"),
    "reason": mark("Reason for ending"), "way": mark("How paid"),
}  # fmt: skip


def _named(code: str) -> Column:
    """The first column of a table: what it is broken down by."""
    by = DEFINED[code].by[0]
    return Column(by, _HEADINGS[by], "code")


def _values(figures: Figures, code: str, axis: int) -> list[str]:
    """What a definition is broken down into along an axis, in order."""
    return list(dict.fromkeys(number.of[axis] for number in figures.numbers if number.code == code))


def value(number: Number, translator: Translator) -> str | None:
    """A number as people read it; None where there is nothing to say."""
    if number.hidden:
        return HIDDEN
    if number.value is None:
        return None
    if DEFINED[number.code].unit == "kroner":
        assert isinstance(number.value, int)
        return translator.amount(number.value)
    if isinstance(number.value, Fraction):  # a median: halves only
        halved = f"{number.value.numerator // 2}.5"
        return halved if translator.language == "en" else halved.replace(".", ",")
    return translator.value(number.value)


def label(number: Number) -> Text:
    """What a number is, in words."""
    whole = Text(DEFINED[number.code].label)
    return text("{label}: {of}", label=whole, of=tuple(map(Word, dict.fromkeys(number.of)))) if number.of else whole


def rows(report: Report) -> list[Row]:
    """A row a number, for programs."""
    return [
        (number.name, label(number), report.period.name, _plain(number), DEFINED[number.code].unit,
         _register_code(number, report.register_codes), number.hidden)
        for number in report.figures.numbers
    ]  # fmt: skip


def document(report: Report) -> dict[str, object]:
    """The figures as one JSON document."""
    of = report.period
    return {
        "period": of.name,
        "kind": of.kind,
        "from": of.first,
        "to": of.last,
        "counted_to": of.day,
        "over": of.over,
        "public": report.public,
        "figures": [_record(number, report.register_codes) for number in report.figures.numbers],
    }


def _record(number: Number, register_codes: Mapping[str, str]) -> dict[str, object]:
    definition = DEFINED[number.code]
    return {
        "code": number.name,
        "definition": definition.code,
        "of": dict(zip(definition.by, number.of, strict=True)),
        "label": label(number),
        "unit": definition.unit,
        "register_code": _register_code(number, register_codes),
        "value": _plain(number),
        "hidden": number.hidden,
    }


def _plain(number: Number) -> object:
    """The value for programs: amounts as `Kroner`."""
    in_kroner = DEFINED[number.code].unit == "kroner"
    return Kroner(number.value) if in_kroner and isinstance(number.value, int) else number.value


def _register_code(number: Number, register_codes: Mapping[str, str]) -> str | None:
    """The code of Barnevernsregisteret of what a number counts, where there is one."""
    chapter = _OF_CHAPTER[number.code]
    if chapter == "children" and "measure" in DEFINED[number.code].by:
        return register_codes.get(number.of[0])
    return _CODES.get(number.code) or _CODES_OF_CHAPTERS.get(chapter)
