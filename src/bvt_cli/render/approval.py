"""The verdict on a home: as the JSON scripts rely on, and as sentences for the one who approves."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.approval import ADULT, Demands, Missing, Since, Verdict
from bvt_cli.core.codes import CERTIFICATE_TYPES
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import add_months, birthday
from bvt_cli.core.texts import Text, Word, text


class Case(NamedTuple):
    """A home judged as a kind on a day.

    `names`: of the persons, by ref, where they are to be shown. `approval`: the one of this kind that
    stands on the day, None without.
    `ended_on`: None unless the home has ended on or before the day; then it cannot be approved.
    """

    home: Home
    names: Mapping[str, str]
    kind: str
    on: date
    demands: Demands
    verdict: Verdict
    approval: Approval | None
    ended_on: date | None

    @property
    def approvable(self) -> bool:
        return self.verdict.approvable and self.ended_on is None

    @property
    def clean(self) -> bool:
        """Whether there is nothing to find, neither on the day nor since."""
        return self.approvable and not self.verdict.since_approval


def as_json(case: Case) -> dict[str, object]:
    """The document of `home check --json`. `recorded`: the approval was taken over, not judged by bvt."""
    return {
        "home": case.home.ref,
        "kind": case.kind,
        "on": case.on,
        "approvable": case.approvable,
        "missing": missing_as_json(case),
        "usable_until": case.verdict.usable_until,
        "since_approval": [each._asdict() for each in case.verdict.since_approval],
        "approved_on": case.approval.on if case.approval else None,
        "recorded": case.approval is not None and case.approval.recorded,
    }


def missing_as_json(case: Case) -> list[dict[str, object]]:
    """What is missing, demand by demand."""
    return [each._asdict() for each in case.verdict.missing]


def sentences(case: Case) -> Iterator[Text]:
    """The whole answer: the verdict, then what is missing, how long the certificates serve, what came since."""
    yield _headline(case)
    yield from (text("  {missing}", missing=each) for each in lacking(case))
    if case.approval is None and case.verdict.usable_until is not None and case.ended_on is None:
        yield text(
            "The certificates in hand serve until {day}; the home must be approved by then.",
            day=case.verdict.usable_until,
        )
    elif case.verdict.usable_until is not None:
        yield text("The certificates in hand then served until {day}.", day=case.verdict.usable_until)
    if case.verdict.since_approval:
        yield text("Since the approval:")
        yield from (text("  {missing}", missing=_since(case, each)) for each in case.verdict.since_approval)


def lacking(case: Case) -> Iterator[Text]:
    """What stands in the way of the approval, a sentence each."""
    if case.ended_on is not None:
        yield text("The home ended on {day}.", day=case.ended_on)
    yield from (_missing(case, each) for each in case.verdict.missing)


def _headline(case: Case) -> Text:
    about: dict[str, object] = {"home": case.home.ref, "kind": Word(case.kind), "day": case.on}
    if case.approval is None:
        if case.approvable:
            return text("{home} can be approved as {kind} on {day}: nothing is missing.", **about)
        return text("{home} cannot be approved as {kind} on {day}:", **about)
    about["approved"] = case.approval.on
    if case.approval.recorded:
        if case.approvable:
            return text(
                "{home} is approved as {kind} since {approved} (taken over, not judged by bvt); judged on {day},"
                " nothing is missing.", **about
            )  # fmt: skip
        return text(
            "{home} is approved as {kind} since {approved} (taken over, not judged by bvt); judged on {day}, this is"
            " missing:", **about
        )  # fmt: skip
    if case.approvable:
        return text("{home} is approved as {kind} since {approved}; judged on {day}, nothing is missing.", **about)
    return text("{home} is approved as {kind} since {approved}; judged on {day}, this is missing:", **about)


def _missing(case: Case, missing: Missing) -> Text:
    if missing.code == "attest":
        return _attest(case, missing)
    if missing.code == "confidentiality":
        return text("{person}: the confidentiality declaration is missing.", person=_named(case, missing.person))
    if missing.code == "commitment" and missing.have:
        return text("The home commits itself for {have} months; at least {need} are demanded.",
                    have=missing.have, need=missing.need)  # fmt: skip
    if missing.code == "commitment":
        return text("It is not said for how long the home commits itself; at least {need} months are demanded.",
                    need=missing.need)  # fmt: skip
    if missing.code == "carer":
        return text("The home has {have} of {need} carers.", have=missing.have, need=missing.need)
    if missing.code == "fosterhjem":
        return text("The home must be, or have been, a foster home.")
    return _counted(case, missing)


def _counted(case: Case, missing: Missing) -> Text:
    what = Word(missing.code)
    done = sorted({step.on for step in case.home.steps if step.code == missing.code and step.on <= case.on})
    if done:
        return text("{what} {have} of {need} (on {days})",
                    what=what, have=missing.have, need=missing.need, days=tuple(done))  # fmt: skip
    if missing.need > 1:
        return text("{what}: none of {need}", what=what, need=missing.need)
    return text("{what}: missing", what=what)


def _attest(case: Case, missing: Missing) -> Text:
    person = _named(case, missing.person)
    whose = next(each for each in case.home.persons if each.ref == missing.person)
    types = case.demands.carer_certificates if whose.role == "carer" else case.demands.household_certificates
    demanded = tuple(Word(each) for each in types)
    held = [step for step in case.home.steps if step.code == "attest" and step.person == whose.ref]
    held = [step for step in held if step.on <= case.on and step.issued is not None]
    if missing.reason == "absent" and len(types) == len(CERTIFICATE_TYPES):
        return text("{person}: the police certificate is missing, of whichever type.", person=person)
    if missing.reason == "absent":
        return text("{person}: the police certificate is missing ({types}).", person=person, types=demanded)
    if missing.reason == "wrong_type":
        seen = tuple(Word(step.type or "") for step in held)
        return text("{person}: a police certificate is there, but of the wrong type ({seen}); demanded is {types}.",
                    person=person, seen=seen, types=demanded)  # fmt: skip
    latest = max((step for step in held if step.type in types), key=_issued)
    return text(
        "{person}: the police certificate issued on {issued} is too old; it served until {until}.",
        person=person, issued=latest.issued, until=add_months(_issued(latest), case.demands.certificate_months),
    )  # fmt: skip


def _issued(step: Step) -> date:
    assert step.issued is not None
    return step.issued


def _since(case: Case, since: Since) -> Text:
    whose = next(each for each in case.home.persons if each.ref == since.person)
    about: dict[str, object] = {"person": _named(case, since.person), "what": Word(since.code)}
    if since.reason == "turned_18":
        day = birthday(whose.born, ADULT)
        return text("{person} turned 18 on {day}: {what} is missing.", **about, day=day)
    return _came(whose, about)


def _came(whose: Person, about: Mapping[str, object]) -> Text:
    if whose.role == "carer":
        return text("{person} came as a carer on {day}: {what} is missing.", **about, day=whose.since)
    return text("{person} moved in on {day}: {what} is missing.", **about, day=whose.since)


def _named(case: Case, ref: str | None) -> Text:
    name = case.names.get(ref or "")
    return text("{ref} {name}", ref=ref, name=name) if name else text("{ref}", ref=ref)
