"""The strict reader: what it takes, and what it refuses with which line and sentence."""

import gc
from datetime import date
from fractions import Fraction

import pytest
import yaml

from bvt_cli.core.errors import Problem
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Text
from bvt_cli.store.json_nodes import read_json
from bvt_cli.store.nodes import Items, Pairs, Scalar, is_null, read_yaml, shown
from bvt_cli.store.typed import Walk


def said(problems: list[Problem]) -> list[str]:
    """Each problem as `place: sentence`, values filled in."""
    return [f"{each.place}: {filled(each.message)}" for each in problems]


def filled(message: Text) -> str:
    values = {name: filled(value) if isinstance(value, Text) else value for name, value in message.values}
    return message.msgid.format(**values)


def test_yaml_becomes_nodes_that_know_their_line():
    node, problems = read_yaml(b'name: Kari\nrefs: [A-1, "7"]\n', "x.yaml")
    assert problems == []
    assert node == Pairs(
        (
            (Scalar("name", False, 1), Scalar("Kari", False, 1)),
            (Scalar("refs", False, 2), Items((Scalar("A-1", False, 2), Scalar("7", True, 2)), 2)),
        ),
        1,
    )


def test_json_becomes_the_same_nodes_without_lines():
    node, problems = read_json(b'{"name": "Kari", "n": [1, 2.50, true, null]}', "x.json")
    numbers = Items(tuple(Scalar(each, False, 0) for each in ("1", "2.50", "true", "null")), 0)
    assert problems == []
    assert node == Pairs(((Scalar("name", True, 0), Scalar("Kari", True, 0)), (Scalar("n", True, 0), numbers)), 0)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"# first\n---\na: 1\nb: 2\n...\n"])
def test_byte_order_mark_windows_line_ends_and_document_marks_are_accepted(data):
    node, problems = read_yaml(data, "x.yaml")
    assert problems == []
    assert [(key.text, value.text) for key, value in node.pairs] == [("a", "1"), ("b", "2")]


def test_nothing_is_turned_into_something_else():
    """YAML 1.1 would read false, an octal number, minutes and a date here."""
    node, _ = read_yaml(b"- no\n- 0301\n- 12:30\n- 2024-10-01\n", "x.yaml")
    assert [item.text for item in node.items] == ["no", "0301", "12:30", "2024-10-01"]


YAML_REFUSED = {
    "latin-1": (
        "a: 1\nb: Bjørn\n".encode("latin-1"),
        ["x:2: The file is not UTF-8 here; perhaps it was saved as latin-1. Save it as UTF-8."],
    ),
    "NUL": (b"a: 1\nb: x\0y\n", ["x:2: There is a control character here (U+0000); take it out."]),
    "right-to-left override": (
        "a: x\n\n# \u202e\n".encode(),
        ["x:3: There is a control character here (U+202E); take it out."],
    ),
    "empty": (b"", ["x: The file is empty."]),
    "only a comment": (b"# nothing\n", ["x: The file is empty."]),
    "null": (b"~\n", ["x: The file is empty."]),
    "anchor": (b"a: &b 1\n", ["x:1: Anchors (&b) are not read; take it out."]),
    "anchor on a list": (b"a:\n  - 1\nb: &c [1]\n", ["x:3: Anchors (&c) are not read; take it out."]),
    "alias": (b"a: 1\nb: *a\n", ["x:2: Aliases (*a) are not read; write the value out."]),
    "tag": (b"a: 1\nb: !!str 5\n", ["x:2: Tags (!) are not read; take it out, or put the text in quotes."]),
    "two documents": (b"a: 1\n---\nb: 2\n", ["x:2: A second document begins here; a file holds one."]),
    "text after the end": (b"a: 1\n...\nfoo\n", ["x:3: The document ends before this, but the file goes on."]),
    "key twice": (b"a: 1\nb: 2\na: 3\n", ["x:3: The key a stands twice: on line 1 and here."]),
    "list as key": (b"a: 1\n? [b]\n: 2\n", ["x:2: A key must be a single word, not a list or further keys."]),
    "tab": (b"a:\n\tb: 1\n", ["x:2: There is a tab here; use spaces."]),
    "open bracket": (b"a:\n  [1, 2\nb: 3\n", ["x:3: A bracket opened on line 2 is not closed, or a comma is missing."]),
    "open quote": (b"a: 1\nb: 'x\nc: 2\n", ["x:2: A quotation mark that opens here is never closed."]),
    "colon": (
        b"a: 1\nb: c: d\n",
        ["x:2: The indentation is wrong here, or a text with a colon or a dash is not in quotes."],
    ),
    "indentation": (
        b"a:\n    b: 1\n  c: 2\n",
        ["x:3: The indentation does not fit the lines above, or quotes or brackets do not match."],
    ),
    "at sign": (b"a: @x\n", ["x:1: A text that begins with this character must be in quotes."]),
    "backslash": (
        b'a: "\\q"\n',
        ["x:1: A backslash before this character means nothing; put the text in single quotes."],
    ),
    "21 levels": (b"a: " + b"[" * 21, ["x:1: Lists and keys lie more than 20 levels inside each other."]),
    "other version": (b"%YAML 3.0\n---\na: 1\n", ["x:1: The document ends before this, but the file goes on."]),
}


