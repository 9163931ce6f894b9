"""Single values of a register document, read by the kind of their field (core.field)."""

import re
from collections.abc import Callable
from typing import Any

from bvt_cli.core.field import Field
from bvt_cli.core.merge import Path
from bvt_cli.core.texts import Kroner, mark, text
from bvt_cli.store.nodes import Node, path_text, shown
from bvt_cli.store.typed import Walk

_REF = re.compile(r"[^\W_][\w./-]{0,39}")
_MARKUP = re.compile(r"\[/[^\[\]]*\]")
_HALF = re.compile(r"[12]\d\d\dH[12]", re.ASCII)
_FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)


def texts(walk: Walk, field: Field, node: Node, path: Path) -> tuple[str, ...] | None:
    """A list of texts or of refs, none of them twice."""
    elements = walk.items(node, path)
    if elements is None:
        return None
    kind = "ref" if field.kind == "refs" else "line"
    found = [SCALARS[kind](walk, field, each, (*path, at)) for at, each in enumerate(elements)]
    for at, each in enumerate(found):
        if each is not None and each in found[:at]:
            message = text("The list {list} holds this element twice.", list=path_text(path))
            walk.problem(elements[at], (*path, at), message)
    return tuple(each for each in found if each is not None)


def _read_matching(pattern: re.Pattern[str], message: str) -> Callable[[Walk, Field, Node, Path], str | None]:
    def read_text(walk: Walk, field: Field, node: Node, path: Path) -> str | None:
        value = walk.text(node, path)
        if value is not None and not pattern.fullmatch(value):
            walk.problem(node, path, text(message, field=path_text(path), value=shown(value)))
            return None
        return value

    return read_text


def _read_name(walk: Walk, field: Field, node: Node, path: Path) -> str | None:
    value = walk.text(node, path)
    if value is not None and (found := _MARKUP.search(value)):
        message = text(
            "{field} holds {markup}, which is no part of a name.", field=path_text(path), markup=shown(found.group())
        )
        walk.problem(node, path, message)
        return None
    return value


def _read_pseudonym(walk: Walk, field: Field, node: Node, path: Path) -> str | None:
    """A case number or a payroll number: bvt holds no national identity numbers, so none may slip in here."""
    value = walk.text(node, path, empty=not field.required)
    if value is None:
        return None
    digits = value.replace(" ", "")
    if len(digits) == 11 and digits.isascii() and digits.isdigit():
        from stdnum.no import fodselsnummer

        if fodselsnummer.is_valid(digits):
            message = text("{field} looks like a national identity number; bvt holds none.", field=path_text(path))
            walk.problem(node, path, message)
            return None
    return value


def _read_account(walk: Walk, field: Field, node: Node, path: Path) -> str | None:
    value = walk.text(node, path)
    if value is None:
        return None
    from stdnum.no import kontonr

    digits = value.replace(".", "").replace(" ", "")
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit() or not kontonr.is_valid(digits):
        message = text(
            "{field} is no Norwegian account number: eleven digits, the last of which checks the others.",
            field=path_text(path),
        )
        walk.problem(node, path, message)
        return None
    return digits


def _read_kroner(walk: Walk, field: Field, node: Node, path: Path) -> Kroner | None:
    """An amount of more than nothing: `500`, `"1718.75"`."""
    number = walk.fraction(node, path, field.low, field.high)
    if number is None:
        return None
    ore = number * 100
    if ore.denominator != 1 or ore <= 0:
        message = text("{field} must be an amount above 0 with at most two decimals.", field=path_text(path))
        walk.problem(node, path, message)
        return None
    return Kroner(int(ore))


SCALARS: dict[str, Callable[[Walk, Field, Node, Path], Any]] = {
    "text": lambda walk, field, node, path: walk.text(node, path, multiline=True, empty=not field.required),
    "line": lambda walk, field, node, path: walk.text(node, path, empty=not field.required),
    "name": _read_name,
    "account": _read_account,
    "pseudonym": _read_pseudonym,
    "ref": _read_matching(
        _REF, mark("{field} must be letters, digits, and - _ . / between them; here it says {value}.")
    ),
    "digits4": _read_matching(_FOUR_DIGITS, mark("{field} must be four digits in quotes; here it says {value}.")),
    "half": _read_matching(_HALF, mark("{field} must be a half-year such as 2025H1; here it says {value}.")),
    "date": lambda walk, field, node, path: walk.day(node, path),
    "month": lambda walk, field, node, path: walk.month(node, path),
    "whole": lambda walk, field, node, path: walk.whole(node, path, field.low, field.high),
    "flag": lambda walk, field, node, path: walk.boolean(node, path),
    "choice": lambda walk, field, node, path: walk.choice(node, path, field.choices),
    "kroner": _read_kroner,
    "fraction": lambda walk, field, node, path: walk.fraction(node, path, field.low, field.high),
}
