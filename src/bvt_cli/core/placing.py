"""Which approved homes may suit a child: compared point by point, put in order and explained; nothing is decided.

Source: domain section E (age preference, siblings, place, interests, activity level, capacity; religious, cultural
and linguistic background considered, parents and child heard). What the register does not hold is asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bvt_cli.core.home import Approval
from bvt_cli.core.merge import ref_order
from bvt_cli.core.period import Span, age_on

KINDS = ("besokshjem", "stottefamilie", "fosterhjem")
"""What a child can be placed in; a ressursfamilie has no child of its own."""
FITS, DOES_NOT_FIT, UNKNOWN = "fits", "does_not_fit", "unknown"
VERDICTS = (FITS, UNKNOWN, DOES_NOT_FIT)
POINTS = ("age", "siblings", "place", "interests", "activity", "room")
REASONS = ("ended", "rejected", "withdrew", "not_approved", "paused", "has_the_child", "full")
"""Why a home is not among those compared."""
PARTY_AGE = 15
MOST_VISITED = 12
"""Døgn a month that one bed can serve at weekends: each month has four whole ones, Friday to Sunday. No home is asked
to give them all; a home is ruled out only where there is no weekend left to ask for."""
SHORTEST_WORD = 4


class Place(NamedTuple):
    """Where something is, as far as it is known."""

    municipality: str | None = None
    postcode: str | None = None
    city: str | None = None


class Wanted(NamedTuple):
    """The child a home is looked for. `siblings`: refs of children; `place`: where the home should be."""

    child: str
    born: date
    siblings: tuple[str, ...] = ()
    party: bool = False
    interests: tuple[str, ...] = ()
    activity: str | None = None
    place: Place = Place()


class Taken(NamedTuple):
    """A child that an agreement gives a home, on the days of `span`. `days`: its døgn a month, but for a fosterhjem."""

    agreement: str
    child: str
    measure: str
    span: Span
    days: int = 0


class Candidate(NamedTuple):
    """A home as matching sees it; None where something is not known.

    `capacity`: children at a time. `words`: what the home says of itself. `there`: children on a visit on the day.
    `protected`: where it is, is not told.
    """

    home: str
    approvals: tuple[Approval, ...]
    ended_on: date | None = None
    rejected_on: date | None = None
    withdrew_on: date | None = None
    pauses: tuple[Span, ...] = ()
    capacity: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    takes_siblings: bool | None = None
    place: Place = Place()
    interests: tuple[str, ...] = ()
    activity: str | None = None
    words: str = ""
    taken: tuple[Taken, ...] = ()
    there: int = 0
    protected: bool = False


class Room(NamedTuple):
    """What is taken of a home: children who live there, children who visit, their døgn a month, those there that day.

    Agreements that begin later count too: what is promised is taken.
    """

    capacity: int | None
    living: int
    visiting: int
    days: int
    there: int


class Item(NamedTuple):
    """One point of a comparison: what is known of the child and of the home, and what they share."""

    code: str
    verdict: str
    child: object = None
    home: object = None
    shared: tuple[str, ...] = ()


class Ranked(NamedTuple):
    """A home that may be asked, with what speaks for and against it."""

    home: str
    items: tuple[Item, ...]
    room: Room

    def count(self, verdict: str) -> int:
        return sum(item.verdict == verdict for item in self.items)


class RuledOut(NamedTuple):
    """A home that cannot be asked, for one of REASONS; `since` where the reason has a day."""

    home: str
    reason: str
    since: date | None
    room: Room


class Ranking(NamedTuple):
    """The homes in order, those ruled out, and the codes of what must be asked of people before anything is decided."""

    ranked: tuple[Ranked, ...]
    ruled_out: tuple[RuledOut, ...]
    questions: tuple[str, ...]


def rank(wanted: Wanted, candidates: Iterable[Candidate], kind: str, day: date, usual_days: int) -> Ranking:
    """Compare the homes with a child on a day.

    `usual_days`: døgn a month that a besøkshjem is asked for. Order: fewest points that do not fit, then most that
    fit, then the points by weight (the order of POINTS), then fewest døgn a month taken, fewest children, then refs.
    """
    found, gone = [], []
    for each in candidates:
        room = room_of(each, day)
        ruled = _ruled_out(wanted, each, kind, day, room, usual_days)
        if ruled is None:
            found.append(Ranked(each.home, tuple(_items(wanted, each, kind, day, room)), room))
        else:
            gone.append(RuledOut(each.home, *ruled, room))
    return Ranking(
        tuple(sorted(found, key=_order)),
        tuple(sorted(gone, key=lambda each: ref_order(each.home))),
        tuple(_questions(wanted, kind, day)),
    )


def room_of(candidate: Candidate, day: date) -> Room:
    """What is taken of a home on a day and after it."""
    standing = [each for each in candidate.taken if each.span.last >= day]
    living = {each.child for each in standing if each.measure == "fosterhjem"}
    visits = [each for each in standing if each.measure != "fosterhjem" and each.child not in living]
    days: dict[tuple[str, str], int] = {}
    for each in visits:  # agreements of one child and measure follow each other, they do not add up
        key = (each.child, each.measure)
        days[key] = max(days.get(key, 0), each.days)
    visiting = len({child for child, _ in days})
    return Room(candidate.capacity, len(living), visiting, sum(days.values()), candidate.there)


def _ruled_out(
    wanted: Wanted, candidate: Candidate, kind: str, day: date, room: Room, usual_days: int
) -> tuple[str, date | None] | None:
    """The first reason why a home cannot be asked, and since when; one that has said when it ends is not asked."""
    if candidate.ended_on is not None:
        return "ended", candidate.ended_on
    if not any(each.kind == kind and each.stands_on(day) for each in candidate.approvals):
        for reason, since in (("rejected", candidate.rejected_on), ("withdrew", candidate.withdrew_on)):
            if since is not None and since <= day:
                return reason, since
        return "not_approved", None
    pause = next((each for each in candidate.pauses if each.first <= day <= each.last), None)
    if pause is not None:
        return "paused", pause.first
    has = [
        each.span.first
        for each in candidate.taken
        if (each.child, each.measure) == (wanted.child, kind) and each.span.last >= day
    ]
    if has:
        return "has_the_child", min(has)
    return ("full", None) if _is_full(room, kind, usual_days) else None


def _is_full(room: Room, kind: str, usual_days: int) -> bool:
    """Whether there is no place left. Those who live there take one each; visitors share the others in turn."""
    if room.capacity is None:
        return False
    free = room.capacity - room.living
    asked = usual_days if kind == "besokshjem" else 0
    return free < 1 or (kind != "fosterhjem" and room.days + asked > free * MOST_VISITED)


def _items(wanted: Wanted, candidate: Candidate, kind: str, day: date, room: Room) -> Iterator[Item]:
    yield _age(wanted, candidate, day)
    if wanted.siblings:
        yield _siblings(wanted, candidate, day, room)
    yield _place(wanted.place, None if candidate.protected else candidate.place)
    yield _interests(wanted, candidate)
    yield _activity(wanted, candidate)
    yield _places(wanted, room)


def _age(wanted: Wanted, candidate: Candidate, day: date) -> Item:
    age = age_on(wanted.born, day)
    low, high = candidate.age_from, candidate.age_to
    if low is None and high is None:
        return Item("age", UNKNOWN, age)
    inside = (low is None or low <= age) and (high is None or age <= high)
    return Item("age", FITS if inside else DOES_NOT_FIT, age, (low, high))


def _siblings(wanted: Wanted, candidate: Candidate, day: date, room: Room) -> Item:
    """A sibling who is there already says more than what the home once said of siblings; places say more than both."""
    if room.capacity is not None and room.capacity < _needed(wanted):
        return Item("siblings", DOES_NOT_FIT, wanted.siblings, room)
    there = {each.child for each in candidate.taken if each.span.last >= day}
    shared = tuple(each for each in wanted.siblings if each in there)
    if shared:
        return Item("siblings", FITS, wanted.siblings, candidate.takes_siblings, shared)
    verdicts = {True: FITS, False: DOES_NOT_FIT, None: UNKNOWN}
    return Item("siblings", verdicts[candidate.takes_siblings], wanted.siblings, candidate.takes_siblings)


def _place(wanted: Place, home: Place | None) -> Item:
    """One part that is the same is enough: a postcode may lie in another municipality, and a town in several.

    `home`: None where it is not told.
    """
    if home is None:
        return Item("place", UNKNOWN, wanted)
    known = [
        (asked.casefold(), has.casefold(), has)
        for asked, has in zip(wanted, home, strict=True)
        if asked is not None and has is not None
    ]
    if not known:
        return Item("place", UNKNOWN, wanted, home)
    shared = tuple(said for asked, has, said in known if asked == has)
    return Item("place", FITS if shared else DOES_NOT_FIT, wanted, home, shared)


def _interests(wanted: Wanted, candidate: Candidate) -> Item:
    if not wanted.interests or not candidate.interests:
        return Item("interests", UNKNOWN, wanted.interests, candidate.interests)
    theirs = {each.casefold() for each in candidate.interests}
    shared = tuple(each for each in wanted.interests if each.casefold() in theirs)
    return Item("interests", FITS if shared else DOES_NOT_FIT, wanted.interests, candidate.interests, shared)


def _activity(wanted: Wanted, candidate: Candidate) -> Item:
    """A word both use speaks for a home, other words against it; silence speaks against nothing."""
    asked, has = wanted.activity, candidate.activity
    if asked is None:
        return Item("activity", UNKNOWN, None, has)
    own = set(_words(" ".join((has or "", *candidate.interests, candidate.words))))
    shared = tuple(dict.fromkeys(word for word in _words(asked) if word in own))
    if has is not None and has.casefold() == asked.casefold():
        shared = (has,)
    verdict = FITS if shared else UNKNOWN if has is None else DOES_NOT_FIT
    return Item("activity", verdict, asked, has, shared)


def _places(wanted: Wanted, room: Room) -> Item:
    """Whether a place is free on the day, and whether there are enough for siblings together."""
    needed = _needed(wanted)
    if room.capacity is None:
        return Item("room", UNKNOWN, needed, room)
    free = room.living + room.there < room.capacity and needed <= room.capacity
    return Item("room", FITS if free else DOES_NOT_FIT, needed, room)


def _needed(wanted: Wanted) -> int:
    """The places that the child needs, with its siblings."""
    return 1 + len(wanted.siblings)


def _words(said: str) -> Iterator[str]:
    """The words that are long enough to mean something, in small letters."""
    letters = "".join(each if each.isalpha() else " " for each in said.casefold())
    return (word for word in letters.split() if len(word) >= SHORTEST_WORD)


def _order(ranked: Ranked) -> tuple[object, ...]:
    by_weight = tuple(VERDICTS.index(item.verdict) for item in ranked.items)
    room = ranked.room
    against, speaking_for = ranked.count(DOES_NOT_FIT), ranked.count(FITS)
    return (against, -speaking_for, by_weight, room.days, room.living + room.visiting, ref_order(ranked.home))


def _questions(wanted: Wanted, kind: str, day: date) -> Iterator[str]:
    """What bvt does not hold of the child, and what is for people to find out with every choice."""
    yield "background"
    yield "parents"
    yield "child_party" if wanted.party or age_on(wanted.born, day) >= PARTY_AGE else "child"
    missing: Sequence[tuple[str, bool]] = (
        ("siblings", not wanted.siblings),
        ("place", wanted.place == Place()),
        ("interests", not wanted.interests),
        ("activity", wanted.activity is None),
        ("size", kind == "stottefamilie"),
    )
    yield from (code for code, lacks in missing if lacks)
