"""The crontab with Debian's own cron, in a room of its own: the machine's crontabs are neither touched nor run."""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Bvt
from tests.examples.running import EXAMPLES, Place

TICK = 60
ROOM = """
set -e
mount -t tmpfs none /run
mount -t tmpfs none /etc/cron.d
mount --bind /dev/null /etc/crontab
mount --bind "$1" /var/spool/cron/crontabs
exec cron -f
"""
"""cron's pid file and crontabs, seen by this process alone; gone with it."""


def why_not() -> str | None:
    """Why cron cannot be tried here."""
    if shutil.which("cron") is None or not Path("/var/spool/cron/crontabs").is_dir():
        return "Debian's cron is not installed (tools/install-test-packages.sh)"
    if os.geteuid() != 0:
        return "cron runs as root only"
    if shutil.which("unshare") is None or subprocess.run(["unshare", *APART, "true"], check=False).returncode:
        return "this machine does not let a process have mounts of its own"
    return None


APART = ("--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


@contextmanager
def cron(crontabs: Path) -> Iterator[None]:
    """cron, with the crontabs of a folder, until the end of the block."""
    started = subprocess.Popen(["unshare", *APART, "sh", "-c", ROOM, "sh", str(crontabs)])
    try:
        yield
    finally:
        started.kill()
        started.wait()


def crontab(place: Place, pipes: Path) -> str:
    """examples/crontab with the paths of this test, each minute; what a script says goes into a pipe of its name."""
    lines = []
    for line in (EXAMPLES / "crontab").read_text("utf-8").splitlines():
        name, equals, _ = line.partition("=")
        if "/opt/bvt/cron/" in line:
            script = Path(line.split()[-1]).name
            os.mkfifo(pipes / script)
            line = f"* * * * * {EXAMPLES / script} >{pipes / script} 2>&1"
        elif equals and name in place.environment():
            line = f"{name}={place.environment()[name]}"
        elif equals and name == "MAILTO":
            line = 'MAILTO=""\nBVT_LANG=en\nBVT_AS_OF=2025-04-02\nBVT_RATE_DAYS=""\nBVT_DUE_DAYS=""'
        lines.append(line)
    return "\n".join(lines) + "\n"


def said(pipe: int) -> bytes:
    """Everything a script says into its pipe; waits for its start (two ticks of cron at most) and for its end."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    everything = b""
    while True:
        assert waiting.poll(2 * TICK * 1000), "cron has not run the script"
        some = os.read(pipe, 65536)
        if not some:
            return everything
        everything += some


@pytest.mark.slow
def test_cron_posts_the_month_and_backs_up_without_a_word(paying: Place, bvt: Bvt) -> None:
    """At the first tick March is paid (4275 kroner) and a backup taken, and neither script has anything to mail."""
    if reason := why_not():
        pytest.skip(reason)
    crontabs, pipes = paying.folder / "crontabs", paying.folder / "pipes"
    crontabs.mkdir(mode=0o700)
    pipes.mkdir()
    (crontabs / "root").write_text(crontab(paying, pipes))
    (crontabs / "root").chmod(0o600)
    opened = [os.open(pipes / script, os.O_RDONLY | os.O_NONBLOCK) for script in ("monthly.sh", "nightly.sh")]
    try:
        with cron(crontabs):
            assert [said(pipe) for pipe in opened] == [b"", b""]
    finally:
        for pipe in opened:
            os.close(pipe)
    assert [(run["month"], run["total"], run["by"]) for run in bvt("pay", "runs", "--json").json] == [
        ("2025-03", "4275.00", "cron")
    ]
    assert [name.partition("/")[0] for name in paying.copies()] == ["before-posting", "nightly"]
