"""Words typed on the command line, made into values."""

from datetime import date
from fractions import Fraction

import pytest

from bvt_cli.commands import arguments
from bvt_cli.core.errors import Usage
from bvt_cli.core.period import Month
from bvt_cli.render.output import Form


@pytest.mark.parametrize("word", ["2024-10-04", "04.10.2024", "4.10.2024"])
def test_a_day_is_understood_in_both_forms(word: str) -> None:
    assert arguments.day(word, "--on") == date(2024, 10, 4)


@pytest.mark.parametrize("word", ["2024-1-1", "2025-02-29", "29.02.2025", "10/04/2024", "20241004", ""])
def test_an_ambiguous_or_impossible_day_is_refused(word: str) -> None:
    with pytest.raises(Usage, match="is no date"):
        arguments.day(word, "--on")


@pytest.mark.parametrize("word", ["2024-10", "10.2024"])
def test_a_month_is_understood_in_both_forms(word: str) -> None:
    assert arguments.month(word, "--month") == Month(2024, 10)


@pytest.mark.parametrize("word", ["2024-13", "13.2024", "1.2024", "october", "2024-10-01", ""])
def test_no_month_is_refused(word: str) -> None:
    with pytest.raises(Usage, match="is no month"):
        arguments.month(word, "--month")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("besøkshjem", "besokshjem"),
        ("Besokshjem", "besokshjem"),
        ("BESØKSHJEM", "besokshjem"),
        ("støttefamilie", "stottefamilie"),
        ("ordinær", "ordinaer"),
        ("uttømmende-utvidet", "uttommende_utvidet"),
        ("ma\u030aned", "maned"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(word: str, code: str) -> None:
    choices = ("besokshjem", "stottefamilie", "ordinaer", "uttommende_utvidet", "maned")
    assert arguments.code(word, "--kind", choices) == code


def test_an_unknown_code_is_refused_with_those_there_are() -> None:
    with pytest.raises(Usage) as refused:
        arguments.code("hytte", "--kind", ("besokshjem", "fosterhjem"))
    assert dict(refused.value.message.values) == {
        "name": "--kind",
        "value": "hytte",
        "choices": ("besokshjem", "fosterhjem"),
    }


def test_whole_numbers_lie_within_their_limits() -> None:
    assert arguments.whole("3", "--days", low=1, high=31) == 3
    for word in ("0", "32", "-1", "3.0", "٣", "1e3", ""):
        with pytest.raises(Usage, match="is no whole number"):
            arguments.whole(word, "--days", low=1, high=31)


def test_fractions_are_exact_and_know_the_norwegian_comma() -> None:
    assert arguments.fraction("1,5", "--factor") == Fraction(3, 2)
    assert arguments.fraction("17/31", "--factor") == Fraction(17, 31)
    for word in ("-1", "1/0", "half", "1,5,0", "nan"):
        with pytest.raises(Usage, match="is no number"):
            arguments.fraction(word, "--factor")


def test_kroner_become_whole_ore() -> None:
    assert arguments.kroner("1718,75", "--cost") == 171875
    for word in ("-5", "1 718", "1718.755", "kr 5"):
        with pytest.raises(Usage, match="is no amount"):
            arguments.kroner(word, "--cost")


def test_a_line_of_text_is_not_empty_and_holds_no_control_characters() -> None:
    assert arguments.line("Familien [/] Berg", "--name") == "Familien [/] Berg"
    for word in ("", "  ", "a\nb", "\x1b[31m", "\x9b"):
        with pytest.raises(Usage):
            arguments.line(word, "--name")


def test_an_option_left_out_stays_out() -> None:
    assert arguments.given(arguments.day, None, "--on") is None
    assert arguments.given(arguments.one_of(("carer", "household")), "Carer", "--role") == "carer"


def test_the_dialect_alone_means_csv() -> None:
    assert arguments.form(dialect="excel-no") == Form(csv=True, dialect="excel-no")
    assert arguments.form() == Form()
