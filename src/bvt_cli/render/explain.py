"""A line explained: what, which days, the rate with its source, the age band, and the sum written out.

Everything is told from the fields the line itself keeps, so that a posted line explains itself the same for ever.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bvt_cli.core.ledger import Entry
from bvt_cli.core.money import amount_text
from bvt_cli.core.payment import Line
from bvt_cli.core.period import ONE_DAY
from bvt_cli.core.pricing import Grounds
from bvt_cli.core.texts import Kroner, Text, Word, text
from bvt_cli.render.explain_beside import why_beside, why_changed
from bvt_cli.render.pay import line_record


class Explained(NamedTuple):
    """A line with its explanation in sentences. `ref` is None before posting."""

    ref: str | None
    entry: Entry
    sentences: tuple[Text, ...]


def explained(
    entry: Entry,
    ref: str | None,
    source: str | None,
    recovery: str | None = None,
    taken_back: str | None = None,
    whole_run: bool = False,
) -> Explained:
    """`source`: the page the rate table was taken from; `recovery`: why money was taken back, where it was.

    `taken_back`: the line that reverses this one, None while it stands; `whole_run`: its run took another back whole.
    """
    line, grounds = entry.line, entry.line.grounds
    why = why_beside(line) if grounds is None else _why(line, grounds, source)
    sentences = (
        _what(line, ref),
        *why,
        _sum(line),
        _tax(line),
        *_kind(entry, recovery, whole_run),
        *([text("It was taken back later, by line {line}.", line=taken_back)] if taken_back else []),
    )
    return Explained(ref, entry, sentences)


def _why(line: Line, grounds: Grounds, source: str | None) -> tuple[Text, ...]:
    """Of a line paid by a KS rate: the days, the rate, the age band, the share."""
    return (
        _days(line, grounds),
        _rate(line, source),
        *_provisional(line),
        _band(line, grounds),
        *_share(grounds),
    )


def explained_record(each: Explained) -> dict[str, Any]:
    """An explanation as JSON has it; the sentences are in English there."""
    grounds = each.entry.line.grounds
    return {
        **line_record(each.entry, each.ref, posted=True),
        "grounds": grounds and grounds._asdict(),
        "sum": written_sum(each.entry.line),
        "explanation": list(each.sentences),
    }


def _what(line: Line, ref: str | None) -> Text:
    name = text("Line {ref}", ref=ref) if ref else text("By what is known now")
    if line.case is None:
        return text(
            "{name}: {component} to home {home} for {month}, agreement {agreement}, {measure}.",
            name=name, component=Word(line.component), home=line.home, month=line.for_month, agreement=line.agreement,
            measure=Word(line.measure),
        )  # fmt: skip
    return text(
        "{name}: {component} to home {home} for {month}, agreement {agreement}, {measure}, case {case}.",
        name=name, component=Word(line.component), home=line.home, month=line.for_month, agreement=line.agreement,
        measure=Word(line.measure), case=line.case,
    )  # fmt: skip


def _days(line: Line, grounds: Grounds) -> Text:
    if grounds.month_days is None:
        what = text("extra stays") if line.basis == "extra" else text("stays")
        return text(
            "Days: {days} døgn of {what} are counted, the first on {first}, the last on {last}.",
            days=grounds.days, what=what, first=line.first, last=line.last,
        )  # fmt: skip
    if grounds.days == grounds.month_days:
        return text("Days: the whole month is due, from {first} to {last}.", first=line.first, last=line.last)
    return text(
        "Days: {days} of the {month_days} days of the month, from {first} to {last}.",
        days=grounds.days, month_days=grounds.month_days, first=line.first, last=line.last,
    )  # fmt: skip


def _rate(line: Line, source: str | None) -> Text:
    per = text("a døgn") if line.unit == "day" else text("a month")
    if source is None:
        return text(
            "Rate: {rate} {per}, by the KS table of {table}.", rate=Kroner(line.rate), per=per, table=line.table
        )
    return text(
        "Rate: {rate} {per}, by the KS table of {table}: {source}",
        rate=Kroner(line.rate), per=per, table=line.table, source=source,
    )  # fmt: skip


def _provisional(line: Line) -> Iterator[Text]:
    if line.provisional:
        yield text(
            "Provisional: that table no longer covers these days. When the right table is entered the difference is"
            " paid or told of by itself."
        )


_AGE_RULES = {
    "month_after": lambda line: text(
        "a new band counts from the month after the birthday, so the age on {day} decides",
        day=line.for_month.first - ONE_DAY,
    ),
    "birthday_month": lambda line: text(
        "a new band counts from the month of the birthday, so the age on {day} decides", day=line.for_month.last
    ),
    "birthday": lambda line: text("a new band counts from the birthday itself, so the age on each day decides"),
}


def _band(line: Line, grounds: Grounds) -> Text:
    if line.measure == "ressursfamilie":
        return text('Band: "1 KS" is read from the foster home rates for {age} years.', age=grounds.age)
    rule = _AGE_RULES[grounds.age_rule](line)
    if grounds.band_to is None:
        return text(
            "Band: {age} years, so the rate for {low} years and older; {rule} (setting age_change).",
            age=grounds.age, low=grounds.band_from, rule=rule,
        )  # fmt: skip
    return text(
        "Band: {age} years, so the rate from {low} up to the birthday at {high} years; {rule} (setting age_change).",
        age=grounds.age, low=grounds.band_from, high=grounds.band_to, rule=rule,
    )  # fmt: skip


def _share(grounds: Grounds) -> Iterator[Text]:
    if grounds.share is not None:
        yield text("Share: the support family is paid {share} % of the rate.", share=grounds.share)


def _sum(line: Line) -> Text:
    sign = "-" if line.quantity < 0 else ""
    return text(
        "Sum: {factors} x {rate} = {amount}",
        factors=sign + " x ".join(_factors(line)), rate=Kroner(line.rate), amount=Kroner(line.amount),
    )  # fmt: skip


def written_sum(line: Line) -> str:
    """The sum with its numbers, as JSON has it: `45/100 x 17/31 x 10336.00 = 2550.66`."""
    sign = "-" if line.quantity < 0 else ""
    return f"{sign}{' x '.join([*_factors(line), amount_text(line.rate)])} = {amount_text(line.amount)}"


def _factors(line: Line) -> list[str]:
    """What the rate is multiplied by: the share or the quantity of a whole month, and the part of the month."""
    grounds = line.grounds
    factors: list[str] = []
    if grounds is None:
        return [str(abs(line.quantity))]
    if grounds.share is not None:
        factors.append(f"{grounds.share}/100")
    elif grounds.whole is not None and (grounds.whole != 1 or grounds.days == grounds.month_days):
        factors.append(str(grounds.whole))
    if grounds.month_days is None:
        factors.append(str(grounds.days))
    elif grounds.days != grounds.month_days:
        factors.append(f"{grounds.days}/{grounds.month_days}")
    return factors


def _tax(line: Line) -> Text:
    if line.taxable:
        return text("Tax: taxable, as pay.")
    return text("Tax: tax-free, as cover of expenses.")


def _kind(entry: Entry, recovery: str | None, whole_run: bool) -> Iterator[Text]:
    if entry.kind == "correction":
        yield text("Correction: the month was paid before; by what is known now this line belongs to it too.")
    if whole_run and entry.reverses is not None:
        yield text(
            "Reversal: the run {run} was taken back whole, and with it line {reverses}.",
            run=entry.reverses.partition("-")[0],
            reverses=entry.reverses,
        )
    elif entry.kind == "reversal":
        yield text(
            "Reversal: takes back line {reverses} whole, which by what is known now is not due as it was posted.",
            reverses=entry.reverses,
        )
    yield from why_changed(entry)
    if recovery is not None and entry.kind != "ordinary":
        yield text("Taken back because: {reason}", reason=recovery)
