"""The template of a letter: plain text with places to fill in, and nothing that could be run.

# Heading of the letter            once
## Heading below it
- a point of a list
  that goes on
> a line that stands by itself (an address)
Lines that follow each other are a paragraph; {{home.name}} is a place.
[kommunen fyller ut: what only the municipality knows]
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from bvt_cli.core.texts import Text, text

BLANK = "__________"
"""What stands where something is not known."""
MOST_FAULTS = 200
"""Told of wrong places in one letter: more are not read by anybody."""
TITLE, HEADING, POINT, LINE, PARAGRAPH = "title", "heading", "point", "line", "paragraph"
_MARKS = {"# ": TITLE, "## ": HEADING, "- ": POINT, "> ": LINE}
_PLACE = re.compile(r"\{\{ *([a-z_]+\.[a-z_]+) *\}\}")
_OPENS = "[kommunen fyller ut"
_TO_FILL_IN = re.compile(r"\[kommunen fyller ut:[^\]]*\]")


class Part(NamedTuple):
    """A piece of the text as it was written, or (`place`) the name of what is to stand there."""

    words: str
    place: bool = False


class Block(NamedTuple):
    """A heading, a paragraph, a point of a list or a line by itself. `line`: where it begins."""

    kind: str
    parts: tuple[Part, ...]
    line: int = 0


class Filled(NamedTuple):
    """A letter with its places filled in: the kind and words of each block.

    `blanks`: the places of which nothing is known; `open`: what the municipality must fill in.
    """

    blocks: tuple[tuple[str, str], ...]
    blanks: tuple[str, ...]
    open: tuple[str, ...]


Fault = tuple[int, Text]


def parse(content: str, places: Collection[str]) -> tuple[tuple[Block, ...], list[Fault]]:
    """The blocks of a template, and all that is wrong with it, line by line. `places`: those that may stand in it."""
    lines = content.splitlines()
    blocks = tuple(_blocks(lines))
    found = (fault for number, line in enumerate(lines, 1) for fault in _faults(number, line, places))
    faults = list(islice(found, MOST_FAULTS))
    for block in blocks:
        if _OPENS in _TO_FILL_IN.sub("", _words(block)):
            message = text("A mark {example} is not closed in its paragraph.", example=f"{_OPENS}: ...]")
            faults.append((block.line, message))
    titles = [block.line for block in blocks if block.kind == TITLE]
    if not titles:
        faults.append((1, text("A letter needs a heading: a line that begins with # and a space.")))
    faults += [(line, text("A letter has one heading only; use ## here.")) for line in titles[1:]]
    return blocks, sorted(faults, key=lambda fault: fault[0])


def fill(blocks: Sequence[Block], values: Mapping[str, object], say: Callable[[object], str]) -> Filled:
    """The letter with its places filled in. `say`: a value in the words of the letter's language."""
    blanks: dict[str, None] = {}
    still_open: list[str] = []
    filled = []
    for block in blocks:
        still_open += _TO_FILL_IN.findall(_words(block))
        filled.append((block.kind, "".join(_said(part, values, say, blanks) for part in block.parts)))
    return Filled(tuple(filled), tuple(blanks), tuple(still_open))


def _said(part: Part, values: Mapping[str, object], say: Callable[[object], str], blanks: dict[str, None]) -> str:
    if not part.place:
        return part.words
    value = values[part.words]
    if value is None:
        blanks[part.words] = None
        return BLANK
    return say(value)


def _words(block: Block) -> str:
    """What was written, without the places."""
    return "".join("" if part.place else part.words for part in block.parts)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    kind, words, began = PARAGRAPH, list[str](), 0
    for number, line in enumerate((*lines, ""), 1):
        begins = next((kind for mark, kind in _MARKS.items() if line.startswith(mark)), None)
        if begins is None and line.strip() and (words and kind in (PARAGRAPH, POINT)):
            words.append(line.strip())
            continue
        if words:
            yield Block(kind, _parts(" ".join(words)), began)
        kind, began = begins or PARAGRAPH, number
        said = line if begins is None else line.partition(" ")[2]
        words = [said.strip()] if said.strip() else []


def _parts(words: str) -> tuple[Part, ...]:
    pieces = _PLACE.split(words)  # words and places in turn
    parts = (Part(piece, place=bool(at % 2)) for at, piece in enumerate(pieces))
    return tuple(part for part in parts if part.words)


def _faults(number: int, line: str, places: Collection[str]) -> Iterator[Fault]:
    for name in _PLACE.findall(line):
        if name in places:
            continue
        near = tuple(f"{{{{{each}}}}}" for each in get_close_matches(name, places, n=2, cutoff=0.6))
        about: dict[str, object] = {"name": f"{{{{{name}}}}}", "near": near}
        if near:
            yield number, text("{name} is no place of this letter; did you mean {near}?", **about)
        else:
            yield number, text("{name} is no place of this letter; docs/brev.md lists them.", **about)
    rest = _PLACE.sub("", line)
    if "{{" in rest or "}}" in rest:
        message = text("A place is written {example}, on one line; the braces here are something else.",
                       example="{{home.name}}")  # fmt: skip
        yield number, message
