"""Which homes may suit a child: who can be asked at all, what speaks for each, and in what order."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.home import Approval
from bvt_cli.core.period import FAR_FUTURE, Span
from bvt_cli.core.placing import (
    DOES_NOT_FIT,
    FITS,
    POINTS,
    UNKNOWN,
    VERDICTS,
    Candidate,
    Place,
    Ranking,
    Room,
    Taken,
    Wanted,
    rank,
    room_of,
)

DAY = date(2025, 3, 31)
ALWAYS = Span(date(2024, 1, 1), FAR_FUTURE)
OF_SEVEN = Wanted("C-1", date(2018, 3, 31))


def home(ref: str = "H-1", kind: str = "besokshjem", **known: object) -> Candidate:
    """A home approved as a kind since 2024."""
    return Candidate(ref, (Approval(kind, date(2024, 1, 1)),))._replace(**known)


def has(child: str, measure: str = "besokshjem", days: int = 3, span: Span = ALWAYS) -> Taken:
    return Taken(f"A-{child}", child, measure, span, days)


def ranked(*homes: Candidate, wanted: Wanted = OF_SEVEN, kind: str = "besokshjem") -> Ranking:
    return rank(wanted, homes, kind, DAY, usual_days=3)


def verdict(candidate: Candidate, point: str, wanted: Wanted = OF_SEVEN) -> str | None:
    """What is said of a home on one point; None where the point is no matter."""
    (only,) = ranked(candidate, wanted=wanted).ranked
    return next((item.verdict for item in only.items if item.code == point), None)


def reason(candidate: Candidate, kind: str = "besokshjem") -> tuple[str, date | None] | None:
    """Why a home is ruled out, or None where it may be asked."""
    out = ranked(candidate, kind=kind).ruled_out
    return (out[0].reason, out[0].since) if out else None


@pytest.mark.parametrize(
    ("ages", "expected"),
    [((None, None), UNKNOWN), ((7, 7), FITS), ((8, None), DOES_NOT_FIT), ((None, 6), DOES_NOT_FIT), ((None, 7), FITS)],
)
def test_the_age_on_the_day_is_held_against_what_the_home_would_like(
    ages: tuple[int | None, int | None], expected: str
) -> None:
    """A child whose seventh birthday is that day is 7."""
    assert verdict(home(age_from=ages[0], age_to=ages[1]), "age") == expected


def test_siblings_matter_only_to_a_child_that_has_some() -> None:
    assert verdict(home(takes_siblings=False), "siblings") is None
    with_sibling = OF_SEVEN._replace(siblings=("C-2",))
    assert verdict(home(takes_siblings=True), "siblings", with_sibling) == FITS
    assert verdict(home(takes_siblings=False), "siblings", with_sibling) == DOES_NOT_FIT
    assert verdict(home(), "siblings", with_sibling) == UNKNOWN


def test_a_sibling_who_is_in_the_home_already_outweighs_what_it_once_said() -> None:
    with_sibling = OF_SEVEN._replace(siblings=("C-2",))
    assert verdict(home(takes_siblings=False, taken=(has("C-2"),)), "siblings", with_sibling) == FITS
    left = has("C-2", span=Span(date(2024, 1, 1), date(2025, 3, 30)))
    assert verdict(home(takes_siblings=False, taken=(left,)), "siblings", with_sibling) == DOES_NOT_FIT


@pytest.mark.parametrize(
    ("asked", "where", "expected"),
    [
        (Place(), Place("9999", "0000", "Vik"), UNKNOWN),
        (Place("9999"), Place(), UNKNOWN),
        (Place("9999"), Place("9999", "0001"), FITS),
        (Place("9999", "0000"), Place("9998", "0000"), FITS),
        (Place(city="VIK"), Place(city="Vik"), FITS),
        (Place("9999", city="Ås"), Place("9998", city="Vik"), DOES_NOT_FIT),
    ],
)
def test_a_place_fits_where_any_part_of_it_is_the_same(asked: Place, where: Place, expected: str) -> None:
    assert verdict(home(place=where), "place", OF_SEVEN._replace(place=asked)) == expected


def test_where_a_protected_home_is_cannot_be_found_by_asking() -> None:
    """It is unknown, whatever is asked for."""
    there = Place(postcode="0001")
    protected = home(place=there, protected=True)
    assert verdict(protected, "place", OF_SEVEN._replace(place=there)) == UNKNOWN


def test_interests_fit_where_one_is_shared_however_it_is_written() -> None:
    swims = OF_SEVEN._replace(interests=("Svømming", "ski"))
    assert verdict(home(interests=("svømming",)), "interests", swims) == FITS
    assert verdict(home(interests=("fiske",)), "interests", swims) == DOES_NOT_FIT
    assert verdict(home(), "interests", swims) == UNKNOWN
    assert verdict(home(interests=("fiske",)), "interests") == UNKNOWN


def test_activity_fits_on_a_shared_word_and_never_speaks_against_a_home() -> None:
    calm = OF_SEVEN._replace(activity="Rolig, glad i friluftsliv")
    (only,) = ranked(home(words="Vi liker friluftsliv."), wanted=calm).ranked
    assert [(item.verdict, item.shared) for item in only.items if item.code == "activity"] == [(FITS, ("friluftsliv",))]
    assert verdict(home(words="Vi er i full gang."), "activity", calm) == UNKNOWN
    assert verdict(home(interests=("i",)), "activity", OF_SEVEN._replace(activity="i")) == UNKNOWN


def test_the_activity_of_a_home_is_held_against_that_of_the_child() -> None:
    """The same words fit, others do not; a short word fits where it is all that both say."""
    calm = OF_SEVEN._replace(activity="Rolig")
    assert verdict(home(activity="rolig, mye ute"), "activity", calm) == FITS
    assert verdict(home(activity="Full fart"), "activity", calm) == DOES_NOT_FIT
    assert verdict(home(activity="Ute"), "activity", OF_SEVEN._replace(activity="ute")) == FITS
    assert verdict(home(activity="Ute"), "activity") == UNKNOWN


def test_a_home_whose_places_are_taken_on_the_day_has_no_room() -> None:
    """A place is taken by who lives there and by who is on a visit that day."""
    assert verdict(home(capacity=1, there=1), "room") == DOES_NOT_FIT
    assert verdict(home(capacity=2, there=1), "room") == FITS
    assert verdict(home(capacity=2, there=1, taken=(has("C-2", "fosterhjem", 0),)), "room") == DOES_NOT_FIT
    assert verdict(home(there=3), "room") == UNKNOWN


def test_siblings_need_a_place_each() -> None:
    """Whatever the home said, and also where one of them has an agreement with it."""
    with_sibling = OF_SEVEN._replace(siblings=("C-2",))
    small = home(capacity=1, takes_siblings=True)
    for each in (small, small._replace(taken=(has("C-2"),))):
        assert verdict(each, "siblings", with_sibling) == DOES_NOT_FIT
        assert verdict(each, "room", with_sibling) == DOES_NOT_FIT
    assert verdict(small._replace(capacity=2), "siblings", with_sibling) == FITS


def test_a_home_without_a_standing_approval_is_ruled_out_with_why_it_has_none() -> None:
    bare = home(approvals=())
    assert reason(bare) == ("not_approved", None)
    assert reason(home(kind="fosterhjem")) == ("not_approved", None)
    assert reason(bare._replace(rejected_on=DAY)) == ("rejected", DAY)
    assert reason(bare._replace(rejected_on=date(2025, 4, 1))) == ("not_approved", None)
    assert reason(bare._replace(withdrew_on=date(2025, 2, 1))) == ("withdrew", date(2025, 2, 1))
    assert reason(home(rejected_on=DAY)) is None, "it was approved all the same"


def test_a_home_that_ended_or_has_said_when_it_ends_is_ruled_out() -> None:
    assert reason(home(ended_on=date(2025, 6, 30))) == ("ended", date(2025, 6, 30))


def test_a_pause_rules_a_home_out_from_its_first_day_to_its_last() -> None:
    for first, last, expected in ((1, 31, True), (31, 31, True), (1, 30, False)):
        pause = Span(date(2025, 3, first), date(2025, 3, last))
        assert (reason(home(pauses=(pause,))) == ("paused", pause.first)) is expected


def test_a_home_that_has_the_child_under_the_measure_is_not_proposed_again() -> None:
    assert reason(home(taken=(has("C-1"),))) == ("has_the_child", date(2024, 1, 1))
    assert reason(home(taken=(has("C-1", "stottefamilie", 6),))) is None
    over = has("C-1", span=Span(date(2024, 1, 1), date(2024, 12, 31)))
    assert reason(home(taken=(over,))) is None


def test_visitors_take_turns_until_no_weekend_of_a_bed_is_left() -> None:
    """Four children with a weekend each fill one bed: 4 x 3 = 12 døgn a month."""
    three = tuple(has(f"C-{number}") for number in range(2, 5))
    assert reason(home(capacity=1, taken=three)) is None
    four = (*three, has("C-5"))
    assert reason(home(capacity=1, taken=four)) == ("full", None)
    assert reason(home(capacity=2, taken=four)) is None
    assert reason(home(taken=four)) is None, "nobody has said how many there is room for"


def test_a_child_who_lives_in_the_home_takes_a_place_always() -> None:
    lives = has("C-2", "fosterhjem", 0)
    assert reason(home(capacity=1, taken=(lives,))) == ("full", None)
    assert reason(home(capacity=2, taken=(lives,))) is None
    both = home(kind="fosterhjem", capacity=1, taken=(has("C-3", days=12),))
    assert reason(both, "fosterhjem") is None, "visits leave the place to who is to live there"
    assert reason(both._replace(taken=(lives,)), "fosterhjem") == ("full", None)


def test_a_support_family_is_asked_for_no_days_yet_so_its_own_do_not_fill_it() -> None:
    assert reason(home(kind="stottefamilie", capacity=1, taken=(has("C-2", days=12),)), "stottefamilie") is None


def test_what_is_taken_counts_each_child_once_and_what_begins_later_too() -> None:
    later = Span(date(2025, 9, 1), FAR_FUTURE)
    gone = Span(date(2024, 1, 1), date(2025, 3, 30))
    taken = (
        has("C-2", "fosterhjem", 0),
        has("C-2", "besokshjem", 3),  # who lives there does not visit
        has("C-3", "stottefamilie", 6, Span(date(2024, 1, 1), DAY)),
        has("C-3", "stottefamilie", 14, later),  # from liten to stor: the larger, not both
        has("C-3", "besokshjem", 3),
        has("C-4", "besokshjem", 3, gone),
    )
    assert room_of(home(capacity=3, there=1, taken=taken), DAY) == Room(3, living=1, visiting=1, days=17, there=1)


def test_the_order_is_by_what_does_not_fit_then_what_does_then_the_days_taken_then_the_ref() -> None:
    against = home("H-1", age_from=10, capacity=2)
    nothing = home("H-2")
    fits = home("H-3", age_from=5, capacity=2)
    fits_but_busy = home("H-4", age_from=5, capacity=2, taken=(has("C-2"),))
    same_as_nothing = home("H-10")
    found = ranked(against, nothing, same_as_nothing, fits_but_busy, fits).ranked
    assert [each.home for each in found] == ["H-3", "H-4", "H-2", "H-10", "H-1"]


def test_of_as_many_points_the_weightier_goes_first() -> None:
    by_room, by_age = home("H-1", capacity=1), home("H-2", age_from=5)
    assert [each.home for each in ranked(by_room, by_age).ranked] == ["H-2", "H-1"]


def test_background_parents_and_child_are_asked_about_with_every_child() -> None:
    known = OF_SEVEN._replace(siblings=("C-2",), interests=("ski",), activity="rolig", place=Place("9999"))
    assert ranked(wanted=known).questions == ("background", "parents", "child")
    assert ranked(wanted=known._replace(party=True)).questions[-1] == "child_party"
    assert ranked(wanted=known._replace(born=date(2010, 3, 31))).questions[-1] == "child_party"
    assert ranked(kind="stottefamilie").questions[3:] == ("siblings", "place", "interests", "activity", "size")


CANDIDATES = st.builds(
    home,
    ref=st.sampled_from([f"H-{number}" for number in range(1, 9)]),
    kind=st.sampled_from(("besokshjem", "fosterhjem")),
    age_from=st.none() | st.integers(0, 10),
    capacity=st.none() | st.integers(0, 3),
    interests=st.sampled_from(((), ("ski",), ("fiske",))),
    taken=st.lists(st.builds(has, st.sampled_from(("C-1", "C-2", "C-3"))), max_size=4).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CANDIDATES, max_size=8, unique_by=lambda each: each.home), st.randoms(use_true_random=False))
def test_every_home_is_ranked_or_ruled_out_and_the_order_they_come_in_is_no_matter(homes, random) -> None:  # type: ignore[no-untyped-def]
    skis = OF_SEVEN._replace(interests=("ski",))
    found = ranked(*homes, wanted=skis)
    shuffled = list(homes)
    random.shuffle(shuffled)
    assert ranked(*shuffled, wanted=skis) == found
    assert {each.home for each in (*found.ranked, *found.ruled_out)} == {each.home for each in homes}
    assert len(found.ranked) + len(found.ruled_out) == len(homes)
    for each in found.ranked:
        assert {item.code for item in each.items} <= set(POINTS)
        assert sum(each.count(one) for one in VERDICTS) == len(each.items)
