"""docs/commands.md: every command, as its own help tells it."""

from collections.abc import Iterator, Sequence

from docs_tree import Command, Parameter, tree

from bvt_cli.render.messages import translator

HEAD = """\
# The commands

Written by `make docs` from the commands themselves; `bvt COMMAND --help` says the same in your language. What stands in
brackets may be left out. The [exit codes](../README.md#exit-codes) are the same for all; what comes out under `--json`
is in [json.md](json.md).

Options that say where things are stand before the command: `bvt --db demo.db home list`. Codes are understood as the
field writes them too (`besøkshjem`, `hjemmebesøk`), days as `2024-10-04` and `04.10.2024`.
"""
TABLE = """\
## På norsk

Hva hver kommando gjør, på bokmål og nynorsk.
"""
COMMON = ("--json", "--csv", "--csv-dialect", "--as-of", "--by", "--help")


def page() -> str:
    """The whole page."""
    root, *commands = tree()
    parts = [HEAD, _common(commands), _section(root)]
    parts += [_section(command) for command in commands]
    parts.append(TABLE + "\n" + "\n".join(_summaries(commands)) + "\n")
    return "\n".join(parts)


def _common(commands: Sequence[Command]) -> str:
    """The options that many commands share, told once."""
    known = {name: option for command in commands for option in command.options for name in option.names}
    lines = [_row(known[name]) for name in COMMON]
    return "\n".join(["Options that many commands share, named below without their meaning:\n", *_table(lines)]) + "\n"


def _section(command: Command) -> str:
    level = "#" * min(3, 1 + command.path.count(" ") + (command.path == "bvt"))
    parts = [f"{level} {command.path}\n", f"{_plain(command.summary)}\n"]
    parts.append(
        "\n".join(["```sh", *(each if each.startswith("bvt") else f"# {each}" for each in command.examples), "```\n"])
    )
    parts.append(f"Usage: `{command.usage}`\n")
    own = [option for option in command.options if not _shared(option)]
    rows = [_row(each) for each in (*command.arguments, *own)]
    if rows:
        parts.append("\n".join(_table(rows)) + "\n")
    shared = [f"`{option.names[-1]}`" for option in command.options if _shared(option) and option.names[-1] != "--help"]
    if shared and not command.group:
        parts.append(f"And {', '.join(shared)}.\n")
    return "\n".join(parts)


def _shared(option: Parameter) -> bool:
    return any(name in COMMON for name in option.names)


def _table(rows: Sequence[str]) -> Iterator[str]:
    yield "| | |\n|---|---|"
    yield from rows


def _row(parameter: Parameter) -> str:
    typed = parameter.typed.replace("|", "\\|")
    return f"| `{typed}` | {_plain(parameter.meaning)} |"


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return words.replace("|", "\\|").replace("<", "&lt;")


def _summaries(commands: Sequence[Command]) -> Iterator[str]:
    bokmal, nynorsk = translator("nb"), translator("nn")
    yield "| | bokmål | nynorsk |\n|---|---|---|"
    for command in commands:
        yield f"| `{command.path}` | {_plain(bokmal.mark(command.summary))} | {_plain(nynorsk.mark(command.summary))} |"
