"""A gallery of bad register documents: each is told with its place, exit 65, and nothing is written."""

import pytest

from tests.conftest import Bvt

HOME = "kind: besokshjem, name: Berg, employment: sgs1030"
CHILD = 'children: [{ref: C-1, case: "1", born: 2018-05-04}]\n'
PERSON = "persons: [{ref: P-1, name: Kari, born: 1982-03-14, role: carer}]"
AGREED = (
    f"{CHILD}homes: [{{ref: H-1, {HOME}}}]\n"
    "agreements: [{ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}]\n"
)


def home(more: str) -> str:
    return f"homes:\n  - {{ref: H-1, {HOME}, {more}}}\n"


def agreement(more: str) -> str:
    return f"{CHILD}homes: [{{ref: H-1, {HOME}}}]\nagreements:\n  - {{ref: A-1, home: H-1, {more}}}\n"


# name: (document below `bvt_register: 1`, place, part of the sentence)
GALLERY = {
    "unknown key": (home("colour: red"), "doc:3", "There is no key colour here"),
    "misspelt key": (home("telephone: x, phon: x"), "doc:3", "There is no key phon here; did you mean phone?"),
    "unknown key at the top": ("housess: []\n", "doc:2", "There is no key housess here"),
    "key twice": (home('phone: "1", phone: "2"'), "doc:3", "The key phone stands twice"),
    "missing keys": ("homes:\n  - {ref: H-1}\n", "doc:3", "name is missing."),
    "missing ref": ("homes:\n  - {kind: besokshjem}\n", "doc:3", "homes[0].ref is missing."),
    "ref with a blank": ("homes:\n  - {ref: H 1}\n", "doc:3", "homes[0].ref must be letters, digits"),
    "ref twice": (f"homes:\n  - {{ref: H-1, {HOME}}}\n  - {{ref: H-1, {HOME}}}\n", "doc:4", "H-1 stands twice"),
    "short date": (home("applied_on: 2024-1-1"), "doc:3", "must be a date written YYYY-MM-DD; here it says 2024-1-1."),
    "Norwegian date": (home("applied_on: 04.10.2024"), "doc:3", "must be a date written YYYY-MM-DD"),
    "no such day": (home("applied_on: 2025-02-29"), "doc:3", "there is no such day as 2025-02-29."),
    "far date": (home("applied_on: 2524-01-01"), "doc:3", "must lie in the years 1900-2199"),
    "no such month": ("pay_from: 2024-13\n", "doc:2", "pay_from must be a month written YYYY-MM"),
    "unquoted octal": (home("municipality: 0301"), "doc:3", "municipality is a text: put 0301 in quotes."),
    "number for text": ("children:\n  - {ref: C-1, case: 2024, born: 2018-05-04}\n", "doc:3", "put 2024 in quotes."),
    "truth value for text": (home("city: true"), "doc:3", "city is a text: put true in quotes."),
    "text for number": (home('capacity: "2"'), "doc:3", "capacity must be a whole number without quotes."),
    "text for flag": (home("has_been_fosterhjem: yes"), "doc:3", "must be true or false, without quotes"),
    "list for text": (home("phone: [1, 2]"), "doc:3", "phone must be a single value."),
    "text for list": (home("interests: ski"), "doc:3", "interests must be a list."),
    "text for group": (home("prefers: many"), "doc:3", "prefers must be keys with values."),
    "required key taken away": ("homes:\n  - {ref: H-1, name: null}\n", "doc:3", "name cannot be taken away."),
    "negative number": (home("capacity: -1"), "doc:3", "capacity must lie from 0 to 20; here it says -1."),
    "absurd number": (home("commitment_months: 100000"), "doc:3", "must lie from 0 to 600; here it says 100000."),
    "decimal for whole": (home("capacity: 1.5"), "doc:3", "capacity must be a whole number, digits alone"),
    "unquoted decimal": (agreement("child: C-1, measure: fosterhjem, from: 2025-01-01, factor: 1.5"), "doc:5",
                         "factor must be exact: put 1.5 in quotes."),
    "absurd factor": (agreement("child: C-1, measure: fosterhjem, from: 2025-01-01, factor: 1000"), "doc:5",
                      "must lie from 0 to 20; here it says 1000."),
    "control character": (home('phone: "1\\x07"'), "doc:3", "holds a control character (U+0007); take it out."),
    "raw control character": (home("phone: 1\x1b"), "doc:3", "There is a control character here (U+001B)"),
    "right-to-left override": (home('phone: "1\\u202e"'), "doc:3", "holds a control character (U+202E)"),
    "markup in a name": (home("motivation: x").replace("Berg", '"Berg [/]"'), "doc:3", "which is no part of a name."),
    "empty name": (home("motivation: x").replace("Berg", '""'), "doc:3", "name is not filled in yet."),
    "dangling home": (f"{CHILD}agreements:\n  - {{ref: A-1, home: H-9, child: C-1, measure: fosterhjem,"
                      " from: 2025-01-01}\n", "doc:4", "There is no home H-9, neither here nor in the register."),
    "dangling child": (agreement("child: C-9, measure: fosterhjem, from: 2025-01-01"), "doc:5",
                       "There is no child C-9"),
    "dangling agreement": ("stays:\n  - {ref: S-1, agreement: A-9, from: 2025-01-01, to: 2025-01-02}\n", "doc:3",
                           "There is no agreement A-9"),
    "dangling sibling": ('children:\n  - {ref: C-1, case: "1", born: 2018-05-04, siblings: [C-9]}\n', "doc:3",
                         "There is no child C-9"),
    "dangling person": (home(f'{PERSON}, payees: [{{person: P-9, share: "1", from: 2025-01-01}}]'), "doc:3",
                        "The home has no person P-9."),
    "own sibling": ('children:\n  - {ref: C-1, case: "1", born: 2018-05-04, siblings: [C-1]}\n', "doc:3",
                    "A child cannot be its own sibling."),
    "to before from": (agreement("child: C-1, measure: fosterhjem, from: 2025-02-01, to: 2025-01-01"), "doc:5",
                       "to (2025-01-01) is before from (2025-02-01)."),
    "size missing": (agreement("child: C-1, measure: stottefamilie, from: 2025-01-01"), "doc:5",
                     "size is missing for the measure support family."),
    "key of another measure": (agreement("child: C-1, measure: fosterhjem, from: 2025-01-01, size: stor"), "doc:5",
                               "size does not belong to the measure foster home."),
    "network missing": (agreement("measure: ressursfamilie, from: 2025-01-01"), "doc:5",
                        "network is missing for the measure resource family."),
    "shares below 1": (home(f'{PERSON}, payees: [{{person: P-1, share: "1/2", from: 2025-01-01}}]'), "doc:3",
                       "The shares from 2025-01-01 add up to 1/2, not to 1."),
    "wrong account": (home(f'{PERSON}, payees: [{{person: P-1, share: "1", from: 2025-01-01,'
                           ' account: "12345678901"}]'), "doc:3", "is no Norwegian account number"),
    "certificate without a person": (home("steps: [{code: attest, on: 2024-09-02}]"), "doc:3",
                                     "person is missing for the step police certificate."),
    "certificate seen before it was issued": (
        home(f"{PERSON}, steps: [{{code: attest, person: P-1, type: ordinaer, issued: 2024-09-03, on: 2024-09-02}}]"),
        "doc:3", "on (2024-09-02) is before issued (2024-09-03)."),
    "the same step twice": (home("steps: [{code: contract, on: 2024-09-02}, {code: contract, on: 2024-09-02}]"),
                            "doc:3", "The list steps holds this element twice."),
    "stays that share a day": (
        f"{AGREED}stays:\n  - {{ref: S-1, agreement: A-1, from: 2025-01-03, to: 2025-01-05}}\n"
        "  - {ref: S-2, agreement: A-1, from: 2025-01-05, to: 2025-01-06}\n",
        "doc:7", "It shares a day with the stay S-1 of the same agreement."),
    "anchor": (f"homes: &all\n  - {{ref: H-1, {HOME}}}\n", "doc:2", "Anchors (&all) are not read"),
    "alias": ("homes: *all\n", "doc:2", "Aliases (*all) are not read; write the value out."),
    "second document": ("---\nbvt_register: 1\n", "doc:2", "A second document begins here; a file holds one."),
    "open bracket": ("homes: [{ref: H-1\n", "doc:2", "A bracket opened on line 2 is not closed"),
    "tab": ("homes:\n\t- ref: H-1\n", "doc:3", ""),
    "another version": ("", "doc:1", "bvt_register must lie from 1 to 1; here it says 2."),
    "deep nesting": (f"homes: {'[' * 100_000}\n", "doc:2", "more than 20 levels inside each other."),
}  # fmt: skip


