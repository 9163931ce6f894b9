"""What is short in a network on a day, its figures, and what is due next."""

from datetime import date, timedelta

import pytest

from bvt_cli.core.halfyear import Experience, Family, FamilyContact, Gathering, Half, HalfYear, half_year
from bvt_cli.core.home import Approval
from bvt_cli.core.network import Consent, Finding, Limits, Member, Network, Placement, findings, limits_on
from bvt_cli.core.network_due import Due, Pace, Year, dues, figures, pace, year_of
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

LIMITS = Limits(
    homes_min=3, homes_max=5, gatherings=6, talk_days=14, contacts=2, consent_age=15, joint_meetings=1,
    experiences_days=31,
)  # fmt: skip
START = date(2025, 1, 1)
SIGNED = date(2025, 1, 1)
MEMBERS = tuple(Member(home, START, None, SIGNED) for home in ("H-021", "H-022", "H-023"))
APPROVED = (Approval("ressursfamilie", date(2024, 12, 1)),)


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_order(on: str = "2025-03-31", **changes: object) -> Network:
    """A network from 1 January 2025 in which nothing is short on a day, but for what is changed."""
    network = Network(
        ref="N-1",
        resource_home="H-020",
        started_on=START,
        contacts=("mls", "ako"),
        members=MEMBERS,
        confidentiality_on=SIGNED,
        gatherings=tuple(Gathering(START + timedelta(days=number), "ordinary") for number in range(6)),
        talks=(day(on),),
        approvals=APPROVED,
    )
    return network._replace(**changes)  # type: ignore[arg-type]


def short(network: Network, on: str = "2025-03-31", code: str | None = None) -> list[Finding]:
    return [each for each in findings(network, day(on), LIMITS) if code in (None, each.code)]


def test_the_limits_as_shipped():
    assert limits_on(load_practice(shipped_rates(), None).practice, date(2025, 3, 31)) == LIMITS


def test_a_network_with_all_in_place_has_no_findings():
    assert short(in_order()) == []


@pytest.mark.parametrize(("on", "expected"), [("2024-12-31", 0), ("2025-01-01", 9 - 4), ("2025-02-28", 6)])
def test_a_network_has_findings_only_while_it_runs(on: str, expected: int):
    """It lacks all: size, resource home, contacts and two declarations from the first day, later a talk too."""
    bare = Network("N-1", "H-020", START, ended_on=day("2025-02-28"), members=(Member("H-021", START),))
    assert len(short(bare, on)) == expected
    assert short(bare, "2025-03-01") == []


# --- size ---


def homes(number: int) -> tuple[Member, ...]:
    return tuple(Member(f"H-{place}", START, None, SIGNED) for place in range(number))


@pytest.mark.parametrize(("number", "expected"), [(0, [(3, 0)]), (2, [(3, 2)]), (3, []), (5, []), (6, [(5, 6)])])
def test_three_to_five_homes(number: int, expected: list[tuple[int, int]]):
    found = short(in_order(members=homes(number)), code="size")
    assert [(each.need, each.have) for each in found] == expected


@pytest.mark.parametrize(("on", "have"), [("2025-03-15", None), ("2025-03-16", 2)])
def test_a_home_counts_to_its_last_day_as_a_member(on: str, have: int | None):
    left = (*MEMBERS[:2], MEMBERS[2]._replace(last=day("2025-03-15")))
    found = short(in_order(on, members=left), on)
    assert found == ([] if have is None else [Finding("size", 3, have)])


def test_a_home_not_yet_a_member_does_not_count():
    later = (*MEMBERS[:2], MEMBERS[2]._replace(first=day("2025-04-01")))
    assert short(in_order(members=later)) == [Finding("size", 3, 2)]


def test_a_home_with_two_memberships_on_one_day_is_one_home():
    assert short(in_order(members=(*MEMBERS[:2], MEMBERS[0]))) == [Finding("size", 3, 2)]


# --- the resource home ---

NOT_APPROVED = Finding("resource_home", 1, 0, home="H-020")


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ((), [NOT_APPROVED]),
        ((Approval("fosterhjem", date(2024, 1, 1)),), [NOT_APPROVED]),
        ((Approval("ressursfamilie", date(2025, 4, 1)),), [NOT_APPROVED]),
        ((Approval("ressursfamilie", date(2025, 3, 31)),), []),
        ((Approval("ressursfamilie", date(2024, 1, 1), revoked_on=date(2025, 3, 31)),), [NOT_APPROVED]),
        ((Approval("ressursfamilie", date(2024, 1, 1), revoked_on=date(2025, 4, 1)),), []),
    ],
)
def test_the_resource_home_is_approved_as_one_on_the_day(approvals: tuple[Approval, ...], expected: list[Finding]):
    assert short(in_order(approvals=approvals)) == expected


