"""`bvt db rekey`: another key, all or nothing; a register that becomes encrypted, or is no longer."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bvt_cli.store import database, encrypted, keys
from bvt_cli.store.location import Location
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt, base_environment
from tests.keyed import needs_sqlcipher

pytestmark = needs_sqlcipher


@pytest.fixture
def key_file() -> None:
    """No key is said but by the tests themselves."""


@pytest.fixture
def sealed(sealed: Bvt) -> Bvt:
    """And a month of it is posted."""
    assert sealed("pay", "month", "2025-02", "--post").exit_code == 0
    return sealed


def everything(bvt: Bvt, *before: object) -> str:
    """The register as a document, and a posted run; and it is whole."""
    assert bvt(*before, "db", "check").exit_code == 0
    assert bvt(*before, "db", "verify").exit_code == 0
    shown = [bvt(*before, "export"), bvt(*before, "pay", "show", "R1", "--json")]
    assert [each.exit_code for each in shown] == [0, 0]
    return "".join(each.stdout for each in shown)


def last_entry(path: Path, key: Path | None) -> tuple[str, str, dict[str, object]]:
    """Command, name and text of the journal's last entry."""
    select = 'SELECT command, "by", after FROM journal JOIN journal_text USING (id) ORDER BY id DESC LIMIT 1'
    with database.reading(Location(path, key)) as connection:
        command, by, after = connection.execute(select).fetchone()
    return command, by, json.loads(after)


