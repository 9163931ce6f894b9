"""Figures as one HTML page that needs nothing beside itself, for the yearly report: tables, charts, definitions."""

from collections.abc import Iterator
from html import escape

from bvt_cli.core.codes import MEASURES
from bvt_cli.core.figures import TOTAL
from bvt_cli.core.figures_defined import DEFINED
from bvt_cli.core.texts import mark
from bvt_cli.render.columns import RIGHT, cell, heading
from bvt_cli.render.figures import Report, chapters, facts, notes, title, value
from bvt_cli.render.messages import Translator
from bvt_cli.render.page import Section
from bvt_cli.render.plots import Bar, Group, Plot, drawn, svg

STYLE = """\
@page { size: A4; margin: 18mm 16mm; }
html { font: 10.5pt/1.45 "Noto Sans", "Liberation Sans", Arial, Helvetica, sans-serif; color: #1a1a1a; }
body { margin: 0 auto; padding: 1.5rem 1.25rem; max-width: 50rem; overflow-wrap: anywhere; background: #fff; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
h1 { font-size: 1.7em; margin: 0 0 .25rem; }
h2 { font-size: 1.25em; margin: 1.8rem 0 .4rem; padding-bottom: .15rem; border-bottom: 1px solid #767676; }
caption { text-align: left; font-weight: 600; padding: .6rem 0 .2rem; }
header p, .notes p { color: #4a4a4a; margin: 0 0 .3rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 .6rem; font-size: .92em; break-inside: avoid; }
th, td { text-align: left; vertical-align: bottom; padding: .15rem .5rem .15rem 0; font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid #767676; font-weight: 600; }
tr.total th, tr.total td { border-top: 1px solid #767676; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
figure { margin: .8rem 0; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: .3rem; }
svg { max-width: 100%; height: auto; }
dt { font-weight: 600; margin-top: .5rem; break-after: avoid; }
dd { margin: 0; color: #333; }
@media print { html { font-size: 9pt; } body { padding: 0; max-width: none; } }
"""
PLOTS = {
    "homes": (DEFINED["homes.approved_as"].label, ("homes.approved_as",)),
    "children": (mark("Children by measure"), ("children.in_force", "children.started", "children.ended")),
    "follow_up": (mark("Follow-up due and done"), ("follow_up.due", "follow_up.done")),
}
"""The charts of several numbers beside each other, by chapter: what they are called, and the numbers."""
DOGN = ("dogn.agreed", "dogn.used", "dogn.extra", "dogn.without_number")
LABEL = {"dogn": mark("Døgn in respite homes"), "cost": mark("Cost by measure, in kroner")}


def as_html(report: Report, translator: Translator) -> str:
    """The page, in the reader's language."""
    return "\n".join(_lines(report, translator)) + "\n"


def _lines(report: Report, translator: Translator) -> Iterator[str]:
    heading_ = escape(translator.say(title(report.period)))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{translator.language}">'
    yield '<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{heading_}</title>"
    yield f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<header>\n<h1>{heading_}</h1>"
    for fact in facts(report):
        yield f"<p>{escape(translator.mark(fact.label))}: {escape(cell(fact.value, fact.kind, translator))}</p>"
    yield "</header>"
    plots = {plot.name: plot for plot in _plots(report, translator) if drawn(plot)}
    for chapter, sections in chapters(report, translator):
        yield f'<section aria-labelledby="{chapter.code}">'
        yield f'<h2 id="{chapter.code}">{escape(translator.mark(chapter.heading))}</h2>'
        if f"plot-{chapter.code}" in plots:
            plot = plots[f"plot-{chapter.code}"]
            yield f"<figure>\n<figcaption>{escape(plot.title)}</figcaption>\n{svg(plot, translator.language)}</figure>"
        for section in sections:
            yield from _table(section, translator)
        yield "</section>"
    yield from _definitions(report, translator)
    yield "</main>\n</body>\n</html>"


def _table(section: Section, translator: Translator) -> Iterator[str]:
    classes = [' class="number"' if column.kind in RIGHT else "" for column in section.columns]
    heads = (
        f'<th scope="col"{own}>{escape(heading(column, translator))}</th>'
        for column, own in zip(section.columns, classes, strict=True)
    )
    yield f"<table>\n<caption>{escape(translator.mark(section.heading))}</caption>"
    yield f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    for row in section.rows:
        words = [escape(cell(each, column.kind, translator)) for each, column in zip(row, section.columns, strict=True)]
        cells = "".join(f"<td{own}>{each}</td>" for own, each in zip(classes[1:], words[1:], strict=True))
        yield f"<tr{' class=' + chr(34) + 'total' + chr(34) if row[0] == TOTAL else ''}>" + (
            f'<th scope="row">{words[0]}</th>{cells}</tr>'
        )
    yield "</tbody>\n</table>"


def _plots(report: Report, translator: Translator) -> Iterator[Plot]:
    """The charts of a report, named after their chapters."""
    numbers = report.by_name()

    def bar(name: str) -> Bar:
        number = numbers[name]
        assert number.value is None or isinstance(number.value, int)
        return Bar(number.value, value(number, translator) or "")

    for chapter, (called, codes) in PLOTS.items():
        downs = dict.fromkeys(number.of[0] for number in numbers.values() if number.code == codes[0])
        groups = [Group(translator.word(down), tuple(bar(f"{code}.{down}") for code in codes)) for down in downs]
        series = tuple(translator.mark(DEFINED[code].head) for code in codes)
        yield Plot(f"plot-{chapter}", translator.mark(called), series, tuple(groups))
    dogn = [Group(translator.mark(DEFINED[code].head), (bar(code),)) for code in DOGN]
    yield Plot("plot-dogn", translator.mark(LABEL["dogn"]), (translator.mark(mark("Døgn")),), tuple(dogn))
    cost = [Group(translator.word(each), (bar(f"cost.measure.{each}.{TOTAL}"),)) for each in MEASURES]
    yield Plot("plot-cost", translator.mark(LABEL["cost"]), (translator.currency,), tuple(cost))


def _definitions(report: Report, translator: Translator) -> Iterator[str]:
    """What the numbers mean, for the reader who asks."""
    yield '<section aria-labelledby="meaning">'
    yield f'<h2 id="meaning">{escape(translator.mark(mark("What the numbers mean")))}</h2>'
    yield '<div class="notes">'
    for note in notes(report):
        yield f"<p>{escape(translator.say(note))}</p>"
    yield "</div>\n<dl>"
    for definition in DEFINED.values():
        yield f"<dt>{escape(translator.mark(definition.label))}</dt>"
        yield f"<dd>{escape(translator.mark(definition.meaning))}</dd>"
    yield "</dl>\n</section>"
