"""An encrypted register: nothing of it can be read without its key, and what is wrong with either is told."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bvt_cli.store import keys
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt, Result, base_environment
from tests.keyed import needs_sqlcipher

pytestmark = needs_sqlcipher
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
linux = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks at processes as Linux shows them")
MARKER = "Familien Merkenavn"


@pytest.fixture
def key_file() -> None:
    """No key is said but by the tests themselves."""


def digits(key: Path) -> str:
    return key.read_text("ascii").splitlines()[0]


def refused(result: Result, *sentences: str, key: Path | None = None) -> bool:
    """Exit 78 with one message that says so, nothing on stdout, and not a digit of the key."""
    told = result.stderr
    assert (result.exit_code, result.stdout, told.count("\n")) == (78, "", 1)
    assert key is None or digits(key)[:8] not in told
    return all(sentence in told for sentence in sentences)


def flip(path: Path, place: int) -> None:
    held = bytearray(path.read_bytes())
    held[place] ^= 1
    path.write_bytes(held)


# Making one


def test_a_new_key_is_for_its_owner_only_and_loudly_told_of(bvt: Bvt, tmp_path: Path, usual: Path) -> None:
    """In the folder of the user's settings, not beside the register."""
    made = bvt("--quiet", "init", "--encrypted", "--json")
    assert made.exit_code == 0
    assert made.json["encrypted"] is True
    assert made.json["key_file"] == str(usual)
    assert f"its key is in {usual}. Without that key the register and all its backups are lost for good" in made.stderr
    assert "apart from the register and its backups" in made.stderr
    assert re.fullmatch(r"[0-9a-f]{64}\nregister [0-9a-f]{32} [0-9a-f]{8}\n", usual.read_text("ascii"))
    if os.name == "posix":
        assert [path.stat().st_mode & 0o777 for path in (usual, usual.parent, tmp_path / "bvt.db")] == [
            0o600, 0o700, 0o600,
        ]  # fmt: skip
    assert (tmp_path / "bvt.db").read_bytes()[:16].hex() == usual.read_text("ascii").split()[2]


def test_the_key_is_made_where_it_is_said_to_be(bvt: Bvt, tmp_path: Path, usual: Path) -> None:
    """Saying where the key is asks for an encrypted register; one that stands there is used as it is."""
    key = tmp_path / "stick" / "bvt.key"
    key.parent.mkdir()
    assert bvt("--key-file", key, "init").exit_code == 0
    assert bvt("--key-file", key, "home", "list").exit_code == 0
    before = key.read_bytes()
    assert not usual.exists()
    assert bvt("--key-file", key, "--db", tmp_path / "second.db", "init", "--encrypted").exit_code == 0
    assert key.read_bytes() == before
    assert bvt("--db", tmp_path / "second.db", "home", "list", env={"BVT_KEY_FILE": str(key)}).exit_code == 0


def test_a_register_that_cannot_be_made_leaves_no_key(bvt: Bvt, tmp_path: Path, usual: Path) -> None:
    """Something stands there, or sqlcipher3 is missing."""
    (tmp_path / "bvt.db").write_bytes(b"something")
    assert bvt("init", "--encrypted").exit_code == 3
    (tmp_path / "bvt.db").unlink()
    assert without_sqlcipher(tmp_path, "init", "--encrypted").returncode == 78
    assert not usual.exists()
    assert not (tmp_path / "bvt.db").exists()


def without_sqlcipher(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; sys.modules['sqlcipher3'] = None; from bvt_cli.main import run; sys.exit(run(sys.argv[1:]))"
    around = {"BVT_DB": str(tmp_path / "bvt.db"), "BVT_LANG": "en", "HOME": str(tmp_path), **base_environment()}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=around, capture_output=True, check=False)


def test_without_sqlcipher_the_remedy_is_told(sealed: Bvt, tmp_path: Path) -> None:
    done = without_sqlcipher(tmp_path, "home", "list")
    assert (done.returncode, done.stdout) == (78, b"")
    assert b'install it with pip install "bvt-cli[encrypted]".' in done.stderr


def test_a_plain_register_imports_nothing_of_all_this(bvt: Bvt, tmp_path: Path) -> None:
    assert bvt("init").exit_code == 0
    code = "import sys; from bvt_cli.main import run; run(['home', 'list']); print(*sys.modules)"
    around = {"BVT_DB": str(tmp_path / "bvt.db"), "HOME": str(tmp_path), **base_environment()}
    done = subprocess.run([sys.executable, "-c", code], env=around, capture_output=True, check=True)
    modules = set(done.stdout.decode().splitlines()[-1].split())
    assert "sqlite3" in modules
    assert not {"sqlcipher3", "bvt_cli.store.encrypted", "bvt_cli.store.keys", "secrets", "hashlib"} & modules


