"""Family councils: what is lacking on a day, what comes next, and what no record may say."""

from datetime import date
from typing import Any

import pytest

from bvt_cli.core.consistency import faults
from bvt_cli.core.council import (
    Consent,
    Council,
    CouncilLimits,
    Family,
    Objection,
    Step,
    Talk,
    answer_due,
    council_limits_on,
    meeting_due,
)
from bvt_cli.core.council_due import Next, next_thing
from bvt_cli.core.council_findings import Finding, findings, lacking_for, of_meeting
from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.form_council import STEPS_TO_TAKE
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

LIMITS = CouncilLimits(
    answer_working_days=15, answer_hours_acute=24, meeting_weeks_min=4, meeting_weeks_max=8, consent_age=15
)
BORN = date(2014, 8, 9)
REFERRED = date(2025, 1, 13)
ON = date(2025, 3, 3)
BOTH_PARENTS = (Consent("mother", REFERRED), Consent("father", REFERRED))


def day(text: str) -> date:
    return date.fromisoformat(text)


def taken(until: str, on: date = ON) -> tuple[Step, ...]:
    """All steps up to and with one, done on a day."""
    return tuple(Step(code, on) for code in STEPS_TO_TAKE[: STEPS_TO_TAKE.index(until) + 1])


def council(**changes: Any) -> Council:
    """A council in which nothing is lacking, but for what is changed: Bufetat answered on 30 January."""
    whole = Council(
        ref="F-1",
        child="C-1",
        born=BORN,
        referred_on=REFERRED,
        answered_on=day("2025-01-30"),
        child_wants="yes",
        consents=BOTH_PARENTS,
        mapped=("close_family", "other_parent"),
        proposals=1,
    )
    return whole._replace(**changes)


def lacking(known: Council, on: date = ON) -> list[str]:
    return [each.code for each in findings(known, on, LIMITS)]


def coming(known: Council, on: date = ON) -> str | None:
    thing = next_thing(known, on, LIMITS)
    return thing.code if thing else None


def test_the_limits_as_shipped() -> None:
    assert council_limits_on(load_practice(shipped_rates(), None).practice, ON) == LIMITS


# --- deadlines ---


def test_bufetat_answers_in_15_working_days() -> None:
    """From Monday 13 January: three weeks of five days."""
    known = council(answered_on=None)
    assert answer_due(known, LIMITS) == day("2025-02-03")
    assert lacking(known, day("2025-02-03")) == []
    assert findings(known, day("2025-02-04"), LIMITS) == (Finding("answer", due=day("2025-02-03")),)


@pytest.mark.parametrize(("hours", "due"), [(24, "2025-01-19"), (1, "2025-01-19"), (48, "2025-01-20")])
def test_when_acute_bufetat_answers_the_day_after_holiday_or_not(hours: int, due: str) -> None:
    """Referred on a Saturday: the Sunday counts."""
    known = council(referred_on=day("2025-01-18"), acute=True)
    assert answer_due(known, LIMITS._replace(answer_hours_acute=hours)) == day(due)


def test_an_answer_that_comes_later_is_late_until_then() -> None:
    assert lacking(council(answered_on=day("2025-02-10")), day("2025-02-05")) == ["answer"]
    assert lacking(council(answered_on=day("2025-02-10")), day("2025-02-10")) == []


def test_a_council_that_is_decided_on_without_bufetat_waits_for_no_answer() -> None:
    assert lacking(council(answered_on=None, decided_on=day("2025-01-20"))) == []


def test_the_council_meets_four_to_eight_weeks_after_the_decision() -> None:
    """Left out, the decision is Bufetat's answer, here of Thursday 30 January."""
    assert meeting_due(council(), LIMITS) == (day("2025-02-27"), day("2025-03-27"))
    assert meeting_due(council(decided_on=day("2025-02-04")), LIMITS) == (day("2025-03-04"), day("2025-04-01"))
    assert meeting_due(council(answered_on=None), LIMITS) is None


