"""`bvt due`: everything due, once and whole, with the command that settles it."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bvt_cli.core.due import KINDS
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt

IN_ORDER = """
bvt_register: 1
pay_from: 2025-06
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    applied_on: 2025-01-02
    employment: oppdragstaker
    commitment_months: 12
    persons: [{ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}]
    steps:
      - {code: conversation, on: 2025-01-10, by: mls}
      - {code: conversation, on: 2025-01-17}
      - {code: home_visit, on: 2025-01-17}
      - {code: attest, person: P-1, type: uttommende_utvidet, issued: 2025-01-15, on: 2025-01-20,
         destroyed_on: 2025-02-20}
      - {code: confidentiality, person: P-1, on: 2025-01-20}
      - {code: contract, on: 2025-01-24}
    approvals: [{kind: besokshjem, on: 2025-02-01, recorded: false}]
children:
  - {ref: C-1, case: "2025/1", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-05-01, contact: ako, goals: Hvile.}
follow_ups:
  - {ref: O-1, agreement: A-1, on: 2025-06-01, kind: evaluation, child_heard: true}
"""
"""A besøkshjem on 15 June 2025 about which nothing is due."""


@pytest.fixture
def calm(bvt: Bvt) -> Bvt:
    """A register in which nothing is due on 15 June 2025."""
    assert bvt("init", "--pay-from", "2025-06").exit_code == 0
    assert bvt("import", "-", input=IN_ORDER).exit_code == 0
    return bvt


def names(bvt: Bvt, *options: object, **more: Any) -> list[str]:
    return [each["name"] for each in bvt("due", *options, "--json", **more).json]


def given(bvt: Bvt, document: str) -> None:
    assert bvt("import", "-", input=f"bvt_register: 1\n{document}").exit_code == 0


# --- quiet, or all of it ---


def test_where_nothing_is_due_not_a_word_is_said(calm: Bvt) -> None:
    assert calm("due") == (0, "", "")
    assert calm("due", "--json") == (0, "[]\n", "")
    assert calm("due", "--csv").exit_code == 0


def test_an_empty_register_has_nothing_due(empty: Bvt) -> None:
    assert empty("due", "--as-of", "2025-03-01") == (0, "", "")


def test_a_register_is_needed(bvt: Bvt) -> None:
    assert bvt("due").exit_code == 78


def test_what_is_due_is_a_line_each_with_its_command(calm: Bvt) -> None:
    """The evaluation of 1 June is followed by one by 1 September; June is to be posted on 1 July."""
    result = calm("due", "--as-of", "2025-07-01")
    assert result.exit_code == 3
    heading, _, *lines = result.stdout.splitlines()
    assert heading.split() == ["At", "the", "latest", "Days", "late", "What", "What", "is", "due", "Settled", "by"]
    assert [" ".join(line.split()) for line in lines] == [
        "2025-07-01 0 rate No KS table covers the days from 2025-07-01 on. Enter KS's new table. bvt rate new"
        " 2025-07-01",
        "2025-07-01 0 month to post The month 2025-06 is not posted. Agreements that wait for their pay: 1. bvt pay"
        " month 2025-06 --post",
    ]


def test_the_json_of_an_item(calm: Bvt) -> None:
    (item,) = calm("due", "--as-of", "2025-09-03", "--kind", "evaluation", "--json").json
    assert item == {
        "on": "2025-09-01",
        "days_late": 2,
        "kind": "evaluation",
        "name": "evaluation:A-1:2025-09-01",
        "ref": "A-1",
        "detail": None,
        "part": None,
        "home": "H-1",
        "agreement": "A-1",
        "who": ["ako"],
        "message": "A-1 was to be evaluated by 2025-09-01. Days since 2025-06-01: 94; no more than 92 may pass.",
        "command": "bvt followup add A-1 --kind evaluation --on DATE --child-heard",
    }


def test_the_csv_has_the_same_columns(calm: Bvt) -> None:
    first, second, *_ = calm("due", "--as-of", "2025-07-01", "--csv").stdout.splitlines()
    assert first == "on,days_late,kind,name,ref,detail,part,home,agreement,who,message,command"
    assert second.startswith("2025-07-01,0,rate,rate:2025-07-01:2025-07-01,2025-07-01,,,,,,")


def test_every_command_it_names_there_is(kommune: Bvt) -> None:
    """The words before the first ref are a command of bvt."""
    named = {tuple(each["command"].split()[1:3]) for each in kommune("due", "--within", "2m", "--json").json}
    assert len(named) > 10
    for words in sorted(named):
        assert kommune(*words, "--help").exit_code == 0, words


def test_the_home_that_is_to_join_a_network_is_named_in_the_readers_language(kommune: Bvt) -> None:
    said = kommune("--lang", "nb", "due", "--kind", "network", "--as-of", "2025-08-01").stdout
    assert "bvt network join N-2 HJEM --from DATO" in said


def test_no_name_of_the_register_is_in_it(kommune: Bvt) -> None:
    said = kommune("due", "--within", "12m").stdout + kommune("due", "--within", "12m", "--json").stdout
    for name in re.findall(r"name: ([^,}\n]+)", KOMMUNE.read_text("utf-8")):
        assert name not in said


# --- narrowing ---


@pytest.mark.parametrize(
    ("within", "expected"),
    [("16d", ["rate", "posting"]), ("15d", []), ("2w", []), ("3w", ["rate", "posting"]), ("1m", ["rate", "posting"])],
)
def test_a_window_tells_what_falls_due_so_soon(calm: Bvt, within: str, expected: list[str]) -> None:
    """On 15 June, 1 July is 16 days away."""
    found = calm("due", "--within", within, "--json")
    assert [each["kind"] for each in found.json] == expected
    assert found.exit_code == (3 if expected else 0)


@pytest.mark.parametrize("within", ["30", "d", "-1d", "1y", "٣d", "99999d", ""])
def test_a_window_that_is_no_period_is_refused(calm: Bvt, within: str) -> None:
    result = calm("due", f"--within={within}")
    assert result.exit_code == 2
    assert result.stderr == f"--within: {within} is no period; write 30d (days), 4w (weeks) or 2m (months).\n"


def test_kinds_narrow_the_list_by_code_or_in_the_readers_words(kommune: Bvt) -> None:
    kinds = {each["kind"] for each in kommune("due", "--kind", "step", "--kind", "Month to post", "--json").json}
    assert kinds == {"step", "posting"}
    assert kommune("due", "--kind", "nonsense").exit_code == 2


def test_somebody_sees_what_is_theirs(calm: Bvt) -> None:
    """Of agreements by contact person, of homes also by whose name stands at a step; posting is nobody's."""
    later = ("--as-of", "2025-09-03", "--within", "6m")
    assert names(calm, *later, "--for", "AKO") == ["evaluation:A-1:2025-09-01", "no_sign_of_life:A-1:2025-09-01",
                                                   "commitment_ends:H-1:2026-01-31"]  # fmt: skip
    assert names(calm, *later, "--for", "mls") == ["commitment_ends:H-1:2026-01-31"]
    assert calm("due", *later, "--for", "nobody").exit_code == 0


