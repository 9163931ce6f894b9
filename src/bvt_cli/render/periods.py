"""Half-years and quarters in sentences: `2025H1` in English, `1. halvår 2025` in Norwegian."""

from bvt_cli.core.halfyear import Half
from bvt_cli.core.texts import Text, text


def half_said(half: Half) -> Text:
    """A half-year."""
    return text("{year}H{number}", year=half.year, number=half.number)


def quarter_said(quarter: str) -> Text:
    """A quarter written `2025Q1`."""
    year, _, number = quarter.partition("Q")
    return text("{year}Q{number}", year=year, number=number)
