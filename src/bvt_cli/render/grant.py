"""Grants for people and programs."""

from collections.abc import Iterable

from bvt_cli.core.field import Record
from bvt_cli.core.grant import Grant
from bvt_cli.core.texts import Kroner, Text, mark, text
from bvt_cli.render.columns import Column, Row
from bvt_cli.render.key_words import said

_KINDS = {"on": "day", "amount": "kroner", "cash": "flag", "paid_on": "day"}
_KEYS = (
    "ref", "child", "on", "amount", "cash", "purpose", "supplier", "bill", "decision", "cash_reason", "approved_by",
    "paid_on",
)  # fmt: skip
_HIDDEN = ("cash_reason",)
COLUMNS = (
    *(Column(key, said(key, "grant").label, _KINDS.get(key, "text"), key not in _HIDDEN) for key in _KEYS),  # type: ignore[arg-type]
    Column("withdrawn_on", mark("Withdrawn on"), "day"),
)


def row(grant: Record) -> Row:
    """A grant's record as a row of COLUMNS."""
    known = {"cash": False, **grant}
    return (*(known.get(key) for key in _KEYS), grant.get("withdrawn", {}).get("on"))


def counted(grants: Iterable[Grant]) -> Text:
    """What those that stand come to, paid or not: against bills, and apart from that in cash."""
    standing = [each for each in grants if each.withdrawn_on is None]
    bills, cash = (sum(each.amount for each in standing if each.cash is apart) for apart in (False, True))
    return text(
        "Against suppliers' bills: {bills}. In cash to families: {cash}.", bills=Kroner(bills), cash=Kroner(cash)
    )
