"""What a posting is refused for before anything is written: a wrong month, changed files, another plan, doubts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bvt_cli.commands import arguments
from bvt_cli.core.errors import RateError, Refused, Usage
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text

if TYPE_CHECKING:
    from bvt_cli.commands.book import Book
    from bvt_cli.core.sense_checks import Doubt
    from bvt_cli.store.database import Connection
    from bvt_cli.store.runs import UsedFile

MOST_INSTALMENTS = 120
SHORT_PLAN = 12
"""As many characters of a plan as tell it from any other."""


class Said(NamedTuple):
    """What somebody has said about a posting: from which agreements money may be taken back, in how many parts,

    and which doubts are accepted (by name); with the one reason for it.
    """

    recover: Sequence[str]
    instalments: int
    accept: Sequence[str]
    reason: str


def said(recover: Sequence[str], instalments: str | None, accept: Sequence[str], reason: str | None) -> Said:
    """The options read. Raises Usage where a reason is missing, or given for nothing."""
    for option, values in (("--recover", recover), ("--accept", accept)):
        if values and reason is None:
            raise Usage(text("{option} needs a --reason.", option=option))
    if reason is not None and not recover and not accept:
        raise Usage(text("{option} goes with --recover or --accept.", option="--reason"))
    if instalments is not None and not recover:
        raise Usage(text("{option} goes with --recover.", option="--instalments"))
    number = 1 if instalments is None else arguments.whole(instalments, "--instalments", 1, MOST_INSTALMENTS)
    return Said(recover, number, accept, "" if reason is None else arguments.line(reason, "--reason"))


class Doubts(NamedTuple):
    """The doubts that stop pay and are not accepted, the agreements they stop, and how many others there are."""

    stopped: "tuple[Doubt, ...]" = ()
    agreements: frozenset[str] = frozenset()
    others: int = 0


def doubts(
    connection: "Connection", month: Month, pages: "Book", today: date, accept: Sequence[str], all_: bool
) -> Doubts:
    """What looks like wrong pay among what a posting pays for the first time. Raises Usage for a name of no doubt.

    `all_`: count those too that stop nothing, which costs more in a large register.
    """
    from bvt_cli.core.sense import SenseRules, stopping, unaccepted, unknown_names
    from bvt_cli.store import sense_facts

    practice = pages.rules.practice
    rules = SenseRules(practice)
    afterwards = practice.for_month(month.first).paid_afterwards
    only = None if all_ else rules.limits(month).stop
    found, others = [], 0
    for doubt in sense_facts.doubts_of_posting(connection, month, rules, today, afterwards, only=only):
        if rules.stops(doubt):
            found.append(doubt)
        else:
            others += 1
    for name in unknown_names(accept, found):
        raise Usage(text("{option}: nothing is stopped under the name {name}.", option="--accept", name=name))
    return Doubts(unaccepted(found, rules, accept), stopping(found, rules, accept), others)


def refuse_month(wanted: Month, pay_from: Month, today: date) -> None:
    if wanted < pay_from:
        raise Usage(text("{month} is before {first}, the first month that bvt pays.", month=wanted, first=pay_from))
    latest = Month.of(today).plus(1)
    if wanted > latest:
        raise Usage(
            text("{month} is too early to pay: on {day} the last month that can be paid is {latest}.",
                 month=wanted, day=today, latest=latest)
        )  # fmt: skip


def refuse_changed(connection: "Connection", files: Mapping[str, "UsedFile"], accepted: Sequence[str]) -> None:
    """A posting on figures that were changed behind earlier runs is refused until that is accepted by name."""
    from bvt_cli.store.posting import changed_files

    for name in accepted:
        if not any(name in _names(file) for file in files):
            raise Usage(
                text("{option}: there is no rate or settings file {name}.", option="--accept-changed", name=name)
            )
    changed = [file for file in changed_files(connection, files) if not _names(file) & set(accepted)]
    if changed:
        raise RateError(
            text("Rate or settings files have changed since they were used; nothing was posted."),
            [
                {"file": file, "message": text("{file} has changed; say --accept-changed {file}.", file=file)}
                for file in changed
            ],
        )


def _names(file: str) -> set[str]:
    """How a file may be called: `ks/2024-07-01.yaml`, `2024-07-01.yaml`, `2024-07-01`."""
    short = file.rpartition("/")[2]
    return {file, file.removesuffix(".yaml"), short, short.removesuffix(".yaml")}


def refuse_other_plan(plan: str, now: str) -> None:
    if len(plan) < SHORT_PLAN or not now.startswith(plan):
        raise Refused(
            text("What would be posted has changed since the plan {plan}; look again.", plan=plan[:SHORT_PLAN])
        )
