"""Money: whole øre, rounded once and half up."""

from fractions import Fraction

import pytest

from bvt_cli.core import money


@pytest.mark.parametrize(
    ("ore", "rounded"),
    [("0", 0), ("2.4", 2), ("2.49999", 2), ("2.5", 3), ("3.5", 4), ("255066/100", 2551), ("7", 7)],
)
def test_half_an_ore_is_rounded_up(ore: str, rounded: int) -> None:
    """Half an øre goes up, also where the nearest even øre lies below."""
    assert money.rounded(Fraction(ore)) == rounded


def test_an_amount_is_rounded_once_at_the_end() -> None:
    """45 % of 10336 for 17 of 31 days is 2550.658... kroner."""
    assert money.amount(money.from_kroner(10336), Fraction(45, 100) * Fraction(17, 31)) == 255066


@pytest.mark.parametrize(
    ("ore", "text"), [(0, "0.00"), (5, "0.05"), (171875, "1718.75"), (-5, "-0.05"), (-171875, "-1718.75")]
)
def test_amounts_are_written_with_two_decimals_and_a_dot(ore: int, text: str) -> None:
    """Also those below one krone, and those below zero."""
    assert money.amount_text(ore) == text


@pytest.mark.parametrize(("text", "ore"), [("1718.75", 171875), ("1718.7", 171870), ("1718", 171800), ("0.05", 5)])
def test_amounts_are_read_as_kroner(text: str, ore: int) -> None:
    """With two decimals, one, or none."""
    assert money.parse_amount(text) == ore


@pytest.mark.parametrize("text", ["", "1,5", "1.", ".5", "1.234", "-1", "1e3", "1 000", "١", "1.١", "1.-5", "NaN"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Nothing is guessed: no comma, no thousands, no sign, no third decimal."""
    with pytest.raises(ValueError):  # noqa: PT011
        money.parse_amount(text)


@pytest.mark.parametrize(
    ("text", "number", "written"),
    [
        ("3", Fraction(3), "3"),
        ("17/31", Fraction(17, 31), "17/31"),
        ("34/62", Fraction(17, 31), "17/31"),
        ("1.5", Fraction(3, 2), "3/2"),
        ("-51/31", Fraction(-51, 31), "-51/31"),
    ],
)
def test_quantities_are_exact_and_written_in_lowest_terms(text: str, number: Fraction, written: str) -> None:
    """What is read is kept to the last digit."""
    assert money.parse_quantity(text) == number
    assert money.quantity_text(number) == written


@pytest.mark.parametrize(
    "text",
    ["", "-", "/", "1/0", "1/", "/2", "1/2/3", "1.5/2", "1e3", "1_000", "٣", "--1", "1,5", "1/-2", " 1", "1" * 41],
)
def test_what_is_no_exact_number_is_refused(text: str) -> None:
    """Neither exponents nor foreign digits, nor a number long enough to be an attack."""
    with pytest.raises(ValueError):  # noqa: PT011
        money.parse_quantity(text)
