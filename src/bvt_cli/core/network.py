"""Networks: what a resource family and its foster homes owe each other and the service on a day.

Source: the seed document "Ressursfamilie: slik gjør vi det" (3 to 5 foster homes, at least six
gatherings a year or what is agreed, a talk every 14 days or as adjusted, two employees, a joint
meeting each quarter, group confidentiality, consent of children over 15, the half-year's
experiences). The figures themselves are dated settings (`Limits`, from rates/measures.yaml).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.halfyear import Experience, FamilyContact, Gathering, Half
from bvt_cli.core.home import Approval
from bvt_cli.core.period import Month, birthday
from bvt_cli.core.practice import Practice


class Member(NamedTuple):
    """A home in the network from `first` to `last` (None: without end): its own end, too, ends its membership.

    `confidentiality_on`: the day it signed the group's declaration.
    """

    home: str
    first: date
    last: date | None = None
    confidentiality_on: date | None = None

    def present_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Consent(NamedTuple):
    """A child's consent to the family taking part; `withdrawn_on` is the first day it no longer counts."""

    child: str
    on: date
    withdrawn_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


class Placement(NamedTuple):
    """An agreement of the measure fosterhjem: whose child of which day of birth lives where, from day to day."""

    child: str
    home: str
    born: date
    first: date
    last: date | None = None

    def in_force_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Engagement(NamedTuple):
    """An agreement of the measure ressursfamilie: a home is paid for a network from `first` to `last`."""

    agreement: str
    home: str
    first: date
    last: date | None = None


