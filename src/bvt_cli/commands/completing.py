"""What can stand at the cursor of a command line: `bvt __complete CWORD WORD...`, asked by the shells on Tab.

Answers a candidate a line. It must be as quick as a keypress, so nothing is imported but SQLite: commands,
options and codes stand in tree.txt (`make tree`), refs are read from the register. Only refs, never names;
whatever goes wrong, there is nothing to offer.

A line of tree.txt is a command, a slot, and what goes there, with tabs between. Slots are `commands`,
options, and the places of arguments (1, 2, ...; `*` for all that follow). What goes there is a list of
words, or `:home`, `:child` ... (refs), `:files`, `:dirs`, `:any` (nothing to offer), `:flag` (no value).
"""

import os
import sys

TYPE_CHECKING = False  # typing itself is half of what Python takes to start
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    Slots = dict[str, str]
    Tree = dict[str, Slots]

TREE = os.path.join(os.path.dirname(__file__), "tree.txt")
WAIT_SECONDS = 0.2
_ASCII = str.maketrans({"å": "a", "ø": "o", "æ": "ae"})
_REFS = {
    "home": "SELECT ref FROM home",
    "child": "SELECT ref FROM child",
    "agreement": "SELECT ref FROM agreement",
    "stay": "SELECT ref FROM stay",
    "outlay": "SELECT ref FROM outlay",
    "drive": "SELECT ref FROM drive",
    "supplement": "SELECT ref FROM supplement",
    "grant": "SELECT ref FROM grant",
    "follow_up": "SELECT ref FROM follow_up",
    "network": "SELECT ref FROM network",
    "council": "SELECT ref FROM council",
    "person": "SELECT ref FROM person",
    "run": "SELECT 'R' || id AS ref FROM run",
}
_OF_HOME = " WHERE home_id = (SELECT id FROM home WHERE ref = ?)"


def answer(arguments: "Sequence[str]") -> int:
    """Print the candidates for the word at CWORD of the words that follow it."""
    try:
        at, words = int(arguments[0]), list(arguments[1:])
        found = candidates(words[1:at], words[at] if at < len(words) else "", os.environ)
        sys.stdout.write("".join(f"{each}\n" for each in found))
        sys.stdout.flush()
    except Exception:  # nobody could read a message in the middle of a command line
        return 0
    return 0


def candidates(before: "Sequence[str]", current: str, environment: "Mapping[str, str]") -> "list[str]":
    """What the word `current` may become; `before`: the words between `bvt` and it. bash parts words at `=`."""
    *whole, last = _joined([*before, current])
    line = _Line(_tree(), whole)
    option, equals, begun = last.partition("=")
    if line.open_option:
        return _fitting(line, line.open_option, last, "", environment)
    if equals and option.startswith("--"):
        kept = f"{option}=" if current == last else ""  # other shells see `--kind=b` as one word
        return _fitting(line, option, begun, kept, environment)
    if last.startswith("-"):
        return line.options(last)
    if "commands" in line.slots:
        return [] if line.arguments else _beginning(line.slots["commands"].split(), last)
    slot = str(len(line.arguments) + 1)
    if slot not in line.slots and "*" in line.slots:
        slot = "*"
    if slot in line.slots:
        return _fitting(line, slot, last, "", environment)
    return [] if last else line.options("--")


class _Line:
    """The words before the cursor: which command, what was given to it, and which option still wants its value."""

    def __init__(self, tree: "Tree", words: "Iterable[str]") -> None:
        self.command = "bvt"
        self.slots = dict(tree["bvt"])
        self.arguments: list[str] = []
        self.given: dict[str, str] = {}
        self.open_option = ""
        for word in words:
            self._take(tree, word)

    def _take(self, tree: "Tree", word: str) -> None:
        if self.open_option:
            self.given[self.open_option] = word
            self.open_option = ""
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            self.given[name] = value
            if not equals and self.slots.get(name, ":flag") != ":flag":
                self.open_option = name
        elif f"{self.command} {word}" in tree:
            self.command = f"{self.command} {word}"
            self.slots = tree[self.command]
        else:
            self.arguments.append(word)

    def options(self, begun: str) -> "list[str]":
        return [name for name in self.slots if name.startswith("--") and name.startswith(begun)]


