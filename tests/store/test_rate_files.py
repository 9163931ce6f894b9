"""The KS tables from their files: against the official figures, and what a wrong file is told."""

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

from bvt_cli.core.errors import RateError
from bvt_cli.core.period import Month
from bvt_cli.core.rate import UNITS
from bvt_cli.core.texts import Text
from bvt_cli.store.rate_files import TemplateWords, load_tables, shipped_rates, template

PUBLISHED = Path(__file__).parents[1] / "published"
SHIPPED = shipped_rates()
TABLE_2024 = (SHIPPED / "ks" / "2024-07-01.yaml").read_text(encoding="utf-8")
NEW = "ks/2025-07-01.yaml"
TABLE_2025 = """\
effective: 2025-07-01
source: https://example.org/ks
fosterhjem:
  - {age_from: 0, age_to: 6, printed_band: 0-5 år, utgiftsdekning: 1, grunnstotte: 2, printed_total: 3}
  - {age_from: 6, printed_band: 6 år og eldre, utgiftsdekning: 1, grunnstotte: 2, printed_total: 3}
besokshjem:
  - {age_from: 0, printed_band: alle, utgiftsdekning: 1, grunnstotte: 2, printed_total: 3}
"""


def own_folder(where: Path, **files: str | bytes) -> Path:
    """A municipality's folder with files, named `ks/2025-07-01.yaml` and so on."""
    for name, content in files.items():
        path = where / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return where


def refused(own: Path) -> list[str]:
    """What loading is refused with: each problem as `place: sentence`."""
    with pytest.raises(RateError) as caught:
        load_tables(SHIPPED, own)
    assert caught.value.exit_code == 5
    return [f"{each.place}: {filled(each.message)}" for each in caught.value.details]


def filled(message: Text) -> str:
    values = {name: filled(value) if isinstance(value, Text) else str(value) for name, value in message.values}
    return message.msgid.format(**values)


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- the official figures ---


def test_every_published_table_is_shipped_and_no_other():
    shipped = [f"{table.name}.csv" for table in load_tables(SHIPPED, None).tables]
    assert shipped == sorted(path.name for path in PUBLISHED.glob("*.csv"))
    assert len(shipped) == 8


@pytest.mark.parametrize("name", sorted(path.name for path in PUBLISHED.glob("*.csv")))
def test_a_shipped_table_says_what_ks_printed(name):
    """Figures, age bands, printed totals and link, against the second copy in tests/published."""
    table = next(each for each in load_tables(SHIPPED, None).tables if f"{each.name}.csv" == name)
    found = [
        {
            "scheme": row.scheme,
            "unit": UNITS[row.scheme],
            "age_from": str(row.age_from),
            "age_to": "" if row.age_to is None else str(row.age_to),
            "age_band_as_printed": row.printed_band,
            "utgiftsdekning": f"{row.utgiftsdekning // 100}",
            "godtgjoring": f"{row.grunnstotte // 100}",
            "printed_total": f"{row.printed_total // 100}",
            "source_url": table.source,
        }
        for row in table.rows
    ]
    assert found == published(name)


def test_four_printed_totals_differ_from_the_sum_of_their_parts():
    differing = [
        (table.name, row.scheme, row.printed_band, row.total_differs)
        for table in load_tables(SHIPPED, None).tables
        for row in table.rows
        if row.total_differs
    ]
    assert differing == [
        ("2015-07-01", "fosterhjem", "15 år og eldre", -50_00),
        ("2022-10-01", "fosterhjem", "11-14 år", 1_00),
        ("2024-07-01", "fosterhjem", "0-5 år", -1_00),
        ("2024-07-01", "fosterhjem", "6-10 år", -1_00),
    ]


@pytest.mark.parametrize("year", [2012, 2014, 2018, 2019, 2020, 2025, 2026])
def test_tables_that_were_not_found_are_not_made_up(year):
    assert not list((SHIPPED / "ks").glob(f"{year}-*"))


