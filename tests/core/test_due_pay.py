"""What is due about pay: rates, months to post, provisional pay, and what waits for a second person."""

from datetime import date

import pytest

from bvt_cli.core import due_pay
from bvt_cli.core.agreement import Agreement, Facts, PaidHome
from bvt_cli.core.due_homes import Window
from bvt_cli.core.due_pay import KnownClaim, KnownPayee, KnownRun, KnownVoucher, Provisional, Undelivered
from bvt_cli.core.grant import Grant
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Held
from bvt_cli.core.period import Month
from bvt_cli.core.practice import Practice, Setting
from bvt_cli.core.rate import Table, Tables
from bvt_cli.core.texts import Kroner
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

PRACTICE = load_practice(shipped_rates(), None).practice
TABLES = Tables([Table(date(2023, 7, 1), "", ()), Table(date(2024, 7, 1), "", ())])
PAY_FROM = Month(2024, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


def window(on: str, last: str | None = None) -> Window:
    return Window(day(on), day(last or on))


# --- what would be taken back ---


def test_what_a_posting_would_take_back_is_due_for_a_decision():
    """Refs and how much, as a positive sum; it is the matter of the agreement's contact person."""
    found = [Held("H-1", "A-1", -427500, ())]
    (item,) = due_pay.held(found, Month(2025, 3), {"A-1": ("ako",)})
    assert (item.name, item.on, item.home, item.agreement, item.who) == ("held:A-1", None, "H-1", "A-1", ("ako",))
    assert dict(item.figures) == {"amount": Kroner(427500), "month": Month(2025, 3)}


# --- statements ---


def test_a_statement_is_due_of_a_month_in_which_they_are_handed_out():
    """The setting is turned on from 15 February, so from the month of March on."""
    on = Setting("statements_delivered", "on", day("2025-02-15"), "municipality", "", "", "")
    practice = Practice([*PRACTICE.all_in_force(day("2025-01-01")), on])
    found = [Undelivered("H-1", Month(2025, 2)), Undelivered("H-1", Month(2025, 3)), Undelivered("H-2", Month(2025, 3))]
    items = list(due_pay.statements(found, practice, {"H-1": ("ako",)}))
    assert [(each.name, each.on, each.who) for each in items] == [
        ("statement:H-1:2025-03", None, ("ako",)), ("statement:H-2:2025-03", None, ()),
    ]  # fmt: skip
    assert list(due_pay.statements(found, PRACTICE, {})) == []


# --- rates ---


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2025-06-30", "2025-06-30", []),
        ("2025-06-30", "2025-07-01", ["rate:2025-07-01:2025-07-01"]),
        ("2024-03-01", "2025-06-30", []),
        ("2025-07-01", "2025-07-01", ["rate:2025-07-01:2025-07-01"]),
        ("2025-12-24", "2025-12-24", ["rate:2025-07-01:2025-07-01"]),
        ("2023-06-30", "2023-06-30", ["rate:2023-06-30:2023-06-30"]),
    ],
)
def test_a_rate_is_stale_from_the_first_day_no_table_covers(on: str, last: str, expected: list[str]):
    assert [each.name for each in due_pay.stale_rate(TABLES, window(on, last))] == expected


@pytest.mark.parametrize(
    ("month", "missing"),
    [("2025-07", day("2025-07-01")), ("2025-06", None), ("2023-06", None), ("2026-01", day("2025-07-01"))],
)
def test_provisional_pay_is_due_until_it_is_settled(month: str, missing: date | None):
    """It is said which table is missing, where one is."""
    (found,) = due_pay.provisional([Provisional(Month.parse(month), 2, 427500)], TABLES)
    assert found.name == f"provisional:{month}"
    assert dict(found.figures) == {
        "month": Month.parse(month), "lines": 2, "amount": Kroner(427500), "missing": missing
    }  # fmt: skip


# --- posting ---


def agreement(measure: str = "besokshjem", employment: str = "oppdragstaker", **changes: object) -> Facts:
    home = PaidHome("H-1", employment, None, (Approval(measure, day("2024-01-01")),))
    made = Agreement("A-1", "H-1", "C-1", None, measure, day("2025-01-01"))
    return Facts(made._replace(**changes), home, day("2015-01-01"))  # type: ignore[arg-type]


def posting(facts: Facts, latest: str | None, on: str, last: str | None = None, practice: Practice = PRACTICE):
    posted = latest and Month.parse(latest)
    return [
        (each.name, dict(each.figures)["number"])
        for each in due_pay.to_post([facts], posted or None, PAY_FROM, practice, window(on, last))
    ]


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2025-01-31", "2025-01-31", []),
        ("2025-01-31", "2025-02-01", [("posting:2025-01:2025-02-01", 1)]),
        ("2025-02-01", "2025-02-01", [("posting:2025-01:2025-02-01", 1)]),
        ("2025-03-01", "2025-03-01", [("posting:2025-01:2025-02-01", 1), ("posting:2025-02:2025-03-01", 1)]),
    ],
)
def test_a_month_is_to_be_posted_from_the_day_after_it(on: str, last: str, expected: list[object]):
    """Months before it with nothing to pay are not."""
    assert posting(agreement(), None, on, last) == expected


