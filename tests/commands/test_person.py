"""`bvt person export`: all that is held on one person, and nothing that is held on others."""

from pathlib import Path

import pytest

from tests.conftest import Bvt
from tests.faults.erasing import ACCOUNTS, MARKS, made

HOME = ("phone", "email", "address", "city", "name", "later phone")
"""What everybody in the home may know of it."""


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("person")


@pytest.fixture
def register(bvt: Bvt, surroundings: dict[str, str], _made: Path) -> Bvt:
    """A register in which everything there is has been written; made once."""
    surroundings["BVT_DB"] = str(_made / "bvt.db")
    if not (_made / "bvt.db").exists():
        made(bvt, _made)
    return bvt


def marks_in(words: str) -> set[str]:
    """Which texts of the register stand in an answer."""
    return {what for what, mark in MARKS.items() if mark in words}


def starting(*names: str) -> set[str]:
    return {what for what in MARKS if what.startswith(names)}


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_carer_is_handed_what_is_on_them_and_their_home(register: Bvt, form: tuple[str, ...]) -> None:
    """Not the others in the home, not other homes, and nothing about the child but its ref."""
    done = register("person", "export", "H-1-P", *form)
    assert done.exit_code == 0
    assert marks_in(done.stdout) - {"H-1 phone"} == (
        starting("H-1 ") - {"H-1 member", "H-1 phone"}
        | {"outlay", "outlay 2", "drive", "supplement", "network", "title", "went", "recover", "block", "release"}
        | {"family", "family contact", "matching", "family reason", "interview"}
        | ({"outlay withdrawn", "drive withdrawn", "supplement withdrawn"})
    )  # fmt: skip
    assert ACCOUNTS[0] in done.stdout
    assert ACCOUNTS[1] not in done.stdout
    assert "2024/1" not in done.stdout.replace("2024/10", "")
    assert "2015-05-04" not in done.stdout


def test_changes_are_told_from_what_to_what_with_the_names_of_their_keys(kommune: Bvt) -> None:
    """The decision behind a grant is no decision of a council; times are those of Oslo."""
    assert kommune("home", "set", "H-001", "--capacity", "2").exit_code == 0
    assert kommune("home", "set", "H-001", "--capacity", "3").exit_code == 0
    assert "  Capacity: from 2 to 3\n" in kommune("person", "export", "P-001").stdout
    grant = next(each for each in kommune("grant", "list", "--json").json)
    told = kommune("person", "export", grant["child"]).stdout
    assert "The service's decision" not in told.split("Family councils")[0]
    assert "+00:00" not in told


def test_of_a_protected_home_it_is_told_which_key_changed(kommune: Bvt) -> None:
    assert kommune("home", "set", "H-001", "--protected", "--phone", "93939393").exit_code == 0
    told = kommune("person", "export", "P-001").stdout
    assert "  Phone: (protected)\n" in told
    assert "93939393" not in told


def test_who_looked_at_everything_or_at_what_they_are_part_of_is_told_with_the_reason(kommune: Bvt) -> None:
    """From when the person was there."""
    assert kommune("export", "--reveal", "Flytting.").exit_code == 0
    assert kommune("network", "show", "N-1").exit_code == 0
    home = kommune("network", "show", "N-1", "--json").json["resource_home"]
    person = kommune("home", "show", home, "--json").json["persons"][0]["ref"]
    looked = kommune("person", "export", person, "--json").json["held"]["look_ups"]
    assert {"export", "network show"} <= {each["command"] for each in looked}
    told = kommune("person", "export", person).stdout
    assert "Everything" in told
    assert "Flytting." in told.split("Who looked")[1].split("To be read")[0]
    added = kommune("home", "person", home, "--ref", "P-new", "--name", "Ny Prøvesen", "--born", "1990-01-01", "--role",
                    "household")  # fmt: skip
    assert added.exit_code == 0
    later = kommune("person", "export", "P-new", "--json").json["held"]["look_ups"]
    assert "export" not in {each["command"] for each in later}


def test_a_copy_to_hand_over_says_nothing_to_whoever_answers(register: Bvt) -> None:
    """What is held stands in it all the same."""
    whole, copy = (register("person", "export", "H-1-P", *more).stdout for more in ((), ("--hand-over",)))
    for words in ("Left out", "Take out what is theirs first"):
        assert words in whole
        assert words not in copy
    assert marks_in(copy) == marks_in(whole)
    assert register("person", "export", "H-1-P", "--hand-over", "--json").exit_code == 2


