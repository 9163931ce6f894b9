"""All that is held on one person, as a document under headings, to be read or handed over, and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from bvt_cli.core.field import Record
from bvt_cli.core.form import field_of
from bvt_cli.core.insight import Answer, Rows, free_text
from bvt_cli.core.logged import Logged, differences
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column, Kind, cell
from bvt_cli.render.key_words import SAID, called, said
from bvt_cli.render.log import in_oslo
from bvt_cli.render.log_page import difference
from bvt_cli.render.messages import Translator
from bvt_cli.render.statement_blocks import Block, Heading, Paragraph, Sheet, Table

_KINDS: dict[str, Kind] = {
    "date": "day", "month": "month", "choice": "code", "flag": "flag", "whole": "number", "fraction": "number",
    "kroner": "kroner",
}  # fmt: skip
_BESIDE: dict[str, tuple[str, Kind]] = {
    "line": (mark("Line"), "text"),
    "run": (mark("Run"), "text"),
    "run_month": (mark("Month of the run"), "month"),
    "for_month": (mark("Month"), "month"),
    "month": (mark("Month"), "month"),
    "component": (mark("Component"), "code"),
    "kind": (mark("Kind"), "code"),
    "first": (mark("From"), "day"),
    "last": (mark("To"), "day"),
    "first_month": (mark("From"), "month"),
    "last_month": (mark("To"), "month"),
    "quantity": (mark("Quantity"), "number"),
    "rate": (mark("Rate"), "kroner"),
    "amount": (mark("Amount"), "kroner"),
    "outstanding": (mark("Outstanding"), "kroner"),
    "share": (mark("Share"), "number"),
    "age": (mark("Age"), "number"),
    "taxable": (mark("Taxable"), "flag"),
    "measure": (mark("Measure"), "code"),
    "claim": (mark("Claim"), "text"),
    "from": (mark("From"), "day"),
    "on": (mark("On"), "day"),
    "letter_on": (mark("Letter sent"), "day"),
    "released_on": (mark("Released"), "day"),
    "settled_on": (mark("Settled"), "day"),
    "at": (mark("When"), "text"),
    "command": (mark("Command"), "text"),
    "erased": (mark("Erased"), "text"),
    "what": (mark("What"), "text"),
}
"""What the keys are called, and their kinds, that are no keys of the form."""
_NOT_SHOWN = ("before", "after")
"""Too much for a table: what an entry of the journal said before and after; JSON has it."""
_REASONS = {
    "about_others": mark("It was written about other people too."),
    "about_child": mark("It is about the child."),
    "protected_home": mark("The home is protected, and no reason was given (--reveal)."),
}
_WHO = (
    Column("at", mark("When")),
    Column("by", mark("By")),
    Column("command", mark("Command")),
    Column("what", mark("What")),
    Column("ref", mark("Ref")),
)
_FACTS = (Column("key", mark("What is held")), Column("value", mark("Value")))
_LEFT_OUT = (
    Column("what", mark("What"), "text"),
    Column("ref", mark("Ref")),
    Column("key", mark("Key")),
    Column("reason", mark("Reason")),
)


def document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON has it."""
    subject = answer.subject
    return {
        "ref": subject.ref,
        "what": subject.what,
        "role": subject.role,
        "home": subject.home,
        "held": {section.code: list(section.rows) for section in answer.sections},
        "left_out": [each._asdict() for each in answer.left_out],
        "review": [
            {"section": each.section, "ref": each.ref or None, "key": each.key, "at": each.at or None}
            for each in answer.review
        ],
    }


def sheet(answer: Answer, translator: Translator, *, hand_over: bool = False) -> Sheet:
    """The answer as a document; free texts stand together at the end, to be read through first.

    `hand_over`: without what is said to whoever answers.
    """
    blocks = tuple(_blocks(answer, translator, hand_over=hand_over))
    return Sheet(text("All that is held on {ref}", ref=answer.subject.ref), blocks)


def _blocks(answer: Answer, translator: Translator, *, hand_over: bool) -> Iterator[Block]:
    yield Paragraph(
        text(
            "Other people are not named here; children and homes stand here by their refs only. This is what the"
            " register holds: letters, papers and other systems of the service are not in it."
        )
    )
    for section in answer.sections:
        if section.rows:
            yield Heading(_said(section.heading))
            yield from _BLOCKS.get(section.code, _section)(section, translator)
    review = [each for each in answer.review if each.section != "look_ups"]  # they stand with the look-ups
    if review and hand_over:
        yield Heading(text("What was written freely"))
    elif review:
        yield Heading(text("To be read through before it is handed over"))
        yield Paragraph(
            text(
                "What was written freely may tell of others: here, among the changes and with the look-ups. Take out"
                " what is theirs first."
            )
        )
    if review:
        for each in review:
            named = _key(each.section, each.key.rpartition(".")[2])
            where = (each.ref, named, each.at) if each.at else (each.ref, named)
            yield Heading(text("{where}", where=tuple(each for each in where if each)), 3)
            yield from (Paragraph(text("{words}", words=line)) for line in each.text.splitlines() if line)
    if answer.left_out and not hand_over:
        yield Heading(text("Left out"))
        yield Paragraph(
            text("This is held too. Whoever answers reads it, and decides whether something of it is to be told.")
        )
        rows = [
            (_thing(each.what, translator), each.ref, _last_key(each.what, each.key, translator),
             translator.mark(_REASONS[each.reason]))
            for each in answer.left_out
        ]  # fmt: skip
        yield Table(_LEFT_OUT, rows)


