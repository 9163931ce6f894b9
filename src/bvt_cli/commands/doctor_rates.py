"""What `bvt doctor` looks at in the rates: the municipality's own folder, the settings, and what covers the day."""

import sys
from collections.abc import Iterator

from bvt_cli.commands.book import book, own_rules
from bvt_cli.commands.doctor_asked import Asked
from bvt_cli.core.practice import STANDINGS
from bvt_cli.core.texts import Word, text
from bvt_cli.render.checkup import NOTE, OK, WRONG, Finding
from bvt_cli.store import health
from bvt_cli.store.rate_files import FOLDER

MUNICIPALITY = STANDINGS[-1]


def own_rates(asked: Asked) -> Iterator[Finding]:
    """Where the municipality's own tables and settings are, and who can change them."""
    folder, origin = asked.session.rates, asked.origin("--rates", "BVT_RATES")
    if not folder.is_dir():
        message = text("There is no folder {folder} ({origin}); only the rates that come with bvt count.",
                       folder=str(folder), origin=origin)  # fmt: skip
        if asked.said_by("--rates", "BVT_RATES"):
            yield Finding("own_rates", WRONG, message, text("Say where it is, or make it."))
        else:
            yield Finding("own_rates", NOTE, message, text("`bvt rate new` makes it when a table is to be entered."))
    elif sys.platform != "win32" and health.rights(folder).others_write:
        message = text(
            "Others on this machine can change the rates in {folder}, and so what is paid.", folder=str(folder)
        )
        yield Finding("own_rates", WRONG, message, text("Run `chmod 700 {folder}`.", folder=str(folder)))
    else:
        tables = len(list((folder / FOLDER).glob("*.yaml")))
        message = text("The municipality's own rates are in {folder} ({origin}); KS tables there: {number}.",
                       folder=str(folder), origin=origin, number=tables)  # fmt: skip
        yield Finding("own_rates", OK, message)


def settings(asked: Asked) -> Iterator[Finding]:
    """Whether they can be read, and which are the municipality's own."""
    rules = own_rules(asked.session)
    on = asked.session.as_of(asked.as_of)
    own: list[object] = [each.name for each in rules.practice.all_in_force(on) if each.standing == MUNICIPALITY]
    demands = [each for each in rules.demands if each.standing == MUNICIPALITY and each.since <= on]
    own += [text("approval as {kind}", kind=Word(each.kind)) for each in demands]
    if own:
        yield Finding("settings", OK, text("Settings of the municipality's own: {names}.", names=tuple(own)))
    else:
        yield Finding("settings", OK, text("All settings are as they come with bvt."))


def rates(asked: Asked) -> Iterator[Finding]:
    """Which table covers the day, or until when the last one still pays."""
    pages = book(asked.session)
    on = asked.session.as_of(asked.as_of)
    tables = pages.rates.tables
    table = tables.at(on)
    if table is None:
        yield Finding("rates", WRONG, text("There is no rate table on or before {day}.", day=on))
        return
    ends = tables.covered_until(table)
    if on <= ends:
        message = text(
            "The KS table of {table} covers {day}, and lasts to {end}.", table=table.effective, day=on, end=ends
        )
        yield Finding("rates", OK, message)
        return
    paid = tables.paid_until(table, pages.rules.practice.number("provisional_months", ends))
    message = text("No KS table covers {day}: the newest, of {table}, lasted to {end}.",
                   day=on, table=table.effective, end=ends)  # fmt: skip
    if on <= paid:
        remedy = text("It pays provisionally to {last}. Enter KS's new table with `bvt rate new`.", last=paid)
        yield Finding("rates", NOTE, message, remedy)
    else:
        remedy = text("Nothing after {last} is paid by it. Enter KS's new table with `bvt rate new`.", last=paid)
        yield Finding("rates", WRONG, message, remedy)
