"""What stands open under claims: owed in instalments, and what is due and kept back by blocks and reversals."""

from bvt_cli.core.ledger import Held, Stretch, settle
from bvt_cli.core.payment import PayRules
from bvt_cli.core.period import Month
from bvt_cli.store import claims, facts, runs
from bvt_cli.store.database import Connection
from bvt_cli.store.posting import Posting, Terms


def outstanding(connection: Connection, month: Month, pay_rules: PayRules) -> dict[int, int]:
    """By claim what stands open, in øre, up to a month: below zero what a home owes, above what is kept from it.

    What is kept back is what is due less what is posted, for the months the claim holds; several claims on the
    same months each tell it.
    """
    found = {int(debt.claim[1:]): -debt.outstanding for debt in claims.debts(connection)}
    by_agreement: dict[str, list[tuple[int, tuple[Stretch, ...]]]] = {}
    for claim in claims.all_claims(connection):
        if claim.kind == "recovery" or claim.released_on is not None:
            continue
        for agreement, stretches in claims.kept_back(connection, claim).items():
            found.setdefault(claim.number, 0)
            by_agreement.setdefault(agreement, []).append((claim.number, stretches))
    if not by_agreement:
        return found
    first = facts.pay_from(connection)
    for known in facts.all_facts(connection):  # once, for a reversed run may concern every agreement there is
        ref = known.agreement.ref
        if ref not in by_agreement:
            continue
        due = settle(known, month, first, runs.posted(connection, ref), pay_rules, recover=True).entries
        for number, stretches in by_agreement[ref]:
            found[number] += sum(
                entry.line.amount for entry in due if any(each.holds(entry.line.for_month) for each in stretches)
            )
    return found


def held(connection: Connection, month: Month, pay_rules: PayRules) -> tuple[Held, ...]:
    """What a posting of a month would hold, since it would take money back and nobody has decided on it."""
    posting = Posting(connection, month, pay_rules, Terms())
    for _ in posting.entries():
        pass
    return posting.found().held
