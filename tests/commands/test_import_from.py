"""`bvt import --from`: a spreadsheet taken in, what it changes shown first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.test_asking import Terminal, terminal  # noqa: F401
from tests.conftest import Bvt

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "spreadsheet"
SHEET, MAP = EXAMPLES / "hjem.csv", EXAMPLES / "hjem.yaml"
FROM = ("import", "--from", SHEET, "--map", MAP)
SMALL_MAP = """
separator: ";"
homes:
  - ref: Nr
    kind: Type
    name: Familie
    employment: {text: oppdragstaker}
    interests: Interesser
    has_been_fosterhjem: Fosterhjem
    capacity: Plasser
    prefers: {age_from: Fra alder, siblings: Søsken}
    persons:
      - {ref: Person 1, name: Navn 1, born: Født 1, role: {text: carer}}
      - {ref: Person 2, name: Navn 2, born: Født 2, role: {text: household}}
"""
SMALL_HEAD = (
    "Nr;Type;Familie;Interesser;Fosterhjem;Plasser;Fra alder;Søsken;Person 1;Navn 1;Født 1;Person 2;Navn 2;Født 2\n"
)


@pytest.fixture
def take(empty: Bvt, tmp_path: Path) -> Callable[..., Any]:
    """`take(rows, options..., map=...)`: rows under SMALL_HEAD taken in by SMALL_MAP."""

    def call(rows: str, *options: str, map: str = SMALL_MAP, head: str = SMALL_HEAD) -> Any:
        (tmp_path / "hjem.csv").write_text(head + rows, encoding="utf-8")
        (tmp_path / "kart.yaml").write_text(map, encoding="utf-8")
        return empty("import", "--from", tmp_path / "hjem.csv", "--map", tmp_path / "kart.yaml", *options)

    return call


def test_the_example_is_taken_in_as_a_document_would_be(empty: Bvt, journal: Callable[[], list[Any]]) -> None:
    """Its rows repeat the home for each agreement; empty cells say nothing."""
    assert empty(*FROM, "--yes").exit_code == 0
    found = empty("export", "--json").json
    assert [home["ref"] for home in found["homes"]] == ["H-1", "H-2", "H-3", "H-4", "H-5", "H-6"]
    assert found["homes"][0] == {
        "ref": "H-1",
        "kind": "besokshjem",
        "name": "Familien Prøve",
        "employment": "oppdragstaker",
        "persons": [{"ref": "P-1", "name": "Kari Prøve", "born": "1982-03-14", "role": "carer"}],
        "payees": [{"person": "P-1", "payroll_id": "20001", "share": "1", "from": "2024-10-01"}],
        "approvals": [{"kind": "besokshjem", "on": "2024-10-01", "by": "tatt over fra regneark"}],
    }
    assert found["homes"][4]["employment"] == "sgs1030"
    assert found["agreements"][3] == {
        "ref": "A-4", "home": "H-3", "child": "C-4", "measure": "fosterhjem", "from": "2024-10-01", "factor": "3/2",
    }  # fmt: skip
    assert found["agreements"][4]["to"] == "2025-03-16"
    assert len(found["children"]) == 7
    assert {entry.command for entry in journal()} >= {"import"}


@pytest.mark.parametrize("name", ["hjem.yaml", "lonn.yaml"])
def test_the_maps_that_the_guide_shows_are_those_of_the_example(name: str) -> None:
    """But for the encoding, which may be left out."""
    guide = (EXAMPLES.parents[1] / "docs" / "fra-regneark.md").read_text(encoding="utf-8")
    shown = guide.partition(f"`regneark/{name}`")[2].partition("```yaml\n")[2].partition("```")[0]
    whole = yaml.safe_load((EXAMPLES / name).read_text(encoding="utf-8"))
    assert yaml.safe_load(shown) == {key: value for key, value in whole.items() if key != "encoding"}


def test_the_difference_is_shown_and_nothing_written_without_yes(empty: Bvt) -> None:
    """Off a terminal nobody can be asked."""
    for options in ((), ("--dry-run",), ("--dry-run", "--yes")):
        shown = empty(*FROM, *options)
        assert shown.exit_code == 0
        assert "home       H-1  added   Ref, Kind, Name, Employment, Persons, Who is paid, Approvals\n" in shown.stdout
        assert shown.stderr.startswith("This would be changed; nothing was written.\nNext: bvt import --from ")
        assert empty("home", "list", "--json").json == []


def test_taking_in_twice_changes_nothing_the_second_time(empty: Bvt) -> None:
    assert empty(*FROM, "--yes").stderr.startswith("Taken in: 6 homes, 7 children, 7 agreements.\n")
    again = empty(*FROM, "--yes")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "Nothing changes.\n")


def test_what_is_corrected_is_shown_key_by_key_before_and_after(take: Callable[..., Any]) -> None:
    take("H-1;besøkshjem;Prøve;;;2;;;P-1;Kari Prøve;1.6.1985;;;\n", "--yes")
    shown = take("H-1;besøkshjem;Prøvesen;;;3;;;P-1;Kari Prøve;2.6.1985;;;\n", "--json").json
    assert shown == [
        {"what": "home", "ref": "H-1", "change": "corrected", "key": "Name", "before": "Prøve", "after": "Prøvesen"},
        {"what": "home", "ref": "H-1", "change": "corrected", "key": "Capacity", "before": 2, "after": 3},
        {"what": "home", "ref": "H-1", "change": "corrected", "key": "Persons", "before": "(1)", "after": "(1)"},
    ]


def test_cells_are_read_by_the_kind_of_their_key(take: Callable[..., Any], empty: Bvt) -> None:
    """Lists with commas, yes and no, whole numbers, a group, a second person; a code as people write it."""
    row = "H-1;Støttefamilie;Prøve;ski, fiske;ja;2;6;nei;P-1;Kari;1.6.1985;P-2;Ola;1990-01-02\n"
    assert take(row, "--yes").exit_code == 0
    (home,) = empty("export", "--json").json["homes"]
    assert home["kind"] == "stottefamilie"
    assert home["interests"] == ["ski", "fiske"]
    assert (home["has_been_fosterhjem"], home["capacity"]) == (True, 2)
    assert home["prefers"] == {"age_from": 6, "siblings": False}
    assert [person["ref"] for person in home["persons"]] == ["P-1", "P-2"]


def test_all_faults_are_told_at_once_with_the_line_of_the_row(take: Callable[..., Any], empty: Bvt) -> None:
    rows = (
        "H-1;besøkshjem;Prøve;;kanskje;mange;;;P-1;Kari;31.02.1985;;;\n"
        "H-2;hytte;Prøve;;;;;;P-2;Ola;1.1.1980;P-1;Per;1.1.1990\n"
    )
    found = take(rows, "--yes")
    assert found.exit_code == 65
    assert found.stderr.splitlines() == [
        "Something is wrong in what was given; nothing was written.",
        "  hjem.csv:2: has_been_fosterhjem must be true or false, without quotes; here it says kanskje.",
        "  hjem.csv:2: capacity must be a whole number, digits alone; here it says mange.",
        "  hjem.csv:2: persons[0].born: there is no such day as 1985-02-31.",
        "  hjem.csv:3: kind must be one of besokshjem, stottefamilie, fosterhjem, ressursfamilie; here it says hytte.",
        "  hjem.csv:3: homes[H-2].persons[1].ref: The person P-1 belongs to the home H-1.",
    ]
    assert empty("home", "list", "--json").json == []


def test_rows_of_one_thing_must_agree(take: Callable[..., Any]) -> None:
    """Persons are gathered; a name is one."""
    row = "H-1;besøkshjem;{};;;;;;P-1;Kari;1.6.1985;{};;\n"
    found = take(row.format("Prøve", "") + row.format("Prøve", "P-2;Ola;1.1.1990").replace(";;\n", "\n"), "--yes")
    assert found.exit_code == 0, found.stderr
    differing = take(row.format("Prøve", "") + row.format("Prøvesen", ""), "--yes")
    assert differing.exit_code == 65
    assert differing.stderr.endswith("  hjem.csv:3: name of H-1 is not what line 2 says.\n")


def test_a_row_without_the_ref_of_a_thing_tells_nothing_of_it(take: Callable[..., Any], empty: Bvt) -> None:
    assert take(";besøkshjem;Uten nummer;;;;;;;;;;;\n", "--yes").stderr == "Nothing changes.\n"


def test_an_identity_number_is_refused_and_not_repeated(take: Callable[..., Any]) -> None:
    """Where a birth date is looked for; the number is the one in the documentation of python-stdnum."""
    found = take("H-1;besøkshjem;Prøve;;;;;;P-1;Kari;15108695088;;;\n", "--yes")
    assert found.exit_code == 65
    assert "hjem.csv:2: born looks like a national identity number; bvt holds none.\n" in found.stderr
    assert "15108695088" not in found.stderr


def test_persons_that_the_spreadsheet_leaves_out_are_not_dropped_unless_told(
    take: Callable[..., Any], empty: Bvt
) -> None:
    take("H-1;besøkshjem;Prøve;;;;;;P-1;Kari;1.6.1985;P-2;Ola;1.1.1990\n", "--yes")
    less = "H-1;besøkshjem;Prøve;;;;;;P-1;Kari;1.6.1985;;;\n"
    assert take(less, "--yes").exit_code == 3
    assert take(less, "--yes", "--replace").exit_code == 0
    assert len(empty("export", "--json").json["homes"][0]["persons"]) == 1


def test_rows_between_are_skipped_as_the_map_says(take: Callable[..., Any], empty: Bvt) -> None:
    with_skip = SMALL_MAP + 'skip:\n  Familie: [Sum, ""]\n'
    rows = "H-1;besøkshjem;Prøve;;;;;;;;;;;\n9;;Sum;;;;;;;;;;;\nH-7;;;;;;;;;;;;;\n"
    assert take(rows, "--yes", map=with_skip).exit_code == 0
    assert [home["ref"] for home in empty("home", "list", "--json").json] == ["H-1"]


@pytest.mark.parametrize(
    ("map", "said"),
    [
        ("homes: [{ref: Nr, naame: Familie}]\n", "kart.yaml:1: There is no key naame here; did you mean name?"),
        ("homes: [{name: Familie}]\n", "kart.yaml:1: homes[0].ref is missing."),
        ("separator: ';'\n", "kart.yaml: The map names nothing to take in: homes, children, agreements ..."),
        ("homes: {ref: Nr}\n", "kart.yaml:1: homes must be a list."),
        ("homes: [{ref: {tekst: x}}]\n", "kart.yaml:1: There is no key tekst here; did you mean text?"),
        ("homes: [{ref: Nr, persons: Navn}]\n", "kart.yaml:1: homes[0].persons must be a list."),
        ("homes: [{ref: Nr, prefers: Navn}]\n", "kart.yaml:1: homes[0].prefers must be keys with values."),
        ("homes: [{ref: Nr, ref: Type}]\n", "kart.yaml:1: The key ref stands twice: on line 1 and here."),
        ("values: [x]\nhomes: [{ref: Nr}]\n", "kart.yaml:1: values must be keys with values."),
        ("values: {kind: x}\nhomes: [{ref: Nr}]\n", "kart.yaml:1: values.kind must be keys with values."),
        ("skip: {Nr: x}\nhomes: [{ref: Nr}]\n", "kart.yaml:1: skip.Nr must be a list."),
        ("encoding: latin-1\nhomes: [{ref: Nr}]\n",
         "kart.yaml:1: encoding must be one of utf-8, cp1252; here it says latin-1."),
        ("separator: x\nhomes: [{ref: Nr}]\n",
         "kart.yaml:1: separator must be one of ;, ,, tab, |; here it says x."),
        ("header_line: 0\nhomes: [{ref: Nr}]\n", "kart.yaml:1: header_line must lie from 1 to 1000; here it says 0."),
        ("homes: [{ref: Nr}]\n---\n", "kart.yaml:2: A second document begins here; a file holds one."),
        ("homes: [{ref: Nummer}]\n", "kart.yaml:1: hjem.csv has no column Nummer; it has Nr, Type, Familie, Interesser,"
         " Fosterhjem, Plasser, Fra alder, Søsken, Person 1, Navn 1, Født 1, Person 2, Navn 2, Født 2."),
    ],
)  # fmt: skip
def test_a_map_is_read_as_strictly_as_any_yaml(take: Callable[..., Any], map: str, said: str) -> None:
    found = take("H-1;besøkshjem;Prøve;;;;;;;;;;;\n", map=map)
    assert found.exit_code == 65
    assert found.stderr.splitlines()[1].strip() == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("import",), "FILE is missing; see bvt import --help.\n"),
        (("import", "x.yaml", "--from", "x.csv"), "Give either a document or --from, not both.\n"),
        (("import", "--from", "x.csv"), "--from needs a --map.\n"),
        (("import", "--map", "x.yaml"), "--map goes with --from.\n"),
        (("import", "--from", "x.csv", "--map", "x.yaml"), "There is no file x.yaml.\n"),
    ],
)
def test_a_spreadsheet_and_its_map_go_together(empty: Bvt, typed: tuple[str, ...], said: str) -> None:
    assert empty(*typed) == (2, "", said)


def test_a_spreadsheet_from_windows_is_read_when_the_map_says_so(empty: Bvt, tmp_path: Path) -> None:
    """Saved as cp1252, with Windows line ends."""
    sheet = tmp_path / "hjem.csv"
    sheet.write_bytes(SHEET.read_text(encoding="utf-8").replace("\n", "\r\n").encode("cp1252"))
    utf8 = empty("import", "--from", sheet, "--map", MAP)
    assert utf8.exit_code == 65
    assert (
        "hjem.csv:2: The file is not UTF-8 here; if Windows saved it, say encoding: cp1252 in the map.\n" in utf8.stderr
    )
    how = tmp_path / "kart.yaml"
    how.write_text(MAP.read_text(encoding="utf-8").replace("encoding: utf-8", "encoding: cp1252"), encoding="utf-8")
    assert empty("import", "--from", sheet, "--map", how, "--yes").exit_code == 0
    assert empty("home", "show", "H-1", "--json").json["name"] == "Familien Prøve"


@pytest.mark.parametrize(("answer", "exit_code", "homes"), [("yes", 0, 6), ("", 0, 6), ("no", 2, 0)])
def test_on_a_terminal_it_is_asked_before_anything_is_written(
    empty: Bvt,
    terminal: Terminal,  # noqa: F811
    answer: str,
    exit_code: int,
    homes: int,
) -> None:
    """After the difference was shown."""
    session = terminal(*map(str, FROM), answers=[answer])
    assert session.exit_code == exit_code
    assert "Familien" not in session.dialogue
    assert "H-6" in session.stdout
    assert "Write this? [Y/n]" in session.dialogue
    assert len(empty("home", "list", "--json").json) == homes
