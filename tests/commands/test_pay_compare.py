"""`bvt pay compare`: the municipality's own spreadsheet beside bvt's calculation."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Bvt

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "spreadsheet"
COMPARE = ("pay", "compare", EXAMPLES / "lonn.csv", "--map", EXAMPLES / "lonn.yaml")
MAP = """
columns: {case: Sak, amount: Beløp, days: Døgn, component: Art, measure: Tiltak, month: Måned}
values:
  component: {"4010": grunnstotte, "4020": utgiftsdekning}
"""
HEAD = "Måned;Sak;Tiltak;Art;Beløp;Døgn\n"


@pytest.fixture
def taken_in(empty: Bvt) -> Bvt:
    """The homes of the example spreadsheet, in the register."""
    how = ("--from", EXAMPLES / "hjem.csv", "--map", EXAMPLES / "hjem.yaml", "--yes")
    assert empty("import", *how).exit_code == 0
    return empty


@pytest.fixture
def compare(kommune: Bvt, tmp_path: Path) -> Callable[..., Any]:
    """`compare(rows, options..., map=..., head=...)` against the example municipality."""

    def call(rows: str, *options: str, map: str = MAP, head: str = HEAD) -> Any:
        (tmp_path / "lonn.csv").write_text(head + rows, encoding="utf-8")
        (tmp_path / "kart.yaml").write_text(map, encoding="utf-8")
        return kommune("pay", "compare", tmp_path / "lonn.csv", "--map", tmp_path / "kart.yaml", *options)

    return call


def why(found: Any, *agreements: str) -> list[list[str]]:
    """The codes told of the first difference of some agreements."""
    first = next(each for each in found.json["differences"] if each["agreements"] == list(agreements))
    return [cause["codes"] for cause in first["causes"]]


def test_the_example_shows_every_kind_of_difference(taken_in: Bvt) -> None:
    """Each is recomputed; one is not explained, and that is said."""
    found = taken_in(*COMPARE, "--json")
    assert found.exit_code == 3
    told = {
        (tuple(each["agreements"]), each["component"]): [cause["codes"] for cause in each["causes"]]
        for each in found.json["differences"]
    }
    assert told == {
        ((), None): [["missing_agreement"]],
        (("A-1",), None): [["days_column"], ["days"]],
        (("A-2",), "grunnstotte"): [],
        (("A-2",), "utgiftsdekning"): [["age_band"]],
        (("A-3",), None): [["rate_table"]],
        (("A-4",), "utgiftsdekning"): [["rounding"]],
        (("A-5",), None): [["whole_month"]],
        (("A-6",), None): [["sgs1030"]],
        (("A-7",), None): [["missing_in_spreadsheet"]],
    }
    assert (found.json["different"], found.json["unexplained"]) == (9, 1)
    (month,) = found.json["months"]
    assert Decimal(month["spreadsheet"]) == Decimal("46663.75") + Decimal("29402.90")
    assert month["bvt"] == taken_in("pay", "calculate", "2025-03", "--json").json["total"]


def test_a_difference_is_told_with_its_lines_both_sums_and_the_reason(taken_in: Bvt) -> None:
    shown = taken_in(*COMPARE).stdout.replace("\u00a0", " ").splitlines()
    at = next(place for place, line in enumerate(shown) if "A-5" in line)
    assert shown[at] == (
        "2025-03, H-4, A-5, 2022/2005 (foster home): NOK 19,664.00 in the spreadsheet (line 6), NOK 10,149.16 by bvt:"
        " NOK 9,514.84."
    )
    assert shown[at + 1] == "    A-5: this is the sum for the whole month."
    assert "    It could not be explained." in shown
    assert shown[-1] == "Sums that are equal: 1. Sums that differ: 9, of which not explained: 1."


def test_csv_has_a_row_for_each_difference(taken_in: Bvt) -> None:
    rows = taken_in(*COMPARE, "--csv").stdout.splitlines()
    assert rows[0] == ("month,home,agreements,case,measure,component,spreadsheet,bvt,difference,lines,codes,why")
    assert len(rows) == 1 + 9


def test_a_month_can_be_taken_alone(taken_in: Bvt) -> None:
    """In April the spreadsheet has nothing: all that bvt pays is missing there."""
    found = taken_in(*COMPARE, "--month", "2025-04", "--json")
    assert {cause for each in found.json["differences"] for cause in each["causes"][0]["codes"]} == {
        "missing_in_spreadsheet"
    }
    assert found.json["months"][0]["spreadsheet"] == "0.00"


def test_a_spreadsheet_that_bvt_agrees_with_has_no_findings(kommune: Bvt, tmp_path: Path) -> None:
    """bvt's own calculation, as a spreadsheet with a column for the component."""
    lines = kommune("pay", "calculate", "2025-03", "--csv", "--csv-dialect", "excel-no")
    (tmp_path / "egen.csv").write_text(lines.stdout, encoding="utf-8")
    (tmp_path / "kart.yaml").write_text(
        "columns: {agreement: agreement, month: for_month, measure: measure, component: component, amount: amount}\n",
        encoding="utf-8",
    )
    found = kommune("pay", "compare", tmp_path / "egen.csv", "--map", tmp_path / "kart.yaml", "--json")
    assert (found.exit_code, found.json["differences"]) == (0, [])
    assert found.json["months"][0]["difference"] == "0.00"
    shown = kommune("pay", "compare", tmp_path / "egen.csv", "--map", tmp_path / "kart.yaml")
    assert shown.stdout.endswith("Sums that differ: 0, of which not explained: 0.\n")


