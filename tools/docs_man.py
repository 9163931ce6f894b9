"""man/bvt.1: the man page, from the same tree as docs/commands.md."""

from collections.abc import Iterator, Sequence

from docs_exit_codes import exit_codes
from docs_tree import Command, Parameter, tree

from bvt_cli import __version__

ENVIRONMENT = {
    "BVT_DB": "The register, as --db.",
    "BVT_RATES": "The municipality's own tables and settings, as --rates.",
    "BVT_KEY_FILE": "Where the key of an encrypted register is, as --key-file; never the key itself.",
    "BVT_LANG": "nb, nn or en, as --lang; else LC_ALL, LC_MESSAGES or LANG decide, else bokmål.",
    "BVT_AS_OF": "The day that counts as today, as --as-of.",
    "BVT_USER": "Who does it, as --by; the journal keeps the login name beside it.",
    "NO_COLOR": "No colours, as --no-color.",
    "BVT_TRACEBACK": "1 shows where in bvt a fault happened; for its makers.",
}
FILES = {
    "~/.local/share/bvt/bvt.db": "The register, where nothing else is said.",
    "~/.config/bvt/bvt.key": "The key of an encrypted register, where nothing else is said.",
    "rates/": "Beside the register: the municipality's own ks/*.yaml, settings.yaml and approval.yaml.",
}
ABOUT = (
    "bvt keeps, in one local file, the homes a Norwegian municipal child welfare service engages: their approval, their"
    " agreements, and what each is paid a month by the KS rates. Data goes to standard output, words to standard error."
    " What is posted is never changed; what becomes known late is a signed difference."
)


def page() -> str:
    """The page as roff."""
    root, *commands = tree()
    lines = [
        '.\\" Written by `make docs` from the commands; change those.',
        f'.TH BVT 1 "" "bvt {__version__}" "User Commands"',
        ".ad l",
        ".nh",
        ".SH NAME",
        f"bvt \\- {_lower(_roff(root.summary)).rstrip('.')}",
        ".SH SYNOPSIS",
        ".B bvt",
        "[options] COMMAND ...",
        ".SH DESCRIPTION",
        _roff(ABOUT),
        ".SH OPTIONS",
        "These stand before the command.",
        *_parameters(root.options),
        ".SH COMMANDS",
    ]
    for command in commands:
        lines += _command(command)
    lines += [".SH ENVIRONMENT", *_tagged(ENVIRONMENT), ".SH FILES", *_tagged(FILES), ".SH EXIT STATUS"]
    lines += _tagged({str(code): meaning for code, meaning in exit_codes().items()})
    lines += [".SH EXAMPLES", *_examples(root)]
    return "\n".join(lines) + "\n"


def _command(command: Command) -> Iterator[str]:
    yield f".SS {_roff(command.usage.removesuffix(' [options]') if not command.group else command.path)}"
    yield _roff(command.summary)
    if not command.group:
        own = [each for each in (*command.arguments, *command.options) if "--help" not in each.names]
        yield from _parameters(own)
        yield ".PP"
        yield from _examples(command)


def _parameters(parameters: Sequence[Parameter]) -> Iterator[str]:
    yield from _tagged({each.typed: each.meaning for each in parameters})


def _tagged(told: dict[str, str]) -> Iterator[str]:
    for name, meaning in told.items():
        yield ".TP"
        yield f".B {_roff(name)}"
        yield _roff(meaning) or "\\&"


def _examples(command: Command) -> Iterator[str]:
    yield ".nf"
    yield ".RS 4"
    yield from (_roff(each) for each in command.examples)
    yield ".RE"
    yield ".fi"


def _roff(words: str) -> str:
    """Words that roff takes for words; a long choice may be broken after each `|`."""
    words = (
        words.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq").replace("|", "|\\:")
    )
    return "\\&" + words if words.startswith((".", "'")) else words


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
