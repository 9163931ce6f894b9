"""Networks as lists and findings, for people and programs."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bvt_cli.core.halfyear import Family, Half
from bvt_cli.core.network import Finding, Network
from bvt_cli.core.network_due import Figures, Pace
from bvt_cli.core.network_notes import Note
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.network_notes import note_document, note_sentence, note_word, pace_sentence
from bvt_cli.render.periods import half_said, quarter_said

if TYPE_CHECKING:
    from bvt_cli.render.output import Form

BAR = 6  # letters of the longest bar

LIST_COLUMNS = (
    Column("network", mark("Network")),
    Column("name", mark("Name")),
    Column("resource_home", mark("Resource home")),
    Column("since", mark("Since"), "day"),
    Column("ended_on", mark("Ended on"), "day"),
    Column("members", mark("Foster homes"), "number"),
    Column("gatherings", mark("Gatherings this year"), "number"),
    Column("agreed", mark("Agreed"), "number"),
    Column("days_left", mark("Days left of the year"), "number"),
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
    Column("days_left", mark("Days left of the year"), "number"),
    Column("families", mark("Contact with families")),
    Column("talks", mark("Talks"), "number"),
    Column("last_talk", mark("Last talk"), "day"),
    Column("next_due", mark("Next due"), "code"),
    Column("next_due_on", mark("At the latest"), "day"),
)
PAY = Column("pay", mark("Pay of the resource family"))
"""The column that people see besides."""

_SENTENCES: dict[str, Callable[[Finding, str, date], Text]] = {
    "resource_home": lambda f, network, day: text(
        "The resource home {home} is not approved as a resource family on {day}."
        " See `bvt home check {home} --kind ressursfamilie`.",
        home=f.home, day=day,
    ),
    "gatherings": lambda f, network, day: text(
        "Gatherings in {year}: {have}. Of the {agreed} meant for a whole year {need} are due by {day}."
        " Hold one and record it (`bvt network gathering {network} --on DATE`), or agree on another number for the"
        " year (`bvt network agreed {network} {year} NUMBER --reason TEXT`).",
        year=f.year, have=f.have, agreed=f.agreed, need=f.need, day=day, network=network,
    ),
    "talk": lambda f, network, day: text(
        "Days without a talk since {since}: {have}. No more than {need} may pass."
        " Talk with the resource family (`bvt network talk {network} --on DATE`), or agree on a longer interval"
        " (`bvt network interval {network} NUMBER`).",
        since=f.since, have=f.have, need=f.need, network=network,
    ),
    "contacts": lambda f, network, day: text(
        "Employees who share the guidance: {have}. It takes {need}; name them all"
        " (`bvt network set {network} --contact NAME --contact NAME`).",
        have=f.have, need=f.need, network=network,
    ),
    "confidentiality": lambda f, network, day: text(
        "The home {home} has not signed the group's confidentiality declaration. Have it signed, and record the day"
        " (`bvt network confidentiality {network} {home} --on DATE`).",
        home=f.home, network=network,
    ),
    "consent": lambda f, network, day: text(
        "The child {child} in home {home} is old enough to consent to the family taking part, and has not."
        " Ask the child, and record the day of the consent (`bvt network consent {network} {child} --on DATE`).",
        child=f.child, home=f.home, network=network,
    ),
    "joint_meeting": lambda f, network, day: text(
        "Joint meetings in {quarter}: {have}. There should have been {need}; see that one is held in this quarter,"
        " and record each that was held (`bvt network joint-meeting {network} --on DATE`).",
        quarter=f.quarter and quarter_said(f.quarter), have=f.have, need=f.need, network=network,
    ),
    "experiences": lambda f, network, day: text(
        "The experiences of {half} have not been delivered. Ask the resource family for them;"
        " `bvt network experiences {network} --half {code}` shows what is recorded so far, and takes in the text.",
        half=f.half and half_said(f.half), code=str(f.half), network=network,
    ),
}  # fmt: skip


def sentence(finding: Finding, network: str, day: date) -> Text:
    """What is short, and what to do about it."""
    if finding.withdrawn_on is not None:
        return text(
            "The child {child} in home {home} withdrew its consent to the family taking part on {withdrawn}."
            " Ask the child again, and record the day of a new consent"
            " (`bvt network consent {network} {child} --on DATE`).",
            child=finding.child,
            home=finding.home,
            withdrawn=finding.withdrawn_on,
            network=network,
        )
    if finding.code != "size":
        return _SENTENCES[finding.code](finding, network, day)
    if finding.have < finding.need:
        return text(
            "Foster homes in the network: {have}. It takes at least {need}; find another family that wants to join"
            " (`bvt network join {network} HOME`).",
            have=finding.have,
            need=finding.need,
            network=network,
        )
    return text(
        "Foster homes in the network: {have}. No more than {need} belong in one; divide it, or let a family go"
        " (`bvt network leave {network} HOME --on DATE`).",
        have=finding.have,
        need=finding.need,
        network=network,
    )


def check_document(
    network: str, day: date, found: Sequence[Finding], pace: Pace | None = None, notes: Sequence[Note] = ()
) -> dict[str, Any]:
    """The answer of a check as JSON has it; each finding and note has the keys that apply to it."""
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
        "pace": pace,
        "notes": [note_document(each, network) for each in notes],
    }


def check_sentences(
    name: str,
    network: Network,
    day: date,
    found: Sequence[Finding],
    pace: Pace | None = None,
    notes: Sequence[Note] = (),
) -> list[Text]:
    """The answer of a check in words: what is short, and how the gatherings go.

    `notes` are told apart (`note_sentences`); where there are any, it is only the network that is in order.
    """
    about: dict[str, object] = {"network": network.ref, "name": name, "day": day}
    if not network.runs_on(day):
        head = text("Network {network}, {name}, does not run on {day}.", **about)
    elif not found and notes:
        head = text("Network {network}, {name}: nothing is missing in the network itself on {day}.", **about)
    elif not found:
        head = text("Network {network}, {name}: all is in order on {day}.", **about)
    else:
        head = text("Network {network}, {name}: findings on {day}: {number}.", **about, number=len(found))
    return [
        head,
        *(sentence(each, network.ref, day) for each in found),
        *([pace_sentence(pace)] if pace else []),
    ]


def note_sentences(network: Network, notes: Sequence[Note]) -> list[Text]:
    """What else is worth knowing, under its heading."""
    return [text("About the pay of the resource family:"), *(note_sentence(each, network.ref) for each in notes)]


def pay_words(notes: Sequence[Note]) -> tuple[Text, ...]:
    """The notes on a network for the column PAY."""
    return tuple(map(note_word, notes))


def list_row(
    name: str,
    network: Network,
    day: date,
    figures: Figures,
    found: Sequence[Finding],
    pace: Pace | None,
    *,
    people: bool,
) -> Row:
    """A network as a row of LIST_COLUMNS; `people` read a word instead of no findings."""
    number: object = len(found)
    if people and not network.runs_on(day):
        number = text("does not run")
    elif people and not found:
        number = text("in order")
    return (
        network.ref, name, network.resource_home, network.started_on, network.ended_on, len(figures.homes),
        figures.gatherings, figures.agreed, pace and pace.days_left, figures.last_talk, number, not found,
    )  # fmt: skip


def report_row(name: str, network: Network, figures: Figures, pace: Pace | None, form: "Form") -> Row:
    """A network as a row of REPORT_COLUMNS; JSON has the families as objects, people a bar for each."""
    due = figures.next_due
    most = max((each.contacts for each in figures.families), default=0)
    bars = not form.csv
    families: object = tuple(_family(each, most if bars else 0) for each in figures.families)
    return (
        network.ref, name, len(figures.homes), figures.gatherings, figures.agreed, pace and pace.days_left,
        figures.families if form.json else families, figures.talks, figures.last_talk,
        due.code if due else None, due.on if due else None,
    )  # fmt: skip


def _family(family: Family, most: int) -> Text:
    """About how often there was contact with a family, with a bar that is longest where it was `most`."""
    about: dict[str, object] = {"home": family.home, "count": family.contacts}
    if not family.contacts or not most:
        return text("{home} about {count}", **about)
    return text("{home} about {count} {bar}", **about, bar="█" * max(1, round(BAR * family.contacts / most)))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Half) else value
