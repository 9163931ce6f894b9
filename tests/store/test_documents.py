"""Register documents: read strictly, written so that they read back."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bvt_cli.core.errors import InvalidInput, Problem
from bvt_cli.core.period import Month
from bvt_cli.store import documents

CHILD = b"""\
bvt_register: 1
pay_from: 2024-10
children:
  - ref: C-1
    case: "2024/1"
    born: 2018-05-04
    siblings: [C-2]
    party: true
    activity: null
"""


def test_a_thing_holds_the_keys_it_was_given_with_their_values() -> None:
    """None for one that is to go; what is left out is not there."""
    found = documents.read(CHILD, "doc.yaml")
    assert found.problems == ()
    child, register = found.given
    assert (child.entity.name, child.ref, child.flawed) == ("child", "C-1", False)
    assert child.values == {
        "ref": "C-1",
        "case": "2024/1",
        "born": date(2018, 5, 4),
        "siblings": ("C-2",),
        "party": True,
        "activity": None,
    }
    assert (register.entity.name, register.values) == ("register", {"pay_from": Month(2024, 10)})


def test_json_says_the_same() -> None:
    """A byte order mark before it is no matter."""
    text = '\ufeff{"bvt_register": 1, "children": [{"ref": "C-1", "case": "1", "born": "2018-05-04", "party": true}]}'
    (child,) = documents.read(text.encode(), "doc.json").given
    assert child.values == {"ref": "C-1", "case": "1", "born": date(2018, 5, 4), "party": True}


def test_a_problem_inside_a_thing_stands_at_the_nearest_line() -> None:
    """Of the key where it was given, else of the thing; in JSON the file, for commands the field."""
    child = documents.read(CHILD, "doc.yaml").given[0]
    assert child.problem(("born",), "x").place == "doc.yaml:6"
    assert child.problem(("siblings", 0), "x").place == "doc.yaml:7"
    assert child.problem(("interests",), "x").place == "doc.yaml:4"
    (from_json,) = documents.read(b'{"bvt_register": 1, "children": [{"ref": "C-1"}]}', "doc.json").given
    assert from_json.problem(("born",), "x").place == "doc.json"
    assert documents.given("child", {"ref": "C-1"}).problem(("born",), "x").place == "children[C-1].born"


def test_what_could_not_be_read_is_told_from_what_is_missing() -> None:
    """So that no key is called missing that stands there, wrongly."""
    (home,) = documents.read(
        b"bvt_register: 1\nhomes: [{ref: H-1, kind: hytte, steps: [{code: contract, on: x}]}]\n", "doc.yaml"
    ).given
    assert home.flawed
    assert home.unread(("kind",))
    assert home.unread(("steps", 0, "on"))
    assert not home.unread(("steps", 0, "by"))
    assert not home.unread(("ref",))
    assert not home.unread(("name",))


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("home", {"ref": "H-1", "capacity": 2, "prefers": {"siblings": True}},
         {"ref": "H-1", "capacity": 2, "prefers": {"siblings": True}}),
        ("agreement", {"ref": "A-1", "factor": "1.5", "paid_until": Month(2024, 12), "to": None},
         {"ref": "A-1", "factor": Fraction(3, 2), "paid_until": Month(2024, 12), "to": None}),
        ("stay", {"ref": "S-1", "from": date(2025, 1, 3)}, {"ref": "S-1", "from": date(2025, 1, 3)}),
        ("home", {"ref": "H-1", "municipality": "0301", "name": "no"},
         {"ref": "H-1", "municipality": "0301", "name": "no"}),
        ("home", {"ref": "H-1", "payees": [{"person": "P-1", "share": Fraction(1, 3), "from": "2025-01-01"}]},
         {"ref": "H-1", "payees": [{"person": "P-1", "share": Fraction(1, 3), "from": date(2025, 1, 1)}]}),
    ],
)  # fmt: skip
def test_what_a_command_gives_is_read_as_a_document_would_be(
    name: str, values: dict[str, Any], kept: dict[str, Any]
) -> None:
    """As text or as the value itself."""
    assert documents.given(name, values).values == kept


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"ref": "H-1", "municipality": "301"}, "municipality"),
        ({"ref": "H-1", "colour": "red"}, "colour"),
        ({"ref": "H-1", "capacity": "two"}, "capacity"),
        ({"ref": "H-1", "payees": [{"account": "1"}]}, "payees[0].account"),
        ({"ref": "H-1", "name": None}, "name"),
    ],
)
def test_what_a_command_gives_wrongly_is_told_by_its_key(values: dict[str, Any], place: str) -> None:
    """InvalidInput, exit 65."""
    with pytest.raises(InvalidInput) as error:
        documents.given("home", values)
    assert [each.place for each in error.value.details if isinstance(each, Problem)] == [place]


@pytest.mark.parametrize("account", ["12345678903", "1234.56.78903", "1234 56 78903"])
def test_an_account_is_kept_as_eleven_digits(account: str) -> None:
    """However it was grouped."""
    given = documents.given("home", {"ref": "H-1", "payees": [{"account": account}]})
    assert given.values["payees"] == [{"account": "12345678903"}]


@pytest.mark.parametrize("account", ["12345678901", "1234567890", "00001234567", "١٢٣٤٥٦٧٨٩٠٣", "1234567890x"])
def test_an_account_that_cannot_be_one_is_refused(account: str) -> None:
    """Wrong check digit, too short, an old postal account padded, digits of another script."""
    with pytest.raises(InvalidInput):
        documents.given("home", {"ref": "H-1", "payees": [{"account": account}]})


def test_yaml_is_written_in_the_order_of_the_form_and_without_guesswork() -> None:
    """Days and months plain, texts that look like something else in quotes, several lines as a block."""
    written = documents.dump_yaml(
        {
            "bvt_register": 1,
            "homes": [{"ref": "H-1", "born": date(2018, 5, 4), "phone": "0301", "goals": "a\nb\n"}],
        }
    )
    assert written == (
        "bvt_register: 1\nhomes:\n- ref: H-1\n  born: 2018-05-04\n  phone: '0301'\n  goals: |\n    a\n    b\n"
    )
