"""What figures are counted from, as it stands in the register."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

from bvt_cli.core.agreement import Stay
from bvt_cli.core.figures_children import Engagement
from bvt_cli.core.figures_facts import FigureFacts
from bvt_cli.store import database
from bvt_cli.store.figure_facts import figure_facts

MORE = """
  - {ref: A-2, home: H-1, child: C-2, measure: besokshjem, from: 2025-01-01, to: 2025-06-30, basis: actual,
     days_per_month: 4, aftercare: true, legal_basis: § 5-1, end_reason: planned}
stays:
  - {ref: S-1, agreement: A-2, from: 2025-02-07, to: 2025-02-09}
  - {ref: S-2, agreement: A-2, from: 2025-02-14, to: 2025-02-16, extra: true}
  - {ref: S-3, agreement: A-2, from: 2025-02-21, to: 2025-02-23, cancelled: {on: 2025-02-20, by: service, pay: true}}
councils:
  - {ref: F-1, child: C-2, referred_on: 2025-01-02, families: [
      {number: 1, name: Prøve, answer: yes, answered_on: 2025-01-03, decision: yes, decided_on: 2025-01-04, home: H-1}]}
joint_meetings: []
"""


@pytest.fixture
def facts(bvt: Bvt, tmp_path: Path) -> FigureFacts:
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    document = ONE_HOME.replace("children:\n", 'children:\n  - {ref: C-2, case: "2024/2", born: 2010-01-01}\n')
    document = document.replace(
        "    employment: oppdragstaker\n", "    employment: oppdragstaker\n    ended_on: 2025-09-30\n"
    )
    taken = bvt("import", "-", input=document.rstrip() + MORE)
    assert taken.exit_code == 0, taken.stderr
    with database.reading(tmp_path / "bvt.db") as connection:
        return figure_facts(connection)


def test_a_cancelled_stay_took_no_place_even_where_it_was_paid(facts: FigureFacts) -> None:
    stays = {each.ref: each.stays for each in facts.engagements}
    assert stays == {
        "A-1": (),
        "A-2": (Stay(date(2025, 2, 7), date(2025, 2, 9)), Stay(date(2025, 2, 14), date(2025, 2, 16), extra=True)),
    }


def test_an_agreement_comes_with_its_child_its_home_and_whether_a_council_led_there(facts: FigureFacts) -> None:
    one, other = facts.engagements
    plain = Engagement("A-1", "H-1", "besokshjem", date(2025, 1, 1), None, "C-1", date(2018, 5, 4), date(2025, 9, 30))
    assert one == plain
    assert other._replace(stays=()) == Engagement(
        ref="A-2",
        home="H-1",
        measure="besokshjem",
        first=date(2025, 1, 1),
        last=date(2025, 6, 30),
        child="C-2",
        born=date(2010, 1, 1),
        home_ended_on=date(2025, 9, 30),
        aftercare=True,
        legal_basis="§ 5-1",
        end_reason="planned",
        basis="actual",
        days_per_month=4,
        of_council=True,
    )


def test_no_name_is_read(facts: FigureFacts, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (name,) = connection.execute("SELECT name FROM home_text").fetchone()
    assert name == "Familien Prøve"
    assert "Prøve" not in repr(facts)
    assert (len(facts.homes), len(facts.followed), len(facts.councils), facts.joint_meetings) == (1, 2, 1, ())
