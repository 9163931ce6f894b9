"""The codes of payroll, ledger and bank from payroll.yaml: those shipped, and the municipality's own laid over them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bvt_cli.core.codes import MEASURES
from bvt_cli.core.errors import Problem, RegisterError
from bvt_cli.core.payroll import CODES, COMPONENTS, FILE, SELECTORS, About, Code, CodeName, Codes
from bvt_cli.core.practice import STANDINGS
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import Node, place
from bvt_cli.store.rate_files import read_file
from bvt_cli.store.typed import Fields, Walk
from bvt_cli.store.typed_faults import FieldPath

SHIPPED = "bvt/"
MUNICIPALITY = STANDINGS[-1]

_NEEDS = frozenset({"name", "value", "from", "reason"})
_KEYS = _NEEDS | {"to", "source", *SELECTORS}
_FUNCTION = re.compile(r"[0-9]{3}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_SERVICE_LEVEL = re.compile(r"[A-Z]{4}")
_LONGEST = 70


def load_codes(shipped: Path, own: Path | None) -> Codes:
    """All codes, the municipality's own payroll.yaml (in `own`, where there is one) laid over what ships.

    Raises RegisterError with everything that is wrong in any of the files.
    """
    problems: list[Problem] = []
    codes: list[Code] = []
    for folder, prefix in ((shipped, SHIPPED), (own, "")):
        if folder is None or (not prefix and not (folder / FILE).exists()):
            continue
        node, _ = read_file(prefix + FILE, folder / FILE, problems)
        if node is not None:
            codes += _codes(Walk(prefix + FILE, problems), node, own=not prefix)
    if problems:
        raise RegisterError(
            text("The settings of payroll are wrong; nothing is written until they are mended."), problems
        )
    return Codes(codes)


def _codes(walk: Walk, node: Node, own: bool) -> Iterator[Code]:
    fields = walk.fields(node, (), frozenset({"payroll"}), frozenset({"payroll"}))
    said: dict[tuple[str, About, date], str] = {}
    for entry, path in fields.each("payroll", walk) if fields else ():
        code = _code(walk, entry, path, own)
        if code is None:
            continue
        key = (code.name, code.only, code.since)
        if key in said:
            message = text(
                "{name} from {day} is said twice; first at {place}.", name=code.name, day=code.since, place=said[key]
            )
            walk.problem(entry, path, message)
        said.setdefault(key, place(walk.file, entry.line))
        yield code


def _code(walk: Walk, node: Node, path: FieldPath, own: bool) -> Code | None:
    before = len(walk.problems)
    more = frozenset() if own else frozenset({"standing", "source"})
    fields = walk.fields(node, path, _KEYS | more, _NEEDS | more)
    if fields is None:
        return None
    name = fields.take("name", walk.choice, tuple(CODES))
    since = fields.take("from", walk.day)
    until = fields.take("to", walk.day)
    if since and until and until < since:
        message = text("The last day, {until}, comes before the first, {since}.", until=until, since=since)
        walk.problem(fields.nodes["to"], (*path, "to"), message)
    only = _only(walk, fields, name)
    standing = MUNICIPALITY if own else fields.take("standing", walk.choice, STANDINGS[:-1])
    source = fields.take("source", walk.text, multiline=True)
    reason = fields.take("reason", walk.text, multiline=True)
    value = None
    if name and "value" in fields and (own or not fields.is_null("value")):
        value = _value(walk, fields.nodes["value"], (*path, "value"), CODES[name])
    if name is None or since is None or len(walk.problems) > before:
        return None
    return Code(name, value, since, only, standing or "", source or "", reason or "", walk.file, until)


def _only(walk: Walk, fields: Fields, name: str | None) -> About:
    """What a code is for."""
    for key in SELECTORS:
        if key in fields and name and not CODES[name].selective:
            message = text("{name} is the same for all that is paid; take {key} out.", name=name, key=key)
            walk.problem(fields.nodes[key], (*fields.path, key), message)
    function = fields.take("function", walk.text)
    if function is not None and not _FUNCTION.fullmatch(function):
        message = text('A KOSTRA function is three digits in quotes, such as "251".')
        walk.problem(fields.nodes["function"], (*fields.path, "function"), message)
    return About(
        fields.take("component", walk.choice, COMPONENTS),
        fields.take("measure", walk.choice, MEASURES),
        function,
        fields.take("taxable", walk.boolean),
    )


def _value(walk: Walk, node: Node, path: FieldPath, code: CodeName) -> str | None:
    """A value of the kind the code has; a text may be empty: nothing is to be written."""
    value = walk.text(node, path, empty=code.kind == "line")
    if value is None:
        return None
    if code.kind in ("account", "organisation"):
        return _checked_number(walk, node, path, value, code.kind)
    wrong = (code.kind == "bic" and not _BIC.fullmatch(value)) or (
        code.name == "bank_service_level" and value != "" and not _SERVICE_LEVEL.fullmatch(value)
    )
    if wrong:
        walk.problem(node, path, text("{name} is not written like this.", name=code.name))
        return None
    if len(value) > _LONGEST:
        walk.problem(node, path, text("{name} is longer than {limit} characters.", name=code.name, limit=_LONGEST))
        return None
    return value


def _checked_number(walk: Walk, node: Node, path: FieldPath, value: str, kind: str) -> str | None:
    """An account or organisation number without dots and spaces, its check digit right."""
    from stdnum.no import kontonr, orgnr

    digits = value.replace(".", "").replace(" ", "")
    checks, length = (kontonr.is_valid, 11) if kind == "account" else (orgnr.is_valid, 9)
    if len(digits) == length and digits.isascii() and digits.isdigit() and checks(digits):
        return digits
    if kind == "account":
        message = text("This is no Norwegian account number: eleven digits, the last of which checks the others.")
    else:
        message = text("This is no organisation number: nine digits, the last of which checks the others.")
    walk.problem(node, path, message)
    return None
