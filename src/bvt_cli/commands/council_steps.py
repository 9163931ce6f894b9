"""`bvt council consent|step|skip`: who consents to a family council, and its steps in order."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.council_kept import Council
from bvt_cli.core.council_faults import first_gap
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import CONSENT_ROLES, CONSENTS, STEPS, STEPS_TO_TAKE
from bvt_cli.core.texts import Text, Word, mark, text

Remove = Annotated[bool, typer.Option("--remove", help=mark("Take away what was recorded by mistake."))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("The day (else today)."))]
Code = Annotated[str, typer.Argument(metavar="|".join(STEPS_TO_TAKE), help=mark("Which step."))]


def consent(
    ctx: typer.Context,
    council: Council,
    who: Annotated[str, typer.Argument(metavar="|".join(CONSENT_ROLES), help=mark("Whose consent it is."))],
    on: On = None,
    withdrawn: Annotated[
        str | None, typer.Option("--withdrawn", metavar="DATE", help=mark("The first day it no longer counts."))
    ] = None,
    exempt: Annotated[
        str | None, typer.Option("--exempt", metavar="TEXT", help=mark("Why this parent's consent is not needed."))
    ] = None,
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    role = arguments.code(who, "|".join(CONSENT_ROLES), CONSENT_ROLES)
    day = arguments.given(arguments.day, on, "--on")
    ended = arguments.given(arguments.day, withdrawn, "--withdrawn")
    why = arguments.given(arguments.line, exempt, "--exempt")
    if remove and (day or ended or why):
        raise Usage(text("--remove goes alone."))
    if why and (day or ended):
        raise Usage(text("--exempt goes without --on and --withdrawn."))
    with desk(session, "council consent", by) as at:
        record = at.known("council", council)
        consents = record.get("consents", [])
        known = next((each for each in consents if each["role"] == role), None)
        if known is None and (remove or ended):
            raise NotFound(text("There is no consent of {who} in {council}.", who=Word(role), council=council))
        if remove:
            kept = [each for each in consents if each["role"] != role]
        else:
            said = _consent(role, why, ended, day or (None if ended else session.as_of(as_of)))
            kept = keeping.with_element(CONSENTS, consents, said)
        after = at.write("council", {"ref": council, "consents": kept or None}, replace=True)
    element = _with(after, "consents", "role", role) or known
    if json:
        keeping.show_record(session, element)
    session.out.tell(_consent_told(council, element or {}, remove))
    hint.suggest(session, f"bvt council next {council}")


def _consent(role: str, why: str | None, ended: object, day: object) -> keys.Values:
    if why:
        return {"role": role, "exempt": why, "on": None, "withdrawn_on": None}
    if ended:
        return {"role": role, "withdrawn_on": str(ended)} | ({"on": str(day)} if day else {})
    return {"role": role, "on": str(day), "withdrawn_on": None, "exempt": None}


def _consent_told(council: str, consent: Record, removed: bool) -> Text:
    about: dict[str, object] = {"council": council, "who": Word(consent["role"]), "on": consent.get("on")}
    if removed:
        return text("{council}: the consent of {who} is taken away.", **about)
    if "exempt" in consent:
        return text("{council}: the consent of {who} is done without.", **about)
    if "withdrawn_on" in consent:
        return text("{council}: consent of {who} on {on}, withdrawn on {day}.", day=consent["withdrawn_on"], **about)
    return text("{council}: consent of {who} on {on}.", **about)


def step(
    ctx: typer.Context,
    council: Council,
    code: Code,
    on: On = None,
    remove: Remove = False,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    which = arguments.code(code, "|".join(STEPS_TO_TAKE), STEPS_TO_TAKE)
    day = arguments.given(arguments.day, on, "--on")
    if remove:
        if on is not None:
            raise Usage(text("--remove goes alone."))
        _take_away(session, council, which, by, json)
        return
    with desk(session, "council step", by) as at:
        record = at.known("council", council)
        known = _with(record, "steps", "code", which)
        _refuse_out_of_order(record, which)
        signer = session.by(by)
        done = {"code": which, "on": str(day or session.as_of(as_of)), "skipped": None, "reason": None}
        if known is None or by is not None or known.get("skipped"):
            done["by"] = signer
        more = {"coordinator": signer} if which == "coordinator" and "coordinator" not in record else {}
        steps = keeping.with_element(STEPS, record.get("steps", []), done)
        after = at.write("council", {"ref": council, "steps": steps, **more}, replace=True)
    _tell(session, council, _with(after, "steps", "code", which) or {}, json)


def skip(
    ctx: typer.Context,
    council: Council,
    code: Code,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why it is skipped."))] = None,
    on: On = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    which = arguments.code(code, "|".join(STEPS_TO_TAKE), STEPS_TO_TAKE)
    keys.lacking(["--reason"] if reason is None else [], "council skip")
    why = arguments.line(reason or "", "--reason")
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    with desk(session, "council skip", by) as at:
        record = at.known("council", council)
        _refuse_out_of_order(record, which)
        skipped = {"code": which, "on": str(day), "by": session.by(by), "skipped": True, "reason": why}
        steps = keeping.with_element(STEPS, record.get("steps", []), skipped)
        after = at.write("council", {"ref": council, "steps": steps})
    _tell(session, council, _with(after, "steps", "code", which) or {}, json)


def _refuse_out_of_order(record: Record, code: str) -> None:
    """Raise Refused where the step before is neither done nor skipped."""
    gap = first_gap([each["code"] for each in record.get("steps", ())], code)
    if gap is not None:
        raise Refused(
            text(
                'The step "{step}" comes after "{before}", which is neither done nor skipped.'
                " Record it with `bvt council step {council} {code}`, or `bvt council skip {council} {code} --reason`.",
                step=Word(code),
                before=Word(gap),
                council=record["ref"],
                code=gap,
            )
        )


def _take_away(session: Session, council: str, code: str, by: str | None, json: bool) -> None:
    from bvt_cli.commands.changing import desk

    with desk(session, "council step", by) as at:
        record = at.known("council", council)
        gone = _with(record, "steps", "code", code)
        if gone is None:
            raise NotFound(text("There is no such step: {step}.", step=Word(code)))
        kept = [each for each in record["steps"] if each is not gone]
        later = [Word(each["code"]) for each in kept if STEPS_TO_TAKE.index(each["code"]) > STEPS_TO_TAKE.index(code)]
        if later:
            raise Refused(text("These steps come after it; take them away first: {steps}.", steps=tuple(later)))
        at.write("council", {"ref": council, "steps": kept or None}, replace=True)
    if json:
        keeping.show_record(session, gone)
    session.out.tell(text("{council}: {step} on {on} is taken away.", council=council, step=Word(code), on=gone["on"]))
    hint.suggest(session, f"bvt council next {council}")


def _tell(session: Session, council: str, step: Record, json: bool) -> None:
    if json:
        keeping.show_record(session, step)
    about: dict[str, object] = {"council": council, "step": Word(step["code"]), "on": step["on"]}
    if step.get("skipped"):
        session.out.tell(text("{council}: {step} is skipped on {on}.", **about))
    else:
        session.out.tell(text("{council}: {step} on {on}.", **about))
    hint.suggest(session, f"bvt council next {council}")


def _with(record: Record, key: str, name: str, value: object) -> Record | None:
    """The element of a list in which a key has a value."""
    return next((each for each in record.get(key, ()) if each[name] == value), None)
