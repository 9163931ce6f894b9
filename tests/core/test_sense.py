"""The sense checks: what about a child's agreements in a month looks wrong, and what of it stops pay."""

from collections.abc import Iterable
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.agreement import Agreement, Facts, Stay
from bvt_cli.core.home import Approval
from bvt_cli.core.period import Month, Span
from bvt_cli.core.practice import Practice, Setting, Value
from bvt_cli.core.sense import (
    SenseRules,
    doubts,
    overlaps,
    stopping,
    unaccepted,
    unknown_names,
    unpaid_months,
)
from bvt_cli.core.sense_checks import Doubt, Watched
from paying import SHIPPED_SETTINGS, agreed

MARCH = Month(2025, 3)
OCTOBER = date(2024, 10, 1)
AFTER = date(2025, 4, 15)


def sense_rules(**own: Value) -> SenseRules:
    """The rules as shipped, but for what the municipality has of its own."""
    settings = [Setting(name, value, date(2000, 1, 1), "municipality", "", "", "") for name, value in own.items()]
    return SenseRules(Practice([*SHIPPED_SETTINGS, *settings]))


RULES = sense_rules()


def stay(month: int, first: int, last: int, counts: bool = True) -> Stay:
    return Stay(date(2025, month, first), date(2025, month, last), counts=counts)


def watched(
    facts: Facts,
    months: Iterable[Month] = (MARCH,),
    since: Month = Month(2025, 1),
    signs: Iterable[date] = (),
) -> Watched:
    """An agreement looked at, whose stays took place if they count."""
    held = tuple(Span(each.first, each.last) for each in facts.stays if each.counts)
    return Watched(facts, tuple(months), since, held, tuple(signs))


def relief(ref: str = "A-1", home: str = "H-001", *, stays: Iterable[Stay] = ()) -> Facts:
    """A besøkshjem paid for the døgn of its stays."""
    return agreed(ref=ref, home=home, stays=stays, basis="actual")


def support(size: str, *stays: Stay, first: date = date(2025, 1, 1), ref: str = "A-1", home: str = "H-001") -> Facts:
    """A støttefamilie of a size, with its stays."""
    return agreed("stottefamilie", first, size=size, stays=stays, ref=ref, home=home)


def told(*child: Watched, rules: SenseRules = RULES, on: date = AFTER) -> list[Doubt]:
    """What is told of a child, silence apart."""
    return [each for each in doubts(child, rules, on) if each.code != "no_sign_of_life"]


def codes(*child: Watched, rules: SenseRules = RULES, on: date = AFTER) -> list[str]:
    return [each.code for each in told(*child, rules=rules, on=on)]


# --- two homes ---


def test_a_child_paid_in_two_foster_homes_is_told_with_the_days_they_share() -> None:
    """It moved on 17 March, and the first agreement was ended too late: 17 to 20 March are four days."""
    first = watched(agreed("fosterhjem", ref="A-20", last=date(2025, 3, 20), home="H-008"))
    second = watched(agreed("fosterhjem", date(2025, 3, 17), ref="A-21", home="H-020"))
    assert told(second, first) == [
        Doubt("two_homes", MARCH, "C-77", ("A-20", "A-21"), ("H-008", "H-020"), date(2025, 3, 17), date(2025, 3, 20), 4)
    ]


def test_a_move_from_one_day_to_the_next_is_in_order() -> None:
    first = watched(agreed("fosterhjem", ref="A-20", last=date(2025, 3, 16)))
    assert told(first, watched(agreed("fosterhjem", date(2025, 3, 17), ref="A-21", home="H-020"))) == []


def test_a_foster_home_with_two_agreements_about_one_child_is_paid_twice() -> None:
    (doubt,) = told(watched(agreed("fosterhjem", ref="A-1")), watched(agreed("fosterhjem", ref="A-2")))
    assert (doubt.code, doubt.homes, doubt.have) == ("two_homes", ("H-001",), 31)


def test_relief_beside_a_foster_home_is_allowed() -> None:
    """The besøkshjem and the støttefamilie give the foster home a rest."""
    foster = watched(agreed("fosterhjem", ref="A-1", home="H-020"))
    visits = watched(agreed(ref="A-2", home="H-002", stays=[stay(3, 7, 9)]))
    family = watched(agreed("stottefamilie", ref="A-3", home="H-003", size="liten"))
    assert told(foster, visits, family) == []