def test_a_posting_settles_its_month_and_all_before():
    assert posting(agreement(), "2025-02", "2025-03-01") == []
    assert posting(agreement(), "2025-02", "2025-04-01") == [("posting:2025-03:2025-04-01", 1)]


@pytest.mark.parametrize(
    "unpaid",
    [
        agreement(employment="sgs1030"),
        agreement(paid_until=Month(2025, 1)),
        agreement(last=day("2024-12-31"), first=day("2024-01-01"))._replace(
            home=PaidHome("H-1", "oppdragstaker", None, ())
        ),
    ],
)
def test_a_month_that_bvt_pays_nothing_for_is_not_to_be_posted(unpaid: Facts):
    """SGS 1030, settled elsewhere, or not approved."""
    assert posting(unpaid, None, "2025-02-01") == []


def test_what_is_paid_afterwards_belongs_to_the_posting_of_the_month_after():
    """The respite days of January are paid with February."""
    afterwards = Setting("paid_afterwards", ("besokshjem",), day("2024-01-01"), "municipality", "", "", "")
    practice = Practice([*PRACTICE.all_in_force(day("2025-01-01")), afterwards])
    assert posting(agreement(), None, "2025-02-01", practice=practice) == []
    assert posting(agreement(), None, "2025-03-01", practice=practice) == [("posting:2025-02:2025-03-01", 1)]


# --- what waits ---


@pytest.mark.parametrize(
    ("changes", "four_eyes", "expected"),
    [
        ({}, True, ["authorise:R1"]),
        ({}, False, []),
        ({"authorised": True}, True, []),
        ({"exported": True}, True, []),
    ],
)
def test_a_run_waits_for_another_to_authorise_it_where_two_are_asked_for(
    changes: dict[str, bool], four_eyes: bool, expected: list[str]
):
    run = KnownRun("R1", Month(2025, 1), 427500, "tester", False, False)._replace(**changes)
    found = list(due_pay.to_authorise([run], four_eyes))
    assert [each.name for each in found] == expected
    assert all(each.who == ("tester",) for each in found)


RECOVERY = KnownClaim("K1", "recovery", "H-1", "A-1", False, -60000, ("H-1",), ("mls",))
REVERSAL = KnownClaim("K2", "reversal", None, None, False, 60000, ("H-1", "H-2"))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (RECOVERY, ["claim:recovery:K1", "letter:recovery:K1:H-1"]),
        (RECOVERY._replace(outstanding=0), ["letter:recovery:K1:H-1"]),
        (RECOVERY._replace(outstanding=0, unwritten=()), []),
        (REVERSAL, ["claim:reversal:K2", "letter:reversal:K2:H-1", "letter:reversal:K2:H-2"]),
        (REVERSAL._replace(outstanding=0, unwritten=()), ["claim:reversal:K2"]),
        (REVERSAL._replace(gone=True), []),
    ],
)
def test_claims_are_due_while_they_are_open_and_letters_until_they_are_sent(claim: KnownClaim, expected: list[str]):
    """Of money taken back a letter is due also when it is settled; what was released is done with."""
    found = list(due_pay.claims([claim]))
    assert [each.name for each in found] == expected
    assert [each.home for each in found if each.kind == "letter"] == (list(claim.unwritten) if expected else [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"since": day("2026-01-01")}, True),
        ({"confirmed": True}, False),
        ({"until": day("2025-03-01")}, False),
        ({"until": day("2025-03-02")}, True),
    ],
)
def test_a_payee_waits_to_be_confirmed_until_others_take_over(changes: dict[str, object], expected: bool):
    payee = KnownPayee("H-1", "P-1", day("2025-01-01"), None, False)._replace(**changes)  # type: ignore[arg-type]
    found = [each.name for each in due_pay.payees([payee], day("2025-03-01"))]
    assert found == (["payee:H-1:P-1"] if expected else [])


def test_vouchers_wait_to_be_approved_and_a_gathering_not_before_its_day():
    """A supplement may be decided before its first month."""
    supplement = KnownVoucher("supplement", "T1", day("2025-05-01"), "H-1", "A-1")
    gathering = KnownVoucher("gathering", "N-1", day("2025-03-02"), "H-2", None, "2025-03-02/summer")
    assert [each.name for each in due_pay.vouchers([supplement, gathering], day("2025-03-01"))] == [
        "voucher:supplement:T1"
    ]
    assert [each.name for each in due_pay.vouchers([gathering], day("2025-03-02"))] == [
        "voucher:gathering:N-1:2025-03-02/summer"
    ]


GRANT = Grant("G1", "C-1", day("2025-03-01"), 240000, "14/25", "3071")


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        (GRANT, ["grant:approve:G1:C-1"]),
        (GRANT._replace(approved_by="leder"), ["grant:pay:G1:C-1"]),
        (GRANT._replace(approved_by="leder", paid_on=day("2025-03-05")), []),
        (GRANT._replace(withdrawn_on=day("2025-03-05")), []),
    ],
)
def test_financial_support_waits_to_be_approved_and_then_paid(grant: Grant, expected: list[str]):
    found = list(due_pay.grants([grant], {"C-1": ("mls",)}))
    assert [each.name for each in found] == expected
    assert all(each.who == ("mls",) for each in found)
