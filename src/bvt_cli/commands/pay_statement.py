"""`bvt pay statement`: what a home was paid, each sum written out; or all homes at once into a folder."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Refused, Usage
from bvt_cli.core.period import Month
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import mark, text
from bvt_cli.render.messages import DEFAULT, Translator, translator

if TYPE_CHECKING:
    from bvt_cli.core.statement import Statement
    from bvt_cli.render.columns import Row
    from bvt_cli.render.statement_blocks import Sheet

ENDINGS = {"text": "txt", "html": "html", "pdf": "pdf"}

Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help=mark("Write it to a new HTML file, to print at A4."))
]
Pdf = Annotated[
    str | None, typer.Option("--pdf", metavar="FILE", help=mark("Write it to a new PDF file (needs reportlab)."))
]


def statement(
    ctx: typer.Context,
    home: Annotated[str | None, typer.Argument(metavar="HOME", help=mark("The ref of the home."))] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=mark("What was paid with the runs of this month."))
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help=mark("What was paid with the runs of this year."))
    ] = None,
    html: Html = None,
    pdf: Pdf = None,
    all_: Annotated[
        bool, typer.Option("--all", help=mark("All homes that were paid anything or have a claim, a file each."))
    ] = False,
    into: Annotated[
        str | None, typer.Option("--into", metavar="DIR", help=mark("With --all: the folder the files are put in."))
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help=mark("With --all: text, html or pdf (else text)."))
    ] = None,
    delivered: Annotated[
        bool,
        typer.Option(
            "--delivered",
            help=mark("Record that the statement of a month was handed over (with --all: to all who lack it)."),
        ),
    ] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("With --delivered: the day (else today)."))
    ] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    if delivered:
        _refuse_files([html, pdf, into, format], year)
        _delivered(ctx.obj, home, month, all_, on, as_of, by, json)
        return
    if on is not None:
        raise Usage(text("--on goes with --delivered."))
    period = _period(month, year)
    if all_:
        if home is not None or html is not None or pdf is not None:
            raise Usage(text("--all writes every home into a folder; a home, --html and --pdf do not go with it."))
        _all_homes(ctx, period, into, arguments.code(format or "text", "--format", tuple(ENDINGS)), json)
        return
    if home is None:
        raise Usage(text("Name a home, or say --all --into with a folder."))
    if into is not None or format is not None:
        raise Usage(text("{option} goes with --all.", option="--format" if into is None else "--into"))
    only_one_file(html, pdf)
    _one_home(ctx, home, period, html, pdf, json)


def _refuse_files(files: Sequence[str | None], year: str | None) -> None:
    if any(each is not None for each in files):
        raise Usage(text("--delivered writes no file; write it first, and record then that it was handed over."))
    if year is not None:
        raise Usage(text("--delivered is about a month; say --month."))


def _delivered(
    session: Session, home: str | None, month: str | None, all_: bool, on: str | None, as_of: str | None,
    by: str | None, json: bool,
) -> None:  # fmt: skip
    from bvt_cli.commands.pay_delivered import delivered

    if all_ == (home is not None):
        raise Usage(text("With --delivered, name a home or say --all, one of them."))
    wanted, _ = _period(month, None)
    delivered(session, home, wanted, on, as_of, by, json)


def _period(month: str | None, year: str | None) -> tuple[Month, Month]:
    """The months asked for, first and last."""
    if (month is None) == (year is None):
        raise Usage(text("Say a --month or a --year, one of them."))
    if month is not None:
        wanted = arguments.month(month, "--month")
        return wanted, wanted
    number = arguments.whole(year or "", "--year", arguments.FIRST_YEAR, arguments.LAST_YEAR)
    return Month(number, 1), Month(number, 12)


def _one_home(
    ctx: typer.Context, home: str, period: tuple[Month, Month], html: str | None, pdf: str | None, json: bool
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.render import statement as render
    from bvt_cli.render.statement_json import as_json
    from bvt_cli.store import database, statement_facts

    session: Session = ctx.obj
    with database.reading(session.register) as connection:
        record = known(connection, "home", home)
        found = next(statement_facts.statements(connection, *period, home))
    say = speaking(ctx, record.get("language"))
    sheet = render.sheet(found, record.get("name"))
    write_file(session, sheet, say, html, pdf)
    if json:
        session.out.document(as_json(found, say.language))
    elif html is None and pdf is None:
        show(session, sheet, say)


def speaking(ctx: typer.Context, language: str | None) -> Translator:
    """The language to write to a home in: what --lang says, else the home's own, else bokmål."""
    return translator(ctx.find_root().params.get("lang") or language or DEFAULT)


