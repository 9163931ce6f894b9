"""A statement or letter as one HTML page that needs nothing beside itself, to be read or printed at A4."""

from collections.abc import Iterator
from html import escape

from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.statement_blocks import Address, Block, Cells, Heading, Paragraph, Points, Sheet, Table, cells

STYLE = """\
@page { size: A4; margin: 20mm 18mm; }
html { font: 10.5pt/1.45 "Noto Sans", "Liberation Sans", Arial, Helvetica, sans-serif; color: #1a1a1a; }
body { margin: 0 auto; padding: 1.5rem 1.25rem; max-width: 50rem; overflow-wrap: anywhere; background: #fff; }
h1, h2, h3 { line-height: 1.25; break-after: avoid; }
h1 { font-size: 1.6em; margin: 0 0 .5rem; }
h2 { font-size: 1.2em; margin: 1.6rem 0 .4rem; padding-bottom: .15rem; border-bottom: 1px solid #767676; }
h3 { font-size: 1em; margin: 1.1rem 0 .3rem; }
p { margin: 0 0 .5rem; orphans: 3; widows: 3; }
address { font-style: normal; white-space: pre-line; margin-bottom: 1.5rem; }
ul { margin: 0 0 .5rem; padding-left: 1.2rem; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid #767676; font-weight: 600; }
tbody tr { break-inside: avoid; }
tr.has-notes { break-after: avoid; }
tr.notes td { color: #4a4a4a; font-size: .9em; padding: 0 0 .4rem 1rem; }
tr.notes p { margin: 0; }
tfoot td { border-top: 1px solid #767676; font-weight: 600; }
.amount { text-align: right; white-space: nowrap; }
@media print { html { font-size: 9.5pt; } body { padding: 0; max-width: none; } }
"""


def as_html(sheet: Sheet, translator: Translator) -> str:
    """The page; nothing in the register's texts is taken for markup."""
    return "\n".join(_lines(sheet, translator)) + "\n"


def _lines(sheet: Sheet, translator: Translator) -> Iterator[str]:
    title = escape(translator.say(sheet.title))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{translator.language}">'
    yield '<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"
    above, below = sheet.parts()
    for block in above:
        yield from _block(block, translator)
    yield f"<h1>{title}</h1>"
    for block in below:
        yield from _block(block, translator)
    yield "</main>\n</body>\n</html>"


def _block(block: Block, translator: Translator) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{escape(translator.say(block.text))}</h{block.level}>"
        case Paragraph():
            yield f"<p>{escape(translator.say(block.text))}</p>"
        case Points():
            items = (f"<li>{escape(translator.say(item))}</li>" for item in block.items)
            yield f"<ul>{''.join(items)}</ul>"
        case Address():
            yield f"<address>{escape(chr(10).join(map(harmless, block.lines)))}</address>"
        case Table():
            yield from _table(cells(block, translator))


def _table(found: Cells) -> Iterator[str]:
    classes = [' class="amount"' if right else "" for right in found.right]
    heads = (f'<th scope="col"{each}>{escape(words)}</th>' for each, words in zip(classes, found.headings, strict=True))
    yield f"<table>\n<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    for row, notes in zip(found.rows, found.notes, strict=True):
        yield f'<tr class="has-notes">{_cells(row, classes)}</tr>' if notes else f"<tr>{_cells(row, classes)}</tr>"
        if notes:
            told = "".join(f"<p>{escape(note)}</p>" for note in notes)
            yield f'<tr class="notes"><td colspan="{len(classes)}">{told}</td></tr>'
    yield "</tbody>"
    if found.sums is not None:
        yield f"<tfoot><tr>{_cells(found.sums, classes)}</tr></tfoot>"
    yield "</table>"


def _cells(row: list[str], classes: list[str]) -> str:
    return "".join(f"<td{each}>{escape(words)}</td>" for each, words in zip(classes, row, strict=True))
