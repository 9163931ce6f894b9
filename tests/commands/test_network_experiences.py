"""`bvt network experiences`: the resource family's words on a half-year, recorded, delivered, and then as they were."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.register import KOMMUNE
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
    rained = ("--on", "2025-10-11", "--went", "Regn.", *AT_NEW_YEAR)
    assert kommune("network", "gathering", "N-1", *rained).exit_code == 0
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
    later = ("--on", "2026-02-01", "--as-of", "2026-02-01")
    again = kommune(*SECOND, "--text", "Ny tekst.", "--deliver", *later, "--json").json
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
    """No edition without a difference, whatever day it is; the same text and day may be said again."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    for more in (("--as-of", "2026-02-01"), ("--on", "2026-01-05", "--as-of", "2026-02-01")):
        assert kommune(*SECOND, "--deliver", *more).stderr == (
            "The experiences of 2025H2 are delivered already, as they are; nothing changes.\n"
        )
    same = kommune("network", "show", "N-1", "--json").json["experiences"][1]["text"]
    assert kommune(*SECOND, "--text", same).exit_code == 0
    assert len(kommune(*SECOND, "--json").json["editions"]) == 1


def editions(kommune: Bvt, *half: str) -> list[tuple[int, str]]:
    return [(each["edition"], each["delivered_on"]) for each in kommune(*half, "--json").json["editions"]]


def first_day(kommune: Bvt, half: str) -> str:
    """The day of the first delivery, as an export has it."""
    (network,) = [each for each in kommune("export", "--json").json["networks"] if each["ref"] == "N-1"]
    (day,) = [each["delivered_on"] for each in network["experiences"] if each["half"] == half]
    return str(day)


def test_a_wrong_day_of_delivery_is_corrected_by_a_new_edition(
    kommune: Bvt, journal: Callable[[], list[Noted]]
) -> None:
    """With nothing else changed; the day that counts moves with it, and both are kept."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    corrected = kommune(*SECOND, "--deliver", "--on", "2026-01-03", *AT_NEW_YEAR)
    assert corrected.stderr == (
        "The day of delivery is corrected from 2026-01-05 to 2026-01-03, in edition 2; the earlier edition is kept.\n"
    )
    assert editions(kommune, *SECOND) == [(1, "2026-01-05"), (2, "2026-01-03")]
    assert first_day(kommune, "2025H2") == "2026-01-03"
    assert journal()[-1].after == {"delivered": {"half": "2025H2", "edition": 2, "on": "2026-01-03"}}


def test_the_day_of_a_later_edition_is_corrected_without_moving_the_first(kommune: Bvt) -> None:
    """The first is the one by which the duty was met."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    kommune(*SECOND, "--text", "Ny tekst.", "--deliver", "--as-of", "2026-02-01")
    assert kommune(*SECOND, "--deliver", "--on", "2026-01-31", "--as-of", "2026-02-01").exit_code == 0
    assert editions(kommune, *SECOND) == [(1, "2026-01-05"), (2, "2026-02-01"), (3, "2026-01-31")]
    assert first_day(kommune, "2025H2") == "2026-01-05"


@pytest.mark.parametrize(
    ("more", "exit_code", "sentence"),
    [
        (
            ("--as-of", "2025-12-31"),
            3,
            "The experiences of 2025H2 are delivered when it has ended, so after 2025-12-31;",
        ),
        (("--on", "2025-12-30", *AT_NEW_YEAR), 3, "so after 2025-12-31; nothing was written."),
        (
            ("--on", "2026-01-06", *AT_NEW_YEAR),
            2,
            "--on: 2026-01-06 is after 2026-01-05, the day that counts as today.",
        ),
    ],
)
def test_a_half_year_is_delivered_when_it_has_ended_and_not_in_advance(
    kommune: Bvt, more: tuple[str, ...], exit_code: int, sentence: str
) -> None:
    """Nothing is written."""
    before = kommune("export").stdout
    refused = kommune(*SECOND, "--deliver", *more)
    assert (refused.exit_code, refused.stdout) == (exit_code, "")
    assert sentence in refused.stderr
    assert (kommune("export").stdout, editions(kommune, *SECOND)) == (before, [])


def test_where_the_network_ended_within_the_half_year_they_are_delivered_after_that(kommune: Bvt) -> None:
    assert kommune("network", "end", "N-1", "--on", "2025-10-31").exit_code == 0
    assert kommune(*SECOND, "--deliver", "--as-of", "2025-10-31").exit_code == 3
    assert kommune(*SECOND, "--deliver", "--as-of", "2025-11-01").exit_code == 0


