"""What is damaged in a register, in sentences. What is not known here stands in SQLite's own words."""

import re
from collections.abc import Callable

from bvt_cli.core.texts import Text, text

_KNOWN: tuple[tuple[str, Callable[[re.Match[str]], Text]], ...] = (
    (
        r"(\w+) (\S+) -> (\w+)",
        lambda found: text(
            "Row {row} of the table {table} refers to a row of {other} that is not there.",
            row=found[2],
            table=found[1],
            other=found[3],
        ),
    ),
    (r"run (R[0-9]+): sums", lambda found: text("The sums of {run} are not those of its lines.", run=found[1])),
    (
        r"HMAC verification failed for page ([0-9]+)",
        lambda found: text("Page {page} of the file is damaged: its checksum is not right.", page=found[1]),
    ),
    (r"the last page is cut short", lambda found: text("The last page of the file is cut short.")),
    (r"content", lambda found: text("The copy does not hold what the register holds.")),
)


def sentence(problem: str) -> Text:
    """A problem as `store.database.damage` and the sums of runs have it, for people."""
    for form, said in _KNOWN:
        if found := re.fullmatch(form, problem):
            return said(found)
    return text("SQLite says: {message}.", message=problem)
