"""`bvt home person|payees`: who lives in a home, and who of them is paid."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

import typer

from bvt_cli.commands import arguments, keeping, keys, questions
from bvt_cli.commands.context import Session
from bvt_cli.commands.home_kept import Home
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_home import HOME, PERSONS
from bvt_cli.core.texts import Text, Word, mark, text

KEYS = tuple(keys.element_keys(PERSONS))
_SAYS: dict[str, str] = {"share": "share", "payroll": "payroll_id", "account": "account"}


@keys.takes(KEYS)
def person(
    ctx: typer.Context,
    home: Home,
    who: Annotated[
        str | None, typer.Option("--person", metavar="P", help=mark("The ref of the one to correct."))
    ] = None,
    clear: keys.Clear = [],  # noqa: B006  (Typer wants a list)
    remove: Annotated[
        bool, typer.Option("--remove", help=mark("Take away one entered by mistake; who moves out gets --to."))
    ] = False,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    values = keys.read(KEYS, given)
    if who is None:
        if not (clear or remove):
            questions.complete(session, _asked(session, home), values, json=json, yes=yes)
        _check_new(values, clear, remove)
    elif "ref" in values:
        raise Usage(text("--ref is for a new person; the ref of a known one never changes."))
    with desk(session, "home person", by) as at:
        record = at.known("home", home)
        persons = record.get("persons", ())
        if who is None:
            ref = values.setdefault("ref", at.new_ref("person"))
            if any(each["ref"] == ref for each in persons):
                raise Usage(text("The home already has {person}; --person {person} corrects it.", person=ref))
            _refuse_twin(home, persons, values)
            element: Record = values
        else:
            ref = who
            keeping.person_of(record, ref)
            element = {**keys.corrected(KEYS, values, clear), "ref": ref}
        kept = keeping.with_element(PERSONS, persons, element)
        if remove:
            _refuse_recorded(record, ref)
            kept = [each for each in kept if each["ref"] != ref]
        after = at.write("home", {"ref": home, "persons": kept or None}, replace=remove)
    if remove:
        session.out.tell(text("{person} is taken away from {home}.", person=ref, home=home))
    elif who is None:
        keeping.show_added(session, keeping.person_of(after, ref), json, _next(home, ref), f"bvt home step {home}")
    else:
        was, is_now = keeping.person_of(record, ref), keeping.person_of(after, ref)
        keeping.show_set(session, PERSONS.fields, was, is_now, json, f"bvt home check {home}")


def _asked(session: Session, home: str) -> questions.Form:
    """What is asked for on a terminal; the first person of a home is as a rule a carer."""

    def defaults(values: keys.Values) -> dict[str, object]:
        from bvt_cli.commands.changing import known
        from bvt_cli.store import database

        with database.reading(session.register) as connection:
            persons = known(connection, "home", home).get("persons", ())
        return {} if any(each["role"] == "carer" for each in persons) else {"role": Word("carer")}

    return questions.Form(
        HOME,
        KEYS,
        text("A new person of {home}:", home=home),
        record=lambda values: {"ref": home, "persons": [{"ref": "X", **values}]},
        defaults=defaults,
        apart=lambda values: ["to"],
        under=("home", home),
    )


def _refuse_twin(home: str, persons: Iterable[Record], values: keys.Values) -> None:
    """The same person entered again would block the approval for want of a certificate."""
    for known in persons:
        if known.get("name") == values["name"] and str(known["born"]) == values["born"]:
            raise Refused(
                text("{home} already has {person} with this name and day of birth; --person {person} corrects it.",
                     home=home, person=known["ref"])
            )  # fmt: skip


def _refuse_recorded(home: Record, person: str) -> None:
    """A person with steps or pay to the name is no slip of the keyboard."""
    if any(each.get("person") == person for key in ("steps", "payees") for each in home.get(key, ())):
        raise Refused(
            text(
                "{person} has steps or pay recorded. Take these away first (`bvt home undo-step`, `bvt home payees`),"
                " or say --to when the person moved out.",
                person=person,
            )
        )


def _check_new(values: keys.Values, clear: list[str], remove: bool) -> None:
    if clear or remove:
        raise Usage(text("--clear and --remove need --person."))
    keys.require(KEYS, values, "home person")


def _next(home: str, ref: str) -> str:
    return f"bvt home step {home} attest --person {ref} --issued DATE"


def payees(
    ctx: typer.Context,
    home: Home,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=mark("The first day."))] = None,
    payee: Annotated[
        list[str],
        typer.Option(
            "--payee", metavar="P[,share=S][,payroll=N][,account=N]", help=mark("Somebody who is paid from then on.")
        ),
    ] = [],  # noqa: B006  (Typer wants a list)
    remove: Annotated[
        bool, typer.Option("--remove", help=mark("Take away what was said for that day by mistake."))
    ] = False,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    if remove and payee:
        raise Usage(text("--remove and --payee do not go together."))
    keys.lacking([name for name, said in (("--from", first), ("--payee", payee or remove)) if not said], "home payees")
    day = arguments.day(first or "", "--from")
    with desk(session, "home payees", by) as at:
        record = at.known("home", home)
        before = record.get("payees", [])
        others = [each for each in before if each["from"] != day]
        if remove and len(others) == len(before):
            raise NotFound(text("The home {home} has no payees said from {day}.", home=home, day=day))
        new = [_payee(record, words) for words in payee]
        _divide(new)
        now = [*others, *({**each, "from": day} for each in new)]
        after = at.write("home", {"ref": home, "payees": now or None}, replace=True)
    paid = [each for each in after.get("payees", ()) if each["from"] == day]
    if json:
        keeping.show_record(session, after.get("payees", []))
    if after.get("payees", []) == before:
        session.out.tell(text("{ref} stands as it was; nothing changes.", ref=home))
    elif remove:
        session.out.tell(text("What was said from {day} is taken away.", day=day))
    else:
        shares = tuple(_share(each) for each in paid)
        session.out.tell(text("From {day} these are paid for {home}: {shares}.", day=day, home=home, shares=shares))


def _share(payee: Record) -> Text:
    if payee["share"] == 1:
        return text("{person} (all)", person=payee["person"])
    return text("{person} ({share})", person=payee["person"], share=payee["share"])


def _payee(home: Record, words: str) -> keys.Values:
    """A payee as typed: `P-002,share=1/2,payroll=10024`; number and account as last known where they are not said."""
    ref, *pieces = [piece.strip() for piece in words.split(",")]
    keeping.person_of(home, ref)
    known = [each for each in home.get("payees", ()) if each["person"] == ref]
    last: Record = max(known, key=lambda each: each["from"], default={})
    values: keys.Values = {key: last[key] for key in ("payroll_id", "account") if key in last}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        if name not in _SAYS or not equals or not value:
            raise Usage(
                text(
                    "--payee: {piece} is not understood; after the ref write share=1/2, payroll=10023 or account=....",
                    piece=piece,
                )
            )
        values[_SAYS[name]] = str(arguments.fraction(value, "share=")) if name == "share" else value
    return {"person": ref, **values}


def _divide(payees: list[keys.Values]) -> None:
    """Equal shares where none is said."""
    unsaid = [each for each in payees if "share" not in each]
    if unsaid and len(unsaid) < len(payees):
        raise Usage(text("--payee: say the share of everybody, or of nobody."))
    for each in unsaid:
        each["share"] = str(Fraction(1, len(payees)))
