"""What a home lacks on a day, how long its certificates serve, and what came since."""

from datetime import date

import pytest

from bvt_cli.core.approval import (
    Demands,
    Missing,
    Since,
    Verdict,
    come_since,
    demands_on,
    judge,
    latest_approval,
)
from bvt_cli.core.codes import CERTIFICATE_TYPES
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import Span

BESOKSHJEM = Demands(
    kind="besokshjem",
    since=date(1900, 1, 1),
    steps=(("conversation", 2), ("home_visit", 1), ("contract", 1)),
    carers=1,
    carer_certificates=("uttommende_utvidet",),
    household_certificates=CERTIFICATE_TYPES,
    certificate_months=3,
    carer_confidentiality=True,
    commitment_months=12,
    fosterhjem=False,
    source="seed",
)
RESSURSFAMILIE = Demands(
    kind="ressursfamilie",
    since=date(1900, 1, 1),
    steps=(("solid", 1), ("intro", 2), ("assignment", 1)),
    carers=0,
    carer_certificates=(),
    household_certificates=(),
    certificate_months=3,
    carer_confidentiality=False,
    commitment_months=0,
    fosterhjem=True,
    source="seed",
)

DAY = date(2024, 10, 1)
KARI = Person("P-1", "carer", date(1982, 3, 14))
STEPS = (
    Step("conversation", date(2024, 9, 2)),
    Step("conversation", date(2024, 9, 9)),
    Step("home_visit", date(2024, 9, 12)),
    Step("contract", date(2024, 10, 1)),
    Step("confidentiality", date(2024, 9, 20), "P-1"),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def attest(person: str, issued: str, seen: str, type_: str = "uttommende_utvidet") -> Step:
    return Step("attest", day(seen), person, type_, day(issued))


HELD = attest("P-1", "2024-09-10", "2024-09-20")


def home(*persons: Person, steps: tuple[Step, ...] = (*STEPS, HELD), **changes: object) -> Home:
    whole = Home("H-1", "besokshjem", 12, False, persons or (KARI,), steps, ())
    return whole._replace(**changes)


def missing(of: Home, on: date = DAY, demands: Demands = BESOKSHJEM) -> list[tuple[object, ...]]:
    return [tuple(each) for each in judge(of, demands, on).missing]


def test_a_home_with_every_step_is_approvable():
    verdict = judge(home(), BESOKSHJEM, DAY)
    assert verdict == Verdict((), day("2024-12-10"))
    assert verdict.approvable


def test_a_home_with_nothing_lacks_everything_and_is_told_all_at_once():
    nothing = home(Person("P-9", "household", day("2015-01-01")), steps=(), commitment_months=0)
    verdict = judge(nothing, BESOKSHJEM, DAY)
    assert not verdict.approvable
    assert verdict.missing == (
        Missing("conversation", None, 2, 0, "absent"),
        Missing("home_visit", None, 1, 0, "absent"),
        Missing("contract", None, 1, 0, "absent"),
        Missing("commitment", None, 12, 0, "absent"),
        Missing("carer", None, 1, 0, "absent"),
    )


def test_two_conversations_on_one_day_are_one():
    twice = (Step("conversation", day("2024-09-02")), Step("conversation", day("2024-09-02")), *STEPS[2:], HELD)
    assert missing(home(steps=twice)) == [("conversation", None, 2, 1, "too_few")]


def test_a_step_after_the_day_does_not_count():
    assert missing(home(), day("2024-09-30")) == [("contract", None, 1, 0, "absent")]


def test_eleven_months_are_too_short_a_commitment():
    assert missing(home(commitment_months=11)) == [("commitment", None, 12, 11, "too_few")]


def test_where_two_carers_are_demanded_one_is_too_few():
    assert missing(home(), demands=BESOKSHJEM._replace(carers=2)) == [("carer", None, 2, 1, "too_few")]


def test_a_carer_who_has_moved_out_is_no_carer():
    assert missing(home(KARI._replace(until=day("2024-09-30")))) == [("carer", None, 1, 0, "absent")]
    assert missing(home(KARI._replace(until=DAY))) == []


def test_each_carer_signs_confidentiality_and_shows_a_certificate():
    ola = Person("P-2", "carer", day("1980-01-01"))
    assert missing(home(KARI, ola)) == [("attest", "P-2", 1, 0, "absent"), ("confidentiality", "P-2", 1, 0, "absent")]


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        (attest("P-1", "2024-07-01", "2024-09-20"), None),
        (attest("P-1", "2024-06-30", "2024-09-20"), "too_old"),
        (attest("P-1", "2024-09-10", "2024-09-20", "ordinaer"), "wrong_type"),
        (attest("P-1", "2024-06-01", "2024-09-20", "avgrenset"), "wrong_type"),
        (attest("P-1", "2024-09-21", "2024-09-20"), "absent"),
        (attest("P-1", "2024-09-10", "2024-10-02"), "absent"),
        (Step("attest", day("2024-09-20"), "P-1", "uttommende_utvidet"), "absent"),
    ],
)
def test_a_certificate_counts_issued_before_seen_before_the_day_and_three_months_old_at_most(certificate, reason):
    expected = [("attest", "P-1", 1, 0, reason)] if reason else []
    assert missing(home(steps=(*STEPS, certificate))) == expected


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        ("2024-11-30", "2025-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2024-11-29", "2025-02-28"),
        ("2024-12-01", "2025-03-01"),
    ],
)
def test_three_months_end_the_same_day_of_the_month_or_its_last(issued, last_day):
    steps = tuple(step._replace(on=day("2023-10-01")) for step in STEPS[1:])
    whole = home(steps=(Step("conversation", day("2023-09-01")), *steps, attest("P-1", issued, issued)))
    assert judge(whole, BESOKSHJEM, day(issued)) == Verdict((), day(last_day))
    assert missing(whole, day(last_day)) == []
    assert missing(whole, date.fromordinal(day(last_day).toordinal() + 1)) == [("attest", "P-1", 1, 0, "too_old")]


