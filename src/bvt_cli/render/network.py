"""Networks as lists and findings, for people and programs."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bvt_cli.core.halfyear import Half
from bvt_cli.core.network import Finding, Network
from bvt_cli.core.network_due import Figures
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.periods import half_said, quarter_said

LIST_COLUMNS = (
    Column("network", mark("Network")),
    Column("name", mark("Name")),
    Column("resource_home", mark("Resource home")),
    Column("since", mark("Since"), "day"),
    Column("ended_on", mark("Ended on"), "day"),
    Column("members", mark("Foster homes"), "number"),
    Column("gatherings", mark("Gatherings this year"), "number"),
    Column("agreed", mark("Agreed"), "number"),
    Column("last_talk", mark("Last talk"), "day"),
    Column("findings", mark("Findings"), "number"),
    Column("ok", mark("In order"), "flag", shown=False),
)
REPORT_COLUMNS = (
    Column("network", mark("Network")),
    Column("name", mark("Name")),
    Column("members", mark("Foster homes"), "number"),
    Column("gatherings", mark("Gatherings this year"), "number"),
    Column("agreed", mark("Agreed"), "number"),
    Column("families", mark("Contact with families")),
    Column("talks", mark("Talks"), "number"),
    Column("last_talk", mark("Last talk"), "day"),
    Column("next_due", mark("Next due"), "code"),
    Column("next_due_on", mark("At the latest"), "day"),
)

_SENTENCES: dict[str, Callable[[Finding, str, date], Text]] = {
    "resource_home": lambda f, network, day: text(
        "The resource home {home} is not approved as a resource family on {day}."
        " See `bvt home check {home} --kind ressursfamilie`.",
        home=f.home, day=day,
    ),
    "gatherings": lambda f, network, day: text(
        "Gatherings in {year}: {have}. Of the {agreed} meant for a whole year {need} are due by {day}."
        " Hold one, or agree on another number for the year, with its reason.",
        year=f.year, have=f.have, agreed=f.agreed, need=f.need, day=day,
    ),
    "talk": lambda f, network, day: text(
        "Days without a talk since {since}: {have}. No more than {need} may pass."
        " Talk with the resource family, or agree on a longer interval.",
        since=f.since, have=f.have, need=f.need,
    ),
    "contacts": lambda f, network, day: text(
        "Employees who share the guidance: {have}. It takes {need}; name another contact person.",
        have=f.have, need=f.need,
    ),
    "confidentiality": lambda f, network, day: text(
        "The home {home} has not signed the group's confidentiality declaration. Have it signed, and record the day.",
        home=f.home,
    ),
    "consent": lambda f, network, day: text(
        "The child {child} in home {home} is old enough to consent to the family taking part, and has not."
        " Ask the child, and record the day of the consent.",
        child=f.child, home=f.home,
    ),
    "joint_meeting": lambda f, network, day: text(
        "Joint meetings in {quarter}: {have}. There should have been {need}; see that one is held in this quarter.",
        quarter=f.quarter and quarter_said(f.quarter), have=f.have, need=f.need,
    ),
    "experiences": lambda f, network, day: text(
        "The experiences of {half} have not been delivered. Ask the resource family for them;"
        " `bvt network report {network} --half {code}` shows what is recorded so far.",
        half=f.half and half_said(f.half), code=str(f.half), network=network,
    ),
}  # fmt: skip


def sentence(finding: Finding, network: str, day: date) -> Text:
    """What is short, and what to do about it."""
    if finding.code != "size":
        return _SENTENCES[finding.code](finding, network, day)
    if finding.have < finding.need:
        return text(
            "Foster homes in the network: {have}. It takes at least {need}; find another family that wants to join.",
            have=finding.have,
            need=finding.need,
        )
    return text(
        "Foster homes in the network: {have}. No more than {need} belong in one; divide it, or let a family go.",
        have=finding.have,
        need=finding.need,
    )


def check_document(network: str, day: date, found: Sequence[Finding]) -> dict[str, Any]:
    """The answer of a check as JSON has it; each finding has the keys that apply to it."""
    return {
        "network": network,
        "on": day,
        "ok": not found,
        "findings": [
            {
                **{key: _plain(value) for key, value in each._asdict().items() if value is not None},
                "message": sentence(each, network, day),
            }
            for each in found
        ],
    }


def check_sentences(name: str, network: Network, day: date, found: Sequence[Finding]) -> list[Text]:
    """The answer of a check in words."""
    if not network.runs_on(day):
        return [text("Network {network}, {name}, does not run on {day}.", network=network.ref, name=name, day=day)]
    if not found:
        return [text("Network {network}, {name}: all is in order on {day}.", network=network.ref, name=name, day=day)]
    head = text(
        "Network {network}, {name}: findings on {day}: {number}.",
        network=network.ref,
        name=name,
        day=day,
        number=len(found),
    )
    return [head, *(sentence(each, network.ref, day) for each in found)]


def list_row(
    name: str, network: Network, day: date, figures: Figures, found: Sequence[Finding], *, people: bool
) -> Row:
    """A network as a row of LIST_COLUMNS; `people` read a word instead of no findings."""
    number: object = len(found)
    if people and not network.runs_on(day):
        number = text("does not run")
    elif people and not found:
        number = text("in order")
    return (
        network.ref, name, network.resource_home, network.started_on, network.ended_on, len(figures.homes),
        figures.gatherings, figures.agreed, figures.last_talk, number, not found,
    )  # fmt: skip


def report_row(name: str, network: Network, figures: Figures, *, json: bool) -> Row:
    """A network as a row of REPORT_COLUMNS; `json`: the families as objects."""
    due = figures.next_due
    families: object = tuple(
        text("{home} about {count}", home=each.home, count=each.contacts) for each in figures.families
    )
    return (
        network.ref, name, len(figures.homes), figures.gatherings, figures.agreed,
        figures.families if json else families, figures.talks, figures.last_talk,
        due.code if due else None, due.on if due else None,
    )  # fmt: skip


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Half) else value
