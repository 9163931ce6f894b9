"""`bvt db restore` where a key is in play, or what stands there is not what the backup is of."""

import os
import shutil
from pathlib import Path

import pytest

from bvt_cli.store import encrypted, keys, leftovers, new_file
from bvt_cli.store.location import Location
from tests.conftest import Bvt
from tests.keyed import needs_sqlcipher

pytestmark = pytest.mark.plain_only(reason="the tests say themselves which key, if any")
UNREAD = "The register that lay there could not be read; bvt does not know which runs are missing.\n"


@pytest.fixture
def key_file() -> None:
    """No key is said but by the tests themselves."""


def spoil(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place : place + 64] = bytes(64 * [0x5A])
    path.write_bytes(content)


def test_it_is_said_where_nobody_knows_what_the_replaced_register_held(empty: Bvt, tmp_path: Path) -> None:
    """Exit 3: done, but somebody must look; programs are told that the lists are not known."""
    assert empty("db", "backup", tmp_path / "copy.db").exit_code == 0
    spoil(tmp_path / "bvt.db", 0)
    result = empty("db", "restore", tmp_path / "copy.db", "--replace", "--json")
    assert result.exit_code == 3
    assert UNREAD in result.stderr
    assert result.json["lost"] == {"known": False, "entries": None, "runs": None, "exported": None}
    assert empty("db", "verify").exit_code == 0


@needs_sqlcipher
def test_a_damaged_encrypted_register_is_replaced_and_kept(sealed: Bvt, tmp_path: Path) -> None:
    """Its pages cannot be copied, so the file itself gets another name."""
    assert sealed("db", "backup", tmp_path / "copy.db").exit_code == 0
    spoil(tmp_path / "bvt.db", 9000)
    spoilt = (tmp_path / "bvt.db").read_bytes()
    result = sealed("db", "restore", tmp_path / "copy.db", "--replace", "--as-of", "2025-06-15")
    assert (result.exit_code, UNREAD in result.stderr) == (3, True)
    assert (tmp_path / "bvt-replaced-2025-06-15.db").read_bytes() == spoilt
    assert sealed("db", "verify").exit_code == 0


