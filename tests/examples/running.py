"""The example scripts as users have them: bvt in a venv that is not on PATH, and as little around as cron gives."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.conftest import SOURCE, Result

EXAMPLES = SOURCE.parent / "examples"
EVERY_DAY = "1 2 3 4 5 6 7"


class Place(NamedTuple):
    """A folder with a register, its backups, and the venv of bvt."""

    folder: Path

    @property
    def db(self) -> Path:
        return self.folder / "bvt.db"

    @property
    def bvt(self) -> Path:
        return self.folder / "venv" / "bin" / "bvt"

    @property
    def backups(self) -> Path:
        return self.folder / "backup"

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "PATH": "/usr/bin:/bin",
            "BVT": str(self.bvt),
            "BVT_DB": str(self.db),
            "BVT_BACKUPS": str(self.backups),
            "BVT_LANG": "en",
            "BVT_AS_OF": "2025-04-02",
            "BVT_RATE_DAYS": EVERY_DAY,
            "BVT_DUE_DAYS": "",
            "BVT_TRIES": "1",
            "BVT_WAIT": "1",
            **more,
        }

    def start(self, script: str, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [EXAMPLES / script, *arguments],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, script: str, *arguments: str, **more: str) -> Result:
        """Run a script to its end; `more`: what else stands in its environment."""
        return ended(self.start(script, *arguments, **more))

    def copies(self) -> list[str]:
        """The backups, by their folder and name."""
        return sorted(path.relative_to(self.backups).as_posix() for path in self.backups.glob("*/*.db*"))


def ended(started: "subprocess.Popen[bytes]") -> Result:
    """How a script ended that was started."""
    out, err = started.communicate(timeout=120)
    return Result(started.returncode, out.decode(), err.decode())


def install_bvt(place: Place, after: str = "") -> None:
    """A command `bvt` of this checkout in the venv; `after`: shell that runs after it, with its exit code in $code."""
    place.bvt.parent.mkdir(parents=True)
    start = f"PYTHONPATH='{SOURCE}' '{sys.executable}' -m bvt_cli \"$@\""
    place.bvt.write_text(f"#!/bin/sh\ncode=0\n{start} || code=$?\n{after}\nexit $code\n")
    place.bvt.chmod(0o755)
    assert os.access(EXAMPLES / "monthly.sh", os.X_OK)
