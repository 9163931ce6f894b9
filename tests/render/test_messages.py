"""Texts, days, months and amounts in the three languages."""

from datetime import date
from fractions import Fraction

import messages as catalogues
import pytest

from bvt_cli.core.period import Month
from bvt_cli.core.texts import Choice, KeyName, Kroner, Word, mark, text
from bvt_cli.render.messages import language_of, translator

JANUARY, OCTOBER = Month(2024, 1), Month(2024, 10)
NB, NN, EN = translator("nb"), translator("nn"), translator("en")


def test_a_sentence_is_put_into_the_readers_language_with_its_values() -> None:
    sentence = text("{name}: {value} is none of {choices}.", name="--kind", value="x", choices=("a", "b"))
    assert EN.say(sentence) == "--kind: x is none of a, b."
    assert NB.say(sentence) == "--kind: x er ikke blant a, b."


def test_a_norwegian_sentence_that_begins_with_a_word_begins_with_a_capital() -> None:
    """But not one that begins with what somebody has to type."""
    early = text("{month} is before {first}, the first month that bvt pays.", month=JANUARY, first=OCTOBER)
    assert NB.say(early) == "Januar 2024 er før oktober 2024, den første måneden bvt betaler."
    assert EN.say(early) == "2024-01 is before 2024-10, the first month that bvt pays."
    assert NN.say(text("{key} is missing.", key=KeyName("name"))) == "Namn manglar."
    assert NB.say(text("{field} is missing.", field="name")) == "name mangler."


@pytest.mark.parametrize(
    ("value", "english", "norwegian"),
    [
        (date(2024, 10, 4), "2024-10-04", "04.10.2024"),
        (Month(2024, 10), "2024-10", "oktober 2024"),
        (Kroner(171875), "NOK\u00a01,718.75", "1\u00a0718,75\u00a0kr"),
        (Kroner(-123456789), "NOK\u00a0-1,234,567.89", "-1\u00a0234\u00a0567,89\u00a0kr"),
        (Kroner(5), "NOK\u00a00.05", "0,05\u00a0kr"),
        (Fraction(17, 31), "17/31", "17/31"),
        (3, "3", "3"),
        (None, "", ""),
        (True, "yes", "ja"),
        (Word("besokshjem"), "respite home", "besøkshjem"),
        (Choice("besokshjem"), "besokshjem", "besøkshjem"),
        (KeyName("commitment_months"), "commitment_months", "forpliktelse i måneder"),
        (KeyName("no_name_for_it"), "no_name_for_it", "no_name_for_it"),
        (Word("no_word_for_it"), "no_word_for_it", "no_word_for_it"),
        (text("yes"), "yes", "ja"),
        ((Word("carer"), 2), "carer, 2", "omsorgsperson, 2"),
    ],
)
def test_a_value_is_written_as_the_language_writes_it(value: object, english: str, norwegian: str) -> None:
    assert (EN.value(value), NB.value(value)) == (english, norwegian)


def test_nynorsk_has_its_own_words() -> None:
    assert NN.word("besokshjem") == "besøksheim"
    assert NN.word("confidentiality") == "teieplikterklæring"


def test_one_english_word_may_be_two_in_norwegian() -> None:
    assert (EN.word("ordinaer"), NB.word("ordinaer")) == ("ordinary", "ordinær")
    assert EN.word("absent") == "missing"


def test_a_value_with_places_in_it_is_text_and_nothing_more() -> None:
    assert EN.say(text("There is no home {ref}.", ref="{ref.__class__} {0} %s")) == (
        "There is no home {ref.__class__} {0} %s."
    )


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    assert EN.value("\x1b[2J\x9b\u202ea\nb\ud800") == "\\x1b[2J\\x9b\\u202ea\\x0ab\\ud800"


def test_a_text_without_translation_is_shown_in_english() -> None:
    assert NB.mark("Never translated.") == "Never translated."
    assert NB.mark("") == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"BVT_LANG": "nn", "LANG": "en_US.UTF-8"}, "nn"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "nb_NO.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "nn_NO", "LANG": "en_US"}, "nn"),
        ({"LANG": "no_NO.ISO-8859-1"}, "nb"),
        ({"LANG": "de_DE.UTF-8"}, "nb"),
        ({"LC_ALL": "C.UTF-8"}, "nb"),
        ({"LC_ALL": "POSIX", "LANG": "en_US"}, "nb"),
        ({"BVT_LANG": "xx"}, "nb"),
        ({}, "nb"),
    ],
)
def test_the_language_comes_from_the_environment_else_it_is_bokmal(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_the_catalogues_are_up_to_date_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert (catalogues.main(check=True), capsys.readouterr().err) == (0, "")


def test_a_text_that_cannot_be_gathered_is_refused_with_its_line() -> None:
    with pytest.raises(SystemExit, match=r"home.py:2: text\(\)"):
        list(catalogues.marked('x = 1\ntext(f"There is no {x}.")', "home.py"))


def test_texts_are_gathered_from_marks_and_sentences() -> None:
    found = set(catalogues.marked('mark("Name")\ntext("No " "home.", ref=1)\nmark_in("demand", "missing")', "x.py"))
    assert found == {("Name", None), ("No home.", None), ("missing", "demand")}


def test_mark_changes_nothing() -> None:
    assert mark("Name") == "Name"


def test_what_shipped_rules_say_of_themselves_is_gathered() -> None:
    found = list(catalogues.told_of_rules("settings:\n  - {name: share_liten, source: Somebody, reason: So it is.}\n"))
    assert found == [("Somebody", None), ("So it is.", None)]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_text_without_translation_or_with_other_places_is_a_fault(language: str) -> None:
    catalogue = catalogues.Catalog(locale=language)
    catalogue.add("No home {ref}.", "")
    catalogue.add("No child {ref}.", "Barnet {kode} finst ikkje.")
    assert list(catalogues.faults(language, catalogue)) == [
        f"{language}: not translated: 'No home {{ref}}.'",
        f"{language}: other places than in the text: 'Barnet {{kode}} finst ikkje.'",
    ]