def test_a_meeting_that_has_not_been_is_late_from_the_day_after() -> None:
    assert lacking(council(), day("2025-03-27")) == []
    assert findings(council(), day("2025-03-28"), LIMITS) == (Finding("meeting", due=day("2025-03-27")),)
    assert lacking(council(steps=taken("meeting")), day("2025-03-28")) == []


# --- findings ---


def test_a_council_has_findings_only_while_it_runs() -> None:
    """It runs from the referral to the day before it is closed."""
    bare = Council("F-1", "C-1", BORN, REFERRED, closed_on=day("2025-02-01"))
    assert lacking(bare, day("2025-01-12")) == []
    assert lacking(bare, REFERRED) == lacking(bare, day("2025-01-31")) == [
        "consent_parents", "child_view", "other_parent",
    ]  # fmt: skip
    assert lacking(bare, day("2025-02-01")) == []


@pytest.mark.parametrize(
    ("consents", "have"),
    [
        ((), 0),
        ((Consent("mother", REFERRED),), 1),
        ((Consent("mother", REFERRED), Consent("father", day("2025-03-04"))), 1),
        ((Consent("mother", REFERRED), Consent("father", REFERRED, withdrawn_on=ON)), 1),
        ((Consent("mother", REFERRED), Consent("child", REFERRED)), 1),
        (BOTH_PARENTS, 2),
        ((Consent("mother", REFERRED), Consent("co_mother", REFERRED)), 2),
        ((Consent("mother", REFERRED), Consent("father", exempt=True)), 2),
        ((Consent("guardian", REFERRED),), 2),
    ],
)
def test_both_parents_consent_or_a_guardian_for_both(consents: tuple[Consent, ...], have: int) -> None:
    """One whose consent is not needed counts as settled; one withdrawn that day no longer."""
    found = findings(council(consents=consents), ON, LIMITS)
    assert found == (() if have == 2 else (Finding("consent_parents", need=2, have=have),))


def test_a_child_consents_itself_from_its_15th_birthday() -> None:
    known = council(born=day("2010-03-03"))
    assert lacking(known, day("2025-03-02")) == []
    assert findings(known, day("2025-03-03"), LIMITS) == (Finding("consent_child", need=15, have=15),)
    assert lacking(known._replace(consents=(*BOTH_PARENTS, Consent("child", ON)))) == []


def test_the_childs_own_view_is_asked_for() -> None:
    assert lacking(council(child_wants=None)) == ["child_view"]
    assert lacking(council(child_asked_on=day("2025-03-04"))) == ["child_view"]
    assert lacking(council(child_wants="unsure", child_asked_on=ON)) == []


def test_a_child_that_does_not_want_a_council_is_met() -> None:
    """Its no stands openly; what is lacking is how it is met."""
    assert lacking(council(child_wants="no")) == ["child_met"]
    assert lacking(council(child_wants="no", child_met=True)) == []


def test_whom_the_child_does_not_want_invited_is_resolved() -> None:
    objection = Objection(2, day("2025-02-12"), resolved_on=day("2025-02-24"))
    known = council(objections=(objection,))
    assert lacking(known, day("2025-02-11")) == []
    assert findings(known, day("2025-02-23"), LIMITS) == (Finding("not_invited", mapped=2),)
    assert lacking(known, day("2025-02-24")) == []
    assert lacking(council(objections=(Objection(2, ON),))) == ["not_invited"]


def test_the_other_parents_family_is_not_forgotten() -> None:
    """Unless it is said why nobody of it is on the map."""
    assert lacking(council(mapped=("close_family", "extended", "child_network"))) == ["other_parent"]
    assert lacking(council(mapped=(), other_parent_blank=True)) == []


def test_a_plan_has_proposals_once_it_is_made() -> None:
    assert lacking(council(proposals=0, steps=taken("meeting"))) == []
    assert lacking(council(proposals=0, steps=taken("plan"))) == ["plan"]
    skipped = (*taken("meeting"), Step("plan", ON, skipped=True))
    assert lacking(council(proposals=0, steps=skipped)) == []


YES = Family(1, "yes", ON, information_sent_on=ON, information_returned_on=ON, matching=True)


