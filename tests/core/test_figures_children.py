"""Figures of children: who is in which measure, what began and ended, and the døgn of respite."""

from datetime import date

import pytest
from tests.paying import SHIPPED_SETTINGS

from bvt_cli.core.agreement import Stay
from bvt_cli.core.figures import Figures, Period
from bvt_cli.core.figures_children import Engagement, age_group, child_figures, dogn_figures, register_code
from bvt_cli.core.practice import Practice, Setting

PRACTICE = Practice(SHIPPED_SETTINGS)
MARCH = Period("month", "2025-03", date(2025, 3, 1), date(2025, 3, 31), date(2025, 3, 31))
RESPITE = Engagement("A-1", "H-1", "besokshjem", date(2025, 1, 1), child="C-1", born=date(2018, 5, 4))
FOSTER = Engagement("A-2", "H-2", "fosterhjem", date(2025, 1, 1), child="C-2", born=date(2012, 5, 4))


def counted(figures: Figures, beginning: str) -> dict[str, int]:
    """The numbers that are not 0, by the rest of their names."""
    found = {}
    for number in figures.numbers:
        if number.name.startswith(beginning) and number.value:
            assert isinstance(number.value, int)
            found[number.name.removeprefix(beginning).removeprefix(".")] = number.value
    return found


def of_children(*engagements: Engagement, of: Period = MARCH) -> dict[str, int]:
    return counted(child_figures(engagements, of), "children.")


def test_a_child_counts_once_in_a_measure_and_in_each_measure_it_has() -> None:
    """C-2 lives in a foster home and has two respite homes."""
    relief = RESPITE._replace(child="C-2", born=FOSTER.born, legal_basis="§ 5-1")
    found = of_children(RESPITE, FOSTER, relief, relief._replace(ref="A-9", home="H-9", legal_basis="§ 3-1"))
    assert found == {
        "in_force.besokshjem": 2,
        "in_force.fosterhjem": 1,
        "with_measure": 2,
        "age.besokshjem.6-10": 1,
        "age.besokshjem.11-14": 1,
        "age.fosterhjem.11-14": 1,
        "age.any.6-10": 1,
        "age.any.11-14": 1,
        "function.besokshjem.251": 1,
        "function.besokshjem.252": 1,  # one of its two agreements is under a care order
        "function.fosterhjem.252": 1,
    }


@pytest.mark.parametrize(
    ("changed", "there"),
    [
        ({"last": date(2025, 3, 31)}, True),
        ({"last": date(2025, 3, 30)}, False),
        ({"first": date(2025, 3, 31)}, True),
        ({"first": date(2025, 4, 1)}, False),
        ({"home_ended_on": date(2025, 3, 30)}, False),
        ({"home_ended_on": date(2024, 3, 30)}, False),
        ({"born": date(2007, 3, 31)}, False),
        ({"born": date(2007, 3, 31), "aftercare": True}, True),
        ({"born": date(2007, 4, 1)}, True),
    ],
)
def test_an_agreement_is_in_force_while_it_the_home_and_childhood_last(changed: dict[str, date], there: bool) -> None:
    """The first and the last day belong to it; the 18th birthday does not."""
    assert ("in_force.besokshjem" in of_children(RESPITE._replace(**changed))) is there  # type: ignore[arg-type]


def test_a_measure_that_goes_on_elsewhere_the_day_after_neither_begins_nor_ends() -> None:
    moved = FOSTER._replace(last=date(2025, 3, 16))
    next_home = FOSTER._replace(ref="A-3", home="H-3", first=date(2025, 3, 17))
    assert {"started.fosterhjem", "ended.fosterhjem"}.isdisjoint(of_children(moved, next_home))
    a_day_later = next_home._replace(first=date(2025, 3, 18))
    found = of_children(moved, a_day_later)
    assert (found["ended.fosterhjem"], found["started.fosterhjem"]) == (1, 1)


def test_what_ends_on_the_last_day_is_both_ended_and_there() -> None:
    found = of_children(RESPITE._replace(last=date(2025, 3, 31)))
    assert (found["in_force.besokshjem"], found["ended.besokshjem"]) == (1, 1)


def test_who_turns_18_ends_the_day_before() -> None:
    found = of_children(FOSTER._replace(born=date(2007, 3, 20)))
    assert found == {"ended.fosterhjem": 1}


