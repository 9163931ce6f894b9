"""The rules in force as a list: settings and what approvals demand, each with who says so."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.approval import Demands
from bvt_cli.core.practice import Setting
from bvt_cli.core.rules import RULES
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column, Row

MUNICIPALITY = "municipality"
SHIPPED = "bvt/"  # so begin the names of the files that ship with bvt
COLUMNS = (
    Column("name", mark("Name")),
    Column("value", mark("Value")),
    Column("unit", mark("Unit"), shown=False),
    Column("since", mark("Since"), "day"),
    Column("until", mark("Until"), "day", shown=False),
    Column("standing", mark("Who says so"), "code"),
    Column("own", mark("The municipality's own"), "flag", shown=False),
    Column("meaning", mark("What it means"), shown=False),
    Column("source", mark("Source")),
    Column("reason", mark("Reason"), shown=False),
    Column("file", mark("File"), shown=False),
)
ALWAYS = date(1900, 1, 1)


class Stated(NamedTuple):
    """A rule in force, one thing at a time: a setting, or one demand of an approval."""

    name: str
    value: object
    unit: str
    since: date
    until: date | None
    standing: str
    meaning: Text
    source: str
    reason: str
    file: str


def of_setting(setting: Setting) -> Stated:
    """A setting as it is listed."""
    rule = RULES[setting.name]
    return Stated(
        setting.name, _in_kroner(setting.value, rule.unit), rule.unit, setting.since, setting.until, setting.standing,
        Text(rule.meaning), setting.source, setting.reason, setting.file,
    )  # fmt: skip


def of_demands(demands: Demands) -> Iterator[Stated]:
    """What is demanded of one kind of home, demand by demand; `approval.besokshjem.conversation` and so on."""
    kind = Word(demands.kind)
    for code, number in demands.steps:
        meaning = text("To approve a {kind}: how many times, on different days: {step}.", kind=kind, step=Word(code))
        yield _demand(demands, code, number, "", meaning)
    for key, unit, meaning_for in _DEMANDED:
        value = getattr(demands, key)
        if value and (key != "certificate_months" or demands.carer_certificates or demands.household_certificates):
            yield _demand(demands, key, value, unit, meaning_for(kind))


def row(stated: Stated, *, people: bool) -> Row:
    """A rule as a row of COLUMNS; `people` read the value in words, and the source in their language."""
    source = _told(stated, stated.source) if people else stated.source
    return (
        stated.name, in_words(stated) if people else stated.value, stated.unit or None,
        text("always") if people and stated.since == ALWAYS else stated.since, stated.until, stated.standing,
        stated.standing == MUNICIPALITY, stated.meaning, source or None, stated.reason or None, stated.file,
    )  # fmt: skip


def sentences(stated: Stated) -> Iterator[Text]:
    """A rule with all there is to say about it."""
    yield text("{name}: {value}", name=stated.name, value=in_words(stated))
    yield stated.meaning
    if stated.until is not None:
        yield text("In force from {since} to {until}.", since=stated.since, until=stated.until)
    elif stated.since != ALWAYS:
        yield text("In force since {since}.", since=stated.since)
    yield text("Who says so: {standing}.", standing=Word(stated.standing))
    if stated.source:
        yield text("Source: {source}", source=_told(stated, stated.source))
    if stated.reason:
        yield text("Reason: {reason}", reason=_told(stated, stated.reason))
    yield text("It stands in the file {file}.", file=stated.file)


def _told(stated: Stated, words: str) -> Text | str:
    """A source or reason; those that ship with bvt are in the catalogues, the municipality's own stay as written."""
    return Text(words) if words and stated.file.startswith(SHIPPED) else words


def in_words(stated: Stated) -> Text:
    """The value as people read it."""
    value = stated.value
    if isinstance(value, tuple) and not isinstance(value, Kroner):
        return text("{value}", value=tuple(Word(code) for code in value))
    if stated.unit == "kroner per km":
        return text("{amount} per km", amount=value)
    if isinstance(value, str):
        return text("{value}", value=Word(value))
    if stated.unit and not isinstance(value, Kroner):
        return text("{number} {unit}", number=value, unit=Word(stated.unit))
    return text("{value}", value=value)


_DEMANDED: tuple[tuple[str, str, Callable[[Word], Text]], ...] = (
    ("carers", "", lambda kind: text("To approve a {kind}: how many carers there are, at least.", kind=kind)),
    (
        "carer_certificates",
        "",
        lambda kind: text("To approve a {kind}: the police certificates that will do for a carer.", kind=kind),
    ),
    (
        "household_certificates",
        "",
        lambda kind: text(
            "To approve a {kind}: the police certificates that will do for a household member of 18 or more.",
            kind=kind,
        ),
    ),
    (
        "certificate_months",
        "months",
        lambda kind: text("To approve a {kind}: how old a police certificate may be.", kind=kind),
    ),
    (
        "carer_confidentiality",
        "",
        lambda kind: text("To approve a {kind}: each carer has signed a confidentiality declaration.", kind=kind),
    ),
    (
        "commitment_months",
        "months",
        lambda kind: text("To approve a {kind}: how long it commits itself for, at least.", kind=kind),
    ),
    (
        "fosterhjem",
        "",
        lambda kind: text("To approve a {kind}: the home is approved as a foster home, or has been one.", kind=kind),
    ),
)
_CERTIFICATES = ("carer_certificates", "household_certificates")


def _demand(demands: Demands, key: str, value: object, unit: str, meaning: Text) -> Stated:
    standing = demands.certificate_standing if key in _CERTIFICATES else demands.standing
    file = "approval.yaml" if demands.standing == MUNICIPALITY else "bvt/approval.yaml"
    name = f"approval.{demands.kind}.{key}"
    return Stated(name, value, unit, demands.since, None, standing, meaning, demands.source, "", file)


def _in_kroner(value: object, unit: str) -> object:
    """Amounts as amounts; a rate per km that is no whole number of øre stays the exact number it is."""
    if unit.startswith("kroner") and isinstance(value, int | Fraction):
        ore = Fraction(value) * 100
        return Kroner(int(ore)) if ore.denominator == 1 else value
    return value
