"""A spreadsheet's pay beside bvt's: what differs, and why as far as recomputing tells.

A row of the spreadsheet names an agreement by what it has: home, case, payroll number, measure. Rows
that may mean the same agreements are weighed together, so that one row for two children, or two rows for
two payees, are compared as the sums they are. Every cause is found by computing the agreement with
something taken otherwise (`variation`) and meeting the spreadsheet's sum to the øre.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from bvt_cli.core.agreement import Facts, due_days
from bvt_cli.core.matching import Group, Index, Known, OldRow, amount_of, groups, in_force
from bvt_cli.core.payment import PayRules, pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.rate import COMPONENTS
from bvt_cli.core.variation import Otherwise, Pricer, alternatives, pairs, payable

KRONE = 100
T = TypeVar("T")
AS_IT_IS = Otherwise()


CAUSES = (
    "otherwise", "rounding", "whole_kroner", "component_only", "twice", "left_out", "days_column", "missing_agreement",
    "missing_in_spreadsheet", "other_measure", "other_home", "not_in_force", "home_not_approved", "sgs1030",
    "rate_missing", "no_days",
)  # fmt: skip


class Cause(NamedTuple):
    """Why the sums differ. `code`: `otherwise` (computed with that taken otherwise the sum is the spreadsheet's),

    or another of CAUSES. `days`: the døgn bvt counts.
    """

    code: str
    agreement: str | None = None
    otherwise: Otherwise = AS_IT_IS
    component: str | None = None
    days: Fraction | None = None


class Difference(NamedTuple):
    """Rows (their lines) whose sum is not what bvt computes for the agreements they mean; in øre.

    `case`: of the agreement, or, where there is none, what the row says of whose it is. `old` None: no row; `new`
    None: no agreement. Without `causes` it could not be explained.
    """

    lines: tuple[int, ...]
    month: Month
    home: str | None
    agreements: tuple[str, ...]
    case: str | None
    measure: str | None
    component: str | None
    old: int | None
    new: int | None
    causes: tuple[Cause, ...]


class Comparison(NamedTuple):
    """What was compared: how many sums are equal, and those that differ. Totals in øre."""

    equal: int
    differences: tuple[Difference, ...]
    old: int
    new: int


def compare(
    rows: Sequence[OldRow],
    facts: Sequence[Facts],
    payees: Mapping[str, frozenset[str]],
    month: Month,
    pay_rules: PayRules,
    pricer: Pricer,
) -> Comparison:
    """The rows of one month beside what bvt computes for it. `payees`: the homes of each payroll number."""
    known = [Known(each, pay_month(each, month, pay_rules)) for each in facts]
    index = Index(known, payees)
    strays: dict[tuple[object, ...], list[OldRow]] = {}
    found: list[tuple[OldRow, tuple[Known, ...]]] = []
    for row in rows:
        meant = in_force(index.meant_by(row), month)
        if meant:
            found.append((row, meant))
        else:
            strays.setdefault(tuple(row[3:8]), []).append(row)
    equal, differences = 0, [_stray(group, month, index) for group in strays.values()]
    named: set[str] = set()
    for group in groups(found):
        named |= {each.ref for each in group.meant}
        apart = [_difference(group, month, component, pricer) for component in _components(group)]
        equal += apart.count(None)
        differences += _together([each for each in apart if each is not None], len(apart))
    differences += [_unnamed(each, month) for each in known if each.pay.lines and each.ref not in named]
    old, new = sum(row.amount for row in rows), sum(each.amount(None) for each in known)
    return Comparison(equal, tuple(differences), old, new)


def _components(group: Group) -> tuple[str | None, ...]:
    """What is compared: each component, where every row says which it is, else the sum of all."""
    said = {row.component for row in group.rows}
    if None in said:
        return (None,)
    there = (line.component for each in group.meant for line in each.pay.lines)
    return tuple(dict.fromkeys((*COMPONENTS, *there, *(row.component for row in group.rows))))


def _together(apart: list[Difference], parts: int) -> list[Difference]:
    """One difference where all parts differ for the same reasons (a whole month was paid), else one for each part."""
    if len(apart) < max(parts, 2) or len({each.causes for each in apart}) > 1 or not apart[0].causes:
        return apart
    lines = tuple(dict.fromkeys(line for each in apart for line in each.lines))
    old, new = (sum(filter(None, amounts)) for amounts in zip(*((each.old, each.new) for each in apart), strict=True))
    return [apart[0]._replace(lines=lines, component=None, old=old, new=new)]


def _difference(group: Group, month: Month, component: str | None, pricer: Pricer) -> Difference | None:
    rows = [row for row in group.rows if component in (None, row.component)]
    old = sum(row.amount for row in rows)
    new = sum(each.amount(component) for each in group.meant)
    if old == new:
        return None
    return Difference(
        tuple(row.line for row in rows),
        month,
        _the_only(each.facts.home.ref for each in group.meant),
        tuple(each.ref for each in group.meant),
        _the_only(each.facts.agreement.case for each in group.meant),
        _the_only(each.facts.agreement.measure for each in group.meant),
        component,
        old if rows else None,
        new,
        tuple(dict.fromkeys(_causes(group, month, component, rows, old, pricer))),
    )


def _causes(
    group: Group, month: Month, component: str | None, rows: list[OldRow], old: int, pricer: Pricer
) -> Iterator[Cause]:
    """Every cause that meets the spreadsheet's sum."""
    if not rows:
        yield Cause("missing_in_spreadsheet", component=component)
        return
    new = sum(each.amount(component) for each in group.meant)
    lines = [line for each in group.meant for line in each.pay.lines if component in (None, line.component)]
    if sum((line.amount + KRONE // 2) // KRONE * KRONE for line in lines) == old and lines:
        yield Cause("whole_kroner")
    elif abs(old - new) <= KRONE:
        yield Cause("rounding")
    if old == 2 * new and len({row.amount for row in rows}) == 1 < len(rows):
        yield Cause("twice")
    for one in COMPONENTS if component is None else ():
        if old == sum(each.amount(one) for each in group.meant):
            yield Cause("component_only", component=one)
    days = {row.days for row in rows if row.days is not None}
    counted = {line.quantity for line in lines if line.unit == "day"}
    if days and counted and days != counted:
        yield Cause("days_column", days=_the_only(counted))
    for each in group.meant:
        yield from _of_one(each, month, component, old - new + each.amount(component), len(group.meant) > 1, pricer)


def _of_one(
    each: Known, month: Month, component: str | None, wanted: int, among_others: bool, pricer: Pricer
) -> Iterator[Cause]:
    """Why one agreement may have come to `wanted` in the spreadsheet, the others being as bvt has them."""
    if wanted == 0 and among_others:
        yield Cause("left_out", each.ref)
    if wanted <= 0:
        return
    facts = payable(each.facts, month, each.pay)
    if not each.pay.lines:
        yield _unpaid(each, month)
        if amount_of(pricer.pay(facts, month, AS_IT_IS), component) == wanted:
            return

    def meeting(tried: Iterable[Otherwise]) -> Iterator[Cause]:
        for otherwise in tried:
            if amount_of(pricer.pay(facts, month, otherwise), component) == wanted:
                yield Cause("otherwise", each.ref, otherwise)

    kinds = tuple(alternatives(facts, month, each.pay, pricer.tables))
    found = tuple(meeting(one for kind in kinds for one in kind))
    yield from found or meeting(pairs(kinds))


def _unpaid(each: Known, month: Month) -> Cause:
    """Why bvt pays nothing for an agreement in a month."""
    finding = each.pay.problem or each.pay.skipped
    if finding is not None:
        return Cause(finding.code, each.ref)
    runs = bool(due_days(each.facts, month).but_for_approval)
    return Cause("no_days" if runs else "not_in_force", each.ref)


def _stray(rows: list[OldRow], month: Month, index: Index) -> Difference:
    """Rows that mean no agreement; whether another measure, or another home, would."""
    row = rows[0]
    others = (("other_measure", row._replace(measure=None)), ("other_home", row._replace(home=None, payroll=None)))
    near = [Cause(code, each.ref) for code, asked in others for each in index.meant_by(asked)]
    return Difference(
        tuple(dict.fromkeys(each.line for each in rows)),
        month,
        row.home,
        (),
        row.case or row.payroll or row.agreement,
        row.measure,
        None,
        sum(each.amount for each in rows),
        None,
        tuple(dict.fromkeys((Cause("missing_agreement"), *near))),
    )


def _unnamed(each: Known, month: Month) -> Difference:
    terms = each.facts.agreement
    causes = (Cause("missing_in_spreadsheet"),)
    new = each.amount(None)
    return Difference((), month, each.facts.home.ref, (terms.ref,), terms.case, terms.measure, None, None, new, causes)


def _the_only(values: Iterable[T]) -> T | None:
    """The value that all have, None where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
