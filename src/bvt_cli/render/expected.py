"""What a forecast and a rehearsal leaned on, and what they left out, in words and in JSON."""

from collections.abc import Iterable, Iterator, Sequence

from bvt_cli.core.forecast import DaysExpected
from bvt_cli.core.payment import Finding
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text, Word, text

_BY = {
    "recorded": lambda each: text(
        "{agreement} is paid by days stayed; expected are {days} døgn in {months} months, as last recorded.",
        agreement=each.agreement, days=each.days, months=each.months,
    ),
    "agreed": lambda each: text(
        "{agreement} is paid by days stayed, and none are recorded yet; expected are the {days} døgn a month agreed.",
        agreement=each.agreement, days=each.days,
    ),
    "rules": lambda each: text(
        "{agreement} is paid by days stayed, and none are recorded yet; expected are {days} døgn a month, as where an"
        " agreement says nothing.",
        agreement=each.agreement, days=each.days,
    ),
}  # fmt: skip


def estimate_sentence(estimate: DaysExpected) -> Text:
    """How many døgn are expected, and what that is taken from."""
    return _BY[estimate.by](estimate)


def left_out_sentences(findings: Iterable[Finding]) -> Iterator[Text]:
    """Each agreement that is not counted, with its months and why."""
    for (agreement, _, code), months in _gathered(findings).items():
        about = {"agreement": agreement, "reason": Word(code)}
        if len(months) == 1:
            yield text("{agreement} is not counted in {month}: {reason}.", month=months[0], **about)
        else:
            yield text(
                "{agreement} is not counted from {first} to {last}: {reason}.",
                first=min(months), last=max(months), **about,
            )  # fmt: skip


def left_out_records(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """The same for JSON."""
    return [
        {"agreement": agreement, "home": home, "code": code, "months": months}
        for (agreement, home, code), months in _gathered(findings).items()
    ]


def estimate_records(estimates: Sequence[DaysExpected]) -> list[dict[str, object]]:
    """The expected døgn for JSON."""
    return [{**each._asdict(), "message": estimate_sentence(each)} for each in estimates]


def _gathered(findings: Iterable[Finding]) -> dict[tuple[str, str, str], list[Month]]:
    found: dict[tuple[str, str, str], list[Month]] = {}
    for each in findings:
        found.setdefault((each.agreement, each.home, each.code), []).append(each.month)
    return found