def test_agreements_of_which_none_is_asked_about_are_left_in_peace() -> None:
    """Both have been paid for March; the third is paid for the first time, and shares no day with them."""
    paid = [watched(agreed("fosterhjem", ref=ref), months=()) for ref in ("A-1", "A-2")]
    assert told(*paid) == []
    assert told(*paid, watched(agreed("fosterhjem", date(2025, 5, 1), ref="A-3"))) == []


def test_an_agreement_that_has_been_paid_is_still_there_to_be_compared_with() -> None:
    """Only the new one is paid for the first time; both are named."""
    old = watched(agreed("fosterhjem", ref="A-1"), months=())
    new = watched(agreed("fosterhjem", date(2025, 2, 15), ref="A-2", home="H-002"), [Month(2025, 2), MARCH])
    assert [(str(each.month), each.agreements, each.have) for each in told(old, new)] == [
        ("2025-02", ("A-1", "A-2"), 14),
        ("2025-03", ("A-1", "A-2"), 31),
    ]


def test_paid_agreements_beside_a_new_one_are_not_told_of_again() -> None:
    """A-1 and A-2 were posted before; the relief is new."""
    paid = [watched(agreed("fosterhjem", ref=ref, home="H-020"), months=()) for ref in ("A-1", "A-2")]
    assert told(*paid, watched(agreed(ref="A-3", home="H-002"))) == []


# --- relief in the foster home itself ---


def test_relief_in_the_very_home_that_is_the_foster_home_is_told() -> None:
    """With a fixed number of døgn it is paid on every day of the agreement, from 15 March."""
    foster = watched(agreed("fosterhjem", ref="A-1", home="H-020"))
    own = watched(agreed(first=date(2025, 3, 15), ref="A-2", home="H-020"))
    (doubt,) = told(own, foster)
    assert (doubt.code, doubt.agreements, doubt.homes) == ("relief_in_foster_home", ("A-1", "A-2"), ("H-020",))
    assert (doubt.first, doubt.have) == (date(2025, 3, 15), 17)


def test_relief_paid_by_stays_is_told_where_a_stay_is_in_the_foster_home() -> None:
    """Without a stay nothing is paid."""
    foster = watched(agreed("fosterhjem", ref="A-2", home="H-020"))
    (doubt,) = told(watched(relief("A-1", "H-020", stays=[stay(3, 7, 9)])), foster)
    assert (doubt.code, doubt.first, doubt.last, doubt.have) == (
        "relief_in_foster_home", date(2025, 3, 7), date(2025, 3, 9), 3,
    )  # fmt: skip
    assert told(watched(relief("A-1", "H-020")), foster) == []


def test_relief_that_bvt_does_not_pay_or_know_of_is_no_double_pay() -> None:
    """Employees under SGS 1030 are paid elsewhere."""
    foster = watched(agreed("fosterhjem", ref="A-2", home="H-020"))
    assert told(foster, watched(agreed(ref="A-1", home="H-020", employment="sgs1030"))) == []


# --- stays in two homes ---


def test_stays_in_two_homes_at_once_are_told() -> None:
    """8 and 9 March are counted in both."""
    (doubt,) = told(
        watched(relief("A-1", "H-001", stays=[stay(3, 7, 9)])), watched(relief("A-2", "H-002", stays=[stay(3, 8, 10)]))
    )
    assert (doubt.code, doubt.first, doubt.last, doubt.have) == ("two_stays", date(2025, 3, 8), date(2025, 3, 9), 2)


@pytest.mark.parametrize("other", [stay(3, 9, 11), stay(3, 5, 7), stay(3, 14, 16), stay(3, 7, 9, counts=False)])
def test_on_the_day_it_is_handed_over_both_homes_have_the_child(other: Stay) -> None:
    """And a stay that did not take place is no stay."""
    one = watched(relief("A-1", "H-001", stays=[stay(3, 7, 9)]))
    assert told(one, watched(relief("A-2", "H-002", stays=[other]))) == []
    assert told(watched(relief("A-2", "H-002", stays=[other])), one) == []


