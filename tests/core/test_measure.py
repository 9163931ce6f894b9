"""What is counted under each measure."""

from datetime import date
from fractions import Fraction

import pytest

from bvt_cli.core.agreement import Facts, Stay, due_days
from bvt_cli.core.measure import Counts, counts_of
from bvt_cli.core.period import Month, Span
from paying import RULES, agreed

MARCH = Month(2025, 3)


def counted(facts: Facts) -> Counts:
    return counts_of(facts, due_days(facts, MARCH), MARCH, RULES.rules(MARCH))


def weekend(first: int, *, extra: bool = False, counts: bool = True) -> Stay:
    return Stay(date(2025, 3, first), date(2025, 3, first + 2), extra, counts)


def days(first: int, last: int) -> Span:
    return Span(date(2025, 3, first), date(2025, 3, last))


@pytest.mark.parametrize(("size", "share"), [("liten", 25), ("medium", 45), ("stor", 75)])
def test_a_support_family_has_its_share_of_each_component(size: str, share: int) -> None:
    """Of grunnstøtte and utgiftsdekning alike."""
    found = counted(agreed("stottefamilie", size=size)).counts
    assert [(each.component, each.basis, each.whole, each.share) for each in found] == [
        ("grunnstotte", "share", Fraction(share, 100), share),
        ("utgiftsdekning", "share", Fraction(share, 100), share),
    ]


def test_the_factor_of_a_foster_home_raises_the_pay_and_not_the_cover_of_expenses() -> None:
    """Factor 1.5."""
    found = counted(agreed("fosterhjem", factor=Fraction(3, 2))).counts
    assert [(each.component, each.whole) for each in found] == [
        ("grunnstotte", Fraction(3, 2)),
        ("utgiftsdekning", Fraction(1)),
    ]


def test_a_resource_family_has_what_one_ks_holds() -> None:
    """As shipped: one grunnstøtte."""
    assert [(each.component, each.whole) for each in counted(agreed("ressursfamilie")).counts] == [
        ("grunnstotte", Fraction(1))
    ]


def test_adjoining_stays_are_counted_as_one() -> None:
    """7-9 and 10-12 March are six døgn in a row."""
    found = counted(agreed(basis="actual", stays=[weekend(10), weekend(7)])).counts
    assert [each.spans for each in found] == [(days(7, 12),), (days(7, 12),)]


def test_a_stay_that_does_not_count_is_left_out_of_extra_stays_too() -> None:
    """An extra weekend, cancelled without pay."""
    found = counted(agreed(stays=[weekend(7, extra=True, counts=False)])).counts
    assert [each.basis for each in found] == ["fixed", "fixed"]


def test_extra_stays_are_not_set_against_the_days_agreed() -> None:
    """Three døgn and three extra where three are agreed: no word of too many."""
    found = counted(agreed(stays=[weekend(7), weekend(14, extra=True)]))
    assert found.notes == ()
    assert [(each.basis, each.spans) for each in found.counts[::2]] == [
        ("fixed", (days(1, 31),)),
        ("extra", (days(14, 16),)),
    ]


def test_more_days_than_agreed_is_told_from_the_first_day_too_many() -> None:
    """Three døgn where two are agreed."""
    assert counted(agreed(days_per_month=2, stays=[weekend(7)])).notes == ("more_days_than_agreed",)
    assert counted(agreed(days_per_month=3, stays=[weekend(7)])).notes == ()
