"""`bvt report`: the figures of a year, half-year or month as lists, CSV, JSON and a page."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.core.figures_defined import DEFINED
from tests.conftest import Bvt, Result


def by_code(result: Result) -> dict[str, Any]:
    """The values of a report in JSON."""
    assert result.exit_code == 0, result.stderr
    return {each["code"]: each["value"] for each in result.json["figures"]}


@pytest.fixture
def paid(kommune: Bvt) -> Bvt:
    """The example municipality with March 2025 posted, and all before it."""
    assert kommune("pay", "month", "2025-03", "--post").exit_code == 3
    return kommune


def test_the_figures_of_a_month_are_counted_from_the_register(kommune: Bvt) -> None:
    found = by_code(kommune("report", "month", "2025-03", "--json"))
    expected = {
        "homes.status.besokshjem.applied": 2,  # H-004 and H-005
        "homes.status.besokshjem.approved": 3,
        "homes.status.fosterhjem.ended": 1,  # H-008 on 16 March
        "homes.status.total.total": 14,
        "homes.approved_as.ressursfamilie": 2,
        "homes.events.fosterhjem.ended": 1,
        "applications.waiting": 2,
        "applications.waiting_late": 2,
        "applications.days_median": None,
        "children.in_force.besokshjem": 6,
        "children.started.besokshjem": 2,  # C-81 and C-83
        "children.ended.besokshjem": 1,  # C-86
        "children.in_force.stottefamilie": 2,
        "children.started.stottefamilie": 0,  # C-84 goes on, from liten to medium
        "children.in_force.fosterhjem": 5,
        "children.ended.fosterhjem": 1,  # C-90 turned 18; C-87 goes on in another home
        "children.of_council": 1,
        "children.function.besokshjem.252": 1,
        "agreements.ended.total": 3,
        "dogn.agreed": 3 + 3 + 2 + 3 + 3 + 1,  # of A-4 17 days of 31, of A-7 14
        "dogn.used": 3 + 3 + 3 + 3 + 3,
        "dogn.extra": 3,
        "dogn.without_number": 3 + 2,  # A-3; a stay in its place was cancelled by the service, and paid
        "networks.running": 2,
        "councils.running": 1,
    }
    assert {code: found[code] for code in expected} == expected


def test_an_application_approved_in_the_period_took_so_many_days(kommune: Bvt) -> None:
    """Twelve homes were approved in the autumn of 2024; H-003 waited longest, H-023 and H-007 are in the middle."""
    found = by_code(kommune("report", "half", "2024h2", "--json"))
    assert (found["applications.approved"], found["homes.events.total.approved"]) == (12, 12)
    assert (found["applications.days_median"], found["applications.days_longest"]) == ("93/2", 82)  # (46 + 47) / 2
    assert (found["applications.answered"], found["applications.answered_in_time"]) == (12, 12)


def test_cost_is_what_the_runs_of_the_period_posted(paid: Bvt) -> None:
    """The run of March pays October to March; the months before have none."""
    found = by_code(paid("report", "month", "2025-03", "--json"))
    (run,) = paid("pay", "runs", "--json").json
    assert found["cost.measure.total.total"] == run["total"] == found["cost.function.total.total"]
    assert found["cost.measure_function.stottefamilie.252"] == "0.00"
    assert by_code(paid("report", "month", "2025-02", "--json"))["cost.measure.total.total"] == "0.00"
    told = paid("report", "month", "2025-03", "--csv").stderr
    assert told == "Some of it has no art; the municipality writes it into payroll.yaml in its folder of rates.\n"


def test_csv_has_a_row_for_each_number_with_its_code_label_period_and_value(kommune: Bvt) -> None:
    rows = list(csv.DictReader(io.StringIO(kommune("report", "month", "2025-03", "--csv").stdout, newline="")))
    assert [*rows[0]][:4] == ["code", "label", "period", "value"]
    numbers = kommune("report", "month", "2025-03", "--json").json["figures"]
    assert [row["code"] for row in rows] == [each["code"] for each in numbers]
    row = next(each for each in rows if each["code"] == "children.in_force.fosterhjem")
    assert row == {
        "code": "children.in_force.fosterhjem",
        "label": "Children by measure on the last day: foster home",
        "period": "2025-03",
        "value": "5",
        "unit": "number",
        "register_code": "2.1/2.2",
        "hidden": "false",
    }


def test_json_says_what_each_number_is_and_is_the_same_in_every_language(kommune: Bvt) -> None:
    shown = kommune("report", "year", "2025", "--json")
    assert {key: value for key, value in shown.json.items() if key != "figures"} == {
        "period": "2025",
        "kind": "year",
        "from": "2025-01-01",
        "to": "2025-12-31",
        "counted_to": "2025-06-15",
        "over": False,
        "public": False,
    }
    number = next(each for each in shown.json["figures"] if each["code"] == "children.age.besokshjem.6-10")
    assert number == {
        "code": "children.age.besokshjem.6-10",
        "definition": "children.age",
        "of": {"measure": "besokshjem", "age": "6-10"},
        "label": "Children by measure and age on the last day: respite home, 6-10",
        "unit": "number",
        "register_code": "4.5",
        "value": 4,
        "hidden": False,
    }
    assert kommune("--lang", "nn", "report", "year", "2025", "--json").stdout == shown.stdout


def test_the_register_code_of_a_support_family_follows_the_setting(kommune: Bvt, tmp_path: Path) -> None:
    def code() -> str:
        figures = kommune("report", "month", "2025-03", "--json").json["figures"]
        return str(next(each for each in figures if each["code"] == "children.in_force.stottefamilie")["register_code"])

    assert code() == "4.99"
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(
        'settings: [{name: register_code_stottefamilie, value: "4.5", from: 2025-01-01, reason: "Vedtak"}]\n', "utf-8"
    )
    assert code() == "4.5"


def test_codes_of_what_is_no_measure_of_a_home_stand_beside_it(kommune: Bvt) -> None:
    figures = kommune("report", "month", "2025-03", "--json").json["figures"]
    codes = {each["definition"]: each["register_code"] for each in figures}
    assert (codes["grants.children"], codes["councils.met"], codes["children.of_council"]) == ("4.4", "6.1", "2.1")
    assert (codes["homes.status"], codes["children.with_measure"], codes["cost.measure"]) == (None, None, None)


def test_people_read_the_figures_chapter_by_chapter(paid: Bvt) -> None:
    shown = paid("report", "month", "2025-03").stdout
    assert shown.startswith("Figures for 2025-03\n\n  From  2025-03-01\n  To    2025-03-31\n\nHomes\n")
    assert "  support family  4.99                         2                    0                    0\n" in shown
    assert "  in all                 2        11      1         0         0       0      14\n" in shown
    assert "  resource family           73,196.66" in shown


def test_small_numbers_are_hidden_from_the_public_in_every_form(paid: Bvt, tmp_path: Path) -> None:
    """Two besøkshjem wait for an answer: with 5 in all and 3 approved, neither is told."""
    page = tmp_path / "tall.html"
    shown = paid("report", "month", "2025-03", "--public", "--json", "--html", page)
    figures = shown.json["figures"]
    hidden = {each["code"] for each in figures if each["hidden"]}
    assert {"homes.status.besokshjem.applied", "homes.status.besokshjem.approved", "children.of_council"} <= hidden
    assert all((each["value"] is None) == each["hidden"] for each in figures if each["unit"] != "days")
    counts = [each["value"] for each in figures if each["unit"] == "number" and not each["hidden"]]
    assert 0 in counts
    assert {1, 2, 3}.isdisjoint(counts)
    resource_family = "73,196.66"  # what two homes were paid
    assert resource_family in paid("report", "month", "2025-03").stdout
    lists = paid("report", "month", "2025-03", "--public").stdout
    assert "Numbers behind which there are 1 to 3 homes" in lists
    rows = list(csv.DictReader(io.StringIO(paid("report", "month", "2025-03", "--public", "--csv").stdout, newline="")))
    assert {row["code"] for row in rows if row["hidden"] == "true"} == hidden
    assert {row["value"] for row in rows if row["hidden"] == "true"} == {""}
    for form in (lists, page.read_text("utf-8")):
        assert resource_family not in form
        assert ":" in form


def test_the_page_needs_nothing_beside_itself_and_names_no_one(paid: Bvt, tmp_path: Path) -> None:
    page = tmp_path / "tall.html"
    done = paid("--lang", "nb", "report", "month", "2025-03", "--html", page)
    assert (done.exit_code, done.stdout) == (0, "")
    assert str(page) in done.stderr
    assert page.stat().st_mode & 0o777 == 0o600
    html = page.read_text("utf-8")
    assert html.startswith('<!DOCTYPE html>\n<html lang="nb">')
    assert not re.search(r"<script|<link|<img|https?://(?!www\.w3\.org/2000/svg)| on\w+=", html)
    assert "Berg" not in html
    assert "H-001" not in html
    plots = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(plots) == 5  # homes, children, døgn, follow-up, cost
    for plot in plots:
        (name,) = re.findall(r'aria-labelledby="(\S+)-title \1-told"', plot)
        assert re.search(f'<title id="{name}-title">[^<]+</title>', plot)
        assert re.search(f'<desc id="{name}-told">[^<]+</desc>', plot)
    assert len(re.findall("<dt>", html)) == len(DEFINED)


def test_a_page_is_never_written_over_something(kommune: Bvt, tmp_path: Path) -> None:
    page = tmp_path / "tall.html"
    page.write_text("Mine.", "utf-8")
    assert kommune("report", "year", "2024", "--html", page).exit_code == 3
    assert page.read_text("utf-8") == "Mine."


@pytest.mark.parametrize(("kind", "period"), [("year", "2024"), ("half", "2024H2"), ("month", "2025-05")])
def test_left_out_the_period_is_the_last_that_is_over(kommune: Bvt, kind: str, period: str) -> None:
    shown = kommune("report", kind, "--json")
    assert (shown.json["period"], shown.json["over"], shown.stderr) == (period, True, "")


def test_a_period_that_still_runs_is_counted_up_to_today_and_says_so(kommune: Bvt, tmp_path: Path) -> None:
    page = tmp_path / "tall.html"
    shown = kommune("report", "half", "2025H1", "--as-of", "2025-03-31", "--html", page)
    assert "The period is not over: the figures are counted up to 2025-03-31.\n" in shown.stderr
    assert "<p>Counted up to: 2025-03-31</p>" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("year", "25"), "YEAR: 25 is no period bvt can reckon with; write it like 2025."),
        (("year", "1899"), "YEAR: 1899 is no period bvt can reckon with; write it like 2025."),
        (("year", "2026"), "The period 2026 has not begun by 2025-06-15."),
        (("half", "2025"), "HALF-YEAR: 2025 is no half-year; write 2025H1 or 2025H2."),
        (("month", "mars"), "MONTH: mars is no month; write 2024-10 or 10.2024."),
        (("month", "2025-03", "--json", "--csv"), "--json and --csv do not go together."),
    ],
)
def test_what_is_no_period_is_told(kommune: Bvt, typed: tuple[str, ...], said: str) -> None:
    refused = kommune("report", *typed)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
