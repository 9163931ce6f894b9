"""The proof workbook: LibreOffice computes every sum again, to the same øre, and sees an input that is wrong."""

import random
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bvt_cli.core import recompute
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Month
from bvt_cli.core.pricing import Grounds
from bvt_cli.render.messages import translator
from bvt_cli.render.workbook import Figures, workbook
from conftest import Bvt

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice Calc is not installed (tools/install-test-packages.sh)"
)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

DOCUMENT = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}]
  - ref: h-2
    kind: fosterhjem
    name: Familien Annen
    employment: oppdragstaker
    persons: [{ref: P-2, name: Annen Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: fosterhjem, on: 2024-09-01}]
  - ref: H-2
    kind: fosterhjem
    name: Familien Tredje
    employment: oppdragstaker
    persons: [{ref: P-3, name: Tredje Prøvesen, born: 1980-01-01, role: carer}]
    approvals: [{kind: fosterhjem, on: 2024-09-01}]
children:
  - {ref: C-1, case: "=2+3", born: 2018-05-04}
  - {ref: C-2, case: "2024/2", born: 2015-03-01}
  - {ref: C-3, case: "2024/3", born: 2010-03-20}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
  - {ref: A-2, home: H-1, child: C-2, measure: stottefamilie, size: medium, from: 2025-01-15}
  - {ref: A-3, home: h-2, child: C-3, measure: fosterhjem, factor: "1.5", from: 2025-01-10}
  - {ref: A-4, home: H-2, child: C-1, measure: fosterhjem, from: 2025-02-01}
stays:
  - {ref: S-1, agreement: A-1, from: 2025-01-04, to: 2025-01-06, extra: true}
outlays:
  - {ref: U-1, agreement: A-3, on: 2025-02-03, receipt: "=4+4", amount: "123.45", approved_by: leder}
supplements:
  - {ref: T-1, agreement: A-4, from: 2025-02, to: 2025-02, amount: "333.33", decision: 12/24, taxable: true,
     approved_by: leder}
"""
"""A case and a receipt that a spreadsheet would take for formulas, and two homes that differ by a capital alone."""


@pytest.fixture
def posted(bvt: Bvt) -> Bvt:
    """R1 January, R2 February with vouchers; R3 takes A-2 back from 20 January on, in three instalments."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=DOCUMENT).exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    assert bvt("agreement", "end", "A-2", "--on", "2025-01-20").exit_code == 0
    recover = ("--recover", "A-2", "--instalments", "3", "--reason", "Avtalt")
    assert bvt("pay", "month", "2025-03", "--post", *recover).exit_code == 0
    return bvt


Cells = dict[str, list[list[str]]]


def recalculated(folder: Path, *files: Path) -> list[Cells]:
    """Workbooks as LibreOffice computes them: the values of the cells by sheet."""
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "fods",
         "--outdir", str(folder / "saved"), *map(str, files)],
        capture_output=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [_cells(folder / "saved" / f"{file.stem}.fods") for file in files]


def _cells(path: Path) -> Cells:
    found = {}
    for table in ElementTree.parse(path).iter(f"{TABLE}table"):
        rows: list[list[str]] = []
        for row in table.iter(f"{TABLE}table-row"):
            cells: list[str] = []
            for cell in row.iter(f"{TABLE}table-cell"):
                shown = "\n".join("".join(each.itertext()) for each in cell.iter(f"{TEXT}p"))
                value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or shown
                cells += [value] * min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 40)
            rows.append(cells)
        found[str(table.get(f"{TABLE}name"))] = rows
    return found


def records(rows: list[list[str]]) -> list[dict[str, str]]:
    """The rows of a list by their headings, which stand in the third row; it ends at the first empty row."""
    heading = rows[2]
    found = []
    for row in rows[3:]:
        if not row or not row[0]:
            break
        found.append(dict(zip(heading, row, strict=False)))
    return found


