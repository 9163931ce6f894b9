"""`bvt pay statement --delivered`: the day a statement was handed over, and which ones are still to be."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import statements
from tests.conftest import Bvt

ON = """
settings:
  - {name: statements_delivered, value: "on", from: 2025-03-01, reason: "Vedtak 3/25"}
"""
JOURNALLED = """SELECT "by", what, ref FROM journal WHERE command = 'pay statement'"""
LATE = ("--as-of", "2025-04-30")


@pytest.fixture
def posted(bvt: Bvt, tmp_path: Path) -> Bvt:
    """March 2025 is posted for H-1 and H/2; statements are handed out from March on."""
    statements.register(bvt, tmp_path)
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(ON, "utf-8")
    return bvt


def waiting(bvt: Bvt, *options: str) -> list[str]:
    found = bvt("due", "--kind", "statement", *(options or LATE), "--json")
    return [each["name"] for each in found.json]


def test_each_home_that_was_paid_is_to_be_handed_its_statement(posted: Bvt) -> None:
    """What was paid for February stands in the run of March; H-3 was paid nothing."""
    assert waiting(posted) == ["statement:H-1:2025-03", "statement:H/2:2025-03"]
    assert waiting(posted, *LATE, "--for", "Ås") == ["statement:H-1:2025-03"]


def test_where_they_are_not_handed_out_none_is_due(posted: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates" / "settings.yaml").unlink()
    assert waiting(posted) == []


def test_the_command_of_the_list_settles_it(posted: Bvt) -> None:
    (item, _) = posted("due", "--kind", "statement", *LATE, "--json").json
    typed = item["command"].replace("DATE", "2025-04-02").split()[1:]
    answer = posted(*typed, *LATE)
    assert answer == (0, "", "The statement of 2025-03 to H-1 was delivered on 2025-04-02.\n")
    assert waiting(posted) == ["statement:H/2:2025-03"]


def test_it_is_journalled_as_what_was_done_with_the_home(posted: Bvt, tmp_path: Path) -> None:
    done = ("pay", "statement", "H-1", "--month", "2025-03", "--delivered", "--on", "2025-04-02", *LATE)
    assert posted(*done, "--by", "mls").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        rows = connection.execute(JOURNALLED).fetchall()
        kept = connection.execute('SELECT home, month, run, "on", "by" FROM statement_delivery').fetchall()
    assert rows == [("mls", "home", "H-1")]
    assert kept == [("H-1", "2025-03", 1, "2025-04-02", "mls")]


def test_all_that_lack_it_are_recorded_at_once(posted: Bvt) -> None:
    assert posted("pay", "statement", "H-1", "--month", "2025-03", "--delivered", *LATE).exit_code == 0
    answer = posted("pay", "statement", "--all", "--month", "2025-03", "--delivered", *LATE, "--json", "--by", "mls")
    assert answer.json == {"month": "2025-03", "delivered_on": "2025-04-30", "homes": ["H/2"], "by": "mls"}
    assert answer.stderr == "Statements of 2025-03 delivered on 2025-04-30: 1.\n"
    assert waiting(posted) == []
    again = posted("pay", "statement", "--all", "--month", "2025-03", "--delivered", *LATE)
    assert again == (0, "", "Statements of 2025-03 delivered on 2025-04-30: 0.\n")


def test_what_is_said_twice_is_recorded_once_and_another_day_corrects_it(posted: Bvt) -> None:
    said = ("pay", "statement", "H-1", "--month", "2025-03", "--delivered", *LATE, "--on")
    assert posted(*said, "2025-04-02").exit_code == 0
    assert "nothing changes" in posted(*said, "2025-04-02").stderr
    assert "was delivered on 2025-04-03" in posted(*said, "2025-04-03").stderr


def test_a_later_run_of_the_month_asks_for_another_statement(posted: Bvt) -> None:
    """A stay that comes to light in April is posted with March."""
    done = ("pay", "statement", "--all", "--month", "2025-03", "--delivered", *LATE)
    assert posted(*done).exit_code == 0
    assert posted("stay", "add", "A-1", "--from", "2025-03-21", "--to", "2025-03-23").exit_code == 0
    assert posted("pay", "month", "2025-03", "--post", *LATE).exit_code == 0
    assert waiting(posted) == ["statement:H-1:2025-03"]
    assert posted(*done).exit_code == 0
    assert waiting(posted) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["H-1", "--delivered"], 2),
        (["H-1", "--year", "2025", "--delivered"], 2),
        (["--month", "2025-03", "--delivered"], 2),
        (["H-1", "--all", "--month", "2025-03", "--delivered"], 2),
        (["H-1", "--month", "2025-03", "--delivered", "--html", "x"], 2),
        (["--all", "--into", "x", "--month", "2025-03", "--delivered"], 2),
        (["H-1", "--month", "2025-03", "--delivered", "--on", "2025-05-01"], 2),
        (["H-1", "--month", "2025-03", "--on", "2025-04-01"], 2),
        (["H-3", "--month", "2025-03", "--delivered"], 3),
        (["H-1", "--month", "2025-04", "--delivered"], 3),
        (["H-9", "--month", "2025-03", "--delivered"], 4),
    ],
)
def test_what_cannot_be_recorded_is_told(posted: Bvt, arguments: list[str], exit_code: int) -> None:
    answer = posted("pay", "statement", *arguments, *LATE)
    assert answer.exit_code == exit_code
    assert answer.stdout == ""
    assert answer.stderr
    assert len(waiting(posted)) == 2
