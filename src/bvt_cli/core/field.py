"""The shape of what the register keeps: keys of a kind, gathered in things with refs.

A *record* is a dict of the keys that are set, with values `str`, `int`, `bool`, `date`, `Month`,
`Fraction`, a tuple of refs or texts, a dict (group), or a list of dicts.
"""

from typing import Any, NamedTuple

Record = dict[str, Any]


class Field(NamedTuple):
    """A key. `kind`: text (several lines), line, name, pseudonym (a number, but no national identity number),

    digits4, account, date, month, half, whole, flag, choice, kroner (an amount),
    fraction (exact number, written as text or a whole number), ref, refs, texts, group or list.
    `of`: what a ref points to. `table`: where the elements of a list are kept; `identity`: the keys by
    which two elements are the same (none: all of them). `personal`: a text about people, kept apart.
    """

    key: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    of: str = ""
    fields: tuple["Field", ...] = ()
    identity: tuple[str, ...] = ()
    table: str = ""
    personal: bool = False


class Entity(NamedTuple):
    """A thing with a ref of its own. `plural`: its key in a document; `prefix`: of refs that bvt gives (`H1`)."""

    name: str
    plural: str
    prefix: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        return next(field for field in self.fields if field.key == key)

    def only(self, *keys: str) -> "Entity":
        """The same thing with some of its keys, to read no more of it than is needed."""
        return self._replace(fields=tuple(field for field in self.fields if field.key in keys))

    @property
    def lists(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.kind == "list")


def dated(key: str, required: bool = False) -> Field:
    return Field(key, "date", required)


def personal(key: str, kind: str, required: bool = False) -> Field:
    return Field(key, kind, required, personal=True)


REF = Field("ref", "line", required=True)
