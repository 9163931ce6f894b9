"""`bvt council consent|step|skip`: who consents to a family council, and its steps in order."""

from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, council_checks, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.council_kept import Council
from bvt_cli.core.council import CouncilLimits
from bvt_cli.core.council_faults import first_gap
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.form_council import CONSENT_ROLES, STEPS, STEPS_TO_TAKE
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
    today = session.as_of(as_of)
    if day is not None:
        council_checks.not_to_come(day, "--on", today)
    with desk(session, "council consent", by) as at:
        record = council_checks.opened(at, council)
        consents = record.get("consents", [])
        last = _last_of(consents, role)
        if (last is None and remove) or (ended and "on" not in (last or {})):
            raise NotFound(text("There is no consent of {who} in {council}.", who=Word(role), council=council))
        said = {} if remove else _consent(role, why, ended, day, last, today)
        replaced = last is not None and (remove or ended is not None or not _stands_apart(last, said))
        kept = [each for each in consents if not (replaced and each is last)]
        given = [*kept, said] if said else kept
        at.write("council", {"ref": council, "consents": given or None}, replace=True)
    element = {key: value for key, value in (said or last or {}).items() if value is not None}
    if json:
        keeping.show_record(session, element)
    session.out.tell(_consent_told(council, element, remove))
    hint.suggest(session, f"bvt council next {council}")


def _last_of(consents: list[Record], role: str) -> Record | None:
    """What stands of somebody's consents: that it is done without, else the latest that was given."""
    mine = [each for each in consents if each["role"] == role]
    return max(mine, key=lambda each: each.get("on", date.max), default=None)


def _stands_apart(last: Record, said: Record) -> bool:
    """Whether an earlier consent stays as it is: it was withdrawn, and this is another one."""
    return "withdrawn_on" in last and last.get("on") != said.get("on")


def _consent(
    role: str, why: str | None, ended: date | None, on: date | None, last: Record | None, today: date
) -> Record:
    """What is said of a consent: done without, withdrawn (`last`), or given, on a day or today."""
    if why:
        return {"role": role, "exempt": why}
    if ended and last is not None:
        return {**last, "withdrawn_on": ended, **({"on": on} if on else {})}
    return {"role": role, "on": on or today, "withdrawn_on": None}


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
    today = session.as_of(as_of)
    done_on = council_checks.not_to_come(day or today, "--on", today)
    limits = _limits(session, done_on) if which == "meeting" else None
    with desk(session, "council step", by) as at:
        record = council_checks.opened(at, council)
        known = _with(record, "steps", "code", which)
        _refuse_out_of_order(record, which)
        council_checks.refuse_undone(at, record, which, done_on, known)
        signer = session.by(by)
        done = {"code": which, "on": str(done_on), "skipped": None, "reason": None}
        if known is None or by is not None or known.get("skipped"):
            done["by"] = signer
        more = {"coordinator": signer} if which == "coordinator" and "coordinator" not in record else {}
        steps = keeping.with_element(STEPS, record.get("steps", []), done)
        after = at.write("council", {"ref": council, "steps": steps, **more}, replace=True)
        met = council_checks.council_in(at, after)
    _tell(session, council, _with(after, "steps", "code", which) or {}, json)
    if limits is not None:
        council_checks.warn_of_meeting(session, met, limits)
    hint.suggest(session, f"bvt council next {council}")


def _limits(session: Session, on: date) -> CouncilLimits:
    from bvt_cli.commands.council_look import limits

    return limits(session, on)


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
    today = session.as_of(as_of)
    day = council_checks.not_to_come(arguments.given(arguments.day, on, "--on") or today, "--on", today)
    with desk(session, "council skip", by) as at:
        record = council_checks.opened(at, council)
        _refuse_out_of_order(record, which)
        skipped = {"code": which, "on": str(day), "by": session.by(by), "skipped": True, "reason": why}
        steps = keeping.with_element(STEPS, record.get("steps", []), skipped)
        after = at.write("council", {"ref": council, "steps": steps})
    council_checks.remind(session, STEPS.fields, ["reason"])
    _tell(session, council, _with(after, "steps", "code", which) or {}, json)
    hint.suggest(session, f"bvt council next {council}")


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
        record = council_checks.opened(at, council)
        gone = _with(record, "steps", "code", code)
        if gone is None:
            raise NotFound(text("There is no such step: {step}.", step=Word(code)))
        kept = [each for each in record["steps"] if each is not gone]
        taken = {each["code"] for each in kept}
        later = tuple(Word(each) for each in STEPS_TO_TAKE[STEPS_TO_TAKE.index(code) :] if each in taken)
        if later:
            raise Refused(text("These steps come after it; take them away first: {steps}.", steps=later))
        at.write("council", {"ref": council, "steps": kept or None}, replace=True)
    if json:
        keeping.show_record(session, gone)
    about: dict[str, object] = {"council": council, "step": Word(code), "on": gone["on"]}
    session.out.tell(text('{council}: the step "{step}" of {on} is taken away.', **about))
    hint.suggest(session, f"bvt council next {council}")


def _tell(session: Session, council: str, step: Record, json: bool) -> None:
    if json:
        keeping.show_record(session, step)
    about: dict[str, object] = {"council": council, "step": Word(step["code"]), "on": step["on"]}
    if step.get("skipped"):
        session.out.tell(text('{council}: the step "{step}" is skipped on {on}.', **about))
    elif step["code"] == "meeting":
        session.out.tell(text("{council}: the family council met on {on}.", **about))
    else:
        session.out.tell(text('{council}: the step "{step}" is done on {on}.', **about))


def _with(record: Record, key: str, name: str, value: object) -> Record | None:
    """The element of a list in which a key has a value."""
    return next((each for each in record.get(key, ()) if each[name] == value), None)