class Network(NamedTuple):
    """All that the findings about a network depend on, beside the limits.

    `talk_every`: days between talks, each from a day on. `agreed`: gatherings agreed on for a year.
    `approvals` and `home_ended_on` are those of the resource home; `placements` those at any of its
    homes; `joint_meetings` the days of those the network was at. `engagements` are those for this network,
    `municipalities` the numbers of those of its homes that have one, by ref: only notes depend on these.
    """

    ref: str
    resource_home: str
    started_on: date
    ended_on: date | None = None
    contacts: tuple[str, ...] = ()
    talk_every: tuple[tuple[date, int], ...] = ()
    agreed: tuple[tuple[int, int], ...] = ()
    members: tuple[Member, ...] = ()
    confidentiality_on: date | None = None
    consents: tuple[Consent, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    talks: tuple[date, ...] = ()
    family_contacts: tuple[FamilyContact, ...] = ()
    experiences: tuple[Experience, ...] = ()
    approvals: tuple[Approval, ...] = ()
    home_ended_on: date | None = None
    placements: tuple[Placement, ...] = ()
    joint_meetings: tuple[date, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    municipalities: tuple[tuple[str, str], ...] = ()

    def runs_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)

    def ran_in(self, half: Half) -> bool:
        return self.started_on <= half.last and (self.ended_on is None or half.first <= self.ended_on)

    def homes_on(self, day: date) -> tuple[str, ...]:
        """The member homes of a day, each once, in the order of the members."""
        return tuple(dict.fromkeys(member.home for member in self.members if member.present_on(day)))

    @property
    def resource_home_until(self) -> date:
        """The last day the resource home is a home at all."""
        return self.home_ended_on or date.max


class Limits(NamedTuple):
    """What is expected of networks; by the settings in force on a day."""

    homes_min: int
    homes_max: int
    gatherings: int
    talk_days: int
    contacts: int
    consent_age: int
    joint_meetings: int
    experiences_days: int


class Finding(NamedTuple):
    """One thing that is short: `need` and `have` are whole numbers, the rest says where, as far as it applies.

    `talk` counts days since `since`, all others how many there are of what is needed. `withdrawn_on`: the day
    from which a consent that was given no longer counts.
    """

    code: str
    need: int
    have: int
    home: str | None = None
    child: str | None = None
    since: date | None = None
    year: int | None = None
    agreed: int | None = None
    quarter: str | None = None
    half: Half | None = None
    withdrawn_on: date | None = None


Rule = Callable[[Network, date, Limits], Iterable[Finding]]


def limits_on(practice: Practice, day: date) -> Limits:
    """The limits in force on a day."""
    return Limits(
        homes_min=practice.number("network_homes_min", day),
        homes_max=practice.number("network_homes_max", day),
        gatherings=practice.number("network_gatherings", day),
        talk_days=practice.number("network_talk_days", day),
        contacts=practice.number("network_contacts", day),
        consent_age=practice.number("network_consent_age", day),
        joint_meetings=practice.number("network_joint_meetings", day),
        experiences_days=practice.number("network_experiences_days", day),
    )


def findings(network: Network, day: date, limits: Limits) -> tuple[Finding, ...]:
    """What is short in a network on a day, one for each thing missing; none where it does not run that day."""
    if not network.runs_on(day):
        return ()
    return tuple(finding for rule in _RULES for finding in rule(network, day, limits))


def agreed_gatherings(network: Network, year: int, limits: Limits) -> int:
    """How many gatherings are agreed on for a whole year."""
    return dict(network.agreed).get(year, limits.gatherings)


def gatherings_until(network: Network, day: date) -> int:
    """How many gatherings there were in the day's calendar year, from the network's start up to and with that day."""
    first = max(network.started_on, date(day.year, 1, 1))
    return sum(first <= each.on <= day for each in network.gatherings)


def talk_interval(network: Network, day: date, limits: Limits) -> int:
    """How many days there may be between talks, by what is agreed on a day."""
    begun = [each for each in network.talk_every if each[0] <= day]
    return max(begun)[1] if begun else limits.talk_days


def last_talk(network: Network, day: date) -> date | None:
    """The last talk while the network ran, up to and with a day."""
    return max((talk for talk in network.talks if network.started_on <= talk <= day), default=None)


def talked_since(network: Network, day: date) -> date:
    """The day from which the next talk is reckoned: the last talk, or the start."""
    return last_talk(network, day) or network.started_on


def unconsenting(network: Network, day: date) -> Iterator[Placement]:
    """Those placed in one of the network's homes on a day who have not consented, of whatever age; each once."""
    homes = set(network.homes_on(day))
    if day <= network.resource_home_until:
        homes.add(network.resource_home)
    consenting = {consent.child for consent in network.consents if consent.stands_on(day)}
    for placement in network.placements:
        if placement.home in homes and placement.in_force_on(day) and placement.child not in consenting:
            consenting.add(placement.child)
            yield placement


def first_of_quarter(day: date) -> Month:
    return Month(day.year, (day.month - 1) // 3 * 3 + 1)


def meetings_in_quarter(network: Network, quarter: Month) -> int:
    """How many joint meetings the network was at in the quarter that begins with a month."""
    return sum(first_of_quarter(on) == quarter for on in set(network.joint_meetings))


def delivered(network: Network, half: Half, day: date) -> bool:
    """Whether a half-year's experiences were delivered by a day."""
    return any(
        each.half == half and each.delivered_on is not None and each.delivered_on <= day for each in network.experiences
    )


def _size(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    have = len(network.homes_on(day))
    if have < limits.homes_min:
        yield Finding("size", limits.homes_min, have)
    elif have > limits.homes_max:
        yield Finding("size", limits.homes_max, have)


def _resource_home(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    approved = any(each.kind == "ressursfamilie" and each.stands_on(day) for each in network.approvals)
    if not approved or day > network.resource_home_until:
        yield Finding("resource_home", 1, 0, home=network.resource_home)


def _gatherings(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    agreed = agreed_gatherings(network, day.year, limits)
    days_run = (day - max(network.started_on, date(day.year, 1, 1))).days + 1
    need, have = agreed * days_run // 365, gatherings_until(network, day)
    if have < need:
        yield Finding("gatherings", need, have, year=day.year, agreed=agreed)


def _talk(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    since = talked_since(network, day)
    need, have = talk_interval(network, day, limits), (day - since).days
    if have > need:
        yield Finding("talk", need, have, since=since)


def _contacts(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    have = len(set(network.contacts))
    if have < limits.contacts:
        yield Finding("contacts", limits.contacts, have)


def _confidentiality(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    signed = {member.home for member in network.members if member.present_on(day) and _by(member, day)}
    if network.confidentiality_on is not None and network.confidentiality_on <= day:
        signed.add(network.resource_home)
    for home in (network.resource_home, *network.homes_on(day)):
        if home not in signed:
            yield Finding("confidentiality", 1, 0, home=home)


def _by(member: Member, day: date) -> bool:
    return member.confidentiality_on is not None and member.confidentiality_on <= day


def _consent(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    for placement in unconsenting(network, day):
        if birthday(placement.born, limits.consent_age) <= day:
            withdrawn_on = _withdrawn(network, placement.child, day)
            yield Finding("consent", 1, 0, home=placement.home, child=placement.child, withdrawn_on=withdrawn_on)


def _withdrawn(network: Network, child: str, day: date) -> date | None:
    """When a child last withdrew its consent, up to a day; None where it has not."""
    withdrawn = (each.withdrawn_on for each in network.consents if each.child == child)
    return max((on for on in withdrawn if on is not None and on <= day), default=None)


def _joint_meeting(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    quarter = first_of_quarter(day).plus(-3)
    have = meetings_in_quarter(network, quarter)
    if network.started_on <= quarter.first and have < limits.joint_meetings:
        name = f"{quarter.year:04d}Q{quarter.number // 3 + 1}"
        yield Finding("joint_meeting", limits.joint_meetings, have, quarter=name)


def _experiences(network: Network, day: date, limits: Limits) -> Iterator[Finding]:
    half = Half.ended_before(day)
    in_time = (day - half.last).days <= limits.experiences_days
    if network.ran_in(half) and not in_time and not delivered(network, half, day):
        yield Finding("experiences", 1, 0, half=half)


_RULES: tuple[Rule, ...] = (
    _size, _resource_home, _gatherings, _talk, _contacts, _confidentiality, _consent, _joint_meeting, _experiences,
)  # fmt: skip
