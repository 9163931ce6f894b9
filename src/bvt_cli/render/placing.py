"""Homes compared with a child, for people and programs: each point in a sentence, and what is left to ask."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bvt_cli.core.placing import (
    DOES_NOT_FIT,
    FITS,
    POINTS,
    UNKNOWN,
    Item,
    Place,
    Ranked,
    Ranking,
    Room,
    RuledOut,
    Wanted,
)
from bvt_cli.core.texts import Text, Word, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.page import Section

_ROOM = (
    Column("capacity", mark("Capacity"), "number"),
    Column("living", mark("Live there"), "number"),
    Column("visiting", mark("On visits"), "number"),
    Column("days_per_month", mark("Døgn a month taken"), "number"),
    Column("there", mark("There that day"), "number"),
)
_POINTS = (
    Column("age", mark("Age"), "code"),
    Column("siblings", mark("Siblings"), "code"),
    Column("place", mark("Place"), "code"),
    Column("interests", mark("Interests"), "code"),
    Column("activity", mark("Activity"), "code"),
    Column("room", mark("Room"), "code"),
)
_HOME = (Column("home", mark("Home")), Column("name", mark("Name")))
LIST = (
    Column("rank", mark("No."), "number"),
    *_HOME,
    Column("ruled_out", mark("Ruled out"), "code"),
    Column("since", mark("Since"), "day"),
    *_POINTS,
    *_ROOM,
)
"""One line a home, ranked or ruled out, for CSV."""
_RANKED = (Column("rank", mark("No."), "number"), *_HOME, *_POINTS)
_EXPLAINED = (
    Column("rank", mark("No."), "number"),
    Column("home", mark("Home")),
    Column("point", mark("Point"), "code"),
    Column("verdict", mark("Verdict"), "code"),
    Column("why", mark("Why")),
)
_RULED_OUT = (*_HOME, Column("reason", mark("Why")), Column("since", mark("Since"), "day"), *_ROOM)
_QUESTIONS = (Column("question", mark("Question")),)

_ASKED = {
    "background": mark(
        "Has the religious, cultural and linguistic background of the child been considered? bvt holds none of it."
    ),
    "parents": mark("Have the parents taken part in the choice of home?"),
    "child": mark("Has the child been heard on the choice of home, in a way that suits its age?"),
    "child_party": mark("What does the child say to the choice of home? At 15 or as a party it has a say of its own."),
    "siblings": mark("Has the child siblings who should go to the same home? None are recorded."),
    "place": mark("Where should the home be? Say so with --municipality, --postcode or --city."),
    "interests": mark("What are the interests of the child? None are recorded (`bvt child set`)."),
    "activity": mark("How active is the child, and of what temperament? Nothing is recorded (`bvt child set`)."),
    "size": mark("How large must the support family be? A medium or large one has fixed stays, and needs the days."),
}


def title(wanted: Wanted, kind: str, day: date) -> Text:
    return text("Homes for {child} as {kind} on {day}", child=wanted.child, kind=Word(kind), day=day)


def order_told() -> Text:
    """How the order comes about, and what it is not."""
    return text(
        "Put in order by the fewest points that do not fit, then the most that do, then the points from left to right,"
        " then the fewest døgn a month taken. bvt decides nothing: whom to ask is for people to weigh."
    )


def sections(ranking: Ranking, names: Mapping[str, str], kind: str) -> Iterator[Section]:
    yield Section(mark("In this order"), _RANKED, [row[:3] + row[5:11] for row in _ranked_rows(ranking, names)])
    yield Section(mark("Point by point"), _EXPLAINED, list(_explained(ranking)))
    ruled = [
        (each.home, names.get(each.home), _reason(each.reason, kind), each.since, *each.room)
        for each in ranking.ruled_out
    ]
    yield Section(mark("Ruled out"), _RULED_OUT, ruled)
    yield Section(mark("To be asked"), _QUESTIONS, [(question(code),) for code in ranking.questions])


def _reason(reason: str, kind: str) -> Text:
    """Why a home is ruled out; it may well be approved as something else."""
    if reason == "not_approved":
        return text("not approved as {kind}", kind=Word(kind))
    return text("{reason}", reason=Word(reason))


def question(code: str) -> Text:
    words = _ASKED[code]
    return text(words)


def rows(ranking: Ranking, names: Mapping[str, str]) -> list[Row]:
    """The homes in order, then those ruled out, by LIST."""
    ruled: Iterator[Row] = (
        (None, each.home, names.get(each.home), each.reason, each.since, *[None] * len(POINTS), *each.room)
        for each in ranking.ruled_out
    )
    return [*_ranked_rows(ranking, names), *ruled]


def _ranked_rows(ranking: Ranking, names: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for number, each in enumerate(ranking.ranked, 1):
        verdicts = {item.code: item.verdict for item in each.items}
        points = [verdicts.get(code) for code in POINTS]
        yield (number, each.home, names.get(each.home), None, None, *points, *each.room)


def _explained(ranking: Ranking) -> Iterator[Row]:
    for number, each in enumerate(ranking.ranked, 1):
        for item in each.items:
            yield number, each.home, item.code, item.verdict, why(item)


def why(item: Item) -> Text:
    """A point in a sentence."""
    return _SENTENCES[item.code](item)


def _age(item: Item) -> Text:
    if not isinstance(item.home, tuple):
        return text("The child is {age}; the home has not said what ages it would like.", age=item.child)
    low, high = item.home
    if low is None:
        return text("The child is {age}; the home would like one of at most {high}.", age=item.child, high=high)
    if high is None:
        return text("The child is {age}; the home would like one of at least {low}.", age=item.child, low=low)
    return text("The child is {age}; the home would like one from {low} to {high}.",
                age=item.child, low=low, high=high)  # fmt: skip


def _siblings(item: Item) -> Text:
    if item.shared:
        return text("A sibling has an agreement with the home: {children}.", children=item.shared)
    about: dict[str, object] = {"children": item.child}
    if isinstance(item.home, Room):
        return text(
            "The child has siblings ({children}); the home has room for {capacity} at a time.",
            **about, capacity=item.home.capacity,
        )  # fmt: skip
    if item.verdict == FITS:
        return text("The child has siblings ({children}); the home can take siblings.", **about)
    if item.verdict == DOES_NOT_FIT:
        return text("The child has siblings ({children}); the home cannot take siblings.", **about)
    return text("The child has siblings ({children}); the home has not said whether it can take siblings.", **about)


def _place(item: Item) -> Text:
    asked, has = item.child, item.home
    assert isinstance(asked, Place)
    if asked == Place():
        return text("It was not said where the home should be.")
    if has is None:
        return text("Asked for: {asked}. Where the home is, is protected.", asked=_known(asked))
    assert isinstance(has, Place)
    about: dict[str, object] = {"asked": _known(asked), "has": _known(has)}
    if item.verdict == UNKNOWN:
        return text("Asked for: {asked}. Of the home this is not recorded.", **about)
    if item.verdict == FITS:
        return text("Asked for: {asked}. The home: {has}. The same: {shared}.", **about, shared=item.shared)
    return text("Asked for: {asked}. The home: {has}.", **about)


def _known(place: Place) -> tuple[str, ...]:
    return tuple(each for each in place if each is not None)


def _interests(item: Item) -> Text:
    if item.shared:
        return text("Both: {shared}.", shared=item.shared)
    if item.verdict == DOES_NOT_FIT:
        return text("The child: {child}. The home: {home}. Nothing the same.", child=item.child, home=item.home)
    if not item.child:
        return text("No interests of the child are recorded.")
    return text("The child: {child}. Of the home none are recorded.", child=item.child)


def _activity(item: Item) -> Text:
    if item.child is None:
        return text("How active the child is, is not recorded.")
    if item.shared:
        return text("The child: {child}. The home uses the same words: {shared}.", child=item.child, shared=item.shared)
    if item.home is not None:
        return text("The child: {child}. The home: {home}. Nothing the same.", child=item.child, home=item.home)
    return text("The child: {child}. How active the home is, is not recorded: ask it.", child=item.child)


def _room(item: Item) -> Text:
    room = item.home
    assert isinstance(room, Room)
    taken: dict[str, object] = {"living": room.living, "visiting": room.visiting, "days": room.days}
    if room.capacity is None:
        return text(
            "How many children there is room for is not recorded. Children who live there: {living}; who come on"
            " visits: {visiting}, with {days} døgn a month.",
            **taken,
        )
    taken |= {"capacity": room.capacity, "there": room.there}
    if item.verdict == DOES_NOT_FIT and item.child != 1:
        return text(
            "Room for {capacity} at a time; the child and its siblings are {needed}. Children who live there: {living};"
            " who come on visits: {visiting}, with {days} døgn a month; on a visit that day: {there}.",
            **taken, needed=item.child,
        )  # fmt: skip
    return text(
        "Room for {capacity} at a time. Children who live there: {living}; who come on visits: {visiting}, with {days}"
        " døgn a month; on a visit that day: {there}.",
        **taken,
    )


_SENTENCES = {
    "age": _age,
    "siblings": _siblings,
    "place": _place,
    "interests": _interests,
    "activity": _activity,
    "room": _room,
}


def as_json(wanted: Wanted, kind: str, day: date, ranking: Ranking, names: Mapping[str, str]) -> dict[str, Any]:
    """The document of `bvt home match --json`."""
    return {
        "child": wanted.child,
        "kind": kind,
        "on": day,
        "place": wanted.place,
        "homes": [_home_record(number, each, names) for number, each in enumerate(ranking.ranked, 1)],
        "ruled_out": [_ruled_record(each, names) for each in ranking.ruled_out],
        "questions": [{"code": code, "question": question(code)} for code in ranking.questions],
        "order": order_told(),
    }


def _home_record(number: int, ranked: Ranked, names: Mapping[str, str]) -> dict[str, Any]:
    counts = {verdict: ranked.count(verdict) for verdict in (FITS, DOES_NOT_FIT, UNKNOWN)}
    items = [{"point": item.code, "verdict": item.verdict, "why": why(item)} for item in ranked.items]
    return {
        "rank": number, "home": ranked.home, "name": names.get(ranked.home), **counts, "items": items,
        "room": _room_record(ranked.room),
    }  # fmt: skip


def _ruled_record(ruled: RuledOut, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "home": ruled.home, "name": names.get(ruled.home), "reason": ruled.reason, "since": ruled.since,
        "room": _room_record(ruled.room),
    }  # fmt: skip


def _room_record(room: Room) -> dict[str, Any]:
    return {column.key: value for column, value in zip(_ROOM, room, strict=True)}
