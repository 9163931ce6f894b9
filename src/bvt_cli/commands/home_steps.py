"""`bvt home step|undo-step`: the steps of an approval, recorded and taken back."""

from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.home_kept import Home
from bvt_cli.commands.step_questions import USUAL_TYPE, Said, complete
from bvt_cli.core.codes import CERTIFICATE_TYPES, STEP_CODES
from bvt_cli.core.consistency import PERSON_STEPS
from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_home import STEPS
from bvt_cli.core.merge import identity
from bvt_cli.core.texts import Text, Word, mark, text

RESOURCE_STEPS = ("intro", "solid", "assignment")
"""The steps of a resource family, which as a rule applied as something else."""

Code = Annotated[str, typer.Argument(metavar="|".join(STEP_CODES), help=mark("Which step."))]
AskedHome = Annotated[str | None, typer.Argument(metavar="HOME", help=mark("The ref of the home."))]
AskedCode = Annotated[str | None, typer.Argument(metavar="|".join(STEP_CODES), help=mark("Which step."))]
Person = Annotated[
    str | None, typer.Option("--person", metavar="P", help=mark("Whose certificate or declaration it is."))
]


def step(
    ctx: typer.Context,
    home: AskedHome = None,
    code: AskedCode = None,
    person: Person = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=mark("The day it was done, or the certificate seen (else today).")),
    ] = None,
    issued: Annotated[
        str | None, typer.Option("--issued", metavar="DATE", help=mark("The day the certificate was issued."))
    ] = None,
    type: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="|".join(CERTIFICATE_TYPES),
            help=mark("The certificate's type (else uttommende_utvidet of a carer, ordinaer of another)."),
        ),
    ] = None,
    destroyed: Annotated[
        str | None,
        typer.Option("--destroyed", metavar="DATE", help=mark("The day the certificate in hand was destroyed.")),
    ] = None,
    as_of: arguments.AsOf = None,
    yes: arguments.Yes = False,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    given = Said(home, code, person, on, issued, type, destroyed)
    asked = complete(session, given, session.as_of(as_of), json=json, yes=yes)
    home, code, person = asked.home, asked.code, asked.person
    if home is None or code is None:
        name = "HOME" if home is None else "|".join(STEP_CODES)
        raise Usage(text("{name} is missing; see {help}.", name=name, help="bvt home step --help"))
    which = arguments.code(code, "CODE", STEP_CODES)
    typed = {
        "type": arguments.given(arguments.one_of(CERTIFICATE_TYPES), asked.type, "--type"),
        "issued": arguments.given(arguments.day, asked.issued, "--issued"),
        "destroyed_on": arguments.given(arguments.day, destroyed, "--destroyed"),
    }
    said = {key: value for key, value in typed.items() if value is not None}
    day = arguments.given(arguments.day, asked.on, "--on")
    with desk(session, "home step", by) as at:
        record = at.known("home", home)
        steps = record.get("steps", [])
        whose = _person(record, which, person)
        if day is None and said.keys() == {"destroyed_on"}:
            day = _the_one(steps, which, person, None)["on"]
        same = {"code": which, "on": day or session.as_of(as_of)} | ({"person": person} if person else {})
        known = next((each for each in steps if identity(STEPS, each) == identity(STEPS, same)), None)
        if known is None:
            said = _new(home, whose, which, said)
        signer = {"by": session.by(by)} if known is None or by is not None or "by" not in known else {}
        after = at.write("home", {"ref": home, "steps": keeping.with_element(STEPS, steps, {**same, **said, **signer})})
    kept = next(each for each in after["steps"] if identity(STEPS, each) == identity(STEPS, same))
    if json:
        keeping.show_record(session, kept)
    session.out.tell(_told(home, kept, known))
    as_kind = " --kind ressursfamilie" if which in RESOURCE_STEPS else ""
    hint.suggest(session, f"bvt home check {home}{as_kind}")


def _person(home: Record, code: str, person: str | None) -> Record | None:
    """The person a step is of; None for a step of the home. Raises Usage or NotFound."""
    if person is not None:
        return keeping.person_of(home, person)
    if code in PERSON_STEPS:
        there = tuple(each["ref"] for each in home.get("persons", ()))
        raise Usage(
            text(
                "The step {step} is of one person: say whose with --person ({persons}).", step=Word(code), persons=there
            )
        )
    return None


def _new(home: str, whose: Record | None, code: str, said: keys.Values) -> keys.Values:
    """What is said of a step that is not known yet, a certificate with the type that is usual."""
    if code != "attest" or whose is None:
        return said
    keys.lacking([] if "issued" in said else ["--issued"], f"home step {home} {code}")
    return {"type": USUAL_TYPE[whose["role"]], **said}


def _told(home: str, step: Record, known: Record | None) -> Text:
    if step == known:
        return text("{home} has this step already; nothing changes.", home=home)
    what, on, person = Word(step["code"]), step["on"], step.get("person", "")
    if step["code"] == "attest":
        about: dict[str, object] = {"home": home, "what": what, "person": person, "on": on}
        about |= {"type": Word(step["type"]), "issued": step["issued"], "destroyed": step.get("destroyed_on")}
        if "destroyed_on" in step:
            return text(
                "{home}: {what} of {person} ({type}), issued {issued}, seen {on}, destroyed {destroyed}.", **about
            )
        return text("{home}: {what} of {person} ({type}), issued {issued}, seen {on}.", **about)
    if person:
        return text("{home}: {what} of {person} on {on}.", home=home, what=what, person=person, on=on)
    return text("{home}: {what} on {on}.", home=home, what=what, on=on)


def undo_step(
    ctx: typer.Context,
    home: Home,
    code: Code,
    person: Person = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=mark("The day it was recorded for, where there are more.")),
    ] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    which = arguments.code(code, "CODE", STEP_CODES)
    day = arguments.given(arguments.day, on, "--on")
    with desk(session, "home undo-step", by) as at:
        record = at.known("home", home)
        if person is not None:
            keeping.person_of(record, person)
        steps = record.get("steps", [])
        gone = _the_one(steps, which, person, day)
        rest = [each for each in steps if each != gone]
        at.write("home", {"ref": home, "steps": rest or None}, replace=True)
    if json:
        keeping.show_record(session, gone)
    session.out.tell(text("{home}: {what} on {on} is taken away.", home=home, what=Word(which), on=gone["on"]))
    hint.suggest(session, f"bvt home check {home}")


def _the_one(steps: list[Record], code: str, person: str | None, day: date | None) -> Record:
    """The only step that fits. Raises NotFound where there is none, Usage where there are more."""
    fitting = [
        each for each in steps
        if each["code"] == code and (person is None or each.get("person") == person) and day in (None, each["on"])
    ]  # fmt: skip
    if not fitting:
        raise NotFound(text("There is no such step: {step}.", step=Word(code)))
    if len(fitting) > 1:
        found = tuple(_when(each) for each in fitting)
        raise Usage(text("There is more than one {step}: {found}; say which with --on and --person.",
                         step=Word(code), found=found))  # fmt: skip
    return fitting[0]


def _when(step: Record) -> Text:
    if "person" in step:
        return text("{day} ({person})", day=step["on"], person=step["person"])
    return text("{day}", day=step["on"])
