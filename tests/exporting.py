"""What the tests of exports share: payouts of an invented run, and the codes of an invented municipality."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from bvt_cli.core.exported import Row, rows
from bvt_cli.core.formats import Format, Whole
from bvt_cli.core.payout import Payee, Payout
from bvt_cli.core.payroll import NOTHING, About, Code, Codes
from bvt_cli.core.period import Month
from bvt_cli.render.formats.sheet import Rendered
from bvt_cli.render.formats.written import written
from bvt_cli.store.format_files import load_formats
from bvt_cli.store.payroll_files import load_codes
from bvt_cli.store.rate_files import shipped_rates

ACCOUNT = "12345678903"
OTHER_ACCOUNT = "86011117947"
WHOLE = Whole("R1", date(2025, 3, 1), date(2025, 3, 20))
KARI = Payee("P-001", date(2024, 10, 1), Fraction(1), "10023", ACCOUNT, "Kari Berg")
OLA = Payee("P-002", date(2024, 10, 1), Fraction(1), "10024", OTHER_ACCOUNT, "Ola Eksempel")
SHIPPED_FORMATS = load_formats(shipped_rates(), None)
SHIPPED_CODES = load_codes(shipped_rates(), None)
OWN = {
    ("wage_type", About("grunnstotte")): "4301",
    ("wage_type", About("utgiftsdekning")): "4302",
    ("art", About("utgiftsdekning")): "0600",
    ("ansvar", NOTHING): "3100",
    ("contra_art", NOTHING): "21900",
    ("ledger_client", NOTHING): "LB",
    ("ledger_interface", NOTHING): "BV",
    ("ledger_voucher_type", NOTHING): "BL",
    ("payer_name", NOTHING): "Lekby kommune",
    ("payer_account", NOTHING): OTHER_ACCOUNT,
    ("payer_organisation", NOTHING): "123456785",
}


def own_code(name: str, value: str | None, only: About = NOTHING, since: date = date(2024, 1, 1)) -> Code:
    """A code of the invented municipality's own."""
    return Code(name, value, since, only, "municipality", "", "Invented", "payroll.yaml")


def codes(**more: str) -> Codes:
    """The codes as shipped, with the invented municipality's laid over them."""
    shipped = [code for each in SHIPPED_CODES._by_name.values() for code in each]
    own = [own_code(name, value, only) for (name, only), value in OWN.items()]
    return Codes([*shipped, *own, *(own_code(name, value) for name, value in more.items())])


def payout(
    amount: int = 307800,
    payee: Payee | None = KARI,
    *,
    line: str = "R1-1",
    component: str = "grunnstotte",
    kind: str = "ordinary",
    quantity: Fraction = Fraction(3),
    share: Fraction = Fraction(1),
    home: str = "H-001",
    case: str | None = "2024/1187",
    function: str = "251",
) -> Payout:
    """A payee's part of a line of a besøkshjem in March 2025; amount in øre."""
    return Payout(
        run="R1",
        line=line,
        kind=kind,
        home=home,
        agreement="A-1",
        case=case,
        measure="besokshjem",
        component=component,
        for_month=Month(2025, 3),
        first=date(2025, 3, 1),
        last=date(2025, 3, 31),
        taxable=component == "grunnstotte",
        quantity=quantity,
        unit="day",
        rate=102600,
        amount=amount,
        function=function,
        payee=payee,
        share=share,
    )


MARCH = (
    payout(307800),
    payout(119700, line="R1-2", component="utgiftsdekning"),
    payout(153900, OLA, line="R1-3", share=Fraction(1, 2), home="H-002"),
    payout(307800, line="R1-4", case="2024/1188"),
)
"""Kari has 3078.00 for each of two children, and 1197.00 to cover expenses; Ola has 1539.00."""


def rows_of(payouts: Iterable[Payout], known: Codes | None = None, whole: Whole = WHOLE) -> list[Row]:
    return rows(payouts, whole, known or codes())


def file_of(form: Format | str, payouts: Iterable[Payout] = MARCH, known: Codes | None = None) -> Rendered:
    """The file of some payouts in a format."""
    known = known or codes()
    return written(SHIPPED_FORMATS[form] if isinstance(form, str) else form, rows_of(payouts, known), WHOLE, known)
