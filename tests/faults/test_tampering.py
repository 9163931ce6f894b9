"""`bvt db verify`: who changes the register behind bvt's back, with triggers and references put aside, is noticed.

The forger here has the file and the sqlite3 tool. One who also works out every later hash again is noticed by the
heads that were noted outside, and by nothing else.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bvt_cli.core.form import BY_NAME
from bvt_cli.render.messages import NBSP
from bvt_cli.store import wholeness
from bvt_cli.store.links import link
from tests.conftest import Bvt
from tests.faults import full_register

pytestmark = pytest.mark.plain_only

Forge = Callable[..., None]


@pytest.fixture
def full(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_register.copied(bvt, tmp_path, tmp_path_factory.getbasetemp())


@pytest.fixture
def forge(full: Path) -> Forge:
    """Run statements on the register with its triggers away, and put the triggers back as they were."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(full, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            with without_triggers(connection):
                for statement in statements:
                    assert connection.execute(statement).rowcount != 0, statement
            connection.execute("COMMIT")

    return run


def first(bvt: Bvt) -> str:
    """What `bvt db verify` says of the first row that is wrong."""
    result = bvt("db", "verify")
    assert (result.exit_code, result.stdout) == (78, "")
    return result.stderr.splitlines()[0].partition("is not as bvt wrote it: ")[2].partition(" Take a backup")[0]


