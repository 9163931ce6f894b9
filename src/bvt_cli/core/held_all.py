"""The whole map of what is held on whom, in the order docs/privacy.md tells it."""

from bvt_cli.core.held import Held, row_numbers
from bvt_cli.core.held_children import CHILDREN, COUNCILS
from bvt_cli.core.held_homes import HOMES, NETWORKS
from bvt_cli.core.held_pay import LEDGER, REGISTER, VOUCHERS
from bvt_cli.core.texts import mark

CHAPTERS: tuple[tuple[str, tuple[Held, ...]], ...] = (
    (mark("Homes and the people in them"), HOMES),
    (mark("Children and the measures for them"), CHILDREN),
    (mark("Family councils"), COUNCILS),
    (mark("Networks of resource families"), NETWORKS),
    (mark("Outlays, driving and supplements"), VOUCHERS),
    (mark("Pay, claims and who is paid"), LEDGER),
    (mark("Who did what, and the register itself"), REGISTER),
)
_TOLD = tuple(entry for _, entries in CHAPTERS for entry in entries)
ALL = (*_TOLD, *row_numbers(_TOLD))
