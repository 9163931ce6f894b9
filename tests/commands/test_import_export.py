"""`bvt import` and `bvt export`: one document form, taken in whole or not at all."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]

BERG = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Berg
    employment: oppdragstaker
    phone: "00000001"
    interests: [ski, fiske]
    persons:
      - {ref: P-1, name: Kari Berg, born: 1982-03-14, role: carer}
      - {ref: P-2, name: Jon Berg, born: 1980-01-01, role: carer}
    steps:
      - {code: conversation, on: 2024-09-02, by: mls}
"""


def document(text: str) -> str:
    return f"bvt_register: 1\n{text}"


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["yaml", "json"])
def test_what_is_exported_and_imported_exports_to_the_same_bytes(kommune: Bvt, tmp_path: Path, form: list[str]) -> None:
    """Into an empty register that was made for another month."""
    exported = kommune("export", *form).stdout
    assert kommune("--db", tmp_path / "other.db", "init", "--pay-from", "2020-01").exit_code == 0
    assert kommune("--db", tmp_path / "other.db", "import", "-", input=exported).exit_code == 0
    assert kommune("--db", tmp_path / "other.db", "export", *form).stdout == exported


def test_everything_of_the_example_comes_back(kommune: Bvt) -> None:
    """Networks and joint meetings included, refs in the order people expect."""
    exported = kommune("export", "--json").json
    assert list(exported) == [
        "bvt_register", "pay_from", "homes", "children", "agreements", "stays", "grants", "networks", "councils",
        "joint_meetings",
    ]  # fmt: skip
    assert [len(exported[key]) for key in ("homes", "children", "agreements", "stays", "networks", "councils")] == [
        14, 15, 19, 38, 2, 2,
    ]  # fmt: skip
    assert [each["ref"] for each in exported["agreements"]][7:11] == ["A-10", "A-11", "A-12", "A-20"]
    network = exported["networks"][0]
    assert network["gatherings"][-1]["cost"] == "1480.00"
    assert network["talk_every_days"] == [{"days": 14, "from": "2025-01-15"}, {"days": 28, "from": "2025-04-01"}]
    assert exported["joint_meetings"][0] == {"on": "2025-03-20", "networks": ["N-1"]}


def test_importing_twice_changes_nothing_the_second_time(kommune: Bvt, journal: Journal) -> None:
    """Not the journal either."""
    exported, before = kommune("export").stdout, journal()
    assert kommune("import", KOMMUNE) == (0, "", "Nothing changes.\n")
    assert kommune("import", KOMMUNE, "--json")[:2] == (0, "[]\n")
    assert (kommune("export").stdout, journal()) == (exported, before)


def test_what_was_taken_in_is_listed_and_journalled(empty: Bvt, journal: Journal) -> None:
    """Thing by thing, signed."""
    result = empty("import", "-", "--json", "--by", "ako", input=BERG)
    assert result.json == [
        {
            "what": "home",
            "ref": "H-1",
            "change": "added",
            "keys": ["ref", "kind", "name", "employment", "phone", "interests", "persons", "steps"],
        }
    ]
    assert result.stderr == "Taken in: 1 home.\nNext: bvt home list\n"
    noted = journal()[-1]
    assert (noted.command, noted.by, noted.what, noted.ref, noted.before) == ("import", "ako", "home", "H-1", None)
    assert noted.after["persons"][0] == {"ref": "P-1", "name": "Kari Berg", "born": "1982-03-14", "role": "carer"}


def test_a_known_thing_is_corrected_key_by_key(empty: Bvt, journal: Journal) -> None:
    """A key left out stays, null takes it away; elements of lists are found by what identifies them."""
    empty("import", "-", input=BERG)
    correction = document("""
homes:
  - ref: H-1
    phone: null
    commitment_months: 12
    persons:
      - {ref: P-2, to: 2025-01-31}
      - {ref: P-1}
""")
    assert empty("import", "-", "--json", input=correction).json == [
        {"what": "home", "ref": "H-1", "change": "corrected", "keys": ["commitment_months", "phone", "persons"]}
    ]
    home = empty("home", "show", "H-1", "--json").json
    assert home == {
        "ref": "H-1",
        "kind": "besokshjem",
        "name": "Familien Berg",
        "employment": "oppdragstaker",
        "commitment_months": 12,
        "interests": ["ski", "fiske"],
        "persons": [
            {"ref": "P-1", "name": "Kari Berg", "born": "1982-03-14", "role": "carer"},
            {"ref": "P-2", "name": "Jon Berg", "born": "1980-01-01", "role": "carer", "to": "2025-01-31"},
        ],
        "steps": [{"code": "conversation", "on": "2024-09-02", "by": "mls"}],
    }
    assert journal()[-1].before.keys() == {"phone", "persons"}


def test_a_dry_run_shows_the_same_and_writes_nothing(empty: Bvt, tmp_path: Path) -> None:
    """Not a byte."""
    before = (tmp_path / "bvt.db").read_bytes()
    shown = empty("import", "-", "--dry-run", "--json", input=BERG)
    assert shown.exit_code == 0
    assert shown.stderr == "This would be changed; nothing was written.\n"
    assert (tmp_path / "bvt.db").read_bytes() == before
    assert empty("import", "-", "--json", input=BERG).stdout == shown.stdout