def test_the_newest_of_several_certificates_counts():
    assert missing(home(steps=(*STEPS, attest("P-1", "2024-03-01", "2024-03-02"), HELD))) == []


@pytest.mark.parametrize(("on", "lacking"), [("2024-10-01", []), ("2024-10-02", [("attest", "P-3", 1, 0, "absent")])])
def test_a_member_of_the_household_shows_a_certificate_from_the_18th_birthday(on, lacking):
    grown = Person("P-3", "household", day("2006-10-02"))
    assert missing(home(KARI, grown), day(on)) == lacking


def test_any_type_of_certificate_will_do_for_the_household():
    adult = Person("P-3", "household", day("1990-01-01"))
    for type_ in CERTIFICATE_TYPES:
        assert missing(home(KARI, adult, steps=(*STEPS, HELD, attest("P-3", "2024-09-01", "2024-09-02", type_)))) == []


# --- usable until ---


def test_certificates_serve_to_the_day_before_a_member_without_one_turns_18():
    grown = Person("P-3", "household", day("2006-11-05"))
    assert judge(home(KARI, grown), BESOKSHJEM, DAY).usable_until == day("2024-11-04")


def test_a_certificate_shown_ahead_of_the_18th_birthday_serves_beyond_it():
    grown = Person("P-3", "household", day("2006-11-05"))
    ahead = home(KARI, grown, steps=(*STEPS, HELD, attest("P-3", "2024-09-15", "2024-09-20", "ordinaer")))
    assert judge(ahead, BESOKSHJEM, DAY).usable_until == day("2024-12-10")


def test_the_first_certificate_to_run_out_decides():
    adult = Person("P-3", "household", day("1990-01-01"))
    whole = home(KARI, adult, steps=(*STEPS, HELD, attest("P-3", "2024-08-15", "2024-09-20", "ordinaer")))
    assert judge(whole, BESOKSHJEM, DAY).usable_until == day("2024-11-15")


