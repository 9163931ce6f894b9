"""Every command of bvt, run on one register after the other: what the tests of injection and leaks share.

The register is the example municipality and the document with every key there is; whatever text the form has room
for is put in by the test (`filled`), so a new key is covered without a line here. The commands are those that
docs/json.md is made from, where none may be missing, and those below that write files or pages.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docs_json
import docs_tree

from bvt_cli.core.field import Field
from bvt_cli.core.form import ENTITIES
from bvt_cli.main import run
from bvt_cli.store.nodes import Items, Node, Pairs, Scalar, read_yaml

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("", "--json", "--csv-dialect=rfc4180", "--csv-dialect=excel-no")
TEXTS = ("text", "line", "name", "texts")
"""The kinds of field in which anything may be written."""
CODES = ("--ref", "--format")
"""Options with a word for their value that is not free."""
Value = Callable[[str, str], str]
"""(where, kind) -> what is to stand there."""

LAST = "rate new 2025-07-01"
FURTHER = (
    ("home list", "pay statement H-001 --month 2025-02 --html {place}/s.html"),
    ("home list", "pay statement H-001 --month 2025-02 --pdf {place}/s.pdf"),
    ("home list", "audit --year 2025 --html {place}/audit.html"),
    ("home list", "due --ics {place}/due.ics"),
    ("home list", "due"),
    ("home list", "home show H-Z1"),
    ("home list", "council show F-Z1"),
    ("home list", "agreement show A-Z1"),
    ("home list", "network show N-Z1"),
    ("letter kinds", "letter write contract --home H-002 --agreement A-4 --html {place}/l.html"),
    ("letter kinds", "letter write contract --home H-002 --agreement A-4 --pdf {place}/l.pdf"),
    ("letter kinds", "letter write contract --home H-002 --agreement A-4 --out {place}/l.txt"),
    ("letter kinds", "letter write confidentiality --home H-002 --person P-003"),
    ("letter kinds", "letter write purpose --home H-002 --person P-003"),
    ("letter kinds", "letter write approval --home H-002"),
    ("letter kinds", "letter write rejection --home H-004"),
    ("pay formats", "pay export R1 --format visma-lonn --out {place}/R1.visma"),
    ("pay formats", "pay export R1 --format gl07 --out {place}/R1.gl07"),
    ("pay formats", "pay export R1 --format pain.001.001.09 --pay-on 2025-04-11 --out {place}/R1.xml"),
    ("pay release K1 --reason Avklart", "pay letter K1 --html {place}/k.html"),
    ("pay release K1 --reason Avklart", "pay letter K1 --pdf {place}/k.pdf"),
    ("network report N-1 --half 2025H1", "network report N-1 --half 2025H1 --markdown"),
    ("network report N-1 --half 2025H1", "network report --svg {place}/n.svg"),
    ("network report N-1 --half 2025H1", "network experiences N-1 --half 2025H1 --html {place}/x.html"),
    ("network report N-1 --half 2025H1", "network experiences N-1 --half 2025H1 --markdown"),
    ("report year 2024", "report year 2024 --html {place}/year.html"),
    (LAST, "log show"),
    (LAST, "log show --look-ups"),
    (LAST, "person export P-001"),
    (LAST, "person export P-Z1 --html {place}/person.html"),
    (LAST, "person export C-77"),
    (LAST, "retention list --as-of 2035-01-01"),
    (LAST, "db verify"),
    (LAST, "db new-identity {place}/age.key"),
    (LAST, "db restore {place}/copy.db --replace"),
    (LAST, "retention apply H-Z1 --as-of 2026-01-01 --yes"),
)
"""(after which command, what): what the runs of docs/json.md leave out."""
OTHERWISE = {"pay month 2025-02 --post": 3}
"""What ends otherwise than in docs/json.md, for the homes that are here besides."""
ACCOUNT = "12345678903"
MARKER = re.compile(r"Zq[0-9a-f]{10}")
CASE = re.compile(r"2024/9[0-9]{3}")
TOLD = {"grant pay": "the number of the bill that is paid, for whoever pays it"}
"""What is said on stderr with a word of the register in it, on purpose."""
SETTINGS = {"age_change": "month_after"}
CODES_OF_PAYROLL = {
    "payer_name": "Lekby kommune",
    "payer_account": "86011117947",
    "payer_organisation": "123456785",
    "ledger_client": "LB",
    "ledger_interface": "BV",
    "ledger_voucher_type": "BL",
    "ansvar": "3100",
    "contra_art": "21900",
}
AS_WRITTEN = {typed for _, typed in FURTHER if "--" in typed}
"""What writes a file or a page of its own, and so has no other form."""


class Ran(NamedTuple):
    """A command that was run: what was typed, how it ended, what it wrote."""

    typed: tuple[str, ...]
    code: int
    out: str
    err: str


@cache
def commands() -> tuple[docs_tree.Command, ...]:
    """The commands of the tree, without the groups."""
    return tuple(each for each in docs_tree.tree() if not each.group)


def command_of(typed: Sequence[str]) -> docs_tree.Command:
    """The command that a line calls."""
    paths = {each.path: each for each in commands()}
    return next(paths[path] for path in (f"bvt {' '.join(typed[:n])}" for n in (2, 1)) if path in paths)


def options_of(command: docs_tree.Command) -> dict[str, str]:
    """The options of a command, each with the word that stands for its value (none for a flag)."""
    return {name: each.typed.partition(" ")[2] for each in command.options for name in each.names}


def lines() -> Iterator[tuple[tuple[str, ...], int | None]]:
    """Every command line of the walk in order, with the exit code it ends with where that is known."""
    for each in docs_json.RUNS:
        yield tuple(each.typed), OTHERWISE.get(" ".join(each.typed), each.exit_code)
        for after, typed in FURTHER:
            if " ".join(each.typed) == after:
                yield tuple(typed.split()), None


def document(value: Value) -> dict[str, Any]:
    """The example municipality and the home with every key, with `value` wherever the form has room for a text."""
    apart = re.compile(rb"(?<![\w-])([A-Z])-(\d)(?![\w-])")  # its refs would be those of the municipality
    municipality = _read((ROOT / "examples" / "kommune.yaml").read_bytes())
    everything = _read(apart.sub(rb"\1-Z\2", (ROOT / "tools" / "docs_register.yaml").read_bytes()))
    for payee in (each for home in municipality["homes"] for each in home.get("payees", ())):
        payee["account"] = ACCOUNT
    whole: dict[str, Any] = {"bvt_register": 1}
    for entity in ENTITIES:
        things = [*(municipality.get(entity.plural) or ()), *(everything.get(entity.plural) or ())]
        whole[entity.plural] = [filled(each, entity.fields, f"{entity.name} {each['ref']}", value) for each in things]
    return whole


def _read(document: bytes) -> Any:
    return _plain(read_yaml(document, "")[0])


def _plain(node: Node | None) -> Any:
    """A node as plain values, those in quotes as texts."""
    match node:
        case Pairs():
            return {key.text: _plain(each) for key, each in node.pairs}
        case Items():
            return [_plain(each) for each in node.items]
        case Scalar(written, quoted=False) if written in ("true", "false") or written.isdecimal():
            return json.loads(written)
    return node.text if isinstance(node, Scalar) else None


def filled(thing: Mapping[str, Any], fields: Sequence[Field], where: str, value: Value) -> dict[str, Any]:
    """A thing with every text in it replaced."""
    found = dict(thing)
    for field in fields:
        if field.key not in thing or field.key == "ref":
            continue
        here, old = f"{where} {field.key}", thing[field.key]
        if field.kind == "group":
            found[field.key] = filled(old, field.fields, here, value)
        elif field.kind == "list":
            found[field.key] = [filled(each, field.fields, f"{here} {at}", value) for at, each in enumerate(old)]
        elif field.kind == "texts":
            found[field.key] = [value(f"{here} {at}", field.kind) for at, _ in enumerate(old)]
        elif field.kind in TEXTS:
            found[field.key] = value(here, field.kind)
    return found


def retyped(typed: Sequence[str], place: Path, value: Value) -> tuple[str, ...]:
    """A command line with `value` for every option that takes a text or a name."""
    options = options_of(command_of(typed))
    said = []
    for at, (before, word) in enumerate(zip(("", *typed), typed, strict=False)):
        if options.get(before) in ("TEXT", "NAME") and before not in CODES:
            said.append(
                value(f"{before} {at} of {' '.join(typed[:2])}", "line" if options[before] == "TEXT" else "name")
            )
        else:
            said.append(word.format(place=place, examples=docs_json.EXAMPLES))
    return tuple(said)


def own_rates(folder: Path, value: Value) -> None:
    """The municipality's own codes and settings, with `value` as their reasons; what bvt pays stays the same."""
    for name, key, own in (("settings.yaml", "settings", SETTINGS), ("payroll.yaml", "payroll", CODES_OF_PAYROLL)):
        entries = [
            {"name": each, "value": said, "from": "2020-01-01", "reason": value(f"{name} {each}", "line")}
            for each, said in own.items()
        ]
        document = json.dumps({key: entries}, ensure_ascii=False)  # which is YAML too
        (folder / name).write_text(document, encoding="utf-8")