@pytest.mark.parametrize(
    ("step", "family", "expected"),
    [
        ("plan", Family(1), []),
        ("clarification", Family(1), ["family_answer"]),
        ("clarification", Family(1, "yes", day("2025-03-04")), ["family_answer"]),
        ("clarification", Family(1, "undecided", ON), []),
        ("self_information", Family(1, "undecided", ON), []),
        ("self_information", Family(1, "no", ON), []),
        ("self_information", Family(1, "yes", ON), ["information_sent"]),
        ("self_information", Family(1, "yes", ON, information_sent_on=ON), ["information_returned"]),
        ("interviews", YES, ["interview"]),
        ("matching", YES._replace(matching=False), ["interview", "family_matching"]),
        ("decision", YES._replace(decision="no"), []),
        ("decision", YES._replace(decision=None), ["interview", "family_decision"]),
        ("decision", YES._replace(decision="yes", decided_on=day("2025-03-04")), ["interview", "family_decision"]),
        ("decision", YES._replace(answer="no", decision="yes", decided_on=ON), ["decision_against"]),
        ("intake", YES._replace(decision="yes", decided_on=ON), ["interview", "family_home", "family_intake"]),
        ("intake", YES._replace(decision="yes", home="H-1", intake_on=ON), ["interview"]),
    ],
)
def test_once_a_step_is_done_each_family_has_what_it_is_owed(step: str, family: Family, expected: list[str]) -> None:
    """An answer, the self-information sent and returned, a talk, a decision, and intake's contact."""
    found = findings(council(steps=taken(step), families=(family,)), ON, LIMITS)
    assert [each.code for each in found] == expected
    assert {each.family for each in found} <= {1}


def test_the_self_information_is_returned_before_talks() -> None:
    talk = (Talk(1, day("2025-02-20")),)
    late = YES._replace(information_returned_on=day("2025-02-21"))
    assert lacking(council(families=(late,), talks=talk)) == ["talk_early"]
    assert lacking(council(families=(Family(1, "yes", ON),), talks=talk)) == ["talk_early"]
    in_time = late._replace(information_returned_on=day("2025-02-20"))
    assert lacking(council(families=(in_time,), talks=talk)) == []
    assert lacking(council(families=(late,), talks=talk), day("2025-02-19")) == []


@pytest.mark.parametrize(
    ("on", "code"),
    [("2025-02-26", "meeting_early"), ("2025-02-27", None), ("2025-03-27", None), ("2025-03-28", "meeting_late")],
)
def test_a_meeting_outside_its_weeks_is_told_of(on: str, code: str | None) -> None:
    """Four to eight weeks from 30 January; also when looked at much later, while the council runs."""
    known = council(steps=taken("meeting", day(on)))
    expected = () if code is None else (
        Finding(code, due=day("2025-03-27"), on=day(on), not_before=day("2025-02-27")),
    )  # fmt: skip
    assert findings(known, day("2025-05-05"), LIMITS) == of_meeting(known, LIMITS) == expected


def test_without_a_decision_no_meeting_is_too_early_or_too_late() -> None:
    known = council(answered_on=None, steps=taken("meeting"))
    assert of_meeting(known, LIMITS) == ()
    assert lacking(known) == ["answer"]


def test_a_meeting_that_was_skipped_or_not_held_has_nothing_to_be_told_of() -> None:
    skipped = (*taken("information"), Step("meeting", ON, skipped=True))
    assert of_meeting(council(steps=skipped, consents=()), LIMITS) == ()
    assert lacking(council(steps=skipped), day("2025-05-05")) == []
    assert of_meeting(council(consents=()), LIMITS) == ()


def test_what_was_not_settled_when_the_council_met_is_told_at_once() -> None:
    """Consents, the child's no, and whom it does not want there."""
    known = council(
        born=day("2010-01-01"), steps=taken("meeting"), consents=(), child_wants="no", objections=(Objection(2, ON),),
    )  # fmt: skip
    assert of_meeting(known, LIMITS) == (
        Finding("consent_parents", need=2, have=0),
        Finding("consent_child", need=15, have=15),
        Finding("child_met"),
        Finding("not_invited", mapped=2),
    )


