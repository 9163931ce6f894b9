"""A power cut, simulated: what a disk may hold when the current goes in the midst of bvt's writing.

bvt runs for real on a SQLite (apsw's) whose every file operation goes to the real files and is written down beside. A
cut is then a place in that record: what was synced before it stands; of what was not, a random part does, down to
single sectors of 512 bytes and torn ones, in files and in their folder alike.

The folder is modelled as POSIX has it: a new, deleted or renamed name lasts only once the folder is synced. SQLite does
that when it first syncs a new journal, and, with `synchronous=EXTRA` alone, when it has deleted one.
"""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest

from bvt_cli.store import database
from bvt_cli.store.location import Location

SECTOR = 512
NEW_JOURNAL = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL


class Step(NamedTuple):
    """Something that happened to the disk. `name`: of the file, without its folder; `file`: which one of that name."""

    what: str  # create, delete, folder (synced), write, truncate, sync; committed: a transaction was acknowledged
    name: str = ""
    file: int = 0
    at: int = 0
    data: bytes = b""


class Record:
    """What happened to a folder, from a state of it that is all on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self.before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.names = {name: number for number, name in enumerate(self.before, 1)}  # the file that has a name now
        self.files = len(self.before)
        self.states = [self.before]
        """The folder as each transaction left it, the first being that before all."""

    def created(self, name: str) -> None:
        self.files += 1
        self.names[name] = self.files
        self.steps.append(Step("create", name, self.files))

    def committed(self) -> None:
        self.steps.append(Step("committed"))
        self.states.append({path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()})

    def acknowledged(self, cut: int) -> int:
        """How many transactions were acknowledged before a cut."""
        return sum(step.what == "committed" for step in self.steps[:cut])


class _Vfs(apsw.VFS):
    def __init__(self, record: Record) -> None:
        super().__init__("recorded", "")
        self.record = record

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self.record, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        name = Path(filename).name
        self.record.steps.append(Step("delete", name, self.record.names.pop(name)))
        if syncdir:
            self.record.steps.append(Step("folder"))


class _File(apsw.VFSFile):
    def __init__(self, record: Record, name: Any, flags: list[int]) -> None:
        path = None if name is None else name if isinstance(name, str) else name.filename()
        self.known = path is not None
        is_new = path is not None and not os.path.exists(path)
        super().__init__("", name, flags)
        self.record = record
        if path is None:
            return
        short = Path(path).name
        if is_new:
            record.created(short)
        self.name, self.file = short, record.names[short]
        self.folder_too = is_new and bool(flags[0] & NEW_JOURNAL)

    def _note(self, what: str, at: int = 0, data: bytes = b"") -> None:
        if self.known:
            self.record.steps.append(Step(what, self.name, self.file, at, data))

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._note("write", offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._note("truncate", newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._note("sync")
        if self.known and self.folder_too:  # as SQLite's own layer does it, once for a new journal
            self.record.steps.append(Step("folder"))
            self.folder_too = False


class Connection:
    """apsw's connection, to be used as Python's own: as much of it as bvt's store asks for."""

    def __init__(self, path: Path, record: Record, replaced: dict[str, str]) -> None:
        self._record = record
        self._apsw = apsw.Connection(str(path), vfs="recorded", flags=apsw.SQLITE_OPEN_READWRITE)
        for pragma in database.PRAGMAS:
            name = pragma.split()[1]
            self.execute(f"PRAGMA {name} = {replaced[name]}" if name in replaced else pragma)
        if "journal_mode" in replaced:
            self.execute(f"PRAGMA journal_mode = {replaced['journal_mode']}")

    @property
    def in_transaction(self) -> bool:
        return bool(self._apsw.in_transaction)

    def execute(self, sql: str, values: Any = ()) -> "_Cursor":
        changing = sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE", "COMMIT")
        cursor = _Cursor(self._apsw, self._apsw.execute(sql, values))
        if changing:
            cursor.lastrowid = self._apsw.last_insert_rowid()
        if sql == "COMMIT":
            self._record.committed()
        return cursor

    def executemany(self, sql: str, rows: Any) -> None:
        self._apsw.executemany(sql, rows)

    def close(self) -> None:
        self._apsw.close()