def test_a_resource_family_has_no_child_to_count() -> None:
    network = Engagement("A-40", "H-20", "ressursfamilie", date(2025, 1, 1))
    assert of_children(network) == {}


def test_only_a_foster_home_that_a_family_council_led_to_is_known_to_be_in_the_family() -> None:
    found = of_children(FOSTER._replace(of_council=True), FOSTER._replace(ref="A-3", child="C-3"), RESPITE)
    assert (found["in_force.fosterhjem"], found["of_council"]) == (2, 1)


def test_the_register_code_of_a_support_family_is_the_municipalitys_choice() -> None:
    own = Setting("register_code_stottefamilie", "4.5", date(2025, 7, 1), "municipality", "", "", "settings.yaml")
    practice = Practice([*SHIPPED_SETTINGS, own])
    assert register_code("stottefamilie", date(2025, 6, 30), practice) == "4.99"
    assert register_code("stottefamilie", date(2025, 7, 1), practice) == "4.5"
    assert register_code("besokshjem", date(2025, 7, 1), practice) == "4.5"
    assert register_code("fosterhjem", date(2025, 7, 1), practice) == "2.1/2.2"


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2025-04-01", "0-5"),
        ("2019-04-01", "0-5"),
        ("2019-03-31", "6-10"),
        ("2014-03-31", "11-14"),
        ("2010-03-31", "15-17"),
        ("2007-03-31", "18+"),
    ],
)
def test_ages_are_whole_years_on_the_last_day(born: str, group: str) -> None:
    assert age_group(date.fromisoformat(born), date(2025, 3, 31)) == group


def test_agreements_that_ended_are_counted_by_the_recorded_reason() -> None:
    ended = RESPITE._replace(last=date(2025, 3, 14))
    engagements = (
        ended._replace(end_reason="goals_met"),
        ended._replace(ref="A-3"),
        Engagement("A-40", "H-20", "ressursfamilie", date(2025, 1, 1), date(2025, 3, 1), end_reason="planned"),
        RESPITE._replace(ref="A-4", last=date(2025, 4, 1)),
    )
    assert counted(child_figures(engagements, MARCH), "agreements.ended") == {
        "goals_met": 1,
        "planned": 1,
        "not_said": 1,
        "total": 3,
    }


# ---- døgn


def of_dogn(*engagements: Engagement, of: Period = MARCH) -> dict[str, int]:
    return counted(dogn_figures(engagements, of, PRACTICE), "dogn.")


def test_dogn_used_stand_against_those_agreed() -> None:
    """Friday to Sunday twice, and an extra weekend; a stay that goes on into April counts to the end of March."""
    stays = (
        Stay(date(2025, 3, 7), date(2025, 3, 9)),
        Stay(date(2025, 3, 30), date(2025, 4, 2)),
        Stay(date(2025, 3, 14), date(2025, 3, 16), extra=True),
        Stay(date(2025, 2, 7), date(2025, 2, 9)),
    )
    assert of_dogn(RESPITE._replace(stays=stays)) == {"agreed": 3, "used": 3 + 2, "extra": 3}


@pytest.mark.parametrize(
    ("changed", "agreed"),
    [
        ({}, 3 * 6),
        ({"days_per_month": 5}, 5 * 6),
        ({"first": date(2025, 3, 15)}, 2 + 3 * 3),  # 17 days of 31: 3 × 17/31 = 1.6
        ({"last": date(2025, 1, 5)}, 0),  # 3 × 5/31 = 0.5 less a little
        ({"first": date(2026, 1, 1)}, 0),
        ({"measure": "stottefamilie"}, 0),
        ({"child": None}, 0),
        ({"last": date(2024, 12, 31)}, 0),
    ],
)
def test_dogn_agreed_of_part_of_a_month_are_its_part_rounded(changed: dict[str, object], agreed: int) -> None:
    half = Period("half", "2025H1", date(2025, 1, 1), date(2025, 6, 30), date(2025, 6, 30))
    assert of_dogn(RESPITE._replace(**changed), of=half).get("agreed", 0) == agreed  # type: ignore[arg-type]


def test_dogn_of_an_agreement_by_days_stayed_stand_apart_unless_a_number_is_agreed() -> None:
    actual = RESPITE._replace(basis="actual", stays=(Stay(date(2025, 3, 7), date(2025, 3, 9)),))
    assert of_dogn(actual) == {"without_number": 3}
    assert of_dogn(actual._replace(days_per_month=4)) == {"agreed": 4, "used": 3}
