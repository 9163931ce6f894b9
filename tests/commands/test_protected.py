"""A home whose address is protected: where it is and how it is reached is shown to nobody who has not said why."""

import ast
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docs_json import EXAMPLES
from pypdf import PdfReader

from bvt_cli.store import records
from tests.commands.conftest import Noted
from tests.conftest import Bvt
from tests.faults import walk

MARKS = {
    "municipality": "9797",
    "phone": "93939393",
    "email": "merke@eksempel.example",
    "address": "Merkeveien 77",
    "postcode": "9696",
    "city": "Merkeby",
}
FOUND = re.compile(r"\b(?:9797|9898|93939393|merke@eksempel\.example|Merkeveien 77|9696|Merkeby)\b")
REVEAL = ("--reveal", "Posten kom i retur.")
PROTECTED = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    protected: {protected}
    municipality: "9797"
    phone: "93939393"
    email: merke@eksempel.example
    address: Merkeveien 77
    postcode: "9696"
    city: Merkeby
    persons: [{{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}}]
    approvals: [{{kind: besokshjem, on: 2024-09-01}}]
children:
  - {{ref: C-1, case: "2024/1", born: 2018-05-04}}
agreements:
  - {{ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}}
"""


MAP = """
encoding: utf-8
separator: ","
decimal: ","
header_line: 1
homes:
  - {ref: Nr, phone: Telefon}
"""


def with_marks(things: Any, protected: bool) -> Any:
    """A document in which every home lies at the marked address."""
    homes = [{**home, **MARKS, "protected": protected} for home in things["homes"]]
    for home in homes:
        if home["ref"] == "H-020":
            home["municipality"] = "9898"  # so that it is told of a network whose homes lie apart
    return {**things, "homes": homes}


def outputs(place: Path, protected: bool, further_forms: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """What every command of bvt writes to stdout and stderr, on the example municipality with marked homes.

    As people read it and in further forms where it has them; what changes something is run once, in turn.
    """
    register = with_marks(walk.document(lambda where, kind: f"Prøve {abs(hash(where)) % 1000}"), protected)
    (place / "marked.json").write_text(json.dumps(register, default=str), encoding="utf-8")
    for number, (typed, _) in enumerate(walk.lines()):
        if number == 1:  # the folder of rates is there now
            walk.own_rates(place / "rates", lambda where, kind: "Prøve")
        if typed[0] == "import" and "--dry-run" not in typed and number < 5:
            typed = ("import", "{place}/marked.json")
        words = [word.format(place=place, examples=EXAMPLES) for word in typed]
        options = walk.options_of(walk.command_of(typed))
        many = "--csv" in options and not walk._changes(typed, options)
        alone = " ".join(typed) in walk.AS_WRITTEN or "--json" not in options
        forms = ("", *further_forms) if many else ("",) if alone or number % 2 else ("--json",)
        for form in forms:
            ran = walk.called(place, *words, *filter(None, [form]))
            assert ran.code != 1, (ran.typed, ran.err)
            yield " ".join([*typed, form]), ran.out + ran.err


def written(place: Path) -> Iterator[tuple[str, str]]:
    """What stands in the files that commands wrote: pages, letters, workbooks, calendars, files for the bank."""
    for path in (each for each in place.rglob("*") if each.is_file()):
        if path.suffix == ".pdf":
            yield path.name, "\n".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield path.name, "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
        elif path.suffix not in (".db", ".age") and path.name != "marked.json":
            yield path.name, path.read_bytes().decode("utf-8", "replace")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with walk.passing(tmp_path) as folder:
        yield folder


def test_no_command_shows_where_protected_homes_are(place: Path) -> None:
    """In no form, on neither stream, in no file; all homes are protected here, and every command is run."""
    assert [typed for typed, out in outputs(place, True, ("--json", "--csv")) if FOUND.search(out)] == []
    files = dict(written(place))
    assert {Path(name).suffix for name in files} >= {".html", ".pdf", ".xlsx", ".ics", ".xml", ".txt", ".csv"}
    assert [name for name, words in files.items() if FOUND.search(words)] == []


@pytest.mark.faults
def test_the_same_homes_unprotected_are_shown_where_addresses_are(place: Path) -> None:
    """So the test above can fail. The next one says so of fewer commands, and always runs."""
    showing = {" ".join(typed.split()[:2]) for typed, out in outputs(place, False) if FOUND.search(out)}
    assert showing >= {"home list", "home show", "letter write", "pay letter", "network report"}
    assert any(typed.startswith("export") for typed in showing)
    assert {"l.txt", "l.html", "l.pdf", "k.html", "k.pdf"} <= {
        name for name, words in written(place) if FOUND.search(words)
    }


SHOWING = (
    "home show H-1", "home show H-1 --json", "letter write contract --home H-1 --agreement A-1", "pay letter K1",
    "export", "export --json", "log show --home H-1", "log show --home H-1 --json", "log show --home H-1 --csv",
)  # fmt: skip


@pytest.fixture
def homes(empty: Bvt, tmp_path: Path) -> Callable[[bool], Bvt]:
    """bvt with one home at the marked address, protected or not."""

    def made(protected: bool) -> Bvt:
        (tmp_path / "one.yaml").write_text(PROTECTED.format(protected=str(protected).lower()), encoding="utf-8")
        assert empty("import", tmp_path / "one.yaml").exit_code == 0
        return empty

    return made


def test_it_is_shown_to_whoever_says_why(homes: Callable[[bool], Bvt], tmp_path: Path) -> None:
    """Where that is offered: on the home's own page, in letters, in an export, and in the log."""
    bvt = homes(True)
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    assert bvt("pay", "block", "A-1", "--from", "2025-04", "--reason", "Avklares").exit_code == 0
    for typed in SHOWING:
        assert not FOUND.search(bvt(*typed.split()).stdout), typed
        assert "Merkeveien 77" in bvt(*typed.split(), *REVEAL).stdout, typed
    letter = tmp_path / "k.html"
    assert bvt("pay", "letter", "K1", "--html", letter, *REVEAL).exit_code == 0
    assert "Merkeveien 77" in letter.read_text("utf-8")


