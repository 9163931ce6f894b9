"""Why a month that was paid is paid otherwise now: what has changed since it was posted.

What was known then is set against what is known now, one thing at a time: a thing is a cause where the
month comes to something else with it as it was. What is left when all facts are as they were is due to the
rates or the rules.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from bvt_cli.core.agreement import Facts
from bvt_cli.core.payment import Line, PayRules, pay_month
from bvt_cli.core.period import Month

CAUSES = ("rate", "rules", "stay", "agreement", "child", "home", "voucher", "siblings", "claim")
LATE = "late"
"""Said beside `stay` or `voucher` where one was only registered late, and nothing known before was wrong."""

COMPARED = Line._fields.index("case")
"""A line is compared by everything before its case number: a corrected case number moves no money."""

_THINGS: dict[str, Callable[[Facts, Facts], Facts]] = {
    "stay": lambda facts, other: facts._replace(stays=other.stays),
    "agreement": lambda facts, other: facts._replace(agreement=other.agreement),
    "child": lambda facts, other: facts._replace(born=other.born),
    "home": lambda facts, other: facts._replace(home=other.home),
    "voucher": lambda facts, other: facts._replace(vouchers=other.vouchers),
    "siblings": lambda facts, other: facts._replace(siblings=other.siblings),
}


def causes(month: Month, then: Facts, now: Facts, standing: Sequence[Line], pay_rules: PayRules) -> tuple[str, ...]:
    """The codes of what changed a month's pay, from what was known `then`, when the `standing` lines were posted."""
    due_then, due_now = _due(then, month, pay_rules), _due(now, month, pay_rules)
    found = list(_rates_or_rules(standing, due_then))
    for code, as_in in _THINGS.items():
        if as_in(now, then) != now and (
            _due(as_in(now, then), month, pay_rules) != due_now or _due(as_in(then, now), month, pay_rules) != due_then
        ):
            found.append(code)
    if _only_late(found, then, now):
        found.append(LATE)
    return tuple(found)


def _due(facts: Facts, month: Month, pay_rules: PayRules) -> list[Line]:
    return [line._replace(case=None, grounds=None) for line in pay_month(facts, month, pay_rules).lines]


def _only_late(found: Iterable[str], then: Facts, now: Facts) -> bool:
    """Whether stays and vouchers, where they are a cause, were added and none of those known was altered."""
    pairs: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "stay": (then.stays, now.stays),
        "voucher": (then.vouchers, now.vouchers),
    }
    concerned = [pairs[code] for code in found if code in pairs]
    return bool(concerned) and all(each in after for before, after in concerned for each in before)


def _rates_or_rules(standing: Sequence[Line], due: Sequence[Line]) -> Iterator[str]:
    """What changed although all facts are as they were: the rate itself, or how much of it is paid."""
    if sorted(map(_compared, standing)) == sorted(map(_compared, due)):
        return
    if not standing:
        yield "claim"  # it was due and not paid: held back by a claim that has been released
        return
    if _by_component(standing, _rate) != _by_component(due, _rate):
        yield "rate"
    if _quantities(standing) != _quantities(due):
        yield "rules"


def _compared(line: Line) -> tuple[str, ...]:
    return tuple(str(value) for value in line[:COMPARED])


def _rate(line: Line) -> tuple[object, ...]:
    return str(line.table), line.rate, line.provisional


def _by_component(lines: Iterable[Line], of: Callable[[Line], object]) -> dict[tuple[str, str], set[object]]:
    found: dict[tuple[str, str], set[object]] = {}
    for line in lines:
        found.setdefault((line.component, line.basis), set()).add(of(line))
    return found


def _quantities(lines: Iterable[Line]) -> dict[tuple[str, str], Fraction]:
    found: dict[tuple[str, str], Fraction] = {}
    for line in lines:
        key = (line.component, line.basis)
        found[key] = found.get(key, Fraction(0)) + line.quantity
    return found
