"""A spreadsheet's pay beside bvt's: each difference in words, as a list, and as a document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bvt_cli.core.comparison import Cause, Comparison, Difference
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, Text, Word, mark, text
from bvt_cli.core.variation import WHOLE_RATE, Otherwise
from bvt_cli.render.columns import Column, Row


class Compared(NamedTuple):
    """The months compared, in order."""

    months: Sequence[tuple[Month, Comparison]]

    @property
    def differences(self) -> list[Difference]:
        return [each for _, month in self.months for each in month.differences]

    @property
    def equal(self) -> int:
        return sum(month.equal for _, month in self.months)

    @property
    def unexplained(self) -> int:
        return sum(not each.causes for each in self.differences)


COLUMNS = (
    Column("month", mark("Month"), "month"),
    Column("home", mark("Home")),
    Column("agreements", mark("Agreements")),
    Column("case", mark("Case")),
    Column("measure", mark("Measure"), "code"),
    Column("component", mark("Component"), "code"),
    Column("spreadsheet", mark("Spreadsheet"), "kroner"),
    Column("bvt", mark("bvt"), "kroner"),
    Column("difference", mark("Difference"), "kroner"),
    Column("lines", mark("Lines")),
    Column("codes", mark("Codes")),
    Column("why", mark("Why")),
)

_SENTENCES: dict[str, Callable[[Cause], Text]] = {
    "otherwise": lambda c: text(
        "{agreement}: this is the sum for {what}.", agreement=c.agreement, what=tuple(_phrases(c.otherwise))
    ),
    "rounding": lambda c: text("The difference is rounding: no more than one krone."),
    "whole_kroner": lambda c: text("This is the sum with each component rounded to whole kroner."),
    "component_only": lambda c: text("This is the sum of {component} alone.", component=Word(c.component or "")),
    "twice": lambda c: text("The sum stands there twice."),
    "left_out": lambda c: text("This is the sum without {agreement}.", agreement=c.agreement),
    "days_column": lambda c: text("The spreadsheet has another number of døgn; bvt counts {days}.", days=_days(c)),
    "missing_agreement": lambda c: text("The register has no such agreement."),
    "missing_in_spreadsheet": lambda c: text("The spreadsheet has nothing for it."),
    "other_measure": lambda c: text("{agreement} is the same but for the measure.", agreement=c.agreement),
    "other_home": lambda c: text("{agreement} is the same but for the home.", agreement=c.agreement),
    "not_in_force": lambda c: text("{agreement} is not in force in this month.", agreement=c.agreement),
    "no_days": lambda c: text("{agreement} has no day to be paid in this month.", agreement=c.agreement),
    "home_not_approved": lambda c: text(
        "{agreement}: the home is approved on no day of the month for this measure.", agreement=c.agreement
    ),
    "sgs1030": lambda c: text(
        "{agreement}: the home is employed under SGS 1030 and is not paid by KS rates.", agreement=c.agreement
    ),
    "rate_missing": lambda c: text("{agreement}: a day of the month has no KS rate.", agreement=c.agreement),
}
_OTHERWISE = {
    "band": "age_band",
    "table": "rate_table",
    "days": "days",
    "size": "size",
    "factor": "factor",
}


def sentence(cause: Cause) -> Text:
    """A cause in words."""
    return _SENTENCES[cause.code](cause)


def codes(cause: Cause) -> tuple[str, ...]:
    """A cause in codes: what was taken otherwise, or its own code."""
    if cause.code != "otherwise":
        return (cause.code,)
    taken = cause.otherwise._asdict()
    return tuple(
        taken["part"] if key == "part" else _OTHERWISE[key] for key, value in taken.items() if value is not None
    )


def rows(compared: Compared) -> list[Row]:
    """The differences as rows of COLUMNS."""
    return [
        (
            each.month, each.home, each.agreements, each.case, each.measure, each.component, each.old, each.new,
            _difference(each), tuple(str(line) for line in each.lines),
            tuple(dict.fromkeys(code for cause in each.causes for code in codes(cause))),
            tuple(sentence(cause) for cause in each.causes) or (text("It could not be explained."),),
        )
        for each in compared.differences
    ]  # fmt: skip


def paragraphs(compared: Compared) -> Iterator[tuple[Text, Sequence[Text]]]:
    """Each difference as a sentence, with the sentences that explain it."""
    for each in compared.differences:
        yield _head(each), [sentence(cause) for cause in each.causes] or [text("It could not be explained.")]


def summary(compared: Compared) -> Iterator[Text]:
    """How it went in all, month by month and together."""
    for month, found in compared.months:
        yield text(
            "{month}: {old} in the spreadsheet, {new} by bvt, a difference of {difference}.",
            month=month, old=Kroner(found.old), new=Kroner(found.new), difference=Kroner(found.old - found.new),
        )  # fmt: skip
    yield text(
        "Sums that are equal: {equal}. Sums that differ: {different}, of which not explained: {unexplained}.",
        equal=compared.equal, different=len(compared.differences), unexplained=compared.unexplained,
    )  # fmt: skip


def document(compared: Compared) -> dict[str, object]:
    """The comparison as one JSON document."""
    return {
        "equal": compared.equal,
        "different": len(compared.differences),
        "unexplained": compared.unexplained,
        "months": [
            {
                "month": month,
                "spreadsheet": Kroner(found.old),
                "bvt": Kroner(found.new),
                "difference": Kroner(found.old - found.new),
                "equal": found.equal,
            }
            for month, found in compared.months
        ],
        "differences": [
            {
                "month": each.month,
                "lines": each.lines,
                "home": each.home,
                "agreements": each.agreements,
                "case": each.case,
                "measure": each.measure,
                "component": each.component,
                "spreadsheet": _kroner(each.old),
                "bvt": _kroner(each.new),
                "difference": Kroner(_difference(each)),
                "causes": [_cause(cause) for cause in each.causes],
            }
            for each in compared.differences
        ],
    }


def _cause(cause: Cause) -> Mapping[str, object]:
    taken = cause.otherwise
    return {
        "codes": codes(cause),
        "agreement": cause.agreement,
        "age_from": None if taken.band is None else taken.band[0],
        "age_to": None if taken.band is None else taken.band[1],
        "table": taken.table,
        "days": taken.days if cause.days is None else cause.days,
        "size": taken.size,
        "factor": taken.factor,
        "part": taken.part,
        "component": cause.component,
        "message": sentence(cause),
    }


def _head(each: Difference) -> Text:
    about: dict[str, object] = {
        "month": each.month,
        "whose": tuple(filter(None, (each.home, *each.agreements, each.case))),
        "what": tuple(Word(word) for word in (each.measure, each.component) if word) or (text("all"),),
        "difference": Kroner(_difference(each)),
    }
    if each.old is None:
        return text("{month}, {whose} ({what}): {new} by bvt.", new=Kroner(each.new or 0), **about)
    about |= {"old": Kroner(each.old), "lines": tuple(str(line) for line in each.lines)}
    if each.new is None:
        return text("{month}, {whose} ({what}): {old} in the spreadsheet (line {lines}).", **about)
    return text(
        "{month}, {whose} ({what}): {old} in the spreadsheet (line {lines}), {new} by bvt: {difference}.",
        new=Kroner(each.new), **about,
    )  # fmt: skip


def _phrases(taken: Otherwise) -> Iterator[Text]:
    if taken.band is not None:
        low, end = taken.band
        if end is None:
            yield text("the age band from {low} years", low=low)
        else:
            yield text("the age band {low}-{high} years", low=low, high=end - 1)
    if taken.table is not None:
        yield text("the KS table of {day}", day=taken.table)
    if taken.days is not None:
        yield text("{days} døgn", days=taken.days)
    if taken.size == WHOLE_RATE:
        yield text("the whole KS rate")
    elif taken.size is not None:
        yield text("the size {size}", size=Word(taken.size))
    if taken.factor is not None:
        yield text("the factor {factor}", factor=str(taken.factor))
    if taken.part is not None:
        yield text("the whole month") if taken.part == "whole_month" else text("the part of the month counted by days")


def _difference(each: Difference) -> int:
    return (each.old or 0) - (each.new or 0)


def _kroner(ore: int | None) -> Kroner | None:
    return None if ore is None else Kroner(ore)


def _days(cause: Cause) -> str:
    return "" if cause.days is None else str(cause.days)