def called(place: Path, *typed: str) -> Ran:
    """One command in this process, on the register of the folder."""
    return Ran(typed, *docs_json._call(typed, place))


def walked(
    place: Path,
    value: Value,
    *,
    typed_value: Value | None = None,
    meanwhile: Callable[[Path], None] = lambda register: None,
    every_form: bool = True,
) -> Iterator[tuple[Ran, int | None]]:
    """Every command of bvt on one register, as people read it and, where it has them, as JSON and CSV.

    `typed_value`: what options that take a text are given, where it is not `value`. `meanwhile`: what happens to the
    register once everything is in it. `every_form`: each list in all its forms, else in one of them. What changes
    something is run once, as JSON or as words in turn, and so is what is no list.
    """
    written = place / "register.json"
    written.write_text(json.dumps(document(value), default=str), encoding="utf-8")
    for number, (typed, expected) in enumerate(lines()):
        if number == 1:  # the folder of rates is there now
            own_rates(place / "rates", value)
        if typed[:1] == ("import",) and typed[1].endswith("kommune.yaml"):
            typed = ("import", "{place}/register.json")
        command = command_of(typed)
        options = options_of(command)
        words = retyped(typed, place, typed_value or value)
        if "--csv" in options and not _changes(typed, options):
            for form in FORMS if every_form else FORMS[number % len(FORMS) :][:1]:
                yield called(place, *words, *filter(None, [form])), expected
        else:
            form = "--json" if number % 2 and "--json" in options and " ".join(typed) not in AS_WRITTEN else ""
            yield called(place, *words, *filter(None, [form])), expected
        if typed[0] == "import" and number < 5 and "--dry-run" not in typed:
            meanwhile(place / "bvt.db")