def _tree() -> "Tree":
    tree: Tree = {}
    with open(TREE, encoding="utf-8") as file:
        for line in file:
            command, slot, goes_there = line.rstrip("\n").split("\t")
            tree.setdefault(command, {})[slot] = goes_there
    return tree


def _joined(words: "Sequence[str]") -> "list[str]":
    """The words as they were typed: bash hands over `--kind`, `=`, `bes`."""
    joined: list[str] = []
    parted = False
    for word in words:
        if parted:
            joined[-1] += word
            parted = False
        elif word == "=" and joined and joined[-1].startswith("--"):
            joined[-1] += word
            parted = True
        else:
            joined.append(word)
    return joined


def _fitting(line: _Line, slot: str, begun: str, kept: str, environment: "Mapping[str, str]") -> "list[str]":
    goes_there = line.slots.get(slot, ":any")
    if goes_there in (":files", ":dirs"):
        return [goes_there]
    if goes_there[1:] in _REFS:
        found = _refs(goes_there[1:], begun, line, environment)
    elif goes_there.startswith(":"):
        found = []
    else:
        found = _beginning(goes_there.split(), begun)
    return [kept + each for each in found]


def _beginning(words: "Iterable[str]", begun: str) -> "list[str]":
    """The words that begin so; `besø` begins `besokshjem`."""
    folded = begun.casefold().translate(_ASCII)
    return [word for word in words if word.startswith(folded)]


def _refs(kind: str, begun: str, line: _Line, environment: "Mapping[str, str]") -> "list[str]":
    import sqlite3

    select, values = _REFS[kind], [begun, begun]
    if kind == "person" and line.arguments:
        select, values = select + _OF_HOME, [line.arguments[0], *values]
    path = _register(line.given.get("--db", ""), environment)
    wanted = f"SELECT ref FROM ({select}) WHERE substr(ref, 1, length(?)) = ? ORDER BY length(ref), ref"
    register = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    try:
        return _found(register, wanted, values)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise
    finally:
        register.close()
    register = _encrypted(path, line.given.get("--key-file", ""), environment)
    try:
        return _found(register, wanted, values)
    finally:
        register.close()


def _found(register: "sqlite3.Connection", wanted: str, values: "Sequence[str]") -> "list[str]":
    register.execute("PRAGMA query_only = ON")
    register.execute("PRAGMA trusted_schema = OFF")
    # no ref holds a blank or a control character; a line of its own would be another candidate
    return [ref for (ref,) in register.execute(wanted, values) if ref.isprintable() and " " not in ref]


def _encrypted(path: str, given: str, environment: "Mapping[str, str]") -> "sqlite3.Connection":
    """The register opened by the key that the command itself would find; a descriptor is not at hand here."""
    from pathlib import Path

    from bvt_cli.commands.places import key_file
    from bvt_cli.store import encrypted
    from bvt_cli.store.location import Location

    key = os.path.expanduser(given) or environment.get("BVT_KEY_FILE") or key_file(environment, sys.platform, path)
    return encrypted.connect(Location(Path(path), Path(key)), "ro", WAIT_SECONDS)


def _register(given: str, environment: "Mapping[str, str]") -> str:
    """The register the command line means, as the command itself would find it."""
    if given.startswith("~"):  # the shell has not read the line yet
        given = os.path.expanduser(given)
    if given or environment.get("BVT_DB"):
        return os.path.abspath(given or environment["BVT_DB"])
    from bvt_cli.commands.places import data_folder

    return f"{data_folder(environment, sys.platform)}/bvt.db"


def _quoted(path: str) -> str:
    """A path as it stands in an SQLite URI."""
    path = path.replace("\\", "/")
    path = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return path if path.startswith("/") else f"/{path}"
