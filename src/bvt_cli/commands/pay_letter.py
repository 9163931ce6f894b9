"""`bvt pay letter`: the letter to a home about a claim, and the day it was sent."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, showing
from bvt_cli.commands.context import Session
from bvt_cli.commands.pay_statement import Html, Pdf, only_one_file, show, speaking, write_file
from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.field import Record
    from bvt_cli.core.statement import Letter
    from bvt_cli.store.claims import Claim
    from bvt_cli.store.database import Connection


def letter(
    ctx: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help=mark("The claim, such as K1."))],
    home: Annotated[
        str | None,
        typer.Option("--home", metavar="HOME", help=mark("Which home, where a reversed run paid several.")),
    ] = None,
    html: Html = None,
    pdf: Pdf = None,
    sent: Annotated[
        str | None,
        typer.Option("--sent", metavar="DATE", help=mark("Record that it was sent; instalments are taken after that.")),
    ] = None,
    reveal: arguments.Reveal = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import claims, database

    session: Session = ctx.obj
    only_one_file(html, pdf)
    today = session.as_of(as_of)
    day = _sent_on(sent, today)
    whole = reveal is not None
    path: Path | None = None
    if day is None:
        with database.reading(session.register) as connection:
            known = claims.claim(connection, claim)
            found, record = _written(connection, known, _home(connection, known, home), whole)
        path = _put(ctx, found, record, html, pdf, found.claim.letter_on or today)
    else:
        try:
            with desk(session, "pay letter", by) as at:
                known = claims.claim(at.connection, claim)
                to = _home(at.connection, known, home)
                recorded = _record(at, known, to, day)
                found, record = _written(at.connection, known, to, whole, day)
                path = _put(ctx, found, record, html, pdf, day)
        except BaseException:
            if path is not None:  # the day is recorded nowhere, so the letter must not lie there
                path.unlink(missing_ok=True)
            raise
        _tell(session, known.ref, day, recorded)
    showing.tell_hidden(session, record, whole=whole)
    _print(ctx, found, record, day or found.claim.letter_on or today, json=json, words=path is None and day is None)


def _sent_on(sent: str | None, today: date) -> date | None:
    day = arguments.given(arguments.day, sent, "--sent")
    if day is not None and day > today:
        raise Usage(text("{option}: {day} is after {today}, the day that counts as today.",
                         option="--sent", day=day, today=today))  # fmt: skip
    return day


def _home(connection: "Connection", claim: "Claim", wanted: str | None) -> str:
    """The home to write to. Raises Usage where a reversed run paid several and none is said, or NotFound."""
    from bvt_cli.store.statement_facts import homes_of

    homes = homes_of(connection, claim)
    if wanted is None and len(homes) > 1:
        raise Usage(text("{claim} concerns several homes; say which with --home: {homes}.",
                         claim=claim.ref, homes=tuple(homes)))  # fmt: skip
    if wanted is not None and wanted not in homes:
        raise NotFound(text("{claim} does not concern home {home}.", claim=claim.ref, home=wanted))
    return wanted or homes[0]


def _written(
    connection: "Connection", claim: "Claim", home: str, whole: bool, sent: date | None = None
) -> "tuple[Letter, Record]":
    """The letter, and whom it goes to; `whole`: with the address of a protected home."""
    from bvt_cli.store import statement_facts

    found = statement_facts.letter(connection, claim, home)
    if sent is not None:
        found = found._replace(claim=found.claim._replace(letter_on=sent))
    return found, statement_facts.written_to(connection, [home], whole=whole).get(home, {})


def _record(at: "Desk", claim: "Claim", home: str, day: date) -> bool:
    """Record the day it was sent; whether that was new. Of a reversed run it is recorded for this home alone."""
    from bvt_cli.store import claims
    from bvt_cli.store.statement_facts import agreements_of

    agreements = [None] if claim.home is not None else agreements_of(at.connection, claim, home)
    known = {(each["agreement"], each["on"]) for each in claims.events(at.connection, claim.number)
             if each["kind"] == "letter"}  # fmt: skip
    new = [each for each in agreements if (each, day.isoformat()) not in known]
    for agreement in new:
        claims.note_event(at.connection, claim.number, "letter", day, None, agreement, at.signed)
    if new:
        at.note("claim", claim.ref, {"letter_on": day, "home": home})
    return bool(new)


def _put(
    ctx: typer.Context, found: "Letter", record: "Record", html: str | None, pdf: str | None, on: date
) -> Path | None:
    from bvt_cli.render.letter import sheet

    if html is None and pdf is None:
        return None
    return write_file(ctx.obj, sheet(found, record, on), speaking(ctx, record.get("language")), html, pdf)


def _tell(session: Session, claim: str, day: date, recorded: bool) -> None:
    if recorded:
        session.out.tell(text("{claim}: the letter was sent on {day}.", claim=claim, day=day))
    else:
        session.out.tell(text("{ref} stands as it was; nothing changes.", ref=claim))


def _print(ctx: typer.Context, found: "Letter", record: "Record", on: date, *, json: bool, words: bool) -> None:
    from bvt_cli.render.letter import as_json, sheet

    session: Session = ctx.obj
    say = speaking(ctx, record.get("language"))
    if json:
        session.out.document(as_json(found, say.language, on))
    elif words:
        show(session, sheet(found, record, on), say)
