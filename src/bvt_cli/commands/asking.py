"""Asking, on a terminal, for what a command line left out.

Questions go to stderr, so that stdout stays data. An empty answer takes the default or skips what may be
left out; `?` tells what is meant; `.` skips all that may be left out. Nothing is written before the last
answer: Ctrl-C (130) and Ctrl-D (2) leave the register as it was. `Session.attended` says who is asked at all.
"""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bvt_cli.commands.context import Session
from bvt_cli.core.errors import BvtError, Usage
from bvt_cli.core.texts import Text, mark, text
from bvt_cli.render.output import complain

EXPLAIN = "?"
ENOUGH = "."
YES, NO = mark("yes"), mark("no")
T = TypeVar("T")


class Listed(NamedTuple):
    """Something that can be chosen by its number in a list: what choosing it says, and what else is shown of it."""

    says: str
    about: tuple[object, ...]


class Question(NamedTuple):
    """A question: what it is called and means (marked).

    `choices`: the answers there are; `default`: what Enter stands for, a value whose `str()` is an answer.
    """

    label: str
    meaning: str
    choices: Sequence[object] = ()
    example: object = None
    default: object = None
    needed: bool = True
    listed: Sequence[Listed] = ()


class EnoughSaid(Exception):
    """What remains may be left out, and is."""


class Asker:
    """Asks whoever sits at the terminal."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._begun = False

    @property
    def has_asked(self) -> bool:
        return self._begun

    def ask(self, question: Question, read: Callable[[str], T]) -> T | None:
        """The answer as `read` makes it of what was typed, asked again while it raises BvtError. None: left out.

        Raises EnoughSaid, and Usage when there are no more answers.
        """
        if not self._begun:
            self.tell(text("Answer and press Enter; ? explains a question. Ctrl-C stops, and nothing is written."))
            self._begun = True
        self._list(question.listed)
        while True:
            typed = self._line(_prompt(question))
            if typed == EXPLAIN:
                meaning = question.meaning
                self.tell(text(meaning))
            elif not question.needed and typed in ("", ENOUGH):
                if typed == ENOUGH:
                    raise EnoughSaid
                return None
            elif typed == "" and question.default is None:
                self.tell(text("This cannot be left out."))
            else:
                try:
                    return read(_chosen(question, typed or str(question.default)))
                except BvtError as error:
                    from bvt_cli.render.failures import failure_text

                    complain(failure_text(error, self._session.translator))

    def confirm(self, page: str) -> None:
        """Show what is about to be written, and go on only with a yes. Raises Usage."""
        complain(f"\n{page}\n")
        while True:
            typed = self._line(text("Write this? [Y/n] ")).casefold()
            if typed in ("", *_beginnings(self._session, YES)):
                return
            if typed in _beginnings(self._session, NO):
                raise Usage(text("Nothing was written."))

    def tell(self, message: Text) -> None:
        """A sentence between the questions."""
        complain(self._session.translator.say(message) + "\n")

    def _line(self, prompt: Text) -> str:
        try:
            complain(self._session.translator.say(prompt))
            typed = sys.stdin.readline() if sys.stdin is not None else ""
        except KeyboardInterrupt:
            complain("\n")
            self.tell(text("Stopped; nothing was written."))
            raise
        if not typed:
            complain("\n")
            raise Usage(text("The answers ended too early; nothing was written."))
        return typed.strip()

    def _list(self, listed: Sequence[Listed]) -> None:
        say = self._session.translator.value
        rows = [tuple(say(each) for each in one.about) for one in listed]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for number, row in enumerate(rows, start=1):
            cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            complain(f"  {number:>2}  {cells}".rstrip() + "\n")


def yes_or_no(session: Session, label: str, typed: str) -> bool:
    """A yes or no in any language, or its first letter. Raises Usage."""
    for marked in (YES, NO):
        if typed.casefold() in _beginnings(session, marked):
            return marked is YES
    raise Usage(text("{name}: answer yes or no.", name=label))


def _beginnings(session: Session, marked: str) -> set[str]:
    words = {marked, "ja" if marked is YES else "nei", session.translator.mark(marked)}
    return {word[:length].casefold() for word in words for length in range(1, len(word) + 1)}


def _prompt(question: Question) -> Text:
    label = question.label
    about: dict[str, object] = {"label": text(label), "choices": tuple(question.choices)}
    about |= {"default": question.default, "example": question.example}
    if question.choices and question.default is not None:
        return text("{label} ({choices}) [{default}]: ", **about)
    if question.choices:
        return text("{label} ({choices}): ", **about)
    if question.default is not None:
        return text("{label} [{default}]: ", **about)
    if question.example is not None:
        return text("{label}, such as {example}: ", **about)
    return text("{label}: ", **about)


def _chosen(question: Question, typed: str) -> str:
    """What a number in the list stands for; a ref that is a number itself goes first."""
    by_number = {str(number): one.says for number, one in enumerate(question.listed, start=1)}
    return typed if typed in by_number.values() else by_number.get(typed, typed)
