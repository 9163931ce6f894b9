"""A network at a glance: its figures of the year so far, and what is due next."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.halfyear import Family, Gathering, families, halves
from bvt_cli.core.network import (
    Limits,
    Network,
    agreed_gatherings,
    delivered,
    first_of_quarter,
    gatherings_until,
    last_talk,
    meetings_in_quarter,
    talk_interval,
    talked_since,
    unconsenting,
)
from bvt_cli.core.period import birthday


class Due(NamedTuple):
    """What must be done, and the day by which; a day gone by means that it is late."""

    on: date
    code: str


class Figures(NamedTuple):
    """A network on a day: its member homes, and what there was in the calendar year so far.

    `next_due` is None where the network does not run.
    """

    homes: tuple[str, ...]
    gatherings: int
    agreed: int
    families: tuple[Family, ...]
    talks: int
    last_talk: date | None
    next_due: Due | None


class Pace(NamedTuple):
    """How the gatherings of a calendar year go: how many there were, of how many agreed on, and the days left.

    `days_left` of the year, after the day itself. `next_by`: the day by which one more is needed, None where no more
    is due this year.
    """

    year: int
    have: int
    agreed: int
    days_left: int
    next_by: date | None

    @property
    def late(self) -> bool:
        """Whether the day by which one more was needed has gone by."""
        today = date(self.year, 12, 31) - timedelta(days=self.days_left)
        return self.next_by is not None and self.next_by < today


def pace(network: Network, day: date, limits: Limits) -> Pace | None:
    """The pace of a network's gatherings on a day; None where it does not run."""
    if not network.runs_on(day):
        return None
    left = (date(day.year, 12, 31) - day).days
    due = next((each.on for each in dues(network, day, limits) if each.code == "gatherings"), None)
    return Pace(day.year, gatherings_until(network, day), agreed_gatherings(network, day.year, limits), left, due)


def days_after(day: date, number: int) -> date:
    """The day so many days later, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + number, date.max.toordinal()))


def figures(network: Network, day: date, limits: Limits) -> Figures:
    """The figures of a network on a day."""
    homes = network.homes_on(day) if network.runs_on(day) else ()
    new_year = date(day.year, 1, 1)
    return Figures(
        homes=homes,
        gatherings=gatherings_until(network, day),
        agreed=agreed_gatherings(network, day.year, limits),
        families=families(homes, network.family_contacts, new_year, day),
        talks=sum(max(new_year, network.started_on) <= talk <= day for talk in network.talks),
        last_talk=last_talk(network, day),
        next_due=next(iter(dues(network, day, limits)), None),
    )


def dues(network: Network, day: date, limits: Limits) -> tuple[Due, ...]:
    """What a network has ahead of it, or is late with, in order of date; nothing from after its end.

    A joint meeting missed in a quarter gone by can no longer be held and is left to the findings. Experiences are
    asked for of every half-year since the network began, until they are delivered.
    """
    if not network.runs_on(day):
        return ()
    ends = network.ended_on or date.max
    return tuple(sorted(due for due in _dues(network, day, limits) if due.on <= ends))


def _dues(network: Network, day: date, limits: Limits) -> Iterator[Due]:
    yield Due(days_after(talked_since(network, day), talk_interval(network, day, limits)), "talk")
    yield from _gathering(network, day, limits)
    for half in halves(network.started_on, day):
        if not delivered(network, half, day):
            yield Due(days_after(half.last, limits.experiences_days), "experiences")
    quarter = first_of_quarter(day)
    if network.started_on <= quarter.first and meetings_in_quarter(network, quarter) < limits.joint_meetings:
        yield Due(quarter.plus(2).last, "joint_meeting")
    for placement in unconsenting(network, day):
        yield Due(birthday(placement.born, limits.consent_age), "consent")


def _gathering(network: Network, day: date, limits: Limits) -> Iterator[Due]:
    """The day on which one more gathering than there has been is needed, if it comes this year."""
    agreed = agreed_gatherings(network, day.year, limits)
    if agreed:
        days_run = -(-(gatherings_until(network, day) + 1) * 365 // agreed)  # rounded up
        first = max(network.started_on, date(day.year, 1, 1))
        if days_run <= (date(day.year, 12, 31) - first).days + 1:
            yield Due(days_after(first, days_run - 1), "gatherings")


class Year(NamedTuple):
    """What there was in a network in a calendar year: its gatherings, and about how many contacts in each month."""

    network: str
    year: int
    gatherings: tuple[Gathering, ...]
    contacts: tuple[int, ...]


def year_of(network: Network, year: int) -> Year:
    """A network's year, to be drawn."""
    months = [0] * 12
    for contact in network.family_contacts:
        if contact.on.year == year:
            months[contact.on.month - 1] += contact.times
    ran = (each for each in network.gatherings if each.on.year == year and each.on >= network.started_on)
    held = sorted(ran, key=lambda each: (each.on, each.kind))
    return Year(network.ref, year, tuple(held), tuple(months))