def test_with_a_certificate_missing_nothing_serves():
    assert judge(home(steps=STEPS), BESOKSHJEM, DAY).usable_until is None


def test_who_moves_out_before_a_certificate_runs_out_sets_no_limit():
    leaving = Person("P-3", "household", day("1990-01-01"), until=day("2024-10-15"))
    gone = Person("P-4", "household", day("1990-01-01"), until=day("2024-09-15"))
    whole = home(KARI, leaving, gone, steps=(*STEPS, HELD, attest("P-3", "2024-07-20", "2024-07-22", "ordinaer")))
    assert judge(whole, BESOKSHJEM, DAY).usable_until == day("2024-12-10")


def test_who_is_to_move_in_without_a_certificate_sets_the_limit():
    coming = Person("P-3", "household", day("1990-01-01"), since=day("2024-11-01"))
    assert judge(home(KARI, coming), BESOKSHJEM, DAY) == Verdict((), day("2024-10-31"))


# --- ressursfamilie ---

SOLID = (
    Step("solid", day("2024-05-01")),
    Step("intro", day("2024-06-01")),
    Step("intro", day("2024-06-08")),
    Step("assignment", day("2024-07-01")),
)


def test_a_resource_family_has_been_a_foster_home_and_shows_no_new_certificates():
    whole = home(steps=SOLID, has_been_fosterhjem=True, commitment_months=0)
    assert judge(whole, RESSURSFAMILIE, DAY) == Verdict((), None)


def test_a_resource_family_lacks_its_own_steps():
    bare = home(steps=SOLID[1:2])
    assert missing(bare, demands=RESSURSFAMILIE) == [
        ("fosterhjem", None, 1, 0, "absent"),
        ("solid", None, 1, 0, "absent"),
        ("intro", None, 2, 1, "too_few"),
        ("assignment", None, 1, 0, "absent"),
    ]


@pytest.mark.parametrize(
    ("approval", "lacking"),
    [
        (Approval("fosterhjem", day("2024-10-01")), []),
        (Approval("fosterhjem", day("2019-01-01"), revoked_on=day("2021-01-01")), []),
        (Approval("fosterhjem", day("2024-10-02")), [("fosterhjem", None, 1, 0, "absent")]),
        (Approval("besokshjem", day("2019-01-01")), [("fosterhjem", None, 1, 0, "absent")]),
    ],
)
def test_approved_as_a_foster_home_now_or_before_is_enough(approval, lacking):
    assert missing(home(steps=SOLID, approvals=(approval,)), demands=RESSURSFAMILIE) == lacking


# --- since the approval ---


def since(of: Home, as_of: str, demands: Demands = BESOKSHJEM) -> list[tuple[str, str, str]]:
    return [tuple(each) for each in come_since(of, demands, DAY, day(as_of))]


def with_member(member: Person, *certificates: Step) -> Home:
    return home(KARI, member, steps=(*STEPS, HELD, *certificates))


TURNS_18 = Person("P-3", "household", day("2007-01-10"))
MOVES_IN = Person("P-4", "household", day("1990-01-01"), since=day("2024-12-01"))


def test_a_member_who_turns_18_needs_a_certificate_from_that_day():
    assert since(with_member(TURNS_18), "2025-01-09") == []
    assert come_since(with_member(TURNS_18), BESOKSHJEM, DAY, day("2025-01-10")) == (
        Since("attest", "P-3", "turned_18"),
    )


def test_an_adult_who_moves_in_needs_one_and_a_child_does_not():
    assert since(with_member(MOVES_IN), "2024-12-01") == [("attest", "P-4", "moved_in")]
    assert since(with_member(MOVES_IN._replace(born=day("2015-01-01"))), "2024-12-01") == []


