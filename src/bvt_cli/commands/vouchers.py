"""What `bvt outlay`, `bvt drive` and `bvt supplement` share: the same commands for what is paid beside the KS rates."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.commands.voucher_kind import Command, Kind, came_late, days_of, practice_of
from bvt_cli.commands.vouchers_decided import approve_of, withdraw_of
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.practice import Practice

SAID_APART = ("agreement", "approved_by", "registered_on", "withdrawn")
"""The keys that `add` has no option for."""
UNDONE = ("approved_by", "withdrawn")
"""The keys that `set` can take away, to undo an approval or a withdrawal, but not give."""
OF_NO_WEIGHT = ("purpose", *UNDONE)
"""Keys that can change without a new approval."""


def group(kind: Kind, summary: str, epilog: str) -> typer.Typer:
    """The commands of a kind."""
    app = typer.Typer(help=summary, epilog=epilog)
    made = {"add": _add, "set": _set, "approve": approve_of, "withdraw": withdraw_of, "list": _list}
    for name, make in made.items():
        app.command(name, help=kind.says[name], epilog=kind.examples[name])(make(kind))
    return app


def _add(kind: Kind) -> Command:
    options = tuple(keys.keys_of(kind.entity, SAID_APART))

    @keys.takes(options)
    def add(
        ctx: typer.Context,
        agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help=mark("The ref of the agreement."))],
        yes: arguments.Yes = False,
        as_of: arguments.AsOf = None,
        by: arguments.By = None,
        json: arguments.Json = False,
        **given: Any,
    ) -> None:
        from bvt_cli.commands.changing import desk

        session: Session = ctx.obj
        values = keys.read(options, given)
        questions.complete(session, _asked(kind, options, agreement), values, json=json, yes=yes)
        keys.require(options, values, f"{kind.name} add")
        practice, today = practice_of(session), str(session.as_of(as_of))
        if values.get("on", today) > today:
            raise Usage(text("{option}: {day} is still to come.", option="--on", day=values["on"]))
        with desk(session, f"{kind.name} add", by) as at:
            about = at.known("agreement", agreement)
            values |= {"agreement": agreement, "registered_on": today}
            _refuse_twin(at, kind, values)
            record = keeping.added(at, kind.entity, values)
        keeping.show_added(session, record, json, f"bvt {kind.name} approve {record['ref']} --by NAME")
        for word in _worth_a_word(kind, record, about, practice):
            session.out.warn(word)

    return add


def _asked(kind: Kind, options: tuple[keys.Key, ...], agreement: str) -> questions.Form:
    """What is asked for on a terminal."""
    return questions.Form(
        kind.entity,
        options,
        kind.title(agreement),
        record=lambda values: {"ref": "X", "agreement": agreement, **values},
        under=("agreement", agreement),
    )


def _refuse_twin(at: "Desk", kind: Kind, values: keys.Values) -> None:
    """The same entered again would be paid again."""
    from bvt_cli.store import documents, vouchers

    new = documents.given(kind.name, {"ref": "X", **values}).values
    for known in vouchers.of_agreement(at.connection, kind.entity, new["agreement"]):
        same = all(known.get(key) == new.get(key) for key in kind.twin)
        one, other = days_of(known), days_of(new)
        if same and "withdrawn" not in known and one.first <= other.last and other.first <= one.last:
            command = f"bvt {kind.name} set {known['ref']}"
            raise Refused(text("{ref} is the same already; `{command}` corrects it.", ref=known["ref"],
                               command=command))  # fmt: skip


def _worth_a_word(kind: Kind, record: Record, agreement: Record, practice: "Practice") -> Iterator[Text]:
    """What is told of one that was added: it came late, or lies outside its agreement."""
    if came_late(kind, record, practice):
        months = practice.number("late_voucher_months", record["registered_on"])
        yield text("It comes late, by the limit (in months: {months}); it is paid all the same once it is approved.",
                   months=months)  # fmt: skip
    if not kind.comes_late:
        ends = agreement["from"] <= record["from"].last and record["to"].first <= agreement.get("to", record["to"].last)
        if not ends:
            yield text("Not all months lie within the agreement {agreement}.", agreement=agreement["ref"])
    elif not showing.in_force(agreement, record["on"]):
        yield text("The day does not lie within the agreement {agreement}, so it is not paid.",
                   agreement=agreement["ref"])  # fmt: skip


def _set(kind: Kind) -> Command:
    options = tuple(keys.keys_of(kind.entity, ["ref", "registered_on", *UNDONE]))

    @keys.takes(options)
    def set_(
        ctx: typer.Context,
        ref: kind.ref,  # type: ignore[name-defined]
        clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
        by: arguments.By = None,
        json: arguments.Json = False,
        **given: Any,
    ) -> None:
        from bvt_cli.commands.changing import desk

        session: Session = ctx.obj
        values = keys.read(options, given)
        with desk(session, f"{kind.name} set", by) as at:
            before, after = keeping.set_keys(at, kind.entity, ref, options, values, clear, UNDONE)
            changed = keeping.changed_keys(kind.entity.fields, before, after)
            again = "approved_by" in after and not set(changed) <= set(OF_NO_WEIGHT)
            if again:  # what was approved was something else
                after = at.write(kind.name, {"ref": ref, "approved_by": None})
        keeping.show_set(session, kind.entity.fields, before, after, json, "bvt pay month")
        if again:
            session.out.warn(
                text("What {by} approved is something else now: {ref} is to be approved again.",
                     by=before["approved_by"], ref=ref)
            )  # fmt: skip

    return set_


def _list(kind: Kind) -> Command:
    columns = _columns(kind)

    def list_(
        ctx: typer.Context,
        agreement: Annotated[
            str | None, typer.Option("--agreement", metavar="A", help=mark("Only those under this agreement."))
        ] = None,
        month: Annotated[
            str | None, typer.Option("--month", metavar="MONTH", help=mark("Only those with a day in this month."))
        ] = None,
        unapproved: Annotated[
            bool, typer.Option("--unapproved", help=mark("Only those that nobody has approved yet."))
        ] = False,
        json: arguments.Json = False,
        csv: arguments.Csv = False,
        csv_dialect: arguments.CsvDialect = None,
    ) -> None:
        from bvt_cli.commands.changing import known
        from bvt_cli.store import database, records, vouchers

        session: Session = ctx.obj
        form = arguments.form(json, csv, csv_dialect)
        span = arguments.given(arguments.month, month, "--month")
        practice = practice_of(session)
        with database.reading(session.register) as connection:
            if agreement is None:
                found = list(records.load(connection, kind.entity).values())
            else:
                known(connection, "agreement", agreement)
                found = vouchers.of_agreement(connection, kind.entity, agreement)
        rows = [
            _row(kind, each, practice)
            for each in sorted(found, key=lambda record: days_of(record).first)
            if not (unapproved and ("approved_by" in each or "withdrawn" in each)) and _has_day_in(each, span)
        ]
        session.out.table(columns, rows, text("There are none."), form)

    return list_


def _has_day_in(record: Record, month: Month | None) -> bool:
    days = days_of(record)
    return month is None or (days.first <= month.last and month.first <= days.last)


def _columns(kind: Kind) -> tuple[Column, ...]:
    late = [Column("late", mark("Late"), "flag")] if kind.comes_late else []
    return (
        *showing.columns_of(kind.entity, "ref", "agreement", *kind.shown, "purpose", "approved_by", "registered_on"),
        *late,
        Column("withdrawn_on", mark("Withdrawn on"), "day"),
    )


def _row(kind: Kind, record: Record, practice: "Practice") -> tuple[object, ...]:
    shown = ("ref", "agreement", *kind.shown, "purpose", "approved_by", "registered_on")
    late = (came_late(kind, record, practice),) if kind.comes_late else ()
    known = {"taxable": True, **record}  # left out, it is pay
    return (*(known.get(key) for key in shown), *late, record.get("withdrawn", {}).get("on"))
