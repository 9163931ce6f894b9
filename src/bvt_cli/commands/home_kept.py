"""`bvt home add|set|show|end`: what is known of a home itself."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, hint, keeping, keys, questions, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Usage
from bvt_cli.core.form_followup import ENDS_OF_HOMES
from bvt_cli.core.form_home import HOME
from bvt_cli.core.protection import lifts
from bvt_cli.core.texts import KeyName, Word, mark, text

Home = Annotated[str, typer.Argument(metavar="HOME", help=mark("The ref of the home."))]
KEYS = tuple(keys.keys_of(HOME))
ASKED = questions.Form(
    HOME,
    KEYS,
    text("A new home:"),
    defaults=lambda values: {"employment": Word("oppdragstaker")},
    apart=lambda values: [field.key for field in ENDS_OF_HOMES],
)
SET_KEYS = tuple(keys.keys_of(HOME, ["ref"]))


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
    questions.complete(session, ASKED, values, json=json, yes=yes)
    keys.require(KEYS, values, "home add")
    with desk(session, "home add", by) as at:
        record = keeping.added(at, HOME, values)
    next_command = f"bvt home person {record['ref']} --name NAME --born DATE --role carer"
    keeping.show_added(session, record, json, next_command, f"bvt home person {record['ref']}")


@keys.takes(SET_KEYS)
def set_(
    ctx: typer.Context,
    home: Home,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    reveal: Annotated[
        str | None,
        typer.Option(
            "--reveal",
            metavar="REASON",
            help=mark("With --no-protected: why the address may be shown from now on; the reason is kept in the log."),
        ),
    ] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import lookups

    session: Session = ctx.obj
    values = keys.read(SET_KEYS, given)
    clear = [*clear, *_reasons(clear, values)]
    reason = arguments.given(arguments.line, reveal, "--reveal")
    with desk(session, "home set", by) as at:
        before, after = keeping.set_keys(at, HOME, home, SET_KEYS, values, clear, may_lift=reason is not None)
        if reason is not None:
            if not lifts(HOME, before, after):
                raise Usage(text("{option} goes with {other}.", option="--reveal", other="--no-protected"))
            lookups.note_in(at.connection, at.signed, [lookups.Seen("home", home)], reason)
    keeping.show_set(session, HOME.fields, before, after, json, f"bvt home check {home}")


def _reasons(clear: list[str], values: keys.Values) -> list[str]:
    """The reasons of what is taken away: none stands without its day."""
    ends = [KeyName(field.key) for field in ENDS_OF_HOMES if field.kind == "date"]
    reasons = []
    for word in clear:
        with suppress(Usage):  # another key
            reasons.append(arguments.code(word, "--clear", ends).replace("_on", "_reason"))
    return [key for key in reasons if key not in values]


def show(ctx: typer.Context, home: Home, reveal: arguments.Reveal = None, json: arguments.Json = False) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import council_facts, database, journal

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "home", home, whole=reveal is not None)
        councils = council_facts.found_by(connection, home)
        erased_on = journal.erased_on(connection, "home", home)
    if json:
        keeping.show_record(session, record, whole=reveal is not None)
        return
    title = text("{ref} {name}, {kind}", ref=record["ref"], name=record.get("name", ""), kind=Word(record["kind"]))
    showing.show_page(session, HOME, record, title, whole=reveal is not None)
    if erased_on is not None:
        session.out.say(text("What is written about it was erased on {day}.", day=erased_on))
    for council, number in councils:
        about: dict[str, object] = {"council": council, "number": number}
        session.out.say(text("It came from the family council {council}, where it is family {number}.", **about))
    hint.suggest(session, f"bvt home check {record['ref']}")


def end(
    ctx: typer.Context,
    home: Home,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The last day that counts."))] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import changes, runs

    session: Session = ctx.obj
    keys.lacking(["--on"] if on is None else [], "home end")
    day = arguments.day(on or "", "--on")
    why = arguments.given(arguments.line, reason, "--reason")
    with desk(session, "home end", by) as at:
        before = at.known("home", home).get("ended_on")
        record = at.write("home", {"ref": home, "ended_on": str(day), **({"ended_reason": why} if why else {})})
        agreements = changes.agreements_of(at.connection, home)
        running = [each for each in agreements if each["from"] <= day and ("to" not in each or day < each["to"])]
        later = [each["ref"] for each in agreements if day < each["from"]]
        stay_ended = [each["ref"] for each in agreements if before and each.get("to") == before < day]
        ended = [at.write("agreement", {"ref": each["ref"], "to": str(day)})["ref"] for each in running]
        posted = runs.posted_of_home_after(at.connection, home, day)
    if json:
        result = {"home": home, "ended_on": day, "agreements": ended, "not_begun": later, "posted_after": posted}
        session.out.document(result)
    session.out.tell(text("{home} ends on {day}.", home=record["ref"], day=day))
    if ended:
        session.out.tell(text("With it end {agreements}.", agreements=tuple(ended)))
    if later:
        session.out.warn(text("These begin later, and will not be paid: {agreements}.", agreements=tuple(later)))
    if stay_ended:
        session.out.warn(
            text("These were ended on {day} with the home and still are: {agreements}.", day=before,
                 agreements=tuple(stay_ended))
        )  # fmt: skip
        hint.suggest(session, f"bvt agreement end {stay_ended[0]} --on {day}")
    if "ended_reason" not in record:
        session.out.tell(text("The reason is not recorded; `--reason` on the same command records it."))
    if posted:
        session.out.warn(text("Lines posted for days after it: {number}.", number=posted))
        hint.suggest(session, "bvt pay month")
