"""Figures: the period they are about, how numbers are added up, and what they say of homes, money and work."""

from datetime import date
from fractions import Fraction

import pytest
from tests.paying import SHIPPED_SETTINGS

from bvt_cli.core.council import Council, Step
from bvt_cli.core.field import Record
from bvt_cli.core.figures import Axis, Entry, Figures, Number, Period, Sum, last_over, period, tabulated
from bvt_cli.core.figures_defined import DEFINED
from bvt_cli.core.figures_facts import FigureFacts, figures_of
from bvt_cli.core.figures_homes import home_figures, median
from bvt_cli.core.figures_money import cost_figures, grant_figures
from bvt_cli.core.figures_work import council_figures, follow_up_figures, network_figures
from bvt_cli.core.follow_up import Event, Followed
from bvt_cli.core.grant import Grant
from bvt_cli.core.halfyear import Gathering
from bvt_cli.core.history import Portion
from bvt_cli.core.network import Member, Network
from bvt_cli.core.period import Month
from bvt_cli.core.practice import Practice

PRACTICE = Practice(SHIPPED_SETTINGS)
TODAY = date(2026, 1, 15)
YEAR = Period("year", "2025", date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
MARCH = Period("month", "2025-03", date(2025, 3, 1), date(2025, 3, 31), date(2025, 3, 31))


def values(figures: Figures) -> dict[str, int | Fraction | None]:
    """The numbers that are not 0, by name."""
    return {number.name: number.value for number in figures.numbers if number.value != 0}


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---- the period


@pytest.mark.parametrize(
    ("kind", "name", "first", "last"),
    [
        ("year", "2025", "2025-01-01", "2025-12-31"),
        ("half", "2025H2", "2025-07-01", "2025-12-31"),
        ("month", "2024-02", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_is_named_like_its_kind(kind: str, name: str, first: str, last: str) -> None:
    assert period(kind, name, TODAY) == Period(kind, name, day(first), day(last), day(last))


def test_a_period_that_still_runs_is_counted_up_to_today() -> None:
    running = period("year", "2026", TODAY)
    assert running is not None
    assert (running.over, running.day, running.span.days) == (False, TODAY, 15)
    assert running.holds(TODAY)
    assert not running.holds(date(2026, 1, 16))
    assert not running.holds(None)


def test_a_period_that_has_not_begun_has_no_figures() -> None:
    assert period("month", "2026-02", TODAY) is None


@pytest.mark.parametrize(("kind", "name"), [("year", "25"), ("year", "0000"), ("half", "2025"), ("month", "2025-13")])
def test_what_is_no_period_is_refused(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        period(kind, name, TODAY)


@pytest.mark.parametrize(("kind", "name"), [("year", "2025"), ("half", "2025H2"), ("month", "2025-12")])
def test_left_out_it_is_the_last_that_is_over(kind: str, name: str) -> None:
    assert last_over(kind, TODAY) == name


# ---- adding up


def test_a_table_holds_every_combination_with_its_totals_and_says_what_adds_up() -> None:
    axes = (Axis(("a", "b"), True), Axis(("x", "y")))
    entries = [Entry(("a", "x"), "H-1", 5), Entry(("a", "x"), "H-1", 2), Entry(("b", "x"), "H-2", 1)]
    assert tabulated("t", axes, entries) == Figures(
        (
            Number("t", ("a", "x"), 7, 1),
            Number("t", ("a", "y"), 0, 0),
            Number("t", ("b", "x"), 1, 1),
            Number("t", ("b", "y"), 0, 0),
            Number("t", ("total", "x"), 8, 2),
            Number("t", ("total", "y"), 0, 0),
        ),
        (Sum("t.total.x", ("t.a.x", "t.b.x")), Sum("t.total.y", ("t.a.y", "t.b.y"))),
    )


def test_every_number_is_defined_and_every_definition_has_numbers() -> None:
    """Also for a register with nothing in it: there every number is 0 or not there."""
    found = figures_of(FigureFacts(), (), YEAR, PRACTICE)
    assert {number.code for number in found.numbers} == set(DEFINED)
    assert all(len(number.of) == len(DEFINED[number.code].by) for number in found.numbers)
    assert {number.value for number in found.numbers} == {0, None}
    names = {number.name for number in found.numbers}
    assert len(names) == len(found.numbers)
    assert {name for each in found.sums for name in (each.total, *each.parts)} <= names


# ---- homes


def home(ref: str, kind: str = "besokshjem", **more: object) -> Record:
    return {"ref": ref, "kind": kind, **more}


def approved(on: str, kind: str = "besokshjem", **more: object) -> Record:
    return {"kind": kind, "on": day(on), **more}


HOMES = (
    home("H-1", applied_on=day("2025-02-01"), approvals=[approved("2025-04-12")]),  # 70 days
    home("H-2", applied_on=day("2025-01-01"), approvals=[approved("2025-05-01")]),  # 120 days
    home("H-3", applied_on=day("2025-11-01")),
    home("H-4", "stottefamilie", applied_on=day("2025-08-01")),
    home("H-5", applied_on=day("2025-03-01"), rejected_on=day("2025-03-31")),
    home("H-6", applied_on=day("2025-03-01"), withdrew_on=day("2025-04-01")),
    home("H-7", "fosterhjem",
         approvals=[approved("2020-01-01", "fosterhjem"), approved("2025-06-01", "ressursfamilie")],
         pauses=[{"from": day("2025-12-01")}]),
    home("H-8", "fosterhjem", approvals=[approved("2020-01-01", "fosterhjem")], ended_on=day("2025-10-31")),
    home("H-9", applied_on=day("2026-01-01")),
    home("H-10"),
)  # fmt: skip


def test_each_home_counts_once_by_how_it_stands_on_the_last_day() -> None:
    """One that applies the year after is not there yet; one without any day has always been."""
    found = values(home_figures(HOMES, YEAR, 90))
    assert {name: number for name, number in found.items() if name.startswith("homes.status")} == {
        "homes.status.besokshjem.applied": 2,  # H-3, H-10
        "homes.status.besokshjem.approved": 2,
        "homes.status.besokshjem.rejected": 1,
        "homes.status.besokshjem.withdrew": 1,
        "homes.status.besokshjem.total": 6,
        "homes.status.stottefamilie.applied": 1,
        "homes.status.stottefamilie.total": 1,
        "homes.status.fosterhjem.ended": 1,
        "homes.status.fosterhjem.paused": 1,
        "homes.status.fosterhjem.total": 2,
        "homes.status.total.applied": 3,
        "homes.status.total.approved": 2,
        "homes.status.total.ended": 1,
        "homes.status.total.rejected": 1,
        "homes.status.total.withdrew": 1,
        "homes.status.total.paused": 1,
        "homes.status.total.total": 9,
    }


def test_a_home_counts_under_each_kind_it_is_approved_as() -> None:
    found = values(home_figures(HOMES, YEAR, 90))
    assert {name: number for name, number in found.items() if name.startswith("homes.approved_as")} == {
        "homes.approved_as.besokshjem": 2,
        "homes.approved_as.fosterhjem": 1,
        "homes.approved_as.ressursfamilie": 1,
    }


def test_what_happened_in_the_period_is_counted_by_its_day() -> None:
    """The second approval of H-7 is not its first."""
    found = values(home_figures(HOMES, YEAR, 90))
    assert {name: number for name, number in found.items() if name.startswith("homes.events.total")} == {
        "homes.events.total.applied": 6,
        "homes.events.total.approved": 2,
        "homes.events.total.rejected": 1,
        "homes.events.total.withdrew": 1,
        "homes.events.total.ended": 1,
    }


def test_applications_are_answered_by_approval_or_rejection_within_the_set_time_or_not() -> None:
    """70 and 120 days to the approval, 30 to the rejection; two wait, 60 and 152 days on the last of December."""
    found = values(home_figures(HOMES, YEAR, 90))
    assert {name: number for name, number in found.items() if name.startswith("applications")} == {
        "applications.approved": 2,
        "applications.days_median": Fraction(70 + 120, 2),
        "applications.days_longest": 120,
        "applications.answered": 3,
        "applications.answered_in_time": 2,
        "applications.answered_late": 1,
        "applications.waiting": 2,
        "applications.waiting_in_time": 1,
        "applications.waiting_late": 1,
    }


@pytest.mark.parametrize(
    ("days", "middle"), [((), None), ((7,), 7), ((7, 8), Fraction(15, 2)), ((1, 5, 90), 5), ((1, 4, 6, 9), 5)]
)
def test_the_median_is_the_middle_or_halfway_between_the_two_in_the_middle(
    days: tuple[int, ...], middle: int | Fraction | None
) -> None:
    assert median(days) == middle


# ---- money


def test_cost_is_added_up_by_measure_component_function_and_art() -> None:
    """Three whole lines of 3078.00 and two of 1197.00, one of them under a care order; the cover has no art."""
    march = Month(2025, 3)
    portions = (
        Portion(march, "besokshjem", "251", "050", "H-1", "grunnstotte", True, 2, 2 * 307800),
        Portion(march, "besokshjem", "252", "050", "H-2", "grunnstotte", True, 1, 307800),
        Portion(march, "besokshjem", "251", None, "H-1", "utgiftsdekning", False, 2, 2 * 119700),
    )
    found = cost_figures(portions)
    assert values(found) == {
        "cost.measure.besokshjem.grunnstotte": 3 * 307800,
        "cost.measure.besokshjem.utgiftsdekning": 2 * 119700,
        "cost.measure.besokshjem.total": 3 * 307800 + 2 * 119700,
        "cost.measure.total.grunnstotte": 3 * 307800,
        "cost.measure.total.utgiftsdekning": 2 * 119700,
        "cost.measure.total.total": 3 * 307800 + 2 * 119700,
        "cost.measure_function.besokshjem.251": 2 * 307800 + 2 * 119700,
        "cost.measure_function.besokshjem.252": 307800,
        "cost.function.251.050": 2 * 307800,
        "cost.function.251.no_art": 2 * 119700,
        "cost.function.251.total": 2 * 307800 + 2 * 119700,
        "cost.function.252.050": 307800,
        "cost.function.252.total": 307800,
        "cost.function.total.050": 3 * 307800,
        "cost.function.total.no_art": 2 * 119700,
        "cost.function.total.total": 3 * 307800 + 2 * 119700,
    }
    by_name = {number.name: number for number in found.numbers}
    assert by_name["cost.measure.total.total"].behind == 2
    for each in found.sums:  # whatever is said to add up does
        assert by_name[each.total].value == sum(by_name[part].value or 0 for part in each.parts), each.total


def test_grants_to_suppliers_and_in_cash_are_counted_apart() -> None:
    """One withdrawn, one unpaid and one of another year do not count; a child counts once."""
    bill = Grant("G-1", "C-1", day("2025-03-01"), 185000, "14/25", bill="7", paid_on=day("2025-03-10"))
    grants = (
        bill,
        bill._replace(ref="G-2", amount=50000),
        bill._replace(ref="G-3", child="C-2", cash=True, bill=None, amount=20000),
        bill._replace(ref="G-4", withdrawn_on=day("2025-04-01")),
        bill._replace(ref="G-5", paid_on=None),
        bill._replace(ref="G-6", paid_on=day("2026-01-02")),
    )
    assert values(grant_figures(grants, YEAR)) == {
        "grants.number.supplier": 2,
        "grants.number.cash": 1,
        "grants.number.total": 3,
        "grants.amount.supplier": 185000 + 50000,
        "grants.amount.cash": 20000,
        "grants.amount.total": 185000 + 50000 + 20000,
        "grants.children": 2,
    }


# ---- follow-up, networks, family councils


def test_follow_up_done_stands_against_what_was_due() -> None:
    """A year asks for four evaluations of a besøkshjem, and four visits and four supervisions of a foster home."""
    evaluations = tuple(Event(f"O-{n}", "evaluation", date(2025, 3 * n, 1)) for n in range(1, 5))
    visits = tuple(Event(f"O-{n}", "visit", date(2025, n, 1)) for n in range(5, 10))
    born = day("2015-05-04")
    followed = (
        Followed("A-1", "H-1", "besokshjem", day("2024-01-01"), born=born, events=evaluations),
        Followed("A-2", "H-2", "besokshjem", day("2024-01-01"), born=born, events=evaluations[:1]),
        Followed("A-3", "H-3", "fosterhjem", day("2024-01-01"), born=born, events=visits),
        Followed("A-4", "H-4", "besokshjem", day("2025-12-01"), born=born, events=()),  # too short for one to be due
    )
    found = values(follow_up_figures(followed, YEAR, PRACTICE))
    assert found == {
        "follow_up.due.evaluation": 4 + 4,
        "follow_up.due.visit": 4,
        "follow_up.due.supervision": 4,
        "follow_up.done.evaluation": 4 + 1,
        "follow_up.done.visit": 5,
        "follow_up.agreements.evaluation": 2,
        "follow_up.agreements.visit": 1,
        "follow_up.agreements.supervision": 1,
        "follow_up.met.evaluation": 1,
        "follow_up.met.visit": 1,
        "follow_up.lacking.evaluation": 1,
        "follow_up.lacking.supervision": 1,
    }


def test_networks_are_counted_on_the_last_day_and_what_they_did_in_the_period() -> None:
    network = Network(
        "N-1",
        "H-20",
        day("2025-01-15"),
        members=(Member("H-21", day("2025-01-15")), Member("H-22", day("2025-01-15"), day("2025-02-28"))),
        gatherings=(Gathering(day("2025-03-08"), "ordinary"), Gathering(day("2025-04-08"), "ordinary")),
        talks=(day("2025-03-01"), day("2025-03-31"), day("2025-04-01")),
    )
    ended = Network("N-2", "H-30", day("2024-01-15"), day("2025-03-30"), talks=(day("2025-03-03"),))
    meetings = (day("2025-03-20"), day("2025-06-20"))
    assert values(network_figures((network, ended), meetings, MARCH)) == {
        "networks.running": 1,
        "networks.homes": 2,
        "networks.gatherings": 1,
        "networks.talks": 3,
        "networks.joint_meetings": 1,
    }


def test_family_councils_are_counted_by_what_happened_to_them() -> None:
    """Bufetat answers in 15 working days: from 3 March that is until 24 March."""
    born = day("2012-01-01")
    councils = (
        Council("F-1", "C-1", born, day("2025-03-03"), answered_on=day("2025-03-24")),
        Council("F-2", "C-2", born, day("2025-03-03"), answered_on=day("2025-03-25")),
        Council("F-3", "C-3", born, day("2025-01-03"), answered_on=day("2025-01-10"), closed_on=day("2025-03-20"),
                steps=(Step("coordinator", day("2025-02-01")), Step("meeting", day("2025-03-05")))),
        Council("F-4", "C-4", born, day("2025-01-03"), steps=(Step("meeting", day("2025-03-05"), skipped=True),)),
        Council("F-5", "C-5", born, day("2025-04-03")),
    )  # fmt: skip
    assert values(council_figures(councils, MARCH, PRACTICE)) == {
        "councils.referred": 2,
        "councils.answered": 2,
        "councils.answered_in_time": 1,
        "councils.answered_late": 1,
        "councils.met": 1,
        "councils.closed": 1,
        "councils.running": 3,
    }
