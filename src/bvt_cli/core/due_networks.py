"""What is due about networks of resource families, and about family councils."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bvt_cli.core.council import Council, CouncilLimits
from bvt_cli.core.council_due import next_thing
from bvt_cli.core.due import Item
from bvt_cli.core.due_homes import Window
from bvt_cli.core.halfyear import Half
from bvt_cli.core.network import Finding, Limits, Network, findings, first_of_quarter, unconsenting
from bvt_cli.core.network_due import dues
from bvt_cli.core.period import FAR_FUTURE, birthday

STANDING = ("size", "resource_home", "contacts", "confidentiality")
"""What is short in a network without a day by which it should be there."""


def of_network(network: Network, window: Window, limits: Limits) -> Iterator[Item]:
    """`network` and `experiences`, of a network that runs on the day (`core.network`, `core.network_due`).

    `talk`, `gatherings` and `joint_meeting` of the quarter that runs: due on the last day for it (`gatherings`:
    the day on which one more is needed), until there is one. `consent` of each child in its homes: due on the
    day it is old enough (of one placed there later: that day), until it consents or leaves. `size`,
    `resource_home`, `contacts`, `confidentiality`: as long as they are short. A `joint_meeting` missed in
    the quarter before: from the last day of that quarter through the one that runs, unless it is recorded
    after all. `experiences` of each half-year since it began: due on the last day for them, until
    they are delivered.
    """
    if not network.runs_on(window.day):
        return
    for due in dues(network, window.day, limits):
        if due.code == "experiences":
            half = Half.of(due.on - timedelta(days=limits.experiences_days))
            recorded = any(each.half == half and each.text for each in network.experiences)
            item = _item(network, "experiences", due.on, str(half))
            yield item._replace(figures=(("recorded", recorded),))
        elif due.code != "consent":
            yield _item(network, "network", due.on, due.code)
    for placement in unconsenting(network, window.day):
        on = max(birthday(placement.born, limits.consent_age), placement.first, network.started_on)
        if on <= min(network.ended_on or FAR_FUTURE, placement.last or FAR_FUTURE):
            yield _item(network, "network", on, "consent", placement.child, placement.home)
    for finding in findings(network, window.day, limits):
        if finding.code in STANDING:
            yield _item(network, "network", None, finding.code, finding.home or "", finding.home, finding)
        elif finding.code == "joint_meeting":
            yield _item(network, "network", _quarter_before(window.day), "joint_meeting", thing=finding)


def _quarter_before(day: date) -> date:
    """The last day of the quarter before that of a day."""
    return first_of_quarter(day).plus(-1).last


def _item(
    network: Network, kind: str, on: date | None, detail: str, part: str = "", home: str | None = None,
    thing: Finding | None = None,
) -> Item:  # fmt: skip
    return Item(kind, on, network.ref, detail, part, home or network.resource_home, who=network.contacts, thing=thing)


def of_council(council: Council, window: Window, limits: CouncilLimits, who: Iterable[str] = ()) -> Iterator[Item]:
    """`council`: the one next thing in a family council that runs on the day (`core.council_due`).

    Due on its last day where it has one; else as long as it is what comes next.
    """
    thing = next_thing(council, window.day, limits)
    if thing is not None:
        part = next((str(each) for each in (thing.family, thing.mapped, thing.role) if each is not None), "")
        yield Item("council", thing.due, council.ref, thing.code, part, who=tuple(who), thing=thing)
