"""What `--csv-dialect excel-no` becomes in a spreadsheet set up for Norway: the same figures, and no formula."""

import csv
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from conftest import Bvt

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice Calc is not installed (tools/install-test-packages.sh)"
)

SEMICOLON_UTF8_BOKMAL = "59,34,76,1,,1044,false,true"  # 1044: bokmål, so that a comma is a decimal comma
COMMA_UTF8_ENGLISH = "44,34,76,1,,1033,false,false,false"  # the bare values, not as they are shown
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

DOCUMENT = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: "=1+1"
    employment: oppdragstaker
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}]
children:
  - {ref: C-1, case: "=2+3", born: 2018-05-04}
  - {ref: C-2, case: "+2*3", born: 2018-05-04}
  - {ref: C-3, case: "-7", born: 2018-05-04}
  - {ref: C-4, case: "@SUM(1;2)", born: 2018-05-04}
  - {ref: C-5, case: "2024/1187", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
  - {ref: A-2, home: H-1, child: C-2, measure: besokshjem, from: 2025-03-15}
  - {ref: A-3, home: H-1, child: C-3, measure: stottefamilie, size: stor, from: 2025-03-10}
  - {ref: A-4, home: H-1, child: C-4, measure: stottefamilie, size: liten, from: 2025-01-01}
  - {ref: A-5, home: H-1, child: C-5, measure: stottefamilie, size: medium, from: 2025-01-01}
"""
MARCH = ("pay", "month", "2025-03")
EXCEL = ("--csv", "--csv-dialect", "excel-no")


class Cell(NamedTuple):
    """A cell of a spreadsheet: whether it is a `float`, a `date` or a `string`, its value, and its formula if any."""

    kind: str | None
    value: str
    formula: str | None = None


@pytest.fixture
def register(bvt: Bvt) -> Bvt:
    assert bvt("init", "--pay-from", "2025-03").exit_code == 0
    assert bvt("import", "-", input=DOCUMENT).exit_code == 0
    return bvt


def converted(folder: Path, to: str, suffix: str, **files: str) -> list[Path]:
    """CSV files as LibreOffice opens and saves them."""
    sources = []
    for name, content in files.items():
        sources.append(folder / f"{name}.csv")
        sources[-1].write_bytes(content.encode())
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         f"--infilter=Text - txt - csv (StarCalc):{SEMICOLON_UTF8_BOKMAL}", "--convert-to", to,
         "--outdir", str(folder / "saved"), *map(str, sources)],
        capture_output=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [folder / "saved" / f"{name}.{suffix}" for name in files]


def cells(path: Path) -> list[list[Cell]]:
    """The rows of a spreadsheet with something in them."""
    rows = []
    for row in ElementTree.parse(path).iter(f"{TABLE}table-row"):
        found = []
        for cell in row.iter(f"{TABLE}table-cell"):
            kind = cell.get(f"{OFFICE}value-type")
            value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value")
            shown = "\n".join("".join(each.itertext()) for each in cell.iter(f"{TEXT}p"))
            one = Cell(kind, value or shown, cell.get(f"{TABLE}formula"))
            found += [one] * int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        if any(cell.kind for cell in found):
            rows.append(found)
    return rows


def records(path: Path) -> list[dict[str, Cell]]:
    heading, *rows = cells(path)
    return [dict(zip((cell.value for cell in heading), row, strict=False)) for row in rows]


def test_amounts_quantities_and_days_come_back_as_numbers_and_days(register: Bvt, tmp_path: Path) -> None:
    """Every line of the month, against the same lines as JSON; a quantity with the fifteen digits a spreadsheet has."""
    (opened,) = converted(tmp_path, "fods", "fods", march=register(*MARCH, *EXCEL).stdout)
    document = register(*MARCH, "--json").json
    lines = [line for home in document["homes"] for line in home["lines"]]
    found = records(opened)
    assert [(row["amount"].kind, Decimal(row["amount"].value)) for row in found] == [
        ("float", Decimal(line["amount"])) for line in lines
    ]
    assert sum(Decimal(row["amount"].value) for row in found) == Decimal(document["total"])
    assert [(row["quantity"].kind, float(row["quantity"].value)) for row in found] == [
        ("float", float(f"{float(Fraction(line['quantity'])):.15g}")) for line in lines
    ]
    assert [(row["rate_amount"].kind, Decimal(row["rate_amount"].value)) for row in found] == [
        ("float", Decimal(line["rate"]["amount"])) for line in lines
    ]
    for key in ("from", "to"):
        assert [(row[key].kind, date.fromisoformat(row[key].value)) for row in found] == [
            ("date", date.fromisoformat(line[key])) for line in lines
        ]
    assert ("1.64516129032258", "1687.94") in [(row["quantity"].value, row["amount"].value) for row in found]


def test_a_text_that_looks_like_a_formula_stays_a_text(register: Bvt, tmp_path: Path) -> None:
    """As proof that LibreOffice would have reckoned: the same text without its mark becomes 2."""
    march, homes, bare = converted(
        tmp_path, "fods", "fods",
        march=register(*MARCH, *EXCEL).stdout, homes=register("home", "list", *EXCEL).stdout, bare="name\r\n=1+1\r\n",
    )  # fmt: skip
    assert cells(bare)[1] == [Cell("float", "2", "of:=1+1")]
    assert records(homes)[0]["name"] == Cell("string", "'=1+1")
    assert [cell for row in (*cells(march), *cells(homes)) for cell in row if cell.formula] == []
    assert {row["case"] for row in records(march)} == {
        Cell("string", "'=2+3"),
        Cell("string", "'+2*3"),
        Cell("string", "'-7"),
        Cell("string", "'@SUM(1;2)"),
        Cell("string", "2024/1187"),
    }


def test_saved_again_as_csv_the_month_adds_up_to_the_same(register: Bvt, tmp_path: Path) -> None:
    """støttefamilie stor from 10 March: 22/31 of 75 % of 10336 and 8533 kroner."""
    to = f"csv:Text - txt - csv (StarCalc):{COMMA_UTF8_ENGLISH}"
    (saved,) = converted(tmp_path, to, "csv", march=register(*MARCH, *EXCEL).stdout)
    with saved.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [row["amount"] for row in rows if row["agreement"] == "A-3"] == ["5501.42", "4541.76"]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(register(*MARCH, "--json").json["total"])
