"""What must hold in the record of a family council: its steps in order, and nothing decided or closed by halves."""

from collections.abc import Collection, Iterator

from bvt_cli.core.field import Record
from bvt_cli.core.form_council import STEPS_TO_TAKE
from bvt_cli.core.merge import Path
from bvt_cli.core.texts import KeyName, Text, Word, text

Fault = tuple[Path, Text]

_TOGETHER = (("answer", "answered_on"), ("decision", "decided_on"))


def first_gap(recorded: Collection[str], code: str) -> str | None:
    """The first step before `code` that is neither done nor skipped."""
    earlier = STEPS_TO_TAKE[: STEPS_TO_TAKE.index(code)]
    return next((step for step in earlier if step not in recorded), None)


def council_faults(record: Record) -> Iterator[Fault]:
    """Everything wrong in one council beyond its single keys."""
    yield from _steps(record)
    yield from _consents(record)
    yield from _numbers(record)
    for index, family in enumerate(record.get("families", ())):
        yield from _family(family, ("families", index))
    yield from _closing(record)


def _steps(record: Record) -> Iterator[Fault]:
    """Each after the one before it, in number and in date; a skipped one with its reason."""
    steps = [(index, each) for index, each in enumerate(record.get("steps", ())) if "code" in each and "on" in each]
    steps.sort(key=lambda each: STEPS_TO_TAKE.index(each[1]["code"]))
    recorded = [each["code"] for _, each in steps]
    last = record.get("referred_on")
    about: dict[str, object]
    for index, step in steps:
        code, on = step["code"], step["on"]
        gap = first_gap(recorded, code)
        if gap is not None:
            about = {"step": Word(code), "before": Word(gap)}
            yield (
                ("steps", index),
                text('The step "{step}" comes after "{before}", which is neither done nor skipped.', **about),
            )
        if last is not None and on < last:
            about = {"step": Word(code), "on": on, "last": last}
            early = text('The step "{step}" ({on}) is before the one that comes first ({last}).', **about)
            yield ("steps", index, "on"), early
        last = on if last is None else max(last, on)
        if step.get("skipped") and not step.get("reason"):
            yield ("steps", index, "reason"), text('The step "{step}" is skipped without a reason.', step=Word(code))
        if "reason" in step and not step.get("skipped"):
            yield ("steps", index, "reason"), text("Only a skipped step has a reason.")


def _consents(record: Record) -> Iterator[Fault]:
    for index, consent in enumerate(record.get("consents", ())):
        if "on" not in consent and "exempt" not in consent:
            yield ("consents", index, "on"), text("{key} is missing.", key=KeyName("on"))
        if "exempt" in consent and consent.get("role") == "child":
            yield ("consents", index, "exempt"), text("Only a parent's consent may be done without, with its reason.")


def _numbers(record: Record) -> Iterator[Fault]:
    """Numbers that point into the map and to the families."""
    for key, inside, pointer in (("not_invited", "map", "mapped"), ("interviews", "families", "family")):
        known = {each.get("number") for each in record.get(inside, ())}
        for index, element in enumerate(record.get(key, ())):
            number = element.get(pointer)
            if number is not None and number not in known:
                yield (key, index, pointer), text("{list} has no number {number}.", list=KeyName(inside), number=number)


def _family(family: Record, path: Path) -> Iterator[Fault]:
    for word, day in _TOGETHER:
        if (word in family) != (day in family):
            lacking = day if word in family else word
            yield (*path, lacking), text("{key} is missing.", key=KeyName(lacking))
    if family.get("decision") == "no" and not family.get("reason"):
        yield (*path, "reason"), text("The service says no without a reason.")
    if "home" in family and not may_become_home(family):
        yield (*path, "home"), text("Only a family that said yes, and to which the service said yes, becomes a home.")


def may_become_home(family: Record) -> bool:
    """Whether both the family and the service said yes."""
    return family.get("answer") == "yes" and family.get("decision") == "yes"


def _closing(record: Record) -> Iterator[Fault]:
    outcome = record.get("outcome")
    if (outcome is None) != ("closed_on" not in record):
        lacking = "closed_on" if outcome is not None else "outcome"
        yield (lacking,), text("{key} is missing.", key=KeyName(lacking))
        return
    yield from _steps_after_closing(record)
    if outcome == "family_found":
        if not any("home" in each for each in record.get("families", ())):
            yield ("outcome",), text("No family of the council has become a home yet.")
        lacking_steps = set(STEPS_TO_TAKE) - {each.get("code") for each in record.get("steps", ())}
        if lacking_steps:
            first = next(step for step in STEPS_TO_TAKE if step in lacking_steps)
            yield ("outcome",), text('The step "{step}" is neither done nor skipped.', step=Word(first))
    elif outcome is not None and not record.get("closing_reason"):
        yield ("closing_reason",), text("{key} is missing.", key=KeyName("closing_reason"))


def _steps_after_closing(record: Record) -> Iterator[Fault]:
    closed, referred = record.get("closed_on"), record.get("referred_on")
    if closed is None or referred is None or closed < referred:  # told of already
        return
    later = [each for each in record.get("steps", ()) if "code" in each and "on" in each and closed < each["on"]]
    if later:
        last = max(later, key=lambda each: STEPS_TO_TAKE.index(each["code"]))
        about: dict[str, object] = {"step": Word(last["code"]), "on": last["on"], "closed": closed}
        yield ("closed_on",), text('The council is closed on {closed}, before the step "{step}" ({on}).', **about)
