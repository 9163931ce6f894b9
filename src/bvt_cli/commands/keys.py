"""The keys of the form as options of commands: `--applied-on` for `applied_on`, made from the form itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NamedTuple, TypeVar

import typer

from bvt_cli.commands import arguments
from bvt_cli.core.errors import Usage
from bvt_cli.core.field import Entity, Field
from bvt_cli.core.money import amount_text
from bvt_cli.core.texts import KeyName, mark, text
from bvt_cli.render.key_words import said

Values = dict[str, Any]
Given = Mapping[str, Any]
F = TypeVar("F", bound=Callable[..., Any])

_METAVARS = {
    "date": "DATE",
    "month": "MONTH",
    "whole": "N",
    "fraction": "NUMBER",
    "kroner": "AMOUNT",
    "ref": "REF",
    "refs": "REF",
}
_SINGULAR = {
    "interests": "interest",
    "siblings": "sibling",
    "contacts": "contact",
    "homes": "home",
}

Clear = Annotated[
    list[str], typer.Option("--clear", metavar="KEY", help=mark("Take what is known under this key away."))
]


class Key(NamedTuple):
    """A key that can be given as an option. `group`: the key of the group it stands in, or nothing."""

    field: Field
    owner: str
    group: str = ""

    @property
    def option(self) -> str:
        """As it is typed: `--age-from`."""
        name = _SINGULAR[self.field.key] if self.field.kind in ("texts", "refs") else self.field.key
        return f"--{name.replace('_', '-')}"

    @property
    def parameter(self) -> str:
        """The name a command knows it by; no clash with its own options, nor with words of Python."""
        return f"key_{self.field.key}" if not self.group else f"key_{self.group}_{self.field.key}"


def keys_of(entity: Entity, left_out: Iterable[str] = ()) -> Iterator[Key]:
    """The keys of a thing that options can give: all but the lists."""
    yield from _keys(entity.fields, entity.name, set(left_out))


def element_keys(field: Field, left_out: Iterable[str] = ()) -> Iterator[Key]:
    """The same for the elements of a list."""
    yield from _keys(field.fields, field.key, set(left_out))


def _keys(fields: Iterable[Field], owner: str, left_out: set[str]) -> Iterator[Key]:
    for field in fields:
        if field.key in left_out:
            continue
        if field.kind == "group":
            yield from (Key(inner, field.key, field.key) for inner in field.fields)
        elif field.kind != "list":
            yield Key(field, owner)


def takes(keys: Iterable[Key]) -> Callable[[F], F]:
    """Give a command an option for each key. It receives them as `**given`, to be read with `read`."""
    options = [_parameter(key) for key in keys]

    def with_options(command: F) -> F:
        own = [each for each in signature(command).parameters.values() if each.kind is not Parameter.VAR_KEYWORD]
        first = [each for each in own if each.default is Parameter.empty]
        last = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in own if each.default is not Parameter.empty]
        command.__signature__ = Signature([*first, *options, *last])  # type: ignore[attr-defined]
        return command

    return with_options


def _parameter(key: Key) -> Parameter:
    kind: Any = str | None
    default: Any = None
    names = [key.option]
    metavar = "|".join(key.field.choices) or _METAVARS.get(key.field.kind, "TEXT")
    if key.field.kind == "flag":
        kind, names = bool | None, [f"{key.option}/--no-{key.option[2:]}"]
    elif key.field.kind in ("texts", "refs"):
        kind, default = list[str], []
    option = typer.Option(*names, metavar=metavar, help=said(key.field.key, key.owner).meaning)
    return Parameter(key.parameter, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])


def read(keys: Iterable[Key], given: Given) -> Values:
    """What was typed, as a register document would say it. Raises Usage."""
    values: Values = {}
    for key in keys:
        typed = given[key.parameter]
        if typed is not None and typed != []:
            into = values.setdefault(key.group, {}) if key.group else values
            into[key.field.key] = value(key.field, typed, key.option)
    return values


def value(field: Field, typed: Any, name: str) -> Any:
    """What was typed for a key, as a register document would say it. `name`: what messages call it. Raises Usage."""
    match field.kind:
        case "flag":
            return typed
        case "choice":
            return arguments.code(typed, name, field.choices)
        case "date":
            return str(arguments.day(typed, name))
        case "month":
            return str(arguments.month(typed, name))
        case "whole":
            return arguments.whole(typed, name, field.low, field.high)
        case "fraction":
            return str(arguments.fraction(typed, name))
        case "kroner":
            return amount_text(arguments.kroner(typed, name))
        case "digits4" if not (len(typed) == 4 and typed.isascii() and typed.isdigit()):
            raise Usage(text("{option}: {value} is not four digits.", option=name, value=typed))
        case "texts" | "refs":
            return [_not_empty(each, name) for each in typed]
    return _not_empty(typed, name)


def _not_empty(typed: str, option: str) -> str:
    if not typed.strip():
        raise Usage(text("{option} is empty.", option=option))
    return typed


def require(keys: Iterable[Key], values: Values, command: str, also: Iterable[str] = ()) -> None:
    """Raise Usage naming all options that must be given and are not; `also`: keys needed besides."""
    needed = set(also)
    missing = [
        key.option
        for key in keys
        if (key.field.required or key.field.key in needed) and key.field.key not in values and key.field.key != "ref"
    ]
    lacking(missing, command)


def lacking(options: Iterable[str], command: str) -> None:
    """Raise Usage naming options that must be given, where there are any."""
    missing = tuple(options)
    if missing:
        raise Usage(text("{command} also needs {options}.", command=f"bvt {command}", options=missing))


def corrected(keys: Iterable[Key], values: Values, clear: Iterable[str], also: Iterable[str] = ()) -> Values:
    """What was typed, and None for what is to be cleared. `also`: further keys that can be. Raises Usage."""
    by_name = {key.field.key: key for key in keys}
    whole = {key.group for key in by_name.values() if key.group} | set(also)
    optional = [name for name, key in by_name.items() if not key.field.required]
    result = dict(values)
    for word in clear:
        name = arguments.code(word, "--clear", [KeyName(each) for each in sorted({*optional, *whole})])
        group = by_name[name].group if name in by_name else ""
        if name in values.get(group, values):
            raise Usage(text("{key} is both given and cleared.", key=KeyName(name)))
        if group:
            result[group] = {**result.get(group, {}), name: None}
        else:
            result[name] = None
    return result