@pytest.mark.parametrize(("ended", "expected"), [("2025-03-31", []), ("2025-03-30", [NOT_APPROVED])])
def test_a_resource_home_that_has_ended_is_none(ended: str, expected: list[Finding]):
    assert short(in_order(home_ended_on=day(ended))) == expected


# --- gatherings ---


def held(*days: str) -> tuple[Gathering, ...]:
    return tuple(Gathering(day(each), "ordinary") for each in days)


@pytest.mark.parametrize(
    ("on", "need"),
    [
        ("2025-03-01", None),  # day 60: 6 * 60 / 365 = 0.99
        ("2025-03-02", 1),  # day 61: 6 * 61 / 365 = 1.003
        ("2025-05-02", 2),  # day 122: 6 * 122 / 365 = 2.005
        ("2025-12-30", 5),  # day 364: 6 * 364 / 365 = 5.98
        ("2025-12-31", 6),  # day 365
    ],
)
def test_gatherings_are_due_in_step_with_the_days_of_the_year(on: str, need: int | None):
    found = short(in_order(on, gatherings=()), on, "gatherings")
    assert [(each.need, each.have) for each in found] == ([] if need is None else [(need, 0)])


@pytest.mark.parametrize(("on", "need"), [("2025-08-29", None), ("2025-08-30", 1)])
def test_a_network_that_began_in_the_year_is_reckoned_from_its_start(on: str, need: int | None):
    """From 1 July: on 29 August 60 days, on 30 August 61."""
    network = in_order(on, started_on=day("2025-07-01"), gatherings=())
    assert [each.need for each in short(network, on, "gatherings")] == ([] if need is None else [need])


def test_only_gatherings_of_the_year_up_to_the_day_count():
    gatherings = held("2024-12-20", "2025-03-31", "2025-04-01")
    found = short(in_order(gatherings=gatherings, agreed=((2025, 9),)), code="gatherings")
    assert found == [Finding("gatherings", 2, 1, year=2025, agreed=9)]  # 9 * 90 / 365 = 2.2


def test_what_is_agreed_holds_for_its_year_alone():
    network = in_order(gatherings=(), agreed=((2025, 0), (2027, 12)))
    assert short(network, "2025-12-31", "gatherings") == []
    assert short(network, "2026-12-31", "gatherings") == [Finding("gatherings", 6, 0, year=2026, agreed=6)]
    assert short(network, "2027-12-31", "gatherings") == [Finding("gatherings", 12, 0, year=2027, agreed=12)]


def test_a_leap_year_asks_for_no_more_than_is_agreed():
    network = in_order(gatherings=(), agreed=((2028, 100),))
    assert [each.need for each in short(network, "2028-12-31", "gatherings")] == [100]  # 100 * 366 / 365 = 100.27


# --- talks ---


@pytest.mark.parametrize(("on", "have"), [("2025-01-15", None), ("2025-01-16", 15)])
def test_the_first_talk_is_reckoned_from_the_start(on: str, have: int | None):
    found = short(in_order(talks=()), on, "talk")
    assert found == ([] if have is None else [Finding("talk", 14, have, since=START)])


@pytest.mark.parametrize(("on", "have"), [("2025-03-24", None), ("2025-03-25", 15)])
def test_the_next_talk_is_reckoned_from_the_last(on: str, have: int | None):
    talks = tuple(map(day, ("2025-03-10", "2025-02-01", "2025-04-30")))
    found = short(in_order(talks=talks), on, "talk")
    assert found == ([] if have is None else [Finding("talk", 14, have, since=day("2025-03-10"))])


def test_a_talk_before_the_start_does_not_shorten_the_first_interval():
    assert short(in_order(talks=(day("2024-12-20"),)), "2025-01-15", "talk") == []


