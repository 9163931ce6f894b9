"""Sense checks: what about a child's agreements in a month looks wrong, or wants a person to look at it.

They are about one child at a time, with all its agreements. Which of them stop pay is a dated setting
(`checks_that_stop`); the others are only told. What each of them is about stands in `sense_checks`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from bvt_cli.core.agreement import Agreement, due_days
from bvt_cli.core.ledger import first_month
from bvt_cli.core.payment import shared_days
from bvt_cli.core.period import Month, Span, common, joined, months
from bvt_cli.core.practice import Practice
from bvt_cli.core.sense_checks import Doubt, Limits, Seen, Watched, of_agreement, of_child, silence
from bvt_cli.core.sense_codes import OVERLAP


class SenseRules:
    """The limits of the checks, each month's looked up once; a month is judged by the settings of its first day."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._limits: dict[Month, Limits] = {}

    def limits(self, month: Month) -> Limits:
        if month not in self._limits:
            self._limits[month] = _limits_on(self._practice, month.first)
        return self._limits[month]

    def stops(self, doubt: Doubt) -> bool:
        """Whether a doubt stops the pay of its agreements until it is accepted."""
        return doubt.code in self.limits(doubt.month).stop


def unpaid_months(agreement: Agreement, pay_from: Month, last: Month, paid: Collection[Month]) -> tuple[Month, ...]:
    """The months up to `last` that bvt would pay an agreement for the first time; `paid`: those that have been."""
    if agreement.last is not None:
        last = min(last, Month.of(agreement.last))
    return tuple(each for each in months(first_month(agreement, pay_from), last) if each not in paid)


def doubts(child: Sequence[Watched], rules: SenseRules, on: date) -> tuple[Doubt, ...]:
    """All there is to say about the agreements of one child in the months each is looked at for.

    `on`: the day that counts as today. What is missing is told of days gone by only: stays of a month
    that still runs may yet be recorded.
    """
    found: list[Doubt] = []
    latest: dict[str, Seen] = {}
    for month in sorted({month for each in child for month in each.months}):
        limits = rules.limits(month)
        seen = list(_seen(child, month))
        if not any(each.asked for each in seen):
            continue
        found += of_child(seen, month, limits)
        for each in seen:
            if each.asked:
                found += of_agreement(each, month, limits, on)
                latest[each.ref] = each
    for each in latest.values():  # silence goes on from month to month: told once, at the last of them
        found += silence(each, each.month, rules.limits(each.month), on)
    return tuple(found)


def overlaps(child: Iterable[Watched], month: Month) -> tuple[Doubt, ...]:
    """The contract's note on two agreements of one measure on one day. Foster homes are left to `two_homes`."""
    by_ref = {each.facts.agreement.ref: each.facts for each in child if each.facts.agreement.measure != "fosterhjem"}
    return tuple(
        Doubt(OVERLAP, month, by_ref[note.agreement].agreement.child or "", (note.agreement,), (note.home,))
        for note in shared_days(by_ref.values(), month)
    )


def unaccepted(found: Iterable[Doubt], rules: SenseRules, accepted: Collection[str] = ()) -> tuple[Doubt, ...]:
    """The doubts that stop pay and are not accepted; `accepted` holds names such as `two_homes:A-7`."""
    return tuple(each for each in found if rules.stops(each) and not each.accepted_by(accepted))


def stopping(found: Iterable[Doubt], rules: SenseRules, accepted: Collection[str] = ()) -> frozenset[str]:
    """The agreements whose pay is stopped by doubts that are not accepted: no line of them may be posted."""
    return frozenset(ref for each in unaccepted(found, rules, accepted) for ref in each.agreements)


def unknown_names(names: Iterable[str], found: Iterable[Doubt]) -> tuple[str, ...]:
    """The names that accept nothing: a slip, or a doubt that is gone."""
    known = {name for each in found for name in each.names}
    return tuple(name for name in names if name not in known)


def _seen(child: Iterable[Watched], month: Month) -> Iterator[Seen]:
    """The agreements of a child with a day due in the month, in the order they begin."""
    for each in child:
        due = due_days(each.facts, month).due
        if not due:
            continue
        first, last = month.span
        recorded = [stay for stay in each.facts.stays if stay.first <= last and first <= stay.last]
        paid = joined(Span(stay.first, stay.last) for stay in recorded if stay.counts)
        held = common(joined(each.held), due) if recorded else ()
        yield Seen(each, month, due, bool(recorded), common(paid, due), held, month in each.months)


def _limits_on(practice: Practice, day: date) -> Limits:
    stop = practice.value("checks_that_stop", day)
    assert isinstance(stop, tuple)
    return Limits(
        days_per_month=practice.number("besokshjem_days_per_month", day),
        medium_most=practice.number("stottefamilie_medium_days_max", day),
        stor_least=practice.number("stottefamilie_stor_days_min", day),
        stor_most=practice.number("stottefamilie_stor_days_max", day),
        percent=practice.number("foster_home_percent", day),
        silent_months=practice.number("sign_of_life_months", day),
        stop=stop,
    )
