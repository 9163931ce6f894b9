"""A letter from a template as a document: the same blocks as statements, so the same text, HTML and PDF."""

from collections.abc import Iterator
from itertools import groupby

from bvt_cli.core.letter_template import HEADING, LINE, POINT, TITLE, Filled
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.key_words import said
from bvt_cli.render.statement_blocks import Address, Block, Heading, Paragraph, Points, Sheet

KINDS = (
    Column("letter", mark("Letter")),
    Column("what", mark("What it is")),
    Column("person", mark("Of a person"), "flag"),
    Column("step", mark("Signed, it is the step"), "code"),
    Column("languages", mark("Languages"), "code"),
    Column("own", mark("The municipality's own"), "code"),
)
WHAT = {
    "contract": mark("assignment agreement with the home"),
    "confidentiality": mark("confidentiality declaration"),
    "purpose": mark("confirmation of purpose for the police certificate"),
    "approval": mark("answer that the home is approved"),
    "rejection": mark("answer that the application is rejected"),
    "measure_decision": mark("decision on the measure for the child, with how to appeal"),
}

_LABELS = {
    "letter.date": mark("Date of the letter"),
    "home.carers": mark("Names of the carers"),
    "home.kind": mark("What the home is"),
    "person.certificate": mark("Type of police certificate"),
    "person.certificate_months": mark("How old the police certificate may be"),
    "agreement.ref": mark("Ref of the agreement"),
    "agreement.period": mark("Period of the agreement"),
    "agreement.extent": mark("Extent of the agreement"),
    "approval.kind": mark("What the home is approved as"),
    "approval.on": mark("Day of the approval"),
    "approval.by": mark("Who approved the home"),
    "approval.basis": mark("What the approval rests on"),
    "rejection.on": mark("Day of the rejection"),
    "rejection.reason": mark("Reason of the rejection"),
}
"""The places of a letter that are not called what a key of the register is."""


def label(place: str) -> Text:
    """What a place of a letter is called in the register."""
    group, _, key = place.partition(".")
    words = _LABELS.get(place) or said(key, group).label
    return text(words)


def what(kind: str) -> Text:
    """What a letter is, for people."""
    words = WHAT[kind]
    return text(words)


def sheet(filled: Filled) -> Sheet:
    """The letter as a document; the lines before its heading are whom it goes to."""
    title = next(words for kind, words in filled.blocks if kind == TITLE)
    return Sheet(_plain(title), tuple(_blocks(filled)))


def _blocks(filled: Filled) -> Iterator[Block]:
    for kind, group in groupby(filled.blocks, key=lambda block: block[0]):
        words = [said for _, said in group]
        if kind == LINE:
            yield Address(tuple(words))
        elif kind == POINT:
            yield Points(tuple(map(_plain, words)))
        elif kind == HEADING:
            yield from (Heading(_plain(each)) for each in words)
        elif kind != TITLE:
            yield from (Paragraph(_plain(each)) for each in words)


def _plain(words: str) -> Text:
    """Words that are said already, as a sentence."""
    return text("{words}", words=words)
