"""What `bvt due --new` has told already, by the names of items."""

from collections.abc import Iterable

from bvt_cli.store.database import Connection


def names(connection: Connection) -> set[str]:
    """The names of all that was told, and has not been settled since."""
    return {row[0] for row in connection.execute("SELECT name FROM told")}


def note(connection: Connection, told: Iterable[str], at: str) -> None:
    """Note what was told; `at`: the moment, in UTC."""
    connection.executemany("INSERT OR IGNORE INTO told (name, at) VALUES (?, ?)", ((name, at) for name in told))


def forget(connection: Connection, settled: Iterable[str]) -> None:
    """Forget what is settled, so that it is told again should it come again."""
    connection.executemany("DELETE FROM told WHERE name = ?", ((name,) for name in settled))