def test_of_a_home_that_is_not_protected_it_is_shown_unasked(homes: Callable[[bool], Bvt]) -> None:
    """The same commands, and the lists that show a municipality."""
    bvt = homes(False)
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    assert bvt("pay", "block", "A-1", "--from", "2025-04", "--reason", "Avklares").exit_code == 0
    for typed in (*SHOWING, "home list", "home list --json", "home list --csv"):
        assert FOUND.search(bvt(*typed.split()).stdout), typed


def test_its_page_says_that_something_is_hidden(homes: Callable[[bool], Bvt]) -> None:
    """In JSON the keys are left out, and it says `protected`."""
    page = homes(True)("home", "show", "H-1").stdout
    assert page.count("(protected)") == len(MARKS)
    shown = homes(True)("home", "show", "H-1", "--json").json
    assert shown["protected"] is True
    assert not shown.keys() & MARKS.keys()


def test_a_letter_leaves_the_address_blank_and_says_so(homes: Callable[[bool], Bvt]) -> None:
    letter = homes(True)("letter", "write", "contract", "--home", "H-1", "--agreement", "A-1", "--json")
    assert {"home.address", "home.postcode", "home.city"} <= set(letter.json["blanks"])
    assert "The address of H-1 is protected and left out" in letter.stderr
    assert "Address" not in letter.stderr.partition("Not known, and left blank")[2]


def test_nothing_is_matched_by_where_a_protected_home_is(homes: Callable[[bool], Bvt]) -> None:
    """Or whoever tries all postcodes would find it."""
    bvt = homes(True)
    assert bvt("child", "add", "--ref", "C-2", "--case", "2024/2", "--born", "2018-05-04").exit_code == 0
    asked = ("home", "match", "C-2", "--on", "2025-03-01", "--json")
    places = [("--postcode", "9696"), ("--postcode", "0000"), ("--municipality", "9797"), ("--city", "Merkeby")]
    answers = [bvt(*asked, *place).json["homes"] for place in places]
    verdicts = [[(each["point"], each["verdict"]) for home in homes for each in home["items"]] for homes in answers]
    assert ("place", "unknown") in verdicts[0]
    assert verdicts == [verdicts[0]] * len(places)
    assert "Where the home is, is protected." in bvt(*asked[:-1], "--city", "Merkeby").stdout


