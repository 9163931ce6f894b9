"""`bvt` itself: the options before the command, and the commands, each imported only when used."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Annotated, NamedTuple

import typer
from typer._click import Command as AnyCommand
from typer._click import exceptions
from typer.main import get_group

from bvt_cli.commands import placeholders
from bvt_cli.commands.context import Session
from bvt_cli.commands.help import Group, made_command, made_group, names_of
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import Text, mark, text


class Entry(NamedTuple):
    """A command or group: the module under bvt_cli.commands that has it, and what it does."""

    module: str
    summary: str


# A module has `app` (a typer.Typer) for a group, or `command` (one with a single command).
COMMANDS = {
    "init": Entry("init", mark("Make a new, empty register.")),
    "demo": Entry("demo", mark("Show bvt at work on an invented municipality.")),
    "import": Entry("import_", mark("Take in a register document.")),
    "export": Entry("export", mark("Write the register as a document.")),
    "home": Entry("home", mark("The homes: their persons, steps and approval.")),
    "child": Entry("child", mark("The children, by case number.")),
    "agreement": Entry("agreement", mark("The agreements: which home, which child, which measure.")),
    "stay": Entry("stay", mark("The stays of children in respite homes.")),
    "followup": Entry("follow_up", mark("Follow-up: contacts, visits, supervision and evaluations.")),
    "outlay": Entry("outlay", mark("What homes have laid out, against receipts.")),
    "drive": Entry("drive", mark("What homes have driven, by the state's mileage rates.")),
    "supplement": Entry("supplement", mark("Extra pay by decision, an amount a month.")),
    "grant": Entry("grant", mark("Financial support of children, against suppliers' bills.")),
    "letter": Entry("letter", mark("Letters from templates: contract, declarations, decisions.")),
    "rate": Entry("rate", mark("The KS rate tables.")),
    "pay": Entry("pay", mark("Compute, post and explain a month's pay.")),
    "network": Entry("network", mark("The networks of resource families.")),
    "council": Entry("council", mark("Family councils: family and close network first.")),
    "audit": Entry("audit", mark("What the municipal auditor would ask of every home that is paid.")),
    "report": Entry("report", mark("Figures for the yearly report and others, each with its definition.")),
    "due": Entry("due", mark("Everything due or overdue, with the command that settles it.")),
    "log": Entry("log", mark("Who changed what, and who looked at whom.")),
    "person": Entry("person", mark("Everything held on one person, to be handed to them.")),
    "retention": Entry("retention", mark("Erase what is written about people once its time is up.")),
    "db": Entry("db", mark("Look after the register file.")),
    "doctor": Entry("doctor", mark("Look at everything bvt leans on, on one page.")),
    "completion": Entry("completion", mark("Let the shell complete bvt on Tab.")),
    "rules": Entry("rules", mark("The rules and settings in force, with their sources.")),
}
EXAMPLES = "\n".join(("bvt demo", "bvt home check H-001", "bvt pay month 2025-03", "bvt pay month --help"))
BEFORE = ("--db", "--rates", "--key-file", "--key-fd", "--lang", "--no-color", "--quiet")


class Root(Group):
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> AnyCommand | None:  # type: ignore[override]
        return command_named(cmd_name) if cmd_name in COMMANDS else None

    def summaries(self, ctx: typer.Context) -> Iterator[tuple[str, str]]:
        return ((name, entry.summary) for name, entry in COMMANDS.items())


def command_named(name: str) -> AnyCommand:
    """The command or group of a name in COMMANDS."""
    module = import_module(f"bvt_cli.commands.{COMMANDS[name].module}")
    if hasattr(module, "app"):
        return made_group(module.app, name)
    return made_command(module.command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from bvt_cli import __version__

        print(f"bvt {__version__}")
        raise typer.Exit


app = typer.Typer(cls=Root, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback(help=mark("The homes of a municipal child welfare service: register, approval and pay."), epilog=EXAMPLES)
def bvt(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="PATH", help=mark("The register (BVT_DB; else in the user's data folder).")),
    ] = None,
    rates: Annotated[
        str | None,
        typer.Option(
            "--rates",
            metavar="DIR",
            help=mark("The municipality's own tables and settings (BVT_RATES; else rates beside the register)."),
        ),
    ] = None,
    key_file: Annotated[
        str | None,
        typer.Option(
            "--key-file",
            metavar="FILE",
            help=mark("The key of an encrypted register (BVT_KEY_FILE; else in the user's settings folder)."),
        ),
    ] = None,
    key_fd: Annotated[
        int | None,
        typer.Option("--key-fd", metavar="N", min=0, help=mark("Read that key from this open file descriptor.")),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="LANG", help=mark("nb, nn or en (BVT_LANG; else by the locale).")),
    ] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help=mark("No colours (NO_COLOR)."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=mark("Only data and warnings."))] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help=mark("Print the version."))
    ] = False,
) -> None:
    session: Session = ctx.obj
    session.locate(db, rates, lang, no_color, quiet, key_file, key_fd)


def call(arguments: Sequence[str], session: Session) -> int:
    """Carry out one command line and answer its exit code. A command may return one; none is 0.

    Raises BvtError; what Typer finds wrong with the command line becomes `Usage`.
    """
    try:
        answer = get_group(app).main(args=list(arguments), prog_name="bvt", standalone_mode=False, obj=session)
    except exceptions.UsageError as error:
        raise Usage(_sentence(error)) from None
    return answer if isinstance(answer, int) else 0


def _sentence(error: exceptions.UsageError) -> Text:
    """What is wrong with the command line, in words that can be translated."""
    match error:
        case exceptions.NoSuchOption():
            return _no_such_option(error)
        case exceptions.MissingParameter() if error.param is not None:
            return text(
                "{name} is missing; see {help}.", name=placeholders.shown(names_of(error.param)), help=_help(error)
            )
        case exceptions.BadOptionUsage() if "requires" in error.message:
            return text("{name} needs a value; see {help}.", name=error.option_name, help=_help(error))
        case exceptions.BadOptionUsage():
            return text("{name} takes no value; see {help}.", name=error.option_name, help=_help(error))
        case exceptions.BadParameter() if error.param is not None:
            return text(
                "{name} is not understood; see {help}.",
                name=placeholders.shown(names_of(error.param)),
                help=_help(error),
            )
    return text("The command line is not understood ({reason}); see {help}.", reason=error.message, help=_help(error))


def _no_such_option(error: exceptions.NoSuchOption) -> Text:
    if error.option_name in BEFORE:
        return text("{name} stands before the command: bvt {name} ...", name=error.option_name)
    if error.possibilities:
        near = tuple(error.possibilities)  # the most alike first
        return text("There is no option {name}; did you mean {near}?", name=error.option_name, near=near)
    return text("There is no option {name}; see {help}.", name=error.option_name, help=_help(error))


def _help(error: exceptions.UsageError) -> str:
    return f"{error.ctx.command_path} --help" if error.ctx else "bvt --help"
