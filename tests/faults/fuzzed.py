"""What the tests of strange files share: every kind of file bvt reads, and ways to spoil a good one.

A kind knows good files to begin with and how bvt reads them. Reading ends in a value, or in an error of
bvt with an exit code of its own; anything else is a fault.
"""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import BvtError, InvalidInput, Problem, Refused
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text
from bvt_cli.render import failures
from bvt_cli.render.messages import LANGUAGES, translator
from bvt_cli.store import changes, database, documents
from bvt_cli.store.database import Connection
from bvt_cli.store.format_files import load_formats
from bvt_cli.store.journal import Signed
from bvt_cli.store.letter_templates import load_templates
from bvt_cli.store.location import Location
from bvt_cli.store.paid_files import read_paid
from bvt_cli.store.payroll_files import load_codes
from bvt_cli.store.posting import Posting, Terms
from bvt_cli.store.rate_files import load_table, shipped_rates
from bvt_cli.store.rule_files import load_practice
from bvt_cli.store.sheet_maps import read_pay_map, read_register_map
from bvt_cli.store.sheet_pay import read_pay
from bvt_cli.store.sheet_register import read_register
from tests.paying import RULES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHEETS = EXAMPLES / "spreadsheet"
SIGNED = Signed("tester", "tester", "2025-06-15T12:00:00+00:00", "import")
MARCH = Month(2025, 3)
BAD_RATE, BAD_INPUT, BAD_SETTINGS = 5, 65, 78


EMPTY = b"bvt_register: 1\npay_from: 2024-10\n"
SMALL = b"""\
bvt_register: 1
pay_from: 2024-10
homes:
  - ref: H-1
    kind: besokshjem
    name: "Familien Pr\xc3\xb8ve"
    employment: oppdragstaker
    municipality: "0301"
    phone: "00 00 00 01"
    capacity: 2
    prefers: {age_from: 3, age_to: 12}
    interests: [ski, "12:30"]
    motivation: |
      Vi vil gjerne.
      To linjer.
    persons:
      - {ref: P-1, name: Pr\xc3\xb8ve Pr\xc3\xb8vesen, born: 1980-01-01, role: carer}
    payees:
      - {person: P-1, payroll_id: "10023", share: "1", from: 2024-09-01}
    steps:
      - {code: conversation, on: 2024-08-02, by: mls}
      - {code: attest, person: P-1, type: uttommende_utvidet, issued: 2024-08-10, on: 2024-08-20, by: mls}
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
  - {ref: A-2, home: H-1, child: C-1, measure: stottefamilie, size: stor, from: 2025-01-10, to: 2025-06-30}
stays:
  - {ref: S-1, agreement: A-1, from: 2025-03-07, to: 2025-03-09}
networks:
  - {ref: N-1, name: Nettverk Pr\xc3\xb8ve, resource_home: H-1, started_on: 2025-01-15}
"""
PAID = b"""\
line,component,amount
R1-1,grunnstotte,3078.00
R1-2,utgiftsdekning,1197.00
"""
PAID_MAP = b"""\
separator: ";"
decimal: ","
columns: {line: line, wage_type: component, amount: amount}
"""
OWN_SETTINGS = b"""\
settings:
  - {name: age_change, value: birthday, from: 2024-01-01, reason: "Vedtak 12/24"}
  - name: provisional_months
    value: 2
    from: 2025-01-01
    to: 2025-12-31
    source: Rundskriv 1
    reason: |
      Fordi.
"""
OWN_DEMANDS = b"""\
demands:
  - kind: besokshjem
    from: 2024-01-01
    steps: {conversation: 2, home_visit: 1, contract: 1}
    carers: 1
    carer_certificates: [uttommende_utvidet]
    household_certificates: [uttommende_utvidet, avgrenset, ordinaer]
    certificate_months: 3
    carer_confidentiality: true
    commitment_months: 12
    fosterhjem: false
    source: Rutine
"""
OWN_CODES = """\
payroll:
  - {name: wage_type, value: "4410", component: grunnstotte, from: 2024-01-01, reason: Prøve}
  - {name: wage_type, value: "4411", component: utgiftsdekning, measure: besokshjem, from: 2024-01-01, reason: Prøve}
  - {name: art, value: "5000", function: "251", taxable: true, from: 2024-01-01, to: 2024-12-31, reason: Prøve}
""".encode()


