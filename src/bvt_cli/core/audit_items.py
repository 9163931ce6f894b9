"""The items of an audit that are about the home: decision, contract, confidentiality, certificates, agreements."""

from collections.abc import Iterator
from datetime import date

from bvt_cli.core.agreement import approved_days, due_days
from bvt_cli.core.approval import Demands, come_since, demands_on, judge
from bvt_cli.core.audit_folder import Folder, Found, Lack, Paid, days_of
from bvt_cli.core.home import Approval, Home, Person
from bvt_cli.core.payment import Line
from bvt_cli.core.period import FAR_FUTURE, Span, common, joined, without

CONTRACTS = ("contract", "assignment")
"""The steps that are a contract: of a ressursfamilie the assignment agreement."""


def decision(paid: Paid) -> Found:
    """Approved as the measure demands on every day paid, whoever judged it."""
    if not paid.days:
        return None
    return (
        Lack("not_approved", kind=kind, first=span.first, last=span.last)
        for kind, spans in paid.days.items()
        for span in without(spans, approved_days(paid.folder.home.approvals, kind))
    )


def contract(paid: Paid) -> Found:
    """Signed by the first day paid in the period, where the approval demands one."""
    wanted = {
        (code, spans[0].first)
        for kind, spans in paid.days.items()
        for demands in paid.demanded(kind)
        for code, _ in demands.steps
        if code in CONTRACTS
    }
    if not wanted:
        return None
    return (lack for code, day in sorted(wanted) for lack in _signed(paid.folder.home, code, None, day))


def confidentiality(paid: Paid) -> Found:
    """Of each carer who lived there on a day paid: signed by the first of these days, by who came later by the last."""
    if not any(demands.carer_confidentiality for kind in paid.days for demands in paid.demanded(kind)):
        return None
    return (
        lack
        for person in paid.folder.home.persons
        if person.role == "carer" and _lived_there(person, paid)
        for lack in _signed(
            paid.folder.home,
            "confidentiality",
            person.ref,
            paid.first if person.lives_there(paid.first) else paid.last,
        )
    )


def _lived_there(person: Person, paid: Paid) -> bool:
    there = (Span(person.since or date.min, person.until or FAR_FUTURE),)
    return any(common(spans, there) for spans in paid.days.values())


def _signed(home: Home, code: str, person: str | None, by: date) -> Iterator[Lack]:
    """What is missing of something to be signed by a day."""
    on = min((step.on for step in home.steps if (step.code, step.person) == (code, person)), default=None)
    if on is None:
        yield Lack("not_signed", person, code, by)
    elif on > by:
        yield Lack("signed_late", person, code, by, on)


def certificates(paid: Paid) -> Found:
    """In order on the day of the decision, by what was demanded on that day."""
    judged = [(approval, demands) for approval, demands in _decided(paid) if _demands_certificates(demands)]
    if not judged:
        return None
    return (
        Lack(f"attest_{each.reason}", each.person, approval.kind, approval.on)
        for approval, demands in judged
        for each in judge(paid.folder.home, demands, approval.on).missing
        if each.code == "attest"
    )


def certificates_since(paid: Paid) -> Found:
    """Of those who came of age or moved in after the decision, by the last day paid."""
    judged = [
        (approval, demands)
        for approval, _ in _decided(paid)
        for demands in [demands_on(paid.demands, approval.kind, paid.last)]
        if demands is not None and _demands_certificates(demands)
    ]
    if not judged:
        return None
    return (
        Lack(f"attest_{each.reason}", each.person, approval.kind, paid.last)
        for approval, demands in judged
        for each in come_since(paid.folder.home, demands, approval.on, paid.last)
        if each.code == "attest"
    )


def _decided(paid: Paid) -> Iterator[tuple[Approval, Demands]]:
    """The decisions the paid days rest on, each with what was demanded on its day."""
    for kind, approvals in paid.relied.items():
        for approval in approvals:
            demands = demands_on(paid.demands, kind, approval.on)
            if demands is not None:
                yield approval, demands


def _demands_certificates(demands: Demands) -> bool:
    return bool(demands.carer_certificates or demands.household_certificates)


def agreement(paid: Paid) -> Found:
    """In force with this home on every day paid; what is paid beside the rates needs a day on which it is."""
    uncovered: dict[str, list[Span]] = {}
    for each in paid.folder.lines:
        uncovered.setdefault(each.line.agreement, []).extend(_uncovered(each.line, paid.folder))
    return (
        Lack("not_covered", ref, first=span.first, last=span.last)
        for ref, spans in uncovered.items()
        for span in joined(spans)
    )


def _uncovered(line: Line, folder: Folder) -> tuple[Span, ...]:
    days = days_of(line, folder)
    facts = folder.agreements.get(line.agreement)
    if facts is None or facts.home.ref != line.home:
        return days
    in_force = due_days(facts, line.for_month).but_for_approval
    if line.item is not None:
        return () if common(days, in_force) else days
    return without(days, in_force)
