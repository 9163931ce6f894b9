"""Everything that is due, found in the register: each table is read once, however many homes there are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bvt_cli.core import due_agreements, due_homes, due_networks, due_pay, follow_up, retention
from bvt_cli.core.approval import Demands
from bvt_cli.core.council import council_limits_on
from bvt_cli.core.due import Item, due_by
from bvt_cli.core.due_agreements import KnownAgreement
from bvt_cli.core.due_homes import Window, home_limits_on
from bvt_cli.core.field import Record
from bvt_cli.core.network import limits_on
from bvt_cli.core.payment import PayRules
from bvt_cli.core.period import Month
from bvt_cli.core.practice import Practice
from bvt_cli.core.rate import Tables
from bvt_cli.core.sense import SenseRules, doubts
from bvt_cli.store import (
    claims_open,
    council_facts,
    facts,
    follow_up_facts,
    grants,
    network_facts,
    retention_facts,
    sense_facts,
    statements_delivered,
)
from bvt_cli.store import due_pay as ledger
from bvt_cli.store.database import Connection
from bvt_cli.store.due_agreements import Contacts, contacts, known_agreements
from bvt_cli.store.due_homes import known_homes


class Basis(NamedTuple):
    """What things are judged by: the KS tables, the dated settings, what an approval demands, and the pay rules."""

    tables: Tables
    practice: Practice
    demands: Sequence[Demands]
    pay_rules: PayRules


def items(connection: Connection, basis: Basis, window: Window) -> list[Item]:
    """All that is due by the last day of a window, in order; judged by the settings in force on its first."""
    agreements = known_agreements(connection)
    whose = contacts(agreements, window.day)
    found = (
        *_of_homes(connection, basis, window, whose),
        *_of_agreements(connection, agreements, basis, window, whose),
        *_of_pay(connection, agreements, basis, window, whose),
        *_of_networks(connection, basis, window),
        *retention.items(retention_facts.past(connection, window.day, basis.practice, basis.pay_rules)),
    )
    return due_by(found, window.last)


def _of_homes(connection: Connection, basis: Basis, window: Window, whose: Contacts) -> Iterator[Item]:
    limits = home_limits_on(basis.practice, window.day)
    for home in known_homes(connection, window.day, whose.homes):
        yield from due_homes.items(home, basis.demands, window, limits)


def _of_agreements(
    connection: Connection, known: Iterable[KnownAgreement], basis: Basis, window: Window, whose: Contacts
) -> Iterator[Item]:
    for agreement in known:
        yield from due_agreements.items(agreement, window)
    limits = follow_up.limits_on(basis.practice, window.day)
    for followed in follow_up_facts.followed(connection):
        dues = follow_up.dues(followed, window.day, limits)
        yield from due_agreements.to_follow_up(dues, whose.agreements.get(followed.agreement, ()))
    rules = SenseRules(basis.practice)
    for child in sense_facts.children_in(connection, Month.of(window.day)):
        yield from due_agreements.silent(doubts(child, rules, window.day), whose.agreements, window)


def _of_pay(
    connection: Connection, known: Iterable[KnownAgreement], basis: Basis, window: Window, whose: Contacts
) -> Iterator[Item]:
    runs = ledger.known_runs(connection)
    latest, first = max((run.month for run in runs), default=None), facts.pay_from(connection)
    yield from due_pay.stale_rate(basis.tables, window)
    yield from due_pay.provisional(ledger.provisional(connection), basis.tables)
    yield from due_pay.to_post([each.facts for each in known], latest, first, basis.practice, window)
    yield from due_pay.to_authorise(runs, basis.practice.value("four_eyes", window.day) == "on")
    yield from due_pay.payees(ledger.known_payees(connection, window.day, whose), window.day)
    if latest is not None:
        held = claims_open.held(connection, latest, basis.pay_rules)
        yield from due_pay.held(held, latest, whose.agreements)
    yield from due_pay.claims(ledger.known_claims(connection, window.day, basis.pay_rules, whose))
    undelivered = statements_delivered.undelivered(connection)
    yield from due_pay.statements(undelivered, basis.practice, whose.homes)
    yield from due_pay.vouchers(ledger.waiting_vouchers(connection, whose), window.day)
    yield from due_pay.grants(grants.all_grants(connection), whose.children)


def _of_networks(connection: Connection, basis: Basis, window: Window) -> Iterator[Item]:
    limits = limits_on(basis.practice, window.day)
    for _, network in network_facts.all_networks(connection):
        yield from due_networks.of_network(network, window, limits)
    expected = council_limits_on(basis.practice, window.day)
    for known in council_facts.all_councils(connection):
        yield from due_networks.of_council(known.council, window, expected, _whose_council(known.record))


def _whose_council(record: Record) -> tuple[str, ...]:
    """Who referred it, and its coordinator."""
    return tuple(dict.fromkeys(record[key] for key in ("coordinator", "referred_by") if key in record))
