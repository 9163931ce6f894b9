"""`bvt pay totals`: posted pay added up by month, measure, KOSTRA function, art, home or component."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.history import BY
from bvt_cli.core.texts import Kroner, mark, text


def totals(
    ctx: typer.Context,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help=mark("The first month."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help=mark("The last month."))] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="KEYS",
            help=mark("month, measure, function, art, home or component; several with commas between."),
        ),
    ] = "month",
    concerned: Annotated[
        bool, typer.Option("--concerned", help=mark("By the month that is paid for, not the month of the run."))
    ] = False,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.pay_export import known_codes
    from bvt_cli.core import history
    from bvt_cli.render.history import total_columns, total_rows
    from bvt_cli.store import database
    from bvt_cli.store.history import portions

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    keys = _keys(by)
    months = arguments.given(arguments.month, first, "--from"), arguments.given(arguments.month, last, "--to")
    if months[0] is not None and months[1] is not None and months[1] < months[0]:
        raise Usage(text("--to ({last}) is before --from ({first}).", first=months[0], last=months[1]))
    codes = known_codes(session)
    with database.reading(session.register) as connection:
        found = history.totals(portions(connection, codes, *months, concerned), keys)
    session.out.table(total_columns(keys), total_rows(found), text("Nothing is posted in these months."), form)
    if found and not (form.json or form.csv):
        session.out.tell(text("The total is {total}.", total=Kroner(sum(each.total for each in found))))
    if "art" in keys and any(each.of[keys.index("art")] is None for each in found):
        session.out.warn(
            text("Some of it has no art; the municipality writes it into payroll.yaml in its folder of rates.")
        )


def _keys(word: str) -> list[str]:
    """What to add up by, in the order typed. Raises Usage."""
    keys = [arguments.code(each.strip(), "--by", BY) for each in word.split(",")]
    if len(set(keys)) < len(keys):
        raise Usage(
            text("--by names {keys} twice.", keys=tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1)))
        )
    return keys
