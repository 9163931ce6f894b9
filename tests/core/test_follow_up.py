"""Follow-up: what an agreement has ahead of it or is late with, and what was done against what should have been."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.follow_up import Done, Due, Event, Followed, done, dues, limits_on
from bvt_cli.core.period import add_months
from bvt_cli.core.practice import Practice, Setting, Value
from paying import SHIPPED_SETTINGS

JANUARY = date(2025, 1, 1)
LIMITS = limits_on(Practice(SHIPPED_SETTINGS), JANUARY)


def limits(**own: Value) -> Any:
    """The limits as shipped, but for what the municipality has of its own."""
    said = [Setting(name, value, date(2000, 1, 1), "municipality", "", "", "") for name, value in own.items()]
    return limits_on(Practice([*SHIPPED_SETTINGS, *said]), JANUARY)


def relief(*events: Event, **more: Any) -> Followed:
    """A besøkshjem from 1 January 2025 with goals and a contact person, for a child of 6."""
    about: dict[str, Any] = {"born": date(2018, 5, 4), "contact": True, "goals": True, **more}
    return Followed("A-1", "H-001", "besokshjem", JANUARY, events=events, **about)


def foster(*events: Event, **more: Any) -> Followed:
    """A fosterhjem from 1 January 2025, for a child of 6."""
    about: dict[str, Any] = {"born": date(2018, 5, 4), **more}
    return Followed("A-2", "H-020", "fosterhjem", JANUARY, events=events, **about)


def event(kind: str, month: int, day: int, heard: bool = True, **more: Any) -> Event:
    return Event(f"O-{month}-{day}", kind, date(2025, month, day), heard, **more)


def due_days(followed: Followed, day: date) -> dict[str, date]:
    return {due.code: due.on for due in dues(followed, day, LIMITS)}


# --- evaluation ---


def test_an_evaluation_is_due_three_months_after_the_agreement_began() -> None:
    """By 1 April; from 2 April it is late. Of the 90 days to 1 April 85 have gone by on 27 March."""
    assert dues(relief(), date(2025, 3, 27), LIMITS) == (
        Due(date(2025, 4, 1), "evaluation", "A-1", "H-001", False, 85, 90, JANUARY),
    )
    assert [(due.late, due.have) for due in dues(relief(), date(2025, 4, 1), LIMITS)] == [(False, 90)]
    assert [(due.late, due.have) for due in dues(relief(), date(2025, 4, 2), LIMITS)] == [(True, 91)]


def test_the_next_evaluation_is_counted_from_the_last() -> None:
    """From that of 20 March, also where it came late; one that is still to come is not counted."""
    held = relief(event("evaluation", 3, 20), event("evaluation", 9, 1))
    assert due_days(held, date(2025, 6, 1)) == {"evaluation": date(2025, 6, 20)}


def test_a_next_day_agreed_on_counts_where_it_is_sooner() -> None:
    """They agreed to meet again in a month; to meet again in half a year does not set the rule aside."""
    sooner = relief(event("evaluation", 3, 20, next_on=date(2025, 4, 22)))
    later = relief(event("evaluation", 3, 20, next_on=date(2025, 9, 22)))
    assert due_days(sooner, date(2025, 4, 1)) == {"evaluation": date(2025, 4, 22)}
    assert due_days(later, date(2025, 4, 1)) == {"evaluation": date(2025, 6, 20)}


def test_a_contact_is_due_only_where_one_was_agreed_on() -> None:
    """No rule asks for contacts; the day agreed on does, until there was one."""
    agreed = event("contact", 2, 3, next_on=date(2025, 2, 17))
    assert due_days(relief(agreed), date(2025, 2, 10))["contact"] == date(2025, 2, 17)
    assert "contact" not in due_days(relief(agreed, event("contact", 2, 14)), date(2025, 2, 20))
    assert "contact" not in due_days(relief(), date(2025, 2, 10))


def test_what_lay_before_the_register_is_not_asked_for() -> None:
    """An agreement of 2019 in a register that pays from 2025: three months from then on."""
    old = relief(since=JANUARY)._replace(first=date(2019, 3, 1))
    assert due_days(old, date(2025, 2, 1)) == {"evaluation": date(2025, 4, 1)}


def test_a_measure_that_is_not_evaluated_needs_nothing() -> None:
    """A ressursfamilie is followed up as a network; a fosterhjem is, where the municipality says so."""
    network = Followed("A-3", "H-030", "ressursfamilie", JANUARY)
    assert dues(network, date(2025, 12, 1), LIMITS) == ()
    assert done(network, JANUARY, date(2025, 12, 31), LIMITS) == ()
    unheard = foster(event("evaluation", 2, 1, heard=False))
    assert "child_not_heard" not in due_days(unheard, date(2025, 2, 1))
    own = limits(evaluated_measures=("fosterhjem",), evaluation_months=6)
    assert {due.code: due.on for due in dues(foster(), JANUARY, own)}["evaluation"] == date(2025, 7, 1)


# --- what is missing ---


def test_goals_and_a_contact_person_are_missing_from_the_first_day() -> None:
    """On the first day they are due, from the second they are late."""
    bare = relief(contact=False, goals=False)
    missing = dues(bare, JANUARY, LIMITS)[:2]
    assert missing == (
        Due(JANUARY, "contact_person_missing", "A-1", "H-001", False, 0, 1),
        Due(JANUARY, "goals_missing", "A-1", "H-001", False, 0, 1),
    )
    assert all(due.late for due in dues(bare, date(2025, 1, 2), LIMITS)[:2])


def test_each_evaluation_says_that_the_child_was_heard_or_why_not() -> None:
    """Of three the second says neither; a visit need not."""
    followed = relief(
        event("evaluation", 1, 20),
        event("evaluation", 2, 20, heard=False),
        event("evaluation", 3, 20, heard=False, reason_given=True),
        event("visit", 3, 21, heard=False),
    )
    found = [due for due in dues(followed, date(2025, 3, 25), LIMITS) if due.code == "child_not_heard"]
    assert found == [
        Due(date(2025, 2, 20), "child_not_heard", "A-1", "H-001", True, 0, 1, None, "O-2-20"),
    ]


# --- visits and supervision of foster homes ---


def test_a_foster_home_is_visited_and_supervised_four_times_a_year() -> None:
    """365 days by four, rounded up, are 92 days: by 3 April."""
    assert due_days(foster(), JANUARY) == {"visit": date(2025, 4, 3), "supervision": date(2025, 4, 3)}
    visited = foster(event("visit", 3, 1))
    assert due_days(visited, date(2025, 3, 2))["visit"] == date(2025, 6, 1)


def test_visits_are_reduced_by_agreement_but_never_below_two() -> None:
    """Twice a year are 183 days; once is taken as twice, six times as six."""
    by_number = {
        number: due_days(foster(visits_per_year=number), JANUARY)["visit"] - JANUARY for number in (0, 1, 2, 4, 6)
    }
    assert {number: days.days for number, days in by_number.items()} == {0: 183, 1: 183, 2: 183, 4: 92, 6: 61}


def test_supervision_is_reduced_only_of_a_child_of_15() -> None:
    """It must consent itself; a day before the birthday the rule's four hold."""
    on = date(2025, 1, 20)
    for born, expected in ((date(2010, 1, 20), 183), (date(2010, 1, 21), 92), (None, 92)):
        followed = foster(supervision_per_year=2, born=born)
        assert (due_days(followed, on)["supervision"] - JANUARY).days == expected


