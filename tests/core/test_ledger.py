"""The ledger: what becomes known late turns into signed differences, and nothing is claimed back silently."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bvt_cli.core.agreement import Facts, Stay
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Entry, Plan, Settlement, Stretch, first_month
from bvt_cli.core.period import Month
from paying import RULES, SHIPPED_TABLES, Book, agreed, invented_table, pay_rules

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (Month(2025, number) for number in range(1, 6))
NIGHT = 102600 + 39900  # a døgn for a child of 6: grunnstøtte 1026 and utgiftsdekning 399


def stays(*days: tuple[int, int, int]) -> list[Stay]:
    """Month, first and last day, in 2025."""
    return [Stay(date(2025, month, first), date(2025, month, last)) for month, first, last in days]


def visited(*days: tuple[int, int, int], **changed: Any) -> Facts:
    """A besøkshjem paid for the døgn of its stays, from January 2025."""
    return agreed(basis="actual", stays=stays(*days), **changed)


def told(settlement: Settlement) -> list[tuple[str, str, int]]:
    """Kind, month and øre of what is posted, one for each sum of two components."""
    sums: dict[tuple[str, str], int] = {}
    for entry in settlement.entries:
        key = (entry.kind, str(entry.line.for_month))
        sums[key] = sums.get(key, 0) + entry.line.amount
    return [(*key, amount) for key, amount in sums.items()]


def codes(settlement: Settlement) -> list[tuple[str, str]]:
    return [(note.code, str(note.month)) for note in settlement.notes]


class TestFirstMonth:
    """From when bvt pays an agreement."""

    def test_it_is_the_latest_of_pay_from_start_and_the_month_after_paid_until(self) -> None:
        """Whichever comes last."""
        facts = agreed(first=date(2025, 2, 17))
        assert first_month(facts.agreement, Month(2024, 10)) == FEBRUARY
        assert first_month(facts.agreement, MARCH) == MARCH
        assert first_month(agreed(paid_until=Month(2025, 3)).agreement, MARCH) == APRIL
        assert first_month(agreed(paid_until=Month(2024, 12)).agreement, MARCH) == MARCH


class TestPosting:
    """The first pay of a month, and posting again."""

    def test_the_first_pay_is_ordinary_for_every_month_so_far(self) -> None:
        """January to March in one run: 3 døgn each."""
        done = Book().post(agreed(), MARCH)
        assert told(done) == [("ordinary", f"2025-0{month}", 3 * NIGHT) for month in (1, 2, 3)]
        assert done.held == ()

    def test_posting_again_posts_nothing(self) -> None:
        """Nothing has changed."""
        book = Book()
        book.post(agreed(), MARCH)
        assert told(book.post(agreed(), MARCH)) == []
        assert book.runs == 1

    def test_nothing_is_posted_before_the_first_month(self) -> None:
        """bvt pays from March."""
        assert told(Book(MARCH).post(agreed(), FEBRUARY)) == []
        assert told(Book(MARCH).post(agreed(), APRIL)) == [
            ("ordinary", "2025-03", 3 * NIGHT),
            ("ordinary", "2025-04", 3 * NIGHT),
        ]

    def test_a_late_stay_reverses_the_line_and_posts_the_right_one(self) -> None:
        """Three døgn in February were paid; two more become known."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 9), (2, 22, 23)), MARCH)
        assert told(done) == [("reversal", "2025-02", -3 * NIGHT), ("correction", "2025-02", 5 * NIGHT)]
        assert codes(done) == [("set_off", "2025-03")]
        assert book.total == 5 * NIGHT

    def test_a_reversal_is_the_line_with_quantity_and_amount_negated(self) -> None:
        """All else is copied, and it names the line it reverses."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        reversal = book.post(visited((2, 7, 10)), MARCH).entries[0]
        line = book.entries["R1-1"].line
        assert reversal == Entry(
            "reversal", line._replace(quantity=Fraction(-3), amount=-3 * 102600), "R1-1", ("stay",)
        )

    def test_a_month_first_paid_when_its_only_stay_becomes_known_is_ordinary(self) -> None:
        """Nothing was posted for February before."""
        book = Book()
        book.post(visited((1, 3, 5)), FEBRUARY)
        assert told(book.post(visited((1, 3, 5), (2, 7, 9)), MARCH)) == [("ordinary", "2025-02", 3 * NIGHT)]

    def test_a_month_wholly_reversed_and_due_again_is_a_correction(self) -> None:
        """The month has been paid before."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        book.post(visited(), FEBRUARY, recover=True)
        assert told(book.post(visited((2, 7, 9)), FEBRUARY)) == [("correction", "2025-02", 3 * NIGHT)]
        assert book.total == 3 * NIGHT

    def test_later_months_are_left_alone(self) -> None:
        """March stands posted; posting for February touches February only."""
        book = Book()
        book.post(visited((2, 7, 9), (3, 7, 9)), MARCH)
        assert told(book.post(visited((2, 7, 10)), FEBRUARY)) == [
            ("reversal", "2025-02", -3 * NIGHT),
            ("correction", "2025-02", 4 * NIGHT),
        ]

    def test_two_lines_alike_are_matched_one_by_one(self) -> None:
        """Should the ledger ever hold the same line twice, one of them is not due."""
        book = Book()
        due = agreed("ressursfamilie", first=date(2025, 3, 1))
        book.post(due, MARCH)
        book.entries["R1-2"] = book.entries["R1-1"]
        done = book.post(due, MARCH, recover=True)
        assert [(entry.kind, entry.line.amount) for entry in done.entries] == [("reversal", -1033600)]

    def test_lines_go_month_by_month_and_within_it_reversals_first(self) -> None:
        """February corrected, March first paid; grunnstøtte before utgiftsdekning."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 10), (3, 7, 7)), MARCH)
        assert [(str(each.line.for_month), each.kind, each.line.component) for each in done.entries] == [
            ("2025-02", "reversal", "grunnstotte"),
            ("2025-02", "reversal", "utgiftsdekning"),
            ("2025-02", "correction", "grunnstotte"),
            ("2025-02", "correction", "utgiftsdekning"),
            ("2025-03", "ordinary", "grunnstotte"),
            ("2025-03", "ordinary", "utgiftsdekning"),
        ]


class TestHeld:
    """Nothing is claimed back silently."""

    def test_a_stay_that_did_not_take_place_is_held(self) -> None:
        """Three døgn were paid and one took place: -2 døgn, and nothing is posted of it."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 7)), MARCH)
        assert told(done) == []
        assert [(held.home, held.agreement, held.amount) for held in done.held] == [("H-001", "A-1", -2 * NIGHT)]
        assert sorted((entry.kind, entry.line.amount) for entry in done.held[0].entries) == [
            ("correction", 39900),
            ("correction", 102600),
            ("reversal", -3 * 102600),
            ("reversal", -3 * 39900),
        ]
        assert codes(done) == []

    def test_it_is_held_month_after_month_until_somebody_says_so(self) -> None:
        """And then posted, with the sum it came to."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        book.post(visited((2, 7, 7)), MARCH)
        assert book.preview(visited((2, 7, 7)), APRIL).held[0].amount == -2 * NIGHT
        done = book.post(visited((2, 7, 7)), APRIL, recover=True)
        assert told(done) == [("reversal", "2025-02", -3 * NIGHT), ("correction", "2025-02", NIGHT)]
        assert done.held == ()
        assert book.total == NIGHT

    def test_the_first_pay_of_a_month_is_not_set_off_against_it(self) -> None:
        """March brings six døgn; the two of February stay held all the same."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 7), (3, 1, 6)), MARCH)
        assert told(done) == [("ordinary", "2025-03", 6 * NIGHT)]
        assert [held.amount for held in done.held] == [-2 * NIGHT]

    def test_corrections_of_all_months_are_weighed_together(self) -> None:
        """One døgn too many in January, two too few in February: both are posted."""
        book = Book()
        book.post(visited((1, 3, 5), (2, 7, 9)), FEBRUARY)
        done = book.post(visited((1, 3, 4), (2, 7, 11)), MARCH)
        assert sum(entry.line.amount for entry in done.entries) == (-1 + 2) * NIGHT
        assert (done.held, codes(done)) == ((), [("set_off", "2025-03")])

    def test_what_sums_to_zero_is_posted(self) -> None:
        """The weekend was another one."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 14, 16)), MARCH)
        assert told(done) == [("reversal", "2025-02", -3 * NIGHT), ("correction", "2025-02", 3 * NIGHT)]

    def test_a_child_that_moved_to_another_home_is_held_for_the_first_and_paid_to_the_other(self) -> None:
        """The agreement was written on the wrong home: each home's sum is its own."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 9), home="H-002"), MARCH)
        assert [(entry.kind, entry.line.home, entry.line.amount) for entry in done.entries] == [
            ("correction", "H-002", 3 * 102600),
            ("correction", "H-002", 3 * 39900),
        ]
        assert [(held.home, held.amount) for held in done.held] == [("H-001", -3 * NIGHT)]
        book.post(visited((2, 7, 9), home="H-002"), MARCH, recover=True)
        assert {line.home for line in book.standing} == {"H-002"}

    def test_an_agreement_ended_late_holds_the_months_paid_after(self) -> None:
        """It ended with February; March and April were paid."""
        book = Book()
        book.post(agreed(), APRIL)
        done = book.post(agreed(last=date(2025, 2, 28)), MAY)
        assert [held.amount for held in done.held] == [-2 * 3 * NIGHT]

    def test_paid_until_moved_forward_holds_what_was_paid_before_it(self) -> None:
        """January turns out to be settled outside bvt."""
        book = Book()
        book.post(agreed(), FEBRUARY)
        done = book.post(agreed(paid_until=JANUARY), MARCH)
        assert told(done) == [("ordinary", "2025-03", 3 * NIGHT)]
        assert [(held.amount, str(held.entries[0].line.for_month)) for held in done.held] == [(-3 * NIGHT, "2025-01")]

    def test_the_month_asked_for_may_itself_be_settled_outside(self) -> None:
        """Posted for January, then settled outside up to and with January."""
        book = Book()
        book.post(agreed(), JANUARY)
        assert [held.amount for held in book.post(agreed(paid_until=JANUARY), JANUARY).held] == [-3 * NIGHT]

    def test_money_that_only_comes_or_only_goes_is_not_set_off(self) -> None:
        """An extra weekend becomes known, and later that it never was."""
        extra = Stay(date(2025, 2, 21), date(2025, 2, 23), extra=True)
        book = Book()
        book.post(agreed(), FEBRUARY)
        more = book.post(agreed(stays=[extra]), FEBRUARY)
        assert (told(more), codes(more)) == ([("correction", "2025-02", 3 * NIGHT)], [])
        less = book.post(agreed(), FEBRUARY, recover=True)
        assert (told(less), codes(less)) == ([("reversal", "2025-02", -3 * NIGHT)], [])

    def test_paid_until_taken_away_pays_the_month(self) -> None:
        """January was not settled after all."""
        book = Book()
        book.post(agreed(paid_until=JANUARY), FEBRUARY)
        assert told(book.post(agreed(), FEBRUARY)) == [("ordinary", "2025-01", 3 * NIGHT)]

    def test_an_approval_that_is_revoked_late_holds_what_was_paid_after(self) -> None:
        """Revoked on 1 March; the posting for April is stopped, March is held."""
        book = Book()
        book.post(agreed("fosterhjem"), MARCH)
        revoked = agreed("fosterhjem", approvals=[Approval("fosterhjem", date(2010, 1, 1), date(2025, 3, 1))])
        done = book.post(revoked, APRIL)
        assert told(done) == []
        assert [held.amount for held in done.held] == [-1033600 - 853300]
        assert done.month.problem is not None
        assert done.month.problem.code == "home_not_approved"

    def test_a_home_that_turns_out_to_be_employed_holds_what_was_paid(self) -> None:
        """SGS 1030 homes are not paid by the KS rates."""
        book = Book()
        book.post(agreed(), FEBRUARY)
        done = book.post(agreed(employment="sgs1030"), FEBRUARY)
        assert [held.amount for held in done.held] == [-2 * 3 * NIGHT]
        assert done.month.skipped is not None