def test_a_register_nobody_has_touched_is_whole_and_tells_the_heads_of_its_chains(full: Path, bvt: Bvt) -> None:
    """With something in every table, and texts erased."""
    with closing(sqlite3.connect(full)) as connection:
        journal, last = connection.execute("SELECT chain, id FROM journal_chain ORDER BY id DESC LIMIT 1").fetchone()
        (runs,) = connection.execute("SELECT chain FROM run_chain ORDER BY run DESC LIMIT 1").fetchone()
        (lookups,) = connection.execute("SELECT chain FROM lookup ORDER BY id DESC LIMIT 1").fetchone()
    result = bvt("db", "verify", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.json == {
        "ok": True, "entries": last, "runs": 5, "journal_head": journal, "run_head": runs, "lookup_head": lookups,
        "head_asked": None, "head_of": None, "problems": [],
    }  # fmt: skip
    assert bvt("db", "verify").stdout == (
        f"All that is kept is as bvt wrote it. Entries of the journal: {last}, runs: 5.\n"
        f"The journal ends in {journal}.\nThe chain of runs ends in {runs}.\n"
        f"The log of look-ups ends in {lookups}.\n"
    )


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        # the journal: edited, removed, taken for another, doubled, forged at the end
        (["UPDATE journal SET \"by\" = 'another' WHERE id = 9"],
         "entry 9 of the journal ({nine}) is not as it was written, or does not follow the one before it."),
        (["UPDATE journal_text SET after = replace(after, '2', '3') WHERE id = 9"],
         "what entry 9 of the journal ({nine}) says was changed."),
        (["DELETE FROM journal WHERE id = 9", "DELETE FROM journal_text WHERE id = 9",
          "DELETE FROM journal_chain WHERE id = 9"], "entry 9 of the journal is gone."),
        (["UPDATE journal SET id = 999 WHERE id = 9", "UPDATE journal SET id = 9 WHERE id = 10",
          "UPDATE journal SET id = 10 WHERE id = 999"],
         "entry 9 of the journal ({ten}) is not as it was written, or does not follow the one before it."),
        (["INSERT INTO journal SELECT 999, at, \"by\", login, command, what, ref FROM journal WHERE id = 9",
          "INSERT INTO journal_text SELECT 999, before, after, salt FROM journal_text WHERE id = 9",
          "INSERT INTO journal_chain SELECT 999, content, sealed, looked, chain FROM journal_chain WHERE id = 9",
          "UPDATE journal SET id = (SELECT count(*) FROM journal) WHERE id = 999",
          "UPDATE journal_text SET id = (SELECT count(*) FROM journal) WHERE id = 999",
          "UPDATE journal_chain SET id = (SELECT count(*) FROM journal) WHERE id = 999"],
         "entry {last} of the journal ({nine}) is not as it was written, or does not follow the one before it."),
        (["INSERT INTO journal (at, \"by\", login, command, what, ref) VALUES ('', 'x', 'x', 'x', 'home', 'H-1')",
          "INSERT INTO journal_text (id, before, after) SELECT max(id), '{}', '{\"capacity\": 9}' FROM journal"],
         "entry {last} of the journal (home H-1) has no link in the chain: bvt did not write it."),
        (["DELETE FROM journal_text WHERE id = 9"],
         "what entry 9 of the journal ({nine}) said is gone, and no entry tells that it was erased."),
        (["DELETE FROM journal_text WHERE id = 9",
          "INSERT INTO erasure SELECT 9, max(erased_by) FROM erasure"],
         "entry 9 of the journal ({nine}) is kept as erased by an entry that does not say so."),
        # runs: edited, removed, in another order, doubled, forged
        (["UPDATE line SET \"case\" = 'x' WHERE run = 2 AND n = 1"],
         "R2: its lines are not those it was closed with: one was changed, added, taken out or moved."),
        (["UPDATE line SET amount_ore = amount_ore + 1 WHERE run = 2 AND n = 1"],
         "R2-1: its amount is NOK 4,104.01, and rate times quantity, rounded, is NOK 4,104.00."),
        (["DELETE FROM line WHERE run = 2 AND n = 1"], "R2-1: this line is gone; the next one is R2-2."),
        (["UPDATE run SET id = 9 WHERE id = 2", "UPDATE run SET id = 2 WHERE id = 1",
          "UPDATE run SET id = 1 WHERE id = 9"], "R1: it was closed with 8 lines and has 3."),
        (["INSERT INTO run SELECT 6, month, posted_at, \"by\", login, plan, lines, total_ore, taxable_ore FROM run"
          " WHERE id = 1"], "the run R6 stands in no entry of the journal."),
        (["CREATE TABLE forged AS SELECT * FROM line WHERE run = 2 AND n = 1", "UPDATE forged SET n = 9",
          "INSERT INTO line SELECT * FROM forged", "DROP TABLE forged"],
         "R2: it was closed with 8 lines and has 9."),
        (["DELETE FROM run_chain WHERE run = 2"], "R2: the run has no link in the chain."),
        # things, and rows that stand by themselves
        (["UPDATE home SET capacity = 9 WHERE ref = 'H-1'"],
         "the home H-1 is not as the journal says it should stand: capacity."),
        (["UPDATE payee_text SET account = '86011117947' WHERE id = 1"],
         "the home H-1 is not as the journal says it should stand: payees."),
        (["UPDATE home_text SET name = 'Familien Lek' WHERE id = 1"],
         "the home H-1 is not as the journal says it should stand: name."),
        (["DELETE FROM follow_up_text", "DELETE FROM follow_up"],
         "the follow-up O-1, which entry {made} of the journal made, is gone."),
        (["INSERT INTO stay (ref, agreement, \"from\", \"to\") VALUES ('S-7', 'A-1', '2025-05-02', '2025-05-04')"],
         "the stay S-7 is there, and no entry of the journal made it."),
        (["UPDATE stay SET id = 77 WHERE ref = 'S-2'"],
         "the stay S-2 is not kept in the row it was made in."),
        (["UPDATE authorisation SET \"by\" = 'tester'"],
         "row 1 of the table authorisation, or its seal, is not as it was written."),
        (["UPDATE run_payee_text SET account = '86011117947' WHERE account IS NOT NULL"],
         "the text beside row 1 of the table run_payee is not as it was written."),
        (["UPDATE claim_text SET reason = NULL WHERE id = 1"],
         "the text beside row 1 of the table claim is not as it was written."),
        (["UPDATE claim_text SET reason = NULL WHERE id = 1",
          "UPDATE seal SET salt = NULL WHERE \"of\" = 'claim' AND \"row\" = 1"],
         "the seal on the text beside row 1 of the table claim is gone, and no entry of the journal tells that the text"
         " was erased."),
        (["DELETE FROM run_export"], "row 1 of the table run_export is gone."),
        (["INSERT INTO authorisation VALUES (2, '', 'leder', 'leder')"],
         "row 2 of the table authorisation has no seal: bvt did not write it."),
        (["DELETE FROM told WHERE name = (SELECT max(name) FROM told)"],
         "the table told does not hold what bvt last wrote there."),
        (["UPDATE lookup SET \"by\" = 'x' WHERE id = 2"],
         "row 2 of the log of look-ups is not as it was written, or does not follow the one before it."),
        (["DELETE FROM lookup WHERE id = 3"],
         "row 4 of the log of look-ups is not as it was written, or does not follow the one before it."),
        (["DELETE FROM lookup WHERE id > 1"], "row 2 of the table lookup is gone."),  # a later entry tells of it
    ],
)  # fmt: skip
def test_the_first_bad_row_is_named(full: Path, forge: Forge, bvt: Bvt, statements: list[str], said: str) -> None:
    """In words a person understands."""
    with closing(sqlite3.connect(full)) as connection:
        about = dict(connection.execute("SELECT id, what || ' ' || ref FROM journal"))
        (made,) = connection.execute("SELECT min(id) FROM journal WHERE what = 'follow_up'").fetchone()
    forge(*statements)
    assert first(bvt).replace(NBSP, " ") == said.format(nine=about[9], ten=about[10], last=len(about) + 1, made=made)


