"""The column maps of exports from their files: those shipped, and the municipality's own laid over them by name.

A map is `formats/NAME.yaml`; what may stand in it is told in rates/README.md. Everything wrong in all files is
reported at once.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bvt_cli.core.errors import Problem, RegisterError
from bvt_cli.core.formats import (
    BANK_FORMATS,
    DATE_FORMS,
    ENCODINGS,
    FIELDS,
    FORMS,
    KINDS,
    NUMERIC,
    PURPOSES,
    SINGLE_BYTE,
    SOURCES,
    Col,
    Format,
    template_places,
)
from bvt_cli.core.payroll import CODES
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import Node
from bvt_cli.store.rate_files import read_file, yaml_files
from bvt_cli.store.typed import Fields, Walk
from bvt_cli.store.typed_faults import FieldPath

FOLDER = "formats"
SHIPPED = "bvt/"
MOST_COLUMNS = 300
WIDEST = 2000
MOST_DECIMALS = 6

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_NEEDS = frozenset({"kind", "purpose", "columns"})
_COLUMN_KEYS = frozenset(
    {"name", *SOURCES, "form", "width", "align", "pad", "decimals", "date", "required", "too_long"}
)
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}
_CHOICES = {
    "encoding": ENCODINGS,
    "line_end": tuple(_LINE_ENDS),
    "rows": ("each", "summed"),
    "decimal": ("dot", "comma"),
    "negative": ("first", "last", "refuse"),
    "others": ("refuse", "transliterate"),
    "formulas": ("refuse", "harmless"),
    "separator": tuple(_SEPARATORS),
    "quote": ("needed", "text", "never"),
}
_DELIMITED_ONLY = ("separator", "quote", "header")
_KEYS = _NEEDS | {"about", "forbidden", "header", "balance", *_CHOICES}
_WRITTEN = {"line_end": _LINE_ENDS, "separator": _SEPARATORS}


def load_formats(shipped: Path, own: Path | None) -> dict[str, Format]:
    """All column maps by name, the municipality's own (in `own`/formats) in place of shipped ones of the same name.

    Raises RegisterError with everything that is wrong in any of the files.
    """
    problems: list[Problem] = []
    found: dict[str, Format] = {}
    for folder, prefix in ((shipped, SHIPPED), (own, "")):
        for path in yaml_files(folder / FOLDER, problems, FOLDER) if folder else ():
            name = f"{prefix}{FOLDER}/{path.name}"
            read = _load(name, path, problems)
            if read is not None:
                found[read.name] = read
    if problems:
        raise RegisterError(text("The column maps are wrong; nothing is written until they are mended."), problems)
    return dict(sorted(found.items()))


def _load(name: str, path: Path, problems: list[Problem]) -> Format | None:
    if not _NAME.fullmatch(path.stem) or path.stem in BANK_FORMATS or path.suffix != ".yaml":
        message = text("A column map is named by small letters, digits, dots and dashes, such as our-payroll.yaml,"
                       " and not like a format that is built in.")  # fmt: skip
        problems.append(Problem(name, message))
        return None
    node, _ = read_file(name, path, problems)
    return None if node is None else read_format(Walk(name, problems), node, path.stem)


def read_format(walk: Walk, node: Node, name: str) -> Format | None:
    """The column map in a document; None where it is wrong."""
    before = len(walk.problems)
    fields = walk.fields(node, (), _KEYS, _NEEDS)
    if fields is None:
        return None
    kind = fields.take("kind", walk.choice, KINDS)
    purpose = fields.take("purpose", walk.choice, PURPOSES)
    given: dict[str, str] = {}
    for key, choices in _CHOICES.items():
        choice = fields.take(key, walk.choice, choices)
        if choice is not None:
            given[key] = _WRITTEN.get(key, {}).get(choice, choice)
    about = fields.take("about", walk.text, multiline=True) or ""
    forbidden = fields.take("forbidden", walk.text) or ""
    header = fields.take("header", walk.boolean) or False
    balance = fields.take("balance", walk.choice, tuple(CODES))
    _check_kind(walk, fields, kind, given)
    columns = tuple(_columns(walk, fields, kind))
    if kind is None or purpose is None or len(walk.problems) > before:
        return None
    if given.get("quote") == "never":
        forbidden += given.get("separator", ";") + '"'
    return Format(
        name,
        kind,
        purpose,
        columns,
        walk.file,
        about=about,
        forbidden=forbidden,
        header=header,
        balance=balance,
        **given,
    )


def _check_kind(walk: Walk, fields: Fields, kind: str | None, given: dict[str, str]) -> None:
    """What does not go with the kind of file."""
    if kind != "fixed":
        return
    for key in _DELIMITED_ONLY:
        if key in fields:
            walk.problem(fields.nodes[key], (key,), text("{key} belongs to a delimited format.", key=key))
    if given.get("encoding", "utf-8") not in SINGLE_BYTE:
        node = fields.nodes.get("encoding", fields.nodes["kind"])
        message = text(
            "In fixed positions every letter is one byte: encoding must be one of {choices}.", choices=SINGLE_BYTE
        )
        walk.problem(node, ("encoding",), message)


def _columns(walk: Walk, fields: Fields, kind: str | None) -> Iterator[Col]:
    if "columns" not in fields:
        return
    nodes = list(fields.each("columns", walk))
    if not 1 <= len(nodes) <= MOST_COLUMNS:
        message = text("A format has from {low} to {high} columns.", low=1, high=MOST_COLUMNS)
        walk.problem(fields.nodes["columns"], ("columns",), message)
    names: set[str] = set()
    for node, path in nodes:
        col = _column(walk, node, path, kind)
        if col is None:
            continue
        if col.name in names:
            walk.problem(node, path, text("There are two columns called {name}.", name=col.name))
        names.add(col.name)
        yield col


def _column(walk: Walk, node: Node, path: FieldPath, kind: str | None) -> Col | None:
    before = len(walk.problems)
    needs = {"name", "width"} if kind == "fixed" else {"name"}
    fields = walk.fields(node, path, _COLUMN_KEYS, frozenset(needs))
    if fields is None:
        return None
    name = fields.take("name", walk.text)
    source, value = _source(walk, node, fields)
    natural = FIELDS.get(value, "text") if source == "field" else "text"
    form = fields.take("form", walk.choice, FORMS) or natural
    width = fields.take("width", walk.whole, 1, WIDEST)
    number = form in (*NUMERIC, "digits")
    align = fields.take("align", walk.choice, ("left", "right")) or ("right" if number else "left")
    pad = fields.take("pad", walk.choice, ("space", "zero")) or "space"
    decimals = fields.take("decimals", walk.whole, 0, MOST_DECIMALS)
    day = fields.take("date", walk.choice, DATE_FORMS) or ("YYYY-MM" if form == "month" else "YYYY-MM-DD")
    required = fields.take("required", walk.boolean) or False
    too_long = fields.take("too_long", walk.choice, ("refuse", "cut")) or "refuse"
    if form != natural and not _fits(form, natural, source, value):
        message = text("{value} cannot be written as {form}.", value=value, form=form)
        walk.problem(fields.nodes["form"], (*path, "form"), message)
    if pad == "zero" and align == "left":
        walk.problem(node, path, text("Zeros go before a number: pad: zero needs align: right."))
    if name is None or len(walk.problems) > before:
        return None
    return Col(
        name, source, value, form, width, align, "0" if pad == "zero" else " ", 2 if decimals is None else decimals,
        day, required, too_long,
    )  # fmt: skip


def _fits(form: str, natural: str, source: str, value: str) -> bool:
    """Whether a value that is naturally of one form can be written in another."""
    if source == "constant":
        return form in ("digits", "amount", "ore") and ((value.isascii() and value.isdigit()) or value == "")
    return (natural, form) in (("text", "digits"), ("amount", "ore"), ("number", "exact"))


def _source(walk: Walk, node: Node, fields: Fields) -> tuple[str, str]:
    """What a column holds: exactly one of field, setting, constant and template."""
    given = [key for key in SOURCES if key in fields]
    if len(given) != 1:
        walk.problem(node, fields.path, text("A column has exactly one of {keys}.", keys=SOURCES))
        return "constant", ""
    key = given[0]
    value: str | None
    if key == "field":
        value = fields.take(key, walk.choice, tuple(FIELDS))
    elif key == "setting":
        value = fields.take(key, walk.choice, tuple(CODES))
    else:
        value = fields.take(key, walk.text, empty=True)
        if key == "template" and value is not None:
            _check_template(walk, fields, value)
    return key, value or ""


def _check_template(walk: Walk, fields: Fields, template: str) -> None:
    places = template_places(template)
    path = (*fields.path, "template")
    if places is None:
        walk.problem(fields.nodes["template"], path, text("The braces of this template do not match."))
        return
    for place in places:
        if place not in FIELDS and place not in CODES:
            message = text("There is no field or setting called {name}.", name=place)
            walk.problem(fields.nodes["template"], path, message)