def test_a_foster_child_that_has_turned_18_is_not_supervised_any_more() -> None:
    """With aftercare the agreement goes on, the rules of placed children do not."""
    grown = foster(born=date(2007, 3, 20), aftercare=True, contact=True)
    assert due_days(grown, date(2025, 3, 19)) != {}
    assert due_days(grown, date(2025, 3, 20)) == {}
    assert done(grown, date(2025, 4, 1), date(2025, 12, 31), LIMITS) == ()


# --- the end ---


def test_nothing_is_due_after_the_end_of_the_agreement_the_home_or_childhood() -> None:
    """Whichever comes first; on the last day itself what is late is still told."""
    last = date(2025, 5, 31)
    ends: list[dict[str, Any]] = [
        {"last": last, "home_ended_on": date(2025, 8, 1)},
        {"home_ended_on": last},
        {"born": date(2007, 6, 1)},
    ]
    for ended in ends:
        assert due_days(relief(**ended), last) == {"evaluation": date(2025, 4, 1)}
        assert dues(relief(**ended), date(2025, 6, 1), LIMITS) == ()
    assert due_days(relief(born=date(2007, 6, 1), aftercare=True), date(2025, 6, 1)) != {}


def test_an_agreement_that_ends_before_an_evaluation_is_due_needs_none() -> None:
    assert dues(relief(last=date(2025, 3, 31)), date(2025, 3, 1), LIMITS) == ()


def test_an_agreement_that_has_not_begun_has_its_first_evaluation_ahead() -> None:
    """No day has gone by yet."""
    (due,) = dues(relief(), date(2024, 12, 1), LIMITS)
    assert (due.on, due.late, due.have) == (date(2025, 4, 1), False, 0)


