"""Statements and the lines in them as JSON has them: refs and figures, no names."""

from typing import Any

from bvt_cli.core.statement import ClaimTold, Statement, Sums, Told
from bvt_cli.core.texts import Kroner
from bvt_cli.render.explain import written_sum
from bvt_cli.render.pay import line_record


def as_json(statement: Statement, language: str) -> dict[str, Any]:
    """The document of `bvt pay statement --json`: refs and figures, no names."""
    period: dict[str, Any] = (
        {"month": statement.first} if statement.first == statement.last else {"year": statement.first.year}
    )
    return {
        "home": statement.home,
        **period,
        "from": statement.first,
        "to": statement.last,
        "language": language,
        **sums_record(statement.sums),
        "payees": [{"person": each.person, **sums_record(each.sums)} for each in statement.payees],
        "months": [
            {
                "month": each.month,
                "runs": each.runs,
                **sums_record(each.sums),
                "payees": [{"person": payee.person, **sums_record(payee.sums)} for payee in each.payees],
                "lines": [told_record(told) for told in each.lines],
            }
            for each in statement.months
        ],
        "claims": [claim_record(each) for each in statement.claims],
        "tables": [{"table": table, "source": source} for table, source in statement.tables.items()],
    }


def sums_record(sums: Sums) -> dict[str, Kroner]:
    return {"total": Kroner(sums.total), "taxable": Kroner(sums.taxable), "tax_free": Kroner(sums.tax_free)}


def told_record(told: Told) -> dict[str, Any]:
    """A line as in `bvt pay show`, with its sum written out and who has how much of it."""
    return {
        **line_record(told.entry, told.ref, posted=True),
        "paid_in": told.paid_in,
        "sum": written_sum(told.entry.line),
        "reason": told.reason,
        "taken_back_by": told.taken_back and told.taken_back[0],
        "payees": [{"person": each.person, "share": each.share, "amount": Kroner(each.amount)} for each in told.shares],
    }


def claim_record(claim: ClaimTold) -> dict[str, Any]:
    return {
        "claim": claim.ref,
        "kind": claim.kind,
        "run": claim.run,
        "agreement": claim.agreement,
        "from": claim.first,
        "to": claim.last,
        "amount": Kroner(claim.amount),
        "instalments": claim.instalments,
        "plan": [{"month": part.month, "amount": Kroner(part.amount)} for part in claim.plan],
        "put_off": Kroner(claim.put_off),
        "paid": Kroner(claim.paid),
        "outstanding": Kroner(claim.outstanding),
        "reason": claim.reason,
        "letter_on": claim.letter_on,
        "released_on": claim.released_on,
    }
