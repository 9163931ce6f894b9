"""What payroll says it paid against what a run said to pay."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

WHOSE = ("line", "payroll_id")
WHAT = ("component", "wage_type")
KEYS = (*WHOSE, *WHAT)


_Key: TypeAlias = tuple[str | None, ...]


class Entry(NamedTuple):
    """An amount in øre, of a run or of payroll, with what it is known by; None where that is not said."""

    amount: int
    line: str | None = None
    payroll_id: str | None = None
    component: str | None = None
    wage_type: str | None = None


class Match(NamedTuple):
    """The sums of one key on both sides, in øre; None where one side has no such thing. `by`: the key, by KEYS."""

    by: tuple[str | None, ...]
    ours: int | None
    theirs: int | None

    @property
    def code(self) -> str:
        """`equal`, `differs`, `missing` (payroll has not paid it), or `extra` (the run knows nothing of it)."""
        if self.theirs is None:
            return "missing"
        if self.ours is None:
            return "extra"
        return "equal" if self.ours == self.theirs else "differs"

    @property
    def difference(self) -> int:
        """How much payroll paid beyond what it should (øre)."""
        return (self.theirs or 0) - (self.ours or 0)


def matches(ours: Iterable[Entry], theirs: Iterable[Entry], keys: Sequence[str]) -> list[Match]:
    """Both sides summed by what the file knows (`keys`, some of KEYS) and put side by side, in order of the keys.

    Numbers are the same with and without zeros before them. What comes to nothing in the run, and which payroll
    says nothing of, is no finding.
    """
    left, right = _sums(ours, keys), _sums(theirs, keys)
    found = []
    for key in sorted(left.keys() | right.keys(), key=_order):
        mine, other = left.get(key), right.get(key)
        if mine is not None and other is None and mine[0] == 0:
            continue
        shown = mine or other
        assert shown is not None
        found.append(Match(shown[1], mine[0] if mine else None, other[0] if other else None))
    return found


def _sums(entries: Iterable[Entry], keys: Sequence[str]) -> dict[_Key, tuple[int, _Key]]:
    """The sum of each key, with the key as it was written first."""
    found: dict[_Key, tuple[int, _Key]] = {}
    for entry in entries:
        written = tuple(getattr(entry, key) if key in keys else None for key in KEYS)
        alike = tuple(None if each is None else _alike(each) for each in written)
        total, first = found.get(alike, (0, written))
        found[alike] = (total + entry.amount, first)
    return found


def _alike(written: str) -> str:
    """A number without the zeros before it; other text in small letters."""
    return (written.lstrip("0") or "0") if written.isdigit() else written.casefold()


def _order(key: tuple[str | None, ...]) -> tuple[tuple[int, str], ...]:
    """Numbers by their size, texts by their letters."""
    return tuple((len(each) if each and each.isdigit() else 0, each or "") for each in key)
