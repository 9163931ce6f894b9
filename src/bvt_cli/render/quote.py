"""What a home would be paid, without any register: the lines with their sums written out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Finding, Line, MonthPay
from bvt_cli.core.texts import Kroner, Text, Word, text
from bvt_cli.render.explain import explained, written_sum
from bvt_cli.render.pay import line_record

_SENTENCES: dict[str, Callable[[Finding], Text]] = {
    "rate_missing": lambda f: text(
        "A day to be paid in {month} has no KS rate. Enter the table with `bvt rate new`, or use the newest earlier"
        " table with --provisional.",
        month=f.month,
    ),
    "part_month_by_days": lambda f: text("{month} is not due whole, so it is paid by days.", month=f.month),
    "provisional": lambda f: text("{month} is paid provisionally by an older KS table.", month=f.month),
    "turns_18": lambda f: text("The child turns 18 in {month}, and pay ends the day before.", month=f.month),
}


def document(outcome: MonthPay, head: Mapping[str, Any]) -> dict[str, Any]:
    """One JSON document: the lines as `pay calculate` has them, home and agreement null, each with its sum."""
    taxable, tax_free = _parts(outcome.lines)
    return {
        **head,
        "total": Kroner(taxable + tax_free),
        "taxable": Kroner(taxable),
        "tax_free": Kroner(tax_free),
        "lines": [
            {
                **line_record(Entry("ordinary", line), None, posted=False),
                "home": None,
                "agreement": None,
                "sum": written_sum(line),
            }
            for line in outcome.lines
        ],
        "problems": [_record(each) for each in (outcome.problem,) if each],
        "notes": [_record(each) for each in outcome.notes],
    }


def paragraphs(outcome: MonthPay, sources: Mapping[date, str]) -> Iterator[Sequence[Text]]:
    """Each line in words, and the total; `sources`: the page of each KS table."""
    for line in outcome.lines:
        what = text(
            "{component}, {measure}, {month}: {amount}.",
            component=Word(line.component),
            measure=Word(line.measure),
            month=line.for_month,
            amount=Kroner(line.amount),
        )
        _, *why = explained(Entry("ordinary", line), None, sources[line.table] if line.table else None, None).sentences
        yield what, *why
    taxable, tax_free = _parts(outcome.lines)
    yield (
        text(
            "Total: {total}, of which {taxable} taxable and {tax_free} tax-free.",
            total=Kroner(taxable + tax_free),
            taxable=Kroner(taxable),
            tax_free=Kroner(tax_free),
        ),
    )


def sentence(finding: Finding) -> Text:
    """A finding in words, naming no home and no agreement."""
    return _SENTENCES[finding.code](finding)


def _parts(lines: Sequence[Line]) -> tuple[int, int]:
    """Taxable and tax-free, in øre."""
    taxable = sum(line.amount for line in lines if line.taxable)
    return taxable, sum(line.amount for line in lines) - taxable


def _record(finding: Finding) -> dict[str, object]:
    return {
        "agreement": None,
        "home": None,
        "code": finding.code,
        "month": finding.month,
        "message": sentence(finding),
    }
