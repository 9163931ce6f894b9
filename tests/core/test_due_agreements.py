"""What is due about agreements: their end, the child's 18th birthday, a missing approval, silence, follow-up."""

from datetime import date

import pytest

from bvt_cli.core.agreement import Agreement, Facts, PaidHome
from bvt_cli.core.due import Item, due_by
from bvt_cli.core.due_agreements import KnownAgreement, items, silent, to_follow_up
from bvt_cli.core.due_homes import Window
from bvt_cli.core.follow_up import Due
from bvt_cli.core.home import Approval
from bvt_cli.core.period import Month
from bvt_cli.core.sense_checks import Doubt


def day(text: str) -> date:
    return date.fromisoformat(text)


def window(on: str, last: str | None = None) -> Window:
    return Window(day(on), day(last or on))


def known(
    first: str = "2025-01-01",
    last: str | None = None,
    born: str | None = "2015-01-01",
    approvals: tuple[Approval, ...] = (Approval("besokshjem", day("2024-12-01")),),
    ended_on: str | None = None,
    aftercare: bool = False,
    **more: object,
) -> KnownAgreement:
    agreement = Agreement("A-1", "H-1", "C-1", None, "besokshjem", day(first), last and day(last), aftercare=aftercare)  # type: ignore[arg-type]
    home = PaidHome("H-1", "oppdragstaker", ended_on and day(ended_on), approvals)  # type: ignore[arg-type]
    return KnownAgreement(Facts(agreement, home, born and day(born)), **more)  # type: ignore[arg-type]


def due(about: KnownAgreement, on: str = "2025-03-01", last: str | None = None) -> list[Item]:
    asked = window(on, last)
    return due_by(items(about, asked), asked.last)


def names(about: KnownAgreement, on: str = "2025-03-01", last: str | None = None) -> list[str]:
    return [each.name for each in due(about, on, last)]


def test_nothing_is_due_about_an_agreement_that_runs_as_it_should():
    assert names(known(), last="2025-12-31") == []


# --- its end ---

ENDS = ["agreement_ends:A-1:2025-06-30"]


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2025-06-01", "2025-06-29", []),
        ("2025-06-01", "2025-06-30", ENDS),
        ("2025-06-30", "2025-06-30", ENDS),
        ("2025-07-01", "2025-08-01", []),
    ],
)
def test_an_agreement_that_ends_is_told_up_to_its_last_day(on: str, last: str, expected: list[str]):
    assert names(known(last="2025-06-30"), on, last) == expected


@pytest.mark.parametrize("meant", [{"reason_given": True}, {"goes_on": True}, {"ended_on": "2025-06-29"}])
def test_an_end_that_is_meant_is_not_told(meant: dict[str, object]):
    """It is said why, another agreement goes on, or the home ends before."""
    assert names(known(last="2025-06-30", **meant), "2025-06-01", "2025-06-30") == []  # type: ignore[arg-type]


def test_a_home_that_ends_on_the_same_day_does_not_hide_the_end():
    assert names(known(last="2025-06-30", ended_on="2025-06-30"), "2025-06-30") == ENDS


# --- the child turns 18 ---

TURNS = ["turns_18:A-1:2025-03-19"]


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2025-03-01", "2025-03-18", []),
        ("2025-03-01", "2025-03-19", TURNS),
        ("2025-03-19", "2025-03-19", TURNS),
        ("2025-09-01", "2025-09-01", TURNS),
    ],
)
def test_an_agreement_that_goes_on_past_the_18th_birthday_is_due_until_it_is_settled(
    on: str, last: str, expected: list[str]
):
    """Born 20 March 2007: the 19th is the last day paid."""
    assert names(known(born="2007-03-20"), on, last) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"aftercare": True}, []),
        ({"born": None}, []),
        ({"last": "2025-03-19"}, ["agreement_ends:A-1:2025-03-19"]),
        ({"last": "2025-03-20"}, TURNS),
        ({"ended_on": "2025-03-19"}, []),
        ({"first": "2025-03-21"}, ["turns_18:A-1:2025-03-21"]),
    ],
)
def test_what_settles_the_18th_birthday(changes: dict[str, object], expected: list[str]):
    """Aftercare, or an end by then; an agreement that begins after it is due from its first day."""
    assert names(known(**{"born": "2007-03-20", **changes}), "2025-03-10", "2025-03-31")[:1] == expected  # type: ignore[arg-type]