@pytest.mark.parametrize(
    ("month", "table"),
    [
        ((2013, 6), None),
        ((2014, 6), "2013-07-01"),
        ((2014, 7), None),
        ((2015, 7), "2015-07-01"),
        ((2018, 7), None),
        ((2021, 6), None),
        ((2022, 6), "2021-07-01"),
        ((2022, 7), None),
        ((2022, 10), "2022-10-01"),
        ((2025, 6), "2024-07-01"),
        ((2025, 7), None),
    ],
)
def test_months_at_the_edges_of_what_the_shipped_tables_cover(month, table):
    (only,) = load_tables(SHIPPED, None).tables.days_of(Month(*month), 0)
    assert (only.table and only.table.name) == table


def test_a_note_tells_that_the_day_in_october_2022_was_not_printed():
    notes = {table.name: table.note for table in load_tables(SHIPPED, None).tables}
    assert "taken as the 1st" in notes["2022-10-01"]
    assert notes["2024-07-01"] == ""


# --- the municipality's own ---


def test_a_table_of_ones_own_is_laid_beside_those_shipped(tmp_path):
    loaded = load_tables(SHIPPED, own_folder(tmp_path, **{NEW: TABLE_2025}))
    assert [table.name for table in loaded.tables][-2:] == ["2024-07-01", "2025-07-01"]
    assert (loaded.files[-1].name, loaded.files[-1].effective) == (NEW, date(2025, 7, 1))
    assert loaded.files[-1].path == tmp_path / NEW


def test_a_table_of_ones_own_replaces_the_shipped_one_of_the_same_name(tmp_path):
    ours = TABLE_2025.replace("2025-07-01", "2024-07-01")
    loaded = load_tables(SHIPPED, own_folder(tmp_path, **{"ks/2024-07-01.yaml": ours}))
    assert len(loaded.tables) == 8
    assert loaded.tables.at(date(2024, 7, 1)).row("besokshjem", 3).grunnstotte == 2_00


def test_a_missing_folder_is_as_an_empty_one(tmp_path):
    assert load_tables(SHIPPED, tmp_path / "nowhere").files == load_tables(SHIPPED, None).files


def test_the_fingerprint_is_of_the_bytes_whatever_the_line_ends(tmp_path):
    unix = load_tables(SHIPPED, own_folder(tmp_path / "a", **{NEW: TABLE_2025})).files[-1]
    windows = load_tables(SHIPPED, own_folder(tmp_path / "b", **{NEW: TABLE_2025.replace("\n", "\r\n")})).files[-1]
    assert unix.sha256 == windows.sha256 == hashlib.sha256(TABLE_2025.encode()).hexdigest()


def test_other_files_and_hidden_ones_are_left_alone(tmp_path):
    others = {"ks/2025.pdf": b"%PDF", "ks/.2025-07-01.yaml.swp": b"x", "ks/.x.yaml": b"[", "notes.txt": b"x"}
    rules = {"settings.yaml": "", "measures.yaml": "", "mileage.yaml": "", "approval.yaml": ""}
    assert len(load_tables(SHIPPED, own_folder(tmp_path, **others, **rules)).tables) == 8


# --- the file to fill in ---

WORDS = TemplateWords(("Fill in", "from", "KS's", "page", "."), "per month", "per døgn")


def test_a_new_file_names_every_amount_that_is_not_filled_in(tmp_path):
    problems = refused(own_folder(tmp_path, **{NEW: template(date(2025, 7, 1), WORDS)}))
    assert problems[0] == f"{NEW}:7: source is not filled in yet."
    assert problems[1] == f"{NEW}:12: fosterhjem[0].utgiftsdekning is not filled in yet."
    assert problems[-1] == f"{NEW}:43: besokshjem[1].printed_total is not filled in yet."
    assert len(problems) == 1 + 6 * 3


def test_a_new_file_filled_in_is_a_table(tmp_path):
    lines = template(date(2025, 7, 1), WORDS).replace("source:\n", "source: https://example.org/ks\n").splitlines()
    full = "\n".join(f"{line} 700" if line.endswith(("dekning:", "stotte:", "total:")) else line for line in lines)
    table = list(load_tables(SHIPPED, own_folder(tmp_path, **{NEW: full})).tables)[-1]
    assert [(row.scheme, row.age_from, row.age_to) for row in table.rows] == [
        ("fosterhjem", 0, 6),
        ("fosterhjem", 6, 11),
        ("fosterhjem", 11, 15),
        ("fosterhjem", 15, None),
        ("besokshjem", 0, 10),
        ("besokshjem", 10, None),
    ]
    assert {row.grunnstotte for row in table.rows} == {700_00}


