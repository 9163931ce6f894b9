"""What is due about homes: when each thing begins and ends to be due, to the day."""

from collections.abc import Sequence
from datetime import date

import pytest

from bvt_cli.core.approval import Demands
from bvt_cli.core.due import Item, due_by
from bvt_cli.core.due_homes import HomeLimits, KnownHome, Window, home_limits_on, items
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import FAR_FUTURE, Span
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

SHIPPED = load_practice(shipped_rates(), None)
LIMITS = HomeLimits(answer_days=90, keep_days=30)
APPLIED = date(2025, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


CARER = Person("P-1", "carer", day("1980-01-01"))
CERTIFICATE = Step("attest", day("2025-01-20"), "P-1", "uttommende_utvidet", day("2025-01-15"))
STEPS = (
    Step("conversation", day("2025-01-10")),
    Step("conversation", day("2025-01-17")),
    Step("home_visit", day("2025-01-17")),
    Step("contract", day("2025-01-24")),
    CERTIFICATE,
    Step("confidentiality", day("2025-01-20"), "P-1"),
)
HOME = Home("H-1", "besokshjem", 12, False, (CARER,), STEPS, ())


def approved(on: str = "2025-02-01", kind: str = "besokshjem", **more: object) -> Home:
    return HOME._replace(approvals=(Approval(kind, day(on), **more),))  # type: ignore[arg-type]


def due(
    home: Home = HOME,
    on: str = "2025-02-01",
    last: str | None = None,
    demands: Sequence[Demands] = SHIPPED.demands,
    **known: object,
) -> list[Item]:
    window = Window(day(on), day(last or on))
    about = KnownHome(home, **{"applied_on": APPLIED, **known})  # type: ignore[arg-type]
    return due_by(items(about, demands, window, LIMITS), window.last)


def names(*given: object, **more: object) -> list[str]:
    return [each.name for each in due(*given, **more)]  # type: ignore[arg-type]


def test_the_limits_as_shipped():
    assert home_limits_on(SHIPPED.practice, day("2025-02-01")) == LIMITS


# --- application ---


@pytest.mark.parametrize(("on", "expected"), [("2025-03-31", False), ("2025-04-01", True), ("2025-06-01", True)])
def test_an_application_is_answered_within_ninety_days(on: str, expected: bool):
    """1 January and 90 days are 1 April; it stays due until there is an answer."""
    assert ("application:H-1:2025-04-01" in names(on=on)) is expected


@pytest.mark.parametrize(
    "answered",
    [
        {"home": approved("2025-04-01")},
        {"home": approved("2025-04-01", "fosterhjem", revoked_on=day("2025-04-01"))},
        {"closed_on": day("2025-04-01")},
        {"ended_on": day("2025-03-31")},
        {"applied_on": None},
        {"applied_on": day("2025-04-02")},
    ],
)
def test_an_application_with_an_answer_is_not_due(answered: dict[str, object]):
    """An approval, be it revoked later, a rejection, a withdrawal; nor a home that has ended or never applied."""
    assert "application:H-1:2025-04-01" not in names(on="2025-04-01", **answered)


# --- steps of applicants ---


def test_an_applicant_with_all_steps_has_none_due():
    assert names() == []


def test_each_step_that_lacks_is_due_without_a_day():
    """Also before the application is to be answered: nothing says when a step is to be taken."""
    bare = HOME._replace(steps=STEPS[:1], commitment_months=6)
    found = due(bare)
    assert [each.name for each in found] == [
        "step:attest:H-1:P-1", "step:contract:H-1", "step:commitment:H-1", "step:home_visit:H-1",
        "step:conversation:H-1", "step:confidentiality:H-1:P-1",
    ]  # fmt: skip
    assert found[4].figures == (("need", 2), ("have", 1), ("reason", "too_few"))


@pytest.mark.parametrize(
    "more",
    [
        {"closed_on": day("2025-02-01")},
        {"ended_on": day("2025-01-31")},
        {"applied_on": day("2025-02-02")},
        {"pauses": (Span(day("2025-01-15"), day("2025-02-01")),)},
        {"pauses": (Span(day("2025-02-01"), FAR_FUTURE),)},
        {"home": HOME._replace(steps=(), approvals=(Approval("besokshjem", day("2025-02-01")),))},
        {"home": HOME._replace(steps=(), approvals=(Approval("besokshjem", day("2025-01-01"), day("2025-01-02")),))},
    ],
)
def test_only_applicants_lack_steps(more: dict[str, object]):
    """Not from the day it is rejected or withdraws, after its last day, while it is paused, nor once approved."""
    assert names(**{"home": HOME._replace(steps=()), **more}) == []


@pytest.mark.parametrize(
    "more",
    [
        {"closed_on": day("2025-02-02")},
        {"ended_on": day("2025-02-01")},
        {"applied_on": None},
        {"pauses": (Span(day("2025-01-01"), day("2025-01-31")), Span(day("2025-02-02"), FAR_FUTURE))},
        {"home": HOME._replace(steps=(), approvals=(Approval("besokshjem", day("2025-02-02")),))},
        {"home": HOME._replace(steps=(), approvals=(Approval("fosterhjem", day("2025-01-01")),))},
    ],
)
def test_until_then_it_is_an_applicant(more: dict[str, object]):
    """Also one without a day of application, and one that is approved as something else."""
    assert "step:contract:H-1" in names(**{"home": HOME._replace(steps=()), **more})


def test_where_no_demands_are_known_nothing_is_judged():
    later = [each._replace(since=day("2025-02-02")) for each in SHIPPED.demands]
    assert names(HOME._replace(steps=()), demands=later) == []
    moved_in = approved()._replace(persons=(CARER, Person("P-2", "carer", day("1981-01-01"), day("2025-02-10"))))
    never = [each._replace(since=day("2030-01-01")) for each in SHIPPED.demands]
    assert names(moved_in, on="2025-02-10", demands=never) == []


# --- certificates ---


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2025-03-31", "2025-04-14", []),
        ("2025-03-31", "2025-04-15", ["certificates:H-1:2025-04-15"]),
        ("2025-04-15", "2025-04-15", ["certificates:H-1:2025-04-15"]),
        ("2025-04-16", "2025-04-16", ["step:attest:H-1:P-1"]),
    ],
)
def test_certificates_serve_to_a_day_and_are_lacking_from_the_next(on: str, last: str, expected: list[str]):
    """Issued 15 January, three months."""
    found = due(on=on, last=last, applied_on=None)
    assert [each.name for each in found] == expected


