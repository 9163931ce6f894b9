"""Commands and groups of commands as bvt shows them: what it does, examples first, then usage and options.

A command's module uses Typer plainly; `epilog` holds the examples, a line each:

    app = typer.Typer(help=mark("The homes, and their approval."))

    @app.command("approve", help=mark("Approve a home, if nothing is missing."), epilog="bvt home approve H-001")
    def approve(ctx: typer.Context, home: Ref) -> None: ...

A line of the epilog that does not begin with `bvt` is a remark; wrap it in `mark("...")`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
from typer._click import Command as AnyCommand
from typer._click import HelpFormatter, Parameter
from typer._click.exceptions import UsageError
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo

from bvt_cli.commands import looked_up, placeholders
from bvt_cli.core.errors import Usage
from bvt_cli.core.texts import mark, text
from bvt_cli.render.messages import Translator


class Command(TyperCommand):
    """A single command."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        ctx.allow_extra_args = True  # so that the sentence about them is ours
        with _in_context(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Usage(
                text("{command} takes no more arguments; too many: {rest}.", command=ctx.command_path, rest=tuple(rest))
            )
        return rest

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        return looked_up.carry_out(ctx, super().invoke)

    def format_help(self, ctx: typer.Context, formatter: HelpFormatter) -> None:  # type: ignore[override]
        _format_help(self, ctx, formatter, commands=())


class Group(TyperGroup):
    """A command with sub-commands."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        with _in_context(ctx):
            rest = super().parse_args(ctx, args)
        if not ctx._protected_args and not ctx.resilient_parsing:
            names = tuple(self.list_commands(ctx))
            raise Usage(text("{command} needs a command: {names}.", command=ctx.command_path, names=names))
        return rest

    def resolve_command(
        self,
        ctx: typer.Context,  # type: ignore[override]
        args: list[str],
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            raise self._no_such(ctx, args[0])
        return args[0], command, args[1:]

    def summaries(self, ctx: typer.Context) -> Iterator[tuple[str, str]]:
        """The commands and what each does, for the help."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                yield name, command.help or ""

    def format_help(self, ctx: typer.Context, formatter: HelpFormatter) -> None:  # type: ignore[override]
        _format_help(self, ctx, formatter, commands=tuple(self.summaries(ctx)))

    def _no_such(self, ctx: typer.Context, word: str) -> Usage:
        tried = f"{ctx.command_path} {word}"
        if near := get_close_matches(word, self.list_commands(ctx), n=3):
            return Usage(text("There is no command {command}; did you mean {near}?", command=tried, near=tuple(near)))
        lists = f"{ctx.command_path} --help"
        return Usage(text("There is no command {command}; {help} lists those there are.", command=tried, help=lists))


class LazyGroup(Group):
    """A group that makes only the sub-command that is asked for; making a dozen would be felt at every start."""

    infos: Mapping[str, CommandInfo]

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(self.infos)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> AnyCommand | None:  # type: ignore[override]
        info = self.infos.get(cmd_name)
        return None if info is None else _made(info)


def made_group(app: typer.Typer, name: str) -> LazyGroup:
    """The group of a command module's `app`, in bvt's form."""
    shell = typer.Typer(cls=LazyGroup, name=name, help=app.info.help, epilog=app.info.epilog)
    shell.callback()(lambda: None)
    group = get_group(shell)
    assert isinstance(group, LazyGroup)
    group.infos = {str(info.name): info for info in app.registered_commands}
    return group


class Later:
    """A command whose module is imported only when it is asked for: `app.command("add")(Later("home_kept", "add"))`."""

    def __init__(self, module: str, function: str) -> None:
        self.module = module
        self.function = function
        self.__name__ = function

    def __call__(self) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(import_module(f"bvt_cli.commands.{self.module}"), self.function)
        return found


def _made(info: CommandInfo) -> AnyCommand:
    info.cls = Command
    if isinstance(info.callback, Later):
        info.callback = info.callback()
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)


def made_command(app: typer.Typer) -> AnyCommand:
    """The command of a module with a single one."""
    (info,) = app.registered_commands
    return _made(info)


def names_of(parameter: Parameter) -> str:
    """How a parameter is called by those who type it: `--on`, `HOME`."""
    if parameter.param_type_name == "option":
        return max(parameter.opts, key=len)
    return parameter.metavar or (parameter.name or "").upper()


@contextmanager
def _in_context(ctx: typer.Context) -> Iterator[None]:
    """Say of every wrong use in which command it was; some of Typer's errors do not know."""
    try:
        yield
    except UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def _format_help(
    command: AnyCommand, ctx: typer.Context, formatter: HelpFormatter, commands: tuple[tuple[str, str], ...]
) -> None:
    say: Translator = ctx.obj.translator
    formatter.write_text(say.mark(command.help or ""))
    if command.epilog:
        formatter.write(f"\n{say.mark(mark('Examples'))}:\n")
        for line in command.epilog.splitlines():
            formatter.write(f"    {line}\n" if line.startswith("bvt") else f"  {say.mark(line)}\n")
    formatter.write(f"\n{say.mark(mark('Usage'))}:\n  {_usage(command, ctx, say)}\n")
    parameters = [each for each in command.get_params(ctx) if not getattr(each, "hidden", False)]
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name == "option"]
    _section(
        formatter,
        say.mark(mark("Commands")),
        [(name, _first_sentence(say.mark(meaning))) for name, meaning in commands],
    )
    _section(
        formatter, say.mark(mark("Arguments")), [(_argument(each, say), _meaning(each, say)) for each in arguments]
    )
    _section(formatter, say.mark(mark("Options")), [(_option(each, say), _meaning(each, say)) for each in options])


def _first_sentence(meaning: str) -> str:
    return meaning.partition(". ")[0].removesuffix(".") + "."


def _section(formatter: HelpFormatter, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _usage(command: AnyCommand, ctx: typer.Context, say: Translator) -> str:
    arguments = (each for each in command.params if each.param_type_name == "argument")
    pieces = [ctx.command_path, *(_argument(each, say) for each in arguments)]
    pieces.append(f"[{say.mark(mark('options'))}]")
    if isinstance(command, TyperGroup):
        pieces.append(say.mark(mark("COMMAND ...")))
    return " ".join(pieces)


def _argument(parameter: Parameter, say: Translator) -> str:
    name = placeholders.word(names_of(parameter), say) + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any, say: Translator) -> str:
    names = ", ".join((*sorted(parameter.opts, key=len), *parameter.secondary_opts))
    if parameter.is_flag:
        return names
    return f"{names} {placeholders.word(parameter.metavar or (parameter.name or '').upper(), say)}"


def _meaning(parameter: Any, say: Translator) -> str:
    if "--help" in parameter.opts:
        return say.mark(mark("Show this help."))
    meaning = say.mark(parameter.help or "")
    if parameter.required and parameter.param_type_name == "option":
        meaning += f" ({say.mark(mark('required'))})"
    if parameter.multiple:
        meaning += f" ({say.mark(mark('may be given more than once'))})"
    return meaning
