"""What `bvt db verify` finds in a register, in sentences and as JSON has it."""

from collections.abc import Callable
from typing import Any

from bvt_cli.core.recompute import Fault
from bvt_cli.core.texts import KeyName, Text, text
from bvt_cli.core.wholeness import Flaw
from bvt_cli.render import proof
from bvt_cli.render.things import thing

_OF_THE_FILE: dict[str, Callable[[Any, Any], Text]] = {
    "damaged": lambda row, about: text("the file itself is damaged ({message}).", message=about[0]),
    "schema_gone": lambda row, about: text("{name}, a table, index or trigger of bvt, was taken away.", name=row),
    "schema_added": lambda row, about: text("{name}, a table, index or trigger, is not of bvt's making.", name=row),
    "schema_changed": lambda row, about: text("{name}, a table, index or trigger, is not as bvt made it.", name=row),
}
_OF_THE_JOURNAL: dict[str, Callable[[Any, Any], Text]] = {
    "entry_gone": lambda row, about: text("entry {number} of the journal is gone.", number=row),
    "entry_unlinked": lambda row, about: text(
        "entry {number} of the journal ({what} {ref}) has no link in the chain: bvt did not write it.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_changed": lambda row, about: text(
        "entry {number} of the journal ({what} {ref}) is not as it was written, or does not follow the one before it.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_text_changed": lambda row, about: text(
        "what entry {number} of the journal ({what} {ref}) says was changed.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_text_gone": lambda row, about: text(
        "what entry {number} of the journal ({what} {ref}) said is gone, and no entry tells that it was erased.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_not_erased": lambda row, about: text(
        "entry {number} of the journal ({what} {ref}) is kept as erased by an entry that does not say so.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_text_back": lambda row, about: text(
        "what entry {number} of the journal ({what} {ref}) said was erased, and something stands there again.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
    "entry_unreadable": lambda row, about: text(
        "what entry {number} of the journal ({what} {ref}) says cannot be read.",
        number=row, what=thing(about[0]), ref=about[1],
    ),
}  # fmt: skip
_OF_ROWS: dict[str, Callable[[Any, Any, Any], Text]] = {
    "refers_to_nothing": lambda table, row, about: text(
        "row {row} of the table {table} refers to a row of {other} that is not there.",
        row=row, table=table, other=about[0],
    ),
    "unreadable": lambda table, row, about: text(
        "what stands in the table {table}, or beside it, cannot be read, or does not hang together.", table=table
    ),
    "row_gone": lambda table, row, about: text("row {row} of the table {table} is gone.", row=row, table=table),
    "row_changed": lambda table, row, about: text(
        "row {row} of the table {table}, or its seal, is not as it was written.", row=row, table=table
    ),
    "row_added": lambda table, row, about: text(
        "row {row} of the table {table} has no seal: bvt did not write it.", row=row, table=table
    ),
    "text_changed": lambda table, row, about: text(
        "the text beside row {row} of the table {table} is not as it was written.", row=row, table=table
    ),
    "text_gone": lambda table, row, about: text(
        "the seal on the text beside row {row} of the table {table} is gone, and no entry of the journal tells that the"
        " text was erased.", row=row, table=table,
    ),
    "text_back": lambda table, row, about: text(
        "the text beside row {row} of the table {table} was erased, and something stands there again.",
        row=row, table=table,
    ),
    "table_changed": lambda table, row, about: text(
        "the table {table} does not hold what bvt last wrote there.", table=table
    ),
    "table_unsealed": lambda table, row, about: text("the table {table} has lost its seal.", table=table),
    "seal_gone": lambda table, row, about: text("seal {number} is gone.", number=row),
    "seal_broken": lambda table, row, about: text("seal {number} is not as it was set.", number=row),
    "head_lost": lambda table, row, about: text(
        "no chain has the head {head}: a row was changed, or rows were cut off, since it was noted.", head=row
    ),
    "run_gone": lambda table, row, about: text(
        "the run {run} is gone, which entry {number} of the journal tells of.", run=row, number=about[0]
    ),
    "seals_gone": lambda table, row, about: text("the seals on what stands by itself are gone, all of them."),
    "run_untold": lambda table, row, about: text("the run {run} stands in no entry of the journal.", run=row),
    "lookup_changed": lambda table, row, about: text(
        "row {row} of the log of look-ups is not as it was written, or does not follow the one before it.", row=row
    ),
}  # fmt: skip
_OF_THINGS: dict[str, Callable[[Text | str, Any, Flaw], Text]] = {
    "thing_gone": lambda what, ref, flaw: text(
        "the {what} {ref}, which entry {number} of the journal made, is gone.", what=what, ref=ref, number=flaw.about[0]
    ),
    "thing_added": lambda what, ref, flaw: text(
        "the {what} {ref} is there, and no entry of the journal made it.", what=what, ref=ref
    ),
    "thing_changed": lambda what, ref, flaw: text(
        "the {what} {ref} is not as the journal says it should stand: {keys}.",
        what=what, ref=ref, keys=tuple(map(KeyName, flaw.keys)),
    ),
    "thing_moved": lambda what, ref, flaw: text(
        "the {what} {ref} is not kept in the row it was made in.", what=what, ref=ref
    ),
}  # fmt: skip


def sentence(found: Flaw | Fault) -> Text:
    """What is wrong and where, to stand after a colon."""
    if isinstance(found, Fault):
        return proof.sentence(found)
    if found.code in _OF_THE_FILE:
        return _OF_THE_FILE[found.code](found.row, found.about)
    if found.code in _OF_THE_JOURNAL:
        return _OF_THE_JOURNAL[found.code](found.row, found.about)
    if found.table == "register" and found.code == "thing_changed":
        return text(
            "the register itself is not as the journal says it should stand: {keys}.",
            keys=tuple(map(KeyName, found.keys)),
        )
    if found.code in _OF_THINGS:
        return _OF_THINGS[found.code](thing(found.table), found.row, found)
    return _OF_ROWS[found.code](found.table, found.row, found.about)


def record(found: Flaw | Fault) -> dict[str, object]:
    """A finding as JSON has it; the message is in English there."""
    message = sentence(found)
    if isinstance(found, Fault):
        table, row = ("run", found.run) if found.line is None else ("line", found.line)
        return {"code": found.wrong.code, "table": table, "row": row, "keys": [], "message": message}
    return {
        "code": found.code,
        "table": found.table,
        "row": found.row,
        "keys": list(found.keys),
        "message": message,
    }