def test_what_was_settled_only_after_the_meeting_stays_a_finding() -> None:
    """It should have been beforehand; on the day of the meeting itself is in time."""
    late = day("2025-03-04")
    known = council(
        born=day("2010-01-01"),
        steps=taken("meeting"),
        consents=(Consent("mother", ON), Consent("father", late), Consent("child", late)),
        objections=(Objection(2, ON, late), Objection(3, REFERRED, ON), Objection(4, ON)),
    )
    assert findings(known, late, LIMITS) == (
        Finding("not_invited", mapped=4),
        Finding("met_without_parents", need=2, have=1, on=ON),
        Finding("met_without_child", need=15, have=15, on=ON),
        Finding("met_unresolved", mapped=2, on=ON),
    )


def test_a_council_closed_without_the_family_it_found_contradicts_itself() -> None:
    both = YES._replace(decision="yes", decided_on=ON)
    known = council(families=(both, Family(2, "no", ON)), closed_on=ON, outcome="no_family", consents=())
    assert findings(known, ON, LIMITS) == (Finding("closed_accepted", family=1),)
    assert lacking(known._replace(outcome="stopped")) == []


NOT_YET = day("2025-03-04")


@pytest.mark.parametrize(
    ("step", "families", "expected"),
    [
        ("meeting", (), []),
        ("clarification", (), ["no_families"]),
        ("clarification", (Family(1),), ["family_answer"]),
        ("clarification", (Family(1, "undecided", ON), Family(2, "no", NOT_YET)), ["family_answer"]),
        ("clarification", (Family(1, "undecided", ON),), []),
        ("self_information", (Family(1, "no", ON), Family(2, "undecided", ON)), ["no_family_left"]),
        ("self_information", (Family(1, "yes", ON),), ["information_sent"]),
        ("self_information", (YES._replace(information_returned_on=NOT_YET),), ["information_returned"]),
        ("self_information", (YES, Family(2, "no", ON)), []),
        ("interviews", (YES, YES._replace(number=2)), ["interview"]),
        ("interviews", (YES._replace(number=2, decision="no", decided_on=ON),), ["no_family_left"]),
        ("matching", (YES._replace(matching=False),), ["family_matching"]),
        ("matching", (YES,), []),
        ("decision", (YES,), ["family_decision"]),
        ("decision", (YES._replace(decision="no", decided_on=ON),), []),
        ("intake", (YES,), ["no_family_left"]),
        ("intake", (YES._replace(decision="yes", decided_on=ON),), ["family_intake"]),
        ("intake", (YES._replace(decision="yes", decided_on=ON, intake_on=ON),), []),
    ],
)
def test_a_step_is_done_when_each_family_it_is_about_has_its_part(
    step: str, families: tuple[Family, ...], expected: list[str]
) -> None:
    """On its day: family 1 was talked with, and what came a day later does not count."""
    known = council(families=families, talks=(Talk(1, ON), Talk(2, NOT_YET)))
    assert [each.code for each in lacking_for(known, step, ON)] == expected


# --- what comes next ---


def test_from_the_referral_to_the_meeting() -> None:
    """What belongs before the council meets comes before the meeting itself."""
    bare = Council("F-1", "C-1", day("2010-01-01"), REFERRED, objections=(Objection(3, REFERRED),))
    last = day("2025-03-27")
    assert next_thing(bare, ON, LIMITS) == Next("answer", day("2025-02-03"))
    bare = bare._replace(answered_on=day("2025-01-30"))
    assert next_thing(bare, ON, LIMITS) == Next("coordinator", last)
    bare = bare._replace(steps=taken("coordinator"))
    assert next_thing(bare, ON, LIMITS) == Next("information", last)
    bare = bare._replace(steps=taken("information"))
    assert next_thing(bare, ON, LIMITS) == Next("consent_parents", last, role="mother")
    bare = bare._replace(consents=BOTH_PARENTS[:1])
    assert next_thing(bare, ON, LIMITS) == Next("consent_parents", last, role="father")
    bare = bare._replace(consents=BOTH_PARENTS)
    assert next_thing(bare, ON, LIMITS) == Next("consent_child", last, role="child")
    bare = bare._replace(consents=(*BOTH_PARENTS, Consent("child", ON)))
    assert next_thing(bare, ON, LIMITS) == Next("child_view", last)
    bare = bare._replace(child_wants="no")
    assert next_thing(bare, ON, LIMITS) == Next("child_met", last)
    bare = bare._replace(child_met=True)
    assert next_thing(bare, ON, LIMITS) == Next("not_invited", last, mapped=3)
    bare = bare._replace(objections=(Objection(3, REFERRED, ON),))
    assert next_thing(bare, ON, LIMITS) == Next("other_parent", last)
    bare = bare._replace(mapped=("other_parent",))
    assert next_thing(bare, ON, LIMITS) == Next("meeting", last, not_before=day("2025-02-27"))


