"""The cells of a spreadsheet as people type them."""

from datetime import date
from fractions import Fraction

import pytest

from bvt_cli.core.period import Month
from bvt_cli.store.sheet_values import amount, day, flag, is_national_number, month, quantity

NOTHING_ELSE = "^"  # a ValueError of whatever words


@pytest.mark.parametrize(
    ("cell", "ore"),
    [
        ("4275", 427500), ("4275,5", 427550), ("4 275,00", 427500), ("4\u00a0275,00", 427500), ("4.275,00", 427500),
        ("1.004.275", 100427500), ("kr 4275", 427500), ("4275,00 kr", 427500), ("4275,-", 427500),
        ("-1 026,00", -102600), ("0", 0),
    ],
)  # fmt: skip
def test_an_amount_with_a_decimal_comma(cell: str, ore: int) -> None:
    assert amount(cell, ",") == ore


def test_an_amount_with_a_decimal_point() -> None:
    assert amount("4275.50", ".") == 427550


@pytest.mark.parametrize("cell", ["", "x", "4,275.00", "4275.50", "42 75", "1,234", "--1", "=4275", "1e3", "٣"])
def test_what_may_be_read_two_ways_is_no_amount(cell: str) -> None:
    with pytest.raises(ValueError, match=NOTHING_ELSE):
        amount(cell, ",")


@pytest.mark.parametrize(
    ("cell", "number"),
    [("3", Fraction(3)), ("2,5", Fraction(5, 2)), ("17/31", Fraction(17, 31)), ("50 %", Fraction(1, 2))],
)
def test_a_quantity(cell: str, number: Fraction) -> None:
    assert quantity(cell, ",") == number


@pytest.mark.parametrize("cell", ["2.5", "-1", "x", ""])
def test_no_quantity(cell: str) -> None:
    with pytest.raises(ValueError, match=NOTHING_ELSE):
        quantity(cell, ",")


@pytest.mark.parametrize("cell", ["2025-03-01", "01.03.2025", "1.3.2025"])
def test_a_day(cell: str) -> None:
    assert day(cell) == date(2025, 3, 1)


@pytest.mark.parametrize(
    "cell", ["2025-03", "202503", "03.2025", "3.2025", "3/2025", "mars 2025", "Mars 2025", "01.03.2025", "2025-03-31"]
)
def test_a_month(cell: str) -> None:
    assert month(cell) == Month(2025, 3)


@pytest.mark.parametrize("cell", ["mars", "13.2025", "mars 25", "2025", "", "1.2.25"])
def test_no_month(cell: str) -> None:
    with pytest.raises(ValueError, match=NOTHING_ELSE):
        month(cell)


def test_yes_and_no() -> None:
    assert [flag(cell) for cell in ("ja", "X", "nei", "No")] == [True, True, False, False]
    with pytest.raises(ValueError, match="kanskje"):
        flag("kanskje")


def test_an_identity_number_is_known_by_its_digits() -> None:
    """The number is the one in the documentation of python-stdnum."""
    assert is_national_number("151086 95088")
    assert not is_national_number("10023")
    assert not is_national_number("12345678903")
