"""What must hold in a record beyond the shape of its single keys.

Each function takes a whole (corrected) record and yields `(path, sentence)` for what is wrong;
`path` leads to the place inside the record.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from bvt_cli.core.agreement import is_paid
from bvt_cli.core.council_faults import council_faults
from bvt_cli.core.field import Entity, Field, Record
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.merge import Path, doubles
from bvt_cli.core.period import FAR_FUTURE
from bvt_cli.core.texts import KeyName, Text, Word, text

Fault = tuple[Path, Text]

PERSON_STEPS = {"attest", "confidentiality"}
MEASURE_KEYS = {
    "besokshjem": ("basis", "days_per_month"),
    "stottefamilie": ("size",),
    "fosterhjem": ("factor", "visits_per_year", "supervision_per_year"),
    "ressursfamilie": ("network",),
}


def faults(entity: Entity, record: Record) -> Iterator[Fault]:
    """Everything wrong inside one record: missing keys, doubles, dates in the wrong order, keys that do not belong."""
    yield from _lacking(entity.fields, record, ())
    for field in entity.lists:
        for index in doubles(field, record.get(field.key, ())):
            yield (field.key, index), text("The list {list} holds this element twice.", list=KeyName(field.key))
    yield from _orders(record, _ORDERS.get(entity.name, ()), ())
    yield from _RULES[entity.name](record)


def _lacking(fields: Iterable[Field], record: Record, path: Path) -> Iterator[Fault]:
    for field in fields:
        value = record.get(field.key)
        if value is None:
            if field.required:
                yield (*path, field.key), text("{key} is missing.", key=KeyName(field.key))
        elif field.kind == "list":
            for index, element in enumerate(value):
                yield from _lacking(field.fields, element, (*path, field.key, index))
        elif field.kind == "group":
            yield from _lacking(field.fields, value, (*path, field.key))


def _orders(record: Record, pairs: Iterable[tuple[str, str]], path: Path) -> Iterator[Fault]:
    """Dates that must not come before others."""
    for earlier, later in pairs:
        first, last = record.get(earlier), record.get(later)
        if first is not None and last is not None and last < first:
            yield (*path, later), _before(earlier, first, later, last)


def _before(earlier: str, first: object, later: str, last: object) -> Text:
    if (earlier, later) == ("from", "to"):  # the two are no nouns: a sentence of its own
        return text("to ({last}) is before from ({first}).", last=last, first=first)
    about = {"earlier": KeyName(earlier), "first": first, "later": KeyName(later), "last": last}
    return text("{later} ({last}) is before {earlier} ({first}).", **about)


_ORDERS = {
    "home": (("applied_on", "rejected_on"), ("applied_on", "withdrew_on"), ("applied_on", "ended_on")),
    "follow_up": (("on", "next_on"),),
    "grant": (("on", "paid_on"),),
    "agreement": (("from", "to"),),
    "stay": (("from", "to"),),
    "supplement": (("from", "to"),),
    "network": (("started_on", "ended_on"),),
    "council": (("referred_on", "answered_on"), ("referred_on", "decided_on"), ("referred_on", "closed_on")),
}
_LIST_ORDERS = {
    "persons": (("from", "to"), ("born", "to")),
    "steps": (("issued", "on"), ("on", "destroyed_on")),
    "approvals": (("on", "revoked_on"),),
    "members": (("from", "to"),),
    "pauses": (("from", "to"),),
    "consents": (("on", "withdrawn_on"),),
    "not_invited": (("on", "resolved_on"),),
    "families": (("information_sent_on", "information_returned_on"),),
}


def _list_orders(entity: Entity, record: Record) -> Iterator[Fault]:
    for field in entity.lists:
        for index, element in enumerate(record.get(field.key, ())):
            yield from _orders(element, _LIST_ORDERS.get(field.key, ()), (field.key, index))


def _home(record: Record) -> Iterator[Fault]:
    yield from _list_orders(HOME, record)
    prefers = record.get("prefers", {})
    if prefers.get("age_from", 0) > prefers.get("age_to", 99):
        yield ("prefers",), text("age_to is below age_from.")
    persons = {person["ref"] for person in record.get("persons", ()) if "ref" in person}
    for key in ("payees", "steps"):
        for index, element in enumerate(record.get(key, ())):
            person = element.get("person")
            if person is not None and person not in persons:
                yield (key, index, "person"), text("The home has no person {person}.", person=person)
    for index, step in enumerate(record.get("steps", ())):
        yield from _step(step, ("steps", index))
    yield from _shares(record)


def _step(step: Record, path: Path) -> Iterator[Fault]:
    code = step.get("code")
    if code is None:
        return
    needed = ("person", "type", "issued") if code == "attest" else ("person",) if code == "confidentiality" else ()
    for key in ("person", "type", "issued", "destroyed_on"):
        if key in needed and key not in step:
            yield (*path, key), text("{key} is missing for the step {step}.", key=KeyName(key), step=Word(code))
        elif key in step and key not in needed and not (key == "destroyed_on" and code == "attest"):
            yield (*path, key), text("{key} does not belong to the step {step}.", key=KeyName(key), step=Word(code))


def _shares(record: Record) -> Iterator[Fault]:
    """Those in force on a day are the payees of the latest `from`; their shares must add up to 1."""
    by_day: dict[object, Fraction] = {}
    for payee in record.get("payees", ()):
        if "from" not in payee or "share" not in payee:
            return  # told of already
        by_day[payee["from"]] = by_day.get(payee["from"], Fraction(0)) + payee["share"]
    for day, total in by_day.items():
        if total != 1:
            yield ("payees",), text("The shares from {day} add up to {total}, not to 1.", day=day, total=total)


def _child(record: Record) -> Iterator[Fault]:
    if record.get("ref") in record.get("siblings", ()):
        yield ("siblings",), text("A child cannot be its own sibling.")


def _agreement(record: Record) -> Iterator[Fault]:
    measure = record.get("measure")
    if measure is None:
        return
    needed = ["network" if measure == "ressursfamilie" else "child"]
    needed += ["size"] if measure == "stottefamilie" else []
    for key in needed:
        if key not in record:
            yield (key,), text("{key} is missing for the measure {measure}.", key=KeyName(key), measure=Word(measure))
    strangers = [key for other, keys in MEASURE_KEYS.items() if other != measure for key in keys]
    strangers += ["child"] if measure == "ressursfamilie" else []
    for key in strangers:
        if key in record:
            yield (
                (key,),
                text("{key} does not belong to the measure {measure}.", key=KeyName(key), measure=Word(measure)),
            )
    if record.get("factor") == 0:
        yield ("factor",), text("factor must be more than 0.")


def _network(record: Record) -> Iterator[Fault]:
    yield from _list_orders(NETWORK, record)
    for index, member in enumerate(record.get("members", ())):
        if "home" in member and member["home"] == record.get("resource_home"):
            yield ("members", index, "home"), text("The resource home is not a member of its own network.")
    yield from _memberships(record.get("members", ()))


def _memberships(members: Iterable[Record]) -> Iterator[Fault]:
    """A home is a member once at a time."""
    whole = [(index, each) for index, each in enumerate(members) if "home" in each and "from" in each]
    latest: dict[str, Record] = {}  # of each home, the membership that lasts longest so far
    for index, member in sorted(whole, key=lambda each: each[1]["from"]):
        before = latest.get(member["home"])
        if before is not None and before["from"] < member["from"] <= before.get("to", FAR_FUTURE):
            message = text("{home} is a member already from {first}.", home=member["home"], first=before["from"])
            yield ("members", index, "from"), message
        if before is None or member.get("to", FAR_FUTURE) > before.get("to", FAR_FUTURE):
            latest[member["home"]] = member


def _drive(record: Record) -> Iterator[Fault]:
    if record.get("km") == 0:
        yield ("km",), text("km must be more than 0.")


def _council(record: Record) -> Iterator[Fault]:
    yield from _list_orders(COUNCIL, record)
    yield from council_faults(record)


def _follow_up(record: Record) -> Iterator[Fault]:
    if record.get("child_heard") and "child_not_heard" in record:
        yield ("child_not_heard",), text("The child was heard, so there is no reason why not.")


def _grant(record: Record) -> Iterator[Fault]:
    """Paid to a supplier against a bill; to the family only with a reason ("Økonomisk stønad": not as cash)."""
    if record.get("cash"):
        if "cash_reason" not in record:
            yield ("cash_reason",), text("Cash to a family needs a reason.")
        for key in ("supplier", "bill"):
            if key in record:
                yield (key,), text("{key} does not belong to cash.", key=KeyName(key))
        return
    for key in ("supplier", "bill"):
        if key not in record:
            yield (key,), text("{key} is missing: a grant is paid to a supplier against a bill.", key=KeyName(key))
    if "cash_reason" in record:
        yield ("cash_reason",), text("{key} belongs to cash.", key=KeyName("cash_reason"))


def _nothing(record: Record) -> Iterator[Fault]:
    return iter(())


_RULES: dict[str, Callable[[Record], Iterator[Fault]]] = {
    "home": _home,
    "child": _child,
    "agreement": _agreement,
    "stay": _nothing,
    "outlay": _nothing,
    "drive": _drive,
    "supplement": _nothing,
    "follow_up": _follow_up,
    "grant": _grant,
    "network": _network,
    "council": _council,
    "register": _nothing,
}


def counts(stay: Record) -> bool:
    """Whether a stay is paid."""
    cancelled = stay.get("cancelled")
    return cancelled is None or is_paid(True, cancelled.get("by"), cancelled.get("pay"))


def shared_stays(stays: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Pairs of stays of one agreement that share a day, each late one once; a cancelled one without pay may."""
    whole = (stay for stay in stays if counts(stay) and "from" in stay and "to" in stay)
    longest: Record | None = None  # of those so far, the one that lasts longest
    for stay in sorted(whole, key=lambda stay: (stay["from"], stay["to"])):
        if longest is not None and stay["from"] <= longest["to"]:
            yield longest, stay
        if longest is None or stay["to"] > longest["to"]:
            longest = stay


def refs_in(fields: Iterable[Field], record: Record, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every ref in a record: where it stands, what it points to, and the ref itself. Persons are left to the home."""
    for field in fields:
        value = record.get(field.key)
        if value is None or field.of == "person":
            continue
        if field.kind == "ref":
            yield (*path, field.key), field.of, value
        elif field.kind == "refs":
            for index, ref in enumerate(value):
                yield (*path, field.key, index), field.of, ref
        elif field.kind == "list":
            for index, element in enumerate(value):
                yield from refs_in(field.fields, element, (*path, field.key, index))
