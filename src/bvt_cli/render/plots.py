"""Bar charts by hand (SVG): one bar a number, with the number written beside it, so that none must be read off.

What a chart shows is told in words too, for those who hear it read. No text of the register stands in one.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

LABELS, BARS, VALUES = 180, 370, 130  # the width of the labels, of the longest bar, and of the numbers after it
BAR, GAP, LINE = 16, 14, 20  # the height of a bar, between groups, and of a line of text
TOP = 12
COLOURS = ("#1f5a96", "#b4451f", "#8fb3d4", "#5f5f5f", "#d9a441")
INK, AXIS = "#1a1a1a", "#8a8a8a"


class Bar(NamedTuple):
    """`length`: what is drawn (nothing where it is None or not above 0); `shown`: the number as it is written."""

    length: int | None
    shown: str


class Group(NamedTuple):
    """Bars about one thing, one of each series."""

    label: str
    bars: tuple[Bar, ...]


class Plot(NamedTuple):
    """A chart: `name` (ASCII, its own on a page), `title`, and `series`: what the bars of each group stand for."""

    name: str
    title: str
    series: tuple[str, ...]
    groups: tuple[Group, ...]


def svg(plot: Plot, language: str) -> str:
    """The chart; all words in it are in the reader's language already."""
    return "\n".join(_lines(plot, language)) + "\n"


def drawn(plot: Plot) -> bool:
    """Whether there is any bar to draw."""
    return any((bar.length or 0) > 0 for group in plot.groups for bar in group.bars)


def told(plot: Plot) -> str:
    """What the chart shows, in words."""
    groups = []
    for group in plot.groups:
        numbers = (f"{name} {bar.shown}" for name, bar in zip(plot.series, group.bars, strict=True))
        groups.append(f"{group.label}: {', '.join(numbers)}.")
    return " ".join(groups)


def _lines(plot: Plot, language: str) -> Iterator[str]:
    legend = LINE * len(plot.series) if len(plot.series) > 1 else 0
    height = TOP + legend + sum(BAR * len(group.bars) + GAP for group in plot.groups)
    width = LABELS + BARS + VALUES
    name = escape(plot.name)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="{name}-title {name}-told" lang="{language}"'
        f' font-family="Noto Sans, Liberation Sans, Arial, Helvetica, sans-serif" font-size="13" fill="{INK}">'
    )
    yield f'<title id="{name}-title">{escape(plot.title)}</title>'
    yield f'<desc id="{name}-told">{escape(told(plot))}</desc>'
    if legend:
        yield from _legend(plot.series)
    yield from _groups(plot.groups, TOP + legend)
    yield f'<line x1="{LABELS}" y1="{TOP + legend - 4}" x2="{LABELS}" y2="{height - GAP + 4}" stroke="{AXIS}"/>'
    yield "</svg>"


def _legend(series: Sequence[str]) -> Iterator[str]:
    for at, words in enumerate(series):
        y = TOP + LINE * at
        yield f'<rect x="{LABELS + 8}" y="{y - 4}" width="12" height="12" fill="{COLOURS[at]}"/>'
        yield f'<text x="{LABELS + 28}" y="{y + 7}">{escape(words)}</text>'


def _groups(groups: Sequence[Group], top: int) -> Iterator[str]:
    longest = max((bar.length or 0 for group in groups for bar in group.bars), default=0)
    for group in groups:
        middle = top + BAR * len(group.bars) // 2
        yield f'<text x="{LABELS - 10}" y="{middle + 4}" text-anchor="end">{escape(group.label)}</text>'
        for at, bar in enumerate(group.bars):
            y = top + BAR * at
            wide = max(2, round(BARS * bar.length / longest)) if bar.length is not None and bar.length > 0 else 0
            if wide:
                fill = COLOURS[at]
                yield f'<rect x="{LABELS}" y="{y + 1}" width="{wide}" height="{BAR - 2}" fill="{fill}"/>'
            yield f'<text x="{LABELS + wide + 6}" y="{y + BAR - 4}" font-size="12">{escape(bar.shown)}</text>'
        top += BAR * len(group.bars) + GAP
