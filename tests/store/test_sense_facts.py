"""What the sense checks read: the children worth a look, with the months a posting pays for the first time."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Bvt

from bvt_cli.core.period import Month
from bvt_cli.core.sense import SenseRules
from bvt_cli.store import database, sense_facts
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

HOME = "kind: fosterhjem, name: Familien Prøve, employment: oppdragstaker"
REGISTER = f"""
bvt_register: 1
homes:
  - {{ref: H-1, {HOME}, approvals: [{{kind: besokshjem, on: 2024-09-01}}, {{kind: fosterhjem, on: 2024-09-01}}]}}
children:
  - {{ref: C-1, case: "2024/1", born: 2018-05-04}}
  - {{ref: C-2, case: "2024/2", born: 2018-05-04}}
  - {{ref: C-3, case: "2024/3", born: 2018-05-04}}
agreements:
  - {{ref: A-1, home: H-1, child: C-1, measure: fosterhjem, from: 2024-10-01, to: 2025-03-16, paid_until: 2024-11}}
  - {{ref: A-2, home: H-1, child: C-1, measure: fosterhjem, from: 2025-03-17}}
  - {{ref: A-3, home: H-1, child: C-2, measure: fosterhjem, from: 2024-10-01}}
  - {{ref: A-4, home: H-1, child: C-3, measure: besokshjem, from: 2025-01-15}}
stays:
  - {{ref: S-1, agreement: A-4, from: 2025-02-07, to: 2025-02-09}}
  - {{ref: S-2, agreement: A-4, from: 2025-03-07, to: 2025-03-09, cancelled: {{on: 2025-03-06, by: service}}}}
  - {{ref: S-3, agreement: A-4, from: 2025-02-21, to: 2025-02-23, cancelled: {{on: 2025-02-20, by: home}}}}
  - {{ref: S-4, agreement: A-4, from: 2025-04-04, to: 2025-04-06}}
"""
MARCH = Month(2025, 3)


@pytest.fixture
def db(bvt: Bvt, tmp_path: Path) -> Path:
    """A register posted up to and with January 2025."""
    (tmp_path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    assert bvt("import", tmp_path / "register.yaml").exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    return tmp_path / "bvt.db"


def months_to_pay(db: Path, *afterwards: str) -> dict[str, list[str]]:
    with database.reading(db) as connection:
        children = list(sense_facts.children_to_pay(connection, MARCH, afterwards))
    return {each.facts.agreement.ref: [str(month) for month in each.months] for child in children for each in child}


def test_the_months_not_yet_posted_are_those_a_posting_pays_for_the_first_time(db: Path) -> None:
    """A child with a foster home alone is not looked at; an agreement not before it begins, nor after its end."""
    assert months_to_pay(db) == {
        "A-1": ["2025-02", "2025-03"],
        "A-2": ["2025-03"],
        "A-4": ["2025-02", "2025-03"],
    }


def test_a_measure_paid_afterwards_is_looked_at_a_month_later(db: Path) -> None:
    assert months_to_pay(db, "besokshjem")["A-4"] == ["2025-02"]


def test_a_posting_is_told_the_doubts_about_what_it_pays_for_the_first_time(db: Path, bvt: Bvt) -> None:
    """A-1 is prolonged, so that the child is paid for in two agreements; January, which is posted, is left alone."""
    assert bvt("agreement", "set", "A-1", "--to", "2025-03-31").exit_code == 0
    with database.reading(db) as connection:
        rules = SenseRules(load_practice(shipped_rates(), None).practice)
        found = list(sense_facts.doubts_of_posting(connection, MARCH, rules, date(2025, 3, 31)))
        assert list(sense_facts.doubts_of_posting(connection, Month(2025, 1), rules, date(2025, 3, 31))) == []
    assert [(each.name, each.have) for each in found] == [("two_homes:A-2", 15)]


def test_one_month_can_be_looked_at_whatever_is_posted(db: Path) -> None:
    """Child by child; A-2 has not begun."""
    january = Month(2025, 1)
    with database.reading(db) as connection:
        children = list(sense_facts.children_in(connection, january))
    assert [[each.facts.agreement.ref for each in child] for child in children] == [["A-1"], ["A-4"]]
    assert {each.months for child in children for each in child} == {(january,)}
    assert children[0][0].since == Month(2024, 12)


def test_stays_are_read_with_whether_they_count_and_whether_they_took_place(db: Path) -> None:
    """What the service cancels is paid unless it says otherwise; stays of later months are left out."""
    with database.reading(db) as connection:
        (visited,) = list(sense_facts.children_in(connection, MARCH))[1]
    assert [(stay.first.isoformat(), stay.counts) for stay in visited.facts.stays] == [
        ("2025-02-07", True),
        ("2025-02-21", False),
        ("2025-03-07", True),
    ]
    assert [span.first.isoformat() for span in visited.held] == ["2025-02-07"]


def test_it_takes_as_few_queries_however_many_agreements_there_are(db: Path) -> None:
    """Where bvt pays from, the agreements with all that is theirs, the approvals, and the homes."""
    asked: list[str] = []
    with database.reading(db) as connection:
        connection.set_trace_callback(asked.append)
        list(sense_facts.children_to_pay(connection, MARCH))
        connection.set_trace_callback(None)
    assert len([statement for statement in asked if "SELECT" in statement and not statement.startswith("--")]) == 4


def test_contacts_visits_and_evaluations_are_signs_of_life_of_their_agreement(db: Path, bvt: Bvt) -> None:
    """Supervision of a placed child is not, nor is what was done under another agreement."""
    for kind, day in (("contact", 3), ("visit", 4), ("evaluation", 5), ("supervision", 6)):
        assert bvt("followup", "add", "A-4", "--kind", kind, "--on", f"2025-03-0{day}").exit_code == 0
    assert bvt("followup", "add", "A-2", "--kind", "contact", "--on", "2025-03-07").exit_code == 0
    with database.reading(db) as connection:
        children = list(sense_facts.children_in(connection, MARCH))
    signs = {each.facts.agreement.ref: sorted(each.signs) for child in children for each in child}
    assert signs["A-4"] == [date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5)]
    assert signs["A-2"] == [date(2025, 3, 7)]
