"""The rules from their files: dated settings, and what an approval demands.

Settings lie in settings.yaml, measures.yaml and mileage.yaml, one form for all; demands in
approval.yaml. The municipality's own files are laid over those shipped, entry by entry: nothing is
replaced, the latest value counts, and of the same day the municipality's own.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.approval import Demands
from bvt_cli.core.codes import CERTIFICATE_TYPES, COUNTED_STEPS, KINDS
from bvt_cli.core.errors import Problem, RegisterError
from bvt_cli.core.practice import STANDINGS, Practice, Setting, Value
from bvt_cli.core.rules import RULES, Rule
from bvt_cli.core.texts import text
from bvt_cli.store.nodes import Node, place
from bvt_cli.store.rate_files import RULE_FILES, RateFile, read_file, yaml_files
from bvt_cli.store.typed import Fields, Walk
from bvt_cli.store.typed_faults import FieldPath

SHIPPED = "bvt/"
MUNICIPALITY = "municipality"
_APPROVAL = "approval.yaml"

_OWN_NEEDS = frozenset({"name", "value", "from", "reason"})
_OWN_KEYS = _OWN_NEEDS | {"to", "source"}
_SHIPPED_NEEDS = _OWN_NEEDS | {"standing", "source"}
_SHIPPED_KEYS = _SHIPPED_NEEDS | {"to"}
_OWN_DEMAND = frozenset(
    {
        "kind",
        "from",
        "steps",
        "carers",
        "carer_certificates",
        "household_certificates",
        "certificate_months",
        "carer_confidentiality",
        "commitment_months",
        "fosterhjem",
        "source",
    }
)
_SHIPPED_DEMAND = _OWN_DEMAND | {"standing", "certificate_standing"}


class LoadedPractice(NamedTuple):
    """The rules with the files they came from; `bvt/settings.yaml` is the shipped file, `settings.yaml` the own."""

    practice: Practice
    demands: tuple[Demands, ...]
    files: tuple[RateFile, ...]


def load_practice(shipped: Path, own: Path | None) -> LoadedPractice:
    """All settings and demands, the municipality's own (`own`, a folder that may be missing) laid over those shipped.

    Raises RegisterError with everything that is wrong in any of the files.
    """
    problems: list[Problem] = []
    settings: list[Setting] = []
    demands: dict[tuple[str, date], Demands] = {}
    files = []
    for folder, prefix, names in ((shipped, SHIPPED, RULE_FILES), (own or shipped, "", _own_files(own, problems))):
        said: dict[tuple[str, date], str] = {}
        for name in names:
            path = folder / name
            node, sha256 = read_file(prefix + name, path, problems)
            files.append(RateFile(prefix + name, path, sha256, None))
            if node is None:
                continue
            walk = Walk(prefix + name, problems)
            if name == _APPROVAL:
                demands |= {(each.kind, each.since): each for each in _demands(walk, node, said, own=not prefix)}
            else:
                settings += _settings(walk, node, said, own=not prefix)
    if problems:
        raise RegisterError(text("The settings are wrong; nothing is done until they are mended."), problems)
    return LoadedPractice(Practice(settings), tuple(demands.values()), tuple(files))


def _own_files(own: Path | None, problems: list[Problem]) -> list[str]:
    """The municipality's own files of rules; other files in its folder are the business of `load_tables`."""
    if own is None:
        return []
    return [path.name for path in yaml_files(own, problems, own.name) if path.name in RULE_FILES]


def _entries(walk: Walk, node: Node, key: str) -> Iterator[tuple[Node, FieldPath]]:
    fields = walk.fields(node, (), frozenset({key}), frozenset({key}))
    if fields is not None:
        yield from fields.each(key, walk)


def _new(walk: Walk, node: Node, path: FieldPath, name: str, since: date, said: dict[tuple[str, date], str]) -> bool:
    """Whether nothing else is said under this name from this day on."""
    here = place(walk.file, node.line)
    if (name, since) not in said:
        said[name, since] = here
        return True
    first = said[name, since]
    message = text("{name} from {day} is said twice; first at {place}.", name=name, day=since, place=first)
    walk.problem(node, path, message)
    return False


def _settings(walk: Walk, node: Node, said: dict[tuple[str, date], str], own: bool) -> Iterator[Setting]:
    for entry, path in _entries(walk, node, "settings"):
        keys, needs = (_OWN_KEYS, _OWN_NEEDS) if own else (_SHIPPED_KEYS, _SHIPPED_NEEDS)
        fields = walk.fields(entry, path, keys, needs)
        setting = None if fields is None else _setting(walk, fields, own)
        if setting is not None and _new(walk, entry, path, setting.name, setting.since, said):
            yield setting


