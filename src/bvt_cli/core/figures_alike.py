"""Sums that may hold between tables, though nothing says that they must: who reads the figures can guess at them.

A home that is approved is as a rule approved as what it applied as, a child has as a rule one measure. Where such a sum
holds, a number hidden in one table must not be read off in another.
"""

from collections.abc import Iterator

from bvt_cli.core.codes import KINDS
from bvt_cli.core.figures import TOTAL, Figures, Sum
from bvt_cli.core.figures_children import AGES, ANY, MEASURES


def likely_sums(figures: Figures) -> tuple[Sum, ...]:
    """Those of the likely sums that hold."""
    values = {number.name: number.value or 0 for number in figures.numbers}
    return tuple(each for each in _likely() if values[each.total] == sum(values[part] for part in each.parts))


def _likely() -> Iterator[Sum]:
    for kind in KINDS:
        standing = tuple(f"homes.status.{kind}.{status}" for status in ("approved", "paused"))
        yield Sum(f"homes.approved_as.{kind}", standing)
    yield Sum(f"homes.events.{TOTAL}.approved", ("applications.approved",))
    yield Sum(f"homes.status.{TOTAL}.applied", ("applications.waiting",))
    events = tuple(f"homes.events.{TOTAL}.{event}" for event in ("approved", "rejected"))
    yield Sum("applications.answered", events)
    yield Sum("children.with_measure", tuple(f"children.in_force.{measure}" for measure in MEASURES))
    for age, _ in AGES:
        yield Sum(f"children.age.{ANY}.{age}", tuple(f"children.age.{measure}.{age}" for measure in MEASURES))
    yield Sum(f"grants.number.{TOTAL}", ("grants.children",))