# --- no approval ---


@pytest.mark.parametrize(
    ("approvals", "on", "last", "expected"),
    [
        ((), "2024-12-31", "2024-12-31", []),
        ((), "2024-12-01", "2025-01-01", ["2025-01-01"]),
        ((), "2025-03-01", "2025-03-01", ["2025-01-01"]),
        ((Approval("fosterhjem", date(2024, 1, 1)),), "2025-03-01", "2025-03-01", ["2025-01-01"]),
        ((Approval("besokshjem", date(2025, 2, 1)),), "2025-01-31", "2025-01-31", ["2025-01-01"]),
        ((Approval("besokshjem", date(2025, 2, 1)),), "2025-02-01", "2025-02-01", []),
        ((Approval("besokshjem", date(2024, 1, 1), date(2025, 3, 1)),), "2025-02-28", "2025-02-28", []),
        ((Approval("besokshjem", date(2024, 1, 1), date(2025, 3, 1)),), "2025-02-28", "2025-03-01", ["2025-03-01"]),
        ((Approval("besokshjem", date(2024, 1, 1), date(2025, 3, 1)),), "2025-06-01", "2025-06-01", ["2025-03-01"]),
    ],
)
def test_an_agreement_needs_an_approval_for_its_days_from_today_on(
    approvals: tuple[Approval, ...], on: str, last: str, expected: list[str]
):
    """Due on the first day without one; the first day of a revocation no longer counts."""
    assert names(known(approvals=approvals), on, last) == [f"unapproved:besokshjem:A-1:{each}" for each in expected]


@pytest.mark.parametrize(("closed_on", "closed"), [(None, False), ("2025-03-02", False), ("2025-03-01", True)])
def test_of_a_home_whose_application_is_closed_by_then_it_is_said(closed_on: str | None, closed: bool):
    """Rejected or withdrawn, so that no approval is to come."""
    without = known(approvals=())._replace(home_closed_on=None if closed_on is None else day(closed_on))
    found = items(without, Window(day("2025-03-01"), day("2025-03-01")))
    assert [dict(each.figures) for each in found if each.kind == "unapproved"] == [{"closed": closed}]


def test_an_agreement_that_has_ended_needs_no_approval():
    assert names(known(last="2025-02-28", approvals=()), "2025-03-01") == []


# --- silence and follow-up ---


def doubt(code: str = "no_sign_of_life", last: str = "2025-04-15") -> Doubt:
    return Doubt(code, Month(2025, 4), "C-1", ("A-1",), ("H-1",), day("2025-01-10"), day(last), 3, 3)


def test_silence_is_due_on_the_last_day_a_sign_would_have_been_in_time():
    """Three months from 10 January."""
    (found,) = silent([doubt()], {"A-1": ("mls",)}, window("2025-04-15"))
    assert (found.name, found.home, found.who) == ("no_sign_of_life:A-1:2025-04-10", "H-1", ("mls",))


def test_silence_under_an_agreement_that_has_ended_and_other_doubts_are_not_due():
    assert list(silent([doubt(last="2025-04-12"), doubt("two_stays")], {}, window("2025-04-15"))) == []


def test_follow_up_is_due_under_its_own_code():
    found = Due(day("2025-03-01"), "child_not_heard", "A-1", "H-1", True, 0, 1, None, "O-1")
    (item,) = to_follow_up([found], ("mls",))
    assert item == Item("child_not_heard", day("2025-03-01"), "A-1", "", "O-1", "H-1", "A-1", ("mls",), thing=found)
