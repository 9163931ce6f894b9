"""A home's statement: what it was paid in the runs of a month or year, each sum written out and explained."""

from collections.abc import Iterator, Sequence

from bvt_cli.core.statement import ClaimTold, MonthPaid, PayeeSum, Statement, Sums
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.statement_blocks import Block, Heading, Paragraph, Points, Sheet, Table
from bvt_cli.render.statement_lines import line_tables

_SUMS = (
    Column("taxable", mark("Taxable"), "kroner"),
    Column("tax_free", mark("Tax-free"), "kroner"),
    Column("total", mark("Total"), "kroner"),
)
MONTHS = (Column("month", mark("Paid with the runs of")), *_SUMS)
PAYEES = (Column("payee", mark("Paid to")), *_SUMS)
FILES = (Column("home", mark("Home")), Column("file", mark("File")), *_SUMS)


def sheet(statement: Statement, name: str | None) -> Sheet:
    """The statement as a document. `name`: the home's, None where it has been erased."""
    return Sheet(_title(statement, name), tuple(_blocks(statement)))


def _title(statement: Statement, name: str | None) -> Text:
    whole_year = statement.first != statement.last
    period: object = text("{year}", year=statement.first.year) if whole_year else statement.first
    if name is None:
        return text("Pay to home {home}, {period}", home=statement.home, period=period)
    return text("Pay to {name} ({home}), {period}", name=name, home=statement.home, period=period)


def _blocks(statement: Statement) -> Iterator[Block]:
    yield Paragraph(_meaning(statement))
    if not statement.months:
        yield Paragraph(text("Nothing was paid in this time."))
    else:
        yield Paragraph(total_sentence(statement.sums))
        if len(statement.months) > 1:
            rows = [(text("{month}", month=each.month), *_three(each.sums)) for each in statement.months]
            yield Table(MONTHS, rows, sums=(text("Total"), *_three(statement.sums)))
        yield from _payees(statement.payees, statement.sums)
    for each in statement.months:
        yield from _month(each, several=len(statement.months) > 1)
    if statement.claims:
        yield Heading(text("What is taken back, put off or kept back"))
        yield Paragraph(text("As it stood after the runs of {month}.", month=statement.told_after))
        yield Points(tuple(sentence for each in statement.claims for sentence in claim_sentences(each)))
    if statement.tables:
        yield Heading(text("Where the rates come from"))
        yield Points(tuple(_source(table, source) for table, source in statement.tables.items()))
    yield Heading(text("Questions and complaints"))
    yield Paragraph(
        text(
            "Ask the child welfare service about anything here that you do not understand or think is wrong. Name the"
            " number of the line: each sum can be explained, with its days, its rate and where the rate comes from."
        )
    )
    yield Paragraph(
        text(
            "If you want to complain, the service tells you how. Whether and how a decision can be appealed stands in"
            " the decision itself."
        )
    )


def _meaning(statement: Statement) -> Text:
    """What a statement holds, which is not the same as what its months were worth."""
    if statement.first != statement.last:
        return text(
            "This is what was paid with the runs of {year}, whatever month it is for. What was paid later for one of"
            " these months stands in the statement of the year it was paid. All sums are before tax.",
            year=statement.first.year,
        )
    return text(
        "This is what was paid with the runs of {month}, whatever month it is for. What is paid later for {month}"
        " stands in the statement of the month it is paid with. All sums are before tax.",
        month=statement.first,
    )


def total_sentence(sums: Sums) -> Text:
    return text(
        "Total: {total}, of which {taxable} taxable and {tax_free} tax-free.",
        total=Kroner(sums.total), taxable=Kroner(sums.taxable), tax_free=Kroner(sums.tax_free),
    )  # fmt: skip


def _three(sums: Sums) -> tuple[int, int, int]:
    return sums.taxable, sums.tax_free, sums.total


def _payees(payees: Sequence[PayeeSum], sums: Sums) -> Iterator[Block]:
    """How it was divided, where several are paid."""
    if payees:
        rows: list[Row] = [(each.name or each.person, *_three(each.sums)) for each in payees]
        taxable = sums.taxable - sum(each.sums.taxable for each in payees)
        tax_free = sums.tax_free - sum(each.sums.tax_free for each in payees)
        if taxable or tax_free:
            rows.append((text("nobody named yet"), taxable, tax_free, taxable + tax_free))
        yield Table(PAYEES, rows, sums=(text("Total"), *_three(sums)))


def _month(paid: MonthPaid, several: bool) -> Iterator[Block]:
    yield Heading(text("Paid with the runs of {month} ({runs})", month=paid.month, runs=paid.runs))
    if several:
        yield Paragraph(total_sentence(paid.sums))
        yield from _payees(paid.payees, paid.sums)
    yield from line_tables(paid.lines)


def _source(table: object, source: str | None) -> Text:
    if source is None:
        return text("The KS table of {table}.", table=table)
    return text("The KS table of {table}: {source}", table=table, source=source)


def claim_sentences(claim: ClaimTold) -> Iterator[Text]:
    """What a claim means to the home, and how it stands."""
    about: dict[str, object] = {
        "claim": claim.ref, "agreement": claim.agreement, "month": claim.first, "run": claim.run,
        "amount": Kroner(-claim.amount), "first": claim.first, "last": claim.last, "count": claim.instalments,
    }  # fmt: skip
    if claim.kind == "recovery" and not claim.plan:
        yield text("{claim}: {amount} was taken back under agreement {agreement}, with the runs of {month}.", **about)
    elif claim.kind == "recovery":
        yield text("{claim}: {amount} is taken back under agreement {agreement}; it is put off and paid back in"
                   " {count} instalments.", **about)  # fmt: skip
        yield text("{claim}: {paid} is paid back, {outstanding} is outstanding.",
                   claim=claim.ref, paid=Kroner(claim.paid), outstanding=Kroner(claim.outstanding))  # fmt: skip
    elif claim.kind == "reversal":
        yield text("{claim}: run {run} took back an earlier run whole; {amount} of it was yours.", **about)
    elif claim.last is None:
        yield text("{claim}: nothing is paid under agreement {agreement} from {first} on, for the time being.", **about)
    else:
        yield text("{claim}: nothing is paid under agreement {agreement} from {first} to {last}, for the time being.",
                   **about)  # fmt: skip
    if claim.reason is not None:
        yield text("{claim}: reason: {reason}", claim=claim.ref, reason=claim.reason)
    if claim.released_on is not None:
        yield text("{claim}: let go on {day}; what is due is paid again.", claim=claim.ref, day=claim.released_on)
