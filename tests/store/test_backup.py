"""Backups: consistent, for their owner only, read back; older ones deleted only where they are this register's."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pyrage
import pytest
from tests.conftest import Bvt, base_environment

from bvt_cli.core.errors import InvalidInput, Refused, RegisterError, Usage
from bvt_cli.store import age_files, backup, database, dated_backups, leftovers, safeguard
from bvt_cli.store.backup import Age
from bvt_cli.store.location import Location

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
DAY = date(2025, 6, 15)


@pytest.fixture
def path(bvt: Bvt, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kind_of_register: str) -> Path:
    """A register with an entry in its journal."""
    made = tmp_path_factory.getbasetemp() / f"for-backups-{kind_of_register}.db"
    if not made.exists():
        assert bvt("init", "--pay-from", "2025-01").exit_code == 0
        shutil.copy2(tmp_path / "bvt.db", made)
        shutil.rmtree(tmp_path / "rates")
    return Path(shutil.copy2(made, tmp_path / "bvt.db"))


@pytest.fixture
def place(path: Path) -> Location:
    return Location(path)


@pytest.fixture
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def to(*identities: pyrage.x25519.Identity) -> Age:
    return Age(age_files.Recipients(tuple(str(each.to_public()) for each in identities)))


def pay_from(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT pay_from FROM register").fetchone()[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


UMASKS = pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], indirect=True, ids=oct)


@posix
@UMASKS
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "age"])
def test_a_backup_is_for_its_owner_only_under_any_umask(
    path: Path, identity: pyrage.x25519.Identity, umask: int, sealed: bool
) -> None:
    backup.backup(path, path.with_name("copy"), to(identity) if sealed else None)
    assert mode(path.with_name("copy")) == 0o600


@posix
@pytest.mark.parametrize("kind", ["file", "link", "dangling", "folder"])
def test_a_backup_never_goes_over_or_through_what_stands_there(path: Path, tmp_path: Path, kind: str) -> None:
    """Also in a folder that everybody may write in: what a link leads to is not touched."""
    common = tmp_path / "common"
    common.mkdir()
    common.chmod(0o1777)
    precious, target = tmp_path / "precious", common / "copy.db"
    precious.write_text("precious", encoding="utf-8")
    if kind == "file":
        target.write_text("precious", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(precious if kind == "link" else tmp_path / "nowhere")
    with pytest.raises(Refused):
        backup.backup(path, target)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "nowhere").exists()
    assert names(common) == ["copy.db"]


@posix
def test_a_link_in_the_place_of_the_unfinished_file_is_not_followed(path: Path, tmp_path: Path) -> None:
    """Whoever guesses its name can hinder a backup, but not turn it elsewhere."""
    (tmp_path / f".copy.db.{os.getpid()}.new").symlink_to(tmp_path / "nowhere")
    with pytest.raises(RegisterError):
        backup.backup(path, tmp_path / "copy.db")
    assert not (tmp_path / "nowhere").exists()
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_differs_is_no_backup(path: Path) -> None:
    """As many rows in each table, the same last entries, the same triggers, the same kind and version."""
    same = path.with_name("same.db")
    backup.backup(path, same)
    with database.reading(path) as one, database.reading(same) as other:
        assert backup.content(one) == backup.content(other)
        before = backup.content(one)
    for change in ("DELETE FROM register", "DROP TRIGGER journal_no_update", "PRAGMA user_version = 1"):
        differs = path.with_name("differs.db")
        shutil.copy(same, differs)
        with closing(sqlite3.connect(differs)) as connection, connection:
            connection.execute(change)
            assert backup.content(connection) != before


def test_a_backup_of_a_damaged_register_is_not_made(path: Path, tmp_path: Path) -> None:
    """A page in the middle is overwritten; the good copies there are, stay the only ones."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    before = names(tmp_path)
    with pytest.raises(RegisterError):
        backup.backup(path, tmp_path / "copy.db")
    assert names(tmp_path) == before


def test_an_encrypted_backup_can_be_read_by_each_recipient_and_nobody_else(path: Path, tmp_path: Path) -> None:
    """And decrypted it is the register."""
    one, other, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))
    sealed = tmp_path / "copy.age"
    backup.backup(path, sealed, to(one, other)._replace(identities=(str(other),)))
    assert b"SQLite" not in sealed.read_bytes()
    assert age_files.is_encrypted(sealed)
    for identity in (one, other):
        (tmp_path / "plain.db").write_bytes(age_files.decrypted(sealed.read_bytes(), [str(identity)], sealed))
        assert pay_from(tmp_path / "plain.db") == "2025-01"
    with pytest.raises(RegisterError):
        age_files.decrypted(sealed.read_bytes(), [str(stranger)], sealed)
    with pytest.raises(RegisterError):
        age_files.decrypted(sealed.read_bytes()[:-1], [str(one)], sealed)


