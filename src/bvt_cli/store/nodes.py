"""One strict reading of YAML into small nodes that still know their line (JSON: `json_nodes`).

Nothing is guessed: a scalar stays the text that was written (`store.typed` gives it its meaning),
and what YAML can say beyond plain data (anchors, aliases, tags, several documents) is refused, as
are keys given twice. YAML is read from the parser's events in one pass, so a register of 100,000
agreements takes time in proportion, and depth is refused before anything can recurse into it.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeAlias

from bvt_cli.core.errors import Problem
from bvt_cli.core.texts import Text, text
from bvt_cli.store.syntax_faults import yaml_fault

DEEPEST = 20
LARGEST = 256 * 1024 * 1024
MOST_NODES = 4_000_000
"""Values, lists and ends of lists in one document: a register of 100,000 agreements has 3.3 million, and of memory
each takes 90 bytes."""
MOST_PROBLEMS = 1000
"""Told of one file: more are not read by anybody, and a file of another kind has one in every line."""
_SHOWN_CONTROLS = 20
_SHOWN_LENGTH = 40
_SHARED_TEXTS = 4096

# C0 but tab and line ends, DEL, C1, the bidirectional controls, the two Unicode line ends, lone
# surrogates, a byte order mark inside the text and the two non-characters: no name or sentence needs them.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Scalar(NamedTuple):
    """One value as written. `quoted`: in quotes, or a block of text. `line`: 0 where it is not known."""

    text: str
    quoted: bool
    line: int


class Items(NamedTuple):
    """A list."""

    items: "tuple[Node, ...]"
    line: int


class Pairs(NamedTuple):
    """Keys with their values, in the order written; no key twice."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    line: int


Node: TypeAlias = Scalar | Items | Pairs
Read: TypeAlias = tuple[Node | None, list[Problem]]


def add_problem(problems: list[Problem], where: str, message: Text) -> None:
    """Add a problem; once there are very many, only the word that there are more."""
    if len(problems) < MOST_PROBLEMS:
        problems.append(Problem(where, message))
    elif len(problems) == MOST_PROBLEMS:
        problems.append(Problem(where, text("From here on more is wrong; mend what is told above first.")))


def is_null(node: Node) -> bool:
    """Whether nothing was given: unquoted and empty, `null` or `~`."""
    return isinstance(node, Scalar) and not node.quoted and node.text in ("", "null", "~")


def place(file: str, line: int) -> str:
    """Where in a file: `settings.yaml:12`, or the file alone where the line is not known."""
    return f"{file}:{line}" if line else file


def read_yaml(data: bytes, file: str, limit: int = LARGEST) -> Read:
    """The document in YAML bytes, and everything wrong with it as YAML.

    The node is None where reading had to stop. `limit`: the largest size accepted, in bytes.
    """
    content, problems = decoded(data, file, limit)
    if content is None:
        return None, problems
    if sum(content.count(mark) for mark in ",:\n") > 2 * MOST_NODES:  # seen in no time, long before all is read
        problems.append(Problem(file, too_many()))
        return None, problems
    from yaml import YAMLError

    builder = _Builder(file, problems)
    try:
        with no_collecting():
            node = builder.build(_loader(content))
    except YAMLError as error:
        line, message = yaml_fault(error, content)
        problems.append(Problem(place(file, line), message))
        return None, problems
    return node, problems


def decoded(data: bytes, file: str, limit: int) -> tuple[str | None, list[Problem]]:
    """The text of a file without its byte order mark; None where there is no use in reading on."""
    if len(data) > limit:
        message = text("The file is too large: {size} bytes, at most {limit} are read.", size=len(data), limit=limit)
        return None, [Problem(file, message)]
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = text("The file is not UTF-8 here; perhaps it was saved as latin-1. Save it as UTF-8.")
        return None, [Problem(place(file, line), message)]
    if not content or content.isspace():
        return None, [Problem(file, text("The file is empty."))]
    problems = list(_controls(content, file))
    return CONTROL.sub("\ufffd", content) if problems else content, problems


def _controls(content: str, file: str) -> Iterator[Problem]:
    line, counted = 1, 0
    for number, found in enumerate(CONTROL.finditer(content)):
        if number == _SHOWN_CONTROLS:
            return
        line += content.count("\n", counted, found.start())
        counted = found.start()
        code = f"U+{ord(found.group()):04X}"
        yield Problem(place(file, line), text("There is a control character here ({code}); take it out.", code=code))


