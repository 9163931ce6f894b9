"""What is worth knowing of a network on a day, though nothing in it is short: how it is paid, and by whom.

Source: the seed document "Ressursfamilie: slik gjør vi det": "1 KS" a month by an agreement while the network
runs, on top of the home's other agreements; two municipalities may share a network, and each pays its own
resource family.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.network import Engagement, Network


class Note(NamedTuple):
    """One thing to know. `first` and `last` are those of the days paid while the network did not run.

    `municipality` is that of `home`, `other` that of the resource home.
    """

    code: str
    home: str
    agreement: str | None = None
    first: date | None = None
    last: date | None = None
    municipality: str | None = None
    other: str | None = None


def notes(network: Network, day: date) -> tuple[Note, ...]:
    """The notes on a network on a day, in a fixed order; those on pay look back from that day."""
    return (*_unpaid(network, day), *_paid_in_vain(network, day), *_municipalities(network, day))


def _unpaid(network: Network, day: date) -> Iterator[Note]:
    paid = any(
        each.home == network.resource_home and each.first <= day and (each.last is None or day <= each.last)
        for each in network.engagements
    )
    if network.runs_on(day) and not paid:
        yield Note("pay_missing", network.resource_home)


def _paid_in_vain(network: Network, day: date) -> Iterator[Note]:
    """The days up to this one that an agreement pays for, and on which the network did not run."""
    for each in network.engagements:
        for first, last in _outside(network, each, day):
            if first <= last:
                yield Note("paid_not_running", each.home, each.agreement, first, last)


def _outside(network: Network, paid: Engagement, day: date) -> Iterator[tuple[date, date]]:
    last = min(day, paid.last or day)
    if paid.first < network.started_on:
        yield paid.first, min(last, network.started_on - timedelta(days=1))
    if network.ended_on is not None and network.ended_on < last:
        yield max(paid.first, network.ended_on + timedelta(days=1)), last


def _municipalities(network: Network, day: date) -> Iterator[Note]:
    lies_in = dict(network.municipalities)
    own = lies_in.get(network.resource_home)
    for home in network.homes_on(day) if network.runs_on(day) else ():
        other = lies_in.get(home)
        if own is not None and other is not None and other != own:
            yield Note("municipality", home, municipality=other, other=own)
