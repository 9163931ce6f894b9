"""Whom a run is paid to: its lines split on the payees that were kept with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Bvt

from bvt_cli.core.payout import Payout
from bvt_cli.store import database, payouts

REGISTER = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons:
      - {ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}
      - {ref: P-2, name: Oddny Ørevik, born: 1981-01-01, role: carer}
    payees:
      - {person: P-1, payroll_id: "101", share: "1/3", from: 2025-01-01, account: "12345678903"}
      - {person: P-2, payroll_id: "102", share: "2/3", from: 2025-01-01}
    approvals: [{kind: besokshjem, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01, legal_basis: bvl. § 5-1}
"""
Split = Callable[[str], list[tuple[str, str, str | None, int]]]


@pytest.fixture
def posted(bvt: Bvt) -> Bvt:
    """A besøkshjem with two payees, posted for January 2025: 3078.00 and 1197.00."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=REGISTER).exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    return bvt


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[str], list[Payout]]:
    def read(run: str) -> list[Payout]:
        with database.reading(tmp_path / "bvt.db") as connection:
            return payouts.payouts(connection, run)

    return read


@pytest.fixture
def split(kept: Callable[[str], list[Payout]]) -> Split:
    """Month, component, payee and øre of what a run pays."""
    return lambda run: [
        (str(each.for_month), each.component, each.payee and each.payee.person, each.amount) for each in kept(run)
    ]


JANUARY = [
    ("2025-01", "grunnstotte", "P-1", 307800 // 3),
    ("2025-01", "grunnstotte", "P-2", 307800 // 3 * 2),
    ("2025-01", "utgiftsdekning", "P-1", 119700 // 3),
    ("2025-01", "utgiftsdekning", "P-2", 119700 // 3 * 2),
]


def test_each_line_is_split_by_the_shares(posted: Bvt, split: Split) -> None:
    """A third and two thirds."""
    assert split("R1") == JANUARY


def test_an_ore_that_cannot_be_shared_goes_to_the_larger_remainder(posted: Bvt, split: Split) -> None:
    """100 kroner: 33.33 and 66.67."""
    posted("outlay", "add", "A-1", "--on", "2025-01-08", "--receipt", "17", "--amount", "100")
    posted("outlay", "approve", "U1", "--by", "leder")
    posted("pay", "month", "2025-01", "--post")
    assert split("R2") == [("2025-01", "utlegg", "P-1", 3333), ("2025-01", "utlegg", "P-2", 6667)]


def test_a_payout_tells_what_payroll_and_bank_need(posted: Bvt, kept: Callable[[str], list[Payout]]) -> None:
    """The payee's number, account and name, the share, and the KOSTRA function of the agreement."""
    first, second = kept("R1")[:2]
    assert first.payee is not None
    assert second.payee is not None
    assert (first.payee.payroll_id, first.payee.account, first.payee.name) == ("101", "12345678903", "Prøve Prøvesen")
    assert (second.payee.payroll_id, second.payee.account) == ("102", None)
    assert (str(first.share), str(second.share), first.function) == ("1/3", "2/3", "252")
    assert (first.run, first.line, first.home, first.case, first.rate) == ("R1", "R1-1", "H-1", "2024/1", 102600)


def test_other_payees_from_a_month_on_are_paid_from_that_month(posted: Bvt, split: Split) -> None:
    """P-2 alone from March; the posting for March pays February too, which is still shared."""
    posted("home", "payees", "H-1", "--from", "2025-03-01", "--payee", "P-2")
    posted("pay", "month", "2025-03", "--post")
    assert split("R2") == [
        *[("2025-02", *rest) for _, *rest in JANUARY],
        ("2025-03", "grunnstotte", "P-2", 307800),
        ("2025-03", "utgiftsdekning", "P-2", 119700),
    ]


def test_a_later_change_of_payees_leaves_what_a_run_paid_as_it_was(
    posted: Bvt, kept: Callable[[str], list[Payout]]
) -> None:
    """The register says something else of January now, with another account; the run keeps what it used."""
    before = kept("R1")
    posted("home", "payees", "H-1", "--from", "2025-01-01", "--payee", "P-1,share=1,account=86011117947")
    assert kept("R1") == before


def test_a_reversal_goes_to_those_who_were_paid_and_what_comes_instead_to_those_of_now(
    posted: Bvt, split: Split
) -> None:
    """January was shared; by what is known now it was P-2's alone, and four døgn instead of three."""
    posted("home", "payees", "H-1", "--from", "2025-01-01", "--payee", "P-2")
    posted("agreement", "set", "A-1", "--days-per-month", "4")
    posted("pay", "month", "2025-01", "--post")
    assert split("R2") == [
        *[(month, component, person, -amount) for month, component, person, amount in JANUARY],
        ("2025-01", "grunnstotte", "P-2", 4 * 102600),
        ("2025-01", "utgiftsdekning", "P-2", 4 * 39900),
    ]


def test_what_takes_a_reversal_back_goes_to_those_who_were_paid_in_the_first_place(posted: Bvt, split: Split) -> None:
    """R1 is reversed by R2, and R2 by R3, while the register knows of other payees."""
    posted("home", "payees", "H-1", "--from", "2025-01-01", "--payee", "P-2")
    for run in ("R1", "R2"):
        assert posted("pay", "reverse", run, "--reason", "Feil måned", "--post", "--json").exit_code == 0
    assert split("R2") == [(month, component, person, -amount) for month, component, person, amount in JANUARY]
    assert split("R3") == JANUARY


def test_a_home_without_payees_is_paid_to_nobody_and_named(posted: Bvt, split: Split, tmp_path: Path) -> None:
    """The line is there whole, so that no control sum is short of it."""
    posted("home", "payees", "H-1", "--from", "2025-01-01", "--remove")
    posted("pay", "month", "2025-02", "--post")
    assert split("R2") == [("2025-02", "grunnstotte", None, 307800), ("2025-02", "utgiftsdekning", None, 119700)]
    with database.reading(tmp_path / "bvt.db") as connection:
        assert list(payouts.unpaid_homes(connection, "R2")) == ["H-1"]
        assert list(payouts.unpaid_homes(connection, "R1")) == []
