"""`bvt pay check`: what about a month looks wrong, on a small register with one of each, and on the example."""

import csv
import io
from pathlib import Path

import pytest

from bvt_cli.core.sense_codes import CHECKS
from tests.conftest import Bvt

APPROVALS = (
    "[{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}, {kind: fosterhjem, on: 2024-09-01}]"
)
ONE_OF_EACH = f"""
bvt_register: 1
homes:
  - {{ref: H-1, kind: fosterhjem, name: Familien Prøve, employment: oppdragstaker, approvals: {APPROVALS}}}
  - {{ref: H-2, kind: fosterhjem, name: Familien To, employment: oppdragstaker, approvals: {APPROVALS}}}
children:
  - {{ref: C-1, case: "2024/1", born: 2018-05-04}}
  - {{ref: C-2, case: "2024/2", born: 2018-05-04}}
  - {{ref: C-3, case: "2024/3", born: 2018-05-04}}
  - {{ref: C-4, case: "2024/4", born: 2018-05-04}}
  - {{ref: C-5, case: "2024/5", born: 2018-05-04}}
agreements:
  - {{ref: A-1, home: H-1, child: C-1, measure: fosterhjem, from: 2024-10-01, to: 2025-03-20}}
  - {{ref: A-2, home: H-2, child: C-1, measure: fosterhjem, from: 2025-03-17}}
  - {{ref: A-3, home: H-2, child: C-1, measure: besokshjem, basis: actual, from: 2025-03-01}}
  - {{ref: A-4, home: H-1, child: C-2, measure: stottefamilie, size: liten, from: 2025-01-01}}
  - {{ref: A-5, home: H-1, child: C-3, measure: stottefamilie, size: medium, from: 2025-01-01}}
  - {{ref: A-6, home: H-1, child: C-4, measure: stottefamilie, size: stor, from: 2025-01-01, to: 2025-03-31}}
  - {{ref: A-7, home: H-2, child: C-4, measure: stottefamilie, size: stor, from: 2025-03-01}}
  - {{ref: A-8, home: H-1, child: C-5, measure: besokshjem, from: 2024-10-01}}
stays:
  - {{ref: S-3, agreement: A-3, from: 2025-03-21, to: 2025-03-23}}
  - {{ref: S-4, agreement: A-4, from: 2025-03-07, to: 2025-03-08}}
  - {{ref: S-5, agreement: A-5, from: 2025-03-01, to: 2025-03-07}}
  - {{ref: S-6, agreement: A-6, from: 2025-03-01, to: 2025-03-15}}
  - {{ref: S-7, agreement: A-7, from: 2025-03-14, to: 2025-03-18}}
  - {{ref: S-8, agreement: A-8, from: 2025-03-07, to: 2025-03-09, cancelled: {{on: 2025-03-06, by: service}}}}
"""
SENTENCES = """\
Child C-1: the foster home agreements A-1, A-2 (H-1, H-2) are both paid from 2025-03-17 to 2025-03-20. End the one \
that is over with `bvt agreement end`.
It stops the pay of A-1, A-2. If it is right all the same, post with --accept two_homes:A-2 and a --reason.
Child C-4: it stayed in two homes (H-1, H-2) at once between 2025-03-14 and 2025-03-15, by the agreements A-6, A-7. \
Correct the stay that is wrong with `bvt stay set`, or cancel it with `bvt stay cancel`.
Child C-1: from 2025-03-21 to 2025-03-23 the home H-2 is paid as its foster home and for relief besides (agreements \
A-3, A-2). End the one that is over with `bvt agreement end`, or correct it.
Agreement A-4: a small support family has no fixed overnight stays, but 2 døgn are recorded in 2025-03. Correct the \
stays, or agree on another size.
Agreement A-5: 7 døgn of stays in 2025-03; a medium support family has 6 at most. Correct the stays, or consider a \
large one.
Agreement A-7: 5 døgn of stays in 2025-03; a large support family has 6 at least. Record the stays that are missing, \
or consider a smaller one.
Agreement A-6: 15 døgn of stays in 2025-03; a large support family has 14 at most. Correct the stays, or consider a \
foster home.
Child C-4: its measures, a foster home not counted, take 18 døgn of 2025-03, more than 15 (agreements A-6, A-7). \
Consider whether it needs a foster home, or another than it has.
Agreement A-8: paid without a stay or another sign of life since 2024-10-01, longer than the limit (in months: 3). \
Record the stays that are missing, call the home, or end the agreement.
Agreement A-6: in 2025-03 the child has another agreement of the same measure on the same day. Look at \
`bvt agreement list --child C-4`, and end the one that is over.
Agreement A-7: in 2025-03 the child has another agreement of the same measure on the same day. Look at \
`bvt agreement list --child C-4`, and end the one that is over.
"""