class TestWhatMovesNoMoney:
    """Corrections that are no pay."""

    def test_a_case_number_corrected_moves_nothing(self) -> None:
        """It stands on lines posted from now on only."""
        book = Book()
        book.post(agreed(), FEBRUARY)
        assert told(book.post(agreed(case="2025/0001"), FEBRUARY)) == []
        assert {entry.line.case for entry in book.post(agreed(case="2025/0001"), MARCH).entries} == {"2025/0001"}

    def test_a_reversal_carries_the_case_number_of_the_line_it_reverses(self) -> None:
        """So that the two cancel out in every account."""
        book = Book()
        book.post(visited((2, 7, 9)), FEBRUARY)
        done = book.post(visited((2, 7, 10), case="2025/0001"), FEBRUARY)
        assert [(entry.kind, entry.line.case) for entry in done.entries[::2]] == [
            ("reversal", "2024/1187"),
            ("correction", "2025/0001"),
        ]

    def test_a_birth_date_corrected_within_the_band_moves_nothing(self) -> None:
        """The age is another, the rate is the same."""
        book = Book()
        book.post(agreed(), FEBRUARY)
        assert told(book.post(agreed(born=date(2017, 5, 4)), FEBRUARY)) == []


class TestRates:
    """Tables that come late."""

    def test_the_right_table_corrects_what_was_paid_provisionally(self) -> None:
        """July 2025 by the old table; then an invented one is entered: 12000 instead of 10336."""
        book = Book(Month(2025, 7))
        book.post(agreed("ressursfamilie"), Month(2025, 7))
        rules = pay_rules(tables=(*SHIPPED_TABLES, invented_table(date(2025, 7, 1), 12000, 1200)))
        done = book.post(agreed("ressursfamilie"), Month(2025, 8), rules)
        assert told(done) == [
            ("reversal", "2025-07", -1033600),
            ("correction", "2025-07", 1200000),
            ("ordinary", "2025-08", 1200000),
        ]
        assert not any(line.provisional for line in book.standing)

    def test_a_missing_rate_leaves_what_is_posted(self) -> None:
        """October 2025 was paid with --provisional; without it the month is neither paid nor taken back."""
        october = Month(2025, 10)
        book = Book(october)
        book.post(agreed("ressursfamilie"), october, pay_rules(provisional=True))
        done = book.post(agreed("ressursfamilie"), october)
        assert (told(done), done.held) == ([], ())
        assert done.month.problem is not None
        assert done.month.problem.code == "rate_missing"
        assert codes(book.preview(agreed("ressursfamilie"), Month(2025, 11))) == [("earlier_kept", "2025-10")]

    def test_an_earlier_month_that_could_not_be_paid_is_told(self) -> None:
        """October has no rate, November neither; the posting for November names October."""
        book = Book(Month(2025, 10))
        assert codes(book.preview(agreed("fosterhjem"), Month(2025, 11))) == [("unpaid_earlier", "2025-10")]

    def test_an_earlier_month_without_approval_is_told(self) -> None:
        """Approved from March; January and February were due and not paid."""
        late = agreed("fosterhjem", approvals=[Approval("fosterhjem", date(2025, 3, 1))])
        done = Book().preview(late, MARCH)
        assert codes(done) == [("unpaid_earlier", "2025-01"), ("unpaid_earlier", "2025-02")]
        assert told(done) == [("ordinary", "2025-03", 1033600 + 853300)]

    def test_notes_of_the_month_come_first(self) -> None:
        """What the month itself has to say, then what its past has."""
        late = agreed("fosterhjem", approvals=[Approval("fosterhjem", date(2025, 2, 15))])
        assert codes(Book().preview(late, FEBRUARY)) == [
            ("approved_part_of_month", "2025-02"),
            ("unpaid_earlier", "2025-01"),
        ]


