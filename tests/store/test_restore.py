"""A backup put in place as the register: what stands there is the old or the new, whole, and nothing is deleted."""

import hashlib
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pyrage
import pytest
from tests.conftest import Bvt, base_environment

from bvt_cli.core.errors import Busy, BvtError, Refused, RegisterError, Usage
from bvt_cli.store import age_files, backup, database
from bvt_cli.store.backup import Age
from bvt_cli.store.journal import Signed
from bvt_cli.store.restore import Flawed, Restored, restore

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
OLD = Path(__file__).resolve().parent / "old" / "0001_register.sql"
DAY = date(2025, 6, 15)
SIGNED = Signed("leder", "bvt", "2025-06-15T10:00:00+00:00", "db restore")


@pytest.fixture
def path(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kind_of_register: str) -> Path:
    """A register that pays from January 2025; it is backed up, and pays from February since."""
    made = tmp_path_factory.getbasetemp() / f"for-restores-{kind_of_register}"
    if not made.exists():
        made.mkdir()
        assert bvt("--db", made / "bvt.db", "init", "--pay-from", "2025-01").exit_code == 0
        backup.backup(made / "bvt.db", made / "copy.db")
        assert bvt("--db", made / "bvt.db", "import", "-", input="bvt_register: 1\npay_from: 2025-02\n").exit_code == 0
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "bvt.db"


@pytest.fixture
def copy(path: Path) -> Path:
    """The backup: it pays from January."""
    return path.with_name("copy.db")


def restored(path: Path, source: Path, identities: Sequence[str] = (), replace: bool = False) -> Restored:
    return restore(path, source, identities, SIGNED, DAY, replace=replace)


def pay_from(path: Path) -> str:
    with database.reading(path) as connection:
        assert database.damage(connection) == []
        return str(connection.execute("SELECT pay_from FROM register").fetchone()[0])


def entries(path: Path) -> list[tuple[str, str, str, str]]:
    with database.reading(path) as connection:
        return connection.execute('SELECT command, "by", what, ref FROM journal ORDER BY id').fetchall()


def fingerprints(folder: Path) -> dict[str, str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_a_register_is_restored_where_none_stands(copy: Path, tmp_path: Path, umask: int) -> None:
    """For its owner only, and its journal says so; the backup stays as it is."""
    target, before = tmp_path / "new" / "bvt.db", copy.read_bytes()
    mask = os.umask(umask)
    try:
        if umask == 0o777:
            target.parent.mkdir(0o700)
            target.parent.chmod(0o700)
        done = restored(target, copy)
    finally:
        os.umask(mask)
    assert (done.kept, done.before) == (None, None)
    assert pay_from(target) == "2025-01"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert entries(target) == [*entries(copy), ("db restore", "leder", "restore", "copy.db")]
    assert copy.read_bytes() == before
    assert [each.name for each in target.parent.iterdir()] == ["bvt.db"]


def test_a_register_is_never_overwritten_unasked(path: Path, copy: Path, tmp_path: Path) -> None:
    before = fingerprints(tmp_path)
    with pytest.raises(Refused):
        restored(path, copy)
    assert fingerprints(tmp_path) == before


@posix
@pytest.mark.parametrize("target", ["copy.db", "nowhere.db", "folder"])
def test_what_is_no_file_is_not_replaced_even_when_asked(path: Path, copy: Path, tmp_path: Path, target: str) -> None:
    """A link, one that leads nowhere, a folder: neither is touched, nor what it leads to."""
    place = tmp_path / "place.db"
    if target == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / target)
    before = fingerprints(tmp_path)
    with pytest.raises(Refused):
        restored(place, copy, replace=True)
    assert fingerprints(tmp_path) == before


def test_a_register_that_is_replaced_is_kept(path: Path, copy: Path) -> None:
    """As a copy that can be restored itself; the next is kept under another name."""
    done = restored(path, copy, replace=True)
    assert done.kept == path.with_name("bvt-replaced-2025-06-15.db")
    assert (pay_from(path), pay_from(done.kept)) == ("2025-01", "2025-02")
    again = restored(path, done.kept, replace=True)
    assert again.kept == path.with_name("bvt-replaced-2025-06-15-2.db")
    assert (pay_from(path), pay_from(again.kept)) == ("2025-02", "2025-01")
    if os.name == "posix":
        assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.glob("*.db")} == {0o600}


@pytest.mark.plain_only
def test_who_has_the_register_open_goes_on_in_the_restored_one(path: Path, copy: Path) -> None:
    """It reads what was restored, and what it writes is not lost in a file that nobody opens any more."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("SELECT pay_from FROM register").fetchone() == ("2025-02",)
        restored(path, copy, replace=True)
        assert other.execute("SELECT pay_from FROM register").fetchone() == ("2025-01",)
        other.execute("UPDATE register SET pay_from = '2025-03'")
    assert pay_from(path) == "2025-03"


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN; SELECT * FROM register"])
def test_a_register_in_use_is_not_replaced(
    path: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: str
) -> None:
    """Neither while another bvt writes, nor while it reads."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.01)
    with database.opened(path, write=False) as other:
        for statement in begin.split("; "):
            other.execute(statement).fetchall()
        with pytest.raises(Busy):
            restored(path, copy, replace=True)
        other.execute("ROLLBACK")
    assert pay_from(path) == "2025-02"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bvt.db", "copy.db", "rates"]


