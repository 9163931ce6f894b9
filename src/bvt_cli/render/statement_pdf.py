"""A statement or letter as a PDF at A4. reportlab is imported here only, and comes with the extra `pdf`."""

from html import escape
from io import BytesIO
from typing import Any, NamedTuple

from bvt_cli.core.texts import text
from bvt_cli.render.formats.letters import NotCarriedError, carried
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.statement_blocks import Address, Block, Cells, Heading, Paragraph, Points, Sheet, Table, cells

MARGIN = 51.0  # points: 18 mm
GAP = 9.0  # between columns
PADDING = 6.0  # of reportlab's frames
SIZE, SMALL = 9.0, 8.0
ROOM = 90.0  # what a heading needs below it, so that it does not stand alone at the foot of a page
PLAIN, BOLD = "Vera", "VeraBd"
"""The letters reportlab brings along, embedded, so that a PDF is the same wherever it is made and read."""
UNKNOWN = "?"


class Pdf(NamedTuple):
    """The file, and the letters that its typeface lacks with what stands in their place."""

    data: bytes
    rewritten: dict[str, str]


def as_pdf(sheet: Sheet, translator: Translator) -> Pdf:
    """The PDF; the same document always gives the same bytes. Raises ModuleNotFoundError without reportlab."""
    from reportlab.platypus import SimpleDocTemplate

    printer = _Printer(translator)
    file = BytesIO()
    title = translator.say(sheet.title)
    template = SimpleDocTemplate(
        file, title=title, author="bvt", subject="", creator="bvt", lang=translator.language, invariant=1,
        displayDocTitle=True, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        initialFontName=PLAIN,
    )  # fmt: skip
    story = printer.story(sheet, template.width - 2 * PADDING)
    template.build(story, onFirstPage=printer.number_page, onLaterPages=printer.number_page)
    return Pdf(file.getvalue(), printer.rewritten)


