"""The KS rate tables: which table pays which day, and what a day or month is worth.

A table with effective date E covers the days from E to the day before the next table, and no
further than the day before the next 1 July after E (KS adjusts every 1 July, and an old table must
not go on silently). For some months past that a day is paid *provisionally* by the newest earlier
table, since KS is often late and homes must be paid. Before the first table there is no rate.

Source of the figures: KS, "Veiledende satser for fosterhjem og besøkshjem"; each table names its page.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bvt_cli.core.period import ONE_DAY, Month, Span, add_months, next_first_of_july

SCHEMES = ("fosterhjem", "besokshjem")
UNITS = {"fosterhjem": "month", "besokshjem": "day"}
COMPONENTS = ("grunnstotte", "utgiftsdekning")
TAXABLE = {"grunnstotte": True, "utgiftsdekning": False}


class Row(NamedTuple):
    """One age band of a table, [age_from, age_to) in whole years; `age_to` None is without end. Amounts in øre."""

    scheme: str
    age_from: int
    age_to: int | None
    utgiftsdekning: int
    grunnstotte: int
    printed_total: int
    printed_band: str

    @property
    def total_differs(self) -> int:
        """What the printed total is above the sum of its parts, in øre; kept as printed, never repaired."""
        return self.printed_total - self.utgiftsdekning - self.grunnstotte

    def component(self, name: str) -> int:
        return self.grunnstotte if name == "grunnstotte" else self.utgiftsdekning


class Table(NamedTuple):
    """A complete KS table, with the page it was taken from, and a note on it where one is due."""

    effective: date
    source: str
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def name(self) -> str:
        return self.effective.isoformat()

    def row(self, scheme: str, age: int) -> Row:
        """The row whose band holds an age. Bands have no gaps (`band_faults`), so there is one."""
        return next(
            row
            for row in self.rows
            if row.scheme == scheme and row.age_from <= age and (row.age_to is None or age < row.age_to)
        )


class Rate(NamedTuple):
    """What one unit is worth, and by which table. `amount` in øre; `unit` is `day` (a døgn) or `month`."""

    table: date
    amount: int
    unit: str
    provisional: bool


class TableDays(NamedTuple):
    """Days paid by one table; `table` None where there is no rate."""

    span: Span
    table: Table | None
    provisional: bool


class BandFault(NamedTuple):
    """Where the bands of a scheme leave a gap, overlap or stop short.

    `expected`: the age a band had to begin at, None where nothing could follow (a band without end
    came before); `found`: the age one begins at, None where none does.
    """

    scheme: str
    expected: int | None
    found: int | None


def band_faults(rows: Iterable[Row]) -> Iterator[BandFault]:
    """Faults in the bands: each must begin where the one before ended, the first at 0, the last be without end."""
    by_scheme: dict[str, list[Row]] = {scheme: [] for scheme in SCHEMES}
    for row in rows:
        by_scheme[row.scheme].append(row)
    for scheme, bands in by_scheme.items():
        expected: int | None = 0
        for row in sorted(bands, key=lambda row: row.age_from):
            if row.age_from != expected:
                yield BandFault(scheme, expected, row.age_from)
            expected = row.age_to
        if expected is not None:
            yield BandFault(scheme, expected, None)


class Tables:
    """The tables in order of date."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tuple(sorted(tables, key=lambda table: table.effective))
        if len({table.effective for table in self._tables}) < len(self._tables):
            raise ValueError("two tables with one effective date")

    def __iter__(self) -> Iterator[Table]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def at(self, day: date) -> Table | None:
        """The newest table in force on a day or, past its cover, before it."""
        earlier = [table for table in self._tables if table.effective <= day]
        return earlier[-1] if earlier else None

    def covered_until(self, table: Table) -> date:
        """The last day a table covers."""
        end = next_first_of_july(table.effective)
        after = [later.effective for later in self._tables if later.effective > table.effective]
        return min([end, *after[:1]]) - ONE_DAY

    def paid_until(self, table: Table, provisional_months: int) -> date:
        """The last day a table may pay, provisionally, past its cover."""
        return add_months(self.covered_until(table) + ONE_DAY, provisional_months) - ONE_DAY

    def days_of(self, month: Month, provisional_months: int, any_age: bool = False) -> tuple[TableDays, ...]:
        """A month cut where another table begins to pay, or none does.

        `provisional_months`: how long past its cover a table may pay; `any_age`: however old it is.
        """
        cuts = {month.first}
        for table in self._tables:
            cuts.add(table.effective)
            cuts.add(self.covered_until(table) + ONE_DAY)
            cuts.add(self.paid_until(table, provisional_months) + ONE_DAY)
        starts = sorted(cut for cut in cuts if month.first <= cut <= month.last)
        ends = [start - ONE_DAY for start in starts[1:]] + [month.last]
        return tuple(
            self._paying(Span(start, end), provisional_months, any_age) for start, end in zip(starts, ends, strict=True)
        )

    def _paying(self, span: Span, provisional_months: int, any_age: bool) -> TableDays:
        table = self.at(span.first)
        if table is None:
            return TableDays(span, None, False)
        if span.first <= self.covered_until(table):
            return TableDays(span, table, False)
        if any_age or span.first <= self.paid_until(table, provisional_months):
            return TableDays(span, table, True)
        return TableDays(span, None, False)
