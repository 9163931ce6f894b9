"""The one place that makes and rounds money. An amount is a whole number of øre."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

MOST_DIGITS = 12
"""Of an amount in whole kroner: nothing costs more, and sums of øre stay whole numbers of 64 bits."""


def rounded(ore: "Fraction") -> int:
    """Whole øre, half an øre upwards: `rounded(Fraction(5, 2)) == 3`. For amounts of zero or more."""
    return (2 * ore.numerator + ore.denominator) // (2 * ore.denominator)


def amount(rate: int, quantity: "Fraction") -> int:
    """What `quantity` times a rate in øre comes to, rounded once, in øre."""
    return rounded(rate * quantity)


def from_kroner(kroner: int) -> int:
    """Øre of whole kroner."""
    return kroner * 100


def amount_text(ore: int) -> str:
    """Kroner with two decimals and a dot, as JSON and CSV have it: `amount_text(171875) == "1718.75"`."""
    sign = "-" if ore < 0 else ""
    return f"{sign}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def parse_amount(text: str) -> int:
    """Øre of a text like `"1718.75"` or `"1718"`, of at most twelve digits. Raises ValueError on anything else."""
    kroner, dot, decimals = text.partition(".")
    if not kroner.isascii() or not kroner.isdigit() or len(kroner) > MOST_DIGITS or (dot and not decimals):
        raise ValueError(text)
    if decimals and (len(decimals) > 2 or not decimals.isascii() or not decimals.isdigit()):
        raise ValueError(text)
    return int(kroner) * 100 + int(decimals.ljust(2, "0"))


def quantity_text(quantity: "Fraction") -> str:
    """An exact number in lowest terms: `"3"`, `"17/31"`."""
    return str(quantity)


def parse_quantity(text: str) -> "Fraction":
    """An exact number from `"3"`, `"1.5"` or `"17/31"`. Raises ValueError on anything else."""
    from fractions import Fraction  # here, for it takes decimal along, and amounts are shown without it

    stripped = text.removeprefix("-")
    whole, slash, below = stripped.partition("/")
    digits = (whole + below) if slash else whole.replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit() or len(text) > 40:
        raise ValueError(text)
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(text) from None