@pytest.mark.parametrize(
    ("on", "need", "have"),
    [
        ("2025-03-24", None, None),  # 14 days, and 14 as nothing is agreed yet
        ("2025-03-31", 14, 21),
        ("2025-04-01", None, None),  # 22 days, and 28 from this day on
        ("2025-04-07", None, None),
        ("2025-04-08", 28, 29),
        ("2025-05-01", 7, 52),
    ],
)
def test_the_interval_is_the_one_agreed_on_for_the_day(on: str, need: int | None, have: int | None):
    network = in_order("2025-03-10", talk_every=((day("2025-05-01"), 7), (day("2025-04-01"), 28)))
    assert [(each.need, each.have) for each in short(network, on, "talk")] == ([] if need is None else [(need, have)])


# --- contact persons ---


@pytest.mark.parametrize(
    ("contacts", "have"), [((), 0), (("mls",), 1), (("mls", "mls"), 1), (("mls", "ako"), None), (("a", "b", "c"), None)]
)
def test_two_employees_share_the_guidance(contacts: tuple[str, ...], have: int | None):
    assert short(in_order(contacts=contacts)) == ([] if have is None else [Finding("contacts", 2, have)])


def test_what_is_recorded_from_before_the_network_began_does_not_count():
    """Neither gatherings nor talks, in the findings, the figures, the picture and the experiences."""
    begun = in_order("2025-03-31", started_on=day("2025-03-01"), gatherings=held("2025-02-28", "2025-03-01"))
    network = begun._replace(talks=(day("2025-02-20"),), agreed=((2025, 30),))
    assert short(network, code="gatherings") == [Finding("gatherings", 2, 1, year=2025, agreed=30)]  # 30 * 31 / 365
    assert short(network, code="talk") == [Finding("talk", 14, 30, since=day("2025-03-01"))]
    found = figures(network, day("2025-03-31"), LIMITS)
    assert (found.gatherings, found.talks, found.last_talk) == (1, 0, None)
    assert [each.on for each in year_of(network, 2025).gatherings] == [day("2025-03-01")]
    half = half_year(network, Half(2025, 1))
    assert ([each.on for each in half.gatherings], half.talks) == ([day("2025-03-01")], 0)


# --- confidentiality ---


def unsigned(home: str) -> Finding:
    return Finding("confidentiality", 1, 0, home=home)


@pytest.mark.parametrize(
    ("signed", "expected"), [(None, [unsigned("H-020")]), ("2025-04-01", [unsigned("H-020")]), ("2025-03-31", [])]
)
def test_the_resource_home_has_signed_by_the_day(signed: str | None, expected: list[Finding]):
    assert short(in_order(confidentiality_on=signed and day(signed))) == expected


def test_each_member_home_has_signed_and_is_named_if_not():
    members = (
        MEMBERS[0]._replace(confidentiality_on=None),
        MEMBERS[1],
        MEMBERS[2]._replace(confidentiality_on=day("2025-04-01")),
    )
    assert short(in_order(members=members)) == [unsigned("H-021"), unsigned("H-023")]


def test_a_home_that_has_left_or_not_yet_come_need_not_have_signed():
    others = (Member("H-008", START, day("2025-03-30")), Member("H-009", day("2025-04-01")))
    assert short(in_order(members=(*MEMBERS, *others))) == []


def test_a_home_that_came_back_signs_anew():
    first, again = Member("H-024", START, day("2025-02-01"), SIGNED), Member("H-024", day("2025-03-01"))
    assert short(in_order(members=(*MEMBERS, first, again))) == [unsigned("H-024")]


# --- consent ---

UNDER_15, TURNS_15 = date(2010, 4, 1), date(2010, 3, 31)


def lives(
    born: date, home: str = "H-021", first: str = "2024-01-01", last: str | None = None, child: str = "C-80"
) -> Placement:
    return Placement(child, home, born, day(first), day(last) if last else None)


def no_consent(home: str = "H-021") -> Finding:
    return Finding("consent", 1, 0, home=home, child="C-80")


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (lives(UNDER_15), []),
        (lives(TURNS_15), [no_consent()]),
        (lives(TURNS_15, home="H-020"), [no_consent("H-020")]),
        (lives(TURNS_15, home="H-099"), []),
        (lives(TURNS_15, first="2025-03-31"), [no_consent()]),
        (lives(TURNS_15, first="2025-04-01"), []),
        (lives(TURNS_15, last="2025-03-31"), [no_consent()]),
        (lives(TURNS_15, last="2025-03-30"), []),
        (lives(date(2006, 1, 1)), [no_consent()]),
    ],
)
def test_a_child_of_15_living_in_one_of_the_homes_has_consented(placement: Placement, expected: list[Finding]):
    assert short(in_order(placements=(placement,))) == expected


