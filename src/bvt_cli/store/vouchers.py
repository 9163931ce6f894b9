"""What is paid beside the KS rates, read for the pay calculation: no purpose, no names."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from bvt_cli.core.agreement import Voucher
from bvt_cli.core.field import Entity, Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.period import Month
from bvt_cli.core.voucher import repeated
from bvt_cli.store import records
from bvt_cli.store.database import Connection

_OUTLAYS = """
SELECT agreement, ref, "on", receipt, amount, approved_by FROM outlay WHERE withdrawn_on IS NULL ORDER BY "on", ref
"""
_DRIVES = """
SELECT agreement, ref, "on", km, approved_by FROM drive WHERE withdrawn_on IS NULL ORDER BY "on", ref
"""
_SUPPLEMENTS = """
SELECT agreement, ref, "from", "to", amount, coalesce(taxable, 1), decision, approved_by FROM supplement
WHERE withdrawn_on IS NULL ORDER BY "from", ref
"""
_NETWORKS_TO_REFUND = """
SELECT a.ref, n.ref FROM agreement AS a JOIN network AS n ON n.ref = a.network
WHERE EXISTS (
    SELECT 1 FROM gathering AS g WHERE g.network_id = n.id AND g.kind <> 'ordinary' AND g.approved_by IS NOT NULL
)
"""


_ENTERED = """
SELECT DISTINCT "by" FROM journal
WHERE what = ? AND ref = ? AND command NOT IN (what || ' approve', what || ' withdraw') ORDER BY "by"
"""


def of_agreement(connection: Connection, entity: Entity, agreement: str) -> list[Record]:
    """The records of outlays, drives or supplements under an agreement, in the order of refs."""
    refs = [row[0] for row in connection.execute(f"SELECT ref FROM {entity.name} WHERE agreement = ?", (agreement,))]
    return list(records.load(connection, entity, refs).values())


def entered_by(connection: Connection, entity: Entity, ref: str) -> tuple[str, ...]:
    """Who has entered or corrected a voucher, by what they called themselves."""
    return tuple(row[0] for row in connection.execute(_ENTERED, (entity.name, ref)))


def vouchers_by_agreement(connection: Connection) -> dict[str, tuple[Voucher, ...]]:
    """Every voucher that is not withdrawn, by the ref of its agreement."""
    found: dict[str, tuple[Voucher, ...]] = {}
    for read in (_outlays, _drives, _supplements, _gatherings):
        for agreement, voucher in read(connection):
            found[agreement] = (*found.get(agreement, ()), voucher)
    return found


def _outlays(connection: Connection) -> Iterator[tuple[str, Voucher]]:
    for agreement, ref, on, receipt, amount, approved_by in connection.execute(_OUTLAYS):
        day = date.fromisoformat(on)
        yield agreement, Voucher("outlay", ref, day, day, amount, reference=receipt, approved_by=approved_by)


def _drives(connection: Connection) -> Iterator[tuple[str, Voucher]]:
    for agreement, ref, on, km, approved_by in connection.execute(_DRIVES):
        day = date.fromisoformat(on)
        yield agreement, Voucher("drive", ref, day, day, km=Fraction(km), approved_by=approved_by)


def _supplements(connection: Connection) -> Iterator[tuple[str, Voucher]]:
    for agreement, ref, first, last, amount, taxable, decision, approved_by in connection.execute(_SUPPLEMENTS):
        days = Month.parse(first).first, Month.parse(last).last
        yield (
            agreement,
            Voucher("supplement", ref, *days, amount, Fraction(0), bool(taxable), decision, approved_by),
        )


def _gatherings(connection: Connection) -> Iterator[tuple[str, Voucher]]:
    """The Christmas and summer gatherings that somebody has approved to refund."""
    rows = connection.execute(_NETWORKS_TO_REFUND).fetchall()
    networks = records.load(connection, NETWORK, {network for _, network in rows})
    ended = ends_of_homes(connection)
    for agreement, network in rows:
        for voucher in of_network(networks[network], ended):
            yield agreement, voucher


def cost_entered_by(connection: Connection, network: str, on: object, kind: str) -> tuple[str, ...]:
    """Who has entered or corrected what a gathering cost, where the journal still tells."""
    select = """
        SELECT j."by", t.before ->> 'gatherings', t.after ->> 'gatherings' FROM journal AS j
        JOIN journal_text AS t ON t.id = j.id WHERE j.what = 'network' AND j.ref = ? ORDER BY j.id
    """

    def said(gatherings: str | None) -> list[object]:
        listed = json.loads(gatherings or "[]")
        return [each.get("cost") for each in listed if each["on"] == str(on) and each["kind"] == kind]

    rows = connection.execute(select, (network,))
    return tuple(by for by, before, after in rows if after is not None and said(before) != said(after))


def ends_of_homes(connection: Connection) -> dict[str, date]:
    rows = connection.execute("SELECT ref, ended_on FROM home WHERE ended_on IS NOT NULL")
    return {ref: date.fromisoformat(on) for ref, on in rows}


def of_network(network: Record, ended: Mapping[str, date]) -> tuple[Voucher, ...]:
    """What a network's gatherings are to be refunded by; `ended`: the last days of homes that have ended."""
    found = tuple(
        Voucher(
            "gathering",
            f"{network['ref']}/{each['on']}/{each['kind']}",
            each["on"],
            each["on"],
            each["cost"].ore,
            reference=each.get("receipt"),
            approved_by=each["approved_by"],
            families=_families(network, each["on"], ended),
            occasion=each["kind"],
        )
        for each in network.get("gatherings", ())
        if each["kind"] != "ordinary" and "cost" in each and each.get("approved_by")
    )
    again = repeated(found)
    return tuple(voucher._replace(repeated=voucher.ref in again) for voucher in found)


def _families(network: Record, day: date, ended: Mapping[str, date]) -> int:
    """How many member homes are in the network on a day."""
    return len(
        {
            member["home"]
            for member in network.get("members", ())
            if member["from"] <= day <= min(member.get("to", day), ended.get(member["home"], day))
        }
    )
