"""monthly.sh and nightly.sh, run by themselves: silent when all is well, and a word and an exit code when not."""

import os
import re
import select
import shutil
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from tests.conftest import Bvt
from tests.examples.running import EVERY_DAY, EXAMPLES, Place, ended, install_bvt

fcntl = pytest.importorskip("fcntl", reason="the example scripts are for POSIX systems")

SECOND_HOME = """
bvt_register: 1
homes:
  - {ref: H-2, kind: besokshjem, name: Familien Hemmelig, employment: oppdragstaker}
children:
  - {ref: C-2, case: "2024/2", born: 2018-05-04}
agreements:
  - {ref: A-2, home: H-2, child: C-2, measure: besokshjem, from: 2025-01-01}
"""
"""A home that nobody has approved."""

SILENT = (0, "", "")
TOOLS = ("basename", "date", "dirname", "find", "mkdir", "rm", "rmdir", "sleep")


def runs(bvt: Bvt) -> list[tuple[str, str]]:
    return [(run["month"], run["total"]) for run in bvt("pay", "runs", "--json").json]


def test_monthly_posts_the_month_before_without_a_word(paying: Place, bvt: Bvt) -> None:
    """On 2 April 2025 March is paid: three døgn of 1026 + 399 kroner."""
    assert paying.run("monthly.sh") == SILENT
    assert runs(bvt) == [("2025-03", "4275.00")]


