"""What statements and letters tell, read from the ledger: posted lines, payees, claims; and whom they go to."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from bvt_cli.core.claim import BASIS, Debt
from bvt_cli.core.field import Record
from bvt_cli.core.form_home import HOME
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Month
from bvt_cli.core.statement import About, ClaimTold, Letter, Share, Statement, Told, plan, statement
from bvt_cli.store import claims, payouts, records, runs
from bvt_cli.store.claims import Claim
from bvt_cli.store.database import Connection
from bvt_cli.store.runs import Run, RunLine, line_ref

_WRITTEN_TO = ("ref", "name", "language", "address", "postcode", "city", "protected")
_OF_RUN = "SELECT home, agreement, sum(amount_ore) FROM line WHERE run = ? GROUP BY home, agreement ORDER BY min(n)"
_ABOUT = """
SELECT a.ref, a.measure, c."case", a.contact FROM agreement AS a LEFT JOIN child AS c ON c.ref = a.child
"""
_TAKEN_BACK = "SELECT reverses_run, reverses_n, run, n FROM line WHERE reverses_run IS NOT NULL"
_PAID_BACK = f"""
SELECT l.item, -sum(l.amount_ore) FROM line AS l JOIN run AS r ON r.id = l.run
WHERE l.basis = '{BASIS}' AND l.run <> (SELECT c.run FROM claim AS c WHERE 'K' || c.id = l.item)
AND r.month BETWEEN ? AND ? GROUP BY l.item
"""
EARLIEST, LATEST = Month(1, 1), Month(9999, 12)


def written_to(connection: Connection, refs: Sequence[str] | None = None, *, whole: bool = False) -> dict[str, Record]:
    """Homes by ref with what an envelope needs: name, address, and the language to write in.

    `whole`: with the addresses of protected homes.
    """
    return (records.load_whole if whole else records.load)(connection, HOME.only(*_WRITTEN_TO), refs)


def statements(connection: Connection, first: Month, last: Month, home: str | None = None) -> Iterator[Statement]:
    """The statements of the runs of some months: of one home (also where it has nothing), or of all that have any."""
    ledger = _Ledger(connection)
    by_home = ledger.lines(first, last, home)
    told = {each: list(ledger.claims(each, first, last)) for each in ([home] if home else ledger.homes_with_claims())}
    after = ledger.last_month(last)
    found = {*by_home, *(each for each, its in told.items() if its), *([home] if home else ())}
    for each in sorted(found, key=lambda ref: (len(ref), ref)):
        lines = by_home.get(each, [])
        yield statement(each, first, last, lines, told.get(each, ()), ledger.sources(lines), after)


def letter(connection: Connection, claim: Claim, home: str) -> Letter:
    """What a home is written about a claim; its corrected and reversed lines stand in the run that opened it."""
    ledger = _Ledger(connection)
    lines = ledger.lines_of_claim(claim, home)
    refs = [claim.agreement] if claim.agreement else list(dict.fromkeys(each.entry.line.agreement for each in lines))
    about = ledger.about()
    return Letter(
        home,
        ledger.claim_told(claim, home, LATEST),
        tuple(about.get(ref, About(ref, "", None, None)) for ref in refs),
        tuple(lines),
    )


def homes_of(connection: Connection, claim: Claim) -> list[str]:
    """The homes a claim concerns: its own, or all that were paid by the run it reverses."""
    found = [claim.home] if claim.home is not None else _of_run(connection, claim.run)
    return sorted(found, key=lambda ref: (len(ref), ref))


def agreements_of(connection: Connection, claim: Claim, home: str) -> list[str]:
    """The agreements of a home that a reversed run paid."""
    return list(_of_run(connection, claim.run).get(home, ()))


def _of_run(connection: Connection, number: int | None) -> dict[str, dict[str, int]]:
    """What a run comes to, in øre, by home and agreement."""
    found: dict[str, dict[str, int]] = {}
    for home, agreement, amount in connection.execute(_OF_RUN, (number,)):
        found.setdefault(home, {})[agreement] = amount
    return found


class _Ledger:
    """The ledger as statements need it, each table read once however many homes ask."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._runs: dict[int, Run] = {run.number: run for run in runs.all_runs(connection)}
        self._claims = list(claims.all_claims(connection))
        self._debts: dict[str, Debt] = {debt.claim: debt for debt in claims.debts(connection)}
        self._files = runs.files_used(connection)
        self._about = {row[0]: About(*row) for row in connection.execute(_ABOUT)}
        self._taken_back = {
            line_ref(row[0], row[1]): (row[2], line_ref(row[2], row[3])) for row in connection.execute(_TAKEN_BACK)
        }
        self._paid: dict[tuple[Month, Month], Mapping[str, int]] = {}
        self._reversed = {each.number: _of_run(connection, each.run) for each in self._claims if each.home is None}
        self._events = {number: claims.events(connection, number) for number in self._reversed}

    def lines(self, first: Month, last: Month, home: str | None) -> dict[str, list[Told]]:
        """By home its lines in the runs of some months, in the order they were posted."""
        found: dict[str, list[Told]] = {}
        for number, run in self._runs.items():
            if not first <= run.month <= last:
                continue
            own = list(runs.lines(self._connection, number, home))
            shares = self._shares(run.ref, home) if own else {}
            for line in own:
                found.setdefault(line.entry.line.home, []).append(self._told(run, line, shares.get(line.ref, ())))
        return found

    def lines_of_claim(self, claim: Claim, home: str) -> list[Told]:
        """The lines of the run that opened a claim which it is about: of a recovery the corrections and reversals."""
        if claim.run is None:
            return []
        run = self._runs[claim.run]
        shares = self._shares(run.ref, home)
        return [
            self._told(run, line, shares.get(line.ref, ()))
            for line in runs.lines(self._connection, claim.run, home)
            if claim.agreement in (None, line.entry.line.agreement)
            and (claim.agreement is None or line.entry.kind in ("correction", "reversal"))
        ]

    def sources(self, lines: Sequence[Told]) -> dict[date, str | None]:
        """Where each KS table of lines was taken from, as the runs knew it."""
        found: dict[date, str | None] = {}
        for each in lines:
            used = self._files.get(runs.table_file(each.entry.line))
            if each.entry.line.table is not None and used is not None:
                found[each.entry.line.table] = used.source
        return found

    def last_month(self, last: Month) -> Month:
        """The last month with a run, up to a month."""
        return max((run.month for run in self._runs.values() if run.month <= last), default=last)

    def about(self) -> Mapping[str, About]:
        return self._about

    def homes_with_claims(self) -> list[str]:
        return list(dict.fromkeys(home for each in self._claims for home in self._concerned(each)))

    def _concerned(self, claim: Claim) -> Collection[str]:
        return [claim.home] if claim.home is not None else self._reversed[claim.number]

    def claims(self, home: str, first: Month, last: Month) -> Iterator[ClaimTold]:
        """A home's claims that matter to a statement: opened, paid on or still open in its months."""
        in_period = self._paid_in(first, last)
        for each in self._claims:
            if each.first > last or home not in self._concerned(each):
                continue
            told = self.claim_told(each, home, last)
            if each.kind == "recovery":
                matters = each.first >= first or bool(told.outstanding) or bool(in_period.get(each.ref))
            else:
                matters = told.released_on is None or told.released_on >= first.first
            if matters:
                yield told

    def claim_told(self, claim: Claim, home: str, last: Month) -> ClaimTold:
        """A claim as it stood after the runs of a month."""
        debt = self._debts.get(claim.ref)
        amount = claim.amount
        if claim.kind == "reversal":
            amount = sum(self._reversed[claim.number].get(home, {}).values())
        about = self._about.get(claim.agreement or "")
        return ClaimTold(
            ref=claim.ref,
            kind=claim.kind,
            run=None if claim.run is None else f"R{claim.run}",
            agreement=claim.agreement,
            case=None if about is None else about.case,
            first=claim.first,
            last=claim.last,
            amount=amount,
            instalments=claim.instalments,
            plan=() if debt is None else plan(debt),
            paid=self._paid_in(EARLIEST, last).get(claim.ref, 0),
            reason=claim.reason,
            letter_on=self._event(claim, home, "letter"),
            released_on=self._event(claim, home, "release"),
        )

    def _event(self, claim: Claim, home: str, kind: str) -> date | None:
        """The day of the last event of a kind that holds for a home; of a reversed run it may be for it alone."""
        if claim.home is not None:
            return claim.letter_on if kind == "letter" else claim.released_on
        found = {
            event["agreement"]: date.fromisoformat(str(event["on"]))
            for event in self._events[claim.number]
            if event["kind"] == kind
        }
        own = self._reversed[claim.number].get(home, {})
        if own and all(agreement in found for agreement in own):
            return max(found[agreement] for agreement in own)
        return found.get(None)

    def _paid_in(self, first: Month, last: Month) -> Mapping[str, int]:
        """What was paid back by claim in the runs of some months, in øre."""
        if (first, last) not in self._paid:
            rows = self._connection.execute(_PAID_BACK, (str(first), str(last)))
            self._paid[first, last] = dict(rows.fetchall())
        return self._paid[first, last]

    def _shares(self, run: str, home: str | None) -> dict[str, tuple[Share, ...]]:
        """By line of a run, or of these those of one home, who has how much of it."""
        found: dict[str, tuple[Share, ...]] = {}
        for each in payouts.payouts(self._connection, run, home):
            if each.payee is not None:
                share = Share(each.payee.person, each.payee.name, each.share, each.amount)
                found[each.line] = (*found.get(each.line, ()), share)
        return found

    def _told(self, run: Run, line: RunLine, shares: tuple[Share, ...]) -> Told:
        reversed_run = None if line.entry.reverses is None else line.entry.reverses.partition("-")[0]
        later = self._taken_back.get(line.ref)
        return Told(
            ref=line.ref,
            paid_in=run.month,
            entry=line.entry,
            shares=shares,
            reverses_in=None if reversed_run is None else self._runs[runs.run_number(reversed_run)].month,
            taken_back=None if later is None else (later[1], self._runs[later[0]].month),
            reason=self._reason(run, line.entry.kind, line.entry.line),
        )

    def _reason(self, run: Run, kind: str, line: Line) -> str | None:
        """Why a line takes money back, where a claim of its run says so."""
        if kind not in ("correction", "reversal"):
            return None
        of_run = (each for each in self._claims if each.run == run.number)
        return next((each.reason for each in of_run if each.agreement in (None, line.agreement)), None)
