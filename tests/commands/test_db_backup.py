"""`bvt db backup` and `bvt db new-identity`, and the backups that bvt makes by itself."""

import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

OLD = Path(__file__).resolve().parents[1] / "store" / "old" / "0001_register.sql"
NOBODY = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
BEFORE_POSTING = """\
settings:
  - {name: backup_before_posting, value: "on", from: 2025-01-01, reason: "Vedtak 4/25"}
  - {name: backups_kept, value: 2, from: 2025-01-01, reason: "Vedtak 4/25"}
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_several_backups_of_a_day_stand_beside_each_other_until_they_are_too_many(empty: Bvt, tmp_path: Path) -> None:
    """Named by the as-of day and a number; the oldest go first, and it is told which."""
    assert empty("db", "backup").stderr == (
        f"The register was copied to {tmp_path / 'bvt-2025-06-15.db'}, and the copy reads back.\n"
    )
    assert empty("db", "backup", "--as-of", "2025-06-01").exit_code == 0
    result = empty("db", "backup", "--keep", "2")
    assert result.exit_code == 0
    assert f"The older backup {tmp_path / 'bvt-2025-06-01.db'} was deleted.\n" in result.stderr
    assert names(tmp_path) == ["bvt-2025-06-15-2.db", "bvt-2025-06-15.db", "bvt.db", "rates"]


def test_a_backup_goes_into_a_folder_under_its_own_name(empty: Bvt, tmp_path: Path) -> None:
    """What looks like one of its backups but is none is told of and left."""
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "bvt-2025-01-01.db").write_text("my notes", encoding="utf-8")
    result = empty("db", "backup", tmp_path / "backup", "--keep", "1", "--json")
    assert result.json == {
        "backup": str(tmp_path / "backup" / "bvt-2025-06-15.db"),
        "recipients": [],
        "decrypted": False,
        "deleted": [],
        "left": [str(tmp_path / "backup" / "bvt-2025-01-01.db")],
    }
    assert "it was left alone" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("copy.db", "--keep", "3"),
        ("--keep", "0"),
        ("--keep", "many"),
        ("--identity", "key.txt"),
        ("--to", "age1wrong"),
        ("--to", NOBODY, "--identity", "nowhere.txt"),
        ("--recipients-file", "nowhere.txt"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused_before_anything_is_made(
    empty: Bvt, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Exit 2."""
    result = empty("db", "backup", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert names(tmp_path) == ["bvt.db", "rates"]


def test_a_key_pair_encrypts_and_decrypts_a_backup(empty: Bvt, tmp_path: Path) -> None:
    """The public key is printed, the secret one is in a file for its owner only and never printed."""
    key = tmp_path / "key.txt"
    made = empty("db", "new-identity", key)
    assert made.exit_code == 0
    public = made.stdout.strip()
    secret = key.read_text("utf-8").splitlines()[-1]
    assert secret.startswith("AGE-SECRET-KEY-1")
    assert secret not in made.stdout + made.stderr
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 or sys.platform == "win32"
    assert empty("db", "new-identity", key).exit_code == 3
    copied = empty("db", "backup", "--to", public, "--to", NOBODY, "--identity", key, "--json")
    assert (copied.json["recipients"], copied.json["decrypted"]) == ([public, NOBODY], True)
    assert copied.json["backup"].endswith("-2025-06-15.db.age")
    again = empty("db", "new-identity", tmp_path / "other.txt", "--json").json
    assert again["identity"] == str(tmp_path / "other.txt")
    wrong = empty("db", "backup", "--to", public, "--identity", tmp_path / "other.txt")
    assert (wrong.exit_code, wrong.stdout) == (78, "")
    assert len([name for name in names(tmp_path) if name.endswith(".age")]) == 1


def test_it_is_told_that_an_encrypted_backup_was_not_decrypted_again(empty: Bvt, tmp_path: Path) -> None:
    """The machine that makes it need not be able to read it."""
    (tmp_path / "to.txt").write_text(f"# leder\n{NOBODY}\n", encoding="utf-8")
    (tmp_path / "to.txt").chmod(0o644)
    result = empty("db", "backup", tmp_path / "copy.age", "--recipients-file", tmp_path / "to.txt")
    assert result.exit_code == 0
    assert "whether it can be decrypted is tried with --identity only" in result.stderr


def test_recipients_beside_the_register_are_those_of_every_backup(empty: Bvt, tmp_path: Path) -> None:
    """Nobody need remember them; others can be said instead."""
    (tmp_path / "backup-recipients.txt").write_text(f"{NOBODY}\n", encoding="utf-8")
    (tmp_path / "backup-recipients.txt").chmod(0o600)
    assert empty("db", "backup", "--json").json["recipients"] == [NOBODY]
    public = empty("db", "new-identity", tmp_path / "key.txt").stdout.strip()
    assert empty("db", "backup", "--to", public, "--json").json["recipients"] == [public]


def test_without_pyrage_it_is_told_how_to_get_it(empty: Bvt, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 78; nothing is made unencrypted instead."""
    monkeypatch.setitem(sys.modules, "pyrage", None)
    result = empty("db", "backup", "--to", NOBODY)
    assert result.exit_code == 78
    assert 'pip install "bvt-cli[backup]"' in result.stderr


# --- before the register is brought up to date ---


@pytest.fixture
def older(tmp_path: Path, key_file: Path | None) -> Path:
    """A register as the first bvt made it."""
    path = tmp_path / "bvt.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    path.chmod(0o600)
    return path


def test_an_older_register_is_backed_up_once_before_it_is_brought_up_to_date(
    older: Path, bvt: Bvt, tmp_path: Path
) -> None:
    """As it was, for its owner only, and it is told where; whatever the settings say, and if they cannot be read."""
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "settings.yaml").write_text("settings: [nonsense]\n", encoding="utf-8")
    first, second = (bvt("home", "list", "--json") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert names(tmp_path / "backups") == ["bvt-1-before-migration-1.db"]
    copy = tmp_path / "backups" / "bvt-1-before-migration-1.db"
    assert (str(copy) in first.stderr, second.stderr) == (True, "")
    assert (version(copy), version(older) > 1) == (1, True)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or sys.platform == "win32"


def a_file(folder: Path) -> None:
    (folder / "backups").write_text("in the way", encoding="utf-8")


def wrong_recipients(folder: Path) -> None:
    (folder / "backup-recipients.txt").write_text("age1wrong\n", encoding="utf-8")


@pytest.mark.parametrize("hinder", [a_file, wrong_recipients], ids=lambda each: each.__name__)
def test_without_a_backup_nothing_is_brought_up_to_date(
    older: Path, bvt: Bvt, tmp_path: Path, hinder: Callable[[Path], None]
) -> None:
    """Exit 78, with the reason; the register is what it was."""
    hinder(tmp_path)
    before = older.read_bytes()
    result = bvt("home", "list", "--json")
    assert (result.exit_code, result.stdout) == (78, "")
    assert "is brought up to date only once it is backed up" in result.stderr
    assert older.read_bytes() == before


# --- before a posting ---


@pytest.fixture
def paying(bvt: Bvt, tmp_path: Path) -> Bvt:
    """A home that is paid, in a municipality that wants a backup before each posting."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    (tmp_path / "rates" / "settings.yaml").write_text(BEFORE_POSTING, encoding="utf-8")
    return bvt


def test_a_posting_is_preceded_by_a_backup_where_it_is_set_so(paying: Bvt, tmp_path: Path) -> None:
    """Of the state before it; also before a run is reversed, and not before a preview. The newest two are kept."""
    assert paying("pay", "month", "2025-02").exit_code == 0
    assert not (tmp_path / "backups").exists()
    posted = paying("pay", "month", "2025-02", "--post")
    copy = tmp_path / "backups" / "bvt-1-before-R1.db"
    assert posted.exit_code == 0
    assert f"A backup was made before that: {copy}.\n" in posted.stderr
    assert paying("--db", copy, "pay", "runs", "--json").json == []
    assert paying("pay", "reverse", "R1", "--reason", "Feil måned", "--post").exit_code == 0
    assert paying("pay", "month", "2025-03", "--post").exit_code in (0, 3)
    assert names(tmp_path / "backups") == ["bvt-2-before-R2.db", "bvt-3-before-R3.db"]


def test_where_there_is_nothing_to_post_no_backup_is_made_of_it(paying: Bvt, tmp_path: Path) -> None:
    """Nor is one spoken of."""
    assert paying("pay", "month", "2025-02", "--post").exit_code == 0
    again = paying("pay", "month", "2025-02", "--post")
    assert "backup" not in again.stderr
    assert len(names(tmp_path / "backups")) == 1


def test_where_that_backup_cannot_be_made_nothing_is_posted(paying: Bvt, tmp_path: Path) -> None:
    """Exit 78, with the reason."""
    a_file(tmp_path)
    result = paying("pay", "month", "2025-02", "--post")
    assert (result.exit_code, result.stdout) == (78, "")
    assert "Nothing was posted." in result.stderr
    assert paying("pay", "runs", "--json").json == []


def test_unless_it_is_set_a_posting_makes_no_backup(kommune: Bvt, tmp_path: Path) -> None:
    """Each copy is one more place where names lie."""
    assert kommune("pay", "month", "2024-12", "--post").exit_code == 0
    assert not (tmp_path / "backups").exists()