class TestPlan:
    """The hash of all that a posting would write."""

    @staticmethod
    def of(month: Month, *entries: Entry) -> str:
        plan = Plan(month)
        for entry in entries:
            plan.add((entry,))
        return str(plan)

    def test_the_same_plan_has_the_same_hash(self) -> None:
        """However often it is made."""
        entries = Book().preview(agreed(), MARCH).entries
        assert self.of(MARCH, *entries) == self.of(MARCH, *Book().preview(agreed(), MARCH).entries)

    @pytest.mark.parametrize(
        "change",
        [
            {"amount": 1},
            {"quantity": Fraction(1, 2)},
            {"home": "H-002"},
            {"case": None},
            {"last": date(2025, 3, 30)},
            {"for_month": APRIL},
            {"provisional": True},
        ],
    )
    def test_anything_else_in_a_line_is_another_plan(self, change: dict[str, Any]) -> None:
        """An øre, a day, a case number."""
        entry = Book().preview(agreed(), MARCH).entries[0]
        changed = entry._replace(line=entry.line._replace(**change))
        assert self.of(MARCH, entry) != self.of(MARCH, changed)

    def test_another_month_kind_or_number_of_lines_is_another_plan(self) -> None:
        """So is a reversal of another line."""
        entry = Book().preview(agreed(), MARCH).entries[0]
        plans = {
            self.of(MARCH),
            self.of(APRIL),
            self.of(MARCH, entry),
            self.of(MARCH, entry, entry),
            self.of(MARCH, entry._replace(kind="correction")),
            self.of(MARCH, entry._replace(kind="reversal", reverses="R1-1")),
            self.of(MARCH, entry._replace(kind="reversal", reverses="R1-2")),
        }
        assert len(plans) == 7


