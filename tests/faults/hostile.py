"""What somebody might write into a text to harm whoever reads it, and how to tell that it does no harm."""

import html.parser
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.walk import marker

FORMULAS = "=+-@＝＋－＠"
STEERING = "\x1b]0;title\x07\x1b]8;;http://x.invalid\x1b\\\x1b[2J\x1b[31m\x1bP$q\x1b\\\x9b31m\x85\x90\r\x08\x7f\x00\t"
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff"
UNSEEN = "\u200b\u200c\u200d\u2060\u2062\U000e0041"
FLOOD = "e" + "\u0301\u0336\u0489" * 12
MARKUP = "[red]x[bold]y[link=http://x.invalid]z C:\\[x] :smile: "
PAGES = "</td></p></title></style><script>alert(1)</script><img src=/etc/passwd onerror='x' \"y\"><b>&lt;&amp;&#27; ]]>"
PLACES = "{ref} {0} {} {home} %s %(ref)s {{home.name}} $(id) `id` ${HOME} \\n \\u202e"
SQL = "'; DROP TABLE home;-- \" % _ * NEAR("
SEPARATORS = " ; , | :: #"
ADMITTED = f"{MARKUP}{PAGES}{PLACES}{SQL}{SEPARATORS}{UNSEEN}{FLOOD}"
"""What the form takes: nothing in it is a control character, so it must be harmless wherever it comes out."""
NAMED = "[red]x[bold]C:\\[x] </td><script>a(1)</script>&lt;\"' ]]> {ref} {0} %s {{home.name}} '; DROP TABLE x;-- ; , |"
"""The same for names, short enough for a bank, and without what no file for payroll could carry."""
LINES = "\n=1+1\nBEGIN:VEVENT\n- &a [*a, !!python/object:x {}]\n--- |\n# Heading\n| a | b |\n"
REFUSED = [each for each in dict.fromkeys(STEERING + TURNING) if not " " < each <= "~"]
"""What the form never takes."""

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
_FLOODED = re.compile("[\u0300-\u036f\u0483-\u0489]{9,}")
_NUMBER = re.compile(r"-?[0-9]+([.,/][0-9]+)?|-?[0-9]+(,[0-9]+)?")


def harm(words: str) -> list[str]:
    """The characters in it that could steer a terminal, turn the reading direction, or not be seen."""
    found = {f"U+{ord(each):04X}" for each in _HARMFUL.findall(words)}
    return sorted(found | {"piled marks" for _ in _FLOODED.findall(words)})


def harm_in_csv(words: str, dialect: str) -> list[str]:
    """The same of CSV, whose lines end in CR LF and whose cells no spreadsheet may take for a formula."""
    import csv

    separator = ";" if dialect == "excel-no" else ","
    words = words.removeprefix("\ufeff") if dialect == "excel-no" else words
    rows = list(csv.reader(words.splitlines(keepends=True), delimiter=separator, strict=True))
    found = [f"{len(row)} cells for {len(rows[0])}" for row in rows if len(row) != len(rows[0])]
    for cell in (cell for row in rows for cell in row):
        if cell.startswith((*FORMULAS, "\t", "\r", "\n")) and not _NUMBER.fullmatch(cell):
            found.append(cell[:20])
    return found + harm(words.replace("\r\n", "\n"))


def harm_in_json(words: str) -> list[str]:
    """The same of JSON, which must be one document."""
    json.loads(words)
    return harm(words)


class _Page(html.parser.HTMLParser):
    """Everything in a page that is no plain text of one."""

    KNOWN = re.compile(
        "html|head|meta|title|style|body|main|section|h[123]|p|ul|li|dl|dt|dd|address|table|caption|thead|tbody|tfoot|tr|th"
        "|td|figure|figcaption|header|footer|div|span|svg|g|text|rect|line|circle|path|polygon|polyline|desc"
    )
    VOID = ("meta", "br", "rect", "line", "circle", "path", "polygon", "polyline")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if not self.KNOWN.fullmatch(tag):
            self.found.append(f"<{tag}>")
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset") or (name == "href" and (value or "")[:1] != "#"):
                self.found.append(f"{tag} {name}={value}")

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}>")


def harm_in_page(words: str) -> list[str]:
    """The same of an HTML page or a drawing: its elements are bvt's own, each closed, and none loads or runs."""
    page = _Page()
    page.feed(words)
    page.close()
    return page.found + page.open + harm(words)


def spoilt(number: int, where: str, kind: str) -> str:
    """A text that the form takes, beginning like a formula, with a marker in it; one of several lines has some."""
    begins = FORMULAS[number % len(FORMULAS)]
    if kind == "name":
        return f"{begins}{number} {marker(where, kind)} {NAMED}"
    return f"{begins}{number} {marker(where, kind)} {ADMITTED}{LINES if kind == 'text' else ''}"


def numbered(rotation: int = 0) -> Iterator[int]:
    """Numbers for `spoilt`, so that no two texts are the same; `rotation` shifts which begins with what."""
    number = rotation
    while True:
        yield number
        number += 1


def written_behind(register: Path) -> None:
    """What the form refuses, put into every text of a register with plain SQL: another program may have done it.

    The texts are known by the mark that `marked` put into them. Triggers are taken away for it and put back.
    """
    import sqlite3
    from contextlib import closing

    raw = (STEERING + TURNING).replace("\x00", "") + FLOOD
    in_json = json.dumps(raw)[1:-1]
    with closing(sqlite3.connect(register, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                if kind != "TEXT":
                    continue
                for beginning, put in (('["', in_json), ("{", in_json), ("", raw)):
                    connection.execute(
                        f'UPDATE "{table}" SET "{column}" = replace("{column}", ?, ?)'
                        f' WHERE substr("{column}", 1, ?) = ? AND instr("{column}", ?)',
                        (MARK, put, len(beginning), beginning, MARK),
                    )
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")


MARK = "Zzmarkzz"


def marked(number: int, where: str, kind: str) -> str:
    """A plain text that `written_behind` finds again."""
    return f"{number} {MARK}"