SPIED = """
import os, pathlib, sys
from bvt_cli.store import age_files, backup
seen = []
def watch(event, given):
    if event == "open" and isinstance(given[0], (str, bytes, os.PathLike)) and given[2] & (os.O_WRONLY | os.O_RDWR):
        seen.append(os.fsdecode(given[0]))
    if event == "sqlite3.connect":
        seen.append(str(given[0]))
sys.addaudithook(watch)
path, target, to = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
backup.backup(path, target, backup.Age(age_files.Recipients((to,))))
print("\\n".join(seen))
"""


@pytest.mark.plain_only
def test_an_encrypted_backup_is_never_on_the_disk_unencrypted(
    path: Path, tmp_path: Path, identity: pyrage.x25519.Identity
) -> None:
    """The copy is made in memory: the only file opened for writing is the encrypted one."""
    arguments = [path, tmp_path / "copy.age", str(identity.to_public())]
    command = [sys.executable, "-B", "-c", SPIED, *map(str, arguments)]
    done = subprocess.run(command, env=base_environment(), capture_output=True, check=True)
    opened = {Path(each).name.partition(".copy.age")[1] or each for each in done.stdout.decode().split("\n") if each}
    assert opened == {f"{path.as_uri()}?mode=rw", ":memory:", ".copy.age"}


def test_whether_an_encrypted_file_is_whole_is_known_by_its_length(identity: pyrage.x25519.Identity) -> None:
    for length in (0, 1, 65535, 65536, 65537, 200_000):
        sealed = age_files.encrypted(bytes(length), to(identity).to)
        assert age_files.is_whole(sealed, length)
        assert not age_files.is_whole(sealed[:-1], length)
        assert not age_files.is_whole(sealed, length + 1)
    assert not age_files.is_whole(b"age-encryption.org/v1\n", 0)


# --- recipients and identities ---


def test_recipients_are_read_a_line_each_and_remarks_are_not(tmp_path: Path, identity: pyrage.x25519.Identity) -> None:
    public = str(identity.to_public())
    file = tmp_path / "to.txt"
    file.write_text(f"# the head of service\n\n {public} \n{public}\n", encoding="utf-8")
    assert age_files.recipients_file(file, tmp_path / "bvt.db").keys == (public,)


@pytest.mark.parametrize("content", ["", "# nobody\n", "age1wrong\n", "AGE-SECRET-KEY-1\n", "\udcff"])
def test_a_file_without_a_good_recipient_is_refused(tmp_path: Path, content: str) -> None:
    """Rather than a backup that nobody can read, or that everybody can."""
    file = tmp_path / "to.txt"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInput):
        age_files.recipients_file(file, tmp_path / "bvt.db")