def test_a_new_key_takes_the_place_of_the_old_which_is_kept(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """All that stands in the register is there, and who did it; older backups are opened by the old key."""
    before = everything(sealed)
    backup = tmp_path / "before.db"
    assert sealed("db", "backup", backup).exit_code == 0
    old = usual.read_bytes()
    done = sealed("db", "rekey", "--by", "leder", "--json")
    kept = usual.with_name("bvt.key.1")
    assert done.exit_code == 0
    assert done.json == {
        "db": str(tmp_path / "bvt.db"), "encrypted": True, "key_file": str(usual), "old_key_file": str(kept),
    }  # fmt: skip
    assert f"need the old key, which is in {kept}." in done.stderr
    assert kept.read_bytes() == old != usual.read_bytes()
    assert not {each.decode()[:64] for each in (old, usual.read_bytes())} & {*(done.stdout + done.stderr).split()}
    assert everything(sealed) == before
    assert last_entry(tmp_path / "bvt.db", usual) == ("db rekey", "leder", {"key": "changed"})
    assert everything(sealed, "--db", backup, "--key-file", kept) == before
    assert "not that of the register" in sealed("--key-file", kept, "home", "list").stderr
    if os.name == "posix":
        assert [path.stat().st_mode & 0o777 for path in (usual, kept, tmp_path / "bvt.db")] == [0o600] * 3
    assert sealed("db", "rekey").exit_code == 0
    assert usual.with_name("bvt.key.2").exists()


def test_the_new_key_may_be_made_elsewhere_or_stand_there(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """The register's own key is no new one; a key of 64 digits alone does."""
    before = everything(sealed)
    made, given = tmp_path / "made.key", tmp_path / "given.key"
    assert sealed("db", "rekey", "--new-key-file", made).exit_code == 0
    assert "from before its key was changed" in sealed("home", "list").stderr
    again = sealed("--key-file", made, "db", "rekey", "--new-key-file", made)
    assert (again.exit_code, "is the register's already" in again.stderr) == (3, True)
    given.write_text("ab" * 32, "ascii")
    given.chmod(0o600)
    assert sealed("--key-file", made, "db", "rekey", "--new-key-file", given).exit_code == 0
    assert everything(sealed, "--key-file", given) == before


def test_a_plain_register_becomes_encrypted_and_plain_again(bvt: Bvt, tmp_path: Path, usual: Path) -> None:
    """With all that is in it and the journal of both."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    assert bvt("pay", "month", "2025-02", "--post").exit_code == 0
    before, path = everything(bvt), tmp_path / "bvt.db"
    done = bvt("db", "rekey", "--encrypt")
    assert done.exit_code == 0
    assert f"its key is in {usual}. Without that key" in done.stderr
    assert "Familien Prøve".encode() not in path.read_bytes()
    assert last_entry(path, usual)[2] == {"encrypted": True}
    assert everything(bvt) == before
    done = bvt("db", "rekey", "--decrypt", "--json")
    assert (done.json["encrypted"], done.json["old_key_file"]) == (False, str(usual))
    assert last_entry(path, None)[2] == {"encrypted": False}
    usual.unlink()
    assert everything(bvt) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--encrypt"], 3, "is encrypted already; nothing was changed."),
        (["--encrypt", "--decrypt"], 2, "do not go together"),
        (["--decrypt", "--new-key-file", "x.key"], 2, "--decrypt takes no new key."),
    ],
)
def test_what_makes_no_sense_is_refused(
    sealed: Bvt, tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    before = (tmp_path / "bvt.db").read_bytes()
    result = sealed("db", "rekey", *arguments)
    assert (result.exit_code, sentence in result.stderr) == (code, True)
    assert (tmp_path / "bvt.db").read_bytes() == before


def test_a_plain_register_is_not_encrypted_unasked(
    bvt: Bvt, tmp_path: Path, usual: Path, surroundings: dict[str, str]
) -> None:
    """And no key is made for nothing: not where another bvt is writing either."""
    assert bvt("db", "rekey", "--encrypt").exit_code == 78
    assert bvt("init").exit_code == 0
    for arguments in ([], ["--decrypt"]):
        result = bvt("db", "rekey", *arguments)
        assert (result.exit_code, "is not encrypted" in result.stderr) == (3, True)
    impatient = (
        "import sys; from bvt_cli.store import database; database.WAIT_SECONDS = 0.01\n"
        "from bvt_cli.main import run; sys.exit(run(['db', 'rekey', '--encrypt']))"
    )
    around = {**base_environment(), **surroundings}
    with database.writing(tmp_path / "bvt.db"):
        assert subprocess.run([sys.executable, "-c", impatient], env=around, check=False).returncode == 75
    assert not usual.exists()
    assert bvt("home", "list").exit_code == 0


def test_where_the_key_was_handed_over_the_new_one_needs_a_place(sealed: Bvt, usual: Path, tmp_path: Path) -> None:
    with usual.open("rb") as file:
        number = file.fileno()
        assert sealed("--key-fd", number, "db", "rekey").exit_code == 2
    with usual.open("rb") as file:
        keys._from_descriptor.cache_clear()
        assert sealed("--key-fd", file.fileno(), "db", "rekey", "--new-key-file", tmp_path / "n.key").exit_code == 0
    assert sealed("--key-file", tmp_path / "n.key", "home", "list").exit_code == 0


def test_cut_off_between_register_and_key_the_new_key_is_found(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """It stands beside the old one; the next change of key gives it its name, and loses none."""
    before, first = everything(sealed), usual.read_bytes()
    begun = encrypted.begun_file(usual)
    assert sealed("db", "rekey", "--new-key-file", begun).exit_code == 0
    assert usual.read_bytes() == first
    assert everything(sealed) == before
    assert sealed("home", "set", "H-1", "--city", "Bergen").exit_code == 0
    second = begun.read_bytes()
    os.link(usual, usual.with_name("bvt.key.1"))  # so far it may have come
    assert sealed("db", "rekey").exit_code == 0
    assert not begun.exists()
    held = {path.read_bytes() for path in usual.parent.iterdir()}
    assert {first, second, usual.read_bytes()} == held
    assert sealed("home", "list").exit_code == 0


def test_a_key_that_was_made_and_never_used_is_set_aside(sealed: Bvt, usual: Path) -> None:
    """Cut off before the register was changed."""
    before = everything(sealed)
    keys.keep(encrypted.begun_file(usual), keys.made())
    assert everything(sealed) == before
    assert sealed("db", "rekey").exit_code == 0
    assert everything(sealed) == before
    assert sorted(path.name for path in usual.parent.iterdir()) == ["bvt.key", "bvt.key.1", "bvt.key.2"]


def test_what_waited_meanwhile_writes_nothing_into_the_old_file(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """It would be lost; exit 75, try again."""
    place = Location(tmp_path / "bvt.db", usual)
    waiting = database.writing(place)
    with pytest.MonkeyPatch.context() as patch:
        begin = database._transaction

        def after_a_change(connection: database.Connection) -> object:
            patch.setattr(database, "_transaction", begin)
            assert sealed("db", "rekey").exit_code == 0
            return begin(connection)

        patch.setattr(database, "_transaction", after_a_change)
        with pytest.raises(database.Busy), waiting:
            pytest.fail("it got in")
    assert sealed("home", "list").exit_code == 0