# --- once ---


def test_new_tells_each_thing_once(calm: Bvt) -> None:
    first = names(calm, "--new", "--as-of", "2025-07-01")
    assert first == ["rate:2025-07-01:2025-07-01", "posting:2025-06:2025-07-01"]
    assert calm("due", "--new", "--as-of", "2025-07-01") == (0, "", "")
    assert names(calm, "--new", "--as-of", "2025-09-01")[0] == "posting:2025-07:2025-08-01"
    assert "rate:2025-07-01:2025-07-01" in names(calm, "--as-of", "2025-09-01")


def test_what_was_settled_and_comes_again_is_told_again(calm: Bvt) -> None:
    step = ("home", "set", "H-1", "--commitment-months", "12")
    given(calm, "homes: [{ref: H-2, kind: stottefamilie, name: Familien Ny, employment: oppdragstaker}]")
    told = names(calm, "--new")
    assert "step:contract:H-2" in told
    assert calm(*step).exit_code == 0
    assert calm("home", "step", "H-2", "contract", "--on", "2025-06-10").exit_code == 0
    assert names(calm, "--new") == []
    assert calm("home", "undo-step", "H-2", "contract", "--on", "2025-06-10").exit_code == 0
    assert names(calm, "--new") == ["step:contract:H-2"]