@pytest.mark.parametrize("name", YAML_REFUSED)
def test_yaml_is_refused_with_line_and_sentence(name):
    data, expected = YAML_REFUSED[name]
    assert said(read_yaml(data, "x")[1]) == expected


@pytest.mark.parametrize("name", sorted(YAML_REFUSED.keys() - {"other version"}))
def test_without_libyaml_the_answers_are_the_same(name, monkeypatch):
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    data, expected = YAML_REFUSED[name]
    assert said(read_yaml(data, "x")[1]) == expected


JSON_REFUSED = {
    "latin-1": (
        '{"a":\n"ø"}'.encode("latin-1"),
        ["x:2: The file is not UTF-8 here; perhaps it was saved as latin-1. Save it as UTF-8."],
    ),
    "empty": (b" \n", ["x: The file is empty."]),
    "null": (b"null", ["x: The file is empty."]),
    "key twice": (b'{"a": [{"b": 1, "b": 2}]}', ["x: a[0].b: The key b stands twice."]),
    "missing comma": (
        b'{"a": 1\n"b": 2}',
        ["x:2: A comma, a colon or a closing bracket is missing here, or one stands in a wrong place."],
    ),
    "comma too many": (b'{\n"a": 1,}', ["x:2: A key in double quotes is missing here, or there is a comma too many."]),
    "no value": (b'{"a":\n}', ["x:2: A value is missing here, or it is none that JSON knows."]),
    "open quote": (b'{"a": "x\n}', ["x:1: A quotation mark that opens here, or before, is not closed on its line."]),
    "backslash": (
        b'{"a": "\\q"}',
        ["x:1: A backslash before this character means nothing; write two backslashes for one."],
    ),
    "text after the end": (b'{"a": 1}\n{}', ["x:2: The document ends before this, but the file goes on."]),
    "21 levels": (
        b"[" * 21 + b"]" * 21,
        ["x: " + "[0]" * 20 + ": Lists and keys lie more than 20 levels inside each other."],
    ),
}


@pytest.mark.parametrize("name", JSON_REFUSED)
def test_json_is_refused_with_line_or_field_and_sentence(name):
    data, expected = JSON_REFUSED[name]
    assert said(read_json(data, "x")[1]) == expected


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "? ["])
def test_a_million_levels_are_refused_without_recursion(opening):
    node, problems = read_yaml((opening * 10**6).encode(), "x")
    assert node is None
    assert said(problems) == ["x:1: Lists and keys lie more than 20 levels inside each other."]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_million_levels_of_json_are_refused(opening):
    node, problems = read_json((opening * 10**6).encode(), "x")
    assert node is None
    assert said(problems) == ["x: Lists and keys lie more than 20 levels inside each other."]


def test_reading_goes_on_after_what_can_be_passed_over():
    node, problems = read_yaml("a: &x 1\na: 2\nb: \u200fy\nc: !t z\n".encode(), "x")
    assert [each.place for each in problems] == ["x:3", "x:1", "x:4", "x:2"]
    assert [key.text for key, _ in node.pairs] == ["a", "b", "c"]


def test_a_file_over_the_limit_is_not_read():
    assert said(read_yaml(b"a: 12345", "x", limit=5)[1]) == ["x: The file is too large: 8 bytes, at most 5 are read."]


