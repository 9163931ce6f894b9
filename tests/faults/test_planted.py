"""What another account lays beside a register is not taken for SQLite's own, nor is one made where it could lay it."""

import os
import sqlite3
import struct
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Bvt

STRANGER = 65534
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can lay a file there in another's name"
)
on_unix = pytest.mark.skipif(os.name == "nt", reason="rights of this kind are of Unix")


@pytest.fixture
def shared(bvt: Bvt, tmp_path: Path) -> Path:
    """A register in a folder that everybody came to write in, as /tmp is."""
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o700)
    assert bvt("--db", str(folder / "bvt.db"), "init", "--pay-from", "2024-10").exit_code == 0
    folder.chmod(0o1777)
    return folder / "bvt.db"


def a_journal_that_would_be_applied(register: Path) -> bytes:
    """A rollback journal for a register, that writes into it other pages than stand there: as SQLite lays them out."""
    with closing(sqlite3.connect(register)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    pages = register.read_bytes()
    count = len(pages) // size
    laid = (bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", count, 7, count, 512, size)).ljust(512, b"\0")
    for number in range(count):
        page = pages[number * size : (number + 1) * size].replace(b"2024-10", b"2019-01")
        checked = 7 + sum(page[place] for place in range(size - 200, 0, -200))
        laid += struct.pack(">I", number + 1) + page + struct.pack(">I", checked & 0xFFFFFFFF)
    return laid


@as_root
@pytest.mark.parametrize(
    ("side", "command"),
    [
        ("-journal", ("home", "list")),
        ("-journal", ("db", "verify")),
        ("-journal", ("child", "add", "--case", "1", "--born", "2018-05-04")),
        ("-wal", ("export",)),
        ("-shm", ("home", "list")),
    ],
)
def test_a_file_of_somebody_else_beside_the_register_is_not_taken_for_sqlites(
    bvt: Bvt, shared: Path, side: str, command: tuple[str, ...]
) -> None:
    """The one would be applied to the register, the other filled with its pages for a stranger to read."""
    before = shared.read_bytes()
    planted = shared.with_name(shared.name + side)
    planted.write_bytes(a_journal_that_would_be_applied(shared) if side == "-journal" else b"")
    planted.chmod(0o666)
    os.chown(planted, STRANGER, STRANGER)
    laid = planted.read_bytes()
    refused = bvt("--db", str(shared), *command)
    assert (refused.exit_code, refused.stdout) == (78, "")
    assert f"chmod 700 {shared.parent}" in refused.stderr
    assert (shared.read_bytes(), planted.read_bytes()) == (before, laid)


@as_root
def test_what_the_owner_of_the_register_left_there_is_undone_as_ever(bvt: Bvt, shared: Path) -> None:
    """A write that was cut off, of the account whose register it is, when root looks into it."""
    planted = shared.with_name("bvt.db-journal")
    planted.write_bytes(a_journal_that_would_be_applied(shared).replace(b"2019-01", b"2024-10"))
    for path in (shared, planted):
        os.chown(path, STRANGER, STRANGER)
    assert bvt("--db", str(shared), "home", "list").exit_code == 0


@on_unix
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_beside_the_register_is_not_followed(bvt: Bvt, shared: Path, link: object) -> None:
    other = shared.with_name("other")
    other.write_bytes(b"")
    assert callable(link)
    link(other, shared.with_name("bvt.db-journal"))
    assert bvt("--db", str(shared), "home", "list").exit_code == 78
    assert other.read_bytes() == b""


@as_root
def test_a_backup_is_not_restored_beside_what_somebody_else_laid_there(bvt: Bvt, shared: Path) -> None:
    copy = shared.parent.parent / "copy.db"
    assert bvt("--db", str(shared), "db", "backup", str(copy)).exit_code == 0
    shared.parent.chmod(0o700)
    before = shared.read_bytes()
    planted = shared.with_name("bvt.db-wal")
    planted.write_bytes(b"")
    os.chown(planted, STRANGER, STRANGER)
    refused = bvt("--db", str(shared), "db", "restore", str(copy), "--replace")
    assert refused.exit_code == 78, refused.stderr
    assert shared.read_bytes() == before


@on_unix
@pytest.mark.parametrize("mode", [0o777, 0o703])
def test_no_register_is_made_where_everybody_can_write(bvt: Bvt, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "common"
    folder.mkdir()
    folder.chmod(mode)
    refused = bvt("--db", str(folder / "bvt.db"), "init")
    assert refused.exit_code == 78
    assert f"`chmod 700 {folder}`" in refused.stderr
    assert list(folder.iterdir()) == []


@on_unix
def test_where_everybody_came_to_write_it_is_said_at_each_change(bvt: Bvt, shared: Path) -> None:
    said = bvt("--quiet", "--db", str(shared), "child", "add", "--ref", "C-1", "--case", "1", "--born", "2018-05-04")
    assert said.exit_code == 0
    assert f"Everybody on this machine can write in {shared.parent}" in said.stderr


@on_unix
def test_where_nobody_takes_away_what_others_laid_a_register_is_made_with_a_warning(bvt: Bvt, tmp_path: Path) -> None:
    """As in /tmp, where many try a program first."""
    folder = tmp_path / "common"
    folder.mkdir()
    folder.chmod(0o1777)
    made = bvt("--db", str(folder / "bvt.db"), "init")
    assert made.exit_code == 0
    assert f"Everybody on this machine can write in {folder}" in made.stderr


@on_unix
def test_no_register_is_made_beside_what_is_left_of_another(bvt: Bvt, tmp_path: Path) -> None:
    """SQLite would apply it to the new one."""
    (tmp_path / "bvt.db-journal").write_bytes(b"left")
    refused = bvt("--db", str(tmp_path / "bvt.db"), "init")
    assert refused.exit_code == 3
    assert "bvt.db-journal" in refused.stderr
    assert not (tmp_path / "bvt.db").exists()


@on_unix
def test_every_folder_that_is_made_is_for_its_owner_only(bvt: Bvt, tmp_path: Path) -> None:
    """Those above the last one too, whatever the umask."""
    before = os.umask(0)
    try:
        assert bvt("--db", str(tmp_path / "x/y/z/bvt.db"), "--rates", str(tmp_path / "r/s"), "init").exit_code == 0
    finally:
        os.umask(before)
    made = [tmp_path / each for each in ("x", "x/y", "x/y/z", "r", "r/s")]
    assert [oct(path.stat().st_mode & 0o7777) for path in made] == ["0o700"] * 5


@pytest.fixture
def rates(shared: Path) -> Path:
    """The municipality's own settings and a table's folder, as a group shares them."""
    shared.parent.chmod(0o700)
    folder = shared.parent / "rates"
    (folder / "ks").mkdir(parents=True, exist_ok=True)
    (folder / "settings.yaml").write_text("settings: []\n", encoding="utf-8")
    for path, mode in ((folder, 0o775), (folder / "ks", 0o775), (folder / "settings.yaml", 0o664)):
        path.chmod(mode)
    return folder


def read(bvt: Bvt, register: Path) -> tuple[int, str]:
    """What comes of reading the settings."""
    answer = bvt("--db", str(register), "rules")
    return answer.exit_code, answer.stderr


@on_unix
@pytest.mark.parametrize("what", ["", "ks", "settings.yaml"])
def test_rates_that_everybody_can_write_are_not_read(bvt: Bvt, shared: Path, rates: Path, what: str) -> None:
    """Whoever writes there says what is paid. A group may: the folder is shared by those who share the register."""
    assert read(bvt, shared)[0] == 0
    (rates / what).chmod(0o777)
    code, said = read(bvt, shared)
    assert code == 78
    assert f"chmod o-w {rates / what}" in said


@as_root
@pytest.mark.parametrize("what", ["ks", "settings.yaml", "link.yaml"])
def test_rates_of_a_stranger_are_not_read(bvt: Bvt, shared: Path, rates: Path, what: str) -> None:
    """Nor a link that a stranger laid; what root put there is read."""
    if what == "link.yaml":
        (rates / what).symlink_to(rates / "settings.yaml")
    os.chown(rates / what, STRANGER, STRANGER, follow_symlinks=False)
    code, said = read(bvt, shared)
    assert code == 78
    assert f"chown --reference={shared} {rates / what}" in said
