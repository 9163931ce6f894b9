"""A home of the register as an approval looks at it: no names, no addresses."""

from bvt_cli.core.field import Record
from bvt_cli.core.home import Approval, Home, Person, Step


def home_of(record: Record) -> Home:
    """The home of a record of the register."""
    return Home(
        ref=record["ref"],
        kind=record["kind"],
        commitment_months=record.get("commitment_months", 0),
        has_been_fosterhjem=record.get("has_been_fosterhjem", False),
        persons=tuple(_person(each) for each in record.get("persons", ())),
        steps=tuple(_step(each) for each in record.get("steps", ())),
        approvals=tuple(_approval(each) for each in record.get("approvals", ())),
    )


def _person(record: Record) -> Person:
    return Person(record["ref"], record["role"], record["born"], record.get("from"), record.get("to"))


def _step(record: Record) -> Step:
    return Step(record["code"], record["on"], record.get("person"), record.get("type"), record.get("issued"))


def _approval(record: Record) -> Approval:
    recorded = record.get("recorded", True)  # left out: bvt did not judge it
    return Approval(record["kind"], record["on"], record.get("revoked_on"), recorded)
