"""`bvt doctor`: everything bvt leans on, looked at on one page. Asks nothing, writes nothing, needs no register.

What it finds is its answer, so it ends with 0 or, where something is wrong, with 3: also for what other
commands end with 78 (no register, wrong settings) or 5 (wrong rate files). A note is not wrong.
"""

import os
import platform
from collections.abc import Callable, Iterator
from datetime import date, datetime

import typer

from bvt_cli import __version__
from bvt_cli.commands import arguments, doctor_copies, doctor_rates, doctor_register
from bvt_cli.commands.context import Session
from bvt_cli.commands.doctor_asked import Asked
from bvt_cli.core.errors import BvtError
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import mark, text
from bvt_cli.render.checkup import NOTE, OK, WRONG, Finding, failed, page, record

command = typer.Typer()


@command.command(
    "doctor",
    help=mark("Look at everything bvt leans on: clock, language, register, rights, rates and settings."),
    epilog="bvt doctor\nbvt doctor --json\nbvt --db /srv/bvt/bvt.db doctor",
)
def doctor(ctx: typer.Context, as_of: arguments.AsOf = None, json: arguments.Json = False) -> int:
    session: Session = ctx.obj
    if as_of is not None:
        session.as_of(as_of)  # a wrong option is wrong use, not a finding
    findings = _findings(Asked(session, dict(ctx.parent.params) if ctx.parent else {}, as_of))
    wrong = sum(finding.state == WRONG for finding in findings)
    if json:
        session.out.document([record(finding) for finding in findings])
    else:
        session.out.write(page(findings, session.translator, _width(session)))
        if wrong:
            session.out.tell(text("Found wrong: {number}. Each line says what to do.", number=wrong))
        else:
            session.out.tell(text("Nothing is wrong."))
    return 3 if wrong else 0


def _findings(asked: Asked) -> list[Finding]:
    """What all checks find; a fault that stops several of them is told once."""
    findings: list[Finding] = []
    for check in CHECKS:
        for finding in _carried_out(check, asked):
            if all(finding.message != earlier.message for earlier in findings):
                findings.append(finding)
    return findings


def _carried_out(check: Callable[[Asked], Iterator[Finding]], asked: Asked) -> list[Finding]:
    findings = []
    try:
        for finding in check(asked):
            findings.append(finding)
    except BvtError as error:
        findings.append(failed(check.__name__, error))
    except OSError as error:
        message = text("The system says no: {reason}.", reason=system_reason(error))
        findings.append(Finding(check.__name__, WRONG, message))
    return findings


def _width(session: Session) -> int | None:
    if not session.out.on_terminal:
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def version(_: Asked) -> Iterator[Finding]:
    import sqlite3

    message = text(
        "This is bvt {version}, with Python {python} and SQLite {sqlite}.",
        version=__version__, python=platform.python_version(), sqlite=sqlite3.sqlite_version,
    )  # fmt: skip
    yield Finding("version", OK, message)


def clock(asked: Asked) -> Iterator[Finding]:
    """Which day counts as today, and whether the machine's clock can be right."""
    today = asked.session.as_of(asked.as_of)
    if asked.as_of is not None:
        yield Finding("clock", OK, text("Today counts as {day}, by --as-of.", day=today))
        return
    if os.environ.get("BVT_AS_OF"):
        message = text("Today counts as {day}, by BVT_AS_OF.", day=today)
        yield Finding("clock", NOTE, message, text("Unset BVT_AS_OF, unless you mean to look back or ahead."))
        return
    last = _last_stamp(asked)
    if last is not None and today < last:
        message = text("The clock of this machine says {day}, but the last change was on {last}.", day=today, last=last)
        yield Finding("clock", WRONG, message, text("Set the clock, or say the day with --as-of."))
    else:
        yield Finding("clock", OK, text("Today is {day}, by the clock of this machine.", day=today))


def _last_stamp(asked: Asked) -> date | None:
    """The day in Oslo of the last journal entry."""
    from zoneinfo import ZoneInfo

    try:
        stamp = asked.health.last_stamp if asked.health else None
    except BvtError:  # the register has a line of its own
        return None
    return None if stamp is None else datetime.fromisoformat(stamp).astimezone(ZoneInfo("Europe/Oslo")).date()


def language(asked: Asked) -> Iterator[Finding]:
    code = asked.session.translator.language
    origin = asked.said_by("--lang", "BVT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    if origin is None:
        yield Finding("language", OK, text("The language is {code}, since nothing asks for another.", code=code))
    else:
        yield Finding("language", OK, text("The language is {code}, by {name}.", code=code, name=origin))


def signature(asked: Asked) -> Iterator[Finding]:
    by, login = asked.session.by(), asked.session.login
    message = text("Changes are signed {by}; the login name kept beside it is {login}.", by=by, login=login)
    if by == "root":
        yield Finding("signature", NOTE, message, text("That tells nobody who it was: say BVT_USER or --by."))
    else:
        yield Finding("signature", OK, message)


CHECKS: tuple[Callable[[Asked], Iterator[Finding]], ...] = (
    version,
    clock,
    language,
    signature,
    doctor_register.register,
    doctor_register.encryption,
    doctor_register.permissions,
    doctor_copies.backups,
    doctor_copies.unfinished,
    doctor_copies.plain_copies,
    doctor_register.file_system,
    doctor_register.disk,
    doctor_rates.own_rates,
    doctor_rates.settings,
    doctor_rates.rates,
)
