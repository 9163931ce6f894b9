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
- An answer that is no is no error: `home check`, `network check`, `council check`, `pay calculate`, `pay month` and
  `doctor` print their document also with exit 3 or 5.
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
    _run("import --from {examples}/spreadsheet/hjem.csv --map {examples}/spreadsheet/hjem.yaml --dry-run"),
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
    _run("home pause H-005 --from 2025-07-01 --reason Prøve"),
    _run("home resume H-005 --on 2025-09-01"),
    _run("home reject H-004 --on 2025-03-14 --reason Prøve"),
    _run("home withdraw H-100 --on 2025-03-14 --reason Prøve"),
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
    _run("followup add A-100 --ref O-100 --kind evaluation --on 2025-03-20"),
    _run("followup set O-100 --child-heard"),
    _run("followup show O-100"),
    _run("followup list"),
    _run("followup check A-1", 3),
    _run("outlay add A-100 --ref U-100 --on 2025-03-15 --receipt 17 --amount 450"),
    _run("outlay set U-100 --amount 480.50"),
    _run("outlay approve U-100 --by leder"),
    _run("outlay list"),
    _run("outlay withdraw U-100 --reason Feil"),
    _run("drive add A-100 --ref D-100 --on 2025-03-15 --km 41.5"),
    _run("drive set D-100 --km 44"),
    _run("drive approve D-100 --by leder"),
    _run("drive list"),
    _run("drive withdraw D-100 --reason Feil"),
    _run("supplement add A-100 --ref T-100 --from 2025-03 --to 2025-06 --amount 1500 --decision 12/25"),
    _run("supplement set T-100 --to 2025-08"),
    _run("supplement approve T-100 --by leder"),
    _run("supplement list"),
    _run("supplement withdraw T-100 --reason Feil"),
    _run(
        "grant add C-100 --ref G-100 --on 2025-03-10 --amount 2400 --decision 14/25 --purpose Tur --supplier Turlag"
        " --bill 7"
    ),
    _run("grant set G-100 --amount 2450.50"),
    _run("grant approve G-100 --by leder"),
    _run("grant pay G-100 --on 2025-03-20"),
    _run("grant list"),
    _run("grant withdraw G-100 --reason Feil"),
    _run("rate list"),
    _run("rate show"),
    _run("rate check"),
    _run("rate rehearse {examples}/../rates/ks/2024-07-01.yaml"),
    _run("pay quote --measure stottefamilie --size medium --born 2018-05-04 --month 2025-03"),
    _run("pay calculate 2025-03", 3),
    _run("pay check 2025-03", 3),
    _run("pay month 2025-02 --post", shown=False),
    _run("stay set S-25 --from 2025-02-15", shown=False),
    _run("agreement end A-2 --on 2025-01-31", shown=False),
    _run("pay month 2025-03", 3),
    _run("pay forecast --year 2025"),
    _run("pay compare {examples}/spreadsheet/lonn.csv --map {examples}/spreadsheet/lonn.yaml", 3),
    _run("pay payees --unconfirmed", 3),
    _run("pay confirm H-001 P-001 --by leder"),
    _run("pay authorise R1 --by leder"),
    _run("pay runs"),
    _run("pay show R1"),
    _run("pay explain R1-1"),
    _run("pay history A-1"),
    _run("pay totals --by function,art"),
    _run("pay verify"),
    _run("audit --year 2025 --sample 5 --seed 7", 3),
    _run("pay workbook R1 --out {place}/R1.xlsx"),
    _run("pay formats"),
    _run("pay export R1 --format csv --out {place}/R1.csv"),
    _run("pay reconcile R1 {place}/R1.csv"),
    _run("pay statement H-001 --month 2025-02"),
    _run("pay statement --all --month 2025-02 --into {place}/statements"),
    _run("pay statement H-001 --month 2025-02 --delivered --on 2025-03-20"),
    _run("pay block A-1 --from 2025-04 --reason Avklares"),
    _run("pay letter K1"),
    _run("pay release K1 --reason Avklart"),
    _run("pay reverse R1 --reason Feil"),
    _run("pay month 2025-03 --post --recover A-2 --reason Flyttet --instalments 3", 3, shown=False),
    _run("pay claims"),
    _run("pay settle K2 --reason Innbetalt"),
    _run("network add --ref N-100 --name Prøve --resource-home H-020 --started-on 2025-02-01"),
    _run("network set N-100 --contact mls --contact ako"),
    _run("network join N-100 H-021 --from 2025-02-01"),
    _run("network confidentiality N-100 H-020 H-021 --on 2025-02-03"),
    _run("network consent N-100 C-80 --on 2025-02-03"),
    _run("network withdraw N-100 C-80 --on 2025-03-03"),
    _run("network gathering N-100 --on 2025-02-15 --title Aking --home H-021 --went Fint"),
    _run("network agreed N-100 2025 4 --reason Langt"),
    _run("network talk N-100 --on 2025-02-17"),
    _run("network interval N-100 21 --from 2025-03-01"),
    _run("network contact N-100 H-021 --on 2025-02-28 --count 3"),
    _run("network joint-meeting N-100 --on 2025-03-20"),
    _run("network leave N-100 H-021 --on 2025-03-31"),
    _run("network show N-100"),
    _run("network end N-100 --on 2025-03-31"),
    _run("network list"),
    _run("network check N-2", 3),
    _run("network check --all", 3),
    _run("network report"),
    _run("network report N-1 --half 2025H1"),
    _run("network experiences N-2 --half 2024H2 --text Prøve --deliver"),
    _run(
        "home add --ref H-102 --kind fosterhjem --name Prøve --employment oppdragstaker --applied-on 2023-01-02"
        " --rejected-on 2023-02-01 --rejected-reason Prøve",
        shown=False,
    ),
    _run("council open --ref F-100 --child C-100 --referred-on 2025-03-03"),
    _run("council set F-100 --answered-on 2025-03-20"),
    _run("council check F-100", 3),
    _run("council next F-100"),
    _run("council view F-100 --child-wants yes"),
    _run("council consent F-100 mother --on 2025-03-25"),
    _run("council step F-100 coordinator --on 2025-03-21"),
    _run("council skip F-100 information --reason Kjent --on 2025-03-21"),
    _run("council map F-100 --category other_parent --name Prøve"),
    _run("council map F-100"),
    _run("council not-invited F-100 1 --why Redd"),
    _run("council plan F-100 --proposal Naboen"),
    _run("council family F-100 --name Prøve --answer yes"),
    _run("council interview F-100 1 --on 2025-03-28"),
    _run("council decide F-100 1 yes"),
    _run("council accept F-100 1 --ref H-101 --carer Prøve,1985-06-01"),
    _run("council close F-100 --outcome stopped --closing-reason Prøve"),
    _run("council show F-2"),
    _run("council list"),
    _run("council next"),
    _run("council check"),
    _run("home match C-79 --municipality 9999"),
    _run("person export P-001"),
    _run("retention list H-100 H-102 C-77"),
    _run("retention apply --dry-run"),
    _run("log show --changes --last 3"),
    _run("log show --home H-001 --changes --last 3"),
    _run("letter kinds"),
    _run("letter write contract --home H-002 --agreement A-4"),
    _run("letter signed confidentiality --home H-004 --person P-006 --on 2025-03-10"),
    _run("report year 2024"),
    _run("report half 2024H2 --public"),
    _run("report month 2025-03"),
    _run("due --kind step --within 30d", 3),
    _run("db check"),
    _run("db verify"),
    _run("db backup {place}/copy.db"),
    _run("db new-identity {place}/nokkel.txt"),
    _run("db restore {place}/copy.db --replace"),
    _run("doctor", None),
    _run("rules"),
    _run("home revoke H-005 --kind besokshjem --on 2025-05-01 --reason Sluttet"),
    _run("home end H-100 --on 2025-03-31"),
    _run("rate new 2025-07-01"),
    _run("db rekey --encrypt"),
    _run("db rekey"),
)
# Where the words depend on the machine or the moment, or are long.
NO_EXAMPLE = {
    "bvt doctor": ("message", "remedy", "details"),
    "bvt pay runs": ("login",),
    "bvt pay authorise": ("login",),
    "bvt log show": ("login",),
    "bvt person export": ("at", "by"),
    "bvt db new-identity": ("recipient",),
    "bvt db restore": ("last_entry", "kept"),
}
LONGEST = 60
SETTINGS = """\
settings:
  - {name: retention_homes_years, value: 2, from: 2020-01-01, reason: "Vedtak 1/20"}
"""
"""The municipality's own, so that something is past its time."""


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
        (Path(folder) / "rates").mkdir()
        (Path(folder) / "rates" / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
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
    rows = [f"| `{key.path}` | {key.kinds} | {key.example} |" for key in _keys(path, document, folder) if key.path]
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