def test_a_new_carer_needs_certificate_and_confidentiality():
    ola = Person("P-5", "carer", day("1980-01-01"), since=day("2024-12-01"))
    assert since(with_member(ola), "2025-01-01") == [
        ("attest", "P-5", "carer_joined"),
        ("confidentiality", "P-5", "carer_joined"),
    ]
    signed = (attest("P-5", "2024-11-20", "2024-12-02"), Step("confidentiality", day("2024-12-02"), "P-5"))
    assert since(with_member(ola, *signed), "2025-01-01") == []


@pytest.mark.parametrize(
    ("certificate", "settled"),
    [
        (attest("P-3", "2025-01-15", "2025-01-20", "ordinaer"), True),
        (attest("P-3", "2024-10-20", "2025-01-20", "ordinaer"), True),
        (attest("P-3", "2024-10-19", "2025-01-20", "ordinaer"), False),
        (attest("P-3", "2024-10-10", "2024-10-15", "ordinaer"), True),
        (attest("P-3", "2024-10-09", "2024-10-15", "ordinaer"), False),
        (attest("P-3", "2025-02-01", "2025-02-02", "ordinaer"), False),
    ],
)
def test_a_certificate_that_lasts_to_the_birthday_or_was_fresh_when_seen_later_settles_it(certificate, settled):
    found = since(with_member(TURNS_18, certificate), "2025-02-01")
    assert found == ([] if settled else [("attest", "P-3", "turned_18")])


def test_a_late_certificate_of_a_wrong_type_settles_nothing():
    narrow = BESOKSHJEM._replace(household_certificates=("avgrenset",))
    certificate = attest("P-3", "2025-01-15", "2025-01-20", "ordinaer")
    assert since(with_member(TURNS_18, certificate), "2025-02-01", narrow) == [("attest", "P-3", "turned_18")]


def test_nothing_is_demanded_of_who_was_there_already_or_has_left():
    assert since(home(), "2030-01-01") == []
    assert since(with_member(TURNS_18._replace(until=day("2025-01-09"))), "2025-02-01") == []
    stayed = MOVES_IN._replace(until=day("2025-01-31"))
    assert since(with_member(stayed), "2025-01-31") == [("attest", "P-4", "moved_in")]
    assert since(with_member(stayed), "2025-02-01") == []


def test_where_no_certificates_are_demanded_nothing_comes_since():
    assert since(with_member(MOVES_IN), "2025-02-01", RESSURSFAMILIE) == []


# --- which approval, which demands ---


def test_the_latest_approval_that_stands_is_the_one():
    approvals = (
        Approval("besokshjem", day("2023-01-01")),
        Approval("besokshjem", day("2024-01-01"), revoked_on=day("2024-06-01")),
        Approval("fosterhjem", day("2024-02-01")),
    )
    of = home(approvals=approvals)
    assert latest_approval(of, "besokshjem", day("2022-12-31")) is None
    assert latest_approval(of, "besokshjem", day("2024-05-31")) == approvals[1]
    assert latest_approval(of, "besokshjem", day("2024-06-01")) == approvals[0]


def test_an_approval_counts_until_the_day_before_it_is_revoked():
    assert Approval("besokshjem", DAY, day("2024-11-01")).span == Span(DAY, day("2024-10-31"))
    assert Approval("besokshjem", DAY).span == Span(DAY, date(9999, 12, 31))


def test_the_latest_demands_that_have_begun_hold():
    stricter = BESOKSHJEM._replace(since=day("2025-01-01"), carers=2)
    both = (stricter, BESOKSHJEM, RESSURSFAMILIE)
    assert demands_on(both, "besokshjem", day("2024-12-31")) == BESOKSHJEM
    assert demands_on(both, "besokshjem", day("2025-01-01")) == stricter
    assert demands_on(both, "stottefamilie", DAY) is None


def test_a_person_lives_there_from_the_first_to_the_last_day():
    person = Person("P-1", "household", day("1990-01-01"), day("2024-02-01"), day("2024-02-03"))
    lives = [person.lives_there(date(2024, 2, number)) for number in (1, 3, 4)]
    assert (lives, person.lives_there(date(2024, 1, 31))) == ([True, True, False], False)
