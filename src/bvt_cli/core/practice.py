"""Practice: the dated rules and settings a month is computed by, and who says so.

A rule is known by its name; its values are dated, each with a source and a reason. What ships with
bvt stands in rates/*.yaml; a municipality lays its own values over it, from a day on.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bvt_cli.core.texts import mark

Value = str | int | Fraction | tuple[str, ...]


class Rule(NamedTuple):
    """What may be said under a name: one of `choices`, or a whole number from `low` to `high` (in `unit`),

    or (`decimal`) an exact number in that range written as text, or (`many`) a list of choices.
    """

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    decimal: bool = False
    many: bool = False


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "age_change",
            mark("When a new age band begins to count."),
            choices=("month_after", "birthday_month", "birthday"),
        ),
        Rule(
            "provisional_months",
            mark("How many months past the cover of a KS table it may still pay, provisionally."),
            high=24,
            unit="months",
        ),
        Rule(
            "fixed_part_month",
            mark("How a besøkshjem with a fixed number of døgn is paid for a month that is not due whole."),
            choices=("stays_else_days", "by_days"),
        ),
        Rule(
            "besokshjem_days_per_month",
            mark("Døgn a month in a besøkshjem where the agreement says nothing else."),
            low=1,
            high=31,
            unit="days",
        ),
        Rule("share_liten", mark("Part of the KS rate paid to a small support family."), high=100, unit="percent"),
        Rule("share_medium", mark("Part of the KS rate paid to a medium support family."), high=100, unit="percent"),
        Rule("share_stor", mark("Part of the KS rate paid to a large support family."), high=100, unit="percent"),
        Rule(
            "one_ks_components",
            mark('What "1 KS" to a resource family holds.'),
            choices=("grunnstotte", "utgiftsdekning"),
            many=True,
        ),
        Rule(
            "one_ks_age",
            mark('The age whose band of the foster home rates "1 KS" is read from.'),
            high=17,
            unit="years",
        ),
        Rule(
            "gathering_refund",
            mark("Refund for each family in the network at the Christmas and the summer gathering, at most."),
            high=10_000,
            unit="kroner",
        ),
        Rule("network_homes_min", mark("Foster homes in a network, at least."), high=20),
        Rule("network_homes_max", mark("Foster homes in a network, at most."), low=1, high=20),
        Rule("network_gatherings", mark("Gatherings of a network a year, where no other number is agreed."), high=100),
        Rule(
            "network_talk_days",
            mark("Calendar days between the talks with a resource family, at most, where nothing else is agreed."),
            low=1,
            high=366,
        ),
        Rule("network_contacts", mark("Employees of the service who share the guidance of a network."), high=10),
        Rule(
            "network_consent_age",
            mark("The age from which a foster child itself consents to the family taking part in a network."),
            high=18,
            unit="years",
        ),
        Rule("network_joint_meetings", mark("Joint meetings of all resource families in a quarter."), high=10),
        Rule(
            "network_experiences_days",
            mark("Calendar days after the end of a half-year by which its experiences are to be delivered."),
            high=184,
        ),
        Rule("mileage", mark("Mileage allowance."), high=100, unit="kroner per km", decimal=True),
        Rule(
            "mileage_tax_free",
            mark("The part of the mileage allowance that is free of tax."),
            high=100,
            unit="kroner per km",
            decimal=True,
        ),
    )
}

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
        components = self.value("one_ks_components", first)
        assert isinstance(components, tuple)
        return MonthRules(
            age_change=str(self.value("age_change", first)),
            provisional_months=self.number("provisional_months", first),
            fixed_part_month=str(self.value("fixed_part_month", first)),
            days_per_month=self.number("besokshjem_days_per_month", first),
            shares=tuple((size, self.number(f"share_{size}", first)) for size in ("liten", "medium", "stor")),
            one_ks_components=components,
            one_ks_age=self.number("one_ks_age", first),
        )