@needs_sqlcipher
def test_a_plain_backup_does_not_make_an_encrypted_register_plain(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """It is encrypted with the key that the register has, and that is said; also one that is encrypted with age."""
    assert sealed("db", "rekey", "--decrypt").exit_code == 0
    public = sealed("db", "new-identity", tmp_path / "identity.txt").stdout.strip()
    assert sealed("db", "backup", tmp_path / "plain.db").exit_code == 0
    assert sealed("db", "backup", tmp_path / "plain.age", "--to", public).exit_code == 0
    told = sealed("db", "rekey", "--encrypt").stderr
    assert f"The key that was found in {usual} is used; none was made.\n" in told
    assert f"In {tmp_path} lie copies of registers that are not encrypted: 1." in told
    document = sealed("export").stdout
    for copy, words in (("plain.db", ()), ("plain.age", ("--identity", tmp_path / "identity.txt"))):
        result = sealed("db", "restore", tmp_path / copy, *words, "--replace")
        assert result.exit_code == 0
        assert "The backup was not encrypted. The register is, with the key it had.\n" in result.stderr
        assert keys.is_encrypted(tmp_path / "bvt.db")
        assert sealed("db", "verify").exit_code == 0
        assert sealed("export").stdout == document
    noted = [each for each in sealed("doctor", "--json").json if each["code"] == "plain_copies"]
    assert [(each["state"], "lie copies that are not: 1." in each["message"]) for each in noted] == [("note", True)]


@needs_sqlcipher
def test_a_backup_from_before_the_key_was_changed_gets_the_registers_key(
    sealed: Bvt, tmp_path: Path, usual: Path
) -> None:
    """Only the backup needs the old one; where no register stands, it is said which key opens the new one."""
    document = sealed("export").stdout
    assert sealed("db", "backup", tmp_path / "copy.db").exit_code == 0
    assert sealed("db", "rekey").exit_code == 0
    old = usual.with_name("bvt.key.1")
    without = sealed("db", "restore", tmp_path / "copy.db", "--replace")
    assert without.exit_code == 78
    assert without.stderr.startswith(f"The key does not open the backup {tmp_path / 'copy.db'}")
    done = sealed("--key-file", old, "db", "restore", tmp_path / "copy.db", "--replace")
    assert done.exit_code == 0
    assert "The backup was made with another key. The register keeps its own.\n" in done.stderr
    assert encrypted.opens(Location(tmp_path / "bvt.db", usual))
    assert not encrypted.opens(Location(tmp_path / "bvt.db", old))
    assert sealed("export").stdout == document
    elsewhere = sealed("--db", tmp_path / "other.db", "--key-file", old, "db", "restore", tmp_path / "copy.db")
    assert f"The register is opened by the key in {old}: say it with --key-file" in elsewhere.stderr


@needs_sqlcipher
def test_an_encrypted_backup_does_not_take_the_place_of_a_plain_register(
    sealed: Bvt, tmp_path: Path, usual: Path
) -> None:
    """Exit 3, with the remedy; and a backup nobody has a key to is not called a damaged register."""
    assert sealed("db", "backup", tmp_path / "copy.db").exit_code == 0
    assert sealed("db", "rekey", "--decrypt").exit_code == 0
    refused = sealed("db", "restore", tmp_path / "copy.db", "--replace")
    assert (refused.exit_code, "`bvt db rekey --encrypt`" in refused.stderr) == (3, True)
    usual.unlink()
    unknown = sealed("db", "restore", tmp_path / "copy.db", "--replace")
    assert unknown.exit_code == 78
    assert unknown.stderr.startswith(f"The backup {tmp_path / 'copy.db'} is encrypted, or damaged;")


def test_a_backup_of_another_register_takes_its_place_only_when_told_to(bvt: Bvt, tmp_path: Path) -> None:
    """Their journals begin differently."""
    other = ("--db", tmp_path / "other.db")
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt(*other, "init", "--pay-from", "2025-02", "--by", "another").exit_code == 0
    assert bvt(*other, "db", "backup", tmp_path / "copy.db").exit_code == 0
    before = (tmp_path / "bvt.db").read_bytes()
    restore = ("db", "restore", tmp_path / "copy.db", "--replace")
    refused = bvt(*restore)
    assert (refused.exit_code, "is of another register than" in refused.stderr) == (3, True)
    assert (tmp_path / "bvt.db").read_bytes() == before
    assert bvt(*restore, "--another").exit_code == 0


def test_a_damaged_backup_is_told_as_the_backups_fault(empty: Bvt, tmp_path: Path) -> None:
    """No word of the register, nor of a file that only bvt knows."""
    assert empty("db", "backup", tmp_path / "copy.db").exit_code == 0
    for place in (0, 4096 * 3):
        shutil.copy2(tmp_path / "bvt.db", tmp_path / "copy.db")
        spoil(tmp_path / "copy.db", place)
        result = empty("db", "restore", tmp_path / "copy.db", "--replace")
        assert result.exit_code == 78
        assert result.stderr.startswith(f"The backup {tmp_path / 'copy.db'} is ")
        assert "nothing was changed" in result.stderr
        assert ".new" not in result.stderr


def test_the_last_entry_is_told_as_the_clock_on_the_wall_showed_it(empty: Bvt, tmp_path: Path) -> None:
    """In Oslo, to the minute."""
    from bvt_cli.commands.db_restore import in_oslo

    assert empty("db", "backup", tmp_path / "copy.db").exit_code == 0
    result = empty("db", "restore", tmp_path / "copy.db", "--replace", "--json")
    when = in_oslo(result.json["last_entry"])
    assert f"The last entry in the backup: {when:%Y-%m-%d} at {when:%H:%M}.\n" in result.stderr
    assert f"{in_oslo('2026-11-22T06:03:59+00:00'):%d %H:%M}" == "22 07:03"


@needs_sqlcipher
def test_another_registers_key_is_not_taken_for_a_new_one(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """Two registers of one name look for their key in one place; and no folder of a key is made but the usual one."""
    (tmp_path / "b").mkdir()
    second = ("--db", tmp_path / "b" / "bvt.db")
    refused = sealed(*second, "init", "--encrypted")
    assert (refused.exit_code, "--key-file" in refused.stderr) == (3, True)
    assert list((tmp_path / "b").iterdir()) == []
    assert sealed(*second, "--key-file", tmp_path / "no" / "b.key", "init").exit_code == 2
    assert sealed("db", "rekey", "--new-key-file", tmp_path / "no" / "b.key").exit_code == 2
    assert not (tmp_path / "no").exists()
    assert sealed(*second, "--key-file", tmp_path / "b.key", "init").exit_code == 0


def test_an_unfinished_file_that_has_its_own_name_already_is_cleared(tmp_path: Path) -> None:
    """Even while its process runs: a second name is all it is."""
    (tmp_path / "bvt.db").write_bytes(b"x")
    os.link(tmp_path / "bvt.db", tmp_path / f".bvt.db.{os.getpid()}.new")
    with new_file.unfinished_beside(tmp_path / "bvt-2.db") as unfinished:
        assert leftovers.clear(tmp_path, "bvt.db") == [tmp_path / f".bvt.db.{os.getpid()}.new"]
        assert unfinished.exists()


def test_the_doctor_tells_what_stops_every_backup_and_what_lies_about(empty: Bvt, tmp_path: Path) -> None:
    """A wrong file of recipients is a finding; so is what a killed bvt left."""
    (tmp_path / "backup-recipients.txt").write_text("age1wrong\n", encoding="utf-8")
    (tmp_path / "backup-recipients.txt").chmod(0o600)
    (tmp_path / ".bvt.db.999999999.new").write_bytes(b"")
    result = empty("doctor", "--json")
    found = {each["code"]: each["state"] for each in result.json}
    assert (result.exit_code, found["backups"]) == (3, "wrong")
    assert found["unfinished"] in ("note", "wrong")
    (tmp_path / "backup-recipients.txt").unlink()
    assert empty("db", "backup").exit_code == 0
    assert "unfinished" not in {each["code"] for each in empty("doctor", "--json").json}


@pytest.mark.parametrize(("unfinished", "name"), [(".bvt.db.153.new", "bvt.db"), ("bvt.db", "bvt.db")])
def test_an_unfinished_file_is_never_named(unfinished: str, name: str) -> None:
    """What is wrong with it is wrong with what it was to become."""
    assert leftovers.meant(Path("/srv") / unfinished) == Path("/srv") / name
