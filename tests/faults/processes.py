"""bvt as processes that can be killed at any moment, cheaply: forks of one that has imported everything already.

Run as a program this is the forker: it reads one request a line and answers one. A fork carries out one command line
as `bvt` does (`main.run()`), and ends as a process of its own; what is measured and hit is the command, not the start
of Python. Linux only (pidfd).
"""

import atexit
import json
import os
import resource
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

HANGS_AFTER = 120.0  # seconds


class Ended(NamedTuple):
    """How a process ended: exit code (negative: by that signal), what it wrote, how long it took, SQL statements."""

    status: int
    stdout: str
    stderr: str
    seconds: float
    statements: int


class Forker:
    """The side of the tests: `run` a command, perhaps hit by a signal, or several `together`."""

    def __init__(self, environment: Mapping[str, str], scratch: Path) -> None:
        self._scratch = scratch
        self._process = subprocess.Popen(
            [sys.executable, __file__], env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/"
        )

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(HANGS_AFTER)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def warm(self, environment: Mapping[str, str], *arguments: object) -> None:
        """Carry out a command in the forker itself, so that all it imports is there."""
        self._ask(warm=[*map(str, arguments)], env=dict(environment))

    def run(
        self,
        environment: Mapping[str, str],
        *arguments: object,
        hit: tuple[int, float] | None = None,
        die_at: int | None = None,
        limits: Mapping[str, int] | None = None,
        folder: Path | None = None,
        stdout: str | None = None,
        account: int | None = None,
    ) -> Ended:
        """A command as a process.

        `hit`: a signal and the seconds after which it comes; `die_at`: the SQL statement that is not carried out
        (0: all are, and counted);
        `limits`: as `ulimit` sets them, by resource (`FSIZE`); `folder`: its working folder, removed before it starts
        where it is named `gone`; `stdout`: a device to write to instead of keeping what it says; `account`: the user
        id it runs under (root's alone to choose).
        """
        around = {"limits": dict(limits or {}), "folder": folder and str(folder), "stdout": stdout, "account": account}
        answer = self._ask(argv=[*map(str, arguments)], env=dict(environment), hit=hit, die_at=die_at, **around)
        return self._ended(answer)

    def together(self, environment: Mapping[str, str], *queues: Sequence[Sequence[object]]) -> list[list[Ended]]:
        """Each queue a process that carries out its commands one after the other; all begin at the same moment."""
        written = [[[*map(str, arguments)] for arguments in queue] for queue in queues]
        answer = self._ask(queues=written, env=dict(environment))
        return [[self._ended(each) for each in queue] for queue in answer]

    def _ended(self, answer: Mapping[str, Any]) -> Ended:
        words = [Path(answer[name]).read_bytes().decode() for name in ("out", "err")]
        return Ended(answer["status"], *words, answer["seconds"], answer["statements"])

    def _ask(self, **request: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**request, "scratch": str(self._scratch)}).encode() + b"\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], HANGS_AFTER)
        assert ready, "a process hangs"
        return json.loads(self._process.stdout.readline())


