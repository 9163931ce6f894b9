"""docs/tall.md: what each number of `bvt report` means, from its definition; in bokmål, for who reads the report."""

from collections.abc import Iterator
from datetime import date
from textwrap import fill

from bvt_cli.core.figures import Chapter, Definition, Period
from bvt_cli.core.figures_children import FAMILY_COUNCIL, FINANCIAL_SUPPORT, MEASURES, REGISTER_CODES
from bvt_cli.core.figures_defined import AS_REGISTERED, CHAPTERS, HIDING
from bvt_cli.core.figures_facts import FigureFacts, figures_of
from bvt_cli.core.figures_money import NO_ART
from bvt_cli.render.messages import translator
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

SAY = translator("nb")
HEAD = """\
# Tallene

Skrevet av `make docs` fra definisjonene i programmet. `bvt report year 2025`, `half 2025H1` og `month 2025-03` viser
tallene for en periode: som lister, med `--csv` en rad per tall, med `--json` som ett dokument, og med `--html FIL` som
en side med figurer, til å skrive ut på A4. «Den siste dagen» er periodens siste dag; er perioden ikke over, er det
dagen som regnes som i dag (`--as-of`).

Hvert tall har et navn som aldri endres, i CSV og JSON: koden her, med det tallet er delt opp etter, skilt med punktum
(`homes.status.besokshjem.approved`); `total` er summen.

"""
PUBLIC = """\
## Små tall

Med `--public`, for det som skal offentliggjøres:

{rule}
"""
PUBLISHED = (
    " Summene regelen ser på, er de i én og samme rapport; den som legger ut både et år og halvårene i det, må"
    " sammenholde dem selv. I CSV og JSON er verdien av et skjult tall tom, og `hidden` er sann."
)
CODES = """\
## Kodene i Barnevernsregisteret

Kommunens fagsystem melder til Barnevernsregisteret; bvt gir bare antall.

| | kode |
|---|---|
{rows}

Et fosterhjem i barnets familie og nære nettverk er 2.1, et utenfor er 2.2. Registeret vet ikke hvilket, så de står
samlet; bare der et familieråd for barnet førte til hjemmet, er det kjent, og da telles det også for seg som 2.1. Ingen
kode nevner støttefamilien: kommunen velger 4.5 eller 4.99 med innstillingen `register_code_stottefamilie`.

"""
UNITS = {"number": "antall", "dogn": "døgn", "days": "kalenderdager", "kroner": "kroner"}
NAMES = {
    "kind": "type hjem", "measure": "tiltak", "status": "status", "event": "hendelse", "age": "alder",
    "function": "funksjon", "reason": "årsak", "what": "oppfølging", "component": "komponent", "way": "betalt",
    "art": "art",
}  # fmt: skip
DAY = date(2025, 12, 31)
WIDTH = 120


def page() -> str:
    """The whole page."""
    parts = [HEAD + _filled(SAY.mark(AS_REGISTERED)), PUBLIC.format(rule=_filled(SAY.mark(HIDING) + PUBLISHED))]
    parts += [CODES.format(rows="\n".join(_codes())), *map(_chapter, CHAPTERS)]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _codes() -> Iterator[str]:
    for measure in (*MEASURES, "ressursfamilie"):
        code = "4.5 eller 4.99" if measure == "stottefamilie" else REGISTER_CODES.get(measure, "ingen")
        yield f"| {SAY.word(measure)} | {code} |"
    yield f"| familieråd | {FAMILY_COUNCIL} |"
    yield f"| økonomisk stønad | {FINANCIAL_SUPPORT} |"


def _chapter(chapter: Chapter) -> str:
    return f"## {SAY.mark(chapter.heading)}\n\n" + "\n".join(map(_section, chapter.definitions))


def _section(definition: Definition) -> str:
    name = ".".join((definition.code, *(f"<{NAMES[by]}>" for by in definition.by)))
    parts = [
        f"### {SAY.mark(definition.label)}",
        f"`{name}` ({UNITS[definition.unit]})",
        _filled(SAY.mark(definition.meaning)),
    ]
    values = [
        _filled(f"- {NAMES[by]}: {', '.join(_values(definition, at))}", "  ") for at, by in enumerate(definition.by)
    ]
    return "\n\n".join([*parts, *(["\n".join(values)] if values else [])]) + "\n"


def _values(definition: Definition, at: int) -> Iterator[str]:
    """What a number is broken down into, as the program does it for an empty register."""
    if definition.by[at] == "art":
        yield f"artene i `payroll.yaml`, {_code(NO_ART)}"
    yield from map(_code, dict.fromkeys(number.of[at] for number in EMPTY.numbers if number.code == definition.code))


def _code(code: str) -> str:
    word = SAY.word(code)
    return f"`{code}`" if word == code else f"`{code}` ({word})"


def _filled(words: str, indent: str = "") -> str:
    return fill(words, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


EMPTY = figures_of(
    FigureFacts(),
    (),
    Period("year", "2025", date(2025, 1, 1), DAY, DAY),
    load_practice(shipped_rates(), None).practice,
)