@pytest.mark.parametrize("name", GALLERY)
def test_a_bad_document_is_told_with_its_place(empty: Bvt, name: str) -> None:
    """File, line and sentence."""
    text, place, sentence = GALLERY[name]
    before = empty("export").stdout
    version = 2 if name == "another version" else 1
    result = empty("import", "-", input=f"bvt_register: {version}\n{text}")
    assert (result.exit_code, result.stdout) == (65, "")
    where = place.replace("doc", "stdin")
    assert [line for line in result.stderr.splitlines() if line.startswith(f"  {where}: ") and sentence in line]
    assert empty("export").stdout == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "stdin: The file is empty."),
        (b"# nothing\n", "stdin: The file is empty."),
        (b"bvt_register: 1\nhomes: [{name: Pr\xf8ve}]\n", "stdin:2: The file is not UTF-8 here; perhaps"),
        (b"homes: []\n", "stdin:1: bvt_register is missing."),
        (b"- 1\n", "stdin:1: The document must be keys with values."),
        (b"PK\x03\x04\x00\x00", "stdin:1: There is a control character here (U+0003)"),
        (b'{"bvt_register": 1, "homes": [{"ref": "H-1", "ref": "H-2"}]}', "The key ref stands twice"),
        (b'{"bvt_register": 1, "homes": [}', "stdin:1: "),
        (b'{"bvt_register": NaN}', "stdin"),
        (b"[" * 100_000, "stdin"),
    ],
    ids=[
        "empty",
        "comment",
        "latin-1",
        "no version",
        "a list",
        "zip",
        "json key twice",
        "broken json",
        "nan",
        "deep json",
    ],
)
def test_bytes_that_are_no_register_document_are_told(
    empty: Bvt, tmp_path_factory: pytest.TempPathFactory, data: bytes, sentence: str
) -> None:
    """Whatever they are: one sentence, no traceback."""
    file = tmp_path_factory.mktemp("given") / "stdin"
    file.write_bytes(data)
    result = empty("import", file)
    assert (result.exit_code, result.stdout) == (65, "")
    assert sentence in result.stderr