def test_an_export_says_what_it_leaves_out_and_taken_in_again_it_wipes_nothing(
    homes: Callable[[bool], Bvt], tmp_path: Path
) -> None:
    bvt = homes(True)
    exported = bvt("export")
    assert "H-1" in exported.stderr
    assert "--reveal" in exported.stderr
    (tmp_path / "again.yaml").write_text(exported.stdout, encoding="utf-8")
    assert "Nothing changes." in bvt("import", tmp_path / "again.yaml").stderr
    assert bvt("home", "show", "H-1", "--json", *REVEAL).json.items() >= MARKS.items()


@pytest.mark.parametrize("reveal", [(), REVEAL], ids=["hidden", "revealed"])
def test_an_export_taken_into_another_register_exports_to_the_same_bytes(
    homes: Callable[[bool], Bvt], tmp_path: Path, reveal: tuple[str, ...]
) -> None:
    """Without addresses, or with them, as a register that is moved needs."""
    bvt = homes(True)
    exported = bvt("export", *reveal).stdout
    other = ("--db", tmp_path / "other.db")
    assert bvt(*other, "init", "--pay-from", "2024-10").exit_code == 0
    assert bvt(*other, "import", "-", input=exported).exit_code == 0
    assert bvt(*other, "export", *reveal).stdout == exported
    assert ("Merkeveien" in exported) is bool(reveal)


def test_an_unprotected_home_is_exported_whole_and_nothing_is_said(homes: Callable[[bool], Bvt]) -> None:
    exported = homes(False)("export")
    assert "Merkeveien 77" in exported.stdout
    assert exported.stderr == ""


def test_it_is_protected_and_no_longer_by_a_command_that_is_journalled(
    homes: Callable[[bool], Bvt], journal: Callable[[], list[Noted]]
) -> None:
    bvt = homes(False)
    assert bvt("home", "set", "H-1", "--protected").stderr.startswith("H-1 is corrected: protected.")
    assert "Merkeveien" not in bvt("home", "show", "H-1").stdout
    assert bvt("home", "set", "H-1", "--no-protected", *REVEAL).exit_code == 0
    assert "Merkeveien" in bvt("home", "show", "H-1").stdout
    assert [(each.before, each.after) for each in journal()[-2:]] == [
        ({"protected": False}, {"protected": True}),
        ({"protected": True}, {"protected": False}),
    ]


@pytest.mark.parametrize("typed", ["--no-protected", "--clear protected"])
def test_nobody_lifts_it_without_saying_why(homes: Callable[[bool], Bvt], typed: str) -> None:
    """What was said is kept as a look-up."""
    bvt = homes(True)
    refused = bvt("home", "set", "H-1", *typed.split())
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "bvt home set H-1 --no-protected --reveal REASON" in refused.stderr
    assert bvt("home", "set", "H-1", *typed.split(), *REVEAL).exit_code == 0
    seen = bvt("log", "show", "--look-ups", "--json").json[-1]
    assert (seen["command"], seen["ref"], seen["reason"]) == ("home set", "H-1", "Posten kom i retur.")


def test_a_reason_is_given_only_to_lift_it(homes: Callable[[bool], Bvt]) -> None:
    """Nothing is changed and nothing is kept."""
    bvt = homes(True)
    assert bvt("home", "set", "H-1", "--phone", "91919191", *REVEAL).exit_code == 2
    assert bvt("log", "show", "--look-ups", "--json").json == []


@pytest.mark.parametrize("said", ["false", "null"])
def test_no_document_lifts_it(homes: Callable[[bool], Bvt], said: str) -> None:
    bvt = homes(True)
    refused = bvt("import", "-", input=f"bvt_register: 1\nhomes: [{{ref: H-1, protected: {said}}}]\n")
    assert refused.exit_code == 3
    assert "bvt home set H-1 --no-protected --reveal REASON" in refused.stderr


COUNCIL = """
bvt_register: 1
councils:
  - ref: F-1
    child: C-1
    referred_on: 2025-01-01
    families:
      - {number: 1, name: Familien Prøve, contact: "93939393", answer: "yes", answered_on: 2025-01-05, decision: "yes",
         decided_on: 2025-01-06, home: H-1}
      - {number: 2, name: Familien Annen, contact: "95959595"}
"""


