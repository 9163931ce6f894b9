"""One list of columns as table, JSON and CSV; nothing is cut, and nothing from outside does harm."""

import csv
import io
import json
import sys
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from bvt_cli.core.errors import InvalidInput, Problem, Refused
from bvt_cli.core.period import Month
from bvt_cli.core.texts import Kroner, Word, text
from bvt_cli.render.columns import Column
from bvt_cli.render.failures import failure_json, failure_text
from bvt_cli.render.messages import translator
from bvt_cli.render.output import Output, complain, wants_colour
from bvt_cli.render.records import csv_text, json_table, json_text
from bvt_cli.render.tables import plain_table

NB, EN = translator("nb"), translator("en")
COLUMNS = (
    Column("name", "Name"),
    Column("kind", "Kind", "code"),
    Column("on", "On", "day"),
    Column("month", "Month", "month"),
    Column("amount", "Amount", "kroner"),
    Column("quantity", "Quantity", "number"),
    Column("paid", "Paid", "flag"),
    Column("tags", "Tags", "text", shown=False),
)
ROW = ("Bø", "besokshjem", date(2024, 10, 4), Month(2024, 10), -171875, Fraction(17, 31), True, ("a", "b"))
EMPTY = (None,) * 8
EVIL = "\x1b]0;x\x07[red]\x9b1m\u202eø[/]\ud800\r\u2028"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_table_speaks_the_readers_language() -> None:
    heading, _, line, empty = plain_table(COLUMNS, [ROW, EMPTY], NB).splitlines()
    assert "Beløp (kr)" in heading
    assert line == "Bø    besøkshjem  04.10.2024  oktober 2024   -1\u00a0718,75   17/31  ja"
    assert empty == ""


def test_json_has_the_keys_of_the_columns_and_typed_values() -> None:
    assert json.loads(json_table(COLUMNS, [ROW, EMPTY])) == [
        {
            "name": "Bø",
            "kind": "besokshjem",
            "on": "2024-10-04",
            "month": "2024-10",
            "amount": "-1718.75",
            "quantity": "17/31",
            "paid": True,
            "tags": ["a", "b"],
        },
        dict.fromkeys(("name", "kind", "on", "month", "amount", "quantity", "paid", "tags")),
    ]


def test_a_json_document_knows_days_amounts_sentences_and_records() -> None:
    class Line(NamedTuple):
        on: date
        amount: Kroner

    document = {"line": Line(date(2025, 3, 1), Kroner(307800)), "message": text("No {what}.", what=Word("attest"))}
    assert json.loads(json_text(document)) == {
        "line": {"on": "2025-03-01", "amount": "3078.00"},
        "message": "No police certificate.",
    }
    with pytest.raises(TypeError, match="float has no form"):
        json_text({"amount": 1.5})


def test_json_keeps_every_character_and_prints_none_that_steers() -> None:
    printed = json_text({"name": EVIL, "other": "blåbær"})
    assert json.loads(printed)["name"] == EVIL
    assert "blåbær" in printed
    assert all(letter.isprintable() or letter == "\n" for letter in printed)


def test_csv_is_rfc_4180() -> None:
    assert csv_text(COLUMNS, [ROW, ('a,"b"', *EMPTY[1:])]) == (
        "name,kind,on,month,amount,quantity,paid,tags\r\n"
        'Bø,besokshjem,2024-10-04,2024-10,-1718.75,17/31,true,"a, b"\r\n'
        '"a,""b""",,,,,,,\r\n'
    )


def test_csv_for_a_norwegian_spreadsheet_has_semicolons_commas_and_a_mark() -> None:
    printed = csv_text(COLUMNS, [ROW, (*EMPTY[:5], Fraction(3, 4), False, None)], "excel-no")
    assert printed.startswith("\ufeffname;kind;")
    assert printed.splitlines()[1] == "Bø;besokshjem;2024-10-04;2024-10;-1718,75;0,548387096774194;true;a, b"
    assert ";0,75;false;" in printed


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_a_cell_that_looks_like_a_formula_is_made_harmless(start: str) -> None:
    printed = csv_text([Column("name", "Name")], [(f"{start}1+1",)])
    assert list(csv.reader(io.StringIO(printed, newline="")))[1][0].startswith(("'", "\\x0"))


