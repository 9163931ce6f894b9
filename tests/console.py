"""The console sessions in the documents: run as a user types them, and compared with what is printed there.

A fenced block `console` holds lines beginning with `$ ` (carried on by lines beginning with `> `), each
followed by what comes out, stdout and stderr together, as on a terminal without colour. The blocks of a
document run in order in one shell, in a folder that is also the home folder and holds nothing but the example
spreadsheets (`regneark`). A comment

    <!-- console: BVT_LANG=nb BVT_AS_OF=2025-03-31 -->

sets what the reader's own machine would say (language, day), from there on. `...` in a line of output stands
for what must vary: the hash of a plan, the stamp of a moment, a path.
"""

import difflib
import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 100, 40
MARK = "\x1e"
END_OF_ANSWERS, MOST_QUESTIONS = b"\x04", 50
SETTING = re.compile(r"<!-- console: (.*) -->")
PLAN = re.compile(r"\b[0-9a-f]{64}\b")
STAMP = re.compile(r"\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?| \d\d:\d\d\b)")
SHIM = """#!/bin/sh
PYTHONPATH='{source}' exec '{python}' -m bvt_cli "$@"
"""


class Command(NamedTuple):
    """What is typed, and what the document says comes out. `lines`: the places of the output in the document."""

    typed: str
    expected: list[str]
    lines: slice
    settings: dict[str, str]


def documents() -> list[Path]:
    """The documents that hold console sessions."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "examples" / "README.md"]
    return [path for path in found if list(commands(path.read_text(encoding="utf-8")))]


def commands(document: str) -> Iterator[Command]:
    """The commands of a document, in order."""
    lines = document.splitlines()
    settings: dict[str, str] = {}
    at, inside = 0, False
    while at < len(lines):
        if setting := SETTING.fullmatch(lines[at]):
            settings |= dict(each.split("=", 1) for each in setting[1].split())
        if lines[at].startswith("```"):
            inside = lines[at] == "```console"
        if not (inside and lines[at].startswith("$ ")):
            at += 1
            continue
        typed = [lines[at][2:]]
        at += 1
        while lines[at].startswith("> ") or lines[at] == ">":
            typed.append(lines[at][2:])
            at += 1
        start = at
        while not lines[at].startswith(("$ ", "```")):
            at += 1
        yield Command("\n".join(typed), lines[start:at], slice(start, at), dict(settings))


def run(session: Sequence[Command], folder: Path, columns: int = COLUMNS, colour: bool = False) -> list[list[str]]:
    """The lines that each command brings forth, run one after the other in a shell at a terminal."""
    shim = folder / ".bin" / "bvt"
    shim.parent.mkdir()
    shim.write_text(SHIM.format(source=ROOT / "src", python=sys.executable), encoding="utf-8")
    shim.chmod(0o755)
    script = folder / ".session"
    script.write_text("".join(_script(session)), encoding="utf-8")
    here = folder / "home"
    here.mkdir()
    shutil.copytree(ROOT / "examples" / "spreadsheet", here / "regneark")
    environment = {
        "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(here),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "BVT_USER": "kari",
        "PYTHONUNBUFFERED": "1",  # stdout and stderr in the order in which they are written
        **({} if colour else {"NO_COLOR": "1"}),
    }
    words = _at_a_terminal(["bash", str(script)], here, environment, columns)
    outputs = words.replace("\r\n", "\n").split(f"{MARK}\n")[:-1]
    assert len(outputs) == len(session), f"the shell stopped after {len(outputs)} of {len(session)} commands:\n{words}"
    return [[_steady(line.rstrip(), here) for line in output.splitlines()] for output in outputs]


def differences(session: Iterable[Command], outputs: Iterable[Sequence[str]]) -> Iterator[str]:
    """Each command that brings forth something else than the document says, with how it differs."""
    for command, output in zip(session, outputs, strict=True):
        if not matches(command.expected, output):
            differing = difflib.unified_diff(command.expected, list(output), "document", "bvt", lineterm="", n=1)
            yield "\n".join([f"$ {command.typed}", *differing])


def matches(expected: Sequence[str], output: Sequence[str]) -> bool:
    """Whether the output is what is expected, `...` standing for anything within a line."""
    return len(expected) == len(output) and all(
        re.fullmatch(".*".join(map(re.escape, said.rstrip().split("..."))), line)
        for said, line in zip(expected, output, strict=True)
    )


def rewritten(document: str, folder: Path) -> str:
    """The document with the output of each command as it is now; commands, and outputs that match, are left alone."""
    session = list(commands(document))
    lines = document.splitlines()
    for command, output in reversed(list(zip(session, run(session, folder), strict=True))):
        if not matches(command.expected, output):
            assert not any(line.startswith(("$ ", "> ", "```")) for line in output), command.typed
            lines[command.lines] = output
    return "\n".join(lines) + "\n"


def _script(session: Sequence[Command]) -> Iterator[str]:
    known: Mapping[str, str] = {}
    for command in session:
        changed = {name: value for name, value in command.settings.items() if known.get(name) != value}
        yield "".join(f"export {name}='{value}'\n" for name, value in changed.items())
        yield f"{command.typed}\nprintf '\\036\\n'\n"
        known = command.settings


def _steady(line: str, folder: Path) -> str:
    """A line without what must vary; a stamp stands in a column, so it leaves its room."""
    line = PLAN.sub("...", line.replace(str(folder), "..."))
    return STAMP.sub(lambda stamp: "...".ljust(len(stamp[0])), line)


def _at_a_terminal(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], columns: int) -> str:
    """Run a program at a terminal of its own, where every question is met by the end of the answers."""
    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    modes = termios.tcgetattr(its)
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(its, termios.TCSANOW, modes)
    os.write(ours, END_OF_ANSWERS * MOST_QUESTIONS)
    started = subprocess.Popen(arguments, cwd=folder, env=dict(environment), stdin=its, stdout=its, stderr=its)
    os.close(its)
    pieces = []
    while piece := _read(ours):
        pieces.append(piece)
    os.close(ours)
    started.wait()
    return b"".join(pieces).decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux tells the end of a terminal so
        return b""
