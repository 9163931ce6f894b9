"""Grants read from the register: for the rules without names, and as records to look for a bill seen before."""

from bvt_cli.core.field import Record
from bvt_cli.core.form_followup import GRANT
from bvt_cli.core.grant import Grant, same_bill
from bvt_cli.store import records
from bvt_cli.store.database import Connection

_ENTERED = """
SELECT DISTINCT "by" FROM journal
WHERE what = 'grant' AND ref = ? AND command NOT IN ('grant approve', 'grant pay', 'grant withdraw') ORDER BY "by"
"""
_BILLS = GRANT._replace(
    fields=tuple(each for each in GRANT.fields if each.key in ("ref", "supplier", "bill", "withdrawn"))
)


def all_grants(connection: Connection) -> list[Grant]:
    """Every grant, in the order of refs."""
    return [grant_of(each) for each in records.load(connection, GRANT).values()]


def grant_of(record: Record) -> Grant:
    """The grant of a record of the register."""
    return Grant(
        ref=record["ref"],
        child=record["child"],
        on=record["on"],
        amount=record["amount"].ore,
        decision=record["decision"],
        bill=record.get("bill"),
        cash=record.get("cash", False),
        approved_by=record.get("approved_by"),
        paid_on=record.get("paid_on"),
        withdrawn_on=record.get("withdrawn", {}).get("on"),
    )


def of_child(connection: Connection, child: str) -> list[Record]:
    """The records of a child's grants, the earliest first."""
    refs = [row[0] for row in connection.execute("SELECT ref FROM grant WHERE child = ?", (child,))]
    return sorted(records.load(connection, GRANT, refs).values(), key=lambda grant: (grant["on"], len(grant["ref"])))


def bills(connection: Connection) -> list[Record]:
    """Ref, supplier, bill and withdrawal of every grant."""
    return list(records.load(connection, _BILLS).values())


def seen_before(connection: Connection, record: Record, besides: str | None = None) -> str | None:
    """The ref of a grant, `besides` apart, that is paid against the same bill, or None."""
    others = (each for each in bills(connection) if each["ref"] != besides)
    return next((each["ref"] for each in others if same_bill(each, record)), None)


def entered_by(connection: Connection, ref: str) -> tuple[str, ...]:
    """Who has entered or corrected a grant, by what they called themselves."""
    return tuple(row[0] for row in connection.execute(_ENTERED, (ref,)))
