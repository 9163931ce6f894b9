"""`bvt network experiences`: the resource family's words on a half-year, recorded, delivered, and then as they were."""

from pathlib import Path

import pytest

from tests.conftest import Bvt

FIRST = ("network", "experiences", "N-1", "--half", "2025H1")
SECOND = ("network", "experiences", "N-1", "--half", "2025H2")
AT_NEW_YEAR = ("--as-of", "2026-01-05")
REMINDER = (
    "Never write a child's name here. Concern for a child does not wait: the resource family has a duty to notify the"
    " service at once.\n"
)


def test_the_text_is_free_to_be_corrected_until_it_is_delivered(kommune: Bvt) -> None:
    """Whoever writes it is reminded of the child's name and of the duty to notify."""
    result = kommune(*SECOND, "--text", "Rolig høst.")
    assert result == (
        0,
        "",
        f"The text for 2025H2 is recorded.\nNext: bvt network experiences N-1 --half 2025H2 --deliver\n{REMINDER}",
    )
    assert kommune(*SECOND, "--text", "Roligere høst.").exit_code == 0
    shown = kommune(*SECOND, "--json").json
    assert (shown["description"], shown["delivered_on"], shown["edition"]) == ("Roligere høst.", None, None)


def test_the_text_may_come_from_a_file_or_standard_input(kommune: Bvt, tmp_path: Path) -> None:
    """With its paragraphs; a file that is no text is refused."""
    words = tmp_path / "words.txt"
    words.write_bytes(b"\xef\xbb\xbfF\xc3\xb8rst.\r\n\r\nS\xc3\xa5.\r\n")
    assert kommune(*SECOND, "--text-file", words, "--json").json["description"] == "Først.\n\nSå."
    assert kommune(*SECOND, "--text-file", "-", "--json", input="Herfra.\n").json["description"] == "Herfra."
    words.write_bytes(b"\xff\xfe")
    assert kommune(*SECOND, "--text-file", words) == (
        65, "", "words.txt is no text in UTF-8; nothing was written.\n",
    )  # fmt: skip


def test_what_was_delivered_prints_the_same_ever_after(kommune: Bvt) -> None:
    """Whatever is corrected in the register later, a family's name included; that it differs is told."""
    assert kommune(*SECOND, "--text", "Rolig høst.").exit_code == 0
    delivered = kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    assert delivered == (
        0,
        "",
        "The experiences of 2025H2 are delivered on 2026-01-05, edition 1; they print like this ever after.\n",
    )
    printed = {more: kommune(*SECOND, *more) for more in ((), ("--markdown",), ("--json",))}
    assert [result.stderr for result in printed.values()] == ["", "", ""]
    assert "Delivered on 2026-01-05.\n" in printed[()].stdout
    assert kommune("network", "gathering", "N-1", "--on", "2025-10-11", "--went", "Regn.").exit_code == 0
    assert kommune("home", "set", "H-021", "--name", "Familien Skau").exit_code == 0
    assert kommune("network", "set", "N-1", "--name", "Nettverk Vestover").exit_code == 0
    for more, before in printed.items():
        assert kommune(*SECOND, *more).stdout == before.stdout
        assert kommune("network", "report", *SECOND[2:], *more).stdout == before.stdout
    assert kommune(*SECOND).stderr == (
        "What is recorded now differs from what was delivered and is shown;"
        " `bvt network experiences N-1 --half 2025H2 --deliver` delivers a new edition.\n"
    )


def test_a_correction_after_delivery_is_a_new_edition_and_both_are_kept(kommune: Bvt) -> None:
    """The day of the first stays the one by which the duty was met."""
    kommune(*SECOND, "--text", "Rolig høst.", "--deliver", *AT_NEW_YEAR)
    refused = kommune(*SECOND, "--text", "Ny tekst.")
    assert refused == (
        3,
        "",
        "The experiences of 2025H2 are delivered, so their text stands; with --deliver the new text is delivered as a"
        " new edition, and both are kept.\n",
    )
    again = kommune(*SECOND, "--text", "Ny tekst.", "--deliver", "--on", "2026-02-01", "--json").json
    assert (again["description"], again["delivered_on"], again["edition"]) == ("Ny tekst.", "2026-02-01", 2)
    assert [(each["edition"], each["delivered_on"], each["by"]) for each in again["editions"]] == [
        (1, "2026-01-05", "tester"), (2, "2026-02-01", "tester"),
    ]  # fmt: skip
    assert len({each["sha256"] for each in again["editions"]}) == 2
    first = kommune(*SECOND, "--edition", "1", "--json").json
    assert (first["description"], first["edition"]) == ("Rolig høst.", 1)
    assert "edition 2.\n" in kommune(*SECOND).stdout
    (kept,) = [
        each for each in kommune("network", "show", "N-1", "--json").json["experiences"] if each["half"] == "2025H2"
    ]
    assert kept == {"half": "2025H2", "text": "Ny tekst.", "delivered_on": "2026-01-05"}
    missing = kommune("network", "check", "N-1", "--as-of", "2026-02-01", "--json").json["findings"]
    assert "experiences" not in [each["code"] for each in missing]


