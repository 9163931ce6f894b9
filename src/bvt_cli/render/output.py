"""The one place that prints: data on stdout, words on stderr."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, TextIO

from bvt_cli.core.errors import BvtError
from bvt_cli.core.texts import Text
from bvt_cli.render.messages import Translator

if TYPE_CHECKING:
    from bvt_cli.render.columns import Column, Row


class Form(NamedTuple):
    """How data is wanted: for people unless `json` or `csv` (in a `dialect` of `records.DIALECTS`)."""

    json: bool = False
    csv: bool = False
    dialect: str = "rfc4180"


PEOPLE = Form()


class Output:
    """Where a command shows its result.

    `colour`: whether colour is wanted where there is a terminal. `quiet`: only data and warnings. `withheld`: why no
    data may be shown, which is raised where any is.
    """

    def __init__(self, translator: Translator, colour: bool = True, quiet: bool = False) -> None:
        self.translator = translator
        self.colour = colour
        self.quiet = quiet
        self.withheld: BvtError | None = None

    def table(self, columns: "Sequence[Column]", rows: "Iterable[Row]", empty: Text, form: Form = PEOPLE) -> None:
        """A list. People are told `empty` on stderr where there is nothing in it."""
        from bvt_cli.render import records, tables

        rows = list(rows)
        if form.json:
            self.write(records.json_table(columns, rows))
        elif form.csv:
            self.write(records.csv_text(columns, rows, form.dialect))
        elif not rows:
            self.tell(empty)
        elif self.on_terminal and len(rows) <= tables.MANY and self.withheld is None:
            tables.rich_table(columns, rows, self.translator, _stdout(), self.colour)
        else:
            self.write(tables.plain_table(columns, rows, self.translator))

    def document(self, document: Mapping[str, object] | Sequence[object]) -> None:
        """One JSON document. Days, months, `Kroner`, Fractions and NamedTuples are put into their JSON form."""
        from bvt_cli.render.records import json_text

        self.write(json_text(document))

    def say(self, *messages: Text) -> None:
        """Sentences that are the result itself, on stdout, a line each."""
        for message in messages:
            self.write(self.translator.say(message) + "\n")

    def tell(self, message: Text) -> None:
        """What was done, or what to do next: on stderr, and not when quiet."""
        if not self.quiet:
            self.warn(message)

    def warn(self, message: Text) -> None:
        """What must be known, on stderr, also when quiet."""
        complain(self.translator.say(message) + "\n")

    def write(self, words: str) -> None:
        """Finished text on stdout. Raises OSError where it cannot be written."""
        if self.withheld is not None:
            raise self.withheld
        _stdout().write(words)

    @contextmanager
    def progress(self, what: Text) -> Iterator["Tick | None"]:
        """A count of long work, called for each thing done: on a terminal's stderr, wiped at the end; else None."""
        if self.quiet or sys.stderr is None or not sys.stderr.isatty():
            yield None
            return
        tick = Tick(self.translator.say(what))
        try:
            yield tick
        finally:
            tick.wipe()

    def flush(self) -> None:
        """See to it that all is written. Raises OSError where it cannot be."""
        _stdout().flush()

    @property
    def on_terminal(self) -> bool:
        return sys.stdout is not None and sys.stdout.isatty()


class Tick:
    """Counts, and tells the count now and then, on one line of its own."""

    EVERY = 1000

    def __init__(self, words: str) -> None:
        self._words = words
        self._count = 0
        self._shown = 0

    def __call__(self) -> None:
        self._count += 1
        if self._count % self.EVERY == 0:
            line = f"{self._words} {self._count}"
            self._shown = len(line)
            complain(f"\r{line}")

    def wipe(self) -> None:
        if self._shown:
            complain("\r" + " " * self._shown + "\r")


def wants_colour(environment: Mapping[str, str]) -> bool:
    """Whether the environment allows colour (on a terminal); see no-color.org."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def complain(words: str) -> None:
    """Finished text on stderr; where that is closed or full there is nobody left to tell."""
    with suppress(OSError):
        if sys.stderr is not None:
            sys.stderr.write(words)
            sys.stderr.flush()


def use_utf8() -> None:
    """UTF-8 and plain line ends on stdout and stderr, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def let_go_of_stdout() -> None:
    """After a failed write: what is still buffered goes nowhere, or Python would try again at its end."""
    with suppress(OSError, ValueError, AttributeError):  # stdout is closed, or no real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise OSError(9, os.strerror(9))  # EBADF: closed before bvt began
    return sys.stdout
