"""What stands open under claims: owed in instalments, and what is due and kept back by blocks and reversals."""

from bvt_cli.core.ledger import Held, settle
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
    first = facts.pay_from(connection)
    for claim in claims.all_claims(connection):
        if claim.kind == "recovery" or claim.released_on is not None:
            continue
        for agreement, stretches in claims.kept_back(connection, claim).items():
            known = facts.facts_of(connection, agreement)
            settlement = settle(known, month, first, runs.posted(connection, agreement), pay_rules, recover=True)
            kept = (
                entry.line.amount
                for entry in settlement.entries
                if any(stretch.holds(entry.line.for_month) for stretch in stretches)
            )
            found[claim.number] = found.get(claim.number, 0) + sum(kept)
    return found


def held(connection: Connection, month: Month, pay_rules: PayRules) -> tuple[Held, ...]:
    """What a posting of a month would hold, since it would take money back and nobody has decided on it."""
    posting = Posting(connection, month, pay_rules, Terms())
    for _ in posting.entries():
        pass
    return posting.found().held
