"""What an earlier run knew: the facts of an agreement with all that was journalled since taken back again."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from bvt_cli.core.agreement import Agreement, Facts, PaidHome, Sibling, Stay, Voucher, is_paid
from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Past
from bvt_cli.store import documents, records
from bvt_cli.store.database import Connection
from bvt_cli.store.vouchers import ends_of_homes, of_network

_UNDER_AGREEMENTS = ("stay", "outlay", "drive", "supplement")


class _ErasedError(Exception):
    """What was written in the journal has been erased since."""


class Journalled:
    """The journal read backwards. Made once for a posting; nothing is read before the first correction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def past_of(self, now: Facts) -> Past:
        """The facts of an agreement as the run of a name knew them."""
        return lambda run: self._facts(now, run)

    def _facts(self, now: Facts, run: str) -> Facts | None:
        since = self._runs.get(run)
        if since is None:
            return None
        if all(self._last.get(thing, 0) <= since for thing in _things(now)):
            return now
        try:
            return self._rolled_back(now, since)
        except _ErasedError:
            return None

    @cached_property
    def _runs(self) -> Mapping[str, int]:
        """The journal's entry of each run."""
        return dict(self._connection.execute("SELECT ref, min(id) FROM journal WHERE what = 'run' GROUP BY ref"))

    @cached_property
    def _last(self) -> Mapping[tuple[str, str], int]:
        """The last entry about each thing; about stays and the like by their agreements, those of then and now."""
        found = {
            (what, ref): number
            for what, ref, number in self._connection.execute(
                "SELECT what, ref, max(id) FROM journal GROUP BY what, ref"
            )
        }
        for what in _UNDER_AGREEMENTS:
            select = f"""
                SELECT j.id, x.agreement, t.before ->> 'agreement' FROM journal AS j
                JOIN {what} AS x ON x.ref = j.ref LEFT JOIN journal_text AS t ON t.id = j.id WHERE j.what = ?
            """
            for number, *agreements in self._connection.execute(select, (what,)):
                for agreement in filter(None, agreements):
                    found[what, agreement] = max(number, found.get((what, agreement), 0))
        return found

    def _rolled_back(self, now: Facts, since: int) -> Facts | None:
        agreement = self._then("agreement", now.agreement.ref, since)
        if agreement is None:
            return None
        child = self._then("child", agreement["child"], since) if "child" in agreement else None
        home = self._then("home", agreement["home"], since)
        if home is None or ("child" in agreement and child is None):
            return None
        return Facts(
            _agreement(agreement, child),
            _home(home),
            child["born"] if child else None,
            tuple(_stay(each) for each in sorted(self._under("stay", agreement["ref"], since), key=_first))
            if agreement["measure"] == "besokshjem"
            else (),
            tuple(self._vouchers(agreement, since)),
            tuple(self._siblings(now, since)),
        )

    def _vouchers(self, agreement: Record, since: int) -> Iterator[Voucher]:
        for what in ("outlay", "drive", "supplement"):
            found = sorted(self._under(what, agreement["ref"], since), key=lambda each: (_first(each), each["ref"]))
            yield from (_voucher(what, each) for each in found if "withdrawn" not in each)
        if "network" in agreement and (network := self._then("network", agreement["network"], since)):
            yield from of_network(network, ends_of_homes(self._connection))

    def _siblings(self, now: Facts, since: int) -> Iterator[Sibling]:
        for sibling in now.siblings:
            agreement = self._then("agreement", sibling.agreement.ref, since)
            child = self._then("child", agreement["child"], since) if agreement else None
            if agreement and child:
                yield Sibling(_agreement(agreement, child), child["born"])

    def _under(self, what: str, agreement: str, since: int) -> Iterator[Record]:
        """The stays (and the like) that an agreement had then."""
        select = f"""
            SELECT ref FROM {what} WHERE agreement = ? UNION SELECT j.ref FROM journal AS j
            LEFT JOIN journal_text AS t ON t.id = j.id
            WHERE j.what = ? AND j.id > ? AND (t.id IS NULL OR t.before ->> 'agreement' = ?)
        """  # an entry that was erased may have moved it
        for (ref,) in self._connection.execute(select, (agreement, what, since, agreement)).fetchall():
            then = self._then(what, ref, since)
            if then is not None and then["agreement"] == agreement:
                yield then

    def _then(self, what: str, ref: str, since: int) -> Record | None:
        """A thing as it was, or None where it was not yet."""
        record = dict(records.load(self._connection, BY_NAME[what], [ref])[ref])
        select = """
            SELECT t.id, t.before, t.after FROM journal AS j LEFT JOIN journal_text AS t ON t.id = j.id
            WHERE j.what = ? AND j.ref = ? AND j.id > ? ORDER BY j.id DESC
        """
        for key, before, after in self._connection.execute(select, (what, ref, since)):
            if key is None:
                raise _ErasedError
            if before is None:
                if _makes(what, after):
                    return None
                continue  # a remark, such as why a home ended, or what of it was erased
            earlier = documents.given(what, {**json.loads(before), "ref": ref}).values
            for gone in json.loads(after or "{}"):
                record.pop(gone, None)
            record.update(earlier)
        return record


def _makes(what: str, after: str | None) -> bool:
    """Whether an entry without a before is that of a new thing: it has every key that one needs."""
    given = json.loads(after or "{}")
    return all(field.key in given for field in BY_NAME[what].fields if field.required)


def _things(now: Facts) -> Iterator[tuple[str, str]]:
    agreement = now.agreement
    yield "agreement", agreement.ref
    yield "home", agreement.home
    if agreement.child is not None:
        yield "child", agreement.child
    for what in _UNDER_AGREEMENTS:
        yield what, agreement.ref
    for voucher in now.vouchers:
        if voucher.kind == "gathering":
            yield "network", voucher.ref.partition("/")[0]
    for sibling in now.siblings:
        yield "agreement", sibling.agreement.ref
        yield "child", str(sibling.agreement.child)


def _first(record: Record) -> str:
    return str(record.get("on") or record["from"])


def _agreement(record: Record, child: Record | None) -> Agreement:
    return Agreement(
        ref=record["ref"],
        home=record["home"],
        child=record.get("child"),
        case=child["case"] if child else None,
        measure=record["measure"],
        first=record["from"],
        last=record.get("to"),
        basis=record.get("basis", "fixed"),
        days_per_month=record.get("days_per_month"),
        size=record.get("size"),
        factor=record.get("factor", Fraction(1)),
        aftercare=record.get("aftercare", False),
        paid_until=record.get("paid_until"),
    )


def _home(record: Record) -> PaidHome:
    approvals = (
        Approval(each["kind"], each["on"], each.get("revoked_on"), each.get("recorded", True))
        for each in sorted(record.get("approvals", ()), key=lambda approval: approval["on"])
    )
    return PaidHome(record["ref"], record["employment"], record.get("ended_on"), tuple(approvals))


def _stay(record: Record) -> Stay:
    cancelled = record.get("cancelled")
    counts = is_paid(cancelled is not None, (cancelled or {}).get("by"), (cancelled or {}).get("pay"))
    return Stay(record["from"], record["to"], record.get("extra", False), counts)


def _voucher(what: str, record: Record) -> Voucher:
    first, last = (record["from"].first, record["to"].last) if what == "supplement" else (record["on"], record["on"])
    return Voucher(
        what,
        record["ref"],
        first,
        last,
        record["amount"].ore if "amount" in record else 0,
        record.get("km", Fraction(0)),
        what == "supplement" and record.get("taxable", True),
        record.get("receipt") or record.get("decision"),
        record.get("approved_by"),
    )
