"""SQL is put together from names of the form and constants alone; whatever comes from outside is bound (`?`).

Every `execute` in the source is read (ast). Where its SQL is not one literal, what is put into it is followed back to
where it is assigned; what remains must stand in `NAMES`, each with the reason why nobody outside can choose it. A new
one fails here until somebody has looked at it.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bvt_cli"
EXECUTE = ("execute", "executemany", "executescript")
OF_THE_FORM = ("entity.name", "field.table")
"""Names of things and of tables of lists: constants of core.form, wherever they are used."""
NAMES: dict[str, dict[str, str]] = {
    "commands/changing": {"name": "a key of MISSING, which raises KeyError for any other before"},
    "commands/completing": {"wanted": "a value of _REFS, and _OF_HOME: constants"},
    "commands/retention": {"each": "one of KINDS, which --kind is held against"},
    "store/backup": {"_quoted(name)": "a table of the register itself, its quotes doubled"},
    "store/database": {"pragma": "one of PRAGMAS", "check": "one of two names of SQLite's, by its type"},
    "store/encrypted": {"raw": "a key read from a file: 64 hexadecimal digits, see store.keys"},
    "store/facts": {"where": "written out by the callers in the module; values are bound"},
    "store/follow_up_facts": {"where": "written out by the callers in the module; values are bound"},
    "store/history": {
        "each": "one of KINDS, which --kind is held against",
        "_agreement(of)": "one of three conditions, by kind",
    },
    "store/journal_chain": {"where": "written out by the callers in the module; values are bound"},
    "store/log": {"where": "conditions of the module, joined by AND; values are bound"},
    "store/lookups": {
        "seen.what": "one of THINGS: any other is a ValueError before",
        "name": "one of FIELDS",
    },
    "store/migrations": {
        "len(NAMES)": "a number",
        "statement": "a statement of a migration, which comes with bvt",
    },
    "store/past": {"what": "a constant of the callers in the module"},
    "store/records": {
        "table": "a table of core.form",
        "owner": "a name of core.form",
        "column": "a key of core.form",
        "name": "a key of core.form",
        "where": "put together in `load` of names of core.form; refs are bound",
        "_marks(len(values))": "question marks",
    },
    "store/person_log": {"select": "one of SEEN_WITH: constants of store.log"},
    "store/restore_from": {
        "encrypted.key_that_opens(opener).raw()": "a key read from a file: 64 hexadecimal digits, see store.keys",
        "pragma": "one of two names in the loop",
        "int(value)": "a whole number",
    },
    "store/person_held": {"select": "written out by the callers in the module"},
    "store/rekey": {
        "new": "a key read from a file: 64 hexadecimal digits, see store.keys",
        "source.execute(f'PRAGMA main.{pragma}').fetchone()[0]": "a whole number, and written as one",
        "name": "a table of the register itself, its quotes doubled",
    },
    "store/replaying": {"table": "a table of core.form"},
    "store/retention": {
        "table": "one of _BESIDE, constants of the module",
        "select": "one of _BESIDE and its like, constants of the module",
    },
    "store/runs": {"where": "written out by the callers in the module; values are bound"},
    "store/schema": {"statement": "a statement of a migration, which comes with bvt"},
    "store/seal": {"table": "one of the tables that are sealed, constants of the module"},
    "store/sense_facts": {"paid": "one of two conditions of the module"},
    "store/wholeness": {
        "select": "written out by the callers in the module",
        "table": "one of the tables of _KEYS and their like, constants of the module",
        "key": "one of the keys of those tables",
    },
}
"""What may be put into SQL besides literals and constants, and why nobody outside can choose it."""


def put_together(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, source) of everything but literals that reaches an `execute` of a module as SQL."""
    outside = _assigned(module.body)
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in _of_function(function) if isinstance(node, ast.Call)]
            of_sql = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTE]
            inside = outside | _assigned(function.body) if of_sql else {}
            for call in of_sql:
                for each in _leaves(call.args[0], inside, frozenset()):
                    yield call.lineno, ast.unparse(each)


def _of_function(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function, without those of the functions within."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _of_function(child)


def _assigned(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for statement in body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for node in (statement, *_of_function(statement)):
                for target, value in _assignments(node):
                    found.setdefault(target, []).append(value)
    return found


def _assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Name(name)], value=value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(targets)], value=ast.Tuple(values)) if len(targets) == len(values):
            yield from ((to.id, value) for to, value in zip(targets, values, strict=True) if isinstance(to, ast.Name))
        case ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(name), value=value):
            yield name, value
        case ast.For(target=target, iter=ast.Tuple(values)) | ast.comprehension(target=target, iter=ast.Tuple(values)):
            for value in values:
                yield from _assignments(ast.Assign([target], value))
        case ast.comprehension(target=ast.Name(name), iter=ast.Name(other)) if other.isupper():
            yield name, node.iter