def test_it_is_said_whether_the_home_has_all_else_too():
    (ready,) = due(on="2025-04-15", applied_on=None)
    assert ready.figures == (("ready", True),)
    unready = due(HOME._replace(commitment_months=0), on="2025-04-15", applied_on=None)
    assert unready[0].figures == (("ready", False),)


# --- recorded ---


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ([("2024-01-01", True)], ["recorded:besokshjem:H-1"]),
        ([("2024-01-01", False)], []),
        ([("2024-01-01", True), ("2024-06-01", False)], []),
        ([("2024-01-01", False), ("2024-06-01", True)], ["recorded:besokshjem:H-1"]),
        ([("2024-01-01", True), ("2025-02-02", False)], ["recorded:besokshjem:H-1"]),
    ],
)
def test_the_latest_approval_tells_whether_it_is_recorded_only(approvals: list[tuple[str, bool]], expected: list[str]):
    listed = tuple(Approval("besokshjem", day(on), recorded=recorded) for on, recorded in approvals)
    assert names(HOME._replace(approvals=listed, commitment_months=0)) == expected


def test_each_kind_of_approval_is_recorded_by_itself_while_it_stands():
    both = (
        Approval("fosterhjem", day("2024-01-01"), recorded=True),
        Approval("besokshjem", day("2024-01-01"), day("2025-02-01"), recorded=True),
    )
    home = HOME._replace(approvals=both, commitment_months=0)
    assert names(home) == ["recorded:fosterhjem:H-1"]
    assert names(home, on="2025-01-31") == ["recorded:besokshjem:H-1", "recorded:fosterhjem:H-1"]
    assert names(home, ended_on=day("2025-01-31")) == []


# --- since the approval ---

SON = Person("P-2", "household", day("2007-03-10"))


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [("2025-03-09", "2025-03-09", False), ("2025-03-09", "2025-03-10", True), ("2025-03-10", "2025-03-10", True)],
)
def test_a_member_who_turns_18_after_the_approval_needs_a_certificate_that_day(on: str, last: str, expected: bool):
    home = approved()._replace(persons=(CARER, SON))
    assert ("since_approval:attest:H-1:P-2:2025-03-10" in names(home, on=on, last=last)) is expected


def test_it_is_due_until_the_certificate_is_seen():
    """A step that is dated later does not count yet."""
    seen = Step("attest", day("2025-03-20"), "P-2", "ordinaer", day("2025-03-15"))
    home = approved()._replace(persons=(CARER, SON), steps=(*STEPS, seen))
    assert names(home, on="2025-03-19") == ["since_approval:attest:H-1:P-2:2025-03-10"]
    assert names(home, on="2025-03-20") == []


