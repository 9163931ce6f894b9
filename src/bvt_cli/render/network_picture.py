"""The year of networks as a picture (SVG): gatherings on their days, and about how many contacts each month.

It names no one: networks by ref only. What it shows is told in words too, for those who hear it read.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from bvt_cli.core.network_due import Year
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.messages import Translator

LEFT, RIGHT, TOP = 84, 24, 64
MONTH = 52  # width of a month
BAND, BARS = 132, 72  # height of a network, and of its longest bar
LEGEND = 66
GATHERING, SPECIAL, CONTACTS, LINE, INK = "#1f5a96", "#b4451f", "#a9c3dc", "#8a8a8a", "#1a1a1a"


def picture(years: Sequence[Year], translator: Translator) -> str:
    """The picture of the same year of one or more networks."""
    return "\n".join(_lines(years, translator)) + "\n"


def _lines(years: Sequence[Year], translator: Translator) -> Iterator[str]:
    width, height = LEFT + 12 * MONTH + RIGHT, TOP + BAND * len(years) + LEGEND
    title = escape(translator.say(_title(years[0].year)))
    told = escape(" ".join(translator.say(_told(each)) for each in years))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="title told" lang="{translator.language}"'
        f' font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="13" fill="{INK}">'
    )
    yield f'<title id="title">{title}</title>\n<desc id="told">{told}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="{LEFT}" y="26" font-size="17" font-weight="bold">{title}</text>'
    for month in range(12):
        yield f'<text x="{_middle(month)}" y="50" text-anchor="middle">{month + 1}</text>'
    most = max((count for each in years for count in each.contacts), default=0)
    for place, each in enumerate(years):
        yield from _band(each, TOP + BAND * (place + 1) - 16, most, translator)
    yield from _legend(height - 40, translator)
    yield "</svg>"


def _band(year: Year, floor: int, most: int, translator: Translator) -> Iterator[str]:
    """A network's year on a line at `floor`; the longest bar of all stands for `most`."""
    right = LEFT + 12 * MONTH
    yield f'<g role="img" aria-label="{escape(translator.say(_told(year)))}">'
    yield f'<text x="{LEFT - 14}" y="{floor - 40}" text-anchor="end" font-weight="bold">{escape(year.network)}</text>'
    for month, count in enumerate(year.contacts):
        if count:
            tall = max(2, round(BARS * count / most))
            x = _middle(month) - 14
            yield f'<rect x="{x}" y="{floor - tall}" width="28" height="{tall}" fill="{CONTACTS}"/>'
            yield f'<text x="{_middle(month)}" y="{floor - 4}" text-anchor="middle" font-size="12">{count}</text>'
    yield f'<line x1="{LEFT}" y1="{floor}" x2="{right}" y2="{floor}" stroke="{LINE}"/>'
    for gathering in year.gatherings:
        yield _mark(_place(gathering.on), floor - BARS - 20, gathering.kind, _day(gathering.on, translator))
    yield "</g>"


def _mark(x: int, y: int, kind: str, said: str) -> str:
    """A gathering: a dot; one at Christmas or in summer a square on its corner."""
    title = f"<title>{said}</title>" if said else ""
    if kind == "ordinary":
        return f'<circle cx="{x}" cy="{y}" r="7" fill="{GATHERING}">{title}</circle>'
    corners = f"{x},{y - 9} {x + 9},{y} {x},{y + 9} {x - 9},{y}"
    return f'<polygon points="{corners}" fill="{SPECIAL}">{title}</polygon>'


def _legend(y: int, translator: Translator) -> Iterator[str]:
    yield f'<g aria-hidden="true" font-size="12">{_mark(LEFT + 7, y - 4, "ordinary", "")}'
    yield f'<text x="{LEFT + 22}" y="{y}">{escape(translator.say(text("gathering")))}</text>'
    special = ", ".join(translator.word(Word(kind)) for kind in ("christmas", "summer"))
    yield f'{_mark(LEFT + 160, y - 4, "summer", "")}<text x="{LEFT + 176}" y="{y}">{escape(special)}</text>'
    yield f'<rect x="{LEFT}" y="{y + 12}" width="14" height="12" fill="{CONTACTS}"/>'
    contacts = translator.say(text("contact with families, about so many times"))
    yield f'<text x="{LEFT + 22}" y="{y + 22}">{escape(contacts)}</text></g>'


def _title(year: int) -> Text:
    return text("Gatherings and contact with families, {year}", year=year)


def _told(year: Year) -> Text:
    return text(
        "{network}: gatherings {gatherings}; contact with families about {contacts} times.",
        network=year.network,
        gatherings=len(year.gatherings),
        contacts=sum(year.contacts),
    )


def _day(day: date, translator: Translator) -> str:
    return escape(translator.day(day))


def _middle(month: int) -> int:
    return LEFT + MONTH * month + MONTH // 2


def _place(day: date) -> int:
    """Where a day stands: months are of one width, days inside them evenly spread."""
    return LEFT + MONTH * (day.month - 1) + round(MONTH * (day.day - 0.5) / 31)