def test_what_explains_the_rest_is_told_first(full: Path, forge: Forge, bvt: Bvt) -> None:
    """A run that is gone before its lines and references; the seals before each row that has none."""
    forge(*(f"DELETE FROM {table} WHERE run = 5" for table in ("line", "run_chain")), "DELETE FROM run WHERE id = 5")
    with closing(sqlite3.connect(full)) as connection:
        (told,) = connection.execute("SELECT min(id) FROM journal WHERE what = 'run' AND ref = 'R5'").fetchone()
    assert first(bvt).replace(NBSP, " ") == f"the run R5 is gone, which entry {told} of the journal tells of."
    forge("DELETE FROM seal")
    codes = [each["code"] for each in bvt("db", "verify", "--json").json["problems"]]
    assert codes[:2] == ["run_gone", "seals_gone"]


def test_the_others_are_counted_and_programs_get_them_all(full: Path, forge: Forge, bvt: Bvt) -> None:
    """With what to do: a backup that is whole."""
    forge("UPDATE journal SET login = 'x'")
    result = bvt("db", "verify", "--json")
    assert result.exit_code == 78
    problems = result.json["problems"]
    entries = [each for each in problems if each["table"] == "journal"]
    assert [each["row"] for each in entries] == list(range(1, result.json["entries"] + 1))
    assert {each["code"] for each in entries} == {"entry_changed"}
    said = bvt("db", "verify").stderr
    assert "Take a backup into use that `bvt db verify` finds whole: `bvt db restore BACKUP --replace`." in said
    assert f"And {len(problems) - 21} more; --json lists them all." in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TRIGGER line_no_update", "line_no_update, a table, index or trigger of bvt, was taken away."),
        ("DROP INDEX line_of_agreement", "line_of_agreement, a table, index or trigger of bvt, was taken away."),
        ("CREATE TRIGGER mine AFTER INSERT ON line BEGIN DELETE FROM told; END",
         "mine, a table, index or trigger, is not of bvt's making."),
        ("ALTER TABLE home ADD COLUMN secret TEXT", "home, a table, index or trigger, is not as bvt made it."),
    ],
)  # fmt: skip
def test_a_schema_that_is_not_that_of_the_migrations_is_named(full: Path, bvt: Bvt, statement: str, said: str) -> None:
    """A trigger that is gone, most of all: from then on nothing is append-only."""
    with closing(sqlite3.connect(full)) as connection:
        connection.execute(statement)
    assert first(bvt) == said


def test_a_trigger_made_weaker_is_named(full: Path, bvt: Bvt) -> None:
    """Under its own name."""
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("DROP TRIGGER line_no_delete")
        connection.execute("CREATE TRIGGER line_no_delete BEFORE DELETE ON line WHEN OLD.run = 1 BEGIN SELECT 1; END")
    assert first(bvt) == "line_no_delete, a table, index or trigger, is not as bvt made it."


CUT = {
    "journal": ("journal_text", "journal_chain", "journal"),
    "run": ("run_chain", "run_file", "line", "run"),
    "lookup": ("lookup",),
}
_KEY = {"run_chain": "run", "run_file": "run", "line": "run"}


def test_a_head_noted_earlier_still_stands_in_its_chain(full: Path, bvt: Bvt) -> None:
    """However much has been added since, and by its beginning alone."""
    heads = bvt("db", "verify", "--json").json
    assert bvt("stay", "add", "A-1", "--from", "2025-05-02", "--to", "2025-05-04").exit_code == 0
    for name, chain in (("journal_head", "journal"), ("run_head", "run"), ("lookup_head", "lookup")):
        result = bvt("db", "verify", "--json", "--head", heads[name][:12].upper())
        assert (result.exit_code, result.json["head_of"]["chain"]) == (0, chain)


