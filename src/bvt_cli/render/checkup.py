"""What `bvt doctor` finds, line by line: for people a page, for programs records."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bvt_cli.core.errors import BvtError
from bvt_cli.core.texts import Text
from bvt_cli.render.failures import failure_text
from bvt_cli.render.messages import Translator
from bvt_cli.render.words import mark_in

OK, NOTE, WRONG = "ok", "note", "wrong"
STATES = {OK: mark_in("doctor", "ok"), NOTE: mark_in("doctor", "note"), WRONG: mark_in("doctor", "WRONG")}


class Finding(NamedTuple):
    """One thing looked at. `message`: how it stands; `remedy`: what to do; `error`: what bvt says when it meets it."""

    code: str
    state: str
    message: Text
    remedy: Text | None = None
    error: BvtError | None = None


def failed(code: str, error: BvtError, state: str = WRONG) -> Finding:
    """A finding in the words of the error that other commands end with."""
    return Finding(code, state, error.message, None, error)


def record(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it."""
    details = [] if finding.error is None else list(finding.error.details)
    return {
        "code": finding.code,
        "state": finding.state,
        "message": finding.message,
        "remedy": finding.remedy,
        "details": details,
    }


def page(findings: Iterable[Finding], translator: Translator, width: int | None) -> str:
    """The findings, each with its state before it; folded at `width` columns unless that is None."""
    labels = {state: translator.mark(label) for state, label in STATES.items()}
    indent = max(map(len, labels.values())) + 2
    lines: list[str] = []
    for finding in findings:
        first, *others = _sentences(finding, translator)
        lines += _folded(first, labels[finding.state].ljust(indent), indent, width)
        for line in others:
            lines += _folded(line.strip(), " " * (indent + 2), indent + 2, width)
    return "".join(f"{line}\n" for line in lines)


def _sentences(finding: Finding, translator: Translator) -> Iterator[str]:
    if finding.error is not None:
        yield from failure_text(finding.error, translator).splitlines()
    else:
        yield translator.say(finding.message)
    if finding.remedy is not None:
        yield translator.say(finding.remedy)


def _folded(line: str, before: str, indent: int, width: int | None) -> list[str]:
    if width is None:
        return [f"{before}{line}"]
    from textwrap import wrap

    return wrap(
        line, max(width, indent + 20), initial_indent=before, subsequent_indent=" " * indent, break_on_hyphens=False
    )
