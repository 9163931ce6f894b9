"""Approval: what a home still lacks on a day, how long its certificates serve, and what came since.

Source: the seed documents "Familiestyrkende tiltak" (two conversations, a home visit, police
certificates no more than three months old, confidentiality, contract; at least a year's commitment)
and "Ressursfamilie: slik gjør vi det"; barnevernsloven § 12-11 for the certificates. What each kind
of home must show is data (`Demands`, from rates/approval.yaml), dated.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, add_months, birthday

ADULT = 18


class Demands(NamedTuple):
    """What an approval of one kind demands from a day on.

    `steps`: code and number, each counted on different days. `carer_certificates` and
    `household_certificates`: the types that will do, none meaning that no certificate is demanded.
    `certificate_months`: how old one may be. `commitment_months`: 0 where none is demanded.
    `standing`: as of a setting, for all of it but the certificates.
    """

    kind: str
    since: date
    steps: tuple[tuple[str, int], ...]
    carers: int
    carer_certificates: tuple[str, ...]
    household_certificates: tuple[str, ...]
    certificate_months: int
    carer_confidentiality: bool
    commitment_months: int
    fosterhjem: bool
    source: str
    standing: str = "municipality"
    certificate_standing: str = "municipality"


class Missing(NamedTuple):
    """One demand that is not met: `need` and `have` are whole numbers; `person` is None for the home itself.

    `reason`: `absent` (none at all), `wrong_type`, `too_old` (certificates), `too_few` (a number is short).
    """

    code: str
    person: str | None
    need: int
    have: int
    reason: str


class Since(NamedTuple):
    """What has come after the approval: `reason` is `turned_18`, `moved_in` or `carer_joined`."""

    code: str
    person: str
    reason: str


class Verdict(NamedTuple):
    """The answer to "can this home be approved on that day?"."""

    missing: tuple[Missing, ...]
    usable_until: date | None
    since_approval: tuple[Since, ...] = ()

    @property
    def approvable(self) -> bool:
        return not self.missing


def demands_on(demands: Iterable[Demands], kind: str, day: date) -> Demands | None:
    """The demands in force for a kind on a day: the latest that have begun."""
    begun = [each for each in demands if each.kind == kind and each.since <= day]
    return max(begun, key=lambda each: each.since) if begun else None


def judge(home: Home, demands: Demands, day: date) -> Verdict:
    """What is missing for an approval on a day, all of it, and how long the certificates in hand serve."""
    missing = (*_steps_missing(home, demands, day), *_persons_missing(home, demands, day))
    return Verdict(missing, _usable_until(home, demands, day))


def latest_approval(home: Home, kind: str, as_of: date) -> Approval | None:
    """The latest approval of a kind that stands on a day."""
    standing = [each for each in home.approvals if each.kind == kind and each.stands_on(as_of)]
    return max(standing, key=lambda each: each.on) if standing else None


def come_since(home: Home, demands: Demands, approved_on: date, as_of: date) -> tuple[Since, ...]:
    """Demands that have arisen after the approval and are not settled.

    Settled: a certificate that counted on the day it was needed, or one seen later (up to `as_of`)
    that was no older than allowed when seen. Nothing is demanded of a person who has moved out by then.
    """
    return tuple(_arisen(home, demands, approved_on, as_of))


def _steps_missing(home: Home, demands: Demands, day: date) -> Iterator[Missing]:
    if demands.fosterhjem and not (
        home.has_been_fosterhjem or any(each.kind == "fosterhjem" and each.on <= day for each in home.approvals)
    ):
        yield Missing("fosterhjem", None, 1, 0, "absent")
    for code, need in demands.steps:
        have = len({step.on for step in home.steps if step.code == code and step.on <= day})
        if have < need:
            yield Missing(code, None, need, have, "too_few" if have else "absent")
    if home.commitment_months < demands.commitment_months:
        reason = "too_few" if home.commitment_months else "absent"
        yield Missing("commitment", None, demands.commitment_months, home.commitment_months, reason)


def _persons_missing(home: Home, demands: Demands, day: date) -> Iterator[Missing]:
    present = [person for person in home.persons if person.lives_there(day)]
    carers = sum(person.role == "carer" for person in present)
    if carers < demands.carers:
        yield Missing("carer", None, demands.carers, carers, "too_few" if carers else "absent")
    for person in present:
        types = _types_for(person, demands)
        if types and _demanded_from(person, demands) <= day:
            reason = _certificate_fault(_certificates(home, person, day), types, demands.certificate_months, day)
            if reason:
                yield Missing("attest", person.ref, 1, 0, reason)
        if _lacks_confidentiality(home, person, demands, day):
            yield Missing("confidentiality", person.ref, 1, 0, "absent")


def _types_for(person: Person, demands: Demands) -> tuple[str, ...]:
    return demands.carer_certificates if person.role == "carer" else demands.household_certificates


def _demanded_from(person: Person, demands: Demands) -> date:
    """The day a certificate is first demanded of a person: a member of the household from 18."""
    moved_in = person.since or date.min
    return moved_in if person.role == "carer" else max(moved_in, birthday(person.born, ADULT))


def _certificates(home: Home, person: Person, day: date) -> list[Step]:
    """The certificates of a person that have been seen, and issued before that, on a day."""
    return [
        step
        for step in home.steps
        if step.code == "attest" and step.person == person.ref and step.on <= day
        if step.issued is not None and step.issued <= step.on
    ]


def _lacks_confidentiality(home: Home, person: Person, demands: Demands, day: date) -> bool:
    return (
        demands.carer_confidentiality
        and person.role == "carer"
        and not any(
            step.code == "confidentiality" and step.person == person.ref and step.on <= day for step in home.steps
        )
    )


def _serves_until(certificate: Step, months: int) -> date:
    assert certificate.issued is not None
    return add_months(certificate.issued, months)


def _certificate_fault(held: list[Step], types: tuple[str, ...], months: int, day: date) -> str | None:
    if not held:
        return "absent"
    right = [step for step in held if step.type in types]
    if not right:
        return "wrong_type"
    return None if max(_serves_until(step, months) for step in right) >= day else "too_old"


def _usable_until(home: Home, demands: Demands, day: date) -> date | None:
    """The last day from `day` on which every certificate demanded is met by what is in hand."""
    ends = []
    for person in home.persons:
        types = _types_for(person, demands)
        leaves = person.until or FAR_FUTURE
        first = max(day, _demanded_from(person, demands))
        if not types or leaves < first:
            continue
        right = [step for step in _certificates(home, person, day) if step.type in types]
        serves = max((_serves_until(step, demands.certificate_months) for step in right), default=date.min)
        if serves < first:
            if first == day:
                return None
            ends.append(first - ONE_DAY)
        elif serves < leaves:
            ends.append(serves)
    return min(ends, default=None)


def _arisen(home: Home, demands: Demands, approved_on: date, as_of: date) -> Iterator[Since]:
    for person in home.persons:
        types = _types_for(person, demands)
        arose = _demanded_from(person, demands)
        if not approved_on < arose <= as_of or (person.until or FAR_FUTURE) < as_of:
            continue
        if types and not _settled(home, person, types, demands.certificate_months, arose, as_of):
            yield Since("attest", person.ref, _why(person, arose))
        if _lacks_confidentiality(home, person, demands, as_of):
            yield Since("confidentiality", person.ref, _why(person, arose))


def _why(person: Person, arose: date) -> str:
    if person.role == "carer":
        return "carer_joined"
    return "moved_in" if person.since == arose else "turned_18"


def _settled(home: Home, person: Person, types: tuple[str, ...], months: int, arose: date, as_of: date) -> bool:
    for step in _certificates(home, person, as_of):
        if step.type in types:
            needed = max(step.on, arose)  # seen before the event it must last to the event, seen later to the seeing
            if _serves_until(step, months) >= needed:
                return True
    return False