# What is on the disk

LOOK_FOR_THE_MARKER = """
import os, pathlib, sys
from bvt_cli.store import database
from bvt_cli.store.location import Location
marker, *place = sys.argv[1:]
def found():
    names = [os.path.join(folder, name) for folder, _, files in os.walk(".") for name in files]
    names += [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
    held = []
    for name in names:
        if os.path.isfile(name):
            with open(name, "rb") as file:
                held.append(file.read())
    return sum(marker.encode() in each for each in held)
with database.writing(Location(*map(pathlib.Path, place))) as connection:
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    select = "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 800) SELECT "
    connection.execute(f"INSERT INTO child (id, ref, \\"case\\", born) {select} i, 'C-' || i, ?, '2018-01-01' FROM n",
                       (marker,))
    connection.execute("UPDATE child SET \\"case\\" = ? || \\"case\\"", (marker,))
    connection.execute("SAVEPOINT half")
    connection.execute("UPDATE child SET \\"case\\" = \\"case\\" || ref")
    connection.execute("CREATE TEMP TABLE aside AS SELECT \\"case\\" FROM child ORDER BY \\"case\\" || ref")
    assert os.path.exists(place[0] + "-journal")
    during = found()
print(during, found())
"""


@linux
def test_no_name_is_on_the_disk_in_the_clear_in_a_transaction_or_after_it(
    process: Bvt, sealed: Bvt, tmp_path: Path, usual: Path
) -> None:
    """Neither in the register, nor the journal file, nor a temporary one, be it deleted; in a plain register it is."""
    plain = tmp_path / "plain.db"
    assert process("--db", plain, "init").exit_code == 0
    around = {**base_environment(), "TMPDIR": str(tmp_path), "SQLITE_TMPDIR": str(tmp_path)}
    counts = [
        subprocess.run(
            [sys.executable, "-c", LOOK_FOR_THE_MARKER, MARKER, *map(str, place)],
            cwd=tmp_path, env=around, capture_output=True, check=True,
        ).stdout.split()
        for place in ((tmp_path / "bvt.db", usual), (plain,))
    ]  # fmt: skip
    assert counts[0] == [b"0", b"0"]
    assert int(counts[1][0]) > 0
    assert int(counts[1][1]) > 0


