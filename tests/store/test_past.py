"""What an earlier run knew, read backwards from the journal: also past what has been erased since."""

from pathlib import Path

import pytest
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

from bvt_cli.store import database, facts, journal
from bvt_cli.store.journal import Signed
from bvt_cli.store.past import Journalled

OUTLAY = """
bvt_register: 1
outlays:
  - {ref: U-1, agreement: A-1, on: 2025-01-08, receipt: "17", amount: "349.50", purpose: Skiutstyr, approved_by: leder}
"""
SIGNED = Signed("leder", "leder", "2025-06-15T08:00:00+00:00", "retention apply")


@pytest.fixture
def posted(bvt: Bvt, tmp_path: Path) -> Path:
    """R1 is posted, and then the receipt's amount is corrected and the home gets a phone number."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    assert bvt("import", "-", input=OUTLAY).exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    assert bvt("import", "-", input=OUTLAY.replace("349.50", "394.50")).exit_code == 0
    assert bvt("home", "set", "H-1", "--phone", "00000001").exit_code == 0
    return tmp_path / "bvt.db"


def known_by_the_first_run(path: Path) -> list[int] | None:
    """The amounts beside the rates that R1 knew of, in øre; None where that can no longer be told."""
    with database.reading(path) as connection:
        then = Journalled(connection).past_of(facts.facts_of(connection, "A-1"))("R1")
    return None if then is None else [voucher.amount for voucher in then.vouchers]


def erase(path: Path, what: str, ref: str, keys: list[str], which: str) -> None:
    with database.writing(path) as connection:
        connection.execute(f"UPDATE {what}_text SET {keys[0]} = NULL")
        select = f"SELECT {which} FROM journal WHERE what = ? AND ref = ?"
        entries = [row[0] for row in connection.execute(select, (what, ref))]
        journal.erase(connection, SIGNED, what, ref, keys, entries)


def test_what_was_changed_since_is_taken_back(posted: Path) -> None:
    assert known_by_the_first_run(posted) == [34950]


def test_entries_that_erase_and_that_tell_how_a_thing_stands_change_nothing(posted: Path) -> None:
    """Where what they erased is older than the run."""
    erase(posted, "outlay", "U-1", ["purpose"], "min(id)")
    erase(posted, "home", "H-1", ["name"], "min(id)")
    assert known_by_the_first_run(posted) == [34950]


@pytest.mark.parametrize(("what", "ref", "key"), [("outlay", "U-1", "purpose"), ("home", "H-1", "name")])
def test_what_is_erased_can_no_longer_be_told(posted: Path, what: str, ref: str, key: str) -> None:
    """The cause of a correction is then not looked for in it, and nothing fails."""
    erase(posted, what, ref, [key], "id")
    assert known_by_the_first_run(posted) is None
