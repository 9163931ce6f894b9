"""`bvt pay statement`: what a home was paid with the runs of a month or year, in text, HTML, PDF and JSON."""

import sys
from pathlib import Path

import pytest

from bvt_cli.render.messages import translator
from tests.commands.statements import MAY, amounts, overpaid, read_html, read_pdf, register
from tests.conftest import Bvt, Result

TWO_MORE = ("stay", "add", "A-1", "--from", "2025-02-14", "--to", "2025-02-15")


@pytest.fixture
def posted(bvt: Bvt, tmp_path: Path) -> Bvt:
    register(bvt, tmp_path)
    return bvt


def document(bvt: Bvt, *arguments: object) -> dict:
    answer = bvt("pay", "statement", *arguments, "--json")
    assert answer.exit_code == 0, answer.stderr
    return answer.json


def test_a_statement_of_a_month_holds_what_its_runs_paid_whatever_month_that_was_for(posted: Bvt) -> None:
    found = document(posted, "H-1", "--month", "2025-03")
    assert [(each["for_month"], each["sum"]) for each in found["months"][0]["lines"]] == [
        ("2025-02", "3 x 1026.00 = 3078.00"),
        ("2025-02", "3 x 399.00 = 1197.00"),
        ("2025-03", "7 x 1026.00 = 7182.00"),
        ("2025-03", "7 x 399.00 = 2793.00"),
    ]
    assert (found["taxable"], found["tax_free"], found["total"]) == ("10260.00", "3990.00", "14250.00")
    assert document(posted, "H-1", "--month", "2025-02")["months"] == []


def test_the_pay_is_divided_between_the_payees_and_their_parts_come_to_the_whole(posted: Bvt) -> None:
    found = document(posted, "H-1", "--month", "2025-03")
    assert found["payees"] == [
        {"person": "P-1", "total": "7125.00", "taxable": "5130.00", "tax_free": "1995.00"},
        {"person": "P-2", "total": "7125.00", "taxable": "5130.00", "tax_free": "1995.00"},
    ]
    assert found["months"][0]["lines"][1]["payees"] == [
        {"person": "P-1", "share": "1/2", "amount": "598.50"},
        {"person": "P-2", "share": "1/2", "amount": "598.50"},
    ]
    assert document(posted, "H/2", "--month", "2025-03")["payees"] == []


def test_a_stay_registered_late_is_told_as_a_correction_with_what_it_takes_back(posted: Bvt) -> None:
    assert posted(*TWO_MORE).exit_code == 0
    assert posted("pay", "month", "2025-04", "--post", "--as-of", "2025-04-30").exit_code == 0
    lines = document(posted, "H-1", "--month", "2025-04")["months"][0]["lines"]
    assert [(each["kind"], each["reverses"], each["sum"]) for each in lines] == [
        ("reversal", "R1-1", "-3 x 1026.00 = -3078.00"),
        ("reversal", "R1-2", "-3 x 399.00 = -1197.00"),
        ("correction", None, "5 x 1026.00 = 5130.00"),
        ("correction", None, "5 x 399.00 = 1995.00"),
    ]
    assert (lines[0]["causes"], lines[0]["late"]) == (["stay"], True)
    said = posted("pay", "statement", "H-1", "--month", "2025-04", env={"BVT_LANG": "nb"}).stdout
    english = posted("--lang", "en", "pay", "statement", "H-1", "--month", "2025-04").stdout
    assert "Takes back line R1-1, which was paid with the runs of 2025-03." in english
    assert (
        "Cause: something was registered late (the stays); what was posted before was right then."
        in english.replace("\n    ", " ")
    )
    assert "R1-1" in said
    earlier = posted("--lang", "en", "pay", "statement", "H-1", "--month", "2025-03").stdout
    assert "It was taken back by line R2-1, with the runs of 2025-04." in earlier


def test_the_statement_of_a_year_comes_to_the_statements_of_its_months(posted: Bvt) -> None:
    overpaid(posted, "--instalments", "2")
    year = document(posted, "H-1", "--year", "2025")
    months = [document(posted, "H-1", "--month", f"2025-{number:02d}") for number in range(1, 13)]
    assert [each["months"][0] for each in months if each["months"]] == year["months"]
    assert [each["total"] for each in year["months"]] == ["14250.00", "0.00"]
    assert (year["total"], year["from"], year["to"]) == ("14250.00", "2025-01", "2025-12")


