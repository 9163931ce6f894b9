"""Claims: opened once with what a run took back, reversed, or left unpaid; what became of them stands in events."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.claim import BASIS, Debt
from bvt_cli.core.errors import NotFound
from bvt_cli.core.ledger import Stretch
from bvt_cli.core.period import Month
from bvt_cli.core.texts import text
from bvt_cli.store import seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.records import day_or_none

_SELECT = """
SELECT c.id, c.kind, c.run, c.home, c.agreement, c.first, c.last, c.amount_ore, c.instalments, c.at, c."by", t.reason,
    (SELECT max("on") FROM claim_event WHERE claim = c.id AND kind = 'letter'),
    (SELECT max("on") FROM claim_event WHERE claim = c.id AND kind = 'release' AND agreement IS NULL),
    (SELECT max("on") FROM claim_event WHERE claim = c.id AND kind = 'settled')
FROM claim AS c LEFT JOIN claim_text AS t ON t.id = c.id
"""


class Opened(NamedTuple):
    """A claim to open. `run`: the run that opens it, None for a block. `amount` in øre, below zero: owed to the

    service. `agreement` is None for a reversal, which concerns every agreement of the run.
    """

    kind: str
    run: int | None
    home: str | None
    agreement: str | None
    first: Month
    last: Month | None
    amount: int
    instalments: int
    reason: str


class Claim(NamedTuple):
    """A claim as it stands. `letter_on`: when the home was written to; `released_on`: when it was let go;

    `settled_on`: when what was left of money taken back was paid in, or written off.
    """

    number: int
    kind: str
    run: int | None
    home: str | None
    agreement: str | None
    first: Month
    last: Month | None
    amount: int
    instalments: int
    at: str
    by: str
    reason: str | None
    letter_on: date | None
    released_on: date | None
    settled_on: date | None

    @property
    def ref(self) -> str:
        return claim_ref(self.number)


def claim_ref(number: int) -> str:
    return f"K{number}"


def next_number(connection: Connection) -> int:
    found: int = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM claim").fetchone()[0]
    return found


def open_claim(connection: Connection, number: int, opened: Opened, signed: Signed) -> None:
    """Write a claim; one with a run before the run itself, which closes it."""
    months = (str(opened.first), None if opened.last is None else str(opened.last))
    connection.execute(
        'INSERT INTO claim (id, kind, run, home, agreement, first, last, amount_ore, instalments, at, "by", login) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, opened.kind, opened.run, opened.home, opened.agreement, *months, opened.amount, opened.instalments,
         signed.at, signed.by, signed.login),
    )  # fmt: skip
    connection.execute("INSERT INTO claim_text (id, reason) VALUES (?, ?)", (number, opened.reason))
    seal.add(connection, "claim", number)


def note_event(
    connection: Connection,
    claim: int,
    kind: str,
    on: date,
    reason: str | None,
    agreement: str | None,
    signed: Signed,
    amount: int | None = None,
) -> None:
    """Say what became of a claim: a `letter` was sent, it was let go (`release`, of one agreement or whole), or what

    was left of it (`amount`, øre) was `settled` outside the pay.
    """
    cursor = connection.execute(
        'INSERT INTO claim_event (claim, kind, agreement, amount_ore, "on", at, "by", login) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (claim, kind, agreement, amount, on.isoformat(), signed.at, signed.by, signed.login),
    )
    connection.execute("INSERT INTO claim_event_text (id, reason) VALUES (?, ?)", (cursor.lastrowid, reason))
    seal.add(connection, "claim_event", cursor.lastrowid)


def all_claims(connection: Connection) -> Iterator[Claim]:
    for row in connection.execute(f"{_SELECT} ORDER BY c.id"):
        yield Claim(
            number=row[0],
            kind=row[1],
            run=row[2],
            home=row[3],
            agreement=row[4],
            first=Month.parse(row[5]),
            last=None if row[6] is None else Month.parse(row[6]),
            amount=row[7],
            instalments=row[8],
            at=row[9],
            by=row[10],
            reason=row[11],
            letter_on=day_or_none(row[12]),
            released_on=day_or_none(row[13]),
            settled_on=day_or_none(row[14]),
        )


def claim(connection: Connection, ref: str) -> Claim:
    """A claim by its name, `K1`. Raises NotFound."""
    found = next((each for each in all_claims(connection) if each.ref == ref.upper()), None)
    if found is None:
        raise NotFound(text("There is no claim {ref}.", ref=ref))
    return found


def of_run(connection: Connection, number: int) -> list[Claim]:
    return [each for each in all_claims(connection) if each.run == number]


def blocked(connection: Connection) -> dict[str, tuple[Stretch, ...]]:
    """By agreement the months that open claims keep as they are: pay stopped, and runs reversed."""
    found: dict[str, tuple[Stretch, ...]] = {}
    for each in all_claims(connection):
        for agreement, stretches in kept_back(connection, each).items():
            found[agreement] = (*found.get(agreement, ()), *stretches)
    return found


def kept_back(connection: Connection, claim: Claim) -> dict[str, tuple[Stretch, ...]]:
    """The months that one claim keeps as they are, by agreement; those it has let go are left out."""
    select = "SELECT agreement FROM claim_event WHERE claim = ? AND kind = 'release'"
    released = {row[0] for row in connection.execute(select, (claim.number,))}
    found: dict[str, tuple[Stretch, ...]] = {}
    for agreement, stretch in _stretches(connection, claim):
        if not {None, agreement} & released:
            found[agreement] = (*found.get(agreement, ()), stretch)
    return found


def _stretches(connection: Connection, claim: Claim) -> Iterator[tuple[str, Stretch]]:
    if claim.kind == "block" and claim.agreement is not None:
        yield claim.agreement, Stretch(claim.first, claim.last)
    elif claim.kind == "reversal":
        select = f"SELECT DISTINCT agreement, for_month FROM line WHERE run = ? AND basis <> '{BASIS}'"
        for agreement, month in connection.execute(select, (claim.run,)):
            yield agreement, Stretch(Month.parse(month), Month.parse(month))


def debts(connection: Connection) -> Iterator[Debt]:
    """What is being paid back in instalments, in the order the claims were opened. Of closed runs only: the lines of

    one that is being written are not yet anybody's.
    """
    claims = {
        each.ref: each
        for each in all_claims(connection)
        if each.kind == "recovery" and each.instalments > 1 and each.settled_on is None
    }
    if not claims:
        return
    lent: dict[str, dict[tuple[str, bool], int]] = {}
    paid: dict[str, dict[tuple[str, bool], int]] = {}
    about: dict[str, tuple[str, str | None]] = {}
    select = f"""
        SELECT item, component, taxable, amount_ore, measure, "case", run FROM line WHERE basis = '{BASIS}'
        AND run IN (SELECT id FROM run) ORDER BY run, n
    """
    for item, component, taxable, amount, measure, case, run in connection.execute(select):
        if item not in claims:
            continue
        opening = run == claims[item].run
        into = (lent if opening else paid).setdefault(item, {})
        key = (component, bool(taxable))
        into[key] = into.get(key, 0) + (amount if opening else -amount)
        about[item] = (measure, case)
    for ref, each in claims.items():
        if ref in lent:
            yield Debt(
                ref, str(each.home), str(each.agreement), *about[ref], each.first, each.instalments, lent[ref],
                paid.get(ref, {}), each.letter_on is not None,
            )  # fmt: skip


def events(connection: Connection, number: int) -> list[Mapping[str, object]]:
    """What became of a claim, in order."""
    select = """
        SELECT e.kind, e.agreement, e."on", e.at, e."by", t.reason FROM claim_event AS e
        LEFT JOIN claim_event_text AS t ON t.id = e.id WHERE e.claim = ? ORDER BY e.id
    """
    keys = ("kind", "agreement", "on", "at", "by", "reason")
    return [dict(zip(keys, row, strict=True)) for row in connection.execute(select, (number,))]
