"""`bvt pay verify`: whatever is done to the ledger behind bvt's back is named, with the first row that is wrong."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.store import chain
from bvt_cli.store.rate_files import shipped_rates
from tests.conftest import Bvt

DOCUMENT = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons:
      - {ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}
      - {ref: P-2, name: Prøve Prøvedatter, born: 1981-01-01, role: carer}
    payees:
      - {person: P-1, payroll_id: "1", share: "1/3", from: 2024-01-01}
      - {person: P-2, payroll_id: "2", share: "2/3", from: 2024-01-01}
    approvals: [{kind: besokshjem, on: 2024-09-01}, {kind: stottefamilie, on: 2024-09-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
  - {ref: C-2, case: "2024/2", born: 2015-03-01}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01}
  - {ref: A-2, home: H-1, child: C-2, measure: stottefamilie, size: medium, from: 2025-01-15}
"""
"""A-1 is paid 3 døgn a month, A-2 45 % of a month, in January 17 of 31 days."""

Tamper = Callable[..., None]
Verified = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def ledger(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Bvt:
    """Five runs: R1 January, R2 February; R3 takes February of A-2 back in instalments; R4 takes the first of them,

    and R5 is R4 reversed. R2 has lines 1 and 2 of A-1, 3 and 4 of A-2.
    """
    made = tmp_path_factory.getbasetemp() / "verified.db"
    if not made.exists():
        assert bvt("init", "--pay-from", "2025-01").exit_code == 0
        assert bvt("import", "-", input=DOCUMENT).exit_code == 0
        assert bvt("pay", "month", "2025-01", "--post").exit_code == 0
        assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
        assert bvt("agreement", "end", "A-2", "--on", "2025-01-31").exit_code == 0
        recover = ("--recover", "A-2", "--instalments", "2", "--reason", "Avtalt")
        assert bvt("pay", "month", "2025-03", "--post", *recover).exit_code == 0
        with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
            connection.execute(
                'INSERT INTO claim_event (claim, kind, "on", at, "by", login) '
                "VALUES (1, 'letter', '2025-03-20', '', 'tester', 'tester')"
            )
        assert bvt("pay", "month", "2025-04", "--post").exit_code == 0
        assert bvt("pay", "reverse", "R4", "--reason", "Feil", "--post", "--json").exit_code == 0
        shutil.copy2(tmp_path / "bvt.db", made)
    shutil.copy2(made, tmp_path / "bvt.db")
    return bvt


@pytest.fixture
def tamper(ledger: Bvt, tmp_path: Path) -> Iterator[Tamper]:
    """Change the register as anybody with the file and SQLite can: triggers, references and checks put aside."""
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DROP INDEX line_reversed_once")
        connection.execute("PRAGMA ignore_check_constraints = ON")

        def change(*statements: str) -> None:
            for statement in statements:
                assert connection.execute(statement).rowcount != 0

        yield change


@pytest.fixture
def verified(ledger: Bvt) -> Verified:
    def verify(*options: str) -> tuple[int, dict[str, Any]]:
        result = ledger("pay", "verify", "--json", *options)
        assert result.stderr == ""
        return result.exit_code, result.json

    return verify


def first(document: dict[str, Any]) -> tuple[str, str | None, str]:
    found = document["findings"][0]
    return found["run"], found["line"], found["code"]


def test_a_ledger_nobody_has_touched_comes_out_with_the_head_of_its_chain(ledger: Bvt, tmp_path: Path) -> None:
    """Of five runs: ordinary lines, reversals, a claim with an instalment, and a run reversed."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (head,) = connection.execute("SELECT chain FROM run_chain WHERE run = 5").fetchone()
        kinds = {row[0] for row in connection.execute("SELECT kind FROM line")}
        (lines,) = connection.execute("SELECT count(*) FROM line").fetchone()
    assert kinds == {"ordinary", "reversal", "claim"}
    assert ledger("pay", "verify") == (
        0,
        f"Every run and line comes out as it was posted. Runs: 5, lines: {lines}.\nThe chain of runs ends in {head}.\n",
        "",
    )
    assert ledger("pay", "verify", "--json").json == {
        "ok": True, "runs": 5, "lines": lines, "head": head, "head_asked": None, "head_of": None, "findings": [],
    }  # fmt: skip


def test_before_anything_is_posted_there_is_nothing_to_verify(bvt: Bvt) -> None:
    assert bvt("init").exit_code == 0
    assert bvt("pay", "verify") == (0, "Nothing is posted yet.\n", "")


BY_ITSELF = {
    "kind": ("'correction'", "order"),
    "measure": ("'fosterhjem'", "basis"),
    "component": ("'gave'", "component"),
    "basis": ("'month'", "basis"),
    "for_month": ("'2025-03'", "dates"),
    "first": ("'2025-01-31'", "dates"),
    "last": ("'2025-02-27'", "days"),
    "taxable": ("1 - taxable", "taxable"),
    "rate_table": ("'2025-02-02'", "rate_table"),
    "rate_ore": ("rate_ore + 100", "amount"),
    "unit": ("'day'", "unit"),
    "quantity": ("'1'", "quantity"),
    "amount_ore": ("amount_ore + 1", "amount"),
    "age": ("15", "band"),
    "band_from": ("10", "band"),
    "band_to": ("9", "band"),
    "age_rule": ("'guess'", "grounds"),
    "days": ("27", "quantity"),
    "month_days": ("29", "month_days"),
    "whole": ("'1'", "share"),
    "share": ("75", "share"),
    "item": ("'K1'", "basis"),
    "causes": ("'stay'", "causes"),
}
"""Columns whose change shows in the line itself: a new value for R2-3, and the first thing that does not come out."""
BY_THE_CHAIN = {
    "home": "'H-9'",
    "agreement": "'A-9'",
    '"case"': "'2024/9'",
    "provisional": "1",
    "reference": "'K-1'",
    "approved_by": "'leder'",
}
"""Columns that nothing else in the line follows from: the hash of the run's lines shows it."""


@pytest.mark.parametrize("column", BY_ITSELF)
def test_a_column_of_a_line_that_was_altered_is_named_with_its_line(
    tamper: Tamper, verified: Verified, column: str
) -> None:
    """The first finding names the line, the chain its run; nothing is said of the runs before."""
    value, code = BY_ITSELF[column]
    tamper(f"UPDATE line SET {column} = {value} WHERE run = 2 AND n = 3")
    exit_code, document = verified()
    assert (exit_code, document["ok"]) == (3, False)
    assert first(document) == ("R2", "R2-3", code)
    assert ("R2", None, "link_lines") in [(f["run"], f["line"], f["code"]) for f in document["findings"]]
    assert "R1" not in {each["run"] for each in document["findings"]}


@pytest.mark.parametrize("column", BY_THE_CHAIN)
def test_a_column_that_nothing_follows_from_is_named_with_its_run(
    tamper: Tamper, verified: Verified, column: str
) -> None:
    tamper(f"UPDATE line SET {column} = {BY_THE_CHAIN[column]} WHERE run = 1 AND n = 1")
    exit_code, document = verified()
    assert exit_code == 3
    assert first(document) == ("R1", None, "link_lines")


def test_every_column_of_a_line_is_tried(ledger: Bvt, tmp_path: Path) -> None:
    """But the name of the line, and what it reverses, which are tried by themselves."""
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(line)")}
    tried = {*BY_ITSELF, *(column.strip('"') for column in BY_THE_CHAIN)}
    assert columns == tried | {"run", "n", "reverses_run", "reverses_n"}


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        # a rate and all that follows from it: only the table it names knows better
        (["UPDATE line SET rate_ore = 102700, amount_ore = 308100 WHERE run = 2 AND n = 1",
          "UPDATE run SET total_ore = total_ore + 300, taxable_ore = taxable_ore + 300 WHERE id = 2"],
         ("R2", "R2-1", "rate")),
        (["DELETE FROM line WHERE run = 2 AND n = 2"], ("R2", "R2-2", "missing")),
        (["DELETE FROM line WHERE run = 5 AND n = (SELECT max(n) FROM line WHERE run = 5)"], ("R5", None, "run_lines")),
        (["UPDATE line SET n = 9 WHERE run = 2 AND n = 1", "UPDATE line SET n = 1 WHERE run = 2 AND n = 2",
          "UPDATE line SET n = 2 WHERE run = 2 AND n = 9"], ("R2", None, "link_lines")),
        (["UPDATE line SET run = 1, n = 5 WHERE run = 2 AND n = 4"], ("R1", "R1-5", "for_month")),
        (["CREATE TABLE forged AS SELECT * FROM line WHERE run = 2 AND n = 1", "UPDATE forged SET n = 5",
          "INSERT INTO line SELECT * FROM forged"], ("R2", None, "run_lines")),
        (["UPDATE line SET for_month = '2025-19' WHERE run = 2 AND n = 2"], ("R2", "R2-2", "unreadable")),
        (["UPDATE line SET quantity = '1/0' WHERE run = 2 AND n = 2"], ("R2", "R2-2", "unreadable")),
        (["UPDATE line SET home = CAST(x'ff' AS TEXT) WHERE run = 2 AND n = 2"], ("R2", "R2-2", "unreadable")),
        (["UPDATE line SET days = NULL WHERE run = 2 AND n = 2"], ("R2", "R2-2", "basis")),
        (["UPDATE line SET kind = 'gift' WHERE run = 2 AND n = 2"], ("R2", "R2-2", "kind")),
        # reversals: of another line, of none, of a later one, twice
        (["UPDATE line SET reverses_n = 4 WHERE run = 3 AND reverses_n = 3"], ("R3", "R3-3", "opposite")),
        (["UPDATE line SET reverses_n = 77 WHERE run = 3 AND reverses_n = 3"], ("R3", "R3-3", "reverses")),
        (["UPDATE line SET reverses_run = 4 WHERE run = 3 AND reverses_n = 3"], ("R3", "R3-3", "reverses")),
        (["UPDATE line SET reverses_run = 2, reverses_n = 3 WHERE run = 5 AND n = 1"],
         ("R5", "R5-1", "reversed_twice")),
        (["UPDATE line SET amount_ore = amount_ore - 1 WHERE run = 3 AND n = 3"], ("R3", "R3-3", "opposite")),
        # claims
        (["UPDATE line SET item = 'K7' WHERE run = 4 AND kind = 'claim'"], ("R4", "R4-3", "claim")),
        (["UPDATE line SET agreement = 'A-1' WHERE run = 4 AND kind = 'claim'"], ("R4", "R4-3", "claim_of")),
        (["UPDATE claim SET run = 5 WHERE id = 1"], ("R3", "R3-5", "claim_early")),
        (["UPDATE claim SET amount_ore = amount_ore + 1 WHERE id = 1"], ("R3", None, "claim_amount")),
        (["UPDATE claim SET instalments = 1 WHERE id = 1"], ("R3", None, "claim_lent")),
        (["UPDATE claim SET amount_ore = 0 WHERE id = 2"], ("R5", None, "claim_amount")),
        # runs
        (["UPDATE run SET month = '2025-19' WHERE id = 2"], ("R2", None, "unreadable")),
        (["UPDATE run SET month = '2025-03' WHERE id = 2"], ("R2", None, "link_lines")),
        (["UPDATE run SET posted_at = '2025-01-01T00:00:00+00:00' WHERE id = 2"], ("R2", None, "link_run")),
        (["UPDATE run SET \"by\" = 'another' WHERE id = 2"], ("R2", None, "link_run")),
        (["UPDATE run SET login = 'another' WHERE id = 2"], ("R2", None, "link_run")),
        (["UPDATE run SET lines = 5 WHERE id = 2"], ("R2", None, "run_lines")),
        (["UPDATE run SET total_ore = total_ore + 1 WHERE id = 2"], ("R2", None, "run_total")),
        (["UPDATE run SET taxable_ore = taxable_ore + 1 WHERE id = 2"], ("R2", None, "run_taxable")),
        (["UPDATE run_file SET sha256 = 'x' WHERE run = 2"], ("R2", None, "link_run")),
        (["UPDATE run_payee SET share = '1/2' WHERE run = 2 AND person = 'P-1'"], ("R2", "R2-1", "payees")),
        (["UPDATE run_payee SET share = 'half' WHERE run = 2 AND person = 'P-1'"], ("R2", None, "payees_unreadable")),
        (["UPDATE run_payee SET payroll_id = '9' WHERE run = 2"], ("R2", None, "link_run")),
        (["DELETE FROM run_chain WHERE run = 2"], ("R2", None, "link_missing")),
        (["UPDATE run_chain SET chain = content WHERE run = 2"], ("R2", None, "link_run")),
        (["UPDATE run SET id = 9 WHERE id = 2", "UPDATE run SET id = 2 WHERE id = 1",
          "UPDATE run SET id = 1 WHERE id = 9", "UPDATE line SET run = 9 WHERE run = 2",
          "UPDATE line SET run = 2 WHERE run = 1", "UPDATE line SET run = 1 WHERE run = 9"],
         ("R1", None, "link_lines")),
    ],
)  # fmt: skip
def test_what_was_altered_removed_moved_or_forged_is_named(
    tamper: Tamper, verified: Verified, statements: list[str], found: tuple[str, str | None, str]
) -> None:
    tamper(*statements)
    exit_code, document = verified()
    assert (exit_code, first(document)) == (3, found)