class _Printer:
    """Makes reportlab's flowables of blocks."""

    def __init__(self, translator: Translator) -> None:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self._say = translator
        fonts = [TTFont(name, f"{name}.ttf") for name in (PLAIN, BOLD)]
        for font in fonts:
            pdfmetrics.registerFont(font)
        self._letters = set(fonts[0].face.charToGlyph) & set(fonts[1].face.charToGlyph)
        self.rewritten: dict[str, str] = {}
        base = ParagraphStyle("base", fontName=PLAIN, fontSize=SIZE, leading=SIZE * 1.4, spaceAfter=5)
        bold = ParagraphStyle("bold", base, fontName=BOLD)
        self._styles = {
            "title": ParagraphStyle("title", bold, fontSize=14, leading=18, spaceAfter=8),
            "heading2": ParagraphStyle("heading2", bold, fontSize=11, leading=14, spaceBefore=12),
            "heading3": ParagraphStyle("heading3", bold, spaceBefore=7, spaceAfter=2),
            "text": base,
            "point": ParagraphStyle("point", base, leftIndent=10, bulletIndent=0, spaceAfter=3),
            "cell": ParagraphStyle("cell", base, spaceAfter=0, leading=SIZE * 1.25),
            "bold": ParagraphStyle("bold", bold, spaceAfter=0, leading=SIZE * 1.25),
            "note": ParagraphStyle("note", base, fontSize=SMALL, leading=SMALL * 1.3, leftIndent=10, spaceAfter=0),
        }

    def story(self, sheet: Sheet, width: float) -> list[Any]:
        above, below = sheet.parts()
        title = self._paragraph(self._say.say(sheet.title), "title")
        found = [each for block in above for each in self._flowables(block, width)]
        return [*found, title, *(each for block in below for each in self._flowables(block, width))]

    def number_page(self, canvas: Any, template: Any) -> None:
        canvas.setFont(PLAIN, SMALL)
        words = self._plain(self._say.say(text("Page {number}", number=canvas.getPageNumber())))
        canvas.drawRightString(template.pagesize[0] - MARGIN, MARGIN / 2, words)

    def _flowables(self, block: Block, width: float) -> list[Any]:
        from reportlab.platypus import CondPageBreak, Spacer

        match block:
            case Heading():
                return [CondPageBreak(ROOM), self._paragraph(self._say.say(block.text), f"heading{block.level}")]
            case Paragraph():
                return [self._paragraph(self._say.say(block.text), "text")]
            case Points():
                return [self._paragraph(self._say.say(item), "point", "•") for item in block.items]
            case Address():
                return [*(self._paragraph(harmless(line), "cell") for line in block.lines), Spacer(0, 24)]
            case Table():
                return self._table(cells(block, self._say), width)

    def _table(self, found: Cells, width: float) -> list[Any]:
        from reportlab.lib import colors
        from reportlab.platypus import Table as Grid

        grid = [[self._cell(words, right, "bold") for words, right in zip(found.headings, found.right, strict=True)]]
        style: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), 8),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.grey),
        ]
        begins = 0
        for row, notes in zip(found.rows, found.notes, strict=True):
            begins = len(grid)
            grid.append([self._cell(words, right, "cell") for words, right in zip(row, found.right, strict=True)])
            if notes:
                at = len(grid)
                grid.append([[self._paragraph(note, "note") for note in notes], *[""] * (len(row) - 1)])
                style += [("SPAN", (0, at), (-1, at)), ("NOSPLIT", (0, at - 1), (-1, at))]
        if found.sums is not None:
            grid.append([self._cell(words, r, "bold") for words, r in zip(found.sums, found.right, strict=True)])
            style += [("LINEABOVE", (0, -1), (-1, -1), 0.5, colors.grey), ("NOSPLIT", (0, begins), (-1, -1))]
        return [Grid(grid, self._widths(found, width), style=style, repeatRows=1, spaceBefore=2, spaceAfter=6)]

    def _widths(self, found: Cells, width: float) -> list[float]:
        """Amounts get what they need; the rest is shared out so that words are broken only between each other."""
        rows = [(found.headings, BOLD), *((row, PLAIN) for row in found.rows), (found.sums or [], BOLD)]
        wanted, least = [], []
        for at, right in enumerate(found.right):
            column = [(row[at], font) for row, font in rows if row]
            wanted.append(max(self._wide(words, font) for words, font in column) + GAP)
            pieces = [(piece, font) for words, font in column for piece in words.split(" ")]
            least.append(wanted[at] if right else max(self._wide(piece, font) for piece, font in pieces) + GAP)
        room = sum(wanted) - sum(least)
        part = (width - sum(least)) / room if room else 0
        if part <= 1:
            return [low + (high - low) * max(part, 0) for low, high in zip(least, wanted, strict=True)]
        left = sum(want for want, right in zip(wanted, found.right, strict=True) if not right)
        more = 1 + (width - sum(wanted)) / left if left else 1
        return [want if right else want * more for want, right in zip(wanted, found.right, strict=True)]

    def _wide(self, words: str, font: str) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(self._plain(words), font, SIZE))

    def _cell(self, words: str, right: bool, style: str) -> Any:
        from reportlab.lib.styles import ParagraphStyle

        chosen = self._styles[style]
        return self._paragraph(words, ParagraphStyle(f"{style}-right", chosen, alignment=2) if right else chosen)

    def _paragraph(self, words: str, style: Any, bullet: str | None = None) -> Any:
        from reportlab.platypus import Paragraph as Flowable

        chosen = self._styles[style] if isinstance(style, str) else style
        return Flowable(escape(self._plain(words), quote=False), chosen, bulletText=bullet)

    def _plain(self, words: str) -> str:
        """The words in letters that the typeface has."""
        lacking = {letter for letter in words if ord(letter) not in self._letters}
        for letter in sorted(lacking):
            try:
                other = carried(letter, "latin-1", transliterate=True)[0]
            except NotCarriedError:
                other = UNKNOWN
            self.rewritten[letter] = other
            words = words.replace(letter, other)
        return words
