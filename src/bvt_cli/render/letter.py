"""The letter to a home about a claim: what, why, the sums month by month, the instalments, and whom to ask."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bvt_cli.core.statement import About, Letter, changes
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column
from bvt_cli.render.statement_blocks import Address, Block, Heading, Paragraph, Sheet, Table
from bvt_cli.render.statement_json import claim_record, told_record
from bvt_cli.render.statement_lines import line_tables

CHANGES = (
    Column("month", mark("Month")),
    Column("before", mark("Paid before"), "kroner"),
    Column("after", mark("Should be"), "kroner"),
    Column("difference", mark("Difference"), "kroner"),
)
TAKEN_BACK = (Column("month", mark("Month")), Column("taken", mark("Taken back"), "kroner"))
PLAN = (Column("month", mark("With the runs of")), Column("amount", mark("Instalment"), "kroner"))


def sheet(letter: Letter, home: Mapping[str, Any], on: date) -> Sheet:
    """The letter as a document. `home`: whom it goes to (name, address, postcode, city); `on`: its date."""
    return Sheet(_title(letter), tuple(_blocks(letter, home, on)))


def _title(letter: Letter) -> Text:
    claim = letter.claim
    if claim.kind == "block":
        return text("Your pay is stopped for the time being")
    amount = Kroner(-claim.amount)
    if claim.kind == "reversal":
        return text("A payment to you is taken back: {amount}", amount=amount)
    return text("You have been paid too much: {amount}", amount=amount)


def _blocks(letter: Letter, home: Mapping[str, Any], on: date) -> Iterator[Block]:
    claim = letter.claim
    place = " ".join(filter(None, (home.get("postcode"), home.get("city"))))
    yield Address(tuple(filter(None, (home.get("name") or letter.home, home.get("address"), place))))
    reference = text("Date: {day}. Our reference: {claim}, home {home}.", day=on, claim=claim.ref, home=letter.home)
    yield Paragraph(reference)
    yield from (Paragraph(sentence) for sentence in _what(letter))
    if claim.reason is not None:
        yield Paragraph(text("The reason: {reason}", reason=claim.reason))
    if claim.released_on is not None:
        yield Paragraph(text("This ended on {day}; what is due to you is paid with the next run.",
                             day=claim.released_on))  # fmt: skip
    yield from _plan(letter)
    if letter.lines:
        yield Heading(text("Month by month"))
        yield from _changes(letter)
        yield Heading(text("How the sums come about"))
        yield from line_tables(each._replace(reason=None) for each in letter.lines)  # it is told above
    yield Heading(text("Do you have questions, or do you not agree?"))
    yield from (Paragraph(sentence) for sentence in _rights(letter))
    yield Paragraph(text("Kind regards, the child welfare service"))


def _what(letter: Letter) -> Iterator[Text]:
    claim = letter.claim
    yield from map(_agreement, letter.about)
    if claim.kind == "block":
        if claim.last is None:
            yield text("From {first} on nothing is paid to you under this agreement, until it is cleared up.",
                       first=claim.first)  # fmt: skip
        else:
            yield text("From {first} to {last} nothing is paid to you under this agreement, until it is cleared up.",
                       first=claim.first, last=claim.last)  # fmt: skip
        yield text("Nothing is lost by this: what is due to you for these months is paid as soon as it is cleared up.")
    elif claim.kind == "reversal":
        yield text(
            "With run {run} we have taken back an earlier payment whole. {amount} of it was yours. What you are to"
            " have for these months is reckoned again, and what is due to you is paid as soon as it is cleared up.",
            run=claim.run, amount=Kroner(-claim.amount),
        )  # fmt: skip
    else:
        yield text("We have reckoned again what you were to be paid, and it is {amount} less than you were paid.",
                   amount=Kroner(-claim.amount))  # fmt: skip


def _agreement(about: About) -> Text:
    if about.case is None:
        return text("This is about agreement {agreement}: {measure}.",
                    agreement=about.agreement, measure=Word(about.measure))  # fmt: skip
    return text("This is about agreement {agreement}: {measure}, case {case}.",
                agreement=about.agreement, measure=Word(about.measure), case=about.case)  # fmt: skip


def _plan(letter: Letter) -> Iterator[Block]:
    """How the money is paid back."""
    claim = letter.claim
    if claim.kind != "recovery":
        return
    yield Heading(text("How it is paid back"))
    if not claim.plan:
        yield Paragraph(text("The whole sum was deducted with the runs of {month}.", month=claim.first))
        return
    yield Paragraph(
        text(
            "You need not pay anything in yourself. The sum is deducted from your pay in {count} instalments, and the"
            " first not before this letter has been sent.",
            count=claim.instalments,
        )
    )
    rows = [(text("{month}", month=part.month), part.amount) for part in claim.plan]
    yield Table(PLAN, rows, sums=(text("Total"), claim.put_off))
    yield Paragraph(text("In a month in which you are paid less than the instalment, nothing is deducted; it waits."))
    if claim.paid:
        yield Paragraph(text("So far {paid} is paid back, and {outstanding} is outstanding.",
                             paid=Kroner(claim.paid), outstanding=Kroner(claim.outstanding)))  # fmt: skip


def _changes(letter: Letter) -> Iterator[Block]:
    found = changes(letter.lines)
    if letter.claim.kind == "reversal":
        rows: list[tuple[object, ...]] = [(text("{month}", month=each.month), -each.difference) for each in found]
        yield Table(TAKEN_BACK, rows, sums=(text("Total"), -sum(each.difference for each in found)))
        return
    rows = [(text("{month}", month=each.month), each.before, each.after, each.difference) for each in found]
    below = (sum(each.before for each in found), sum(each.after for each in found))
    yield Table(CHANGES, rows, sums=(text("Total"), *below, below[1] - below[0]))


def _rights(letter: Letter) -> Iterator[Text]:
    contacts = tuple(dict.fromkeys(each.contact for each in letter.about if each.contact))
    if contacts:
        yield text("Ask us: your contact in the child welfare service ({contacts}), or anyone else there.",
                   contacts=contacts)  # fmt: skip
    else:
        yield text("Ask us in the child welfare service.")
    yield text(
        "You have the right to object. If you think that something here is wrong, tell us what and why, and we look"
        " at it again."
    )
    if letter.claim.plan:
        yield text("If the instalments are too large for you, tell us, and we find another way together.")
    yield text(
        "Whether and how a decision behind this can be appealed stands in the decision itself; we help you with it."
    )


def as_json(letter: Letter, language: str, on: date) -> dict[str, Any]:
    """The document of `bvt pay letter --json`: refs and figures, no names."""
    return {
        **claim_record(letter.claim),
        "home": letter.home,
        "language": language,
        "date": on,
        "agreements": [
            {"agreement": each.agreement, "measure": each.measure, "case": each.case} for each in letter.about
        ],
        "months": [
            {
                "month": each.month,
                "before": Kroner(each.before),
                "after": Kroner(each.after),
                "difference": Kroner(each.difference),
            }
            for each in changes(letter.lines)
        ],
        "lines": [told_record(told) for told in letter.lines],
    }
