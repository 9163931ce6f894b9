"""Posted lines as a statement or letter tells them: a table for each agreement, every sum written out and explained."""

from collections.abc import Iterable, Iterator

from bvt_cli.core.claim import BASIS
from bvt_cli.core.money import amount_text
from bvt_cli.core.payment import Line
from bvt_cli.core.pricing import Grounds
from bvt_cli.core.statement import Share, Told, by_agreement
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.explain import written_sum
from bvt_cli.render.explain_beside import why_beside, why_changed
from bvt_cli.render.statement_blocks import Block, Heading, Points, Table

LINES = (
    Column("line", mark("Line")),
    Column("what", mark("What")),
    Column("for", mark("Paid for")),
    Column("sum", mark("Worked out")),
    Column("tax", mark("Tax")),
    Column("amount", mark("Amount"), "kroner"),
)


def line_tables(lines: Iterable[Told]) -> Iterator[Block]:
    """Lines in a table for each agreement, every sum written out, and below each line what explains it."""
    for (agreement, measure, case), own in by_agreement(lines).items():
        if case is None:
            yield Heading(text("Agreement {agreement}: {measure}", agreement=agreement, measure=Word(measure)), 3)
        else:
            yield Heading(
                text("Agreement {agreement}: {measure}, case {case}",
                     agreement=agreement, measure=Word(measure), case=case), 3,
            )  # fmt: skip
        amount = sum(each.entry.line.amount for each in own)
        below = (text("Total"), None, None, None, None, amount) if len(own) > 1 else None
        yield Table(LINES, [_row(each) for each in own], [tuple(_notes(each)) for each in own], below)
        if rates := dict.fromkeys(sentence for each in own for sentence in _rate(each.entry.line)):
            yield Points(tuple(rates))


def _row(told: Told) -> Row:
    line = told.entry.line
    return (
        told.ref,
        _what(told),
        _when(line),
        None if line.basis == BASIS else text("{factors} {rate}", factors=_factors(line), rate=Kroner(line.rate)),
        text("taxable") if line.taxable else text("tax-free"),
        line.amount,
    )


def _what(told: Told) -> object:
    line, component = told.entry.line, Word(told.entry.line.component)
    match told.entry.kind:
        case "correction":
            return text("{component}, corrected", component=component)
        case "reversal":
            return text("{component}, taken back", component=component)
        case "claim" if line.amount > 0:
            return text("{component}, put off", component=component)
        case "claim":
            return text("{component}, instalment", component=component)
    if line.basis == "extra":
        return text("{component}, {basis}", component=component, basis=Word(line.basis))
    return text("{component}", component=component)


def _when(line: Line) -> object:
    if (line.first, line.last) == line.for_month.span:
        return text("{month}", month=line.for_month)
    if line.first == line.last:
        return line.first
    return text("{first} to {last}", first=line.first, last=line.last)


def _factors(line: Line) -> str:
    """What the rate is multiplied by, as in the sum of the explanation: `45/100 x 17/31 x`."""
    return written_sum(line).removesuffix(f" {amount_text(line.rate)} = {amount_text(line.amount)}")


def _notes(told: Told) -> Iterator[Text]:
    """What explains a line: its rate, what it corrects or takes back and why, and who has how much of it."""
    entry, line = told.entry, told.entry.line
    if entry.kind == "reversal":
        yield text("Takes back line {line}, which was paid with the runs of {month}.",
                   line=entry.reverses, month=told.reverses_in)  # fmt: skip
    elif line.grounds is None:
        yield from why_beside(line)
    else:
        yield from _part_of_it(line, line.grounds)
    if entry.kind == "correction":
        yield text("A correction: {month} was paid before, and this belongs to it too.", month=line.for_month)
    yield from why_changed(entry)
    if told.reason is not None:
        yield text("Reason: {reason}", reason=told.reason)
    if told.taken_back is not None:
        later, month = told.taken_back
        yield text("It was taken back by line {line}, with the runs of {month}.", line=later, month=month)
    if len(told.shares) > 1:
        yield text("Divided: {parts}.", parts=tuple(map(_part, told.shares)))


def _part(share: Share) -> Text:
    return text("{payee} {amount}", payee=share.name or share.person, amount=Kroner(share.amount))


def _part_of_it(line: Line, grounds: Grounds) -> Iterator[Text]:
    """The part of a month that is paid, and whether the rate may change."""
    if grounds.month_days is not None and grounds.days != grounds.month_days:
        yield text("{days} of the {month_days} days of the month count.",
                   days=grounds.days, month_days=grounds.month_days)  # fmt: skip
    if line.provisional:
        yield text("Provisional: no newer table is there yet. When it is, the difference is paid or told of.")


def _rate(line: Line) -> Iterator[Text]:
    """A KS rate with its table and age band, and the share of it that is paid; told once however many lines have it."""
    grounds = line.grounds
    if grounds is None:
        return
    about: dict[str, object] = {"table": line.table, "low": grounds.band_from, "high": grounds.band_to}
    about |= {"rate": Kroner(line.rate), "per": text("a døgn") if line.unit == "day" else text("a month")}
    if line.measure == "ressursfamilie":
        yield text('{rate} {per} is "1 KS" in the KS table of {table}.', **about)
    elif grounds.band_to is None:
        yield text("{rate} {per} is the rate for {low} years and older in the KS table of {table}.", **about)
    elif not grounds.band_from:
        yield text("{rate} {per} is the rate for those under {high} in the KS table of {table}.", **about)
    else:
        yield text("{rate} {per} is the rate from {low} years until {high} in the KS table of {table}.", **about)
    if grounds.share is not None:
        yield text("{share}/100: a support family of this size has {share} % of the rate.", share=grounds.share)
