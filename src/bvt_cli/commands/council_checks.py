"""What the commands of a family council refuse or tell alike: a closed council, days to come, steps not done."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from bvt_cli.commands import keys
from bvt_cli.commands.context import Session
from bvt_cli.core.council import Council, CouncilLimits
from bvt_cli.core.council_findings import lacking_for, of_meeting
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.field import Field, Record
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.council_words import SENTENCES

if TYPE_CHECKING:
    from bvt_cli.commands.changing import Desk

MAY_COME = ("invited_on",)
"""Days that may lie ahead: somebody is invited for a day to come."""


def opened(at: "Desk", council: str, *, whole: bool = False) -> Record:
    """The record of a council that is not closed; `whole`: to be compared, not shown. Raises NotFound or Refused."""
    record = at.whole("council", council) if whole else at.known("council", council)
    if "closed_on" in record:
        raise Refused(
            text(
                "{council} was closed on {day}. Open it again first, with `bvt council close {council} --remove`.",
                council=council,
                day=record["closed_on"],
            )
        )
    return record


def not_to_come(day: date, option: str, today: date) -> date:
    """A day on which something was done. Raises Usage for one after today."""
    if day > today:
        raise Usage(
            text("{option}: {day} is after {today}, the day that counts as today.", option=option, day=day, today=today)
        )
    return day


def none_to_come(given: Iterable[keys.Key], values: keys.Values, today: date) -> None:
    """The same for all days among what was typed for a council. Raises Usage."""
    for key in given:
        if key.field.kind == "date" and key.field.key in values and key.field.key not in MAY_COME:
            not_to_come(date.fromisoformat(values[key.field.key]), key.option, today)


def remind(session: Session, fields: Iterable[Field], written: Collection[str]) -> None:
    """Remind whoever writes about people that no child's name belongs here."""
    about = {field.key for field in fields if field.kind == "text"} | {"relation"}
    if about & set(written):
        session.out.tell(text("Never write a child's name here."))


def council_in(at: "Desk", record: Record) -> Council:
    """The council of a record, for the rules."""
    from bvt_cli.store.council_facts import council_of

    return council_of(record, at.known("child", record["child"])["born"])


def refuse_undone(at: "Desk", record: Record, code: str, on: date, known: Record | None) -> None:
    """Raise Refused where a step is not done: something it is about is missing on its day.

    `known`: the step as recorded before; correcting one that is done takes no family left that it is about.
    """
    lacking = lacking_for(council_in(at, record), code, on)
    corrects = known is not None and not known.get("skipped")
    if corrects:
        lacking = tuple(each for each in lacking if each.family is not None)
    if lacking:
        about: dict[str, object] = {"step": Word(code), "code": code, "council": record["ref"], "on": on}
        raise Refused(
            text(
                'The step "{step}" is not done on {on}. Settle what is missing, or skip it with its reason:'
                " `bvt council skip {council} {code} --reason`.",
                **about,
            ),
            [
                {**_plain(each.code, each.family), "message": SENTENCES[each.code](each, record["ref"])}
                for each in lacking
            ],
        )


def _plain(code: str, family: int | None) -> dict[str, object]:
    return {"code": code} if family is None else {"code": code, "family": family}


def warn_of_meeting(session: Session, council: Council, limits: CouncilLimits) -> None:
    """Tell at once what was not settled when the council met, and that it met too early or too late."""
    for each in of_meeting(council, limits):
        session.out.warn(SENTENCES[each.code](each, council.ref))


def unwanted(record: Record, number: int) -> Text | None:
    """A warning where somebody is invited whom the child does not want there, which is not resolved."""
    invited = next((each.get("invited_on") for each in record.get("map", ()) if each["number"] == number), None)
    said = next((each for each in record.get("not_invited", ()) if each["mapped"] == number), None)
    if invited is None or said is None or "resolved_on" in said:
        return None
    return text(
        "Number {number} on the map is invited on {on}, though the child does not want them invited. Meet or resolve it"
        " beforehand, and record it with `bvt council not-invited {council} {number} --resolved-on`.",
        number=number,
        on=invited,
        council=record["ref"],
    )
