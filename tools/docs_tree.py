"""The commands of bvt as the pages need them: read from the tree that runs, in English."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from typer.core import TyperGroup
from typer.main import get_group

from bvt_cli.commands import help as shown
from bvt_cli.commands.context import Session
from bvt_cli.commands.root import COMMANDS, app, command_named

ENGLISH = Session([], {"BVT_LANG": "en"})


class Parameter(NamedTuple):
    """An argument or option: as it is typed, and what it means."""

    typed: str
    names: tuple[str, ...]
    meaning: str


class Command(NamedTuple):
    """A command or group. `summary` is the English msgid, to be looked up in the catalogues."""

    path: str
    summary: str
    examples: tuple[str, ...]
    usage: str
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    group: bool

    @property
    def takes_json(self) -> bool:
        return any("--json" in option.names for option in self.options)


def tree() -> list[Command]:
    """bvt itself, then every command and group below it, in the order of the help."""
    root = get_group(app)
    context = _context(root, "bvt", None)
    found = [_told(root, context)]
    for name in COMMANDS:
        found += _below(command_named(name), name, context)
    return found


def _below(command: object, name: str, parent: object) -> Iterator[Command]:
    if getattr(command, "hidden", False):
        return
    context = _context(command, name, parent)
    yield _told(command, context)
    if isinstance(command, TyperGroup):
        for inner in command.list_commands(context):
            yield from _below(command.get_command(context, inner), inner, context)


def _context(command, name, parent):  # type: ignore[no-untyped-def]
    return command.context_class(command, info_name=name, parent=parent, obj=ENGLISH)


def _told(command, context) -> Command:  # type: ignore[no-untyped-def]
    say = ENGLISH.translator
    parameters = [each for each in command.get_params(context) if not getattr(each, "hidden", False)]
    return Command(
        path=context.command_path,
        summary=command.help or "",
        examples=tuple((command.epilog or "").splitlines()),
        usage=shown._usage(command, context, say),
        arguments=tuple(_parameters(parameters, "argument", shown._argument)),
        options=tuple(_parameters(parameters, "option", shown._option)),
        group=isinstance(command, TyperGroup),
    )


def _parameters(parameters: Sequence[object], kind: str, typed) -> Iterator[Parameter]:  # type: ignore[no-untyped-def]
    for each in parameters:
        if each.param_type_name == kind:
            names = (*each.opts, *each.secondary_opts)
            yield Parameter(typed(each, ENGLISH.translator), names, shown._meaning(each, ENGLISH.translator))
