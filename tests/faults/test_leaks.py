"""Names, addresses, accounts, case numbers and texts come out on stdout where they were asked for, and nowhere else.

Every text of a register is a marker of its own. No marker may stand in what is said on stderr (it ends in the mail of
cron), beyond what the line itself holds; nor in tracebacks, temporary files, arguments of other processes, the
environment, or in bytes of the register that no row holds any more.
"""

import itertools
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.main import run
from tests.commands.register import KOMMUNE
from tests.faults import injected, walk
from tests.faults.walk import CASE, MARKER, leaked, marker


def litter(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir() if path.name.endswith((".new", "-journal", "-wal", "-shm")))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with walk.passing(tmp_path) as folder:
        monkeypatch.chdir(folder)
        yield folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of markers, with a run, a claim and an approval."""
    folder = tmp_path_factory.mktemp("register")
    document = walk.document(marker)
    for number, child in enumerate(document["children"]):
        child["case"] = f"2024/{9000 + number}"
    (folder / "all.json").write_text(json.dumps(document, default=str), encoding="utf-8")
    for typed in (
        ("init", "--pay-from", "2024-10"),
        ("import", str(folder / "all.json")),
        ("pay", "month", "2025-02", "--post"),
        ("pay", "block", "A-1", "--from", "2025-04", "--reason", marker("reason", "line")),
    ):
        assert walk.called(folder, *typed).code in (0, 3), typed
    (folder / "all.json").unlink()
    return folder


@pytest.mark.faults
def test_no_command_says_a_text_of_the_register_on_stderr(place: Path, temporary: Path) -> None:
    """In its normal form: as words, as JSON and as CSV. (The quick run of this is that of test_injection.)"""
    ran_in_all = 0
    for ran, expected in walk.walked(place, marker):
        assert expected in (None, ran.code), (ran.typed, ran.err)
        assert leaked(ran) == [], (ran.typed, ran.err)
        assert litter(place) == [], ran.typed
        ran_in_all += 1
    assert ran_in_all > 150
    assert list(temporary.iterdir()) == []


def failing_lines(full: bool) -> Iterator[tuple[str, ...]]:
    """Every command in forms that fail: refs that are not there, options it does not have, values that are wrong."""
    refs = ("H-999", "X", "1", "2025-13")
    for number, command in enumerate(walk.commands()):
        _, *path = command.path.split()
        if command.path in ("bvt demo", "bvt init"):
            continue
        places = [each for each in command.arguments if not each.typed.startswith("[")]
        if full or number % 3 == 0:
            yield (*path, *(refs[number % len(refs)] for _ in places))
        if full or number % 3 == 1:
            yield (*path, *("H-001" for _ in places), "--nothing")
        options = [(name, word) for name, word in walk.options_of(command).items() if word]
        for name, word in options if full else options[number % 3 : 1]:
            yield (*path, *("H-001" for _ in places), name, "wrong" if word in ("DATE", "MONTH", "NUMBER") else "H-999")


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.faults)])
def test_what_goes_wrong_is_told_without_a_text_of_the_register(
    register: Path, place: Path, temporary: Path, full: bool
) -> None:
    shutil.copytree(register, place, dirs_exist_ok=True)
    for number, typed in enumerate(failing_lines(full)):
        json_too = "--json" in walk.options_of(walk.command_of(typed))
        ran = walk.called(place, *typed, *(["--json"] if json_too and number % 2 else []))
        assert ran.code != 1, (ran.typed, ran.err)
        assert leaked(ran) == [], (ran.typed, ran.err)
        assert litter(place) == []
    assert list(temporary.iterdir()) == []


READ_AND_WRITE = (
    "home list",
    "home show H-001",
    "home show H-001 --json",
    "home set H-001 --activity rolig",
    "home check H-004",
    "agreement show A-1",
    "child list --csv",
    "council show F-Z1",
    "due",
    "pay month 2025-03 --post",
    "pay statement H-001 --month 2025-02",
    "pay export R1 --format csv --out {place}/R1.csv",
    "letter write contract --home H-002 --agreement A-4",
    "export",
    "report year 2024",
    "db backup {place}/copy.db",
    "db verify",
)
ERRORS: tuple[Callable[[str], Exception], ...] = (
    RuntimeError,
    ValueError,
    KeyError,
    sqlite3.IntegrityError,
    lambda words: UnicodeEncodeError("latin-1", words, 0, 1, words),
    lambda words: OSError(5, words),
)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # where Python itself has nobody to tell
@pytest.mark.parametrize("part", [0, *(pytest.param(each, marks=pytest.mark.faults) for each in range(1, 17))])
def test_a_fault_anywhere_is_told_without_a_word_of_what_it_was_about(
    register: Path, place: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Any function of store, render and core fails with a name in what it says; BVT_TRACEBACK=1 shows frames alone."""
    monkeypatch.setattr(walk.docs_json, "_instead", _with_tracebacks(walk.docs_json._instead))
    chance = random.Random(part)
    commands = READ_AND_WRITE[::3] if part == 0 else READ_AND_WRITE[part % len(READ_AND_WRITE) :][:1]
    tried = 0
    for typed in commands:
        words = typed.format(place=place).split()
        _fresh(register, place)
        walk.called(place, *words)  # what is imported now is not called again
        _fresh(register, place)
        with injected.counted() as calls:
            walk.called(place, *words)
        functions = sorted(calls, key=injected.name_of)
        for code in chance.sample(functions, min(len(functions), 2 if part == 0 else 10_000)):
            secret = marker(injected.name_of(code), "name")
            error = ERRORS[tried % len(ERRORS)](f"invalid literal: {secret}")
            _fresh(register, place)
            with injected.failing(code, chance.randint(1, calls[code]), error):
                ran = walk.called(place, *words)
            assert secret not in ran.err, (typed, injected.name_of(code), ran.err)
            assert leaked(ran) == [], (typed, injected.name_of(code), ran.err)
            assert ran.code in (0, 1, 2, 3, 4, 5, 65, 75, 78), (typed, injected.name_of(code))
            if injected.name_of(code) == "store/new_file._clear_away":  # done again when the process ends
                for name in litter(place):
                    (place / name).unlink()
            assert litter(place) == [], (typed, injected.name_of(code))
            tried += 1
    assert tried >= (2 * len(commands) if part == 0 else 20)
    assert list(temporary.iterdir()) == []


