"""The KS tables from their files: what ships with bvt, and the municipality's own laid over it.

A table is `ks/<effective date>.yaml`; one of the municipality's replaces the shipped one of the same
name. Everything wrong in all files is reported at once. How a table looks is told in rates/README.md.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import Problem, RateError
from bvt_cli.core.money import from_kroner
from bvt_cli.core.rate import SCHEMES, Row, Table, Tables, band_faults
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import Node, read_yaml
from bvt_cli.store.typed import Walk
from bvt_cli.store.typed_faults import FieldPath

FOLDER = "ks"
RULE_FILES = ("settings.yaml", "measures.yaml", "mileage.yaml", "approval.yaml")
OTHER_FILES = ("payroll.yaml",)
"""Read by others (`store.payroll_files`): no pay depends on them."""
LARGEST_FILE = 1024 * 1024
HIGHEST_AMOUNT = 100_000
OLDEST_AGE = 99

_TABLE_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.yaml")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_AMOUNTS = ("utgiftsdekning", "grunnstotte", "printed_total")
_TABLE_NEEDS = frozenset({"effective", "source", *SCHEMES})
_TABLE_KEYS = _TABLE_NEEDS | {"note"}
_ROW_NEEDS = frozenset({"age_from", "printed_band", *_AMOUNTS})
_ROW_KEYS = _ROW_NEEDS | {"age_to"}


class RateFile(NamedTuple):
    """A file that was read. `name`: as messages and fingerprints call it, `ks/2024-07-01.yaml`.

    `sha256`: of its bytes, with Windows line ends taken as plain ones. `effective`: None for a file of rules.
    """

    name: str
    path: Path
    sha256: str
    effective: date | None


class LoadedTables(NamedTuple):
    """The tables with the files they came from, both in order of date."""

    tables: Tables
    files: tuple[RateFile, ...]


def shipped_rates() -> Path:
    """The folder of rates that comes with bvt: in the package, or in the checkout it is run from."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rates"
    return inside if inside.is_dir() else package.parent.parent / "rates"


def load_tables(shipped: Path, own: Path | None) -> LoadedTables:
    """All KS tables, the municipality's own (`own`, a folder that may be missing) laid over those shipped.

    Raises RateError with everything that is wrong in any of the files.
    """
    problems = list(_strays(own)) if own else []
    paths = _table_paths(shipped, problems) | (_table_paths(own, problems) if own else {})
    tables: dict[date, Table] = {}
    files = []
    for name in sorted(paths):
        found = _load_table(name, paths[name], problems)
        if found is None:
            continue
        file, table = found
        if table.effective in tables:
            message = text("There is another table that takes effect on {day}.", day=table.effective)
            problems.append(Problem(name, message))
        tables[table.effective] = table
        files.append(file)
    if not paths and all(problem.place != FOLDER for problem in problems):  # else the folder could not be read
        problems.append(Problem(FOLDER, text("There is no rate table.")))
    if problems:
        raise RateError(text("The rate files are wrong; no rate is read until they are mended."), problems)
    return LoadedTables(Tables(tables.values()), tuple(files))


def load_table(path: Path) -> Table:
    """A single table, wherever its file lies; nothing is paid by it. Raises RateError with all that is wrong in it."""
    problems: list[Problem] = []
    found = _load_table(path.name, path, problems)
    if found is None or problems:
        raise RateError(text("The rate table is wrong."), problems)
    return found[1]


