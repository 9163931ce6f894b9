"""`bvt pay export` and `bvt pay formats`: a run out to payroll, ledger or bank."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.formats import BANK_FORMATS, Format, Whole, template_places
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.core.payout import Payout
    from bvt_cli.core.payroll import Codes
    from bvt_cli.render.formats.sheet import Rendered
    from bvt_cli.store.exports import Exported
    from bvt_cli.store.runs import Run

COLUMNS = (
    Column("name", mark("Name")),
    Column("purpose", mark("For")),
    Column("kind", mark("Kind of file")),
    Column("columns", mark("Columns"), "number"),
    Column("width", mark("Width"), "number"),
    Column("own", mark("The municipality's own"), "flag"),
    Column("file", mark("File")),
)
PAYS = "pay"
PEOPLE_SAY = {
    "pay": mark("payment"),
    "ledger": mark("bookkeeping"),
    "read": mark("reading"),
    "delimited": mark("with a separator"),
    "fixed": mark("fixed positions"),
    "xml": mark("XML"),
}


def formats(
    ctx: typer.Context,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.store.format_files import SHIPPED

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    people = not (form.json or form.csv)
    rows: list[tuple[object, ...]] = []
    for each in known_formats(session).values():
        width = sum(col.width or 0 for col in each.columns) if each.kind == "fixed" else None
        own = not each.file.startswith(SHIPPED)
        rows.append(
            (each.name, _said(each.purpose, people), _said(each.kind, people), len(each.columns), width, own, each.file)
        )
    rows += [(name, _said(PAYS, people), _said("xml", people), None, None, False, None) for name in BANK_FORMATS]
    session.out.table(COLUMNS, rows, text("There is no format."), form)


def _said(code: str, people: bool) -> Text | str:
    """A code in words, for people."""
    if not people:
        return code
    words = PEOPLE_SAY[code]
    return text(words)


def export(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run, such as R1."))],
    format: Annotated[
        str, typer.Option("--format", metavar="NAME", help=mark("The format; `bvt pay formats` lists them."))
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help=mark("The new file; one that stands there is left alone."))
    ],
    pay_on: Annotated[
        str | None, typer.Option("--pay-on", metavar="DATE", help=mark("The day the bank is to pay (a bank's file)."))
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help=mark("Write a file of a run that has been exported for this before."))
    ] = False,
    by: arguments.By = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> int:
    import hashlib
    from contextlib import ExitStack

    from bvt_cli.commands.changing import desk
    from bvt_cli.store import exports, payouts, runs
    from bvt_cli.store.new_file import finished

    session: Session = ctx.obj
    target = Path(arguments.line(out, "--out"))
    known = known_formats(session)
    day = _pay_day(format, known, arguments.given(arguments.day, pay_on, "--pay-on"))
    with ExitStack() as files:
        with desk(session, "pay export", by) as at:
            found = runs.run(at.connection, run)
            paid = payouts.payouts(at.connection, found.ref)
            unconfirmed = _check_four_eyes(session, at.connection, found, paid, session.as_of(as_of))
            _check_letters(at.connection, found, format, known)
            before = exports.exports_of(at.connection, found.number)
            again_needed = [each for each in before if _same_use(format, each.format, known)]
            if again_needed and not again:
                _refuse_second(found.ref, again_needed[-1])
            made = _rendered(session, found, paid, known.get(format), format, day)
            digest = hashlib.sha256(made.data).hexdigest()
            exports.note_export(at.connection, found.number, format, digest, made.rows, made.total, at.signed)
            at.note(
                "run", found.ref, {"format": format, "sha256": digest, "rows": made.rows, "total": Kroner(made.total)}
            )
            name_file = files.enter_context(finished(target, made.data))
        name_file()  # last: a file that may pay is never there without being noted
    if unconfirmed:
        session.out.warn(
            text("Nobody has confirmed {persons} as payees; see `bvt pay payees --unconfirmed`.", persons=unconfirmed)
        )
    if day is not None and day < session.as_of(as_of):
        session.out.warn(text("{option}: {day} has gone by.", option="--pay-on", day=day))
    _show(session, found, format, target, made, digest, before, json)
    return 3 if made.left_out else 0


def known_formats(session: Session) -> dict[str, Format]:
    """All column maps: those shipped, the municipality's own laid over them."""
    from bvt_cli.commands.book import own_folder
    from bvt_cli.store.format_files import load_formats
    from bvt_cli.store.rate_files import shipped_rates

    return load_formats(shipped_rates(), own_folder(session))


def known_codes(session: Session) -> "Codes":
    """What payroll, ledger and bank call things: as shipped, the municipality's own laid over it."""
    from bvt_cli.commands.book import own_folder
    from bvt_cli.store.payroll_files import load_codes
    from bvt_cli.store.rate_files import shipped_rates

    return load_codes(shipped_rates(), own_folder(session))


def whole_of(run: "Run", pay_on: date | None = None) -> Whole:
    """What all rows of a run's file share."""
    return Whole(run.ref, run.month.first, datetime.fromisoformat(run.posted_at).date(), pay_on)


