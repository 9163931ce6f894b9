"""Figures of money: what is posted by measure, component, KOSTRA function and art, and financial support."""

from collections.abc import Iterable, Sequence

from bvt_cli.core.codes import MEASURES
from bvt_cli.core.figures import TOTAL, Axis, Entry, Figures, Period, Sum, counted, tabulated
from bvt_cli.core.figures_children import FUNCTIONS
from bvt_cli.core.grant import Grant
from bvt_cli.core.history import Portion
from bvt_cli.core.payroll import COMPONENTS

NO_ART = "no_art"
WAYS = ("supplier", "cash")


def cost_figures(portions: Iterable[Portion]) -> Figures:
    """What is posted with the runs of the period, in øre; behind each sum are the homes paid."""
    found = tuple(portions)
    arts = sorted({each.art for each in found if each.art}) + ([NO_ART] if any(not each.art for each in found) else [])
    by_measure = [Entry((each.measure, each.component), each.home, each.amount) for each in found]
    by_both = [Entry((each.measure, each.function), each.home, each.amount) for each in found]
    by_function = [Entry((each.function, each.art or NO_ART), each.home, each.amount) for each in found]
    return tabulated("cost.measure", (Axis(MEASURES, True), Axis(COMPONENTS, True)), by_measure).plus(
        tabulated("cost.measure_function", (Axis(MEASURES), Axis(FUNCTIONS)), by_both),
        tabulated("cost.function", (Axis(FUNCTIONS, True), Axis(arts, True)), by_function),
        Figures(sums=_across()),
    )


def _across() -> tuple[Sum, ...]:
    """How the three tables of cost hang together."""
    of_measures = [
        Sum(f"cost.measure.{measure}.{TOTAL}", tuple(f"cost.measure_function.{measure}.{each}" for each in FUNCTIONS))
        for measure in MEASURES
    ]
    of_functions = [
        Sum(f"cost.function.{each}.{TOTAL}", tuple(f"cost.measure_function.{measure}.{each}" for measure in MEASURES))
        for each in FUNCTIONS
    ]
    return (*of_measures, *of_functions, Sum(f"cost.measure.{TOTAL}.{TOTAL}", (f"cost.function.{TOTAL}.{TOTAL}",)))


def grant_figures(grants: Sequence[Grant], of: Period) -> Figures:
    """Financial support paid in the period: to suppliers against bills, and, apart, as cash."""
    paid = [each for each in grants if each.paid_in(of.first, of.day)]
    ways = (Axis(WAYS, True),)
    return tabulated("grants.number", ways, (Entry((_way(each),), each.child) for each in paid)).plus(
        tabulated("grants.amount", ways, (Entry((_way(each),), each.child, each.amount) for each in paid)),
        Figures((counted("grants.children", (Entry((), child) for child in {each.child for each in paid})),)),
    )


def _way(grant: Grant) -> str:
    return "cash" if grant.cash else "supplier"