@pytest.mark.parametrize(("on", "number"), [("2027-02-28", 0), ("2027-03-01", 1)])
def test_born_on_29_february_a_child_turns_15_on_1_march(on: str, number: int):
    network = in_order(on, placements=(lives(date(2012, 2, 29)),))
    assert len(short(network, on, "consent")) == number


def test_a_child_in_a_home_that_has_left_the_network_need_not_consent():
    left = (*MEMBERS, Member("H-008", START, day("2025-03-30"), SIGNED))
    assert short(in_order(members=left, placements=(lives(TURNS_15, home="H-008"),))) == []


def test_nor_one_in_a_resource_home_that_has_ended():
    network = in_order(home_ended_on=day("2025-03-30"), placements=(lives(TURNS_15, home="H-020"),))
    assert short(network, code="consent") == []


@pytest.mark.parametrize(
    ("consents", "number"),
    [
        ((Consent("C-80", day("2025-03-31")),), 0),
        ((Consent("C-80", day("2025-04-01")),), 1),
        ((Consent("C-81", day("2025-01-01")),), 1),
        ((Consent("C-80", day("2025-01-01"), day("2025-03-31")),), 1),
        ((Consent("C-80", day("2025-01-01"), day("2025-04-01")),), 0),
        ((Consent("C-80", day("2025-01-01"), day("2025-02-01")), Consent("C-80", day("2025-03-01"))), 0),
    ],
)
def test_a_consent_counts_from_its_day_until_it_is_withdrawn(consents: tuple[Consent, ...], number: int):
    network = in_order(placements=(lives(TURNS_15),), consents=consents)
    assert len(short(network)) == number


@pytest.mark.parametrize(
    ("consents", "withdrawn"),
    [
        ((), None),
        ((Consent("C-80", day("2025-01-01"), day("2025-02-01")),), "2025-02-01"),
        ((Consent("C-80", day("2025-01-01"), day("2025-03-31")), Consent("C-80", day("2025-04-01"))), "2025-03-31"),
        ((Consent("C-80", day("2024-01-01"), day("2024-02-01")), Consent("C-80", day("2025-01-01"), day("2025-02-01"))),
         "2025-02-01"),
        ((Consent("C-81", day("2025-01-01"), day("2025-02-01")),), None),
    ],
)  # fmt: skip
def test_a_consent_that_was_withdrawn_is_told_from_one_never_given(
    consents: tuple[Consent, ...], withdrawn: str | None
):
    (found,) = short(in_order(placements=(lives(TURNS_15),), consents=consents))
    assert found == no_consent()._replace(withdrawn_on=day(withdrawn) if withdrawn else None)


def test_a_child_with_two_agreements_is_asked_once():
    network = in_order(placements=(lives(TURNS_15), lives(TURNS_15, home="H-022")))
    assert short(network) == [no_consent()]


# --- joint meetings ---


@pytest.mark.parametrize(
    ("on", "meeting", "expected"),
    [
        ("2025-03-31", None, []),  # did not run in the last quarter of 2024
        ("2025-04-01", None, ["2025Q1"]),
        ("2025-06-30", "2025-01-01", []),
        ("2025-06-30", "2025-03-31", []),
        ("2025-06-30", "2025-04-01", ["2025Q1"]),
        ("2025-07-01", "2025-03-31", ["2025Q2"]),
        ("2026-01-01", "2025-12-31", []),
        ("2026-01-01", "2025-09-30", ["2025Q4"]),
        ("2026-04-01", "2025-12-31", ["2026Q1"]),
    ],
)
def test_there_was_a_joint_meeting_in_the_quarter_before(on: str, meeting: str | None, expected: list[str]):
    network = in_order(on, joint_meetings=(day(meeting),) if meeting else ())
    assert [each.quarter for each in short(network, on, "joint_meeting")] == expected


@pytest.mark.parametrize(("started", "number"), [("2025-01-01", 1), ("2025-01-02", 0)])
def test_a_network_that_ran_only_part_of_that_quarter_need_not_have_met(started: str, number: int):
    network = in_order("2025-06-30", started_on=day(started))
    assert len(short(network, "2025-06-30", "joint_meeting")) == number


