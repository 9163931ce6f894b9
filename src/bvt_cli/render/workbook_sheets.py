"""The sheets of the proof workbook: the rates used, the lines with their formulas, and the sums of the homes."""

from collections.abc import Iterator, Mapping, Sequence

from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line
from bvt_cli.core.texts import mark
from bvt_cli.render.workbook_cells import FIRST, Col, Formula, Listing

Named = tuple[str, Entry]
"""A line with its name (`R1-12`)."""


class RatesSheet(Listing):
    """The rates used, each once, with the page it was taken from."""

    columns = (
        Col("table", mark("Rate table"), 12, "day"),
        Col("scheme", mark("Rates of"), 16),
        Col("component", mark("Component"), 20),
        Col("taxable", mark("Taxable"), 9, "flag"),
        Col("band_from", mark("From age"), 8, "whole"),
        Col("band_to", mark("To below age"), 8, "whole"),
        Col("unit", mark("Per"), 14),
        Col("rate", mark("Rate (kr)"), 12, "kroner"),
        Col("provisional", mark("Provisional"), 11, "flag"),
        Col("source", mark("Source"), 70),
    )

    def write(self, lines: Sequence[Named], sources: Mapping[str, str]) -> None:
        self._rows: dict[tuple[object, ...], int] = {}
        self._sources = sources
        for ref, entry in sorted(lines, key=lambda each: self._order(each[1].line)):
            values = self._values(ref, entry.line)
            if entry.line.table is not None and tuple(values.values()) not in self._rows:
                self._rows[tuple(values.values())] = self.row(values)
        if self._rows:
            self.end()

    def rate_of(self, ref: str, line: Line) -> Formula | int:
        """Where the rate of a line stands; itself where no table says it."""
        if line.table is None:
            return line.rate
        return Formula("=" + self.away("rate", self._rows[tuple(self._values(ref, line).values())]))

    def _values(self, ref: str, line: Line) -> dict[str, object]:
        word = self.book.translator.word
        grounds = line.grounds
        scheme = "km" if grounds is None else "besokshjem" if line.measure == "besokshjem" else "fosterhjem"
        return {
            "table": line.table,
            "scheme": word(scheme),
            "component": word(line.component),
            "taxable": line.taxable,
            "band_from": grounds and grounds.band_from,
            "band_to": grounds and grounds.band_to,
            "unit": word(line.unit),
            "rate": line.rate,
            "provisional": line.provisional,
            "source": self._sources.get(ref),
        }

    @staticmethod
    def _order(line: Line) -> tuple[object, ...]:
        grounds = line.grounds
        return (str(line.table), line.unit, -1 if grounds is None else grounds.band_from, line.component, line.rate)


class LinesSheet(Listing):
    """The lines: what each is counted by, and its quantity and amount as formulas."""

    columns = (
        Col("line", mark("Line"), 9),
        Col("kind", mark("Kind"), 13),
        Col("reverses", mark("Reverses"), 10),
        Col("home", mark("Home"), 10),
        Col("agreement", mark("Agreement"), 10),
        Col("case", mark("Case"), 12),
        Col("measure", mark("Measure"), 15),
        Col("component", mark("Component"), 18),
        Col("counted", mark("Counted by"), 20),
        Col("for_month", mark("Month"), 9, "month"),
        Col("first", mark("From"), 11, "day"),
        Col("last", mark("To"), 11, "day"),
        Col("taxable", mark("Taxable"), 9, "flag"),
        Col("item", mark("For"), 8),
        Col("reference", mark("Receipt or decision"), 14),
        Col("share", mark("Share (%)"), 8, "whole"),
        Col("units", mark("Units of a whole month"), 10, "whole"),
        Col("parts", mark("Divided by"), 9, "whole"),
        Col("days", mark("Days"), 7, "whole"),
        Col("month_days", mark("Of days in the month"), 9, "whole"),
        Col("sign", mark("Sign (-1: taken back)"), 9, "whole"),
        Col("rate", mark("Rate (kr)"), 12, "kroner"),
        Col("quantity", mark("Quantity"), 13, "exact"),
        Col("ore", mark("Amount (øre)"), 12, "ore"),
        Col("amount", mark("Amount (kr)"), 13, "kroner"),
        Col("posted", mark("Posted by bvt (kr)"), 13, "kroner"),
        Col("difference", mark("Difference (øre)"), 11, "ore"),
    )
    _below = "{parts}*MAX(1,{month_days})"
    _above = "{units}*MAX(1,{days})"
    quantity = Formula(f"={{sign}}*{_above}/({_below})")
    ore = Formula(f"={{sign}}*INT((2*ROUND(100*{{rate}},0)*{_above}+{_below})/(2*{_below}))")
    amount = Formula("={ore}/100")
    difference = Formula("=ROUND(100*{posted},0)-{ore}")

    def write(self, lines: Sequence[Named], rates: RatesSheet) -> None:
        for ref, entry in lines:
            self.row(self._values(ref, entry) | {"rate": rates.rate_of(ref, entry.line)})
        self.must_be_zero(FIRST, self.last, len(self.columns) - 1)
        self.end()

    def _values(self, ref: str, entry: Entry) -> dict[str, object]:
        line, grounds = entry.line, entry.line.grounds
        word = self.book.translator.word
        units, parts = _units(line)
        return {
            "line": ref,
            "kind": word(entry.kind),
            "reverses": entry.reverses,
            "home": line.home,
            "agreement": line.agreement,
            "case": line.case,
            "measure": word(line.measure),
            "component": word(line.component),
            "counted": self.say(mark("decision on a supplement")) if line.basis == "decision" else word(line.basis),
            "for_month": line.for_month,
            "first": line.first,
            "last": line.last,
            "taxable": line.taxable,
            "item": line.item,
            "reference": line.reference,
            "share": grounds and grounds.share,
            "units": units,
            "parts": parts,
            "days": grounds and grounds.days,
            "month_days": grounds and grounds.month_days,
            "sign": -1 if line.quantity < 0 else 1,
            "quantity": self.quantity,
            "ore": self.ore,
            "amount": self.amount,
            "posted": line.amount,
            "difference": self.difference,
        }

    def count(self) -> str:
        return f"COUNTA({self.whole('line')})"

    def total(self) -> str:
        return f"SUM({self.whole('ore')})/100"


