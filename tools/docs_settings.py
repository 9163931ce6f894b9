"""docs/settings.md: every rule and setting as shipped, and how a municipality sets its own."""

from collections.abc import Iterable

from bvt_cli.core.practice import STANDINGS
from bvt_cli.core.rules import RULES, Rule
from bvt_cli.render.messages import translator
from bvt_cli.render.rules import ALWAYS, Stated, in_words, of_demands, of_setting
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice

SAY = translator("en")
HEAD = """\
# The settings

Written by `make docs` from the files in `rates/`; `bvt rules` lists what is in force in your municipality, `bvt rules
NAME` all about one. A month is computed by the values in force on its first day, a network is judged by those of the
day it is judged on.

"""
OWN = """\
## Your municipality's own

Write `settings.yaml` into the folder `rates` beside the register (`bvt init` makes it; `--rates` or `BVT_RATES` names
another), with the day from which it holds and the decision:

```yaml
settings:
  - {name: age_change, value: birthday, from: 2025-01-01, reason: "Vedtak 12/24"}
  - {name: provisional_months, value: 2, from: 2025-01-01, to: 2025-12-31, reason: "Vedtak 3/25"}
  - {name: mileage, value: "5.30", from: 2026-01-01, to: 2026-12-31, reason: "Statens satser", source: "regjeringen.no"}
```

`to`, the last day, and `source` may be left out. Of several values the latest counts, and of the same day your own. All
that is wrong in the file is told with its line, and nothing is done until it is mended (exit 78); `bvt doctor` and `bvt
rules` look at it. A posting remembers the files it used: when one has changed, the next is refused (exit 5) until the
change is accepted by name, `bvt pay month --post --accept-changed settings.yaml`.

## The rules
"""
DEMANDS = """\
## What an approval demands

Your own `approval.yaml` in the same folder says the whole of what is demanded of a kind of home from a day on, in the
form of the one in `rates/`, without `standing` and `certificate_standing`.

| name | value | who says so | source |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    loaded = load_practice(shipped_rates(), None)
    parts = [HEAD, _standings(), OWN]
    for rule in RULES.values():
        parts.append(_section(rule, map(of_setting, loaded.practice._by_name.get(rule.name, ()))))
    demands = [row for each in loaded.demands for row in of_demands(each)]
    return "\n".join([*parts, DEMANDS]).rstrip("\n") + "\n" + "\n".join(map(_demand_row, demands)) + "\n"


STANDS = {
    "law": "It stands in law or regulation.",
    "ks": "KS says so with its rates.",
    "state": "It is one of the state's own rates.",
    "seed": "A description of the measure says so.",
    "choice": "No source says it; the makers of bvt chose.",
    "municipality": "It is your own.",
}


def _standings() -> str:
    rows = [f"| {SAY.word(standing)} | {STANDS[standing]} |" for standing in STANDINGS]
    return "\n".join(["| who says so | |\n|---|---|", *rows]) + "\n"


def _section(rule: Rule, values: Iterable[Stated]) -> str:
    lines = [f"### {rule.name}\n", f"{SAY.mark(rule.meaning)} May be {_range(rule)}.\n"]
    lines.append("| value | in force | who says so | source | reason |\n|---|---|---|---|---|")
    lines += [
        f"| {_value(each)} | {_span(each)} | {SAY.word(each.standing)} | {_cell(each.source)} | {_cell(each.reason)} |"
        for each in values
    ]
    return "\n".join(lines) + "\n"


def _range(rule: Rule) -> str:
    """What may be written as the value."""
    unit = f" ({SAY.word(rule.unit)})" if rule.unit else ""
    if rule.many:
        return "a list of " + ", ".join(_code(each) for each in rule.choices)
    if rule.choices:
        return "one of " + ", ".join(_code(each) for each in rule.choices)
    number = "a decimal number in quotes" if rule.decimal else "a whole number"
    return f"{number} from {rule.low} to {rule.high}{unit}"


def _code(code: str) -> str:
    word = SAY.word(code)
    return f"`{code}`" if word == code else f"`{code}` ({word})"


def _value(stated: Stated) -> str:
    return _cell(SAY.say(in_words(stated)))


def _span(stated: Stated) -> str:
    since = "always" if stated.since == ALWAYS else f"from {stated.since}"
    return since if stated.until is None else f"{since} to {stated.until}"


def _demand_row(stated: Stated) -> str:
    words = [f"`{stated.name}`", _value(stated), SAY.word(stated.standing), _cell(stated.source)]
    return f"| {' | '.join(words)} |"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\u00a0", " ")
