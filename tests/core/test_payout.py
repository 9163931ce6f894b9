"""A line split on the payees of a home: exact to the øre, whatever the shares."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.payout import Payee, in_force, kostra_function, split

THIRDS = (Fraction(1, 3), Fraction(2, 3))
HALVES = (Fraction(1, 2), Fraction(1, 2))
quick = settings(deadline=None, max_examples=200)


@st.composite
def shares(draw: st.DrawFn) -> tuple[Fraction, ...]:
    """Shares of one to six payees that add up to 1."""
    weights = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6))
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


@pytest.mark.parametrize(
    ("amount", "of", "parts"),
    [
        (300, THIRDS, (100, 200)),
        (100, THIRDS, (33, 67)),  # 33 1/3 and 66 2/3: the larger remainder has the øre
        (101, THIRDS, (34, 67)),  # 33 2/3 and 67 1/3
        (307800, THIRDS, (102600, 205200)),
        (101, HALVES, (51, 50)),  # of equal remainders the first
        (-101, HALVES, (-51, -50)),
        (1, (Fraction(1, 3),) * 3, (1, 0, 0)),
        (2, (Fraction(1, 3),) * 3, (1, 1, 0)),
        (45000, (Fraction(1),), (45000,)),
        (0, HALVES, (0, 0)),
    ],
)
def test_the_ore_left_over_goes_to_the_largest_remainder(
    amount: int, of: tuple[Fraction, ...], parts: tuple[int, ...]
) -> None:
    """Rounded down first; what is left an øre each."""
    assert split(amount, of) == parts


@quick
@given(st.integers(-(10**9), 10**9), shares())
def test_the_parts_add_up_to_the_whole_and_none_is_an_ore_off(amount: int, of: tuple[Fraction, ...]) -> None:
    """No øre is lost or made."""
    parts = split(amount, of)
    assert sum(parts) == amount
    assert all(abs(part - amount * share) < 1 for part, share in zip(parts, of, strict=True))


@quick
@given(st.integers(0, 10**9), shares())
def test_what_is_taken_back_is_the_exact_opposite_of_what_was_paid(amount: int, of: tuple[Fraction, ...]) -> None:
    """Payee by payee."""
    assert split(-amount, of) == tuple(-part for part in split(amount, of))


def test_payees_of_the_latest_day_not_after_it_are_in_force() -> None:
    """Two from January, one alone from March; nobody before."""
    one, other = Payee("P-2", date(2025, 1, 1), HALVES[0]), Payee("P-1", date(2025, 1, 1), HALVES[1])
    alone = Payee("P-1", date(2025, 3, 1), Fraction(1))
    payees = [alone, one, other]
    assert in_force(payees, date(2024, 12, 31)) == ()
    assert in_force(payees, date(2025, 2, 28)) == (other, one)  # by person, so that the split is always the same
    assert in_force(payees, date(2025, 3, 1)) == (alone,)


@pytest.mark.parametrize(
    ("measure", "legal_basis", "function"),
    [
        ("fosterhjem", None, "252"),
        ("ressursfamilie", None, "252"),
        ("besokshjem", None, "251"),
        ("besokshjem", "§ 3-1", "251"),
        ("besokshjem", "§ 5-1", "252"),
        ("besokshjem", "bvl. § 5-1", "252"),
        ("stottefamilie", "barnevernsloven § 5-3 første ledd", "252"),
        ("besokshjem", "5-1", "252"),
        ("besokshjem", "bvl. (1992) § 4-12", "252"),
        ("besokshjem", "§ 4-4", "251"),
        ("besokshjem", "lov 2021-06-18-97 § 3-1", "251"),
        ("stottefamilie", "frivillig", "251"),
    ],
)
def test_an_agreement_is_booked_on_the_function_of_a_placed_child_or_of_one_at_home(
    measure: str, legal_basis: str | None, function: str
) -> None:
    """A besøkshjem or støttefamilie used under a care order belongs to a placed child."""
    assert kostra_function(measure, legal_basis) == function
