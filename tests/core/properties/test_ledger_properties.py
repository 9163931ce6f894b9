"""What holds of every ledger, however late and in whatever order things become known."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.agreement import Facts, Stay
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Plan
from bvt_cli.core.payment import Line, PayRules, pay_month
from bvt_cli.core.period import Month, months
from paying import SHIPPED_TABLES, Book, agreed, pay_rules

FIRST, LAST = Month(2024, 5), Month(2024, 12)
WITHOUT_THE_NEWEST = tuple(table for table in SHIPPED_TABLES if table.effective < date(2024, 7, 1))
RULES = {
    (rule, newest): pay_rules({"age_change": rule}, tables=SHIPPED_TABLES if newest else WITHOUT_THE_NEWEST)
    for rule in ("month_after", "birthday_month", "birthday")
    for newest in (True, False)
}
"""July to September 2024 are paid provisionally and later months not at all until the table of 1 July is entered."""

quick = settings(deadline=None, max_examples=100)


class Known(NamedTuple):
    """What the register holds at some time."""

    facts: Facts
    newest_table: bool = False


Fact = Callable[[Known], Known]


def stay_added(stay: Stay) -> Fact:
    return lambda known: known._replace(facts=known.facts._replace(stays=tuple(sorted({*known.facts.stays, stay}))))


def stay_cancelled(first: date) -> Fact:
    """Without pay; also one that is added later."""

    def cancel(known: Known) -> Known:
        stays = tuple(stay for stay in known.facts.stays if stay.first != first)
        return known._replace(facts=known.facts._replace(stays=stays))

    return cancel


def agreement_ends(last: date | None) -> Fact:
    return lambda known: known._replace(facts=known.facts._replace(agreement=known.facts.agreement._replace(last=last)))


def agreement_begins(first: date) -> Fact:
    return lambda known: known._replace(
        facts=known.facts._replace(agreement=known.facts.agreement._replace(first=first))
    )


def approved(approvals: tuple[Approval, ...]) -> Fact:
    return lambda known: known._replace(facts=known.facts._replace(home=known.facts.home._replace(approvals=approvals)))


def home_ends(ended_on: date) -> Fact:
    return lambda known: known._replace(facts=known.facts._replace(home=known.facts.home._replace(ended_on=ended_on)))


def born(day: date) -> Fact:
    return lambda known: known._replace(facts=known.facts._replace(born=day))


def table_entered(known: Known) -> Known:
    return known._replace(newest_table=True)


DAYS = st.dates(FIRST.first, LAST.last)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Known, list[Fact], str]:
    """An agreement and what becomes known of it later, no two facts about the same thing; and the rule for ages."""
    measure = draw(st.sampled_from(["besokshjem", "besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"]))
    start = agreed(
        measure,
        draw(DAYS),
        born=draw(st.dates(date(2006, 7, 1), date(2020, 12, 31))),
        size="medium" if measure == "stottefamilie" else None,
        basis=draw(st.sampled_from(["fixed", "actual"])) if measure == "besokshjem" else "fixed",
    )
    facts: list[Fact] = [table_entered]
    if measure == "besokshjem":
        weekends = draw(st.lists(st.integers(0, 34), max_size=6, unique=True))
        stays = [Stay(each, each + timedelta(days=2), draw(st.booleans())) for each in map(friday, weekends)]
        known = draw(st.integers(0, len(stays)))
        start = start._replace(stays=tuple(sorted(stays[:known])))
        facts += [stay_cancelled(stay.first) for stay in stays[:known] if draw(st.booleans())]
        facts += [stay_added(stay) for stay in stays[known:]]
    if draw(st.booleans()):
        facts.append(agreement_ends(draw(st.none() | DAYS)))
    if draw(st.booleans()):
        facts.append(agreement_begins(draw(DAYS)))
    if draw(st.booleans()):
        revoked = draw(DAYS)
        facts.append(approved((Approval(measure, date(2010, 1, 1), revoked), Approval(measure, draw(DAYS)))))
    if draw(st.booleans()):
        facts.append(home_ends(draw(DAYS)))
    if measure != "ressursfamilie" and draw(st.booleans()):
        facts.append(born(draw(st.dates(date(2006, 7, 1), date(2020, 12, 31)))))
    return Known(start), facts, draw(st.sampled_from(["month_after", "birthday_month", "birthday"]))


def friday(week: int) -> date:
    return date(2024, 5, 3) + timedelta(weeks=week)


def compared(lines: list[Line]) -> list[tuple[object, ...]]:
    return sorted(line[: Line._fields.index("case")] for line in lines)


def due(known: Known, rules: PayRules) -> list[Line]:
    """Everything the months come to by what is known, had nothing ever been posted."""
    first = max(FIRST, Month.of(known.facts.agreement.first))
    return [line for month in months(first, LAST) for line in pay_month(known.facts, month, rules).lines]


def lived_through(
    known: Known, facts: list[Fact], posted_in: list[int], rule: str, recover: bool
) -> tuple[Book, Known]:
    """Facts become known one after the other, with a posting (for a month of the period) after each."""
    book = Book(FIRST)
    for fact, month in zip((lambda start: start, *facts), posted_in, strict=False):
        known = fact(known)
        book.post(known.facts, FIRST.plus(month), RULES[rule, known.newest_table], recover)
    book.post(known.facts, LAST, RULES[rule, known.newest_table], recover)
    return book, known


MONTHS_POSTED = st.lists(st.integers(0, 7), min_size=16, max_size=16)


@quick
@given(stories(), st.data())
def test_any_order_of_late_facts_ends_in_the_same_ledger(
    story: tuple[Known, list[Fact], str], data: st.DataObject
) -> None:
    """To the øre, and it is what would have been paid had all been known from the start."""
    start, facts, rule = story
    one, known = lived_through(start, facts, data.draw(MONTHS_POSTED), rule, recover=True)
    other, same = lived_through(start, data.draw(st.permutations(facts)), data.draw(MONTHS_POSTED), rule, recover=True)
    assert known == same
    assert compared(one.standing) == compared(other.standing) == compared(due(known, RULES[rule, True]))
    assert one.total == other.total == sum(line.amount for line in one.standing)


@quick
@given(stories(), MONTHS_POSTED, st.booleans())
def test_posting_twice_posts_nothing(story: tuple[Known, list[Fact], str], posted_in: list[int], recover: bool) -> None:
    """Whatever was held stays held, and no run is made."""
    start, facts, rule = story
    book, known = lived_through(start, facts, posted_in, rule, recover)
    runs, entries = book.runs, dict(book.entries)
    held = book.preview(known.facts, LAST, RULES[rule, True], recover).held
    again = book.post(known.facts, LAST, RULES[rule, True], recover)
    assert again.entries == ()
    assert again.held == held
    assert (book.runs, book.entries) == (runs, entries)


@quick
@given(stories(), MONTHS_POSTED)
def test_what_is_held_is_always_money_back(story: tuple[Known, list[Fact], str], posted_in: list[int]) -> None:
    """Its amount is the sum of its entries, below zero, and none of them is the first pay of a month."""
    start, facts, rule = story
    book, known = lived_through(start, facts, posted_in, rule, recover=False)
    for held in book.preview(known.facts, LAST, RULES[rule, True]).held:
        assert held.amount == sum(entry.line.amount for entry in held.entries) < 0
        assert {entry.kind for entry in held.entries} <= {"correction", "reversal"}


@quick
@given(stories(), MONTHS_POSTED)
def test_without_recover_no_posting_takes_back_more_than_it_gives(
    story: tuple[Known, list[Fact], str], posted_in: list[int]
) -> None:
    """Run by run, corrections and reversals of a home sum to zero or more."""
    start, facts, rule = story
    book, _ = lived_through(start, facts, posted_in, rule, recover=False)
    by_run: dict[str, int] = {}
    for ref, entry in book.entries.items():
        if entry.kind != "ordinary":
            run = ref.partition("-")[0]
            by_run[run] = by_run.get(run, 0) + entry.line.amount
    assert all(amount >= 0 for amount in by_run.values())


@quick
@given(stories(), MONTHS_POSTED)
def test_held_money_recovered_later_ends_where_recovering_at_once_does(
    story: tuple[Known, list[Fact], str], posted_in: list[int]
) -> None:
    """Waiting changes when, never what."""
    start, facts, rule = story
    at_once, known = lived_through(start, facts, posted_in, rule, recover=True)
    waited, _ = lived_through(start, facts, posted_in, rule, recover=False)
    waited.post(known.facts, LAST, RULES[rule, True], recover=True)
    assert compared(waited.standing) == compared(at_once.standing)
    assert waited.total == at_once.total


@quick
@given(stories(), MONTHS_POSTED)
def test_a_line_and_its_reversal_sum_to_zero(story: tuple[Known, list[Fact], str], posted_in: list[int]) -> None:
    """Amount and quantity; all else is the same, and nothing is reversed twice."""
    start, facts, rule = story
    book, _ = lived_through(start, facts, posted_in, rule, recover=True)
    reversals = [entry for entry in book.entries.values() if entry.kind == "reversal"]
    for entry in reversals:
        assert entry.reverses is not None
        line = book.entries[entry.reverses].line
        assert (line.amount + entry.line.amount, line.quantity + entry.line.quantity) == (0, Fraction(0))
        assert entry.line._replace(amount=line.amount, quantity=line.quantity) == line
        assert book.entries[entry.reverses].kind != "reversal"
    assert len({entry.reverses for entry in reversals}) == len(reversals)
    assert all(entry.reverses is None for entry in book.entries.values() if entry.kind != "reversal")


@quick
@given(stories(), MONTHS_POSTED)
def test_the_same_register_has_the_same_plan(story: tuple[Known, list[Fact], str], posted_in: list[int]) -> None:
    """Lived through twice, previewed twice: one hash."""
    start, facts, rule = story

    def plan() -> tuple[str, tuple[object, ...]]:
        book = Book(FIRST)
        known = start
        for fact, month in zip(facts, posted_in, strict=False):
            book.post(known.facts, FIRST.plus(month), RULES[rule, known.newest_table])
            known = fact(known)
        settled = book.preview(known.facts, LAST, RULES[rule, known.newest_table])
        hashed = Plan(LAST)
        for entry in settled.entries:
            hashed.add((entry,))
        return str(hashed), settled

    assert plan() == plan()


@quick
@given(stories(), MONTHS_POSTED)
def test_only_the_first_pay_of_a_month_is_ordinary(story: tuple[Known, list[Fact], str], posted_in: list[int]) -> None:
    """All ordinary lines of a month stand in one run, and it is the month's first."""
    start, facts, rule = story
    book, _ = lived_through(start, facts, posted_in, rule, recover=True)
    runs: dict[Month, list[tuple[str, bool]]] = {}
    for ref, entry in book.entries.items():
        runs.setdefault(entry.line.for_month, []).append((ref.partition("-")[0], entry.kind == "ordinary"))
    for lines in runs.values():
        first = lines[0][0]
        assert all(ordinary == (run == first) for run, ordinary in lines)