def test_from_the_meeting_to_a_home() -> None:
    """Each family in its turn, and the step when all have had theirs."""
    known = council(steps=taken("meeting"), proposals=0)
    assert coming(known) == "plan_proposal"
    known = known._replace(proposals=1)
    assert next_thing(known, ON, LIMITS) == Next("plan")
    known = known._replace(steps=taken("plan"))
    assert coming(known) == "family"
    known = known._replace(families=(Family(1), Family(2, "no", ON)))
    assert next_thing(known, ON, LIMITS) == Next("family_answer", family=1)
    known = known._replace(families=(Family(1, "yes", ON), Family(2, "no", ON)))
    assert coming(known) == "clarification"
    known = known._replace(steps=taken("clarification"))
    assert coming(known) == "information_sent"
    known = known._replace(families=(Family(1, "yes", ON, information_sent_on=ON),))
    assert coming(known) == "information_returned"
    known = known._replace(families=(YES,))
    assert coming(known) == "self_information"
    known = known._replace(steps=taken("self_information"))
    assert coming(known) == "interview"
    known = known._replace(talks=(Talk(1, ON),))
    assert coming(known) == "interviews"
    known = known._replace(steps=taken("interviews"), families=(YES._replace(matching=False),))
    assert coming(known) == "family_matching"
    known = known._replace(families=(YES,))
    assert coming(known) == "matching"
    known = known._replace(steps=taken("matching"))
    assert coming(known) == "family_decision"
    known = known._replace(families=(YES._replace(decision="yes", decided_on=ON),))
    assert coming(known) == "decision"
    known = known._replace(steps=taken("decision"))
    assert coming(known) == "family_home"
    known = known._replace(families=(YES._replace(decision="yes", decided_on=ON, home="H-1"),))
    assert coming(known) == "family_intake"
    known = known._replace(families=(YES._replace(decision="yes", home="H-1", intake_on=ON),))
    assert coming(known) == "intake"
    known = known._replace(steps=taken("intake"))
    assert coming(known) == "close"
    assert coming(known._replace(closed_on=ON)) is None


def test_a_council_without_a_family_left_is_closed() -> None:
    """All said no, the service said no, or none was ever proposed."""
    answered = council(steps=taken("clarification"), families=(Family(1, "no", ON), Family(2, "no", ON)))
    assert coming(answered) == "close_no_family"
    refused = council(steps=taken("decision"), families=(YES._replace(decision="no"),), talks=(Talk(1, ON),))
    assert coming(refused) == "close_no_family"
    assert coming(council(steps=taken("plan"))) == "family"
    assert coming(council(steps=taken("clarification"))) == "close_no_family"


def test_an_undecided_family_is_asked_again() -> None:
    """After what the families that said yes are waiting for, and no more once one is found."""
    hesitant = council(steps=taken("clarification"), families=(Family(1, "undecided", ON),))
    assert next_thing(hesitant, ON, LIMITS) == Next("family_undecided", family=1)
    assert coming(hesitant._replace(steps=taken("decision"))) == "family_undecided"
    assert coming(hesitant._replace(steps=taken("plan"))) == "clarification"
    two = (Family(1, "undecided", ON), Family(2, "yes", ON))
    assert next_thing(hesitant._replace(families=two), ON, LIMITS) == Next("information_sent", family=2)
    waiting = (Family(1, "undecided", ON), YES._replace(number=2))
    assert next_thing(hesitant._replace(families=waiting), ON, LIMITS) == Next("family_undecided", family=1)
    found = (waiting[0], YES._replace(number=2, decision="yes", decided_on=ON))
    known = hesitant._replace(steps=taken("decision"), families=found, talks=(Talk(2, ON),))
    assert coming(known) == "family_home"
    refused = (Family(1, "undecided", ON, decision="no", decided_on=ON),)
    assert coming(hesitant._replace(families=refused)) == "close_no_family"


