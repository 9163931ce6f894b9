"""A half-year's experiences as one HTML page that needs nothing beside itself, to be read or printed at A4."""

from collections.abc import Iterator, Mapping
from html import escape

from bvt_cli.core.halfyear import HalfYear
from bvt_cli.render.experiences import TITLE, Part, delivered, head, heads, parts, written
from bvt_cli.render.messages import Translator

STYLE = """\
@page { size: A4; margin: 20mm 22mm; }
html { font: 11pt/1.5 "Noto Serif", "Liberation Serif", Georgia, "Times New Roman", serif; color: #1a1a1a; }
body { margin: 0 auto; padding: 1.5rem 1.25rem; max-width: 42rem; overflow-wrap: anywhere; background: #fff; }
h1, h2 { font-family: "Noto Sans", "Liberation Sans", Arial, Helvetica, sans-serif; line-height: 1.25; }
h1 { font-size: 1.7em; margin: 0 0 .25rem; }
h2 { font-size: 1.15em; margin: 1.6rem 0 .4rem; padding-bottom: .15rem; border-bottom: 1px solid #767676; }
h2, li > p:first-child { break-after: avoid; }
header p, footer { color: #4a4a4a; margin: 0; }
footer { margin-top: 2rem; }
p { margin: 0 0 .5rem; orphans: 3; widows: 3; }
ul { margin: 0; padding-left: 1.2rem; }
li { margin-bottom: .5rem; break-inside: avoid; }
li p { margin: 0; }
li p.words { margin-top: .2rem; }
p.words { white-space: pre-line; }
@media print { html { font-size: 10.5pt; } body { padding: 0; max-width: none; } }
"""


def as_html(half_year: HalfYear, name: str, names: Mapping[str, str], translator: Translator) -> str:
    """The page; `name`: the network's, `names`: of homes by ref. No text of the register is taken for markup."""
    return "\n".join(_lines(half_year, name, names, translator)) + "\n"


def _lines(half_year: HalfYear, name: str, names: Mapping[str, str], translator: Translator) -> Iterator[str]:
    title, about = escape(translator.say(TITLE)), escape(translator.say(head(half_year, name)))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{translator.language}">'
    yield '<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}: {about}</title>"
    yield f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>"
    told = "\n".join(f"<p>{escape(translator.say(each))}</p>" for each in heads(half_year, name, names))
    yield f"<header>\n<h1>{title}</h1>\n{told}\n</header>"
    for number, part in enumerate(parts(half_year, names), start=1):
        yield f'<section aria-labelledby="part-{number}">'
        yield f'<h2 id="part-{number}">{escape(translator.say(part.heading))}</h2>'
        yield from _part(part, translator)
        yield "</section>"
    if half_year.delivered_on:
        yield f"<footer>{escape(translator.say(delivered(half_year)))}</footer>"
    yield "</main>\n</body>\n</html>"


def _part(part: Part, translator: Translator) -> Iterator[str]:
    if part.words:
        yield _words(part.words)
    if part.items:
        yield "<ul>"
        for item in part.items:
            points = [f"<p>{escape(translator.say(item.line))}</p>"]
            if item.below:
                points.append(f"<p>{escape(translator.say(item.below))}</p>")
            if item.words:
                points.append(_words(item.words))
            yield f"<li>{''.join(points)}</li>"
        yield "</ul>"
    elif not part.words:
        yield f"<p>{escape(translator.say(part.empty))}</p>"


def _words(words: str) -> str:
    """What somebody wrote, with its line breaks."""
    return f'<p class="words">{escape(chr(10).join(written(words)))}</p>'
