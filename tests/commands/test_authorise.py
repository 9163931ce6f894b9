"""`bvt pay authorise`: somebody else than posted a run lets it go out."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt


@pytest.fixture
def posted(bvt: Bvt) -> Bvt:
    """bvt with R1, posted by tester: 3 døgn of January 2025."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    return bvt


def authorised(bvt: Bvt) -> list[str | None]:
    return [run["authorised_by"] for run in bvt("pay", "runs", "--json").json]


def test_somebody_else_authorises_a_run(posted: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """Whether or not four eyes are asked for; the list of runs says by whom."""
    assert authorised(posted) == [None]
    assert posted("pay", "authorise", "R1", "--by", "leder") == (
        0,
        "",
        "R1 (NOK\xa04,275.00, posted by tester) is authorised by leder.\n"
        "Next: bvt pay export R1 --format NAME --out FILE\n",
    )
    assert authorised(posted) == ["leder"]
    assert "leder" in posted("pay", "runs").stdout
    assert journal()[-1] == ("pay authorise", "leder", "run", "R1", None, {"authorised_by": "leder"})


def test_the_login_name_is_kept_beside_the_name_that_is_claimed(posted: Bvt, tmp_path: Path) -> None:
    """Names given to a command-line tool are claims."""
    told = posted("pay", "authorise", "r1", "--by", "leder", "--json").json
    assert (told["run"], told["posted_by"], told["authorised_by"], told["total"]) == (
        "R1", "tester", "leder", "4275.00",
    )  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (kept,) = connection.execute("SELECT login FROM authorisation").fetchone()
    assert kept == told["login"] != "leder"


@pytest.mark.parametrize("name", ["tester", "Tester", " TESTER "])
def test_who_posted_a_run_cannot_authorise_it(posted: Bvt, name: str) -> None:
    """In capitals or not."""
    refused = posted("pay", "authorise", "R1", "--by", name)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr.endswith("posted R1; somebody else authorises it.\n")
    assert authorised(posted) == [None]


def test_a_run_is_authorised_once(posted: Bvt) -> None:
    """By whom it was is told."""
    posted("pay", "authorise", "R1", "--by", "leder")
    again = posted("pay", "authorise", "R1", "--by", "anne")
    assert (again.exit_code, again.stderr) == (3, "R1 is authorised already, by leder.\n")
    assert authorised(posted) == ["leder"]


def test_a_run_that_is_not_there_cannot_be_authorised(posted: Bvt) -> None:
    assert posted("pay", "authorise", "R2", "--by", "leder")[::2] == (4, "There is no run R2.\n")


def test_authorising_a_run_does_not_alter_what_it_knew(posted: Bvt) -> None:
    """What became known between posting and authorising is still a late fact, with its cause."""
    posted("agreement", "set", "A-1", "--days-per-month", "4")
    posted("pay", "authorise", "R1", "--by", "leder")
    lines = posted("pay", "month", "2025-01", "--json").json["homes"][0]["lines"]
    assert {(line["kind"], *line["causes"]) for line in lines} == {
        ("reversal", "agreement"),
        ("correction", "agreement"),
    }
