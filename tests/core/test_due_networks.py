"""What is due about networks and family councils, to the day."""

from datetime import date

import pytest

from bvt_cli.core.council import Council, CouncilLimits, Step
from bvt_cli.core.due import due_by
from bvt_cli.core.due_homes import Window
from bvt_cli.core.due_networks import of_council, of_network
from bvt_cli.core.halfyear import Experience, Gathering, Half
from bvt_cli.core.home import Approval
from bvt_cli.core.network import Limits, Member, Network, Placement

LIMITS = Limits(
    homes_min=3, homes_max=5, gatherings=6, talk_days=14, contacts=2, consent_age=15, joint_meetings=1,
    experiences_days=31,
)  # fmt: skip
START = date(2025, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


NETWORK = Network(
    ref="N-1",
    resource_home="H-020",
    started_on=START,
    contacts=("mls", "ako"),
    members=tuple(Member(home, START, None, START) for home in ("H-021", "H-022", "H-023")),
    confidentiality_on=START,
    gatherings=tuple(Gathering(START, kind) for kind in ("ordinary", "summer", "christmas") * 2),
    talks=(day("2025-03-20"),),
    approvals=(Approval("ressursfamilie", day("2024-12-01")),),
    joint_meetings=(day("2025-02-01"), day("2025-05-01"), day("2025-08-01")),
)


def names(on: str, last: str | None = None, limits: Limits = LIMITS, **changes: object) -> list[str]:
    window = Window(day(on), day(last or on))
    found = due_by(of_network(NETWORK._replace(**changes), window, limits), window.last)  # type: ignore[arg-type]
    assert all(each.who == changes.get("contacts", NETWORK.contacts) for each in found)
    return [each.name for each in found]


def test_a_network_in_order_has_nothing_due():
    assert names("2025-04-02") == []


@pytest.mark.parametrize(("on", "last"), [("2025-04-03", "2025-04-03"), ("2025-03-25", "2025-04-03")])
def test_a_talk_is_due_on_the_last_day_of_the_interval(on: str, last: str):
    """14 days from 20 March."""
    assert names(on, last) == ["network:talk:N-1:2025-04-03"]


@pytest.mark.parametrize(
    ("on", "expected"), [("2025-03-01", []), ("2025-03-02", ["network:gatherings:N-1:2025-03-02"])]
)
def test_one_more_gathering_is_due_when_the_year_asks_for_one(on: str, expected: list[str]):
    """Six a year are one each 61 days, so one by 2 March."""
    assert names(on, gatherings=(), talks=(day("2025-02-25"),)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-06-29", []),
        ("2025-06-30", ["network:joint_meeting:N-1:2025-06-30"]),
        ("2025-07-01", ["network:joint_meeting:N-1:2025-06-30"]),
        ("2025-09-30", ["network:joint_meeting:N-1:2025-06-30"]),
        ("2025-10-01", []),
    ],
)
def test_a_joint_meeting_is_due_by_the_end_of_the_quarter_and_told_through_the_next(on: str, expected: list[str]):
    talks = (day(on),)
    held = (Experience(Half(2025, 1), None, day("2025-07-01")),)
    meetings = tuple(day(f"2025-{month}-01") for month in ("02", "08", "11"))
    assert names(on, talks=talks, joint_meetings=meetings, experiences=held) == expected


@pytest.mark.parametrize(("on", "expected"), [("2025-07-30", False), ("2025-07-31", True), ("2025-12-30", True)])
def test_the_experiences_of_a_half_year_are_due_31_days_after_it(on: str, expected: bool):
    assert ("experiences:2025H1:N-1:2025-07-31" in names(on)) is expected


def test_experiences_never_delivered_stay_due_however_many_half_years_have_gone_by():
    delivered = (Experience(Half(2025, 2), "Godt.", day("2026-01-10")), Experience(Half(2026, 2), "Mye.", None))
    found = of_network(NETWORK._replace(experiences=delivered), Window(day("2027-01-10"), day("2027-02-01")), LIMITS)
    listed = [(each.detail, dict(each.figures)) for each in found if each.kind == "experiences"]
    assert listed == [
        ("2025H1", {"recorded": False}), ("2026H1", {"recorded": False}), ("2026H2", {"recorded": True}),
        ("2027H1", {"recorded": False}),
    ]  # fmt: skip


