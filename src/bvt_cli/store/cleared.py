"""The file of the register cleared of what was erased from it.

SQLite overwrites rows it deletes (`secure_delete`), but not the bytes of them that it left behind where it moved rows
from page to page: only a file written anew is without them. `cleared` holds the last erasing entry of the journal for
which that was done, so that it is owed until it is, whatever comes between.
"""

from contextlib import closing

from bvt_cli.store import database, seal
from bvt_cli.store.database import Connection
from bvt_cli.store.location import Location

_LAST = "SELECT coalesce(max(erased_by), 0) FROM erasure"


def owed(connection: Connection) -> bool:
    """Whether something was erased since the file was last written anew."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'cleared'").fetchone():
        return False  # of an older bvt, which erased nothing
    return bool(connection.execute(f"SELECT ({_LAST}) > entry FROM cleared").fetchone()[0])


def clear(place: Location) -> bool:
    """Write the file anew, where no other bvt is in the way and the disk has room; whether it was done.

    Where it was not, it is owed still, and done after the next change.
    """
    try:
        with closing(database.connect(place, "rw")) as connection:
            (last,) = connection.execute(_LAST).fetchone()  # what is erased from here on is owed still
            connection.execute("VACUUM")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE cleared SET entry = max(entry, ?)", (last,))
            seal.add_whole(connection, "cleared")
            connection.execute("COMMIT")
    except database.faults():
        return False
    return True


def clear_copy(copied: Connection) -> None:
    """The same of a copy that is just being made: it holds nothing that was erased, and is else like the register."""
    if owed(copied):
        copied.execute("VACUUM")
