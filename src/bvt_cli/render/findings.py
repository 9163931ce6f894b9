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
    "not_approved_yet": lambda f: text(
        "Agreement {agreement}: something entered for {month} is not approved yet, and not paid; see"
        " `bvt outlay list --unapproved`, and the same of `bvt drive` and `bvt supplement`.",
        agreement=f.agreement, month=f.month,
    ),
    "outside_agreement": lambda f: text(
        "Agreement {agreement}: something entered for {month} is of a day on which the agreement does not run, and is"
        " not paid.",
        agreement=f.agreement, month=f.month,
    ),
    "mileage_missing": lambda f: text(
        "Agreement {agreement}: driving in {month} is not paid, for the mileage rate of the day, or what of it is"
        " tax-free, is not known. Enter mileage and mileage_tax_free in the municipality's settings.yaml.",
        agreement=f.agreement, month=f.month,
    ),
    "gathering_refunded_before": lambda f: text(
        "Agreement {agreement}: a gathering in {month} is not refunded, for one of its kind has been this year.",
        agreement=f.agreement, month=f.month,
    ),
    "gathering_without_families": lambda f: text(
        "Agreement {agreement}: a gathering in {month} is not refunded, for no family was in the network on that day.",
        agreement=f.agreement, month=f.month,
    ),
    "paid_with_sibling": lambda f: text(
        "Agreement {agreement}: {month} is paid once for siblings, under the agreement of the eldest.",
        agreement=f.agreement, month=f.month,
    ),
    "blocked": lambda f: text(
        "Agreement {agreement}: {month} is left as it is by a claim; see `bvt pay claims`.",
        agreement=f.agreement, month=f.month,
    ),
    "instalment_waits": lambda f: text(
        "Agreement {agreement}: the home {home} is paid too little in {month} to take an instalment; it waits.",
        agreement=f.agreement, home=f.home, month=f.month,
    ),
    "letter_missing": lambda f: text(
        "Agreement {agreement}: no instalment is taken in {month} before the home {home} has been written to; see"
        " `bvt pay claims`.",
        agreement=f.agreement, home=f.home, month=f.month,
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