def test_money_taken_back_in_instalments_is_told_with_what_is_put_off_paid_and_outstanding(posted: Bvt) -> None:
    overpaid(posted, "--instalments", "3")
    posted("stay", "add", "A-1", "--from", "2025-05-02", "--to", "2025-05-04")
    assert posted("pay", "letter", "K1", "--sent", "2025-05-02", *MAY).exit_code == 0
    assert posted("pay", "month", "2025-05", "--post", *MAY).exit_code == 0
    (claim,) = document(posted, "H-1", "--month", "2025-05")["claims"]
    assert claim["put_off"] == "5700.00"  # 4 x (1026.00 + 399.00)
    assert [(part["month"], part["amount"]) for part in claim["plan"]] == [
        ("2025-05", "1900.00"),
        ("2025-06", "1900.00"),
        ("2025-07", "1900.00"),
    ]
    assert (claim["paid"], claim["outstanding"], claim["letter_on"]) == ("1900.00", "3800.00", "2025-05-02")
    (before,) = document(posted, "H-1", "--month", "2025-04")["claims"]
    assert (before["paid"], before["outstanding"]) == ("0.00", "5700.00")
    assert document(posted, "H-1", "--month", "2025-03")["claims"] == []
    said = posted("--lang", "en", "pay", "statement", "H-1", "--year", "2025").stdout
    assert "* K1: NOK\u00a01,900.00 is paid back, NOK\u00a03,800.00 is outstanding." in said
    assert "basic compensation, put off" in said
    assert "basic compensation, instalment" in said


def test_stopped_pay_is_told_until_it_was_let_go(posted: Bvt) -> None:
    posted("pay", "block", "A-1", "--from", "2025-04", "--reason", "Avklarast")
    assert [each["kind"] for each in document(posted, "H-1", "--month", "2025-04")["claims"]] == ["block"]
    assert document(posted, "H-1", "--month", "2025-03")["claims"] == []
    assert "K1: nothing is paid under agreement A-1 from 2025-04 on" in said_in_english(posted, "2025-05").stdout
    posted("pay", "release", "K1", "--reason", "Avklart", "--on", "2025-05-10")
    assert "K1: let go on 2025-05-10; what is due is paid again." in said_in_english(posted, "2025-05").stdout
    assert document(posted, "H-1", "--month", "2025-06")["claims"] == []


def said_in_english(bvt: Bvt, month: str) -> Result:
    return bvt("--lang", "en", "pay", "statement", "H-1", "--month", month)


def test_a_statement_speaks_the_language_of_the_home_unless_another_is_asked_for(posted: Bvt) -> None:
    own = posted("pay", "statement", "H-1", "--month", "2025-03").stdout
    assert "besøksheim" in own  # nynorsk, though BVT_LANG is English here
    assert "mars 2025" in own
    assert "besøkshjem" in posted("pay", "statement", "H/2", "--month", "2025-03").stdout  # nothing said: bokmål
    english = posted("--lang", "en", "pay", "statement", "H-1", "--month", "2025-03").stdout
    assert "7 x NOK\u00a01,026.00" in english


def test_text_html_pdf_and_json_tell_the_same_sums(posted: Bvt, tmp_path: Path) -> None:
    overpaid(posted, "--instalments", "2")
    year = ("pay", "statement", "H-1", "--year", "2025")
    text = posted(*year).stdout
    assert posted(*year, "--html", tmp_path / "page.html").exit_code == 0
    assert posted(*year, "--pdf", tmp_path / "page.pdf").exit_code == 0
    assert amounts(text) == amounts(" ".join(read_html(tmp_path / "page.html").words))
    assert amounts(text) == amounts(read_pdf(tmp_path / "page.pdf"))
    found = document(posted, "H-1", "--year", "2025")
    told = [found["total"], *(line["amount"] for month in found["months"] for line in month["lines"])]
    say = translator("nn")
    assert {say.amount(round(float(each) * 100)) for each in told} <= set(amounts(text))


