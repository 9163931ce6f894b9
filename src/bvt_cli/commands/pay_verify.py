"""`bvt pay verify`: every posted line reckoned again, and the chain of runs gone through."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import BvtError
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.store.proof import TableNow

MOST = 50


def verify(
    ctx: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH",
            help=mark("The head of the chain as it was printed and kept outside, or its beginning."),
        ),
    ] = None,
    json: arguments.Json = False,
) -> int:
    from bvt_cli.render.proof import record, sentence
    from bvt_cli.store import chain, database, proof

    session: Session = ctx.obj
    asked = None if head is None else arguments.head_of_chain(head)
    tables = _tables(session)
    with database.reading(session.register) as connection:
        counted = proof.counted(connection)
        found = list(proof.faults(connection, tables))
        now = chain.head(connection) if counted.runs else None
        head_of = None if asked is None else proof.run_of_head(connection, asked)
    unknown = asked is not None and head_of is None
    wrong = bool(found) or unknown
    if json:
        session.out.document(
            {
                "ok": not wrong,
                "runs": counted.runs,
                "lines": counted.lines,
                "head": now,
                "head_asked": asked,
                "head_of": head_of,
                "findings": [record(each) for each in found],
            }
        )
        return 3 if wrong else 0
    session.out.say(*map(sentence, found[:MOST]))
    if len(found) > MOST:
        session.out.say(text("And {number} more; --json lists them all.", number=len(found) - MOST))
    if unknown:
        session.out.say(text("No run ends the chain in {head}: a run was changed or taken out since.", head=asked))
    elif head_of is not None and not found:
        session.out.say(text("Up to {run} the chain is as it was when {head} was printed.", run=head_of, head=asked))
    if wrong:
        return 3
    if now is None:
        session.out.say(text("Nothing is posted yet."))
    else:
        session.out.say(
            text("Every run and line comes out as it was posted. Runs: {runs}, lines: {lines}.",
                 runs=counted.runs, lines=counted.lines),
            text("The chain of runs ends in {head}.", head=now),
        )  # fmt: skip
    return 0


def _tables(session: Session) -> "Mapping[str, TableNow]":
    """The rate tables as they are now; where they cannot be read the rest is verified without them."""
    from bvt_cli.commands.book import own_folder
    from bvt_cli.store.proof import TableNow
    from bvt_cli.store.rate_files import load_tables, shipped_rates

    try:
        loaded = load_tables(shipped_rates(), own_folder(session))
    except BvtError as error:
        session.out.warn(error.message)
        session.out.warn(text("So the rates of lines are not compared with their tables."))
        return {}
    by_day = {table.effective: table for table in loaded.tables}
    return {file.name: TableNow(file.sha256, by_day[file.effective]) for file in loaded.files if file.effective}
