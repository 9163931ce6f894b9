"""What is shown of texts that could steer a terminal, turn the reading direction, or hide something."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.render.harmless import harmless, harmless_json

MISLEADING = "\x00\x07\x1b\x7f\x85\x9b\u061c\u200b\u200d\u202e\u2028\u2066\u2060\ufeff\ud800\U000e0041\u0301"
ANY_TEXT = st.text(st.one_of(st.sampled_from(MISLEADING), st.characters(codec=None)), max_size=40)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Kari Bærg-Ødegård", "Kari Bærg-Ødegård"),
        ("\x1b]0;x\x07", "\\x1b]0;x\\x07"),
        ("a\x9bb\u202ec", "a\\x9bb\\u202ec"),
        ("Ka\u200bri", "Ka\\u200bri"),
        ("Kari\U000e0041", "Kari\\U000e0041"),
        ("a\r\nb", "a\\x0d\\x0ab"),
        ("1\u00a0718,75\u00a0kr", "1\u00a0718,75\u00a0kr"),
        ("Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
        ("e" + "\u0301" * 6, "e" + "\u0301" * 4 + "\\u0301\\u0301"),
    ],
)
def test_what_misleads_is_shown_as_an_escape_and_all_else_as_it_is(written: str, shown: str) -> None:
    assert harmless(written) == shown


def test_line_breaks_stay_where_they_may() -> None:
    assert harmless("a\nb\r", newlines=True) == "a\nb\\x0d"


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_json_says_the_same_after_it_is_made_harmless(words: str) -> None:
    document = json.dumps({words: [words]}, ensure_ascii=False)
    made = harmless_json(document)
    assert json.loads(made) == {words: [words]}
    assert not set(made) & set(MISLEADING[:-1])


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_what_is_shown_twice_is_shown_the_same(words: str) -> None:
    assert harmless(harmless(words)) == harmless(words)
    assert not set(harmless(words)) & set(MISLEADING[:-1])
