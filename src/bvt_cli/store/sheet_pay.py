"""Rows of the municipality's own spreadsheet of pay, and what else a comparison needs of the register."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.codes import MEASURES
from bvt_cli.core.errors import Problem
from bvt_cli.core.matching import OldRow
from bvt_cli.core.period import Month
from bvt_cli.core.rate import COMPONENTS
from bvt_cli.core.texts import Text, text
from bvt_cli.store import sheet_values
from bvt_cli.store.database import Connection
from bvt_cli.store.nodes import place, shown
from bvt_cli.store.sheet_files import SheetRow, add_problem, check_columns, read_sheet
from bvt_cli.store.sheet_maps import BESIDE, WHOSE, PayMap


class OldPay(NamedTuple):
    """The rows of a spreadsheet, and everything wrong with it."""

    rows: tuple[OldRow, ...]
    problems: tuple[Problem, ...]


def read_pay(data: bytes, file: str, how: PayMap, month: Month | None) -> OldPay:
    """The rows of pay. `month`: that of all rows where no column says it, else the only one wanted."""
    problems: list[Problem] = []
    sheet = read_sheet(data, file, how.layout, problems)
    if sheet is None or not check_columns(sheet, how.headings(), problems):
        return OldPay((), tuple(problems))
    rows: list[OldRow] = []
    for row in sheet.rows:
        if any(row.cells[column] in cells for column, cells in how.skip.items()):
            continue
        reader = _Reader(row, how, file, problems)
        of = reader.month() if "month" in how.columns else month
        if of is not None:
            found = list(reader.rows(of))  # read also where the month is not wanted, so that all faults are told
            rows += found if month in (None, of) else []
    return OldPay(tuple(rows), tuple(problems))


class _Reader:
    """Reads the cells of one row."""

    def __init__(self, row: SheetRow, how: PayMap, file: str, problems: list[Problem]) -> None:
        self._row = row
        self._how = how
        self._where = place(file, row.line)
        self._problems = problems

    def month(self) -> Month | None:
        cell = self._cell("month")
        try:
            return sheet_values.month(cell)
        except ValueError:
            self._wrong(text("{column}: {value} is no month.", column=self._heading("month"), value=shown(cell)))
            return None

    def rows(self, month: Month) -> list[OldRow]:
        """The row as one for each amount in it."""
        whose = {key: self._cell(key) or None for key in WHOSE}
        if not any(whose.values()):
            headings = tuple(self._heading(key) for key in WHOSE if key in self._how.columns)
            self._wrong(text("The row does not say whose it is: {columns}.", columns=headings))
            return []
        if any(sheet_values.is_national_number(each) for each in whose.values() if each):
            self._wrong(text("A national identity number stands here; bvt holds none, and reads none."))
            return []
        row = OldRow(
            self._row.line,
            month,
            0,
            whose["home"],
            whose["case"],
            whose["payroll"],
            whose["agreement"],
            self._code("measure", MEASURES),
            days=self._days(),
        )
        if "amount" in self._how.columns:
            component = self._code("component", (*COMPONENTS, *BESIDE))
            amount = self._amount("amount")
            return [] if amount is None else [row._replace(component=component, amount=amount)]
        found = []
        for component in (*COMPONENTS, *BESIDE):
            if component in self._how.columns and self._cell(component):
                amount = self._amount(component)
                if amount is not None:
                    found.append(row._replace(component=component, amount=amount))
        return found

    def _cell(self, key: str) -> str:
        """The cell of a key, in the words of the map's `values`; empty where the map has no such column."""
        if key not in self._how.columns:
            return ""
        cell = self._row.cells[self._heading(key)]
        return self._how.words.get(key, {}).get(cell, cell)

    def _heading(self, key: str) -> str:
        return self._how.columns[key][0]

    def _amount(self, key: str) -> int | None:
        cell = self._cell(key)
        try:
            return sheet_values.amount(cell, self._how.layout.decimal)
        except ValueError:
            message = text("{column}: {value} is no amount.", column=self._heading(key), value=shown(cell))
            self._wrong(message)
            return None

    def _days(self) -> Fraction | None:
        cell = self._cell("days")
        if not cell:
            return None
        try:
            return sheet_values.quantity(cell, self._how.layout.decimal)
        except ValueError:
            message = text("{column}: {value} is no number of døgn.", column=self._heading("days"), value=shown(cell))
            self._wrong(message)
            return None

    def _code(self, key: str, codes: tuple[str, ...]) -> str | None:
        cell = self._cell(key)
        code = sheet_values.folded_code(cell)
        if not cell or code in codes:
            return code or None
        message = text(
            "{column}: {value} is none of {choices}; say in the map's values what it stands for.",
            column=self._heading(key),
            value=shown(cell),
            choices=codes,
        )
        self._wrong(message)
        return None

    def _wrong(self, message: Text) -> None:
        add_problem(self._problems, self._where, message)


def homes_of_payees(connection: Connection) -> Mapping[str, frozenset[str]]:
    """The homes that each payroll number belongs to."""
    select = (
        "SELECT payee.payroll_id, home.ref FROM payee JOIN home ON home.id = payee.home_id"
        " WHERE payee.payroll_id IS NOT NULL"
    )
    found: dict[str, frozenset[str]] = {}
    for payroll, home in connection.execute(select):
        found[payroll] = found.get(payroll, frozenset()) | {home}
    return found
