"""What the register holds on whom: every table and column, why it is held, and whether it can be erased.

Pure data, in `held_homes`, `held_children` and `held_pay`; the test compares it with the register's real
schema, and docs/privacy.md is written from it. No column holds a child's name or a national identity number.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bvt_cli.core.texts import mark

WHOM = {
    "home": mark("the family of a home"),
    "carer": mark("carers"),
    "household": mark("others in the household"),
    "child": mark("the child"),
    "kin": mark("the child's parents, family and network"),
    "employee": mark("employees of the service"),
    "supplier": mark("suppliers"),
    "nobody": mark("nobody"),
}
"""Whom something is on."""
PURPOSES = {
    "approval": mark("to approve homes, and to show afterwards on what grounds"),
    "matching": mark("to find the right home for a child"),
    "measure": mark("to carry out and follow up the measure"),
    "pay": mark("to pay the right amount to the right person, and to account for it"),
    "network": mark("to run the networks of resource families"),
    "council": mark("to carry out family councils"),
    "support": mark("to decide on and pay financial support"),
    "answer": mark("to show who did what, and that nothing was changed afterwards"),
    "register": mark("to keep the register itself in order"),
}
CATEGORIES = {
    "plain": mark("ordinary data"),
    "case": mark("confidential, about a child's case; may tell of health, faith or origin"),
    "police": mark("that a police certificate was shown; never what it says"),
    "money": mark("pay and accounts"),
    "none": mark("about no person"),
}
ERASED = {
    "home": mark("erased with the home"),
    "child": mark("erased with the child"),
    "network": mark("erased with the network"),
    "either": mark("erased with the home or the child, whichever comes first"),
    "entry": mark("erased with what the entry is about"),
}
STAYS = {
    "points": mark("stays: approvals, pay and figures hang on it"),
    "recomputed": mark("stays: by it pay and approvals are checked again"),
    "books": mark("stays: the accounts"),
    "signed": mark("stays: who did what"),
    "proof": mark("stays: shows that nothing was changed"),
    "working": mark("stays: about no person"),
}


class Held(NamedTuple):
    """What some columns of a table hold (`what`, marked), on whom (WHOM), why (PURPOSES), of which category.

    `until`: a code of ERASED, or of STAYS for what is never erased.
    """

    table: str
    columns: tuple[str, ...]
    what: str
    on: tuple[str, ...]
    why: str
    category: str
    until: str

    @property
    def erasable(self) -> bool:
        return self.until in ERASED


def held(table: str, on: str, why: str, category: str, until: str, columns: str, what: str) -> Held:
    """An entry of the map; several columns, and several whom it is on, are parted by spaces."""
    return Held(table, tuple(columns.split()), what, tuple(on.split()), why, category, until)


def row_numbers(entries: Sequence[Held]) -> tuple[Held, ...]:
    """The numbers of the rows that texts stand in; each belongs to the row beside it."""
    tables = dict.fromkeys(entry.table for entry in entries if entry.table.endswith("_text"))
    return tuple(
        held(table, "nobody", "register", "none", "points", "id", mark("the number of its row"))
        for table in tables
        if not any(entry.table == table and "id" in entry.columns for entry in entries)
    )


def erasable_columns(entries: Iterable[Held]) -> set[tuple[str, str]]:
    """(table, column) of all that an erasure takes away or replaces."""
    return {(entry.table, column) for entry in entries if entry.erasable for column in entry.columns}