def too_deep() -> Text:
    return text("Lists and keys lie more than {limit} levels inside each other.", limit=DEEPEST)


def too_many() -> Text:
    return text("The file holds more than {limit} lines and values; divide it.", limit=MOST_NODES)


def _loader(content: str) -> Any:
    import yaml

    # libyaml is ten times faster; PyYAML's own parser does the same work where it is missing
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)(content)


@contextmanager
def no_collecting() -> Iterator[None]:
    """No garbage collection while millions of nodes are made, none of them garbage: it would double the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Builder:
    """Builds nodes from parser events. Reading stops (None) at what leaves no sure document behind."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._shared: dict[str, str] = {}
        self._sure = True

    def build(self, loader: Any) -> Node | None:
        from yaml import events

        open_nodes: list[tuple[list[Node], int, bool]] = []
        children: list[Node] = []
        documents = line = nodes = 0
        share, next_event = self._share, loader.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if (here := event.start_mark.line + 1) != line:
                line = here  # else keep the same int: a large document has many nodes to a line
            nodes += 1
            if nodes > MOST_NODES:
                self._problem(line, too_many())
                return None
            if kind is events.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_extras(event, line)
                children.append(Scalar(share(event.value), bool(event.style), line))
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self._refuse_extras(event, line)
                open_nodes.append((children, line, kind is events.MappingStartEvent))
                if len(open_nodes) > DEEPEST:
                    self._problem(line, too_deep())
                    return None
                children = []
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                parent, began, mapping = open_nodes.pop()
                parent.append(self._pairs(children, began) if mapping else Items(tuple(children), began))
                children = parent
            elif kind is events.AliasEvent:
                self._problem(
                    line, text("Aliases (*{name}) are not read; write the value out.", name=shown(event.anchor))
                )
                children.append(Scalar("", True, line))
                self._sure = False
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._problem(line, text("A second document begins here; a file holds one."))
                    return None
        return self._document(children)

    def _document(self, found: list[Node]) -> Node | None:
        if not found or is_null(found[0]):
            self._problems.append(Problem(self._file, text("The file is empty.")))
            return None
        return found[0] if self._sure else None

    def _problem(self, line: int, message: Text) -> None:
        add_problem(self._problems, place(self._file, line), message)

    def _share(self, value: str) -> str:
        """The same string object for the same text: keys and codes recur, and memory is dear in a large document."""
        if len(self._shared) < _SHARED_TEXTS:
            return self._shared.setdefault(value, value)
        return self._shared.get(value, value)

    def _refuse_extras(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self._problem(line, text("Anchors (&{name}) are not read; take it out.", name=shown(event.anchor)))
        if event.tag is not None:
            self._problem(line, text("Tags (!) are not read; take it out, or put the text in quotes."))

    def _pairs(self, children: list[Node], line: int) -> Pairs:
        pairs: list[tuple[Scalar, Node]] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Scalar):
                pairs.append((key, value))
            else:
                self._problem(key.line, text("A key must be a single word, not a list or further keys."))
                self._sure = False
        if len({key.text for key, _ in pairs}) < len(pairs):
            pairs = list(without_duplicates(pairs, self._file, self._problems, ()))
        return Pairs(tuple(pairs), line)


def without_duplicates(
    pairs: list[tuple[Scalar, Node]], file: str, problems: list[Problem], path: tuple[str | int, ...]
) -> Iterator[tuple[Scalar, Node]]:
    """The first of each key; the others are reported."""
    first: dict[str, int] = {}
    for key, value in pairs:
        if key.text not in first:
            first[key.text] = key.line
            yield key, value
        elif key.line:
            message = text(
                "The key {key} stands twice: on line {first} and here.", key=shown(key.text), first=first[key.text]
            )
            add_problem(problems, place(file, key.line), message)
        else:
            where = f"{file}: {path_text((*path, key.text))}"
            add_problem(problems, where, text("The key {key} stands twice.", key=shown(key.text)))


def path_text(path: tuple[str | int, ...]) -> str:
    """A field as one writes it to jq, without the first dot: `homes[0].persons[1].born`, counted from 0."""
    return "".join(f"[{piece}]" if isinstance(piece, int) else f".{shown(piece)}" for piece in path).removeprefix(".")


def shown(written: str) -> str:
    """What was written, short enough for a message and without characters that could upset a terminal."""
    short = written if len(written) <= _SHOWN_LENGTH else written[: _SHOWN_LENGTH - 1] + "…"
    return CONTROL.sub("?", short).replace("\n", " ").replace("\t", " ")