def test_the_pages_hold_the_case_number_and_nothing_of_the_child(posted: Bvt, tmp_path: Path) -> None:
    text = posted("pay", "statement", "H-1", "--month", "2025-03", "--pdf", tmp_path / "page.pdf")
    assert text.stdout == ""
    said = read_pdf(tmp_path / "page.pdf")
    assert "2024/1" in said
    assert not [word for word in ("C-1", "2018", "04.05") if word in said]


def test_the_html_is_one_page_without_scripts_in_which_names_are_no_markup(posted: Bvt, tmp_path: Path) -> None:
    posted("pay", "statement", "H-1", "--month", "2025-03", "--html", tmp_path / "page.html")
    page = read_html(tmp_path / "page.html")
    assert "Familien Prøve-Ærlig & <b>Åsen</b>" in " ".join(page.words)
    assert not {"script", "link", "img", "b"} & set(page.elements)
    assert {"main", "h1", "thead", "tfoot"} <= set(page.elements)
    assert page.language == "nn"


def test_the_pdf_keeps_norwegian_letters_and_is_the_same_byte_for_byte(posted: Bvt, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        posted("pay", "statement", "H-1", "--month", "2025-03", "--pdf", tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    said = read_pdf(tmp_path / "one.pdf")
    assert "Familien Prøve-Ærlig & <b>Åsen</b>" in said
    assert "Åse Øvre" in said


def test_letters_that_the_typeface_of_the_pdf_lacks_are_rewritten_and_told(posted: Bvt, tmp_path: Path) -> None:
    posted("home", "set", "H-1", "--name", "Familien Šaŋŋa 山")
    answer = posted("pay", "statement", "H-1", "--month", "2025-03", "--pdf", tmp_path / "page.pdf")
    assert "Familien Šanna ?" in read_pdf(tmp_path / "page.pdf")
    assert "ŋ as n, 山 as ?" in answer.stderr


def test_without_reportlab_a_pdf_is_refused_with_the_remedy(
    posted: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "reportlab"] or ["reportlab"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    answer = posted("pay", "statement", "H-1", "--month", "2025-03", "--pdf", tmp_path / "page.pdf")
    assert answer.exit_code == 2
    assert 'pip install "bvt-cli[pdf]"' in answer.stderr
    assert not (tmp_path / "page.pdf").exists()


def test_a_file_is_its_owners_alone_and_never_written_over_another(posted: Bvt, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = ("pay", "statement", "H-1", "--month", "2025-03", "--html", page)
    assert posted(*asked).exit_code == 0
    assert page.stat().st_mode & 0o777 == 0o600
    page.write_text("mine")
    assert posted(*asked).exit_code == 3
    assert page.read_text() == "mine"


def test_all_homes_are_written_into_a_folder_a_file_each_named_by_ref(posted: Bvt, tmp_path: Path) -> None:
    folder = tmp_path / "2025"
    answer = posted("pay", "statement", "--all", "--month", "2025-03", "--into", folder, "--json")
    assert [(each["home"], each["file"], each["total"]) for each in answer.json] == [
        ("H-1", str(folder / "H-1.txt"), "14250.00"),
        ("H/2", str(folder / "H_2.txt"), "4275.00"),
    ]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["H-1.txt", "H_2.txt"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    alone = posted("pay", "statement", "H-1", "--month", "2025-03").stdout
    assert (folder / "H-1.txt").read_text(encoding="utf-8") == alone
    assert "Familien To" not in alone


@pytest.mark.parametrize(("form", "ending"), [("html", "html"), ("pdf", "pdf")])
def test_all_homes_can_be_written_as_pages(posted: Bvt, tmp_path: Path, form: str, ending: str) -> None:
    folder = tmp_path / "pages"
    answer = posted("pay", "statement", "--all", "--year", "2025", "--into", folder, "--format", form)
    assert answer.exit_code == 0
    assert str(folder / f"H-1.{ending}") in answer.stdout
    read = read_pdf(folder / "H-1.pdf") if form == "pdf" else " ".join(read_html(folder / "H-1.html").words)
    assert "14\u00a0250,00" in amounts(read)


def test_where_one_file_stands_already_none_is_written(posted: Bvt, tmp_path: Path) -> None:
    (tmp_path / "H_2.txt").write_text("mine")
    answer = posted("pay", "statement", "--all", "--month", "2025-03", "--into", tmp_path)
    assert answer.exit_code == 3
    assert not (tmp_path / "H-1.txt").exists()


def test_a_folder_that_cannot_be_made_is_told(posted: Bvt, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = posted("pay", "statement", "--all", "--month", "2025-03", "--into", tmp_path / "file" / "x")
    assert answer.exit_code == 2


def test_a_time_in_which_nothing_was_paid_is_no_error(posted: Bvt, tmp_path: Path) -> None:
    found = posted("--lang", "en", "pay", "statement", "H-3", "--year", "2025")
    assert found.exit_code == 0
    assert "Nothing was paid in this time." in found.stdout
    none = posted("pay", "statement", "--all", "--month", "2024-01", "--into", tmp_path / "none", "--json")
    assert (none.exit_code, none.json) == (0, [])
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["H-1"], 2),
        (["H-1", "--month", "2025-03", "--year", "2025"], 2),
        (["--month", "2025-03"], 2),
        (["--all", "--month", "2025-03"], 2),
        (["H-1", "--all", "--month", "2025-03", "--into", "x"], 2),
        (["H-1", "--month", "2025-03", "--into", "x"], 2),
        (["H-1", "--month", "2025-03", "--format", "pdf"], 2),
        (["H-1", "--month", "2025-03", "--html", "x", "--pdf", "y"], 2),
        (["--all", "--month", "2025-03", "--into", "x", "--format", "docx"], 2),
        (["H-1", "--year", "25"], 2),
        (["H-9", "--month", "2025-03"], 4),
    ],
)
def test_what_cannot_be_asked_for_is_told(posted: Bvt, arguments: list[str], exit_code: int) -> None:
    answer = posted("pay", "statement", *arguments)
    assert answer.exit_code == exit_code
    assert answer.stdout == ""
    assert answer.stderr


SAID_OF = {
    "H-006": ("45/100: a support family of this size has 45 % of the rate.", "17 of the 31 days of the month count."),
    "H-020": ('NOK\u00a010,336.00 a month is "1 KS" in the KS table of 2024-07-01.', "Agreement A-40: resource family"),
    "H-001": ("basic compensation, extra stay", "is the rate for 10 years and older in the KS table of 2024-07-01."),
    "H-021": ("from 11 years until 15 in the KS table", "Anne Skog"),
}


def test_each_kind_of_pay_is_told_with_what_its_sums_are_made_of(kommune: Bvt) -> None:
    kommune("pay", "month", "2025-03", "--post", "--as-of", "2025-03-31")
    for home, words in SAID_OF.items():
        said = kommune("--lang", "en", "pay", "statement", home, "--year", "2025").stdout.replace("\n  ", " ")
        assert [each for each in words if each not in said] == []
        assert "2024-07-01: https://www.ks.no/" in said


def test_pay_by_a_table_that_has_run_out_is_told_to_be_provisional(posted: Bvt) -> None:
    posted("stay", "add", "A-1", "--from", "2025-07-04", "--to", "2025-07-06")
    posted("pay", "month", "2025-07", "--post", "--as-of", "2025-07-31")
    assert "Provisional: no newer table is there yet." in said_in_english(posted, "2025-07").stdout


def test_what_is_paid_beside_the_rates_is_told_with_its_receipt(posted: Bvt) -> None:
    bought = ("--on", "2025-04-02", "--receipt", "B-7", "--amount", "240")
    ref = posted("outlay", "add", "A-1", *bought).stdout.strip()
    assert posted("outlay", "approve", ref, "--by", "leder").exit_code == 0
    posted("pay", "month", "2025-04", "--post", "--as-of", "2025-04-30")
    said = said_in_english(posted, "2025-04").stdout
    assert "1 x NOK\u00a0240.00" in said
    assert "Outlay: receipt B-7 of 2025-04-02, approved by leder" in said
