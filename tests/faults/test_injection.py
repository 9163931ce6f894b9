"""Hostile texts: refused with a clear message, or shown so that they do no harm, by every command in every form.

Every text that the form of the register has room for holds one at the same time (see `walk` and `hostile`).
"""

import itertools
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Bvt
from tests.faults import hostile, walk
from tests.faults.walk import Ran
from tests.render.test_formats_bank import read as valid_for_the_bank

ONLY_THEMSELVES = {
    "bvt demo": "runs other commands, on invented data alone",
    "bvt completion": "prints a script that holds nothing of the register",
    "bvt db rekey": "tells the path of a key; the register could not be read as before afterwards",
}
MAKES_A_FILE = ("bvt db backup",)
"""A command that may take such a word for the name of a new file."""
REFUSED_BEHIND = {
    "pay export": 65,  # a file for payroll or the bank never carries a control character
    "pay reconcile": 2,  # so there is no file to compare with
    "db verify": 78,  # that is what it is for
    "db restore": 78,  # a backup that somebody changed is not taken into use
    "network report": 78,  # what was delivered is not what was kept of it any more
    "letter signed": 65,  # the whole home is read again, by the form
}
"""What says no to texts that were written behind bvt's back."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own, which is the working folder too: a word may be taken for the name of a file."""
    with walk.passing(tmp_path) as folder:
        monkeypatch.chdir(folder)
        yield folder


def found_in(ran: Ran) -> list[str]:
    """Everything in the output of a command that could do harm; raises where it cannot be read as what it is."""
    if "--json" in ran.typed:
        out = hostile.harm_in_json(ran.out) if ran.out else []
        if ran.code not in (0, 3, 5):
            json.loads(ran.err)
    elif dialect := next((word.partition("=")[2] for word in ran.typed if word.startswith("--csv-dialect")), None):
        out = hostile.harm_in_csv(ran.out, dialect) if ran.out else []
    else:
        out = hostile.harm(ran.out)
    return [*out, *hostile.harm(ran.err)]


def test_every_command_is_walked() -> None:
    """A new command cannot be forgotten."""
    walked = {walk.command_of(typed).path for typed, _ in walk.lines()}
    assert {each.path for each in walk.commands()} == walked | ONLY_THEMSELVES.keys()


LONG = pytest.mark.faults


@pytest.mark.parametrize("rotation", [0, *(pytest.param(each, marks=LONG) for each in range(1, len(hostile.FORMULAS)))])
def test_no_text_that_the_form_takes_does_harm(place: Path, rotation: int) -> None:
    """Markup, pages, places of templates, SQL, formulas, separators, unseen letters and piled-up marks."""
    numbers = hostile.numbered(rotation)
    for ran, expected in walk.walked(
        place, lambda where, kind: hostile.spoilt(next(numbers), where, kind), every_form=rotation > 0
    ):
        assert expected in (None, ran.code), (ran.typed, ran.err)
        assert ran.code != 1, (ran.typed, ran.err)
        assert found_in(ran) == [], ran.typed
        assert walk.leaked(ran) == [], (ran.typed, ran.err)
    pages = [*place.glob("*.html"), *place.glob("*.svg")]
    assert len(pages) >= 5
    for page in pages:
        assert hostile.harm_in_page(page.read_text("utf-8")) == [], page.name
    assert hostile.harm((place / "l.txt").read_text("utf-8")) == []
    _the_letter_holds_the_name_as_it_is(place)
    _the_bank_gets_what_its_schema_allows(place)
    _no_cell_of_the_workbook_calculates_a_text(place)
    _the_calendar_reads_back(place)
    _no_pdf_loads_or_links(place)
    _the_document_reads_back_the_same(place)


def _the_letter_holds_the_name_as_it_is(place: Path) -> None:
    """What stands in a value is never filled in or taken for markup itself."""
    letter = " ".join((place / "l.txt").read_text("utf-8").split())
    assert " ".join(hostile.NAMED.split()) in letter


def _the_bank_gets_what_its_schema_allows(place: Path) -> None:
    document = valid_for_the_bank("pain.001.001.09", (place / "R1.xml").read_bytes())
    names = [each.text for each in document.iterfind(".//Cdtr/Nm")]
    assert names
    assert all(hostile.NAMED in name for name in names)


def _no_cell_of_the_workbook_calculates_a_text(place: Path) -> None:
    with zipfile.ZipFile(place / "R1.xlsx") as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
    sheets = [words for name, words in parts.items() if name.startswith("xl/worksheets/")]
    formulas = [formula for words in sheets for formula in re.findall(r"<f>(.*?)</f>", words)]
    assert formulas
    assert not any(hostile.MARKUP[:6] in formula or "script" in formula for formula in formulas)
    assert not any("hyperlink" in words or "externalLink" in words for words in parts.values())


