"""What an outlay, a drive and a supplement are to the commands about them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bvt_cli.commands.context import Session
from bvt_cli.core.field import Entity, Record
from bvt_cli.core.period import Span
from bvt_cli.core.texts import Text

if TYPE_CHECKING:
    from bvt_cli.core.practice import Practice

Command = Callable[..., None]


class Kind(NamedTuple):
    """A group of commands. `ref`: the argument that names one; `twin`: the keys by which two are the same.

    `says` and `examples`: the help and the examples of each command.
    """

    entity: Entity
    ref: Any
    title: Callable[[str], Text]
    twin: tuple[str, ...]
    shown: tuple[str, ...]
    says: dict[str, str]
    examples: dict[str, str]

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def comes_late(self) -> bool:
        """Whether one may be registered too late; a supplement rests on a decision made beforehand."""
        return any(field.key == "on" for field in self.entity.fields)


def came_late(kind: Kind, record: Record, practice: "Practice") -> bool | None:
    """Whether it was registered late; None where it is not known when that was (it was imported)."""
    from bvt_cli.core.voucher import is_late

    registered_on: date | None = record.get("registered_on")
    if not kind.comes_late or registered_on is None:
        return None
    return is_late(record["on"], registered_on, practice.number("late_voucher_months", registered_on))


def days_of(record: Record) -> Span:
    """The day of an outlay or drive; of a supplement all days of its months."""
    if "on" in record:
        return Span(record["on"], record["on"])
    return Span(record["from"].first, record["to"].last)


def practice_of(session: Session) -> "Practice":
    from bvt_cli.commands.book import own_rules

    return own_rules(session).practice


def is_one_of(name: str, names: Iterable[str]) -> bool:
    """Whether somebody is among others, by what they call themselves, in capitals or not."""
    return name.strip().casefold() in {each.strip().casefold() for each in names}
