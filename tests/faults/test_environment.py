"""Whatever stands around bvt: the right exit code, the same bytes, one sentence where it cannot go on, no traceback."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Bvt, base_environment
from tests.faults.processes import Ended, Forker, contents

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")

FAMILIES = {
    ("home", "list", "--csv"): 0,
    ("home", "list"): 0,
    ("home", "show", "H-1"): 0,
    ("pay", "calculate", "2025-03", "--json"): 0,
    ("pay", "month", "2025-03"): 0,
    ("export",): 0,
    ("report", "month", "2025-03"): 0,
    ("pay", "--help"): 0,
    ("--version",): 0,
    ("hom", "list"): 2,
    ("home", "show", "H-2"): 4,
    ("child", "list", "--json"): 0,
}
"""Commands of every family, and how they end."""
FEW = 2
MANY = [FEW, pytest.param(None, marks=pytest.mark.faults)]


@pytest.fixture
def register(one_home: Path) -> Path:
    """A register with a home whose name has letters beyond ASCII."""
    return one_home


def some(number: int | None, name: str) -> dict[tuple[str, ...], int]:
    """All families, or some that differ from one surrounding to the next."""
    chosen = list(FAMILIES.items())
    first = sum(name.encode()) % len(chosen)
    return dict((chosen[first:] + chosen[:first])[:number])


def bvt_process(environment: dict[str, str], *arguments: object, before: str = "", after: str = "") -> Ended:
    """bvt in a shell, as a person types it: `before` and `after` the command stand what the shell is to do."""
    words = " ".join(f"'{each}'" for each in (sys.executable, "-m", "bvt_cli", *arguments))
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&1 4>&2; {before} {words} {after}"], env=environment, capture_output=True, check=False,
        timeout=120,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode(), 0, 0)


_PLAIN: dict[tuple[str, ...], str] = {}


def plain(forker: Forker, surroundings: dict[str, str], families: dict[tuple[str, ...], int]) -> list[str]:
    """What each command writes where nothing is odd: the same in every copy of the register."""
    for arguments, code in families.items():
        if arguments not in _PLAIN:
            if arguments != ("--version",):  # it alone may end the process that carries it out
                forker.warm(surroundings, *arguments)
            ended = forker.run(surroundings, *arguments)
            assert ended.status == code, ended
            _PLAIN[arguments] = ended.stdout
    return [_PLAIN[arguments] for arguments in families]


ODD = {
    "narrow": {"COLUMNS": "20", "LINES": "2"},
    "no width": {"COLUMNS": "junk", "LINES": "-1"},
    "dumb": {"TERM": "dumb", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"},
    "no terminal": {"TERM": "", "NO_COLOR": "1"},
    "no home": {"HOME": ""},
    "home gone": {"HOME": "/nonexistent/home", "XDG_DATA_HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
    "far east": {"TZ": "Pacific/Kiritimati"},
    "no zone": {"TZ": ":junk/zone"},
    "odd locale": {"LC_ALL": "xx_YY.latin-1", "LANG": "\udcff"},
}


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("odd", ODD)
def test_odd_surroundings_change_nothing(
    forker: Forker, surroundings: dict[str, str], register: Path, odd: str, number: int | None
) -> None:
    """Not a byte of what is written, for nothing depends on them where no terminal is."""
    families = some(number, odd)
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = forker.run({**surroundings, **ODD[odd]}, *arguments)
        if arguments[-1] == "--help":  # for people: its lines are as long as they want them
            assert (ended.status, ended.stdout.split()) == (code, written.split()), ended
        else:
            assert (ended.status, ended.stdout) == (code, written), (arguments, ended)
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("kind", ["gone", "read-only"])
def test_the_working_folder_does_not_matter(
    forker: Forker, surroundings: dict[str, str], register: Path, tmp_path: Path, kind: str, number: int | None
) -> None:
    """One that may only be read, or that somebody has removed meanwhile."""
    families = some(number, kind)
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        folder = tmp_path / kind
        folder.mkdir(mode=0o500, exist_ok=True)
        ended = forker.run(surroundings, *arguments, folder=folder)
        assert (ended.status, ended.stdout) == (code, written), (arguments, ended)


def test_a_register_named_from_a_working_folder_that_is_gone_is_told_of(
    forker: Forker, surroundings: dict[str, str], register: Path, tmp_path: Path
) -> None:
    """A sentence, and the exit code of a register that is not there."""
    forker.warm(surroundings, "home", "list")
    for arguments in ("home", "list"), ("child", "add", "--case", "1", "--born", "2020-01-01"), ("init",):
        (tmp_path / "gone").mkdir()
        ended = forker.run({**surroundings, "BVT_DB": "bvt.db"}, *arguments, folder=tmp_path / "gone")
        assert (ended.status, ended.stdout) == (78, ""), ended
        assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("limit", [5, 6, 8])
def test_few_open_files_are_enough_or_told_of(
    forker: Forker, surroundings: dict[str, str], register: Path, limit: int, number: int | None
) -> None:
    """Where `ulimit -n` is too small for a register and its journal, a sentence says what is in the way."""
    families = some(number, str(limit))
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = forker.run(surroundings, *arguments, limits={"NOFILE": limit})
        assert "Traceback" not in ended.stderr
        assert "fault in bvt" not in ended.stderr, (arguments, ended)
        assert (ended.status, ended.stdout) == (code, written) or ended.status in (1, 5, 78), (arguments, ended)


@pytest.mark.parametrize("number", MANY)
def test_a_stdout_that_takes_nothing_is_told_of(
    forker: Forker, surroundings: dict[str, str], register: Path, number: int | None
) -> None:
    """Exit 1 and a sentence; but a command that writes nothing there ends as ever."""
    families = {**some(number, "full"), ("pay", "--help"): 0, ("--version",): 0}
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = forker.run(surroundings, *arguments, stdout="/dev/full")
        assert ended.status == (1 if written else code), (arguments, ended)
        if written and arguments != ("--version",):
            assert "The system says no: the disk is full." in ended.stderr, ended


def test_what_was_posted_stays_posted_though_nobody_could_be_told(
    bvt: Bvt, forker: Forker, surroundings: dict[str, str], register: Path
) -> None:
    """The exit code says that something went wrong, the sentence what did not."""
    forker.warm(surroundings, "pay", "month", "2025-01")
    ended = forker.run(surroundings, "pay", "month", "2025-01", "--post", "--json", stdout="/dev/full")
    assert ended.status == 1
    assert ended.stderr == (
        "R1 is posted all the same; only its output could not be written.\n"
        '{\n  "error": {\n    "code": "system",\n    "message": "The system says no: the disk is full.",\n'
        '    "details": []\n  }\n}\n'
    )
    assert [run["run"] for run in bvt("pay", "runs", "--json").json] == ["R1"]


PYTHON = {
    "C": {"LC_ALL": "C"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "no utf-8": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "optimised": {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "1"},
    "warning": {"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1", "PYTHONHASHSEED": "2"},
}
"""What Python itself heeds when it starts."""


@pytest.mark.parametrize("number", [1, pytest.param(None, marks=pytest.mark.faults)])
@pytest.mark.parametrize("odd", PYTHON)
def test_the_same_bytes_come_out_however_python_is_started(
    forker: Forker, surroundings: dict[str, str], register: Path, odd: str, number: int | None
) -> None:
    """Encoding, optimisation, order of sets, development mode."""
    families = some(number, f"{odd}.")
    environment = {**base_environment(), **surroundings, **PYTHON[odd]}
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = bvt_process(environment, *arguments)
        assert (ended.status, ended.stdout) == (code, written), (arguments, ended)
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("number", [1, pytest.param(None, marks=pytest.mark.faults)])
def test_cron_gives_next_to_no_environment(
    forker: Forker, surroundings: dict[str, str], register: Path, number: int | None
) -> None:
    """With no variable at all but where bvt is and which day counts, all else is said on the command line."""
    bare = {"PYTHONPATH": base_environment()["PYTHONPATH"], "BVT_AS_OF": surroundings["BVT_AS_OF"]}
    families = some(number, "none")
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        said = () if arguments == ("--version",) else ("--db", register, "--lang", "en")
        ended = bvt_process(bare, *said, *arguments)
        assert (ended.status, ended.stdout) == (code, written), (arguments, ended)


@pytest.mark.parametrize("number", [1, pytest.param(None, marks=pytest.mark.faults)])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(
    forker: Forker, surroundings: dict[str, str], register: Path, closed: str, number: int | None
) -> None:
    """What would have been written to one that is closed is lost, and the exit code says so where it was data."""
    families = some(number, closed)
    before = contents(register)
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = bvt_process({**base_environment(), **surroundings}, *arguments, after=f"{closed} 3>&- 4>&-")
        lost = ">&-" in closed.split() and written and arguments[-1] not in ("--help", "--version")
        assert ended.status == (1 if lost else code), (arguments, ended)
        assert "Traceback" not in ended.stderr
        assert ended.stdout == ("" if ">&-" in closed.split() else written)
    assert {**contents(register), "lookup": before["lookup"]} == before


def test_nothing_to_read_from_is_told_of(surroundings: dict[str, str], register: Path) -> None:
    """Where a document was to come on standard input."""
    ended = bvt_process({**base_environment(), **surroundings}, "import", "-", after="<&-")
    assert ended[:3] == (2, "", "Standard input is closed; there is nothing to read.\n")


@pytest.mark.parametrize("number", [1, pytest.param(None, marks=pytest.mark.faults)])
def test_a_reader_who_has_enough_is_no_fault(
    forker: Forker, surroundings: dict[str, str], register: Path, number: int | None
) -> None:
    """As with `| head -1`: quiet, whether or not all was written by then."""
    families = some(number, "head")
    for (arguments, code), written in zip(families.items(), plain(forker, surroundings, families), strict=True):
        ended = bvt_process(
            {**base_environment(), **surroundings}, *arguments, after="2>/dev/null | head -1; exit ${PIPESTATUS[0]}"
        )
        assert ended.status in (code, 1), (arguments, ended)
        assert ended.stdout == "".join(written.splitlines(keepends=True)[:1])


def test_a_list_imports_nothing_that_takes_long(surroundings: dict[str, str], register: Path) -> None:
    """A guard: `home list` is what an officer waits for most often."""
    code = "import sys; from bvt_cli.main import run; run(['home', 'list', '--csv']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**base_environment(), **surroundings}, capture_output=True, check=True
    )
    modules = {each.partition(".")[0] for each in done.stdout.decode().splitlines()[-1].split()}
    assert "sqlite3" in modules
    assert not {"rich", "sqlite_utils", "yaml", "pydantic", "numpy", "hypothesis", "sqlcipher3", "pyrage"} & modules


faketime = pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")


def at(moment: str, surroundings: dict[str, str], *arguments: object, zone: str = "Europe/Oslo") -> Ended:
    """bvt on a machine whose clock says something else; no day is given that counts as today."""
    environment = {**base_environment(), **surroundings, "TZ": zone}
    del environment["BVT_AS_OF"]
    return bvt_process(environment, *arguments, before=f"faketime '{moment}'")


NIGHTS = (
    "2028-02-29 12:00:00",
    "2025-12-31 23:59:59",
    "2026-03-29 01:59:59",
    "2026-03-29 03:00:00",
    "2026-10-25 02:30:00",
)


@faketime
@pytest.mark.parametrize("moments", [NIGHTS[:2], pytest.param(NIGHTS, marks=pytest.mark.faults)])
def test_the_hour_does_not_change_a_sum(
    bvt: Bvt, surroundings: dict[str, str], register: Path, moments: Sequence[str]
) -> None:
    """Leap day, the last second of a year, the nights in which Norway's clocks are set."""
    march = bvt("pay", "calculate", "2025-03", "--json")
    for moment in moments:
        ended = at(moment, surroundings, "pay", "calculate", "2025-03", "--json")
        assert (ended.status, ended.stdout) == (0, march.stdout), ended


