"""The posted ledger: runs and their lines, written once and read for ever."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from bvt_cli.core.claim import BASIS as CLAIM
from bvt_cli.core.errors import NotFound
from bvt_cli.core.ledger import Entry, Posted
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Month
from bvt_cli.core.pricing import Grounds
from bvt_cli.core.texts import text
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_COLUMNS = (
    "run", "n", "kind", "home", "agreement", "measure", "component", "basis", "for_month", "first", "last", "taxable",
    "provisional", "rate_table", "rate_ore", "unit", "quantity", "amount_ore", '"case"', "reverses_run", "reverses_n",
    "age", "band_from", "band_to", "age_rule", "days", "month_days", "whole", "share", "item", "reference",
    "approved_by", "causes",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM line"
_INSERT = f"INSERT INTO line ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


_NO_GROUNDS = (None,) * 6


class UsedFile(NamedTuple):
    """A table or settings file as a run used it. `source`: the page a table was taken from."""

    name: str
    sha256: str
    source: str | None


class Run(NamedTuple):
    """A posting. Amounts in øre; `posted_at` in UTC."""

    number: int
    month: Month
    posted_at: str
    by: str
    login: str
    plan: str
    lines: int
    total: int
    taxable: int

    @property
    def ref(self) -> str:
        return f"R{self.number}"


class RunLine(NamedTuple):
    """A line of a run with its name (`R1-12`)."""

    ref: str
    entry: Entry


def line_ref(run: int, number: int) -> str:
    return f"R{run}-{number}"


def table_file(line: Line) -> str:
    """The name of the file a line's rate was taken from, as runs keep it; nothing where it has none."""
    return "" if line.table is None or line.grounds is None else f"ks/{line.table.isoformat()}.yaml"


def run_number(ref: str) -> int:
    """The number of a run named `R1`. Raises NotFound for what cannot be a run."""
    if ref[:1] not in ("R", "r") or not ref[1:].isascii() or not ref[1:].isdigit() or len(ref) > 12:
        raise NotFound(text("There is no run {ref}.", ref=ref))
    return int(ref[1:])


def next_number(connection: Connection) -> int:
    found: int = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM run").fetchone()[0]
    return found


def posted(connection: Connection, agreement: str) -> list[Posted]:
    """The lines of an agreement so far, and which of them stand; what claims have put off and taken is left out.

    A line that was taken back by a run that was itself reversed stands again, under the name of the last of these.
    """
    select = f"{_SELECT} WHERE agreement = ? AND basis <> '{CLAIM}' ORDER BY run, n"
    rows = connection.execute(select, (agreement,)).fetchall()
    back: dict[tuple[int, int], bool] = {}  # whether a line takes pay back (a reversal of a reversal gives it)
    reversed_lines = set()
    for row in rows:
        of = (row[19], row[20])
        back[row[0], row[1]] = row[2] == "reversal" and not back[of]
        if row[2] == "reversal":
            reversed_lines.add(of)
    return [
        Posted(line_ref(*row[:2]), _line(row), not back[row[0], row[1]] and (row[0], row[1]) not in reversed_lines)
        for row in rows
    ]


def write_lines(connection: Connection, number: int, entries: Iterable[Entry]) -> None:
    """The lines of a run to come, in order; the run itself is written last (`write_run`) and closes it."""
    connection.executemany(_INSERT, (_row(number, place, entry) for place, entry in enumerate(entries, start=1)))


def write_run(connection: Connection, run: Run, files: Iterable[UsedFile], signed: Signed) -> None:
    """Close a run: from here on nothing can be added to it. Its claims and payees have been written before."""
    connection.executemany(
        "INSERT INTO run_file (run, name, sha256, source) VALUES (?, ?, ?, ?)",
        ((run.number, *file) for file in files),
    )
    connection.execute(
        'INSERT INTO run (id, month, posted_at, "by", login, plan, lines, total_ore, taxable_ore) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (run.number, str(run.month), signed.at, signed.by, signed.login, run.plan, run.lines, run.total, run.taxable),
    )


def all_runs(connection: Connection) -> Iterator[Run]:
    select = 'SELECT id, month, posted_at, "by", login, plan, lines, total_ore, taxable_ore FROM run ORDER BY id'
    for row in connection.execute(select):
        yield Run(row[0], Month.parse(row[1]), *row[2:])


def run(connection: Connection, ref: str) -> Run:
    """A run by its name. Raises NotFound."""
    number = run_number(ref)
    found = next((each for each in all_runs(connection) if each.number == number), None)
    if found is None:
        raise NotFound(text("There is no run {ref}.", ref=ref))
    return found


def lines(connection: Connection, number: int, home: str | None = None) -> Iterator[RunLine]:
    """The lines of a run in order, or of these those of one home."""
    select = f"{_SELECT} WHERE run = ?1 AND home = coalesce(?2, home) ORDER BY n"
    for row in connection.execute(select, (number, home)):
        yield RunLine(line_ref(row[0], row[1]), _entry(row))


