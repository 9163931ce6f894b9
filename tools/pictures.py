"""Pictures of bvt at work for the README (`make pictures`): SVG, exported by Rich from runs at a terminal."""

import io
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from rich.console import Console  # noqa: E402
from rich.terminal_theme import TerminalTheme  # noqa: E402
from rich.text import Text  # noqa: E402

import console as sessions  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
BEFORE = ("bvt init --pay-from 2024-10", f"bvt import '{ROOT / 'examples' / 'kommune.yaml'}'")
AROUND = {"BVT_LANG": "en", "BVT_AS_OF": "2025-03-31", "BVT_DB": "bvt.db"}
# Black on paper, so that a picture can be printed; no colour carries meaning by itself.
INK, WHITE = (36, 41, 47), (255, 255, 255)
PAPER = TerminalTheme(
    WHITE,
    INK,
    [INK, (180, 35, 24), (17, 99, 41), (125, 78, 0), (5, 80, 174), (130, 80, 223), (27, 124, 131), (87, 96, 106)],
)
# As Rich's own, without the window around it and the typeface from the network.
SVG = """\
<svg class="{unique_id}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{
  font: {char_height}px/{line_height}px Consolas, Menlo, "DejaVu Sans Mono", monospace;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="6" fill="#ffffff" stroke="#d0d7de" />
<text x="{terminal_x}" y="28" fill="#57606a" font-family="sans-serif" font-size="{char_height}px">TITLE</text>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


class Picture(NamedTuple):
    """A picture: what is typed, what is run before it unseen, and how wide its terminal is."""

    title: str
    typed: tuple[str, ...]
    before: tuple[str, ...] = ()
    columns: int = 100


PICTURES = {
    "pay-month": Picture("What is to be paid for March 2025", ("bvt pay calculate 2025-03",)),
    "explanation": Picture(
        "A line explains itself", ("bvt pay explain R1-1",), ("bvt --quiet pay month 2025-03 --post",), 110
    ),
    "network": Picture(
        "A network that nobody has looked after", ("bvt network check N-2 --as-of 2025-06-30",), columns=110
    ),
}


def drawn(name: str) -> str:
    """The picture as SVG."""
    picture = PICTURES[name]
    unseen = (*BEFORE, *picture.before)
    session = [sessions.Command(typed, [], slice(0), AROUND) for typed in (*unseen, *picture.typed)]
    with tempfile.TemporaryDirectory(prefix="bvt-pictures-") as folder:
        outputs = sessions.run(session, Path(folder), picture.columns, colour=True)[len(unseen) :]
    console = Console(
        record=True, width=picture.columns, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for typed, output in zip(picture.typed, outputs, strict=True):
        console.print(Text(f"$ {typed}", "bold"))
        for line in output:
            console.print(Text.from_ansi(line))
    svg = console.export_svg(
        title=picture.title, theme=PAPER, code_format=SVG.replace("TITLE", picture.title), unique_id=f"bvt-{name}"
    )
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def words(svg: str) -> list[str]:
    """The texts of a picture, whatever version of Rich laid it out."""
    return [
        each
        for each in (found.replace("&#160;", " ").strip() for found in re.findall(r">([^<>]+)</text>", svg))
        if each
    ]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        (FOLDER / f"{name}.svg").write_text(drawn(name), encoding="utf-8", newline="\n")
        print(f"docs/pictures/{name}.svg is written")
