"""The chain over the runs: each run's lines and figures as a hash, joined to that of the run before.

Who changes a run behind bvt's back, or takes one out, must change every later link too; the head, printed at
each posting, can be kept where nobody who can write the register can reach it.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from bvt_cli.core.ledger import Plan
from bvt_cli.store import runs
from bvt_cli.store.database import Connection
from bvt_cli.store.runs import Run

START = "bvt chain 1"


class Link(NamedTuple):
    """What a run's lines come to (`content`, as core.ledger.Plan says it), and the head of the chain with them."""

    content: str
    chain: str


def head(connection: Connection) -> str:
    """The hash of the last run, or where none is posted the beginning of the chain."""
    row = connection.execute("SELECT chain FROM run_chain ORDER BY run DESC LIMIT 1").fetchone()
    return START if row is None else str(row[0])


def add(connection: Connection, run: Run, content: str) -> str:
    """Write the link of a run, before or after the run itself is closed, and answer the new head."""
    link = Link(content, _next(head(connection), run, content, _beside(connection, run.number)))
    connection.execute("INSERT INTO run_chain (run, content, chain) VALUES (?, ?, ?)", (run.number, *link))
    return link.chain


def complete(connection: Connection) -> None:
    """Links for runs that were posted before there was a chain, in their order."""
    linked = {row[0] for row in connection.execute("SELECT run FROM run_chain")}
    for run in list(runs.all_runs(connection)):
        if run.number not in linked:
            add(connection, run, content_of(connection, run))


def content_of(connection: Connection, run: Run) -> str:
    """The hash of a run's lines as they stand in the register."""
    plan = Plan(run.month)
    plan.add(line.entry for line in runs.lines(connection, run.number))
    return str(plan)


def links(connection: Connection) -> Iterator[tuple[Run, Link | None, Link]]:
    """Each run in order, its link as it was written (None: there is none), and as it comes out now."""
    written = {row[0]: Link(*row[1:]) for row in connection.execute("SELECT run, content, chain FROM run_chain")}
    before = START
    for run in list(runs.all_runs(connection)):
        content = content_of(connection, run)
        found = Link(content, _next(before, run, content, _beside(connection, run.number)))
        known = written.get(run.number)
        yield run, known, found
        before = known.chain if known else found.chain  # so that one wrong link is told of once


def _next(before: str, run: Run, content: str, beside: list[tuple[object, ...]]) -> str:
    figures = (
        run.number,
        str(run.month),
        run.posted_at,
        run.by,
        run.login,
        run.plan,
        run.lines,
        run.total,
        run.taxable,
    )
    return hashlib.sha256(repr((before, content, figures, beside)).encode()).hexdigest()


def _beside(connection: Connection, run: int) -> list[tuple[object, ...]]:
    """What else was closed with a run: the files it used, whom it was to be paid to, and the claims it opened.

    No accounts and no reasons: these may be erased one day.
    """
    files = connection.execute("SELECT name, sha256, source FROM run_file WHERE run = ? ORDER BY name", (run,))
    payees = connection.execute(
        'SELECT home, person, payroll_id, share, "from" FROM run_payee WHERE run = ? ORDER BY id', (run,)
    )
    claims = connection.execute(
        "SELECT id, kind, home, agreement, first, last, amount_ore, instalments FROM claim WHERE run = ? ORDER BY id",
        (run,),
    )
    return [*files.fetchall(), *payees.fetchall(), *claims.fetchall()]
