"""Payees that somebody else than who entered them has confirmed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Bvt

from bvt_cli.store import confirmations, database
from bvt_cli.store.confirmations import KnownPayee

HOME = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons:
      - {ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}
      - {ref: P-2, name: Oddny Ørevik, born: 1981-01-01, role: carer}
"""
Payees = Callable[[], list[KnownPayee]]


@pytest.fixture
def home(bvt: Bvt) -> Bvt:
    """Two carers; anne says that P-1 is paid, on an account."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=HOME).exit_code == 0
    payee = "P-1,payroll=101,account=12345678903"
    assert bvt("home", "payees", "H-1", "--from", "2025-01-01", "--payee", payee, "--by", "anne").exit_code == 0
    return bvt


@pytest.fixture
def payees(tmp_path: Path) -> Payees:
    def read() -> list[KnownPayee]:
        with database.reading(tmp_path / "bvt.db") as connection:
            return confirmations.all_payees(connection)

    return read


@pytest.fixture
def entered_by(tmp_path: Path, payees: Payees) -> Callable[[], list[str | None]]:
    def read() -> list[str | None]:
        with database.reading(tmp_path / "bvt.db") as connection:
            return [confirmations.entered_by(connection, each) for each in payees()]

    return read


def test_a_payee_is_unconfirmed_until_somebody_confirms_number_and_account(home: Bvt, payees: Payees) -> None:
    """Another account is another thing to confirm."""
    assert [(each.account, each.confirmed_by) for each in payees()] == [("12345678903", None)]
    assert home("pay", "confirm", "H-1", "P-1", "--by", "leder").exit_code == 0
    assert [(each.account, each.confirmed_by) for each in payees()] == [("12345678903", "leder")]
    home("home", "payees", "H-1", "--from", "2025-03-01", "--payee", "P-1,account=86011117947", "--by", "berit")
    assert [(each.account, str(each.since), each.confirmed_by) for each in payees()] == [
        ("12345678903", "2025-01-01", "leder"),
        ("86011117947", "2025-03-01", None),
    ]


def test_a_payee_without_an_account_is_confirmed_by_the_payroll_number(home: Bvt, payees: Payees) -> None:
    """Another payroll number is another thing to confirm."""
    home("home", "payees", "H-1", "--from", "2025-02-01", "--payee", "P-2,payroll=102")
    home("pay", "confirm", "H-1", "P-2", "--by", "leder")
    home("home", "payees", "H-1", "--from", "2025-03-01", "--payee", "P-2,payroll=103")
    found = [(each.payroll_id, each.confirmed_by) for each in payees() if each.person == "P-2"]
    assert found == [("102", "leder"), ("103", None)]


def test_a_share_that_changes_needs_no_new_confirmation(home: Bvt, payees: Payees) -> None:
    """Number and account are as they were."""
    home("pay", "confirm", "H-1", "P-1", "--by", "leder")
    home("home", "payees", "H-1", "--from", "2025-02-01", "--payee", "P-1,share=1/2", "--payee", "P-2,share=1/2")
    assert [(each.person, each.confirmed_by) for each in payees()] == [("P-1", "leder"), ("P-2", None)]


def test_who_entered_a_payee_is_who_first_said_number_and_account(
    home: Bvt, entered_by: Callable[[], list[str | None]]
) -> None:
    """Berit changed only the share of P-1, and entered P-2."""
    shared = ("--payee", "P-1,share=1/2", "--payee", "P-2,share=1/2")
    home("home", "payees", "H-1", "--from", "2025-02-01", *shared, "--by", "berit")
    assert entered_by() == ["anne", "berit"]


def test_what_was_erased_from_the_journal_cannot_be_told(
    home: Bvt, entered_by: Callable[[], list[str | None]], tmp_path: Path
) -> None:
    """Then anybody may confirm."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection, connection:
        connection.execute("DELETE FROM journal_text")
    assert entered_by() == [None]
    assert home("pay", "confirm", "H-1", "P-1", "--by", "anne").exit_code == 0