def test_a_year_of_late_knowledge_ends_in_what_is_due() -> None:
    """The book sums to January 3, February 4, March 0 døgn at 1026 + 399 kroner."""
    book = Book()
    book.post(visited((1, 3, 5), (2, 7, 9)), FEBRUARY)
    book.post(visited((1, 3, 5), (2, 7, 10), (3, 7, 9)), MARCH)
    book.post(visited((1, 3, 5), (2, 7, 10)), APRIL, recover=True)
    assert Decimal(book.total) / 100 == (3 + 4) * (Decimal("1026") + Decimal("399"))
    assert [(line.component, str(line.for_month), line.quantity) for line in book.standing if line.taxable] == [
        ("grunnstotte", "2025-01", Fraction(3)),
        ("grunnstotte", "2025-02", Fraction(4)),
    ]


def test_settling_reads_the_rules_given() -> None:
    """The rules as shipped pay three døgn."""
    assert told(Book(MARCH).preview(agreed(), MARCH, RULES)) == [("ordinary", "2025-03", 3 * NIGHT)]


class TestBlocked:
    """Months that a claim keeps as they are."""

    def test_they_are_neither_paid_nor_taken_back(self) -> None:
        """February and March are kept; the note tells each."""
        book = Book()
        book.post(agreed("fosterhjem"), FEBRUARY)
        kept = (Stretch(FEBRUARY, MARCH),)
        done = book.post(agreed("fosterhjem", last=date(2025, 1, 31)), MARCH, blocked=kept)
        assert (done.entries, done.held) == ((), ())
        assert codes(done) == [("blocked", "2025-02"), ("blocked", "2025-03")]

    def test_without_an_end_every_later_month_is_kept(self) -> None:
        """Until the claim is released; then all of it is paid."""
        book = Book()
        assert told(book.post(visited((1, 3, 5), (3, 7, 9)), MARCH, blocked=(Stretch(FEBRUARY),))) == [
            ("ordinary", "2025-01", 3 * NIGHT)
        ]
        assert told(book.post(visited((1, 3, 5), (3, 7, 9)), MARCH)) == [("ordinary", "2025-03", 3 * NIGHT)]


