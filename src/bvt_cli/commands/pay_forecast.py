"""`bvt pay forecast`: what a year is expected to cost: what is posted, what is left, and what is not known yet."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.core.forecast import Cost
    from bvt_cli.core.payment import Finding
    from bvt_cli.render.forecast import Sums

BY = ("month", "measure", "home")


def forecast(
    ctx: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help=mark("The calendar year (else the as-of day's)."))
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="|".join(BY), help=mark("A row for each of these (as if left out: month)."))
    ] = "month",
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.book import book
    from bvt_cli.core import forecast as core
    from bvt_cli.render import forecast as render
    from bvt_cli.render.expected import estimate_sentence, left_out_sentences
    from bvt_cli.store import database, facts, posted_sums

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = arguments.code(by, "--by", BY)
    today = session.as_of(as_of)
    number = today.year if year is None else arguments.whole(year, "--year", arguments.FIRST_YEAR, arguments.LAST_YEAR)
    months = core.of_year(number)
    pages = book(session)
    pay_rules = pages.pay_rules(provisional=True)
    added = _Added()
    left_out: list[Finding] = []
    estimates: list[core.DaysExpected] = []
    changes: set[core.Change] = set()
    with database.reading(session.register) as connection, session.out.progress(text("Reckoned:")) as tick:
        begins = facts.pay_from(connection)
        posted = posted_sums.posted_by_month(connection, months[0], months[-1])
        for each in facts.all_facts(connection):
            found = core.forecast(
                each, months, posted.get(each.agreement.ref, {}), begins, today, pay_rules, pages.rates.tables
            )
            added.add(found.costs)
            left_out += found.left_out
            estimates += [found.estimated] if found.estimated else []
            changes |= found.changes
            if tick is not None:
                tick()
    shown = render.Year(number, added.by, added.total, tuple(changes), estimates, left_out)
    if form.json:
        session.out.document(render.document(shown, wanted, {"year": number, "as_of": today}))
    elif form.csv:
        session.out.table(
            render.columns(wanted), render.rows(shown, wanted), text("Nothing is expected for the year."), form
        )
    else:
        session.out.write(render.people(shown, wanted, session.translator))
        for sentence in (*map(estimate_sentence, estimates), *left_out_sentences(left_out)):
            session.out.tell(sentence)


class _Added:
    """Costs added up by month, measure and home, and in all."""

    def __init__(self) -> None:
        from bvt_cli.render.forecast import Sums

        self.by: dict[str, dict[Any, Sums]] = {by: {} for by in BY}
        self.total = Sums()

    def add(self, costs: "tuple[Cost, ...]") -> None:
        for cost in costs:
            for by, sums in self.by.items():
                key = getattr(cost, by)
                sums[key] = _sum(sums.get(key), cost)
            self.total = _sum(self.total, cost)
        self.by["month"] = dict(sorted(self.by["month"].items()))


def _sum(sums: "Sums | None", cost: "Cost") -> "Sums":
    from bvt_cli.render.forecast import Sums

    return Sums._make(one + other for one, other in zip(sums or Sums(), cost[4:], strict=True))
