"""A posting, or the preview of one: what settle() says of every agreement, gathered, and written as a run."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bvt_cli.core.ledger import Entry, Held, Plan, Settlement, settle
from bvt_cli.core.payment import Finding, PayRules, shared_days
from bvt_cli.core.period import Month
from bvt_cli.store import facts, journal, runs
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.runs import Recovery, Run, UsedFile


class Found(NamedTuple):
    """What a posting found beside its lines. `unrated`: the month has days to be paid and none has a rate."""

    held: tuple[Held, ...]
    problems: tuple[Finding, ...]
    skipped: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    unrated: bool


class Posting:
    """One pass over all agreements. Draw `entries` to the end; then `found` and the rest can be asked for.

    Lines are handed on as they come and not kept, so that a large register needs no more memory than a small one.
    `recover`: the agreements from which money may be taken back, with the reasons. `tick`: called for each agreement.
    """

    def __init__(
        self,
        connection: Connection,
        month: Month,
        pay_rules: PayRules,
        recover: Mapping[str, str],
        tick: Callable[[], None] | None = None,
    ) -> None:
        self._tick = tick
        self._connection = connection
        self._month = month
        self._pay_rules = pay_rules
        self._recover = recover
        self._plan = Plan(month)
        self._held: list[Held] = []
        self._problems: list[Finding] = []
        self._skipped: list[Finding] = []
        self._notes: list[Finding] = []
        self._to_pay = self._rated = False
        self._tables: set[date] = set()
        self._taken_back: dict[str, int] = {}
        self.lines = 0
        self.homes: dict[str, tuple[int, int, int]] = {}
        """What each home is paid: taxable, tax-free, and how much of both is corrections and reversals, in øre."""

    def entries(self) -> Iterator[Entry]:
        """The lines to post, in the order of homes, agreements and months."""
        first = facts.pay_from(self._connection)
        any_posted = runs.next_number(self._connection) > 1
        for each in facts.all_facts(self._connection):
            if self._tick is not None:
                self._tick()
            ref = each.agreement.ref
            posted = runs.posted(self._connection, ref) if any_posted else ()
            settlement = settle(each, self._month, first, posted, self._pay_rules, recover=ref in self._recover)
            self._note(settlement)
            if settlement.entries:
                self._count(settlement.entries)
                yield from settlement.entries

    def _note(self, settlement: Settlement) -> None:
        month = settlement.month
        self._held.extend(settlement.held)
        self._notes.extend(settlement.notes)
        self._problems.extend(filter(None, (month.problem,)))
        self._skipped.extend(filter(None, (month.skipped,)))
        self._to_pay = self._to_pay or month.days_to_pay
        self._rated = self._rated or month.rated

    def _count(self, entries: tuple[Entry, ...]) -> None:
        """Add up the lines of one agreement."""
        self._plan.add(entries)
        self.lines += len(entries)
        for kind, line, _ in entries:
            taxable, tax_free, changes = self.homes.get(line.home, (0, 0, 0))
            if line.taxable:
                taxable += line.amount
            else:
                tax_free += line.amount
            if kind != "reversal":
                self._tables.add(line.table)
            if kind != "ordinary":
                changes += line.amount
                if line.agreement in self._recover:
                    self._taken_back[line.agreement] = self._taken_back.get(line.agreement, 0) + line.amount
            self.homes[line.home] = (taxable, tax_free, changes)

    @property
    def plan(self) -> str:
        """The hash of all that would be posted."""
        return str(self._plan)

    def found(self) -> Found:
        shared = shared_days(facts.facts_of_shared_children(self._connection), self._month)
        return Found(
            tuple(self._held),
            tuple(self._problems),
            tuple(self._skipped),
            (*self._notes, *shared),
            self._to_pay and not self._rated,
        )

    def close(self, number: int, files: Mapping[str, UsedFile], signed: Signed) -> None:
        """Close the run the lines were written to, with the files it used and what it took back."""
        taxable = sum(home[0] for home in self.homes.values())
        total = taxable + sum(home[1] for home in self.homes.values())
        run = Run(number, self._month, signed.at, signed.by, signed.login, self.plan, self.lines, total, taxable)
        tables = {table.isoformat() for table in self._tables}
        used = [file for name, file in files.items() if _is_used(name, tables)]
        taken_back = [
            Recovery(agreement, amount, self._recover[agreement])
            for agreement, amount in self._taken_back.items()
            if amount < 0
        ]
        runs.write_run(self._connection, run, used, taken_back, signed)
        after = {
            "month": self._month,
            "lines": self.lines,
            "plan": self.plan,
            "recovered": {each.agreement: each.reason for each in taken_back},
        }
        journal.write(self._connection, signed, "run", run.ref, None, after)


def changed_files(connection: Connection, files: Mapping[str, UsedFile]) -> list[str]:
    """The files that earlier runs used and that are now different, or gone."""
    known = runs.files_used(connection)
    return sorted(name for name, file in known.items() if name not in files or files[name].sha256 != file.sha256)


def _is_used(name: str, tables: set[str]) -> bool:
    """Whether a run used a file: the tables of its lines, and the settings and measures, shipped and own."""
    folder, _, file = name.rpartition("/")
    return file.removesuffix(".yaml") in (tables if folder == "ks" else ("settings", "measures"))
