"""`bvt rate rehearse`: what a table will cost, before it is in force."""

from decimal import Decimal
from pathlib import Path

import pytest

from bvt_cli.store.rate_files import shipped_rates
from tests.conftest import Bvt

NEW = {"1026": "1100", "399": "400", "444": "450", "10336": "11000"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The table of 2024 as if KS made it again a year later: 1100 and 400 (450) a døgn, 11000 a month."""
    words = (shipped_rates() / "ks" / "2024-07-01.yaml").read_text(encoding="utf-8")
    for old, new in {**NEW, "2024-07-01": "2025-07-01"}.items():
        words = words.replace(f": {old}", f": {new}")
    path = tmp_path / "2025-07-01.yaml"
    path.write_text(words, encoding="utf-8")
    return path


def test_each_home_and_measure_is_told_with_the_table_and_without(kommune: Bvt, table: Path) -> None:
    """H-001 has two children, three døgn each, twelve months; A-2's child is 10."""
    found = kommune("rate", "rehearse", table, "--json")
    assert found.exit_code == 0
    first = found.json["homes"][0]
    today, then = 12 * 3 * (1026 + 399 + 1026 + 444), 12 * 3 * (1100 + 400 + 1100 + 450)
    assert first == {
        "home": "H-001",
        "measure": "besokshjem",
        "agreements": 2,
        "today": f"{Decimal(today):.2f}",
        "rehearsed": f"{Decimal(then):.2f}",
        "difference": f"{Decimal(then - today):.2f}",
    }
    assert (found.json["from"], found.json["to"], found.json["table"]) == ("2025-07", "2026-06", "2025-07-01")
    resource = next(each for each in found.json["measures"] if each["measure"] == "ressursfamilie")
    assert resource["difference"] == f"{Decimal(2 * 12 * (11000 - 10336)):.2f}"
    total = sum(Decimal(each["difference"]) for each in found.json["homes"])
    assert Decimal(found.json["difference"]) == total


def test_a_calendar_year_can_be_named(kommune: Bvt, table: Path) -> None:
    """Of 2025 the table has six months: 6 x 664 kroner for each of the two resource families."""
    found = kommune("rate", "rehearse", table, "--year", "2025", "--json")
    assert (found.json["from"], found.json["to"]) == ("2025-01", "2025-12")
    resource = next(each for each in found.json["measures"] if each["measure"] == "ressursfamilie")
    assert resource["difference"] == f"{Decimal(2 * 6 * 664):.2f}"


def test_what_is_leaned_on_and_left_out_is_told(kommune: Bvt, table: Path) -> None:
    """A-3 is paid by days stayed; the home of A-6 is not approved."""
    shown = kommune("rate", "rehearse", table)
    assert shown.exit_code == 0
    assert shown.stderr == (
        "A-3 is paid by days stayed; expected are 20 døgn in 6 months, as last recorded.\n"
        "A-6 is not counted from 2025-07 to 2026-06: home not approved.\n"
        "Reckoned on the agreements as they stand; nothing was written.\n"
    )
    assert "\n  Difference " in shown.stdout
    records = kommune("rate", "rehearse", table, "--json").json
    assert records["estimates"][0]["message"] == shown.stderr.splitlines()[0]
    assert records["left_out"][0]["code"] == "home_not_approved"
    assert len(records["left_out"][0]["months"]) == 12


def test_the_rates_stand_side_by_side(kommune: Bvt, table: Path) -> None:
    """Where a figure is mistyped, it shows here."""
    rates = kommune("rate", "rehearse", table, "--json").json["rates"]
    assert rates[0] == {
        "scheme": "fosterhjem",
        "component": "grunnstotte",
        "age_from": 0,
        "age_to": 6,
        "today": "10336.00",
        "then": "11000.00",
    }


def test_csv_has_a_row_for_each_home_and_measure(kommune: Bvt, table: Path) -> None:
    rows = kommune("rate", "rehearse", table, "--csv").stdout.splitlines()
    assert rows[0] == "home,measure,agreements,today,rehearsed,difference"
    assert len(rows) - 1 == len(kommune("rate", "rehearse", table, "--json").json["homes"])


def test_a_table_that_lies_ready_in_the_folder_is_told_the_same(kommune: Bvt, table: Path, tmp_path: Path) -> None:
    """There it would already be counted as today's."""
    outside = kommune("rate", "rehearse", table, "--json").stdout
    inside = tmp_path / "rates" / "ks" / table.name
    inside.parent.mkdir(parents=True)
    inside.write_bytes(table.read_bytes())
    assert kommune("rate", "rehearse", inside, "--json").stdout == outside
    assert kommune("rate", "rehearse", table, "--json").json["difference"] == "0.00"


def test_nothing_is_written(kommune: Bvt, table: Path, tmp_path: Path) -> None:
    before = (tmp_path / "bvt.db").read_bytes()
    kommune("rate", "rehearse", table)
    assert (tmp_path / "bvt.db").read_bytes() == before
    assert not (tmp_path / "rates" / "ks").exists()


def test_a_wrong_file_is_told_with_file_and_line(kommune: Bvt, tmp_path: Path) -> None:
    """As `bvt rate new` writes it, not yet filled in."""
    assert kommune("rate", "new", "2025-07-01").exit_code == 0
    found = kommune("rate", "rehearse", tmp_path / "rates" / "ks" / "2025-07-01.yaml")
    assert found.exit_code == 5
    assert "  2025-07-01.yaml:9: source is not filled in yet.\n" in found.stderr


def test_a_file_that_is_not_there_and_a_folder_are_refused(kommune: Bvt, tmp_path: Path) -> None:
    assert kommune("rate", "rehearse", "nowhere.yaml") == (2, "", "There is no file nowhere.yaml.\n")
    assert kommune("rate", "rehearse", tmp_path).exit_code == 2


def test_a_year_without_any_rate_is_no_answer(empty: Bvt, table: Path) -> None:
    document = """
bvt_register: 1
homes:
  - {ref: H-1, kind: besokshjem, name: Prøve, employment: oppdragstaker,
     approvals: [{kind: besokshjem, on: 2000-01-01}]}
children: [{ref: C-1, case: "1", born: 2005-01-01}]
agreements: [{ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2009-01-01}]
"""
    assert empty("import", "-", input=document).exit_code == 0
    assert empty("rate", "rehearse", table, "--year", "2010", "--json").exit_code == 5
    found = empty("rate", "rehearse", table, "--year", "2025-26")
    assert found == (2, "", "--year: 2025-26 is no whole number from 1900 to 2199.\n")