def front(cells: Cells, name: str) -> list[str]:
    return next(row for row in cells["Run"] if row and row[0] == name)


def put(file: Path, sheet: int, cell: str, value: str, target: Path) -> Path:
    """The workbook with another number in a cell, as somebody would type it in; nothing else is touched."""
    name = f"xl/worksheets/sheet{sheet}.xml"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == name:
                changed = re.sub(rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)'.encode(), rf"\g<1>{value}\g<2>".encode(), data)
                assert changed != data
                data = changed
            new.writestr(item, data)
    return target


@needs_libreoffice
def test_libreoffice_comes_to_the_same_ore_in_every_line_home_and_sum(posted: Bvt, tmp_path: Path) -> None:
    """Three runs: parts of months, an extra stay, vouchers, reversals, a correction, and what is put off."""
    files = [tmp_path / f"{run}.xlsx" for run in ("R1", "R2", "R3")]
    for file in files:
        assert posted("pay", "workbook", file.stem, "--out", file).exit_code == 0
    kinds, bases = set(), set()
    for file, cells in zip(files, recalculated(tmp_path, *files), strict=True):
        run = posted("pay", "show", file.stem, "--json").json
        lines = [line for home in run["homes"] for line in home["lines"]]
        computed = {row["Line"]: row for row in records(cells["Lines"])}
        assert set(computed) == {line["line"] for line in lines}
        for line in lines:
            row = computed[line["line"]]
            assert Decimal(row["Amount (øre)"]) == Decimal(line["amount"]) * 100
            assert Decimal(row["Difference (øre)"]) == 0
            assert float(row["Quantity"]) == pytest.approx(float(Fraction(line["quantity"])), abs=1e-12)
            assert (row["Home"], row["Case"]) == (line["home"], line["case"])
            kinds.add(line["kind"])
            bases.add(line["basis"])
        homes = {row["Home"]: row for row in records(cells["Homes"])}
        assert set(homes) == {home["home"] for home in run["homes"]}
        for home in run["homes"]:
            row = homes[home["home"]]
            for heading, key in (("Taxable", "taxable"), ("Tax-free", "tax_free"), ("Total", "total")):
                assert round(Decimal(row[heading]), 6) == Decimal(home[key])
            assert Decimal(row["Difference (øre)"]) == 0
        for heading, key in (("Taxable", "taxable"), ("Tax-free", "tax_free"), ("Total", "total")):
            assert round(Decimal(front(cells, heading)[2]), 6) == Decimal(run[key])
            assert Decimal(front(cells, heading)[3]) == 0
        assert front(cells, "It all comes out")[1] == "yes"
    assert kinds == {"ordinary", "correction", "reversal", "claim"}
    assert bases == {"fixed", "extra", "share", "month", "receipt", "decision", "claim"}


@needs_libreoffice
def test_an_input_that_is_wrong_is_seen_by_the_check(posted: Bvt, tmp_path: Path) -> None:
    """In February A-1 is paid 3 x 1026 kroner. With 4 units, 27 days, or 1027 kroner, the differences say how much."""
    file = tmp_path / "R2.xlsx"
    assert posted("pay", "workbook", "R2", "--out", file).exit_code == 0
    lines, rates = (_sheet_rows(file, sheet) for sheet in (2, 4))
    assert (lines["A4"], lines["Q4"], lines["S4"]) == ("R2-1", "3", "28")
    (rate,) = [cell for cell, value in rates.items() if value == "1026"]
    changed = [
        put(file, 2, "Q4", "4", tmp_path / "units.xlsx"),
        put(file, 2, "S4", "27", tmp_path / "days.xlsx"),
        put(file, 4, rate, "1027", tmp_path / "rate.xlsx"),
        put(file, 2, "Z4", "3078.01", tmp_path / "posted.xlsx"),
    ]
    expected = [
        -102600,
        307800 - int(Decimal("102600") * 3 * 27 / 28 + Decimal("0.5")),
        -300,
        1,
    ]
    for cells, difference in zip(recalculated(tmp_path, *changed), expected, strict=True):
        found = [(row["Line"], Decimal(row["Difference (øre)"])) for row in records(cells["Lines"])]
        assert [each for each in found if each[1]] == [("R2-1", difference)]
        assert front(cells, "Lines that differ")[1] == "1"
        assert front(cells, "It all comes out")[1] == "NO"