def test_codes_months_and_days_are_read_as_the_map_says(compare: Callable[..., Any]) -> None:
    """Four døgn of grunnstøtte paid; the expense cover has no row."""
    found = compare("03.2025;2024/1187;Besøkshjem;4010;4 104,00;4\n", "--month", "2025-03", "--json")
    of_child = [each for each in found.json["differences"] if each["agreements"] == ["A-1"]]
    assert [(each["component"], each["spreadsheet"]) for each in of_child] == [
        ("grunnstotte", "4104.00"),
        ("utgiftsdekning", None),
    ]
    assert why(found, "A-1") == [["days_column"], ["days"]]


def test_several_months_are_compared_each_by_itself(compare: Callable[..., Any]) -> None:
    rows = "2025-01;2024/1187;;;4275,00;\n2025-02;2024/1187;;;4275,00;\n"
    found = compare(rows, "--json")
    assert [each["month"] for each in found.json["months"]] == ["2025-01", "2025-02"]
    assert found.json["equal"] == 2


def test_a_payroll_number_means_the_homes_of_that_payee(compare: Callable[..., Any]) -> None:
    """H-002 is paid to two, half each; with both rows its sum is whole."""
    head, how = "Lønnsnr;Sum\n", "columns: {payroll: Lønnsnr, amount: Sum}\n"
    half = Decimal(30 * (1026 + 444)) / 2  # A-3 has 3 + 3 + 2 døgn in March, A-4 and A-7 theirs
    rows = f"10024;{half}\n10025;{half}\n".replace(".", ",")
    found = compare(rows, "--month", "2025-03", "--json", head=head, map=how)
    (both,) = [each for each in found.json["differences"] if each["home"] == "H-002"]
    assert both["lines"] == [2, 3]
    assert both["agreements"] == ["A-3", "A-4", "A-7"]
    assert both["spreadsheet"] == f"{2 * half:.2f}"


def test_all_faults_are_told_at_once_with_their_lines(compare: Callable[..., Any]) -> None:
    rows = (
        "mars;2024/1187;;;100;\n2025-03;;;;100;\n2025-03;x;Hytte;;100;\n2025-03;x;;9999;100;\n2025-03;x;;;hundre;\n"
        "2025-03;x;;;100;tre\n2025-03;15108695088;;;100;\n"
    )
    found = compare(rows)
    assert (found.exit_code, found.stdout) == (65, "")
    assert found.stderr.splitlines() == [
        "The spreadsheet cannot be read with this map; nothing was compared.",
        "  lonn.csv:2: Måned: mars is no month.",
        "  lonn.csv:3: The row does not say whose it is: Sak.",
        "  lonn.csv:4: Tiltak: Hytte is none of besokshjem, stottefamilie, fosterhjem, ressursfamilie; say in the map's"
        " values what it stands for.",
        "  lonn.csv:5: Art: 9999 is none of grunnstotte, utgiftsdekning, utlegg, km, tillegg; say in the map's values"
        " what it stands for.",
        "  lonn.csv:6: Beløp: hundre is no amount.",
        "  lonn.csv:7: Døgn: tre is no number of døgn.",
        "  lonn.csv:8: A national identity number stands here; bvt holds none, and reads none.",
    ]


@pytest.mark.parametrize(
    ("map", "said"),
    [
        ("separator: ';'\n", "kart.yaml: columns is missing."),
        ("columns: {amount: Beløp}\n",
         "kart.yaml:1: The map must say whose a row is: one of agreement, home, case, payroll."),
        ("columns: {case: Sak}\n",
         "kart.yaml:1: The map must name either a column amount, or one for each of grunnstotte, utgiftsdekning."),
        ("columns: {case: Sak, amount: Beløp, grunnstotte: Art}\n",
         "kart.yaml:1: The map must name either a column amount, or one for each of grunnstotte, utgiftsdekning."),
        ("columns: {case: Sak, grunnstotte: Beløp, component: Art}\n",
         "kart.yaml:1: component goes with amount, not with a column for each component."),
        ("columns: {sak: Sak, amount: Beløp}\n",
         "kart.yaml:1: There is no key sak here; the keys are agreement, amount, case, component, days, grunnstotte,"
         " home, km, measure, month, payroll, tillegg, utgiftsdekning, utlegg."),
        ("columns: {case: Sak, amount: Beløp}\nvalues: {measure: {Helg: helgehjem}}\n",
         "kart.yaml:2: values.measure must be one of besokshjem, stottefamilie, fosterhjem, ressursfamilie; here it"
         " says helgehjem."),
        ("columns: {case: Sak, amount: Sum, month: Måned}\n",
         "kart.yaml:1: lonn.csv has no column Sum; it has Måned, Sak, Tiltak, Art, Beløp, Døgn."),
    ],
)  # fmt: skip
def test_a_map_that_says_too_little_or_too_much_is_refused(compare: Callable[..., Any], map: str, said: str) -> None:
    found = compare("", map=map)
    assert found.exit_code == 65
    assert found.stderr.splitlines()[1].strip() == said


def test_without_a_column_for_the_month_it_must_be_said(compare: Callable[..., Any]) -> None:
    found = compare("", map="columns: {case: Sak, amount: Beløp}\n")
    assert found == (2, "", "No column of the map says the month; say which one it is with --month.\n")


def test_nothing_is_written(taken_in: Bvt, tmp_path: Path) -> None:
    before = (tmp_path / "bvt.db").read_bytes()
    taken_in(*COMPARE)
    assert (tmp_path / "bvt.db").read_bytes() == before