@posix
def test_a_file_that_others_can_reach_names_no_recipient_and_holds_no_key(
    tmp_path: Path, identity: pyrage.x25519.Identity
) -> None:
    """Who writes the recipients decides who reads the backups; who reads the key reads them all."""
    recipients, key, link = tmp_path / "to.txt", tmp_path / "key.txt", tmp_path / "link.txt"
    recipients.write_text(str(identity.to_public()), encoding="utf-8")
    recipients.chmod(0o664)
    key.write_text(str(identity), encoding="utf-8")
    key.chmod(0o640)
    link.symlink_to(key)
    with pytest.raises(RegisterError):
        age_files.recipients_file(recipients, tmp_path / "bvt.db")
    with pytest.raises(RegisterError):
        age_files.identity_file(key)
    key.chmod(0o600)
    assert age_files.identity_file(key) == [str(identity)]
    with pytest.raises(Usage):
        age_files.identity_file(link)
    with pytest.raises(RegisterError):
        age_files.identity_file(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_root_takes_no_recipients_from_others_than_the_owner_of_the_register(
    place: Location, tmp_path: Path, identity: pyrage.x25519.Identity
) -> None:
    """Somebody who laid the file there would read every backup that root makes."""
    file = tmp_path / "to.txt"
    file.write_text(str(identity.to_public()), encoding="utf-8")
    file.chmod(0o644)
    os.chown(file, 65534, 65534)
    with pytest.raises(RegisterError):
        age_files.recipients_file(file, place.path)
    os.chown(place.path, 65534, 65534)
    assert age_files.recipients_file(file, place.path).keys == (str(identity.to_public()),)


@pytest.mark.parametrize("content", ["", "age1\n", "AGE-SECRET-KEY-1WRONG\n"])
def test_a_file_without_an_identity_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key.txt"
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(RegisterError):
        age_files.identity_file(file)


def test_a_new_identity_decrypts_what_is_encrypted_to_it(tmp_path: Path) -> None:
    content, public = age_files.new_identity()
    file = tmp_path / "key.txt"
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    sealed = age_files.encrypted(b"a register", age_files.recipients([public], "--to"))
    assert age_files.decrypted(sealed, age_files.identity_file(file), file) == b"a register"


# --- how many are kept ---


def made(place: Location, day: date = DAY, age: Age | None = None) -> Path:
    return dated_backups.backup_of_the_day(place, place.path.parent, day, age)


def test_several_backups_of_a_day_are_numbered(place: Location, identity: pyrage.x25519.Identity) -> None:
    """And the number never begins anew, or the newest could not be told."""
    assert [made(place).name for _ in range(2)] == ["bvt-2025-06-15.db", "bvt-2025-06-15-2.db"]
    (place.path.parent / "bvt-2025-06-15.db").unlink()
    assert made(place).name == "bvt-2025-06-15-3.db"
    with database.reading(place) as connection:
        mark = dated_backups.mark_of(connection)
    assert made(place, age=to(identity)).name == f"bvt-{mark}-2025-06-15-4.db.age"


def test_the_newest_are_kept_and_the_one_just_made_always(place: Location) -> None:
    """Also where it is said to be of an earlier day."""
    days = [date(2025, 6, day) for day in (9, 10, 2)]
    several = [made(place, day) for day in days]
    several.append(made(place, date(2025, 6, 10)))
    pruned = dated_backups.let_go(place, several[2], 2)
    assert [path.name for path in pruned.deleted] == ["bvt-2025-06-10.db", "bvt-2025-06-09.db"]
    assert several[2].exists()
    assert several[3].exists()


@posix
def test_only_backups_of_this_very_register_are_deleted(
    place: Location, bvt: Bvt, tmp_path: Path, identity: pyrage.x25519.Identity
) -> None:
    """Not another register's, not another program's, not what a link leads to, not a state it never had."""
    other = tmp_path / "other" / "bvt.db"
    assert bvt("--db", other, "home", "list").exit_code == 78
    assert bvt("--db", other, "init").exit_code == 0
    assert bvt("--db", other, "home", "add", "--kind", "fosterhjem", "--name", "Prøve", "--employment",
               "oppdragstaker").exit_code == 0  # fmt: skip
    backup.backup(other, tmp_path / "bvt-2025-01-01.db")
    dated_backups.backup_of_the_day(Location(other), tmp_path, date(2025, 1, 1), to(identity))
    (tmp_path / "bvt-2025-01-02.db").write_text("my notes", encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "bvt-2025-01-03.db")) as connection:
        connection.execute("CREATE TABLE home (ref TEXT)")
    (tmp_path / "bvt-2025-01-04.db").symlink_to(made(place, date(2025, 1, 5)))
    (tmp_path / "bvt-2025-01-06.db").mkdir()
    for name in ("bvt-2025-01-07.db.old", "bvt-2025-1-7.db", "xbvt-2025-01-07.db", "bvt-replaced-2025-01-07.db"):
        shutil.copy(place.path, tmp_path / name)
    stands = set(names(tmp_path)) - {"bvt-2025-01-05.db"}
    just = made(place)
    pruned = dated_backups.let_go(place, just, 1)
    assert [path.name for path in pruned.deleted] == ["bvt-2025-01-05.db"]
    assert {path.name for path in pruned.left} == {f"bvt-2025-01-0{day}.db" for day in (2, 3, 4, 6)}
    assert [path.name for path in pruned.others] == ["bvt-2025-01-01.db"]
    assert set(names(tmp_path)) == stands | {just.name}


def test_encrypted_backups_are_known_by_the_mark_of_their_register(
    place: Location, identity: pyrage.x25519.Identity
) -> None:
    several = [made(place, date(2025, 6, day), to(identity)) for day in (1, 2, 3)]
    assert dated_backups.let_go(place, several[-1], 2) == dated_backups.Pruned((several[0],))


