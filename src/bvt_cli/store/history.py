"""The posted lines of a home, a child or an agreement, and all posted lines gathered for adding up."""

from collections.abc import Iterator
from typing import NamedTuple

from bvt_cli.core.errors import NotFound, Usage
from bvt_cli.core.history import Portion
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payout import kostra_function
from bvt_cli.core.payroll import About, Codes
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text
from bvt_cli.store import claims, runs
from bvt_cli.store.claims import Claim
from bvt_cli.store.database import Connection

KINDS = ("home", "child", "agreement")
_LINES = {
    "home": "home = ?",
    "child": "agreement IN (SELECT ref FROM agreement WHERE child = ?)",
    "agreement": "agreement = ?",
}
_PORTIONS = """
SELECT r.month, l.for_month, l.home, l.agreement, l.measure, l.component, l.taxable, count(*), sum(l.amount_ore)
FROM line AS l JOIN run AS r ON r.id = l.run GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
"""


class Subject(NamedTuple):
    """What a history is of: a `home`, `child` or `agreement`."""

    kind: str
    ref: str


class Standing(NamedTuple):
    """A claim, and what a home still owes under it in instalments (øre, below zero)."""

    claim: Claim
    outstanding: int


def subject(connection: Connection, ref: str, kind: str | None = None) -> Subject:
    """The home, child or agreement of that ref. Raises NotFound, Usage where it is several and `kind` is not said."""
    found = [
        each
        for each in ((kind,) if kind else KINDS)
        if connection.execute(f"SELECT 1 FROM {each} WHERE ref = ?", (ref,)).fetchone()
    ]
    if not found:
        raise NotFound(text("There is no home, child or agreement {ref}.", ref=ref))
    if len(found) > 1:
        raise Usage(text("{ref} is the ref of several things; say with --kind which is meant.", ref=ref))
    return Subject(found[0], ref)


def lines_of(connection: Connection, of: Subject) -> list[tuple[str, Month, Entry]]:
    """All its posted lines, by the month they are for, and within it in the order they were posted.

    Each with its name (`R1-12`) and the month of its run.
    """
    select = f"""
        SELECT l.run, l.n, r.month FROM line AS l JOIN run AS r ON r.id = l.run WHERE {_LINES[of.kind]}
        ORDER BY l.for_month, l.run, l.n
    """
    rows = connection.execute(select, (of.ref,)).fetchall()
    named = ((runs.line_ref(run, place), month) for run, place, month in rows)
    return [(ref, Month.parse(month), runs.line(connection, ref).entry) for ref, month in named]


def claims_of(connection: Connection, of: Subject) -> list[Standing]:
    """The claims about it, or about a run it was paid in that was reversed."""
    where = _LINES[of.kind]
    agreements = {row[0] for row in connection.execute(f"SELECT ref FROM agreement WHERE {_agreement(of)}", (of.ref,))}
    paid_in = {row[0] for row in connection.execute(f"SELECT DISTINCT run FROM line WHERE {where}", (of.ref,))}
    debts = {debt.claim: debt.outstanding for debt in claims.debts(connection)}
    return [
        Standing(each, -debts.get(each.ref, 0))
        for each in claims.all_claims(connection)
        if (each.run in paid_in if each.agreement is None else each.agreement in agreements)
    ]


def _agreement(of: Subject) -> str:
    """Which agreements are meant, by their own columns."""
    return "ref = ?" if of.kind == "agreement" else f"{of.kind} = ?"


def portions(
    connection: Connection, codes: Codes, first: Month | None, last: Month | None, concerned: bool
) -> Iterator[Portion]:
    """All that is posted, by the month of the run, or by the month it is for (`concerned`), from `first` to `last`.

    The art is that in force in the month of the run, as exports have it.
    """
    basis = dict(connection.execute("SELECT ref, legal_basis FROM agreement"))
    for run_month, for_month, home, agreement, measure, component, taxable, lines, amount in connection.execute(
        _PORTIONS
    ):
        posted_in = Month.parse(run_month)
        month = Month.parse(for_month) if concerned else posted_in
        if (first is not None and month < first) or (last is not None and last < month):
            continue
        function = kostra_function(measure, basis.get(agreement))
        art = codes.value("art", posted_in.first, About(component, measure, function, bool(taxable)))
        yield Portion(month, measure, function, art or None, home, component, bool(taxable), lines, amount)