@needs_libreoffice
def test_half_an_ore_and_what_lies_close_to_it_is_rounded_as_bvt_rounds(tmp_path: Path) -> None:
    """800 lines with awkward rates and days, many of them half an øre exactly, both signs; and 123.4 km."""
    chance = random.Random(251)
    entries = [Entry("ordinary", _driven())]
    for number in range(800):
        days, share = chance.choice((31, chance.randint(1, 31))), chance.choice((None, 25, 45, 75))
        whole = Fraction(share, 100) if share else chance.choice((Fraction(1), Fraction(3, 2), Fraction(17, 31)))
        rate = chance.choice((1, 2, 3, 50, 102610, 1033601, 99999999, chance.randrange(10**7)))
        entries.append(_line(number, rate, whole, days, share, chance.choice((1, -1))))
    halves = [entry for entry in entries if (entry.line.rate * entry.line.quantity * 2).denominator == 1]
    assert len([entry for entry in halves if (entry.line.rate * entry.line.quantity).denominator == 2]) > 20
    file = tmp_path / "awkward.xlsx"
    file.write_bytes(_workbook(entries))
    (cells,) = recalculated(tmp_path, file)
    computed = [Decimal(row["Amount (øre)"]) for row in records(cells["Lines"])]
    assert computed == [entry.line.amount for entry in entries]
    assert front(cells, "It all comes out")[1] == "yes"


def _line(number: int, rate: int, whole: Fraction, days: int, share: int | None, sign: int) -> Entry:
    month = Month(2025, 3)
    quantity = sign * whole * Fraction(days, 31)
    return Entry(
        "ordinary",
        Line(
            f"H-{number % 7}", "A-1", "stottefamilie", "grunnstotte", "share", month, month.first, month.last, True,
            False, date(2024, 7, 1), rate, "month", quantity, recompute.amount(rate, quantity), None, "2024/1",
            Grounds(6, 6, 11, "month_after", days, 31, whole, share),
        ),
    )  # fmt: skip


def _driven() -> Line:
    month = Month(2025, 3)
    return Line(
        "H-1", "A-1", "fosterhjem", "km", "driven", month, date(2025, 3, 5), date(2025, 3, 5), True, False,
        date(2025, 1, 1), 185, "km", Fraction(617, 5), 22829, "D1", "2024/1", None, None, "leder",
    )  # fmt: skip


def _workbook(entries: list[Entry], language: str = "en") -> bytes:
    lines = [(f"R1-{number}", entry) for number, entry in enumerate(entries, 1)]
    total = sum(entry.line.amount for entry in entries)
    figures = Figures("R1", Month(2025, 3), "2025-03-31T12:00:00+00:00", len(lines), total, total, "plan")
    return workbook(figures, lines, {}, translator(language))


