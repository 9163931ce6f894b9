"""How the pay commands show a month: a document, CSV lines, or tables with the findings in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bvt_cli.commands.context import Session
from bvt_cli.core.payment import Finding
from bvt_cli.core.texts import Kroner, Text, Word, text
from bvt_cli.render import sense
from bvt_cli.render.findings import sentence
from bvt_cli.render.output import Form
from bvt_cli.render.pay import (
    HOME_COLUMNS,
    LINE_COLUMNS,
    PEOPLE_COLUMNS,
    Sheet,
    document,
    home_rows,
    line_row,
    people_row,
)

MOST_OF_A_KIND = 20
MUST_BE_SEEN = ("overlap", "unborn")
"""Notes that do not stop pay and yet may mean wrong pay: told also when quiet, so that cron mails them."""


def show_sheet(
    session: Session, sheet: Sheet, head: Mapping[str, Any], form: Form, *, posted: bool, lines: bool
) -> None:
    """A month on stdout, and what was found about it on stderr (for people)."""
    if form.json:
        session.out.document(document(sheet, head, posted))
    elif form.csv:
        rows = [line_row(entry, ref) for home in sheet.homes for ref, entry in home.lines]
        session.out.table(LINE_COLUMNS, rows, text("There is nothing to pay."), form)
    elif lines:
        rows = [people_row(entry, ref) for home in sheet.homes for ref, entry in home.lines]
        session.out.table(PEOPLE_COLUMNS, rows, text("There is nothing to pay."))
    else:
        session.out.table(HOME_COLUMNS, home_rows(sheet.homes), text("There is nothing to pay."))
    if not form.json:
        _tell_findings(session, sheet)


def _tell_findings(session: Session, sheet: Sheet) -> None:
    if sheet.homes:
        total = sum(home.total for home in sheet.homes)
        session.out.tell(text("The total is {total}.", total=Kroner(total)))
    for held in sheet.held:
        session.out.warn(
            text(
                "Held: {amount} would be taken back from home {home}, agreement {agreement}; nothing is claimed back"
                " without --recover {agreement} and a --reason.",
                amount=Kroner(held.amount),
                home=held.home,
                agreement=held.agreement,
            )
        )
    for doubt in sheet.stopped:
        for said in sense.sentences(doubt, stops=True):
            session.out.warn(said)
    _tell_some(sheet.problems, session.out.warn)
    doubled = [note for note in sheet.notes if note.code in MUST_BE_SEEN]
    _tell_some(doubled, session.out.warn)
    _tell_some((*sheet.skipped, *(note for note in sheet.notes if note not in doubled)), session.out.tell)


def _tell_some(findings: Iterable[Finding], tell: Callable[[Text], None]) -> None:
    """Findings in words, no more of one kind than a person would read."""
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.code] += 1
        if told[finding.code] <= MOST_OF_A_KIND:
            tell(sentence(finding))
    for code, number in told.items():
        if number > MOST_OF_A_KIND:
            tell(text("And {number} more of this kind: {code}; --json lists them all.",
                      number=number - MOST_OF_A_KIND, code=Word(code)))  # fmt: skip