def test_what_a_narrower_list_left_out_is_still_new(calm: Bvt) -> None:
    assert names(calm, "--new", "--as-of", "2025-07-01", "--kind", "rate") == ["rate:2025-07-01:2025-07-01"]
    assert names(calm, "--new", "--as-of", "2025-07-01") == ["posting:2025-06:2025-07-01"]


def test_what_one_was_told_is_still_new_to_another_and_to_all(calm: Bvt) -> None:
    """However the name is written."""
    late = ("--as-of", "2025-09-02", "--kind", "evaluation")
    told = ["evaluation:A-1:2025-09-01"]
    assert names(calm, "--new", "--for", "ako", *late) == told
    assert names(calm, "--new", "--for", " AKO", *late) == []
    assert names(calm, "--new", "--for", "mls", *late) == []
    assert names(calm, "--new", *late) == told
    assert names(calm, "--new", *late) == []


def test_what_was_told_to_all_is_new_to_the_one_whose_it_is(calm: Bvt) -> None:
    late = ("--as-of", "2025-09-02", "--kind", "evaluation")
    assert names(calm, "--new", *late) == names(calm, "--new", "--for", "ako", *late) == ["evaluation:A-1:2025-09-01"]


def test_an_evaluation_recorded_as_the_list_says_leaves_nothing_to_do(calm: Bvt) -> None:
    (item,) = calm("due", "--as-of", "2025-09-03", "--kind", "evaluation", "--json").json
    typed = item["command"].replace("DATE", "2025-09-03").split()[1:]
    assert calm(*typed, "--as-of", "2025-09-03").exit_code == 0
    assert kinds_due(calm, "--as-of", "2025-09-03") == {"rate", "posting"}


def test_a_home_that_withdrew_is_not_to_be_approved_but_its_agreement_ended(calm: Bvt) -> None:
    """The earlier of two days counts, and none that is still to come."""
    given(
        calm,
        "homes: [{ref: H-2, kind: besokshjem, name: Familien Ny, employment: oppdragstaker, applied_on: 2025-06-01}]\n"
        "agreements: [{ref: A-2, home: H-2, child: C-1, measure: besokshjem, from: 2025-06-10}]",
    )
    assert calm("home", "withdraw", "H-2", "--on", "2025-06-12", "--reason", "Flytter").exit_code == 0
    for day, command in (
        ("2025-06-11", "bvt home approve H-2 --kind besokshjem --on DATE"),
        ("2025-06-12", "bvt agreement end A-2 --on DATE --reason CODE"),
    ):
        (item,) = calm("due", "--kind", "unapproved", "--as-of", day, "--json").json
        assert item["command"] == command


def test_what_a_wider_window_told_is_not_told_again_by_a_narrower_one(calm: Bvt) -> None:
    assert names(calm, "--new", "--within", "1m") == ["rate:2025-07-01:2025-07-01", "posting:2025-06:2025-07-01"]
    assert names(calm, "--new") == []
    assert names(calm, "--new", "--as-of", "2025-07-01") == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_what_could_not_be_written_is_not_told(calm: Bvt, process: Bvt) -> None:
    """The disk is full: the next night it is new all the same."""
    with open("/dev/full", "wb") as full:
        failed = process("due", "--new", "--as-of", "2025-07-01", stdout=full, capture_output=False)
    assert failed.exit_code == 1
    assert len(names(calm, "--new", "--as-of", "2025-07-01")) == 2


