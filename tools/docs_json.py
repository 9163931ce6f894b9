"""docs/json.md: the keys of every command under --json, taken from runs on the example municipality."""

import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from docs_exit_codes import exit_codes
from docs_tree import Command, tree

from bvt_cli.core import errors
from bvt_cli.main import run

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
AS_OF = "2025-03-31"
HEAD = """\
# The JSON

Written by `make docs` from runs on the example municipality (`examples/kommune.yaml`), in the order shown. With
`--json` stdout is exactly one JSON document: an array for a list, an object for one thing; nothing found is `[]` and
exit 0. It never changes with the language, and `--json` never changes the exit code.

- Days are `"2025-03-31"`, months `"2025-03"`; amounts in kroner are texts with two decimals and a dot, `"1718.75"`;
  quantities exact numbers as texts, in lowest terms, `"3"`, `"17/31"`.
- A key that may be empty is `null`. Records of the register (`home show` and its like, `export`) have the
  keys of the [register document](register-document.md), and those that are not set are left out.
- An answer that is no is no error: `home check`, `network check`, `pay calculate`, `pay month` and `doctor` print their
  document also with exit 3 or 5.
"""
ERRORS = """\
## Errors

With `--json` an error leaves stdout empty and puts one document on stderr:

```json
{error}
```

`details` holds all problems of a file or value, each with its `place` (file and line, or field) and `message`; of an
approval that is refused, what is missing, as in `home check`. Messages are in English; match `code` and the exit code.

| exit | `code` | meaning |
|---|---|---|
{rows}
"""


class Run(NamedTuple):
    """A command of the page with the exit code it ends with (None: this depends on the machine).

    `{place}` is the folder of the register. `shown`: whether it stands on the page, or only goes before what does.
    """

    typed: Sequence[str]
    exit_code: int | None = 0
    shown: bool = True


def _run(typed: str, exit_code: int | None = 0, shown: bool = True) -> Run:
    return Run(typed.split(), exit_code, shown)


RUNS = (
    _run("init --pay-from 2024-10"),
    _run("import {examples}/kommune.yaml"),
    _run("export"),
    _run("home add --ref H-100 --kind besokshjem --name Prøve --employment oppdragstaker"),
    _run("home set H-100 --commitment-months 12"),
    _run("home list"),
    _run("home show H-002"),
    _run("home person H-100 --name Prøve --born 1985-06-01 --role carer"),
    _run("home payees H-100 --from 2025-03-01 --payee P1"),
    _run("home step H-100 conversation --on 2025-02-03"),
    _run("home undo-step H-100 conversation --on 2025-02-03"),
    _run("home check H-004 --on 2025-03-01", 3),
    _run("home check H-006", 3),
    _run("home approve H-005 --on 2025-03-01"),
    _run("child add --ref C-100 --case 2025/0042 --born 2018-05-04"),
    _run("child set C-100 --activity rolig"),
    _run("child list"),
    _run("child show C-100"),
    _run("agreement add --ref A-100 --home H-100 --child C-100 --measure besokshjem --from 2025-03-01"),
    _run("agreement set A-100 --days-per-month 4"),
    _run("agreement list"),
    _run("agreement show A-100"),
    _run("agreement end A-100 --on 2025-06-30"),
    _run("stay add A-100 --ref S-100 --from 2025-03-14 --to 2025-03-16"),
    _run("stay set S-100 --to 2025-03-17"),
    _run("stay cancel S-100 --by-whom service --on 2025-03-12"),
    _run("stay list --month 2025-03"),
    _run("rate list"),
    _run("rate show"),
    _run("rate check"),
    _run("pay quote --measure stottefamilie --size medium --born 2018-05-04 --month 2025-03"),
    _run("pay calculate 2025-03", 3),
    _run("pay month 2025-02 --post", shown=False),
    _run("stay set S-25 --from 2025-02-15", shown=False),
    _run("agreement end A-2 --on 2025-01-31", shown=False),
    _run("pay month 2025-03", 3),
    _run("pay runs"),
    _run("pay show R1"),
    _run("pay explain R1-1"),
    _run("network list"),
    _run("network check N-2", 3),
    _run("network report"),
    _run("network report N-1 --half 2025H1"),
    _run("db check"),
    _run("db backup {place}/copy.db"),
    _run("doctor", None),
    _run("rules"),
    _run("home revoke H-005 --kind besokshjem --on 2025-05-01 --reason Sluttet"),
    _run("home end H-100 --on 2025-03-31"),
    _run("rate new 2025-07-01"),
)
# Where the words depend on the machine or the moment, or are long.
NO_EXAMPLE = {"bvt doctor": ("message", "remedy", "details"), "bvt pay runs": ("login",)}
LONGEST = 60


class Key(NamedTuple):
    """A key, by its path, with what kinds of value it had and one of them."""

    path: str
    kinds: str
    example: str