def test_what_was_forgotten_before_the_meeting_is_left_to_the_findings() -> None:
    known = council(consents=(), steps=taken("meeting"))
    assert coming(known) == "plan"
    assert lacking(known) == ["consent_parents"]


def test_without_a_decision_there_is_no_day_for_the_meeting() -> None:
    known = council(answered_on=None, decided_on=day("2025-03-04"))
    assert next_thing(known, ON, LIMITS) == Next("answer", day("2025-02-03"))
    on_the_day = next_thing(known, day("2025-03-04"), LIMITS)
    assert on_the_day == Next("coordinator", day("2025-04-29"))


def test_what_is_next_is_late_from_the_day_after() -> None:
    assert not Next("meeting", due=ON).late_on(ON)
    assert Next("meeting", due=ON).late_on(day("2025-03-04"))
    assert not Next("plan").late_on(ON)


def test_what_only_belongs_before_the_meeting_is_told_from_what_has_a_day_of_its_own() -> None:
    assert Next("coordinator", due=ON).before_meeting
    assert not Next("coordinator").before_meeting
    assert not Next("meeting", due=ON).before_meeting
    assert not Next("answer", due=ON).before_meeting


# --- what no record may say ---

FOUND: Record = {
    "ref": "F-1",
    "child": "C-1",
    "referred_on": REFERRED,
    "consents": [{"role": "mother", "on": REFERRED}, {"role": "father", "exempt": "Ukjent."}],
    "steps": [{"code": code, "on": ON} for code in STEPS_TO_TAKE],
    "map": [{"number": 1, "category": "close_family", "name": "Mona Eksempel"}],
    "not_invited": [{"mapped": 1, "on": REFERRED}],
    "families": [
        {"number": 1, "name": "Familien Eksempel", "answer": "yes", "answered_on": ON, "decision": "yes",
         "decided_on": ON, "home": "H-1"}
    ],
    "interviews": [{"family": 1, "kind": "interview", "on": ON}],
    "closed_on": ON,
    "outcome": "family_found",
}  # fmt: skip
FAMILY: Record = FOUND["families"][0]


