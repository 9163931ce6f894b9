"""The folders of homes that have been paid, read for the audit: no names, no texts."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from bvt_cli.core.agreement import Facts
from bvt_cli.core.audit_beside import evaluated
from bvt_cli.core.audit_folder import Authorised, Evaluated, Folder, PaidTo
from bvt_cli.core.follow_up import Followed, limits_on
from bvt_cli.core.form_home import HOME
from bvt_cli.core.grant import Grant
from bvt_cli.core.ledger import Posted
from bvt_cli.core.payout import Payee, in_force
from bvt_cli.core.period import Month, Span
from bvt_cli.core.practice import Practice
from bvt_cli.store import authorisations, dossier, facts, follow_up_facts, grants, records, runs
from bvt_cli.store.database import Connection

_PAID = """
SELECT home FROM line WHERE for_month BETWEEN ? AND ? AND basis <> 'claim'
GROUP BY home HAVING sum(amount_ore) > 0 ORDER BY length(home), home
"""
_AGREEMENTS = """
SELECT DISTINCT home, agreement FROM line WHERE for_month BETWEEN ? AND ? AND basis <> 'claim'
ORDER BY length(agreement), agreement
"""
_CHILDREN = """
SELECT DISTINCT a.child FROM line AS l JOIN agreement AS a ON a.ref = l.agreement
WHERE l.for_month BETWEEN ? AND ? AND a.child IS NOT NULL
"""
_PAYEES = """
SELECT r.person, r."from", r.payroll_id, t.account FROM run_payee AS r LEFT JOIN run_payee_text AS t ON t.id = r.id
WHERE r.run = ? AND r.home = ?
"""
_CONFIRMED = """
SELECT c.person, c.payroll_id, t.account FROM payee_confirmation AS c
LEFT JOIN payee_confirmation_text AS t ON t.id = c.id WHERE c.home = ?
"""
_HOME = HOME._replace(
    fields=tuple(
        field._replace(fields=tuple(each for each in field.fields if not each.personal))
        for field in HOME.fields
        if field.key in ("ref", "kind", "commitment_months", "has_been_fosterhjem", "persons", "steps", "approvals")
    )
)


def paid_homes(connection: Connection, first: Month, last: Month) -> list[str]:
    """The homes that lines stand of for these months, in the order of refs."""
    return [row[0] for row in connection.execute(_PAID, (str(first), str(last)))]


def paid_grants(connection: Connection, first: date, last: date) -> list[Grant]:
    """The grants paid from a day to another, both included."""
    return [each for each in grants.all_grants(connection) if each.paid_in(first, last)]


def children_of_paid_homes(connection: Connection, first: Month, last: Month) -> set[str]:
    """The children that homes were paid for in these months."""
    return {row[0] for row in connection.execute(_CHILDREN, (str(first), str(last)))}


class Folders:
    """The folders of some homes. `today`: what is due or done later is not asked for."""

    def __init__(
        self, connection: Connection, homes: Collection[str], first: Month, last: Month, today: date, practice: Practice
    ) -> None:
        self._connection = connection
        self._months = first, last
        self._days = Span(first.first, min(last.last, today))
        self._practice = practice
        self._homes = records.load(connection, _HOME, homes)
        self._under: defaultdict[str, list[str]] = defaultdict(list)
        for home, agreement in connection.execute(_AGREEMENTS, (str(first), str(last))):
            if home in self._homes:
                self._under[home].append(agreement)
        wanted = {agreement for agreements in self._under.values() for agreement in agreements}
        self._facts = {each.agreement.ref: each for each in facts.all_facts(connection) if each.agreement.ref in wanted}
        self._followed = {
            each.agreement: each for each in follow_up_facts.followed(connection) if each.agreement in wanted
        }
        self._grants = paid_grants(connection, *self._days)
        self._authorised = authorisations.authorised_by(connection)
        self._months_of_runs = {run.number: run.month for run in runs.all_runs(connection)}

    def __iter__(self) -> Iterator[Folder]:
        for ref, record in self._homes.items():
            lines = tuple(self._lines(ref))
            agreements = {of: self._facts[of] for of in self._under[ref] if of in self._facts}
            strict = sorted({number for number in map(_run, lines) if self._four_eyes(number)})
            yield Folder(
                home=dossier.home_of(record),
                lines=lines,
                agreements=agreements,
                evaluations=tuple(self._evaluations(ref, {each.line.agreement for each in lines})),
                grants=tuple(self._grants_of(agreements.values())),
                payees=tuple(self._payees(ref, [each for each in lines if _run(each) in strict])),
                runs=tuple(Authorised(f"R{number}", number in self._authorised) for number in strict),
            )

    def _lines(self, home: str) -> Iterator[Posted]:
        first, last = self._months
        for agreement in self._under[home]:
            for each in runs.posted(self._connection, agreement):
                if each.standing and each.line.home == home and first <= each.line.for_month <= last:
                    yield each

    def _four_eyes(self, run: int) -> bool:
        return self._practice.value("four_eyes", self._months_of_runs[run].first) == "on"

    def _evaluations(self, home: str, agreements: Collection[str]) -> Iterator[Evaluated]:
        first, last = self._days
        for each in self._followed.values():
            if each.agreement in agreements and each.home == home:
                found = evaluated(each, first, last, limits_on(self._practice, self._ends(each, last)))
                if found is not None:
                    yield found

    def _ends(self, followed: Followed, last: date) -> date:
        return max(min(last, followed.until), followed.first)

    def _grants_of(self, agreements: Collection[Facts]) -> Iterator[Grant]:
        children = {each.agreement.child for each in agreements}
        return (each for each in self._grants if each.child in children)

    def _payees(self, home: str, lines: list[Posted]) -> Iterator[PaidTo]:
        """Whom these lines were paid to: the payees of the last day of the month, as they were kept with the run."""
        confirmed = set(self._connection.execute(_CONFIRMED, (home,)))
        for run, month in sorted({(_run(each), each.line.for_month) for each in lines}):
            known = [_payee(row) for row in self._connection.execute(_PAYEES, (run, home))]
            paid = in_force(known, month.last)
            if not paid:
                yield PaidTo(f"R{run}", None, False)
            for each in paid:
                yield PaidTo(f"R{run}", each.person, (each.person, each.payroll_id, each.account) in confirmed)


def _payee(row: tuple[Any, ...]) -> Payee:
    person, since, payroll_id, account = row
    return Payee(person, date.fromisoformat(since), Fraction(1), payroll_id, account)


def _run(line: Posted) -> int:
    return runs.run_number(line.ref.partition("-")[0])
