"""docs/register-document.md: every key of a register document, from the form, and an example with them all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bvt_cli.core import form
from bvt_cli.core.field import Entity, Field
from bvt_cli.core.texts import Word
from bvt_cli.render.key_words import SAID, said
from bvt_cli.render.messages import translator

SAY = translator("en")
HEAD = """\
# The register document

Written by `make docs` from the form of the register. `bvt import FILE` takes such a document in (YAML, or JSON with the
same keys), `bvt export` writes one. A document need not hold everything: what it names is added, or corrected key by
key where the ref is known; a key left out stays as it is, and `key: null` takes an optional one away. It is taken in as
a whole or not at all: everything wrong in it is told with its line (exit 65), and importing it twice changes nothing.

- A text is the text it looks like: `no` and `2024-10` need no quotes. What looks like a number does where a text is
  meant: `municipality: "0301"`, `case: "20241187"`. Days are `2024-10-04`, months `2024-10`, half-years `2024H2`.
- A ref is your own (`H-001`) or one that bvt gave (`H1`); it may point into the document or the register.
- Elements of a list are the same when the keys named *same* below agree. A list stands for the whole list: one that
  leaves out a known element is refused (exit 3) unless `--replace`.
- Personal texts (names, addresses, reasons) are kept apart from figures and refs; they are marked with *.
- There are no names of children, no fødselsnummer, and no certificates: of these only type and days.

## An example with every key

All of it is invented. A document like this goes into an empty register as it stands.

```yaml
"""
# What is not said beside an option of a command, since no command takes it.
MEANINGS = {
    "bvt_register": "The form of this document: 1.",
    "pay_from": "The first month that bvt pays; it cannot change once something is posted.",
    "joint_meetings": "Meetings of all resource families.",
    "joint_meetings.networks": "The networks that met.",
    "resource_home": "The ref of the resource family's home.",
    "started_on": "The first day it runs.",
    "contacts": "The employees who share the guidance.",
    "talk_every_days": "How many days may lie between the talks, from a day on.",
    "talk_every_days.days": "The number of days.",
    "gatherings_agreed": "The gatherings agreed for a year.",
    "gatherings_agreed.year": "The year.",
    "gatherings_agreed.number": "How many.",
    "members": "The foster homes in it.",
    "members.from": "The first day in the network.",
    "members.to": "The last day in the network.",
    "confidentiality_on": "When the group confidentiality was signed.",
    "consents": "Consents of children to the family taking part.",
    "withdrawn_on": "The day the consent was withdrawn; it no longer counts.",
    "gatherings": "The gatherings held.",
    "gatherings.kind": "Which gathering.",
    "title": "What it was.",
    "gatherings.homes": "The homes that came.",
    "went": "How it went.",
    "cost": "What it cost, in kroner.",
    "talks": "Talks with the resource family.",
    "family_contacts": "The resource family's contacts with a family.",
    "family_contacts.count": "About how many contacts.",
    "experiences": "What is written of a half-year.",
    "half": "The half-year.",
    "experiences.text": "The short general description.",
    "delivered_on": "The day it was first delivered; what is taken in as delivered is kept as it prints then.",
}
KINDS = {
    "text": "text, several lines", "line": "text", "pseudonym": "text", "name": "text", "digits4": "four digits",
    "account": "eleven digits", "kroner": 'kroner above 0, such as `500` or `"1718.75"`',
    "date": "day", "month": "month", "half": "half-year", "flag": "`true` or `false`", "texts": "list of texts",
    "group": "group", "list": "list",
}  # fmt: skip
EXAMPLE = Path(__file__).with_name("docs_register.yaml")


def page() -> str:
    """The whole page."""
    parts = [HEAD + EXAMPLE.read_text(encoding="utf-8") + "```\n"]
    parts.append("## At the top\n\n" + _table(_top(), "register"))
    by_plural = {entity.plural: entity for entity in form.ENTITIES}
    for plural in form.DOCUMENT_ORDER:
        parts.append(_entity(by_plural[plural]))
    return "\n".join(parts)


def _top() -> list[Field]:
    lists = [Field(plural, "list") for plural in form.DOCUMENT_ORDER]
    return [Field("bvt_register", "version", required=True), *form.REGISTER.fields, *lists]


def _entity(entity: Entity) -> str:
    parts = [
        f"## {entity.plural}\n\nRefs that bvt gives begin with {entity.prefix}.\n",
        _table(entity.fields, entity.name),
    ]
    return "\n".join([*parts, *_inner(entity.fields, entity.plural, entity.name)])


def _inner(fields: Sequence[Field], path: str, owner: str) -> Iterator[str]:
    for field in fields:
        if field.fields:
            same = [f"`{key}`" for key in field.identity] or ["all keys"]
            told = f" Same: {', '.join(same)}." if field.kind == "list" else ""
            yield f"### {path}: {field.key}\n\n{_meaning(field, owner)}{told}\n"
            yield _table(field.fields, field.key)


def _table(fields: Sequence[Field], owner: str) -> str:
    rows = []
    for field in fields:
        key = f"`{field.key}`" + ("*" if field.personal else "")
        rows.append(f"| {key} | {_need(field, owner)} | {_kind(field)} | {_meaning(field, owner)} |")
    return "\n".join(["| key | | value | meaning |\n|---|---|---|---|", *rows]) + "\n"


def _need(field: Field, owner: str) -> str:
    if field.required:
        return "required"
    default = _defaults().get((owner, field.key), "")
    return f"left out: {default}" if default else ""


def _kind(field: Field) -> str:
    match field.kind:
        case "choice":
            return ", ".join(_code(choice) for choice in field.choices)
        case "ref" | "refs":
            return f"ref of a {field.of}" if field.kind == "ref" else f"list of refs: {field.of}"
        case "whole":
            return f"whole number, {field.low} to {field.high}"
        case "fraction":
            return 'exact number, such as "1.5" or "1/2"' + (f", up to {field.high}" if field.high else "")
        case "version":
            return "`1`"
    return KINDS[field.kind]


def _code(code: str) -> str:
    word = SAY.value(Word(code))
    return f"`{code}`" if word in (code, code.replace("_", " ")) else f"`{code}` ({word})"


def _meaning(field: Field, owner: str) -> str:
    known: Mapping[str, str] = MEANINGS
    whole = f"{owner}.{field.key}"
    for name in (whole, *(() if whole in SAID else (field.key,))):
        if name in known:
            return known[name]
    if field.key in form.DOCUMENT_ORDER:
        return "See below."
    assert f"{owner}.{field.key}" in SAID or field.key in SAID, f"no meaning of {owner}.{field.key}"
    return SAY.mark(said(field.key, owner).meaning)


def _defaults() -> dict[tuple[str, str], str]:
    """What a key left out stands for, as the form itself tells in comments."""
    found = {}
    owners = {field.key: owner for owner, field in _all_fields()}
    source = Path(form.__file__).read_text(encoding="utf-8")
    for key, default in re.findall(r'^\s*(?:\w+\()?"(\w+)".*# left out: (.*)$', source, re.MULTILINE):
        found[owners[key], key] = default
    return found


def _all_fields() -> Iterator[tuple[str, Field]]:
    for entity in (*form.ENTITIES, form.REGISTER):
        for field in entity.fields:
            yield entity.name, field
            yield from ((field.key, inner) for inner in field.fields)
