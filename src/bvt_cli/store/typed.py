"""From nodes to values: every field is asked for by the type it must have, and problems are collected.

    walk = Walk("settings.yaml", problems)
    entry = walk.fields(node, ("settings", 0), allowed=KEYS, required=NEEDED)
    if entry:
        since = entry.take("from", walk.day)

A reading method returns the value, or None once it has added a `Problem`. The path of a field is a
tuple of keys and positions; it becomes text only in a problem.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Concatenate, ParamSpec, TypeVar

from bvt_cli.core.errors import Problem
from bvt_cli.core.money import parse_quantity
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text, text
from bvt_cli.store.nodes import (
    CONTROL,
    MOST_PROBLEMS,
    Items,
    Node,
    Pairs,
    Scalar,
    add_problem,
    is_null,
    path_text,
    place,
    shown,
)
from bvt_cli.store.typed_faults import (
    FIRST_YEAR,
    LAST_YEAR,
    FieldPath,
    field_said,
    out_of_range,
    out_of_years,
    unknown,
)

T = TypeVar("T")
P = ParamSpec("P")

LONGEST_TEXT = 20_000
MOST_ELEMENTS = 2000
"""Elements of a list inside one thing: a home has some tens of steps, a network some hundred talks."""

_NUMBER = re.compile(
    r"[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|\.[0-9][0-9_]*(e[-+]?[0-9]+)?|\.inf)"
    r"|\.nan",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ODD_CHARACTERS = re.compile(f"{CONTROL.pattern}|[\t\r\n]")


class Walk:
    """Reads the nodes of one file. Wherever it returns None it has added to `problems`."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def problem(self, node: Node | None, path: FieldPath, message: Text) -> None:
        """Add a problem, at the node's line where it is known, else at the path."""
        if len(self.problems) > MOST_PROBLEMS:
            return
        line = node.line if node else 0
        if line or not path:
            where = place(self.file, line)
        else:
            where = f"{self.file}: {path_text(path)}" if self.file else path_text(path)
        add_problem(self.problems, where, message)

    def text(self, node: Node, path: FieldPath, *, multiline: bool = False, empty: bool = False) -> str | None:
        """A text as it was written; what YAML or JSON takes for a number or a truth value must be in quotes.

        `multiline`: line ends may stand in it; `empty`: it may be `""`.
        """
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        value = scalar.text
        if not scalar.quoted and (value in ("true", "false") or looks_like_a_number(value)):
            message = text("{field} is a text: put {value} in quotes.", field=field_said(path), value=shown(value))
        elif not value.strip() and not empty:
            message = text("{field} is not filled in yet.", field=field_said(path))
        elif len(value) > LONGEST_TEXT:
            message = text("{field} is longer than {limit} characters.", field=field_said(path), limit=LONGEST_TEXT)
        elif not value.isprintable() and (odd := _odd_character(value, multiline)):
            message = text("{field} holds a control character ({code}); take it out.", field=field_said(path), code=odd)
        else:
            return value
        self.problem(node, path, message)
        return None

    def choice(self, node: Node, path: FieldPath, choices: Collection[str]) -> str | None:
        """One of the codes given, as it was written."""
        scalar = self._scalar(node, path)
        if scalar is None or scalar.text in choices:
            return scalar.text if scalar else None
        message = text(
            "{field} must be one of {choices}; here it says {value}.",
            field=field_said(path),
            choices=tuple(choices),
            value=shown(scalar.text),
        )
        self.problem(node, path, message)
        return None

    def boolean(self, node: Node, path: FieldPath) -> bool | None:
        """`true` or `false`, without quotes; `yes`, `on` and the like are no truth values."""
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        if scalar.text in ("true", "false") and not scalar.quoted:
            return scalar.text == "true"
        message = text(
            "{field} must be true or false, without quotes; here it says {value}.",
            field=field_said(path),
            value=shown(scalar.text),
        )
        self.problem(node, path, message)
        return None

    def whole(self, node: Node, path: FieldPath, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`, written with digits alone and without quotes."""
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        value = shown(scalar.text)
        if scalar.quoted:
            message = text("{field} must be a whole number without quotes.", field=field_said(path))
        elif not _WHOLE.fullmatch(scalar.text):
            message = text(
                "{field} must be a whole number, digits alone; here it says {value}.",
                field=field_said(path),
                value=value,
            )
        elif not low <= int(scalar.text) <= high:
            message = out_of_range(path, low, high, value)
        else:
            return int(scalar.text)
        self.problem(node, path, message)
        return None

    def fraction(self, node: Node, path: FieldPath, low: int, high: int) -> Fraction | None:
        """An exact number from `low` to `high`: `2`, `"1.5"`, `"1/3"`. A decimal number must be in quotes."""
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        value = shown(scalar.text)
        message = text('{field} must be a number such as 2, "1.5" or "1/3".', field=field_said(path))
        if not scalar.quoted and not _WHOLE.fullmatch(scalar.text) and looks_like_a_number(scalar.text):
            message = text("{field} must be exact: put {value} in quotes.", field=field_said(path), value=value)
        else:
            try:
                number = parse_quantity(scalar.text)
            except ValueError:
                self.problem(node, path, message)
                return None
            if low <= number <= high:
                return number
            message = out_of_range(path, low, high, value)
        self.problem(node, path, message)
        return None

    def day(self, node: Node, path: FieldPath) -> datetime.date | None:
        """A day written `YYYY-MM-DD`, in quotes or not."""
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        written = scalar.text
        if not _DAY.fullmatch(written):
            message = text(
                "{field} must be a date written YYYY-MM-DD; here it says {value}.",
                field=field_said(path),
                value=shown(written),
            )
            self.problem(node, path, message)
            return None
        year = int(written[:4])
        try:
            if FIRST_YEAR <= year <= LAST_YEAR:
                return datetime.date(year, int(written[5:7]), int(written[8:]))
        except ValueError:
            message = text("{field}: there is no such day as {value}.", field=field_said(path), value=written)
            self.problem(node, path, message)
            return None
        self.problem(node, path, out_of_years(path, written))
        return None

    def month(self, node: Node, path: FieldPath) -> Month | None:
        """A month written `YYYY-MM`, in quotes or not."""
        scalar = self._scalar(node, path)
        if scalar is None:
            return None
        try:
            month = Month.parse(scalar.text)
        except ValueError:
            message = text(
                "{field} must be a month written YYYY-MM; here it says {value}.",
                field=field_said(path),
                value=shown(scalar.text),
            )
            self.problem(node, path, message)
            return None
        if FIRST_YEAR <= month.year <= LAST_YEAR:
            return month
        self.problem(node, path, out_of_years(path, scalar.text))
        return None

    def items(self, node: Node, path: FieldPath) -> tuple[Node, ...] | None:
        """The elements of a list; inside a thing (a path of three or more) not more than one thing can have."""
        if isinstance(node, Items):
            if len(path) > 2 and len(node.items) > MOST_ELEMENTS:
                message = text(
                    "{field} holds {number} elements; at most {limit} are read.",
                    field=field_said(path), number=len(node.items), limit=MOST_ELEMENTS,
                )  # fmt: skip
                self.problem(node, path, message)
                return None
            return node.items
        self.problem(node, path, text("{field} must be a list.", field=field_said(path)))
        return None

    def pairs(
        self, node: Node, path: FieldPath, allowed: AbstractSet[str], required: AbstractSet[str] = frozenset()
    ) -> dict[str, Node] | None:
        """Values by key. Unknown and missing keys are problems, but what is known is returned all the same."""
        if not isinstance(node, Pairs):
            self.problem(node, path, text("{field} must be keys with values.", field=field_said(path)))
            return None
        found = {key.text: value for key, value in node.pairs}
        if not found.keys() <= allowed:
            for key, _ in node.pairs:
                if len(self.problems) > MOST_PROBLEMS:
                    break  # looking for keys that are nearly the same takes time
                if key.text not in allowed:
                    self.problem(key, (*path, key.text), unknown(key.text, allowed))
        if not required <= found.keys():
            for name in sorted(required - found.keys()):
                self.problem(node, (*path, name), text("{field} is missing.", field=field_said((*path, name))))
        return found

    def fields(
        self, node: Node, path: FieldPath, allowed: AbstractSet[str], required: AbstractSet[str] = frozenset()
    ) -> "Fields | None":
        """The same as `pairs`, to be asked field by field."""
        found = self.pairs(node, path, allowed, required)
        return None if found is None else Fields(found, path)

    def _scalar(self, node: Node, path: FieldPath) -> Scalar | None:
        if isinstance(node, Scalar):
            if not is_null(node):
                return node
            self.problem(node, path, text("{field} is not filled in yet.", field=field_said(path)))
            return None
        self.problem(node, path, text("{field} must be a single value.", field=field_said(path)))
        return None


class Fields:
    """The fields of one entry."""

    __slots__ = ("nodes", "path")

    def __init__(self, nodes: Mapping[str, Node], path: FieldPath) -> None:
        self.nodes = nodes
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def is_null(self, key: str) -> bool:
        """Whether the key is given, with nothing in it (`key: null`)."""
        return key in self.nodes and is_null(self.nodes[key])

    def take(
        self, key: str, read: Callable[Concatenate[Node, FieldPath, P], T | None], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """What a method of the walk reads under a key; None where the key is left out (no problem here)."""
        node = self.nodes.get(key)
        return None if node is None else read(node, (*self.path, key), *args, **kwargs)

    def each(self, key: str, walk: Walk) -> Iterator[tuple[Node, FieldPath]]:
        """The elements of a list under a key, each with its path; none where the key is left out."""
        for number, node in enumerate(self.take(key, walk.items) or ()):
            yield node, (*self.path, key, number)


def looks_like_a_number(value: str) -> bool:
    return value[:1] in "0123456789+-." and _NUMBER.fullmatch(value) is not None


def _odd_character(value: str, multiline: bool) -> str | None:
    pattern = CONTROL if multiline else _ODD_CHARACTERS
    found = pattern.search(value.replace("\r\n", "\n") if multiline else value)
    if found is None and multiline:
        found = re.search("[\t\r]", value.replace("\r\n", "\n"))
    return f"U+{ord(found.group()):04X}" if found else None
