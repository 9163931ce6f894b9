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


def causes(
    month: Month, then: Facts, now: Facts, standing: Sequence[Line], pay_rules: PayRules
) -> dict[str, tuple[str, ...]]:
    """By component the codes of what changed a month's pay since it was posted; a component as it was is left out.

    `then`: what was known when the `standing` lines were posted.
    """
    due_then, due_now = _due(then, month, pay_rules), _due(now, month, pay_rules)
    swapped = {
        code: (_due(as_in(now, then), month, pay_rules), _due(as_in(then, now), month, pay_rules))
        for code, as_in in _THINGS.items()
        if as_in(now, then) != now
    }
    found = {}
    for component in dict.fromkeys(line.component for line in (*standing, *due_now)):
        before, after = _of(component, due_then), _of(component, due_now)
        codes = [*_rates_or_rules(_of(component, standing), before)]
        for code, (without, alone) in swapped.items():
            if not (_same(_of(component, without), after) and _same(_of(component, alone), before)):
                codes.append(code)
        if _only_late(codes, then, now):
            codes.append(LATE)
        if codes:
            found[component] = tuple(codes)
    return found


def _of(component: str, lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.component == component]


def _same(some: Iterable[Line], others: Iterable[Line]) -> bool:
    return [line[:COMPARED] for line in some] == [line[:COMPARED] for line in others]


def _due(facts: Facts, month: Month, pay_rules: PayRules) -> list[Line]:
    return list(pay_month(facts, month, pay_rules).lines)


def _only_late(found: Iterable[str], then: Facts, now: Facts) -> bool:
    """Whether stays and vouchers, where they are a cause, were added and none of those known was altered."""
    pairs: dict[str, tuple[Sequence[object], Sequence[object]]] = {
        "stay": (then.stays, now.stays),
        "voucher": (then.vouchers, now.vouchers),
    }
    concerned = [pairs[code] for code in found if code in pairs]
    return bool(concerned) and all(each in after for before, after in concerned for each in before)


def _rates_or_rules(standing: Sequence[Line], due: Sequence[Line]) -> Iterator[str]:
    """What changed in a component although all facts are as they were."""
    if sorted(map(_compared, standing)) == sorted(map(_compared, due)):
        return
    if not standing or not due:
        # driving waits for its rate; anything else was due and held back by a claim that has been released
        yield "rate" if any(line.basis == "driven" for line in due) else "claim" if due else "rules"
        return
    same_band = _set(standing, _band) == _set(due, _band)
    if same_band and _set(standing, _rate) != _set(due, _rate):
        yield "rate"
    if not same_band or _quantity(standing) != _quantity(due):
        yield "rules"


def _compared(line: Line) -> tuple[str, ...]:
    return tuple(str(value) for value in line[:COMPARED])


def _rate(line: Line) -> object:
    return line.basis, str(line.table), line.rate, line.provisional


def _band(line: Line) -> object:
    return line.basis, line.grounds and line.grounds.band_from


def _set(lines: Iterable[Line], of: Callable[[Line], object]) -> set[object]:
    return {of(line) for line in lines}


def _quantity(lines: Iterable[Line]) -> Fraction:
    return sum((line.quantity for line in lines), Fraction(0))