def test_binary_files_do_not_drown_the_reader_in_problems():
    problems = read_yaml(b"\0\n" * 10_000 + b"a: 1", "x")[1]
    assert said(problems)[19:] == [
        "x:20: There is a control character here (U+0000); take it out.",
        "x:10001: The indentation is wrong here, or a text with a colon or a dash is not in quotes.",
    ]


@pytest.mark.parametrize("read", [read_yaml, read_json])
def test_garbage_collection_is_left_as_it_was(read):
    read(b"[", "x")
    assert gc.isenabled()
    gc.disable()
    try:
        read(b"[1]", "x")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_shown_is_short_and_harmless():
    assert shown("x" * 50) == "x" * 39 + "…"
    assert shown("a\x1b[31m\nb\ud800") == "a?[31m b?"


@pytest.mark.parametrize(("written", "null"), [("", True), ("null", True), ("~", True), ("Null", False), ("''", False)])
def test_null_is_empty_null_or_tilde_without_quotes(written, null):
    node, _ = read_yaml(f"a: {written}\n".encode(), "x")
    assert is_null(node.pairs[0][1]) is null


# --- typed values ---

READERS = {
    "text": lambda walk, node: walk.text(node, ("f",)),
    "lines": lambda walk, node: walk.text(node, ("f",), multiline=True),
    "whole": lambda walk, node: walk.whole(node, ("f",), 0, 100),
    "fraction": lambda walk, node: walk.fraction(node, ("f",), 0, 100),
    "boolean": lambda walk, node: walk.boolean(node, ("f",)),
    "day": lambda walk, node: walk.day(node, ("f",)),
    "month": lambda walk, node: walk.month(node, ("f",)),
    "choice": lambda walk, node: walk.choice(node, ("f",), ("liten", "stor")),
    "items": lambda walk, node: walk.items(node, ("f",)),
    "pairs": lambda walk, node: walk.pairs(node, ("f",), {"a"}),
}


def take(kind: str, written: str) -> tuple[object, list[str]]:
    """What `f: <written>` on line 1 is read as, and what is said about it."""
    node, problems = read_yaml(f"f: {written}\n".encode(), "x")
    assert problems == []
    walk = Walk("x", problems)
    return READERS[kind](walk, node.pairs[0][1]), said(problems)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        *(
            ("text", same, same)
            for same in ("on", "no", "yes", "12:30", "2024-10", "Null", "Nan", "A-1", "1/2", "+47 22")
        ),
        ("text", '"0301"', "0301"),
        ("text", '"true"', "true"),
        ("text", "Zoë 👩‍🦰 [/] = x", "Zoë 👩‍🦰 [/] = x"),
        ("lines", "|\n  to\n  linjer", "to\nlinjer\n"),
        ("whole", "0", 0),
        ("whole", "100", 100),
        ("fraction", "2", Fraction(2)),
        ("fraction", '"1.5"', Fraction(3, 2)),
        ("fraction", "1/3", Fraction(1, 3)),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day", '"2024-10-04"', date(2024, 10, 4)),
        ("month", "2024-10", Month(2024, 10)),
        ("choice", "stor", "stor"),
        ("items", "[]", ()),
    ],
)
def test_values_are_read_as_what_they_are_meant(kind, written, value):
    assert take(kind, written) == (value, [])


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        *(
            ("text", n, f"f is a text: put {n} in quotes.")
            for n in ("0301", "1_000", "0x1F", ".inf", ".NaN", "1e3", "1.5", "-7", ".5", "0b1", "0o17", "true")
        ),
        ("text", '" "', "f is not filled in yet."),
        ("text", "", "f is not filled in yet."),
        ("text", "[a]", "f must be a single value."),
        ("text", '"a\\tb"', "f holds a control character (U+0009); take it out."),
        ("text", '"a\\nb"', "f holds a control character (U+000A); take it out."),
        ("text", '"a\\u202Eb"', "f holds a control character (U+202E); take it out."),
        ("text", '"\\x1b[31m"', "f holds a control character (U+001B); take it out."),
        ("text", '"a\\Nb"', "f holds a control character (U+0085); take it out."),
        ("lines", '"a\\tb"', "f holds a control character (U+0009); take it out."),
        ("lines", '"a\\nb\\x00"', "f holds a control character (U+0000); take it out."),
        ("text", "x" * 20_001, "f is longer than 20000 characters."),
        ("whole", "10.0", "f must be a whole number, digits alone; here it says 10.0."),
        ("whole", "0301", "f must be a whole number, digits alone; here it says 0301."),
        ("whole", "10 336", "f must be a whole number, digits alone; here it says 10 336."),
        ("whole", "1_0", "f must be a whole number, digits alone; here it says 1_0."),
        ("whole", '"10"', "f must be a whole number without quotes."),
        ("whole", "-1", "f must lie from 0 to 100; here it says -1."),
        ("whole", "101", "f must lie from 0 to 100; here it says 101."),
        ("whole", "", "f is not filled in yet."),
        ("fraction", "1.5", "f must be exact: put 1.5 in quotes."),
        ("fraction", '"1,5"', 'f must be a number such as 2, "1.5" or "1/3".'),
        ("fraction", "1/0", 'f must be a number such as 2, "1.5" or "1/3".'),
        ("fraction", '"-0.5"', "f must lie from 0 to 100; here it says -0.5."),
        ("fraction", "~", "f is not filled in yet."),
        ("boolean", "yes", "f must be true or false, without quotes; here it says yes."),
        ("boolean", '"true"', "f must be true or false, without quotes; here it says true."),
        ("boolean", "null", "f is not filled in yet."),
        ("day", "2024-1-1", "f must be a date written YYYY-MM-DD; here it says 2024-1-1."),
        ("day", "04.10.2024", "f must be a date written YYYY-MM-DD; here it says 04.10.2024."),
        ("day", "2025-02-29", "f: there is no such day as 2025-02-29."),
        ("day", "1850-01-01", "f must lie in the years 1900-2199; here it says 1850-01-01."),
        ("day", "", "f is not filled in yet."),
        ("month", "2024-13", "f must be a month written YYYY-MM; here it says 2024-13."),
        ("month", "2024-1", "f must be a month written YYYY-MM; here it says 2024-1."),
        ("month", "2200-01", "f must lie in the years 1900-2199; here it says 2200-01."),
        ("month", "", "f is not filled in yet."),
        ("choice", "Stor", "f must be one of ('liten', 'stor'); here it says Stor."),
        ("choice", "", "f is not filled in yet."),
        ("items", "a", "f must be a list."),
        ("pairs", "[a]", "f must be keys with values."),
    ],
)
def test_wrong_values_are_named_with_line_and_field(kind, written, sentence):
    value, sentences = take(kind, written)
    assert (value, sentences) == (None, [f"x:1: {sentence}"])


