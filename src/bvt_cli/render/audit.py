"""The audit for people and programs: totals, what is missing in each folder, and the answers home by home."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from bvt_cli.core.audit import ANSWERS, ITEMS, NO, NOT_APPLICABLE, totals
from bvt_cli.core.audit_folder import Answered, Lack
from bvt_cli.core.grant import Totals
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.statement_blocks import Block, Heading, Paragraph, Points, Sheet, Table

COLUMNS = (
    Column("home", mark("Home")),
    Column("item", mark("Item"), "code"),
    Column("answer", mark("Answer"), "code"),
    Column("missing", mark("Missing")),
    Column("ref", mark("Ref")),
    Column("kind", mark("Kind"), "code"),
    Column("from", mark("From"), "day"),
    Column("to", mark("To"), "day"),
)
_TOTALS = (
    Column("number", mark("No."), "number"),
    Column("item", mark("Item"), "code"),
    Column("yes", mark("Yes"), "number"),
    Column("no", mark("No"), "number"),
    Column("not_applicable", mark("Not applicable"), "number"),
)
_MATRIX = (Column("home", mark("Home")), *(Column(item, str(at), "code") for at, item in enumerate(ITEMS, start=1)))


class Drawn(NamedTuple):
    """A sample: how many homes, and the seed they were drawn with."""

    size: int
    seed: str


class Result(NamedTuple):
    """An audit. `population`: how many homes there were; `homes`: the answers of those looked at, by ref.

    `support`: what was paid in grants in the period; `loose`: what is missing of those to children of whom no home was
    paid.
    """

    first: Month
    last: Month
    as_of: date
    population: int
    drawn: Drawn | None
    homes: Mapping[str, tuple[Answered, ...]]
    support: Totals
    loose: tuple[Lack, ...]

    @property
    def findings(self) -> int:
        """How many answers are no, and what is missing besides."""
        answers = (each for home in self.homes.values() for each in home)
        return sum(each.answer == NO for each in answers) + len(self.loose)


def rows(result: Result) -> Iterator[Row]:
    """One row for each answer, or for each thing that is missing; rows of COLUMNS."""
    for home, answers in result.homes.items():
        for each in answers:
            for lack in each.missing or (None,):
                yield home, each.item, each.answer, *_cells(lack)
    for lack in result.loose:
        yield None, "support_documented", NO, *_cells(lack)


def _cells(lack: Lack | None) -> Row:
    return (None,) * 5 if lack is None else tuple(lack)


def document(result: Result) -> dict[str, Any]:
    """The audit as JSON has it."""
    counts = totals(result.homes.values())
    return {
        "from": result.first,
        "to": result.last,
        "as_of": result.as_of,
        "population": result.population,
        "sample": None if result.drawn is None else {"size": result.drawn.size, "seed": result.drawn.seed},
        "findings": result.findings,
        "totals": [{"item": item, **counts[item]} for item in ITEMS],
        "homes": [
            {
                "home": home,
                "items": [
                    {"item": each.item, "answer": each.answer, "missing": [_record(lack) for lack in each.missing]}
                    for each in answers
                ],
            }
            for home, answers in result.homes.items()
        ],
        "support": {
            "supplier": {"number": result.support.supplier.number, "amount": Kroner(result.support.supplier.amount)},
            "cash": {"number": result.support.cash.number, "amount": Kroner(result.support.cash.amount)},
            "missing": [_record(lack) for lack in result.loose],
        },
    }


def _record(lack: Lack) -> dict[str, Any]:
    return {
        "code": lack.code, "ref": lack.ref, "kind": lack.kind, "from": lack.first, "to": lack.last,
        "message": sentence(lack),
    }  # fmt: skip


def sheet(result: Result) -> Sheet:
    """The audit as a document, with every answer home by home in a table."""
    counts = totals(result.homes.values())
    summed = [(at, item, *(counts[item][answer] for answer in ANSWERS)) for at, item in enumerate(ITEMS, start=1)]
    blocks: list[Block] = [
        *(Paragraph(each) for each in _head(result)),
        Heading(text("In total")),
        Table(_TOTALS, summed),
        Heading(text("What is missing")),
        *_missing(result),
        Heading(text("Financial support")),
        Paragraph(
            text(
                "Paid in the period: {bills} against suppliers' bills ({number}), and {cash} in cash to families"
                " ({cash_number}).",
                bills=Kroner(result.support.supplier.amount), number=result.support.supplier.number,
                cash=Kroner(result.support.cash.amount), cash_number=result.support.cash.number,
            )
        ),
    ]  # fmt: skip
    if result.loose:
        blocks.append(Points(tuple(map(sentence, result.loose))))
    blocks += [
        Heading(text("Home by home")),
        Paragraph(text("The numbers are those of the items above; a dash: not applicable.")),
        Table(_MATRIX, [(home, *map(_mark, answers)) for home, answers in result.homes.items()]),
    ]
    return Sheet(_title(result), tuple(blocks))


def _title(result: Result) -> Text:
    if result.first == result.last:
        return text("Audit of homes paid for {month}", month=result.first)
    return text("Audit of homes paid for {first} to {last}", first=result.first, last=result.last)


def _mark(answered: Answered) -> str:
    return "–" if answered.answer == NOT_APPLICABLE else answered.answer


def _head(result: Result) -> Iterator[Text]:
    """What was looked at, and how a sample was drawn."""
    if result.drawn is None:
        yield text(
            "All homes with pay posted for these months were looked at: {population}.", population=result.population
        )
    else:
        yield text(
            "A sample of the homes with pay posted for these months was looked at: {size} of {population}, drawn with"
            " the seed {seed}.",
            size=len(result.homes), population=result.population, seed=result.drawn.seed,
        )  # fmt: skip
        yield text(
            "Those drawn are the ones with the lowest SHA-256 of the seed, a line break and the ref of the home, so the"
            " same sample can be drawn again."
        )
        if result.homes:
            yield text("The homes drawn: {homes}.", homes=tuple(result.homes))
    yield text(
        "Judged by the register as it is now, for the posted lines that stand; what is due after {day} is not asked"
        " for.",
        day=result.as_of,
    )


def _missing(result: Result) -> Iterator[Block]:
    clean = 0
    for home, answers in result.homes.items():
        points = tuple(_point(each.item, lack) for each in answers for lack in each.missing)
        if points:
            yield Heading(text("{home}", home=home), 3)
            yield Points(points)
        else:
            clean += 1
    yield Paragraph(text("Homes in which nothing is missing: {number} of {all}.", number=clean, all=len(result.homes)))


def _point(item: str, lack: Lack) -> Text:
    """What is missing, after the item it is of, unless the sentence says that itself."""
    if lack.code == "signed_late":
        return sentence(lack)
    return text("{item}: {missing}", item=Word(item), missing=sentence(lack))


_SIGNED_LATE: dict[str, Callable[[Lack], Text]] = {
    "contract": lambda f: text("The contract is of {on}, and had to be there by {by}.", on=f.last, by=f.first),
    "assignment": lambda f: text(
        "The assignment agreement is of {on}, and had to be there by {by}.", on=f.last, by=f.first
    ),
    "confidentiality": lambda f: text(
        "The confidentiality declaration of {person} is of {on}, and had to be there by {by}.",
        person=f.ref, on=f.last, by=f.first,
    ),
}  # fmt: skip
_SENTENCES: dict[str, Callable[[Lack], Text]] = {
    "not_approved": lambda f: text(
        "Not approved as {kind} from {first} to {last}.", kind=Word(f.kind or ""), first=f.first, last=f.last
    ),
    "not_signed": lambda f: (
        text("The {step} of {person} is missing.", step=Word(f.kind or ""), person=f.ref)
        if f.ref
        else text("The {step} is missing.", step=Word(f.kind or ""))
    ),
    "signed_late": lambda f: _SIGNED_LATE[f.kind or ""](f),
    "attest_absent": lambda f: text(
        "{person} had no police certificate at the decision of {day}.", person=f.ref, day=f.first
    ),
    "attest_wrong_type": lambda f: text(
        "The police certificate of {person} was of a wrong type at the decision of {day}.", person=f.ref, day=f.first
    ),
    "attest_too_old": lambda f: text(
        "The police certificate of {person} was too old at the decision of {day}.", person=f.ref, day=f.first
    ),
    "attest_turned_18": lambda f: text(
        "{person} came of age after the decision and had no police certificate by {day}.", person=f.ref, day=f.first
    ),
    "attest_moved_in": lambda f: text(
        "{person} moved in after the decision and had no police certificate by {day}.", person=f.ref, day=f.first
    ),
    "attest_carer_joined": lambda f: text(
        "{person} became a carer after the decision and had no police certificate by {day}.", person=f.ref, day=f.first
    ),
    "not_covered": lambda f: text(
        "Agreement {agreement} does not cover what is paid from {first} to {last}.",
        agreement=f.ref, first=f.first, last=f.last,
    ),
    "no_decision": lambda f: text("The supplement {ref} is paid without a decision.", ref=f.ref),
    "no_receipt": lambda f: text("{ref} is refunded without a receipt.", ref=f.ref),
    "not_entered": lambda f: text("{ref} is paid for {day} and no longer entered for it.", ref=f.ref, day=f.first),
    "voucher_not_approved": lambda f: text("{ref} is paid, and nobody's approval of it stands.", ref=f.ref),
    "drive_differs": lambda f: text(
        "The drive {ref} is paid for another day or distance than is entered.", ref=f.ref
    ),
    "evaluation_missing": lambda f: text(
        "The evaluation under agreement {agreement} due by {day} is missing.", agreement=f.ref, day=f.first
    ),
    "evaluation_late": lambda f: text(
        "The evaluation under agreement {agreement} due by {day} was done on {on}.",
        agreement=f.ref, day=f.first, on=f.last,
    ),
    "grant_without_approved_by": lambda f: text("The grant {ref} is paid, and nobody approved it.", ref=f.ref),
    "grant_without_decision": lambda f: text("The grant {ref} is paid without a decision.", ref=f.ref),
    "grant_without_bill": lambda f: text("The grant {ref} is paid without a bill.", ref=f.ref),
    "payee_not_confirmed": lambda f: text("Nobody else has confirmed the payee {person}.", person=f.ref),
    "no_payee": lambda f: text("There was nobody to pay {run} to.", run=f.ref),
    "not_authorised": lambda f: text("The run {run} is not authorised.", run=f.ref),
}  # fmt: skip


def sentence(lack: Lack) -> Text:
    """What is missing, in words."""
    return _SENTENCES[lack.code](lack)


def told(result: Result) -> Text:
    """What came of it, in a sentence."""
    if not result.findings:
        return text("Nothing is missing.")
    return text("Findings: {number}.", number=result.findings)
