"""A posting, or the preview of one: what settle() says of every agreement, gathered, and written as a run."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bvt_cli.core.claim import due_instalment, instalment, lend
from bvt_cli.core.ledger import Entry, Held, Plan, Settlement, settle
from bvt_cli.core.payment import Finding, PayRules, shared_days
from bvt_cli.core.period import Month
from bvt_cli.store import chain, claims, facts, journal, payouts, runs
from bvt_cli.store.claims import Opened
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.past import Journalled
from bvt_cli.store.runs import Run, UsedFile


class Found(NamedTuple):
    """What a posting found beside its lines. `unrated`: the month has days to be paid and none has a rate."""

    held: tuple[Held, ...]
    problems: tuple[Finding, ...]
    skipped: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    unrated: bool


class Terms(NamedTuple):
    """What somebody has said about a posting.

    `recover`: the agreements from which money may be taken back, in so many `instalments` (1: at once);
    `stopped`: agreements of which nothing is posted; `accepted`: doubts that were accepted, by name;
    `reason`: why.
    """

    recover: Collection[str] = ()
    instalments: int = 1
    reason: str = ""
    stopped: Collection[str] = ()
    accepted: Sequence[str] = ()


class Posting:
    """One pass over all agreements. Draw `entries` to the end; then `found` and the rest can be asked for.

    Lines are handed on as they come and not kept, so that a large register needs no more memory than a small one.
    `tick`: called for each agreement.
    """

    def __init__(
        self,
        connection: Connection,
        month: Month,
        pay_rules: PayRules,
        terms: Terms,
        tick: Callable[[], None] | None = None,
    ) -> None:
        self._tick = tick
        self._connection = connection
        self._month = month
        self._pay_rules = pay_rules
        self._terms = terms
        self._plan = Plan(month)
        self._held: list[Held] = []
        self._problems: list[Finding] = []
        self._skipped: list[Finding] = []
        self._notes: list[Finding] = []
        self._to_pay = self._rated = False
        self._tables: set[str] = set()  # of KS, by their dates, and of mileage
        self._recoveries: dict[str, tuple[str, str, int]] = {}  # claim: home, agreement, øre
        self.lines = 0
        self.homes: dict[str, tuple[int, int, int]] = {}
        """What each home is paid: taxable, tax-free, and how much of both is corrections and reversals, in øre."""

    def entries(self) -> Iterator[Entry]:
        """The lines to post, in the order of homes, agreements and months."""
        first = facts.pay_from(self._connection)
        any_posted = runs.next_number(self._connection) > 1
        blocked = claims.blocked(self._connection)
        journalled = Journalled(self._connection)
        for each in facts.all_facts(self._connection):
            if self._tick is not None:
                self._tick()
            ref = each.agreement.ref
            settlement = settle(
                each,
                self._month,
                first,
                runs.posted(self._connection, ref) if any_posted else (),
                self._pay_rules,
                recover=ref in self._terms.recover,
                blocked=blocked.get(ref, ()),
                past=journalled.past_of(each) if any_posted else None,
            )
            stopped = ref in self._terms.stopped
            self._note(settlement._replace(held=()) if stopped else settlement)
            entries = () if stopped else settlement.entries
            if ref in self._terms.recover:
                entries = (*entries, *self._lent(ref, entries))
            if entries:
                self._count(entries)
                yield from entries
        yield from self._paid_down()

    def _lent(self, agreement: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Note what is taken back under an agreement, and put it off where it is to be paid in instalments."""
        changed = [entry for entry in entries if entry.kind != "ordinary"]
        amount = sum(entry.line.amount for entry in changed)
        if amount >= 0:
            return ()
        claim = claims.claim_ref(claims.next_number(self._connection) + len(self._recoveries))
        self._recoveries[claim] = (changed[0].line.home, agreement, amount)
        return lend(changed, claim, self._month) if self._terms.instalments > 1 else ()

    def _paid_down(self) -> Iterator[Entry]:
        """The instalments of earlier claims, after all that the homes are paid otherwise."""
        for debt in claims.debts(self._connection):
            taxable, tax_free, _ = self.homes.get(debt.home, (0, 0, 0))
            entries = instalment(debt, self._month, taxable + tax_free)
            if entries:
                self._count(entries)
                yield from entries
            elif due_instalment(debt, self._month):
                code = "instalment_waits" if debt.announced else "letter_missing"
                self._notes.append(Finding(debt.agreement, debt.home, code, self._month))

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
        for kind, line, _, _ in entries:
            taxable, tax_free, changes = self.homes.get(line.home, (0, 0, 0))
            if line.taxable:
                taxable += line.amount
            else:
                tax_free += line.amount
            if kind != "reversal" and line.table is not None:
                self._tables.add("mileage" if line.grounds is None else line.table.isoformat())
            if kind != "ordinary":
                changes += line.amount
            self.homes[line.home] = (taxable, tax_free, changes)

    @property
    def claims(self) -> list[str]:
        """The names of the claims that taking money back opened."""
        return list(self._recoveries)

    @property
    def recovered(self) -> dict[str, int]:
        """By agreement what is taken back, in øre below zero."""
        return {agreement: amount for _, agreement, amount in self._recoveries.values()}

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

    def close(self, number: int, files: Mapping[str, UsedFile], signed: Signed) -> str:
        """Close the run the lines were written to, with its claims, payees and files; the new head of the chain."""
        taxable = sum(home[0] for home in self.homes.values())
        total = taxable + sum(home[1] for home in self.homes.values())
        run = Run(number, self._month, signed.at, signed.by, signed.login, self.plan, self.lines, total, taxable)
        used = [file for name, file in files.items() if _is_used(name, self._tables)]
        first_claim = claims.next_number(self._connection)
        for at, (home, agreement, amount) in enumerate(self._recoveries.values(), start=first_claim):
            opened = Opened(
                "recovery", number, home, agreement, self._month, None, amount, self._terms.instalments,
                self._terms.reason,
            )  # fmt: skip
            claims.open_claim(self._connection, at, opened, signed)
        after = {
            "month": self._month,
            "lines": self.lines,
            "plan": self.plan,
            "recovered": {agreement: self._terms.reason for _, agreement, _ in self._recoveries.values()},
            "accepted": dict.fromkeys(self._terms.accepted, self._terms.reason),
        }
        return close_run(self._connection, run, used, signed, after)


def close_run(
    connection: Connection, run: Run, files: Iterable[UsedFile], signed: Signed, after: Mapping[str, object]
) -> str:
    """Close a run whose lines are written, and journal it (`after`: what is said there); the new head of the chain."""
    payouts.keep(connection, run.number)
    runs.write_run(connection, run, files, signed)
    journal.write(connection, signed, "run", run.ref, None, after)
    return chain.add(connection, run, run.plan)


def changed_files(connection: Connection, files: Mapping[str, UsedFile]) -> list[str]:
    """The files that earlier runs used and that are now different, or gone."""
    known = runs.files_used(connection)
    return sorted(name for name, file in known.items() if name not in files or files[name].sha256 != file.sha256)


def _is_used(name: str, tables: set[str]) -> bool:
    """Whether a run used a file: the tables of its lines, and the settings and measures, shipped and own."""
    return name.rpartition("/")[2].removesuffix(".yaml") in {*tables, "settings", "measures"}
