"""A group of commands as small as can be, to see how bvt treats any command."""

from typing import Annotated

import typer

from bvt_cli.commands.arguments import AsOf, Csv, CsvDialect, Json, form
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import InvalidInput, Problem, Refused
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text
from bvt_cli.render.columns import Column

app = typer.Typer(help="A sample.")
COLUMNS = (
    Column("ref", "Ref", "code"),
    Column("name", "Name"),
    Column("month", "Month", "month"),
    Column("amount", "Amount", "kroner"),
)
ROWS = (("H-001", "Familien [x] Berg", Month(2025, 3), 427500), ("H-002", "=1+1\x1b[31m", Month(2025, 4), -171875))


@app.command("list", help="List the samples.", epilog="bvt sample list --json\nThe same as CSV:\nbvt sample list --csv")
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Option("--number", metavar="N")] = "2",
    as_json: Json = False,
    as_csv: Csv = False,
    dialect: CsvDialect = None,
) -> None:
    session: Session = ctx.obj
    rows = (ROWS * int(number))[: int(number)]
    session.out.table(COLUMNS, rows, text("There are no samples."), form(as_json, as_csv, dialect))


@app.command("day", help="Say the day.")
def day(ctx: typer.Context, as_of: AsOf = None) -> None:
    ctx.obj.out.say(text("{day}, {by}", day=ctx.obj.as_of(as_of), by=ctx.obj.by()))


@app.command("places", help="Say where things are.")
def places(ctx: typer.Context) -> None:
    ctx.obj.out.document({"db": str(ctx.obj.db), "rates": str(ctx.obj.rates)})


@app.command("refuse", help="Refuse.")
def refuse(ctx: typer.Context, home: Annotated[str, typer.Argument(metavar="HOME")], as_json: Json = False) -> None:
    if home == "H-404":
        raise InvalidInput(text("The file is wrong."), [Problem("settings.yaml:12", text("No {key}.", key="x\x1b"))])
    missing = {"code": "conversation", "person": None, "need": 2, "have": 1, "reason": "too_few"}
    raise Refused(text("{home} cannot be approved.", home=home), [missing])


@app.command("answer", help="End with a finding.")
def answer(ctx: typer.Context) -> int:
    return 3


@app.command("fail", help="Fail.")
def fail(ctx: typer.Context, name: str) -> None:
    secret = f"the name of {name}"
    raise ValueError(secret)


@app.command("stop", help="Be stopped.")
def stop(ctx: typer.Context) -> None:
    raise KeyboardInterrupt