def _pay_day(name: str, known: Mapping[str, Format], given: date | None) -> date | None:
    """The day the bank pays, asked for exactly where the format writes it. Raises Usage."""
    if name not in known and name not in BANK_FORMATS:
        choices = (*known, *BANK_FORMATS)
        raise Usage(text("{name}: {value} is none of {choices}.", name="--format", value=name, choices=choices))
    needed = name in BANK_FORMATS or _writes_pay_day(known[name])
    if needed and given is None:
        raise Usage(text("{format} says when the bank is to pay: give the day with --pay-on.", format=name))
    if given is not None and not needed:
        raise Usage(text("{format} does not say when the bank is to pay; leave --pay-on out.", format=name))
    return given


def _writes_pay_day(form: Format) -> bool:
    return any(
        col.value == "pay_on" if col.source == "field" else "pay_on" in (template_places(col.value) or ())
        for col in form.columns
        if col.source in ("field", "template")
    )


def _check_four_eyes(
    session: Session, connection: Any, run: "Run", paid: "Sequence[Payout]", on: date
) -> tuple[str, ...]:
    """The payees that nobody has confirmed. With four eyes a run goes out only when somebody else has authorised it

    and confirmed whom it goes to. Raises Refused.
    """
    from bvt_cli.commands.book import own_rules
    from bvt_cli.store import authorisations, confirmations

    unconfirmed = tuple(confirmations.unconfirmed(connection, paid))
    if own_rules(session).practice.value("four_eyes", on) == "off":
        return unconfirmed
    if not authorisations.authorised(connection, run.number):
        raise Refused(text("{run} is not authorised; somebody else than posted it does so: `bvt pay authorise {run}`.",
                           run=run.ref))  # fmt: skip
    if unconfirmed:
        raise Refused(text("Nobody has confirmed {persons} as payees; see `bvt pay payees --unconfirmed`.",
                           persons=unconfirmed))  # fmt: skip
    return ()


def _check_letters(connection: Any, run: "Run", name: str, known: Mapping[str, Format]) -> None:
    """Nobody is reclaimed without a letter: what pays or books such a run waits for it. Raises Refused."""
    from bvt_cli.store import claims

    if name in known and known[name].purpose == "read":
        return
    for claim in claims.of_run(connection, run.number):
        if claim.letter_on is None and claim.amount < 0:
            raise Refused(
                text(
                    "{run} takes money back and the home has not been written to. Write `bvt pay letter {claim}` and"
                    " record the day with --sent.",
                    run=run.ref, claim=claim.ref,
                )
            )  # fmt: skip


def _same_use(name: str, earlier: str, known: Mapping[str, Format]) -> bool:
    """Whether two files would do the same thing twice: the same format, or both pay, or both are booked."""
    one, other = (PAYS if each in BANK_FORMATS else _purpose(each, known) for each in (name, earlier))
    return name == earlier or (one == other and one != "read")


def _purpose(name: str, known: Mapping[str, Format]) -> str:
    """What a format is for; one that is no longer known may have paid."""
    return known[name].purpose if name in known else PAYS


def _refuse_second(ref: str, earlier: "Exported") -> None:
    raise Refused(
        text(
            "{run} was written as {format} by {by} at {at}; a second file may pay or book it twice."
            " If that file was never used, say --again.",
            run=ref, format=earlier.format, by=earlier.by, at=earlier.at,
        )
    )  # fmt: skip


def _rendered(
    session: Session, run: "Run", paid: "Sequence[Payout]", form: Format | None, name: str, pay_on: date | None
) -> "Rendered":
    from bvt_cli.core.exported import rows, settings

    if not paid:
        raise NotFound(text("There is nothing to pay in {run}.", run=run.ref))
    codes, whole = known_codes(session), whole_of(run, pay_on)
    if form is not None:
        from bvt_cli.render.formats.written import written

        return written(form, rows(paid, whole, codes), whole, codes)
    from bvt_cli.render.formats.pain import bank_file

    assert pay_on is not None
    given = settings(codes, whole)
    return bank_file(
        name, run.ref, paid, given, plan=run.plan, since=whole.month, posted_at=run.posted_at, pay_on=pay_on
    )  # fmt: skip


def _show(
    session: Session,
    run: "Run",
    name: str,
    target: Path,
    made: "Rendered",
    digest: str,
    before: "Sequence[Exported]",
    json: bool,
) -> None:
    out = session.out
    if json:
        out.document(
            {
                "run": run.ref,
                "format": name,
                "file": str(target),
                "rows": made.rows,
                "total": Kroner(made.total),
                "sha256": digest,
                "exported_before": [
                    {"format": each.format, "at": each.at, "by": each.by, "sha256": each.sha256} for each in before
                ],
                "left_out": [{"person": each.person, "amount": Kroner(each.amount)} for each in made.left_out],
                "notices": list(made.notices),
            }
        )
    for notice in made.notices:
        out.warn(notice)
    for each in made.left_out:
        out.warn(
            text("{person} is left out: {amount} in all, and a bank cannot take money back.",
                 person=each.person, amount=Kroner(each.amount))
        )  # fmt: skip
    for earlier in before:
        out.warn(text("{run} was also written as {format} by {by} at {at}.",
                      run=run.ref, format=earlier.format, by=earlier.by, at=earlier.at))  # fmt: skip
    if made.total != run.total:
        out.warn(text("{run} comes to {total}, the file to {carried}.",
                      run=run.ref, total=Kroner(run.total), carried=Kroner(made.total)))  # fmt: skip
    out.tell(text("{path} is written: rows: {rows}, control sum {total}.",
                  path=str(target), rows=made.rows, total=Kroner(made.total)))  # fmt: skip
