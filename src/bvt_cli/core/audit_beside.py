"""The items of an audit that are about what is paid beside the rates, about follow-up, and about who was paid."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from bvt_cli.core.agreement import Voucher
from bvt_cli.core.audit_folder import Evaluated, Found, Lack, Paid, voucher_of
from bvt_cli.core.follow_up import Followed, Limits, dues
from bvt_cli.core.grant import Grant, lacks
from bvt_cli.core.payment import Line
from bvt_cli.core.period import ONE_DAY

Check = Callable[[Line, Voucher | None], str | None]
"""The code of what a line lacks, or None; the voucher is None where it is no longer entered."""


def extra_pay(paid: Paid) -> Found:
    """Every supplement rests on a decision that stands."""
    return _of_vouchers(paid, ("tillegg",), _referred("no_decision"))


def receipts(paid: Paid) -> Found:
    """Every outlay has a receipt, also that of a gathering."""
    return _of_vouchers(paid, ("utlegg",), _referred("no_receipt"))


def approved(paid: Paid) -> Found:
    """Somebody has approved what is paid beside the rates, and nobody has taken that back."""

    def lack(line: Line, voucher: Voucher | None) -> str | None:
        return None if line.approved_by and voucher is not None and voucher.approved_by else "voucher_not_approved"

    return _of_vouchers(paid, ("tillegg", "utlegg", "km"), lack)


def driving(paid: Paid) -> Found:
    """Day and kilometres of every drive are entered as they were paid."""

    def lack(line: Line, voucher: Voucher | None) -> str | None:
        if voucher is None:
            return "not_entered"
        return None if (line.first, line.quantity) == (voucher.first, voucher.km) else "drive_differs"

    return _of_vouchers(paid, ("km",), lack)


def _of_vouchers(paid: Paid, components: tuple[str, ...], check: Check) -> Found:
    """What is missing of the vouchers that are paid as these components; None where there are none."""
    lines = [each.line for each in paid.folder.lines if each.line.component in components]
    if not lines:
        return None
    codes = ((line, check(line, voucher_of(line, paid.folder))) for line in lines)
    return (Lack(code, line.item, first=line.first) for line, code in codes if code is not None)


def _referred(code: str) -> Check:
    def lack(line: Line, voucher: Voucher | None) -> str | None:
        if voucher is None:
            return "not_entered"
        return None if (line.reference or "").strip() else code

    return lack


def evaluations(paid: Paid) -> Found:
    """Done by the day they were due, by the rule or by what was agreed the last time."""
    if not paid.folder.evaluations:
        return None
    return (
        Lack("evaluation_missing" if done_on is None else "evaluation_late", each.agreement, None, due_on, done_on)
        for each in paid.folder.evaluations
        for due_on, done_on in each.late
    )


def evaluated(followed: Followed, first: date, last: date, limits: Limits) -> Evaluated | None:
    """How the evaluations of an agreement came in a period; None where none was due or done. `limits`: of its end."""
    end = min(last, followed.until)
    done = sorted({event.on for event in followed.events if event.kind == "evaluation" and first <= event.on <= end})
    before = [(_due(followed, day - ONE_DAY, limits), day) for day in done]
    late = [(due, day) for due, day in before if due is not None and due < day]
    still = _due(followed, end, limits)
    if not done and (still is None or end < still):
        return None
    missing = [(still, None)] if still is not None and still < end else []
    return Evaluated(followed.agreement, (*late, *missing))


def _due(followed: Followed, day: date, limits: Limits) -> date | None:
    """The last day on which the next evaluation is in time, as it is known on a day."""
    return next((due.on for due in dues(followed, day, limits) if due.code == "evaluation"), None)


def grants(paid: Paid) -> Found:
    return support(paid.folder.grants) if paid.folder.grants else None


def support(grants: Iterable[Grant]) -> Iterator[Lack]:
    """What is missing of grants that are paid."""
    return (Lack(f"grant_without_{name}", grant.ref, first=grant.on) for grant in grants for name in lacks(grant))


def payees(paid: Paid) -> Found:
    """Somebody else has confirmed whom it goes to, where four eyes are demanded."""
    if not paid.folder.payees:
        return None
    return (
        Lack("payee_not_confirmed", each.person) if each.person else Lack("no_payee", each.run)
        for each in paid.folder.payees
        if not each.confirmed
    )


def authorised(paid: Paid) -> Found:
    """Somebody else has authorised the run, where four eyes are demanded."""
    if not paid.folder.runs:
        return None
    return (Lack("not_authorised", each.run) for each in paid.folder.runs if not each.authorised)
