"""Measures paid for the month before, for work done (setting paid_afterwards)."""

from datetime import date

from bvt_cli.core.ledger import Settlement, paid_through
from bvt_cli.core.period import Month
from paying import RULES, Book, agreed, pay_rules

JANUARY, FEBRUARY, MARCH = (Month(2025, number) for number in (1, 2, 3))
AFTERWARDS = pay_rules({"paid_afterwards": ("besokshjem",)})


def told(settlement: Settlement) -> list[tuple[str, str]]:
    """Kind and month of what is posted."""
    return list(dict.fromkeys((entry.kind, str(entry.line.for_month)) for entry in settlement.entries))


def test_as_shipped_every_measure_is_paid_for_the_month_itself() -> None:
    """Until a municipality says which are not."""
    assert paid_through(agreed().agreement, MARCH, RULES) == MARCH


def test_a_measure_that_is_named_is_paid_for_the_month_before() -> None:
    """The posting for March pays a besøkshjem for February, and a fosterhjem for March."""
    assert paid_through(agreed().agreement, MARCH, AFTERWARDS) == FEBRUARY
    assert paid_through(agreed("fosterhjem").agreement, MARCH, AFTERWARDS) == MARCH


def test_a_posting_pays_up_to_the_month_before_and_the_next_one_goes_on_from_there() -> None:
    """The agreement runs from January."""
    book = Book(JANUARY)
    assert told(book.post(agreed(), JANUARY, AFTERWARDS)) == []
    assert told(book.post(agreed(), FEBRUARY, AFTERWARDS)) == [("ordinary", "2025-01")]
    assert told(book.post(agreed(), MARCH, AFTERWARDS)) == [("ordinary", "2025-02")]


def test_an_agreement_that_ended_is_paid_its_last_month_by_the_posting_after() -> None:
    """Its last day is 28 February."""
    book = Book(JANUARY)
    book.post(agreed(last=date(2025, 2, 28)), FEBRUARY, AFTERWARDS)
    assert told(book.post(agreed(last=date(2025, 2, 28)), MARCH, AFTERWARDS)) == [("ordinary", "2025-02")]


def test_notes_and_problems_are_those_of_the_month_that_is_paid() -> None:
    """The home is approved from 1 March: the posting for March tells of February."""
    done = Book(FEBRUARY).preview(agreed(approvals=[]), MARCH, AFTERWARDS)
    assert done.month.problem is not None
    assert (done.month.problem.code, done.month.problem.month) == ("home_not_approved", FEBRUARY)


def test_changing_over_pays_no_month_twice_and_leaves_none_out() -> None:
    """January was paid for itself; from February the measure is paid afterwards, so February's posting pays nothing."""
    book = Book(JANUARY)
    assert told(book.post(agreed(), JANUARY, RULES)) == [("ordinary", "2025-01")]
    assert told(book.post(agreed(), FEBRUARY, AFTERWARDS)) == []
    assert told(book.post(agreed(), MARCH, AFTERWARDS)) == [("ordinary", "2025-02")]