def test_delivered_again_as_they_are_nothing_changes(kommune: Bvt) -> None:
    """No edition without a difference; the same text may be said again."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    assert kommune(*SECOND, "--deliver", "--on", "2026-02-01").stderr == (
        "The experiences of 2025H2 are delivered already, as they are; nothing changes.\n"
    )
    same = kommune("network", "show", "N-1", "--json").json["experiences"][1]["text"]
    assert kommune(*SECOND, "--text", same).exit_code == 0
    assert len(kommune(*SECOND, "--json").json["editions"]) == 1


def test_experiences_delivered_before_bvt_have_no_edition_and_their_text_stands(kommune: Bvt) -> None:
    """The document says only the day; what is delivered now is the first edition bvt keeps."""
    shown = kommune(*FIRST, "--json").json
    assert (shown["delivered_on"], shown["edition"], shown["editions"]) == ("2025-07-02", None, [])
    assert kommune(*FIRST, "--text", "Annet.").exit_code == 3
    again = kommune(*FIRST, "--text", "Annet.", "--deliver", "--json").json
    assert (again["edition"], again["delivered_on"]) == (1, "2025-06-15")


def test_the_page_is_a_new_file_for_its_owner_only(kommune: Bvt, tmp_path: Path) -> None:
    """Never called a report, and no child in it."""
    page = tmp_path / "page.html"
    assert kommune(*FIRST, "--html", page) == (0, "", f"The page is in {page}.\n")
    assert page.stat().st_mode & 0o777 == 0o600
    html = page.read_text("utf-8")
    assert "<li><p>Familien Skog: about 11</p></li>" in html
    assert "report" not in html.lower()
    assert not [ref for ref in ("C-8", "C-9", "2023/0412") if ref in html]
    both = kommune(*FIRST, "--html", tmp_path / "more.html", "--markdown")
    assert both.stdout.startswith("# Experiences of the last half-year\n")


def test_where_the_page_cannot_be_written_nothing_is_delivered(kommune: Bvt, tmp_path: Path) -> None:
    """All or nothing."""
    page = tmp_path / "page.html"
    page.write_text("mine", "utf-8")
    result = kommune(*SECOND, "--deliver", "--html", page)
    assert result == (3, "", f"There is already something at {page}; nothing was changed.\n")
    assert page.read_text("utf-8") == "mine"
    assert kommune(*SECOND, "--json").json["editions"] == []


@pytest.mark.parametrize(("language", "title"), [
    ("nb", "Erfaringer fra siste halvår"), ("nn", "Erfaringar frå siste halvår"), ("en", "Experiences of the last"),
])  # fmt: skip
def test_what_was_delivered_is_read_in_the_readers_language(kommune: Bvt, language: str, title: str) -> None:
    """Its own words stay as they were written."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    printed = kommune("--lang", language, *SECOND).stdout
    assert printed.startswith(title)
    assert "Høsten var roligere." in printed


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["N-404", "--deliver"], 4, "There is no network N-404 in the register."),
        (["N-404"], 4, "There is no network N-404 in the register."),
        (["N-1", "--half", "2024H2", "--text", "x"], 3, "The network N-1 did not run in 2024H2."),
        (["N-1", "--half", "2025"], 2, "--half: 2025 is no half-year"),
        (["N-2", "--half", "2025H1", "--deliver"], 2, "bvt network experiences N-2 --deliver also needs --text."),
        (["N-1", "--text", "x", "--text-file", "y"], 2, "--text and --text-file do not go together."),
        (["N-1", "--text", " "], 2, "--text is empty."),
        (["N-1", "--text-file", "-"], 2, "--text-file is empty."),
        (["N-1", "--text-file", "no-such-file"], 2, "There is no file no-such-file."),
        (["N-1", "--on", "2025-07-01"], 2, "--on goes with --deliver."),
        (["N-1", "--edition", "1", "--deliver"], 2, "--edition shows what was delivered"),
        (["N-1", "--half", "2025H1", "--edition", "1"], 4, "There is no edition 1; delivered so far: 0."),
        (["N-1", "--edition", "0"], 2, "--edition: 0 is no whole number"),
        (["N-1", "--json", "--markdown"], 2, "printed as text, --markdown or --json, one of them."),
    ],
)
def test_what_cannot_be_said_of_a_half_year(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("network", "experiences", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before


def test_a_half_year_the_network_did_not_run_in_is_shown_with_a_word(kommune: Bvt) -> None:
    result = kommune("network", "experiences", "N-1", "--half", "2024H2")
    assert (result.exit_code, result.stderr) == (0, "The network N-1 did not run in 2024H2.\n")
