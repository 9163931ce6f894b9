"""Gather the texts of bvt and compile the catalogues of bokmål and nynorsk (`make messages`).

With --check nothing is written: exit 1 when a catalogue is out of date, a text lacks its translation, or a
translation has other places than its text.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "bvt_cli"
RULES = [ROOT / "rates" / f"{name}.yaml" for name in ("settings", "measures", "mileage", "approval")]
LOCALE = SOURCE / "render" / "locale"
COMPLETE = ("nb", "nn")
LANGUAGES = ("nb", "nn")
PLACE = re.compile(r"\{\w+\}")


class Marked(NamedTuple):
    """A text found in the source."""

    msgid: str
    context: str | None


class Plain(Catalog):
    """A catalogue whose header says nothing but language and encoding, so that writing it again changes nothing."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "bvt"),
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def marked(source: str, name: str) -> Iterator[Marked]:
    """The texts in a Python source: the literal first argument of text() and mark(), the second of mark_in()."""
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id not in ("text", "mark", "mark_in"):
            continue
        literals = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
        if node.args and isinstance(node.args[0], ast.Name):
            continue  # a text that was marked where it is written
        if not literals or not all(isinstance(each, str) for each in literals):
            sys.exit(f"{name}:{node.lineno}: {node.func.id}() wants its text as a literal, to be gathered")
        yield Marked(literals[1], literals[0]) if node.func.id == "mark_in" else Marked(literals[0], None)


def told_of_rules(rules: str) -> Iterator[Marked]:
    """The reasons and sources in a file of rules that ships with bvt."""
    for listed in yaml.safe_load(rules).values():
        for rule in listed:
            yield from (Marked(rule[key], None) for key in ("source", "reason") if key in rule)


def gathered() -> list[Marked]:
    """All texts of bvt, each once, in order of the alphabet."""
    found = {
        text
        for file in SOURCE.rglob("*.py")
        for text in marked(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT)))
    }
    found |= {text for file in RULES for text in told_of_rules(file.read_text(encoding="utf-8"))}
    return sorted(found, key=lambda text: (text.msgid, text.context or ""))


def updated(language: str, texts: list[Marked]) -> Catalog:
    """The catalogue of a language for these texts, with the translations it had."""
    path = po_file(language)
    old = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    new = Plain(locale=language, charset="utf-8", fuzzy=False, header_comment=f"# The texts of bvt, {language}.")
    for msgid, context in texts:
        known = old.get(msgid, context)
        if PLACE.sub("", msgid).strip(" ,:()"):
            new.add(msgid, string=known.string if known else "", context=context)
        else:
            new.add(msgid, string=msgid)  # nothing but places
    return new


def faults(language: str, catalogue: Catalog) -> Iterator[str]:
    """What must be put right by hand."""
    for message in catalogue:
        if not message.id:
            continue
        if not message.string and language in COMPLETE:
            yield f"{language}: not translated: {message.id!r}"
        if message.string and set(PLACE.findall(message.id)) != set(PLACE.findall(message.string)):
            yield f"{language}: other places than in the text: {message.string!r}"


def compiled(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The bytes of the .po and of the .mo."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=120, no_location=True, sort_output=False, ignore_obsolete=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "bvt.po"


def main(check: bool) -> int:
    texts = gathered()
    wrong = []
    for language in LANGUAGES:
        catalogue = updated(language, texts)
        wrong += faults(language, catalogue)
        for path, content in zip(
            (po_file(language), po_file(language).with_suffix(".mo")), compiled(catalogue), strict=True
        ):
            if check and (not path.exists() or path.read_bytes() != content):
                wrong.append(f"{path.relative_to(ROOT).as_posix()} is out of date: run `make messages`")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
