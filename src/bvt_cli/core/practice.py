"""Practice: the dated rules and settings a month is computed by, and who says so.

A rule is known by its name; its values are dated, each with a source and a reason. What ships with
bvt stands in rates/*.yaml; a municipality lays its own values over it, from a day on.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.money import from_kroner
from bvt_cli.core.rules import RULES

Value = str | int | Fraction | tuple[str, ...]


STANDINGS = ("law", "ks", "state", "seed", "choice", "municipality")


class Setting(NamedTuple):
    """A value from a day on. `standing`: whether it stands in law, with KS, among the state's rates,

    in a seed document, is a choice of bvt's makers, or one of the municipality's own. `file`: where it was read.
    `until`: the last day it holds, None where it has no end. The state's mileage rates end with their
    year, so that none runs on through a year whose rate was not found.
    """

    name: str
    value: Value
    since: date
    standing: str
    source: str
    reason: str
    file: str
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class MonthRules(NamedTuple):
    """The rules a month of pay is computed by: those in force on its first day."""

    age_change: str
    provisional_months: int
    fixed_part_month: str
    days_per_month: int
    shares: tuple[tuple[str, int], ...]
    one_ks_components: tuple[str, ...]
    one_ks_age: int
    stottefamilie_siblings: str
    gathering_refund: int
    gathering_counts_resource_family: bool
    paid_afterwards: tuple[str, ...]


class Practice:
    """All dated settings. Of several values in force on a day the latest counts, and of the same date the
    municipality's own."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._by_name: dict[str, list[Setting]] = {}
        for setting in sorted(settings, key=lambda each: (each.since, each.standing == "municipality")):
            self._by_name.setdefault(setting.name, []).append(setting)

    def in_force(self, name: str, day: date) -> Setting | None:
        """The setting that counts on a day, or None where none holds (mileage in a year without a known rate)."""
        found = None
        for setting in self._by_name.get(name, ()):
            if setting.holds_on(day):
                found = setting
        return found

    def value(self, name: str, day: date) -> Value:
        """The value on a day; the shipped files have one for every day for all rules but the mileage.

        Raises KeyError where there is none.
        """
        setting = self.in_force(name, day)
        if setting is None:
            raise KeyError(name)
        return setting.value

    def number(self, name: str, day: date) -> int:
        """The value of a rule that is a whole number."""
        value = self.value(name, day)
        assert isinstance(value, int)
        return value

    def all_in_force(self, day: date) -> Iterator[Setting]:
        """Every setting that counts on a day, in the order the rules are listed."""
        for name in RULES:
            setting = self.in_force(name, day)
            if setting is not None:
                yield setting

    def for_month(self, first: date) -> MonthRules:
        """What a month is computed by; `first` is its first day."""
        components, afterwards = self.value("one_ks_components", first), self.value("paid_afterwards", first)
        assert isinstance(components, tuple)
        assert isinstance(afterwards, tuple)
        return MonthRules(
            age_change=str(self.value("age_change", first)),
            provisional_months=self.number("provisional_months", first),
            fixed_part_month=str(self.value("fixed_part_month", first)),
            days_per_month=self.number("besokshjem_days_per_month", first),
            shares=tuple((size, self.number(f"share_{size}", first)) for size in ("liten", "medium", "stor")),
            one_ks_components=components,
            one_ks_age=self.number("one_ks_age", first),
            stottefamilie_siblings=str(self.value("stottefamilie_siblings", first)),
            gathering_refund=from_kroner(self.number("gathering_refund", first)),
            gathering_counts_resource_family=self.value("gathering_counts_resource_family", first) == "yes",
            paid_afterwards=afterwards,
        )