# --- a period ---


def test_a_year_is_told_by_what_was_done_against_what_was_due() -> None:
    """Four evaluations of four quarters; 3 of 4 visits, 2 of 4 supervisions."""
    evaluations = [event("evaluation", month, 20) for month in (3, 6, 9, 12)]
    year = (JANUARY, date(2025, 12, 31))
    assert done(relief(*evaluations), *year, LIMITS) == (Done("evaluation", 4, 4),)
    visited = foster(
        *(event("visit", month, 1) for month in (2, 5, 9)), *(event("supervision", month, 1) for month in (3, 10))
    )
    assert done(visited, *year, LIMITS) == (Done("visit", 3, 4), Done("supervision", 2, 4))


def test_of_a_part_of_the_year_only_that_part_is_asked_for() -> None:
    """From 1 September to 31 December there are 122 days: one of four visits, rounded down, and one evaluation."""
    autumn = date(2025, 9, 1)
    assert done(foster()._replace(first=autumn), JANUARY, date(2025, 12, 31), LIMITS) == (
        Done("visit", 0, 1),
        Done("supervision", 0, 1),
    )
    assert done(relief()._replace(first=autumn), JANUARY, date(2025, 12, 31), LIMITS) == (Done("evaluation", 0, 1),)
    assert done(relief(last=date(2025, 1, 31)), date(2025, 2, 1), date(2025, 2, 28), LIMITS) == ()


def test_the_parts_of_a_year_of_an_agreement_of_long_standing_add_up() -> None:
    """From 1 January 2024 of 4 visits a year: by days 5 in a half of 2025 and in the year as many as the halves."""
    visited = foster()._replace(first=date(2024, 1, 1))
    first, second = (JANUARY, date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31))
    halves = [done(visited, *half, LIMITS)[0].need for half in (first, second)]
    assert halves == [(366 + 181) * 4 // 365 - 366 * 4 // 365, (366 + 365) * 4 // 365 - (366 + 181) * 4 // 365]
    assert halves == [1, 3]
    assert done(visited, JANUARY, date(2025, 12, 31), LIMITS)[0].need == 4


def test_of_supervision_each_day_counts_with_the_number_of_its_age() -> None:
    """Four a year until 15 on 2 July, 182 days, and two a year from then on, 183 days: 1094 days of 365 are 2."""
    turning = foster(born=date(2010, 7, 2), supervision_per_year=2)
    assert Done("supervision", 0, (182 * 4 + 183 * 2) // 365) in done(turning, JANUARY, date(2025, 12, 31), LIMITS)


BEGUN = st.dates(min_value=date(2021, 1, 1), max_value=date(2025, 12, 31))


@settings(max_examples=60)
@given(BEGUN, st.none() | BEGUN, st.dates(min_value=date(2006, 1, 1), max_value=date(2020, 1, 1)), st.booleans())
def test_the_months_and_the_halves_of_a_year_add_up_to_the_year(
    first: date, last: date | None, born: date, is_foster: bool
) -> None:
    """Whenever it began and ends, and whenever the child turns 15 and 18."""
    said = {"born": born, "last": last, "supervision_per_year": 2}
    followed = (foster(**said) if is_foster else relief(**said))._replace(first=first)

    def due_in(months: int) -> dict[str, int]:
        found = dict.fromkeys(("evaluation", "visit", "supervision"), 0)
        for begin in range(1, 13, months):
            end = add_months(date(2025, begin, 1), months) - timedelta(days=1)
            for each in done(followed, date(2025, begin, 1), end, LIMITS):
                found[each.code] += each.need
        return found

    assert due_in(1) == due_in(6) == due_in(12)


@settings(max_examples=60)
@given(st.lists(st.integers(min_value=0, max_value=700), max_size=12), st.integers(min_value=0, max_value=720))
def test_whoever_does_what_is_due_in_time_is_never_late(offsets: list[int], gone: int) -> None:
    """Visits on any days, and besides one on every day that was due: none is late on any day."""
    day = JANUARY + timedelta(days=gone)
    visits = [Event(f"O-{number}", "visit", JANUARY + timedelta(days=each)) for number, each in enumerate(offsets)]
    on = JANUARY
    while on < day:
        followed = foster(*visits)
        on = next(due.on for due in dues(followed, on, LIMITS) if due.code == "visit")
        visits.append(Event(f"O-x{len(visits)}", "visit", on))
    late = [due for due in dues(foster(*visits), day, LIMITS) if due.code == "visit" and due.late]
    assert late == []
