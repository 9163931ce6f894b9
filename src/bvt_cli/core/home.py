"""A home as the rules see it: no names, no addresses."""

from datetime import date
from typing import NamedTuple

from bvt_cli.core.period import FAR_FUTURE, ONE_DAY, Span


class Person(NamedTuple):
    """Somebody living in the home; `since` and `until` (both included) are None where they always have or will."""

    ref: str
    role: str
    born: date
    since: date | None = None
    until: date | None = None

    def lives_there(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Step(NamedTuple):
    """A step of the approval: done (a certificate: seen) on a day.

    `person`, `type` and `issued` are for the steps that concern one person (`attest`, `confidentiality`).
    """

    code: str
    on: date
    person: str | None = None
    type: str | None = None
    issued: date | None = None


class Approval(NamedTuple):
    """A decision to approve. `recorded`: taken over from outside, not judged by bvt.

    `revoked_on` is the first day it no longer counts.
    """

    kind: str
    on: date
    revoked_on: date | None = None
    recorded: bool = False

    def stands_on(self, day: date) -> bool:
        return self.on <= day and (self.revoked_on is None or day < self.revoked_on)

    @property
    def span(self) -> Span:
        """The days it counts; an approval revoked the day it was given has none (its last day is before its first)."""
        return Span(self.on, self.revoked_on - ONE_DAY if self.revoked_on else FAR_FUTURE)


class Home(NamedTuple):
    """What an approval looks at. `kind`: what it applied as. `commitment_months`: 0 where nothing was said."""

    ref: str
    kind: str
    commitment_months: int
    has_been_fosterhjem: bool
    persons: tuple[Person, ...]
    steps: tuple[Step, ...]
    approvals: tuple[Approval, ...]
