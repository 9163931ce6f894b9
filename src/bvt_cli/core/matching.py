"""Which agreements the rows of a spreadsheet mean: found by what a row says, weighed together where they overlap."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.agreement import Facts, due_days
from bvt_cli.core.payment import MonthPay
from bvt_cli.core.period import Month


class OldRow(NamedTuple):
    """A row of the spreadsheet: `line` in its file, an amount (øre) for a month, and what says whose it is.

    `component` None: the sum of all. `days`: its døgn, where the spreadsheet says them.
    """

    line: int
    month: Month
    amount: int
    home: str | None = None
    case: str | None = None
    payroll: str | None = None
    agreement: str | None = None
    measure: str | None = None
    component: str | None = None
    days: Fraction | None = None


class Known(NamedTuple):
    """An agreement in a month, with what bvt computes for it."""

    facts: Facts
    pay: MonthPay

    @property
    def ref(self) -> str:
        return self.facts.agreement.ref

    def amount(self, component: str | None) -> int:
        return amount_of(self.pay, component)


class Group(NamedTuple):
    """Rows of a month, and the agreements they mean together."""

    rows: tuple[OldRow, ...]
    meant: tuple[Known, ...]


class Index:
    """Finds the agreements that a row may mean."""

    def __init__(self, known: Iterable[Known], payees: Mapping[str, frozenset[str]]) -> None:
        self._all = tuple(known)
        self._payees = payees
        self._by: dict[tuple[str, str], list[Known]] = {}
        for each in self._all:
            terms = each.facts.agreement
            for what, ref in (("agreement", terms.ref), ("case", terms.case), ("home", each.facts.home.ref)):
                if ref is not None:
                    self._by.setdefault((what, ref), []).append(each)

    def meant_by(self, row: OldRow) -> tuple[Known, ...]:
        """The agreements that are all that the row says; none where it says nothing of whose it is."""
        homes = None if row.payroll is None else self._payees.get(row.payroll, frozenset())
        keys = (("agreement", row.agreement), ("case", row.case), ("home", row.home))
        first = next(((what, ref) for what, ref in keys if ref is not None), None)
        if first is not None:
            some: Iterable[Known] = self._by.get(first, ())
        else:
            some = (each for home in sorted(homes or ()) for each in self._by.get(("home", home), ()))
        return tuple(each for each in some if _is_meant(each.facts, row, homes))


def _is_meant(facts: Facts, row: OldRow, homes: frozenset[str] | None) -> bool:
    terms = facts.agreement
    mine = (terms.ref, terms.case, facts.home.ref, terms.measure)
    said = (row.agreement, row.case, row.home, row.measure)
    return all(its in (None, own) for its, own in zip(said, mine, strict=True)) and (
        homes is None or facts.home.ref in homes
    )


def in_force(meant: tuple[Known, ...], month: Month) -> tuple[Known, ...]:
    """Of several agreements those in force in the month; all of them where none is."""
    return tuple(each for each in meant if each.pay.lines or due_days(each.facts, month).but_for_approval) or meant


def groups(found: Iterable[tuple[OldRow, tuple[Known, ...]]]) -> Iterator[Group]:
    """Rows that may mean the same agreement, together; in the order of the spreadsheet."""
    gathered: list[tuple[list[OldRow], dict[str, Known]]] = []
    of: dict[str, int] = {}
    for row, meant in found:
        places = sorted({of[each.ref] for each in meant if each.ref in of})
        at = places[0] if places else len(gathered)
        if not places:
            gathered.append(([], {}))
        rows, agreements = gathered[at]
        rows.append(row)
        agreements |= {each.ref: each for each in meant}
        for other in places[1:]:
            rows += gathered[other][0]
            agreements |= gathered[other][1]
            gathered[other] = ([], {})
        of |= dict.fromkeys(agreements, at)
    for rows, agreements in gathered:
        if rows:
            yield Group(tuple(sorted(rows, key=lambda row: row.line)), tuple(agreements.values()))


def amount_of(pay: MonthPay, component: str | None) -> int:
    """What a month comes to in øre: a component, or all of it."""
    return sum(line.amount for line in pay.lines if component in (None, line.component))