def told(**changes: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a good record once it is changed; None takes a key away."""
    record = {key: value for key, value in {**FOUND, **changes}.items() if value is not None}
    return [(path, message.msgid) for path, message in faults(BY_NAME["council"], record)]


def steps(*codes: str, **more: Any) -> list[Record]:
    return [{"code": code, "on": ON, **more} for code in codes]


OPEN: Record = {"closed_on": None, "outcome": None}


def test_a_council_that_found_a_family_has_no_fault() -> None:
    assert told() == told(**OPEN) == []


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({**OPEN, "steps": steps("coordinator", "meeting")}, ("steps", 1),
         'The step "{step}" comes after "{before}", which is neither done nor skipped.'),
        ({**OPEN, "steps": [{"code": "coordinator", "on": date(2025, 1, 12)}]}, ("steps", 0, "on"),
         'The step "{step}" ({on}) is before the one that comes first ({last}).'),
        ({**OPEN, "steps": [*steps("coordinator"), {"code": "information", "on": REFERRED}]}, ("steps", 1, "on"),
         'The step "{step}" ({on}) is before the one that comes first ({last}).'),
        ({**OPEN, "steps": steps("coordinator", skipped=True)}, ("steps", 0, "reason"),
         'The step "{step}" is skipped without a reason.'),
        ({**OPEN, "steps": steps("coordinator", reason="Kjent.")}, ("steps", 0, "reason"),
         "Only a skipped step has a reason."),
        ({"consents": [{"role": "mother"}]}, ("consents", 0, "on"), "{key} is missing."),
        ({"consents": [{"role": "child", "exempt": "Vil ikke."}]}, ("consents", 0, "exempt"),
         "Only a parent's consent may be done without, with its reason."),
        ({"not_invited": [{"mapped": 2, "on": ON}]}, ("not_invited", 0, "mapped"), "{list} has no number {number}."),
        ({"interviews": [{"family": 2, "kind": "interview", "on": ON}]}, ("interviews", 0, "family"),
         "{list} has no number {number}."),
        ({"families": [{**FAMILY, "answered_on": None}]}, ("families", 0, "answered_on"), "{key} is missing."),
        ({**OPEN, "families": [{"number": 1, "name": "X", "decided_on": ON}]}, ("families", 0, "decision"),
         "{key} is missing."),
        ({**OPEN, "families": [{**FAMILY, "decision": "no", "home": None}]}, ("families", 0, "reason"),
         "The service says no without a reason."),
        ({"families": [{**FAMILY, "answer": "undecided"}]}, ("families", 0, "home"),
         "Only a family that said yes, and to which the service said yes, becomes a home."),
        ({"outcome": None}, ("outcome",), "{key} is missing."),
        ({"closed_on": None}, ("closed_on",), "{key} is missing."),
        ({"families": [{**FAMILY, "home": None}]}, ("outcome",), "No family of the council has become a home yet."),
        ({"steps": steps(*STEPS_TO_TAKE[:-1])}, ("outcome",), 'The step "{step}" is neither done nor skipped.'),
        ({"outcome": "no_family"}, ("closing_reason",), "{key} is missing."),
        ({"closed_on": date(2025, 3, 2)}, ("closed_on",),
         'The council is closed on {closed}, before the step "{step}" ({on}).'),
        ({**OPEN, "decided_on": date(2025, 1, 12)}, ("decided_on",), "{later} ({last}) is before {earlier} ({first})."),
        ({"consents": [{"role": "father", "exempt": "Ukjent."}] * 2}, ("consents", 1),
         "The list {list} holds this element twice."),
        ({"closed_on": date(2025, 1, 12)}, ("closed_on",), "{later} ({last}) is before {earlier} ({first})."),
        ({"not_invited": [{"mapped": 1, "on": ON, "resolved_on": REFERRED}]}, ("not_invited", 0, "resolved_on"),
         "{later} ({last}) is before {earlier} ({first})."),
        ({"families": [{**FAMILY, "information_sent_on": ON, "information_returned_on": REFERRED}]},
         ("families", 0, "information_returned_on"), "{later} ({last}) is before {earlier} ({first})."),
    ],
)  # fmt: skip
def test_what_no_council_may_say(changes: Record, path: tuple[str | int, ...], sentence: str) -> None:
    """Nothing skipped without a reason, nothing decided or closed by halves."""
    without = {
        key: [{name: each for name, each in element.items() if each is not None} for element in value]
        if isinstance(value, list) else value
        for key, value in changes.items()
    }  # fmt: skip
    assert told(**without) == [(path, sentence)]


def test_a_council_closed_without_a_family_says_why() -> None:
    """Then the steps that were not reached need no word of their own."""
    assert told(outcome="stopped", closing_reason="Familien ombestemte seg.", steps=steps("coordinator")) == []


def test_a_step_may_be_skipped_with_its_reason() -> None:
    known = [*steps("coordinator"), *steps("information", skipped=True, reason="Kjent."), *steps("meeting")]
    assert told(**OPEN, steps=known) == []


def test_what_could_not_be_read_is_told_of_once() -> None:
    """A step or a number that is missing altogether brings no further fault."""
    assert told(**OPEN, steps=[{"on": ON}], referred_on=None) == [
        (("referred_on",), "{key} is missing."), (("steps", 0, "code"), "{key} is missing."),
    ]  # fmt: skip
    found = told(**OPEN, interviews=[{"kind": "interview", "on": ON}], steps=[{"code": "coordinator"}])
    assert [path for path, _ in found] == [("steps", 0, "on"), ("interviews", 0, "family")]
    assert told(**OPEN, steps=steps("coordinator"), referred_on=None) == [(("referred_on",), "{key} is missing.")]
