"""`bvt network experiences`: the resource family's words on a half-year: recorded, printed, delivered."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.network_shared import HalfOption, Ref, half_named, has_come, remind
from bvt_cli.core.errors import InvalidInput, NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_network import NETWORK
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.halfyear import Half
    from bvt_cli.store.database import Connection
    from bvt_cli.store.deliveries import Edition, Told

EXPERIENCES = NETWORK.field("experiences")


class Found(NamedTuple):
    """What is shown of a half-year: as it was last delivered, or as it is recorded so far; and the editions there are.

    `ran`: whether the network ran in it; `differs`: whether what is recorded now is no longer what was delivered.
    """

    told: "Told"
    editions: "list[Edition]"
    ran: bool
    differs: bool


class Delivery(NamedTuple):
    """What is delivered on a day; `said`: whether the day was given, not taken from today."""

    on: date
    said: bool


class Delivered(NamedTuple):
    """The new edition; `instead`: the day of delivery that it corrects, when nothing else is different."""

    edition: "Edition"
    instead: date | None = None


def experiences(
    ctx: typer.Context,
    network: Ref,
    half: HalfOption = None,
    words: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=mark("The resource family's own short text."))
    ] = None,
    text_file: Annotated[
        str | None,
        typer.Option("--text-file", metavar="FILE", help=mark("The same from a file (- for standard input).")),
    ] = None,
    deliver: Annotated[
        bool, typer.Option("--deliver", help=mark("Deliver them; a later correction is delivered as a new edition."))
    ] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help=mark("The day they were delivered (else today); said again, it is corrected.")
        ),
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="N", help=mark("Show this delivered edition (else the latest)."))
    ] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help=mark("Write them to a new HTML file, to print at A4."))
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help=mark("Print the experiences as Markdown."))] = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import database

    session: Session = ctx.obj
    today = session.as_of(as_of)
    wanted = half_named(half, today)
    number = arguments.given(lambda word, name: arguments.whole(word, name, 1), edition, "--edition")
    changes = deliver or words is not None or text_file is not None
    _refuse_together(words, text_file, deliver, on, number if changes else None, markdown, json)
    if changes:
        said = _read(words, text_file)
        day = has_come(arguments.given(arguments.day, on, "--on") or today, today)
        delivery = Delivery(day, on is not None) if deliver else None
        with desk(session, "network experiences", by) as at:
            delivered = _record(at, network, wanted, said, delivery)
            found = _found(at.connection, network, wanted, None)
            _write_html(session, found, html)
        _tell(session, network, wanted, said, delivered)
    else:
        with database.reading(session.register) as connection:
            found = _found(connection, network, wanted, number)
        _write_html(session, found, html)
    if json or markdown or not (changes or html):
        _print(session, found, markdown=markdown, json=json)
    _tell_apart(session, network, wanted, found)


def print_half_year(session: Session, network: str, half: "Half", *, markdown: bool, json: bool) -> None:
    """The experiences of a half-year on stdout, as delivered, else as recorded so far."""
    from bvt_cli.store import database

    with database.reading(session.register) as connection:
        found = _found(connection, network, half, None)
    _print(session, found, markdown=markdown, json=json)
    _tell_apart(session, network, half, found)


def _refuse_together(
    words: str | None, text_file: str | None, deliver: bool, on: str | None, edition: int | None, markdown: bool,
    json: bool,
) -> None:  # fmt: skip
    if words is not None and text_file is not None:
        raise Usage(text("--text and --text-file do not go together."))
    if on is not None and not deliver:
        raise Usage(text("--on goes with --deliver."))
    if edition is not None:
        raise Usage(text("--edition shows what was delivered; nothing can be changed with it."))
    if markdown and json:
        raise Usage(text("The experiences of a half-year are printed as text, --markdown or --json, one of them."))


def _read(words: str | None, text_file: str | None) -> str | None:
    """The text given, or None. Raises Usage, or InvalidInput where a file is no text."""
    from bvt_cli.commands.import_ import read_input

    if text_file is not None:
        data, name = read_input(text_file)
        try:
            words = data.decode("utf-8-sig").replace("\r\n", "\n").strip()
        except UnicodeDecodeError:
            raise InvalidInput(text("{file} is no text in UTF-8; nothing was written.", file=name)) from None
    if words is not None and not words.strip():
        raise Usage(text("{option} is empty.", option="--text-file" if text_file is not None else "--text"))
    return words


def _record(at: "Desk", network: str, half: "Half", said: str | None, delivery: Delivery | None) -> Delivered | None:
    """Record the text, and deliver it, if that is said; what is new of delivered, or None where nothing is.

    Raises Refused where the network did not run, the half-year has not ended, or the text of what was delivered would
    change silently.
    """
    from bvt_cli.render.periods import half_said
    from bvt_cli.store import deliveries

    record = at.known("network", network)
    _refuse_half(at, network, half, delivery)
    known: Record = next((each for each in record.get("experiences", ()) if each["half"] == str(half)), {})
    editions = deliveries.editions(at.connection, network, half)
    new_text = said is not None and said != known.get("text")
    if new_text and delivery is None and (editions or "delivered_on" in known):
        raise Refused(
            text(
                "The experiences of {half} are delivered, so their text stands; with --deliver the new text is"
                " delivered as a new edition, and both are kept.",
                half=half_said(half),
            )
        )
    if delivery is not None and said is None and "text" not in known:
        keys.lacking(["--text"], f"network experiences {network} --deliver")
    written: Record = {"half": str(half), **({} if said is None else {"text": said})}
    last = editions[-1] if editions else None
    same = not new_text and (last is None or _stands(at.connection, network, half, last))
    instead = last.delivered_on if same and last is not None else None  # the day that is all there is to correct
    if delivery is not None and (instead is None or (delivery.said and delivery.on != instead)):
        day, written["delivered_on"] = _days(delivery, known.get("delivered_on"), last, same)
    else:
        day = None
    listed = keeping.with_element(EXPERIENCES, record.get("experiences", []), written)
    at.write("network", {"ref": network, "experiences": listed})
    if day is None:
        return None
    edition = deliveries.deliver(at.connection, at.signed, deliveries.as_recorded(at.connection, network, half), day)
    at.note("network", network, {"delivered": {"half": str(half), "edition": edition.number, "on": str(day)}})
    return Delivered(edition, instead)


def _refuse_half(at: "Desk", network: str, half: "Half", delivery: Delivery | None) -> None:
    """Raise Refused where the network did not run in a half-year, or it is delivered before it has ended."""
    from bvt_cli.render.periods import half_said
    from bvt_cli.store import network_facts

    known = network_facts.network_named(at.connection, network).network
    about: dict[str, object] = {"network": network, "half": half_said(half)}
    if not known.ran_in(half):
        raise Refused(text("The network {network} did not run in {half}.", **about))
    last = min(half.last, known.ended_on or half.last)
    if delivery is not None and delivery.on <= last:
        raise Refused(
            text(
                "The experiences of {half} are delivered when it has ended, so after {last}; nothing was written.",
                **about,
                last=last,
            )
        )


def _days(delivery: Delivery, first: date | None, last: "Edition | None", same: bool) -> tuple[date, date]:
    """The day of this delivery, and that of the first, which is the one that was due.

    `same`: whether it says what was delivered before, so that only the day of that is corrected; where there is no
    edition of it, the day stands that is known, if none is said.
    """
    if first is None:
        return delivery.on, delivery.on
    if not same:
        return delivery.on, first
    if last is None:
        return (delivery.on, delivery.on) if delivery.said else (first, first)
    return delivery.on, delivery.on if first == last.delivered_on else first


def _stands(connection: "Connection", network: str, half: "Half", edition: "Edition") -> bool:
    """Whether an edition says what is recorded now."""
    from bvt_cli.store import deliveries

    now = deliveries.as_recorded(connection, network, half)
    return deliveries.told(connection, edition).half_year.same_as(now.half_year)


def _found(connection: "Connection", ref: str, half: "Half", number: int | None) -> Found:
    """What to show: an edition (`number`, else the latest), or what is recorded so far. Raises NotFound."""
    from bvt_cli.store import deliveries, network_facts

    network = network_facts.network_named(connection, ref).network
    editions = deliveries.editions(connection, ref, half)
    live = deliveries.as_recorded(connection, ref, half)
    chosen = [each for each in editions if number in (None, each.number)]
    if number is not None and not chosen:
        raise NotFound(text("There is no edition {number}; delivered so far: {count}.", number=number,
                            count=len(editions)))  # fmt: skip
    told = deliveries.told(connection, chosen[-1]) if chosen else live
    differs = number is None and bool(chosen) and not told.half_year.same_as(live.half_year)
    return Found(told, editions, network.ran_in(half), differs)


def _print(session: Session, found: Found, *, markdown: bool, json: bool) -> None:
    from bvt_cli.render import experiences as render

    half_year, name, names = found.told
    if json:
        kept = [{"edition": each.number, "delivered_on": each.delivered_on, "by": each.by, "sha256": each.sha256}
                for each in found.editions]  # fmt: skip
        session.out.document({**render.as_json(half_year), "editions": kept})
    else:
        printed = render.as_markdown if markdown else render.as_text
        session.out.write(printed(half_year, name, names, session.translator))


def _write_html(session: Session, found: Found, html: str | None) -> None:
    if html is not None:
        from bvt_cli.render.experiences_page import as_html
        from bvt_cli.store.new_file import write_new

        write_new(Path(html), as_html(*found.told, session.translator))
        session.out.tell(text("The page is in {file}.", file=html))


def _tell(session: Session, network: str, half: "Half", said: str | None, delivered: Delivered | None) -> None:
    from bvt_cli.render.periods import half_said

    about: dict[str, object] = {"network": network, "half": half_said(half)}
    if delivered is not None:
        about |= {"day": delivered.edition.delivered_on, "edition": delivered.edition.number}
    if delivered is not None and delivered.instead is not None:
        session.out.tell(text("The day of delivery is corrected from {before} to {day}, in edition {edition}; the"
                              " earlier edition is kept.", **about, before=delivered.instead))  # fmt: skip
    elif delivered is not None:
        session.out.tell(text("The experiences of {half} are delivered on {day}, edition {edition}; they print like"
                              " this ever after.", **about))  # fmt: skip
    elif said is None:
        session.out.tell(
            text("The experiences of {half} are delivered already, as they are; nothing changes.", **about)
        )
    else:
        session.out.tell(text("The text for {half} is recorded.", **about))
        hint.suggest(session, f"bvt network experiences {network} --half {half} --deliver")
    if said is not None:
        remind(session)


def _tell_apart(session: Session, network: str, half: "Half", found: Found) -> None:
    from bvt_cli.render.periods import half_said

    if not found.ran:
        session.out.tell(text("The network {network} did not run in {half}.", network=network, half=half_said(half)))
    if found.differs:
        session.out.tell(
            text(
                "What is recorded now differs from what was delivered and is shown;"
                " `bvt network experiences {network} --half {half} --deliver` delivers a new edition.",
                network=network,
                half=str(half),
            )
        )
