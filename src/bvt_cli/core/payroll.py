"""What payroll, ledger and bank call that which is paid: dated codes, most of which only a municipality knows.

A code is known by its name (`wage_type`); its values are dated, and may be for one component, measure, KOSTRA
function, or taxability alone. What ships with bvt stands in rates/payroll.yaml; where no source gives a value it is
empty, and a format that needs it says what to write.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bvt_cli.core.texts import Text, mark, text

COMPONENTS = ("grunnstotte", "utgiftsdekning", "utlegg", "km", "tillegg")
"""What is paid, each under its own codes."""
SELECTORS = ("component", "measure", "function", "taxable")
FILE = "payroll.yaml"


class CodeName(NamedTuple):
    """What may be said under a name. `selective`: for one component, measure ... alone.

    `varies_by`: what it usually differs by; those who lack it are told so.
    `kind`: `line` (a text), `digits`, `account` (eleven digits, mod 11), `organisation` (nine, mod 11) or `bic`.
    """

    name: str
    meaning: str
    selective: bool = True
    kind: str = "line"
    varies_by: tuple[str, ...] = ()


CODES = {
    code.name: code
    for code in (
        CodeName("wage_type", mark("the number payroll pays this under"), varies_by=("component",)),
        CodeName(
            "amelding_fordel",
            mark("what the a-melding reports this as: the kind of benefit"),
            varies_by=("component",),
        ),
        CodeName(
            "amelding_beskrivelse",
            mark("what the a-melding reports this as: the description of the pay"),
            varies_by=("component",),
        ),
        CodeName("art", mark("the art (account) it is booked on"), varies_by=("component",)),
        CodeName("ansvar", mark("the unit that answers for it")),
        CodeName("tjeneste", mark("the municipality's own code for a KOSTRA function; left out, the function itself")),
        CodeName("project", mark("the project it is booked on")),
        CodeName("contra_art", mark("the art (account) that the other side of a ledger file is booked on"), False),
        CodeName("ledger_client", mark("what the ledger calls the municipality (client)"), False),
        CodeName("ledger_interface", mark("what the ledger calls the system a file comes from (interface)"), False),
        CodeName("ledger_voucher_type", mark("the type of voucher the ledger gives a file"), False),
        CodeName("ledger_tax_code", mark("the tax code of lines without VAT"), False),
        CodeName("payer_name", mark("who pays, as the bank knows it"), False),
        CodeName("payer_account", mark("the account the bank pays from: eleven digits"), False, "account"),
        CodeName("payer_organisation", mark("the organisation number of who pays: nine digits"), False, "organisation"),
        CodeName("payer_bic", mark("the bank it is paid from, by its BIC; may be left out"), False, "bic"),
        CodeName("bank_text", mark("what the payee reads on the account statement"), False),
        CodeName("bank_service_level", mark("the service level the bank wants (NURG); may be left out"), False),
    )
}


class About(NamedTuple):
    """What a code may depend on, of what is paid; None where there is no such thing (the whole file)."""

    component: str | None = None
    measure: str | None = None
    function: str | None = None
    taxable: bool | None = None


NOTHING = About()


class Code(NamedTuple):
    """A value from a day on. `value`: None where it is not known, empty where nothing is to be written.

    `only`: what it is for; None in it means any. `until`: the last day it holds.
    """

    name: str
    value: str | None
    since: date
    only: About
    standing: str
    source: str
    reason: str
    file: str
    until: date | None = None

    def holds(self, day: date, about: About) -> bool:
        """Whether it says something of this on a day."""
        if day < self.since or (self.until is not None and day > self.until):
            return False
        return all(mine is None or mine == its for mine, its in zip(self.only, about, strict=True))


class Codes:
    """All dated codes.

    Of those that hold, the municipality's own go before those shipped; then the one that says most of what it is for
    (component before measure, measure before function, function before taxable); then the latest.
    """

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_name: dict[str, list[Code]] = {}
        for code in sorted(codes, key=_weight):
            self._by_name.setdefault(code.name, []).append(code)

    def found(self, name: str, day: date, about: About = NOTHING) -> Code | None:
        """The code that counts, or None where none holds."""
        held = [code for code in self._by_name.get(name, ()) if code.holds(day, about)]
        return held[-1] if held else None

    def value(self, name: str, day: date, about: About = NOTHING) -> str | None:
        """The value that counts, or None where it is not known. `tjeneste` is else the KOSTRA function itself."""
        code = self.found(name, day, about)
        value = None if code is None else code.value
        return about.function if value is None and name == "tjeneste" else value


def _weight(code: Code) -> tuple[bool, int, tuple[bool, ...], date]:
    said = tuple(each is not None for each in code.only)
    return (code.standing == "municipality", sum(said), said, code.since)


def to_write(name: str, since: date, about: About) -> Text:
    """What to write where, so that a code that is missing is known."""
    keys = [f"name: {name}"]
    keys += [f"{key}: {getattr(about, key)}" for key in CODES[name].varies_by if getattr(about, key)]
    keys += ['value: "..."', f"from: {since.isoformat()}", 'reason: "..."']
    return text(
        "{name} ({meaning}) is not known. Write it into {file} in the municipality's folder of rates, under payroll:"
        " - {entry}",
        name=name,
        meaning=Text(CODES[name].meaning),
        file=FILE,
        entry="{" + ", ".join(keys) + "}",
    )