KILLED_IN_A_TRANSACTION = """
import os, pathlib, signal, sys
from bvt_cli.store import database
with database.writing(pathlib.Path(sys.argv[1])) as connection:
    connection.execute("PRAGMA cache_size = 1")
    for number in range(500):
        connection.execute("INSERT INTO home (ref, kind, employment) VALUES (?, 'fosterhjem', 'sgs1030')", (number,))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_in_a_transaction(path: Path) -> Path:
    """Kill a bvt half-way, and answer the journal file that the next one needs to undo what it wrote."""
    command = [sys.executable, "-c", KILLED_IN_A_TRANSACTION, str(path)]
    assert subprocess.run(command, env=base_environment(), check=False).returncode == -signal.SIGKILL
    hot = path.with_name(f"{path.name}-journal")
    assert hot.exists()
    return hot


@posix
@pytest.mark.plain_only
def test_half_a_write_is_undone_before_a_register_is_kept(path: Path, copy: Path) -> None:
    hot = killed_in_a_transaction(path)
    done = restored(path, copy, replace=True)
    assert not hot.exists()
    assert (pay_from(path), pay_from(done.kept or path)) == ("2025-01", "2025-02")


@posix
@pytest.mark.plain_only
def test_half_a_write_of_a_register_that_is_gone_is_not_applied_to_the_restored_one(path: Path, copy: Path) -> None:
    """Somebody moved the register away and left its journal file: it is moved aside, when asked to."""
    hot = killed_in_a_transaction(path)
    path.rename(path.with_name("away.db"))
    with pytest.raises(Refused):
        restored(path, copy)
    assert not path.exists()
    done = restored(path, copy, replace=True)
    assert done.kept == path.with_name("bvt-replaced-2025-06-15.db-journal")
    assert done.kept.exists()
    assert not hot.exists()
    assert pay_from(path) == "2025-01"


def text_file(path: Path) -> None:
    path.write_text("Familien Berg\n" * 2000, encoding="utf-8")


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def last_page_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def torn_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")


def dangling_refs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO payee_text (id) VALUES (77)")


SPOILS = [text_file, empty_file, half, last_page_cut, torn_page, missing, folder, newer, dangling_refs]


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda each: each.__name__)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    path: Path, copy: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(copy)
    before = fingerprints(tmp_path)
    with pytest.raises((RegisterError, Usage)):
        restored(path, copy, replace=True)
    assert fingerprints(tmp_path) == before


@pytest.mark.plain_only
def test_another_programs_file_is_neither_taken_for_a_backup_nor_replaced(path: Path, copy: Path) -> None:
    foreign = path.with_name("places.sqlite")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE home (ref TEXT)")
    before = foreign.read_bytes()
    with pytest.raises(RegisterError):
        restored(path, foreign, replace=True)
    with pytest.raises(RegisterError):
        restored(foreign, copy, replace=True)
    assert foreign.read_bytes() == before
    assert pay_from(path) == "2025-02"


@pytest.mark.parametrize("spoil", [text_file, empty_file, half], ids=lambda each: each.__name__)
def test_a_register_that_cannot_be_read_is_kept_to_the_byte(
    path: Path, copy: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    before = path.read_bytes()
    done = restored(path, copy, replace=True)
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    assert pay_from(path) == "2025-01"


@pytest.mark.plain_only
def test_a_register_with_a_damaged_page_is_replaced_and_kept_damaged(path: Path, copy: Path) -> None:
    torn_page(path)
    done = restored(path, copy, replace=True)
    assert pay_from(path) == "2025-01"
    assert done.kept is not None
    assert b"\xff" * 8192 in done.kept.read_bytes()


@posix
@pytest.mark.plain_only
def test_a_file_that_cannot_be_read_but_is_locked_is_not_replaced(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a register that another bvt has the key of."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.01)
    text_file(path)
    before = path.read_bytes()
    code = (
        "import fcntl, os, sys; file = os.open(sys.argv[1], os.O_RDWR);"
        "fcntl.lockf(file, fcntl.LOCK_EX, 512, 0x40000000); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(Busy):
            restored(path, copy, replace=True)
        other.communicate()
    assert path.read_bytes() == before


@pytest.mark.plain_only
def test_a_backup_of_an_older_bvt_is_brought_up_to_date_in_its_new_place_only(tmp_path: Path) -> None:
    copy, target = tmp_path / "copy.db", tmp_path / "bvt.db"
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    before = copy.read_bytes()
    restored(target, copy)
    with database.reading(target) as connection:
        assert database.damage(connection) == []
    assert entries(target)[-1] == ("db restore", "leder", "restore", "copy.db")
    assert copy.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bvt.db", "copy.db"]


def test_a_run_that_was_changed_by_other_tools_is_not_restored(copy: Path, tmp_path: Path) -> None:
    """Its sums no longer come out."""
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            'INSERT INTO run (id, month, posted_at, "by", login, plan, lines, total_ore, taxable_ore) '
            "VALUES (1, '2025-01', '2025-01-31', 'x', 'x', 'x', 1, 100, 0)"
        )
    with pytest.raises(Flawed):
        restored(tmp_path / "new.db", copy)
    assert not (tmp_path / "new.db").exists()
    done = restore(tmp_path / "new.db", copy, (), SIGNED, DAY, replace=False, accept_flaws=True)
    assert done.flaws
    assert pay_from(tmp_path / "new.db") == "2025-01"


def test_a_backup_encrypted_with_age_is_restored_with_its_identity(path: Path, tmp_path: Path) -> None:
    """Not with another, and not without."""
    identity, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed, target = tmp_path / "copy.age", tmp_path / "new.db"
    backup.backup(path, sealed, Age(age_files.Recipients((str(identity.to_public()),))))
    for wrong in ((), (str(stranger),)):
        with pytest.raises(BvtError):
            restored(target, sealed, wrong)
        assert not target.exists()
    restored(target, sealed, (str(stranger), str(identity)))
    assert pay_from(target) == "2025-02"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bvt.db", "copy.age", "copy.db", "new.db", "rates"]
