"""What is due about networks and family councils, in sentences."""

from bvt_cli.core.council_due import Next
from bvt_cli.core.due import Item
from bvt_cli.core.halfyear import Half
from bvt_cli.core.network import Finding
from bvt_cli.core.texts import Text, text
from bvt_cli.render.council_words import things
from bvt_cli.render.periods import half_said, quarter_said

KINDS = ("network", "experiences", "council")


def sentence(item: Item) -> Text:
    """What is due, of an item of these kinds."""
    if item.kind == "council":
        assert isinstance(item.thing, Next)
        what = things(item.thing).sentence(item.thing)
        return text("Family council {council}: {what}", council=item.ref, what=what)
    if item.kind == "experiences":
        return text(
            "The experiences of {half} from network {network} are to be delivered by {on}.",
            half=half_said(Half.parse(item.detail)), network=item.ref, on=item.on,
        )  # fmt: skip
    return _short(item, item.thing) if isinstance(item.thing, Finding) else _coming(item)


def _coming(item: Item) -> Text:
    about: dict[str, object] = {"network": item.ref, "on": item.on}
    match item.detail:
        case "talk":
            return text("A talk with the resource family of network {network} is due by {on}.", **about)
        case "gatherings":
            return text("One more gathering of network {network} is due by {on}.", **about)
        case "joint_meeting":
            return text("A joint meeting that network {network} is at is due by {on}.", **about)
    return text(
        "The child {child} in {home} is old enough to consent to network {network} from {on} on, and has not. Ask the"
        " child.",
        **about, child=item.part, home=item.home,
    )  # fmt: skip


def _short(item: Item, finding: Finding) -> Text:
    about: dict[str, object] = {"network": item.ref, "have": finding.have, "need": finding.need}
    match finding.code:
        case "size" if finding.have < finding.need:
            return text("Foster homes in network {network}: {have}. It takes at least {need}.", **about)
        case "size":
            return text("Foster homes in network {network}: {have}. No more than {need} belong in one.", **about)
        case "contacts":
            return text("Employees who share the guidance of network {network}: {have}. It takes {need}.", **about)
        case "resource_home":
            return text(
                "{home}, the resource home of network {network}, is not approved as a resource family.",
                home=item.home, network=item.ref,
            )  # fmt: skip
        case "confidentiality":
            return text(
                "{home} has not signed the group's confidentiality declaration of network {network}.",
                home=item.home, network=item.ref,
            )  # fmt: skip
    return text(
        "Joint meetings that network {network} was at in {quarter}: {have} of {need}. Record each that was held.",
        **about, quarter=quarter_said(finding.quarter or ""),
    )  # fmt: skip
