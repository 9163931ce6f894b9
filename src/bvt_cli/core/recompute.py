"""Posted lines and runs computed again from what is stored of them: what does not come out is named.

Nothing but the stored fields is used, so that a run is judged years later as on the day it was posted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core import money
from bvt_cli.core.cause import CAUSES, LATE
from bvt_cli.core.claim import BASIS as CLAIM
from bvt_cli.core.ledger import Entry
from bvt_cli.core.payment import Line
from bvt_cli.core.period import Month
from bvt_cli.core.pricing import Grounds
from bvt_cli.core.rate import TAXABLE, Table

KINDS = ("ordinary", "correction", "reversal", "claim")
AGE_RULES = ("month_after", "birthday_month", "birthday")
_BY_RATE = {
    "besokshjem": (("fixed", "actual", "extra"), "day"),
    "stottefamilie": (("share",), "month"),
    "fosterhjem": (("month",), "month"),
    "ressursfamilie": (("month",), "month"),
}
"""Measure: on what basis it is paid by a KS rate, and per what."""
_BESIDE = {
    "receipt": ("utlegg", "once"),
    "gathering": ("utlegg", "once"),
    "driven": ("km", "km"),
    "decision": ("tillegg", "month"),
}
"""Basis of what is paid beside the KS rates: its component, and per what."""
_TAXABLE = {**TAXABLE, "utlegg": False}
"""What is always taxable or always tax-free; km are in part, and a supplement is as its decision says."""
_COMPONENTS = (*_TAXABLE, "km", "tillegg")
_COUNTED = ("actual", "extra")


class Wrong(NamedTuple):
    """One thing that does not come out: `kept`, what stands there (øre, a number, a name), and `right`, what would."""

    code: str
    kept: object = None
    right: object = None


class Fault(NamedTuple):
    """What is wrong, and where: a run (`R1`), and the line (`R1-3`) where it is one line that is wrong."""

    run: str
    line: str | None
    wrong: Wrong


class Figures(NamedTuple):
    """What was noted of a run when it was closed. Sums in øre."""

    ref: str
    month: Month
    lines: int
    total: int
    taxable: int


class KeptClaim(NamedTuple):
    """A claim as far as lines depend on it; `run` is the one that opened it, None where none did."""

    ref: str
    kind: str
    run: str | None
    home: str | None
    agreement: str | None
    amount: int
    instalments: int


Named = tuple[str, Entry | None]
"""A line with its name; None where what is stored cannot be read at all."""


class Recount:
    """Goes through the runs in their order, each once, and remembers what the later ones depend on."""

    def __init__(self, stored: Callable[[str], Entry | None], claims: Iterable[KeptClaim]) -> None:
        """`stored`: a line by its name, None where there is none."""
        self._stored = stored
        self._claims = {claim.ref: claim for claim in claims}
        self._paid: set[tuple[str, Month]] = set()
        self._taken_back: dict[str, str] = {}

    def faults(self, run: Figures, lines: Sequence[Named]) -> Iterator[Fault]:
        """What does not come out in a run: first its lines in their order, then the run as a whole."""
        paid_now = set()
        place = 0
        for ref, entry in lines:
            place += 1
            if ref != f"{run.ref}-{place}":
                yield Fault(run.ref, f"{run.ref}-{place}", Wrong("missing", ref))
                place = int(ref.partition("-")[2])  # so that one that is gone is told of once
            if entry is None:
                yield Fault(run.ref, ref, Wrong("unreadable"))
                continue
            yield from (Fault(run.ref, ref, wrong) for wrong in self._line(run, ref, entry))
            if entry.line.basis != CLAIM:
                paid_now.add((entry.line.agreement, entry.line.for_month))
        self._paid |= paid_now
        readable = [entry for _, entry in lines if entry is not None]
        if len(readable) == len(lines):
            yield from (Fault(run.ref, None, wrong) for wrong in (*sums(run, readable), *self._claimed(run, readable)))

    def _line(self, run: Figures, ref: str, entry: Entry) -> Iterator[Wrong]:
        if entry.kind not in KINDS:
            yield Wrong("kind", entry.kind)
        elif entry.kind == "reversal":
            yield from self._reversal(run, ref, entry)
        else:
            yield from line(entry.line)
            if run.month < entry.line.for_month:
                yield Wrong("for_month", entry.line.for_month, run.month)
            if entry.kind == "claim" or entry.line.basis == CLAIM:
                yield from self._claim(run, entry)
            else:
                yield from self._order(entry)
        if any(cause not in (*CAUSES, LATE) for cause in entry.causes) or (
            entry.causes and entry.kind not in ("correction", "reversal")
        ):
            yield Wrong("causes", " ".join(entry.causes))

    def _order(self, entry: Entry) -> Iterator[Wrong]:
        """The first pay of an agreement for a month is ordinary, all that comes later is a correction."""
        paid = (entry.line.agreement, entry.line.for_month) in self._paid
        right = "correction" if paid else "ordinary"
        if entry.kind != right:
            yield Wrong("order", entry.kind, right)

    def _reversal(self, run: Figures, ref: str, entry: Entry) -> Iterator[Wrong]:
        of = entry.reverses or ""
        original = self._stored(of) if _run_of(of) < _run_of(ref) else None
        if original is None:
            yield Wrong("reverses", of)
            return
        if of in self._taken_back:
            yield Wrong("reversed_twice", of, self._taken_back[of])
        self._taken_back.setdefault(of, ref)
        opposite = original.line._replace(quantity=-original.line.quantity, amount=-original.line.amount)
        for field, kept, right in zip(Line._fields, entry.line, opposite, strict=True):
            if kept != right:
                yield Wrong("opposite", field, of)

    def _claim(self, run: Figures, entry: Entry) -> Iterator[Wrong]:
        """A line of a claim: lent when it is opened, paid back from the month after."""
        claim = self._claims.get(entry.line.item or "")
        if claim is None or claim.kind != "recovery" or (entry.kind, entry.line.basis) != ("claim", CLAIM):
            yield Wrong("claim", entry.line.item)
        elif (claim.home, claim.agreement) != (entry.line.home, entry.line.agreement):
            yield Wrong("claim_of", entry.line.item, claim.agreement)
        elif claim.run is None or _run_of(run.ref) < _run_of(claim.run):
            yield Wrong("claim_early", entry.line.item, claim.run)

    def _claimed(self, run: Figures, entries: Sequence[Entry]) -> Iterator[Wrong]:
        """What the claims opened with a run say it took back."""
        for claim in self._claims.values():
            if claim.run != run.ref:
                continue
            if claim.kind == "reversal":
                taken, lent = sum(entry.line.amount for entry in entries), 0
            else:
                mine = [entry for entry in entries if entry.line.agreement == claim.agreement]
                taken = sum(entry.line.amount for entry in mine if entry.kind in ("correction", "reversal"))
                lent = sum(entry.line.amount for entry in mine if entry.line.item == claim.ref)
            if claim.amount != taken:
                yield Wrong("claim_amount", claim.ref, taken)
            if lent != (-taken if claim.instalments > 1 else 0):
                yield Wrong("claim_lent", claim.ref, lent)


def line(line: Line) -> Iterator[Wrong]:
    """What does not come out in a line that is no reversal, by its own fields."""
    if not line.for_month.first <= line.first <= line.last <= line.for_month.last:
        yield Wrong("dates", (line.first, line.last), line.for_month)
    if line.component not in _COMPONENTS:
        yield Wrong("component", line.component)
    elif line.taxable != _TAXABLE.get(line.component, line.taxable):
        yield Wrong("taxable", line.component)
    if line.table is not None and line.first < line.table:
        yield Wrong("rate_table", line.table, line.first)
    yield from _what(line)
    if line.grounds is not None:
        yield from _days(line, line.grounds)
    right = amount(line.rate, line.quantity)
    if line.amount != right:
        yield Wrong("amount", line.amount, right)


def amount(rate: int, quantity: Fraction) -> int:
    """Rate times quantity in øre, rounded half up; of less than nothing the opposite of the same much."""
    return money.amount(rate, quantity) if quantity >= 0 else -money.amount(rate, -quantity)


def _what(line: Line) -> Iterator[Wrong]:
    """Basis, unit, rate table and voucher go together."""
    if line.grounds is not None:
        bases, unit = _BY_RATE.get(line.measure, ((), ""))
        fits = line.basis in bases and line.table is not None and line.item is None and line.component in TAXABLE
    elif line.basis == CLAIM:
        unit = "once"
        fits = line.item is not None and line.table is None and abs(line.quantity) == 1
    else:
        component, unit = _BESIDE.get(line.basis, ("", ""))
        fits = line.component == component and line.item is not None
        fits = fits and (line.table is not None if unit == "km" else line.table is None and line.quantity == 1)
    if not fits:
        yield Wrong("basis", line.basis)
    elif line.unit != unit:
        yield Wrong("unit", line.unit, unit)
    if line.quantity <= 0 and line.basis != CLAIM:
        yield Wrong("sign", line.quantity)


def _days(line: Line, grounds: Grounds) -> Iterator[Wrong]:
    """The grounds of a line paid by a KS rate, and the quantity that follows from them."""
    if not _complete(grounds):
        yield Wrong("grounds")
        return
    if not grounds.band_from <= grounds.age or (grounds.band_to is not None and grounds.band_to <= grounds.age):
        yield Wrong("band", grounds.age, (grounds.band_from, grounds.band_to))
    if not 1 <= grounds.days <= line.last.toordinal() - line.first.toordinal() + 1:
        yield Wrong("days", grounds.days, line.last.toordinal() - line.first.toordinal() + 1)
    counted = grounds.whole is None
    if counted != (line.basis in _COUNTED) and line.basis != "fixed":
        yield Wrong("grounds")
    if grounds.month_days is not None and grounds.month_days != line.for_month.days:
        yield Wrong("month_days", grounds.month_days, line.for_month.days)
    if (grounds.share is None) != (line.basis != "share"):
        yield Wrong("share", grounds.share)
    elif grounds.share is not None and grounds.whole != Fraction(grounds.share, 100):
        yield Wrong("share", grounds.share, grounds.whole)
    right = quantity(grounds)
    if line.quantity != right:
        yield Wrong("quantity", line.quantity, right)


def _complete(grounds: Grounds) -> bool:
    """Whether nothing is missing, and nothing said of the month where only døgn are counted."""
    ages = (grounds.age, grounds.band_from)
    known = None not in ages and grounds.age_rule in AGE_RULES
    return known and (grounds.whole is None) == (grounds.month_days is None) and grounds.month_days != 0


def quantity(grounds: Grounds) -> Fraction:
    """The døgn counted, or the quantity of a whole month for so many of its days."""
    if grounds.whole is None or grounds.month_days is None:
        return Fraction(grounds.days)
    return grounds.whole * Fraction(grounds.days, grounds.month_days)


def rate(line: Line, tables: Mapping[str, Table]) -> Iterator[Wrong]:
    """Whether a line's rate is that of its table, where that table is known and as the run used it.

    `tables`: by effective date, those whose file has not changed since.
    """
    grounds = line.grounds
    table = tables.get(str(line.table))
    if table is None or grounds is None or not _complete(grounds) or line.component not in TAXABLE:
        return
    scheme = "besokshjem" if line.measure == "besokshjem" else "fosterhjem"
    right = table.row(scheme, max(0, grounds.age)).component(line.component)
    if line.rate != right:
        yield Wrong("rate", line.rate, right)


def sums(run: Figures, entries: Sequence[Entry]) -> Iterator[Wrong]:
    """Whether the lines of a run add up to what was noted of it."""
    found = Figures(
        run.ref,
        run.month,
        len(entries),
        sum(entry.line.amount for entry in entries),
        sum(entry.line.amount for entry in entries if entry.line.taxable),
    )
    for code in ("lines", "total", "taxable"):
        kept, right = getattr(run, code), getattr(found, code)
        if kept != right:
            yield Wrong(f"run_{code}", kept, right)


def _run_of(ref: str) -> int:
    """The number of the run in `R12` or `R12-3`; one beyond all runs where it is no such name."""
    number = ref[1:].partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 10**18