def test_nothing_is_due_of_one_who_moves_out_or_of_a_home_that_ends_before():
    leaving = approved()._replace(persons=(CARER, SON._replace(until=day("2025-03-15"))))
    assert names(leaving, on="2025-03-15") == ["since_approval:attest:H-1:P-2:2025-03-10"]
    assert names(leaving, on="2025-03-16") == []
    staying = approved()._replace(persons=(CARER, SON))
    assert names(staying, on="2025-03-01", last="2025-03-31", ended_on=day("2025-03-09")) == []


def test_a_carer_who_comes_later_owes_certificate_and_confidentiality_once():
    """Though the home is approved as two kinds that both demand them."""
    newcomer = Person("P-3", "carer", day("1985-01-01"), day("2025-02-15"))
    home = HOME._replace(
        persons=(CARER, newcomer),
        approvals=(Approval("besokshjem", day("2025-02-01")), Approval("fosterhjem", day("2025-02-01"))),
    )
    found = due(home, on="2025-02-20")
    assert [each.name for each in found] == [
        "since_approval:attest:H-1:P-3:2025-02-15",
        "since_approval:confidentiality:H-1:P-3:2025-02-15",
    ]
    assert found[0].figures == (("reason", "carer_joined"),)


def test_a_revoked_approval_demands_nothing_more():
    home = approved(revoked_on=day("2025-03-01"))._replace(persons=(CARER, SON))
    assert names(home, on="2025-03-10") == []


# --- commitment ---


@pytest.mark.parametrize(
    ("on", "last", "expected"),
    [
        ("2026-01-30", "2026-01-30", []),
        ("2026-01-01", "2026-01-31", ["commitment_ends:H-1:2026-01-31"]),
        ("2026-01-31", "2026-01-31", ["commitment_ends:H-1:2026-01-31"]),
        ("2026-02-01", "2026-03-01", []),
    ],
)
def test_a_commitment_of_a_year_ends_the_day_before_a_year_from_the_approval(on: str, last: str, expected: list[str]):
    """Told up to that day, and not afterwards."""
    assert names(approved(), on=on, last=last) == expected


def test_a_commitment_is_counted_from_the_first_approval_that_stands_as_what_the_home_applied_as():
    renewed = HOME._replace(
        approvals=(Approval("besokshjem", day("2025-02-01")), Approval("besokshjem", day("2025-08-01")))
    )
    assert names(renewed, on="2026-01-31") == ["commitment_ends:H-1:2026-01-31"]
    anew = renewed._replace(
        approvals=(renewed.approvals[0]._replace(revoked_on=day("2025-07-01")), renewed.approvals[1])
    )
    assert names(anew, on="2026-01-31") == []
    assert names(anew, on="2026-07-31") == ["commitment_ends:H-1:2026-07-31"]


def test_no_commitment_ends_where_there_is_none_or_the_home_ends_before():
    assert names(approved()._replace(commitment_months=0), on="2026-01-31") == []
    assert names(approved(kind="fosterhjem"), on="2026-01-31") == ["step:attest:H-1:P-1"]
    assert names(approved(), on="2026-01-01", last="2026-01-31", ended_on=day("2026-01-30")) == []


# --- certificates to destroy ---


@pytest.mark.parametrize(("on", "expected"), [("2025-03-02", False), ("2025-03-03", True), ("2026-01-01", True)])
def test_a_certificate_is_destroyed_within_thirty_days_of_the_decision(on: str, expected: bool):
    """Approved on 1 February."""
    found = names(approved(), on=on, undestroyed=(CERTIFICATE,))
    assert ("destroy:H-1:P-1:2025-03-03" in found) is expected


@pytest.mark.parametrize(
    ("home", "more", "due_on"),
    [
        (approved("2024-06-01"), {}, "2025-02-19"),
        (approved("2025-02-01", revoked_on=day("2025-02-10")), {}, "2025-03-03"),
        (HOME, {"closed_on": day("2025-02-05")}, "2025-03-07"),
        (HOME, {"ended_on": day("2025-02-05")}, "2025-03-07"),
        (HOME, {"closed_on": day("2025-01-05")}, "2025-02-19"),
    ],
)
def test_the_decision_a_certificate_served(home: Home, more: dict[str, object], due_on: str):
    """The first approval from the day it was seen, 20 January, on; that day, where the home was approved already;

    or the day the application was closed, or the home ended, without an approval.
    """
    found = names(home, on="2025-06-01", undestroyed=(CERTIFICATE,), **more)
    assert f"destroy:H-1:P-1:{due_on}" in found


def test_before_a_decision_a_certificate_is_kept():
    assert names(HOME, on="2025-02-28", undestroyed=(CERTIFICATE,)) == []
    assert names(HOME, on="2025-02-28", undestroyed=(CERTIFICATE,), closed_on=day("2025-03-01")) == []
    later = CERTIFICATE._replace(on=day("2025-02-02"))
    assert names(approved("2024-01-01"), on="2025-02-01", undestroyed=(later,)) == []