def test_where_more_are_wanted_two_on_one_day_are_one_meeting():
    network = in_order("2025-06-30", joint_meetings=(day("2025-02-01"), day("2025-02-01")))
    found = findings(network, day("2025-06-30"), LIMITS._replace(joint_meetings=2))
    assert [(each.need, each.have) for each in found if each.code == "joint_meeting"] == [(2, 1)]


# --- the experiences of a half-year ---


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-06-30", []),  # the half is not over
        ("2025-07-31", []),  # 31 days after 30 June
        ("2025-08-01", [Half(2025, 1)]),
        ("2025-12-31", [Half(2025, 1)]),
        ("2026-01-31", []),  # the second half ended 31 days ago, and the first is no longer asked for
        ("2026-02-01", [Half(2025, 2)]),
    ],
)
def test_the_last_half_year_is_to_be_delivered_within_31_days(on: str, expected: list[Half]):
    assert [each.half for each in short(in_order(on), on, "experiences")] == expected


@pytest.mark.parametrize(
    ("experience", "number"),
    [
        (Experience(Half(2025, 1), "Godt.", day("2025-08-01")), 0),
        (Experience(Half(2025, 1), "Godt.", day("2025-08-02")), 1),
        (Experience(Half(2025, 1), "Godt."), 1),
        (Experience(Half(2024, 2), "Godt.", day("2025-01-02")), 1),
    ],
)
def test_delivered_is_what_has_a_day_of_delivery(experience: Experience, number: int):
    assert len(short(in_order(experiences=(experience,)), "2025-08-01", "experiences")) == number


@pytest.mark.parametrize(("started", "number"), [("2025-06-30", 1), ("2025-07-01", 0)])
def test_a_half_year_the_network_did_not_run_in_has_no_experiences(started: str, number: int):
    network = in_order("2025-08-01", started_on=day(started))
    assert len(short(network, "2025-08-01", "experiences")) == number


def test_findings_come_in_the_order_of_the_contract():
    bare = Network("N-1", "H-020", START, placements=(lives(TURNS_15, home="H-020"),))
    assert [each.code for each in short(bare, "2025-08-01")] == [
        "size", "resource_home", "gatherings", "talk", "contacts", "confidentiality", "consent", "joint_meeting",
        "experiences",
    ]  # fmt: skip


# --- figures and what is due next ---


def test_the_figures_are_those_of_the_year_so_far():
    network = in_order(
        gatherings=held("2024-12-31", "2025-02-01", "2025-03-31", "2025-04-01"),
        talks=tuple(map(day, ("2024-12-31", "2025-01-02", "2025-03-30", "2025-04-02"))),
        family_contacts=(
            FamilyContact("H-021", day("2024-12-31"), 5),
            FamilyContact("H-021", day("2025-01-01"), 2),
            FamilyContact("H-021", day("2025-03-31")),
            FamilyContact("H-022", day("2025-04-01"), 7),
            FamilyContact("H-099", day("2025-03-01"), 7),
        ),
    )
    found = figures(network, day("2025-03-31"), LIMITS)
    assert found[:6] == (
        ("H-021", "H-022", "H-023"), 2, 6, (Family("H-021", 3), Family("H-022", 0), Family("H-023", 0)), 2,
        day("2025-03-30"),
    )  # fmt: skip
    assert found.next_due == Due(day("2025-03-31"), "joint_meeting")


def test_a_network_that_does_not_run_has_no_homes_and_nothing_due():
    found = figures(in_order(ended_on=day("2025-03-30")), day("2025-03-31"), LIMITS)
    assert (found.homes, found.families, found.next_due) == ((), (), None)


def test_what_is_due_comes_in_order_of_date():
    """31 March 2025: 6 gatherings held, so the next is needed in 2026."""
    network = in_order(placements=(lives(UNDER_15),))
    assert dues(network, day("2025-03-31"), LIMITS) == (
        Due(day("2025-03-31"), "joint_meeting"),
        Due(day("2025-04-01"), "consent"),
        Due(day("2025-04-14"), "talk"),
        Due(day("2025-07-31"), "experiences"),
    )


