"""Problems, reasons to skip, and notes of the pay calculation, each as a whole sentence."""

from collections.abc import Callable

from bvt_cli.core.payment import Finding
from bvt_cli.core.texts import Text, text

_SENTENCES: dict[str, Callable[[Finding], Text]] = {
    "home_not_approved": lambda f: text(
        "Agreement {agreement}: the home {home} is approved on no day of {month} for this measure;"
        " see `bvt home check {home}`.",
        agreement=f.agreement, home=f.home, month=f.month,
    ),
    "rate_missing": lambda f: text(
        "Agreement {agreement}: a day to be paid in {month} has no KS rate. Enter the table with `bvt rate new`,"
        " or pay by the newest earlier table with --provisional.",
        agreement=f.agreement, month=f.month,
    ),
    "sgs1030": lambda f: text(
        "Agreement {agreement}: the home {home} is employed under SGS 1030 and is not paid by KS rates.",
        agreement=f.agreement, home=f.home,
    ),
    "more_days_than_agreed": lambda f: text(
        "Agreement {agreement}: more døgn of stays were recorded in {month} than agreed; the agreed number is paid.",
        agreement=f.agreement, month=f.month,
    ),
    "part_month_by_days": lambda f: text(
        "Agreement {agreement}: {month} is not due whole and no stay is recorded in it, so it is paid by days.",
        agreement=f.agreement, month=f.month,
    ),
    "approved_part_of_month": lambda f: text(
        "Agreement {agreement}: the home {home} is approved for only part of {month}.",
        agreement=f.agreement, home=f.home, month=f.month,
    ),
    "overlap": lambda f: text(
        "Agreement {agreement}: the child has another agreement of the same measure on the same day in {month}.",
        agreement=f.agreement, month=f.month,
    ),
    "provisional": lambda f: text(
        "Agreement {agreement}: {month} is paid provisionally by an older KS table.",
        agreement=f.agreement, month=f.month,
    ),
    "turns_18": lambda f: text(
        "Agreement {agreement}: the child turns 18 in {month}, and pay ends the day before.",
        agreement=f.agreement, month=f.month,
    ),
    "unborn": lambda f: text(
        "Agreement {agreement}: days of {month} before the child is born are paid; see whether the dates are right.",
        agreement=f.agreement, month=f.month,
    ),
    "unpaid_earlier": lambda f: text(
        "Agreement {agreement}: {month} was due and could not be paid; see `bvt pay calculate {month_code}`.",
        agreement=f.agreement, month=f.month, month_code=str(f.month),
    ),
    "earlier_kept": lambda f: text(
        "Agreement {agreement}: {month} has no KS rate now; what is posted stays, and nothing new is paid for it.",
        agreement=f.agreement, month=f.month,
    ),
    "set_off": lambda f: text(
        "Agreement {agreement}: lines are taken back and others come in their place; only the difference is paid.",
        agreement=f.agreement,
    ),
}  # fmt: skip


def sentence(finding: Finding) -> Text:
    """A finding in words."""
    return _SENTENCES[finding.code](finding)


def record(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it."""
    return {
        "agreement": finding.agreement,
        "home": finding.home,
        "code": finding.code,
        "month": finding.month,
        "message": sentence(finding),
    }