# --- wrong files ---


@pytest.mark.parametrize(
    ("right", "wrong", "problems"),
    [
        (
            "effective: 2025-07-01",
            "effective: 2025-7-1",
            ["1: effective must be a date written YYYY-MM-DD; here it says 2025-7-1."],
        ),
        ("effective: 2025-07-01", "effective: 2025-06-31", ["1: effective: there is no such day as 2025-06-31."]),
        (
            "effective: 2025-07-01",
            "effective: 2025-08-01",
            ["1: The file is named 2025-07-01, but the table takes effect on 2025-08-01."],
        ),
        ("source: https://example.org/ks\n", "", ["1: source is missing."]),
        (
            "https://example.org/ks",
            "KS",
            ["2: The source must be the address of the page, beginning with http:// or https://."],
        ),
        ("source", "sorce", ["2: There is no key sorce here; did you mean source?", "1: source is missing."]),
        (
            "besokshjem:\n",
            "fosterhjem:\n",
            ["6: The key fosterhjem stands twice: on line 3 and here.", "1: besokshjem is missing."],
        ),
        ("fosterhjem:", "fosterhjem: 7\nnote:", ["5: note must be a single value.", "3: fosterhjem must be a list."]),
        (
            "utgiftsdekning: 1, ",
            "utgiftsdekning: 1.0, ",
            ["4: fosterhjem[0].utgiftsdekning must be a whole number, digits alone; here it says 1.0."],
        ),
        (
            "utgiftsdekning: 1, ",
            "utgiftsdekning: -1, ",
            ["4: fosterhjem[0].utgiftsdekning must lie from 1 to 100000; here it says -1."],
        ),
        (
            "utgiftsdekning: 1, ",
            "utgiftsdekning: 0, ",
            ["4: fosterhjem[0].utgiftsdekning must lie from 1 to 100000; here it says 0."],
        ),
        (
            "utgiftsdekning: 1, ",
            "utgiftsdekning: 100001, ",
            ["4: fosterhjem[0].utgiftsdekning must lie from 1 to 100000; here it says 100001."],
        ),
        (
            "utgiftsdekning: 1, ",
            "utgiftsdekning: '1', ",
            ["4: fosterhjem[0].utgiftsdekning must be a whole number without quotes."],
        ),
        ("utgiftsdekning: 1, ", "utgiftsdekning: , ", ["4: fosterhjem[0].utgiftsdekning is not filled in yet."]),
        ("utgiftsdekning: 1, ", "", ["4: fosterhjem[0].utgiftsdekning is missing."]),
        (
            "printed_band: 0-5 år",
            "printed_band: 0301",
            ["4: fosterhjem[0].printed_band is a text: put 0301 in quotes."],
        ),
        ("age_to: 6, ", "age_to: , ", ["4: fosterhjem[0].age_to is not filled in yet."]),
        (
            "age_to: 6, ",
            "age_to: 5, ",
            ["5: The bands of fosterhjem leave a gap or overlap: one must begin at 5, but begins at 6."],
        ),
        (
            "age_to: 6, ",
            "age_to: 7, ",
            ["5: The bands of fosterhjem leave a gap or overlap: one must begin at 7, but begins at 6."],
        ),
        ("age_to: 6, ", "", ["5: A band of fosterhjem without age_to comes before this one."]),
        ("age_from: 6, ", "age_from: 6, age_to: 6, ", ["5: The band ends at 6, before it begins."]),
        (
            "age_from: 6, ",
            "age_from: 6, age_to: 18, ",
            ["5: The bands of fosterhjem end at 18: the last one must be without age_to."],
        ),
        (
            "  - {age_from: 0, printed_band: alle",
            "  - 7\n  - {age_from: 0, printed_band: alle",
            ["7: besokshjem[0] must be keys with values."],
        ),
        (TABLE_2025, "[]", ["1: The document must be keys with values."]),
        (TABLE_2025, "", [" The file is empty."]),
        (
            "besokshjem:\n",
            "besokshjem: []\nnote:\n",
            [
                "8: note must be a single value.",
                "6: The bands of besokshjem end at 0: the last one must be without age_to.",
            ],
        ),
    ],
)
def test_a_wrong_file_is_told_line_and_reason(tmp_path, right, wrong, problems):
    assert right in TABLE_2025
    found = refused(own_folder(tmp_path, **{NEW: TABLE_2025.replace(right, wrong, 1)}))
    assert [each.replace("Text(msgid='The document', values=())", "The document") for each in found] == [
        f"{NEW}:{each}" for each in problems
    ]


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    files = {
        NEW: TABLE_2025.replace("grunnstotte: 2", "grunnstotte: 2.5"),
        "ks/2026-07-01.yaml": "effective: 2026-07-01\n\tsource: x\n",
        "ks/2026.yaml": TABLE_2025,
        "ks/2027-07-01.yml": TABLE_2025,
        "2025-07-01.yaml": TABLE_2025,
    }
    assert refused(own_folder(tmp_path, **files)) == [
        "2025-07-01.yaml: No such file is read here. A KS table goes into the folder ks, named by its day"
        " (ks/2025-07-01.yaml); rules go into ('settings.yaml', 'measures.yaml', 'mileage.yaml', 'approval.yaml',"
        " 'payroll.yaml').",
        "ks/2026.yaml: A table is named by the day it takes effect, such as 2025-07-01.yaml.",
        "ks/2027-07-01.yml: A table is named by the day it takes effect, such as 2025-07-01.yaml.",
        *(
            f"{NEW}:{line}: {field}.grunnstotte must be a whole number, digits alone; here it says 2.5."
            for line, field in ((4, "fosterhjem[0]"), (5, "fosterhjem[1]"), (7, "besokshjem[0]"))
        ),
        "ks/2026-07-01.yaml:2: There is a tab here; use spaces.",
    ]


