"""Claims: money taken back in instalments, put off when it is reversed and paid down month by month."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bvt_cli.core.claim import Debt, due_instalment, instalment, lend, opposite
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import pay_month
from bvt_cli.core.period import Month
from paying import RULES, agreed

MARCH, APRIL, MAY, JUNE, JULY = (Month(2025, number) for number in range(3, 8))
LENT = {("grunnstotte", True): 10336_00, ("utgiftsdekning", False): 8533_00}


def debt(instalments: int = 3, *, paid: dict[tuple[str, bool], int] | None = None, announced: bool = True) -> Debt:
    """A month of a foster home paid once too often, found out in March."""
    return Debt("K1", "H-001", "A-1", "fosterhjem", "2024/1187", MARCH, instalments, LENT, paid or {}, announced)


def told(entries: tuple[Entry, ...]) -> dict[tuple[str, bool], int]:
    return {(entry.line.component, entry.line.taxable): entry.line.amount for entry in entries}


class TestPuttingOff:
    """What is reversed is lent back in the same run, so that the home is asked for nothing at once."""

    def taken_back(self) -> list[Entry]:
        lines = pay_month(agreed("fosterhjem", born=date(2018, 5, 4)), MARCH, RULES).lines
        return list(opposite((f"R1-{number}", line) for number, line in enumerate(lines, 1)))

    def test_component_by_component_with_its_tax(self) -> None:
        """Taxable pay is put off as pay, cover of expenses as cover."""
        put_off = lend(self.taken_back(), "K1", APRIL)
        assert told(put_off) == LENT
        assert {(entry.kind, entry.line.item, entry.line.for_month) for entry in put_off} == {("claim", "K1", APRIL)}

    def test_first_pay_of_the_same_run_is_no_part_of_it(self) -> None:
        """Only corrections and reversals are put off."""
        ordinary = [Entry("ordinary", entry.line) for entry in self.taken_back()]
        assert told(lend([*ordinary, *self.taken_back()], "K1", APRIL)) == LENT

    def test_what_cancels_out_is_not_put_off(self) -> None:
        """A component whose corrections and reversals sum to nothing has no line."""
        grunnstotte, cover = self.taken_back()
        again = Entry("correction", cover.line._replace(quantity=-cover.line.quantity, amount=-cover.line.amount))
        assert told(lend([grunnstotte, cover, again], "K1", APRIL)) == {("grunnstotte", True): 10336_00}

    def test_a_component_that_was_paid_too_little_is_put_off_as_well(self) -> None:
        """So that the two together come to what is owed."""
        grunnstotte, cover = self.taken_back()
        more = Entry("correction", cover.line._replace(quantity=Fraction(1), amount=-cover.line.amount // 2))
        put_off = lend([grunnstotte, more], "K1", APRIL)
        assert told(put_off)["utgiftsdekning", False] == -8533_00 // 2
        assert all(entry.line.rate * entry.line.quantity == entry.line.amount for entry in put_off)


class TestInstalments:
    """Paid down from the month after, in equal parts."""

    def test_none_in_the_month_it_was_taken_back(self) -> None:
        """The home has just been written to."""
        assert due_instalment(debt(), MARCH) == {}

    def test_a_third_each_month_and_the_øre_left_over_in_the_last(self) -> None:
        """10 336.00 and 8 533.00 in three."""
        assert due_instalment(debt(), APRIL) == {
            ("grunnstotte", True): 10336_00 // 3, ("utgiftsdekning", False): 8533_00 // 3,
        }  # fmt: skip
        paid = {key: lent * 2 // 3 for key, lent in LENT.items()}
        rest = due_instalment(debt(paid=paid), JUNE)
        assert rest == {("grunnstotte", True): 10336_00 - 10336_00 * 2 // 3,
                        ("utgiftsdekning", False): 8533_00 - 8533_00 * 2 // 3}  # fmt: skip

    def test_a_month_without_a_posting_is_made_up_for(self) -> None:
        """May pays April's part too."""
        assert due_instalment(debt(), MAY)["grunnstotte", True] == 10336_00 * 2 // 3

    def test_nothing_more_when_all_is_paid(self) -> None:
        """Nor in any later month."""
        assert due_instalment(debt(paid=LENT), JULY) == {}

    def test_a_posting_for_an_earlier_month_takes_nothing_and_gives_nothing(self) -> None:
        """Two parts are paid when April is posted once more."""
        paid = {key: lent * 2 // 3 for key, lent in LENT.items()}
        assert due_instalment(debt(paid=paid), APRIL) == {}

    def test_it_is_taken_from_what_the_home_is_paid(self) -> None:
        """As lines of kind claim, below zero."""
        taken = told(instalment(debt(), APRIL, 20_000_00))
        assert taken == {("grunnstotte", True): -(10336_00 // 3), ("utgiftsdekning", False): -(8533_00 // 3)}

    def test_it_waits_where_the_home_is_paid_less(self) -> None:
        """Nobody is paid less than nothing."""
        due = 10336_00 // 3 + 8533_00 // 3
        assert instalment(debt(), APRIL, due - 1) == ()
        assert instalment(debt(), APRIL, due) != ()

    def test_one_that_has_waited_is_taken_when_there_is_room_for_it_too(self) -> None:
        """In May there is room for one of the two that are due, in June for both that are left."""
        third = 10336_00 // 3 + 8533_00 // 3
        first = told(instalment(debt(), MAY, third + 1))
        assert -sum(first.values()) == third
        paid = {key: -amount for key, amount in first.items()}
        assert -sum(told(instalment(debt(paid=paid), JUNE, 20_000_00)).values()) == 10336_00 + 8533_00 - third

    def test_nothing_is_taken_before_the_home_has_been_written_to(self) -> None:
        """No home is reclaimed without a letter."""
        assert instalment(debt(announced=False), APRIL, 20_000_00) == ()

    def test_what_was_paid_is_given_back_when_the_claim_itself_is_reversed(self) -> None:
        """The run that took the money back was taken back: its whole is paid, and an instalment besides."""
        paid = {key: lent + lent // 3 for key, lent in LENT.items()}
        given_back = told(instalment(debt(paid=paid), APRIL, 0))
        assert given_back == {("grunnstotte", True): 10336_00 // 3, ("utgiftsdekning", False): 8533_00 // 3}

    @given(st.integers(1, 120), st.integers(-10_000_00, 100_000_00), st.integers(1, 100_000_00))
    def test_the_parts_always_add_up_to_the_whole(self, number: int, one: int, other: int) -> None:
        """However many they are, and also where one component was paid too little."""
        lent = {("grunnstotte", True): one + 10_000_01, ("utgiftsdekning", False): other}
        paid: dict[tuple[str, bool], int] = {}
        for at in range(1, number + 1):
            owed = debt(number)._replace(lent=lent, paid=dict(paid))
            for key, amount in due_instalment(owed, MARCH.plus(at)).items():
                paid[key] = paid.get(key, 0) + amount
        assert {key: amount for key, amount in paid.items() if amount} == {k: v for k, v in lent.items() if v}
