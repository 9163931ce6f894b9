"""`bvt home check|approve|revoke`: what a home lacks, and the decision."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from bvt_cli.commands import arguments, hint, keeping, keys
from bvt_cli.commands.context import Session
from bvt_cli.commands.home_ends import refuse_closed
from bvt_cli.commands.home_kept import Home
from bvt_cli.core.approval import Demands, Missing, Since, come_since, demands_on, judge, latest_approval
from bvt_cli.core.codes import KINDS, STEP_CODES
from bvt_cli.core.errors import Refused
from bvt_cli.core.field import Record
from bvt_cli.core.form_home import APPROVALS
from bvt_cli.core.texts import Word, mark, text
from bvt_cli.render import approval as render

Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="|".join(KINDS), help=mark("As what (else what the home applied as).")),
]
FINDINGS = 3


def check(
    ctx: typer.Context,
    home: Home,
    kind: Kind = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=mark("Judge on this day instead."))] = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> int:
    from bvt_cli.commands.changing import known
    from bvt_cli.store import database

    session: Session = ctx.obj
    day = arguments.given(arguments.day, on, "--on")
    wanted = arguments.given(arguments.one_of(KINDS), kind, "--kind")
    today = session.as_of(as_of)
    demands = _demands(session)
    with database.reading(session.register) as connection:
        record = known(connection, "home", home)
    case = _case(record, wanted, day, today, demands)
    if json:
        session.out.document(render.as_json(case))
    else:
        session.out.say(*render.sentences(case))
        if case.approvable and case.approval is None:
            hint.suggest(session, f"bvt home approve {home} --kind {case.kind} --on {case.on}")
        elif case.ended_on is None:
            _suggest_mending(session, case)
    return 0 if case.clean else FINDINGS


def _suggest_mending(session: Session, case: render.Case) -> None:
    """Name the command that records the first of what is missing."""
    home = case.home.ref
    found: list[Missing | Since] = [*case.verdict.missing, *case.verdict.since_approval]
    for each in found[:1]:
        if each.code == "carer":
            adding = f"bvt home person {home} --name NAME --born DATE --role carer"
            hint.suggest(session, adding, f"bvt home person {home}")
        elif each.code == "commitment":
            hint.suggest(session, f"bvt home set {home} --commitment-months MONTHS")
        elif each.code in STEP_CODES:
            whose = f" --person {each.person}" if each.person else ""
            when = " --issued DATE" if each.code == "attest" else ""
            step = f"bvt home step {home} {each.code}{whose}{when} --on DATE"
            hint.suggest(session, step, f"bvt home step {home}")


def approve(
    ctx: typer.Context,
    home: Home,
    kind: Kind = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The first day it counts (else today)."))
    ] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk

    session: Session = ctx.obj
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    wanted = arguments.given(arguments.one_of(KINDS), kind, "--kind")
    demands = _demands(session)
    with desk(session, "home approve", by) as at:
        record = at.known("home", home)
        case = _case(record, wanted, day, day, demands)
        approvals = record.get("approvals", [])
        same = next((each for each in approvals if (each["kind"], each["on"]) == (case.kind, day)), None)
        _refuse_revoked(home, same)
        stands = same is not None and same.get("recorded") is False
        before = latest_approval(case.home, case.kind, day)
        if not stands:
            refuse_closed(record)
            _refuse_lacking(case, json)
            signer = {"by": session.by(by)} if same is None or by is not None or "by" not in same else {}
            element = {"kind": case.kind, "on": day, "recorded": False, **signer}
            record = at.write("home", {"ref": home, "approvals": keeping.with_element(APPROVALS, approvals, element)})
            case = _case(record, wanted, day, day, demands)
    if json:
        session.out.document(render.as_json(case))
    about: dict[str, object] = {"home": home, "kind": Word(case.kind), "day": day}
    if stands:
        session.out.tell(text("{home} is approved as {kind} from {day} already; nothing changes.", **about))
    elif same is not None:
        session.out.tell(text("{home} was approved as {kind} on {day}; now bvt has judged it too.", **about))
    elif before is not None:
        session.out.tell(
            text("{home} is approved as {kind} anew from {day} on; it was since {before}.", **about, before=before.on)
        )
    else:
        session.out.tell(text("{home} is approved as {kind} from {day} on.", **about))
    hint.suggest(session, _next(home, case.kind), f"bvt agreement add --home {home}")


def _next(home: str, kind: str) -> str:
    about = "--network NETWORK" if kind == "ressursfamilie" else "--child CHILD"
    size = " --size SIZE" if kind == "stottefamilie" else ""
    return f"bvt agreement add --home {home} {about} --measure {kind}{size} --from DATE"


def _refuse_revoked(home: str, same: Record | None) -> None:
    if same is not None and "revoked_on" in same:
        raise Refused(
            text(
                "{home} was approved as {kind} on {day}, and that was revoked on {revoked};"
                " a new approval needs a later day.",
                home=home, kind=Word(same["kind"]), day=same["on"], revoked=same["revoked_on"],
            )
        )  # fmt: skip


def _refuse_lacking(case: render.Case, json: bool) -> None:
    if case.approvable:
        return
    message = text(
        "{home} cannot be approved as {kind} on {day}; nothing was changed.",
        home=case.home.ref, kind=Word(case.kind), day=case.on,
    )  # fmt: skip
    if json:
        ended = [{"message": text("The home ended on {day}.", day=case.ended_on)}] if case.ended_on else []
        raise Refused(message, [*render.missing_as_json(case), *ended])
    nameless = case._replace(names={})  # an error may end in a log or a mail
    raise Refused(message, [{"message": each} for each in render.lacking(nameless)])


def revoke(
    ctx: typer.Context,
    home: Home,
    kind: Annotated[str | None, typer.Option("--kind", metavar="|".join(KINDS), help=mark("As what."))] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The first day it no longer counts."))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=mark("Why."))] = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import desk
    from bvt_cli.store import changes, dossier

    session: Session = ctx.obj
    said = (("--kind", kind), ("--on", on), ("--reason", reason))
    keys.lacking([name for name, value in said if value is None], "home revoke")
    wanted = arguments.code(kind or "", "--kind", KINDS)
    day = arguments.day(on or "", "--on")
    why = arguments.line(reason or "", "--reason")
    about: dict[str, object] = {"home": home, "kind": Word(wanted), "day": day}
    with desk(session, "home revoke", by) as at:
        record = at.known("home", home)
        approvals = dossier.home_of(record).approvals
        standing = [each.on for each in approvals if each.kind == wanted and each.stands_on(day)]
        if not standing:
            raise Refused(text("{home} is not approved as {kind} on {day}; nothing was changed.", **about))
        listed = record["approvals"]
        for on_ in standing:  # an approval that was renewed stands more than once
            element = {"kind": wanted, "on": on_, "revoked_on": day, "reason": why}
            listed = keeping.with_element(APPROVALS, listed, element)
        after = at.write("home", {"ref": home, "approvals": listed})
        agreements = changes.agreements_of(at.connection, home)
    unpaid = tuple(
        each["ref"] for each in agreements if each["measure"] == wanted and ("to" not in each or day <= each["to"])
    )
    if json:
        keeping.show_record(session, _approval(after, wanted, max(standing)))
    session.out.tell(text("{home} is no longer approved as {kind} from {day} on.", **about))
    if unpaid:
        session.out.warn(text("Not paid from then on: {agreements}.", agreements=unpaid))
        hint.suggest(session, f"bvt agreement end {unpaid[0]} --on DATE")


def _approval(home: Record, kind: str, on: date) -> Record:
    return next(each for each in home["approvals"] if (each["kind"], each["on"]) == (kind, on))


def _demands(session: Session) -> Sequence[Demands]:
    """What an approval demands, as shipped with the municipality's own laid over it."""
    from bvt_cli.commands.book import own_rules

    return own_rules(session).demands