# --- what a kill left behind ---


@posix
def test_what_a_process_that_is_gone_left_unfinished_is_cleared_away(place: Location, tmp_path: Path) -> None:
    """What a living process has begun stays, and so does everything of another name."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    stale = [f".bvt-2025-06-14.db.{gone.pid}.new{side}" for side in ("", "-journal", "-wal", "-shm")]
    names_of_others = (
        "notes",
        "bvt-rapport",
        "bvt.txt",
        "bvt2.db",
        "bvt-2025-06-14.db.txt",
        "bvt-2025.db",
        "copy.db.old",
    )
    others = [f".bvt-2025-06-14.db.{os.getpid()}.new", f"bvt.{gone.pid}.new", ".bvt.db.x.new"]
    others += [f".{name}.{gone.pid}.new" for name in names_of_others]
    kinds = (
        "bvt.db",
        "copy.db",
        "bvt-0a1b2c3d-2025-06-14-2.db.age",
        "bvt-7-before-R12.db",
        "bvt-replaced-2025-06-14.db",
    )
    stale += [f".{name}.{gone.pid}.new" for name in kinds]
    for name in [*stale, *others]:
        (tmp_path / name).touch()
    (tmp_path / f".bvt-link.{gone.pid}.new").symlink_to(place.path)
    backup.backup(place, tmp_path / "copy.db")
    assert {*names(tmp_path)} >= {*others, f".bvt-link.{gone.pid}.new", "copy.db", "bvt.db"}
    assert not {*names(tmp_path)} & {*stale}
    assert leftovers.clear(tmp_path / "nowhere", "bvt.db", register=True) == []


# --- what is made by itself ---


def test_the_backup_before_a_posting_is_named_by_the_run_and_the_oldest_goes(place: Location) -> None:
    """One that holds just this state already is enough."""
    folder = place.path.parent / "backups"
    assert safeguard.before_posting(place, 2) == folder / "bvt-1-before-R1.db"
    assert safeguard.before_posting(place, 2) == folder / "bvt-1-before-R1.db"
    for month in ("2025-02", "2025-03"):
        with database.writing(place) as connection:
            connection.execute("INSERT INTO lookup (at, \"by\", login, command, what, ref, chain) "
                               "VALUES ('2025-06-15', 'x', 'x', 'x', 'home', ?, '')", (month,))  # fmt: skip
        last = safeguard.before_posting(place, 2)
    assert last.name == "bvt-3-before-R1.db"
    assert names(folder) == ["bvt-2-before-R1.db", "bvt-3-before-R1.db"]
    assert (mode(folder), mode(last)) == (0o700, 0o600)


@pytest.mark.plain_only
def test_a_backup_that_was_altered_is_no_backup_of_what_is_posted(place: Location) -> None:
    """Though its name is right, and as many rows stand in it: another is made."""
    first = safeguard.before_posting(place, 2)
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.execute("UPDATE register SET pay_from = '2031-01'")
    assert safeguard.before_posting(place, 2).name == "bvt-2-before-R1.db"


@posix
def test_no_backup_is_made_by_itself_where_others_could_put_theirs(place: Location, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(RegisterError):
        safeguard.before_posting(place, 3)
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RegisterError):
        safeguard.before_posting(place, 3)
    assert names(tmp_path / "elsewhere") == []


def test_what_is_made_by_itself_is_encrypted_where_recipients_stand_beside_the_register(
    place: Location, tmp_path: Path, identity: pyrage.x25519.Identity
) -> None:
    """A file that is wrong stops it: nothing is made plain instead."""
    recipients = tmp_path / "backup-recipients.txt"
    recipients.write_text(f"{identity.to_public()}\n", encoding="utf-8")
    recipients.chmod(0o644)
    several = [safeguard.before_posting(place, 2) for _ in range(3)]
    assert [each.name for each in several] == [f"bvt-{number}-before-R1.db.age" for number in (1, 2, 3)]
    assert names(tmp_path / "backups") == ["bvt-2-before-R1.db.age", "bvt-3-before-R1.db.age"]
    recipients.write_text("age1wrong\n", encoding="utf-8")
    with pytest.raises(InvalidInput):
        safeguard.before_posting(place, 2)
    assert len(names(tmp_path / "backups")) == 2
