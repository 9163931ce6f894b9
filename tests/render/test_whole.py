"""What `bvt db verify` finds, in words: every kind of flaw has its sentence, and names the row."""

import re
from pathlib import Path

import pytest

from bvt_cli.core.wholeness import Flaw
from bvt_cli.render.messages import Translator
from bvt_cli.render.whole import record, sentence

STORE = Path(__file__).resolve().parents[2] / "src" / "bvt_cli" / "store"
SOURCES = "".join((STORE / f"{name}.py").read_text("utf-8") for name in (
    "wholeness", "schema", "journal_chain", "replaying", "seal",
))  # fmt: skip
CODES = sorted({*re.findall(r'Flaw\("(\w+)"', SOURCES), *re.findall(r'"(entry_\w+)"', SOURCES)})
"""All that the checks may find."""
WITHOUT_ROW = ("damaged", "table_changed", "table_unsealed", "unreadable", "seals_gone")
ABOUT = {"damaged": ("row 9 missing from index",), "refers_to_nothing": ("home",), "thing_gone": (5,)}


def test_there_are_as_many_kinds_of_flaws_as_are_known() -> None:
    assert len(CODES) > 25


@pytest.mark.parametrize("code", CODES)
def test_every_flaw_has_its_sentence(code: str) -> None:
    """With the row or the thing that is meant, or the table, or what SQLite said."""
    about = ABOUT.get(code, ("home", "H-1"))
    flaw = Flaw(code, "home", None if code in WITHOUT_ROW else "R0W", ("capacity",), about)
    said = Translator("en").say(sentence(flaw))
    assert said.endswith(".")
    assert "{" not in said
    assert ("R0W" in said) is (code not in WITHOUT_ROW)
    if code in WITHOUT_ROW:
        assert any(named in said for named in ("home", "row 9 missing", "seals")), said


def test_the_register_itself_has_no_ref() -> None:
    flaw = Flaw("thing_changed", "register", "register", ("pay_from",))
    said = Translator("en").say(sentence(flaw))
    assert said == "the register itself is not as the journal says it should stand: pay_from."


def test_programs_get_the_code_and_the_place() -> None:
    """The message is in English there."""
    found = record(Flaw("thing_changed", "home", "H-1", ("capacity",)))
    assert {**found, "message": ""} == {
        "code": "thing_changed", "table": "home", "row": "H-1", "keys": ["capacity"], "message": "",
    }  # fmt: skip