def test_with_no_days_to_write_them_the_experiences_are_due_on_the_last_day_of_the_half_year():
    found = names("2025-06-30", limits=LIMITS._replace(experiences_days=0), talks=(day("2025-06-30"),))
    assert found == ["experiences:2025H1:N-1:2025-06-30"]


@pytest.mark.parametrize(
    ("placed", "on", "expected"),
    [
        (Placement("C-1", "H-021", day("2010-03-25"), START), "2025-03-24", None),
        (Placement("C-1", "H-021", day("2010-03-25"), START), "2025-03-25", "2025-03-25"),
        (Placement("C-1", "H-021", day("2009-01-01"), day("2025-02-10")), "2025-03-25", "2025-02-10"),
        (Placement("C-1", "H-021", day("2009-01-01"), day("2024-02-10")), "2025-03-25", "2025-01-01"),
    ],
)
def test_a_child_consents_from_15_or_from_when_it_lives_there(placed: Placement, on: str, expected: str | None):
    found = [] if expected is None else [f"network:consent:N-1:C-1:{expected}"]
    assert names(on, placements=(placed,)) == found


def test_a_child_that_leaves_before_it_is_15_need_not_consent():
    leaving = Placement("C-1", "H-021", day("2010-03-25"), START, day("2025-03-24"))
    assert names("2025-03-22", "2025-03-31", placements=(leaving,)) == []
    staying = leaving._replace(last=day("2025-03-25"))
    assert names("2025-03-22", "2025-03-31", placements=(staying,)) == ["network:consent:N-1:C-1:2025-03-25"]
    assert names("2025-03-22", "2025-03-31", placements=(staying,), ended_on=day("2025-03-24")) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"members": NETWORK.members[:2]}, "network:size:N-1"),
        ({"approvals": ()}, "network:resource_home:N-1:H-020"),
        ({"contacts": ("mls",)}, "network:contacts:N-1"),
        ({"confidentiality_on": None}, "network:confidentiality:N-1:H-020"),
    ],
)
def test_what_is_short_is_due_as_long_as_it_is(changes: dict[str, object], expected: str):
    assert names("2025-03-22", **changes) == [expected]


def test_only_a_network_that_runs_has_anything_due():
    assert names("2024-12-31", contacts=()) == []
    assert names("2025-03-22", contacts=(), ended_on=day("2025-03-21")) == []


# --- family councils ---

EXPECTED = CouncilLimits(
    answer_working_days=15, answer_hours_acute=24, meeting_weeks_min=4, meeting_weeks_max=8, consent_age=15
)
COUNCIL = Council("FR-1", "C-1", day("2015-01-01"), day("2025-03-03"))


def test_a_council_has_its_next_thing_due_on_its_last_day():
    """Bufetat answers in 15 working days from 3 March: on the 24th."""
    window = Window(day("2025-03-24"), day("2025-03-24"))
    (found,) = of_council(COUNCIL, window, EXPECTED, ["ako"])
    assert (found.name, found.who) == ("council:answer:FR-1:2025-03-24", ("ako",))
    assert list(of_council(COUNCIL._replace(closed_on=day("2025-03-24")), window, EXPECTED)) == []


def test_a_next_thing_without_a_day_is_due_as_long_as_it_comes_next():
    """Once the council has met, nothing says by when the plan is written down."""
    steps = tuple(Step(code, day("2025-03-20")) for code in ("coordinator", "information", "meeting"))
    met = COUNCIL._replace(answered_on=day("2025-03-10"), steps=steps)
    (found,) = of_council(met, Window(day("2025-03-24"), day("2025-03-24")), EXPECTED)
    assert found.name == "council:plan_proposal:FR-1"


def test_whose_consent_or_which_family_is_part_of_what_is_due():
    """The coordinator has started and the information meeting was held, so the parents' consent comes next."""
    steps = tuple(Step(code, day("2025-03-20")) for code in ("coordinator", "information"))
    before = COUNCIL._replace(answered_on=day("2025-03-10"), steps=steps)
    (found,) = of_council(before, Window(day("2025-05-05"), day("2025-05-05")), EXPECTED)
    assert found.name == "council:consent_parents:FR-1:mother:2025-05-05"