def test_stays_of_two_agreements_in_one_home_are_no_stays_in_two_homes() -> None:
    one, other = (watched(relief(ref, stays=[stay(3, 7, 9)])) for ref in ("A-1", "A-2"))
    assert told(one, other) == []


# --- the døgn of a støttefamilie ---


def test_a_small_support_family_has_no_overnight_stays() -> None:
    (doubt,) = told(watched(support("liten", stay(3, 7, 8))))
    assert (doubt.code, doubt.agreements, doubt.have, doubt.limit) == ("liten_with_stays", ("A-1",), 2, 0)
    assert told(watched(support("liten", stay(3, 7, 8, counts=False)))) == []


@pytest.mark.parametrize(
    ("size", "days", "expected"),
    [
        ("medium", 6, []),
        ("medium", 7, ["medium_over_6"]),
        ("stor", 5, ["stor_under_6"]),
        ("stor", 6, []),
        ("stor", 14, []),
        ("stor", 15, ["stor_over_14"]),
    ],
)
def test_both_medium_and_large_contain_six_dogn(size: str, days: int, expected: list[str]) -> None:
    """Medium is up to six, large six to fourteen."""
    assert codes(watched(support(size, stay(3, 1, days)))) == expected


def test_the_limits_are_settings() -> None:
    rules = sense_rules(stottefamilie_medium_days_max=7)
    assert codes(watched(support("medium", stay(3, 1, 7))), rules=rules) == []


def test_too_few_stays_are_not_told_where_none_is_recorded() -> None:
    """The service does not record them; but a cancelled stay says that it does."""
    assert codes(watched(support("stor"))) == []
    (doubt,) = told(watched(support("stor", stay(3, 7, 9, counts=False))))
    assert (doubt.code, doubt.have, doubt.first, doubt.last) == ("stor_under_6", 0, None, None)


def test_too_few_stays_are_not_told_of_a_month_that_still_runs_or_was_not_due_whole() -> None:
    """More stays may yet come, or could not be."""
    stays = [stay(3, 21, 23)]
    assert codes(watched(support("stor", *stays)), on=date(2025, 3, 30)) == []
    assert codes(watched(support("stor", *stays)), on=date(2025, 3, 31)) == ["stor_under_6"]
    assert codes(watched(support("stor", *stays, first=date(2025, 3, 15)))) == []


def test_only_due_days_of_the_month_are_counted() -> None:
    """27 February to 6 March are six døgn of March."""
    stays = [Stay(date(2025, 2, 27), date(2025, 3, 6))]
    assert codes(watched(support("medium", *stays))) == []


# --- over half of the month ---


def test_measures_that_take_more_than_half_of_the_month_make_one_think_of_a_foster_home() -> None:
    """9 døgn in one home and 7 in the other are 16 of 31; half is 15.5."""
    one = watched(relief("A-1", "H-001", stays=[stay(3, 1, 9)]))
    (doubt,) = told(one, watched(support("stor", stay(3, 10, 16), ref="A-2", home="H-007")))
    assert (doubt.code, doubt.agreements, doubt.have, doubt.limit) == ("over_half_month", ("A-1", "A-2"), 16, 15)
    assert told(one, watched(support("stor", stay(3, 10, 15), ref="A-2", home="H-007"))) == []


def test_a_day_counts_once_though_it_is_in_two_homes() -> None:
    """The hand-over days: 1-9, 9-15 are fifteen døgn."""
    one = watched(relief("A-1", "H-001", stays=[stay(3, 1, 9)]))
    assert told(one, watched(support("stor", stay(3, 9, 15), ref="A-2", home="H-007"))) == []


def test_a_fixed_number_counts_where_no_stay_is_recorded() -> None:
    """16 agreed; the stay that is recorded instead has three; from 20 March no more than the twelve days left."""
    assert codes(watched(agreed(days_per_month=16))) == ["over_half_month"]
    assert codes(watched(agreed(days_per_month=16, stays=[stay(3, 7, 9)]))) == []
    assert codes(watched(agreed(days_per_month=16, first=date(2025, 3, 20)))) == []


def test_a_foster_home_itself_is_not_counted() -> None:
    foster = watched(agreed("fosterhjem", ref="A-1", home="H-020"))
    assert told(foster, watched(agreed(ref="A-2", home="H-002"))) == []


# --- pay without a sign of life ---


