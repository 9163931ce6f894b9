"""The days of a month that are due under an agreement."""

from datetime import date

import pytest

from bvt_cli.core.agreement import approved_days, due_days, is_paid
from bvt_cli.core.home import Approval
from bvt_cli.core.period import FAR_FUTURE, Month, Span
from paying import agreed

MARCH = Month(2025, 3)


def march(first: int, last: int) -> Span:
    return Span(date(2025, 3, first), date(2025, 3, last))


def test_every_day_of_a_month_is_due_under_an_agreement_without_end() -> None:
    """The home is approved, the child is 6."""
    days = due_days(agreed(), MARCH)
    assert days.due == days.but_for_approval == (march(1, 31),)


def test_what_ends_first_ends_the_days() -> None:
    """Agreement to the 25th, home to the 22nd, 18 on the 20th: due to the 19th."""
    ended = date(2025, 3, 22)
    assert due_days(agreed(last=date(2025, 3, 25), ended_on=ended), MARCH).due == (march(1, 22),)
    assert due_days(agreed(last=date(2025, 3, 20), ended_on=ended), MARCH).due == (march(1, 20),)
    assert due_days(agreed(born=date(2007, 3, 20), ended_on=ended), MARCH).due == (march(1, 19),)
    assert due_days(agreed(born=date(2007, 3, 20), ended_on=ended, aftercare=True), MARCH).due == (march(1, 22),)


def test_days_without_approval_are_told_apart_from_days_not_in_force() -> None:
    """In force from the 5th, approved from the 10th, revoked on the 20th."""
    approvals = [Approval("besokshjem", date(2025, 3, 10), date(2025, 3, 20))]
    days = due_days(agreed(first=date(2025, 3, 5), approvals=approvals), MARCH)
    assert days.but_for_approval == (march(5, 31),)
    assert days.due == (march(10, 19),)


def test_a_month_before_or_after_the_agreement_has_no_days() -> None:
    """Nothing is due, approved or not."""
    facts = agreed(first=date(2025, 3, 5), last=date(2025, 3, 8))
    assert due_days(facts, Month(2025, 2)) == due_days(facts, Month(2025, 4)) == ((), ())


def test_an_approval_of_one_day_counts_that_day() -> None:
    """Given on the 10th and revoked from the 11th."""
    approvals = [Approval("besokshjem", date(2025, 3, 10), date(2025, 3, 11))]
    assert due_days(agreed(approvals=approvals), MARCH).due == (march(10, 10),)


def test_approvals_that_follow_on_each_other_are_one() -> None:
    """Those of another kind, and one revoked the day it was given, do not count."""
    approvals = (
        Approval("fosterhjem", date(2025, 3, 10)),
        Approval("fosterhjem", date(2025, 1, 1), date(2025, 3, 10)),
        Approval("fosterhjem", date(2024, 5, 1), date(2024, 5, 1)),
        Approval("besokshjem", date(2023, 1, 1)),
    )
    assert approved_days(approvals, "fosterhjem") == (Span(date(2025, 1, 1), FAR_FUTURE),)


@pytest.mark.parametrize(
    ("cancelled", "by", "pay", "paid"),
    [
        (False, None, None, True),
        (True, "service", None, True),
        (True, "home", None, False),
        (True, "child", True, True),
        (True, "service", False, False),
    ],
)
def test_a_cancelled_stay_is_paid_when_that_is_said_or_the_service_cancelled(
    cancelled: bool, by: str | None, pay: bool | None, paid: bool
) -> None:
    assert is_paid(cancelled, by, pay) is paid
