"""`bvt doctor`: every line as it should be, and what it says of each thing that is not."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bvt_cli.store import health
from tests.conftest import Bvt, base_environment

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
NO_DAY = {"BVT_AS_OF": ""}


@pytest.fixture
def register(bvt: Bvt, tmp_path: Path) -> Path:
    """A new register that pays from March 2025."""
    tmp_path.chmod(0o700)
    assert bvt("init", "--pay-from", "2025-03").exit_code == 0
    return tmp_path / "bvt.db"


def states(bvt: Bvt, *arguments: str, env: dict[str, str] | None = None) -> dict[str, str]:
    """The state of each thing looked at, by its code; and exit 3 exactly where something is wrong."""
    result = bvt("doctor", "--json", *arguments, env=env)
    found = {each["code"]: each["state"] for each in result.json}
    assert result.exit_code == (3 if "wrong" in found.values() else 0)
    return found


def said(bvt: Bvt, code: str, *arguments: str, env: dict[str, str] | None = None) -> tuple[str, str]:
    """State of one thing, and all that is said of it."""
    (found,) = [each for each in bvt("doctor", "--json", *arguments, env=env).json if each["code"] == code]
    assert set(found) == {"code", "state", "message", "remedy", "details"}
    return found["state"], f"{found['message']} {found['remedy'] or ''}".strip()


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_new_register_has_nothing_wrong(bvt: Bvt, register: Path) -> None:
    """On 15 June 2025, a day that the table of July 2024 covers."""
    found = states(bvt, "--as-of", "2025-06-15")
    assert list(found)[:6] == ["version", "clock", "language", "signature", "register", "lock"]
    assert {"disk", "own_rates", "settings", "rates"} < set(found)
    assert set(found.values()) == {"ok"}


def test_people_get_a_page_with_the_state_before_each_line(bvt: Bvt, register: Path) -> None:
    result = bvt("doctor", "--as-of", "2025-06-15")
    assert result.exit_code == 0
    assert f"ok     The register is {register} (by BVT_DB); its pages and references are whole.\n" in result.stdout
    assert "ok     The KS table of 2024-07-01 covers 2025-06-15, and lasts to 2025-06-30.\n" in result.stdout
    assert result.stderr == "Nothing is wrong.\n"


def test_nothing_is_written(bvt: Bvt, register: Path) -> None:
    before = {path: path.read_bytes() for path in register.parent.rglob("*") if path.is_file()}
    bvt("doctor")
    assert {path: path.read_bytes() for path in register.parent.rglob("*") if path.is_file()} == before


def test_without_a_register_all_the_rest_is_looked_at_and_it_is_said_how_to_make_one(bvt: Bvt, tmp_path: Path) -> None:
    result = bvt("doctor", "--as-of", "2025-06-15")
    assert result.exit_code == 3
    assert f"WRONG  There is no register at {tmp_path / 'bvt.db'} (by BVT_DB).\n         Make one with" in result.stdout
    assert "covers 2025-06-15" in result.stdout
    assert result.stderr == "Found wrong: 1. Each line says what to do.\n"
    assert not (tmp_path / "bvt.db").exists()


def test_a_machine_without_a_home_folder_is_told_so_once(bvt: Bvt) -> None:
    env = {"BVT_DB": "", "HOME": "nowhere", "XDG_DATA_HOME": ""}
    result = bvt("doctor", "--json", env=env)
    assert [each["code"] for each in result.json if "no home folder" in each["message"]] == ["register"]


def test_a_damaged_register_is_told_with_what_is_damaged(bvt: Bvt, register: Path) -> None:
    register.write_bytes(register.read_bytes()[:8192])
    assert states(bvt)["register"] == "wrong"
    state, words = said(bvt, "register")
    assert (state, "damaged" in words) == ("wrong", True)


def test_a_reference_that_points_nowhere_is_damage(bvt: Bvt, register: Path) -> None:
    execute(register, "INSERT INTO agreement_text (id, goals) VALUES (404, 'x')")
    (found,) = [each for each in bvt("doctor", "--json").json if each["code"] == "register"]
    assert found["details"] == [{"problem": "agreement_text 404 -> agreement"}]


@pytest.mark.parametrize("content", [b"", b"no database\n" * 500])
def test_another_file_is_no_register(bvt: Bvt, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bvt.db").write_bytes(content)
    assert states(bvt)["register"] == "wrong"


def test_a_register_of_a_newer_bvt_is_wrong_and_one_of_an_older_is_left_as_it_is(bvt: Bvt, register: Path) -> None:
    execute(register, "PRAGMA user_version = 999")
    assert states(bvt)["register_version"] == "wrong"
    execute(register, "PRAGMA user_version = 0")
    assert states(bvt)["register_version"] == "note"
    with closing(sqlite3.connect(register)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_another_who_writes_is_told_at_once(bvt: Bvt, register: Path) -> None:
    writer = sqlite3.connect(register, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    found = states(bvt)
    assert (found["register"], found["lock"]) == ("ok", "wrong")
    writer.execute("ROLLBACK")
    writer.execute("BEGIN EXCLUSIVE")
    found = states(bvt)
    writer.close()
    assert ("register" in found, found["lock"]) == (False, "wrong")


@posix
@pytest.mark.plain_only(reason="the writer knows no key")
def test_a_write_that_was_cut_off_is_told_and_left_to_db_check(bvt: Bvt, register: Path) -> None:
    """The writer is killed after it has begun to change the file."""
    code = (
        "import sqlite3, sys, os; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 10'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('CREATE TABLE t (x)'); c.executemany('INSERT INTO t VALUES (?)', [('y' * 500,)] * 20000)\n"
        f"os.kill(os.getpid(), {signal.SIGKILL:d})"
    )
    subprocess.run([sys.executable, "-c", code, str(register)], check=False)
    state, words = said(bvt, "register")
    assert (state, "cut off half-way" in words, "bvt db check" in words) == ("note", True, True)
    assert register.with_name("bvt.db-journal").exists()
    assert bvt("db", "check").exit_code == 0
    assert states(bvt)["register"] == "ok"


@posix
def test_rights_that_let_others_in_are_wrong_and_a_folder_they_can_look_into_is_a_note(
    bvt: Bvt, register: Path
) -> None:
    register.parent.chmod(0o755)
    assert states(bvt)["permissions"] == "note"
    register.parent.chmod(0o770)
    assert states(bvt)["permissions"] == "wrong"
    register.parent.chmod(0o700)
    register.chmod(0o640)
    state, words = said(bvt, "permissions")
    assert (state, f"chmod 600 {register}" in words) == ("wrong", True)


@posix
def test_nobody_is_told_to_take_a_file_from_others_that_is_no_register(bvt: Bvt, tmp_path: Path) -> None:
    """Such as /etc/passwd, which `--db` may name by mistake."""
    for name, content in (("passwd", b"root:x:0:0:root:/root:/bin/sh\n"), ("other.db", b"")):
        other = tmp_path / name
        other.write_bytes(content)
        other.chmod(0o644)
        result = bvt("--db", other, "doctor")
        assert result.exit_code == 3
        assert str(other) in result.stdout
        assert "chmod" not in result.stdout


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root can give a file away")
def test_a_register_of_somebody_else_names_the_owner(bvt: Bvt, register: Path) -> None:
    os.chown(register, 54321, -1)
    state, words = said(bvt, "owner")
    assert (state, "belongs to uid 54321, not to you" in words) == ("note", True)


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root can become somebody else")
def test_an_account_that_can_read_the_register_but_not_its_folder_may_not_write() -> None:
    """SQLite needs a journal file beside the register, so the register being writable is not enough."""
    code = (
        "import os, sys; from pathlib import Path; from bvt_cli.store.health import may_write\n"
        "path = Path(sys.argv[1]); print(may_write(path)); os.setuid(54321); print(may_write(path))"
    )
    with TemporaryDirectory() as folder:
        register = Path(folder) / "bvt.db"
        register.touch(0o666)
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", code, register], env=base_environment(), capture_output=True, check=True
        )
    assert done.stdout.split() == [b"True", b"False"]


@posix
def test_own_rates_that_others_can_change_are_wrong(bvt: Bvt, register: Path) -> None:
    (register.parent / "rates").chmod(0o777)
    assert states(bvt)["own_rates"] == "wrong"


def test_a_missing_folder_of_own_rates_is_wrong_only_where_one_was_named(bvt: Bvt, register: Path) -> None:
    (register.parent / "rates").rmdir()
    assert states(bvt)["own_rates"] == "note"
    assert states(bvt, env={"BVT_RATES": str(register.parent / "elsewhere")})["own_rates"] == "wrong"


def test_wrong_settings_are_told_once_with_file_and_line(bvt: Bvt, register: Path) -> None:
    own = register.parent / "rates" / "settings.yaml"
    own.write_text("settings:\n  - {name: age_change, value: never, from: 2024-01-01, reason: Vedtak}\n")
    found = bvt("doctor", "--json").json
    assert [each["code"] for each in found if each["state"] == "wrong"] == ["settings"]
    (settings,) = [each for each in found if each["code"] == "settings"]
    assert [detail["place"] for detail in settings["details"]] == ["settings.yaml:2"]
    assert "  settings.yaml:2: " in bvt("doctor").stdout


def test_the_municipalitys_own_settings_are_named(bvt: Bvt, register: Path) -> None:
    own = register.parent / "rates" / "settings.yaml"
    own.write_text("settings:\n  - {name: age_change, value: birthday, from: 2024-01-01, reason: Vedtak}\n")
    assert said(bvt, "settings") == ("ok", "Settings of the municipality's own: age_change.")


def test_a_table_not_filled_in_is_told_with_its_lines(bvt: Bvt, register: Path) -> None:
    bvt("rate", "new", "2025-07-01")
    (rates,) = [each for each in bvt("doctor", "--json").json if each["code"] == "rates"]
    assert rates["state"] == "wrong"
    assert rates["details"][0]["place"].startswith("ks/2025-07-01.yaml:")
    assert said(bvt, "own_rates")[1].endswith("KS tables there: 1.")


def test_rates_past_their_cover_are_a_note_while_they_pay_provisionally_and_then_wrong(
    bvt: Bvt, register: Path
) -> None:
    """The table of July 2024 covers to 30 June 2025, and pays provisionally for three months more."""
    days = ("2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01", "2013-06-30")
    assert [states(bvt, "--as-of", day)["rates"] for day in days] == ["ok", "note", "note", "wrong", "wrong"]
    assert "provisionally to 2025-09-30" in said(bvt, "rates", "--as-of", "2025-07-01")[1]


def test_the_clock_names_what_says_the_day(bvt: Bvt, register: Path) -> None:
    assert said(bvt, "clock", "--as-of", "2025-05-01") == ("ok", "Today counts as 2025-05-01, by --as-of.")
    assert said(bvt, "clock")[0] == "note"
    assert said(bvt, "clock", env=NO_DAY)[0] == "ok"
    assert said(bvt, "clock", env={"BVT_AS_OF": "2025-13-01"})[0] == "wrong"
    assert bvt("doctor", "--as-of", "2025-13-01").exit_code == 2


def test_a_clock_behind_the_last_change_is_wrong(bvt: Bvt, register: Path) -> None:
    """The last journal entry is of half past eleven in the evening, UTC: the next day in Oslo."""
    execute(
        register,
        'INSERT INTO journal (at, "by", login, command, what, ref) VALUES'
        " ('2999-12-30T23:30:00+00:00', 't', 't', 't', 't', 't')",
    )
    state, words = said(bvt, "clock", env=NO_DAY)
    assert (state, "the last change was on 2999-12-31" in words) == ("wrong", True)


@pytest.mark.parametrize(
    ("before", "env", "words"),
    [
        ((), {"BVT_LANG": "en"}, "The language is en, by BVT_LANG."),
        (("--lang", "nn"), {"BVT_LANG": "en"}, "The language is nn, by --lang."),
        ((), {"BVT_LANG": "", "LANG": "nn_NO.UTF-8"}, "The language is nn, by LANG."),
        ((), {"BVT_LANG": ""}, "The language is nb, since nothing asks for another."),
    ],
)
def test_the_language_names_what_asked_for_it(
    bvt: Bvt, before: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    found = {each["code"]: each["message"] for each in bvt(*before, "doctor", "--json", env=env).json}
    assert found["language"] == words


def test_signing_as_root_is_a_note(bvt: Bvt) -> None:
    assert said(bvt, "signature")[1].startswith("Changes are signed tester; the login name kept beside it is ")
    assert said(bvt, "signature", env={"BVT_USER": "root"})[0] == "note"


def test_the_file_system_is_that_of_the_deepest_mount_and_of_those_the_last(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    (tmp_path / "felles mappe").mkdir()
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"server:/felles {tmp_path}/felles\\040mappe ext4 rw 0 0\n"
        f"server:/felles {tmp_path}/felles\\040mappe nfs4 rw 0 0\n"
        "broken line\n"
    )
    assert health.file_system(tmp_path / "felles mappe", mounts) == "nfs4"
    assert health.file_system(tmp_path, mounts) == "ext4"
    assert health.file_system(tmp_path, tmp_path / "none") is None
    assert {"nfs4", "cifs"} < set(health.NETWORK_FILE_SYSTEMS)


def test_a_register_needs_room_for_a_backup_and_for_undoing_a_write(tmp_path: Path) -> None:
    (tmp_path / "bvt.db").write_bytes(b"x" * 1000)
    assert health.space(tmp_path / "bvt.db").needed == 2 * 1000 + 10 * 1024 * 1024
    assert health.space(tmp_path / "not" / "yet" / "bvt.db").free > 0
