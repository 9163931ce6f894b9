"""A statement or letter as plain text, for a terminal, a file or an e-mail."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.statement_blocks import Address, Block, Cells, Heading, Paragraph, Points, Sheet, Table, cells

WIDTH = 88
_UNDERLINES = {2: "=", 3: "-"}


def as_text(sheet: Sheet, translator: Translator) -> str:
    """The document; sentences are folded, tables are as wide as they are."""
    title = translator.say(sheet.title)
    above, below = sheet.parts()
    lines = [line for block in above for line in (*_lines(block, translator), "")] + [title, "=" * len(title)]
    for block in below:
        lines += ["", *_lines(block, translator)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block, translator: Translator) -> Iterator[str]:
    match block:
        case Heading():
            words = translator.say(block.text)
            yield words
            yield _UNDERLINES[block.level] * len(words)
        case Paragraph():
            yield from _folded(translator.say(block.text))
        case Points():
            for item in block.items:
                yield from _folded(translator.say(item), "* ", "  ")
        case Address():
            yield from map(harmless, block.lines)
        case Table():
            yield from _table(cells(block, translator))


def _folded(words: str, first: str = "", rest: str = "") -> list[str]:
    """A sentence on lines of a width; a no-break space stays in its amount, and nothing longer is broken."""
    return wrap(
        words, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _table(found: Cells) -> Iterator[str]:
    below = [] if found.sums is None else [found.sums]
    widths = [max(map(len, column)) for column in zip(found.headings, *found.rows, *below, strict=True)]
    yield _aligned(found.headings, widths, found.right)
    yield "  ".join("-" * width for width in widths)
    for row, notes in zip(found.rows, found.notes, strict=True):
        yield _aligned(row, widths, found.right)
        for note in notes:
            yield from _folded(note, "    ", "    ")
    for row in below:
        yield "  ".join("-" * width for width in widths)
        yield _aligned(row, widths, found.right)


def _aligned(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = (
        words.rjust(width) if to_right else words.ljust(width)
        for words, width, to_right in zip(row, widths, right, strict=True)
    )
    return "  ".join(placed)