@pytest.mark.parametrize("run", [2, 5])
@pytest.mark.parametrize("left", [(), ("line",), ("run_chain",)])
def test_a_run_that_was_taken_out_is_missed(
    tamper: Tamper, verified: Verified, run: int, left: tuple[str, ...]
) -> None:
    """From among the others, or the last one; with all that belongs to it, or all but its lines or its link."""
    tables = [("run", "id"), ("line", "run"), ("run_chain", "run"), ("run_file", "run"), ("run_payee", "run")]
    tamper(*(f"DELETE FROM {table} WHERE {key} = {run}" for table, key in tables if table not in left))
    exit_code, document = verified()
    assert exit_code == 3
    assert (f"R{run}", None, "run_missing") in [(f["run"], f["line"], f["code"]) for f in document["findings"]]


def test_a_ledger_rewritten_whole_with_its_chain_is_seen_by_the_head_kept_outside(
    ledger: Bvt, tamper: Tamper, verified: Verified, tmp_path: Path
) -> None:
    """Whoever alters a case number and all links after it can do so unseen by all but the head."""
    before = verified()[1]["head"]
    assert verified("--head", before[:12].upper())[1]["head_of"] == "R5"
    tamper("UPDATE line SET \"case\" = '2024/9' WHERE run = 1", "DELETE FROM run_chain")
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        chain.complete(connection)
    assert verified()[0] == 0
    exit_code, document = verified("--head", before)
    assert (exit_code, document["ok"], document["head_of"], document["findings"]) == (3, False, None, [])
    said = ledger("pay", "verify", "--head", before)
    assert (said.exit_code, said.stdout) == (
        3, f"No run ends the chain in {before}: a run was changed or taken out since.\n",
    )  # fmt: skip


