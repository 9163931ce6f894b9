"""`bvt pay reconcile`: what payroll says it paid, against a run."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.core.payout import Payout
    from bvt_cli.core.reconcile import Entry, Match
    from bvt_cli.store.runs import Run

COLUMNS = (
    Column("finding", mark("Finding")),
    Column("line", mark("Line")),
    Column("payroll_id", mark("Payroll number")),
    Column("component", mark("Component"), "code"),
    Column("wage_type", mark("Wage type")),
    Column("run_amount", mark("The run"), "kroner"),
    Column("paid_amount", mark("Payroll"), "kroner"),
    Column("difference", mark("Difference"), "kroner"),
)

PEOPLE_SAY = {
    "equal": mark("paid as it should be"),
    "missing": mark("not paid"),
    "extra": mark("not in the run"),
    "differs": mark("another amount"),
}


def reconcile(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(metavar="RUN", help=mark("The run, such as R1."))],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=mark("What payroll paid, as CSV; - reads standard input."))
    ],
    map: Annotated[
        str | None,
        typer.Option(
            "--map", metavar="FILE", help=mark("What the columns are called (YAML); else as in the csv format.")
        ),
    ] = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> int:
    from bvt_cli.commands.import_ import read_input
    from bvt_cli.core.reconcile import matches
    from bvt_cli.store import database, payouts, runs
    from bvt_cli.store.paid_files import read_paid

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    data, name = read_input(file)
    map_data, map_name = (None, "") if map is None else read_input(map)
    paid = read_paid(data, name, map_data, map_name)
    with database.reading(session.register) as connection:
        found = runs.run(connection, run)
        ours = _ours(session, found, payouts.payouts(connection, found.ref))
    everything = matches(ours, paid.entries, paid.keys)
    findings = [each for each in everything if each.code != "equal"]
    if form.json:
        session.out.document(_document(found.ref, name, everything, findings))
    else:
        rows = [_row(each, people=not form.csv) for each in findings]
        session.out.table(COLUMNS, rows, _agrees(found.ref), form)
        _tell(session, everything, findings)
    return 3 if findings else 0


def _ours(session: Session, run: "Run", paid: "Sequence[Payout]") -> "list[Entry]":
    """What a run said to pay, with the wage types it goes to payroll under."""
    from bvt_cli.commands.pay_export import known_codes, whole_of
    from bvt_cli.core.exported import amount_of, rows
    from bvt_cli.core.reconcile import Entry

    made = rows(paid, whole_of(run), known_codes(session))
    return [
        Entry(amount_of(row), row.place, _words(row.fields["payroll_id"]), _words(row.fields["component"]),
              row.settings["wage_type"])
        for row in made
    ]  # fmt: skip


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _row(match: "Match", people: bool) -> tuple[object, ...]:
    return (_said(match.code) if people else match.code, *match.by, match.ours, match.theirs, match.difference)


def _said(code: str) -> Text:
    words = PEOPLE_SAY[code]
    return text(words)


def _document(run: str, file: str, everything: "Sequence[Match]", findings: "Sequence[Match]") -> dict[str, object]:
    from bvt_cli.core.reconcile import KEYS

    return {
        "run": run,
        "file": file,
        "ok": not findings,
        "equal": len(everything) - len(findings),
        "run_total": Kroner(sum(each.ours or 0 for each in everything)),
        "paid_total": Kroner(sum(each.theirs or 0 for each in everything)),
        "findings": [
            {
                "code": each.code,
                **dict(zip(KEYS, each.by, strict=True)),
                "run_amount": None if each.ours is None else Kroner(each.ours),
                "paid_amount": None if each.theirs is None else Kroner(each.theirs),
                "difference": Kroner(each.difference),
            }
            for each in findings
        ],
    }


def _agrees(run: str) -> Text:
    return text("Payroll has paid what {run} said.", run=run)


def _tell(session: Session, everything: "Sequence[Match]", findings: "Sequence[Match]") -> None:
    """How many of each kind there are, and the sums of both sides."""
    numbers = Counter(each.code for each in everything)
    counted = tuple(
        text("{word}: {number}", word=_said(code), number=number) for code, number in sorted(numbers.items())
    )
    if findings:
        session.out.warn(text("Payroll and the run do not agree. {counted}.", counted=counted))
    session.out.tell(
        text("The run: {run}. Payroll: {paid}.",
             run=Kroner(sum(each.ours or 0 for each in everything)),
             paid=Kroner(sum(each.theirs or 0 for each in everything)))
    )  # fmt: skip