def test_a_negative_amount_stays_a_number_in_csv() -> None:
    assert csv_text([Column("amount", "Amount", "kroner")], [(-100,)]) == "amount\r\n-1.00\r\n"


@pytest.mark.parametrize("form", ["plain", "rich", "csv", "error"])
def test_nothing_from_outside_steers_a_terminal(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [Column("name", "Name"), Column("kind", "Kind", "code")]
    if form == "rich":
        monkeypatch.setattr(sys, "stdout", Terminal())
        Output(EN, colour=False).table(columns, [(EVIL, EVIL)], text("None."))
        printed = sys.stdout.getvalue()  # type: ignore[attr-defined]
    else:
        printed = {
            "plain": lambda: plain_table(columns, [(EVIL, EVIL)], EN),
            "csv": lambda: csv_text(columns, [(EVIL, EVIL)]).replace("\r\n", "\n"),
            "error": lambda: failure_text(InvalidInput(text("{x}", x=EVIL), [Problem(EVIL, text("{x}", x=EVIL))]), EN),
        }[form]()
    assert all(letter.isprintable() or letter == "\n" for letter in printed)
    assert "[red]" in printed
    assert "[/]" in printed


def test_on_a_terminal_what_does_not_fit_is_folded_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys, "stdout", Terminal())
    name = "abcdefghijklmnopqrstuvwxyz0123456789"
    Output(EN, colour=False).table([Column("name", "Name"), Column("n", "N", "number")], [(name, 7)], text("None."))
    printed = sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert all(letter in printed for letter in name)
    assert max(map(len, printed.splitlines())) <= 20
    assert "…" not in printed


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    for colour in (True, False):
        monkeypatch.setattr(sys, "stdout", Terminal())
        monkeypatch.setenv("TERM", "xterm-256color")
        Output(EN, colour).table([Column("name", "Name")], [("x",)], text("None."))
        assert ("\x1b[" in sys.stdout.getvalue()) == colour  # type: ignore[attr-defined]
    assert not wants_colour({"NO_COLOR": "1"})
    assert not wants_colour({"TERM": "dumb"})
    assert wants_colour({"NO_COLOR": ""})


def test_very_long_lists_are_plain_text_on_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    Output(EN).table([Column("name", "Name")], [("x",)] * 1001, text("None."))
    assert sys.stdout.getvalue() == "Name\n----\n" + "x\n" * 1001  # type: ignore[attr-defined]


def test_wide_and_combining_letters_keep_the_columns_straight() -> None:
    table = plain_table([Column("name", "Name"), Column("kind", "K")], [("A\u030ase", "x"), ("日本", "x")], EN)
    assert table.splitlines()[2:] == ["A\u030ase   x", "日本  x"]


def test_hints_are_silent_when_quiet_and_warnings_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    out = Output(EN, quiet=True)
    out.tell(text("Done."))
    out.warn(text("Provisional."))
    assert sys.stderr.getvalue() == "Provisional.\n"  # type: ignore[attr-defined]


def test_without_stderr_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    complain("Nobody hears this.")
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        Output(EN).say(text("Nor this."))


def test_a_refusal_in_words_names_person_and_reason() -> None:
    refusal = Refused(
        text("{home} cannot be approved.", home="H-1"),
        [
            {"code": "attest", "person": "P-1", "need": 1, "have": 0, "reason": "too_old"},
            {"code": "home_visit", "person": None, "need": 1, "have": 0, "reason": "absent"},
            {"agreement": "A-9", "message": text("There is no home {ref}.", ref="H-9")},
            {"name": "2024-07-01", "kind": "besokshjem", "to": None},
        ],
    )
    assert failure_text(refusal, NB).splitlines()[1:] == [
        "  politiattest, P-1: for gammel (0 av 1)",
        "  hjemmebesøk: mangler (0 av 1)",
        "  There is no home H-9.",
        "  2024-07-01, besøkshjem",
    ]
    assert json.loads(failure_json(refusal))["error"]["details"][2] == {
        "agreement": "A-9",
        "message": "There is no home H-9.",
    }
