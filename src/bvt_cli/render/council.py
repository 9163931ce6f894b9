"""Family councils as lists, findings and a page, for people and programs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from bvt_cli.core.council import Council, CouncilLimits, answer_due, meeting_due
from bvt_cli.core.council_due import Next, next_thing
from bvt_cli.core.council_findings import Finding, findings
from bvt_cli.core.field import Field, Record
from bvt_cli.core.form_council import CATEGORIES, COUNCIL, COUNCIL_STEPS, REFERRAL
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.columns import Column, Kind, Row
from bvt_cli.render.council_words import SENTENCES, things
from bvt_cli.render.key_words import said
from bvt_cli.render.messages import Translator
from bvt_cli.render.page import Fact, Section, page

LIST_COLUMNS = (
    Column("council", mark("Council")),
    Column("child", mark("Child")),
    Column("case", mark("Case")),
    Column("referred_on", mark("Referred on"), "day"),
    Column("acute", mark("Acute"), "flag"),
    Column("coordinator", mark("Coordinator")),
    Column("last_step", mark("Last step"), "code"),
    Column("next", mark("Next"), "code"),
    Column("due", mark("At the latest"), "day"),
    Column("findings", mark("Findings"), "number"),
    Column("closed_on", mark("Closed on"), "day"),
    Column("outcome", mark("Outcome"), "code"),
)
FINDING_COLUMNS = (
    Column("council", mark("Council")),
    Column("code", mark("Finding"), "code"),
    Column("due", mark("At the latest"), "day"),
    Column("family", mark("Family"), "number"),
    Column("message", mark("What to do")),
)
NEXT_COLUMNS = (
    Column("council", mark("Council")),
    Column("code", mark("Next"), "code"),
    Column("not_before", mark("Not before"), "day"),
    Column("due", mark("At the latest"), "day"),
    Column("late", mark("Late"), "flag"),
    Column("command", mark("Command")),
)
MAP_COLUMNS = (
    Column("category", mark("Category"), "code"),
    Column("number", mark("No."), "number"),
    Column("name", mark("Name")),
    Column("relation", mark("Relation")),
    Column("phone", mark("Phone")),
    Column("invited_on", mark("Invited on"), "day"),
    Column("not_wanted", mark("The child does not want them invited"), "flag"),
)
STEP_COLUMNS = (
    Column("number", mark("No."), "number"),
    Column("code", mark("Step"), "code"),
    Column("state", mark("Status"), "code"),
    Column("on", mark("On"), "day"),
    Column("by", mark("By")),
    Column("reason", mark("Reason")),
)
_KINDS: dict[str, Kind] = {"date": "day", "choice": "code", "flag": "flag", "whole": "number"}


def sentence(finding: Finding, council: str) -> Text:
    """What is late or lacking, and what to do about it."""
    return SENTENCES[finding.code](finding, council)


def command(council: str, thing: Next) -> str:
    """The command that records what comes next, as it is typed."""
    return things(thing).command.format(council=council, family=thing.family, mapped=thing.mapped, role=thing.role)


def list_row(
    case: str, council: Council, record: Record, day: date, limits: CouncilLimits, *, people: bool = False
) -> Row:
    """A council as a row of LIST_COLUMNS; `people` read no day that is the meeting's."""
    thing = next_thing(council, day, limits)
    closed = council.closed_by(day)
    taken = [step for step in COUNCIL_STEPS if step == REFERRAL or council.taken_by(step, day)]
    return (
        council.ref, council.child, case, council.referred_on, council.acute, record.get("coordinator"), taken[-1],
        thing.code if thing else None, _due(thing, people) if thing else None, len(findings(council, day, limits)),
        council.closed_on if closed else None, record.get("outcome") if closed else None,
    )  # fmt: skip


def _due(thing: Next, people: bool) -> date | None:
    """The last day for it; people are not shown that of the meeting for what only belongs before it."""
    return None if people and thing.before_meeting else thing.due


def finding_row(council: str, finding: Finding) -> Row:
    """A finding as a row of FINDING_COLUMNS."""
    return council, finding.code, finding.due, finding.family, sentence(finding, council)


def check_document(council: str, day: date, found: Sequence[Finding]) -> dict[str, Any]:
    """The answer of a check as JSON has it; each finding has the keys that apply to it."""
    return {
        "council": council,
        "on": day,
        "ok": not found,
        "findings": [
            {
                **{key: value for key, value in each._asdict().items() if value is not None},
                "message": sentence(each, council),
            }
            for each in found
        ],
    }


def check_sentences(council: Council, day: date, found: Sequence[Finding]) -> list[Text]:
    """The answer of a check in words."""
    about: dict[str, object] = {"council": council.ref, "day": day}
    if not council.runs_on(day) and not found:
        return [idle_sentence(council, day)]
    if not found:
        return [text("The family council {council}: all is in order on {day}.", **about)]
    head = text("The family council {council}: {number} findings on {day}.", number=len(found), **about)
    if len(found) == 1:
        head = text("The family council {council}: one finding on {day}.", **about)
    return [head, *(sentence(each, council.ref) for each in found)]


def idle_sentence(council: Council, day: date) -> Text:
    """Why nothing is to be done in a council that does not run on a day."""
    if council.closed_by(day):
        return text("{council} was closed on {day}.", council=council.ref, day=council.closed_on)
    return text("{council} begins with the referral on {day}.", council=council.ref, day=council.referred_on)