class TestCauses:
    """A correction says what has changed since its month was posted."""

    def test_each_line_of_a_month_says_it(self) -> None:
        """A second weekend of January was registered late."""
        book = Book()
        book.post(visited((1, 3, 5)), JANUARY)
        done = book.post(visited((1, 3, 5), (1, 17, 19)), FEBRUARY)
        assert {(entry.kind, entry.causes) for entry in done.entries} == {
            ("reversal", ("stay", "late")),
            ("correction", ("stay", "late")),
        }

    def test_the_last_posting_of_the_month_is_what_it_is_set_against(self) -> None:
        """The end of the agreement came after the late stay had been paid."""
        book = Book()
        book.post(visited((1, 3, 5)), JANUARY)
        book.post(visited((1, 3, 5), (1, 17, 19)), FEBRUARY)
        done = book.post(visited((1, 3, 5), (1, 17, 19), last=date(2025, 1, 10)), FEBRUARY, recover=True)
        assert {entry.causes for entry in done.entries} == {("agreement",)}

    def test_first_pay_has_none(self) -> None:
        """Nothing was posted that could have changed."""
        assert {entry.causes for entry in Book().post(agreed(), MARCH).entries} == {()}

    def test_where_it_can_no_longer_be_told_none_is_said(self) -> None:
        """The journal of that time has been erased."""
        book = Book()
        book.post(visited((1, 3, 5)), JANUARY)
        book.knew.clear()
        assert {entry.causes for entry in book.post(visited((1, 3, 5), (1, 17, 19)), FEBRUARY).entries} == {()}