def _section(section: Rows, translator: Translator) -> Iterator[Block]:
    """Single things line by line, several as a table; their lists as tables below."""
    flat = [_flat(row) for row in section.rows]
    if len(flat) == 1 and section.owner:
        facts = [
            (_heading(section.owner, key, translator), cell(value, _kind(section.owner, key), translator))
            for key, value in flat[0].items()
            if not _elsewhere(section.owner, key)
        ]
        yield Table(_FACTS, facts)
    else:
        yield from _table(section.owner, flat, translator)
    for key in dict.fromkeys(key for row in section.rows for key, value in row.items() if isinstance(value, list)):
        listed = [
            ({"ref": row["ref"], **_flat(element)} if len(section.rows) > 1 else _flat(element))
            for row in section.rows
            for element in row.get(key, ())
        ]
        yield Heading(_said(_label(section.owner, key)), 3)
        yield from _table(f"{section.owner}.{key}", listed, translator)


def _changes(section: Rows, translator: Translator) -> Iterator[Block]:
    """Who changed what, and below each entry what became of which key."""
    rows = [[_value(column.key, row[column.key], translator) for column in _WHO] for row in section.rows]
    yield Table(_WHO, rows, tuple(tuple(_became(row)) for row in section.rows))


def _look_ups(section: Rows, translator: Translator) -> Iterator[Block]:
    """Who looked, and why, where that was said."""
    columns = (*_WHO, Column("reason", mark("Reason")))
    yield Table(columns, [[_value(each.key, row[each.key], translator) for each in columns] for row in section.rows])


_BLOCKS = {"journal": _changes, "look_ups": _look_ups}
"""The sections with a form of their own."""


def _became(row: Record) -> Iterator[Text]:
    what = row["what"]
    if row["erased"]:
        keys = tuple(called(each, what) for each in row["erased"])
        yield text("{name}: {value}", name=_said(mark("Erased")), value=keys)
    entry = Logged("", "", "", "change", "", what, "", row["before"], row["after"])
    for each in differences(entry):
        yield difference(what, each)
    for key in row["keys"]:
        if key not in row["before"] and key not in row["after"]:
            yield text("{name}: {value}", name=called(key, what), value=text("(protected)"))


def _table(owner: str, rows: Sequence[Record], translator: Translator) -> Iterator[Block]:
    keys = dict.fromkeys(key for row in rows for key in row if not _elsewhere(owner, key))
    if not keys:
        return
    columns = [Column(key, _heading(owner, key, translator), _kind(owner, key)) for key in keys]
    yield Table(columns, [[_value(key, row.get(key), translator) for key in keys] for row in rows])


def _value(key: str, value: object, translator: Translator) -> object:
    if key == "at" and isinstance(value, str) and "T" in value:
        return in_oslo(value, translator)
    if key == "what" and isinstance(value, str):
        return _thing(value, translator)
    if key == "erased" and isinstance(value, tuple):
        return tuple(called(each, "") for each in value)
    if key == "keys" and isinstance(value, tuple):
        return tuple(translator.key(each) for each in value)
    return value


def _flat(record: Record) -> Record:
    """A record without its lists, its groups key by key."""
    found: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and key not in _NOT_SHOWN:
            found.update({f"{key}.{inner}": each for inner, each in value.items()})
        elif not isinstance(value, list):
            found[key] = value
    return found


def _elsewhere(owner: str, key: str) -> bool:
    """Whether what stands under a key is not shown in a table: a free text, or too much."""
    return key in _NOT_SHOWN or key.rpartition(".")[2] == "reason" or free_text(owner, key)


def _kind(owner: str, key: str) -> Kind:
    outer, _, inner = key.rpartition(".")
    field = field_of(f"{owner}.{outer}" if outer else owner, inner)
    if field is not None:
        return _KINDS.get(field.kind, "text")
    return _BESIDE[key][1] if key in _BESIDE else "text"


def _heading(owner: str, key: str, translator: Translator) -> str:
    """What a key is called in the reader's language; one in a group after the group: `Withdrawn: On`."""
    outer, _, _ = key.rpartition(".")
    called = translator.mark(_label(owner, key))
    return f"{translator.mark(_label(owner, outer))}: {called}" if outer else called


def _label(owner: str, key: str) -> str:
    """What a key is called (marked)."""
    outer, _, inner = key.rpartition(".")
    if owner and (field_of(owner, outer or key) or key == "ref"):
        return said(inner, outer or owner.rpartition(".")[2]).label
    if key in _BESIDE:
        return _BESIDE[key][0]
    return SAID[key].label if key in SAID else mark("Keys")


def _key(section: str, key: str) -> Text:
    return _said(SAID[key].label if key in SAID else mark("Reason"))


def _last_key(what: str, key: str, translator: Translator) -> str:
    outer, _, inner = key.rpartition(".")
    return translator.mark(said(inner, outer or what).label)


def _thing(what: str, translator: Translator) -> str:
    return translator.mark(_THINGS[what])


def _said(msgid: str) -> Text:
    """A marked text as a sentence."""
    return Text(msgid)


_THINGS = {
    "home": mark("Home"),
    "person": mark("Person"),
    "child": mark("Child"),
    "agreement": mark("Agreement"),
    "stay": mark("Stay"),
    "outlay": mark("Outlay"),
    "drive": mark("Drive"),
    "supplement": mark("Supplement"),
    "follow_up": mark("Follow-up"),
    "grant": mark("Financial support"),
    "network": mark("Network"),
    "council": mark("Family council"),
    "claim": mark("Claim"),
    "register": mark("Everything"),
}