@pytest.mark.parametrize(
    ("gatherings", "expected"),
    [
        ((), "2025-03-02"),  # 6 * 61 / 365 > 1, day 61
        (("2025-01-05",), "2025-05-02"),  # day 122
        (("2025-01-05", "2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09"), "2025-12-31"),
    ],
)
def test_a_gathering_is_due_on_the_day_it_would_be_found_short(gatherings: tuple[str, ...], expected: str):
    network = in_order(gatherings=held(*gatherings))
    due = next(each for each in dues(network, day("2025-01-31"), LIMITS) if each.code == "gatherings")
    assert due.on == day(expected)
    before = str(due.on - timedelta(days=1))
    assert short(network, before, "gatherings") == []
    assert len(short(network, expected, "gatherings")) == 1


def test_where_no_gathering_is_agreed_on_none_is_due():
    network = in_order(agreed=((2025, 0),))
    assert "gatherings" not in [each.code for each in dues(network, day("2025-03-31"), LIMITS)]


def test_nothing_is_due_after_the_end():
    network = in_order(ended_on=day("2025-04-13"))
    assert dues(network, day("2025-03-31"), LIMITS) == (Due(day("2025-03-31"), "joint_meeting"),)


def test_what_is_late_keeps_its_day():
    late = dues(in_order("2025-08-01"), day("2025-08-15"), LIMITS)
    assert late[:2] == (Due(day("2025-07-31"), "experiences"), Due(day("2025-08-15"), "talk"))
    assert Due(day("2026-01-31"), "experiences") in late


def test_what_has_been_done_is_no_longer_due():
    network = in_order(
        joint_meetings=(day("2025-02-01"),),
        experiences=(Experience(Half(2025, 1), None, day("2025-03-30")),),
        placements=(lives(UNDER_15),),
        consents=(Consent("C-80", START),),
    )
    assert [each.code for each in dues(network, day("2025-03-31"), LIMITS)] == ["talk"]


def test_a_network_that_began_within_the_quarter_may_wait_for_the_next_joint_meeting():
    network = in_order(started_on=day("2025-01-02"))
    assert "joint_meeting" not in [each.code for each in dues(network, day("2025-03-31"), LIMITS)]


def test_the_last_day_of_all_is_no_fault():
    network = in_order("9999-12-31")
    assert Due(date.max, "talk") in dues(network, date.max, LIMITS)


# --- half-years ---


@pytest.mark.parametrize(
    ("on", "half", "ended"),
    [
        ("2025-01-01", "2025H1", "2024H2"),
        ("2025-06-30", "2025H1", "2024H2"),
        ("2025-07-01", "2025H2", "2025H1"),
        ("2025-12-31", "2025H2", "2025H1"),
        ("0001-01-01", "0001H1", "0001H1"),
    ],
)
def test_the_half_year_of_a_day_and_the_last_that_had_ended(on: str, half: str, ended: str):
    assert (str(Half.of(day(on))), str(Half.ended_before(day(on)))) == (half, ended)


def test_a_half_year_has_a_first_and_a_last_day():
    assert (Half.parse("2025H1").first, Half.parse("2025H1").last) == (day("2025-01-01"), day("2025-06-30"))
    assert (Half.parse("2025H2").first, Half.parse("2025H2").last) == (day("2025-07-01"), day("2025-12-31"))


@pytest.mark.parametrize("word", ["2025", "2025H3", "2025H", "25H1", "2025-1", "0000H1", "٢٠٢٥H1", "2025H11", "2025h1"])
def test_anything_else_is_no_half_year(word: str):
    with pytest.raises(ValueError, match=word):
        Half.parse(word)


def test_the_experiences_of_a_half_year_hold_what_fell_into_it():
    network = in_order(
        members=(
            Member("H-021", START),
            Member("H-008", START, day("2025-06-30")),
            Member("H-022", day("2025-12-31")),
            Member("H-023", day("2026-01-01")),
            Member("H-021", day("2025-08-01")),
            Member("H-009", START, day("2025-07-01")),
        ),
        gatherings=(
            Gathering(day("2025-12-20"), "christmas", "Julegrøt", ("H-021",), "Fint."),
            Gathering(day("2025-07-01"), "ordinary"),
            Gathering(day("2025-06-30"), "summer"),
            Gathering(day("2026-01-01"), "ordinary"),
        ),
        talks=tuple(map(day, ("2025-06-30", "2025-07-01", "2025-12-31", "2026-01-01"))),
        family_contacts=(
            FamilyContact("H-021", day("2025-07-01"), 2),
            FamilyContact("H-021", day("2025-12-31"), 3),
            FamilyContact("H-021", day("2026-01-01"), 9),
            FamilyContact("H-008", day("2025-08-01"), 9),
        ),
        experiences=(
            Experience(Half(2025, 1), "Før."),
            Experience(Half(2025, 2), "Godt halvår.", day("2026-01-10")),
        ),
    )
    assert half_year(network, Half(2025, 2)) == HalfYear(
        network="N-1",
        half=Half(2025, 2),
        description="Godt halvår.",
        delivered_on=day("2026-01-10"),
        gatherings=(
            Gathering(day("2025-07-01"), "ordinary"),
            Gathering(day("2025-12-20"), "christmas", "Julegrøt", ("H-021",), "Fint."),
        ),
        families=(Family("H-021", 5), Family("H-022", 0), Family("H-009", 0)),
        talks=2,
        resource_home="H-020",
    )


