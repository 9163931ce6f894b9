"""What the pay tests share: the tables and rules as shipped, agreements, and a book to post in."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from bvt_cli.core.agreement import Agreement, Facts, PaidHome, Stay
from bvt_cli.core.home import Approval
from bvt_cli.core.ledger import Entry, Posted, Settlement, Stretch, settle
from bvt_cli.core.payment import Line, PayRules
from bvt_cli.core.period import Month
from bvt_cli.core.practice import Practice, Setting, Value
from bvt_cli.core.rate import Row, Table, Tables
from bvt_cli.store.rate_files import load_tables, shipped_rates
from bvt_cli.store.rule_files import load_practice

SHIPPED_TABLES = tuple(load_tables(shipped_rates(), None).tables)
SHIPPED_SETTINGS = tuple(load_practice(shipped_rates(), None).practice.all_in_force(date(2025, 1, 1)))
BANDS = {"fosterhjem": ((0, 6), (6, 11), (11, 15), (15, None)), "besokshjem": ((0, 10), (10, None))}


def invented_table(effective: date, month: int, day: int) -> Table:
    """A table KS never made: each band pays 1000 (a døgn: 50) kroner more cover of expenses than the one below."""
    rows = [
        Row(scheme, first, end, (base // 2 + step * number) * 100, base * 100, 0, "invented")
        for scheme, base, step in (("fosterhjem", month, 1000), ("besokshjem", day, 50))
        for number, (first, end) in enumerate(BANDS[scheme])
    ]
    return Table(effective, "invented", tuple(rows))


def pay_rules(
    settings: dict[str, Value] | None = None, *, provisional: bool = False, tables: Iterable[Table] = SHIPPED_TABLES
) -> PayRules:
    """The rules as shipped, but for `settings`, which the municipality has had since 2000."""
    own = [
        Setting(name, value, date(2000, 1, 1), "municipality", "", "", "settings.yaml")
        for name, value in (settings or {}).items()
    ]
    return PayRules(Tables(tables), Practice([*SHIPPED_SETTINGS, *own]), provisional)


RULES = pay_rules()


def agreed(
    measure: str = "besokshjem",
    first: date = date(2025, 1, 1),
    last: date | None = None,
    *,
    born: date | None = date(2018, 5, 4),
    stays: Iterable[Stay] = (),
    approvals: Iterable[Approval] | None = None,
    home: str = "H-001",
    ended_on: date | None = None,
    employment: str = "oppdragstaker",
    ref: str = "A-1",
    child: str = "C-77",
    case: str = "2024/1187",
    size: str | None = None,
    basis: str = "fixed",
    days_per_month: int | None = None,
    factor: Fraction = Fraction(1),
    aftercare: bool = False,
    paid_until: Month | None = None,
) -> Facts:
    """An agreement of an approved home about a child of 6; for a ressursfamilie about no child."""
    alone = measure == "ressursfamilie"
    return Facts(
        Agreement(
            ref=ref,
            home=home,
            child=None if alone else child,
            case=None if alone else case,
            measure=measure,
            first=first,
            last=last,
            basis=basis,
            days_per_month=days_per_month,
            size=size,
            factor=factor,
            aftercare=aftercare,
            paid_until=paid_until,
        ),
        PaidHome(
            home,
            employment,
            ended_on,
            (Approval(measure, date(2010, 1, 1)),) if approvals is None else tuple(approvals),
        ),
        None if alone else born,
        tuple(stays),
    )


class Book:
    """The runs of one agreement, kept as the register keeps them: nothing posted is ever changed."""

    def __init__(self, pay_from: Month = Month(2020, 1)) -> None:
        self.pay_from = pay_from
        self.entries: dict[str, Entry] = {}
        self.runs = 0
        self.knew: dict[str, Facts] = {}

    @property
    def posted(self) -> tuple[Posted, ...]:
        reversed_lines = {entry.reverses for entry in self.entries.values()}
        return tuple(
            Posted(ref, entry.line, entry.kind != "reversal" and ref not in reversed_lines)
            for ref, entry in self.entries.items()
        )

    @property
    def standing(self) -> list[Line]:
        return sorted(each.line for each in self.posted if each.standing)

    @property
    def total(self) -> int:
        return sum(entry.line.amount for entry in self.entries.values())

    def preview(
        self,
        facts: Facts,
        month: Month,
        rules: PayRules = RULES,
        recover: bool = False,
        blocked: tuple[Stretch, ...] = (),
    ) -> Settlement:
        return settle(facts, month, self.pay_from, self.posted, rules, recover, blocked=blocked, past=self.knew.get)

    def post(
        self,
        facts: Facts,
        month: Month,
        rules: PayRules = RULES,
        recover: bool = False,
        blocked: tuple[Stretch, ...] = (),
    ) -> Settlement:
        done = self.preview(facts, month, rules, recover, blocked)
        if done.entries:
            self.runs += 1
            self.knew[f"R{self.runs}"] = facts
        for number, entry in enumerate(done.entries, 1):
            self.entries[f"R{self.runs}-{number}"] = entry
        return done