def test_what_a_document_brings_as_delivered_is_kept_as_it_prints_then(kommune: Bvt, tmp_path: Path) -> None:
    """It prints the same ever after; imported again, or as a trial, nothing more is kept."""
    shown = kommune(*FIRST, "--json").json
    assert (shown["delivered_on"], shown["edition"]) == ("2025-07-02", 1)
    assert editions(kommune, *FIRST) == [(1, "2025-07-02")]
    printed = kommune(*FIRST)
    assert kommune("home", "set", "H-021", "--name", "Familien Skau").exit_code == 0
    assert kommune("network", "contact", "N-1", "H-021", "--on", "2025-06-01", "--count", "7").exit_code == 0
    assert kommune(*FIRST).stdout == printed.stdout
    assert kommune(*FIRST, "--text", "Annet.").exit_code == 3
    assert kommune("import", KOMMUNE, "--replace").exit_code == 0
    assert editions(kommune, *FIRST) == [(1, "2025-07-02")]
    document = tmp_path / "second.yaml"
    document.write_text(
        "bvt_register: 1\nnetworks: [{ref: N-2, experiences: [{half: 2024H2, text: Ja., delivered_on: 2025-01-20}]}]\n"
    )
    other = ("network", "experiences", "N-2", "--half", "2024H2")
    assert kommune("import", document, "--dry-run").exit_code == 0
    assert editions(kommune, *other) == []
    assert kommune("import", document).exit_code == 0
    assert editions(kommune, *other) == [(1, "2025-01-20")]


def test_an_export_carries_the_text_and_the_first_day_and_the_register_that_takes_it_in_keeps_one_edition(
    kommune: Bvt, tmp_path: Path
) -> None:
    """Editions stay in the register they were delivered from, like runs."""
    kommune(*SECOND, "--deliver", *AT_NEW_YEAR)
    kommune(*SECOND, "--text", "Ny tekst.", "--deliver", "--as-of", "2026-02-01")
    document = kommune("export").stdout
    other = {"BVT_DB": str(tmp_path / "other.db")}
    assert kommune("init", env=other).exit_code == 0
    assert kommune("import", "-", input=document, env=other).exit_code == 0
    assert kommune("export", env=other).stdout == document
    taken_in = kommune(*SECOND, "--json", env=other).json
    assert (taken_in["description"], taken_in["delivered_on"]) == ("Ny tekst.", "2026-01-05")
    assert [each["edition"] for each in taken_in["editions"]] == [1]


@pytest.mark.parametrize(("said", "day"), [((), "2025-07-02"), (("--on", "2025-07-05"), "2025-07-05")])
def test_what_an_earlier_bvt_only_marked_as_delivered_is_kept_when_it_is_delivered_again(
    kommune: Bvt, tmp_path: Path, said: tuple[str, ...], day: str
) -> None:
    """As of the day that is known, or the one that is said; with another text that is a delivery of its own."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        connection.executescript("DROP TRIGGER delivered_no_delete; DELETE FROM delivered_text; DELETE FROM delivered;")
    assert kommune(*FIRST, "--json").json["edition"] is None
    assert kommune(*FIRST, "--text", "Annet.").exit_code == 3
    assert kommune(*FIRST, "--deliver", *said, "--as-of", "2025-08-01").exit_code == 0
    assert editions(kommune, *FIRST) == [(1, day)]
    assert first_day(kommune, "2025H1") == day


def test_another_text_for_what_an_earlier_bvt_marked_as_delivered_leaves_the_first_day(
    kommune: Bvt, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        connection.executescript("DROP TRIGGER delivered_no_delete; DELETE FROM delivered_text; DELETE FROM delivered;")
    assert kommune(*FIRST, "--text", "Annet.", "--deliver", "--as-of", "2025-08-01").exit_code == 0
    assert editions(kommune, *FIRST) == [(1, "2025-08-01")]
    assert first_day(kommune, "2025H1") == "2025-07-02"


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
    result = kommune(*SECOND, "--deliver", "--html", page, *AT_NEW_YEAR)
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
        (
            ["N-2", "--half", "2025H1", "--deliver", "--as-of", "2025-07-01"],
            2,
            "bvt network experiences N-2 --deliver also needs --text.",
        ),
        (["N-1", "--text", "x", "--text-file", "y"], 2, "--text and --text-file do not go together."),
        (["N-1", "--text", " "], 2, "--text is empty."),
        (["N-1", "--text-file", "-"], 2, "--text-file is empty."),
        (["N-1", "--text-file", "no-such-file"], 2, "There is no file no-such-file."),
        (["N-1", "--on", "2025-07-01"], 2, "--on goes with --deliver."),
        (["N-1", "--edition", "1", "--deliver"], 2, "--edition shows what was delivered"),
        (["N-1", "--half", "2025H1", "--edition", "2"], 4, "There is no edition 2; delivered so far: 1."),
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