def test_unknown_and_missing_keys_are_told_at_once_and_the_rest_is_read():
    node, problems = read_yaml(b"naem: x\nborn: 2018-05-04\nqqqq: 1\n", "x")
    fields = Walk("x", problems).fields(node, (), frozenset({"name", "born"}), frozenset({"name"}))
    assert sorted(fields.nodes) == ["born", "naem", "qqqq"]
    assert said(problems) == [
        "x:1: There is no key naem here; did you mean name?",
        "x:3: There is no key qqqq here; the keys are ('born', 'name').",
        "x:1: name is missing.",
    ]


def test_where_no_line_is_known_the_place_is_the_field():
    node, problems = read_json(b'{"homes": [{"name": 1, "persons": null}]}', "x.json")
    walk = Walk("x.json", problems)
    for home, path in walk.fields(node, (), {"homes"}).each("homes", walk):
        fields = walk.fields(home, path, {"name", "persons"})
        assert fields.take("name", walk.text) is None
        assert fields.take("born", walk.day) is None
        assert ("name" in fields, "born" in fields, fields.is_null("persons")) == (True, False, True)
    assert said(problems) == ["x.json: homes[0].name: homes[0].name is a text: put 1 in quotes."]


def test_a_value_from_no_file_is_placed_by_its_field():
    problems: list[Problem] = []
    walk = Walk("", problems)
    walk.day(Scalar("2024-1-1", True, 0), ("born",))
    walk.pairs(Items((), 0), (), set())
    assert said(problems) == [
        "born: born must be a date written YYYY-MM-DD; here it says 2024-1-1.",
        ": The document must be keys with values.",
    ]


def test_json_numbers_that_are_none_are_no_text():
    node, problems = read_json(b'["NaN", NaN]', "x")
    walk = Walk("x", problems)
    assert [walk.text(each, ("f",)) for each in node.items] == ["NaN", None]
