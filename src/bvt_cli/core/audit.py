"""Audit: for a home that has been paid, what its folder should hold and whether it does, item by item.

Source of the questions: Trondheim kommunerevisjon, 01-2012-R and 2018 (decisions were mostly there; confidentiality
declarations, contracts and certificates were missing in folders, extra pay lacked a decision, driving was not
documented). Judged by the register as it is now, for the posted lines that stand.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from bvt_cli.core import audit_beside, audit_items
from bvt_cli.core.approval import Demands
from bvt_cli.core.audit_folder import Answered, Folder, Found, Paid, paid_of

YES, NO, NOT_APPLICABLE = "yes", "no", "not_applicable"
ANSWERS = (YES, NO, NOT_APPLICABLE)
ITEMS: Mapping[str, Callable[[Paid], Found]] = {
    "valid_decision": audit_items.decision,
    "contract": audit_items.contract,
    "confidentiality": audit_items.confidentiality,
    "certificate_at_decision": audit_items.certificates,
    "certificate_since": audit_items.certificates_since,
    "agreement_covers": audit_items.agreement,
    "extra_pay_decided": audit_beside.extra_pay,
    "receipts": audit_beside.receipts,
    "vouchers_approved": audit_beside.approved,
    "driving_documented": audit_beside.driving,
    "evaluated_on_time": audit_beside.evaluations,
    "support_documented": audit_beside.grants,
    "payees_confirmed": audit_beside.payees,
    "run_authorised": audit_beside.authorised,
}
"""What is asked, in the order it is told."""


def sample(refs: Collection[str], size: int, seed: str) -> frozenset[str]:
    """So many of the refs, as the seed says: those whose SHA-256 of seed, line break and ref is lowest.

    So anybody can draw the same sample again, with any tool.
    """
    drawn = sorted(refs, key=lambda ref: (hashlib.sha256(f"{seed}\n{ref}".encode()).hexdigest(), ref))
    return frozenset(drawn[:size])


def audit(folder: Folder, demands: Sequence[Demands]) -> tuple[Answered, ...]:
    """The answer to every item (`ITEMS`) for a home. `demands`: what approvals demand, dated."""
    paid = paid_of(folder, demands)
    return tuple(_answered(item, found(paid)) for item, found in ITEMS.items())


def totals(homes: Iterable[Iterable[Answered]]) -> dict[str, dict[str, int]]:
    """How many homes have each answer, by item."""
    counts = {item: dict.fromkeys(ANSWERS, 0) for item in ITEMS}
    for answers in homes:
        for each in answers:
            counts[each.item][each.answer] += 1
    return counts


def _answered(item: str, found: Found) -> Answered:
    if found is None:
        return Answered(item, NOT_APPLICABLE)
    missing = tuple(dict.fromkeys(found))
    return Answered(item, NO if missing else YES, missing)