def _changes(typed: Sequence[str], options: Mapping[str, str]) -> bool:
    asked = any(word.startswith("--") for word in typed)
    page = typed[:2] == ("network", "report") and "--half" in typed
    return (
        page
        or typed[0] == "import"
        or " ".join(typed) in AS_WRITTEN
        or "--post" in typed
        or (options.get("--by") == "NAME" and asked)
    )


def marker(where: str, kind: str) -> str:
    """A text that stands nowhere else, to see where it comes out."""
    return f"Zq{hashlib.sha256(where.encode()).hexdigest()[:10]}"


def leaked(ran: Ran) -> list[str]:
    """The markers, case numbers and accounts on stderr that were not typed."""
    if " ".join(ran.typed[:2]) in TOLD:
        return []
    typed = " ".join(ran.typed)
    found = [*MARKER.findall(ran.err), *CASE.findall(ran.err), *re.findall(ACCOUNT, ran.err)]
    return sorted({each for each in found if each not in typed})


def memory(made: Path) -> Path:
    """A folder in memory where this system has one, for the many commits of a walk; else the one made."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        return made
    return Path(tempfile.mkdtemp(prefix="bvt-test-", dir=shared))


@contextmanager
def passing(made: Path) -> Iterator[Path]:
    """Such a folder, gone afterwards."""
    place = memory(made)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def at_a_terminal(place: Path, *typed: str, colour: bool) -> Ran:
    """One command with stdout and stderr on a terminal, in this process; both come back as `out`."""
    import fcntl
    import struct
    import termios

    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    modes = termios.tcgetattr(its)
    modes[1] &= ~termios.OPOST  # what bvt writes, not what the terminal makes of it
    termios.tcsetattr(its, termios.TCSANOW, modes)
    pieces: list[bytes] = []
    reader = threading.Thread(target=lambda: pieces.extend(iter(lambda: _read_on(ours), b"")))
    reader.start()
    around = {
        "BVT_DB": str(place / "bvt.db"), "BVT_AS_OF": docs_json.AS_OF, "BVT_LANG": "en", "BVT_USER": "kari",
        "HOME": str(place), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "NO_COLOR": "" if colour else "1",
    }  # fmt: skip
    with docs_json._instead(around), open(its, "w", encoding="utf-8", newline="\n") as terminal:
        sys.stdout = sys.stderr = terminal
        code = run(list(typed))
        terminal.flush()
    reader.join()
    os.close(ours)
    return Ran(typed, code, b"".join(pieces).decode(), "")


def _read_on(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux tells the end of a terminal so
        return b""