def test_two_tables_with_one_date_are_refused(tmp_path):
    twin = TABLE_2025.replace("2025-07-01", "2024-07-01")
    assert refused(own_folder(tmp_path, **{NEW: twin})) == [
        f"{NEW}:1: The file is named 2025-07-01, but the table takes effect on 2024-07-01.",
        f"{NEW}: There is another table that takes effect on 2024-07-01.",
    ]


def test_what_cannot_be_read_is_told_and_not_passed_over(tmp_path):
    (tmp_path / "ks" / "2025-07-01.yaml").mkdir(parents=True)
    assert refused(tmp_path) == [f"{NEW}: The file cannot be read: it is a folder."]
    (tmp_path / "file").write_text("")
    problems = refused(tmp_path / "file")
    assert problems == [
        "file: The folder cannot be read: part of its path is a file, not a folder.",
        "ks: The folder cannot be read: part of its path is a file, not a folder.",
    ]


def test_a_file_of_more_than_a_mebibyte_is_no_table(tmp_path):
    (problem,) = refused(own_folder(tmp_path, **{NEW: b"#" * 2**21}))
    assert problem.startswith(f"{NEW}: The file is too large")


def test_a_folder_that_cannot_be_read_is_told_and_not_taken_for_an_empty_one(tmp_path):
    (tmp_path / "ks").write_text("", encoding="utf-8")
    with pytest.raises(RateError) as caught:
        load_tables(tmp_path, None)
    assert [(each.place, each.message.msgid) for each in caught.value.details] == [
        ("ks", "The folder cannot be read: {reason}.")
    ]


def test_without_any_table_nothing_is_loaded(tmp_path):
    with pytest.raises(RateError) as caught:
        load_tables(tmp_path, None)
    assert [each.place for each in caught.value.details] == ["ks"]


def test_the_shipped_table_read_in_full():
    """The file of 2024, to see that comments and layout mean nothing."""
    assert "# the parts come to 17211; kept as printed" in TABLE_2024
    row = load_tables(SHIPPED, None).tables.at(date(2025, 3, 1)).row("fosterhjem", 4)
    assert (row.utgiftsdekning, row.grunnstotte, row.printed_total) == (6875_00, 10336_00, 17210_00)
