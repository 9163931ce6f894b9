"""Sentences meant for people, kept apart from the language they are shown in.

The core says *what* it has to say as a `Text`: an English sentence with named places and the
values for them. `render.messages` puts it into the reader's language.
"""

from typing import NamedTuple


class Text(NamedTuple):
    """An English sentence with `{named}` places, and the values that go there.

    Values may be text, whole numbers, dates, months, `Kroner`, `Word`, `Choice`, `KeyName`, another `Text`, or a
    tuple of these.
    """

    msgid: str
    values: tuple[tuple[str, object], ...] = ()


class Word(str):
    """A code of the field (`besokshjem`, `home_visit`), shown as the reader's own word for it."""

    __slots__ = ()


class Choice(str):
    """A code somebody may type (`besokshjem`): the reader's word for it in Norwegian, itself in English."""

    __slots__ = ()


class KeyName(str):
    """A key of the form (`applied_on`): what the reader calls it in Norwegian, itself in English."""

    __slots__ = ()


class Kroner(NamedTuple):
    """An amount in øre, shown as kroner in the reader's language."""

    ore: int


def text(msgid: str, /, **values: object) -> Text:
    """A sentence for people; the catalogues are gathered from the calls of this function."""
    return Text(msgid, tuple(values.items()))


def mark(msgid: str) -> str:
    """The same text, marked for the catalogues; used where a plain string is wanted (help, headings)."""
    return msgid
