"""Commands that are hit while they write, and what must hold however they end."""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.commands.register import KOMMUNE
from tests.conftest import Bvt, Result
from tests.faults.processes import Ended, Forker, contents

OLD = Path(__file__).resolve().parents[1] / "store" / "old" / "0001_register.sql"
MADE = ("init", "--pay-from", "2024-10")

State = Mapping[str, object]


class Attack(NamedTuple):
    """A command that is hit: what stands there before it, and what shows that it was acknowledged."""

    name: str
    arguments: tuple[object, ...]
    prepare: Callable[[Bvt, Path], None]
    acknowledged: str
    codes: tuple[int, ...] = (0,)
    again: tuple[int, ...] = (0,)


def nothing(bvt: Bvt, folder: Path) -> None:
    """No register yet."""


def empty(bvt: Bvt, folder: Path) -> None:
    """A register without a home."""
    assert bvt(*MADE).exit_code == 0


def municipality(bvt: Bvt, folder: Path) -> None:
    """The register of the example municipality, nothing posted."""
    empty(bvt, folder)
    assert bvt("import", KOMMUNE).exit_code == 0


def posted(bvt: Bvt, folder: Path) -> None:
    """The same with a month posted."""
    municipality(bvt, folder)
    assert bvt("pay", "month", "2025-03", "--post", "--json").exit_code == 3


def lost(bvt: Bvt, folder: Path) -> None:
    """A backup of it, and no register."""
    posted(bvt, folder)
    assert bvt("db", "backup", folder / "copy.db").exit_code == 0
    (folder / "bvt.db").unlink()


def old(bvt: Bvt, folder: Path) -> None:
    """A register as the first bvt made it."""
    with closing(sqlite3.connect(folder / "bvt.db")) as connection:
        connection.executescript(OLD.read_text("utf-8"))


EXPORT = Attack(
    "export", ("pay", "export", "R1", "--format", "csv", "--again", "--out", "copy.csv"), posted, "is written"
)
ATTACKS = {
    each.name: each
    for each in (
        Attack("init", MADE, nothing, "is ready", again=(0, 3)),
        Attack("import", ("import", KOMMUNE), empty, "Taken in: 14 homes"),
        Attack("post", ("pay", "month", "2025-03", "--post", "--json"), municipality, '"run": "R1"', (3,), (3,)),
        Attack("migration", ("home", "list", "--csv"), old, "H-1,"),
        Attack("backup", ("db", "backup", "copy.db"), posted, "reads back", again=(0, 3)),
        Attack("restore", ("db", "restore", "copy.db"), lost, "is what the backup", again=(0, 3)),
    )
}
"""`again`: how it may end when it is carried out once more; 3 where what it makes stands there by now."""


class Ground:
    """Where an attack happens again and again, each time from the same state."""

    def __init__(self, attack: Attack, forker: Forker, bvt: Bvt, folder: Path, environment: Mapping[str, str]) -> None:
        self.attack, self._forker, self._bvt = attack, forker, bvt
        self.folder = folder / "ground"
        self._kept = folder / "kept"
        database = str(self.folder / "bvt.db")
        self._environment = {**environment, "BVT_DB": database}
        self.folder.mkdir()
        attack.prepare(self.bvt, self.folder)
        shutil.copytree(self.folder, self._kept)
        self.before = self.state()
        forker.warm(self._environment, *self.arguments())
        self.after = self.state()
        self.names = self._names()
        first, second = self.undisturbed(), self.undisturbed()
        self.seconds, self.statements = max(first.seconds, second.seconds), second.statements
        assert self.state() == self.after != self.before

    def bvt(self, *arguments: object) -> Result:
        """bvt in this register, within the test."""
        return self._bvt(*arguments, env={"BVT_DB": self._environment["BVT_DB"]})

    def afresh(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)

    def undisturbed(self) -> Ended:
        self.afresh()
        ended = self._forker.run(self._environment, *self.arguments(), die_at=0)
        assert ended.status in self.attack.codes, ended
        assert self.attack.acknowledged in ended.stdout + ended.stderr
        return ended

    def hit(self, number: int, after: float) -> Ended:
        """The command, and a signal after some seconds."""
        self.afresh()
        return self._forker.run(self._environment, *self.arguments(), hit=(number, after))

    def dies_at(self, statement: int) -> Ended:
        """The command, killed before one of its SQL statements."""
        self.afresh()
        return self._forker.run(self._environment, *self.arguments(), die_at=statement)

    def moments(self, rounds: int, seed: int) -> list[float]:
        """Moments of the command's run, all equally likely, a little beyond its end too."""
        lots = random.Random(seed)
        return [lots.uniform(0, 1.1 * self.seconds) for _ in range(rounds)]

    def state(self) -> State:
        """What stands there for a user: every register and what is in it.

        That a copy is asked for is noted before it is made, and each time: it is left out of account.
        """
        found = {path.name: contents(path) for path in sorted(self.folder.glob("*.db")) if path.name[0] != "."}
        if self.attack.name == "backup":
            for tables in found.values():
                tables.pop("lookup", None)
        return found

    def outcome(self, ended: Ended) -> str:
        """All or nothing, whole, and nothing lost that was acknowledged; carried out again, it is done and tidy.

        The answer: `before` or `after`.
        """
        assert "Traceback" not in ended.stderr, ended.stderr
        state = self.state()
        assert state in (self.before, self.after), ended
        if self.attack.acknowledged in ended.stdout + ended.stderr or ended.status in self.attack.codes:
            assert state == self.after, ended
        for path in self.folder.glob("*.db"):
            checked = self._bvt("db", "check", env={"BVT_DB": str(path)})
            assert checked.exit_code == 0, checked
        again = self.bvt(*self.arguments())
        assert again.exit_code in self.attack.again, again
        assert self.state() == self.after, again
        assert self.litter() == set(), self.litter()
        return "after" if state == self.after else "before"

    def litter(self) -> set[str]:
        """Files that stand neither before nor after the command."""
        return self._names() - self.names

    def arguments(self) -> tuple[object, ...]:
        """The command, its files in the folder where it happens."""
        files = ("copy.db", "copy.csv")
        return tuple(self.folder / each if each in files else each for each in self.attack.arguments)

    def _names(self) -> set[str]:
        return {path.name for path in self.folder.rglob("*")}


def told(name: str, outcomes: Counter[str]) -> None:
    """The figures of a long run, shown with `-rP`."""
    print(f"{name}: {sum(outcomes.values())} rounds, {dict(sorted(outcomes.items()))}")
