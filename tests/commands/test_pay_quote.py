"""`bvt pay quote`: what such a home would be paid. No register stands anywhere here."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.store.rate_files import shipped_rates
from tests.conftest import Bvt

MARCH = ("--month", "2025-03")


def quoted(bvt: Bvt, *arguments: str) -> Any:
    result = bvt("pay", "quote", "--measure", *arguments, "--json")
    assert result.exit_code == 0
    return result.json


def amounts(document: Any) -> list[str]:
    return [line["amount"] for line in document["lines"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("besokshjem", "--born", "2018-05-04"), ["3078.00", "1197.00"]),
        (("besokshjem", "--born", "2018-05-04", "--days-per-month", "4"), ["4104.00", "1596.00"]),  # 4 * 1026, 4 * 399
        (("besøkshjem", "--born", "2018-05-04", "--basis", "actual", "--days", "5"), ["5130.00", "1995.00"]),
        (("besokshjem", "--born", "2018-05-04", "--basis", "actual", "--days", "0"), []),
        (("stottefamilie", "--size", "liten", "--born", "2020-06-01"), ["2584.00", "1718.75"]),
        (("støttefamilie", "--size", "medium", "--born", "2018-05-04"), ["4651.20", "3839.85"]),
        (("stottefamilie", "--size", "medium", "--born", "2018-05-04", "--from", "15.03.2025"), ["2550.66", "2105.72"]),
        (("stottefamilie", "--size", "stor", "--born", "2009-01-01"), ["7752.00", "7593.75"]),
        (("fosterhjem", "--born", "2018-05-04", "--factor", "2"), ["20672.00", "8533.00"]),
        (("fosterhjem", "--born", "2018-05-04", "--factor", "1,5"), ["15504.00", "8533.00"]),  # 1.5 * 10336
        (("fosterhjem", "--born", "2007-03-20"), ["6334.97", "6205.65"]),
        (("fosterhjem", "--born", "2007-03-20", "--aftercare"), ["10336.00", "10125.00"]),
        (("fosterhjem", "--born", "2018-05-04", "--from", "2024-01-01"), ["10336.00", "8533.00"]),
        (("fosterhjem", "--born", "2018-05-04", "--from", "2025-04-01"), []),
        (("ressursfamilie",), ["10336.00"]),
    ],
    ids=" ".join,
)
def test_the_worked_figures(bvt: Bvt, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert amounts(quoted(bvt, *arguments, *MARCH)) == expected


def test_the_document_has_the_lines_of_pay_calculate_with_home_and_agreement_null(bvt: Bvt) -> None:
    assert quoted(bvt, "stottefamilie", "--size", "medium", "--born", "2018-05-04", *MARCH) == {
        "month": "2025-03",
        "measure": "stottefamilie",
        "total": "8491.05",
        "taxable": "4651.20",
        "tax_free": "3839.85",
        "lines": [
            {
                "home": None, "agreement": None, "case": None, "measure": "stottefamilie", "component": component,
                "basis": "share", "for_month": "2025-03", "from": "2025-03-01", "to": "2025-03-31",
                "taxable": taxable, "provisional": False,
                "rate": {"table": "2024-07-01", "amount": rate, "unit": "month"}, "quantity": "9/20",
                "amount": amount, "sum": f"45/100 x {rate} = {amount}",
            }
            for component, taxable, rate, amount in (
                ("grunnstotte", True, "10336.00", "4651.20"), ("utgiftsdekning", False, "8533.00", "3839.85"),
            )
        ],
        "problems": [],
        "notes": [],
    }  # fmt: skip


def test_the_lines_have_the_keys_of_pay_calculate(bvt: Bvt, kommune: Bvt) -> None:
    paid = kommune("pay", "calculate", "2025-03", "--json").json["homes"][0]["lines"][0]
    (line,) = quoted(bvt, "ressursfamilie", *MARCH)["lines"]
    assert list(line) == [*paid, "sum"]


def test_without_a_month_it_is_the_as_of_days(bvt: Bvt) -> None:
    result = bvt("pay", "quote", "--measure", "ressursfamilie", "--as-of", "2024-10-05", "--json")
    assert result.json["month"] == "2024-10"


def test_people_read_each_line_with_its_sum(bvt: Bvt) -> None:
    result = bvt("pay", "quote", "--measure", "besokshjem", "--born", "2018-05-04", *MARCH)
    assert result.exit_code == 0
    first, second, total = result.stdout.split("\n\n")
    assert first.startswith("basic compensation, respite home, 2025-03: NOK\u00a03,078.00.\n")
    assert "\nSum: 3 x NOK\u00a01,026.00 = NOK\u00a03,078.00\n" in first
    assert "\nSum: 3 x NOK\u00a0399.00 = NOK\u00a01,197.00\n" in second
    assert total == "Total: NOK\u00a04,275.00, of which NOK\u00a03,078.00 taxable and NOK\u00a01,197.00 tax-free.\n"
    assert result.stderr == ""


def test_a_part_of_a_month_says_how_it_is_paid(bvt: Bvt) -> None:
    """51/31 døgn: 3 * 17/31."""
    given = ("--measure", "besokshjem", "--born", "2018-05-04", "--from", "2025-03-15", *MARCH)
    result = bvt("pay", "quote", *given, "--json").json
    assert (amounts(result), [note["code"] for note in result["notes"]]) == (
        ["1687.94", "656.42"],
        ["part_month_by_days"],
    )
    assert bvt("pay", "quote", *given).stderr == "2025-03 is not due whole, so it is paid by days.\n"


def test_the_birthday_that_ends_the_pay_is_told(bvt: Bvt) -> None:
    result = bvt("pay", "quote", "--measure", "fosterhjem", "--born", "2007-03-20", *MARCH)
    assert result.stderr == "The child turns 18 in 2025-03, and pay ends the day before.\n"


def test_a_provisional_rate_is_told(bvt: Bvt) -> None:
    given = ("--measure", "stottefamilie", "--size", "stor", "--born", "2018-05-04", "--month", "2025-07")
    result = bvt("pay", "quote", *given, "--json").json
    assert amounts(result) == ["7752.00", "6399.75"]
    assert [line["provisional"] for line in result["lines"]] == [True, True]
    assert bvt("pay", "quote", *given).stderr == "2025-07 is paid provisionally by an older KS table.\n"


def test_without_a_rate_the_answer_is_5_and_names_the_remedy(bvt: Bvt) -> None:
    given = ("--measure", "ressursfamilie", "--month", "2025-11")
    result = bvt("pay", "quote", *given, "--json")
    assert result.exit_code == 5
    assert (result.json["lines"], result.json["total"]) == ([], "0.00")
    (problem,) = result.json["problems"]
    assert (problem["code"], problem["home"], problem["agreement"]) == ("rate_missing", None, None)
    people = bvt("pay", "quote", *given)
    assert (people.exit_code, people.stdout) == (5, "")
    assert people.stderr == (
        "A day to be paid in 2025-11 has no KS rate. Enter the table with `bvt rate new`, or use the newest earlier"
        " table with --provisional.\n"
    )
    assert amounts(quoted(bvt, "ressursfamilie", "--month", "2025-11", "--provisional")) == ["10336.00"]


def test_a_month_rated_only_in_part_is_3(bvt: Bvt, tmp_path: Path) -> None:
    """The table of 2024 pays to the end of September 2025, and here the next takes effect on 15 November."""
    (tmp_path / "rates" / "ks").mkdir(parents=True)
    table = (shipped_rates() / "ks" / "2024-07-01.yaml").read_text(encoding="utf-8")
    late = table.replace("effective: 2024-07-01", "effective: 2025-11-15")
    (tmp_path / "rates" / "ks" / "2025-11-15.yaml").write_text(late, encoding="utf-8")
    given = ("--measure", "ressursfamilie", "--json", "--month")
    assert [bvt("pay", "quote", *given, f"2025-{month}").exit_code for month in ("09", "10", "11", "12")] == [
        0,
        5,
        3,
        0,
    ]


def test_nothing_to_pay_is_said(bvt: Bvt) -> None:
    grown = ("--measure", "fosterhjem", "--born", "2000-01-01", *MARCH)
    assert bvt("pay", "quote", *grown) == (0, "There is nothing to pay.\n", "")
    assert bvt("pay", "quote", *grown, "--json").json["total"] == "0.00"


def test_the_lines_as_csv(bvt: Bvt) -> None:
    result = bvt("pay", "quote", "--measure", "ressursfamilie", *MARCH, "--csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["home"], row["agreement"], row["amount"]) == ("", "", "10336.00")


def test_the_municipalitys_own_rules_count(bvt: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "settings.yaml").write_text(
        "settings: [{name: share_medium, value: 50, from: 2025-01-01, reason: Vedtak}]\n", encoding="utf-8"
    )
    document = quoted(bvt, "stottefamilie", "--size", "medium", "--born", "2018-05-04", *MARCH)
    assert amounts(document) == ["5168.00", "4266.50"]  # 10336 / 2, 8533 / 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("besokshjem",), "For a respite home --born is needed too."),
        (("fosterhjem",), "For a foster home --born is needed too."),
        (("stottefamilie", "--born", "2018-05-04"), "For a support family --size is needed too."),
        (("ressursfamilie", "--born", "2018-05-04"), "--born does not go with a resource family."),
        (("ressursfamilie", "--aftercare"), "--aftercare does not go with a resource family."),
        (("fosterhjem", "--born", "2018-05-04", "--size", "stor"), "--size does not go with a foster home."),
        (("besokshjem", "--born", "2018-05-04", "--factor", "2"), "--factor does not go with a respite home."),
        (("fosterhjem", "--born", "2018-05-04", "--factor", "0"), "--factor: 0 is not above 0 and at most 20."),
        (("fosterhjem", "--born", "2018-05-04", "--factor", "41/2"), "--factor: 41/2 is not above 0 and at most 20."),
        (
            ("besokshjem", "--born", "2018-05-04", "--basis", "actual"),
            "With --basis actual say how many døgn are stayed, with --days.",
        ),
        (("besokshjem", "--born", "2018-05-04", "--days", "3"), "--days goes with --basis actual."),
        (
            ("besokshjem", "--born", "2018-05-04", "--basis", "actual", "--days", "18", "--from", "2025-03-15"),
            "--days: 18 is no whole number from 0 to 17.",
        ),
        (("besokshjem", "--born", "1018-05-04"), "--born: 1018-05-04 is outside the years 1900 to 2199."),
        (("besokshem", "--born", "2018-05-04"), "--measure: besokshem is none of besokshjem, stottefamilie,"),
    ],
)
def test_what_does_not_make_a_home_is_said(bvt: Bvt, arguments: tuple[str, ...], message: str) -> None:
    result = bvt("pay", "quote", "--measure", *arguments, *MARCH)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_the_measure_must_be_said(bvt: Bvt) -> None:
    assert bvt("pay", "quote").exit_code == 2
