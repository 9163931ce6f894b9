"""`bvt rules`: every rule and setting in force, with who says so. Needs no register."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import NotFound
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.render.rules import Stated
    from bvt_cli.store.rule_files import LoadedPractice

command = typer.Typer()


@command.command(
    "rules",
    help=mark(
        "Every rule and setting in force on the day that counts as today: its value, since when, and whether it stands"
        " in law, with KS, among the state's rates, in a seed document, is a choice, or is the municipality's own."
    ),
    epilog="bvt rules\nbvt rules age_change\nbvt rules approval.besokshjem\nbvt rules --as-of 2024-06-01 --json",
)
def rules(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=mark("Only this rule, or what begins like this, with all about it.")),
    ] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.core.rules import RULES
    from bvt_cli.render.rules import COLUMNS, row, sentences

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    on = session.as_of(as_of)
    found = list(_in_force(own_rules(session), on))
    absent = [rule for rule in RULES if rule not in {each.name for each in found}]
    if name is not None:
        found = [each for each in found if _is(each.name, name)]
        absent = [rule for rule in absent if _is(rule, name)]
        if not found and not absent:
            raise NotFound(text("There is no rule {name}; `bvt rules` lists them all.", name=name))
    people = not (form.json or form.csv)
    if people and name is not None:
        for number, each in enumerate(found):
            session.out.write("\n" if number else "")
            session.out.say(*sentences(each))
    else:
        session.out.table(COLUMNS, [row(each, people=people) for each in found], text("No rule is in force."), form)
    if people and absent:
        session.out.tell(text("Without a value on {day}: {names}.", day=on, names=tuple(absent)))
    if people and name is None:
        session.out.tell(text("`bvt rules NAME` tells the source and the reason of one."))


def _in_force(loaded: "LoadedPractice", on: date) -> "Iterator[Stated]":
    from bvt_cli.core.approval import demands_on
    from bvt_cli.core.codes import KINDS
    from bvt_cli.render.rules import of_demands, of_setting

    for setting in loaded.practice.all_in_force(on):
        yield of_setting(setting)
    for kind in KINDS:
        demands = demands_on(loaded.demands, kind, on)
        if demands is not None:
            yield from of_demands(demands)


def _is(rule: str, wanted: str) -> bool:
    return rule == wanted or rule.startswith(f"{wanted}.")