def line(connection: Connection, ref: str) -> RunLine:
    """A line by its name. Raises NotFound."""
    run_ref, dash, place = ref.partition("-")
    if dash and place.isascii() and place.isdigit() and len(place) < 12:
        select = f"{_SELECT} WHERE run = ? AND n = ?"
        row = connection.execute(select, (run_number(run_ref), int(place))).fetchone()
        if row is not None:
            return RunLine(line_ref(row[0], row[1]), _entry(row))
    raise NotFound(text("There is no line {ref}.", ref=ref))


def reversed_by(connection: Connection, ref: str) -> str | None:
    """The name of the line that takes a line back, or None while it stands."""
    run, _, place = ref[1:].partition("-")
    select = "SELECT run, n FROM line WHERE reverses_run = ? AND reverses_n = ?"
    row = connection.execute(select, (int(run), int(place))).fetchone()
    return None if row is None else line_ref(*row)


def files_used(connection: Connection, number: int | None = None) -> dict[str, UsedFile]:
    """The files a run used, or, of all runs, each file as the last run that used it knew it."""
    where, values = ("WHERE run = ?", (number,)) if number is not None else ("", ())
    select = f"SELECT name, sha256, source FROM run_file {where} ORDER BY run"
    return {row[0]: UsedFile(*row) for row in connection.execute(select, values)}


def taken_back_because(connection: Connection, number: int, agreement: str) -> str | None:
    """Why a run took money back under an agreement, where it did and the reason has not been erased."""
    select = """
        SELECT t.reason FROM claim AS c JOIN claim_text AS t ON t.id = c.id
        WHERE c.run = ? AND coalesce(c.agreement, ?) = ?
    """
    row = connection.execute(select, (number, agreement, agreement)).fetchone()
    return None if row is None else row[0]


def is_reversal(connection: Connection, number: int) -> bool:
    """Whether a run took another back whole: all it holds are reversals, and no posting decided on them."""
    select = "SELECT command FROM journal WHERE what = 'run' AND ref = ? ORDER BY id LIMIT 1"
    row = connection.execute(select, (f"R{number}",)).fetchone()
    return row is not None and row[0] == "pay reverse"


def posted_of_home_after(connection: Connection, home: str, day: date) -> int:
    """How many standing lines of a home are for days after a day."""
    select = """
        SELECT count(*) FROM line AS l WHERE l.home = ? AND l.last > ? AND l.kind <> 'reversal'
        AND NOT EXISTS (SELECT 1 FROM line AS r WHERE r.reverses_run = l.run AND r.reverses_n = l.n)
    """
    found: int = connection.execute(select, (home, day.isoformat())).fetchone()[0]
    return found


def wrong_sums(connection: Connection) -> list[str]:
    """Runs whose lines do not add up to what was noted when they were closed."""
    select = """
        SELECT run.id FROM run LEFT JOIN line ON line.run = run.id GROUP BY run.id
        HAVING count(line.n) <> run.lines OR coalesce(sum(line.amount_ore), 0) <> run.total_ore
        OR coalesce(sum(line.amount_ore * line.taxable), 0) <> run.taxable_ore
    """
    return [f"run R{row[0]}: sums" for row in connection.execute(select)]


def _row(run: int, place: int, entry: Entry) -> tuple[Any, ...]:
    line, grounds = entry.line, entry.line.grounds
    reverses_run, reverses_n = (None, None)
    if entry.reverses is not None:
        reverses_run, reverses_n = (int(part) for part in entry.reverses[1:].split("-"))
    return (
        run,
        place,
        entry.kind,
        *line[:5],
        str(line.for_month),
        line.first.isoformat(),
        line.last.isoformat(),
        line.taxable,
        line.provisional,
        None if line.table is None else line.table.isoformat(),
        line.rate,
        line.unit,
        str(line.quantity),
        line.amount,
        line.case,
        reverses_run,
        reverses_n,
        *(_NO_GROUNDS if grounds is None else grounds[:6]),
        None if grounds is None or grounds.whole is None else str(grounds.whole),
        None if grounds is None else grounds.share,
        line.item,
        line.reference,
        line.approved_by,
        " ".join(entry.causes) or None,
    )


def _line(row: tuple[Any, ...]) -> Line:
    return Line(
        home=row[3],
        agreement=row[4],
        measure=row[5],
        component=row[6],
        basis=row[7],
        for_month=Month.parse(row[8]),
        first=date.fromisoformat(row[9]),
        last=date.fromisoformat(row[10]),
        taxable=bool(row[11]),
        provisional=bool(row[12]),
        table=None if row[13] is None else date.fromisoformat(row[13]),
        rate=row[14],
        unit=row[15],
        quantity=Fraction(row[16]),
        amount=row[17],
        item=row[29],
        case=row[18],
        grounds=None if row[25] is None else _grounds(row),
        reference=row[30],
        approved_by=row[31],
    )


def _grounds(row: tuple[Any, ...]) -> Grounds:
    return Grounds(
        age=row[21],
        band_from=row[22],
        band_to=row[23],
        age_rule=row[24],
        days=row[25],
        month_days=row[26],
        whole=None if row[27] is None else Fraction(row[27]),
        share=row[28],
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    reverses = None if row[19] is None else line_ref(row[19], row[20])
    return Entry(row[2], _line(row), reverses, tuple((row[32] or "").split()))
