"""`bvt child add|set|list|show`."""

import pytest

from tests.conftest import Bvt


def test_adding_a_child_prints_its_ref_and_keeps_what_was_said(kommune: Bvt) -> None:
    """A case number and a birth date; never a name."""
    arguments = ("child", "add", "--case", "2025/9", "--born", "01.01.2018", "--sibling", "C-77", "--sibling", "C-78",
                 "--no-party", "--interest", "ski", "--activity", "rolig")  # fmt: skip
    result = kommune(*arguments)
    assert (result.exit_code, result.stdout) == (0, "C1\n")
    assert kommune("child", "show", "C1", "--json").json == {
        "ref": "C1",
        "case": "2025/9",
        "born": "2018-01-01",
        "siblings": ["C-77", "C-78"],
        "party": False,
        "interests": ["ski"],
        "activity": "rolig",
    }


def test_siblings_are_kept_as_given(kommune: Bvt) -> None:
    """Nothing is said of the other child behind the user's back."""
    kommune("child", "add", "--case", "2025/9", "--born", "2018-01-01", "--sibling", "C-81")
    assert "siblings" not in kommune("child", "show", "C-81", "--json").json


def test_a_child_is_corrected_key_by_key(kommune: Bvt) -> None:
    """What is not named stays."""
    assert kommune("child", "set", "C-77", "--born", "2018-05-05", "--clear", "siblings").stderr == (
        "C-77 is corrected: born, siblings.\nNext: bvt child show C-77\n"
    )
    assert kommune("child", "show", "C-77", "--json").json == {
        "ref": "C-77",
        "case": "2024/1187",
        "born": "2018-05-05",
    }


def test_the_list_tells_the_age_on_the_day_and_the_agreements(kommune: Bvt) -> None:
    """C-84 turned 10 on 9 August 2024, and has had two agreements."""
    children = {each["ref"]: each for each in kommune("child", "list", "--as-of", "2024-08-08", "--json").json}
    assert len(children) == 15
    assert children["C-84"] == {
        "ref": "C-84",
        "case": "2024/1156",
        "born": "2014-08-09",
        "age": 9,
        "agreements": ["A-10", "A-11"],
    }
    assert kommune("child", "list", "--as-of", "2024-08-09", "--json").json[7]["age"] == 10
    assert '\r\nC-84,2024/1156,2014-08-09,10,"A-10, A-11"\r\n' in kommune("child", "list", "--csv").stdout


def test_no_children_are_an_empty_list(empty: Bvt) -> None:
    """And no error."""
    assert empty("child", "list", "--json") == (0, "[]\n", "")
    assert empty("child", "list") == (0, "", "There are no children.\n")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["add"], 2, "bvt child add also needs --case, --born."),
        (["add", "--case", "1", "--born", "2018-13-01"], 2, "--born: 2018-13-01 is no date"),
        (["add", "--case", "1", "--born", "2018-01-01", "--sibling", "C-404"], 4, "There is no child C-404"),
        (["add", "--case", "1", "--born", "2018-01-01", "--ref", "C-77"], 3, "There is already a child C-77"),
        (["set", "C-77", "--sibling", "C-77"], 65, "A child cannot be its own sibling."),
        (["set", "C-404", "--party"], 4, "There is no child C-404 in the register."),
        (["show", "C-404"], 4, "There is no child C-404 in the register."),
    ],
)
def test_what_cannot_be_said_of_a_child(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("child", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before
