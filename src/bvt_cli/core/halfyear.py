"""Half-years, and what a resource family sums up at the end of each: its experiences.

The seed document "Ressursfamilie: slik gjør vi det" asks for "erfaringer fra siste halvår",
deliberately no report: a short general description, the gatherings and how they were, and the contact
with each family, about how often.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bvt_cli.core.network import Network


class Half(NamedTuple):
    """A half of a calendar year, written `2025H1`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}H{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Half":
        """The half-year of a text like `2025H1`. Raises ValueError on anything else."""
        year, letter, number = text.partition("H")
        if not (letter and len(year) == 4 and year.isascii() and year.isdigit() and year > "0000"):
            raise ValueError(text)
        if number not in ("1", "2"):
            raise ValueError(text)
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> "Half":
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def ended_before(cls, day: date) -> "Half":
        """The last half-year that had ended when a day began (before the first there is: that one)."""
        return cls(day.year, 1) if day.month > 6 or day.year == date.min.year else cls(day.year - 1, 2)

    @property
    def first(self) -> date:
        return date(self.year, 6 * self.number - 5, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)


def halves(first: date, last: date) -> Iterator[Half]:
    """The half-years from that of a day to that of another, in order."""
    for number in range(_count(first), _count(last) + 1):
        yield Half(number // 2, number % 2 + 1)


def _count(day: date) -> int:
    half = Half.of(day)
    return 2 * half.year + half.number - 1


class Gathering(NamedTuple):
    """`homes`: those that came, the resource home aside. `went`: how it was, in the resource family's words."""

    on: date
    kind: str
    title: str | None = None
    homes: tuple[str, ...] = ()
    went: str | None = None


class FamilyContact(NamedTuple):
    """So many times of contact with a family, up to a day."""

    home: str
    on: date
    times: int = 1


class Experience(NamedTuple):
    half: Half
    text: str | None = None
    delivered_on: date | None = None


class Family(NamedTuple):
    """A member home, and about how often there was contact with it."""

    home: str
    contacts: int


class HalfYear(NamedTuple):
    """The experiences of a half-year. `edition`: the number of the delivered edition this is, None for what is

    recorded so far. `resource_home`: that of the family whose experiences they are.
    """

    network: str
    half: Half
    description: str | None
    delivered_on: date | None
    gatherings: tuple[Gathering, ...]
    families: tuple[Family, ...]
    talks: int
    edition: int | None = None
    resource_home: str | None = None

    def same_as(self, other: "HalfYear") -> bool:
        """Whether both say the same, whenever and in whatever edition they were delivered."""
        return self._replace(delivered_on=None, edition=None) == other._replace(delivered_on=None, edition=None)

    @property
    def homes(self) -> tuple[str, ...]:
        """The homes named in it, each once, the resource home first."""
        own = () if self.resource_home is None else (self.resource_home,)
        came = (home for gathering in self.gatherings for home in gathering.homes)
        return tuple(dict.fromkeys((*own, *(family.home for family in self.families), *came)))


def half_year(network: "Network", half: Half) -> HalfYear:
    """What is known of a half-year; the families are those that were members for some of it while the network ran.

    Gatherings and talks from before the network began do not count.
    """
    first, last = max(half.first, network.started_on), min(half.last, network.ended_on or half.last)
    said = next((each for each in network.experiences if each.half == half), Experience(half))
    homes = dict.fromkeys(
        member.home for member in network.members if max(member.first, first) <= min(member.last or last, last)
    )
    return HalfYear(
        network=network.ref,
        half=half,
        description=said.text,
        delivered_on=said.delivered_on,
        gatherings=tuple(
            sorted(
                (each for each in network.gatherings if first <= each.on <= half.last),
                key=lambda each: (each.on, each.kind),
            )
        ),
        families=families(homes, network.family_contacts, half.first, half.last),
        talks=sum(first <= talk <= half.last for talk in network.talks),
        resource_home=network.resource_home,
    )


def families(homes: Iterable[str], contacts: Iterable[FamilyContact], first: date, last: date) -> tuple[Family, ...]:
    """How often there was contact with each home from one day to another."""
    counted = dict.fromkeys(homes, 0)
    for contact in contacts:
        if contact.home in counted and first <= contact.on <= last:
            counted[contact.home] += contact.times
    return tuple(Family(home, count) for home, count in counted.items())