@pytest.fixture
def doubtful(empty: Bvt, tmp_path: Path) -> Bvt:
    """bvt with a register in which March 2025 has one of every doubt."""
    (tmp_path / "doubtful.yaml").write_text(ONE_OF_EACH, encoding="utf-8")
    assert empty("import", tmp_path / "doubtful.yaml").exit_code == 0
    return empty


def test_people_read_what_looks_wrong_and_what_to_do_next(doubtful: Bvt) -> None:
    """What stops pay comes first, with how to let it through all the same."""
    assert doubtful("pay", "check", "2025-03") == (3, SENTENCES, "")


def test_every_check_finds_something_here_and_the_others_have_the_same_keys(doubtful: Bvt) -> None:
    """A program reads an array, whatever the language."""
    result = doubtful("pay", "check", "2025-03", "--json", env={"BVT_LANG": "nb"})
    assert (result.exit_code, result.stderr) == (3, "")
    assert list(dict.fromkeys(each["code"] for each in result.json)) == [*CHECKS, "overlap"]
    assert result.json[0] == {
        "code": "two_homes",
        "name": "two_homes:A-2",
        "month": "2025-03",
        "child": "C-1",
        "agreements": ["A-1", "A-2"],
        "homes": ["H-1", "H-2"],
        "from": "2025-03-17",
        "to": "2025-03-20",
        "have": 4,
        "limit": None,
        "stops": True,
        "message": SENTENCES.splitlines()[0],
    }
    assert [each["code"] for each in result.json if each["stops"]] == ["two_homes"]


def test_as_csv_every_doubt_is_a_row(doubtful: Bvt) -> None:
    result = doubtful("pay", "check", "2025-03", "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 3
    assert [rows[0][key] for key in ("code", "agreements", "have", "limit", "stops")] == [
        "two_homes", "A-1, A-2", "4", "", "true",
    ]  # fmt: skip


def test_what_stops_pay_is_the_municipalitys_to_say(doubtful: Bvt, tmp_path: Path) -> None:
    """From March on it lets only medium support families stop; a month is judged by the rules of its first day."""
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(
        "settings:\n  - {name: checks_that_stop, value: [medium_over_6], from: 2025-03-01, reason: Vedtak}\n"
    )
    stops = {each["code"]: each["stops"] for each in doubtful("pay", "check", "2025-03", "--json").json}
    assert [code for code, stopped in stops.items() if stopped] == ["medium_over_6"]


def test_where_nothing_looks_wrong_that_is_the_answer(kommune: Bvt) -> None:
    """The example municipality in February; without a month it is the as-of day's."""
    assert kommune("pay", "check", "2025-02") == (0, "Nothing in 2025-02 looks wrong.\n", "")
    assert kommune("pay", "check", "--as-of", "2025-02-28", "--json") == (0, "[]\n", "")


def test_a_support_family_of_which_no_stay_was_ever_recorded_is_told_in_the_end(kommune: Bvt) -> None:
    """A-12 of the example is paid from December; on 1 March the three months are over."""
    (doubt,) = kommune("pay", "check", "--as-of", "2025-03-02", "--json").json
    assert (doubt["name"], doubt["from"], doubt["to"], doubt["have"]) == (
        "no_sign_of_life:A-12", "2024-12-01", "2025-03-02", 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["2025-13"], 2, "MONTH: 2025-13 is no month"),
        (["2025-03", "--json", "--csv"], 2, "--json and --csv do not go together."),
    ],
)
def test_what_cannot_be_asked(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    result = kommune("pay", "check", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr


def test_without_a_register_there_is_nothing_to_check(bvt: Bvt) -> None:
    assert bvt("pay", "check", "2025-03").exit_code == 78
