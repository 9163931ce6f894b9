"""What `bvt due --new` has told already, by the names of items; to everybody, or to somebody by name (`whose`)."""

from collections.abc import Iterable

from bvt_cli.store import seal
from bvt_cli.store.database import Connection


def names(connection: Connection, whose: str) -> set[str]:
    """The names of all that was told, and has not been settled since. `whose`: empty where nobody is asked for."""
    return {row[0] for row in connection.execute("SELECT name FROM told WHERE whose = ?", (whose,))}


def note(connection: Connection, whose: str, told: Iterable[str], at: str) -> None:
    """Note what was told; `at`: the moment, in UTC."""
    rows = ((whose, name, at) for name in told)
    connection.executemany("INSERT OR IGNORE INTO told (whose, name, at) VALUES (?, ?, ?)", rows)
    seal.add_whole(connection, "told")


def forget(connection: Connection, whose: str, settled: Iterable[str]) -> None:
    """Forget what is settled, so that it is told again should it come again."""
    rows = ((whose, name) for name in settled)
    connection.executemany("DELETE FROM told WHERE whose = ? AND name = ?", rows)
    seal.add_whole(connection, "told")