def _the_calendar_reads_back(place: Path) -> None:
    from icalendar import Calendar

    data = (place / "due.ics").read_bytes()
    assert hostile.harm(data.decode().replace("\r\n", "\n")) == []
    events = Calendar.from_ical(data).walk("VEVENT")
    assert len(events) == data.count(b"\r\nBEGIN:VEVENT\r\n") > 0


def _no_pdf_loads_or_links(place: Path) -> None:
    from pypdf import PdfReader

    for path in place.glob("*.pdf"):
        reader = PdfReader(path)
        assert reader.pages
        assert all("/Annots" not in page and not page.images for page in reader.pages)
        assert "/OpenAction" not in reader.trailer["/Root"]


def _the_document_reads_back_the_same(place: Path) -> None:
    document = walk.called(place, "export").out
    (place / "again.yaml").write_text(document, encoding="utf-8")
    again = place / "again"
    again.mkdir()
    shutil.copytree(place / "rates", again / "rates")
    pay_from = json.loads(walk.called(place, "export", "--json").out)["pay_from"]
    assert walk.called(again, "init", "--pay-from", pay_from).code == 0
    taken_in = walk.called(again, "import", str(place / "again.yaml"))
    assert taken_in.code == 0, taken_in.err
    assert walk.called(again, "export").out == document


@pytest.mark.faults
def test_what_the_form_refuses_is_shown_as_escapes_by_every_command(place: Path) -> None:
    """An old register, or another program, may hold terminal escapes and what turns the reading direction."""
    numbers = itertools.count()
    seen = ""
    for ran, expected in walk.walked(
        place,
        lambda where, kind: hostile.marked(next(numbers), where, kind),
        meanwhile=hostile.written_behind,
    ):
        refused = REFUSED_BEHIND.get(" ".join(ran.typed[:2]))
        assert expected in (None, ran.code) or ran.code == refused, (ran.typed, ran.err)
        assert ran.code != 1, (ran.typed, ran.err)
        assert found_in(ran) == [], ran.typed
        seen += ran.out
    assert "\\x1b]0;title\\x07" in seen
    assert "\\u202e" in seen
    for page in (*place.glob("*.html"), *place.glob("*.svg")):
        assert hostile.harm_in_page(page.read_text("utf-8")) == [], page.name


def test_control_and_direction_characters_are_refused_in_every_text_of_the_form(place: Path) -> None:
    """All at once, each with its place; nothing is written."""
    letters = itertools.cycle(hostile.REFUSED)
    spoilt: list[str] = []

    def value(where: str, kind: str) -> str:
        spoilt.append(where)
        return f"Prøve {len(spoilt)} {next(letters)}"

    assert walk.called(place, "init").code == 0
    (place / "wrong.json").write_text(json.dumps(walk.document(value), default=str), encoding="utf-8")
    refused = walk.called(place, "import", str(place / "wrong.json"), "--json")
    assert (refused.code, refused.out) == (65, "")
    details = json.loads(refused.err)["error"]["details"]
    told = [each for each in details if "holds a control character (U+" in each["message"]]
    assert len(told) == len({each["place"] for each in told}) == len(spoilt) > 300
    assert hostile.harm(refused.err) == []
    assert json.loads(walk.called(place, "home", "list", "--json").out) == []


HOSTILE_WORDS = (
    hostile.ADMITTED,
    (hostile.STEERING + hostile.TURNING).replace("\x00", ""),
    "=1+1",
    "%",
    "' OR 1=1; --",
    "\u202e",
)


@pytest.mark.parametrize("json_first", [False, pytest.param(True, marks=LONG)])
def test_hostile_arguments_are_told_without_harm(place: Path, json_first: bool) -> None:
    """Every command gets them in place of its refs and other arguments."""
    assert walk.called(place, "init").code == 0
    for number, (command, word) in enumerate(zip(walk.commands(), itertools.cycle(HOSTILE_WORDS), strict=False)):
        if command.path in ("bvt demo", "bvt init"):
            continue
        _, *path = command.path.split()
        arguments = [word for each in command.arguments if "[" not in each.typed or word[:1] != "="]
        form = ["--json"] if command.takes_json and number % 2 == json_first else []
        ran = walk.called(place, *path, *(arguments or [word]), *form)
        assert ran.code in (2, 3, 4, 5, 65, 78) or command.path in MAKES_A_FILE, (command.path, ran.err)
        assert hostile.harm(ran.out + ran.err) == [], command.path


def test_hostile_words_for_options_and_commands_are_told_without_harm(place: Path) -> None:
    assert walk.called(place, "init").code == 0
    for word in HOSTILE_WORDS:
        for typed in ((word,), ("home", word), ("home", "list", f"--{word}"), ("--lang", word), ("--rates", word)):
            ran = walk.called(place, *typed)
            assert ran.code in (2, 78), (typed, ran.err)
            assert hostile.harm(ran.out + ran.err) == [], typed


