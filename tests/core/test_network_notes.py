"""What is worth knowing of a network though nothing is short: its pay, and whose homes are in it."""

from datetime import date

import pytest

from bvt_cli.core.network import Engagement, Member, Network
from bvt_cli.core.network_notes import Note, notes

START, END = date(2025, 1, 15), date(2025, 6, 30)
PAID = Engagement("A-40", "H-020", START, None)


def day(text: str) -> date:
    return date.fromisoformat(text)


def network(*engagements: Engagement, ended_on: date | None = None) -> Network:
    return Network("N-1", "H-020", START, ended_on, engagements=engagements)


def test_a_network_that_is_paid_while_it_runs_gives_no_note():
    """Also on its last day, when the agreement ends with it."""
    ended = network(PAID._replace(last=END), ended_on=END)
    for on in (START, END, day("2025-12-31")):
        assert notes(ended, on) == ()


@pytest.mark.parametrize(
    ("engagements", "on", "missing"),
    [
        ((), "2025-01-14", False),
        ((), "2025-01-15", True),
        ((PAID._replace(first=date(2025, 2, 1)),), "2025-01-31", True),
        ((PAID._replace(first=date(2025, 2, 1)),), "2025-02-01", False),
        ((PAID._replace(last=date(2025, 2, 1)),), "2025-02-01", False),
        ((PAID._replace(last=date(2025, 2, 1)),), "2025-02-02", True),
        ((PAID._replace(home="H-021"),), "2025-02-01", True),
    ],
)
def test_a_network_that_runs_without_pay_for_its_resource_home_is_told(
    engagements: tuple[Engagement, ...], on: str, missing: bool
):
    """Pay to another home is no pay of the resource home."""
    expected = (Note("pay_missing", "H-020"),) if missing else ()
    assert notes(network(*engagements), day(on)) == expected


def test_pay_before_the_network_began_is_told_as_far_as_it_has_come():
    early = network(PAID._replace(first=date(2025, 1, 1)))
    assert notes(early, day("2024-12-31")) == ()
    assert notes(early, day("2025-01-10")) == (
        Note("paid_not_running", "H-020", "A-40", day("2025-01-01"), day("2025-01-10")),
    )
    assert notes(early, day("2025-03-01")) == (
        Note("paid_not_running", "H-020", "A-40", day("2025-01-01"), day("2025-01-14")),
    )


def test_pay_after_the_network_ended_is_told_day_by_day():
    """From the day after the last; an agreement that ended later has a last day of its own."""
    assert notes(network(PAID, ended_on=END), day("2025-07-01")) == (
        Note("paid_not_running", "H-020", "A-40", day("2025-07-01"), day("2025-07-01")),
    )
    assert notes(network(PAID._replace(last=date(2025, 8, 31)), ended_on=END), day("2025-12-31")) == (
        Note("paid_not_running", "H-020", "A-40", day("2025-07-01"), day("2025-08-31")),
    )


def test_homes_of_another_municipality_than_the_resource_home_are_told():
    """Those that are members that day, and only where both municipalities are known."""
    members = tuple(Member(home, START) for home in ("H-021", "H-022", "H-023"))
    lies_in = (("H-020", "3205"), ("H-021", "3301"), ("H-022", "3205"))
    shared = network(PAID, ended_on=END)._replace(members=members, municipalities=lies_in)
    assert notes(shared, day("2025-03-01")) == (Note("municipality", "H-021", municipality="3301", other="3205"),)
    assert notes(shared._replace(municipalities=lies_in[1:]), day("2025-03-01")) == ()
    assert notes(shared._replace(engagements=()), day("2025-07-01")) == ()


@pytest.mark.parametrize(
    ("lies_in", "payer"),
    [
        ((("H-020", "3301"), ("H-021", "3205"), ("H-022", "3205")), "3301"),
        ((("H-020", "3301"), ("H-021", "3205")), "3301"),
        ((("H-020", "3301"), ("H-021", "3205"), ("H-022", "3301")), None),
        ((("H-020", "3301"),), None),
        ((("H-021", "3205"), ("H-022", "3205")), None),
    ],
)
def test_a_resource_home_that_lies_elsewhere_than_all_other_homes_is_paid_by_its_own_municipality(
    lies_in: tuple[tuple[str, str], ...], payer: str | None
):
    """Then no pay is missing here; where some homes lie with it, or none is known, it is."""
    members = tuple(Member(home, START) for home in ("H-021", "H-022"))
    shared = network()._replace(members=members, municipalities=lies_in)
    found = notes(shared, START)
    if payer:
        assert found == (Note("municipality", "H-020", municipality=payer),)
    else:
        assert found[0] == Note("pay_missing", "H-020")
