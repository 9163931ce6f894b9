"""What is posted about a home, a child or an agreement: as a page, as JSON and as CSV; and posted pay added up."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bvt_cli.core.history import Total
from bvt_cli.core.ledger import Entry
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, mark
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.pay import LINE_COLUMNS, line_record, line_row

Posted = tuple[str, Month, Entry]
"""A posted line: its name (`R1-12`), the month of its run, and the line."""

PEOPLE_COLUMNS = (
    Column("for_month", mark("Month"), "month"),
    Column("line", mark("Line")),
    Column("run_month", mark("Month of the run"), "month"),
    Column("home", mark("Home")),
    Column("agreement", mark("Agreement")),
    Column("component", mark("Component"), "code"),
    Column("kind", mark("Kind"), "code"),
    Column("causes", mark("Cause"), "code"),
    Column("reverses", mark("Reverses")),
    Column("quantity", mark("Quantity"), "number"),
    Column("rate_amount", mark("Rate"), "kroner"),
    Column("amount", mark("Amount"), "kroner"),
    Column("running", mark("Running sum"), "kroner"),
)
COLUMNS = (
    Column("run", mark("Run")),
    Column("run_month", mark("Month of the run"), "month"),
    *LINE_COLUMNS,
    Column("running", mark("Running sum"), "kroner"),
)
TOTALS = {
    "month": Column("month", mark("Month"), "month"),
    "measure": Column("measure", mark("Measure"), "code"),
    "function": Column("function", mark("KOSTRA function")),
    "art": Column("art", mark("Art")),
    "home": Column("home", mark("Home")),
    "component": Column("component", mark("Component"), "code"),
}
SUMS = (
    Column("lines", mark("Lines"), "number"),
    Column("taxable", mark("Taxable"), "kroner"),
    Column("tax_free", mark("Tax-free"), "kroner"),
    Column("total", mark("Total"), "kroner"),
)


def people_rows(lines: Iterable[Posted]) -> list[Row]:
    """Posted lines as rows of PEOPLE_COLUMNS; an ordinary line needs no word for it."""
    return [
        (
            entry.line.for_month, ref, None if month == entry.line.for_month else month, entry.line.home,
            entry.line.agreement, entry.line.component, None if entry.kind == "ordinary" else entry.kind,
            entry.causes or None, entry.reverses, entry.line.quantity, entry.line.rate, entry.line.amount, running,
        )
        for (ref, month, entry), running in _running(lines)
    ]  # fmt: skip


def rows(lines: Iterable[Posted]) -> list[Row]:
    """Posted lines as rows of COLUMNS."""
    return [(_run(ref), month, *line_row(entry, ref), running) for (ref, month, entry), running in _running(lines)]


def document(kind: str, ref: str, lines: Sequence[Posted], claims: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A history as JSON has it."""
    amounts = [(entry.line.taxable, entry.line.amount) for _, _, entry in lines]
    return {
        "kind": kind,
        "ref": ref,
        "total": Kroner(sum(amount for _, amount in amounts)),
        "taxable": Kroner(sum(amount for taxable, amount in amounts if taxable)),
        "tax_free": Kroner(sum(amount for taxable, amount in amounts if not taxable)),
        "lines": [
            {"run": _run(of), "run_month": month, **line_record(entry, of, posted=True), "running": Kroner(running)}
            for (of, month, entry), running in _running(lines)
        ],
        "claims": list(claims),
    }


def total_columns(by: Sequence[str]) -> tuple[Column, ...]:
    return (*(TOTALS[name] for name in by), *SUMS)


def total_rows(totals: Iterable[Total]) -> list[Row]:
    """Sums as rows of `total_columns`."""
    return [(*each.of, each.lines, each.taxable, each.tax_free, each.total) for each in totals]


def _running(lines: Iterable[Posted]) -> Iterator[tuple[Posted, int]]:
    """Each line with the sum of all so far, in øre."""
    running = 0
    for each in lines:
        running += each[2].line.amount
        yield each, running


def _run(ref: str) -> str:
    return ref.partition("-")[0]
