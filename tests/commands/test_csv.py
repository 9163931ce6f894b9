"""Every list as CSV, read again strictly by RFC 4180: the keys and values of its JSON, cell by cell."""

import csv
import io
from collections.abc import Sequence

import pytest

from tests.commands.register import KOMMUNE
from tests.conftest import Bvt

AWKWARD = """
bvt_register: 1
homes:
  - {ref: H-9, kind: besokshjem, name: 'Familien "Å", Bø; og sønn', employment: oppdragstaker, municipality: "0301"}
"""
LISTS = (
    ("home", "list"),
    ("child", "list"),
    ("agreement", "list"),
    ("stay", "list"),
    ("rate", "list"),
    ("pay", "runs"),
)
LINES = (("pay", "calculate", "2025-03"), ("pay", "month", "2025-03"), ("pay", "show", "R1"))


@pytest.fixture
def register(bvt: Bvt) -> Bvt:
    """The example municipality, with March posted, and a home with an awkward name."""
    bvt("init", "--pay-from", "2024-10")
    assert bvt("import", KOMMUNE).exit_code == 0
    assert bvt("import", "-", input=AWKWARD).exit_code == 0
    bvt("pay", "month", "2025-02", "--post")
    return bvt


def strictly(document: str) -> list[list[str]]:
    """The rows of a CSV document. Raises csv.Error for a stray quote; each line must end in CR LF."""
    assert document.endswith("\r\n")
    assert document.count("\n") == document.count("\r\n")
    return list(csv.reader(io.StringIO(document, newline=""), strict=True))


def as_cell(value: object) -> str:
    """A value of JSON as CSV writes it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(map(as_cell, value))
    return str(value)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_a_list_as_csv_has_the_keys_and_values_of_its_json(register: Bvt, command: Sequence[str]) -> None:
    things = register(*command, "--json").json
    assert things
    heading, *rows = strictly(register(*command, "--csv").stdout)
    assert heading == list(things[0])
    assert rows == [[as_cell(value) for value in thing.values()] for thing in things]


@pytest.mark.parametrize("command", LINES, ids=" ".join)
def test_the_lines_of_a_month_as_csv_are_those_of_its_json(register: Bvt, command: Sequence[str]) -> None:
    lines = [line for home in register(*command, "--json").json["homes"] for line in home["lines"]]
    assert lines
    heading, *rows = strictly(register(*command, "--csv").stdout)
    assert all(len(row) == len(heading) for row in rows)
    flat = [{**line, **{f"rate_{key}": value for key, value in line["rate"].items()}, "rate": None} for line in lines]
    assert [{key: cell for key, cell in zip(heading, row, strict=True) if key in flat[0]} for row in rows] == [
        {key: as_cell(line[key]) for key in heading if key in line} for line in flat
    ]


def test_a_rate_table_as_csv_has_the_rows_of_its_json(register: Bvt) -> None:
    heading, *rows = strictly(register("rate", "show", "2024-07-01", "--csv").stdout)
    assert [dict(zip(heading, row, strict=True)) for row in rows] == [
        {key: as_cell(value) for key, value in row.items()}
        for row in register("rate", "show", "2024-07-01", "--json").json["rows"]
    ]