def test_a_hostile_environment_is_told_without_harm(bvt: Bvt) -> None:
    assert bvt("init").exit_code == 0
    added = ("child", "add", "--case", "2025/1", "--born", "2018-05-04")
    lines = itertools.cycle((("home", "list"), added, ("home", "list", "--json"), (*added, "--json")))
    names = ("BVT_DB", "BVT_RATES", "BVT_LANG", "BVT_AS_OF", "BVT_USER", "BVT_KEY_FILE")
    words = (hostile.STEERING.replace("\x00", ""), "\u202e../x", "x" * 5000, hostile.ADMITTED)
    for (name, word), typed in zip(itertools.product(names, words), lines, strict=False):
        ran = bvt(*typed, env={name: word})
        too_long = "its name is too long" in ran.stderr
        assert ran.exit_code in (0, 2, 65, 78) or too_long, (typed, ran.stderr)
        assert hostile.harm(ran.stdout + ran.stderr) == []


@pytest.mark.faults
def test_hostile_values_of_every_option_are_told_without_harm(place: Path) -> None:
    assert walk.called(place, "init").code == 0
    tried = 0
    for command in walk.commands():
        _, *path = command.path.split()
        for option, value in walk.options_of(command).items():
            if not value or command.path in ("bvt demo", "bvt init"):
                continue
            for word in HOSTILE_WORDS:
                ran = walk.called(place, *path, *("H-1" for _ in command.arguments), option, word)
                assert ran.code in (0, 2, 3, 4, 5, 65, 75, 78), (command.path, option, ran.err)
                assert hostile.harm(ran.out + ran.err) == [], (command.path, option)
                tried += 1
    assert tried > 2000


AT_A_TERMINAL = (
    ("home", "list"),
    ("home", "show", "H-Z1"),
    ("home", "check", "H-004"),
    ("child", "list"),
    ("agreement", "show", "A-Z1"),
    ("council", "show", "F-Z1"),
    ("council", "list"),
    ("network", "show", "N-Z1"),
    ("network", "report"),
    ("followup", "list"),
    ("outlay", "list"),
    ("due",),
    ("rules",),
    ("letter", "write", "contract", "--home", "H-002", "--agreement", "A-4"),
    ("home", "show", "\x1b]0;title\x07"),
    ("home", "list", "--\x9b31m"),
)


@pytest.mark.parametrize("behind", [False, True])
def test_at_a_terminal_nothing_but_colour_is_sent(place: Path, behind: bool) -> None:
    """Markup is printed as it is written, and with NO_COLOR there is no escape at all.

    What was written behind bvt's back, and the form never takes, is shown as escapes, there and on a pipe.
    """
    pytest.importorskip("termios")
    numbers = hostile.numbered()

    def value(where: str, kind: str) -> str:
        return (hostile.marked if behind else hostile.spoilt)(next(numbers), where, kind)

    assert walk.called(place, "init", "--pay-from", "2024-10").code == 0
    (place / "all.json").write_text(json.dumps(walk.document(value), default=str), encoding="utf-8")
    assert walk.called(place, "import", str(place / "all.json")).code == 0
    if behind:
        hostile.written_behind(place / "bvt.db")
    seen = ""
    for typed in AT_A_TERMINAL if behind else ():
        json_too = ["--json"] if "--json" in walk.options_of(walk.command_of(typed)) else []
        for form in ([], json_too):
            ran = walk.called(place, *typed, *form)
            assert ran.code in (0, 2, 3, 4), (typed, ran.err)
            assert found_in(ran) == [], typed
    for typed, colour in zip(AT_A_TERMINAL, itertools.cycle((behind, not behind)), strict=False):
        ran = walk.at_a_terminal(place, *typed, colour=colour)
        assert ran.code in (0, 2, 3, 4), (typed, ran.out)
        words = re.sub(r"\x1b\[[0-9;]*m", "", ran.out) if colour else ran.out
        assert hostile.harm(words) == [], typed
        seen += re.sub(r"\s", "", words)
    assert ("\\x1b]0;title\\x07" if behind else re.sub(r"\s", "", hostile.MARKUP)) in seen


def test_completion_offers_no_ref_that_would_be_two_words_or_steer(place: Path) -> None:
    import sqlite3
    from contextlib import closing

    assert walk.called(place, "init").code == 0
    added = ("home", "add", "--ref", "H-1", "--kind", "besokshjem", "--name", "Prøve", "--employment", "oppdragstaker")
    assert walk.called(place, *added).code == 0
    assert walk.called(place, *(word.replace("H-1", "H-2") for word in added)).code == 0
    with closing(sqlite3.connect(place / "bvt.db")) as register:
        register.execute("UPDATE home SET ref = ? WHERE ref = 'H-2'", ("H-2\nH-3 ; rm\x1b]0;x\x07",))
        register.commit()
    assert walk.called(place, "__complete", "3", "bvt", "home", "show", "").out == "H-1\n"