@pytest.mark.parametrize(
    ("correction", "dropped"),
    [
        ("persons: [{ref: P-1}]", "persons"),
        ("persons: []", "persons"),
        ("interests: [ski]", "interests"),
        ("steps: [{code: conversation, on: 2024-09-03}]", "steps"),
    ],
)
def test_dropping_an_element_of_a_list_needs_replace(empty: Bvt, correction: str, dropped: str) -> None:
    """A shortened list is more often a mistake than a wish."""
    empty("import", "-", input=BERG)
    before = empty("export").stdout
    text = document(f"homes: [{{ref: H-1, {correction}}}]")
    result = empty("import", "-", input=text)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Say --replace if that is meant." in result.stderr
    assert f"stdin:2: homes[H-1].{dropped}: An element that stands in the register is not given." in result.stderr
    assert empty("export").stdout == before
    assert empty("import", "-", "--replace", input=text).exit_code == 0
    assert empty("export").stdout != before


def test_null_takes_a_list_away_openly(empty: Bvt) -> None:
    """That is no list with something forgotten in it, so it needs no --replace."""
    empty("import", "-", input=BERG)
    assert empty("import", "-", input=document("homes: [{ref: H-1, interests: null, steps: null}]\n")).exit_code == 0
    home = empty("home", "show", "H-1", "--json").json
    assert "interests" not in home
    assert "steps" not in home


def test_refs_point_into_the_document_or_the_register(empty: Bvt) -> None:
    """In whichever order they are written."""
    agreement = document("agreements: [{ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}]\n")
    both = agreement + BERG.replace("bvt_register: 1", "") + 'children: [{ref: C-1, case: "1", born: 2018-01-01}]\n'
    assert empty("import", "-", input=agreement).exit_code == 65
    assert empty("import", "-", input=both).exit_code == 0
    more = agreement.replace("A-1", "A-2")
    assert empty("import", "-", input=more).exit_code == 0


def test_a_document_with_one_mistake_writes_nothing_of_the_rest(empty: Bvt) -> None:
    """All or nothing."""
    before = empty("export").stdout
    wrong = BERG + '  - {ref: H-2, kind: hytte, name: X, employment: sgs1030}\nchildren: [{ref: C-1, case: "1"}]\n'
    result = empty("import", "-", input=wrong)
    assert (result.exit_code, result.stdout) == (65, "")
    assert "homes[1].kind must be one of besokshjem" in result.stderr
    assert "children[C-1].born: born is missing." in result.stderr
    assert empty("export").stdout == before


def test_problems_as_json_stand_under_details_with_their_place(empty: Bvt, tmp_path: Path) -> None:
    """stdout stays empty."""
    (tmp_path / "new.yaml").write_text(document("homes:\n  - {ref: H-1, kind: hytte}\n"), encoding="utf-8")
    result = empty("import", tmp_path / "new.yaml", "--json")
    assert (result.exit_code, result.stdout) == (65, "")
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "invalid_input"
    assert [each["place"] for each in error["details"]] == ["new.yaml:3"] * 3


@pytest.mark.parametrize(
    ("file", "sentence"),
    [("nowhere.yaml", "There is no file"), (".", "is a folder, not a file."), ("rates", "is a folder, not a file.")],
)
def test_a_file_that_is_none_is_wrong_use(empty: Bvt, tmp_path: Path, file: str, sentence: str) -> None:
    """Exit 2."""
    result = empty("import", tmp_path / file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


def test_pay_from_can_change_until_something_is_posted(kommune: Bvt) -> None:
    """Then it stands for ever; saying the same again is no change."""
    assert kommune("import", "-", input=document("pay_from: 2024-11\n")).exit_code == 0
    assert kommune("import", "-", input=document("pay_from: null\n")).exit_code == 65
    assert kommune("pay", "month", "2024-12", "--post").exit_code == 0
    result = kommune("import", "-", input=document("pay_from: 2024-10\n"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Pay has been posted from 2024-11 on, so pay_from cannot change; nothing was written." in result.stderr
    assert kommune("import", "-", input=document("pay_from: 2024-11\n")).exit_code == 0


def test_names_that_look_like_something_else_survive_the_round_trip(empty: Bvt) -> None:
    """A name may be `no`, `0301`, `2024-10`, or hold brackets, quotes and hashes."""
    names = [
        "no",
        "0301",
        "2024-10",
        "1e3",
        "~x",
        "Familien [x] Berg",
        "#1",
        "a: b",
        "'",
        '"',
        "- x",
        "Ærø & Å",
        "true",
    ]
    homes = [
        {"ref": f"H-{number}", "kind": "besokshjem", "name": name, "employment": "sgs1030", "motivation": f"{name}\n"}
        for number, name in enumerate(names)
    ]  # fmt: skip
    given = json.dumps({"bvt_register": 1, "homes": homes})
    assert empty("import", "-", input=given).exit_code == 0
    exported = empty("export").stdout
    assert empty("import", "-", input=exported).stderr == "Nothing changes.\n"
    assert [home["name"] for home in empty("export", "--json").json["homes"]] == names


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed")
def test_long_work_counts_on_a_terminal_and_only_there(surroundings: dict[str, str], process: Bvt) -> None:
    """A thousand children taken in; the count is wiped when the work is done."""
    import pty

    children = "".join(f'- {{ref: C-{n}, case: "2025/{n}", born: 2018-05-04}}\n' for n in range(1000))
    document = Path(surroundings["HOME"]) / "children.yaml"
    document.write_text(f"bvt_register: 1\nchildren:\n{children}", "utf-8")
    process("init", "--pay-from", "2025-01")
    assert "\r" not in process("import", document, "--dry-run").stderr
    ours, theirs = pty.openpty()
    process("import", document, capture_output=False, stdout=theirs, stderr=theirs)
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert "\rTaken in: 1000\r" in told
