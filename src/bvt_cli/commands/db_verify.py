"""`bvt db verify`: all that is kept gone through, and the first row named that was changed behind bvt's back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.texts import Text, mark, text

if TYPE_CHECKING:
    from bvt_cli.store.wholeness import Checked, Place

MOST = 20


def verify(
    ctx: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH",
            help=mark("The head of a chain (journal, runs or look-ups) as it was noted earlier, or its beginning."),
        ),
    ] = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.store import database, wholeness

    session: Session = ctx.obj
    asked = None if head is None else arguments.head_of_chain(head)
    with database.reading(session.register) as connection:
        checked, place = wholeness.check(connection, asked)
    if json:
        session.out.document(_document(checked, asked, place))
    if checked.found:
        raise RegisterError(*_what_is_wrong(session, checked))
    if not json:
        _tell(session, checked, asked, place)


def _document(checked: "Checked", asked: str | None, place: "Place | None") -> dict[str, object]:
    from bvt_cli.render.whole import record

    return {
        "ok": not checked.found,
        "entries": checked.entries,
        "runs": checked.runs,
        "journal_head": checked.heads.journal,
        "run_head": checked.heads.runs,
        "lookup_head": checked.heads.lookups,
        "head_asked": asked,
        "head_of": None if place is None else place._asdict(),
        "problems": [record(each) for each in checked.found],
    }


def _what_is_wrong(session: Session, checked: "Checked") -> tuple[Text, list[Mapping[str, object]]]:
    """The first bad row, and below it the others."""
    from bvt_cli.render.whole import sentence

    first, *others = map(sentence, checked.found)
    details: list[Mapping[str, object]] = [{"message": each} for each in others[:MOST]]
    if len(others) > MOST:
        details.append({"message": text("And {number} more; --json lists them all.", number=len(others) - MOST)})
    message = text(
        "The register {path} is not as bvt wrote it: {first} Take a backup into use that `bvt db verify` finds whole:"
        " `bvt db restore BACKUP --replace`.",
        path=str(session.db), first=first,
    )  # fmt: skip
    return message, details


def _said_of_head(head: str, place: "Place") -> Text:
    if place.chain == "run":
        return text("{head} was the end of the chain of runs when {run} was the last.", head=head, run=f"R{place.row}")
    if place.chain == "journal":
        return text("{head} was the end of the journal when entry {number} was the last.", head=head, number=place.row)
    return text("{head} was the end of the log of look-ups when row {number} was the last.",
                head=head, number=place.row)  # fmt: skip


def _tell(session: Session, checked: "Checked", asked: str | None, place: "Place | None") -> None:
    session.out.say(
        text("All that is kept is as bvt wrote it. Entries of the journal: {entries}, runs: {runs}.",
             entries=checked.entries, runs=checked.runs)
    )  # fmt: skip
    if asked is not None and place is not None:
        session.out.say(_said_of_head(asked, place))
    heads = checked.heads
    if heads.journal is not None:
        session.out.say(text("The journal ends in {head}.", head=heads.journal))
    if heads.runs is not None:
        session.out.say(text("The chain of runs ends in {head}.", head=heads.runs))
    if heads.lookups is not None:
        session.out.say(text("The log of look-ups ends in {head}.", head=heads.lookups))
    session.out.tell(text("Note these heads where nobody who can write the register can reach them."))
