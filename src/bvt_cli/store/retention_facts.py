"""How homes, children and networks stand, for `core.retention`: when they ended, and what of them is not settled."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core import due_pay
from bvt_cli.core.due_homes import Window
from bvt_cli.core.form_home import HOME
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.home_status import STATUS_KEYS, status
from bvt_cli.core.payment import PayRules
from bvt_cli.core.period import FAR_FUTURE, Month
from bvt_cli.core.practice import Practice
from bvt_cli.core.retention import Due, Stand, any_time_set, judge
from bvt_cli.store import due_pay as ledger
from bvt_cli.store import facts, grants, records, retention
from bvt_cli.store.database import Connection
from bvt_cli.store.due_agreements import Contacts, known_agreements
from bvt_cli.store.posting import Posting, Terms
from bvt_cli.store.records import day_or_none

_CLOSED_BY = {"ended": "ended_on", "rejected": "rejected_on", "withdrew": "withdrew_on"}
_NOBODYS = Contacts({}, {}, {})
_COUNCILS = """
SELECT c.child, f.home, c.closed_on FROM council AS c LEFT JOIN council_family AS f ON f.council_id = c.id
"""
_LAST_ENTRY = "SELECT ref, substr(max(at), 1, 10) FROM journal WHERE what = 'child' GROUP BY ref"

Of = tuple[str, str]
"""A home, child or network: what it is, and its ref."""


class _Use:
    """What was found in use: the last day of each, and what is not settled."""

    def __init__(self) -> None:
        self.last: dict[Of, date] = {}
        self.open: defaultdict[Of, set[str]] = defaultdict(set)

    def until(self, of: Of, day: date) -> None:
        self.last[of] = max(day, self.last.get(of, day))


class _Parties(NamedTuple):
    """Whose matter an agreement is."""

    home: str
    child: str | None
    network: str | None

    def each(self) -> Iterator[Of]:
        yield "home", self.home
        if self.child is not None:
            yield "child", self.child
        if self.network is not None:
            yield "network", self.network


def stands(connection: Connection, day: date, practice: Practice, pay_rules: PayRules) -> Iterator[Stand]:
    """Every home, child and network as it stands on a day, in the order of refs."""
    use = _Use()
    networks = dict(connection.execute("SELECT ref, network FROM agreement WHERE network IS NOT NULL"))
    parties = {
        each.agreement.ref: _Parties(each.agreement.home, each.agreement.child, networks.get(each.agreement.ref))
        for each in known_agreements(connection)
    }
    _agreements(connection, use, parties, day, practice)
    _pay(connection, use, parties, day, pay_rules)
    _councils_and_grants(connection, use, day)
    _networks(connection, use, day)
    yield from _homes(connection, use, day)
    yield from _children(connection, use)
    for record in records.load(connection, NETWORK).values():
        yield _stand(use, "network", record["ref"], record.get("ended_on"))


def past(connection: Connection, day: date, practice: Practice, pay_rules: PayRules) -> list[Due]:
    """Those whose time is up on a day, and of which something is left to erase; none where no time is set."""
    if not any_time_set(practice, day):
        return []
    dues = (judge(stand, practice, day) for stand in stands(connection, day, practice, pay_rules))
    return [due for due in dues if due.is_past and not retention.plan(connection, due.what, due.ref).is_empty]


def _agreements(connection: Connection, use: _Use, parties: dict[str, _Parties], day: date, practice: Practice) -> None:
    """Agreements in force, and months of them that no run has been posted for."""
    posted = connection.execute("SELECT max(month) FROM run").fetchone()[0]
    latest, first = None if posted is None else Month.parse(posted), facts.pay_from(connection)
    for known in known_agreements(connection):
        waits = any(due_pay.to_post([known.facts], latest, first, practice, Window(day, day)))
        for of in parties[known.agreement.ref].each():
            if day <= known.until:
                use.open[of].add("agreement_in_force")
            else:
                use.until(of, known.until)
            if waits:
                use.open[of].add("unpaid")


def _pay(connection: Connection, use: _Use, parties: dict[str, _Parties], day: date, pay_rules: PayRules) -> None:
    """What the posted months still lack or hold too much of, open claims, and vouchers nobody has decided on."""
    for agreement in _unsettled(connection, pay_rules):
        for of in parties[agreement].each():
            use.open[of].add("unpaid")
    for item in due_pay.claims(ledger.known_claims(connection, day, pay_rules, _NOBODYS)):
        if item.kind == "claim":
            for agreement in _claimed(connection, item.ref, item.agreement):
                for of in parties[agreement].each():
                    use.open[of].add("open_claim")
    for voucher in ledger.waiting_vouchers(connection, _NOBODYS):
        ofs = [("network", voucher.ref)] if voucher.agreement is None else [*parties[voucher.agreement].each()]
        for of in (*ofs, ("home", voucher.home)):
            use.open[of].add("open_voucher")


def _unsettled(connection: Connection, pay_rules: PayRules) -> set[str]:
    """The agreements under which a posting of the latest posted month would post or hold something."""
    posted = connection.execute("SELECT max(month) FROM run").fetchone()[0]
    if posted is None:
        return set()
    posting = Posting(connection, Month.parse(posted), pay_rules, Terms())
    found = {entry.line.agreement for entry in posting.entries()}
    return found | {each.agreement for each in posting.found().held}


def _claimed(connection: Connection, claim: str, agreement: str | None) -> list[str]:
    """The agreements a claim is about; of a whole run that was reversed, all that were paid in it."""
    if agreement is not None:
        return [agreement]
    select = "SELECT DISTINCT agreement FROM line WHERE run = (SELECT run FROM claim WHERE id = ?)"
    return [row[0] for row in connection.execute(select, (int(claim[1:]),))]


def _councils_and_grants(connection: Connection, use: _Use, day: date) -> None:
    for child, home, closed_on in connection.execute(_COUNCILS):
        for of in (("child", child), *((("home", home),) if home is not None else ())):
            if closed_on is None or day < date.fromisoformat(closed_on):
                use.open[of].add("open_council")
            else:
                use.until(of, date.fromisoformat(closed_on))
    for grant in grants.all_grants(connection):
        use.until(("child", grant.child), grant.paid_on or grant.withdrawn_on or grant.on)
        if grant.paid_on is None and grant.withdrawn_on is None:
            use.open["child", grant.child].add("open_grant")


def _networks(connection: Connection, use: _Use, day: date) -> None:
    """The homes of networks that go on; a home is done with one when it has left it, or the network has ended."""
    for network in records.load(connection, NETWORK).values():
        ends = network.get("ended_on", FAR_FUTURE)
        stays = [(each["home"], each.get("to", FAR_FUTURE)) for each in network.get("members", ())]
        for home, to in (*stays, (network["resource_home"], FAR_FUTURE)):
            if day <= min(to, ends):
                use.open["home", home].add("open_network")
            else:
                use.until(("home", home), min(to, ends))


def _homes(connection: Connection, use: _Use, day: date) -> Iterator[Stand]:
    for record in records.load(connection, HOME.only("ref", *STATUS_KEYS)).values():
        closed_by = _CLOSED_BY.get(status(record, day))
        yield _stand(use, "home", record["ref"], record[closed_by] if closed_by else None)


def _children(connection: Connection, use: _Use) -> Iterator[Stand]:
    """A child that never had a measure, a council or a grant was in use when it was last entered or corrected."""
    entered = dict(connection.execute(_LAST_ENTRY))
    for (ref,) in connection.execute("SELECT ref FROM child ORDER BY length(ref), ref"):
        in_force = {"agreement_in_force", "open_council"} & use.open["child", ref]
        last = use.last.get(("child", ref)) or day_or_none(entered.get(ref))
        yield _stand(use, "child", ref, None if in_force else last)


def _stand(use: _Use, what: str, ref: str, closed_on: date | None) -> Stand:
    """In use as long as it is not closed, or something of it is in force; last in use on the latest of these days."""
    last = use.last.get((what, ref), closed_on)
    ended_on = None if closed_on is None or last is None else max(closed_on, last)
    return Stand(what, ref, ended_on, tuple(sorted(use.open[what, ref])))
