"""Hostile texts in the files that bvt reads from others, and in the files it writes for payroll, ledger and bank.

What bvt makes is read again strictly: rows with as many cells as the heading, positions to the character, XML valid by
the schema of the bank. A value that a format cannot carry is refused, never written half.
"""

import csv
import io
import json
from pathlib import Path

import pytest

from bvt_cli.core.errors import InvalidInput, Refused
from bvt_cli.core.formats import BANK_FORMATS, Col, Format
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt
from tests.exporting import KARI, SHIPPED_FORMATS, codes, file_of, payout
from tests.faults import hostile
from tests.render.test_formats_bank import pain
from tests.render.test_formats_bank import read as valid_for_the_bank

NAMES = (
    hostile.ADMITTED,
    hostile.NAMED,
    "a;b,c|d\te",
    'a"b";"c',
    "a\r\nb;c",
    "a\nb",
    "Ångström Ærø Őz 漢字 Ω",
    "=1+1",
    "＝1+1",
    " =1+1",
    "@SUM(A1)",
    "]]></Nm><Nm>x",
    "&lt;b&gt;&#10;&nbsp;",
    "{case}{amount}{name}",
    "\x1b[31m",
    "\u202egreb",
    "x" * 300,
    "",
)


@pytest.mark.parametrize("form", SHIPPED_FORMATS)
def test_a_file_for_payroll_or_ledger_reads_back_or_is_refused(form: str) -> None:
    """A hostile name or project moves no cell, adds no row, and steers no terminal; payroll's numbers stay."""
    plain = file_of(form, [payout()])
    for word in NAMES:
        for who, known in ((KARI._replace(name=word), codes()), (KARI, codes(project=word))):
            try:
                made = file_of(form, [payout(payee=who)], known)
            except (InvalidInput, Refused):
                continue
            encoding = SHIPPED_FORMATS[form].encoding
            assert (made.rows, made.total) == (plain.rows, plain.total)
            words = made.data.decode(encoding)
            assert hostile.harm(words.replace("\r\n", "\n").removeprefix("\ufeff")) == []
            assert words.count("\n") == plain.data.decode(encoding).count("\n"), word
            if SHIPPED_FORMATS[form].kind == "delimited":
                separator = SHIPPED_FORMATS[form].separator
                rows, before = (
                    list(csv.reader(io.StringIO(each, newline=""), delimiter=separator, strict=True))
                    for each in (words, plain.data.decode(encoding))
                )
                assert [len(row) for row in rows] == [len(row) for row in before], word
            else:
                assert len(made.data) == len(plain.data), word


@pytest.mark.parametrize("version", BANK_FORMATS)
def test_the_file_for_the_bank_is_valid_by_its_schema_or_refused(version: str) -> None:
    written = 0
    for word in NAMES:
        for who, known in ((KARI._replace(name=word), codes()), (KARI, codes(payer_name=word or "Lekby"))):
            try:
                made = pain(version, [payout(payee=who)], known)
            except (InvalidInput, Refused):
                continue
            document = valid_for_the_bank(version, made.data)
            assert len(document.findall(".//CdtTrfTxInf")) == 1
            assert document.findtext(".//InstdAmt") == "3078.00"
            assert hostile.harm(made.data.decode()) == []
            written += 1
    assert written >= 8


def test_a_value_put_into_a_template_is_never_read_for_places_itself() -> None:
    form = Format("own", "delimited", "pay", (Col("text", "template", "{name} {case} {case}"),), "formats/own.yaml")
    made = file_of(form, [payout(payee=KARI._replace(name="{case}{amount}"), case="{name}")])
    assert made.data == b"{case}{amount} {name} {name}\r\n"


MAP = """\
separator: ";"
homes:
  - ref: {text: "H-{Nr}"}
    name: Familie
    kind: {text: besokshjem}
    employment: {text: oppdragstaker}
    activity: {text: "{Familie} {Nr}"}
"""


@pytest.fixture
def empty(bvt: Bvt) -> Bvt:
    """bvt with a new register."""
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    return bvt