class Kind(NamedTuple):
    """A kind of file. `code`: the exit code of a bad one; `read`: reads the bytes, with a folder to work in."""

    name: str
    code: int
    seeds: Callable[[], tuple[bytes, ...]]
    read: Callable[[bytes, Path], object]
    is_yaml: bool = True


def _table(data: bytes, folder: Path) -> object:
    day = _EFFECTIVE.search(data)
    file = folder / f"{day[1].decode() if day else '2024-07-01'}.yaml"
    file.write_bytes(data)
    return load_table(file)


_EFFECTIVE = re.compile(rb"^effective: ([0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE)


def _own_file(name: str, load: Callable[[Path, Path], object]) -> Callable[[bytes, Path], object]:
    """A file in the municipality's own folder, laid over what ships."""

    def read(data: bytes, folder: Path) -> object:
        file = folder / f"own-{name.replace('/', '-')}" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return load(shipped_rates(), folder / f"own-{name.replace('/', '-')}")

    return read


def _document(data: bytes, folder: Path) -> object:
    """Taken in where the same things stand already, and where nothing does."""
    document = documents.read(data, "file")
    with suppress(Refused):  # elements of lists would be dropped
        _taken_in(document, folder, SMALL)
    return _taken_in(document, folder)


def _taken_in(document: documents.Document, folder: Path, before: bytes = EMPTY) -> object:
    """What an import would make of a document, given up at the end. What is valid must be paid and exported too."""
    with closing(database.connect(_register(folder, before), "rw")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            made = changes.apply(connection, document.given, SIGNED, problems=document.problems)
            if made:
                _use(connection)
            return len(made)
        finally:
            connection.execute("ROLLBACK")


def _use(connection: Connection) -> None:
    list(Posting(connection, MARCH, RULES, Terms()).entries())
    exported = documents.dump_yaml(documents.whole_register(connection)).encode()
    again = documents.read(exported, "export")
    assert not again.problems, again.problems
    assert not changes.apply(connection, again.given, SIGNED), "the export says something else"


def _register(folder: Path, holding: bytes) -> Location:
    path = folder / ("empty.db" if holding == EMPTY else "small.db")
    if not path.exists():
        held = documents.read(holding, "held")
        database.create(path, lambda connection: changes.apply(connection, held.given, SIGNED))
    return Location(path)


def _register_map(data: bytes, folder: Path) -> object:
    return _with_map(data, (SHEETS / "hjem.csv").read_bytes(), folder)


def _register_sheet(data: bytes, folder: Path) -> object:
    return _with_map((SHEETS / "hjem.yaml").read_bytes(), data, folder)


def _with_map(map_: bytes, sheet: bytes, folder: Path) -> object:
    problems: list[Problem] = []
    how = read_register_map(map_, "file", problems)
    if how is None:
        raise InvalidInput(text("The map is wrong; nothing was written."), problems)
    assert not problems
    return _taken_in(read_register(sheet, "file", how), folder)


def _pay_map(data: bytes, folder: Path) -> object:
    return _old_pay(data, (SHEETS / "lonn.csv").read_bytes())


def _pay_sheet(data: bytes, folder: Path) -> object:
    return _old_pay((SHEETS / "lonn.yaml").read_bytes(), data)


def _old_pay(map_: bytes, sheet: bytes) -> object:
    problems: list[Problem] = []
    how = read_pay_map(map_, "file", problems)
    if how is None:
        raise InvalidInput(text("The map is wrong; nothing was written."), problems)
    assert not problems
    old = read_pay(sheet, "file", how, MARCH)
    if old.problems:
        raise InvalidInput(text("The map is wrong; nothing was written."), old.problems)
    return old.rows


def _paid(data: bytes, folder: Path) -> object:
    return read_paid(data, "file", None, "")


def _paid_map(data: bytes, folder: Path) -> object:
    return read_paid(PAID.replace(b",", b";").replace(b".", b","), "paid", data, "file")


def _shipped(pattern: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(path.read_bytes() for path in sorted(shipped_rates().glob(pattern)))


def _files(*files: Path) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(file.read_bytes() for file in files)


def _small_json() -> bytes:
    import json

    import yaml

    return json.dumps(yaml.safe_load(SMALL.replace(b" on:", b' "on":')), default=str, indent=1).encode()


def _letters(shipped: Path, own: Path) -> object:
    return load_templates(shipped, own)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("rates", BAD_RATE, _shipped("ks/*.yaml"), _table),
        Kind("settings", BAD_SETTINGS, lambda: (OWN_SETTINGS,), _own_file("settings.yaml", load_practice)),
        Kind("approval", BAD_SETTINGS, lambda: (OWN_DEMANDS,), _own_file("approval.yaml", load_practice)),
        Kind("payroll", BAD_SETTINGS, lambda: (OWN_CODES,), _own_file("payroll.yaml", load_codes)),
        Kind("formats", BAD_SETTINGS, _shipped("formats/*.yaml"), _own_file("formats/our.yaml", load_formats)),
        Kind("letters", BAD_SETTINGS, _shipped("letters/contract.*.md"),
             _own_file("letters/contract.nb.md", _letters), False),
        Kind("document", BAD_INPUT, lambda: (SMALL,), _document),
        Kind("document-json", BAD_INPUT, lambda: (_small_json(),), _document, False),
        Kind("map", BAD_INPUT, _files(SHEETS / "hjem.yaml"), _register_map),
        Kind("sheet", BAD_INPUT, _files(SHEETS / "hjem.csv"), _register_sheet, False),
        Kind("pay-map", BAD_INPUT, _files(SHEETS / "lonn.yaml"), _pay_map),
        Kind("pay-sheet", BAD_INPUT, _files(SHEETS / "lonn.csv"), _pay_sheet, False),
        Kind("paid", BAD_INPUT, lambda: (PAID,), _paid, False),
        Kind("paid-map", BAD_INPUT, lambda: (PAID_MAP,), _paid_map),
    )
}  # fmt: skip

TOKENS = (
    b"0301", b"01015012345", b"NO", b"no", b"yes", b"on", b"~", b"null", b"true", b"1_000", b"12:30", b"190:20:30",
    b".inf", b"-.inf", b".nan", b"NaN", b"Infinity", b"5.30", b"1e400", b"0x1F", b"0o17", b"0b1", b"-0", b"+1", b"1.",
    b"9" * 19, b"9" * 5000, b"-" + b"9" * 400, b"1/0", b"0/0", b"1/3", b"-1/3", b"0.00000000000000000000000001",
    b"2026-02-30", b"0000-00-00", b"9999-12-31", b"1899-12-31", b"2199-12-31", b"2025-3-1", b"2025-13", b"2025-02",
    b"2025-03-01T10:00:00Z", b"\xe2\x82\xac", b"\xd9\xa3", b"\xef\xbc\x91", b"\xc2\xb2", b"\xc2\xa0", b"\xe2\x80\xae",
    b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x91\xaa", b"\xc3", b"\xe6", b"\xff\xfe",
    b"\0", b"\x07", b"\x1b[31m", b"\x7f", b"\t", b"\r", b"\r\n", b"\n\n", b"\n---\n", b"\n...\n", b"%YAML 1.2\n---\n",
    b"&a ", b"*a", b"<<: *a", b"<<: {a: 1}", b"!!python/object/apply:os.system [ls]", b"!!str ", b"!x ", b"? ", b"| ",
    b">-\n", b"|2\n", b"- ", b": ", b":", b"#", b"@", b"`", b"%", b"[", b"]", b"{", b"}", b"[[[[", b"{{", b"}}", b"{}",
    b"[]", b"''", b'""', b"'", b'"', b'"\\ud800"', b"\\u0000", b'"\\x00"', b'"\\U00110000"', b"\\", b",", b";", b"|",
    b"{a", b"{0}", b"{home}", b"%s", b"%(x)s", b"=1+1", b"@SUM(A1)", b"[/]", b"[red]", b"../../etc/passwd", b"H-1",
    b"ref", b"from", b"a" * 70_000,
)  # fmt: skip


def mutated(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    """A file spoilt in one to four places."""
    for _ in range(dice.choice((1, 1, 1, 2, 2, 4))):
        data = dice.choice(_WAYS)(data, others, dice)
    return data


def _flip(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    if not data:
        return data
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def _insert(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(TOKENS) + data[at:]


def _delete(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + data[at + dice.choice((1, 1, 2, 5, 30, 300)) :]


def _splice(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    other = dice.choice(others)
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def _value(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    """Another value for one of the words of the file."""
    words = list(_words(data))
    if not words:
        return data
    first, last = dice.choice(words)
    mark = dice.choice((b"", b"", b"", b"'", b'"'))
    return data[:first] + mark + dice.choice(TOKENS) + mark + data[last:]


def _words(data: bytes) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(rb"[^\s\[\]{},:;\"']+", data))


def _lines(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    """Lines twice, in another order, gone, indented otherwise."""
    lines = data.splitlines(keepends=True) or [b""]
    first = dice.randrange(len(lines))
    last = min(len(lines), first + dice.choice((1, 1, 2, 6)))
    piece = lines[first:last]
    at = dice.randint(0, len(lines))
    way = dice.randrange(4)
    if way == 0:
        lines[at:at] = piece
    elif way == 1:
        lines[first:last] = piece[::-1]
    elif way == 2:
        del lines[first:last]
    else:
        lines[first:last] = [b" " * dice.randint(1, 4) + line for line in piece]
    return b"".join(lines)


def _saved_otherwise(data: bytes, others: tuple[bytes, ...], dice: random.Random) -> bytes:
    """The whole file as another program would save it."""
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: data.decode("utf-8", "replace").encode("latin-1", "replace"),
        lambda: data.decode("utf-8", "replace").encode("utf-16"),
        lambda: b"\xef\xbb\xbf" + data,
        lambda: data.replace(b"\n", b"\r\n"),
        lambda: data.replace(b"\n", b"\r"),
        lambda: data.replace(b"  ", b"\t"),
        lambda: data[: dice.randint(0, len(data))],
        lambda: data + b"\x1a",
        lambda: data + b"\0" * 512,
    )
    return dice.choice(ways)()


_WAYS = (_flip, _insert, _insert, _delete, _splice, _value, _value, _value, _lines, _lines, _saved_otherwise)


@cache
def all_seeds() -> tuple[bytes, ...]:
    return tuple(seed for kind in KINDS.values() for seed in kind.seeds())


class Outcome(NamedTuple):
    """How reading ended: 0, or the exit code of the error, and what is said then."""

    code: int
    said: str


def outcome(kind: Kind, data: bytes, folder: Path) -> Outcome:
    """What bvt makes of a file. Anything but a value or an error of bvt's own is raised as it is.

    An error can be shown in every language, and names the file and, for YAML, the line.
    """
    error = _error(kind, data, folder)
    if error is None:
        return Outcome(0, "")
    said = [failures.failure_text(error, translator(language)) for language in LANGUAGES]
    failures.failure_json(error)
    assert error.exit_code == kind.code, said[-1]
    assert error.details, said[-1]
    assert all(isinstance(each, Problem) and each.place for each in error.details), said[-1]
    return Outcome(error.exit_code, said[LANGUAGES.index("en")])


def _error(kind: Kind, data: bytes, folder: Path) -> BvtError | None:
    try:
        kind.read(data, folder)
    except BvtError as error:
        return error
    return None