def _setting(walk: Walk, fields: Fields, own: bool) -> Setting | None:
    name = fields.take("name", walk.choice, tuple(RULES))
    value = None
    if name and "value" in fields:
        value = _value(fields.nodes["value"], (*fields.path, "value"), walk, RULES[name])
    since = fields.take("from", walk.day)
    until = fields.take("to", walk.day)
    standing = MUNICIPALITY if own else fields.take("standing", walk.choice, STANDINGS[:-1])
    source = fields.take("source", walk.text, multiline=True)
    reason = fields.take("reason", walk.text, multiline=True)
    if since and until and until < since:
        message = text("The last day, {until}, comes before the first, {since}.", until=until, since=since)
        walk.problem(fields.nodes["to"], (*fields.path, "to"), message)
    if name is None or value is None or since is None or standing is None or reason is None:
        return None
    return Setting(name, value, since, standing, source or "", reason, walk.file, until)


def _value(node: Node, path: FieldPath, walk: Walk, rule: Rule) -> Value | None:
    """A value the rule allows."""
    if rule.many:
        return _codes(node, path, walk, rule.choices)
    if rule.choices:
        return walk.choice(node, path, rule.choices)
    if rule.decimal:
        return walk.fraction(node, path, rule.low, rule.high)
    return walk.whole(node, path, rule.low, rule.high)


def _codes(node: Node, path: FieldPath, walk: Walk, choices: tuple[str, ...]) -> tuple[str, ...] | None:
    """A list of codes, none twice."""
    items = walk.items(node, path)
    if items is None:
        return None
    found = [walk.choice(item, (*path, number), choices) for number, item in enumerate(items)]
    codes = tuple(code for code in found if code is not None)
    if len(set(codes)) < len(codes):
        walk.problem(node, path, text("A code stands twice in this list."))
    return codes


def _demands(walk: Walk, node: Node, said: dict[tuple[str, date], str], own: bool) -> Iterator[Demands]:
    keys = _OWN_DEMAND if own else _SHIPPED_DEMAND
    for entry, path in _entries(walk, node, "demands"):
        fields = walk.fields(entry, path, keys, keys)
        demand = None if fields is None else _demand(walk, fields, own)
        if demand is not None and _new(walk, entry, path, demand.kind, demand.since, said):
            yield demand


def _demand(walk: Walk, fields: Fields, own: bool) -> Demands | None:
    before = len(walk.problems)
    kind = fields.take("kind", walk.choice, KINDS)
    since = fields.take("from", walk.day)
    steps = fields.take("steps", _steps, walk)
    carers = fields.take("carers", walk.whole, 0, 2)
    carer_types = fields.take("carer_certificates", _codes, walk, CERTIFICATE_TYPES)
    household_types = fields.take("household_certificates", _codes, walk, CERTIFICATE_TYPES)
    months = fields.take("certificate_months", walk.whole, 1, 120)
    confidentiality = fields.take("carer_confidentiality", walk.boolean)
    commitment = fields.take("commitment_months", walk.whole, 0, 120)
    fosterhjem = fields.take("fosterhjem", walk.boolean)
    source = fields.take("source", walk.text, multiline=True)
    standings = [
        MUNICIPALITY if own else fields.take(key, walk.choice, STANDINGS[:-1])
        for key in ("standing", "certificate_standing")
    ]
    if kind is None or since is None or source is None or len(walk.problems) > before:
        return None
    return Demands(
        kind=kind,
        since=since,
        steps=steps or (),
        carers=carers or 0,
        carer_certificates=carer_types or (),
        household_certificates=household_types or (),
        certificate_months=months or 0,
        carer_confidentiality=bool(confidentiality),
        commitment_months=commitment or 0,
        fosterhjem=bool(fosterhjem),
        source=source,
        standing=standings[0] or "",
        certificate_standing=standings[1] or "",
    )


def _steps(node: Node, path: FieldPath, walk: Walk) -> tuple[tuple[str, int], ...] | None:
    """How often each step is demanded, in the order written."""
    fields = walk.fields(node, path, frozenset(COUNTED_STEPS))
    if fields is None:
        return None
    numbers = [(code, fields.take(code, walk.whole, 1, 12)) for code in fields.nodes if code in COUNTED_STEPS]
    return tuple((code, number) for code, number in numbers if number is not None)
