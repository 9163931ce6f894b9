"""`make bench`: what bvt costs, as ratios measured in one run (seconds mean little on another machine).

Start-up is the wall time of a whole process against `python -I -c pass`, run alternately, byte-compiled,
median of the ratios. A posting is set against one executemany of the finished lines into a table with the
same indexes; other ledgers, where installed, read as many postings.
"""

import argparse
import compileall
import os
import pty
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from municipality import document

ROOT = Path(__file__).resolve().parent.parent
PASS = [sys.executable, "-I", "-c", "pass"]
BVT = [str(Path(sys.executable).with_name("bvt"))]  # the command as users have it
MIB = 1024 * 1024


class Row(NamedTuple):
    """A line of the table. `bar`: what was promised, None where it is shown for comparison only."""

    what: str
    measured: float
    bar: float | None
    unit: str = "x"


class Bench:
    """The runs, in a folder that is thrown away."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        self.rows: list[Row] = []

    def environment(self, name: str) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        return {
            **kept,
            "BVT_DB": str(self.folder / name / "bvt.db"),
            "BVT_AS_OF": "2025-03-31",
            "BVT_LANG": "nb",
            "TERM": "xterm",
        }

    def bvt(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*BVT, "--quiet", *arguments], env=self.environment(name), stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode not in (0, 3):
            sys.exit(f"bvt {' '.join(arguments)} ended with {done.returncode}")

    def register(self, name: str, agreements: int) -> float:
        """Make a register with so many agreements; the answer is how long its import took, in seconds."""
        source = self.folder / f"{name}.yaml"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(document(agreements))
        self.bvt(name, "init", "--pay-from", "2025-03")
        began = time.perf_counter()
        self.bvt(name, "import", str(source))
        return time.perf_counter() - began

    def start_up(self, what: str, bar: float, name: str, *arguments: str, terminal: bool = False) -> None:
        command = [*BVT, *arguments]
        run = _on_terminal if terminal else _run
        ratios = []
        for _ in range(self.runs):
            base = _timed(lambda: _run(PASS, {}))
            ratios.append(_timed(lambda: run(command, self.environment(name))) / base)
        self.rows.append(Row(what, statistics.median(ratios), bar))

    def posting(self, agreements: int) -> float:
        """Import and post so many agreements; the answer is how long the import took, in seconds."""
        name = f"n{agreements}"
        imported = self.register(name, agreements)
        db = self.folder / name / "bvt.db"
        unposted = db.read_bytes()
        posted, ratios = [], []
        for _ in range(5):
            db.write_bytes(unposted)
            os.sync()  # or the posting would also be charged for writing this copy
            posted.append(_timed(lambda: self.bvt(name, "pay", "month", "--post")))
            ratios.append(posted[-1] / self.floor(name))
        self.rows.append(
            Row(f"pay month --post, {agreements:,} agreements, to executemany", statistics.median(ratios), 6)
        )
        if agreements == 100_000:
            self.rows.append(Row("memory of it", self.memory_of_posting(name), 150, "MiB"))
        self.others(agreements, statistics.median(posted))
        return imported

    def memory_of_posting(self, name: str) -> float:
        """The peak memory of posting the same month into a fresh copy, in MiB, as the process itself saw it."""
        again = f"{name}-again"
        self.bvt(again, "init", "--pay-from", "2025-03")
        self.bvt(again, "import", str(self.folder / f"{name}.yaml"))
        # VmHWM, not ru_maxrss: the latter remembers the size of the process that started this one
        watch = (
            "import pathlib, sys; from bvt_cli.main import run; "
            "run(['--quiet', 'pay', 'month', '--post']); "
            "status = pathlib.Path('/proc/self/status').read_text(); "
            "sys.stderr.write(status.split('VmHWM:')[1].split()[0])"
        )
        done = subprocess.run(
            [sys.executable, "-c", watch], env=self.environment(again), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        return int(done.stderr.splitlines()[-1].split()[-1]) * 1024 / MIB

    def floor(self, name: str) -> float:
        """How long one executemany of the finished lines takes, with the same table and indexes, in seconds."""
        with closing(sqlite3.connect(self.folder / name / "bvt.db")) as register:
            rows = register.execute("SELECT * FROM line").fetchall()
            schema = register.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'line' AND type IN ('table', 'index') AND sql NOT NULL"
            ).fetchall()
        path = self.folder / f"{name}-floor.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as bare:
            bare.execute("PRAGMA synchronous = EXTRA")
            for (sql,) in schema:
                bare.execute(sql)
            marks = ", ".join("?" * len(rows[0]))
            began = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(f"INSERT INTO line VALUES ({marks})", rows)
            bare.execute("COMMIT")
            took = time.perf_counter() - began
        path.unlink()
        return took

    def others(self, agreements: int, posted: float) -> None:
        """Other ledgers on as many postings, as a part of what bvt took."""
        journal = self.folder / f"{agreements}.journal"
        with journal.open("w", encoding="utf-8") as file:
            for number in range(agreements):
                file.write(f"2025-03-31 A-{number}\n    taxable  3078.00 NOK\n    tax-free  1197.00 NOK\n    pay\n\n")
        csv = self.folder / f"{agreements}.csv"
        with csv.open("w", encoding="utf-8") as file:
            file.write("agreement,component,amount\n")
            file.writelines(f"A-{number // 2},{number % 2},307800\n" for number in range(2 * agreements))
        for tool, command in {
            "hledger": ["hledger", "-f", str(journal), "balance"],
            "ledger": ["ledger", "-f", str(journal), "balance"],
            "sqlite-utils": [
                "sqlite-utils",
                "insert",
                str(self.folder / f"{agreements}.su.db"),
                "line",
                str(csv),
                "--csv",
            ],
        }.items():
            found = shutil.which(tool) or shutil.which(tool, path=str(Path(sys.executable).parent))
            if found:
                took = _timed(lambda program=found, rest=command[1:]: _run([program, *rest], dict(os.environ)))
                self.rows.append(Row(f"{tool}, {agreements:,} transactions, to bvt's posting", took / posted, None))


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip


def _on_terminal(command: Sequence[str], environment: dict[str, str]) -> None:
    """Run with a terminal for stdout, so that the table is Rich's."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, env={**environment, "COLUMNS": "120"}, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:  # the other end was closed
            pass
    os.close(ours)


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25, help="runs of each start-up measurement")
    parser.add_argument("--small", action="store_true", help="leave the 100,000 agreements out")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=2)
    with tempfile.TemporaryDirectory(prefix="bvt-bench-") as folder:
        bench = Bench(Path(folder), given.runs)
        bench.register("homes", 2000)  # 500 homes
        bench.register("month", 200)
        bench.start_up("bvt --version", 2, "homes", "--version")
        bench.start_up("home list --json, 500 homes", 7, "homes", "home", "list", "--json")
        bench.start_up("home list as a table, 500 homes", 11, "homes", "home", "list", terminal=True)
        bench.start_up("pay calculate --json, 200 agreements", 12, "month", "pay", "calculate", "2025-03", "--json")
        small = bench.posting(10_000)
        if not given.small:
            large = bench.posting(100_000)
            bench.rows.append(Row("import of 100,000 to 10,000 agreements (10 is linear)", large / small, 12))
        for row in bench.rows:
            bar = "" if row.bar is None else f"  at most {row.bar:g} {row.unit}"
            print(f"{row.what:<66} {row.measured:>7.1f} {row.unit:<3}{bar}")
        over = [row for row in bench.rows if row.bar is not None and row.measured > row.bar]
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