def _case(
    record: Record, kind: str | None, day: date | None, today: date, all_demands: Sequence[Demands]
) -> render.Case:
    """A home judged as a kind. `day` None: on the day of its approval, and what came since; else today."""
    from bvt_cli.store import dossier

    home = dossier.home_of(record)
    ended = record.get("ended_on")
    kind = kind or home.kind
    approved = latest_approval(home, kind, today) if day is None else None
    on = day or (approved.on if approved else today)
    demands = _demanded(all_demands, kind, on)
    verdict = judge(home, demands, on)
    if approved:
        last = min(today, ended or today)  # nothing more is demanded of a home that has ended
        since = come_since(home, _demanded(all_demands, kind, last), approved.on, last)
        verdict = verdict._replace(since_approval=since)
    return render.Case(
        home=home,
        names={each["ref"]: each["name"] for each in record.get("persons", ()) if "name" in each},
        kind=kind,
        on=on,
        demands=demands,
        verdict=verdict,
        approval=latest_approval(home, kind, on),
        ended_on=ended if ended is not None and ended <= on else None,
    )


def _demanded(all_demands: Sequence[Demands], kind: str, day: date) -> Demands:
    found = demands_on(all_demands, kind, day)
    if found is None:
        raise Refused(text("No demands are known for the approval as {kind} on {day}.", kind=Word(kind), day=day))
    return found
