"""`bvt pay authorise`: somebody else than posted a run lets it go out."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused
from bvt_cli.core.texts import Kroner, mark, text


def authorise(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run, such as R1."))],
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.commands.voucher_kind import is_one_of
    from bvt_cli.store import authorisations, runs

    session: Session = ctx.obj
    with desk(session, "pay authorise", by) as at:
        found, signed = runs.run(at.connection, run), at.signed
        before = authorisations.authorisation(at.connection, found.number)
        if before is not None:
            raise Refused(text("{run} is authorised already, by {by}.", run=found.ref, by=before.by))
        if is_one_of(signed.by, (found.by,)):
            raise Refused(text("{by} posted {run}; somebody else authorises it.", by=signed.by, run=found.ref))
        authorisations.authorise(at.connection, found.number, signed)
        at.note("run", found.ref, {"authorised_by": signed.by})
    if json:
        session.out.document(
            {"run": found.ref, "posted_by": found.by, "authorised_by": signed.by, "login": signed.login,
             "total": Kroner(found.total)}
        )  # fmt: skip
    session.out.tell(
        text("{run} ({total}, posted by {poster}) is authorised by {by}.",
             run=found.ref, total=Kroner(found.total), poster=found.by, by=signed.by)
    )  # fmt: skip
    hint.suggest(session, f"bvt pay export {found.ref} --format NAME --out FILE")
