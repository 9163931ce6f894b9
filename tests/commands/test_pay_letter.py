"""`bvt pay letter`: what a home is written about a claim, and the day it was sent, before which nothing is taken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.statements import APRIL, MAY, amounts, overpaid, read_html, read_pdf, register
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]


@pytest.fixture
def posted(bvt: Bvt, tmp_path: Path) -> Bvt:
    register(bvt, tmp_path)
    return bvt


@pytest.fixture
def owing(posted: Bvt) -> Bvt:
    """4 x (1026.00 + 399.00) = 5700.00 is taken back in three instalments."""
    overpaid(posted, "--instalments", "3")
    return posted


def english(bvt: Bvt, *arguments: object) -> str:
    answer = bvt("--lang", "en", "pay", "letter", *arguments, *MAY)
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout


def test_a_letter_tells_what_is_taken_back_and_why_and_month_by_month(owing: Bvt) -> None:
    said = owing("pay", "letter", "K1", *MAY, "--json").json
    assert (said["home"], said["amount"], said["instalments"]) == ("H-1", "-5700.00", 3)
    assert said["reason"] == "Opphaldet blei kortare"
    assert said["months"] == [
        {"month": "2025-03", "before": "9975.00", "after": "4275.00", "difference": "-5700.00"},
    ]  # 7 and 3 døgn x (1026.00 + 399.00)
    assert [each["sum"] for each in said["lines"]] == [
        "-7 x 1026.00 = -7182.00",
        "-7 x 399.00 = -2793.00",
        "3 x 1026.00 = 3078.00",
        "3 x 399.00 = 1197.00",
    ]
    assert said["agreements"] == [{"agreement": "A-1", "measure": "besokshjem", "case": "2024/1"}]


def test_a_letter_is_addressed_and_names_the_instalments_whom_to_ask_and_the_right_to_object(owing: Bvt) -> None:
    said = english(owing, "K1")
    assert said.startswith("Familien Prøve-Ærlig & <b>Åsen</b>\nPrøvevegen 1\n0000 Prøvevik\n\nYou have been paid too")
    assert "Date: 2025-05-31. Our reference: K1, home H-1." in said
    assert "The reason: Opphaldet blei kortare" in said
    assert [line.split() for line in said.splitlines() if line.startswith("2025-0") and "1,900.00" in line] == [
        ["2025-05", "1,900.00"],
        ["2025-06", "1,900.00"],
        ["2025-07", "1,900.00"],
    ]
    assert "Ask us: your contact in the child welfare service (Ås)" in said
    assert "You have the right to object." in said


def test_a_letter_is_in_the_language_of_the_home(owing: Bvt) -> None:
    assert "besøksheim" in owing("pay", "letter", "K1", *MAY).stdout


def test_money_taken_back_at_once_has_no_instalments(posted: Bvt) -> None:
    posted("stay", "add", "A-1", "--from", "2025-04-04", "--to", "2025-04-13")
    overpaid(posted)
    said = english(posted, "K1")
    assert "The whole sum was deducted with the runs of 2025-04." in said
    assert "instalment" not in said


def test_no_instalment_is_taken_before_the_letter_was_sent(owing: Bvt) -> None:
    owing("stay", "add", "A-1", "--from", "2025-05-02", "--to", "2025-05-04")
    before = owing("pay", "month", "2025-05", *MAY, "--json").json
    assert "letter_missing" in [each["code"] for each in before["notes"]]
    assert owing("pay", "letter", "K1", "--sent", "2025-05-05", *MAY).exit_code == 0
    after = owing("pay", "month", "2025-05", *MAY, "--json").json
    taken = [line for home in after["homes"] for line in home["lines"] if line["kind"] == "claim"]
    assert sum(float(line["amount"]) for line in taken) == -1900.00


def test_the_day_it_was_sent_is_journalled_once_and_stands_on_the_letter(owing: Bvt, journal: Journal) -> None:
    for _ in range(2):
        answer = owing("pay", "letter", "K1", "--sent", "2025-05-05", *MAY)
        assert (answer.exit_code, answer.stdout) == (0, "")
    (noted,) = [each for each in journal() if each.command == "pay letter"]
    assert (noted.what, noted.ref, noted.by) == ("claim", "K1", "tester")
    assert noted.after == {"letter_on": "2025-05-05", "home": "H-1"}
    assert "stands as it was" in answer.stderr
    assert "Date: 2025-05-05." in english(owing, "K1")
    assert owing("pay", "letter", "K1", *MAY, "--json").json["letter_on"] == "2025-05-05"


def test_the_letter_can_be_written_and_recorded_at_once_and_is_neither_where_the_file_cannot_be(
    owing: Bvt, tmp_path: Path, journal: Journal
) -> None:
    taken = tmp_path / "taken.html"
    taken.write_text("mine")
    assert owing("pay", "letter", "K1", "--sent", "2025-05-05", "--html", taken, *MAY).exit_code == 3
    assert not [each for each in journal() if each.command == "pay letter"]
    new = tmp_path / "K1.html"
    answer = owing("pay", "letter", "K1", "--sent", "2025-05-05", "--html", new, "--json", *MAY)
    assert answer.json["letter_on"] == "2025-05-05"
    assert "05.05.2025" in " ".join(read_html(new).words)
    assert new.stat().st_mode & 0o777 == 0o600


def test_text_html_and_pdf_of_a_letter_tell_the_same_sums(owing: Bvt, tmp_path: Path) -> None:
    text = owing("pay", "letter", "K1", *MAY).stdout
    owing("pay", "letter", "K1", *MAY, "--html", tmp_path / "K1.html")
    owing("pay", "letter", "K1", *MAY, "--pdf", tmp_path / "K1.pdf")
    assert "5\u00a0700,00" in amounts(text)
    assert amounts(text) == amounts(" ".join(read_html(tmp_path / "K1.html").words))
    assert amounts(text) == amounts(read_pdf(tmp_path / "K1.pdf"))


def test_a_day_that_has_not_come_is_not_a_day_a_letter_was_sent(owing: Bvt, journal: Journal) -> None:
    assert owing("pay", "letter", "K1", "--sent", "2025-06-01", *MAY).exit_code == 2
    assert not [each for each in journal() if each.command == "pay letter"]


def test_stopped_pay_is_written_of_until_it_ends(posted: Bvt) -> None:
    posted("pay", "block", "A-1", "--from", "2025-04", "--to", "2025-05", "--reason", "Avklarast")
    posted("pay", "block", "A-2", "--from", "2025-04", "--reason", "Avklares")
    said = english(posted, "K1")
    assert "Your pay is stopped for the time being" in said
    assert "From 2025-04 to 2025-05 nothing is paid to you under this agreement" in said
    assert "From 2025-04 on nothing is paid to you under this agreement" in english(posted, "K2")
    assert "Ask us in the child welfare service." in english(posted, "K2")
    posted("pay", "release", "K1", "--reason", "Avklart", "--on", "2025-05-10")
    assert "This ended on 2025-05-10; what is due to you is paid with the next run." in english(posted, "K1")


def reversed_run(bvt: Bvt) -> None:
    assert bvt("pay", "reverse", "R1", "--reason", "Feil fil", "--post").exit_code == 0


def test_of_a_reversed_run_each_home_gets_a_letter_of_its_own(posted: Bvt) -> None:
    reversed_run(posted)
    several = posted("pay", "letter", "K1", *MAY)
    assert several.exit_code == 2
    assert "H-1, H/2" in several.stderr
    said = english(posted, "K1", "--home", "H/2")
    assert "A payment to you is taken back: NOK\u00a04,275.00" in said
    assert "Takes back line R1-5, which was paid with the runs of 2025-03." in said
    assert "A-1" not in said
    assert posted("pay", "letter", "K1", "--home", "H-3", *MAY).exit_code == 4


def test_of_a_reversed_run_the_day_is_recorded_for_the_home_that_was_written_to(posted: Bvt) -> None:
    reversed_run(posted)
    assert posted("pay", "letter", "K1", "--home", "H/2", "--sent", "2025-04-02", *APRIL).exit_code == 0
    letters = {
        home: posted("pay", "letter", "K1", "--home", home, "--json", *MAY).json["letter_on"] for home in ("H-1", "H/2")
    }
    assert letters == {"H-1": None, "H/2": "2025-04-02"}
    claims = posted("pay", "statement", "H/2", "--month", "2025-03", "--json").json["claims"]
    assert [(each["kind"], each["amount"], each["letter_on"]) for each in claims] == [
        ("reversal", "-4275.00", "2025-04-02")
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["K9"], 4), (["K1", "--home", "H/2"], 4), (["K1", "--html", "x", "--pdf", "y"], 2), (["K1", "--sent", "x"], 2)],
)
def test_what_cannot_be_asked_for_is_told(owing: Bvt, arguments: list[str], exit_code: int) -> None:
    answer = owing("pay", "letter", *arguments)
    assert answer.exit_code == exit_code
    assert answer.stdout == ""
