"""What a register is given when it is made or brought up to date: links and seals of all that is in it."""

from collections.abc import Collection

from bvt_cli.store import chain, journal_chain, replaying, seal
from bvt_cli.store.database import Connection


def complete(connection: Connection, applied: Collection[str]) -> None:
    """Links of runs and entries, and seals, for what was written before there were any, and a seal on the schema.

    `applied`: the migrations just applied. Links and seals are given only by the one that brings them: what has come in
    without later was not written by bvt, and is left for `bvt db verify` to find.
    """
    if "0002_ledger" in applied:
        chain.complete(connection)
    first = "0006_trust" in applied
    if first:
        seal.complete(connection)
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'seal'").fetchone():  # else a test stops half-way
        seal.add_whole(connection, "_sqlite_migrations")
        seal.add_whole(connection, "sqlite_schema")
    if first:
        journal_chain.complete(connection)
        replaying.complete(connection)
