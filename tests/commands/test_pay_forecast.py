"""`bvt pay forecast`: what a year is expected to cost."""

from decimal import Decimal

import pytest

from tests.conftest import Bvt

SUMS = ("posted", "left", "expected", "certain", "provisional", "at_last_change", "estimated")


@pytest.fixture
def posted(kommune: Bvt) -> Bvt:
    """The example municipality with everything until May posted."""
    assert kommune("pay", "month", "2025-05", "--post").exit_code == 3
    return kommune


def test_what_is_posted_and_what_is_left_make_up_the_year(posted: Bvt) -> None:
    """A resource family is paid 10336 a month; five are posted of H-030, seven are left."""
    homes = {each["home"]: each for each in posted("pay", "forecast", "--by", "home", "--json").json["rows"]}
    assert homes["H-030"]["posted"] == f"{Decimal(5 * 10336):.2f}"
    assert homes["H-030"]["left"] == f"{Decimal(7 * 10336):.2f}"
    assert homes["H-030"]["expected"] == f"{Decimal(12 * 10336):.2f}"


def test_what_is_provisional_is_told_at_no_change_and_at_the_last_change(posted: Bvt) -> None:
    """The table of 2024 covers the days to 30 June: of H-030 six months are provisional. 9885 became 10336."""
    homes = {each["home"]: each for each in posted("pay", "forecast", "--by", "home", "--json").json["rows"]}
    assert homes["H-030"]["provisional"] == f"{Decimal(6 * 10336):.2f}"
    assert homes["H-030"]["certain"] == f"{Decimal(6 * 10336):.2f}"
    a_month = round(Decimal(10336 * 10336) / 9885, 2)
    assert homes["H-030"]["at_last_change"] == f"{6 * 10336 + 6 * a_month:.2f}"


def test_the_sums_are_the_same_by_month_measure_and_home(posted: Bvt) -> None:
    """And the total is that of each."""
    for by in ("month", "measure", "home"):
        found = posted("pay", "forecast", "--by", by, "--json").json
        assert found["by"] == by
        for key in SUMS:
            assert Decimal(found[key]) == sum(Decimal(each[key]) for each in found["rows"]), (by, key)
        assert found["no_change"] == found["expected"]


def test_the_whole_ledger_of_a_year_is_what_the_year_was_to_cost(kommune: Bvt) -> None:
    """Nothing is left of a year that is posted, and what was posted is what pay runs say."""
    kommune("pay", "month", "2024-12", "--post", "--as-of", "2025-01-15")
    found = kommune("pay", "forecast", "--year", "2024", "--json").json
    assert found["left"] == "0.00"
    assert found["posted"] == kommune("pay", "runs", "--json").json[0]["total"]
    assert [each["month"] for each in found["rows"]] == ["2024-10", "2024-11", "2024-12"]


def test_months_that_have_not_come_are_expected_by_recorded_days(posted: Bvt) -> None:
    """A-3: 20 døgn in the six months to May are 3 1/3 a month; 1026 and 444 kroner from the child's tenth year."""
    row = posted("pay", "forecast", "--json").json["rows"][-1]
    assert row["estimated"] == f"{Decimal(20 * (1026 + 444)) / 6:.2f}"
    shown = posted("pay", "forecast")
    assert "A-3 is paid by days stayed; expected are 20 døgn in 6 months, as last recorded.\n" in shown.stderr
    assert "A-6 is not counted from 2025-03 to 2025-12: home not approved.\n" in shown.stderr


def test_the_page_tells_the_changes_leaned_on(posted: Bvt) -> None:
    """With the two tables each was found in."""
    shown = posted("pay", "forecast", "--year", "2025").stdout
    assert shown.startswith("Expected for 2025, in kroner\n")
    (line,) = [each for each in shown.splitlines() if "resource" in each and "By" not in each]
    assert line.split()[:2] == ["resource", "family"]
    changes = shown.partition("The last change of these rates in a year")[2]
    assert "9,885.00    10,336.00" in changes
    assert "2023-07-01  2024-07-01" in changes


def test_a_year_that_is_wholly_covered_has_no_spread(posted: Bvt) -> None:
    found = posted("pay", "forecast", "--year", "2024", "--json").json
    assert (found["provisional"], found["changes"]) == ("0.00", [])
    assert found["at_last_change"] == found["expected"]


def test_the_day_decides_what_is_still_to_be_expected(kommune: Bvt) -> None:
    """Before anything is recorded an agreement by days stayed is expected at three døgn a month."""
    shown = kommune("pay", "forecast", "--year", "2025", "--as-of", "2024-11-10")
    assert "A-3 is paid by days stayed, and none are recorded yet; expected are 3 døgn a month" in shown.stderr


def test_csv_has_the_same_rows(posted: Bvt) -> None:
    rows = posted("pay", "forecast", "--by", "measure", "--csv").stdout.splitlines()
    assert rows[0] == f"measure,{','.join(SUMS)}"
    assert [row.split(",")[0] for row in rows[1:]] == ["besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"]


def test_a_register_without_agreements_expects_nothing(empty: Bvt) -> None:
    assert empty("pay", "forecast", "--json").json["expected"] == "0.00"
    assert empty("pay", "forecast", "--csv").stdout.count("\n") == 1
    assert empty("pay", "forecast").exit_code == 0


def test_only_known_ways_to_gather_are_taken(empty: Bvt) -> None:
    assert empty("pay", "forecast", "--by", "child").exit_code == 2