def test_only_new_writes_to_the_register(calm: Bvt, tmp_path: Path) -> None:
    before = (tmp_path / "bvt.db").read_bytes()
    calm("due", "--as-of", "2025-07-01")
    assert (tmp_path / "bvt.db").read_bytes() == before
    calm("due", "--new", "--as-of", "2025-07-01")
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        assert connection.execute("SELECT count(*) FROM told").fetchone() == (2,)


# --- the calendar ---


def test_the_calendar_holds_what_the_list_holds_and_no_name(kommune: Bvt, tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    result = kommune("due", "--within", "2m", "--ics", path)
    listed = kommune("due", "--within", "2m", "--json").json
    assert result == (3, "", f"Events written to {path}: {len(listed)}.\n")
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [str(event["DESCRIPTION"]).split("\n")[0] for event in events] == [each["message"] for each in listed]
    written = path.read_text("utf-8").replace("\n ", "")
    for name in re.findall(r"name: ([^,}\n]+)", KOMMUNE.read_text("utf-8")):
        assert name not in written
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_calendar_is_written_over_its_own_earlier_one_only(calm: Bvt, tmp_path: Path) -> None:
    path, mine = tmp_path / "due.ics", tmp_path / "mine.ics"
    mine.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", newline="")
    (tmp_path / "link.ics").symlink_to(path)
    assert calm("due", "--ics", path).exit_code == 0
    assert calm("due", "--ics", path, "--as-of", "2025-07-01").exit_code == 3
    assert b"BEGIN:VEVENT" not in path.read_bytes()
    assert "already something" in calm("due", "--ics", path).stderr
    assert calm("due", "--ics", path, "--replace", "--as-of", "2025-07-01").exit_code == 3
    assert path.read_bytes().count(b"BEGIN:VEVENT") == 2
    for other in (mine, tmp_path / "link.ics", tmp_path):
        assert "was not written by bvt" in calm("due", "--ics", other, "--replace").stderr
    assert calm("due", "--ics", tmp_path / "no" / "folder.ics", "--replace").exit_code == 2
    assert sorted(each.name for each in tmp_path.glob("*.ics")) == ["due.ics", "link.ics", "mine.ics"]


@pytest.mark.parametrize(
    "options", [["--replace"], ["--ics", "x.ics", "--json"], ["--ics", "x.ics", "--csv"], ["--ics", "x.ics", "--new"]]
)
def test_options_that_do_not_go_together_are_refused(calm: Bvt, options: list[str]) -> None:
    assert calm("due", *options).exit_code == 2


# --- what is found in the register ---


def kinds_due(bvt: Bvt, *options: str) -> set[str]:
    return {each["kind"] for each in bvt("due", *options, "--json").json}


Setup = Callable[[Bvt], object]
AGREEMENT = "agreements: [{{ref: A-1, {}}}]"
CASES: dict[str, tuple[Setup, list[str]]] = {
    "a certificate that is not destroyed": (
        lambda bvt: bvt("home", "step", "H-1", "attest", "--person", "P-1", "--issued", "2025-05-20",
                        "--on", "2025-05-21"),
        ["destroy:H-1:P-1:2025-06-20"],
    ),
    "a member of the household who turned 18": (
        lambda bvt: bvt("home", "person", "H-1", "--ref", "P-2", "--name", "Ung Prøvesen", "--born", "2007-06-15",
                        "--role", "household"),
        ["since_approval:attest:H-1:P-2:2025-06-15"],
    ),
    "an applicant that lacks all but is paused": (
        lambda bvt: given(
            bvt,
            "homes: [{ref: H-2, kind: besokshjem, name: Familien Ny, employment: oppdragstaker,"
            " pauses: [{from: 2025-06-01, reason: Flytting}]}]",
        ),
        [],
    ),
    "an applicant that lacks all, its pause over": (
        lambda bvt: given(
            bvt,
            "homes: [{ref: H-2, kind: ressursfamilie, name: Familien Ny, employment: oppdragstaker,"
            " pauses: [{from: 2025-06-01, to: 2025-06-14}]}]",
        ),
        ["step:intro:H-2", "step:solid:H-2", "step:assignment:H-2", "step:fosterhjem:H-2"],
    ),
    "an approval that is recorded only": (
        lambda bvt: given(bvt, "homes: [{ref: H-1, approvals: [{kind: besokshjem, on: 2025-02-01, recorded: true}]}]"),
        ["recorded:besokshjem:H-1"],
    ),
    "an approval revoked, with the agreement left": (
        lambda bvt: given(
            bvt,
            "homes: [{ref: H-1, approvals: [{kind: besokshjem, on: 2025-02-01, revoked_on: 2025-06-10, reason: x}]}]",
        ),
        ["unapproved:besokshjem:A-1:2025-06-10"],
    ),
    "an agreement that ends today": (
        lambda bvt: given(bvt, AGREEMENT.format("to: 2025-06-15")), ["agreement_ends:A-1:2025-06-15"],
    ),
    "an agreement that ends today for a reason": (
        lambda bvt: given(bvt, AGREEMENT.format("to: 2025-06-15, end_reason: planned")), [],
    ),
    "an agreement that goes on in another": (
        lambda bvt: given(
            bvt,
            "agreements: [{ref: A-1, to: 2025-06-15}, {ref: A-2, home: H-1, child: C-1, measure: besokshjem,"
            " from: 2025-06-16, contact: ako, goals: Hvile.}]",
        ),
        [],
    ),
    "no goals": (lambda bvt: given(bvt, AGREEMENT.format("goals: null")), ["goals_missing:A-1:2025-06-01"]),
    "a child that turned 18": (
        lambda bvt: given(bvt, "children: [{ref: C-1, born: 2007-06-15}]"), ["turns_18:A-1:2025-06-14"],
    ),
    "a payee that nobody has confirmed": (
        lambda bvt: given(bvt, 'homes: [{ref: H-1, payees: [{person: P-1, share: "1", from: 2025-05-01}]}]'),
        ["payee:H-1:P-1"],
    ),
    "an outlay that nobody has approved": (
        lambda bvt: given(bvt, 'outlays: [{ref: U1, agreement: A-1, on: 2025-06-10, receipt: "7", amount: "120.00"}]'),
        ["voucher:outlay:U1"],
    ),
    "an outlay that was withdrawn": (
        lambda bvt: given(
            bvt,
            'outlays: [{ref: U1, agreement: A-1, on: 2025-06-10, receipt: "7", amount: "120.00",'
            " withdrawn: {on: 2025-06-11, reason: x}}]",
        ),
        [],
    ),
    "a supplement that nobody has approved": (
        lambda bvt: given(
            bvt,
            "supplements: [{ref: T1, agreement: A-1, from: 2025-08, to: 2025-12, amount: '500.00', decision: '3/25'}]",
        ),
        ["voucher:supplement:T1"],
    ),
    "a bill that is approved and not paid": (
        lambda bvt: given(
            bvt,
            "grants: [{ref: G1, child: C-1, on: 2025-06-01, amount: '2400.00', decision: 14/25, purpose: Fotball,"
            " supplier: Laget, bill: '3', approved_by: leder}]",
        ),
        ["grant:pay:G1:C-1"],
    ),
    "pay that is stopped": (
        lambda bvt: bvt("pay", "block", "A-1", "--from", "2025-06", "--reason", "Uklart"),
        ["claim:block:K1", "letter:block:K1:H-1"],
    ),
    "pay that is stopped, and the home was told": (
        lambda bvt: (
            bvt("pay", "block", "A-1", "--from", "2025-06", "--reason", "Uklart"),
            bvt("pay", "letter", "K1", "--sent", "2025-06-15"),
        ),
        ["claim:block:K1"],
    ),
    "pay that was stopped and let go": (
        lambda bvt: (
            bvt("pay", "block", "A-1", "--from", "2025-06", "--reason", "Uklart"),
            bvt("pay", "release", "K1", "--reason", "Klart"),
        ),
        [],
    ),
    "a run reversed": (
        lambda bvt: (
            bvt("pay", "month", "2025-06", "--post"),
            bvt("pay", "reverse", "R1", "--reason", "Feil", "--post"),
        ),
        ["claim:reversal:K1", "letter:reversal:K1:H-1"],
    ),
    "a family council that was referred": (
        lambda bvt: given(bvt, "councils: [{ref: FR-1, child: C-1, referred_on: 2025-05-20, coordinator: ako}]"),
        ["council:answer:FR-1:2025-06-12"],
    ),
    "a gathering whose refund nobody has approved": (
        lambda bvt: given(
            bvt,
            "networks: [{ref: N-1, name: Vest, resource_home: H-1, started_on: 2025-05-01, ended_on: 2025-06-14,"
            " contacts: [ako], gatherings: [{on: 2025-06-01, kind: summer, cost: '900'}, {on: 2025-05-20, kind:"
            " christmas}, {on: 2025-05-02, kind: ordinary, cost: '100'}]}]",
        ),
        ["voucher:gathering:N-1:2025-06-01/summer"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("setup", "expected"), CASES.values(), ids=CASES)
def test_what_is_planted_is_found_and_nothing_else(calm: Bvt, setup: Setup, expected: list[str]) -> None:
    setup(calm)
    assert names(calm, "--within", "5d") == expected


def test_provisional_pay_is_due_until_the_right_table_has_settled_it(calm: Bvt, tmp_path: Path) -> None:
    """July 2025 is posted by the table of 2024; a line taken back is provisional no more."""
    assert calm("pay", "month", "2025-07", "--post", "--as-of", "2025-07-01").exit_code == 0
    july = [each for each in calm("due", "--as-of", "2025-07-02", "--json").json if each["kind"] == "provisional"]
    assert [(each["name"], each["command"]) for each in july] == [("provisional:2025-07", "bvt rate new 2025-07-01")]
    assert "4,275.00" in july[0]["message"]
    assert calm("pay", "reverse", "R1", "--reason", "Feil", "--post").exit_code == 0
    assert "provisional" not in kinds_due(calm, "--as-of", "2025-07-02")


def test_where_two_are_asked_for_a_run_waits_for_the_second(calm: Bvt, tmp_path: Path) -> None:
    calm("pay", "month", "2025-06", "--post")
    assert names(calm) == []
    (tmp_path / "rates" / "settings.yaml").write_text(
        'settings:\n  - {name: four_eyes, value: "on", from: 2025-01-01, reason: To ser mer.}\n'
    )
    assert names(calm, "--for", "tester") == ["authorise:R1"]
    calm("pay", "authorise", "R1", "--by", "leder")
    assert names(calm) == []


def test_each_month_that_waits_is_told_until_it_is_posted(calm: Bvt) -> None:
    posting = ("--as-of", "2025-08-01", "--kind", "posting")
    assert names(calm, *posting) == ["posting:2025-06:2025-07-01", "posting:2025-07:2025-08-01"]
    calm("pay", "month", "2025-06", "--post")
    assert names(calm, *posting) == ["posting:2025-07:2025-08-01"]


def test_the_help_names_every_option(bvt: Bvt) -> None:
    said = bvt("due", "--help").stdout
    for option in ("--within", "--for", "--kind", "--new", "--ics", "--replace", "--as-of", "--json", "--csv"):
        assert option in said


def test_each_kind_has_a_word(bvt: Bvt) -> None:
    """A kind that is refused is named in the reader's words."""
    from bvt_cli.render.words import WORDS

    assert set(KINDS) <= set(WORDS)