def next_row(council: str, day: date, thing: Next, typed: Callable[[str], str] | None = None) -> Row:
    """What comes next as a row of NEXT_COLUMNS. `typed`: for people, puts the command into their words."""
    what = command(council, thing)
    due = _due(thing, typed is not None)
    return (
        council, thing.code, thing.not_before, due, None if due is None and typed else thing.late_on(day),
        typed(what) if typed else what,
    )  # fmt: skip


def next_document(council: str, day: date, thing: Next | None) -> dict[str, Any]:
    """What comes next as JSON has it; `code` is null where nothing does."""
    thing_or_none = thing or Next("")
    return {
        "council": council,
        "on": day,
        "code": thing.code if thing else None,
        "not_before": thing_or_none.not_before,
        "due": thing_or_none.due,
        "late": thing_or_none.late_on(day),
        "family": thing_or_none.family,
        "mapped": thing_or_none.mapped,
        "message": things(thing).sentence(thing) if thing else None,
        "command": command(council, thing) if thing else None,
    }


def next_sentences(council: str, day: date, thing: Next) -> list[Text]:
    """What comes next in words, with its days where it has any."""
    told = [text("{council}: {what}", council=council, what=things(thing).sentence(thing))]
    if thing.due is None:
        return told
    if thing.before_meeting:
        told.append(_before_meeting(thing, day))
    elif thing.late_on(day):
        told.append(text("It should have been done by {day}.", day=thing.due))
    elif thing.not_before is not None:
        about: dict[str, object] = {"first": thing.not_before, "last": thing.due}
        told.append(text("The meeting is to be held between {first} and {last}.", **about))
    else:
        told.append(text("By {day}.", day=thing.due))
    return told


def _before_meeting(thing: Next, day: date) -> Text:
    if thing.late_on(day):
        return text("It belongs before the meeting, which should have been held by {day}.", day=thing.due)
    return text("It belongs before the meeting, which is to be held by {day}.", day=thing.due)


def map_rows(record: Record, *, people: bool = True) -> list[Row]:
    """The map of the network, category by category; `people` read a yes alone, no column of noes."""
    unwanted = {each["mapped"] for each in record.get("not_invited", ())}
    return [
        (category, each["number"], each.get("name"), each.get("relation"), each.get("phone"), each.get("invited_on"),
         each["number"] in unwanted or (None if people else False))
        for category in CATEGORIES
        for each in record.get("map", ())
        if each["category"] == category
    ]  # fmt: skip


def other_parent_reminder(record: Record) -> Text | None:
    """A reminder while the other parent's family is blank."""
    mapped = any(each["category"] == "other_parent" for each in record.get("map", ()))
    if mapped or "other_parent_blank" in record:
        return None
    return SENTENCES["other_parent"](Finding("other_parent"), record["ref"])


def council_page(
    case: str, council: Council, record: Record, day: date, limits: CouncilLimits, translator: Translator
) -> str:
    """Everything held of a council, with its eleven steps, its days and its map."""
    title = text("Family council {council}, case {case}", council=council.ref, case=case)
    shown = page(title, _facts(council, record, limits), _sections(council, record), translator)
    reminder = other_parent_reminder(record) if council.runs_on(day) else None
    return shown if reminder is None else f"{shown}\n{translator.say(reminder)}\n"


def _facts(council: Council, record: Record, limits: CouncilLimits) -> Iterator[Fact]:
    for field in COUNCIL.fields:
        if field.kind != "list" and field.key in record:
            yield Fact(said(field.key, COUNCIL.name).label, record[field.key], _kind(field))
    if council.closed_on is None and council.held_from is None:
        yield Fact(mark("Bufetat answers by"), answer_due(council, limits), "day")
    span = meeting_due(council, limits)
    if span is not None and not any(step.code == "meeting" for step in council.steps):
        yield Fact(mark("The council meets"), text("{first} to {last}", first=span[0], last=span[1]))


def _sections(council: Council, record: Record) -> Iterator[Section]:
    yield Section(mark("The eleven steps"), STEP_COLUMNS, list(_steps(council, record)))
    for field in COUNCIL.lists:
        if field.key == "map":
            yield Section(mark("Network map"), MAP_COLUMNS, map_rows(record))
        elif field.key != "steps":
            columns = [Column(each.key, said(each.key, field.key).label, _kind(each)) for each in field.fields]
            rows = [[element.get(each.key) for each in field.fields] for element in record.get(field.key, ())]
            yield Section(said(field.key, COUNCIL.name).label, columns, rows)


def _steps(council: Council, record: Record) -> Iterator[Row]:
    by_code = {each["code"]: each for each in record.get("steps", ())}
    for number, code in enumerate(COUNCIL_STEPS, start=1):
        if code == REFERRAL:
            yield number, code, "done", council.referred_on, record.get("referred_by"), None
        elif code in by_code:
            step = by_code[code]
            state = "skipped" if step.get("skipped") else "done"
            yield number, code, state, step["on"], step.get("by"), step.get("reason")
        else:
            yield number, code, None, None, None, None


def _kind(field: Field) -> Kind:
    return _KINDS.get(field.kind, "text")