def _sheet_rows(file: Path, sheet: int) -> dict[str, str]:
    """The values of a sheet by cell, texts put in."""
    with zipfile.ZipFile(file) as opened:
        texts = ["".join(each.itertext()) for each in ElementTree.fromstring(opened.read("xl/sharedStrings.xml"))]
        tree = ElementTree.fromstring(opened.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = {}
    for cell in tree.iter(f"{SPREADSHEET}c"):
        value = cell.find(f"{SPREADSHEET}v")
        if value is not None and value.text is not None:
            found[str(cell.get("r"))] = texts[int(value.text)] if cell.get("t") == "s" else value.text
    return found


def _formulas(file: Path) -> Mapping[str, ElementTree.Element]:
    found = {}
    with zipfile.ZipFile(file) as opened:
        for name in opened.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for cell in ElementTree.fromstring(opened.read(name)).iter(f"{SPREADSHEET}c"):
                    if cell.find(f"{SPREADSHEET}f") is not None:
                        found[f"{name} {cell.get('r')}"] = cell
    return found


def test_no_value_of_a_formula_is_written_and_no_text_becomes_one(posted: Bvt, tmp_path: Path) -> None:
    """What a spreadsheet shows it must compute; "=2+3" and "=4+4" stay texts."""
    file = tmp_path / "R2.xlsx"
    assert posted("pay", "workbook", "R2", "--out", file).exit_code == 0
    formulas = _formulas(file)
    assert len(formulas) > 40
    assert {cell.findtext(f"{SPREADSHEET}v") for cell in formulas.values()} == {""}
    assert not [cell for cell in formulas.values() if "+3" in str(cell.findtext(f"{SPREADSHEET}f"))]
    assert {"=2+3", "=4+4"} <= set(_sheet_rows(file, 2).values())


def test_it_holds_case_numbers_and_no_names(posted: Bvt, tmp_path: Path) -> None:
    file = tmp_path / "R2.xlsx"
    assert posted("pay", "workbook", "R2", "--out", file).exit_code == 0
    with zipfile.ZipFile(file) as opened:
        written = b"".join(map(opened.read, opened.namelist())).decode()
    assert "2024/3" in written
    assert not re.search("Prøve|Familien|C-3", written)


def test_the_rates_name_the_page_they_were_taken_from(posted: Bvt, tmp_path: Path) -> None:
    """Also those of lines that take back what an earlier run paid."""
    for run in ("R1", "R3"):
        file = tmp_path / f"{run}.xlsx"
        assert posted("pay", "workbook", run, "--out", file).exit_code == 0
        rates = _sheet_rows(file, 4)
        rows = {cell[1:] for cell, value in rates.items() if cell.startswith("H") and value.isdigit()}
        assert rows
        assert all(rates[f"J{row}"].startswith("https://www.ks.no/") for row in rows)


@pytest.mark.parametrize(("language", "sheets"), [("nb", "Kjøring"), ("nn", "Køyring"), ("en", "Run")])
def test_headings_are_in_the_readers_language_and_the_same_run_gives_the_same_file(language: str, sheets: str) -> None:
    entries = [_line(1, 1033600, Fraction(45, 100), 17, 45, 1)]
    data = _workbook(entries, language)
    assert data == _workbook(entries, language)
    with zipfile.ZipFile(__import__("io").BytesIO(data)) as opened:
        assert f'name="{sheets}"' in opened.read("xl/workbook.xml").decode()


def test_it_is_a_new_file_for_its_owner_only(posted: Bvt, tmp_path: Path) -> None:
    """What stands there is left alone, and an unknown run leaves nothing behind."""
    file = tmp_path / "R1.xlsx"
    result = posted("pay", "workbook", "R1", "--out", file, "--json")
    assert result.json == {
        "run": "R1", "file": str(file), "lines": 8, "total": posted("pay", "show", "R1", "--json").json["total"],
    }  # fmt: skip
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert posted("pay", "workbook", "R2", "--out", file).exit_code == 3
    assert file.read_bytes() == before
    assert posted("pay", "workbook", "R9", "--out", tmp_path / "R9.xlsx").exit_code == 4
    assert not (tmp_path / "R9.xlsx").exists()


def test_without_xlsxwriter_it_says_what_to_install(
    posted: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    result: Any = posted("pay", "workbook", "R1", "--out", tmp_path / "R1.xlsx")
    assert result.exit_code == 2
    assert 'pip install "bvt-cli[xlsx]"' in result.stderr
    assert not (tmp_path / "R1.xlsx").exists()
