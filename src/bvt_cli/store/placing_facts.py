"""What matching needs, read from the register: the child, and every home with what is taken of it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.field import Record
from bvt_cli.core.form import AGREEMENT, CHILD, STAY
from bvt_cli.core.form_home import HOME
from bvt_cli.core.home import Approval
from bvt_cli.core.period import FAR_FUTURE, Span
from bvt_cli.core.placing import Candidate, Place, Taken, Wanted
from bvt_cli.core.protection import FLAG
from bvt_cli.store import records
from bvt_cli.store.database import Connection

_HOME_KEYS = ("ref", "name", "municipality", "postcode", "city", "interests", "activity", "motivation", "prefers",
              "capacity", "rejected_on", "withdrew_on", "ended_on", "approvals", "pauses", FLAG)  # fmt: skip
_AGREEMENT_KEYS = ("ref", "home", "child", "measure", "from", "to", "size", "basis", "days_per_month")
_STAY_KEYS = ("ref", "agreement", "from", "to", "cancelled")


class Nights(NamedTuple):
    """Døgn a month that a child takes of a home: as a besøkshjem where nothing else is said or it is paid by stays,

    and at most as a medium or large støttefamilie; a small one has no fixed stays.
    """

    usual: int
    medium: int
    stor: int


def wanted(connection: Connection, record: Record, place: Place) -> Wanted:
    """The child of a record; it has the siblings it names and those that name it."""
    ref = record["ref"]
    others = records.load(connection, CHILD.only("ref", "siblings")).values()
    naming = [each["ref"] for each in others if ref in each.get("siblings", ())]
    return Wanted(
        child=ref,
        born=record["born"],
        siblings=tuple(dict.fromkeys((*record.get("siblings", ()), *naming))),
        party=record.get("party", False),
        interests=record.get("interests", ()),
        activity=record.get("activity"),
        place=place,
    )


def candidates(connection: Connection, day: date, nights: Nights) -> tuple[list[Candidate], dict[str, str]]:
    """Every home as matching sees it on a day, and the names of those that have one."""
    homes = records.load(connection, HOME.only(*_HOME_KEYS))
    agreements = records.load(connection, AGREEMENT.only(*_AGREEMENT_KEYS))
    there = _there(connection, agreements, day)
    taken: dict[str, list[Taken]] = {}
    for each in agreements.values():
        if "child" in each:
            taken.setdefault(each["home"], []).append(_taken(each, nights))
    found = [_candidate(each, taken.get(ref, []), there.get(ref, set())) for ref, each in homes.items()]
    return found, {ref: each["name"] for ref, each in homes.items() if "name" in each}


def _candidate(home: Record, taken: list[Taken], there: set[str]) -> Candidate:
    prefers = home.get("prefers", {})
    return Candidate(
        home=home["ref"],
        approvals=tuple(
            Approval(each["kind"], each["on"], each.get("revoked_on")) for each in home.get("approvals", ())
        ),
        ended_on=home.get("ended_on"),
        rejected_on=home.get("rejected_on"),
        withdrew_on=home.get("withdrew_on"),
        pauses=tuple(Span(each["from"], each.get("to", FAR_FUTURE)) for each in home.get("pauses", ())),
        capacity=home.get("capacity"),
        age_from=prefers.get("age_from"),
        age_to=prefers.get("age_to"),
        takes_siblings=prefers.get("siblings"),
        place=Place(home.get("municipality"), home.get("postcode"), home.get("city")),
        interests=home.get("interests", ()),
        activity=home.get("activity"),
        words=home.get("motivation", ""),
        taken=tuple(taken),
        there=len(there),
        protected=home.get(FLAG, False),
    )


def _taken(agreement: Record, nights: Nights) -> Taken:
    days = 0
    if agreement["measure"] == "besokshjem":
        fixed = agreement.get("basis", "fixed") == "fixed"
        days = agreement.get("days_per_month", nights.usual) if fixed else nights.usual
    elif agreement["measure"] == "stottefamilie":
        days = {"medium": nights.medium, "stor": nights.stor}.get(agreement.get("size", ""), 0)
    span = Span(agreement["from"], agreement.get("to", FAR_FUTURE))
    return Taken(agreement["ref"], agreement["child"], agreement["measure"], span, days)


def _there(connection: Connection, agreements: Mapping[str, Record], day: date) -> dict[str, set[str]]:
    """By home the children on a visit on a day; a cancelled stay did not take place, paid or not."""
    found: dict[str, set[str]] = {}
    for stay in records.load(connection, STAY.only(*_STAY_KEYS)).values():
        if stay["from"] <= day <= stay["to"] and "cancelled" not in stay:
            agreement = agreements[stay["agreement"]]
            found.setdefault(agreement["home"], set()).add(agreement["child"])
    return found