def silent(*child: Watched, rules: SenseRules = RULES, on: date = AFTER) -> list[Doubt]:
    return [each for each in doubts(child, rules, on) if each.code == "no_sign_of_life"]


def test_a_home_paid_for_longer_than_three_months_without_a_stay_is_told() -> None:
    """The last stay ended on 15 December; in mid March the three months are over."""
    visited = agreed(first=OCTOBER, stays=[Stay(date(2024, 12, 13), date(2024, 12, 15))])
    (doubt,) = silent(watched(visited, since=Month(2024, 10)))
    assert (doubt.first, doubt.last, doubt.have, doubt.limit) == (date(2024, 12, 15), date(2025, 3, 31), 3, 3)
    assert silent(watched(visited), on=date(2025, 3, 15)) == []
    assert len(silent(watched(visited), on=date(2025, 3, 16))) == 1


def test_it_is_told_once_though_many_months_are_paid() -> None:
    """Of the latest month."""
    months = [Month(2025, number) for number in (1, 2, 3, 4, 5)]
    (doubt,) = silent(watched(agreed(), months), on=date(2025, 6, 15))
    assert (doubt.month, doubt.first, doubt.have) == (Month(2025, 5), date(2025, 1, 1), 4)


@pytest.mark.parametrize(
    ("facts", "told_of"),
    [
        (agreed("besokshjem", OCTOBER), True),
        (agreed("stottefamilie", OCTOBER, size="medium"), True),
        (agreed("stottefamilie", OCTOBER, size="liten"), False),
        (agreed("fosterhjem", OCTOBER), False),
        (agreed("besokshjem", OCTOBER, employment="sgs1030"), False),
        (agreed("besokshjem", OCTOBER, approvals=[Approval("besokshjem", date(2025, 1, 1))]), False),
        (agreed("besokshjem", OCTOBER, stays=[stay(1, 3, 5)]), False),
    ],
)
def test_silence_is_told_where_stays_are_the_sign_and_bvt_pays(facts: Facts, told_of: bool) -> None:
    """Not of a small support family, a foster home, one bvt does not pay, one approved in January, one stayed in."""
    assert bool(silent(watched(facts, since=Month(2024, 10)))) is told_of


def test_a_stay_that_did_not_take_place_or_is_yet_to_come_is_no_sign_of_life() -> None:
    visited = agreed(first=OCTOBER, stays=[stay(3, 7, 9, counts=False), stay(4, 4, 6)])
    assert len(silent(watched(visited, since=Month(2024, 10)))) == 1


def test_other_signs_of_life_count_too() -> None:
    """A contact in February; a small support family is judged by these alone."""
    old = agreed(first=OCTOBER)
    assert silent(watched(old, since=Month(2024, 10), signs=[date(2025, 2, 3)])) == []
    small = agreed("stottefamilie", OCTOBER, size="liten")
    (doubt,) = silent(watched(small, signs=[date(2024, 11, 20)]))
    assert doubt.first == date(2024, 11, 20)


def test_what_was_before_bvt_paid_is_no_silence() -> None:
    """The agreement is from 2020, and bvt pays from March; a month before that is looked at by itself."""
    old = agreed(first=date(2020, 1, 1))
    assert silent(watched(old, since=MARCH)) == []
    assert silent(watched(old, [Month(2025, 2)], since=MARCH)) == []


# --- which stop pay ---


TWO = (
    watched(agreed("fosterhjem", ref="A-6", home="H-008")),
    watched(agreed("fosterhjem", date(2025, 3, 1), ref="A-7", home="H-020")),
    watched(agreed(ref="A-8", days_per_month=20, home="H-002")),
)


def test_what_looks_like_wrong_pay_stops_its_agreements_and_nothing_else() -> None:
    """The besøkshjem of more than half the month is told only."""
    found = told(*TWO)
    assert [each.name for each in found] == ["two_homes:A-7", "over_half_month:A-8"]
    assert stopping(found, RULES) == {"A-6", "A-7"}


@pytest.mark.parametrize("name", ["two_homes:A-6", "two_homes:A-7"])
def test_a_doubt_is_accepted_by_any_of_its_names(name: str) -> None:
    found = told(*TWO)
    assert stopping(found, RULES, {name}) == frozenset()
    assert unaccepted(found, RULES, {name}) == ()