def read_file(name: str, path: Path, problems: list[Problem]) -> tuple[Node | None, str]:
    """The document in a file of the rates, and the fingerprint of its bytes."""
    import hashlib

    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        message = text("The file cannot be read: {reason}.", reason=system_reason(error))
        problems.append(Problem(name, message))
        return None, ""
    node, found = read_yaml(data, name, LARGEST_FILE)
    problems.extend(found)
    return node, hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def yaml_files(folder: Path, problems: list[Problem], name: str) -> list[Path]:
    """The YAML files in a folder but hidden ones; none where there is no such folder."""
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        message = text("The folder cannot be read: {reason}.", reason=system_reason(error))
        problems.append(Problem(name, message))
        return []
    return [path for path in found if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")]


def _strays(own: Path) -> list[Problem]:
    problems: list[Problem] = []
    for path in yaml_files(own, problems, own.name):
        if path.name not in (*RULE_FILES, *OTHER_FILES):
            message = text(
                "No such file is read here. A KS table goes into the folder ks, named by its day (ks/2025-07-01.yaml);"
                " rules go into {names}.",
                names=(*RULE_FILES, *OTHER_FILES),
            )
            problems.append(Problem(path.name, message))
    return problems


def _table_paths(folder: Path, problems: list[Problem]) -> dict[str, Path]:
    paths = {}
    for path in yaml_files(folder / FOLDER, problems, FOLDER):
        name = f"{FOLDER}/{path.name}"
        if _TABLE_NAME.fullmatch(path.name):
            paths[name] = path
        else:
            message = text("A table is named by the day it takes effect, such as 2025-07-01.yaml.")
            problems.append(Problem(name, message))
    return paths


def _load_table(name: str, path: Path, problems: list[Problem]) -> tuple[RateFile, Table] | None:
    node, sha256 = read_file(name, path, problems)
    if node is None:
        return None
    table = _table(Walk(name, problems), node, path.stem)
    return None if table is None else (RateFile(name, path, sha256, table.effective), table)


def _table(walk: Walk, node: Node, stem: str) -> Table | None:
    """The table in a document; None if the date or the source is wrong (wrong rows only add problems)."""
    fields = walk.fields(node, (), _TABLE_KEYS, _TABLE_NEEDS)
    if fields is None:
        return None
    effective = fields.take("effective", walk.day)
    if effective and effective.isoformat() != stem:
        message = text("The file is named {name}, but the table takes effect on {day}.", name=stem, day=effective)
        walk.problem(fields.nodes["effective"], ("effective",), message)
    source = fields.take("source", walk.text)
    if source and not _ADDRESS.fullmatch(source):
        message = text("The source must be the address of the page, beginning with http:// or https://.")
        walk.problem(fields.nodes["source"], ("source",), message)
    note = fields.take("note", walk.text, multiline=True) or ""
    rows = [row for scheme in SCHEMES if scheme in fields for row in _rows(walk, fields.nodes[scheme], scheme)]
    return Table(effective, source, tuple(rows), note) if effective and source else None


def _rows(walk: Walk, node: Node, scheme: str) -> list[Row]:
    items = walk.items(node, (scheme,))
    if items is None:
        return []
    rows, nodes = [], {}
    for number, item in enumerate(items):
        row = _row(walk, item, (scheme, number), scheme)
        if row is not None:
            rows.append(row)
            nodes[row.age_from] = item
    if len(rows) == len(items):  # with a wrong row left out, its neighbours would be blamed for the gap
        _check_bands(walk, rows, nodes, node, scheme)
    return rows


def _row(walk: Walk, node: Node, path: FieldPath, scheme: str) -> Row | None:
    fields = walk.fields(node, path, _ROW_KEYS, _ROW_NEEDS)
    if fields is None:
        return None
    age_from = fields.take("age_from", walk.whole, 0, OLDEST_AGE)
    age_to = fields.take("age_to", walk.whole, 1, OLDEST_AGE)
    band = fields.take("printed_band", walk.text)
    amounts = [fields.take(name, walk.whole, 1, HIGHEST_AMOUNT) for name in _AMOUNTS]
    utgiftsdekning, grunnstotte, total = amounts
    if age_from is None or band is None or utgiftsdekning is None or grunnstotte is None or total is None:
        return None
    if "age_to" in fields and age_to is None:
        return None
    if age_to is not None and age_to <= age_from:
        walk.problem(node, path, text("The band ends at {end}, before it begins.", end=age_to))
        return None
    return Row(
        scheme, age_from, age_to, from_kroner(utgiftsdekning), from_kroner(grunnstotte), from_kroner(total), band
    )


def _check_bands(walk: Walk, rows: list[Row], nodes: dict[int, Node], whole: Node, scheme: str) -> None:
    ours = (fault for fault in band_faults(rows) if fault.scheme == scheme)
    for fault in ours:
        if fault.found is None:
            last = nodes[max(nodes)] if nodes else whole
            message = text(
                "The bands of {scheme} end at {age}: the last one must be without age_to.",
                scheme=scheme,
                age=fault.expected,
            )
            walk.problem(last, (scheme,), message)
        elif fault.expected is None:
            message = text("A band of {scheme} without age_to comes before this one.", scheme=scheme)
            walk.problem(nodes[fault.found], (scheme,), message)
        else:
            message = text(
                "The bands of {scheme} leave a gap or overlap: one must begin at {expected}, but begins at {found}.",
                scheme=scheme,
                expected=fault.expected,
                found=fault.found,
            )
            walk.problem(nodes[fault.found], (scheme,), message)


_TEMPLATE = """\
{head}
effective: {effective}
source:
fosterhjem:  # {per_month}
{fosterhjem}
besokshjem:  # {per_day}
{besokshjem}
"""
_BANDS = {
    "fosterhjem": ((0, 6, "0-5 år"), (6, 11, "6-10 år"), (11, 15, "11-14 år"), (15, None, "15 år og eldre")),
    "besokshjem": ((0, 10, "0-10 år"), (10, None, "10 år og eldre")),
}


class TemplateWords(NamedTuple):
    """What a new table file says to those who fill it in, in their language: lines at its head, and units."""

    head: Sequence[str]
    per_month: str
    per_day: str


def template(effective: date, words: TemplateWords) -> str:
    """The text of a new table file, amounts empty; until they are filled in the loader names each of them."""
    lines = {scheme: "\n".join(_empty_row(*band) for band in bands) for scheme, bands in _BANDS.items()}
    head = "\n".join(f"# {line}" for line in words.head)
    return _TEMPLATE.format(
        head=head, effective=effective.isoformat(), per_month=words.per_month, per_day=words.per_day, **lines
    )


def _empty_row(age_from: int, age_to: int | None, printed: str) -> str:
    keys = [f"age_from: {age_from}", *([f"age_to: {age_to}"] if age_to else []), f"printed_band: {printed}"]
    first, *others = [*keys, *(f"{name}:" for name in _AMOUNTS)]
    return "\n".join([f"  - {first}", *(f"    {key}" for key in others)])
