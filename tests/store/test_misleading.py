"""A register document holds letters that could mislead only as escapes, and says the same all the same."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.store.documents import dump_yaml

UNSEEN = "\u061c\u200b\u200d\u202e\u2028\u2066\u2060\ufeff\U000e0041"
TEXTS = st.text(st.one_of(st.sampled_from(UNSEEN + "\u0301\n\"'\\: #-|"), st.characters(categories=["L", "N", "P"])))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_a_text_reads_back_the_same_and_shows_all_it_holds(words: str) -> None:
    written = dump_yaml({"homes": [{"name": words, "interests": [words]}]})
    assert yaml.safe_load(written) == {"homes": [{"name": words, "interests": [words]}]}
    assert not set(written) & set(UNSEEN)


def test_marks_piled_up_are_written_as_escapes_from_the_fifth_on() -> None:
    name = "e" + "\u0301" * 7
    written = dump_yaml({"name": name})
    assert written.count("\\u0301") == 3
    assert yaml.safe_load(written) == {"name": name}