def test_a_name_that_accepts_nothing_is_known_as_such() -> None:
    found = told(*TWO)
    names = ("two_homes:A-8", "two_homes:A-7", "over_half_month:A-8")
    assert unknown_names(names, found) == ("two_homes:A-8",)


def test_another_doubt_about_an_accepted_agreement_still_stops_it() -> None:
    """Three foster homes: A-1 and A-2 are accepted, A-3 with either is not."""
    three = [watched(agreed("fosterhjem", ref=f"A-{number}", home=f"H-{number}")) for number in (1, 2, 3)]
    found = told(*three)
    assert [each.agreements for each in found] == [("A-1", "A-2"), ("A-1", "A-3"), ("A-2", "A-3")]
    assert stopping(found, RULES, {"two_homes:A-1"}) == {"A-2", "A-3"}


def test_what_stops_is_a_setting_of_the_month() -> None:
    """A municipality that lets nothing stop, and one that stops more."""
    found = told(*TWO)
    assert stopping(found, sense_rules(checks_that_stop=())) == frozenset()
    more = sense_rules(checks_that_stop=("over_half_month",))
    assert stopping(found, more) == {"A-8"}


# --- overlaps, and the months a posting pays for the first time ---


def test_overlapping_agreements_of_one_measure_are_told_as_the_contract_has_it() -> None:
    """Of foster homes `two_homes` has told already."""
    visits = [watched(agreed(ref=f"A-{number}", home=f"H-00{number}")) for number in (1, 2)]
    foster = [watched(agreed("fosterhjem", ref=f"A-{number}")) for number in (3, 4)]
    assert overlaps([*visits, *foster], MARCH) == (
        Doubt("overlap", MARCH, "C-77", ("A-1",), ("H-001",)),
        Doubt("overlap", MARCH, "C-77", ("A-2",), ("H-002",)),
    )
    assert stopping(overlaps(visits, MARCH), RULES) == frozenset()


def test_the_months_to_be_paid_for_the_first_time_are_those_not_yet_paid() -> None:
    """From the first bvt pays to the last of the agreement."""
    agreement: Agreement = agreed(first=date(2024, 11, 15), last=date(2025, 2, 3)).agreement
    january, february = Month(2025, 1), Month(2025, 2)
    assert unpaid_months(agreement, Month(2024, 12), MARCH, {january}) == (Month(2024, 12), february)
    assert unpaid_months(agreement._replace(last=None, paid_until=january), Month(2024, 12), MARCH, ()) == (
        february, MARCH,
    )  # fmt: skip


HOMES = st.sampled_from(["H-1", "H-2"])
SPANS = st.tuples(st.integers(1, 28), st.integers(0, 5))


@st.composite
def children(draw: st.DrawFn) -> list[Watched]:
    """A child with up to four agreements of any measure and size, in two homes, each with a stay or none."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        measure = draw(st.sampled_from(["fosterhjem", "besokshjem", "stottefamilie"]))
        size = draw(st.sampled_from(["liten", "medium", "stor"])) if measure == "stottefamilie" else None
        stays = [
            Stay(date(2025, 3, first), date(2025, 3, first + min(days, 31 - first)), counts=draw(st.booleans()))
            for first, days in draw(st.lists(SPANS, max_size=1))
        ]
        begins = date(2025, draw(st.integers(1, 3)), draw(st.integers(1, 28)))
        facts = agreed(measure, begins, ref=f"A-{number}", home=draw(HOMES), size=size, stays=stays)
        found.append(watched(facts, draw(st.sampled_from([(), (MARCH,)]))))
    return found


@settings(max_examples=50, deadline=None)
@given(children(), st.randoms(use_true_random=False))
def test_the_order_of_agreements_says_nothing_and_all_that_stops_can_be_accepted(
    child: list[Watched], chance: Random
) -> None:
    """And no doubt is about agreements none of which is asked about."""
    found = doubts(child, RULES, AFTER)
    shuffled = list(child)
    chance.shuffle(shuffled)
    assert set(doubts(shuffled, RULES, AFTER)) == set(found)
    assert stopping(found, RULES, {each.name for each in found}) == frozenset()
    asked = {each.facts.agreement.ref for each in child if each.months}
    assert all(asked & set(each.agreements) for each in found)