def test_how_a_family_is_reached_that_became_a_protected_home_is_hidden(homes: Callable[[bool], Bvt]) -> None:
    """Wherever the family council shows it; other families stay as they are."""
    bvt = homes(True)
    assert bvt("import", "-", input=COUNCIL).exit_code == 0
    for typed in (
        "council show F-1", "council show F-1 --json", "council family F-1", "council family F-1 --json", "export",
        "council set F-1 --coordinator Ansatt --json", "log show --child C-1", "log show --child C-1 --json",
    ):  # fmt: skip
        shown = bvt(*typed.split()).stdout
        assert "93939393" not in shown, typed
        assert "95959595" in shown, typed
    corrected = bvt("council", "family", "F-1", "1", "--contact", "97979797", "--json")
    assert "97979797" not in corrected.stdout
    assert "is corrected" in corrected.stderr
    person = bvt("person", "export", "P-1", "--json").stdout
    assert not re.search("93939393|97979797", person)
    for typed in ("council show F-1", "export", "log show --child C-1", "person export P-1"):
        assert "97979797" in bvt(*typed.split(), *REVEAL).stdout, typed


def test_no_document_takes_a_protected_home_out_of_a_family(homes: Callable[[bool], Bvt]) -> None:
    """Else its telephone would be shown without a reason."""
    bvt = homes(True)
    assert bvt("import", "-", input=COUNCIL).exit_code == 0
    again = COUNCIL.replace("home: H-1", "home: null")
    assert bvt("import", "-", input=again).exit_code == 3
    assert "93939393" not in bvt("council", "show", "F-1").stdout


def test_correcting_a_protected_home_shows_and_wipes_nothing(homes: Callable[[bool], Bvt]) -> None:
    """The new number is kept, the rest stays, and the answer tells neither."""
    bvt = homes(True)
    corrected = bvt("home", "set", "H-1", "--phone", "91919191", "--json")
    assert corrected.json["protected"] is True
    assert not corrected.json.keys() & MARKS.keys()
    assert corrected.stderr.startswith("H-1 is corrected: phone.")
    known = bvt("home", "show", "H-1", "--json", *REVEAL).json
    assert {key: known[key] for key in MARKS} == {**MARKS, "phone": "91919191"}
    unchanged = bvt("home", "set", "H-1", "--phone", "91919191")
    assert "nothing changes" in unchanged.stderr
    cleared = bvt("home", "set", "H-1", "--clear", "phone")
    assert cleared.stderr.startswith("H-1 is corrected: phone.")


def test_a_new_home_can_be_protected_from_the_first_moment(empty: Bvt) -> None:
    added = empty(
        "home", "add", "--kind", "besokshjem", "--name", "Familien Ny", "--employment", "oppdragstaker", "--address",
        "Merkeveien 77", "--protected", "--json",
    )  # fmt: skip
    assert added.exit_code == 0
    assert "Merkeveien" not in added.stdout + added.stderr


def test_a_spreadsheet_taken_in_does_not_tell_what_stood_there(homes: Callable[[bool], Bvt], tmp_path: Path) -> None:
    """Before it is written, what changes is shown; of a protected home only that it does."""
    (tmp_path / "homes.csv").write_text("Nr,Telefon\nH-1,91919191\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    shown = homes(True)("import", "--from", tmp_path / "homes.csv", "--map", tmp_path / "map.yaml", "--dry-run")
    assert "(protected)" in shown.stdout
    assert not {"93939393", "91919191"} & set(shown.stdout.split())


STORE = Path(records.__file__).parent
CONTACT = re.compile(r"\b(?:phone|email|address|postcode|city|municipality)\b")


@pytest.mark.parametrize("file", sorted(STORE.glob("*.py")), ids=lambda file: file.name)
def test_homes_are_read_by_one_way_that_hides(file: Path) -> None:
    """No other SQL asks for where a home is, but where it leaves the protected ones out."""
    constants = (each.value for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, ast.Constant))
    asking = [each for each in constants if isinstance(each, str) and "SELECT" in each and CONTACT.search(each)]
    assert [each for each in asking if "coalesce(protected, 0) = 0" not in each] == []