def _leaves(node: ast.expr, assigned: dict[str, list[ast.expr]], seen: frozenset[str]) -> Iterator[ast.expr]:
    """What a piece of SQL is made of, down to what is no literal and assigned nowhere in its module."""
    inner: list[ast.expr]
    match node:
        case ast.Constant():
            return
        case ast.JoinedStr(values):
            inner = values
        case ast.FormattedValue(value) | ast.Starred(value):
            inner = [value]
        case ast.BinOp(left, ast.Add(), right):
            inner = [left, right]
        case ast.IfExp(body=body, orelse=other):
            inner = [body, other]
        case ast.BoolOp(values=values):
            inner = values
        case ast.Call(ast.Attribute(value, "format"), args, keywords):
            inner = [value, *args, *(keyword.value for keyword in keywords)]
        case ast.Name(name) if name in assigned and name not in seen:
            inner, seen = assigned[name], seen | {name}
        case ast.Name(name) if name in seen:
            return
        case ast.Subscript(ast.Name(name)) | ast.Call(ast.Attribute(ast.Name(name), "get")) if name in assigned:
            inner = [
                value for each in assigned[name] for value in (each.values if isinstance(each, ast.Dict) else [each])
            ]
            seen |= {name}
        case ast.Call(ast.Attribute(ast.Constant(), "join"), [ast.GeneratorExp(each)]):
            inner = [each]
        case ast.Call(ast.Attribute(ast.Constant(), "join"), [each]):
            inner = [each]
        case ast.Tuple(inner) | ast.List(inner):
            pass
        case ast.BinOp(ast.Constant() as value, ast.Mult()):
            inner = [value]
        case ast.Name(name) if name.isupper():  # a constant of another module, made before anybody is asked
            return
        case _:
            yield node
            return
    for each in inner:
        yield from _leaves(each, assigned, seen)


def test_nothing_from_outside_is_put_into_sql() -> None:
    unknown = [
        f"{path.relative_to(SOURCE)}:{line}: {source}"
        for path in sorted(SOURCE.rglob("*.py"))
        if ".execute" in (written := path.read_text("utf-8"))
        for line, source in put_together(ast.parse(written))
        if source not in (*OF_THE_FORM, *NAMES.get(_module(path), {}))
    ]
    assert unknown == []


def _module(path: Path) -> str:
    """`store/facts`, and `store/migrations` for the package."""
    return "/".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix("/__init__")


@pytest.mark.parametrize(
    "put",
    [
        "connection.execute(\"SELECT 1 FROM home WHERE ref = '%s'\" % ref)",
        "connection.execute(f\"SELECT 1 FROM home WHERE ref = '{ref}'\")",
        "connection.execute(\"SELECT 1 FROM home WHERE ref = '{}'\".format(ref))",
        'connection.execute("SELECT 1 FROM home ORDER BY " + ref)',
        'select = f"SELECT {ref}"\n    connection.execute(select)',
        'connection.executescript(" ".join(ref for each in (1, 2)))',
    ],
)
def test_the_search_sees_every_way_of_putting_sql_together(put: str) -> None:
    assert [source for _, source in put_together(ast.parse(f"def look(connection, ref):\n    {put}\n"))]


WORDS = ("'; DROP TABLE home; --", "H-1' OR '1'='1", "%", "H_1", "*", 'H-1" OR 1=1', "home", 'ref" DESC', "[A-Z]-1")


def test_what_is_typed_is_only_ever_compared(bvt: Bvt, tmp_path: Path) -> None:
    """No wildcard, no second statement: nothing is found, and the register stays as it is."""
    (tmp_path / "one.yaml").write_text(ONE_HOME, encoding="utf-8")
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    assert bvt("import", tmp_path / "one.yaml").exit_code == 0
    before = bvt("export").stdout
    for word in WORDS:
        for command in ("home show", "child show", "agreement show", "pay history", "home end"):
            assert bvt(*command.split(), word).exit_code in (2, 4), (command, word)
        for typed in (("stay", "list", "--agreement"), ("due", "--employee")):
            listed = bvt(*typed, word, "--json")
            assert listed.exit_code in (0, 2, 4)
            assert listed.exit_code or json.loads(listed.stdout) == []
    assert bvt("export").stdout == before
