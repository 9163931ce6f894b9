"""`bvt council decide|accept`: the service's decision about a family, and the home it becomes."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments, council_checks, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.council_kept import Council
from bvt_cli.commands.council_lists import element_of, number_of
from bvt_cli.commands.council_steps import Remove
from bvt_cli.core.approval import ADULT
from bvt_cli.core.council_faults import may_become_home
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import DECISIONS, FAMILIES
from bvt_cli.core.form_home import HOME
from bvt_cli.core.period import age_on
from bvt_cli.core.texts import Word, mark, text

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk

Family = Annotated[str, typer.Argument(metavar="FAMILY", help=mark("The number of the proposed family."))]
HOME_KEYS = tuple(
    key for key in keys.keys_of(HOME)
    if key.field.key in ("ref", "name", "employment", "applied_on", "commitment_months", "municipality", "language")
)  # fmt: skip


def decide(
    ctx: typer.Context,
    council: Council,
    number: Family,
    decision: Annotated[
        str | None, typer.Argument(metavar="|".join(DECISIONS), help=mark("What the service decides."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day of the decision (else today)."))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why it decides so."))] = None,
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    which = number_of(number) or 0
    if remove and (decision or on or reason):
        raise Usage(text("--remove goes alone."))
    said: keys.Values = {"decision": None, "decided_on": None, "reason": None}
    if not remove:
        keys.lacking(["|".join(DECISIONS)] if decision is None else [], "council decide")
        word = arguments.code(decision or "", "|".join(DECISIONS), DECISIONS)
        keys.lacking(["--reason"] if word == "no" and reason is None else [], "council decide")
        today = session.as_of(as_of)
        day = council_checks.not_to_come(arguments.given(arguments.day, on, "--on") or today, "--on", today)
        said = {"decision": word, "decided_on": str(day), "reason": arguments.given(arguments.line, reason, "--reason")}
    with desk(session, "council decide", by) as at:
        record = council_checks.opened(at, council)
        family = element_of(record, FAMILIES, which)
        if said["decision"] == "yes" and family.get("answer") == "no":
            raise Refused(
                text(
                    "Family {number} said no, so the service cannot say yes. If it has changed its mind, record that"
                    " first with `bvt council family {council} {number} --answer`.",
                    number=which,
                    council=council,
                )
            )
        if "home" in family and said["decision"] != "yes":
            raise Refused(text("Family {number} has become the home {home}; the decision stays.", number=which,
                               home=family["home"]))  # fmt: skip
        after = at.shown(_with_family(at, record, {"number": which, **said}))
    family = element_of(after, FAMILIES, which)
    if json:
        keeping.show_record(session, family)
    council_checks.remind(session, FAMILIES.fields, ["reason"] if reason else [])
    about: dict[str, object] = {"council": council, "number": which}
    if remove:
        session.out.tell(text("{council}: the decision about family {number} is taken away.", **about))
    else:
        about |= {"decision": Word(family["decision"]), "on": family["decided_on"]}
        session.out.tell(text("{council}: the service says {decision} to family {number} on {on}.", **about))
    hint.suggest(session, f"bvt council next {council}")


def _with_family(at: "Desk", record: Record, family: keys.Values) -> Record:
    families = keeping.with_element(FAMILIES, record.get("families", []), family)
    return at.write("council", {"ref": record["ref"], "families": families}, replace=True)


@keys.takes(HOME_KEYS)
def accept(
    ctx: typer.Context,
    council: Council,
    number: Family,
    carer: Annotated[
        list[str],
        typer.Option("--carer", metavar="NAME,DATE", help=mark("A carer of the new home, with the day of birth.")),
    ] = [],  # noqa: B006  (Typer wants a list)
    home: Annotated[
        str | None,
        typer.Option("--home", metavar="HOME", help=mark("The home the family is in the register already.")),
    ] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
    **given: Any,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    which = number_of(number) or 0
    values = keys.read(HOME_KEYS, given)
    if home is not None and (carer or values):
        raise Usage(text("--home goes alone: what is known of that home stays as it is."))
    keys.lacking([] if home or carer else ["--carer"], "council accept")
    today = session.as_of(as_of)
    carers = [_carer(words, today) for words in carer]
    with desk(session, "council accept", by) as at:
        record = council_checks.opened(at, council)
        family = element_of(record, FAMILIES, which)
        _refuse_unless_accepted(council, family)
        if home is None:
            new = {"kind": "fosterhjem", "name": family["name"], "employment": "oppdragstaker",
                   "applied_on": str(today), **values, "persons": _with_refs(at, carers)}  # fmt: skip
            became = keeping.added(at, HOME, new)
        else:
            became = at.known("home", home)
        _with_family(at, record, {"number": which, "home": became["ref"]})
    if json:
        from bvt_cli.core.protection import hidden
        from bvt_cli.store.records import plain

        session.out.document({"council": council, "family": which, "home": plain(hidden(became))})
    else:
        session.out.write(f"{became['ref']}\n")
    about: dict[str, object] = {"council": council, "number": which, "home": became["ref"]}
    session.out.tell(text("{council}: family {number} is now the home {home}.", **about))
    hint.suggest(session, f"bvt home check {became['ref']} --kind fosterhjem")


def _carer(words: str, today: date) -> keys.Values:
    """A carer as typed: `Kari Eksempel,1982-03-14`. Raises Usage, or Refused for a child; without the name."""
    name, comma, born = words.rpartition(",")
    if not comma or not name.strip():
        raise Usage(text("--carer: write the name, a comma, and the day of birth."))
    day = arguments.day(born.strip(), "--carer")
    if age_on(day, today) < ADULT:
        about: dict[str, object] = {"born": day, "age": ADULT, "day": today}
        raise Refused(text("--carer: whoever was born on {born} is not {age} years old on {day}.", **about))
    return {"name": name.strip(), "born": str(day), "role": "carer"}


def _with_refs(at: "Desk", carers: list[keys.Values]) -> list[keys.Values]:
    from bvt_cli.store import records

    taken: list[str] = []
    for _ in carers:
        taken.append(records.next_ref(at.connection, "person", "P", taken))
    return [{"ref": ref, **carer} for ref, carer in zip(taken, carers, strict=True)]


def _refuse_unless_accepted(council: str, family: Record) -> None:
    """Raise Refused where the family is a home already, or has not been accepted on both sides."""
    about: dict[str, object] = {"number": family["number"], "council": council}
    if "home" in family:
        raise Refused(text("Family {number} of {council} is the home {home} already.", home=family["home"], **about))
    if not may_become_home(family):
        raise Refused(
            text("Family {number} of {council} does not become a home: that takes a yes from the family and a yes"
                 " from the service.", **about)
        )  # fmt: skip
