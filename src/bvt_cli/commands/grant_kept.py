"""`bvt grant add|set|list`: what is kept of a grant."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_followup import GRANT
from bvt_cli.core.texts import mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk
    from bvt_cli.core.period import Month

Grant = Annotated[str, typer.Argument(metavar="GRANT", help=mark("The ref of the grant."))]
KEYS = tuple(keys.keys_of(GRANT, ["child", "approved_by", "paid_on", "withdrawn"]))
SET_KEYS = tuple(keys.keys_of(GRANT, ["ref", "approved_by", "paid_on", "withdrawn"]))
UNDONE = ("approved_by", "paid_on", "withdrawn")
"""The keys that `set` can take away, but not give."""
OF_NO_WEIGHT = ("purpose", *UNDONE)
"""Keys that can change without a new approval."""


@keys.takes(KEYS)
def add(
    ctx: typer.Context,
    child: Annotated[str, typer.Argument(metavar="CHILD", help=mark("The ref of the child."))],
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    questions.complete(session, _asked(child, values), values, json=json, yes=yes)
    keys.require(KEYS, values, "grant add", _needed(values))
    if values["on"] > str(session.as_of(as_of)):
        raise Usage(text("{option}: {day} is still to come.", option="--on", day=arguments.day(values["on"], "--on")))
    with desk(session, "grant add", by) as at:
        at.known("child", child)
        _refuse_bill_seen(at, {**values, "child": child})
        record = keeping.added(at, GRANT, {**values, "child": child})
        alone = not _agreements_on(at, record)
    keeping.show_added(session, record, json, f"bvt grant approve {record['ref']} --by NAME")
    if alone:
        session.out.warn(
            text(
                "{child} has no agreement in force on {day}: financial support is usually beside another measure.",
                child=child, day=record["on"],
            )
        )  # fmt: skip


def _needed(values: keys.Values) -> list[str]:
    return ["cash_reason"] if values.get("cash") else ["supplier", "bill"]


def _asked(child: str, typed: keys.Values) -> questions.Form:
    """What is asked for on a terminal; cash only where it was said on the command line."""
    apart = ["cash", *(["supplier", "bill"] if typed.get("cash") else ["cash_reason"])]
    return questions.Form(
        GRANT,
        KEYS,
        text("A new grant to {child}:", child=child),
        record=lambda values: {"ref": "X", "child": child, **values},
        needed=_needed,
        apart=lambda values: apart,
        under=("child", child),
    )


def _refuse_bill_seen(at: "Desk", values: keys.Values, known: Record | None = None) -> None:
    """The same bill entered again would be paid again. `known`: the grant that is corrected to these values."""
    from bvt_cli.store import documents, grants

    said = documents.given("grant", {"ref": "X", **values}).values
    after = {key: value for key, value in {**(known or {}), **said}.items() if value is not None}
    seen = grants.seen_before(at.connection, after, besides=None if known is None else known["ref"])
    if seen is not None:
        raise Refused(
            text("{ref} is paid against this bill of the same supplier already; nothing was written.", ref=seen)
        )


def _agreements_on(at: "Desk", grant: Record) -> list[Record]:
    """The agreements of the child that are in force on the day of the grant."""
    from bvt_cli.core.form import AGREEMENT
    from bvt_cli.store import records

    rows = at.connection.execute("SELECT ref FROM agreement WHERE child = ?", (grant["child"],))
    found = records.load(at.connection, AGREEMENT, [row[0] for row in rows]).values()
    return [each for each in found if showing.in_force(each, grant["on"])]


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    grant: Grant,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    with desk(session, "grant set", by) as at:
        known = at.known("grant", grant)
        _refuse_bill_seen(at, keys.corrected(SET_KEYS, values, clear, UNDONE), known)
        before, after = keeping.set_keys(at, GRANT, grant, SET_KEYS, values, clear, UNDONE)
        changed = set(keeping.changed_keys(GRANT.fields, before, after)) - set(OF_NO_WEIGHT)
        if changed and "paid_on" in after:
            raise Refused(
                text("{ref} is paid, so it stands; `{command}` if it was not.",
                     ref=grant, command=f"bvt grant set {grant} --clear paid_on")
            )  # fmt: skip
        again = bool(changed) and "approved_by" in after
        if again:  # what was approved was something else
            after = at.write("grant", {"ref": grant, "approved_by": None})
    keeping.show_set(session, GRANT.fields, before, after, json, f"bvt grant list --child {after['child']}")
    if again:
        session.out.warn(
            text("What {by} approved is something else now: {ref} is to be approved again.",
                 by=before["approved_by"], ref=grant)
        )  # fmt: skip


def list_(
    ctx: typer.Context,
    child: Annotated[str | None, typer.Option("--child", metavar="C", help=mark("Only those to this child."))] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=mark("Only those with a day in this month."))
    ] = None,
    unapproved: Annotated[
        bool, typer.Option("--unapproved", help=mark("Only those that nobody has approved yet."))
    ] = False,
    unpaid: Annotated[bool, typer.Option("--unpaid", help=mark("Only those that are not paid yet."))] = False,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.render import grant as shown
    from bvt_cli.store import database, grants, records

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    wanted = arguments.given(arguments.month, month, "--month")
    with database.reading(session.register) as connection:
        if child is None:
            found = list(records.load(connection, GRANT).values())
        else:
            known(connection, "child", child)
            found = grants.of_child(connection, child)
    listed = [each for each in sorted(found, key=lambda grant: grant["on"]) if _is_wanted(each, wanted)]
    for only, key in ((unapproved, "approved_by"), (unpaid, "paid_on")):
        if only:
            listed = [each for each in listed if key not in each and "withdrawn" not in each]
    session.out.table(shown.COLUMNS, [shown.row(each) for each in listed], text("There are no grants."), form)
    if listed and not (form.json or form.csv):
        session.out.tell(shown.counted(map(grants.grant_of, listed)))


def _is_wanted(grant: Record, month: "Month | None") -> bool:
    return month is None or month.first <= grant["on"] <= month.last