@pytest.mark.parametrize(
    ("half", "expected"),
    [("2024H1", []), ("2024H2", ["H-021"]), ("2025H1", ["H-021", "H-022"]), ("2025H2", [])],
)
def test_there_are_families_only_while_the_network_runs(half: str, expected: list[str]):
    """From 1 December 2024 to 31 March 2025, whatever the memberships say."""
    members = (Member("H-021", day("2024-01-01")), Member("H-022", START), Member("H-023", day("2025-04-01")))
    network = in_order(started_on=day("2024-12-01"), ended_on=day("2025-03-31"), members=members)
    assert [family.home for family in half_year(network, Half.parse(half)).families] == expected


def test_a_half_year_nothing_is_known_of_is_empty():
    assert half_year(in_order(), Half(2023, 1)) == HalfYear(
        "N-1", Half(2023, 1), None, None, (), (), 0, resource_home="H-020"
    )


def test_the_pace_of_the_gatherings_is_known_while_the_network_runs():
    """6 * 222 / 365 = 3.6 by 10 August; the fourth is due when 4 * 365 / 6 = 243.3 days have run, so on 1 September."""
    held = tuple(Gathering(day(on), "ordinary") for on in ("2025-02-01", "2025-04-01", "2025-06-01"))
    network = in_order("2025-08-10", gatherings=held, ended_on=day("2025-12-31"))
    assert pace(network, day("2025-08-10"), LIMITS) == Pace(2025, 3, 6, 143, day("2025-09-01"))
    assert pace(network, day("2024-12-31"), LIMITS) is None


def test_a_gathering_that_should_have_been_held_is_late_from_the_day_after():
    """6 a year: the first by 2 March."""
    network = in_order(gatherings=())
    for on, late in (("2025-03-02", False), ("2025-03-03", True)):
        found = pace(network, day(on), LIMITS)
        assert found is not None
        assert (found.next_by, found.late) == (day("2025-03-02"), late)
    done = pace(in_order(agreed=((2025, 1),)), day("2025-03-31"), LIMITS)
    assert done is not None
    assert not done.late


def test_the_pace_of_a_year_with_all_its_gatherings_asks_for_no_more():
    network = in_order("2025-11-14", agreed=((2025, 1),))
    assert pace(network, day("2025-11-14"), LIMITS) == Pace(2025, 6, 1, 47, None)


def test_the_year_of_a_network_has_its_gatherings_in_order_and_its_contacts_by_month():
    late, early = Gathering(day("2025-12-13"), "christmas"), Gathering(day("2025-02-08"), "ordinary")
    contacts = (
        FamilyContact("H-021", day("2025-02-01"), 2), FamilyContact("H-022", day("2025-02-28")),
        FamilyContact("H-021", day("2024-02-01"), 9),
    )  # fmt: skip
    network = in_order(gatherings=(late, early, Gathering(day("2024-12-13"), "christmas")), family_contacts=contacts)
    assert year_of(network, 2025) == Year("N-1", 2025, (early, late), (0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))


def test_a_half_year_names_each_of_its_homes_once():
    network = in_order(gatherings=(Gathering(day("2025-02-08"), "ordinary", homes=("H-022", "H-030")),))
    assert half_year(network, Half(2025, 1)).homes == ("H-020", "H-021", "H-022", "H-023", "H-030")


def test_two_editions_are_the_same_when_only_their_delivery_differs():
    found = half_year(in_order(), Half(2025, 1))
    assert found.same_as(found._replace(delivered_on=day("2025-07-02"), edition=2))
    assert not found.same_as(found._replace(talks=9))
