"""What the commands of networks share: their argument, the rules in force, words that come with texts, and undoing."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.texts import Text, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.halfyear import Half
    from bvt_cli.core.network import Limits

Ref = Annotated[str, typer.Argument(metavar="NETWORK", help=mark("The network, such as N-1."))]
Undo = Annotated[
    bool, typer.Option("--undo", help=mark("Take away what was recorded by mistake; the journal keeps it."))
]
HalfOption = Annotated[
    str | None,
    typer.Option("--half", metavar="HALF", help=mark("The half-year, such as 2025H1 (else the last that ended).")),
]


def limits_of(session: Session, on: date) -> "Limits":
    """What is expected on a day, by the settings in force."""
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core.network import limits_on

    return limits_on(own_rules(session).practice, on)


def half_named(word: str | None, on: date) -> "Half":
    """The half-year typed, else the last that had ended on a day. Raises Usage."""
    from bvt_cli.core.halfyear import Half

    if word is None:
        return Half.ended_before(on)
    try:
        return Half.parse(word.upper())
    except ValueError:
        raise Usage(
            text("{option}: {value} is no half-year; write 2025H1 or 2025H2.", option="--half", value=word)
        ) from None


def day_named(session: Session, on: str | None, as_of: str | None, option: str = "--on") -> date:
    """The day typed, else the one that counts as today."""
    return arguments.given(arguments.day, on, option) or session.as_of(as_of)


def has_come(day: date, today: date, option: str = "--on") -> date:
    """The day of something done. Raises Usage where it is yet to come."""
    if day > today:
        raise Usage(text("{option}: {day} is after {today}, the day that counts as today.",
                         option=option, day=day, today=today))  # fmt: skip
    return day


def refuse_before_start(network: Record, day: date) -> None:
    """Raise Refused for a day on which a network did not run yet."""
    if day < network["started_on"]:
        raise Refused(
            text(
                "The network {network} began on {start}, and {day} is before that; nothing was written."
                " `bvt network set {network} --started-on DATE` corrects when it began.",
                network=network["ref"],
                start=network["started_on"],
                day=day,
            )
        )


def remind(session: Session) -> None:
    """What whoever writes a text is told: no child's name, and that concern for a child does not wait for it."""
    session.out.tell(
        text(
            "Never write a child's name here. Concern for a child does not wait: the resource family has a duty to"
            " notify the service at once."
        )
    )


def stands(session: Session, ref: str) -> None:
    """Say that nothing changes."""
    session.out.tell(text("{ref} stands as it was; nothing changes.", ref=ref))


def only_one(fitting: Sequence[Record], what: Text, hint: str) -> Record:
    """The only element that fits. Raises NotFound where there is none, Usage where there are more (`hint`: options)."""
    if not fitting:
        raise NotFound(text("Nothing like this is recorded: {what}.", what=what))
    if len(fitting) > 1:
        raise Usage(text("More than one is recorded: {what}; say which with {options}.", what=what, options=hint))
    return fitting[0]


def replaced(at: "Desk", network: str, key: str, elements: Sequence[Record]) -> Record:
    """Write a list of a network as a whole, and return the network."""
    return at.write("network", {"ref": network, key: list(elements) or None}, replace=True)


def told_of_home(at: "Desk", network: Record, home: str) -> Sequence[Text]:
    """What is worth a word when a home joins a network: where it lies, and whether it has a foster child."""
    own, other = (at.known("home", ref).get("municipality") for ref in (network["resource_home"], home))
    if own is None or other is None or own == other:
        return ()
    from bvt_cli.core.network_notes import Note
    from bvt_cli.render.network_notes import note_sentence

    return (note_sentence(Note("municipality", home, municipality=other, other=own), network["ref"]),)