@faketime
@pytest.mark.parametrize(
    ("moment", "zone", "month"),
    [
        ("2025-04-30 21:58:00", "UTC", "2025-04"),
        ("2025-04-30 22:00:00", "UTC", "2025-05"),
        ("2025-05-01 00:30:00", "Pacific/Kiritimati", "2025-04"),
    ],
)
def test_today_is_the_day_in_norway_wherever_the_machine_thinks_it_is(
    surroundings: dict[str, str], register: Path, moment: str, zone: str, month: str
) -> None:
    """Midnight in Oslo is the turn of the month that is paid."""
    ended = at(moment, surroundings, "pay", "month", "--json", zone=zone)
    assert f'"month": "{month}"' in ended.stdout


BEHIND = "The clock of this machine says 2020-05-01 10:00, but the last change was at "
ADDED = ("child", "add", "--case", "2024/9", "--born", "2020-01-01")
POSTED = ("pay", "month", "2025-01", "--post", "--as-of", "2025-06-15")


@faketime
@pytest.mark.parametrize("arguments", [ADDED, POSTED], ids=["a change", "a posting"])
def test_a_clock_set_back_is_told_of_by_what_writes(
    surroundings: dict[str, str], register: Path, arguments: tuple[str, ...]
) -> None:
    """It is written all the same, stamped with the time the machine gives; the doctor says the same."""
    ended = at("2020-05-01 10:00:00", surroundings, *arguments, zone="UTC")
    assert ended.status == 0, ended
    first, second, *_ = ended.stderr.split(". ", 1)
    assert first.startswith(BEHIND)
    assert first.endswith("(UTC)")
    assert second.startswith("What is written now is stamped as if it came before.\n")


@faketime
def test_what_only_reads_says_nothing_of_the_clock(surroundings: dict[str, str], register: Path) -> None:
    """Nor does what writes while the clock goes right."""
    assert at("2020-05-01 10:00:00", surroundings, "home", "list").stderr == ""
    assert "clock" not in at("2035-05-01 10:00:00", surroundings, *ADDED).stderr
