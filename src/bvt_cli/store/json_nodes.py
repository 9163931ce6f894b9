"""The same strict reading of JSON, into the same nodes; they have no lines."""

from typing import Any

from bvt_cli.core.errors import Problem
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import (
    DEEPEST,
    LARGEST,
    MOST_NODES,
    Items,
    Node,
    Pairs,
    Read,
    Scalar,
    add_problem,
    decoded,
    is_null,
    no_collecting,
    path_text,
    place,
    too_deep,
    too_many,
    without_duplicates,
)
from bvt_cli.store.syntax_faults import json_fault


def read_json(data: bytes, file: str, limit: int = LARGEST) -> Read:
    """The document in JSON bytes as the same nodes, and everything wrong with it; the nodes have no lines."""
    content, problems = decoded(data, file, limit)
    if content is None:
        return None, problems
    import json

    def number(written: str) -> Scalar:
        return Scalar(_NOT_JSON.get(written, written), False, 0)

    if content.count(",") > MOST_NODES:  # before millions of values are made
        problems.append(Problem(file, too_many()))
        return None, problems
    try:
        with no_collecting():
            value = json.loads(
                content, object_pairs_hook=_Members, parse_int=number, parse_float=number, parse_constant=number
            )
            node = _from_json(value, file, problems, ())
    except RecursionError:
        node = None
        problems.append(Problem(file, too_deep()))
    except json.JSONDecodeError as error:
        problems.append(Problem(place(file, error.lineno), json_fault(error.msg)))
        return None, problems
    if node is not None and is_null(node):
        problems.append(Problem(file, text("The file is empty.")))
        node = None
    return node, problems


class _Members(list[tuple[str, Any]]):
    """The members of a JSON object, to tell them from a JSON list."""


_NOT_JSON = {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}  # Python's reader lets them pass
_JSON_WORDS = {True: "true", False: "false", None: "null"}


def _from_json(value: Any, file: str, problems: list[Problem], path: tuple[str | int, ...]) -> Node | None:
    """The node of a JSON value; None once it lies too deep."""
    if type(value) is str:
        return Scalar(value, True, 0)
    if type(value) is Scalar:
        return value
    if not isinstance(value, list):
        return Scalar(_JSON_WORDS[value], False, 0)
    if len(path) == DEEPEST:
        add_problem(problems, f"{file}: {path_text(path)}", too_deep())
        return None
    if type(value) is not _Members:
        items = (_from_json(item, file, problems, (*path, number)) for number, item in enumerate(value))
        return Items(tuple(item for item in items if item is not None), 0)
    pairs = []
    for key, member in value:
        node = _from_json(member, file, problems, (*path, key))
        if node is not None:
            pairs.append((Scalar(key, True, 0), node))
    if len({key.text for key, _ in pairs}) < len(pairs):
        pairs = list(without_duplicates(pairs, file, problems, path))
    return Pairs(tuple(pairs), 0)
