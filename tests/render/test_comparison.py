"""Differences between a spreadsheet and bvt in words."""

from datetime import date
from fractions import Fraction

import pytest

from bvt_cli.core.comparison import CAUSES, Cause
from bvt_cli.core.variation import Otherwise
from bvt_cli.render.comparison import codes, sentence
from bvt_cli.render.messages import translator


@pytest.mark.parametrize("code", CAUSES)
def test_every_cause_has_words_and_a_code(code: str) -> None:
    cause = Cause(code, "A-1", Otherwise(days=3), "grunnstotte", Fraction(3))
    assert translator("en").say(sentence(cause)).endswith(".")
    assert codes(cause) == (("days",) if code == "otherwise" else (code,))


@pytest.mark.parametrize(
    ("otherwise", "words", "named"),
    [
        (Otherwise(band=(6, 11)), "the age band 6-10 years", ("age_band",)),
        (Otherwise(band=(10, None)), "the age band from 10 years", ("age_band",)),
        (Otherwise(table=date(2023, 7, 1)), "the KS table of 2023-07-01", ("rate_table",)),
        (Otherwise(days=4), "4 døgn", ("days",)),
        (Otherwise(size="liten"), "the size small", ("size",)),
        (Otherwise(size="whole"), "the whole KS rate", ("size",)),
        (Otherwise(factor=Fraction(3, 2)), "the factor 3/2", ("factor",)),
        (Otherwise(part="whole_month"), "the whole month", ("whole_month",)),
        (Otherwise(part="by_days"), "the part of the month counted by days", ("by_days",)),
        (
            Otherwise(table=date(2023, 7, 1), days=4),
            "the KS table of 2023-07-01, 4 døgn",
            ("rate_table", "days"),
        ),
    ],
)
def test_what_was_taken_otherwise_is_said(otherwise: Otherwise, words: str, named: tuple[str, ...]) -> None:
    cause = Cause("otherwise", "A-1", otherwise)
    assert translator("en").say(sentence(cause)) == f"A-1: this is the sum for {words}."
    assert codes(cause) == named