def only_one_file(html: str | None, pdf: str | None) -> None:
    if html is not None and pdf is not None:
        raise Usage(text("--html and --pdf do not go together."))


def show(session: Session, sheet: "Sheet", say: Translator) -> None:
    from bvt_cli.render.statement_text import as_text

    session.out.write(as_text(sheet, say))


def write_file(session: Session, sheet: "Sheet", say: Translator, html: str | None, pdf: str | None) -> Path | None:
    """Write a new HTML or PDF file, whichever was asked for, and tell of it."""
    named = html if html is not None else pdf
    if named is None:
        return None
    from bvt_cli.store.new_file import write_new

    path = Path(arguments.line(named, "--pdf" if html is None else "--html"))
    data, rewritten = rendered(sheet, say, "pdf" if html is None else "html")
    write_new(path, data)
    session.out.tell(text("Written to {file}.", file=str(path)))
    tell_rewritten(session, rewritten)
    return path


def rendered(sheet: "Sheet", say: Translator, form: str) -> tuple[bytes, dict[str, str]]:
    """A document in a form, and the letters that had to be rewritten. Raises Usage where reportlab is missing."""
    if form == "html":
        from bvt_cli.render.statement_html import as_html

        return as_html(sheet, say).encode(), {}
    if form == "text":
        from bvt_cli.render.statement_text import as_text

        return as_text(sheet, say).encode(), {}
    from bvt_cli.render.statement_pdf import as_pdf

    try:
        made = as_pdf(sheet, say)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "reportlab":
            raise
        raise Usage(
            text(
                "A PDF needs reportlab, which is not installed here; install it with {command}, or use HTML.",
                command='pip install "bvt-cli[pdf]"',
            )
        ) from None
    return made.data, made.rewritten


def tell_rewritten(session: Session, rewritten: dict[str, str]) -> None:
    """Letters that a PDF's typeface lacks; whoever sends it should know."""
    if rewritten:
        pairs = tuple(text("{letter} as {other}", letter=one, other=other) for one, other in sorted(rewritten.items()))
        session.out.warn(text("The typeface of the PDF lacks some letters; written are {pairs}.", pairs=pairs))


def _all_homes(ctx: typer.Context, period: tuple[Month, Month], into: str | None, form: str, json: bool) -> None:
    from bvt_cli.render.output import Form
    from bvt_cli.render.statement import FILES
    from bvt_cli.store import database, statement_facts

    session: Session = ctx.obj
    if into is None:
        raise Usage(text("{option} needs a folder: {other}.", option="--all", other="--into"))
    folder = Path(arguments.line(into, "--into"))
    with database.reading(session.register) as connection:
        homes = statement_facts.written_to(connection)
        found = list(statement_facts.statements(connection, *period))
    files = _files(folder, found, ENDINGS[form])
    if found:
        _make_folder(folder)
    rewritten: dict[str, str] = {}
    rows: list[Row] = []
    with session.out.progress(text("Statements written:")) as tick:
        for each, path in zip(found, files, strict=True):
            rewritten |= _write(ctx, each, homes.get(each.home, {}), path, form)
            rows.append((each.home, str(path), each.sums.taxable, each.sums.tax_free, each.sums.total))
            if tick is not None:
                tick()
    session.out.table(FILES, rows, text("Nothing was paid in this time."), Form(json=json))
    tell_rewritten(session, rewritten)


def _files(folder: Path, found: "Sequence[Statement]", ending: str) -> list[Path]:
    """A file for each home, named by its ref. Raises Refused where one stands there, before any is written."""
    files = [folder / f"{each.home.replace('/', '_')}.{ending}" for each in found]
    if len(set(files)) < len(files):
        raise Refused(text("Two homes would have the same file; nothing was written."))
    there = [path for path in files if os.path.lexists(path)]
    if there:
        raise Refused(text("There is already something at {path}; nothing was written.", path=str(there[0])))
    return files


def _make_folder(folder: Path) -> None:
    from bvt_cli.store import beside

    try:
        beside.make_folder(folder.absolute())
    except OSError as error:
        why = system_reason(error)
        raise Usage(text("{path} cannot be made: {reason}.", path=str(folder), reason=why)) from error


def _write(ctx: typer.Context, found: "Statement", record: dict[str, Any], path: Path, form: str) -> dict[str, str]:
    from bvt_cli.render.statement import sheet
    from bvt_cli.store.new_file import write_new

    data, rewritten = rendered(sheet(found, record.get("name")), speaking(ctx, record.get("language")), form)
    write_new(path, data)
    return rewritten