def test_an_earlier_head_still_counts_when_more_has_been_posted(ledger: Bvt, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        (head,) = connection.execute("SELECT chain FROM run_chain WHERE run = 2").fetchone()
    result = ledger("pay", "verify", "--head", head[:12])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Up to R2 the chain is as it was when {head[:12]} was printed.\n")


@pytest.mark.parametrize("head", ["abc", "x" * 12, "0" * 65])
def test_what_is_no_head_is_refused(ledger: Bvt, head: str) -> None:
    assert ledger("pay", "verify", "--head", head).exit_code == 2


def test_people_read_what_is_wrong_and_where(ledger: Bvt, tamper: Tamper) -> None:
    """3 døgn of 1026 kroner are 3078; the amounts as everywhere, and the run's own sum and link."""
    tamper("UPDATE line SET amount_ore = 307900 WHERE run = 2 AND n = 1")
    assert ledger("pay", "verify") == (
        3,
        "R2-1: its amount is NOK\u00a03,079.00, and rate times quantity, rounded, is NOK\u00a03,078.00.\n"
        "R2: it was closed with NOK\u00a012,766.05 in all, and its lines come to NOK\u00a012,767.05.\n"
        "R2: it was closed with NOK\u00a07,729.20 taxable, and its lines come to NOK\u00a07,730.20.\n"
        "R2: its lines are not those it was closed with: one was changed, added, taken out or moved.\n",
        "",
    )


def test_of_many_faults_people_read_the_first_fifty(ledger: Bvt, tamper: Tamper, verified: Verified) -> None:
    tamper("UPDATE line SET unit = 'km', amount_ore = 1, taxable = 1 - taxable, quantity = '7', whole = '9', days = 99")
    number = len(verified()[1]["findings"])
    lines = ledger("pay", "verify").stdout.splitlines()
    assert number > 50
    assert lines[50:] == [f"And {number - 50} more; --json lists them all."]


def test_where_the_rate_tables_cannot_be_read_the_rest_is_verified(ledger: Bvt, tmp_path: Path) -> None:
    (tmp_path / "rates" / "ks").mkdir(parents=True, exist_ok=True)
    (tmp_path / "rates" / "ks" / "2024-07-01.yaml").write_text("nonsense\n")
    result = ledger("pay", "verify")
    assert result.exit_code == 0
    assert "the rates of lines are not compared with their tables" in result.stderr


def test_a_rate_is_compared_with_the_table_as_the_run_used_it(ledger: Bvt, tmp_path: Path) -> None:
    """A table corrected since is not held against the runs before it."""
    shipped = shipped_rates() / "ks" / "2024-07-01.yaml"
    (tmp_path / "rates" / "ks").mkdir(parents=True, exist_ok=True)
    (tmp_path / "rates" / "ks" / "2024-07-01.yaml").write_text(shipped.read_text("utf-8").replace("1026", "1027"))
    assert ledger("pay", "verify").exit_code == 0