@pytest.mark.parametrize("chain", CUT)
def test_rows_cut_off_at_the_end_are_missed_by_the_head_noted_before(
    full: Path, forge: Forge, bvt: Bvt, chain: str
) -> None:
    """Nothing that is left tells of them where all that was written with them is gone too."""
    head = bvt("db", "verify", "--json").json[f"{chain}_head"]
    last = f"(SELECT max(id) FROM {chain})"
    forge(*(f"DELETE FROM {table} WHERE {_KEY.get(table, 'id')} = {last}" for table in CUT[chain]))
    result = bvt("db", "verify", "--json", "--head", head)
    assert (result.exit_code, result.json["head_of"]) == (78, None)
    assert result.json["problems"][-1] == {
        "code": "head_lost", "table": "journal_chain", "row": head, "keys": [],
        "message": f"no chain has the head {head}: a row was changed, or rows were cut off, since it was noted.",
    }  # fmt: skip


def test_a_journal_rewritten_with_all_its_hashes_is_seen_by_the_head_noted_before(
    full: Path, forge: Forge, bvt: Bvt
) -> None:
    """And by nothing else: no key is kept that a forger with the file would not have too."""
    head = bvt("db", "verify", "--json").json["journal_head"]
    with closing(sqlite3.connect(full)) as connection:
        entries = connection.execute(
            "SELECT j.*, c.content, c.sealed, coalesce(s.chain, 'bvt seals 1'), c.looked, coalesce(l.chain, '')"
            " FROM journal AS j JOIN journal_chain AS c ON c.id = j.id LEFT JOIN seal AS s ON s.id = c.sealed"
            " LEFT JOIN lookup AS l ON l.id = c.looked ORDER BY j.id"
        ).fetchall()
    before = "bvt journal 1"
    rewritten = ["UPDATE journal SET \"by\" = 'nobody'"]
    for entry in entries:
        before = link(before, *entry[:2], "nobody", *entry[3:])
        rewritten.append(f"UPDATE journal_chain SET chain = '{before}' WHERE id = {entry[0]}")
    forge(*rewritten)
    assert bvt("db", "verify").exit_code == 0
    assert bvt("db", "verify", "--head", head).exit_code == 78


def test_texts_that_were_erased_stay_erased(full: Path, forge: Forge, bvt: Bvt) -> None:
    """What an erased entry said is proved by its hash no more, and cannot be put there again."""
    with closing(sqlite3.connect(full)) as connection:
        (entry,) = connection.execute("SELECT min(id) FROM erasure").fetchone()
        names = "SELECT count(*) FROM journal_text WHERE before LIKE '%Familien Lek%' OR after LIKE '%Familien Lek%'"
        assert connection.execute(names).fetchone() == (0,)
    forge(f"INSERT INTO journal_text VALUES ({entry}, NULL, '{{}}', 'x')")
    assert first(bvt).endswith("said was erased, and something stands there again.")


def test_the_account_of_an_erased_payee_cannot_be_put_back(full: Path, forge: Forge, bvt: Bvt) -> None:
    """Also not with a salt beside it."""
    forge(
        "UPDATE run_payee_text SET account = '12345678903' WHERE account IS NULL",
        "UPDATE seal SET salt = 'x' WHERE \"of\" = 'run_payee' AND salt IS NULL",
    )
    assert first(bvt).endswith("of the table run_payee was erased, and something stands there again.")


# Every stored value


class Value(NamedTuple):
    """A column of a table, and the row whose value is changed."""

    table: str
    column: str
    rowid: str


PLACES = {field.table for entity in BY_NAME.values() for field in entity.lists}
"""Tables of elements of lists: the number of such a row says nothing, only the order of the rows does."""


def values(connection: sqlite3.Connection) -> Iterator[Value]:
    """Every column of every table, with the first and the last row that hold something there."""
    for table, keys, columns in tables(connection):
        for column in columns:
            if column == "id" and table.removesuffix("_text") in PLACES:
                continue
            order = f'"{column}" IS NULL'
            for row in dict.fromkeys(row_of(connection, table, keys, order, way) for way in ("ASC", "DESC")):
                yield Value(table, column, row)


def tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str], list[str]]]:
    """Every table with the columns of its key, and all of them."""
    select = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    for (table,) in connection.execute(select).fetchall():
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        keys = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
        yield table, keys or ["rowid"], [row[1] for row in columns]


