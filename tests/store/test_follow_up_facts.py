"""What follow-up is judged by, as the register has it."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Bvt

from bvt_cli.core.errors import NotFound
from bvt_cli.core.follow_up import Event, Followed
from bvt_cli.store import database
from bvt_cli.store.follow_up_facts import followed

REGISTER = """
bvt_register: 1
homes:
  - {ref: H-1, kind: fosterhjem, name: Familien Prøve, employment: oppdragstaker, ended_on: 2025-12-31}
children:
  - {ref: C-1, case: "2024/1", born: 2009-05-04}
agreements:
  - {ref: A-2, home: H-1, child: C-1, measure: fosterhjem, from: 2019-03-01, to: 2026-03-01, aftercare: true,
     contact: kn, goals: Trygghet., visits_per_year: 2, supervision_per_year: 3}
  - {ref: A-10, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
follow_ups:
  - {ref: O-2, agreement: A-2, on: 2025-02-11, kind: visit, next_on: 2025-05-11}
  - {ref: O-1, agreement: A-2, on: 2025-01-20, kind: evaluation, child_not_heard: Syk.}
  - {ref: O-3, agreement: A-10, on: 2025-03-20, kind: evaluation, child_heard: true}
"""


@pytest.fixture
def db(bvt: Bvt, tmp_path: Path) -> Path:
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    assert bvt("import", "-", input=REGISTER).exit_code == 0
    return tmp_path / "bvt.db"


def test_an_agreement_is_read_with_what_was_done_in_order_of_date(db: Path) -> None:
    """Whether there are goals and reasons, not what they say."""
    with database.reading(db) as connection:
        (foster,) = followed(connection, "A-2")
        assert [each.agreement for each in followed(connection)] == ["A-2", "A-10"]
        assert [each.events for each in followed(connection)][1] == (
            Event("O-3", "evaluation", date(2025, 3, 20), child_heard=True),
        )
    assert foster == Followed(
        agreement="A-2",
        home="H-1",
        measure="fosterhjem",
        first=date(2019, 3, 1),
        since=date(2024, 10, 1),
        last=date(2026, 3, 1),
        home_ended_on=date(2025, 12, 31),
        born=date(2009, 5, 4),
        aftercare=True,
        contact=True,
        goals=True,
        visits_per_year=2,
        supervision_per_year=3,
        events=(
            Event("O-1", "evaluation", date(2025, 1, 20), reason_given=True),
            Event("O-2", "visit", date(2025, 2, 11), next_on=date(2025, 5, 11)),
        ),
    )


def test_an_agreement_that_is_not_there_is_told(db: Path) -> None:
    with database.reading(db) as connection, pytest.raises(NotFound):
        list(followed(connection, "A-99"))
