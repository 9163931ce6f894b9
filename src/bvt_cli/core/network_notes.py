"""What is worth knowing of a network on a day, though nothing in it is short: how it is paid, and by whom.

Source: the seed document "Ressursfamilie: slik gjør vi det": "1 KS" a month by an agreement while the network
runs, on top of the home's other agreements; two municipalities may share a network, and each pays its own
resource family. A resource home that lies elsewhere than all other homes whose municipality is known is taken
to be paid there, so that it is not missed here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bvt_cli.core.network import Engagement, Network


class Note(NamedTuple):
    """One thing to know. `first` and `last` are those of the days paid while the network did not run.

    `municipality` is that of `home`, `other` that of the resource home; of a resource home that another
    municipality pays, `municipality` is that one and there is no other.
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
    apart = () if not network.runs_on(day) else tuple(_municipalities(network, day))
    if not network.runs_on(day) or _paid(network, day):
        own: tuple[Note, ...] = ()
    elif payer := _other_payer(network, day):
        own, apart = (Note("municipality", network.resource_home, municipality=payer),), ()
    else:
        own = (Note("pay_missing", network.resource_home),)
    return (*own, *_paid_in_vain(network, day), *apart)


def _paid(network: Network, day: date) -> bool:
    return any(
        each.home == network.resource_home and each.first <= day and (each.last is None or day <= each.last)
        for each in network.engagements
    )


def _other_payer(network: Network, day: date) -> str | None:
    """The resource home's municipality, where no other home of the network lies in it, and some lie elsewhere."""
    lies_in = dict(network.municipalities)
    own = lies_in.get(network.resource_home)
    others = {lies_in[home] for home in network.homes_on(day) if home in lies_in}
    return own if others and own not in others else None


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
    for home in network.homes_on(day):
        other = lies_in.get(home)
        if own is not None and other is not None and other != own:
            yield Note("municipality", home, municipality=other, other=own)