def _fresh(register: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(register, place)
    os.chdir(place)


def _with_tracebacks(instead: Callable[..., object]) -> Callable[..., object]:
    return lambda around: instead({**around, "BVT_TRACEBACK": "1"})


def test_a_traceback_shows_where_and_of_which_kind_but_not_what(bvt, monkeypatch: pytest.MonkeyPatch) -> None:
    from bvt_cli.commands import root

    def call(arguments: object, session: object) -> int:
        try:
            raise KeyError("Kari Berg")
        except KeyError as error:
            raise ValueError("Ola Eksempel") from error

    monkeypatch.setattr(root, "call", call)
    shown = bvt("home", "list", env={"BVT_TRACEBACK": "1"}).stderr
    assert "test_leaks.py" in shown
    assert shown.index("KeyError") < shown.index("ValueError")
    assert "Kari" not in re.sub(r"^ .*$", "", shown, flags=re.MULTILINE)  # the lines of the source show what is raised
    assert "Ola" not in re.sub(r"^ .*$", "", shown, flags=re.MULTILINE)


def test_a_message_that_cannot_be_made_is_still_no_traceback(bvt, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last words need nothing that could fail."""
    from bvt_cli.render import failures

    def failure_text(error: object, translator: object) -> str:
        raise ValueError("Kari Berg")

    monkeypatch.setattr(failures, "failure_text", failure_text)
    result = bvt("home", "show", "H-1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"This is a fault in bvt \(ValueError at bvt_cli/main.py:\d+\)\.\n", result.stderr)


def test_an_error_that_python_has_nobody_to_raise_to_is_named_by_its_kind_alone(tmp_path: Path) -> None:
    """As in a finalizer: Python itself would print what it says."""
    code = (
        "import sys\nfrom bvt_cli import main\nfrom bvt_cli.commands import root\n"
        "class Held:\n    def __del__(self):\n        raise ValueError('Zq' + '0123456789')\n"
        "def call(arguments, session):\n    held = Held()\n    del held\n    return 0\n"
        "root.call = call\nsys.argv = ['bvt', 'home', 'list']\nsys.exit(main.run())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": os.environ["PATH"], "PYTHONPATH": str(walk.ROOT / "src")},
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "This is a fault in bvt (ValueError, told to nobody).\n"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no register at all": lambda data: b"Zq0123456789 is no register",
    "cut short": lambda data: data[: len(data) // 2],
    "a page of zeros": lambda data: data[:8192] + bytes(4096) + data[12288:],
    "bytes turned over": lambda data: data[:20000] + bytes(each ^ 0xFF for each in data[20000:24000]) + data[24000:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_register_is_told_of_without_what_it_holds(register: Path, place: Path, damage: str) -> None:
    _fresh(register, place)
    (place / "bvt.db").write_bytes(DAMAGES[damage]((register / "bvt.db").read_bytes()))
    for typed in READ_AND_WRITE:
        ran = walk.called(place, *typed.format(place=place).split())
        assert leaked(ran) == [], (ran.typed, ran.err)
        assert "Traceback" not in ran.err


def test_nothing_is_handed_to_other_processes(register: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command but the demo starts one; so no argument or environment of one can hold a name."""
    _fresh(register, place)
    started: list[object] = []
    monkeypatch.setattr(subprocess.Popen, "__init__", lambda *arguments, **options: started.append(arguments))
    monkeypatch.setattr(os, "system", started.append)
    before = dict(os.environ)
    for typed in READ_AND_WRITE:
        walk.called(place, *typed.format(place=place).split())
    assert started == []
    assert dict(os.environ) == before


def test_completion_offers_refs_and_never_a_text(register: Path, place: Path) -> None:
    _fresh(register, place)
    offered = [
        walk.called(place, "__complete", str(len(words) + 1), "bvt", *words, "").out
        for words in (["home", "show"], ["child", "show"], ["agreement", "show"], ["home", "list", "--employee"],
                      ["home", "person", "H-001", "--person"], ["network", "show"], ["pay", "show"])
    ]  # fmt: skip
    assert "H-001\n" in offered[0]
    assert not MARKER.search("".join(offered))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no core files")
def test_a_crash_leaves_no_image_of_the_memory(register: Path, place: Path) -> None:
    """It would hold every name that the command had read."""
    code = (
        "import resource, sys; from bvt_cli import main; resource.setrlimit(resource.RLIMIT_CORE, (4096, 4096));"
        " sys.argv = ['bvt', 'home', 'list']; main.run(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    _fresh(register, place)
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": os.environ["PATH"], "PYTHONPATH": str(walk.ROOT / "src"),
        "BVT_DB": str(place / "bvt.db")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "(0, 4096)"


SORT = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
    SELECT hex(randomblob(60)) AS x FROM n ORDER BY x
"""
"""More than SQLite sorts in the memory it has for its pages."""


def temporary_files() -> list[str]:
    """Files of SQLite's that this process has open, gone from their folder already, though not from the disk."""
    folder = Path("/proc/self/fd")
    return [link for each in folder.iterdir() if each.is_symlink() and "etilqs" in (link := os.readlink(each))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not tell which files are open")
def test_what_is_sorted_never_leaves_the_memory(register: Path, place: Path, temporary: Path) -> None:
    """A plain connection to SQLite, as a control, writes what it sorts to a file in a folder that all share."""
    from bvt_cli.store import database

    _fresh(register, place)
    with closing(sqlite3.connect(place / "bvt.db")) as plain:
        plain.execute("PRAGMA cache_size = 10")
        rows = plain.execute(SORT)
        assert rows.fetchone()
        assert temporary_files()
        rows.close()
    with database.reading(place / "bvt.db") as connection:
        connection.execute("PRAGMA cache_size = 10")
        assert connection.execute(SORT).fetchone()
        assert temporary_files() == []


def in_the_bytes(path: Path, words: str) -> int:
    return path.read_bytes().count(words.encode())


def in_the_rows(path: Path, words: str) -> int:
    """How often the rows of a register hold some words, the journal among them."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = itertools.chain.from_iterable(connection.execute(f'SELECT * FROM "{table}"') for table in tables)
        return sum(str(cell).count(words) for row in rows for cell in row)


def test_what_is_corrected_or_taken_away_stands_nowhere_in_the_file_but_in_the_journal(place: Path) -> None:
    """SQLite overwrites what it lets go (secure_delete); else the old name would stay in free pages for years."""
    assert walk.called(place, "init", "--pay-from", "2024-10").code == 0
    assert walk.called(place, "import", str(KOMMUNE)).code == 0
    old = [marker(f"old {number}", "name") for number in range(12)]
    for number, name in enumerate(old):
        typed = ("home", "set", "H-001", "--name", name, "--address", f"{name} 1", "--motivation", f"{name} " * 300)
        assert walk.called(place, *typed).code == 0
        if number % 3 == 0:
            assert walk.called(place, "home", "set", "H-001", "--clear", "motivation").code == 0
    assert (
        walk.called(place, "home", "set", "H-001", "--name", "Ny", "--address", "Ny 1", "--clear", "motivation").code
        == 0
    )
    with closing(sqlite3.connect(place / "bvt.db")) as connection:
        current = str(connection.execute("SELECT * FROM home_text").fetchall())
    for name in old:
        assert name not in current
        kept = in_the_rows(place / "bvt.db", name)
        assert 0 < in_the_bytes(place / "bvt.db", name) <= kept  # a long text may be parted between two pages
    assert litter(place) == []


def test_the_search_of_the_bytes_finds_what_is_left_without_overwriting(place: Path) -> None:
    """The control: with secure_delete off the same search finds names that no row holds."""
    name = marker("left behind", "name")
    with closing(sqlite3.connect(place / "plain.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE home (id INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany("INSERT INTO home (name) VALUES (?)", [(name,)] * 50)
        connection.execute("DELETE FROM home WHERE id < 50")
    assert in_the_bytes(place / "plain.db", name) > in_the_rows(place / "plain.db", name)


def test_everything_a_run_could_name_is_a_marker(register: Path) -> None:
    """The control: what the tests look for is in the register, under every key that holds a text."""
    exported = walk.called(register, "export", "--json").out
    assert len(set(MARKER.findall(exported))) > 300
    assert CASE.search(exported)
    assert walk.ACCOUNT in exported
    assert run(["--version"]) == 0