def row_of(connection: sqlite3.Connection, table: str, keys: list[str], order: str, way: str) -> str:
    """The first row of a table in some order, then by its key, as what finds it again."""
    found = " || ' AND ' || ".join(f'\'"{key}" = \' || quote("{key}")' for key in keys)
    by_key = ", ".join(f'"{key}" {way}' for key in keys)
    row = connection.execute(f'SELECT {found} FROM "{table}" ORDER BY {order}, {by_key} LIMIT 1').fetchone()
    assert row is not None, f"nothing stands in {table}"
    return str(row[0])


def others(connection: sqlite3.Connection, value: Value) -> Iterator[object]:
    """What might stand there instead: what stands in another row, nothing, and something near."""
    table, column = f'"{value.table}"', f'"{value.column}"'
    (now,) = connection.execute(f"SELECT {column} FROM {table} WHERE {value.rowid}").fetchone()
    select = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT ? AND {column} IS NOT NULL LIMIT 1"
    yield from (row[0] for row in connection.execute(select, (now,)).fetchall())
    if now is not None:
        yield None
    if isinstance(now, int):
        yield now + 1
    else:
        text = str(now or "")
        yield text[:-1] + ("1" if text[-1:] != "1" else "2")


@contextmanager
def without_triggers(connection: sqlite3.Connection, table: str | None = None) -> Iterator[None]:
    """The triggers of a table (of all of them) away, and then put back as they were."""
    select = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = coalesce(?, tbl_name)"
    triggers = connection.execute(select, (table,)).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, text in triggers:
        connection.execute(text)


def changed(connection: sqlite3.Connection, value: Value, to: object) -> bool:
    """Whether the file would take another value there, checks and references put aside as a forger can."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        with without_triggers(connection, value.table):
            connection.execute(f'UPDATE "{value.table}" SET "{value.column}" = ? WHERE {value.rowid}', (to,))
    except sqlite3.IntegrityError:  # NOT NULL, or another row has it
        return False
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")
    return True


def unnoticed(full: Path, every: int) -> tuple[int, list[tuple[Value, object]]]:
    """How many values were tried, and those whose change nobody noticed; `every`: of how many columns one is tried."""
    tried, missed = 0, []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with closing(sqlite3.connect(full)) as source:
            source.backup(connection)
        for number, value in enumerate(list(values(connection))):
            if number % every:
                continue
            for other in list(others(connection, value)):
                connection.execute("BEGIN")
                if changed(connection, value, other):
                    tried += 1
                    if not wholeness.check(connection)[0].found:
                        missed.append((value, other))
                connection.execute("ROLLBACK")
    return tried, missed


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.faults), 20])
def test_no_single_stored_value_can_be_changed_unnoticed(full: Path, every: int) -> None:
    """In any column of any table of the schema: one for the other, for nothing, or for something near."""
    tried, missed = unnoticed(full, every)
    assert missed == []
    assert tried > 1000 / every


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.faults), 6])
def test_no_single_row_can_be_taken_away_unnoticed(full: Path, every: int) -> None:
    """The first or the last of any table.

    But a row of reasons in which none stands. (Of look-ups later than the last entry of the journal the head noted
    before tells alone.)
    """
    missed = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with closing(sqlite3.connect(full)) as source:
            source.backup(connection)
        for table, keys, _ in list(tables(connection))[::every]:
            for row in {row_of(connection, table, keys, "NULL", way) for way in ("ASC", "DESC")}:
                connection.execute("BEGIN")
                with without_triggers(connection, table):
                    connection.execute(f'DELETE FROM "{table}" WHERE {row}')
                if not wholeness.check(connection)[0].found:
                    missed.append((table, row))
                connection.execute("ROLLBACK")
    known = [("claim_event_text", '"id" = 1')]
    assert missed == known if every == 1 else set(missed) <= set(known)


def test_a_value_that_nothing_holds_would_be_missed(full: Path) -> None:
    """So that the test above is known to be able to fail: a column beside the schema that no check knows."""
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("ALTER TABLE talk ADD COLUMN beside TEXT")
        assert [flaw.code for flaw in wholeness.check(connection)[0].found] == ["schema_changed", "table_changed"]
        connection.execute("UPDATE talk SET beside = 'x'")
        assert [flaw.code for flaw in wholeness.check(connection)[0].found] == ["schema_changed", "table_changed"]
