"""Write down the tree of commands for shell completion (`make tree`): src/bvt_cli/commands/tree.txt.

With --check nothing is written: exit 1 when it is out of date. What the lines mean stands in
bvt_cli/commands/completing.py.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from typer import Context
from typer.core import TyperGroup
from typer.main import get_group

from bvt_cli.commands.completing import TREE
from bvt_cli.commands.keys import Key, element_keys, keys_of
from bvt_cli.commands.root import COMMANDS, app, command_named
from bvt_cli.core.form import AGREEMENT, CHILD, STAY
from bvt_cli.core.form_home import HOME, PERSONS
from bvt_cli.core.rules import RULES
from bvt_cli.render.messages import LANGUAGES
from bvt_cli.render.records import DIALECTS


def _cleared(keys: Iterable[Key]) -> str:
    """The keys that can be taken away."""
    return " ".join(key.field.key for key in keys if not key.field.required)


OF_ARGUMENTS = {
    "HOME": ":home",
    "CHILD": ":child",
    "AGREEMENT": ":agreement",
    "STAY": ":stay",
    "NETWORK": ":network",
    "OUTLAY": ":outlay",
    "DRIVE": ":drive",
    "SUPPLEMENT": ":supplement",
    "FOLLOWUP": ":follow_up",
    "COUNCIL": ":council",
    "RUN": ":run",
    "FILE": ":files",
    "FOLDER": ":dirs",
}
OF_OPTIONS = {
    "--db": ":files",
    "--rates": ":dirs",
    "--key-file": ":files",
    "--new-key-file": ":files",
    "--keep": ":dirs",
    "--lang": " ".join(LANGUAGES),
    "--csv-dialect": " ".join(DIALECTS),
    "--home": ":home",
    "--child": ":child",
    "--sibling": ":child",
    "--network": ":network",
    "--agreement": ":agreement",
    "--recover": ":agreement",
    "--person": ":person",
    "--run": ":run",
    "--payee": ":person",
}
OF_COMMANDS = {
    ("bvt rules", "NAME"): " ".join(RULES),
    ("bvt home set", "--clear"): _cleared(keys_of(HOME)),
    ("bvt home person", "--clear"): _cleared(element_keys(PERSONS)),
    ("bvt child set", "--clear"): _cleared(keys_of(CHILD)),
    ("bvt agreement set", "--clear"): _cleared(keys_of(AGREEMENT)),
    ("bvt stay set", "--clear"): f"{_cleared(keys_of(STAY, ['cancelled']))} cancelled",
}


def lines() -> Iterator[tuple[str, str, str]]:
    """(command, slot, what goes there) of the whole tree."""
    yield "bvt", "commands", " ".join(COMMANDS)
    yield from _parameters("bvt", get_group(app))
    for name in COMMANDS:
        yield from _command(f"bvt {name}", command_named(name))


def _command(path: str, command: Any) -> Iterator[tuple[str, str, str]]:
    inner: list[str] = []
    if isinstance(command, TyperGroup):
        context = Context(command)
        inner = command.list_commands(context)
        yield path, "commands", " ".join(inner)
    yield from _parameters(path, command)
    for name in inner:
        yield from _command(f"{path} {name}", command.get_command(context, name))


def _parameters(path: str, command: Any) -> Iterator[tuple[str, str, str]]:
    place = 0
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            place += 1
            yield path, "*" if parameter.nargs == -1 else str(place), _argument(path, parameter)
        else:
            for name in (*parameter.opts, *parameter.secondary_opts):
                yield path, name, ":flag" if parameter.is_flag else _option(path, name, parameter)
    yield path, "--help", ":flag"


def _argument(path: str, parameter: Any) -> str:
    metavar = parameter.metavar or ""
    return _choices(metavar) or OF_COMMANDS.get((path, metavar)) or OF_ARGUMENTS.get(metavar, ":any")


def _option(path: str, name: str, parameter: Any) -> str:
    return OF_COMMANDS.get((path, name)) or OF_OPTIONS.get(name) or _choices(parameter.metavar or "") or ":any"


def _choices(metavar: str) -> str:
    return " ".join(metavar.split("|")) if "|" in metavar else ""


def source() -> str:
    """The whole file."""
    return "".join("\t".join(line) + "\n" for line in lines())


def main(check: bool) -> int:
    path = Path(TREE)
    if not check:
        path.write_text(source(), encoding="utf-8", newline="\n")
    elif not path.exists() or path.read_text(encoding="utf-8") != source():
        print("src/bvt_cli/commands/tree.txt is out of date: run `make tree`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