def test_all_problems_are_told_at_once(empty: Bvt) -> None:
    """Those of one thing, of others, and those between them."""
    text = """\
bvt_register: 1
homes:
  - ref: H-1
    kind: hytte
    name: "Berg [/]"
    municipality: 0301
    applied_on: 2024-1-1
    persons:
      - {ref: P-1, name: Kari, born: 2025-02-29, role: carer}
    payees:
      - {person: P-2, share: "1/2", from: 2025-01-01}
agreements:
  - {ref: A-1, home: H-9, child: C-9, measure: stottefamilie, from: 2025-02-01, to: 2025-01-01, factor: 1.5}
"""
    result = empty("import", "-", input=text)
    assert result.exit_code == 65
    told = [line.split(": ")[0].strip() for line in result.stderr.splitlines()[1:]]
    assert sorted(told) == sorted(
        [f"stdin:{line}" for line in (4, 5, 6, 7, 9)]  # what cannot be read of the home
        + ["stdin:3"]  # employment is missing
        + ["stdin:11"] * 2  # no such person, half a share
        + ["stdin:13"] * 5  # factor: unread; to before from, size missing, no such home, no such child
    )


def test_a_problem_in_what_a_command_was_given_names_the_key(empty: Bvt) -> None:
    """There is no file and no line; the key is named once."""
    result = empty("home", "add", "--kind", "besøkshjem", "--name", "[/]", "--employment", "sgs1030")
    assert (result.exit_code, result.stdout) == (65, "")
    assert "\n  name holds [/]" in result.stderr
