"""A month's pay as a document for programs and as tables for people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bvt_cli.core.cause import LATE
from bvt_cli.core.ledger import Entry, Held
from bvt_cli.core.payment import Finding
from bvt_cli.core.sense_checks import Doubt
from bvt_cli.core.texts import Kroner, mark
from bvt_cli.render import sense
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.findings import record


class HomePay(NamedTuple):
    """What one home is paid: taxable and tax-free, in øre, and the lines that make it up (name, entry).

    `changes`: what corrections and reversals come to, within these sums.
    """

    home: str
    taxable: int
    tax_free: int
    changes: int
    lines: Sequence[tuple[str | None, Entry]]

    @property
    def total(self) -> int:
        return self.taxable + self.tax_free


class Sheet(NamedTuple):
    """A month as it is shown: homes in order, what is held, what was found, and the doubts that stop pay."""

    homes: Sequence[HomePay]
    held: Sequence[Held] = ()
    problems: Sequence[Finding] = ()
    skipped: Sequence[Finding] = ()
    notes: Sequence[Finding] = ()
    stopped: Sequence[Doubt] = ()


HOME_COLUMNS = (
    Column("home", mark("Home")),
    Column("taxable", mark("Taxable"), "kroner"),
    Column("tax_free", mark("Tax-free"), "kroner"),
    Column("total", mark("Total"), "kroner"),
    Column("changes", mark("Of it corrections"), "kroner"),
)
PEOPLE_COLUMNS = (
    Column("line", mark("Line")),
    Column("home", mark("Home")),
    Column("agreement", mark("Agreement")),
    Column("component", mark("Component"), "code"),
    Column("for_month", mark("Month"), "month"),
    Column("days", mark("Days")),
    Column("quantity", mark("Quantity"), "number"),
    Column("rate_amount", mark("Rate"), "kroner"),
    Column("amount", mark("Amount"), "kroner"),
    Column("kind", mark("Kind"), "code"),
    Column("reverses", mark("Reverses")),
)
"""A line as people read it; what says nothing (the whole month, an ordinary line) is left empty."""
LINE_COLUMNS = (
    Column("line", mark("Line")),
    Column("kind", mark("Kind"), "code"),
    Column("reverses", mark("Reverses")),
    Column("home", mark("Home")),
    Column("agreement", mark("Agreement")),
    Column("case", mark("Case")),
    Column("measure", mark("Measure"), "code"),
    Column("component", mark("Component"), "code"),
    Column("basis", mark("Basis"), "code", shown=False),
    Column("for_month", mark("Month"), "month"),
    Column("from", mark("From"), "day"),
    Column("to", mark("To"), "day"),
    Column("taxable", mark("Taxable"), "flag", shown=False),
    Column("provisional", mark("Provisional"), "flag", shown=False),
    Column("rate_table", mark("Rate table"), "day", shown=False),
    Column("rate_amount", mark("Rate"), "kroner"),
    Column("rate_unit", mark("Per"), "code"),
    Column("quantity", mark("Quantity"), "number"),
    Column("amount", mark("Amount"), "kroner"),
    Column("item", mark("For"), shown=False),
    Column("reference", mark("Receipt or decision"), shown=False),
    Column("causes", mark("Cause"), "code", shown=False),
)


def line_record(entry: Entry, ref: str | None, posted: bool) -> dict[str, Any]:
    """A line as JSON has it; `posted` adds its name, kind, what it reverses, and what a correction was caused by."""
    line = entry.line
    record: dict[str, Any] = {
        "home": line.home,
        "agreement": line.agreement,
        "case": line.case,
        "measure": line.measure,
        "component": line.component,
        "basis": line.basis,
        "for_month": line.for_month,
        "from": line.first,
        "to": line.last,
        "taxable": line.taxable,
        "provisional": line.provisional,
        "rate": {"table": line.table, "amount": Kroner(line.rate), "unit": line.unit},
        "quantity": line.quantity,
        "amount": Kroner(line.amount),
    }
    if line.item is not None:
        record |= {"item": line.item, "reference": line.reference}
    if posted:
        record = {"line": ref, "kind": entry.kind, "reverses": entry.reverses, **record}
        if entry.causes:
            record |= {"causes": [code for code in entry.causes if code != LATE], "late": LATE in entry.causes}
    return record


def line_row(entry: Entry, ref: str | None) -> Row:
    """A line as a row of LINE_COLUMNS."""
    line = entry.line
    return (
        ref, entry.kind, entry.reverses, line.home, line.agreement, line.case, line.measure, line.component, line.basis,
        line.for_month, line.first, line.last, line.taxable, line.provisional, line.table, line.rate, line.unit,
        line.quantity, line.amount, line.item, line.reference, entry.causes or None,
    )  # fmt: skip


def home_rows(homes: Iterable[HomePay]) -> list[Row]:
    """The homes as rows of HOME_COLUMNS."""
    return [(each.home, each.taxable, each.tax_free, each.total, each.changes or None) for each in homes]


def people_row(entry: Entry, ref: str | None) -> Row:
    """A line as a row of PEOPLE_COLUMNS."""
    line = entry.line
    whole = (line.first, line.last) == line.for_month.span
    days = "" if whole else str(line.first.day) if line.first == line.last else f"{line.first.day}-{line.last.day}"
    kind = None if entry.kind == "ordinary" else entry.kind
    return (
        ref, line.home, line.agreement, line.component, line.for_month, days, line.quantity, line.rate, line.amount,
        kind, entry.reverses,
    )  # fmt: skip


def document(sheet: Sheet, head: Mapping[str, Any], posted: bool) -> dict[str, Any]:
    """A month as one JSON document; `head`: what stands at the top beside the sums."""
    found: dict[str, Any] = {
        **head,
        **_sums(sum(each.taxable for each in sheet.homes), sum(each.tax_free for each in sheet.homes)),
        "homes": [
            {
                "home": each.home,
                **_sums(each.taxable, each.tax_free),
                "lines": [line_record(entry, ref, posted) for ref, entry in each.lines],
            }
            for each in sheet.homes
        ],
    }
    if posted:
        found["held"] = [
            {
                "home": each.home,
                "agreement": each.agreement,
                "amount": Kroner(each.amount),
                "lines": [line_record(entry, None, posted) for entry in each.entries],
            }
            for each in sheet.held
        ]
        found["stopped"] = [sense.record(each, stops=True) for each in sheet.stopped]
    for key, findings in (("problems", sheet.problems), ("skipped", sheet.skipped), ("notes", sheet.notes)):
        found[key] = [record(each) for each in findings]
    return found


def run_document(homes: Sequence[HomePay], head: Mapping[str, Any]) -> dict[str, Any]:
    """A posted run as one JSON document, from its lines alone."""
    whole = document(Sheet(homes), head, posted=True)
    return {key: whole[key] for key in (*head, "total", "taxable", "tax_free", "homes")}


def _sums(taxable: int, tax_free: int) -> dict[str, Kroner]:
    return {"total": Kroner(taxable + tax_free), "taxable": Kroner(taxable), "tax_free": Kroner(tax_free)}


def add_up(lines: Iterable[tuple[str | None, Entry]]) -> list[HomePay]:
    """Lines (name, entry) added up home by home, in the order their first lines come."""
    by_home: dict[str, list[tuple[str | None, Entry]]] = {}
    for named in lines:
        by_home.setdefault(named[1].line.home, []).append(named)
    return [
        HomePay(
            home,
            sum(entry.line.amount for _, entry in mine if entry.line.taxable),
            sum(entry.line.amount for _, entry in mine if not entry.line.taxable),
            sum(entry.line.amount for _, entry in mine if entry.kind != "ordinary"),
            mine,
        )
        for home, mine in by_home.items()
    ]
