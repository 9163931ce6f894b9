"""`bvt agreement`: which home takes which child, under which measure, from which day to which."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.codes import END_REASONS
from bvt_cli.core.consistency import MEASURE_KEYS
from bvt_cli.core.errors import Refused
from bvt_cli.core.field import Record
from bvt_cli.core.form import AGREEMENT
from bvt_cli.core.period import FAR_FUTURE, Month
from bvt_cli.core.texts import Word, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk

app = typer.Typer(
    help=mark("The agreements: which home, which child, which measure."),
    epilog="bvt agreement add --home H-001 --child C-77 --measure besøkshjem --from 2024-10-01\n"
    "bvt agreement list --in-force",
)
Agreement = Annotated[str, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement."))]
KEYS = tuple(keys.keys_of(AGREEMENT))
SET_KEYS = tuple(keys.keys_of(AGREEMENT, ["ref"]))
NEEDED = {
    None: ("child",),
    "besokshjem": ("child",),
    "stottefamilie": ("child", "size"),
    "fosterhjem": ("child",),
    "ressursfamilie": ("network",),
}


@app.command(
    "add",
    help=mark("Add an agreement. Its ref alone is printed on standard output."),
    epilog="bvt agreement add --home H-001 --child C-77 --measure besøkshjem --from 2024-10-01\n"
    "bvt agreement add --home H-006 --child C-84 --measure støttefamilie --size medium --from 2025-03-15\n"
    "bvt agreement add --home H-020 --network N-1 --measure ressursfamilie --from 2025-01-15",
)
@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, _asked(session), values, json=json, yes=yes)
    keys.require(KEYS, values, "agreement add", NEEDED[values.get("measure")])
    with desk(session, "agreement add", by) as at:
        _refuse_twin(at, values)
        record = keeping.added(at, AGREEMENT, values)
        home = at.known("home", record["home"])
        network = at.known("network", record["network"]) if "network" in record else None
    actual = record["measure"] == "besokshjem"
    next_command = f"bvt stay add {record['ref']} --from DATE --to DATE" if actual else "bvt pay month"
    keeping.show_added(session, record, json, next_command, f"bvt stay add {record['ref']}" if actual else "")
    _tell_pauses(session, home, record)
    _tell_resource_home(session, record, network)


def _tell_resource_home(session: Session, agreement: Record, network: Record | None) -> None:
    """It is the resource home that is paid for a network."""
    if network is not None and agreement["home"] != network["resource_home"]:
        session.out.warn(
            text(
                "The home {home} is not the resource home of {network}, which is {resource_home}."
                " `bvt agreement set {agreement} --home {resource_home}` corrects the agreement.",
                home=agreement["home"],
                network=network["ref"],
                resource_home=network["resource_home"],
                agreement=agreement["ref"],
            )
        )


def _tell_pauses(session: Session, home: Record, agreement: Record) -> None:
    """The home takes nobody in on days of the agreement; that may be agreed all the same."""
    for pause in home.get("pauses", ()):
        if pause["from"] <= agreement.get("to", FAR_FUTURE) and agreement["from"] <= pause.get("to", FAR_FUTURE):
            about: dict[str, object] = {"home": home["ref"], "first": pause["from"]}
            if "to" in pause:
                session.out.warn(text("{home} has a pause from {first} to {last}.", **about, last=pause["to"]))
            else:
                session.out.warn(text("{home} has a pause from {first} on.", **about))


def _refuse_twin(at: "Desk", values: keys.Values) -> None:
    """The same agreement entered again would be paid again."""
    from bvt_cli.store import changes

    for known in changes.agreements_of(at.connection, values["home"]):
        same = all(known.get(key) == values.get(key) for key in ("measure", "child", "network"))
        ends = values.get("to", "9999-12-31")
        if same and str(known["from"]) <= ends and values["from"] <= str(known.get("to", "9999-12-31")):
            raise Refused(
                text("{ref} is already such an agreement on these days; `bvt agreement set {ref}` corrects it.",
                     ref=known["ref"])
            )  # fmt: skip


def _asked(session: Session) -> questions.Form:
    """What is asked for on a terminal: the measure first, and then only what belongs to it."""

    def defaults(values: keys.Values) -> dict[str, object]:
        from bvt_cli.commands.changing import known
        from bvt_cli.store import database

        with database.reading(session.register) as connection:
            home = known(connection, "home", values["home"]) if "home" in values else {}
        return {"measure": Word(home["kind"]) if home else None, "from": session.as_of()}

    def apart(values: keys.Values) -> list[str]:
        others = [key for measure, own in MEASURE_KEYS.items() if measure != values["measure"] for key in own]
        others += ["end_reason", "visits_per_year", "supervision_per_year"]  # said when they are known
        return [*others, "child"] if values["measure"] == "ressursfamilie" else others

    return questions.Form(
        AGREEMENT,
        KEYS,
        text("A new agreement:"),
        needed=lambda values: NEEDED[values["measure"]] if "measure" in values else (),
        defaults=defaults,
        apart=apart,
    )


@app.command(
    "set",
    help=mark("Correct an agreement, key by key; what was paid differently is settled by the next bvt pay month."),
    epilog="bvt agreement set A-4 --days-per-month 4\nbvt agreement set A-4 --clear to",
)
@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    agreement: Agreement,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    with desk(session, "agreement set", by) as at:
        before, after = keeping.set_keys(at, AGREEMENT, agreement, SET_KEYS, values, clear)
        network = at.known("network", after["network"]) if "network" in after else None
    keeping.show_set(session, AGREEMENT.fields, before, after, json, "bvt pay month")
    _tell_resource_home(session, after, network)


@app.command(
    "list",
    help=mark("All agreements, or those of a home, of a child, or in force on the as-of day."),
    epilog="bvt agreement list --in-force\nbvt agreement list --home H-001 --json",
)
def list_(
    ctx: typer.Context,
    home: Annotated[str | None, typer.Option("--home", metavar="H", help=mark("Only those of this home."))] = None,
    child: Annotated[str | None, typer.Option("--child", metavar="C", help=mark("Only those of this child."))] = None,
    in_force: Annotated[bool, typer.Option("--in-force", help=mark("Only those in force on the as-of day."))] = False,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    day = session.as_of(as_of)
    shown = ("ref", "home", "child", "network", "measure", "size", "from", "to")
    with database.reading(session.register) as connection:
        for name, ref in (("home", home), ("child", child)):
            if ref is not None:
                known(connection, name, ref)
        agreements = records.load(connection, AGREEMENT.only(*shown)).values()
    rows = [
        [each.get(key) for key in shown]
        for each in agreements
        if home in (None, each["home"])
        and child in (None, each.get("child"))
        and (not in_force or showing.in_force(each, day))
    ]
    session.out.table(showing.columns_of(AGREEMENT, *shown), rows, text("There are no such agreements."), form)


@app.command(
    "show",
    help=mark("Everything held of an agreement."),
    epilog="bvt agreement show A-1\nbvt agreement show A-1 --json",
)
def show(ctx: typer.Context, agreement: Agreement, json: arguments.Json = False) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "agreement", agreement)
    if json:
        keeping.show_record(session, record)
        return
    title = text("{ref}: {measure} by {home}", ref=agreement, measure=Word(record["measure"]), home=record["home"])
    showing.show_page(session, AGREEMENT, record, title)
    hint.suggest(session, f"bvt pay explain --agreement {agreement} --month {Month.of(session.as_of())}")


@app.command(
    "end",
    help=mark("End an agreement on its last day that counts."),
    epilog="bvt agreement end A-7 --on 2025-03-14\nbvt agreement end A-7 --on 2025-03-14 --reason goals_met",
)
def end(
    ctx: typer.Context,
    agreement: Agreement,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The last day that counts."))] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="|".join(END_REASONS), help=mark("Why the agreement ended."))
    ] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import runs

    session: Session = ctx.obj
    keys.lacking(["--on"] if on is None else [], "agreement end")
    day = arguments.day(on or "", "--on")
    why = arguments.given(arguments.one_of(END_REASONS), reason, "--reason")
    with desk(session, "agreement end", by) as at:
        at.known("agreement", agreement)
        said = {"end_reason": why} if why else {}
        record = at.write("agreement", {"ref": agreement, "to": str(day), **said})
        posted = [each for each in runs.posted(at.connection, agreement) if each.standing and each.line.last > day]
    if json:
        keeping.show_record(session, record)
    session.out.tell(text("{agreement} ends on {day}.", agreement=agreement, day=day))
    if "end_reason" not in record:
        session.out.tell(text("The reason is not recorded; `--reason` on the same command records it."))
    if posted:
        session.out.warn(text("Lines posted for days after it: {number}.", number=len(posted)))
        hint.suggest(session, "bvt pay month")
