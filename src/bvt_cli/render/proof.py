"""What `bvt pay verify` finds wrong in the ledger, in sentences and as JSON has it."""

from collections.abc import Callable
from typing import Any

from bvt_cli.core.recompute import Fault
from bvt_cli.core.texts import Kroner, Text, Word, mark, text

FIELDS = {
    "home": mark("Home"),
    "agreement": mark("Agreement"),
    "measure": mark("Measure"),
    "component": mark("Component"),
    "basis": mark("Basis"),
    "for_month": mark("Month"),
    "first": mark("From"),
    "last": mark("To"),
    "taxable": mark("Taxable"),
    "provisional": mark("Provisional"),
    "table": mark("Rate table"),
    "rate": mark("Rate"),
    "unit": mark("Per"),
    "quantity": mark("Quantity"),
    "amount": mark("Amount"),
    "item": mark("For"),
    "case": mark("Case"),
    "grounds": mark("Grounds"),
    "reference": mark("Receipt or decision"),
    "approved_by": mark("Approved by"),
}
"""The fields of a line as people call them."""
AMOUNTS = ("amount", "rate", "payees", "run_total", "run_taxable")
"""What of is kept and right are øre."""

_OF_LINES: dict[str, Callable[[str, Any, Any], Text]] = {
    "missing": lambda row, kept, right: text("{row}: this line is gone; the next one is {next}.", row=row, next=kept),
    "unreadable": lambda row, kept, right: text("{row}: what is stored cannot be read.", row=row),
    "kind": lambda row, kept, right: text("{row}: there is no kind of line called {kept}.", row=row, kept=kept),
    "order": lambda row, kept, right: text(
        "{row}: by what was posted before, this line is {right}, not {kept}.",
        row=row, right=Word(right), kept=Word(kept),
    ),
    "for_month": lambda row, kept, right: text(
        "{row}: it is for {kept}, which is later than the month of the run, {right}.", row=row, kept=kept, right=right
    ),
    "causes": lambda row, kept, right: text("{row}: {kept} cannot be the cause of it.", row=row, kept=kept),
    "reverses": lambda row, kept, right: text(
        "{row}: it takes back {kept}, which is no line of an earlier run.", row=row, kept=kept
    ),
    "reversed_twice": lambda row, kept, right: text(
        "{row}: it takes back {kept}, which {right} has taken back already.", row=row, kept=kept, right=right
    ),
    "opposite": lambda row, kept, right: text(
        "{row}: it is not the exact opposite of {right}, which it takes back: {field}.",
        row=row, right=right, field=_field(kept),
    ),
    "claim": lambda row, kept, right: text("{row}: {kept} is no claim it can belong to.", row=row, kept=kept),
    "claim_of": lambda row, kept, right: text(
        "{row}: the claim {kept} is of another home or agreement, {right}.", row=row, kept=kept, right=right
    ),
    "claim_early": lambda row, kept, right: text(
        "{row}: the claim {kept} was not opened until {right}.", row=row, kept=kept, right=right
    ),
    "dates": lambda row, kept, right: text(
        "{row}: {first} to {last} are no days of {month}, in order.",
        row=row, first=kept[0], last=kept[1], month=right,
    ),
    "component": lambda row, kept, right: text(
        "{row}: there is no component of pay called {kept}.", row=row, kept=kept
    ),
    "taxable": lambda row, kept, right: text(
        "{row}: {component} is taxed otherwise than this.", row=row, component=Word(kept)
    ),
    "rate_table": lambda row, kept, right: text(
        "{row}: its rate table holds from {kept}, after the first of its days, {right}.",
        row=row, kept=kept, right=right,
    ),
    "basis": lambda row, kept, right: text(
        "{row}: what it is paid for does not go with how it is counted ({kept}).", row=row, kept=Word(kept)
    ),
    "unit": lambda row, kept, right: text(
        "{row}: its rate is for {right}, not for {kept}.", row=row, right=Word(right), kept=Word(kept)
    ),
    "sign": lambda row, kept, right: text("{row}: its quantity is not above zero: {kept}.", row=row, kept=kept),
    "grounds": lambda row, kept, right: text("{row}: what its quantity follows from is not whole.", row=row),
    "band": lambda row, kept, right: text("{row}: the age {kept} lies outside its band.", row=row, kept=kept),
    "days": lambda row, kept, right: text(
        "{row}: it counts {kept} days, and between its first and last there are {right}.",
        row=row, kept=kept, right=right,
    ),
    "month_days": lambda row, kept, right: text(
        "{row}: it divides by {kept} days, and the month has {right}.", row=row, kept=kept, right=right
    ),
    "share": lambda row, kept, right: text(
        "{row}: its share of the rate does not come out: {kept} per cent.", row=row, kept=kept
    ),
    "quantity": lambda row, kept, right: text(
        "{row}: its quantity is {kept}, and by its days it is {right}.", row=row, kept=kept, right=right
    ),
    "rate": lambda row, kept, right: text(
        "{row}: its rate is {kept}, and by its table and age band it is {right}.", row=row, kept=kept, right=right
    ),
    "amount": lambda row, kept, right: text(
        "{row}: its amount is {kept}, and rate times quantity, rounded, is {right}.", row=row, kept=kept, right=right
    ),
    "payees": lambda row, kept, right: text(
        "{row}: the parts of its payees come to {kept}, and the line to {right}.", row=row, kept=kept, right=right
    ),
}  # fmt: skip
_OF_RUNS: dict[str, Callable[[str, Any, Any], Text]] = {
    "unreadable": lambda row, kept, right: text("{row}: what is noted of the run cannot be read.", row=row),
    "run_missing": lambda row, kept, right: text("{row}: this run is gone.", row=row),
    "run_lines": lambda row, kept, right: text(
        "{row}: it was closed with {kept} lines and has {right}.", row=row, kept=kept, right=right
    ),
    "run_total": lambda row, kept, right: text(
        "{row}: it was closed with {kept} in all, and its lines come to {right}.", row=row, kept=kept, right=right
    ),
    "run_taxable": lambda row, kept, right: text(
        "{row}: it was closed with {kept} taxable, and its lines come to {right}.", row=row, kept=kept, right=right
    ),
    "claim_amount": lambda row, kept, right: text(
        "{row}: the claim {kept} is not what the run took back.", row=row, kept=kept
    ),
    "claim_lent": lambda row, kept, right: text(
        "{row}: what the claim {kept} puts off is not what the run took back.", row=row, kept=kept
    ),
    "payees_unreadable": lambda row, kept, right: text("{row}: its payees cannot be read.", row=row),
    "link_missing": lambda row, kept, right: text("{row}: the run has no link in the chain.", row=row),
    "link_lines": lambda row, kept, right: text(
        "{row}: its lines are not those it was closed with: one was changed, added, taken out or moved.", row=row
    ),
    "link_run": lambda row, kept, right: text(
        "{row}: the run, its payees or its files are not what it was closed with, or not the run before it.", row=row
    ),
}


def sentence(fault: Fault) -> Text:
    """A fault in words: where, and what is wrong with it."""
    say = (_OF_RUNS if fault.line is None else _OF_LINES)[fault.wrong.code]
    kept, right = _values(fault)
    return say(fault.line or fault.run, kept, right)


def record(fault: Fault) -> dict[str, object]:
    """A fault as JSON has it; the message is in English there."""
    kept, right = _values(fault)
    return {
        "run": fault.run,
        "line": fault.line,
        "code": fault.wrong.code,
        "kept": kept,
        "right": right,
        "message": sentence(fault),
    }


def _values(fault: Fault) -> tuple[object, object]:
    """What stands there and what would come out, amounts as such."""
    _, kept, right = fault.wrong
    if fault.wrong.code in AMOUNTS:
        return Kroner(kept), Kroner(right)  # type: ignore[arg-type]
    return kept, right


def _field(name: str) -> Text:
    heading = FIELDS[name]
    return text(heading)
