"""Where a home stands on a day, and how long an application has waited for its answer."""

from datetime import date
from typing import Any

import pytest

from bvt_cli.core.home_status import Waiting, approved_as, paused, status, unanswered, waiting_days

DAY = date(2025, 6, 15)
APPROVED = {"approvals": [{"kind": "besokshjem", "on": date(2025, 1, 10)}]}
REVOKED = {"approvals": [{"kind": "besokshjem", "on": date(2025, 1, 10), "revoked_on": DAY}]}


def home(**more: Any) -> dict[str, Any]:
    return {"ref": "H-1", "applied_on": date(2024, 10, 1), **more}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "applied"),
        (APPROVED, "approved"),
        (REVOKED, "applied"),
        ({"rejected_on": DAY}, "rejected"),
        ({"rejected_on": date(2025, 6, 16)}, "applied"),
        ({"withdrew_on": DAY}, "withdrew"),
        ({**APPROVED, "rejected_on": date(2024, 11, 1)}, "approved"),
        ({**APPROVED, "pauses": [{"from": DAY}]}, "paused"),
        ({**APPROVED, "pauses": [{"from": date(2025, 6, 1), "to": date(2025, 6, 14)}]}, "approved"),
        ({**APPROVED, "pauses": [{"from": date(2025, 6, 16)}]}, "approved"),
        ({"pauses": [{"from": date(2025, 6, 1), "to": DAY}]}, "paused"),
        ({**APPROVED, "ended_on": date(2025, 6, 14), "pauses": [{"from": DAY}]}, "ended"),
        ({**APPROVED, "ended_on": DAY}, "approved"),
    ],
)
def test_a_home_stands_somewhere_on_each_day(known: dict[str, Any], expected: str) -> None:
    """The last day of a home still counts; a pause is told before the approval, which goes on."""
    assert status(home(**known), DAY) == expected


def test_a_home_that_has_ended_is_approved_as_nothing() -> None:
    assert approved_as(home(**APPROVED), DAY) == ("besokshjem",)
    assert approved_as(home(**APPROVED, ended_on=date(2025, 6, 14)), DAY) == ()


def test_the_pause_of_a_day_is_found() -> None:
    """The second of two."""
    pauses = [{"from": date(2025, 1, 1), "to": date(2025, 1, 31)}, {"from": date(2025, 6, 1), "reason": "Barn."}]
    assert paused(home(pauses=pauses), DAY) == {"from": date(2025, 6, 1), "reason": "Barn."}
    assert paused(home(), DAY) is None


@pytest.mark.parametrize(
    "answered",
    [APPROVED, REVOKED, {"rejected_on": DAY}, {"withdrew_on": DAY}, {"ended_on": date(2025, 6, 14)}],
)
def test_an_application_waits_until_it_is_answered(answered: dict[str, Any]) -> None:
    """Approval, also one revoked since, rejection, withdrawal and the end are answers."""
    assert waiting_days(home(**answered), DAY) is None
    assert waiting_days(home(**answered), date(2025, 1, 9)) == 100  # since 1 October


def test_a_home_that_never_applied_or_not_yet_waits_for_nothing() -> None:
    assert waiting_days({"ref": "H-1"}, DAY) is None
    assert waiting_days(home(), date(2024, 9, 30)) is None


def test_applications_without_an_answer_are_told_the_oldest_first() -> None:
    """Answered within 90 days: that of 17 March just is by 15 June, that of 16 March is late."""
    homes = [
        home(ref="H-2", applied_on=date(2025, 3, 17)),
        home(ref="H-1", applied_on=date(2025, 3, 16)),
        home(ref="H-3", **APPROVED),
    ]
    assert unanswered(homes, DAY, 90) == (
        Waiting(date(2025, 6, 14), "H-1", date(2025, 3, 16), 91, True),
        Waiting(date(2025, 6, 15), "H-2", date(2025, 3, 17), 90, False),
    )