def _units(line: Line) -> tuple[Formula | int, int]:
    """What is multiplied by the part of the month, as a fraction: the share, a whole month, km, or 1 for each døgn."""
    grounds = line.grounds
    if grounds is None:
        return abs(line.quantity).as_integer_ratio()
    if grounds.share is not None:
        return Formula("={share}"), 100
    return (1, 1) if grounds.whole is None else grounds.whole.as_integer_ratio()


class HomesSheet(Listing):
    """The sums of each home, and below them those of the run."""

    columns = (
        Col("home", mark("Home"), 14),
        Col("lines", mark("Lines"), 8, "whole"),
        Col("taxable", mark("Taxable"), 15, "kroner"),
        Col("tax_free", mark("Tax-free"), 15, "kroner"),
        Col("total", mark("Total"), 15, "kroner"),
        Col("posted", mark("Posted by bvt (kr)"), 15, "kroner"),
        Col("difference", mark("Difference (øre)"), 12, "ore"),
    )
    difference = Formula("=ROUND(100*{posted},0)-ROUND(100*{total},0)")

    def write(self, lines: Sequence[Named], sheet: LinesSheet) -> None:
        mine = f"EXACT({sheet.whole('home')},{{home}})"
        ore, taxable = sheet.whole("ore"), sheet.whole("taxable")
        for home, posted in _by_home(lines):
            self.row(
                {
                    "home": home,
                    "lines": Formula(f"=SUMPRODUCT(1*{mine})"),
                    "taxable": Formula(f"=SUMPRODUCT({mine}*{taxable}*{ore})/100"),
                    "tax_free": Formula(f"=SUMPRODUCT({mine}*(1-{taxable})*{ore})/100"),
                    "total": Formula(f"=SUMPRODUCT({mine}*{ore})/100"),
                    "posted": posted,
                    "difference": self.difference,
                }
            )
        self.must_be_zero(FIRST, self.last, len(self.columns) - 1)
        self.end()
        below = self.last + 2
        self.words(below, 0, mark("Total"))
        for at, column in enumerate(self.columns[1:], start=1):
            cells = f"{self.cell(column.name, FIRST)}:{self.cell(column.name, self.last)}"
            self.formula(below, at, f"=SUM({cells})", column.kind, bold=True)

    def sum_of(self, name: str) -> str:
        return f"SUM({self.whole(name)})"


def _by_home(lines: Sequence[Named]) -> Iterator[tuple[str, int]]:
    """The homes in order with what bvt posted to each, in øre."""
    found: dict[str, int] = {}
    for _, entry in lines:
        found[entry.line.home] = found.get(entry.line.home, 0) + entry.line.amount
    yield from sorted(found.items())