def test_monthly_takes_a_backup_for_its_owner_only_before_it_posts(paying: Place, bvt: Bvt) -> None:
    paying.run("monthly.sh")
    (copy,) = paying.backups.glob("before-posting/bvt-2025-04-02.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert bvt("--db", copy, "pay", "runs", "--json").json == []


def test_monthly_run_a_second_time_posts_nothing_more(paying: Place, bvt: Bvt) -> None:
    assert [paying.run("monthly.sh"), paying.run("monthly.sh")] == [SILENT, SILENT]
    assert len(runs(bvt)) == 1


def test_monthly_notes_how_the_chains_end(paying: Place, bvt: Bvt) -> None:
    """In a file of its owner's beside the copies, to be handed to somebody else; each head is known to bvt again."""
    paying.run("monthly.sh")
    noted = paying.backups / "heads.txt"
    assert stat.S_IMODE(noted.stat().st_mode) == 0o600
    heads = re.findall(r"\b[0-9a-f]{64}\b", noted.read_text(encoding="utf-8"))
    assert len(heads) >= 2
    assert [bvt("db", "verify", "--head", each).exit_code for each in heads] == [0] * len(heads)


def test_monthly_started_four_times_at_once_posts_once(paying: Place, bvt: Bvt) -> None:
    started = [paying.start("monthly.sh") for _ in range(4)]
    assert [ended(each) for each in started] == [SILENT] * 4
    assert runs(bvt) == [("2025-03", "4275.00")]


@pytest.mark.skipif(shutil.which("flock") is None, reason="this system has no flock")
def test_monthly_goes_home_quietly_while_another_is_at_work(paying: Place, bvt: Bvt) -> None:
    paying.backups.mkdir()
    with (paying.backups / ".monthly.sh.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert paying.run("monthly.sh") == SILENT
    assert runs(bvt) == []


@pytest.fixture
def without_flock(tmp_path: Path) -> str:
    """A PATH on which everything the scripts need is found, but not flock."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    return str(tools)


def test_without_flock_a_folder_is_the_lock_and_goes_again(paying: Place, bvt: Bvt, without_flock: str) -> None:
    assert paying.run("monthly.sh", PATH=without_flock) == SILENT
    assert runs(bvt) == [("2025-03", "4275.00")]
    assert not (paying.backups / ".monthly.sh.lock.d").exists()


def test_without_flock_a_second_run_goes_home_quietly(paying: Place, bvt: Bvt, without_flock: str) -> None:
    (paying.backups / ".monthly.sh.lock.d").mkdir(parents=True)
    assert paying.run("monthly.sh", PATH=without_flock) == SILENT
    assert runs(bvt) == []


def test_without_flock_a_lock_left_by_a_run_that_was_cut_off_is_told(paying: Place, without_flock: str) -> None:
    lock = paying.backups / ".monthly.sh.lock.d"
    lock.mkdir(parents=True)
    seven_hours_ago = time.time() - 7 * 3600
    os.utime(lock, (seven_hours_ago, seven_hours_ago))
    result = paying.run("monthly.sh", PATH=without_flock)
    assert result.exit_code == 75
    assert f"rmdir {lock}" in result.stderr


def test_monthly_pays_the_rest_and_names_what_could_not_be_paid_by_its_ref(paying: Place, bvt: Bvt) -> None:
    bvt("import", "-", input=SECOND_HOME)
    result = paying.run("monthly.sh")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "bvt monthly.sh: pay month 2025-03: done, but somebody must look at this:",
        "Agreement A-2: the home H-2 is approved on no day of 2025-03 for this measure; see `bvt home check H-2`.",
    ]
    assert runs(bvt) == [("2025-03", "4275.00")]


def test_monthly_pays_nothing_and_says_so_when_the_rate_is_missing(paying: Place, bvt: Bvt) -> None:
    """No table covers October 2025, nor may any pay it provisionally."""
    result = paying.run("monthly.sh", BVT_AS_OF="2025-11-03")
    assert result.exit_code == 5
    assert "pay month 2025-10: a rate is missing" in result.stderr
    assert "bvt rate new" in result.stderr
    assert runs(bvt) == []


@pytest.mark.parametrize("script", ["monthly.sh", "nightly.sh"])
def test_without_a_register_nothing_is_made_and_the_mail_says_where_it_was_looked_for(
    place: Place, script: str
) -> None:
    result = place.run(script)
    assert result.exit_code == 78
    assert "NOT DONE" in result.stderr
    assert str(place.db) in result.stderr
    assert not place.db.exists()
    assert place.copies() == []


@pytest.mark.parametrize("script", ["monthly.sh", "nightly.sh"])
def test_a_bvt_that_is_not_where_it_was_said_to_be_is_told(paying: Place, script: str) -> None:
    result = paying.run(script, BVT="/nowhere/bvt")
    assert result.exit_code == 127
    assert "/nowhere/bvt cannot be run" in result.stderr


@pytest.mark.slow
def test_monthly_gives_up_after_its_tries_while_another_process_writes(paying: Place, bvt: Bvt) -> None:
    writer = sqlite3.connect(paying.db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    result = paying.run("monthly.sh", BVT_TRIES="1")
    writer.close()
    assert result.exit_code == 75
    assert "another bvt was writing all the time" in result.stderr
    assert runs(bvt) == []


@pytest.mark.slow
def test_monthly_tries_again_and_posts_when_the_other_process_has_finished(paying: Place, bvt: Bvt) -> None:
    """The writer lets go once bvt has given up for the first time, some ten seconds after its start."""
    told = paying.folder / "busy"
    os.mkfifo(told)
    shutil.rmtree(paying.bvt.parents[1])
    install_bvt(paying, after=f'if [ "$code" -eq 75 ]; then echo 75 >"{told}"; fi')
    writer = sqlite3.connect(paying.db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with open(os.open(told, os.O_RDWR), "rb", buffering=0) as busy:
        started = paying.start("monthly.sh", BVT_TRIES="3")
        assert select.select([busy], [], [], 60)[0]
        writer.execute("ROLLBACK")
        assert ended(started) == SILENT
    assert runs(bvt) == [("2025-03", "4275.00")]


def test_the_month_before_january_is_december(paying: Place) -> None:
    """The register pays from March 2025, so December 2024 is refused by its name."""
    result = paying.run("monthly.sh", BVT_AS_OF="2025-01-03")
    assert result.exit_code == 2
    assert "pay month 2024-12: NOT DONE (exit 2)" in result.stderr


def test_monthly_takes_the_month_it_is_given(paying: Place, bvt: Bvt) -> None:
    assert paying.run("monthly.sh", "2025-04") == SILENT
    assert runs(bvt) == [("2025-04", "8550.00")]
    wrong = paying.run("monthly.sh", "april")
    assert (wrong.exit_code, wrong.stderr) == (2, "bvt monthly.sh: april is no month; write 2025-03\n")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "bvt monthly.sh: pay month 2025-03: gjort, men noen må se på dette:"),
        ("nn", "bvt monthly.sh: pay month 2025-03: gjort, men nokon må sjå på dette:"),
    ],
)
def test_a_mail_is_in_one_language(paying: Place, bvt: Bvt, language: str, told: str) -> None:
    bvt("import", "-", input=SECOND_HOME)
    assert paying.run("monthly.sh", BVT_LANG=language).stderr.splitlines()[0] == told


def test_nightly_takes_a_backup_without_a_word(paying: Place) -> None:
    assert paying.run("nightly.sh") == SILENT
    assert len(paying.copies()) == 1


def test_nightly_lets_the_oldest_copies_go_and_nothing_else(paying: Place, bvt: Bvt) -> None:
    """Three nights, of which two are kept; notes that look like a copy stay, and so do the copies of the month."""
    folder = paying.backups / "nightly"
    folder.mkdir(parents=True)
    (folder / "bvt-2024-01-01.db").write_text("my notes", encoding="utf-8")
    (folder / "mine.txt").touch()
    assert paying.run("monthly.sh") == SILENT
    for night in ("2025-04-02", "2025-04-03", "2025-04-04"):
        assert paying.run("nightly.sh", BVT_KEEP_NIGHTLY="2", BVT_AS_OF=night) == SILENT
    assert paying.copies() == [
        "before-posting/bvt-2025-04-02.db",
        "nightly/bvt-2024-01-01.db",
        "nightly/bvt-2025-04-03.db",
        "nightly/bvt-2025-04-04.db",
    ]
    assert (folder / "mine.txt").exists()


def test_nightly_encrypts_its_copies_where_recipients_stand_beside_the_register(paying: Place, bvt: Bvt) -> None:
    """The machine has no key to read them with."""
    public = bvt("db", "new-identity", paying.folder / "key.txt").stdout
    (paying.folder / "backup-recipients.txt").write_text(public, encoding="utf-8")
    (paying.folder / "backup-recipients.txt").chmod(0o644)
    assert paying.run("nightly.sh") == SILENT
    (copy,) = paying.copies()
    assert copy.endswith("-2025-04-02.db.age")
    restore = ("db", "restore", paying.backups / copy, "--identity", paying.folder / "key.txt")
    assert bvt("--db", paying.folder / "new.db", *restore).exit_code == 0


def test_nightly_leaves_the_good_copies_alone_when_the_register_is_damaged(paying: Place) -> None:
    assert paying.run("nightly.sh") == SILENT
    paying.db.write_bytes(paying.db.read_bytes()[:8192])
    result = paying.run("nightly.sh", BVT_KEEP_NIGHTLY="1")
    assert result.exit_code == 78
    assert "db verify: NOT DONE" in result.stderr
    assert paying.copies() == ["nightly/bvt-2025-04-02.db"]


def test_nightly_tells_of_stale_rates_only_on_the_chosen_weekdays(paying: Place) -> None:
    stale = paying.run("nightly.sh", BVT_AS_OF="2025-08-01")
    assert stale.exit_code == 5
    assert "No table covers 2025-08-01" in stale.stderr
    assert len(paying.copies()) == 1
    assert paying.run("nightly.sh", BVT_AS_OF="2025-08-01", BVT_RATE_DAYS="") == SILENT


def test_nightly_tells_each_thing_that_falls_due_once(paying: Place) -> None:
    """March 2025 is not posted: that is mailed with the command, and on the next night nothing."""
    first = paying.run("nightly.sh", BVT_DUE_DAYS=EVERY_DAY)
    assert first.exit_code == 3
    assert first.stderr.startswith("bvt nightly.sh: due: done, but somebody must look at this:\n")
    assert "bvt pay month 2025-03 --post" in first.stderr
    assert "Prøve" not in first.stderr
    assert paying.run("nightly.sh", BVT_DUE_DAYS=EVERY_DAY) == SILENT


def test_nightly_tells_what_falls_due_within_two_weeks(paying: Place) -> None:
    """What ends on a weekend is told in time: March is to be posted on 1 April, 14 days after 18 March."""
    to_post = "bvt pay month 2025-03 --post"
    nights = ("2025-03-17", "2025-03-18", "2025-04-01")
    told = [paying.run("nightly.sh", BVT_DUE_DAYS=EVERY_DAY, BVT_AS_OF=night).stderr for night in nights]
    assert [to_post in each for each in told] == [False, True, False]


def test_the_scripts_are_plain_sh(place: Place) -> None:
    """No line needs more than POSIX sh: dash reads them to the end."""
    dash = shutil.which("dash") or "/bin/sh"
    for script in ("monthly.sh", "nightly.sh", "cron.sh"):
        assert os.spawnv(os.P_WAIT, dash, [dash, "-n", str(EXAMPLES / script)]) == 0
