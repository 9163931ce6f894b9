"""Templates of letters: plain text with places, strict about what it does not know, and nothing in it is run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.letter_template import BLANK, HEADING, LINE, PARAGRAPH, POINT, TITLE, Filled, fill, parse

PLACES = ("home.name", "home.city", "letter.date")
KNOWN: dict[str, object] = {"home.name": "Familien Prøve", "home.city": None, "letter.date": 7}


def written(content: str) -> Filled:
    blocks, faults = parse(content, PLACES)
    assert not faults, faults
    return fill(blocks, KNOWN, str)


def faults_of(content: str) -> list[tuple[int, str]]:
    return [(line, message.msgid) for line, message in parse(content, PLACES)[1]]


def test_a_letter_is_made_of_lines_headings_paragraphs_and_points() -> None:
    content = """\
> {{home.name}}
> {{ home.city }}

# Hei
Ei linje
og ei til.

## Punkt
- eitt
  som held fram
- to
Utanfor? Nei, med i det andre.

Slutt.
"""
    assert written(content).blocks == (
        (LINE, "Familien Prøve"),
        (LINE, BLANK),
        (TITLE, "Hei"),
        (PARAGRAPH, "Ei linje og ei til."),
        (HEADING, "Punkt"),
        (POINT, "eitt som held fram"),
        (POINT, "to Utanfor? Nei, med i det andre."),
        (PARAGRAPH, "Slutt."),
    )


def test_what_is_not_known_is_a_blank_and_named_once() -> None:
    filled = written("# Til {{home.city}}\n\n{{home.city}}, {{home.name}}\n")
    assert filled.blanks == ("home.city",)
    assert filled.blocks[1] == (PARAGRAPH, f"{BLANK}, Familien Prøve")


def test_what_the_municipality_must_fill_in_is_found_also_over_two_lines() -> None:
    filled = written("# Brev\n\nFra [kommunen fyller ut: kommunens\nnavn] i [kommunen fyller ut: fylke].\n")
    assert filled.open == ("[kommunen fyller ut: kommunens navn]", "[kommunen fyller ut: fylke]")


def test_a_value_is_never_read_as_a_place_or_a_mark() -> None:
    blocks, _ = parse("# {{home.name}}", PLACES)
    said = "{{home.city}} [kommunen fyller ut: x] {home.name} # ${x}"
    filled = fill(blocks, {**KNOWN, "home.name": said}, str)
    assert filled == Filled(((TITLE, said),), (), ())


@pytest.mark.parametrize(
    ("content", "line", "begins"),
    [
        ("# A\n\n{{home.nam}}", 3, "{name} is no place of this letter; did you mean"),
        ("# A\n\n{{x.y}}", 3, "{name} is no place of this letter; docs/brev.md"),
        ("# A\n{{home.name", 2, "A place is written"),
        ("# A\nhome.name}}", 2, "A place is written"),
        ("# A\n{{home.name|upper}}", 2, "A place is written"),
        ("# A\n{{home.name()}}", 2, "A place is written"),
        ("# A\n\nFra\n[kommunen fyller ut: navn\n\nher]", 3, "A mark {example} is not closed"),
        ("Hei", 1, "A letter needs a heading"),
        ("", 1, "A letter needs a heading"),
        ("# A\n# B", 2, "A letter has one heading only"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content: str, line: int, begins: str) -> None:
    ((found, message),) = faults_of(content)
    assert found == line
    assert message.startswith(begins)


def test_all_that_is_wrong_is_told_at_once_in_order() -> None:
    assert [line for line, _ in faults_of("{{a.b}}\n# A\n# B\n{{c.d}} }}")] == [1, 3, 4, 4]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#> -{}.[]\nhomenakuyfltr:", max_size=60))
def test_any_text_is_a_letter_or_told_of_and_no_place_survives_filling(content: str) -> None:
    blocks, faults = parse(content, PLACES)
    if not faults:
        filled = fill(blocks, KNOWN, str)
        assert not any("{{" in words for _, words in filled.blocks)
        assert [kind for kind, _ in filled.blocks].count(TITLE) == 1
