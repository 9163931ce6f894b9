"""On a terminal `bvt followup add` asks for what was left out."""

import os

import pytest

if os.name != "posix":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.commands.test_asking import INTRODUCTION, REST, Terminal, terminal  # noqa: F401  (terminal is a fixture)
from tests.conftest import Bvt


def test_a_contact_of_today_takes_two_answers(kommune: Bvt, terminal: Terminal) -> None:  # noqa: F811
    """Enter stands for both, a full stop leaves out the rest."""
    result = terminal("followup", "add", "A-1", "--yes", answers=["", "", "."])
    assert (result.exit_code, result.stdout) == (0, "O1\n")
    assert result.dialogue.startswith(f"{INTRODUCTION}On [2025-06-15]: \n")
    assert REST in result.dialogue
    assert kommune("followup", "show", "O1", "--json").json == {
        "ref": "O1", "agreement": "A-1", "on": "2025-06-15", "kind": "contact", "by": "tester",
    }  # fmt: skip


def test_why_the_child_was_not_heard_is_asked_only_of_an_evaluation(kommune: Bvt, terminal: Terminal) -> None:  # noqa: F811
    """Both it and whether the child was heard."""
    visit = terminal("followup", "add", "A-1", "--yes", answers=["", "visit", *[""] * 6])
    assert "Why not heard" not in visit.dialogue
    answers = ["2025-06-02", "evaluation", "yes", "yes", "no", "Syk den dagen.", "goes_on", "", ""]
    evaluated = terminal("followup", "add", "A-1", "--yes", answers=answers)
    assert evaluated.exit_code == 0
    record = kommune("followup", "show", "O2", "--json").json
    assert (record["child_heard"], record["child_not_heard"], record["outcome"]) == (False, "Syk den dagen.", "goes_on")
