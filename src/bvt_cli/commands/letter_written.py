"""`bvt letter kinds|write|signed`: what letters there are, one of them written, and one that came back signed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bvt_cli.commands import arguments, hint, showing
from bvt_cli.commands.context import Session
from bvt_cli.core.errors import Problem, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.letter_data import LANGUAGES, LETTERS, SIGNED, LetterKind, step_of
from bvt_cli.core.protection import hides
from bvt_cli.core.texts import Word, mark, text
from bvt_cli.render.messages import DEFAULT, Translator, translator

if TYPE_CHECKING:
    from bvt_cli.commands.letter_chosen import Chosen
    from bvt_cli.core.letter_template import Filled
    from bvt_cli.render.statement_blocks import Sheet
    from bvt_cli.store.letter_templates import LetterTemplate

Home = Annotated[str, typer.Option("--home", metavar="HOME", help=mark("The ref of the home."))]
Person = Annotated[
    str | None, typer.Option("--person", metavar="PERSON", help=mark("Whose it is, where it is of one person."))
]


def kinds(
    ctx: typer.Context,
    json: arguments.Json = False,
    csv: arguments.Csv = False,
    csv_dialect: arguments.CsvDialect = None,
) -> None:
    from bvt_cli.render.document_letter import KINDS, what

    session: Session = ctx.obj
    form = arguments.form(json, csv, csv_dialect)
    templates = _templates(session)
    rows = []
    for kind in LETTERS.values():
        there = [templates[kind.name, each] for each in LANGUAGES if (kind.name, each) in templates]
        languages = tuple(each.language for each in there)
        own = tuple(each.language for each in there if each.own)
        rows.append((kind.name, what(kind.name), "person" in kind.needs, kind.step, languages, own))
    session.out.table(KINDS, rows, text("There are no letters."), form)


def write(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=mark("Which letter; `bvt letter kinds` lists them."))],
    home: Home,
    person: Person = None,
    agreement: Annotated[
        str | None,
        typer.Option(
            "--agreement", metavar="AGREEMENT", help=mark("The agreement it is about, where it is about one.")
        ),
    ] = None,
    approved_as: Annotated[
        str | None,
        typer.Option("--approved-as", metavar="KIND", help=mark("Which approval, of a home that has several.")),
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help=mark("Write it to a new text file."))] = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help=mark("Write it to a new HTML file, to print at A4."))
    ] = None,
    pdf: Annotated[
        str | None, typer.Option("--pdf", metavar="FILE", help=mark("Write it to a new PDF file (needs reportlab)."))
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help=mark("Write it only if nothing is left to fill in."))
    ] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The date of the letter (else today)."))
    ] = None,
    reveal: arguments.Reveal = None,
    as_of: arguments.AsOf = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.book import own_rules
    from bvt_cli.commands.letter_chosen import choose, values_of
    from bvt_cli.core.letter_template import fill
    from bvt_cli.render.document_letter import sheet
    from bvt_cli.store import database

    session: Session = ctx.obj
    letter = LETTERS[arguments.code(kind, "KIND", tuple(LETTERS))]
    if sum(each is not None for each in (out, html, pdf)) > 1:
        raise Usage(text("Of --out, --html and --pdf only one goes at a time."))
    day = arguments.given(arguments.day, on, "--on") or session.as_of(as_of)
    templates, rules = _templates(session), own_rules(session)
    whole = reveal is not None
    with database.reading(session.register) as connection:
        chosen = choose(connection, letter, home, person, agreement, approved_as, day, whole=whole)
    template, say = _template(ctx, templates, letter, chosen.home.get("language"))
    filled = fill(template.blocks, values_of(letter, chosen, rules, day), say.value)
    if letter.to_home:
        showing.tell_hidden(session, chosen.home, whole=whole)
    hidden = () if whole else tuple(name for name in filled.blanks if _is_hidden(chosen.home, name))
    _tell_open(session, filled, complete, hidden)
    document = sheet(filled)
    written = _put(session, document, say, out, html, pdf)
    if json:
        session.out.document(_as_json(letter, chosen, template, filled, document, say, day))
    elif not written:
        from bvt_cli.commands.pay_statement import show

        show(session, document, say)
    if letter.name in SIGNED:
        whose = f" --person {chosen.person['ref']}" if chosen.person else ""
        hint.suggest(session, f"bvt letter signed {letter.name} --home {home}{whose} --on DATE")


def _templates(session: Session) -> "dict[tuple[str, str], LetterTemplate]":
    from bvt_cli.commands.book import own_folder
    from bvt_cli.store.letter_templates import load_templates
    from bvt_cli.store.rate_files import shipped_rates

    return load_templates(shipped_rates(), own_folder(session))


def _template(
    ctx: typer.Context,
    templates: "dict[tuple[str, str], LetterTemplate]",
    letter: LetterKind,
    language: str | None,
) -> "tuple[LetterTemplate, Translator]":
    """The template in the language of --lang, else the home's, else bokmål, which there always is.

    What goes to the child's family is written in the language bvt speaks.
    """
    session: Session = ctx.obj
    theirs = language if letter.to_home else session.out.translator.language
    wanted = ctx.find_root().params.get("lang") or theirs or DEFAULT
    found = templates.get((letter.name, wanted))
    if found is None:
        session.out.warn(text("There is no template of this letter in {language}; it is written in bokmål.",
                              language=Word(wanted)))  # fmt: skip
        found = templates[letter.name, DEFAULT]
    return found, translator(found.language)


def _is_hidden(home: Record, name: str) -> bool:
    """Whether a blank (`home.address`) is one because the home is protected."""
    thing, _, key = name.partition(".")
    return thing == "home" and hides(home, key)


def _tell_open(session: Session, filled: "Filled", complete: bool, hidden: Sequence[str]) -> None:
    """Tell what is left to fill in, but what has been told to be `hidden`; with --complete raise Refused for it."""
    from bvt_cli.render.document_letter import label

    if complete and (filled.blanks or filled.open):
        details = [
            Problem(name, text("{what} is not known to the register.", what=label(name))) for name in filled.blanks
        ]
        details += [Problem(words, text("For the municipality to fill in.")) for words in filled.open]
        raise Refused(text("The letter is not complete; nothing was written."), details)
    unknown = tuple(label(name) for name in filled.blanks if name not in hidden)
    if unknown:
        session.out.warn(text("Not known, and left blank: {places}.", places=unknown))
    if filled.open:
        session.out.warn(text("For the municipality to fill in, in square brackets: {count}.", count=len(filled.open)))


def _put(
    session: Session, document: "Sheet", say: Translator, out: str | None, html: str | None, pdf: str | None
) -> bool:
    """Write the file that was asked for; whether any was."""
    from bvt_cli.commands.pay_statement import rendered, write_file

    if out is not None:
        from bvt_cli.store.new_file import write_new

        path = Path(arguments.line(out, "--out"))
        write_new(path, rendered(document, say, "text")[0])
        session.out.tell(text("Written to {file}.", file=str(path)))
        return True
    return write_file(session, document, say, html, pdf) is not None


def _as_json(
    letter: LetterKind,
    chosen: "Chosen",
    template: "LetterTemplate",
    filled: "Filled",
    document: "Sheet",
    say: Translator,
    day: date,
) -> dict[str, object]:
    from bvt_cli.render.statement_text import as_text

    return {
        "letter": letter.name,
        "home": chosen.home["ref"],
        "person": None if chosen.person is None else chosen.person["ref"],
        "agreement": None if chosen.agreement is None else chosen.agreement["ref"],
        "date": day,
        "language": template.language,
        "template": template.file,
        "own": template.own,
        "blanks": filled.blanks,
        "to_fill_in": filled.open,
        "text": as_text(document, say),
    }


def signed(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="|".join(SIGNED), help=mark("Which letter."))],
    home: Home,
    person: Person = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=mark("The day it was signed (else today)."))
    ] = None,
    as_of: arguments.AsOf = None,
    by: arguments.By = None,
    json: arguments.Json = False,
) -> None:
    from bvt_cli.commands.changing import known
    from bvt_cli.commands.home_steps import step
    from bvt_cli.store import database

    session: Session = ctx.obj
    letter = arguments.code(kind, "KIND", SIGNED)
    day = arguments.given(arguments.day, on, "--on")
    if day is not None and day > session.as_of(as_of):
        raise Usage(text("{option}: {day} is still to come.", option="--on", day=day))
    if person is not None and "person" not in LETTERS[letter].needs:
        raise Usage(text("{option} does not go with this letter.", option="--person"))
    with database.reading(session.register) as connection:
        applied_as = known(connection, "home", home)["kind"]
    step(
        ctx, home=home, code=step_of(letter, applied_as), person=person, on=on, as_of=as_of, yes=True, by=by, json=json
    )
