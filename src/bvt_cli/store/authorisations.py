"""Who has authorised a run, beside who posted it. Names given to a command are claims; the login is kept with them."""

from typing import NamedTuple

from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed


class Authorised(NamedTuple):
    """By whom and when (UTC) a run was authorised."""

    at: str
    by: str
    login: str


def authorisation(connection: Connection, number: int) -> Authorised | None:
    row = connection.execute('SELECT at, "by", login FROM authorisation WHERE run = ?', (number,)).fetchone()
    return None if row is None else Authorised(*row)


def authorised(connection: Connection, number: int) -> bool:
    return authorisation(connection, number) is not None


def authorised_by(connection: Connection) -> dict[int, str]:
    """By whom each run was authorised, of those that are, by their numbers."""
    return dict(connection.execute('SELECT run, "by" FROM authorisation'))


def authorise(connection: Connection, number: int, signed: Signed) -> None:
    connection.execute(
        'INSERT INTO authorisation (run, at, "by", login) VALUES (?, ?, ?, ?)',
        (number, signed.at, signed.by, signed.login),
    )
    seal.add(connection, "authorisation", number)
