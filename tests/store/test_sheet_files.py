"""Spreadsheets saved as CSV: read strictly, or refused with the line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.errors import Problem
from bvt_cli.render.messages import translator
from bvt_cli.store.sheet_files import MOST_PROBLEMS, Layout, Sheet, check_columns, read_sheet

SIMPLE = "Nr;Navn\n1;Prøve\n2;Eksempel\n"


def read(data: str | bytes, layout: Layout = Layout()) -> tuple[Sheet | None, list[str]]:  # noqa: B008
    problems: list[Problem] = []
    sheet = read_sheet(data.encode() if isinstance(data, str) else data, "hjem.csv", layout, problems)
    return sheet, [f"{each.place}: {translator('en').say(each.message)}" for each in problems]


def cells(data: str | bytes, layout: Layout = Layout()) -> list[dict[str, str]]:  # noqa: B008
    sheet, problems = read(data, layout)
    assert problems == []
    assert sheet is not None
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    ("data", "layout"),
    [
        (SIMPLE, Layout()),
        ("\ufeff" + SIMPLE, Layout()),
        (SIMPLE.replace("\n", "\r\n"), Layout()),
        (SIMPLE.replace("\n", "\r"), Layout()),
        (SIMPLE.replace(";", ","), Layout(separator=",")),
        (SIMPLE.replace(";", "\t"), Layout(separator="tab")),
        (SIMPLE.encode("cp1252"), Layout(encoding="cp1252")),
        ("Hjem per 1. mai\n\n" + SIMPLE, Layout(header_line=2)),
        (SIMPLE.replace(";", " ;\u00a0"), Layout()),
        (SIMPLE + ";\n\n", Layout()),
    ],
)
def test_what_people_save_is_read_as_the_map_says(data: str | bytes, layout: Layout) -> None:
    """A byte order mark, line ends of any system, cp1252, a title above, blanks around cells, empty rows below."""
    assert cells(data, layout) == [{"Nr": "1", "Navn": "Prøve"}, {"Nr": "2", "Navn": "Eksempel"}]


def test_a_row_knows_the_line_it_begins_on() -> None:
    sheet, _ = read('Nr;Navn\n1;"to\nlinjer"\n2;x\n')
    assert sheet is None or [row.line for row in sheet.rows] == [2, 4]


def test_formulas_are_only_text() -> None:
    assert cells("Nr;Navn\n=1+1;@SUM(A1)\n") == [{"Nr": "=1+1", "Navn": "@SUM(A1)"}]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "hjem.csv: The file is empty."),
        (b"Nr;Navn\n1;Pr\xf8ve\n", "hjem.csv:2: The file is not UTF-8 here; if Windows saved it, say encoding: cp1252"
         " in the map."),
        (b"Nr;Navn\n1;\0\n", "hjem.csv:2: There is a NUL byte here; save the file as CSV in UTF-8."),
        (SIMPLE.encode("utf-16"), "hjem.csv:1: There is a NUL byte here; save the file as CSV in UTF-8."),
        (b"PK\x03\x04rest", "hjem.csv: This is a workbook, not CSV; save it as CSV from the spreadsheet program."),
        (b"\n;\n", "hjem.csv: There is no row of headings on line 1 or below."),
        (b"Nr;Navn\n1\n", "hjem.csv:2: The row has 1 cells, but there are 2 headings."),
        (b"Nr;Navn\n1;2;3\n", "hjem.csv:2: The row has 3 cells, but there are 2 headings."),
        (b'Nr;Navn\n1;"x\n', "hjem.csv:2: A quotation mark stands wrong in this row, or is never closed."),
        (b'Nr;Navn\n1;"x"y\n', "hjem.csv:2: A quotation mark stands wrong in this row, or is never closed."),
        (b"Nr;Navn\n1;\x1b[31m\n", "hjem.csv:2: There is a control character here (U+001B); take it out."),
        ("Nr;Navn\n1;\u202ex\n".encode(), "hjem.csv:2: There is a control character here (U+202E); take it out."),
        (b"Nr;Navn\n1;" + b"x" * 100_001 + b"\n", "hjem.csv:2: A cell is longer than 100000 characters; perhaps a"
         " quotation mark is not closed."),
        (b'Nr;Navn\n1;"' + b"x\n" * 100_000, "hjem.csv:2: A cell is longer than 100000 characters; perhaps a"
         " quotation mark is not closed."),
    ],
)  # fmt: skip
def test_what_is_no_sound_csv_is_refused_with_its_line(data: bytes, said: str) -> None:
    assert read(data)[1] == [said]


def test_bytes_that_cp1252_does_not_have_are_refused() -> None:
    assert read(b"Nr;Navn\n1;\x81\n", Layout(encoding="cp1252"))[1] == ["hjem.csv:2: The file is not cp1252 here."]


def test_a_file_wrong_in_every_row_is_told_of_a_hundred_times_at_most() -> None:
    assert len(read("Nr;Navn\n" + "1\n" * 1000)[1]) == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Nr", []),
        ("Nv", ["kart.yaml:3: hjem.csv has no column Nv; did you mean Navn?"]),
        ("Saksnummer", ["kart.yaml:3: hjem.csv has no column Saksnummer; it has Nr, Navn, Merknad, Merknad."]),
        ("Merknad", ["kart.yaml:3: The heading Merknad stands twice in hjem.csv."]),
    ],
)
def test_a_column_of_the_map_must_be_there_once(heading: str, said: list[str]) -> None:
    sheet, _ = read("Nr;Navn;Merknad;Merknad\n1;2;3;4\n")
    assert sheet is not None
    problems: list[Problem] = []
    assert check_columns(sheet, {heading: "kart.yaml:3"}, problems) is not bool(said)
    assert [f"{each.place}: {translator('en').say(each.message)}" for each in problems] == said


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["utf-8", "cp1252"]))
def test_no_bytes_bring_anything_but_rows_or_problems(data: bytes, encoding: str) -> None:
    sheet, problems = read(data, Layout(encoding=encoding))
    assert sheet is not None or problems