class _Cursor:
    def __init__(self, connection: apsw.Connection, rows: Any) -> None:
        self._rows = rows
        self.lastrowid: int | None = None
        self.rowcount = connection.changes()
        try:
            self.description = rows.get_description()
        except apsw.ExecutionCompleteError:  # it has no rows
            self.description = None

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._rows)

    def fetchone(self) -> Any:
        return next(iter(self._rows), None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)


@contextmanager
def recorded(folder: Path, replaced: dict[str, str] | None = None) -> Iterator[Record]:
    """What bvt does to the registers in a folder while this is open. `replaced`: other values for some pragmas."""
    record = Record(folder)
    vfs = _Vfs(record)

    def connect(place: Location, mode: str, wait: float | None = None) -> Any:
        return Connection(place.path, record, replaced or {})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "connect", connect)
        try:
            yield record
        finally:
            vfs.unregister()


def cut(record: Record, at: int, dice: random.Random, folder: Path) -> None:
    """Put into a folder what the disk may hold after a cut before step `at`."""
    disk = _Disk(record)
    for step in record.steps[:at]:
        disk.happens(step)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in disk.left(dice).items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)


class _Disk:
    """What is sure to be on the disk, and what is still on its way there."""

    def __init__(self, record: Record) -> None:
        numbers = {name: number for number, name in enumerate(record.before, 1)}
        self._content = {numbers[name]: bytearray(content) for name, content in record.before.items()}
        self._names: dict[str, int | None] = dict(numbers)
        self._later: dict[int, list[Step]] = {}
        self._names_later: dict[str, list[int | None]] = {}

    def happens(self, step: Step) -> None:
        if step.what == "create":
            self._content[step.file] = bytearray()
            self._names_later.setdefault(step.name, []).append(step.file)
        elif step.what == "delete":
            self._names_later.setdefault(step.name, []).append(None)
        elif step.what == "folder":
            self._names.update({name: states[-1] for name, states in self._names_later.items()})
            self._names_later.clear()
        elif step.what == "sync":
            for each in self._later.pop(step.file, ()):
                _apply(self._content[step.file], each)
        elif step.what in ("write", "truncate"):
            self._later.setdefault(step.file, []).append(step)

    def left(self, dice: random.Random) -> dict[str, bytes]:
        """The files after a cut: of what was on its way, a part."""
        names = dict(self._names)
        for name, states in self._names_later.items():  # a name is as it was at some time since the last sync
            names[name] = dice.choice([names.get(name), *states])
        kept = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return {name: bytes(self._part(number, kept, dice)) for name, number in names.items() if number is not None}

    def _part(self, number: int, kept: float, dice: random.Random) -> bytearray:
        content = bytearray(self._content[number])
        for step in self._later.get(number, ()):
            if step.what == "truncate":
                if dice.random() < kept:
                    _apply(content, step)
                continue
            for first in range(0, len(step.data), SECTOR):
                if dice.random() < kept:
                    piece = step.data[first : first + SECTOR]
                    torn = dice.random() < 0.05
                    piece = piece[: dice.randrange(len(piece))] if torn else piece
                    _apply(content, step._replace(at=step.at + first, data=piece), dice)
        return content


def _apply(content: bytearray, step: Step, dice: random.Random | None = None) -> None:
    if step.what == "truncate":
        del content[step.at :]
        return
    gap = step.at - len(content)
    if gap > 0:  # what lies between was never written: zeros, or whatever was there before
        content += dice.randbytes(gap) if dice and dice.random() < 0.5 else bytes(gap)
    content[step.at : step.at + len(step.data)] = step.data


def contents(folder: Path) -> tuple[object, ...]:
    """All rows of the register in a folder, by table; opening it undoes what a cut left half done."""
    import sqlite3

    with closing(sqlite3.connect(folder / "bvt.db", isolation_level=None)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return tuple((name, tuple(connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2'))) for name in names)