def test_what_was_written_freely_is_to_be_read_through_first(register: Bvt) -> None:
    """And what is about the child too is left out and named, so that somebody decides."""
    done = register("person", "export", "H-1-P", "--json")
    assert {(each["section"], each["key"]) for each in done.json["review"]} >= {
        ("home", "motivation"), ("outlays", "purpose"), ("councils", "interviews.notes"), ("claims", "reason"),
        ("networks", "gatherings.went"),
    }  # fmt: skip
    assert {(each["ref"], each["key"], each["reason"]) for each in done.json["left_out"]} >= {
        ("A-1", "goals", "about_child"), ("O-1", "note", "about_child"), ("N-1", "experiences", "about_others"),
    }  # fmt: skip
    assert "Texts that may tell of others, to be read through before it is handed over: " in done.stderr
    assert "Left out, to be judged by whoever answers: " in done.stderr


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_one_of_the_household_is_handed_their_own_and_where_they_live(register: Bvt, form: tuple[str, ...]) -> None:
    """No pay, no agreements, nothing on the carer."""
    done = register("person", "export", "H-1-Q", *form)
    assert marks_in(done.stdout) - {"H-1 phone"} == {f"H-1 {key}" for key in HOME} - {"H-1 phone"} | {"H-1 member"}
    assert "A-1" not in done.stdout


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_child_is_handed_all_that_is_on_it(register: Bvt, form: tuple[str, ...]) -> None:
    """The homes by their refs; of the family council nobody's name."""
    done = register("person", "export", "C-1", *form)
    assert marks_in(done.stdout) == (
        starting("child ", "council ", "grant", "outlay", "drive", "supplement")
        | {"goals", "not heard", "note", "cash reason", "skipped", "relation", "why", "resolution", "proposal"}
    )  # fmt: skip
    assert "2024/1" in done.stdout


def test_the_resource_family_is_handed_its_experiences(register: Bvt) -> None:
    """They wrote them; they are to be read through, for they tell of the other families."""
    answer = register("person", "export", "H-2-P", "--json").json
    (network,) = answer["held"]["networks"]
    assert network["experiences"][0]["text"] == MARKS["experiences"]
    assert ("networks", "experiences.text") in {(each["section"], each["key"]) for each in answer["review"]}


def test_what_was_paid_to_the_person_and_who_looked_is_in_it(register: Bvt) -> None:
    """This time too: to take it out is to look."""
    held = register("person", "export", "H-1-P", "--json").json["held"]
    first = held["paid"][0]
    assert (first["line"], first["component"], first["share"], first["amount"]) == (
        "R1-1",
        "grunnstotte",
        "1",
        "3078.00",
    )
    assert held["payee_of_runs"][0]["account"] == ACCOUNTS[0]
    assert held["confirmations"][0]["by"] == "leder"
    assert held["look_ups"][-1]["command"] == "person export"
    changed = next(each for each in held["journal"] if each["command"] == "home set")
    assert (changed["before"], changed["after"]) == (
        {"phone": MARKS["H-1 phone"]}, {"phone": MARKS["H-1 later phone"]},
    )  # fmt: skip


def test_it_is_written_to_a_new_file_as_a_page(register: Bvt, tmp_path: Path) -> None:
    """For its owner only, in the reader's language."""
    page = tmp_path / "innsyn.html"
    done = register("--lang", "nb", "person", "export", "C-1", "--html", page)
    assert (done.exit_code, done.stdout) == (0, "")
    content = page.read_text(encoding="utf-8")
    assert '<html lang="nb">' in content
    assert marks_in(content) >= {"goals", "council child_says"}
    assert page.stat().st_mode & 0o777 == 0o600
    assert register("person", "export", "C-1", "--html", page).exit_code == 3


def test_where_a_protected_home_is_is_told_only_for_a_reason(kommune: Bvt) -> None:
    """It is the person's own, but the answer may fall into other hands."""
    assert kommune("home", "set", "H-001", "--protected", "--address", "Oppdiktet gate 1").exit_code == 0
    asked = kommune("person", "export", "P-001", "--json")
    assert "Oppdiktet gate 1" not in asked.stdout
    assert {"what": "home", "ref": "H-001", "key": "address", "reason": "protected_home"} in asked.json["left_out"]
    assert "Oppdiktet gate 1" not in kommune("person", "export", "P-001").stdout
    told = kommune("person", "export", "P-001", "--reveal", "Ba om innsyn.")
    assert "Oppdiktet gate 1" in told.stdout
    assert "Ba om innsyn." in told.stdout  # the look-up itself


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["P-404"], 4, "There is no person or child P-404."),
        (["H-001"], 4, "H-001 is a home; name one of its persons: P-001."),
        (["P-001", "--json", "--html", "x.html"], 2, "--html does not go with --json."),
    ],
)
def test_what_cannot_be_handed_over(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence."""
    done = kommune("person", "export", *arguments)
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert sentence in done.stderr


def test_a_ref_of_a_person_and_a_child_is_nobodys(kommune: Bvt) -> None:
    """Nothing is guessed."""
    kommune("child", "add", "--ref", "P-001", "--case", "2025/1", "--born", "2018-01-01")
    done = kommune("person", "export", "P-001")
    assert done.exit_code == 2
    assert "A person and a child both have the ref P-001" in done.stderr