@pytest.mark.plain_only(reason="the test says itself where the key is")
def test_a_backup_is_encrypted_with_the_same_key(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    copy = tmp_path / "copy.db"
    assert sealed("db", "backup", copy).exit_code == 0
    assert "Familien Prøve".encode() not in copy.read_bytes()
    assert copy.read_bytes()[:16] == (tmp_path / "bvt.db").read_bytes()[:16]
    document = sealed("export").stdout
    assert sealed("--db", copy, "--key-file", usual, "export").stdout == document
    (tmp_path / "bvt.db").unlink()
    assert sealed("db", "restore", copy).exit_code == 0
    assert "Familien Prøve".encode() not in (tmp_path / "bvt.db").read_bytes()
    assert sealed("export").stdout == document


@linux
def test_the_key_stands_neither_among_the_arguments_nor_in_the_environment(
    sealed: Bvt, tmp_path: Path, usual: Path
) -> None:
    """Of a process that has the register open, as `ps` would show it."""
    around = {"BVT_DB": str(tmp_path / "bvt.db"), "BVT_KEY_FILE": str(usual), **base_environment()}
    running = subprocess.Popen(
        [sys.executable, "-c", "from bvt_cli.main import run; run(['home', 'list']); print(flush=True); input()"],
        env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert running.stdout is not None
        assert b"H-1" in b"".join(iter(running.stdout.readline, b"\n"))
        told = b"".join(Path(f"/proc/{running.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        assert str(usual).encode() in told
        assert digits(usual).encode() not in told.lower()
    finally:
        running.communicate(b"\n")


# Keys


def test_without_its_key_a_register_is_not_opened(sealed: Bvt, process: Bvt, usual: Path) -> None:
    usual.rename(usual.with_name("elsewhere.key"))
    assert refused(process("home", "list"), "looks encrypted, or is damaged", "--key-file")
    assert process("--key-file", usual.with_name("elsewhere.key"), "home", "list").exit_code == 0


def test_the_key_of_another_register_is_told_from_damage(
    sealed: Bvt, process: Bvt, tmp_path: Path, usual: Path
) -> None:
    """By its second line; without that both are named."""
    other = tmp_path / "other.key"
    assert sealed("--db", tmp_path / "other.db", "--key-file", other, "init").exit_code == 0
    before = (tmp_path / "bvt.db").read_bytes()
    for arguments in (["home", "list"], ["home", "end", "H-1", "--on", "2025-02-01"], ["db", "check"]):
        assert refused(sealed("--key-file", other, *arguments), "is not that of the register", "of another", key=other)
    other.write_text(digits(other), "ascii")
    assert refused(process("--key-file", other, "home", "list"), "it is the key of another, or the register is damaged")
    assert (tmp_path / "bvt.db").read_bytes() == before


def test_a_key_for_a_plain_register_is_refused(bvt: Bvt, tmp_path: Path, usual: Path) -> None:
    """Somebody believes that it is encrypted. A key that merely stands in the usual place is no such word."""
    assert bvt("init").exit_code == 0
    keys.keep(usual, keys.made())
    assert bvt("home", "list").exit_code == 0
    assert refused(bvt("--key-file", usual, "home", "list"), "is not encrypted, but a key is given", key=usual)


def others_may_read(key: Path) -> None:
    key.chmod(0o640)


def a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


def a_pipe(key: Path) -> None:
    key.unlink()
    os.mkfifo(key, 0o600)


def gone(key: Path) -> None:
    key.unlink()


def empty(key: Path) -> None:
    key.write_bytes(b"")


def a_digit_short(key: Path) -> None:
    key.write_text(digits(key)[:-1] + "\n", "ascii")


def more_lines(key: Path) -> None:
    key.write_text(key.read_text("ascii") + "\n", "ascii")


def a_digit_changed(key: Path) -> None:
    held = key.read_text("ascii")
    key.write_text(("0" if held[0] != "0" else "1") + held[1:], "ascii")


def of_another_account(key: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(key, 65534, 65534)


@posix
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (others_may_read, "Others can read the key file {key}. Run `chmod 600 {key}`."),
        (of_another_account, "The key file {key} belongs to somebody else."),
        (a_folder, "The key file {key} is not a regular file."),
        (a_pipe, "The key file {key} is not a regular file."),
        (gone, "There is no key file at {key}"),
        (empty, "There is no key in the file {key}"),
        (a_digit_short, "There is no key in the file {key}"),
        (more_lines, "There is no key in the file {key}"),
        (a_digit_changed, "The key in the file {key} is not as bvt wrote it: take another copy of it."),
    ],
)
def test_a_key_file_that_is_not_as_it_should_be_is_refused(
    sealed: Bvt, tmp_path: Path, usual: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    """One message, without the key; and the doctor says the same."""
    key = tmp_path / "said.key"
    usual.rename(key)
    held = digits(key)
    spoil(key)
    result = sealed("--key-file", key, "home", "list")
    assert refused(result, sentence.format(key=key))
    assert held[8:24] not in result.stderr
    asked = sealed("--key-file", key, "doctor", "--json")
    assert asked.exit_code == 3
    (found,) = [each for each in asked.json if each["code"] == "register"]
    assert (found["state"], sentence.format(key=key) in found["message"]) == ("wrong", True)


@posix
def test_what_a_link_leads_to_is_the_key(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """As a store of secrets may have it; its rights are those that count."""
    (tmp_path / "link").symlink_to(usual)
    assert sealed("--key-file", tmp_path / "link", "home", "list").exit_code == 0
    usual.chmod(0o604)
    assert refused(sealed("--key-file", tmp_path / "link", "home", "list"), "Others can read the key file")


@posix
def test_a_key_is_taken_from_an_open_descriptor(sealed: Bvt, process: Bvt, usual: Path) -> None:
    """Of a pipe as of a file, though the command opens its register more than once."""
    held = usual.read_bytes()
    usual.unlink()
    for arguments in (
        ["home", "list"],
        ["home", "set", "H-1", "--city", "Bergen"],
        ["doctor", "--as-of", "2025-06-15"],
    ):
        reading, writing = os.pipe()
        os.write(writing, held)
        os.close(writing)
        assert process("--key-fd", reading, *arguments, pass_fds=(reading,)).exit_code == 0
        os.close(reading)
    assert refused(process("--key-fd", "77", "home", "list"), "No key can be read from the descriptor 77.")
    assert process("--key-fd", "3", "--key-file", usual, "home", "list").exit_code == 2
    assert process("--key-fd", "1", "home", "list").exit_code == 2


def test_a_wrong_key_from_a_descriptor_says_where_it_came_from(sealed: Bvt, process: Bvt) -> None:
    assert refused(process("--key-fd", "0", "home", "list", input="no key"), "There is no key in descriptor 0")


# Damage


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (3, "is damaged in its first bytes."),
        (300, "is damaged; the key is the right one."),
        (400_000, "is damaged. Take a backup into use: `bvt db restore BACKUP --replace`."),
    ],
)
def test_damage_is_named_as_such(sealed: Bvt, process: Bvt, tmp_path: Path, place: int, sentence: str) -> None:
    """One flipped bit, by the check of the register; nothing but bvt's words stands on stderr."""
    flip(tmp_path / "bvt.db", place)
    result = process("db", "check")
    assert (result.exit_code, result.stdout) == (78, "")
    assert sentence in result.stderr
    assert "ERROR" not in result.stderr
    assert ("Page" in result.stderr) == (place > 4096)


CUT_OFF = """
import os, pathlib, signal, sys
from bvt_cli.store import database
from bvt_cli.store.location import Location
with database.writing(Location(*map(pathlib.Path, sys.argv[1:]))) as connection:
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("PRAGMA cache_spill = 1")
    select = "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT "
    connection.execute(f"INSERT INTO child (id, ref, \\"case\\", born) {select} i, 'C-' || i, '1', '2018-01-01' FROM n")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@posix
def test_a_write_that_was_cut_off_is_undone_by_the_next_who_has_the_key(
    sealed: Bvt, tmp_path: Path, usual: Path
) -> None:
    """The doctor only tells of it."""
    before, path = sealed("export").stdout, tmp_path / "bvt.db"
    subprocess.run([sys.executable, "-c", CUT_OFF, path, usual], env=base_environment(), check=False)
    assert path.with_name("bvt.db-journal").exists()
    (found,) = [each for each in sealed("doctor", "--json").json if each["code"] == "register"]
    assert (found["state"], "cut off half-way" in found["message"]) == ("note", True)
    assert path.with_name("bvt.db-journal").exists()
    assert sealed("db", "check").exit_code == 0
    assert sealed("export").stdout == before


def test_the_doctor_says_how_it_is_encrypted_and_where_the_key_is(sealed: Bvt, tmp_path: Path, usual: Path) -> None:
    """A key in the folder of the register is noted: whoever copies the folder has both."""

    def said(*before: object) -> tuple[str, str]:
        asked = sealed(*before, "doctor", "--json", "--as-of", "2025-06-15").json
        (found,) = [each for each in asked if each["code"] == "encryption"]
        return found["state"], found["message"]

    state, message = said()
    assert state == "ok"
    assert message.startswith("The register is encrypted (SQLCipher 4")
    assert message.endswith(f"its key is in {usual}.")
    (tmp_path / "bvt.key").write_bytes(usual.read_bytes())
    (tmp_path / "bvt.key").chmod(0o600)
    assert said("--key-file", tmp_path / "bvt.key")[0] == "note"
    flip(tmp_path / "bvt.db", 400_000)
    assert "Page 98 of the file is damaged: its checksum is not right." in sealed("doctor").stdout


def test_refs_are_completed_where_the_key_is_at_hand(sealed: Bvt, usual: Path) -> None:
    """And never is there a message in the middle of a command line."""
    words = ("__complete", "3", "bvt", "home", "show", "H")
    assert sealed(*words).stdout == "H-1\n"
    usual.rename(usual.with_name("elsewhere.key"))
    assert sealed(*words) == Result(0, "", "")
    assert sealed(*words, env={"BVT_KEY_FILE": str(usual.with_name("elsewhere.key"))}).stdout == "H-1\n"


def test_a_month_is_paid_as_in_a_plain_register(bvt: Bvt, tmp_path: Path) -> None:
    """The same lines to the øre, and the same fingerprint of the whole."""
    for name, encrypted in (("plain.db", []), ("bvt.db", ["--encrypted"])):
        db = ("--db", tmp_path / name)
        assert bvt(*db, "init", "--pay-from", "2024-10", *encrypted).exit_code == 0
        assert bvt(*db, "import", KOMMUNE).exit_code == 0
        assert bvt(*db, "pay", "month", "2025-03", "--post").exit_code in (0, 3)
    plain, sealed = (bvt("--db", tmp_path / name, "pay", "show", "R1", "--json") for name in ("plain.db", "bvt.db"))
    assert plain.stdout == sealed.stdout
    assert plain.exit_code == 0
    assert sealed.json