def page() -> str:
    """The whole page."""
    commands = {command.path: command for command in tree() if command.takes_json}
    parts = [HEAD]
    seen: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bvt-docs-") as folder:
        for each in RUNS:
            path = _path(each.typed, commands)
            section = _section(path, each, Path(folder))
            if each.shown:
                parts += ([] if path in seen else [f"## {path}\n"]) + [section]
                seen.append(path)
        error = _call(["home", "show", "H-999", "--json"], Path(folder))[2]
    missing = sorted(commands.keys() - set(seen))
    assert not missing, f"tools/docs_json.py runs no {', '.join(missing)}; add it to RUNS"
    return "\n".join([*parts, ERRORS.format(error=error.strip(), rows="\n".join(_rows()))])


def _path(typed: Sequence[str], commands: Mapping[str, Command]) -> str:
    return next(path for path in (f"bvt {' '.join(typed[:n])}" for n in (2, 1)) if path in commands)


def _section(path: str, each: Run, folder: Path) -> str:
    typed = [word.format(place=folder, examples=EXAMPLES) for word in each.typed]
    exit_code, out, err = _call([*typed, "--json"], folder)
    assert each.exit_code in (exit_code, None), f"bvt {' '.join(typed)} --json: exit {exit_code}\n{err}"
    shown = " ".join(["bvt", *(word.format(place=".", examples="examples") for word in each.typed), "--json"])
    ends = f", exit {each.exit_code}" if each.exit_code else ""
    document = json.loads(out)
    rows = [f"| `{key.path}` | {key.kinds} | {key.example} |" for key in _keys(path, document, folder)]
    kind = "array" if isinstance(document, list) else "object"
    table = "\n".join(["| key | kind | such as |\n|---|---|---|", *rows])
    return f"`{shown}`{ends}: an {kind}.\n\n{table}\n"


def _keys(command: str, document: Any, folder: Path) -> Iterator[Key]:
    found: dict[str, list[Any]] = {}
    if command == "bvt export":
        found = {key: [[] if isinstance(value, list) else value] for key, value in document.items()}
    else:
        _walk(document, "", found)
    for path, values in found.items():
        filled = [value for value in values if value != []] or values
        kinds = dict.fromkeys(_kind(value) for value in sorted(filled, key=_is_empty))
        some = next((value for value in values if not _is_empty(value)), None)
        varies = re.sub(r".*[.\]]", "", path) in NO_EXAMPLE.get(command, ())
        yield Key(path, " or ".join(kinds), "" if varies or some is None else _example(some, folder))


def _is_empty(value: Any) -> bool:
    return value in (None, [], {}, "")


def _walk(value: Any, path: str, found: dict[str, list[Any]]) -> None:
    """Every key below a value, arrays marked by `[]`; a key of several elements is gathered once."""
    if isinstance(value, list):
        for each in value:
            _walk(each, f"{path}[]", found)
        if not value or not isinstance(value[0], dict | list):
            found.setdefault(path, []).append(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            _walk(each, f"{path}.{key}" if path else key, found)
        if not value:
            found.setdefault(path, []).append(value)
    elif not path.endswith("[]"):
        found.setdefault(path, []).append(value)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true, false"
        case int():
            return "number"
        case list():
            return "array of texts" if value and isinstance(value[0], str) else "array"
        case dict():
            return "object"
    return "text"


def _example(value: Any, folder: Path) -> str:
    words = json.dumps(value, ensure_ascii=False).replace(str(folder), "...").replace("|", "\\|")
    words = re.sub(r"[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:+]+", "...", words)
    return f"`{words}`" if len(words) <= LONGEST else f"`{words[:LONGEST]}`..."


def _rows() -> Iterator[str]:
    codes = {
        each.exit_code: each.code for each in vars(errors).values() if isinstance(each, type) and hasattr(each, "code")
    }
    codes[1] = "fault` or `system"
    for exit_code, meaning in exit_codes().items():
        if exit_code:
            yield f"| {exit_code} | `{codes[exit_code]}` | {meaning} |"


def _call(arguments: Sequence[str], folder: Path) -> tuple[int, str, str]:
    """Run bvt in this process, in surroundings that are always the same."""
    around = {
        "BVT_DB": str(folder / "bvt.db"), "BVT_AS_OF": AS_OF, "BVT_LANG": "en", "BVT_USER": "kari", "HOME": str(folder),
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    with _instead(around) as (out, err):
        exit_code = run(list(arguments))
        out.flush()
        err.flush()
        return exit_code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


@contextmanager
def _instead(around: Mapping[str, str]) -> Iterator[tuple[Any, Any]]:
    """Another environment and other streams, for as long as a command runs."""
    streams, environment = (sys.stdin, sys.stdout, sys.stderr), dict(os.environ)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    os.environ.clear()
    os.environ.update(around)
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), out, err
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        os.environ.clear()
        os.environ.update(environment)