def imported(bvt: Bvt, folder: Path, name: str, layout: str = MAP, number: str = "1") -> tuple[int, str]:
    """What a spreadsheet with one home says of it, or the message."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["Nr", "Familie"], [number, name]])
    (folder / "hjem.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    (folder / "hjem.yaml").write_text(layout, encoding="utf-8")
    done = bvt("import", "--from", folder / "hjem.csv", "--map", folder / "hjem.yaml", "--yes", "--json")
    assert hostile.harm(done.stdout + done.stderr) == []
    return done.exit_code, done.stderr


def test_a_cell_of_a_spreadsheet_is_a_text_and_nothing_more(empty: Bvt, tmp_path: Path) -> None:
    """Neither a place of the map, nor markup, nor a formula; a leading apostrophe and a sign stay."""
    code, message = imported(empty, tmp_path, "=1+1 {Nr} {text} %s [red]x '; DROP TABLE home; --")
    assert code == 0, message
    shown = empty("home", "show", "H-1", "--json").json
    home = shown.get("home", shown) if isinstance(shown.get("home", shown), dict) else shown
    assert home["name"] == "=1+1 {Nr} {text} %s [red]x '; DROP TABLE home; --"
    assert home["activity"] == f"{home['name']} 1"


@pytest.mark.parametrize("word", ["\x1b]0;x\x07", "a\x9b31m", "a\u202eb", "a\x00b", "a\x7f"])
def test_a_cell_or_a_map_with_control_characters_is_refused_and_shown_without_harm(
    empty: Bvt, tmp_path: Path, word: str
) -> None:
    assert imported(empty, tmp_path, f"Prøve {word}")[0] == 65
    assert imported(empty, tmp_path, "Prøve", number=f"1{word}")[0] == 65
    spelt = json.dumps(f"Fam{word}")
    assert imported(empty, tmp_path, "Prøve", MAP.replace("name: Familie", f"name: {spelt}"))[0] in (65, 78)
    assert imported(empty, tmp_path, "Prøve", MAP.replace("kind:", f"{spelt}:"))[0] in (65, 78)
    assert empty("home", "list", "--json").json == []


def test_what_payroll_and_the_spreadsheet_say_is_compared_and_shown_without_harm(bvt: Bvt, tmp_path: Path) -> None:
    """The rows that fit nothing are shown as they were written, but for what would steer."""
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    assert bvt("import", KOMMUNE).exit_code == 0
    examples = KOMMUNE.parent / "spreadsheet"
    lines = (examples / "lonn.csv").read_text("utf-8").splitlines()
    words = (hostile.NAMED.replace(";", "").replace('"', ""), "a\x1b[31mb", "\u202eb", "=1+1")
    for word, form in zip(words, ([], ["--json"], ["--csv"], ["--csv"]), strict=True):
        cells = lines[1].split(";")
        spoilt = [*lines, ";".join([cells[0], f"2024/{word}", word, *cells[3:]])]
        (tmp_path / "lonn.csv").write_text("\n".join(spoilt) + "\n", encoding="utf-8", newline="")
        done = bvt("pay", "compare", tmp_path / "lonn.csv", "--map", examples / "lonn.yaml", *form)
        assert done.exit_code in (3, 65), done.stderr
        assert hostile.harm((done.stdout + done.stderr).replace("\r\n", "\n")) == []


@pytest.mark.parametrize("word", ["\x1b]0;x\x07", "\x9b31m", "\u202e", "[red]x[/]", "{x}", "'; DROP TABLE line; --"])
def test_hostile_texts_in_the_municipalitys_own_rates_are_refused_or_shown_without_harm(
    empty: Bvt, tmp_path: Path, word: str
) -> None:
    """Reasons of settings, sources of tables, and letters; both as they are and as YAML writes them."""
    rates = tmp_path / "rates"
    setting = '{"settings": [{"name": "age_change", "value": "month_after", "from": "2020-01-01", "reason": %s}]}'
    for reason in (json.dumps(word), json.dumps(word, ensure_ascii=False)):
        (rates / "settings.yaml").write_text(setting % reason, encoding="utf-8")
        for form in ([], ["--json"], ["--csv"]):
            done = empty("rules", *form)
            assert done.exit_code in (0, 78), done.stderr
            assert hostile.harm((done.stdout + done.stderr).replace("\r\n", "\n")) == []
    (rates / "settings.yaml").unlink()
    (rates / "letters").mkdir()
    (rates / "letters" / "contract.nb.md").write_text(f"# {word}\n\n{{{{home.name}}}} {word}\n", encoding="utf-8")
    done = empty("letter", "kinds")
    assert done.exit_code in (0, 78), done.stderr
    assert hostile.harm(done.stdout + done.stderr) == []