def heed_signals() -> None:
    """As in a shell at a terminal; what runs in the background may have been started to ignore them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def serve() -> None:
    """Answer requests until there are no more."""
    heed_signals()
    for line in sys.stdin:
        request = json.loads(line)
        if "warm" in request:
            answer: object = _warm(request)
        elif "queues" in request:
            answer = _together(request)
        else:
            answer = _one(request, request["argv"], "one")
        os.write(1, json.dumps(answer).encode() + b"\n")


def _warm(request: Mapping[str, Any]) -> int:
    import bvt_cli.commands.stopping  # noqa: F401  # what has a process of its own imports it first
    from bvt_cli.main import run

    kept, nowhere = (os.dup(1), os.dup(2)), os.open(os.devnull, os.O_RDWR)
    os.environ.update(request["env"])
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    code = run(request["warm"])
    for target, descriptor in enumerate(kept, start=1):
        os.dup2(descriptor, target)
        os.close(descriptor)
    os.close(nowhere)
    return code


def _one(request: Mapping[str, Any], argv: list[str], name: str) -> dict[str, Any]:
    files = {kind: os.path.join(request["scratch"], f"{name}.{kind}") for kind in ("out", "err", "count")}
    begun, begins = os.pipe()
    Path(files["count"]).unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os.close(begun)
        _bvt(request, argv, files, begins)
    os.close(begins)
    os.read(begun, 1)
    start = time.monotonic()
    watched = os.pidfd_open(child)
    if request.get("hit"):
        number, after = request["hit"]
        ended, _, _ = select.select([watched], [], [], after)
        if not ended:
            os.kill(child, number)
    ended, _, _ = select.select([watched], [], [], HANGS_AFTER)
    if not ended:
        os.kill(child, signal.SIGKILL)
    seconds = time.monotonic() - start
    _, status = os.waitpid(child, 0)
    os.close(watched)
    os.close(begun)
    counted = Path(files["count"]).read_text() if os.path.exists(files["count"]) else ""
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "statements": int(counted or 0),
        "out": files["out"],
        "err": files["err"],
    }


def _together(request: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    wait, go = os.pipe()
    workers = []
    for number, queue in enumerate(request["queues"]):
        answers, answering = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(wait, 1)  # until the last end of the other side is closed
            done = [_one(request, argv, f"{number}-{place}") for place, argv in enumerate(queue)]
            with os.fdopen(answering, "w") as file:
                json.dump(done, file)
            os._exit(0)
        os.close(answering)
        workers.append((child, answers))
    os.close(wait)
    os.close(go)
    found = []
    for child, answers in workers:
        with os.fdopen(answers) as file:
            found.append(json.load(file))
        os.waitpid(child, 0)
    return found


def _bvt(request: Mapping[str, Any], argv: list[str], files: Mapping[str, str], begins: int) -> NoReturn:
    """Become bvt."""
    from bvt_cli.main import run

    os.environ.update(request["env"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for descriptor, kind in ((1, "out"), (2, "err")):
        os.dup2(os.open(files[kind], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    if request.get("stdout"):
        os.dup2(os.open(request["stdout"], os.O_WRONLY), 1)
    if request.get("folder"):
        os.chdir(request["folder"])
        if os.path.basename(request["folder"]) == "gone":
            os.rmdir(request["folder"])
    if request.get("die_at") is not None:
        _count(files["count"], request["die_at"])
    if request.get("account"):
        os.setgroups([])
        os.setgid(request["account"])
        os.setuid(request["account"])
    for name, limit in request.get("limits", {}).items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    sys.argv = ["bvt", *argv]
    try:
        os.write(begins, b".")
        code = run()
    except KeyboardInterrupt as stopped:
        trace = stopped.__traceback__
        if trace is not None and (trace.tb_next is None or trace.tb_next.tb_next is None):
            sys.exit(130)  # hit before bvt began
        raise
    sys.exit(code)


def _count(file: str, die_at: int) -> None:
    """Count the SQL statements of every connection, and die before a certain one."""
    count = 0
    connect = sqlite3.connect

    def counted(statement: str) -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **more)
        connection.set_trace_callback(counted)
        return connection

    sqlite3.connect = connected  # type: ignore[assignment]
    atexit.register(lambda: Path(file).write_text(str(count)))


VARIES = {"at", "posted_at", "applied_at", "salt", "content", "chain", "hash"}
"""Columns that differ between two runs of one command: stamps, and what is drawn by lot."""


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that stands in a register, but stamps and lots; and nothing is wrong with it by SQLite's own checks."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = {"user_version": connection.execute("PRAGMA user_version").fetchall()}
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        found["schema"] = schema
        for name in _tables(connection):
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            kept = ", ".join(f'"{column}"' for column in columns if column not in VARIES)
            found[name] = sorted(connection.execute(f'SELECT {kept} FROM "{name}"').fetchall(), key=repr)
        return found
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        yield name


if __name__ == "__main__":
    serve()
